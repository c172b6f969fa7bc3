"""What a review consists of, as the screens and the exports get it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from sbd.reviews.model import Answer, Discipline

#: Where a session is: people join, rate alone, or see and discuss.
Stage = Literal["join", "rate", "discuss"]
CriterionState = Literal["open", "revealed", "settled"]
Edition = Literal["public", "restricted"]
#: Compass sector of a place in its site.
Sector = Literal["n", "ne", "e", "se", "s", "sw", "w", "nw", "centre"]


@dataclass(frozen=True)
class Item:
    """A criterion on the table of a session."""

    criterion: str
    position: int
    sensitive: bool
    state: CriterionState


@dataclass(frozen=True)
class Seat:
    """A discipline in a session: whether it is expected, and what it may see."""

    discipline: Discipline
    expected: bool
    restricted: bool = False


@dataclass(frozen=True)
class Place:
    """A lettered place of the plan, in degrees."""

    letter: str
    kind: str
    sector: Sector
    lon: float
    lat: float


@dataclass(frozen=True)
class Session:
    """One meeting (or somebody alone) judging one variant.

    Parameters
    ----------
    id : str
        In the store and in the facilitator's address.
    project, variant : str
        What is judged.
    title, lang : str
        Of the meeting.
    token, code : str
        By which people join: 128 bits in the QR code, six characters to type.
    stage : str
        Of the screen.
    current : str, optional
        Criterion on the screen.
    opened, closed : str
        Times in UTC; ``closed`` is None while people may join and answer.
    items : tuple of Item
        The criteria on the table, in order.
    seats : tuple of Seat
        The disciplines, in the order of the list.
    plan_sha256, checklist_sha256 : str, optional
        Of what is judged, as it was when the session was opened.
    """

    id: str
    project: str
    variant: str
    title: str
    lang: str
    token: str
    code: str
    stage: Stage
    current: str | None
    opened: str
    closed: str | None
    items: tuple[Item, ...] = ()
    seats: tuple[Seat, ...] = ()
    plan_sha256: str | None = None
    checklist_sha256: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether people may join and answer."""
        return self.closed is None

    def item(self, criterion: str) -> Item | None:
        """Return a criterion on the table, or None."""
        return next((i for i in self.items if i.criterion == criterion), None)

    def may_see_restricted(self, discipline: str) -> bool:
        """Whether a discipline was granted the restricted edition."""
        return any(s.restricted for s in self.seats if s.discipline == discipline)

    def without_grants(self) -> Session:
        """Return the session as those see it who were granted nothing."""
        seats = tuple(replace(s, restricted=False) for s in self.seats)
        return replace(self, seats=seats)

    def items_for(self, discipline: str) -> tuple[Item, ...]:
        """Return what a discipline is asked: sensitive ones only where granted."""
        granted = self.may_see_restricted(discipline)
        return tuple(i for i in self.items if granted or not i.sensitive)


@dataclass(frozen=True)
class Participant:
    """Somebody who joined. ``voice`` leads to the answers and is never shown."""

    id: int
    session: str
    pseudonym: str
    voice: str
    discipline: Discipline
    name: str | None
    lang: str


@dataclass(frozen=True)
class Given:
    """One person's answer that counts, without the person."""

    criterion: str
    discipline: Discipline
    answer: Answer
    comment: str | None = None
    lon: float | None = None
    lat: float | None = None
    voice: str = field(default="", repr=False)


@dataclass(frozen=True)
class Decision:
    """What a meeting settled on a criterion."""

    criterion: str
    answer: Answer | float
    reason: str | None = None
    dissent: str | None = None


@dataclass(frozen=True)
class Counts:
    """Who has answered, by discipline, without any level. [persons]

    Parameters
    ----------
    joined : mapping of str to int
        Persons per discipline.
    answered : mapping of str to mapping of str to int
        Per criterion the persons per discipline who have answered it.
    """

    joined: Mapping[str, int]
    answered: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Comment:
    """A remark pinned on the plan; ``own`` is the number of the facilitator's own."""

    number: int
    criterion: str | None
    discipline: str | None
    text: str
    lon: float | None
    lat: float | None
    own: int | None = None

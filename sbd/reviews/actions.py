"""What is to be done: by an actor of the safety chain, in a phase, until a date."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Row, insert, select, update

from sbd.checklists.lists import read_lists
from sbd.errors import ReviewError
from sbd.reviews.ballots import clean
from sbd.reviews.database import Database, now
from sbd.reviews.logbook import note
from sbd.reviews.tables import actions
from sbd.reviews.variants import ensure_variant, variant_of

ChainPhase = Literal["prevention", "reaction", "follow_up"]
ActionState = Literal["open", "doing", "done", "dropped"]
PHASES: tuple[ChainPhase, ...] = get_args(ChainPhase)
STATES: tuple[ActionState, ...] = get_args(ActionState)
#: States in which something is still to be done.
PENDING: tuple[ActionState, ...] = ("open", "doing")
#: Longest text of an action. [characters]
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Task:
    """What is said of an action.

    Parameters
    ----------
    criterion : str
        From which it comes.
    text : str
        What is to be done.
    phase : {"prevention", "reaction", "follow_up"}
        Of the chain.
    owner : str, optional
        An actor of the safety chain (`sbd.checklists.lists`, ``actors``).
    due : str, optional
        YYYY-MM-DD.
    state : {"open", "doing", "done", "dropped"}
        How far it is.
    """

    criterion: str
    text: str
    phase: ChainPhase
    owner: str | None = None
    due: str | None = None
    state: ActionState = "open"


@dataclass(frozen=True)
class Action:
    """An action as it is kept; ``number`` and ``variant`` are known here only."""

    number: int
    variant: str
    session: str | None
    task: Task
    made: str

    @property
    def uid(self) -> str:
        """By which calendars know it again; it tells nothing and never changes."""
        whole = f"{self.variant} {self.task.criterion} {self.made}"
        return hashlib.sha256(whole.encode("utf-8")).hexdigest()[:32]


def add_action(
    db: Database, variant: str, name: str, task: Task, *, session: str | None = None
) -> Action:
    """Keep an action; the same one that is still to be done is kept once.

    Parameters
    ----------
    db : Database
        Where it is kept.
    variant, name : str
        Id and name of the variant.
    task : Task
        What is to be done.
    session : str, optional
        In which meeting it was agreed.

    Returns
    -------
    Action
        The one kept, which a second press of the button finds again.

    Raises
    ------
    ReviewError
        If it says too little, or something that does not exist.
    """
    checked = _checked(task)
    with db.writing() as connection:
        about = ensure_variant(connection, variant, name)
        same = next((a for a in _read(connection, variant) if _same(a, checked)), None)
        if same is not None:
            return same
        made = now()
        values = {"variant": variant, "session": session, "made": made, "changed": made}
        number = connection.execute(
            insert(actions).values(**values, **asdict(checked)).returning(actions.c.id)
        ).scalar_one()
        note(
            connection,
            about.project,
            "action_added",
            session=session,
            action=number,
            after=asdict(checked),
        )
    return Action(number, variant, session, checked, made)


def change_action(db: Database, number: int, before: Task, after: Task) -> Action:
    """Change what is said of an action; both are kept in the log.

    Parameters
    ----------
    db : Database
        Where it is kept.
    number : int
        Of the action.
    before, after : Task
        As it was on the screen, and as it is to be. Only what differs is changed, so
        that two people who change different things both keep theirs.

    Raises
    ------
    ReviewError
        If there is no such action, or it would say too little.
    """
    wanted, shown = asdict(_checked(after)), asdict(before)
    new = {n: v for n, v in wanted.items() if v != shown[n] and n != "criterion"}
    with db.writing() as connection:
        found = _action(connection, number)
        was = asdict(found.task)
        changed = {n: v for n, v in new.items() if v != was[n]}
        if not changed:
            return found
        connection.execute(
            update(actions)
            .where(actions.c.id == number)
            .values(**changed, changed=now())
        )
        note(
            connection,
            variant_of(connection, found.variant).project,
            "action_changed",
            session=found.session,
            action=number,
            before={n: was[n] for n in changed},
            after=changed,
        )
        return _action(connection, number)


def actions_of(db: Database, variant: str) -> tuple[Action, ...]:
    """Return the actions on a variant, in the order in which they were agreed."""
    with db.reading() as connection:
        return _read(connection, variant)


def is_overdue(due: str | None, state: str, today: str) -> bool:
    """Tell whether something not done was due before a day. [YYYY-MM-DD]"""
    return due is not None and due < today and state in PENDING


def is_unowned(owner: str | None, state: str) -> bool:
    """Tell whether something is to be done and nobody has taken it on."""
    return owner is None and state in PENDING


def _same(found: Action, task: Task) -> bool:
    """Whether an action is this one, however far it is."""
    said = {**asdict(found.task), "state": task.state}
    return found.task.state in PENDING and said == asdict(task)


def _checked(task: Task) -> Task:
    text = clean(task.text, LONGEST_TEXT)
    if not text:
        raise ReviewError("Say what is to be done.")
    if task.owner is not None and task.owner not in read_lists().actors:
        raise ReviewError("{owner} is no actor of the safety chain.", owner=task.owner)
    if task.phase not in PHASES or task.state not in STATES:
        raise ReviewError("Choose a phase of the chain and a state.")
    if task.due is not None and not _is_date(task.due):
        raise ReviewError("{due} is not a date: write YYYY-MM-DD.", due=task.due)
    return Task(task.criterion, text, task.phase, task.owner, task.due, task.state)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _action(connection: Connection, number: int) -> Action:
    query = select(actions).where(actions.c.id == number)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise ReviewError("There is no such action any more.")
    return _of(row)


def _read(connection: Connection, variant: str) -> tuple[Action, ...]:
    query = select(actions).where(actions.c.variant == variant).order_by(actions.c.id)
    return tuple(_of(row) for row in connection.execute(query))


def _of(row: Row[Any]) -> Action:
    task = Task(
        criterion=row.criterion,
        text=row.text,
        phase=row.phase,
        owner=row.owner,
        due=row.due,
        state=row.state,
    )
    return Action(row.id, row.variant, row.session, task, row.made)

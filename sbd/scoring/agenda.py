"""What a meeting talks about first: how far disciplines are apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sbd.scoring.people import Opinion, opinion

#: From this distance between disciplines' medians on, a team talks. [level]
#: Source: design of the screens, section 4 ("People").
TALK_FROM = 2.0
#: Up to this distance disciplines agree. [level]
AGREE_UP_TO = 1.0
#: The disagreement index above which a group is polarised. Source: RAND/UCLA.
POLARISED = 1.0

Tone = Literal["disagree", "differ", "agree", "one", "none", "not_applicable"]


@dataclass(frozen=True)
class Standing:
    """What the answers on one criterion come to.

    Parameters
    ----------
    opinion : Opinion
        Medians, level, spread and index.
    apart : float, optional
        Largest less smallest median of disciplines. [level]
    tone : str
        ``disagree`` (talk first), ``differ``, ``agree``, ``one`` (one discipline gave
        a level), ``none`` (nobody did) or ``not_applicable`` (a majority says so).
    """

    opinion: Opinion
    apart: float | None
    tone: Tone


def levels_apart(levels: Iterable[float | None]) -> float | None:
    """Return the largest less the smallest of the levels given. [level]

    Parameters
    ----------
    levels : iterable of float, optional
        Medians of disciplines; None where one gave no level.

    Returns
    -------
    float or None
        None where there is no level at all; 0 where there is one.
    """
    given = [m for m in levels if m is not None]
    return max(given) - min(given) if given else None


def standing(answers: Mapping[str, Sequence[float | str]]) -> Standing:
    """Judge the answers on one criterion, by discipline.

    Parameters
    ----------
    answers : mapping of str to sequence
        As for `sbd.scoring.people.opinion`.
    """
    joined = opinion(answers)
    medians = [m for m, _ in joined.medians.values() if m is not None]
    apart = levels_apart(medians)
    return Standing(joined, apart, _tone(joined, medians, apart))


def _tone(joined: Opinion, medians: Sequence[float], apart: float | None) -> Tone:
    if joined.not_applicable:
        return "not_applicable"
    if apart is None:
        return "none"
    if apart >= TALK_FROM or (joined.di or 0.0) > POLARISED:
        return "disagree"
    if len(medians) == 1:
        return "one"
    return "agree" if apart <= AGREE_UP_TO else "differ"


def agenda_order(apart: Mapping[str, float | None]) -> list[str]:
    """Return criteria by the distance between disciplines, the largest first.

    Parameters
    ----------
    apart : mapping of str to float, optional
        In the order of the table; None where nothing was revealed, or no level given.

    Returns
    -------
    list of str
        Equal ones, and those not known yet, stay in the order of the table.
    """
    known = [c for c, distance in apart.items() if distance is not None]
    later = [c for c, distance in apart.items() if distance is None]
    return [*sorted(known, key=lambda c: -(apart[c] or 0.0)), *later]

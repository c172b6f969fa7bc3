"""Scores of dimensions: weighted means with the interval that unknowns leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sbd.scoring.levels import POINTS_PER_LEVEL


@dataclass(frozen=True)
class Entry:
    """One applicable criterion in one dimension.

    Parameters
    ----------
    weight : float
        Positive weight; entries of weight 0 or less do not count.
    level : float, optional
        Level, None while unknown. [0-4]
    low, high : float
        What the level can still turn out to be. [0-4]
    """

    weight: float
    level: float | None
    low: float
    high: float


@dataclass(frozen=True)
class Score:
    """A score, its interval, and the share of weight answered.

    Parameters
    ----------
    score : float, optional
        Estimate from what is answered; None where nothing is. [0-100]
    low, high : float
        Exact bounds over everything unknown. [0-100]
    coverage : float
        Share of the applicable weight that is answered. [1]
    """

    score: float | None
    low: float
    high: float
    coverage: float = 1.0


def dimension(entries: Iterable[Entry]) -> Score:
    """Score one dimension.

    The estimate is the weighted mean of what is answered, moved into the interval
    where an unknown's own bounds exclude that mean, so that ``low <= score <=
    high`` always holds.

    Parameters
    ----------
    entries : iterable of Entry
        The applicable criteria of the dimension.

    Returns
    -------
    Score
        Without any weight: no score, interval 0-100, coverage 0.
    """
    counted = [e for e in entries if e.weight > 0]
    total = sum(e.weight for e in counted)
    if total == 0:
        return Score(None, 0.0, 100.0, 0.0)
    low = POINTS_PER_LEVEL * sum(e.weight * e.low for e in counted) / total
    high = POINTS_PER_LEVEL * sum(e.weight * e.high for e in counted) / total
    known = [(e.weight, e.level) for e in counted if e.level is not None]
    answered = sum(weight for weight, _ in known)
    if answered == 0:
        return Score(None, low, high, 0.0)
    mean = POINTS_PER_LEVEL * sum(w * level for w, level in known) / answered
    return Score(min(max(mean, low), high), low, high, answered / total)

"""Overall score, balance of the three dimensions, and the verdict's code."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sbd.scoring.dimensions import Score

#: A score below this enters means as this, so that one zero does not hide the
#: others. Source: method, section 5.
FLOOR = 1.0
#: All three must reach this share of their mean, and this score. Source: method, 5.
MIN_OVER_MEAN = 0.85
MINIMUM = 50.0
#: Below this share of answered weight nothing is concluded. Source: method, section 5.
COVERAGE = 0.5

Code = Literal["too_little_known", "unbalanced", "insufficient", "balanced"]


@dataclass(frozen=True)
class Evenness:
    """How even three scores are.

    Parameters
    ----------
    evenness : float
        Geometric over arithmetic mean. [1]
    min_over_mean : float
        Lowest over arithmetic mean. [1]
    weakest : str
        The lowest dimension; the first of equals in the order given.
    line : float
        What all three must reach: max(50, 0.85 x mean). [0-100]
    """

    evenness: float
    min_over_mean: float
    weakest: str
    line: float


def geometric_mean(scores: Sequence[float]) -> float:
    """Return the geometric mean of scores floored at 1. [0-100]

    Examples
    --------
    >>> round(geometric_mean([90, 90, 30]), 1)
    62.4
    """
    floored = [max(s, FLOOR) for s in scores]
    return math.exp(sum(math.log(s) for s in floored) / len(floored))


def overall(dimensions: Mapping[str, Score]) -> Score:
    """Return the overall score: the geometric mean of the dimensions.

    Parameters
    ----------
    dimensions : mapping of str to Score
        The three dimensions.

    Returns
    -------
    Score
        Without a score where a dimension has none; bounds are exact, since the mean
        is monotone.
    """
    parts = list(dimensions.values())
    low = geometric_mean([p.low for p in parts])
    high = geometric_mean([p.high for p in parts])
    scores = [p.score for p in parts if p.score is not None]
    whole = geometric_mean(scores) if len(scores) == len(parts) else None
    return Score(whole, low, high, min(p.coverage for p in parts))


def balance(dimensions: Mapping[str, Score]) -> Evenness | None:
    """Return how even the dimensions are, or None while one has no score."""
    scores = {
        n: max(d.score, FLOOR) for n, d in dimensions.items() if d.score is not None
    }
    if len(scores) < len(dimensions):
        return None
    mean = sum(scores.values()) / len(scores)
    weakest = min(scores, key=lambda name: scores[name])
    return Evenness(
        evenness=geometric_mean(list(scores.values())) / mean,
        min_over_mean=scores[weakest] / mean,
        weakest=weakest,
        line=max(MINIMUM, MIN_OVER_MEAN * mean),
    )


def verdict(dimensions: Mapping[str, Score]) -> tuple[Code, str | None]:
    """Return the verdict's code and the dimension it names.

    Parameters
    ----------
    dimensions : mapping of str to Score
        The three dimensions.

    Returns
    -------
    tuple
        The first that applies: ``too_little_known`` (least covered dimension),
        ``unbalanced`` (lagging one), ``insufficient`` (lowest one), ``balanced``.
    """
    even = balance(dimensions)
    least = min(dimensions, key=lambda name: dimensions[name].coverage)
    if even is None or dimensions[least].coverage < COVERAGE:
        return "too_little_known", least
    if even.min_over_mean < MIN_OVER_MEAN:
        return "unbalanced", even.weakest
    if (dimensions[even.weakest].score or 0.0) < MINIMUM:
        return "insufficient", even.weakest
    return "balanced", None


def certain(dimensions: Mapping[str, Score]) -> bool:
    """Tell whether the lowest dimension's interval lies on one side of the line."""
    even = balance(dimensions)
    if even is None:
        return False
    lowest = dimensions[even.weakest]
    return not lowest.low < even.line <= lowest.high

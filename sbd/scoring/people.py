"""What many people's answers come to: medians, spread, disagreement, reliability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median

#: The disagreement index is shown from this many persons on. Source: method, section 5.
ENOUGH_FOR_DI = 5


@dataclass(frozen=True)
class Opinion:
    """The answers on one criterion.

    Parameters
    ----------
    medians : mapping of str to (float or None, int)
        Per discipline the median level (None where nobody gave one) and the number
        of answers.
    level : float, optional
        Median of the disciplines' medians: one discipline, one voice. [0-4]
    not_applicable : bool
        Whether a majority of the answering disciplines says so.
    spread : tuple of float, optional
        Smallest, first quartile, third quartile, largest level of all persons.
    di : float, optional
        Disagreement index, from five persons on.
    """

    medians: Mapping[str, tuple[float | None, int]]
    level: float | None
    not_applicable: bool
    spread: tuple[float, float, float, float] | None
    di: float | None


def opinion(answers: Mapping[str, Sequence[float | str]]) -> Opinion:
    """Join the answers on one criterion.

    Parameters
    ----------
    answers : mapping of str to sequence
        Per discipline its persons' answers: a level, ``unknown`` (left out) or
        ``not_applicable``.

    Returns
    -------
    Opinion
        Source: method, section 5.
    """
    medians: dict[str, tuple[float | None, int]] = {}
    votes: list[bool] = []  # per answering discipline: does it say "not applicable"?
    for discipline, given in answers.items():
        levels = [a for a in given if not isinstance(a, str)]
        refusals = sum(a == "not_applicable" for a in given)
        answered = len(levels) + refusals
        if answered == 0:
            medians[discipline] = (None, 0)
            continue
        says_no = refusals * 2 > answered
        votes.append(says_no)
        medians[discipline] = (None if says_no else median(levels), answered)
    voices = [m for m, _ in medians.values() if m is not None]
    everyone = sorted(
        float(a) for given in answers.values() for a in given if not isinstance(a, str)
    )
    return Opinion(
        medians=medians,
        level=median(voices) if voices else None,
        not_applicable=sum(votes) * 2 > len(votes),
        spread=_spread(everyone),
        di=disagreement(everyone) if len(everyone) >= ENOUGH_FOR_DI else None,
    )


def _spread(levels: Sequence[float]) -> tuple[float, float, float, float] | None:
    if not levels:
        return None
    quarters = (percentile(levels, 0.25), percentile(levels, 0.75))
    return (min(levels), *quarters, max(levels))


def percentile(values: Sequence[float], share: float) -> float:
    """Return a percentile by linear interpolation between ordered values.

    Parameters
    ----------
    values : sequence of float
        At least one.
    share : float
        Between 0 and 1.

    Returns
    -------
    float
        In the unit of the values.
    """
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def disagreement(levels: Sequence[float]) -> float:
    """Return the RAND/UCLA disagreement index of levels; above 1 is disagreement.

    Parameters
    ----------
    levels : sequence of float
        Levels of at least one person. [0-4]

    Returns
    -------
    float
        Inter-percentile range over the range adjusted for symmetry, on the 1-9
        scale that method uses (method, section 5).

    Examples
    --------
    >>> round(disagreement([0, 1, 1, 4, 4, 4]), 2)
    1.56
    """
    nine = [1 + 2 * level for level in levels]
    low, high = percentile(nine, 0.3), percentile(nine, 0.7)
    asymmetry = abs(5 - (low + high) / 2)
    return (high - low) / (2.35 + 1.5 * asymmetry)


def alpha(units: Sequence[Sequence[float]]) -> float | None:
    """Return Krippendorff's alpha with ordinal distance.

    Parameters
    ----------
    units : sequence of sequences of float
        Per criterion the levels given; criteria with fewer than two are left out.

    Returns
    -------
    float or None
        1 for full agreement; None where nothing can be paired or nobody varies.
        Source: method, section 5 (Hayes and Krippendorff 2007).
    """
    paired = [list(u) for u in units if len(u) > 1]
    values = sorted({v for unit in paired for v in unit})
    if len(values) < 2:
        return None
    totals = {v: sum(unit.count(v) for unit in paired) for v in values}
    n = sum(totals.values())
    observed = sum(
        _ordinal(a, b, values, totals) / (len(unit) - 1)
        for unit in paired
        for i, a in enumerate(unit)
        for j, b in enumerate(unit)
        if i != j
    )
    expected = sum(
        totals[a] * totals[b] * _ordinal(a, b, values, totals)
        for a, b in product(values, values)
    ) / (n - 1)
    return 1 - observed / expected


def _ordinal(
    a: float, b: float, values: Sequence[float], totals: Mapping[float, int]
) -> float:
    low, high = min(a, b), max(a, b)
    between = sum(totals[v] for v in values if low <= v <= high)
    distance: float = (between - (totals[low] + totals[high]) / 2) ** 2
    return distance

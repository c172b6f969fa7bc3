"""Rows of points that would all say the same: one label names a row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import shapely

from sbd.views.level_digits import Point
from sbd.views.places import Place

#: Rows of so many places that say the same have one label together.
_LONG = 3


class Row(NamedTuple):
    """Places with one label and one mark, each near to the next.

    Parameters
    ----------
    name : hashable
        Tells one row from another.
    places : int
        How many there are.
    """

    name: Hashable
    places: int


def rows_of(spots: Iterable[tuple[Place, Point]], apart: float) -> dict[int, Row]:
    """Return the row of each place, by the place's ``id``.

    Parameters
    ----------
    spots : iterable of (Place, Point)
        Places that are points, and where they are. [px]
    apart : float
        Marks no farther apart than this touch. [px]
    """
    alike: dict[Hashable, list[tuple[Place, Point]]] = defaultdict(list)
    for place, at in spots:
        alike[place.label, place.mark].append((place, at))
    found: dict[int, Row] = {}
    for says, group in alike.items():
        firsts = _firsts([at for _, at in group], apart)
        counts = Counter(firsts)
        for (place, _), first in zip(group, firsts, strict=True):
            # Long rows that say the same are one line of defence, say, with gaps.
            long = counts[first] >= _LONG
            found[id(place)] = Row(says if long else (says, first), counts[first])
    return found


def in_words(words: str, place: Place, row: Row | None) -> str:
    """Say of a label without a value how many places of a row it names."""
    if row is None or row.places < 2 or place.value is not None or not words:
        return words
    return f"{words} ({row.places})"


def _firsts(spots: Sequence[Point], apart: float) -> list[int]:
    """Return, for each spot, the number of the first one of its row."""
    first = list(range(len(spots)))

    def root(n: int) -> int:
        while first[n] != n:
            first[n] = first[first[n]]
            n = first[n]
        return n

    if len(spots) > 1:
        points = shapely.points(spots)
        pairs = shapely.STRtree(points).query(points, "dwithin", apart)
        for one, other in pairs.T.tolist():
            low, high = sorted((root(one), root(other)))
            first[high] = low
    return [root(n) for n in range(len(spots))]

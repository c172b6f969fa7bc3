"""Narrowings that a way may have: short ones at a point, longer ones along a line.

A way of 1.50 m may narrow to 1.00 m over at most 1.20 m, and to 1.20 m over at most
10 m with a free square of 1.50 m before and after. Source: Flemish minimum (Inter),
domain, A and C5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
import numpy.typing as npt
import shapely
from shapely.affinity import rotate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.freespace import Bools, Room, chord, eroded, grown, parts
from sbd.units import LENGTH_TOLERANCE_M

#: A square in line with the narrowing is looked for so far beyond it. [m]
_SQUARE_WITHIN_M = 1.0
#: At so many places.
_SQUARE_PLACES = 11
#: Directions in which a square is looked for where no way tells one.
_TURNS = 12
#: The far end of a bent way is looked for in such steps. [m]
_STEP_M = 0.1
#: Less than the tolerance of lengths. [m]
_HAIR_M = 0.002


@dataclass(frozen=True)
class Narrowing:
    """What is allowed.

    Parameters
    ----------
    width_m : float
        Least clear width. [m]
    length_m : float
        Greatest length. [m]
    square_m : float
        Side of the free square asked for before and after; 0 for none. [m]
    """

    width_m: float
    length_m: float
    square_m: float = 0.0


def joined_past(
    room: Room,
    places: Sequence[BaseGeometry],
    reach_m: float,
    allowed: Sequence[Narrowing],
) -> Bools:
    """Tell which places are joined with which if narrowings may be passed.

    Parameters
    ----------
    room : Room
        Of the width that a way has where it does not narrow.
    places : sequence of geometry
        As in `Room.touched`. [m]
    reach_m : float
        As in `Room.touched`. [m]
    allowed : sequence of Narrowing
        What may be passed.

    Returns
    -------
    ndarray of bool, shape (places, places)
        As `Room.joined`.
    """
    touched = room.touched(places, reach_m)
    groups = np.arange(len(room.parts))
    found = _joined(touched, groups)
    for narrowing in allowed:
        if found.all():
            break
        for one, other in _passed(room, narrowing, groups):
            groups[groups == groups[other]] = groups[one]
        found = _joined(touched, groups)
    return found


def _joined(touched: Bools, groups: npt.NDArray[np.int64]) -> Bools:
    """Tell which places touch parts of one group."""
    of_group = (groups[:, None] == np.unique(groups)).astype(np.int64)
    whole = (touched.astype(np.int64) @ of_group > 0).astype(np.int64)
    return np.asarray(whole @ whole.T > 0)


def _passed(
    room: Room, narrowing: Narrowing, groups: npt.NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of parts between which an allowed narrowing leads."""
    tight = eroded(room.free, narrowing.width_m - LENGTH_TOLERANCE_M)
    shapely.prepare(tight)
    roomy = _roomy(room, narrowing.square_m)
    for one, other, narrow in _narrows(room.parts[roomy], tight, room, narrowing):
        ends = int(roomy[one]), int(roomy[other])
        if groups[ends[0]] != groups[ends[1]]:
            halls = room.parts[[*ends]]
            if _way(room, tight, halls, narrow).allowed(room, narrowing):
                yield ends


@dataclass(frozen=True, eq=False)
class _Way:
    """A way through a narrowing, between two places with room for the full width.

    Parameters
    ----------
    line : LineString
        From room to room, straight. [m]
    length_m : float
        How long it is if it bends. [m]
    across : LineString, optional
        The narrowing's width. [m]
    """

    line: LineString
    length_m: float
    across: LineString | None

    def allowed(self, room: Room, narrowing: Narrowing) -> bool:
        """Tell whether it is short enough, with the squares asked for."""
        if self.across is None:
            return False
        # Between square corners, a circle of the full width stays so far away.
        half, clear = room.width_m / 2, min(self.across.length, room.width_m) / 2
        short = self.length_m - 2 * sqrt(half**2 - clear**2)
        if short > narrowing.length_m + LENGTH_TOLERANCE_M:
            return False
        if not narrowing.square_m:
            return True
        start, end = self.line.coords[0], self.line.coords[-1]
        ends = ((start, end), (end, start))
        return all(_square(room.free, a, b, narrowing.square_m) for a, b in ends)


def _roomy(room: Room, side: float) -> npt.NDArray[np.int64]:
    """Return the parts of a room in which a free square lies; all for none asked."""
    if not side:
        return np.arange(len(room.parts))
    wide = eroded(room.free, side * sqrt(2))
    sure = shapely.intersects(room.parts, wide)
    turns = np.linspace(0.0, np.pi / 2, _TURNS, endpoint=False)
    found = []
    for n, part in enumerate(room.parts):
        x, y = part.representative_point().coords[0]
        ends = [(x + np.cos(t), y + np.sin(t)) for t in turns]
        if sure[n] or any(_square(room.free, (x, y), end, side) for end in ends):
            found.append(n)
    return np.array(found, dtype=np.int64)


def _narrows(
    halls: npt.NDArray[np.object_],
    tight: BaseGeometry,
    room: Room,
    narrowing: Narrowing,
) -> Iterator[tuple[int, int, BaseGeometry]]:
    """Yield what lies between two halls and is too narrow for the full width.

    The space that only the narrow width has, but for the band along the halls' edges;
    between two halls that lie close, a line.
    """
    band = _band(room, narrowing)
    tree = shapely.STRtree(halls)
    near = tree.query(halls, "dwithin", distance=2 * band)
    for one, other in near.T[near[0] < near[1]]:
        line = shapely.shortest_line(halls[one], halls[other])
        if tight.covers(line):
            yield one, other, line
    cores = parts(tight.difference(grown(shapely.union_all(halls), band)))
    pairs = tree.query(cores, "dwithin", distance=band + 3 * _HAIR_M)
    for n, core in enumerate(cores):
        for one, other in combinations(sorted(pairs[1][pairs[0] == n]), 2):
            yield one, other, core


def _band(room: Room, narrowing: Narrowing) -> float:
    """How much farther from a wall the middle of the full width stays. [m]"""
    return (room.width_m - narrowing.width_m + LENGTH_TOLERANCE_M) / 2 + _HAIR_M


def _way(
    room: Room,
    tight: BaseGeometry,
    halls: npt.NDArray[np.object_],
    narrow: BaseGeometry,
) -> _Way:
    """Return the way through a narrow piece between two halls."""
    across = chord(room.free, narrow)
    if isinstance(narrow, LineString):
        return _Way(narrow, narrow.length, across)
    here = narrow.buffer(room.width_m)
    ends = [hall.intersection(here) for hall in halls]
    line = shapely.shortest_line(*ends)
    straight = tight.covers(line)
    length = line.length if straight else _walked(tight.intersection(here), ends)
    return _Way(line, length, across)


def _walked(free: BaseGeometry, ends: Sequence[BaseGeometry]) -> float:
    """Return the length of the shortest way between two areas round corners. [m]"""
    from sbd.indicators.walking import Walking

    stops = shapely.get_coordinates(ends[1].boundary.segmentize(_STEP_M))
    return float(Walking(free).nearest(ends[0], stops).min())


def _square(
    free: BaseGeometry,
    end: tuple[float, ...],
    start: tuple[float, ...],
    side: float,
) -> bool:
    """Tell whether a square in line with a way is free where the way ends."""
    way = np.subtract(end, start)[:2]
    along = way / max(float(np.hypot(*way)), _HAIR_M)
    turn = float(np.degrees(np.arctan2(along[1], along[0])))
    half = side / 2 - LENGTH_TOLERANCE_M
    for step in np.linspace(0.0, _SQUARE_WITHIN_M, _SQUARE_PLACES):
        x, y = np.asarray(end)[:2] + step * along
        square = rotate(box(x - half, y - half, x + half, y + half), turn, Point(x, y))
        if free.covers(square):
            return True
    return False

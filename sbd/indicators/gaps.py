"""The widest vehicle that still gets to a place, and the gap that limits it.

Widths are halved until the bound is close; the gap itself is then measured between the
faces of what stands beside it, never between buffered shapes (method, section 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from sbd.indicators.approach import crowd_zones
from sbd.indicators.drivable import Closed, Obstacles, drivable, obstacles
from sbd.plans.plan import Plan

#: Wider is an open side, not a gap. [m]
WIDE_M = 8.0
#: Widths are halved down to this, and to this where no vehicle is as wide. [m]
_CLOSE_M, _CLOSE_WIDE_M = 0.04, 0.5
#: No vehicle is wider. [m] Source: width of a heavy lorry, checklist.
_WIDEST_M = 2.55
#: Ground round an obstacle is up to this share of its distance too near. [1]
_ROUND = 0.02
#: Gaps this close to equal are equal. [m]
_EQUAL_M = 1e-3

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Gap:
    """A gap between two obstacles.

    Parameters
    ----------
    line : LineString
        From face to face. [m]
    ids, kinds : tuple of str
        The two elements.
    """

    line: LineString
    ids: tuple[str, str]
    kinds: tuple[str, str]


@dataclass(frozen=True, eq=False)
class Passage:
    """The widest way to the crowd zones.

    Parameters
    ----------
    width : float
        Widest vehicle that gets there; 0 for none, `WIDE_M` for that or more. [m]
    gaps : tuple of Gap
        The gaps that limit it, all of that width.
    reached : BaseGeometry
        Where a vehicle just narrow enough gets. [m]
    """

    width: float
    gaps: tuple[Gap, ...]
    reached: BaseGeometry


@lru_cache(maxsize=16)
def widest_passage(plan: Plan, kerb_m: float, closed: Closed) -> Passage:
    """Find the widest vehicle that gets from the streets to any crowd zone.

    Parameters
    ----------
    plan : Plan
        With crowd zones.
    kerb_m : float
        Highest kerb it mounts. [m]
    closed : Closed
        Which barriers are closed.

    Returns
    -------
    Passage
        Its width and the gaps that limit it.
    """
    low, high = _bounds(plan, kerb_m, closed)
    reached = drivable(plan, low, kerb_m, closed).reached
    if high is None or low == 0.0:
        return Passage(low, (), reached)
    gaps = _gaps(plan, kerb_m, closed, reached, low, high)
    if not gaps:
        return Passage(low, (), reached)
    width = _limiting(reached, drivable(plan, low, kerb_m, closed).entries, plan, gaps)
    limiting = tuple(g for g in gaps if abs(g.line.length - width) <= _EQUAL_M)
    return Passage(width, limiting, reached)


def _bounds(plan: Plan, kerb_m: float, closed: Closed) -> tuple[float, float | None]:
    """Return a width that gets there and one that does not, close together. [m]"""

    def gets_there(width: float) -> bool:
        found = drivable(plan, width, kerb_m, closed)
        return bool(found.reached.intersects(crowd_zones(plan)))

    low, high = 0.0, WIDE_M
    if gets_there(WIDE_M):
        return WIDE_M, None
    if not gets_there(_CLOSE_M):
        return 0.0, _CLOSE_M
    for width in (_WIDEST_M, 1.8, 1.2):
        if gets_there(width):
            low = width
            break
        high = width
    while high - low > (_CLOSE_WIDE_M if low >= _WIDEST_M else _CLOSE_M):
        middle = (low + high) / 2
        if gets_there(middle):
            low = middle
        else:
            high = middle
    return low, high


def _gaps(
    plan: Plan,
    kerb_m: float,
    closed: Closed,
    reached: BaseGeometry,
    low: float,
    high: float,
) -> list[Gap]:
    """Return the gaps between two widths that a vehicle goes through, by width."""
    found = obstacles(plan)
    there = np.flatnonzero(found.standing(kerb_m, closed))
    spare = _ROUND * (high + 2 * float(found.radius[there].max(initial=0.0))) + 0.01
    shapes, radius = found.shapes[there], found.radius[there]
    tree = shapely.STRtree(shapes)
    one, other = tree.query(
        shapes, predicate="dwithin", distance=high + spare + 2 * radius.max(initial=0)
    )
    face = shapely.distance(shapes[one], shapes[other]) - radius[one] - radius[other]
    fits = (one < other) & (face >= low - spare) & (face <= high + spare)
    one, other = one[fits], other[fits]
    lines = _faces(shapes, radius, one, other)
    shapely.prepare(reached)
    through = shapely.intersects(lines, reached)
    return [
        _gap(found, there, int(i), int(j), line)
        for i, j, line in zip(one[through], other[through], lines[through], strict=True)
    ]


def _gap(found: Obstacles, there: Ints, i: int, j: int, line: LineString) -> Gap:
    both = there[[i, j]]
    ids, kinds = found.ids[both], found.kinds[both]
    return Gap(line, (str(ids[0]), str(ids[1])), (str(kinds[0]), str(kinds[1])))


def _faces(
    shapes: NDArray[np.object_],
    radius: Floats,
    one: NDArray[np.int64],
    other: NDArray[np.int64],
) -> NDArray[np.object_]:
    """Return the shortest lines from face to face. [m]"""
    lines = shapely.shortest_line(shapes[one], shapes[other])
    length = shapely.length(lines)
    start = shapely.line_interpolate_point(lines, np.minimum(radius[one], length))
    stop = shapely.line_interpolate_point(
        lines, np.maximum(length - radius[other], 0.0)
    )
    ends = np.stack([shapely.get_coordinates(p) for p in (start, stop)], axis=1)
    return np.asarray(shapely.linestrings(ends))


def _limiting(
    reached: BaseGeometry, entries: BaseGeometry, plan: Plan, gaps: list[Gap]
) -> float:
    """Return the width of the gaps that decide. [m]

    With all narrower ones closed a way remains, with these closed too none does.
    """
    widths = np.unique(np.round([g.line.length for g in gaps], 3))
    low, high = 0, len(widths)
    while high - low > 1:
        middle = (low + high) // 2
        shut = [g.line for g in gaps if g.line.length < widths[middle] - _EQUAL_M / 2]
        if _open(reached, entries, crowd_zones(plan), shut):
            low = middle
        else:
            high = middle
    width = float(widths[low])
    return max(g.line.length for g in gaps if abs(g.line.length - width) <= _EQUAL_M)


def _open(
    reached: BaseGeometry,
    entries: BaseGeometry,
    zones: BaseGeometry,
    shut: list[LineString],
) -> bool:
    """Tell whether a way to the zones remains with some gaps closed."""
    walls = shapely.union_all(shapely.buffer(shut, _CLOSE_M, cap_style="square"))
    parts = shapely.get_parts(reached.difference(walls))
    both = shapely.dwithin(parts, entries, _EQUAL_M) & shapely.intersects(parts, zones)
    return bool(both.any())

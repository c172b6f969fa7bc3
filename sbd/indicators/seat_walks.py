"""From where along a route a seat is near on foot: round what stands between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from sbd.indicators.ground import SOLID, areas, footprints, lines, polygons_of, union
from sbd.indicators.reach import Interval, unreached
from sbd.indicators.walking import Walking
from sbd.indicators.walking_starts import Floats
from sbd.plans.plan import Plan

#: One steps round posts and sits on benches: they keep nobody from a seat.
_NO_BLOCK = ("lamp", "tree", "bin", "bollard", "bench")
#: Obstacles drawn as lines, and how thick they are. [m] Source: performance notes.
_THIN = ("wall", "fence", "hedge")
_THIN_M = 0.1
#: Points along a route at which the walk is measured; between them it is taken as
#: straight, which is right to 0.1 mm at 10 m. [m]
_STEP_M = 0.1
#: A walk no longer than this beyond the straight distance is straight: rounding. [m]
_SAME_M = 1e-5


class SeatWalks:
    """Walks from the main routes to seats.

    Parameters
    ----------
    plan : Plan
        With a site.
    seats : GeoSeries
        The seats. [m]
    reach_m : float
        Walk that still counts. [m]
    """

    def __init__(self, plan: Plan, seats: gpd.GeoSeries, reach_m: float) -> None:
        self.reach_m = reach_m
        self._seats = np.array([*seats, None], dtype=object)[:-1]
        around = union(shapely.buffer(self._seats, reach_m + 4 * _STEP_M, quad_segs=8))
        self._blocks = union(_blocks(plan, around))
        shapely.prepare(self._blocks)
        self._discs = shapely.buffer(self._seats, reach_m + _STEP_M)
        self._walking = Walking(polygons_of(around.difference(self._blocks)))

    def unreached(self, line: LineString) -> list[Interval]:
        """Return the stretches of a line from which no seat is near on foot.

        Where nothing stands between a seat and the line its distances are straight,
        and exact; otherwise they are walked.

        Returns
        -------
        list of (float, float)
            Start and end along the line, in order. [m]
        """
        near = shapely.dwithin(self._seats, line, self.reach_m)
        seats = self._seats[near]
        parts = shapely.intersection(self._discs[near], line)
        between = shapely.convex_hull(
            shapely.geometrycollections(np.stack([seats, parts], axis=1))
        )
        hidden = shapely.intersects(self._blocks, between)
        free = list(seats[~hidden])
        walked: list[Interval] = []
        for seat in seats[hidden]:
            along, straight = self._places(line, seat)
            there = _points_at(line, along)
            walks = self._walking.nearest([seat], there, 1.5 * self.reach_m)
            if np.allclose(walks, straight, rtol=0, atol=_SAME_M):
                free.append(seat)
            else:
                walked += _below(along, walks, self.reach_m)
        return unreached(line, free, self.reach_m, also=walked)

    def _places(self, line: LineString, seat: BaseGeometry) -> tuple[Floats, Floats]:
        """Return places along a line round those near a seat, and how near. [m]"""
        count = max(2, int(np.ceil(line.length / _STEP_M)) + 1)
        along = np.linspace(0.0, line.length, count)
        there = _points_at(line, along)
        west, south, east, north = shapely.bounds(seat)
        middle = np.array([west + east, south + north]) / 2
        half = np.array([east - west, north - south]) / 2 + self.reach_m + _STEP_M
        close = np.flatnonzero((abs(there - middle) <= half).all(axis=1))
        if len(close):
            wanted = slice(max(0, close[0] - 1), close[-1] + 2)
            along, there = along[wanted], there[wanted]
        straight = np.asarray(shapely.distance(shapely.points(there), seat))
        inside = np.flatnonzero(straight <= self.reach_m)
        if len(inside) == 0:  # it is near between two of the places
            inside = np.array([int(straight.argmin())])
        some = slice(max(0, inside[0] - 1), inside[-1] + 2)
        return along[some], straight[some]


def _points_at(line: LineString, along: Floats) -> Floats:
    """Return the points at distances along a line; all at once. (n, 2) [m]"""
    corners = shapely.get_coordinates(line)
    ends = np.append(0.0, np.cumsum(np.hypot(*np.diff(corners, axis=0).T)))
    return np.column_stack([np.interp(along, ends, axis) for axis in corners.T])


def _blocks(plan: Plan, around: BaseGeometry) -> Iterable[BaseGeometry]:
    """Yield what one cannot walk through or over on the way to a seat."""
    for kind in SOLID:
        if kind not in _NO_BLOCK:
            yield from footprints(plan, kind, within=around).geometry
    for kind in _THIN:
        drawn = lines(plan.near(kind, around)).geometry
        yield from drawn.buffer(_THIN_M / 2, cap_style="flat")
    yield from areas(plan.near("water", around)).geometry


def _below(along: Floats, walks: Floats, limit: float) -> Iterator[Interval]:
    """Yield where a distance known at points along a line is at most a limit."""
    within = walks <= limit
    edges = np.flatnonzero(within[1:] != within[:-1])
    ends = [_crossing(along[i : i + 2], walks[i : i + 2], limit) for i in edges]
    bounds = [
        *([float(along[0])] if within[0] else []),
        *ends,
        *([float(along[-1])] if within[-1] else []),
    ]
    yield from zip(bounds[::2], bounds[1::2], strict=True)


def _crossing(along: Floats, walks: Floats, limit: float) -> float:
    """Return where a distance passes a limit between two points; abruptly at a wall."""
    if not np.isfinite(walks).all():
        return float(along[int(np.isfinite(walks).argmax())])
    share = (limit - walks[0]) / (walks[1] - walks[0])
    return float(along[0] + share * (along[1] - along[0]))

"""Which parts of a line have something within reach: exact intervals along it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot, sqrt

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

Interval = tuple[float, float]
_Point = tuple[float, float]


def unreached(
    line: LineString,
    things: Iterable[BaseGeometry],
    reach: float,
    *,
    also: Iterable[Interval] = (),
) -> list[Interval]:
    """Return the stretches of a line from which no thing is within reach.

    Distances are straight, to the nearest point of each thing, and exact: the points
    of a straight piece within reach of one edge of a thing form one interval.

    Parameters
    ----------
    line : LineString
        The line walked along. [m]
    things : iterable of geometry
        Points, lines or areas. [m]
    reach : float
        Straight distance that still counts. [m]
    also : iterable of (float, float)
        Stretches of the line that are within reach of something else. [m]

    Returns
    -------
    list of (float, float)
        Start and end along the line, in order; the ends of the line included. [m]
    """
    near = [t for t in things if shapely.dwithin(line, t, reach)]
    reached: list[Interval] = list(also)
    walked = 0.0
    for piece in _pieces(line):
        for thing in near:
            for first, last in _reached(piece, thing, reach):
                a, b = max(0.0, first), min(piece.length, last)
                if a < b:
                    reached.append((walked + a, walked + b))
        walked += piece.length
    return _rest(reached, walked)


@dataclass(frozen=True)
class _Piece:
    """One straight piece of a line: origin, direction of length 1, length. [m]"""

    x: float
    y: float
    ux: float
    uy: float
    length: float

    def along(self, point: _Point) -> float:
        """Distance of a point along the piece. [m]"""
        return (point[0] - self.x) * self.ux + (point[1] - self.y) * self.uy

    def aside(self, point: _Point) -> float:
        """Signed distance of a point from the piece's line. [m]"""
        return (point[1] - self.y) * self.ux - (point[0] - self.x) * self.uy


def _pieces(line: LineString) -> Iterator[_Piece]:
    corners = shapely.get_coordinates(line).tolist()
    for (ax, ay), (bx, by) in pairwise(corners):
        length = hypot(bx - ax, by - ay)
        if length > 0:
            yield _Piece(ax, ay, (bx - ax) / length, (by - ay) / length, length)


def _reached(piece: _Piece, thing: BaseGeometry, reach: float) -> Iterator[Interval]:
    """Intervals of a piece's line within reach of a thing, not cut to the piece."""
    for part in shapely.get_parts(thing):
        if part.geom_type == "Polygon":
            yield from _inside(piece, part)
        rings = [part, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            outline = ring.exterior if ring.geom_type == "Polygon" else ring
            corners = shapely.get_coordinates(outline).tolist()
            for a, b in zip(corners, corners[1:] or corners, strict=False):
                near = [i for i in _near_edge(piece, a, b, reach) if i is not None]
                if near:
                    yield min(i[0] for i in near), max(i[1] for i in near)


def _inside(piece: _Piece, area: BaseGeometry) -> Iterator[Interval]:
    """Intervals of a piece that run through an area."""
    end = (piece.x + piece.ux * piece.length, piece.y + piece.uy * piece.length)
    through = LineString([(piece.x, piece.y), end]).intersection(area)
    for part in shapely.get_parts(through):
        at = [piece.along(p) for p in shapely.get_coordinates(part).tolist()]
        if at:  # nothing in common comes back as one empty part
            yield min(at), max(at)


def _near_edge(
    piece: _Piece, a: _Point, b: _Point, reach: float
) -> Iterator[Interval | None]:
    """Intervals within reach of an edge: around each end, and beside the edge."""
    yield _near_point(piece, a, reach)
    yield _near_point(piece, b, reach)
    yield _beside(piece, a, b, reach)


def _near_point(piece: _Piece, point: _Point, reach: float) -> Interval | None:
    room = reach**2 - piece.aside(point) ** 2
    if room < 0:
        return None
    half = sqrt(room)
    return piece.along(point) - half, piece.along(point) + half


def _beside(piece: _Piece, a: _Point, b: _Point, reach: float) -> Interval | None:
    """Where the foot of the perpendicular lies on the edge and is within reach."""
    length = hypot(b[0] - a[0], b[1] - a[1])
    if length == 0:
        return None
    vx, vy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    rx, ry = piece.x - a[0], piece.y - a[1]
    foot = _between(rx * vx + ry * vy, piece.ux * vx + piece.uy * vy, 0.0, length)
    off = _between(ry * vx - rx * vy, piece.uy * vx - piece.ux * vy, -reach, reach)
    if foot is None or off is None:
        return None
    first, last = max(foot[0], off[0]), min(foot[1], off[1])
    return (first, last) if first <= last else None


def _between(at: float, slope: float, low: float, high: float) -> Interval | None:
    """Where ``at + slope * t`` lies between two values."""
    if abs(slope) < 1e-12:
        return (-float("inf"), float("inf")) if low <= at <= high else None
    ends = sorted(((low - at) / slope, (high - at) / slope))
    return ends[0], ends[1]


def _rest(reached: list[Interval], length: float) -> list[Interval]:
    """Return what a set of intervals leaves of a line."""
    left: list[Interval] = []
    at = 0.0
    for first, last in sorted(reached):
        if first > at:
            left.append((at, first))
        at = max(at, last)
    if at < length:
        left.append((at, length))
    return left

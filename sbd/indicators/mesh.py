"""The free space as triangles: what visibility and walking run over.

The constrained Delaunay triangulation comes from GEOS; the tables that tell which
triangle lies beyond which edge, and where a point is, are made here.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

#: Where a space cannot be meshed as it is, its corners are snapped to this. [m]
#: A hundredth of the plan's length tolerance.
SNAP_M = 1e-4
#: Share of a space that its triangles may leave out or take twice.
_LOSS = 1e-9

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class Mesh:
    """Triangles of one free space.

    Parameters
    ----------
    free : Polygon or MultiPolygon
        Where one can see or go. Invalid or empty geometry gives no triangles. [m]

    Attributes
    ----------
    origin : (2,) array
        Middle of the free space; all coordinates are relative to it, so that those
        of a national grid lose no digits. [m]
    vertices : (n, 2) array
        Corners of the triangles, relative to `origin`. [m]
    triangles : (t, 3) int array
        Vertices of each triangle, counter-clockwise.
    neighbours : (t, 3) int array
        Beyond the edge from vertex e to the next one: three times the triangle there
        plus the number of that edge in it; -1 where there is a wall.
    """

    def __init__(self, free: BaseGeometry) -> None:
        west, south, east, north = free.bounds if not free.is_empty else (0.0,) * 4
        self.origin = np.array([(west + east) / 2, (south + north) / 2])
        corners = _corners(free, self.origin)
        vertices, index = _distinct(corners.reshape(-1, 2))
        self.vertices: Floats = vertices
        self.triangles: Ints = index.reshape(-1, 3).astype(np.int32)
        self.neighbours: Ints = _neighbours(self.triangles, len(vertices))
        self._buckets = _Buckets(corners)

    def locate(self, points: Floats) -> Ints:
        """Find the triangle of each point.

        Parameters
        ----------
        points : (m, 2) array
            In the CRS of the free space. [m]

        Returns
        -------
        (m,) int array
            -1 where a point is farther than 1 nm outside every triangle. On a shared
            edge or vertex any of the triangles there.
        """
        from sbd.indicators.isovist_kernels import locate

        relative = np.ascontiguousarray(points, dtype=np.float64) - self.origin
        buckets = self._buckets
        found: Ints = np.full(len(relative), -1, dtype=np.int32)
        locate(
            relative,
            buckets.corner,
            buckets.cell,
            buckets.shape,
            buckets.starts,
            buckets.members,
            self.vertices,
            self.triangles,
            found,
        )
        return found


class _Buckets:
    """Which triangles touch each cell of a coarse grid, by their bounding boxes.

    The cells are so large that there are about as many as triangles.
    """

    def __init__(self, corners: Floats) -> None:
        count = max(1, len(corners))
        low, high = corners.min(axis=1), corners.max(axis=1)
        self.corner = low.min(axis=0) if len(low) else np.zeros(2)
        size = (high.max(axis=0) - self.corner) if len(high) else np.ones(2)
        self.cell = max(float(np.sqrt(size[0] * size[1] / count)), 1e-6)
        columns, rows = (np.floor(size / self.cell) + 1).astype(np.int64)
        self.shape = np.array([rows, columns], dtype=np.int64)
        first = np.floor((low - self.corner) / self.cell).astype(np.int64)
        last = np.floor((high - self.corner) / self.cell).astype(np.int64)
        self.starts, self.members = _filled(first, last, rows, columns)


def _filled(
    first: NDArray[np.int64], last: NDArray[np.int64], rows: int, columns: int
) -> tuple[NDArray[np.int64], Ints]:
    """List the members of each cell, cell after cell."""
    wide = last - first + 1
    number = wide[:, 0] * wide[:, 1]
    who = np.repeat(np.arange(len(first)), number)
    at = np.arange(len(who)) - np.repeat(np.cumsum(number) - number, number)
    column = first[who, 0] + at % wide[who, 0]
    row = first[who, 1] + at // wide[who, 0]
    cell = row * columns + column
    order = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[order], np.arange(rows * columns + 1))
    return starts.astype(np.int64), who[order].astype(np.int32)


def _corners(free: BaseGeometry, origin: Floats) -> Floats:
    """Triangulate; counter-clockwise corners relative to the origin. (t, 3, 2) [m]"""
    moved = shapely.transform(free, lambda xy: xy - origin)
    try:
        corners, area = _cut(moved)
    except shapely.errors.GEOSException:  # slivers that GEOS cannot cut
        return _cut(shapely.set_precision(moved, SNAP_M))[0]
    if abs(area - moved.area) > _LOSS * moved.area:  # slivers below the last digit
        corners, _ = _cut(shapely.set_precision(moved, SNAP_M))
    return corners


def _cut(free: BaseGeometry) -> tuple[Floats, float]:
    """Return the corners of the triangles of a space, and their area. [m, m2]"""
    parts = [p for p in shapely.get_parts(free) if p.geom_type == "Polygon"]
    made = shapely.get_parts(shapely.constrained_delaunay_triangles(parts))
    corners = shapely.get_coordinates(made).reshape(-1, 4, 2)[:, :3]
    one, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    turn = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    corners[turn < 0] = corners[turn < 0][:, ::-1]
    return np.ascontiguousarray(corners[turn != 0]), float(abs(turn).sum() / 2)


def _distinct(points: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Return the distinct points and, for each point, which of them it is."""
    if len(points) == 0:
        return np.empty((0, 2)), np.empty(0, dtype=np.int64)
    order = np.lexsort((points[:, 1], points[:, 0]))
    ordered = points[order]
    new = np.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)])
    index = np.empty(len(points), dtype=np.int64)
    index[order] = np.cumsum(new) - 1
    return np.ascontiguousarray(ordered[new]), index


def _neighbours(triangles: Ints, count: int) -> Ints:
    """Find what lies beyond each edge by the edge run the other way."""
    start = triangles.ravel().astype(np.int64)
    end = np.roll(triangles, -1, axis=1).ravel().astype(np.int64)
    forward, backward = start * count + end, end * count + start
    order = np.argsort(forward)
    at = np.searchsorted(forward[order], backward).clip(max=max(0, len(order) - 1))
    beyond = np.full(len(start), -1, dtype=np.int64)
    if len(order):
        beyond = np.where(forward[order][at] == backward, order[at], -1)
    return beyond.reshape(-1, 3).astype(np.int32)

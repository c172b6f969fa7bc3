"""Walking: the shortest way over free ground, round whatever stands on it, exactly.

The free space is cut into triangles once (`sbd.indicators.mesh`); walks spread from
their sources over the triangles (`sbd.indicators.walking_kernels`). The ground is
that of a point: erode the free space first where a width counts.

Usable alone::

    ground = Walking(square - houses)
    ground.distances([(10, 10)], [(90, 40), (50, 5)])

numba is loaded at the first walk, not with this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from sbd.indicators.grid import Grid
from sbd.indicators.mesh import Mesh
from sbd.indicators.trails import Trails
from sbd.indicators.walking_bends import Bends
from sbd.indicators.walking_starts import (
    Floats,
    Numbers,
    Places,
    Sources,
    Starts,
    Triangles,
    as_points,
    starts,
)


class Walking:
    """Shortest walks over one free space.

    Parameters
    ----------
    free_space : Polygon or MultiPolygon
        Where one can walk, in metres. Its border belongs to it; two pieces that touch
        in a point only are not joined.

    Notes
    -----
    Distances are those of the shortest path that stays in the free space, up to
    rounding. A place outside, by
    more than 0.01 m, is not reached. A slit is a way however narrow it is, also one
    that rounding left between two blocks: erode or open the space where that matters.
    """

    def __init__(self, free_space: BaseGeometry) -> None:
        self.free_space = free_space

    @cached_property
    def mesh(self) -> Mesh:
        """The triangles of the free space."""
        return Mesh(self.free_space)

    def field(
        self, sources: Places, grid: Grid, limit_m: float | None = None
    ) -> Floats:
        """Return the distance from each cell centre to the nearest source.

        Parameters
        ----------
        sources : (n, 2) array, or geometries
            Points; or lines and areas, of which the nearest point counts. [m]
        grid : Grid
            The cells.
        limit_m : float, optional
            Longest walk wanted. [m]

        Returns
        -------
        (rows, columns) array
            inf where no source is reached, or none within the limit. [m]
        """
        values = np.full(grid.shape, inf)
        limit = inf if limit_m is None else float(limit_m)
        self._spread(Sources.of(sources), self._aims([]), (grid, values), limit)
        values[values > limit] = inf
        return values

    def distances(self, sources: Places, targets: ArrayLike) -> Floats:
        """Return the distance from each source to each target.

        Parameters
        ----------
        sources : (n, 2) array, or geometries
            As in `field`. [m]
        targets : (m, 2) array
            Points. [m]

        Returns
        -------
        (n, m) array
            inf where there is no way. [m]
        """
        aims = self._aims(targets)
        ways = [self._spread(one, aims).lengths for one in Sources.each(sources)]
        return np.array(ways).reshape(-1, len(aims.points))

    def nearest(
        self, sources: Places, targets: ArrayLike, limit_m: float | None = None
    ) -> Floats:
        """Return the distance from each target to the nearest of all sources. (m,) [m]

        Parameters are those of `distances`; beyond `limit_m` it is inf.
        """
        limit = inf if limit_m is None else float(limit_m)
        walks = self._spread(Sources.of(sources), self._aims(targets), limit=limit)
        return np.where(walks.lengths <= limit, walks.lengths, inf)

    def path(self, a: Places, b: ArrayLike) -> LineString | None:
        """Return the shortest path from a place to a point.

        Parameters
        ----------
        a : (2,) array, or geometry
            Where it starts: a point, or the nearest point of a geometry. [m]
        b : (2,) array
            Where it ends. [m]

        Returns
        -------
        LineString or None
            None where there is no way. Its length is the distance.
        """
        walks = self._spread(Sources.of(a), self._aims(b))
        if walks.lengths[0] == inf:
            return None
        corners = walks.path() + self.mesh.origin
        return LineString(corners if len(corners) > 1 else np.repeat(corners, 2, 0))

    def trails(self, sources: Places, targets: ArrayLike) -> list[Trails]:
        """Return the shortest walks from each source to each target, with their lines.

        Parameters
        ----------
        sources : (n, 2) array, or geometries
            As in `field`. [m]
        targets : (m, 2) array
            Points. [m]

        Returns
        -------
        list of Trails
            One for each source.
        """
        aims = self._aims(targets)
        ways = [self._spread(one, aims) for one in Sources.each(sources)]
        return [walks.trails(self.mesh.origin) for walks in ways]

    @cached_property
    def _triangles(self) -> Triangles:
        return Triangles(self.mesh)

    @cached_property
    def _bends(self) -> Bends:
        return Bends.of(self.mesh)

    def _aims(self, targets: ArrayLike) -> _Aims:
        """Find the triangles of targets, once for all sources."""
        given = as_points(targets)
        points, who, where = self._triangles.placed(given - self.mesh.origin)
        order = np.argsort(where, kind="stable")
        numbers = np.arange(len(self._bends.triangles) + 1)
        return _Aims(given, points, np.searchsorted(where[order], numbers), who[order])

    def _spread(
        self,
        sources: Sources,
        aims: _Aims,
        raster: tuple[Grid, Floats] | None = None,
        limit: float = inf,
    ) -> _Walks:
        """Spread walks from sources, to aims and over the cells of a raster."""
        from sbd.indicators.walking_kernels import spread

        bends = self._bends
        begin = starts(sources, self._triangles, bends.vertices)
        walks = _Walks.none(begin, len(bends.vertices), aims.placed)
        begun = len(begin.starts)
        if begun and (len(aims.members) or raster is not None):
            # Each start puts six entries into the queue at most.
            waiting = _queue(6 * begun + 1024)
            while not spread(
                begin.starts[:begun],
                begin.cones[:begun],
                waiting,
                (
                    (bends.vertices, bends.triangles, self.mesh.neighbours),
                    begin.places,
                    begin.normals,
                    (bends.first, bends.fans, bends.walls, bends.wide),
                ),
                (walks.reached, walks.before, walks.turned),
                (
                    aims.starts,
                    aims.members,
                    aims.placed,
                    walks.lengths,
                    walks.last,
                ),
                _cells(raster, self.mesh.origin),
                limit,
            ):
                begun, waiting = 0, _longer(waiting)
        for area in sources.areas:
            _reach_inside(area, aims.points, walks, raster)
        return walks


@dataclass(frozen=True, eq=False)
class _Aims:
    """Targets: as given, in the mesh, and those of each triangle one after another."""

    points: Floats
    placed: Floats
    starts: Numbers
    members: Numbers


@dataclass(frozen=True, eq=False)
class _Walks:
    """Shortest walks: to each root with the root before it, and to each target.

    `turned` tells which roots walks have gone round.
    """

    begin: Starts
    reached: Floats
    before: Numbers
    turned: NDArray[np.bool_]
    targets: Floats
    lengths: Floats
    last: Numbers

    @classmethod
    def none(cls, begin: Starts, corners: int, targets: Floats) -> _Walks:
        """Return the state before the first step."""
        count = len(begin.places)
        reached = np.full(count, inf)
        reached[corners:] = 0.0
        return cls(
            begin,
            reached,
            np.full(count, -1, dtype=np.int64),
            np.zeros(count, dtype=np.bool_),
            targets,
            np.full(len(targets), inf),
            np.full(len(targets), -1, dtype=np.int64),
        )

    def trails(self, origin: Floats) -> Trails:
        """Return all walks, in the plan's coordinates. [m]"""
        return Trails(
            self.lengths,
            self.targets + origin,
            self.last,
            self.before,
            self.begin.places + origin,
            self.begin.normals,
        )

    def path(self) -> Floats:
        """Return the corners of the way to the first target. (k, 2) [m]"""
        way, root = [self.targets[0]], int(self.last[0])
        while root >= 0:
            normal = self.begin.normals[root]
            start = self.begin.places[root]
            if normal.any():  # from the foot of the perpendicular
                start = way[-1] - normal * ((way[-1] - start) @ normal)
            way.append(start)
            root = int(self.before[root])
        return np.array(way[::-1])


def _queue(room: int) -> tuple[Floats, Numbers]:
    """Return an empty queue as the kernel takes it: its rows, and their order."""
    return np.empty((room, 7)), np.arange(-1, room, dtype=np.int64).clip(0)


def _longer(waiting: tuple[Floats, Numbers]) -> tuple[Floats, Numbers]:
    """Return a queue with as much room again, and more."""
    rows, order = waiting
    more, numbers = _queue(len(rows) + 1024)
    return np.concatenate([rows, more]), np.append(order, numbers[1:] + len(rows))


def _cells(
    raster: tuple[Grid, Floats] | None, origin: Floats
) -> tuple[float, float, float, Floats]:
    """Return a raster as the kernel takes it, its corner relative to the mesh."""
    if raster is None:
        return 0.0, 0.0, 1.0, np.empty((0, 0))
    grid, values = raster
    return grid.x0 - float(origin[0]), grid.y0 - float(origin[1]), grid.cell, values


def _reach_inside(
    area: BaseGeometry,
    aims: Floats,
    walks: _Walks,
    raster: tuple[Grid, Floats] | None,
) -> None:
    """Nobody walks to an area he stands in: where its border is reached, 0 m."""
    shapely.prepare(area)
    if len(aims):
        within = shapely.contains_xy(area, aims) & (walks.last >= 0)
        walks.lengths[within] = 0.0
        walks.last[within] = -1
    if raster is not None:
        grid, values = raster
        values[grid.inside(area) & (values < inf)] = 0.0

"""Visibility: what is seen from points in a free space, exactly.

One core serves eyes, lamps, cameras and run-ups: the free space is cut into triangles
once (`sbd.indicators.mesh`), and each view walks outwards from its observer's triangle
(`sbd.indicators.isovist_kernels`). The isovist is that of Benedikt (1979).

Usable alone::

    seen = Visibility(shapely.box(0, 0, 100, 60) - houses)
    seen.areas([(10, 10), (50, 30)], radius=100)

numba is loaded at the first view, not with this module.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import pairwise
from math import acos, ceil, inf, pi
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from sbd.indicators.grid import Grid
from sbd.indicators.ground import polygons_of
from sbd.indicators.mesh import Mesh

#: Observers this close outside the free space are moved onto its border: a door is
#: in a wall by its nature. [m] Source: method, section 1, tolerance of lengths.
REACH_M = 0.01
#: A range arc is cut into chords that leave it by at most this. [m]
SAGITTA_M = 0.01
#: So many observers at least are given to a thread.
_THREAD_LOAD = 256
#: Slices of the observers for each thread.
_SLICES = 8
#: Observers of one tile are taken one after another. [m]
_TILE_M = 64.0
_TURN = 2 * pi

Floats = NDArray[np.float64]


class Visibility:
    """What is seen in one free space.

    Views are closed: a wall looked along is seen. A range limit is a circle; in areas
    it is exact, in polygons and on grids it is a polygon with corners on the circle.

    Parameters
    ----------
    free_space : Polygon or MultiPolygon
        Where nothing hides anything: a window minus its obstacles, in metres.
        Obstacles are areas; give walls a thickness and join what overlaps.
    threads : int, optional
        Threads to use; by default one per core this process may run on.

    Notes
    -----
    An observer on a wall sees what a person just off it would see. One outside the
    free space, farther than 0.01 m, sees nothing.
    """

    def __init__(self, free_space: BaseGeometry, *, threads: int | None = None) -> None:
        self.free_space = free_space
        self._threads = threads or _cores()

    @cached_property
    def mesh(self) -> Mesh:
        """The triangles of the free space."""
        return Mesh(self.free_space)

    def isovists(
        self,
        points: ArrayLike,
        radius: float | None = None,
        *,
        cone: tuple[ArrayLike, ArrayLike] | None = None,
    ) -> NDArray[np.object_]:
        """Return what is seen from each point.

        Parameters
        ----------
        points : (m, 2) array
            Observers. [m]
        radius : float, optional
            Range; without one, as far as the free space goes. [m]
        cone : (directions, half widths), optional
            Looking direction, counter-clockwise from east, and half the angle of view
            of each observer. [rad]

        Returns
        -------
        (m,) array of Polygon
            Empty where an observer sees nothing.
        """
        from sbd.indicators.isovist_runs import outlines

        where, found = self._placed(points)
        cones = _cones(cone, len(where))
        chords, reach = _chords(radius), inf if radius is None else float(radius)

        def part(rows: slice) -> Any:
            return outlines(
                where[rows], found[rows], reach, cones[rows], chords, self._tables
            )

        made = [
            polygon
            for corners, ends in self._shared(part, len(where))
            for polygon in _polygons(corners + self.mesh.origin, ends)
        ]
        return np.array([*made, None], dtype=object)[:-1]

    def areas(self, points: ArrayLike, radius: float | None = None) -> Floats:
        """Return the area seen from each point; 0 where it sees nothing. (m,) [m2]"""
        from sbd.indicators.isovist_runs import areas

        where, found = self._placed(points)
        reach = inf if radius is None else float(radius)
        into = np.zeros(len(where))

        def part(rows: slice) -> None:
            areas(where[rows], found[rows], reach, self._tables, into[rows])

        list(self._shared(part, len(where)))
        return into

    def count(
        self, points: ArrayLike, grid: Grid, radius: float | None = None
    ) -> NDArray[np.int32]:
        """Count the points that see the centre of each cell. (rows, columns)"""
        from sbd.indicators.isovist_runs import counts
        from sbd.indicators.view_kernels import sum_columns

        where, found = self._placed(points)
        chords, reach = _chords(radius), inf if radius is None else float(radius)
        corner = self._corner(grid)
        # Neighbours mark the same cells, which then are still in the cache.
        order = np.lexsort(tuple(where.T // _TILE_M))
        where, found = where[order], found[order]

        def part(rows: slice) -> NDArray[np.int32]:
            # Column after column: borders are marked row by row, mostly in one column
            # or the next, and whole columns are summed at once.
            marks = np.zeros((grid.columns + 1, grid.rows), dtype=np.int32).T
            counts(
                where[rows],
                found[rows],
                reach,
                chords,
                self._tables,
                *corner,
                grid.cell,
                marks,
            )
            return marks

        first, *more = self._shared(part, len(where), each=1)  # a grid for each
        for marks in more:
            first += marks
        sum_columns(first.T)
        return np.asarray(first[:, :-1])

    def cells(
        self,
        points: ArrayLike,
        grid: Grid,
        radius: float | None = None,
        *,
        within: NDArray[np.bool_] | None = None,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """List the cells whose centre each point sees, for weighted sums.

        Parameters
        ----------
        points : (m, 2) array
            Observers. [m]
        grid : Grid
            The cells.
        radius : float, optional
            Range. [m]
        within : (rows, columns) bool array, optional
            Only these cells.

        Returns
        -------
        starts : (m + 1,) int array
            The cells of observer i are ``cells[starts[i] : starts[i + 1]]``.
        cells : (k,) int array
            Flat numbers of the cells, as rows of `Grid.centres`.
        """
        from sbd.indicators.isovist_runs import cells_seen

        where, found = self._placed(points)
        chords, reach = _chords(radius), inf if radius is None else float(radius)
        wanted = np.ones(grid.shape, dtype=np.bool_) if within is None else within
        corner = self._corner(grid)

        def part(rows: slice) -> Any:
            return cells_seen(
                where[rows],
                found[rows],
                reach,
                chords,
                self._tables,
                *corner,
                grid.cell,
                wanted,
            )

        starts, cells = [np.zeros(1, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
        for some, ends in self._shared(part, len(where)):
            starts.append(ends + starts[-1][-1])
            cells.append(some)
        return np.concatenate(starts), np.concatenate(cells)

    def walk(
        self, points: ArrayLike, grid: Grid, radius: float | None = None
    ) -> tuple[Any, ...]:
        """Return what it takes to look from points over a grid, cell by cell.

        For sums that weigh each cell by where it lies, as `light_cells` in
        `sbd.indicators.isovist_runs` does.

        Returns
        -------
        tuple
            Points relative to the mesh, the triangle of each, range, chords of the
            range circle, mesh, and the grid's west and south relative to the mesh.
        """
        where, found = self._placed(points)
        reach = inf if radius is None else float(radius)
        ends = self._corner(grid)
        return where, found, reach, _chords(radius), self._tables, *ends

    def visible(self, a: ArrayLike, b: ArrayLike) -> NDArray[np.bool_]:
        """Tell for each pair whether the straight line between them stays free.

        Parameters
        ----------
        a, b : (m, 2) arrays
            Points; touching a corner or running along a wall does not hide. [m]

        Returns
        -------
        (m,) bool array
            False where either lies outside the free space.
        """
        from sbd.indicators.isovist_runs import sees

        here, found = self._placed(a)
        there, other = self._placed(b)

        def part(rows: slice) -> Any:
            return sees(here[rows], found[rows], there[rows], self._tables)

        seen = list(self._shared(part, len(here)))
        joined = np.concatenate(seen) if seen else np.zeros(0, dtype=np.bool_)
        return np.asarray(joined & (other >= 0))

    @cached_property
    def _tables(self) -> tuple[Floats, NDArray[np.int32], NDArray[np.int32]]:
        return self.mesh.vertices, self.mesh.triangles, self.mesh.neighbours

    def _corner(self, grid: Grid) -> tuple[float, float]:
        x, y = np.array([grid.x0, grid.y0]) - self.mesh.origin
        return float(x), float(y)

    def _placed(self, points: ArrayLike) -> tuple[Floats, NDArray[np.int32]]:
        """Return the points relative to the mesh, and the triangle of each."""
        given = np.ascontiguousarray(points, dtype=np.float64).reshape(-1, 2)
        parts = list(
            self._shared(lambda rows: self.mesh.locate(given[rows]), len(given))
        )
        found: NDArray[np.int32] = np.concatenate(parts)
        outside = np.flatnonzero(found < 0)
        if len(outside) and len(self.mesh.triangles):
            given, found = given.copy(), found.copy()
            given[outside] = _drawn_in(self.free_space, given[outside])
            found[outside] = self.mesh.locate(given[outside])
        return given - self.mesh.origin, found

    def _shared(
        self, part: Callable[[slice], Any], count: int, each: int = _SLICES
    ) -> Iterator[Any]:
        """Run a kernel over slices of the observers, in as many threads as pay.

        Several slices for each thread: the one that is through first takes the next.
        """
        threads = max(1, min(self._threads, count // _THREAD_LOAD))
        if threads == 1:
            yield part(slice(0, count))
            return
        ends = np.linspace(0, count, each * threads + 1).astype(int)
        slices = [slice(a, b) for a, b in pairwise(ends)]
        with ThreadPoolExecutor(threads) as pool:
            yield from pool.map(part, slices)


def _cores() -> int:
    """Return the number of cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _chords(radius: float | None) -> Floats:
    """Return the directions of the corners that stand in for a range circle. (n, 2)"""
    if radius is None:
        return np.array([[1.0, 0.0]])
    number = ceil(pi / acos(max(0.0, 1 - SAGITTA_M / radius)))
    angles = _TURN * np.arange(number) / number
    return np.column_stack([np.cos(angles), np.sin(angles)])


def _cones(cone: tuple[ArrayLike, ArrayLike] | None, count: int) -> Floats:
    """Return where each cone starts and how wide it is; all round without one. [rad]"""
    if cone is None:
        return np.tile([0.0, 7.0], (count, 1))
    direction = np.broadcast_to(np.asarray(cone[0], dtype=np.float64), (count,))
    half = np.broadcast_to(np.asarray(cone[1], dtype=np.float64), (count,))
    return np.column_stack([direction - half, 2 * half])


def _drawn_in(free: BaseGeometry, points: Floats) -> Floats:
    """Move points that lie just outside onto the border of the free space. [m]"""
    shapes = np.asarray(shapely.points(points), dtype=object)
    shapely.prepare(free)
    near = np.asarray(shapely.dwithin(free, shapes, REACH_M))
    moved = points.copy()
    if near.any():
        joining = shapely.shortest_line(free, shapes[near])
        moved[near] = shapely.get_coordinates(joining).reshape(-1, 2, 2)[:, 0]
    return moved


def _polygons(corners: Floats, ends: NDArray[np.int64]) -> NDArray[np.object_]:
    """Make polygons of corners that follow each other. [m]"""
    counts = np.diff(ends, prepend=0)
    made = np.full(len(ends), Polygon(), dtype=object)
    whole = np.flatnonzero(counts >= 3)
    if len(whole):
        rows = np.repeat(np.arange(len(ends)), counts)
        kept = counts[rows] >= 3
        number = np.repeat(np.arange(len(whole)), counts[whole])
        made[whole] = shapely.polygons(
            shapely.linearrings(corners[kept], indices=number)
        )
        for i in whole[~shapely.is_valid(made[whole])]:
            made[i] = _mended(made[i])
    return made


def _mended(view: Polygon) -> Polygon:
    """Drop the threads of no width that rounding leaves on a view."""
    whole = polygons_of(shapely.make_valid(view))
    return max(shapely.get_parts(whole), key=lambda p: p.area, default=Polygon())

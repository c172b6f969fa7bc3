"""Where a fire engine can drive: its ground as cells, and the search over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, pi, sin

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

#: Cells and headings of the lattice. [m], [1] Source: method, section 8, S-13.
CELL_M = 1.0
HEADINGS = 32
#: Cells in which collisions are looked up. [m]
FINE_M = 0.25
#: The middle of the path may stray so far beside where it can be, because only 32
#: headings are tried; gaps it has to pass are exact all the same. [m]
STRAY_M = 0.6
#: Source: method, section 1, tolerance of lengths. [m]
_TOLERANCE_M = 0.01
#: A vehicle enters within this of square to the border of the window. [rad]
_ENTERING = pi / 3

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Lattice:
    """What a search found.

    Parameters
    ----------
    corner : (2,) array
        South-west corner of the cells. [m]
    served : (rows, columns) int array
        One more than the number of the state that serves a cell; 0 for none.
    twice : (rows, columns) bool array
        Which cells are reached from two ways in, one in each sense.
    poses : (n, 2) array
        Where each state is, from the corner. [m]
    before : (n,) int array
        The state before each; -1 at a way in.
    """

    corner: Floats
    served: NDArray[np.int32]
    twice: NDArray[np.bool_]
    poses: Floats
    before: Ints

    def facing(
        self, spots: Floats, outward: Floats, reach_m: float
    ) -> tuple[Ints, NDArray[np.bool_]]:
        """Return the state that serves each spot of a facade, -1 for none, and whether
        two ways in serve it.
        """  # noqa: D205
        from sbd.indicators.fire_kernels import faced

        state, both = faced(
            spots - self.corner, outward, self.served, self.twice, CELL_M, reach_m
        )
        return state, both

    def path(self, state: int) -> LineString:
        """Return the path to a state. [m]"""
        found = []
        while state >= 0:
            found.append(self.poses[state])
            state = int(self.before[state])
        if len(found) < 2:
            found = [found[0], found[0]]
        return LineString(np.array(found[::-1]) + self.corner)


def search(
    ground: BaseGeometry,
    window: BaseGeometry,
    entries: Sequence[BaseGeometry],
    *,
    width_m: float,
    dead_end_width_m: float,
    radius_m: float,
) -> Lattice:
    """Search where a fire engine gets to.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        Ground it may drive on, with what stands in its way taken off. [m]
    window : Polygon or MultiPolygon
        What is looked at. [m]
    entries : sequence of BaseGeometry
        The ways in, on the border of the window; the ground goes on beyond. [m]
    width_m, dead_end_width_m : float
        Width of the path, and of a dead end. [m]
    radius_m : float
        Smallest radius of the middle of the path. [m]

    Returns
    -------
    Lattice
        What is reached.
    """
    from sbd.indicators.fire_kernels import passed, visited, widened

    corner, rows, columns = _grid(ground)
    free = _parts(_middle(ground, width_m), corner, rows, columns)
    wide = _parts(_middle(ground, dead_end_width_m), corner, rows, columns) > 0
    seeds = _seeds(entries, window, corner)
    moves = _moves(radius_m)
    count, queue, _, first, second = _searched(seeds, free, moves, rows, columns)
    through, twice = passed(count, queue, first, second)
    for x, y in seeds[:, :2]:
        through[int(y), int(x)] = True
    usable = widened(wide, free, through, radius_m, FINE_M, CELL_M)
    count, queue, poses, _, _ = _searched(seeds, usable, moves, rows, columns)
    served = visited(count, queue, rows, columns)
    before = queue[:count, 4].astype(np.int64)
    return Lattice(corner, served, twice, poses[:count].copy(), before)


def _searched(
    seeds: Floats,
    free: NDArray[np.int32],
    moves: tuple[Floats, Ints],
    rows: int,
    columns: int,
) -> tuple[int, NDArray[np.int32], Floats, NDArray[np.int32], NDArray[np.int32]]:
    """Run the search; returns how many states, their queue and poses, and who came."""
    from sbd.indicators.fire_kernels import searched

    shape = (rows, columns, HEADINGS)
    first, second = np.zeros(shape, dtype=np.int32), np.zeros(shape, dtype=np.int32)
    queue = np.empty((2 * first.size, 5), dtype=np.int32)
    poses = np.empty((2 * first.size, 2))
    count = searched(seeds, free, FINE_M, CELL_M, *moves, first, second, queue, poses)
    return int(count), queue, poses, first, second


def _grid(ground: BaseGeometry) -> tuple[Floats, int, int]:
    """Return the corner, rows and columns of whole metres round the ground."""
    if ground.is_empty:
        return np.zeros(2), 1, 1
    west, south, east, north = ground.bounds
    corner = np.array([floor(west) - 1.0, floor(south) - 1.0])
    return corner, ceil(north - corner[1]) + 1, ceil(east - corner[0]) + 1


def _middle(ground: BaseGeometry, width_m: float) -> BaseGeometry:
    """Return where the middle of a path of some width can be. [m]"""
    return ground.buffer(-(width_m / 2 - _TOLERANCE_M), quad_segs=4)


def _parts(
    middle: BaseGeometry, corner: Floats, rows: int, columns: int
) -> NDArray[np.int32]:
    """Give fine cells the number of the part that they lie in, or beside; 0 elsewhere.

    Parts that lie apart stay apart, however near they are: a gap that is too narrow is
    never strayed through.
    """
    fine = round(CELL_M / FINE_M)
    found = np.zeros((rows * fine, columns * fine), dtype=np.int32)
    parts = [p for p in shapely.get_parts(middle) if not p.is_empty]
    for number, part in enumerate(parts, 1):
        grown = part.buffer(STRAY_M, quad_segs=2)
        west, south, east, north = (grown.bounds - np.tile(corner, 2)) / FINE_M
        left, bottom = max(0, floor(west)), max(0, floor(south))
        right, top = min(found.shape[1], ceil(east)), min(found.shape[0], ceil(north))
        origin = corner + FINE_M * np.array([left, bottom])
        inside = _cells(grown, origin, top - bottom, right - left)
        found[bottom:top, left:right][inside] = number
    return found


def _cells(
    area: BaseGeometry, corner: Floats, rows: int, columns: int
) -> NDArray[np.bool_]:
    """Tell which fine cells have their middle inside an area."""
    from sbd.indicators.fire_kernels import filled

    rings = shapely.get_rings(shapely.get_parts(area))
    corners = shapely.get_coordinates(rings) - corner
    starts = np.append(0, np.cumsum(shapely.get_num_coordinates(rings)))
    starts = starts.astype(np.int64)
    return np.asarray(filled(corners, starts, 0.0, 0.0, FINE_M, rows, columns))


def _moves(radius_m: float) -> tuple[Floats, Ints]:
    """Return where each move leads, step by step: straight, left, right."""
    turn = 2 * pi / HEADINGS
    steps = ceil(radius_m * turn / (2 * FINE_M))
    moves = np.zeros((HEADINGS, 3, steps, 2))
    for heading in range(HEADINGS):
        ux, uy = cos(heading * turn), sin(heading * turn)
        for step in range(1, steps + 1):
            angle = turn * step / steps
            ahead, aside = radius_m * sin(angle), radius_m * (1 - cos(angle))
            for move, (along, left) in enumerate(
                ((CELL_M * step / 2, 0.0), (ahead, aside), (ahead, -aside))
            ):
                moves[heading, move, step - 1] = (
                    along * ux - left * uy,
                    along * uy + left * ux,
                )
    return moves, np.array([2, steps, steps], dtype=np.int64)


def _seeds(
    entries: Sequence[BaseGeometry], window: BaseGeometry, corner: Floats
) -> Floats:
    """Return poses at the ways in: x, y, heading, number of the way. (n, 4)"""
    turn = 2 * pi / HEADINGS
    headings = np.arange(HEADINGS)
    found = []
    for number, entry in enumerate(entries):
        for part in shapely.get_parts(entry):
            count = max(1, ceil(part.length / CELL_M))
            at = (np.arange(count) + 0.5) / count
            points = shapely.line_interpolate_point(part, at, normalized=True)
            for x, y in shapely.get_coordinates(points):
                for heading in headings[_inward(part, (x, y), window)]:
                    ux, uy = cos(heading * turn), sin(heading * turn)
                    inside = np.array([x + ux, y + uy]) - corner
                    found.append((*inside, heading, number))
    return np.array(found).reshape(-1, 4)


def _inward(
    part: BaseGeometry, at: tuple[float, float], window: BaseGeometry
) -> NDArray[np.bool_]:
    """Tell which headings lead from a border into the window."""
    ends = shapely.get_coordinates(part)[[0, -1]]
    along = ends[1] - ends[0]
    normal = np.array([-along[1], along[0]]) / max(np.hypot(*along), 1e-9)
    inside = shapely.contains_xy(window, *(np.array(at) + 0.5 * normal))
    normal = normal if inside else -normal
    angle = np.arange(HEADINGS) * 2 * pi / HEADINGS
    cosine = np.cos(angle) * normal[0] + np.sin(angle) * normal[1]
    return np.asarray(cosine >= cos(_ENTERING))

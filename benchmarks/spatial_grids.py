"""Grids: how many observers see each cell, and the light of lamps with shadows."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from spatial_scenes import Scene
from spatial_timing import best, cores, cpu

from sbd.indicators.grid import Grid
from sbd.indicators.isovist import Visibility

RADIUS_M = 100.0
OBSERVERS = 2000
#: Lamps: their number, reach and height, and the intensity that all send. [m, cd]
LAMPS, REACH_M, HEIGHT_M, CANDELA = 200, 50.0, 5.0, 1000.0

Floats = NDArray[np.float64]
Row = dict[str, float]


def grid_over(scene: Scene, cell: float = 1.0) -> Grid:
    return Grid.over(scene.window, cell)


def counting(scene: Scene) -> Row:
    """Count observers per cell, against GDAL and cell by cell against shapely."""
    grid, points = grid_over(scene), scene.observers(OBSERVERS)
    view = Visibility(scene.free, threads=1)
    spent = cpu(lambda: view.count(points, grid, RADIUS_M))
    made = cpu(lambda: view.isovists(points, RADIUS_M), 1)
    views = view.isovists(points, RADIUS_M)
    burn = gdal_count(grid, views)
    gdal = cpu(burn, 3)
    ours = view.count(points, grid, RADIUS_M)
    truth = plain_count(grid, views)
    return {
        "cells": ours.size,
        "count_s": spent,
        "count_us": spent / OBSERVERS * 1e6,
        "count_pairs_per_s": in_range(grid, points, RADIUS_M) / spent,
        "count_cells_wrong": int(np.count_nonzero(ours != truth)),
        "gdal_s": gdal,
        "gdal_cells_wrong": int(np.count_nonzero(burn() != truth)),
        "ratio_gdal_rasterize": gdal / spent,
        "ratio_gdal_with_isovists": (gdal + made) / spent,
    }


def gdal_count(grid: Grid, views: NDArray[np.object_]) -> Any:
    """Return what counts by GDAL's rasterize; the isovists are given to it."""
    from rasterio.enums import MergeAlg
    from rasterio.features import rasterize
    from rasterio.transform import Affine

    place = Affine(grid.cell, 0, grid.x0, 0, grid.cell, grid.y0)
    shapes = [(view, 1) for view in views]
    return lambda: rasterize(
        shapes, grid.shape, transform=place, merge_alg=MergeAlg.add, dtype="int32"
    )


def plain_count(grid: Grid, views: NDArray[np.object_]) -> NDArray[np.int32]:
    """Ask shapely for every cell in the box round each isovist."""
    into = np.zeros(grid.shape, dtype=np.int32)
    for view in views:
        box = window_of(grid, *view.bounds)
        into[box] += inside(grid, box, view)
    return into


def window_of(
    grid: Grid, west: float, south: float, east: float, north: float
) -> tuple[slice, slice]:
    """Return the rows and columns of the cells that a box touches."""
    low = np.floor((np.array([south, west]) - [grid.y0, grid.x0]) / grid.cell)
    high = np.ceil((np.array([north, east]) - [grid.y0, grid.x0]) / grid.cell)
    first, last = np.maximum(low, 0).astype(int), high.astype(int)
    return slice(first[0], last[0]), slice(first[1], last[1])


def inside(
    grid: Grid, box: tuple[slice, slice], area: shapely.Geometry
) -> NDArray[np.bool_]:
    x, y = centres(grid, box)
    shapely.prepare(area)
    return np.asarray(shapely.contains_xy(area, x, y))


def centres(grid: Grid, box: tuple[slice, slice]) -> tuple[Floats, Floats]:
    rows, columns = np.arange(grid.rows)[box[0]], np.arange(grid.columns)[box[1]]
    x, y = (columns + 0.5) * grid.cell + grid.x0, (rows + 0.5) * grid.cell + grid.y0
    return tuple(np.meshgrid(x, y))  # type: ignore[return-value]


def in_range(grid: Grid, points: Floats, radius: float) -> int:
    """Count pairs of an observer and a cell within the range."""
    pairs = 0
    for x, y in points:
        box = window_of(grid, x - radius, y - radius, x + radius, y + radius)
        at = centres(grid, box)
        pairs += np.count_nonzero(np.hypot(at[0] - x, at[1] - y) <= radius)
    return int(pairs)


def two_threads(scene: Scene) -> float:
    """Return how much faster two threads count by the clock, on two cores."""
    grid, points = grid_over(scene), scene.observers(10 * OBSERVERS)
    one, two = (Visibility(scene.free, threads=n) for n in (1, 2))
    _ = one.mesh, two.mesh
    with cores(2):
        spent = [best(lambda v=v: v.count(points, grid, RADIUS_M)) for v in (one, two)]
    return spent[0] / spent[1]


def lighting(scene: Scene, cell: float = 1.0) -> Row:
    """Light 200 lamps over the cells they see, against a shapely mask for each."""
    grid, places = grid_over(scene, cell), scene.observers(LAMPS)
    view = Visibility(scene.free, threads=1)
    free = grid.inside(scene.free)
    ours = our_light(view, grid, places, free)
    spent = cpu(ours)
    light, pairs = ours()
    views = view.isovists(places, REACH_M)
    masked = cpu(lambda: masked_light(grid, places, views), 1, warm=False)
    plain = masked_light(grid, places, views)
    # Between the chords of a view and its circle both may have the cell or not.
    both = np.isclose(light, plain, rtol=1e-9) | ~free
    return {
        "cell_m": cell,
        "light_us_per_lamp": spent / LAMPS * 1e6,
        "lit_pairs_per_s": pairs / spent,
        "mask_us_per_lamp": masked / LAMPS * 1e6,
        "ratio_shapely_mask": masked / spent,
        "light_cells_other": int(np.count_nonzero(~both)),
        "light_cells": int(np.count_nonzero(free)),
    }


def our_light(
    view: Visibility, grid: Grid, places: Floats, free: NDArray[np.bool_]
) -> Any:
    """Return what lights the cells; gives the light [lx] and the pairs it took."""
    from sbd.indicators.isovist_runs import light_cells

    rows = np.column_stack(
        [places, np.tile([HEIGHT_M, CANDELA, 0.0, -1.0], (len(places), 1))]
    )
    none = np.zeros(len(places) + 1, dtype=np.int64)
    hidden = (np.zeros((0, 5)), none, np.zeros((0, 5)), none)

    def run() -> tuple[Floats, int]:
        into = np.zeros(grid.shape)
        pairs = light_cells(
            rows,
            np.zeros((0, 2)),
            1.0,
            REACH_M,
            view.walk(places, grid, REACH_M),
            (grid.x0, grid.y0, grid.cell),
            free,
            hidden,
            into,
        )
        return into, pairs

    return run


def masked_light(grid: Grid, places: Floats, views: NDArray[np.object_]) -> Floats:
    """Mask the cells of each lamp's window by its view; the views are given."""
    into = np.zeros(grid.shape)
    for (x, y), view in zip(places, views, strict=True):
        box = window_of(grid, x - REACH_M, y - REACH_M, x + REACH_M, y + REACH_M)
        at = centres(grid, box)
        square = (at[0] - x) ** 2 + (at[1] - y) ** 2 + HEIGHT_M**2
        lit = inside(grid, box, view)
        into[box] += lit * CANDELA * HEIGHT_M / square**1.5
    return into

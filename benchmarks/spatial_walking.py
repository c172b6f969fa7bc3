"""Free space and walking: erosion, run-ups, and fields of walking distance."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from spatial_scenes import Scene, segments
from spatial_timing import cpu

from sbd.indicators.drivable import QUARTER
from sbd.indicators.grid import Grid
from sbd.indicators.isovist import Visibility
from sbd.indicators.walking import Walking

#: Width of a vehicle, cell of the rasters. [m]
WIDTH_M, CELL_M = 2.4, 0.5
TARGETS = 200
#: Cells whose walk is compared with the plain exact answer.
SAMPLE = 400

Floats = NDArray[np.float64]
Row = dict[str, float]


def vehicles(scene: Scene) -> Row:
    """Erode as for vehicles, mesh, and find the longest run to each of 200 targets."""
    free = scene.free
    narrow = drivable_part(free)
    targets = inside_points(narrow, TARGETS)
    view = Visibility(narrow, threads=1)
    row: Row = {
        "erosion_s": cpu(lambda: drivable_part(free)),
        "erosion_mesh_s": cpu(lambda: Visibility(narrow).mesh, 3),
        "run_ups_s": cpu(lambda: longest_runs(view, targets)),
    }
    row["space_s"] = row["erosion_s"] + row["erosion_mesh_s"] + row["run_ups_s"]
    mask = Grid.over(scene.window, CELL_M).inside(free)
    row["edt_s"] = cpu(lambda: edt(mask), 1, warm=False)
    row["ratio_scipy_edt"] = row["edt_s"] / row["erosion_s"]
    row["raster_area_error"] = float(
        np.count_nonzero(edt(mask) >= WIDTH_M / 2) * CELL_M**2 / narrow.area - 1
    )
    return row


def drivable_part(free: BaseGeometry) -> BaseGeometry:
    """Return where the middle of a vehicle can be, as round as S-01 draws it."""
    return free.buffer(-WIDTH_M / 2, quad_segs=QUARTER)


def edt(mask: NDArray[np.bool_]) -> Floats:
    from scipy.ndimage import distance_transform_edt

    return np.asarray(distance_transform_edt(mask, sampling=CELL_M))


def longest_runs(view: Visibility, targets: Floats) -> Floats:
    """Return the longest straight run to each target: its view's farthest corner."""
    corners, which = shapely.get_coordinates(view.isovists(targets), return_index=True)
    away = np.hypot(*(corners - targets[which]).T)
    longest = np.zeros(len(targets))
    np.maximum.at(longest, which, away)
    return longest


def inside_points(area: shapely.Geometry, count: int) -> Floats:
    chance = np.random.default_rng(7)
    west, south, east, north = area.bounds
    shapely.prepare(area)
    some = chance.uniform((west, south), (east, north), (40 * count, 2))
    return some[shapely.contains_xy(area, some)][:count]


def fields(scene: Scene) -> Row:
    """Return the times of a walking field over a scene, ours and the peers'."""
    grid = Grid.over(scene.window, CELL_M)
    mask = grid.inside(scene.free)
    source = middle_of(scene)
    ground = Walking(scene.free)
    row: Row = {
        "edges": scene.edges,
        "cells": int(np.count_nonzero(mask)),
        "walk_s": cpu(lambda: ground.field([source], grid), 3),
        "walk_with_mesh_s": cpu(lambda: Walking(scene.free).field([source], grid), 1),
    }
    march, cost = marching(mask, grid, source), least_cost(mask, grid, source)
    row["scikit_fmm_s"] = cpu(march, 1, warm=False)
    row["mcp_s"] = cpu(cost, 1, warm=False)
    truth = ground.field([source], grid)
    for name, found in (("scikit_fmm", march()), ("mcp", cost())):
        row[f"{name}_mean_error"], row[f"{name}_max_error"] = errors(found, truth)
    row["ratio_scikit_fmm"] = row["scikit_fmm_s"] / row["walk_s"]
    row["ratio_mcp"] = row["mcp_s"] / row["walk_s"]
    return row


def middle_of(scene: Scene) -> Floats:
    """Return the centre of a free cell near the middle of the scene."""
    grid = Grid.over(scene.window, CELL_M)
    open_cells = grid.centres[grid.inside(scene.free.buffer(-1.0)).ravel()]
    middle = shapely.get_coordinates(scene.window.centroid)[0]
    return open_cells[np.hypot(*(open_cells - middle).T).argmin()]


def cell_of(grid: Grid, point: Floats) -> tuple[int, int]:
    column, row = np.floor((point - [grid.x0, grid.y0]) / grid.cell).astype(int)
    return int(row), int(column)


def marching(mask: NDArray[np.bool_], grid: Grid, source: Floats) -> Any:
    """Return what runs scikit-fmm, second order, from the cell of the source."""
    import skfmm

    start = np.ones(mask.shape)
    # The zero line runs half a cell round the source.
    start[cell_of(grid, source)] = -1.0
    field = np.ma.MaskedArray(start, ~mask)

    def run() -> Floats:
        found = skfmm.distance(field, dx=grid.cell) + grid.cell / 2
        return np.asarray(found.filled(np.inf))

    return run


def least_cost(mask: NDArray[np.bool_], grid: Grid, source: Floats) -> Any:
    """Return what runs scikit-image's MCP over eight neighbours."""
    from skimage.graph import MCP_Geometric

    costs = np.where(mask, grid.cell, -1.0)

    def run() -> Floats:
        return np.asarray(MCP_Geometric(costs).find_costs([cell_of(grid, source)])[0])

    return run


def errors(found: Floats, truth: Floats) -> tuple[float, float]:
    """Return mean and largest relative error where both arrive, beyond 5 m."""
    both = np.isfinite(found) & np.isfinite(truth) & (truth > 5.0)
    off = np.abs(found[both] - truth[both]) / truth[both]
    return float(off.mean()), float(off.max())


def walk_errors(scene: Scene) -> Row:
    """Compare our field with the plain exact answer at some cells of a small scene."""
    grid = Grid.over(scene.window, CELL_M)
    source = middle_of(scene)
    ours = Walking(scene.free).field([source], grid).ravel()
    cells = np.flatnonzero(grid.inside(scene.free))
    some = cells[:: max(1, len(cells) // SAMPLE)]
    truth = plain_walks(scene.free, source, grid.centres[some])
    found = ours[some]
    mean, largest = errors(found, truth)
    other = np.count_nonzero(np.isfinite(found) != np.isfinite(truth))
    return {
        "cells": len(some),
        "walk_mean_error": mean,
        "walk_max_error": largest,
        "walk_reached_other": int(other),
    }


def plain_walks(free: shapely.Geometry, source: Floats, targets: Floats) -> Floats:
    """Return shortest walks by a graph of all sight lines between all corners."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    corners = np.unique(segments(free)[:, 0], axis=0)
    places = np.vstack([source, corners, targets])
    known = 1 + len(corners)
    a, b = np.triu_indices(len(places), 1)
    a, b = a[a < known], b[a < known]  # no way leads over a target
    lines = shapely.linestrings(np.stack([places[a], places[b]], axis=1))
    # A line along a wall counts: the space takes a hair more than it has.
    wide = free.buffer(1e-7, join_style="mitre")
    shapely.prepare(wide)
    sees = shapely.covers(wide, lines)
    length = np.hypot(*(places[a] - places[b]).T)[sees]
    shape = (len(places), len(places))
    graph = csr_array((length, (a[sees], b[sees])), shape)
    return np.asarray(dijkstra(graph, directed=False, indices=0))[known:]

"""Cells of a grid joined to patches, to be pointed at on a map."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators.grid import Grid
from sbd.indicators.ground import polygons_of

#: Smaller parts are crumbs of cutting. [m2]
_CRUMB_M2 = 0.01


def patches(
    grid: Grid, chosen: NDArray[np.bool_], area: BaseGeometry
) -> list[BaseGeometry]:
    """Join the chosen cells that share a side, cut to an area.

    Parameters
    ----------
    grid : Grid
        The cells.
    chosen : (rows, columns) bool array
        Which of them.
    area : Polygon or MultiPolygon
        What the cells stand for. [m]

    Returns
    -------
    list of Polygon
        The largest first. [m]
    """
    framed = np.pad(chosen, ((0, 0), (1, 1))).astype(np.int8)
    row, start = np.nonzero(np.diff(framed, axis=1) == 1)
    _, end = np.nonzero(np.diff(framed, axis=1) == -1)
    south = grid.y0 + row * grid.cell
    west, east = grid.x0 + start * grid.cell, grid.x0 + end * grid.cell
    runs = shapely.box(west, south, east, south + grid.cell)
    joined = polygons_of(shapely.union_all(runs).intersection(area))
    parts = [p for p in shapely.get_parts(joined) if p.area > _CRUMB_M2]
    return sorted(parts, key=lambda part: (-part.area, part.wkb))

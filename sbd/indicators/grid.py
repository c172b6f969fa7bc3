"""A square grid of cells over a plan, anchored at whole metres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

#: Side of a cell. [m] Source: method, section 8.
CELL_M = 1.0


@dataclass(frozen=True)
class Grid:
    """A grid of square cells; row 0 is the southernmost, column 0 the westernmost.

    Parameters
    ----------
    x0, y0 : float
        South-west corner, in the plan's CRS. [m]
    cell : float
        Side of a cell. [m]
    columns, rows : int
        Number of cells each way.
    """

    x0: float
    y0: float
    cell: float
    columns: int
    rows: int

    @classmethod
    def over(cls, area: BaseGeometry, cell_m: float = CELL_M) -> Grid:
        """Return the grid that covers an area, its lines at whole multiples of a cell.

        Two grids of one plan thus share their cell centres. An empty area gives a
        grid without cells.
        """
        if area.is_empty:
            return cls(0.0, 0.0, cell_m, 0, 0)
        west, south, east, north = area.bounds
        left, bottom = floor(west / cell_m), floor(south / cell_m)
        return cls(
            left * cell_m,
            bottom * cell_m,
            cell_m,
            max(1, ceil(east / cell_m) - left),
            max(1, ceil(north / cell_m) - bottom),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north. [m]"""
        east = self.x0 + self.columns * self.cell
        return self.x0, self.y0, east, self.y0 + self.rows * self.cell

    @cached_property
    def centres(self) -> NDArray[np.float64]:
        """Centres of the cells, row by row from the south. (rows * columns, 2) [m]"""
        x = self.x0 + (np.arange(self.columns) + 0.5) * self.cell
        y = self.y0 + (np.arange(self.rows) + 0.5) * self.cell
        across, up = np.meshgrid(x, y)
        return np.column_stack([across.ravel(), up.ravel()])

    def inside(self, area: BaseGeometry) -> NDArray[np.bool_]:
        """Tell which cells have their centre inside an area. (rows, columns)"""
        shapely.prepare(area)
        found = shapely.contains_xy(area, self.centres)
        return np.asarray(found, dtype=bool).reshape(self.shape)

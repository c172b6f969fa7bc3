"""Ground of known shape, round the origin of Lambert 72."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pyproj import CRS
from rasterio.transform import Affine

from sbd.plans.terrain import Terrain

LAMBERT = CRS.from_epsg(31370)
Height = Callable[[np.ndarray, np.ndarray], np.ndarray]


def ground(
    height: Height, *, cell: float = 1.0, size: int = 400, turned: float = 0.0
) -> Terrain:
    """Return heights at the middles of cells in a square round the origin."""
    half = cell * size / 2
    place = (
        Affine.rotation(turned)
        @ Affine.translation(-half, half)
        @ Affine.scale(cell, -cell)
    )
    columns, rows = np.meshgrid(np.arange(size) + 0.5, np.arange(size) + 0.5)
    x = place.a * columns + place.b * rows + place.c
    y = place.d * columns + place.e * rows + place.f
    heights = np.asarray(height(x, y), dtype=np.float32)
    return Terrain(heights, tuple(place)[:6], LAMBERT.to_wkt(), cell, "dtm.tif", "")

"""Small rasters round a corner of Brussels, for the tests of pictures and heights."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from PIL import Image
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import Affine
from shapely.geometry import box

from sbd.plans.plan import Plan, make_plan

#: The corner of the site in Lambert 72. [m]
X, Y = 149_000.0, 170_000.0
SITE = box(X, Y, X + 200, Y + 150)
RED, BLUE = (200, 30, 30), (30, 60, 200)


def square_plan(**elements: Any) -> Plan:
    """A site of 200 m by 150 m in Brussels."""
    return make_plan(elements, site=SITE)


def north_up(cell: float, west: float = X - 200, north: float = Y + 400) -> Affine:
    return Affine(cell, 0, west, 0, -cell, north)


def write_tiff(
    path: Path,
    cells: NDArray[Any],
    transform: Affine | None,
    crs: str | None = "EPSG:31370",
    **options: Any,
) -> Path:
    """Write bands (or one band) as a GeoTIFF."""
    bands = cells if cells.ndim == 3 else cells[None]
    units = options.pop("units", None)
    shape = {"count": len(bands), "height": bands.shape[1], "width": bands.shape[2]}
    placed = {} if transform is None else {"transform": transform}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(
            path, "w", driver="GTiff", dtype=bands.dtype, crs=crs,
            **shape, **placed, **options,
        ) as data:  # fmt: skip
            data.write(bands)
            if units:
                data.units = [units] * len(bands)
    return path


def write_picture(
    path: Path, image: Image.Image, place: Affine | None, **options: Any
) -> list[Path]:
    """Write a PNG or JPEG and, where it has a place, its world file."""
    image.save(path, **options)
    if place is None:
        return [path]
    world = path.with_suffix({".png": ".pgw", ".jpg": ".jgw"}[path.suffix])
    middle = place @ Affine.translation(0.5, 0.5)
    numbers = (place.a, place.d, place.b, place.e, middle.c, middle.f)
    world.write_text("".join(f"{n!r}\n" for n in numbers))
    return [path, world]


def plane(
    transform: Affine, shape: tuple[int, int], east: float, north: float, base: float
) -> NDArray[np.float32]:
    """Heights at the middles of cells on a plane: so much per metre each way."""
    columns, rows = np.meshgrid(np.arange(shape[1]) + 0.5, np.arange(shape[0]) + 0.5)
    x = transform.a * columns + transform.b * rows + transform.c - X
    y = transform.d * columns + transform.e * rows + transform.f - Y
    return (base + east * x + north * y).astype(np.float32)


def halves(size: int) -> np.ndarray:
    """Three bands, red in the west half and blue in the east."""
    cells = np.empty((3, size, size), np.uint8)
    for band in range(3):
        cells[band, :, : size // 2] = RED[band]
        cells[band, :, size // 2 :] = BLUE[band]
    return cells

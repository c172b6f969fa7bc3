"""The only way to rasterio: GeoTIFF alone, nothing beside it, no network."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from sbd.errors import PlanError
from sbd.plans.formats.pixels import Box, Colours, stretched
from sbd.plans.formats.world_file import Matrix, known

# Read once, when GDAL is loaded: no sidecar files, no metadata written, little cache.
os.environ.update(
    GDAL_PAM_ENABLED="NO",
    GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR",
    GDAL_CACHEMAX="64",
    GDAL_NUM_THREADS="1",
    PROJ_NETWORK="OFF",
)

import rasterio
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import CRSError, RasterioError
from rasterio.windows import Window

#: Tiles or strips larger than this cannot be read in pieces. [pixels]
_MAX_BLOCK = 100_000_000
#: Rows of the result that are read at once. [1]
_STRIP = 128
#: Metres in the units that files state heights in.
_METRES = {
    **dict.fromkeys(("", "m", "metre", "metres", "meter", "meters"), 1.0),
    **dict.fromkeys(("ft", "foot", "feet", "international foot"), 0.3048),
    **dict.fromkeys(
        ("us survey foot", "us-ft", "ftus", "foot_us", "us_survey_foot"), 1200 / 3937
    ),
    "dm": 0.1,
    "cm": 0.01,
    "mm": 0.001,
}


@dataclass(frozen=True, eq=False)
class GeoTiff:
    """An open GeoTIFF.

    Parameters
    ----------
    name : str
        Of the user's file, fit for a sentence.
    matrix : array of shape (3, 3), optional
        From corners of pixels to coordinates; None where the file does not say.
    crs : CRS, optional
        Horizontal; None where the file does not say.
    """

    name: str
    width: int
    height: int
    matrix: Matrix | None
    crs: CRS | None
    _vertical: float | None
    _dataset: Any

    def colours(self, box: Box, factor: int) -> Colours:
        """Return the pixels in a box, several averaged into one.

        Parameters
        ----------
        box : tuple of int
            First column and row, and those after the last.
        factor : int
            How many pixels along each side become one.
        """
        data = self._dataset
        palette = data.colorinterp[0] == ColorInterp.palette
        inks = 4 if _is_printed(data) else 3
        bands = [1] if data.count < 3 else list(range(1, inks + 1))
        how = Resampling.nearest if palette else Resampling.average
        strips = list(_strips(box, factor))
        cells = np.concatenate(
            [data.read(bands, resampling=how, **strip) for strip in strips], axis=1
        )
        mask = np.concatenate(
            [
                data.dataset_mask(resampling=Resampling.nearest, **strip)
                for strip in strips
            ]
        )
        scaled = cells.dtype != np.uint8
        if scaled:
            cells = stretched(cells, mask > 0)
        rgba = np.empty((*mask.shape, 4), dtype=np.uint8)
        rgba[..., :3] = _coloured(data, np.moveaxis(cells, 0, -1), palette=palette)
        rgba[..., 3] = mask
        return Colours(rgba, scaled=scaled)

    def heights(self, box: Box, factor: int) -> NDArray[np.float32]:
        """Return the heights in a box, several averaged into one; NaN unknown. [m]

        Raises
        ------
        PlanError
            If the file holds no heights, or in a unit that is not known.
        """
        data = self._dataset
        alpha = data.count == 2 and data.colorinterp[1] == ColorInterp.alpha
        if not (data.count == 1 or alpha) or data.dtypes[0] in ("uint8", "int8"):
            raise PlanError(
                "{file} is a picture, not heights: give a GeoTIFF with one height per "
                "cell.",
                file=self.name,
            )
        metres = self._metres()
        how = {"masked": True, "resampling": Resampling.average}
        found = [data.read(1, **how, **strip) for strip in _strips(box, factor)]
        cells = np.concatenate([f.astype(np.float64).filled(np.nan) for f in found])
        cells = (cells * data.scales[0] + data.offsets[0]) * metres
        heights: NDArray[np.float32] = cells.astype(np.float32)
        return heights

    def _metres(self) -> float:
        """Return metres in one unit of height."""
        stated = str(self._dataset.units[0] or "").strip().lower()
        if stated in _METRES and (stated or self._vertical is None):
            return _METRES[stated]
        if self._vertical is not None:
            return self._vertical
        raise PlanError(
            "{file} gives heights in '{unit}': export it with heights in metres.",
            file=self.name,
            unit=stated[:40],
        )


@contextmanager
def open_geotiff(path: Path, name: str) -> Iterator[GeoTiff]:
    """Open a GeoTIFF that lies alone in a folder of ours.

    Parameters
    ----------
    path : Path
        The copy.
    name : str
        Name of the user's file, fit for a sentence.

    Raises
    ------
    PlanError
        If it cannot be read.
    """
    try:
        with rasterio.open(path, driver="GTiff") as data:
            yield _opened(data, name)
    except RasterioError as error:
        raise PlanError(
            "{files} cannot be read: it may be damaged, so export it again.",
            files=name,
        ) from error


def _opened(data: Any, name: str) -> GeoTiff:
    rows, columns = data.block_shapes[0]
    if rows * columns > _MAX_BLOCK or "complex" in data.dtypes[0]:
        raise PlanError(
            "{file} cannot be read in pieces: save it again as a tiled GeoTIFF.",
            file=name,
        )
    matrix = np.array(data.transform, dtype=float).reshape(3, 3)
    placed = not np.array_equal(matrix, np.eye(3))
    crs, vertical = _systems(data)
    place = matrix if placed else None
    return GeoTiff(name, data.width, data.height, place, crs, vertical, data)


def _systems(data: Any) -> tuple[CRS | None, float | None]:
    """Return the horizontal CRS, and metres in a unit of its heights, if stated."""
    if not data.crs:
        return None, None
    try:
        written = CRS.from_wkt(data.crs.to_wkt(version="WKT2_2019"))
    except (CRSError, ValueError, RuntimeError):
        return None, None
    upright = [c for c in written.sub_crs_list if c.is_vertical]
    factor = upright[0].axis_info[0].unit_conversion_factor if upright else None
    horizontal = known(written)
    usable = horizontal.is_projected or horizontal.is_geographic
    return (horizontal if usable else None), factor


def _strips(box: Box, factor: int) -> Iterator[dict[str, Any]]:
    """Yield how to read a box some rows at a time.

    All bands of a strip fit in GDAL's cache, so that none is unpacked twice.
    """
    left, top, right, bottom = box
    step = _STRIP * factor
    for first in range(top, bottom, step):
        height = min(step, bottom - first)
        yield {
            "window": Window(left, first, right - left, height),
            "out_shape": (-(-height // factor), -(-(right - left) // factor)),
        }


def _is_printed(data: Any) -> bool:
    """Tell whether the bands are cyan, magenta, yellow and black."""
    return bool(data.count >= 4 and data.colorinterp[3] == ColorInterp.black)


def _coloured(data: Any, cells: NDArray[np.uint8], *, palette: bool) -> Any:
    """Return red, green and blue."""
    if palette:
        table = np.zeros((256, 3), dtype=np.uint8)
        for index, colour in data.colormap(1).items():
            if 0 <= index < 256:
                table[index] = colour[:3]
        return table[cells[..., 0]]
    if cells.shape[-1] == 4:
        ink = cells.astype(np.uint16)
        return ((255 - ink[..., :3]) * (255 - ink[..., 3:]) // 255).astype(np.uint8)
    if data.count >= 3:
        return cells[..., :3]
    grey = cells[..., :1]
    return np.repeat(grey, 3, axis=-1)

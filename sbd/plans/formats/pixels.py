"""Pixels of a picture, and reading PNG and JPEG without decoding bombs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sbd.errors import PlanError
from sbd.plans.formats.world_file import Matrix

#: First column and row, and those after the last.
Box = tuple[int, int, int, int]

#: A PNG or JPEG is decoded whole; more than this does not fit in the memory that a
#: reading may take. [pixels]
MAX_PIXELS = 100_000_000
#: Brightness between these shares of the pixels fills the scale of 8 bits. [%]
#: Source: our choice, the usual one of GIS programs.
_STRETCH = (2.0, 98.0)
#: Modes that Pillow averages itself.
_PLAIN = ("L", "LA", "RGB", "RGBA", "CMYK")


@dataclass(frozen=True, eq=False)
class Colours:
    """Pixels, and whether their brightness was scaled to 8 bits.

    Parameters
    ----------
    rgba : array of shape (rows, columns, 4), uint8
        Red, green, blue and opacity.
    scaled : bool
        Whether the file had more than 8 bits a colour.
    """

    rgba: NDArray[np.uint8]
    scaled: bool = False


@dataclass(frozen=True, eq=False)
class Drawing:
    """An open PNG or JPEG, whose place is said by a world file if at all."""

    name: str
    width: int
    height: int
    _image: Image.Image
    _deep: bool
    matrix: Matrix | None = None
    crs: None = None

    def colours(self, box: Box, factor: int) -> Colours:
        """Return the pixels in a box, as `sbd.plans.formats.geotiff.GeoTiff` does."""
        image = self._image
        if image.mode in _PLAIN and "transparency" not in image.info:
            image = image.reduce(factor, box).convert("RGBA")
        else:
            image = image.crop(box)
            if image.mode.startswith(("I", "F")):
                grey = np.asarray(image)[None]
                whole = np.ones(grey.shape[1:], dtype=bool)
                image = Image.fromarray(stretched(grey, whole)[0])
            image = image.convert("RGBA").reduce(factor)
        return Colours(np.asarray(image), scaled=self._deep)


@contextmanager
def open_drawing(path: Path, name: str) -> Iterator[Drawing]:
    """Open a PNG or JPEG; what it says beside its pixels is not looked at.

    Parameters
    ----------
    path : Path
        The copy.
    name : str
        Name of the user's file, fit for a sentence.

    Raises
    ------
    PlanError
        If it is too large, which its head tells, or cannot be read.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own bound comes first, and is lower
    try:
        with Image.open(path, formats=("PNG", "JPEG")) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise PlanError(
                    "{file} has more than {n} million pixels: cut it to the site and "
                    "150 m around it.",
                    file=name,
                    n=MAX_PIXELS // 1_000_000,
                )
            image.load()
            yield Drawing(name, width, height, image, _is_deep(path))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, PlanError):
            raise
        raise PlanError(
            "{files} cannot be read: it may be damaged, so export it again.",
            files=name,
        ) from error


def stretched(cells: NDArray[np.generic], mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Scale brightness to 8 bits, each picture by its own dark and bright.

    Parameters
    ----------
    cells : array of shape (bands, rows, columns)
        Brightness in any number type.
    mask : array of shape (rows, columns)
        Where it is known.

    Returns
    -------
    array of the same shape
        0 to 255; 0 where it is not known.
    """
    values = cells.astype(np.float32)
    usable = np.isfinite(values) & mask
    if not usable.any():
        return np.zeros(cells.shape, dtype=np.uint8)
    low, high = np.percentile(values[usable], _STRETCH)
    span = max(float(high - low), 1e-9)
    grey = np.clip((np.where(usable, values, low) - low) / span, 0, 1) * 255
    rounded: NDArray[np.uint8] = np.round(grey).astype(np.uint8)
    return rounded


def _is_deep(path: Path) -> bool:
    """Tell whether a PNG has 16 bits a colour, as its head says."""
    with path.open("rb") as file:
        head = file.read(25)
    return head.startswith(b"\x89PNG") and head[24] == 16

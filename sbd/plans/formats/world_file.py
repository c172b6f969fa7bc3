"""World files and coordinate systems that lie beside a picture."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from sbd.errors import PlanError
from sbd.plans.formats.reading import shown
from sbd.plans.systems import flat

#: Three rows that turn (column, row, 1) at the corners of pixels into (x, y, 1).
Matrix = NDArray[np.float64]

#: World files: ``.wld``, ``.pgw``, ``.pngw``, ``.tfw`` ... Source: ESRI, "World files
#: for raster datasets": first and last letter of the picture's suffix, and a w.
SUFFIXES = frozenset(
    {".wld", ".pgw", ".pngw", ".jgw", ".jpgw", ".jpegw", ".tfw", ".tifw", ".tiffw"}
)
#: Nothing in such a file is longer. [byte]
_LONGEST = 20_000
#: How sure PROJ must be that a CRS without a code is one of the registry. [%]
_SURE = 70


def read_world_file(path: Path) -> Matrix:
    """Return where a world file puts the pixels of its picture.

    Its six numbers are the steps in x and y along a row, along a column, and the
    middle of the first pixel, in that order.

    Parameters
    ----------
    path : Path
        The world file.

    Returns
    -------
    array of shape (3, 3)
        From the corners of pixels, not their middles, to coordinates.

    Raises
    ------
    PlanError
        If it does not hold six numbers that place a picture.
    """
    words = path.read_bytes()[:_LONGEST].decode("latin-1").replace(",", ".").split()
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        numbers = []
    if len(numbers) == 6 and all(map(math.isfinite, numbers)):
        a, d, b, e, c, f = numbers
        matrix = np.array([[a, b, c], [d, e, f], [0, 0, 1]]) @ moved(-0.5, -0.5)
        if is_place(matrix):
            return matrix
    raise PlanError(
        "{file} does not hold the six numbers of a world file: export the picture "
        "with its world file again.",
        file=shown(path.name),
    )


def is_place(matrix: Matrix) -> bool:
    """Tell whether pixels have a size and lie somewhere."""
    return bool(np.isfinite(matrix).all() and np.linalg.det(matrix) != 0)


def moved(columns: float, rows: float) -> Matrix:
    """Return the matrix that moves by columns and rows."""
    return np.array([[1.0, 0.0, columns], [0.0, 1.0, rows], [0.0, 0.0, 1.0]])


def scaled(columns: float, rows: float) -> Matrix:
    """Return the matrix that multiplies columns and rows."""
    return np.diag([columns, rows, 1.0])


def read_prj(path: Path) -> CRS:
    """Return the CRS that a ``.prj`` file names.

    Raises
    ------
    PlanError
        If it names none.
    """
    text = path.read_bytes()[:_LONGEST].decode("utf-8", "replace").strip()
    # Only text as such: no codes, web addresses or paths of other files.
    if re.match(r"[A-Z_0-9]+\s*\[", text):
        try:
            return known(CRS.from_wkt(text))
        except CRSError:
            pass
    raise PlanError(
        "{file} names no coordinate system that is known: leave it out and choose "
        "the coordinate system yourself.",
        file=shown(path.name),
    )


def known(crs: CRS) -> CRS:
    """Return the CRS of the registry that a CRS is, horizontally, else itself.

    Files write the same system in many ways; only the registry's own leads to the
    transformation that plans in that system get.
    """
    while crs.is_bound and crs.source_crs is not None:
        crs = crs.source_crs
    crs = flat(crs)
    code = crs.to_epsg(min_confidence=_SURE)
    return crs if code is None else CRS.from_epsg(code)

"""Heights of the ground around a plan, on a grid of cells."""

from __future__ import annotations

import io
import json
import math
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from pyproj import CRS
from pyproj.exceptions import CRSError

from sbd.errors import PlanError
from sbd.plans.plan import Note

#: Cells along each side of a terrain at most. [1] Source: our choice; at 0.5 m a cell
#: they reach 1 km, a large site with the 150 m around it.
MAX_CELLS = 2_000
#: The one array in what is kept of a terrain.
_MEMBER = "heights.npy"
#: Beside the cells there is only the head of the array. [byte]
_MAX_BYTES = 4 * MAX_CELLS**2 + 1_024
#: What Python's readers raise on bytes that are something else.
_SPOILT = (
    ValueError, TypeError, KeyError, RuntimeError, OSError, EOFError, CRSError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Terrain:
    """Heights around a plan, each at the middle of its cell.

    Parameters
    ----------
    heights : array of shape (rows, columns), float32
        NaN where unknown. [m]
    transform : tuple of float
        ``a, b, c, d, e, f``: ``x = a column + b row + c`` and ``y = d column + e row
        + f`` in the terrain's CRS, at the corners of cells.
    crs : str
        The terrain's own CRS as WKT; it may be in degrees.
    resolution_m : float
        Side of a cell on the ground. [m]
    name : str
        Name of the file.
    sha256 : str
        Digest of the file.
    notes : tuple of Note
        What was done while reading.
    """

    heights: NDArray[np.float32]
    transform: tuple[float, float, float, float, float, float]
    crs: str
    resolution_m: float
    name: str
    sha256: str
    notes: tuple[Note, ...] = ()


class KeptNote(BaseModel):
    """A note of the reader, as it is kept beside a picture or heights."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(max_length=80)
    args: dict[str, str | int | float | bool | tuple[str, ...] | None]

    def note(self) -> Note:
        """Return it as the plan has it."""
        return Note(self.code, self.args)


class _About(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)
    transform: tuple[float, float, float, float, float, float]
    crs: str = Field(max_length=20_000)
    resolution_m: float = Field(gt=0)
    name: str = Field(max_length=400)
    sha256: str = Field(max_length=64)
    notes: tuple[KeptNote, ...] = ()


def terrain_about(terrain: Terrain) -> dict[str, Any]:
    """Return everything of a terrain but its heights, to be written as JSON."""
    return {
        "transform": list(terrain.transform),
        "crs": terrain.crs,
        "resolution_m": terrain.resolution_m,
        "name": terrain.name,
        "sha256": terrain.sha256,
        "notes": [{"code": n.code, "args": dict(n.args)} for n in terrain.notes],
    }


def terrain_bytes(terrain: Terrain) -> bytes:
    """Return the heights of a terrain to be kept: a compressed ``.npz``, no pickle.

    Equal heights give equal bytes.
    """
    array = io.BytesIO()
    np.lib.format.write_array(
        array, np.ascontiguousarray(terrain.heights, "<f4"), allow_pickle=False
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        # A ZipInfo of our own has no time of writing in it.
        info = zipfile.ZipInfo(_MEMBER)
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, array.getvalue())
    return packed.getvalue()


def terrain_from(content: bytes, about: Mapping[str, Any]) -> Terrain:
    """Return the terrain that `terrain_bytes` and `terrain_about` describe.

    Parameters
    ----------
    content : bytes
        The heights.
    about : mapping
        Everything else.

    Returns
    -------
    Terrain
        Equal to the one described.

    Raises
    ------
    PlanError
        If either was changed by another program: nothing of them is trusted.
    """
    try:
        described = _About.model_validate_json(json.dumps(dict(about)))
        CRS.from_wkt(described.crs)
        a, b, _, d, e, _ = described.transform
        heights = _heights(content)
    except _SPOILT as error:
        raise _spoilt() from error
    if a * e - b * d == 0:
        raise _spoilt()
    return Terrain(
        heights=heights,
        transform=described.transform,
        crs=described.crs,
        resolution_m=described.resolution_m,
        name=described.name,
        sha256=described.sha256,
        notes=tuple(n.note() for n in described.notes),
    )


def _spoilt() -> PlanError:
    return PlanError(
        "The heights kept with this plan cannot be read: remove them and add their "
        "file again."
    )


def _heights(content: bytes) -> NDArray[np.float32]:
    """Unpack heights, never more than a terrain may have."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_MEMBER) as file:
        unpacked = io.BytesIO(file.read(_MAX_BYTES + 1))
    if np.lib.format.read_magic(unpacked) != (1, 0):
        msg = "another version of the format"
        raise ValueError(msg)
    shape, by_columns, dtype = np.lib.format.read_array_header_1_0(unpacked)
    fits = len(shape) == 2 and all(0 < side <= MAX_CELLS for side in shape)
    if not fits or by_columns or dtype != np.dtype("<f4"):
        msg = "another array than heights"
        raise ValueError(msg)
    cells = unpacked.read()
    if len(cells) != 4 * math.prod(shape):
        msg = "cells are missing"
        raise ValueError(msg)
    heights = np.frombuffer(cells, dtype="<f4").reshape(shape).astype(np.float32)
    if np.isinf(heights).any():
        msg = "a height without end"
        raise ValueError(msg)
    return heights

from __future__ import annotations

import io
import zipfile
from typing import Any

import numpy as np
import pytest
from pyproj import CRS

from sbd.errors import PlanError
from sbd.plans.plan import Note
from sbd.plans.terrain import Terrain, terrain_about, terrain_bytes, terrain_from


def some() -> Terrain:
    heights = np.arange(12, dtype=np.float32).reshape(3, 4) / 7
    heights[1, 2] = np.nan
    return Terrain(
        heights,
        (0.5, 0.0, 149_000.25, 0.0, -0.5, 170_000.75),
        CRS.from_epsg(31370).to_wkt(),
        0.5,
        "dtm é.tif",
        "a" * 64,
        (Note("raster_crs_assumed", {"file": "dtm é.tif", "crs": "EPSG:31370"}),),
    )


def test_what_is_kept_reads_back_equal() -> None:
    terrain = some()
    content = terrain_bytes(terrain)
    back = terrain_from(content, terrain_about(terrain))
    assert back.heights.dtype == np.float32
    assert np.array_equal(back.heights, terrain.heights, equal_nan=True)
    assert (back.transform, back.crs, back.resolution_m, back.name, back.sha256) == (
        terrain.transform, terrain.crs, terrain.resolution_m, terrain.name,
        terrain.sha256,
    )  # fmt: skip
    assert back.notes == terrain.notes
    assert terrain_bytes(back) == content


def test_any_program_reads_the_heights() -> None:
    with np.load(io.BytesIO(terrain_bytes(some())), allow_pickle=False) as kept:
        assert np.array_equal(kept["heights"], some().heights, equal_nan=True)


def packed(array: Any = None, *, name: str = "heights.npy", raw: bytes = b"") -> bytes:
    body = io.BytesIO(raw)
    if array is not None:
        np.lib.format.write_array(body, array)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body.getvalue())
    return packed.getvalue()


def header(shape: tuple[int, ...]) -> bytes:
    """The head of an array that claims to be so large."""
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        head, {"descr": "<f4", "fortran_order": False, "shape": shape}
    )
    return head.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04" + bytes(50),
        packed(np.zeros((3, 4))),  # float64
        packed(np.zeros(5, np.float32)),
        packed(np.zeros((2_001, 2), np.float32)),
        packed(np.full((3, 4), np.inf, np.float32)),
        packed(np.zeros((3, 4), np.float32), name="other.npy"),
        packed(np.array([["a", {}]], dtype=object)),  # pickled
        packed(raw=header((2_000, 2_000))),
        packed(raw=header((10**9, 10**9))),
        packed(raw=bytes(40_000_000)),  # a bomb: 40 MB of nothing
        packed(np.zeros((3, 4), np.float32))[:-30],
    ],
)  # fmt: skip
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(PlanError, match="remove them and add their file again"):
        terrain_from(content, terrain_about(some()))


@pytest.mark.parametrize(
    "change",
    [
        {"transform": [1, 2, 3]},
        {"transform": [0, 0, 0, 0, 0, 0]},
        {"transform": [float("nan"), 0, 0, 0, 1, 0]},
        {"crs": "nothing"},
        {"crs": None},
        {"resolution_m": -1},
        {"name": {"a": 1}},
        {"notes": [{"code": "x"}]},
        {"sha256": object()},
    ],
)
def test_other_descriptions_are_refused(change: dict[str, Any]) -> None:
    terrain = some()
    with pytest.raises(PlanError, match="remove them and add their file again"):
        terrain_from(terrain_bytes(terrain), {**terrain_about(terrain), **change})

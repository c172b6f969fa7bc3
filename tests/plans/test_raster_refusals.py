"""Pictures that are refused, and bounds of time, memory and number."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sbd.errors import PlanError
from sbd.plans.rasters import open_picture, open_terrain
from tests.plans.rasters import (
    X,
    Y,
    halves,
    north_up,
    square_plan,
    write_picture,
    write_tiff,
)

PLAN = square_plan()


def bomb(width: int, height: int) -> bytes:
    """The head of a PNG that claims to be so large."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(100_000))
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_png_bomb_is_refused_by_its_head(tmp_path: Path) -> None:
    path, world = write_picture(
        tmp_path / "b.png", Image.new("RGB", (9, 9)), north_up(1)
    )
    path.write_bytes(bomb(60_000, 60_000))
    with pytest.raises(PlanError, match="more than 100 million pixels: cut it"):
        open_picture([path, world], PLAN)


def test_pixels_that_are_missing(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    noise = Image.fromarray(rng.integers(0, 256, (600, 600, 3), np.uint8))
    paths = {name: write_picture(tmp_path / name, noise, north_up(1))
             for name in ("p.png", "p.jpg")}  # fmt: skip
    tiff = write_tiff(tmp_path / "p.tif", np.array(noise)[None, :, :, 0], north_up(1))
    for given in (*paths.values(), [tiff]):
        content = given[0].read_bytes()
        given[0].write_bytes(content[: len(content) // 2])
        with pytest.raises(PlanError, match="cannot be read: it may be damaged"):
            open_picture(given, PLAN)
        given[0].write_bytes(content[:40])
        with pytest.raises(PlanError, match="cannot be read: it may be damaged"):
            open_picture(given, PLAN)


def test_a_vrt_is_no_picture_whatever_it_is_called(tmp_path: Path) -> None:
    secret = write_tiff(tmp_path / "secret.tif", halves(20), north_up(20))
    vrt = tmp_path / "plan.tif"
    vrt.write_text(
        '<VRTDataset rasterXSize="20" rasterYSize="20"><VRTRasterBand dataType="Byte" '
        f'band="1"><SimpleSource><SourceFilename>{secret}</SourceFilename>'
        "</SimpleSource></VRTRasterBand></VRTDataset>"
    )
    for read in (open_picture, open_terrain):
        with pytest.raises(PlanError, match="neither GeoTIFF nor PNG nor JPEG"):
            read([vrt], PLAN)


def test_what_lies_beside_a_picture_is_not_read(tmp_path: Path) -> None:
    """An .aux.xml may move a raster; only what is given counts."""
    transform = north_up(0.5, X - 50, Y + 250)
    path = write_tiff(tmp_path / "a.tif", halves(600), transform)
    alone = open_picture([path], PLAN)
    aux = tmp_path / "a.tif.aux.xml"
    aux.write_text(
        "<PAMDataset><GeoTransform>0,1,0,0,0,-1</GeoTransform>"
        "<SRS>EPSG:4326</SRS></PAMDataset>"
    )
    assert open_picture([path], PLAN).bounds == alone.bounds
    both = open_picture([path, aux], PLAN)
    assert both.bounds == alone.bounds
    (note,) = both.notes
    assert (note.code, note.args) == ("raster_files_ignored", {"files": (aux.name,)})


def test_it_is_said_how_far_a_picture_lies_from_the_plan(tmp_path: Path) -> None:
    # its nearest corner is 450 m east of the site, 300 m beyond the 150 m around it
    path = write_tiff(tmp_path / "e.tif", halves(100), north_up(1, X + 650, Y + 100))
    with pytest.raises(PlanError, match=r"e\.tif lies 300 m away from the plan"):
        open_picture([path], PLAN)
    path = write_tiff(tmp_path / "f.tif", halves(100), north_up(1, X + 9_350, Y + 100))
    with pytest.raises(PlanError, match=r"f\.tif lies 9 km away from the plan"):
        open_picture([path], PLAN)


def test_one_picture_at_a_time(tmp_path: Path) -> None:
    one = write_tiff(tmp_path / "a.tif", halves(20), north_up(20))
    two = write_tiff(tmp_path / "b.tif", halves(20), north_up(20))
    world = tmp_path / "a.tfw"
    world.write_text("1 0 0 -1 0 0")
    for paths in ([], [one, two], [world]):
        with pytest.raises(PlanError, match="Give one GeoTIFF, or one PNG or JPEG"):
            open_picture(paths, PLAN)
    with pytest.raises(PlanError, match=r"c\.tif does not exist"):
        open_picture([tmp_path / "c.tif"], PLAN)


def test_time_is_limited(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "a.tif", halves(600), north_up(1))
    with pytest.raises(PlanError, match=r"a\.tif took longer than 0 s"):
        open_picture([path], PLAN, seconds=0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no memory limit of this kind")
def test_memory_is_limited(tmp_path: Path) -> None:
    image = Image.new("RGB", (9_000, 9_000))
    paths = write_picture(tmp_path / "m.png", image, north_up(0.05))
    with pytest.raises(PlanError, match=r"m\.png, m\.pgw needed too much memory"):
        open_picture(paths, PLAN, memory=1 << 20)


def test_the_files_are_left_alone(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "a.tif", halves(600), north_up(1))
    before = path.read_bytes()
    open_picture([path], PLAN)
    assert [p.name for p in tmp_path.iterdir()] == ["a.tif"]
    assert path.read_bytes() == before

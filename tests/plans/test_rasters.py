"""Where a picture lies, and with which colours."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pyproj import Transformer
from rasterio.transform import Affine
from shapely.geometry import Point

from sbd.errors import PlanError
from sbd.plans.plan import Plan, make_plan
from sbd.plans.rasters import Picture, open_picture
from tests.plans.rasters import (
    BLUE,
    RED,
    SITE,
    X,
    Y,
    halves,
    north_up,
    square_plan,
    write_picture,
    write_tiff,
)

PLAN = square_plan()


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


def web(lon: float, lat: float) -> tuple[float, float]:
    """Web Mercator, written out: what Leaflet does. Source: EPSG:3857."""
    radius = 6_378_137.0
    x = radius * math.radians(lon)
    return x, radius * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


def pixel_of(picture: Picture, plan: Plan, x: float, y: float) -> tuple[float, float]:
    """Where L.imageOverlay shows a point of the plan: column and row."""
    place = plan.to_lonlat(Point(x, y))
    (south, west), (north, east) = picture.bounds
    left, top = web(west, north)
    right, bottom = web(east, south)
    at = web(place.x, place.y)
    width, height = opened(picture).size
    return (
        (at[0] - left) / (right - left) * width,
        (at[1] - top) / (bottom - top) * height,
    )


def colour_at(picture: Picture, x: float, y: float, plan: Plan = PLAN) -> tuple:
    column, row = pixel_of(picture, plan, x, y)
    return opened(picture).convert("RGBA").getpixel((int(column), int(row)))


def near(found: Sequence[int], wanted: Sequence[int], within: int = 12) -> bool:
    return all(abs(a - b) <= within for a, b in zip(found, wanted, strict=False))


# -- where the picture lies -----------------------------------------------------------

#: Crosses at the corners of the site and outside it. [m from its corner]
CROSSES = [(0, 0), (200, 0), (200, 150), (0, 150), (100, 75), (-120, -120), (330, 280)]


def crossed(transform: Affine, size: int) -> np.ndarray:
    cells = np.full((3, size, size), 255, np.uint8)
    for x, y in CROSSES:
        column, row = (round(v) for v in ~transform @ (X + x, Y + y))
        cells[:, row - 8 : row + 8, column - 2 : column + 2] = 0
        cells[:, row - 2 : row + 2, column - 8 : column + 8] = 0
    return cells


def found_at(picture: Picture, column: float, row: float) -> tuple[float, float]:
    """The middle of the ink within 3 m of a pixel."""
    reach = int(3 / picture.resolution_m)
    grey = 255 - np.asarray(opened(picture).convert("L"), dtype=float)
    left, top = int(column) - reach, int(row) - reach
    ink = grey[top : top + 2 * reach, left : left + 2 * reach]
    steps = np.arange(2 * reach) + 0.5
    total = ink.sum()
    return (
        left + (ink.sum(axis=0) * steps).sum() / total,
        top + (ink.sum(axis=1) * steps).sum() / total,
    )


@pytest.mark.parametrize("cell", [0.2, 0.25, 1.0], ids=["averaged", "as_is", "coarse"])
def test_a_cross_in_lambert_72_is_where_the_map_shows_it(
    tmp_path: Path, cell: float
) -> None:
    transform = north_up(cell)
    size = int(600 / cell)
    path = write_tiff(tmp_path / "cross.tif", crossed(transform, size), transform)
    picture = open_picture([path], PLAN)
    assert max(opened(picture).size) <= 2_048
    assert picture.resolution_m >= cell * 0.999
    for x, y in CROSSES if cell < 1 else []:
        column, row = pixel_of(picture, PLAN, X + x, Y + y)
        across, down = found_at(picture, column, row)
        assert math.hypot(across - column, down - row) * picture.resolution_m < 0.1


def test_it_is_cut_to_the_site_and_150_m_around_it(tmp_path: Path) -> None:
    transform = north_up(2, west=X - 2_000, north=Y + 2_000)
    path = write_tiff(tmp_path / "wide.tif", halves(2_000), transform)
    picture = open_picture([path], PLAN)
    (south, west), (north, east) = picture.bounds
    to_plan = Transformer.from_crs(4326, PLAN.crs, always_xy=True)
    left, bottom, right, top = to_plan.transform_bounds(west, south, east, north)
    wanted = SITE.buffer(150).bounds
    # the box north-up on the map is turned a little from that of Lambert 72
    assert np.allclose((left, bottom, right, top), wanted, atol=12)


def test_a_picture_in_another_system_lies_as_its_layers_would(tmp_path: Path) -> None:
    to_utm = Transformer.from_crs(31370, 25831, always_xy=True)
    x, y = to_utm.transform(X + 100, Y + 75)
    transform = north_up(0.5, west=x - 200, north=y + 200)
    path = write_tiff(tmp_path / "utm.tif", halves(800), transform, "EPSG:25831")
    picture = open_picture([path], PLAN)
    assert picture.notes == ()
    for step, colour in ((-3, RED), (3, BLUE)):
        back = to_utm.transform(x + step, y, direction="INVERSE")
        assert near(colour_at(picture, *back), colour)


def test_a_picture_in_degrees(tmp_path: Path) -> None:
    lon, lat = PLAN.to_lonlat(Point(X + 100, Y + 75)).coords[0]
    step = 5e-6
    transform = Affine(step, 0, lon - 400 * step, 0, -step, lat + 400 * step)
    path = write_tiff(tmp_path / "wgs.tif", halves(800), transform, "EPSG:4326")
    picture = open_picture([path], PLAN)
    assert near(colour_at(picture, X + 95, Y + 75), RED)
    assert near(colour_at(picture, X + 105, Y + 75), BLUE)


# -- PNG and JPEG with a world file ---------------------------------------------------


@pytest.mark.parametrize("name", ["scan.png", "photo.jpg"])
def test_a_world_file_places_a_picture(tmp_path: Path, name: str) -> None:
    image = Image.fromarray(np.moveaxis(halves(600), 0, -1))
    paths = write_picture(
        tmp_path / name, image, north_up(0.5, X - 50, Y + 250), quality=95
    )
    picture = open_picture(paths, PLAN)
    assert near(colour_at(picture, X + 97, Y + 75), RED)
    assert near(colour_at(picture, X + 103, Y + 75), BLUE)
    (note,) = picture.notes
    assert (note.code, note.args["crs"]) == ("raster_crs_assumed", "EPSG:31370")


def test_a_world_file_that_turns_the_picture(tmp_path: Path) -> None:
    image = Image.fromarray(np.moveaxis(halves(600), 0, -1))
    turned = (
        Affine.translation(X + 100, Y + 75)
        @ Affine.rotation(30)
        @ Affine.scale(0.5, -0.5)
        @ Affine.translation(-300, -300)
    )
    picture = open_picture(write_picture(tmp_path / "t.png", image, turned), PLAN)
    assert picture.media == "image/png"  # its open corners are kept open
    for column, colour in ((290, RED), (310, BLUE)):
        for row in (20, 300, 580):
            assert near(colour_at(picture, *(turned @ (column, row))), colour)
    assert opened(picture).convert("RGBA").getpixel((0, 0))[3] == 0


def test_the_system_is_that_of_the_prj_else_the_one_given(tmp_path: Path) -> None:
    to_new = Transformer.from_crs(31370, 3812, always_xy=True)
    x, y = to_new.transform(X + 100, Y + 75)
    image = Image.fromarray(np.moveaxis(halves(600), 0, -1))
    place = north_up(0.5, x - 150, y + 150)
    paths = write_picture(tmp_path / "p.png", image, place)
    with pytest.raises(PlanError, match=r"lies \d+ km away from the plan"):
        open_picture(paths, PLAN)
    given = open_picture(paths, PLAN, crs="EPSG:3812")
    prj = tmp_path / "p.prj"
    prj.write_text(Transformer.from_crs(3812, 4326).source_crs.to_wkt("WKT1_ESRI"))
    stated = open_picture([*paths, prj], PLAN, crs="EPSG:31370")
    assert given.bounds == stated.bounds
    assert given.notes == stated.notes == ()
    assert near(colour_at(given, X + 95, Y + 75), RED)


def test_a_tiff_without_place_takes_its_world_file(tmp_path: Path) -> None:
    transform = north_up(0.5, X - 50, Y + 250)
    path = write_tiff(tmp_path / "a.tif", halves(600), None, None)
    with pytest.raises(PlanError, match="does not say where it lies: add its world"):
        open_picture([path], PLAN)
    world = tmp_path / "a.tfw"
    middle = transform @ (0.5, 0.5)
    world.write_text(f"0,5\n0\n0\n-0,5\n{middle[0]}\n{middle[1]}\n")  # decimal commas
    picture = open_picture([path, world], PLAN)
    assert near(colour_at(picture, X + 95, Y + 75), RED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1\n2\n3",
        "a b c d e f",
        "0 0 0 0 1 1",
        "nan 0 0 1 0 0",
        "1 " * 7,
        "\x00" * 99,
    ],
)
def test_a_world_file_with_something_else(tmp_path: Path, text: str) -> None:
    image = Image.new("RGB", (20, 20))
    path, world = write_picture(tmp_path / "p.png", image, north_up(1))
    world.write_text(text)
    with pytest.raises(PlanError, match=r"p\.pgw does not hold the six numbers"):
        open_picture([path, world], PLAN)


def test_a_prj_that_names_nothing(tmp_path: Path) -> None:
    paths = write_picture(tmp_path / "p.png", Image.new("RGB", (20, 20)), north_up(1))
    prj = tmp_path / "p.prj"
    for text in ("", "EPSG:31370", "/etc/passwd", "GEOGCS[", '<?xml version="1.0"?>'):
        prj.write_text(text)
        with pytest.raises(PlanError, match=r"p\.prj names no coordinate system"):
            open_picture([*paths, prj], PLAN)


def test_a_plan_without_a_site_gets_the_picture_of_its_extent(tmp_path: Path) -> None:
    plan = make_plan({}, site=SITE, extent=SITE)
    object.__setattr__(plan, "site", None)
    path = write_tiff(tmp_path / "a.tif", halves(600), north_up(1))
    picture = open_picture([path], plan)
    width, height = opened(picture).size
    assert (width, height) == (pytest.approx(300, abs=12), pytest.approx(250, abs=12))


# -- colours --------------------------------------------------------------------------


def test_a_drawing_is_kept_without_loss_a_photograph_as_jpeg(tmp_path: Path) -> None:
    drawing = write_tiff(tmp_path / "d.tif", halves(600), north_up(1))
    assert open_picture([drawing], PLAN).media == "image/png"
    noise = np.random.default_rng(7).integers(0, 256, (3, 2_400, 2_400), np.uint8)
    photo = write_tiff(tmp_path / "p.tif", noise, north_up(0.25), compress="deflate")
    kept = open_picture([photo], PLAN)
    assert kept.media == "image/jpeg"
    assert len(kept.content) < 2_000_000  # noise is the worst there is


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    image = Image.new("CMYK", (600, 600), (0, 255, 255, 0))
    paths = write_picture(tmp_path / "print.jpg", image, north_up(1), quality=95)
    picture = open_picture(paths, PLAN)
    assert opened(picture).mode == "RGB"
    assert near(colour_at(picture, X + 10, Y + 10), (255, 0, 0))


def test_sixteen_bits_are_scaled_and_told(tmp_path: Path) -> None:
    grey = np.full((600, 600), 1_000, np.uint16)
    grey[:, 300:] = 3_000
    image = Image.fromarray(grey)
    place = north_up(0.5, X - 50, Y + 250)
    png = write_picture(tmp_path / "deep.png", image, place)
    tiff = write_tiff(tmp_path / "deep.tif", grey, place)
    for paths in (png, [tiff]):
        picture = open_picture(paths, PLAN)
        assert "picture_scaled" in [n.code for n in picture.notes]
        assert near(colour_at(picture, X + 95, Y + 75), (0, 0, 0))
        assert near(colour_at(picture, X + 105, Y + 75), (255, 255, 255))


def test_float_pixels_with_holes_are_scaled(tmp_path: Path) -> None:
    grey = np.full((600, 600), 0.25, np.float32)
    grey[:, 300:] = 0.75
    grey[:100] = np.nan
    path = write_tiff(
        tmp_path / "f.tif", grey, north_up(0.5, X - 50, Y + 250), nodata=np.nan
    )
    picture = open_picture([path], PLAN)
    assert near(colour_at(picture, X + 95, Y + 75), (0, 0, 0))
    assert near(colour_at(picture, X + 105, Y + 75), (255, 255, 255))
    assert colour_at(picture, X + 95, Y + 225)[3] == 0


def test_a_palette_with_a_transparent_colour_stays_open_there(tmp_path: Path) -> None:
    image = Image.new("P", (600, 600), 1)
    image.putpalette([255, 255, 255, *RED])
    image.paste(0, (300, 0, 600, 600))
    paths = write_picture(
        tmp_path / "scan.png", image, north_up(0.5, X - 50, Y + 250), transparency=0
    )
    picture = open_picture(paths, PLAN)
    assert picture.media == "image/png"
    assert near(colour_at(picture, X + 95, Y + 75), (*RED, 255))
    assert colour_at(picture, X + 105, Y + 75)[3] == 0


def test_the_palette_of_a_tiff(tmp_path: Path) -> None:
    import rasterio

    cells = np.zeros((600, 600), np.uint8)
    cells[:, 300:] = 7
    path = write_tiff(
        tmp_path / "p.tif", cells, north_up(0.5, X - 50, Y + 250), photometric="palette"
    )
    with rasterio.open(path, "r+") as data:
        data.write_colormap(1, {0: (*RED, 255), 7: (*BLUE, 255)})
    picture = open_picture([path], PLAN)
    assert near(colour_at(picture, X + 95, Y + 75), RED)
    assert near(colour_at(picture, X + 105, Y + 75), BLUE)


def test_what_a_picture_says_beside_its_pixels_is_dropped(tmp_path: Path) -> None:
    image = Image.fromarray(np.moveaxis(halves(600), 0, -1))
    told = Image.Exif()
    told[0x010E] = "Secret words"  # ImageDescription
    told[0x0112] = 6  # turned by the camera: the world file is for the pixels as stored
    place = north_up(0.5, X - 50, Y + 250)
    for name in ("p.jpg", "p.png"):
        picture = open_picture(
            write_picture(tmp_path / name, image, place, exif=told, comment=b"Secret"),
            PLAN,
        )
        assert b"Secret" not in picture.content
        assert not opened(picture).getexif()
        assert near(colour_at(picture, X + 95, Y + 75), RED, 20)

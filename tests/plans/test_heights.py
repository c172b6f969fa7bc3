"""Heights of the ground from a local GeoTIFF: cut out, in metres, told."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rasterio.transform import Affine
from shapely.geometry import Point

from sbd.errors import PlanError
from sbd.plans.rasters import open_terrain, with_terrain
from sbd.plans.read import read_plan
from tests.plans.odd_files import feature, polygon, write_geojson
from tests.plans.rasters import (
    SITE,
    X,
    Y,
    halves,
    north_up,
    plane,
    square_plan,
    write_picture,
    write_tiff,
)

PLAN = square_plan()


def test_heights_are_cut_out_and_not_touched(tmp_path: Path) -> None:
    transform = north_up(0.5, X - 1_000, Y + 1_000)
    cells = plane(transform, (3_000, 4_000), 0.05, -0.02, 60)
    path = write_tiff(tmp_path / "dtm.tif", cells, transform, compress="deflate")
    terrain = open_terrain(path, PLAN)
    a, b, c, d, e, f = terrain.transform
    assert (a, b, d, e) == (0.5, 0, 0, -0.5)
    column, row = (int(v) for v in ~transform @ (c, f))
    rows, columns = terrain.heights.shape
    assert np.array_equal(
        terrain.heights, cells[row : row + rows, column : column + columns]
    )
    # the site and 150 m around it, and two cells to spare
    assert (c, f) == (X - 151, Y + 301)
    assert (columns, rows) == (1_004, 904)
    assert terrain.resolution_m == pytest.approx(0.5)
    assert (terrain.name, terrain.notes) == ("dtm.tif", ())


def test_too_many_cells_are_averaged(tmp_path: Path) -> None:
    transform = north_up(0.1, X - 160, Y + 310)
    cells = plane(transform, (4_700, 5_200), 0.05, -0.02, 60)
    path = write_tiff(tmp_path / "fine.tif", cells, transform, compress="deflate")
    terrain = open_terrain(path, PLAN)
    assert max(terrain.heights.shape) <= 2_000
    assert terrain.resolution_m == pytest.approx(0.3)
    own = Affine(*terrain.transform)
    assert np.allclose(
        terrain.heights, plane(own, terrain.heights.shape, 0.05, -0.02, 60), atol=2e-5
    )


def test_missing_heights_are_not_a_number(tmp_path: Path) -> None:
    cells = np.full((600, 600), 50, np.float32)
    cells[:300] = -9999  # stated below
    cells[300:310] = -32768  # a mark that nobody stated
    cells[310:320] = np.inf
    path = write_tiff(tmp_path / "h.tif", cells, north_up(1), nodata=-9999)
    heights = open_terrain(path, PLAN).heights
    assert set(np.unique(heights[~np.isnan(heights)])) == {50}
    assert np.isnan(heights[0]).all()


def test_a_file_without_any_height_here(tmp_path: Path) -> None:
    cells = np.full((600, 600), -9999, np.float32)
    path = write_tiff(tmp_path / "h.tif", cells, north_up(1), nodata=-9999)
    with pytest.raises(PlanError, match="holds no heights where the plan lies"):
        open_terrain(path, PLAN)


@pytest.mark.parametrize(
    ("unit", "metres"), [("", 1), ("metre", 1), ("ft", 0.3048), ("cm", 0.01)]
)
def test_heights_become_metres(tmp_path: Path, unit: str, metres: float) -> None:
    cells = np.full((600, 600), 100, np.float32)
    path = write_tiff(tmp_path / "h.tif", cells, north_up(1), units=unit)
    assert open_terrain(path, PLAN).heights.max() == pytest.approx(100 * metres)


def test_an_unknown_unit_is_refused(tmp_path: Path) -> None:
    cells = np.full((600, 600), 100, np.float32)
    path = write_tiff(tmp_path / "h.tif", cells, north_up(1), units="fathom")
    with pytest.raises(PlanError, match="heights in 'fathom': export it with heights"):
        open_terrain(path, PLAN)


def test_a_vertical_system_in_feet(tmp_path: Path) -> None:
    cells = np.full((600, 600), 100, np.float32)
    path = write_tiff(tmp_path / "h.tif", cells, north_up(1), "EPSG:31370+8228")
    terrain = open_terrain(path, PLAN)  # NAVD88 height (ft)
    assert terrain.heights.max() == pytest.approx(30.48)
    assert terrain.notes == ()


def test_whole_numbers_with_a_scale(tmp_path: Path) -> None:
    import rasterio

    cells = np.full((600, 600), 5_025, np.int16)
    path = write_tiff(tmp_path / "h.tif", cells, north_up(1))
    with rasterio.open(path, "r+") as data:
        data.scales, data.offsets = [0.01], [10.0]
    assert open_terrain(path, PLAN).heights.max() == pytest.approx(60.25)


def test_heights_in_degrees_keep_their_own_cells(tmp_path: Path) -> None:
    lon, lat = PLAN.to_lonlat(Point(X + 100, Y + 75)).coords[0]
    step = 1 / 3600 / 10
    transform = Affine(step, 0, lon - 300 * step, 0, -step, lat + 300 * step)
    cells = np.full((600, 600), 80, np.float32)
    path = write_tiff(tmp_path / "h.tif", cells, transform, "EPSG:4326")
    terrain = open_terrain(path, PLAN)
    # a tenth of a second: 3.09 m north, 1.95 m east at this latitude
    assert terrain.resolution_m == pytest.approx(math.sqrt(3.09 * 1.955), abs=0.01)
    assert terrain.transform[0] == pytest.approx(step)


def test_a_tiff_without_a_system_takes_the_plans(tmp_path: Path) -> None:
    cells = np.full((600, 600), 80, np.float32)
    path = write_tiff(tmp_path / "h.tif", cells, north_up(1), None)
    terrain = open_terrain(path, PLAN)
    (note,) = terrain.notes
    assert note.code == "raster_crs_assumed"
    codes = [n.code for n in with_terrain(PLAN, terrain).notes]
    assert codes == ["raster_crs_assumed", "terrain_used"]


def test_a_world_file_beside_heights_is_found(tmp_path: Path) -> None:
    cells = np.full((600, 600), 80, np.float32)
    path = write_tiff(tmp_path / "h[1].tif", cells, None, None)
    (tmp_path / "h[1].tfw").write_text(f"1 0 0 -1 {X - 199.5} {Y + 399.5}")
    assert open_terrain(path, PLAN).transform[0] == 1


@pytest.mark.parametrize("cells", [halves(600), halves(600)[0]], ids=["rgb", "grey"])
def test_a_picture_is_not_heights(tmp_path: Path, cells: np.ndarray) -> None:
    path = write_tiff(tmp_path / "p.tif", cells, north_up(1))
    with pytest.raises(PlanError, match="is a picture, not heights"):
        open_terrain(path, PLAN)
    paths = write_picture(tmp_path / "p.png", Image.new("L", (600, 600)), north_up(1))
    with pytest.raises(PlanError, match="is a picture, not heights"):
        open_terrain(paths, PLAN)


def test_the_plan_tells_which_heights_it_uses(tmp_path: Path) -> None:
    cells = np.full((600, 600), 80, np.float32)
    first = open_terrain(write_tiff(tmp_path / "a.tif", cells, north_up(1), None), PLAN)
    second = open_terrain(write_tiff(tmp_path / "b.tif", cells, north_up(1)), PLAN)
    plan = with_terrain(with_terrain(PLAN, first), second)
    (note,) = plan.notes
    assert note.args == {"name": "b.tif", "resolution_m": 1.0}
    assert plan.terrain is second


def test_a_plan_is_read_with_its_heights(tmp_path: Path) -> None:
    site = write_geojson(
        tmp_path / "plan.geojson",
        feature(
            polygon([list(p) for p in PLAN.to_lonlat(SITE).exterior.coords]),
            kind="site",
        ),
    )
    cells = np.full((600, 600), 80, np.float32)
    heights = write_tiff(tmp_path / "dtm.tif", cells, north_up(1))
    plan = read_plan(site, heights=heights)
    assert plan.terrain is not None
    assert plan.terrain.name == "dtm.tif"
    assert "terrain_used" in [n.code for n in plan.notes]
    assert read_plan(site).terrain is None
    with pytest.raises(PlanError, match=r"none\.tif does not exist"):
        read_plan(site, heights=tmp_path / "none.tif")

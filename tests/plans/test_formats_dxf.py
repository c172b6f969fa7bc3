from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ezdxf
import pytest
from ezdxf.document import Drawing

from sbd.errors import PlanError
from sbd.plans.open_files import open_files
from sbd.plans.raw import RawLayer, RawPlan
from tests.plans.odd_files import codes

SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10)]


def drawing(insunits: int = 6) -> Drawing:
    document = ezdxf.new("R2010")
    document.header["$INSUNITS"] = insunits
    return document


def read(tmp_path: Path, document: Drawing) -> RawPlan:
    path = tmp_path / "plan.dxf"
    document.saveas(path)
    return open_files([path])


def shapes(tmp_path: Path, draw: Callable[[Any], Any]) -> list[Any]:
    document = drawing()
    draw(document.modelspace())
    return list(read(tmp_path, document).layers[0].frame.geometry)


def by_name(plan: RawPlan) -> dict[str, RawLayer]:
    return {layer.name: layer for layer in plan.layers}


def test_layers_blocks_colours_and_handles(tmp_path: Path) -> None:
    document = drawing()
    document.layers.add("POLLER", color=3)
    block = document.blocks.new("PAAL")
    block.add_circle((0, 0), 0.1)
    model = document.modelspace()
    model.add_blockref("PAAL", (1, 2), dxfattribs={"layer": "POLLER"})
    model.add_line((0, 0), (3, 4), dxfattribs={"layer": "Mur é", "color": 5})
    layers = by_name(read(tmp_path, document))
    row = layers["POLLER"].frame.iloc[0]
    assert (row["layer"], row["block"], row["colour"]) == ("POLLER", "PAAL", 3)
    assert (row.geometry.x, row.geometry.y) == (1, 2)
    row = layers["Mur é"].frame.iloc[0]
    assert (row["block"], row["colour"], row.geometry.length) == (None, 5, 5)
    assert row["handle"]
    assert layers["POLLER"].unit == "m"
    assert layers["POLLER"].frame.crs is None


@pytest.mark.parametrize(
    ("insunits", "unit"),
    [
        (0, None),
        (1, "in"),
        (2, "ft"),
        (4, "mm"),
        (5, "cm"),
        (6, "m"),
        (14, "dm"),
        (3, None),
    ],
)
def test_units(tmp_path: Path, insunits: int, unit: str | None) -> None:
    document = drawing(insunits)
    document.modelspace().add_point((1, 2))
    plan = read(tmp_path, document)
    assert plan.layers[0].unit == unit
    assert ("dxf_unit_not_supported" in codes(plan)) == (insunits == 3)


def test_closed_polylines_are_areas_and_open_ones_lines(tmp_path: Path) -> None:
    def draw(model: Any) -> None:
        model.add_lwpolyline(SQUARE, close=True)
        model.add_lwpolyline([*SQUARE, SQUARE[0]])
        model.add_lwpolyline(SQUARE)
        model.add_polyline3d([(x, y, 5) for x, y in SQUARE], close=True)
        model.add_lwpolyline([(0, 0), (5, 0)], close=True)

    found = shapes(tmp_path, draw)
    types = [s.geom_type for s in found]
    assert types == ["Polygon", "Polygon", "LineString", "Polygon", "LineString"]
    assert [s.area for s in found[:4]] == [100, 100, 0, 100]
    assert not any(s.has_z for s in found)


def test_curves_are_flattened(tmp_path: Path) -> None:
    def draw(model: Any) -> None:
        model.add_circle((0, 0), 5)
        model.add_arc((0, 0), 5, 0, 180)
        model.add_ellipse((0, 0), (4, 0), ratio=0.5)
        model.add_spline([(0, 0), (5, 5), (10, 0)])
        model.add_lwpolyline([(0, 0, 1), (2, 0, 1)], format="xyb", close=True)
        model.add_spline_control_frame([(0, 0), (1, 1), (2, 0), (3, 1)])

    circle, arc, ellipse, spline, bulge, frame = shapes(tmp_path, draw)
    assert circle.area == pytest.approx(math.pi * 25, rel=5e-3)
    assert arc.geom_type == "LineString"
    assert arc.length == pytest.approx(math.pi * 5, rel=5e-3)
    assert ellipse.area == pytest.approx(math.pi * 8, rel=5e-3)
    assert spline.geom_type == frame.geom_type == "LineString"
    assert spline.coords[-1] == (10, 0)
    assert bulge.area == pytest.approx(math.pi, rel=2e-2)


def test_an_entity_seen_from_below_is_not_mirrored_away(tmp_path: Path) -> None:
    down = {"extrusion": (0, 0, -1)}
    (shape,) = shapes(tmp_path, lambda m: m.add_circle((5, 0), 1, dxfattribs=down))
    assert shape.centroid.x == pytest.approx(-5)


def test_hatches_with_islands(tmp_path: Path) -> None:
    def draw(model: Any) -> None:
        hatch = model.add_hatch()
        hatch.paths.add_polyline_path(SQUARE, is_closed=True)
        inner = [(2, 2), (4, 2), (4, 4), (2, 4)]
        hatch.paths.add_polyline_path(inner, is_closed=True)
        edges = model.add_hatch().paths.add_edge_path()
        edges.add_arc((20, 0), 2, 0, 360)

    with_island, disc = shapes(tmp_path, draw)
    assert with_island.area == 96
    assert disc.area == pytest.approx(math.pi * 4, rel=2e-2)


def test_solids_and_faces_are_areas(tmp_path: Path) -> None:
    def draw(model: Any) -> None:
        model.add_solid([(0, 0), (2, 0), (0, 2), (2, 2)])
        model.add_3dface([(0, 0, 1), (3, 0, 1), (3, 3, 1), (0, 3, 1)])

    assert [s.area for s in shapes(tmp_path, draw)] == [4, 9]


def test_text_and_the_like_are_told(tmp_path: Path) -> None:
    document = drawing()
    model = document.modelspace()
    model.add_point((1, 2))
    model.add_text("bench")
    model.add_text("bench")
    model.add_mtext("x")
    document.layout("Layout1").add_point((5, 5))
    plan = read(tmp_path, document)
    assert len(plan.layers[0].frame) == 1
    assert codes(plan)["dxf_ignored"] == {
        "file": "plan.dxf",
        "names": ("TEXT", "MTEXT"),
        "n": 3,
    }


def test_a_block_that_holds_the_plan_is_opened(tmp_path: Path) -> None:
    document = drawing()
    bench = document.blocks.new("BANK")
    bench.add_lwpolyline([(0, 0), (2, 0), (2, 0.6), (0, 0.6)], close=True)
    plan_block = document.blocks.new("PLAN")
    plan_block.add_line((0, 0), (100, 0), dxfattribs={"layer": "0"})
    plan_block.add_blockref("BANK", (5, 5), dxfattribs={"layer": "banken"})
    document.modelspace().add_blockref("PLAN", (10, 0), dxfattribs={"layer": "ontwerp"})
    plan = read(tmp_path, document)
    layers = by_name(plan)
    assert layers["ontwerp"].frame.geometry.iloc[0].bounds == (10, 0, 110, 0)
    row = layers["banken"].frame.iloc[0]
    assert (row["block"], row.geometry.x) == ("BANK", 15)
    assert codes(plan)["dxf_blocks_opened"]["names"] == ("PLAN",)


def test_rows_and_columns_of_a_block(tmp_path: Path) -> None:
    document = drawing()
    document.blocks.new("PAAL").add_circle((0, 0), 0.1)
    grid = {"row_count": 2, "column_count": 3, "row_spacing": 5, "column_spacing": 2}
    document.modelspace().add_blockref("PAAL", (0, 0), dxfattribs=grid)
    frame = read(tmp_path, document).layers[0].frame
    assert sorted((p.x, p.y) for p in frame.geometry) == [
        (x, y) for x in (0, 2, 4) for y in (0, 5)
    ]


def test_a_block_repeated_without_end_is_refused(tmp_path: Path) -> None:
    document = drawing()
    document.blocks.new("PAAL").add_circle((0, 0), 0.1)
    counts = {"row_count": 32_000, "column_count": 32_000}
    grid = {**counts, "row_spacing": 1, "column_spacing": 1}
    document.modelspace().add_blockref("PAAL", (0, 0), dxfattribs=grid)
    with pytest.raises(PlanError, match="more than 200,000 features"):
        read(tmp_path, document)


def test_blocks_inside_themselves_come_to_an_end(tmp_path: Path) -> None:
    document = drawing()
    block = document.blocks.new("A")
    block.add_line((0, 0), (100, 0))
    block.add_blockref("A", (1, 1))
    document.modelspace().add_blockref("A", (0, 0))
    plan = read(tmp_path, document)
    assert len(plan.layers[0].frame) >= 1


def test_layers_switched_off_are_told(tmp_path: Path) -> None:
    document = drawing()
    document.layers.add("oud").off()
    document.modelspace().add_point((1, 2), dxfattribs={"layer": "oud"})
    plan = read(tmp_path, document)
    assert codes(plan)["dxf_layers_hidden"]["layers"] == ("oud",)


def test_a_georeference_gives_the_crs(shared_data: Path) -> None:
    path = shared_data / "cad-dxf" / "houses_of_parliament_georeferenced.dxf"
    plan = open_files([path])
    (layer,) = plan.layers
    assert layer.frame.crs.to_epsg() == 27700
    place = layer.frame.to_crs(4326).geometry.iloc[0].centroid
    # Stated in the file itself: 51.4983 -0.1256.
    assert (place.y, place.x) == pytest.approx((51.4993, -0.1248), abs=2e-3)
    assert codes(plan)["dxf_georeferenced"]["crs"] == "EPSG:27700"


def test_a_georeference_of_another_kind_is_told(tmp_path: Path) -> None:
    document = drawing()
    document.modelspace().add_point((1, 2))
    document.modelspace().new_geodata()
    plan = read(tmp_path, document)
    assert plan.layers[0].frame.crs is None
    assert "dxf_georeference_unused" in codes(plan)


def test_empty_truncated_and_text_only_drawings(tmp_path: Path) -> None:
    path = tmp_path / "plan.dxf"
    document = drawing()
    document.saveas(path)
    with pytest.raises(PlanError, match="holds no usable entities"):
        open_files([path])
    for n in range(500):
        document.modelspace().add_line((n, 0), (n, 5))
    document.saveas(path)
    raw = path.read_bytes()
    for share in (0.02, 0.2, 0.7):
        path.write_bytes(raw[: int(len(raw) * share)])
        with pytest.raises(PlanError, match="holds no usable entities"):
            open_files([path])


def test_binary_and_old_drawings(tmp_path: Path) -> None:
    for version in ("R12", "R2018"):
        document = ezdxf.new(version)
        document.modelspace().add_line((0, 0), (3, 4))
        path = tmp_path / f"{version}.dxf"
        document.saveas(path, fmt="bin")
        assert open_files([path]).layers[0].frame.geometry.iloc[0].length == 5


def test_a_damaged_drawing_is_recovered(shared_data: Path) -> None:
    plan = open_files([shared_data / "cad-dxf" / "recover01.dxf"])
    assert sum(len(layer.frame) for layer in plan.layers) > 1_000
    assert {"dxf_recovered", "dxf_cut_off"} <= set(codes(plan))


def test_the_bollards_of_a_real_drawing_stay_points(shared_data: Path) -> None:
    path = (
        shared_data / "dortmund-marsbruchplatz" / "derived" / "marsbruchplatz-25832.dxf"
    )
    layers = by_name(open_files([path]))
    assert len(layers["POLLER"].frame) == 5
    assert len(layers["BELEUCHTUNG"].frame) == 51
    assert layers["POLLER"].frame["block"].notna().all()

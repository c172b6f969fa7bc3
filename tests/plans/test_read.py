"""The door as a whole: several files, ids, order, options, real sites."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box

import sbd.plans.formats.drivers  # noqa: F401 - narrows GDAL before pyogrio loads
from sbd.errors import PlanError, QuestionError
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan
from sbd.plans.read import read_plan
from tests.plans.drawings import (
    SITE,
    X,
    Y,
    at,
    codes,
    layer,
    osm,
    plan,
    rectangle,
    told,
)

FIELD = rectangle(0, 0, 40, 30)
SITES = (
    "be-brussels-forte-dei-marmi",
    "be-wechelderzande",
    "berlin-karl-marx-platz",
    "breda-grote-markt",
    "dortmund-marsbruchplatz",
    "helsinki-mannerheiminaukio",
    "monaco-place-d-armes",
)


def frame(*geometry: Any, **columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(geometry), crs="EPSG:31370")


def same_plan(one: Plan, other: Plan) -> None:
    assert list(one.layers) == list(other.layers)
    for kind in one.layers:
        assert_geodataframe_equal(one.layers[kind], other.layers[kind])
    assert one.extent.equals(other.extent)
    assert one.declared == other.declared


# -- files ----------------------------------------------------------------------------


def test_one_file_per_layer_is_one_plan(tmp_path: Path) -> None:
    parts = {
        "site": frame(FIELD),
        "bomen": frame(at(1, 1), at(2, 2)),
        "Bänke": frame(at(3, 3)),
    }
    paths = []
    for name, part in parts.items():
        paths.append(tmp_path / f"{name}.geojson")
        part.to_crs(4326).to_file(paths[-1], driver="GeoJSON")
    whole = tmp_path / "whole.gpkg"
    for name, part in parts.items():
        part.to_crs(4326).to_file(whole, layer=name, driver="GPKG")
    read, twin = read_plan(paths), read_plan(whole)
    assert {k: len(v) for k, v in read.layers.items()} == {
        "bench": 1, "site": 1, "tree": 2,
    }  # fmt: skip
    assert read.site is not None
    assert read.site.area == pytest.approx(1_200, rel=0.001)
    assert read.variant == "site"
    assert list(read.layers) == list(twin.layers)
    for kind in read.layers:
        assert read.of(kind).geom_equals_exact(twin.of(kind), 0.001).all()


def test_a_native_geopackage_is_complete_without_options(tmp_path: Path) -> None:
    path = tmp_path / "plein-b.gpkg"
    frame(
        FIELD,
        at(5, 5),
        kind=["site", "bench"],
        id=["s", "b1"],
        name=["Plein", None],
        space_type=["square", None],
        declares=["bench,tree", None],
        length_m=[None, 1.8],
    ).to_file(path, layer="plan", driver="GPKG")
    read = read_plan(path)
    assert (read.name, read.variant, read.space_type) == ("Plein", "plein-b", "square")
    assert read.crs.to_epsg() == 31370
    assert read.of("bench").loc["b1", "length_m"] == 1.8
    assert read.known("tree")
    assert len(read.sha256) == 64


def test_the_site_may_come_in_its_own_file(tmp_path: Path) -> None:
    frame(at(5, 5)).to_file(tmp_path / "bomen.gpkg", driver="GPKG")
    frame(FIELD).to_file(tmp_path / "area.gpkg", driver="GPKG")
    read = read_plan([tmp_path / "bomen.gpkg"], site=tmp_path / "area.gpkg")
    assert read.site is not None
    assert read.judged.area == pytest.approx(1_200)


def test_a_file_given_twice_is_the_site(tmp_path: Path) -> None:
    trees, area = tmp_path / "bomen.gpkg", tmp_path / "groen.gpkg"
    frame(at(5, 5)).to_file(trees, driver="GPKG")
    frame(FIELD).to_file(area, driver="GPKG")
    read = read_plan([trees, area], site=area)
    assert list(read.layers) == ["site", "tree"]


def test_one_file_may_be_plan_and_site(tmp_path: Path) -> None:
    path = tmp_path / "plan.gpkg"
    frame(at(5, 5)).to_file(path, layer="bomen", driver="GPKG")
    frame(FIELD).to_file(path, layer="perimeter", driver="GPKG")
    read = read_plan(path, site=path)
    assert read.judged.area == pytest.approx(1_200)
    assert list(read.layers) == ["site", "tree"]


def test_notes_of_the_files_come_first(tmp_path: Path) -> None:
    # A bow tie is mended by the reader of files, and said so.
    knot = gpd.GeoSeries.from_wkt(["POLYGON ((0 0, 9 9, 9 0, 0 9, 0 0))"]).translate(
        X, Y
    )
    path = tmp_path / "groen.gpkg"
    frame(knot.iloc[0]).to_file(path, driver="GPKG")
    assert codes(read_plan(path))[0] == "geometry_repaired"


# -- options --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "answer"),
    [
        ({"space_type": "plaza"}, "street, pedestrian_zone, square, park"),
        ({"design_phase": "draft"}, "sketch, preliminary, permit, works, in_use"),
        ({"risk": "high"}, "none, normal, raised"),
        ({"design_vehicle": "tank"}, "M1, N1, 7t, heavy"),
        ({"declare": ("benches",)}, "bench, "),
        ({"assume": ("everything",)}, "tree-crowns"),
        ({"vocabulary": "mine"}, "auto, native, osm, urbis, layers"),
    ],
)
def test_options_that_do_not_exist_are_answered(
    option: dict[str, Any], answer: str, tmp_path: Path
) -> None:
    path = tmp_path / "bomen.gpkg"
    frame(at(5, 5)).to_file(path, driver="GPKG")
    with pytest.raises(PlanError) as caught:
        read_plan(path, **option)
    assert answer in str(caught.value)


def test_wrong_options_are_told_together() -> None:
    with pytest.raises(PlanError, match=r"(?s)--space-type.*--risk.*--declare"):
        read_plan("none.gpkg", space_type="a", risk="b", declare=("c",))


def test_comma_lists_are_parted(tmp_path: Path) -> None:
    path = tmp_path / "bomen.gpkg"
    frame(at(5, 5)).to_file(path, driver="GPKG")
    read = read_plan(path, declare=["tree, bench"], assume=["tree-crowns,bench-length"])
    assert read.declared == {"tree", "bench"}
    assert read.assumed == ("bench-length", "tree-crowns")


# -- ids ------------------------------------------------------------------------------


def test_ids_of_the_source_are_kept() -> None:
    read = plan(
        layer("things", [at(1, 1)], kind=["bench"], id=["B-07"]),
        layer("bomen", [at(2, 2)], osm_id=["n12"]),
        osm(("n5", {"highway": "street_lamp"}, at(3, 3))),
    )
    assert read.of("bench").index.tolist() == ["B-07"]
    assert read.of("tree").index.tolist() == ["n12"]
    assert read.of("lamp").index.tolist() == ["n5"]


def test_elements_without_an_id_are_numbered_from_west_to_east() -> None:
    read = plan(layer("bomen", [at(9, 0), at(1, 0), at(5, 0)]))
    trees = read.of("tree").geometry.x - X
    assert trees.to_dict() == {"bomen-1": 1, "bomen-2": 5, "bomen-3": 9}


def test_ids_used_twice_are_renamed_and_told() -> None:
    read = plan(
        layer("a", [at(1, 1), at(2, 2)], kind=["bench", "lamp"], id=["1", "1"]),
        layer("b", [at(3, 3)], kind=["bench"], id=["1"]),
    )
    ids = [i for kind in read.layers for i in read.of(kind).index]
    assert ids == ["bench-1", "bench-1-2", "lamp-1"]
    assert told(read, "duplicate_ids") == [{"n": 3}]


def test_one_object_of_two_kinds_has_two_ids() -> None:
    steps = LineString([(X, Y), (X + 3, Y)])
    read = plan(osm(("w1", {"highway": "steps"}, steps)))
    assert read.of("footway").index.tolist() == ["w1"]
    assert read.of("step").index.tolist() == ["w1:step"]
    assert "duplicate_ids" not in codes(read)


def test_what_two_overlapping_files_both_hold_is_one_thing() -> None:
    tree = ("n1", {"natural": "tree"}, at(1, 1))
    read = plan(osm(tree), osm(tree))
    assert len(read.of("tree")) == 1
    assert told(read, "repeated") == [{"n": 1}]


# -- order ----------------------------------------------------------------------------

THINGS: list[tuple[str, dict[str, str], Any]] = [
    ("n1", {"natural": "tree", "height": "9"}, at(2, 2)),
    ("n2", {"barrier": "bollard"}, at(3, 3)),
    ("n3", {"barrier": "bollard"}, at(4.5, 3)),
    ("w1", {"barrier": "bollard"}, LineString([(X + 3, Y + 3), (X + 4.5, Y + 3)])),
    ("w2", {"building": "yes"}, rectangle(20, 0, 30, 9)),
    ("n4", {"shop": "bakery"}, at(25, 9.5)),
    ("w3", {"highway": "footway"}, LineString([(X, Y + 12), (X + 20, Y + 12)])),
    ("w4", {"highway": "footway"}, LineString([(X + 20, Y + 12), (X + 40, Y + 12)])),
    ("w5", {"highway": "steps"}, LineString([(X + 5, Y + 20), (X + 9, Y + 20)])),
    ("n5", {"highway": "crossing"}, at(10, 25)),
    ("n6", {"highway": "crossing", "tactile_paving": "yes"}, at(10.3, 25)),
    ("w6", {"highway": "footway", "footway": "crossing", "crossing": "marked"},
     LineString([(X + 10, Y + 22), (X + 10, Y + 28)])),
]  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(st.permutations(THINGS), st.permutations(range(6)))
def test_the_order_of_elements_does_not_matter(things: Any, order: Any) -> None:
    spots = [at(n, 29) for n in range(6)]
    drawn = layer("banken", [spots[n] for n in order])
    reordered = plan(SITE, osm(*things), drawn, assume=("all",))
    same_plan(
        reordered, plan(SITE, osm(*THINGS), layer("banken", spots), assume=("all",))
    )


# -- real sites -----------------------------------------------------------------------


def read_site(shared_data: Path, name: str, **options: Any) -> Plan:
    folder = shared_data / name
    files = sorted(folder.glob("*.osm*"))
    return read_plan(files, site=folder / "site_boundary.geojson", **options)


@pytest.mark.parametrize("name", SITES)
def test_every_real_site_reads(shared_data: Path, name: str) -> None:
    read = read_site(shared_data, name)
    assert read.judged.area > 500
    assert read.has("building")
    assert read.tolerance_m == 0.02
    for kind, elements in read.layers.items():
        assert elements.index.is_unique
        assert elements.is_valid.all()
        shapes = set(elements.geom_type)
        allowed = {"point": "Point", "line": "LineString", "area": "Polygon"}
        assert shapes <= {allowed[s] for s in KINDS[kind].shapes} | {"MultiPolygon"}


def test_what_helsinki_holds(shared_data: Path) -> None:
    read = read_site(shared_data, "helsinki-mannerheiminaukio")
    # The source has 33 bollards and rows of them; one row has its bollards too.
    assert len(read.of("lamp")) == 112
    assert len(read.of("bollard")) == 32
    assert {"kind": "bollard", "n": 1} in told(read, "mapped_twice")
    assert len(read.of("tree")) == 81
    assert read.of("lamp")["height_m"].isna().all()
    assert read.route_source == "centrelines"
    assert read.crs.to_epsg() == 32635


def test_lamps_of_monaco_are_unknown_and_not_none(shared_data: Path) -> None:
    read = read_site(shared_data, "monaco-place-d-armes")
    assert not read.known("lamp")


def test_urbis_surfaces_carry_their_warning(shared_data: Path) -> None:
    read = read_plan(
        shared_data / "be-schaerbeek-place-colignon" / "place-colignon-31370.gpkg"
    )
    assert read.crs.to_epsg() == 31370
    assert read.judged.area == pytest.approx(3_640, abs=5)
    assert len(read.of("tree")) == 184
    assert len(read.of("cycle_stand")) == 35
    chosen = {n["layer"]: n["vocabulary"] for n in told(read, "layer_read")}
    assert chosen == {
        "street_surfaces": "urbis", "street_nodes": "urbis", "bicycle_racks": "layers",
        "trees": "layers", "green": "osm", "poi": "osm",
    }  # fmt: skip
    assert "urbis_surfaces" in codes(read)


def test_a_drawing_without_a_crs_is_a_question(shared_data: Path) -> None:
    path = shared_data / "dortmund-marsbruchplatz/derived/marsbruchplatz-25832.dxf"
    with pytest.raises(QuestionError, match="--crs EPSG:25832"):
        read_plan(path)


def test_assumptions_on_a_real_site(shared_data: Path) -> None:
    read = read_site(shared_data, "berlin-karl-marx-platz", assume=("all",))
    assert len(read.assumed) == 11
    assert not read.of("lamp")["height_m"].isna().any()
    assert not read.of("carriageway")["limit_kmh"].isna().any()
    assert read.of("footway").area.sum() > 500
    recorded = [(s.element_id, s.kind, s.attribute) for s in read.supplied]
    assert len(recorded) == len(set(recorded))


def test_the_middle_of_a_plan_in_degrees_is_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "bomen.geojson"
    tree = gpd.GeoDataFrame(geometry=[Point(4.3517, 50.8466)], crs=4326)
    tree.to_file(path, driver="GeoJSON")
    back = read_plan(path).to_lonlat(read_plan(path).of("tree").geometry.iloc[0])
    assert math.isclose(back.x, 4.3517, abs_tol=1e-7)
    assert math.isclose(back.y, 50.8466, abs_tol=1e-7)


def test_boxes_far_from_any_crs_are_a_question() -> None:
    with pytest.raises(QuestionError):
        plan(layer("gebouwen", [box(0, 0, 1e7, 1e7)], crs=None, file="a.dxf"))

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from sbd.errors import PlanError
from sbd.plans.open_files import open_files
from sbd.plans.raw import RawLayer, RawPlan
from tests.plans.odd_files import (
    SQUARE,
    codes,
    feature,
    point,
    polygon,
    write_geojson,
)

OPEN_RING = SQUARE[:-1]
BOW_TIE = [[0, 0], [10, 10], [10, 0], [0, 10], [0, 0]]


def read(tmp_path: Path, *features: Any, **members: Any) -> RawPlan:
    return open_files([write_geojson(tmp_path / "plan.geojson", *features, **members)])


def only(plan: RawPlan) -> RawLayer:
    assert len(plan.layers) == 1
    return plan.layers[0]


def area(layer: RawLayer) -> float:
    return float(shapely.area(layer.frame.geometry.array[0]))


def test_mixed_types_stay_in_one_layer(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[0, 0], [3, 4]]}
    plan = read(tmp_path, feature(point(1, 2)), feature(line), feature(polygon(SQUARE)))
    types = list(only(plan).frame.geom_type)
    assert types == ["Point", "LineString", "Polygon"]
    assert shapely.length(only(plan).frame.geometry.array[1]) == 5


def test_a_bare_geometry_and_a_bare_feature(tmp_path: Path) -> None:
    path = tmp_path / "bare.json"
    for body in (polygon(SQUARE), feature(polygon(SQUARE), a=1)):
        path.write_text(json.dumps(body))
        assert area(only(open_files([path]))) == 100


@pytest.mark.parametrize("mark", ["", "\x1e"])
def test_a_text_sequence(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "plan.geojsons"
    lines = [mark + json.dumps(feature(point(i, i), n=i)) for i in range(3)]
    path.write_text("\n".join(lines) + "\n")
    assert list(only(open_files([path])).frame["n"]) == [0, 1, 2]


def test_an_open_ring_is_closed(tmp_path: Path) -> None:
    plan = read(tmp_path, feature(polygon(OPEN_RING)))
    assert area(only(plan)) == 100
    assert codes(plan)["rings_closed"] == {
        "file": "plan.geojson",
        "layer": "plan",
        "n": 1,
    }


def test_a_bow_tie_is_repaired_and_stays_an_area(tmp_path: Path) -> None:
    plan = read(tmp_path, feature(polygon(BOW_TIE)))
    assert only(plan).frame.is_valid.all()
    assert area(only(plan)) == pytest.approx(50)
    assert codes(plan)["geometry_repaired"]["n"] == 1


def test_a_flat_polygon_and_a_line_without_length_are_dropped(tmp_path: Path) -> None:
    flat = polygon([[0, 0], [5, 0], [9, 0], [0, 0]])
    still = {"type": "LineString", "coordinates": [[1, 1], [1, 1]]}
    plan = read(tmp_path, feature(flat), feature(still), feature(point(1, 1)))
    assert list(only(plan).frame.geom_type) == ["Point"]
    assert codes(plan)["geometry_unusable"]["n"] == 2


def test_two_point_rings_and_bad_coordinates_are_counted(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        feature(polygon([[0, 0], [1, 1]])),
        feature(point("1", "2")),
        feature({"type": "Point", "coordinates": [5]}),
        feature({"type": "Circle", "coordinates": [1, 1]}),
        {"type": "Feature", "properties": {}},
        "not a feature",
        feature(point(1, 2)),
    )
    assert len(only(plan).frame) == 1
    assert codes(plan)["geometry_malformed"]["n"] == 6


def test_nothing_and_empty_geometries_are_counted(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        feature(None),
        feature({"type": "Polygon", "coordinates": []}),
        feature({"type": "Point", "coordinates": []}),
        feature({"type": "GeometryCollection", "geometries": []}),
        feature(point(1, 2)),
    )
    assert len(only(plan).frame) == 1
    assert codes(plan)["geometry_missing"]["n"] == 4


def test_coordinates_that_are_no_numbers(tmp_path: Path) -> None:
    nan = float("nan")
    plan = read(
        tmp_path,
        feature(point(nan, 1)),
        feature(point(1, float("inf"))),
        feature(point(1, 2)),
    )
    assert len(only(plan).frame) == 1
    assert codes(plan)["geometry_not_finite"]["n"] == 2


def test_heights_are_left_out(tmp_path: Path) -> None:
    ring = [[x, y, 7, 9] for x, y in SQUARE]
    plan = read(tmp_path, feature(polygon(ring)))
    assert not only(plan).frame.has_z.any()
    assert codes(plan)["heights_ignored"]["n"] == 1


def test_a_collection_becomes_one_feature_per_dimension(tmp_path: Path) -> None:
    inner = {"type": "GeometryCollection", "geometries": [point(9, 9), polygon(SQUARE)]}
    outer = {"type": "GeometryCollection", "geometries": [point(8, 8), inner]}
    plan = read(tmp_path, feature(outer, name="a"))
    assert list(only(plan).frame.geom_type) == ["MultiPoint", "Polygon"]
    assert list(only(plan).frame["name"]) == ["a", "a"]
    assert codes(plan)["collections_split"]["n"] == 1


@pytest.mark.parametrize(
    ("name", "epsg"),
    [
        ("urn:ogc:def:crs:EPSG::31370", 31370),
        ("EPSG:3812", 3812),
        ("urn:ogc:def:crs:EPSG:6.9:32632", 32632),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
    ],
)
def test_the_crs_named(tmp_path: Path, name: str, epsg: int) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    plan = read(tmp_path, feature(point(1, 2)), crs=crs)
    assert only(plan).frame.crs.to_epsg() == epsg


def test_a_crs_that_nobody_knows_is_none(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "my own grid"}}
    plan = read(tmp_path, feature(point(1, 2)), crs=crs)
    assert only(plan).frame.crs is None
    assert codes(plan)["crs_not_understood"]["crs"] == "my own grid"


def test_an_epsg_code_that_does_not_exist_is_none(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:999999"}}
    plan = read(tmp_path, feature(point(1, 2)), crs=crs)
    assert only(plan).frame.crs is None
    assert "crs_not_understood" in codes(plan)


def test_metres_that_claim_to_be_degrees_have_no_crs(tmp_path: Path) -> None:
    plan = read(tmp_path, feature(point(150_000, 170_000)))
    assert only(plan).frame.crs is None
    assert "crs_not_degrees" in codes(plan)


def test_an_id_beside_the_properties_is_a_column(tmp_path: Path) -> None:
    thing = feature(point(1, 2), name="a") | {"id": "bench-1"}
    assert list(only(read(tmp_path, thing)).frame["id"]) == ["bench-1"]


def test_a_byte_order_mark_utf16_and_windows_text(tmp_path: Path) -> None:
    body = json.dumps(feature(point(1, 2), name="café œuf"), ensure_ascii=False)
    path = tmp_path / "plan.geojson"
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        path.write_bytes(body.encode(encoding))
        plan = open_files([path])
        assert list(only(plan).frame["name"]) == ["café œuf"]
    assert codes(plan)["encoding_assumed"]["encoding"] == "windows-1252"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"type": "FeatureCollection", "features": [', "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
        ("", "is empty"),
        ("   \n", "is empty"),
        ("[1, 2]", "is a JSON file, but not GeoJSON"),
        ('{"type": "Topology"}', "is a TopoJSON file"),
        ('{"geometryType": "esriGeometryPoint"}', "is an Esri JSON file"),
        ('{"type": "CityJSON", "version": "2.0"}', "is a CityJSON city model"),
        ('{"type": "FeatureCollection"}', "is a JSON file, but not GeoJSON"),
        ('{"type": "FeatureCollection", "features": {}}', "has no list of features"),
        ("hello", "is called .geojson but does not hold that"),
    ],
)
def test_what_is_no_geojson_is_refused(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "plan.geojson"
    path.write_text(text)
    with pytest.raises(PlanError, match=sentence):
        open_files([path])


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    names = {f"c{i}": i for i in range(501)}
    with pytest.raises(PlanError, match="more than 500 attributes"):
        read(tmp_path, feature(point(1, 2), **names))

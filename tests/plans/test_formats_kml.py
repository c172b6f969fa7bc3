from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from sbd.errors import PlanError
from sbd.plans.open_files import open_files
from sbd.plans.raw import RawPlan
from tests.plans.odd_files import KML, PIN, codes, write_zip

RING = "0,0,5 10,0,5 10,10,5 0,10,5 0,0,5"


def read(tmp_path: Path, body: str) -> RawPlan:
    path = tmp_path / "plan.kml"
    path.write_text(KML.format(body), encoding="utf-8")
    return open_files([path])


def ring(text: str) -> str:
    return f"<LinearRing><coordinates>{text}</coordinates></LinearRing>"


def placemark(geometry: str) -> str:
    return f"<Placemark>{geometry}</Placemark>"


def test_folders_become_layers(tmp_path: Path) -> None:
    folders = "".join(
        f"<Folder><name>{name}</name>{PIN.format(name)}</Folder>"
        for name in ("Bancs", "Arbres")
    )
    plan = read(
        tmp_path, f"<Document><name>Place</name>{PIN.format('x')}{folders}</Document>"
    )
    assert [layer.name for layer in plan.layers] == ["Place", "Bancs", "Arbres"]
    assert all(layer.frame.crs.to_epsg() == 4326 for layer in plan.layers)
    assert plan.layers[1].frame.geometry.iloc[0].equals(shapely.Point(4.3, 50.8))


def test_folders_of_one_name_keep_the_folders_around_them(tmp_path: Path) -> None:
    inner = f"<Folder><name>Trees</name>{PIN.format('x')}</Folder>"
    body = "".join(f"<Folder><name>{n}</name>{inner}</Folder>" for n in "AB")
    plan = read(tmp_path, f"<Document>{body}</Document>")
    assert [layer.name for layer in plan.layers] == ["A/Trees", "B/Trees"]


def test_extended_data_becomes_columns(tmp_path: Path) -> None:
    extended = (
        '<Placemark id="p7"><name>a</name><description>b &lt;b&gt;</description>'
        '<ExtendedData><Data name="kind"><value>bench</value></Data>'
        '<SchemaData><SimpleData name="length_m">1.8</SimpleData></SchemaData>'
        "</ExtendedData><Point><coordinates>1,2</coordinates></Point></Placemark>"
    )
    row = read(tmp_path, extended).layers[0].frame.iloc[0]
    assert row.drop("geometry").to_dict() == {
        "id": "p7",
        "name": "a",
        "description": "b <b>",
        "kind": "bench",
        "length_m": "1.8",
    }


def test_a_polygon_with_a_hole(tmp_path: Path) -> None:
    hole = ring("1,1 2,1 2,2 1,2 1,1")
    body = (
        f"<Polygon><outerBoundaryIs>{ring(RING)}</outerBoundaryIs>"
        f"<innerBoundaryIs>{hole}</innerBoundaryIs></Polygon>"
    )
    (shape,) = read(tmp_path, placemark(body)).layers[0].frame.geometry
    assert shape.area == 99


def test_an_open_ring_is_closed(tmp_path: Path) -> None:
    body = (
        f"<Polygon><outerBoundaryIs>{ring('0,0 4,0 4,4')}</outerBoundaryIs></Polygon>"
    )
    plan = read(tmp_path, placemark(body))
    assert plan.layers[0].frame.geometry.iloc[0].area == 8
    assert codes(plan)["rings_closed"]["n"] == 1


def test_multi_geometry(tmp_path: Path) -> None:
    dot = "<Point><coordinates>1,1</coordinates></Point>"
    way = "<LineString><coordinates>0,0 3,4</coordinates></LineString>"
    plan = read(
        tmp_path,
        placemark(f"<MultiGeometry>{dot}{dot}</MultiGeometry>")
        + placemark(f"<MultiGeometry>{dot}{way}</MultiGeometry>"),
    )
    types = list(plan.layers[0].frame.geom_type)
    assert types == ["MultiPoint", "Point", "LineString"]
    assert codes(plan)["collections_split"]["n"] == 1


@pytest.mark.parametrize(
    "text", ["1,2 3,4", " 1,2,0\n3,4,0 ", "1, 2, 0 3, 4, 0", "1,2 3,4,9"]
)
def test_ways_to_write_coordinates(tmp_path: Path, text: str) -> None:
    body = f"<LineString><coordinates>{text}</coordinates></LineString>"
    (shape,) = read(tmp_path, placemark(body)).layers[0].frame.geometry
    assert list(shape.coords) == [(1, 2), (3, 4)]


def test_a_track_is_a_line(tmp_path: Path) -> None:
    body = (
        '<gx:Track xmlns:gx="http://www.google.com/kml/ext/2.2">'
        "<gx:coord>1 2 3</gx:coord><gx:coord>4 6 3</gx:coord></gx:Track>"
    )
    (shape,) = read(tmp_path, placemark(body)).layers[0].frame.geometry
    assert shape.length == 5


def test_what_cannot_be_used_is_counted(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        PIN.format("good")
        + "<Placemark><name>nothing</name></Placemark>"
        + placemark("<Point><coordinates>a,b</coordinates></Point>")
        + "<GroundOverlay><name>x</name></GroundOverlay>",
    )
    assert len(plan.layers[0].frame) == 1
    found = codes(plan)
    assert found["geometry_missing"]["n"] == 1
    assert found["geometry_malformed"]["n"] == 1
    assert found["kml_ignored"]["types"] == ("GroundOverlay",)


@pytest.mark.parametrize(
    "body", ["<Document>", "<a>&nbsp;</a>", "</kml>", "<Placemark>"]
)
def test_a_damaged_file_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(PlanError, match="is not well-formed KML"):
        read(tmp_path, body)


def test_a_kml_cut_off_and_one_without_namespace(tmp_path: Path) -> None:
    path = tmp_path / "plan.kml"
    path.write_text(f"<kml><Document>{PIN.format('x')}</Document></kml>")
    assert len(open_files([path]).layers) == 1
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(PlanError, match="is not well-formed KML"):
        open_files([path])


def test_kmz(tmp_path: Path) -> None:
    document = KML.format(
        f"<Document><name>D</name>{PIN.format('x')}</Document>"
    ).encode()
    files = {"files/icon.png": b"x", "doc.kml": document, "more/other.kml": b"<kml/>"}
    plan = open_files([write_zip(tmp_path / "plan.kmz", files)])
    assert [(x.file, x.name, x.format) for x in plan.layers] == [
        ("plan.kmz", "D", "kml")
    ]
    assert codes(plan)["archive_ignored"]["names"] == ("more_other.kml",)

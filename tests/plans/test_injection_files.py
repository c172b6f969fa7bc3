"""Files built to do harm: every one is refused or harmless."""

from __future__ import annotations

import http.server
import json
import sqlite3
import stat
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sbd.errors import PlanError
from sbd.plans.formats.archive import MAX_UNPACKED
from sbd.plans.open_files import open_files
from tests.plans.odd_files import (
    KML,
    PIN,
    codes,
    feature,
    frame,
    point,
    shapefile_bytes,
    write,
    write_geojson,
    write_zip,
)

SECRET = "kept to myself"
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 100}">' for n in range(10)
)


@contextmanager
def web_server() -> Iterator[tuple[str, list[str]]]:
    """Serve on this machine and yield the address and the paths asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of this machine that an uploaded plan must not reach."""
    folder = tmp_path / "private"
    folder.mkdir()
    return write_geojson(folder / "secret.geojson", feature(point(1, 2), said=SECRET))


@pytest.mark.parametrize("name", ["plan.geojson", "plan.vrt", "plan.gpkg", "plan.shp"])
def test_a_virtual_dataset_is_refused(tmp_path: Path, secret: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="secret">'
        f"<SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )
    with pytest.raises(PlanError, match="a GDAL virtual dataset that points to other"):
        open_files([path])


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="w" xmlns:gml='
        '"http://www.opengis.net/gml"/>',
        '{"type": "GDALG", "command_line": "gdal vector pipeline ! read x"}',
        "/vsicurl/http://127.0.0.1/x.geojson",
        "http://127.0.0.1/x.geojson",
        "PG:dbname=x",
    ],
)
def test_gml_pipelines_and_addresses_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.geojson"
    path.write_text(text)
    with pytest.raises(PlanError):
        open_files([path])


@pytest.mark.parametrize("key", ["crs", "\\u0063rs", "CRS"])
def test_a_linked_crs_is_not_fetched(tmp_path: Path, key: str) -> None:
    with web_server() as (address, asked):
        body = json.dumps(feature(point(1, 2)))
        link = json.dumps({"type": "link", "properties": {"href": f"{address}/crs"}})
        path = tmp_path / "plan.geojson"
        path.write_text(
            f'{{"type": "FeatureCollection", "{key}": {link}, "features": [{body}]}}'
        )
        plan = open_files([path])
        assert asked == []
    assert len(plan.layers[0].frame) == 1


def test_a_projection_file_is_not_followed(tmp_path: Path) -> None:
    with web_server() as (address, asked):
        path = write(tmp_path / "plan.shp", frame())
        path.with_suffix(".prj").write_text(f"{address}/crs.prj")
        assert open_files([path]).layers[0].frame.crs is None
        assert asked == []


def test_network_links_are_never_followed(tmp_path: Path, secret: Path) -> None:
    with web_server() as (address, asked):
        link = "<NetworkLink><Link><href>{}</href></Link></NetworkLink>"
        links = link.format(f"{address}/more.kml") + link.format(secret)
        path = tmp_path / "plan.kml"
        path.write_text(KML.format(f"<Document>{PIN.format('a')}{links}</Document>"))
        plan = open_files([path])
        assert asked == []
    assert codes(plan)["network_links_ignored"]["n"] == 2
    assert len(plan.layers) == 1


@pytest.mark.parametrize("declared", [LAUGHS, '<!ENTITY l9 SYSTEM "file://{secret}">'])
def test_entities_in_kml_are_refused(
    tmp_path: Path, secret: Path, declared: str
) -> None:
    path = tmp_path / "plan.kml"
    declared = declared.replace("{secret}", str(secret))
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE kml [{declared}]>'
        f"<kml>{PIN.format('&l9;')}</kml>"
    )
    with pytest.raises(PlanError, match="declares XML entities"):
        open_files([path])


@pytest.mark.parametrize("declared", [LAUGHS, '<!ENTITY l9 SYSTEM "file://{secret}">'])
def test_entities_in_openstreetmap_are_refused(
    tmp_path: Path, secret: Path, declared: str
) -> None:
    path = tmp_path / "plan.osm"
    declared = declared.replace("{secret}", str(secret))
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE osm [{declared}]><osm version="0.6">'
        '<node id="1" lon="4" lat="50" version="1"><tag k="name" v="&l9;"/></node>'
        "</osm>"
    )
    with pytest.raises(PlanError, match="declare entities"):
        open_files([path])


def test_nested_collections_and_arrays_come_to_an_end(tmp_path: Path) -> None:
    path = tmp_path / "plan.geojson"
    opening = '{"type": "GeometryCollection", "geometries": ['
    for depth in (900, 50_000):
        path.write_text(opening * depth + "]}" * depth)
        with pytest.raises(PlanError):
            open_files([path])


def test_markup_in_attributes_comes_through_as_text(tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)></script>"
    path = write_geojson(tmp_path / "plan.geojson", feature(point(1, 2), name=name))
    # Escaping is the task of what shows it; reading keeps it as it is.
    assert open_files([path]).layers[0].frame["name"].iloc[0] == name


def bomb(suffix: str) -> dict[str, bytes]:
    return {f"plan{suffix}": bytes(MAX_UNPACKED + 1)}


@pytest.mark.parametrize(("name", "suffix"), [("p.zip", ".shp"), ("p.kmz", ".kml")])
def test_a_zip_bomb(tmp_path: Path, name: str, suffix: str) -> None:
    path = write_zip(tmp_path / name, bomb(suffix))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(PlanError, match="unpacks to more than 200 MB"):
        open_files([path])


def test_a_bomb_below_the_size_is_known_by_its_ratio(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "p.zip", {"plan.shp": bytes(20_000_000)})
    with pytest.raises(PlanError, match="far more than a plan does"):
        open_files([path])


def test_a_header_that_lies_about_the_size(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "p.zip", {"plan.shp": bytes(30_000_000)})
    raw = bytearray(path.read_bytes())
    told = struct.pack("<I", 30_000_000)
    assert raw.count(told) == 2
    path.write_bytes(raw.replace(told, struct.pack("<I", 1_000)))
    with pytest.raises(PlanError, match=r"cannot be unpacked|unpacks to more"):
        open_files([path])


@pytest.mark.parametrize(
    "name",
    ["../plan.shp", "/etc/plan.shp", "..\\plan.shp", "C:\\plan.shp", "a/../../p.shp"],
)
def test_names_that_lead_out_of_the_archive(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "p.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(PlanError, match="leads out of the archive"):
        open_files([path])
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("extra", ["inner.zip", "plan.vrt", "inner.kmz"])
def test_an_archive_or_a_reference_beside_the_shapefile(
    tmp_path: Path, extra: str
) -> None:
    files = shapefile_bytes(tmp_path, frame()) | {extra: b"x"}
    path = write_zip(tmp_path / "p.zip", files)
    with pytest.raises(PlanError, match="another archive or refers to other files"):
        open_files([path])


def test_a_link_in_an_archive(tmp_path: Path, secret: Path) -> None:
    path = tmp_path / "p.zip"
    info = zipfile.ZipInfo("plan.shp")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, str(secret))
    with pytest.raises(PlanError, match="holds a link to another file"):
        open_files([path])


def test_folders_in_folders_too_many_files_and_a_locked_zip(tmp_path: Path) -> None:
    deep = write_zip(tmp_path / "deep.zip", {"a/b/plan.shp": b"x"})
    with pytest.raises(PlanError, match="folders inside folders"):
        open_files([deep])
    many = write_zip(tmp_path / "many.zip", {f"{n}.shp": b"" for n in range(2_001)})
    with pytest.raises(PlanError, match="more than 2000 files"):
        open_files([many])
    some = write_zip(tmp_path / "some.zip", {f"{n}.shp": b"" for n in range(200)})
    with pytest.raises(PlanError, match="more than 30 shapefiles"):
        open_files([some])
    locked = write_zip(tmp_path / "locked.zip", {"plan.shp": b"x"})
    raw = bytearray(locked.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(raw)
    with pytest.raises(PlanError, match="locked with a password"):
        open_files([locked])


def test_a_damaged_zip(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "p.zip", shapefile_bytes(tmp_path, frame()))
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(PlanError, match="cannot be unpacked"):
        open_files([path])


@pytest.mark.parametrize("files", [{}, {"readme.txt": b"x"}, {"plan.gpkg": b"x"}])
def test_a_zip_without_a_shapefile(tmp_path: Path, files: dict[str, bytes]) -> None:
    path = write_zip(tmp_path / "p.zip", files)
    with pytest.raises(PlanError, match="is a packed archive: unpack it"):
        open_files([path])


def test_a_geopackage_with_a_table_that_reaches_out(
    tmp_path: Path, secret: Path
) -> None:
    path = write(tmp_path / "plan.gpkg", frame())
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA writable_schema = 1")
        db.execute(
            "INSERT INTO sqlite_master VALUES ('table', 'out', 'out', 0, "
            f"'CREATE VIRTUAL TABLE \"out\" USING VirtualOGR(''{secret}'')')"
        )
    with pytest.raises(PlanError, match="refers to something outside it"):
        open_files([path])


def test_a_drawing_with_an_entity_bomb_in_its_georeference(tmp_path: Path) -> None:
    import ezdxf

    document = ezdxf.new("R2010")
    document.modelspace().add_point((1, 2))
    geodata = document.modelspace().new_geodata()
    geodata.coordinate_system_definition = (
        f'<?xml version="1.0"?><!DOCTYPE a [{LAUGHS}]><a>&l9;</a>'
    )
    path = tmp_path / "plan.dxf"
    document.saveas(path)
    assert "dxf_georeference_unused" in codes(open_files([path]))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.dwg", b"AC1032....", "is a DWG drawing: save it as DXF"),
        ("a.dxf", b"AC1027....", "is a DWG drawing: save it as DXF"),
        ("a.pdf", b"%PDF-1.7", "is a PDF: "),
        ("a.tif", b"II*\x00....", "is a TIFF picture: "),
        ("a.png", b"\x89PNG\r\n", "is a picture: "),
        ("a.ifc", b"ISO-10303-21;", "is an IFC building model: "),
        ("a.dgn", b"\x08\x09\xfe\x02", "is a MicroStation DGN drawing: "),
        ("a.dgn", b"\xd0\xcf\x11\xe0\xa1", "is a MicroStation DGN drawing: "),
        ("a.rvt", b"\xd0\xcf\x11\xe0\xa1", "is a Revit model: "),
        ("a.skp", b"\xff\xfe\xff\x0eS\x00k\x00", "is a SketchUp model: "),
        ("a.csv", b"x,y\n1,2\n", "is a table of values: "),
        ("a.gml", b'<a xmlns="http://www.opengis.net/gml/3.2"/>', "is a GML file: "),
        ("a.gpx", b"<gpx/>", "is a GPX track: "),
        ("a.svg", b"<svg/>", "is an SVG drawing: "),
        ("a.html", b"<!DOCTYPE html><html>", "is a web page: "),
        ("a.xml", b"<LandXML/>", "is a LandXML file: "),
        ("a.osc", b"<osmChange/>", "is an OpenStreetMap change file: "),
        ("a.xml", b"<thing/>", "is an XML file of an unknown kind: "),
        ("a.qgs", b"<!DOCTYPE qgis><qgis/>", "is a QGIS project: "),
        ("a.las", b"LASF", "is a point cloud: "),
        ("a.osm.gz", b"\x1f\x8b\x08", "is a packed archive: "),
        ("a.o5m", b"\xff\xe0\x04o5m2", "is an o5m file: "),
        ("a.tab", b"!table", "is a MapInfo file: "),
        ("a.gdbtable", b"\x03\x00", "is an Esri file geodatabase: "),
        (
            "a.mdb",
            b"\x00\x01\x00\x00Standard Jet DB",
            "is a Microsoft Access database: ",
        ),
        ("a.3dm", b"3D Geometry File Format", "is a Rhino model: "),
        ("a.bin", b"\x01\x02\x03", "is not in a format that can be read here: "),
        ("a.gpkg", b"\x01\x02\x03", "is called .gpkg but does not hold that: "),
        ("a.dxf", bytes(50), "is empty: "),
    ],
)
def test_other_formats_are_refused_by_name(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(PlanError) as caught:
        open_files([path])
    assert str(caught.value).startswith(f"{name} {sentence}")


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("xl/workbook.xml", "is a spreadsheet"),
        ("word/document.xml", "is an office document"),
    ],
)
def test_office_documents_are_refused_by_name(
    tmp_path: Path, inside: str, sentence: str
) -> None:
    path = write_zip(tmp_path / "a", {"[Content_Types].xml": b"", inside: b""})
    with pytest.raises(PlanError, match=sentence):
        open_files([path])

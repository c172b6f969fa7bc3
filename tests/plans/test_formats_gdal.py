from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point, Polygon, box

from sbd.errors import PlanError
from sbd.plans.open_files import open_files
from tests.plans.odd_files import (
    codes,
    dbf,
    frame,
    shapefile_bytes,
    squares,
    write,
    write_zip,
)


def test_all_layers_of_a_geopackage(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.gpkg", frame(3), "benches")
    write(path, squares(kind=["site"]), "site", append=True)
    plan = open_files([path])
    assert [(x.name, len(x.frame)) for x in plan.layers] == [
        ("benches", 3),
        ("site", 1),
    ]
    assert plan.layers[1].frame.crs.to_epsg() == 31370
    assert list(plan.layers[1].frame["kind"]) == ["site"]


def test_a_table_without_geometry_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.gpkg", frame())
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE remarks (id INTEGER PRIMARY KEY, text TEXT)")
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
            "VALUES ('remarks', 'attributes', 'remarks')"
        )
    plan = open_files([path])
    assert [layer.name for layer in plan.layers] == ["plan"]
    assert codes(plan)["layers_without_geometry"]["layers"] == ("remarks",)


def test_a_view_is_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.gpkg", frame())
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE VIEW seen AS SELECT fid AS OGC_FID, geom FROM plan")
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
            "VALUES ('seen', 'features', 'seen', 31370)"
        )
        db.execute(
            "INSERT INTO gpkg_geometry_columns VALUES ('seen','geom','POINT',31370,0,0)"
        )
    plan = open_files([path])
    assert [layer.name for layer in plan.layers] == ["plan"]
    assert codes(plan)["layers_skipped"]["layers"] == ("seen",)


def test_text_of_a_log_not_yet_merged_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.gpkg", frame(2, name=["a", "b"]))
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("DROP TRIGGER IF EXISTS rtree_plan_geom_update1")
        db.execute("DROP TRIGGER IF EXISTS rtree_plan_geom_update6")
        triggers = db.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        for (name,) in triggers.fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("UPDATE plan SET name = 'c' WHERE name = 'b'")
        db.commit()
        assert list(open_files([path]).layers[0].frame["name"]) == ["a", "c"]


@pytest.mark.parametrize("cut", [200, 5_000, 60_000])
def test_a_geopackage_cut_off(tmp_path: Path, cut: int) -> None:
    path = write(tmp_path / "plan.gpkg", frame(200))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(PlanError, match="cannot be read as GeoPackage"):
        open_files([path])


def test_an_sqlite_file_that_is_no_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE t (a)")
    with pytest.raises(PlanError, match="is an SQLite database, but not a GeoPackage"):
        open_files([path])
    path = path.rename(tmp_path / "plan.gpkg")
    with pytest.raises(PlanError, match="has no layer with geometry"):
        open_files([path])


def test_content_decides_over_the_suffix(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.gpkg", frame())
    path = path.rename(tmp_path / "plan.geojson")
    assert open_files([path]).layers[0].format == "gpkg"


def test_flatgeobuf(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.fgb", frame(3, name=["a", "é", None]))
    (layer,) = open_files([path]).layers
    assert (layer.format, layer.name) == ("flatgeobuf", "plan")
    assert sorted(layer.frame["name"].dropna()) == ["a", "é"]
    path.write_bytes(path.read_bytes()[:120])
    with pytest.raises(PlanError, match="cannot be read as FlatGeobuf"):
        open_files([path])


def test_heights_and_measures_are_left_out(tmp_path: Path) -> None:
    data = gpd.GeoDataFrame(geometry=[Point(1, 2, 3)], crs=31370)
    plan = open_files([write(tmp_path / "plan.gpkg", data)])
    assert not plan.layers[0].frame.has_z.any()
    assert codes(plan)["heights_ignored"]["n"] == 1


def test_invalid_and_missing_geometries(tmp_path: Path) -> None:
    tie = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    data = gpd.GeoDataFrame(geometry=[tie, None, box(0, 0, 1, 1)], crs=31370)
    plan = open_files([write(tmp_path / "plan.gpkg", data)])
    assert plan.layers[0].frame.is_valid.all()
    assert {k: v["n"] for k, v in codes(plan).items()} == {
        "geometry_missing": 1,
        "geometry_repaired": 1,
    }


def test_a_shapefile_beside_its_siblings(tmp_path: Path) -> None:
    path = write(tmp_path / "Bancs.shp", frame(2, naam=["é", "b"]))
    (layer,) = open_files([path]).layers
    assert (layer.file, layer.name, layer.format) == ("Bancs.shp", "Bancs", "shapefile")
    assert list(layer.frame["naam"]) == ["é", "b"]
    assert layer.frame.crs.to_epsg() == 31370


def test_all_parts_may_be_given(tmp_path: Path) -> None:
    write(tmp_path / "a.shp", frame())
    assert len(open_files(sorted(tmp_path.iterdir())).layers) == 1


def test_upper_case_suffixes(tmp_path: Path) -> None:
    write(tmp_path / "a.shp", frame())
    for part in list(tmp_path.iterdir()):
        part.rename(part.with_name(part.name.upper()))
    (layer,) = open_files([tmp_path / "A.SHP"]).layers
    assert layer.frame.crs is not None


@pytest.mark.parametrize("part", ["dbf", "shx", "prj", "cpg"])
def test_a_part_alone_is_refused(tmp_path: Path, part: str) -> None:
    path = write(tmp_path / "a.shp", frame()).with_suffix(f".{part}")
    with pytest.raises(PlanError, match=r"one part of a shapefile: give the \.shp"):
        open_files([path])


def test_missing_parts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.shp", frame(2, name=["x", "y"]))
    whole = open_files([path]).layers[0].frame
    path.with_suffix(".prj").unlink()
    assert open_files([path]).layers[0].frame.crs is None
    path.with_suffix(".shx").unlink()
    plan = open_files([path])
    assert plan.layers[0].frame.geometry.to_wkb().equals(whole.geometry.to_wkb())
    path.with_suffix(".dbf").unlink()
    plan = open_files([path])
    assert list(plan.layers[0].frame.columns) == ["geometry"]
    assert set(codes(plan)) == {"index_rebuilt", "attributes_missing"}


@pytest.mark.parametrize(
    ("raw", "code_page", "cpg", "noted"),
    [
        ("œuf €".encode("cp1252"), 0x57, None, None),
        ("œuf €".encode("cp1252"), 0x00, None, "cp1252"),
        ("œuf €".encode(), 0x00, None, "utf-8"),
        ("œuf €".encode(), 0x57, "UTF-8", None),
        ("œuf €".encode("cp1252"), 0x00, "UTF-8", "cp1252"),
    ],
)
def test_encodings(
    tmp_path: Path, raw: bytes, code_page: int, cpg: str | None, noted: str | None
) -> None:
    path = write(tmp_path / "a.shp", frame(1))
    path.with_suffix(".dbf").write_bytes(dbf([raw], code_page=code_page))
    path.with_suffix(".cpg").unlink()
    if cpg:
        path.with_suffix(".cpg").write_text(cpg)
    plan = open_files([path])
    assert list(plan.layers[0].frame["name"]) == ["œuf €"]
    assert codes(plan).get("encoding_assumed", {}).get("encoding") == noted


def test_a_cell_cut_inside_a_letter(tmp_path: Path) -> None:
    path = write(tmp_path / "a.shp", frame(1))
    cell = ("é" * 9 + "aéb").encode()[:20]
    path.with_suffix(".dbf").write_bytes(dbf([cell]))
    assert open_files([path]).layers[0].frame["name"].iloc[0] == "é" * 9 + "a"


def test_a_shapefile_cut_off(tmp_path: Path) -> None:
    path = write(tmp_path / "a.shp", frame(50))
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(PlanError, match="cannot be read as shapefile"):
        open_files([path])


def test_several_shapefiles_in_a_zip(tmp_path: Path) -> None:
    lines = gpd.GeoDataFrame(geometry=[LineString([(0, 0), (3, 4)])], crs=31370)
    files = {
        **shapefile_bytes(tmp_path, frame(2), "bancs", "plan/"),
        **shapefile_bytes(tmp_path, lines, "muurs", "plan/"),
        "plan/readme.txt": b"hello",
    }
    path = write_zip(tmp_path / "plan.zip", files)
    plan = open_files([path])
    assert [(x.file, x.name) for x in plan.layers] == [
        ("plan.zip", "bancs"),
        ("plan.zip", "muurs"),
    ]
    assert plan.layers[0].frame.crs.to_epsg() == 31370
    assert codes(plan)["archive_ignored"]["names"] == ("plan_readme.txt",)


def test_equal_names_in_two_folders_keep_their_folder(tmp_path: Path) -> None:
    files = {
        **shapefile_bytes(tmp_path, frame(1), "plan", "a/"),
        **shapefile_bytes(tmp_path, frame(2), "plan", "b/"),
    }
    plan = open_files([write_zip(tmp_path / "p.zip", files)])
    assert [(x.name, len(x.frame)) for x in plan.layers] == [
        ("a_plan", 1),
        ("b_plan", 2),
    ]


def test_a_set_without_shp_is_told(tmp_path: Path) -> None:
    files = shapefile_bytes(tmp_path, frame(1), "good")
    files["lost.dbf"] = dbf([b"x"])
    plan = open_files([write_zip(tmp_path / "p.zip", files)])
    assert codes(plan)["shapefile_incomplete"]["layer"] == "lost"


def test_every_read_only_place_works(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    path = write(folder / "plan.gpkg", frame())
    path.chmod(0o444)
    folder.chmod(0o555)
    try:
        assert len(open_files([path]).layers) == 1
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)

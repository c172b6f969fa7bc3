"""The GeoPackage, read back by GDAL, SQLite and an XML parser."""

from __future__ import annotations

import io
import math
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely.geometry import Point, box

from sbd.assessment import public_edition
from sbd.document import Assessment, RemarkRecord
from sbd.exports.geopackage import write_geopackage
from sbd.exports.material import Material
from sbd.locale import text
from sbd.plans.plan import Plan, Risk
from sbd.views.palette import LEVELS
from tests.assessment.school import checklist, plan, rating, results, value

NAME = 'Place de l\'Été / "Zomer" & <plein>'
EDITIONS = ("restricted", "public")
Written = Callable[..., Path]


def sample_plan() -> Plan:
    return plan(
        name=NAME,
        elements={
            "bench": [(Point(5, 5), {"length_m": 2.0})],
            "bollard": [(Point(9, 9), {"rating": "N2-80", "fixing": "fixed"})],
            "risk_spot": [Point(3, 3)],
            "square": [box(0, 0, 100, 100)],
            "tree": [(Point(50, 50), {"crown_radius_m": 4.0})],
        },
        risk=Risk("normal"),
    )


PLAN = sample_plan()


def whole() -> Assessment:
    found = results(
        ("canopy_share", value("canopy_share", 15)),
        ("barrier_gap", value("barrier_gap", 0.8)),
        ("unsealed_share", value("unsealed_share", 4.5)),
        ratings=(rating("L-15", 2, comment="donker"),),
        on=PLAN,
    )
    remarks = (
        RemarkRecord(text="over het geheel"),
        RemarkRecord(text="hier 'waait' het", lon=4.35, lat=50.84),
    )
    return found.model_copy(update={"remarks": remarks})


def in_edition(edition: str) -> Assessment:
    return public_edition(whole()) if edition == "public" else whole()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Return a function that gives the file of a language and edition, made once."""
    folder = tmp_path_factory.mktemp("gpkg")

    def give(lang: str, edition: str) -> Path:
        path = folder / f"{lang}-{edition} l'un.gpkg"
        if not path.exists():
            material = Material(in_edition(edition), PLAN, checklist(), lang)
            write_geopackage(material, path)
        return path

    return give


def read(path: Path, layer: str) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(path, layer=layer)


def query(path: Path, sql: str) -> list[tuple[str, ...]]:
    with sqlite3.connect(path) as file:
        return list(file.execute(sql))


def style(path: Path, layer: str) -> ElementTree.Element:
    [(qml,)] = query(
        path, f"SELECT styleQML FROM layer_styles WHERE f_table_name = '{layer}'"
    )
    return ElementTree.fromstring(qml)


def plain(words: str) -> str:
    """Return words with usual spaces."""
    return words.replace("\u202f", " ").replace("\xa0", " ")


def same(found: object, expected: float | None) -> bool:
    if expected is None:
        return bool(pd.isna(found))
    return math.isclose(float(str(found)), expected, abs_tol=1e-12)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
def test_numbers_and_words_are_those_of_the_assessment(
    written: Written, lang: str, edition: str
) -> None:
    path, found = written(lang, edition), in_edition(edition)
    table = read(path, "criteria").set_index("criterion")
    assert list(table.index) == [c.id for c in found.criteria]
    for result in found.criteria:
        row = table.loc[result.id]
        title = checklist().criterion(result.id).title.in_language(lang)
        assert plain(row[f"title_{lang}"]) == title
        assert row["state"] == result.state
        assert row[f"state_words_{lang}"] == text(lang, f"state.{result.state}")
        assert same(row["level"], result.level), result.id
        assert same(row["gain"], result.gain), result.id
    measured = read(path, "measurements")
    parts = [(c.id, p.indicator) for c in found.criteria for p in c.parts]
    assert list(zip(measured["criterion"], measured["indicator"], strict=True)) == parts
    values = [p.value for c in found.criteria for p in c.parts]
    for row_value, expected in zip(measured["value"], values, strict=True):
        assert same(row_value, expected)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_place_is_there_with_its_level_and_where_it_was(
    written: Written, edition: str
) -> None:
    path, found = written("nl", edition), in_edition(edition)
    places = read(path, "findings_point")
    expected = [
        c.id for c in found.criteria for _ in (c.where or {}).get("features", ())
    ]
    assert sorted(places["criterion"]) == sorted(expected)
    canopy = places.set_index("criterion").loc["L-03"]
    assert canopy["level"] == int(found.criterion("L-03").level or 0) == 2
    assert (canopy["mark"], canopy["level_words_nl"]) == ("2", "aanvaardbaar")
    assert canopy["map_label"].startswith("L-03 · 2")
    assert canopy.geometry.distance(Point(50, 50)) == pytest.approx(0, abs=0.02)
    assert places.crs.to_epsg() == 31370


def test_elements_say_in_whose_findings_they_are(written: Written) -> None:
    points = read(written("nl+fr", "restricted"), "elements_point")
    bench = points.set_index("element_id").loc["bench-1"]
    assert (bench["kind"], bench["length_m"]) == ("bench", 2)
    assert set(bench["findings"].split()) >= {"L-03", "L-04"}
    assert (bench["kind_words_nl"], bench["kind_words_fr"]) == ("bank", "banc")
    site = read(written("nl+fr", "restricted"), "site")
    assert list(site["name"]) == [NAME]
    assert site.geometry.iloc[0].equals(PLAN.site)


def test_the_public_edition_drops_what_is_sensitive(written: Written) -> None:
    path = written("fr", "public")
    points = read(path, "elements_point")
    # Gaps between bollards could be measured.
    assert set(points["kind"]) == {"bench", "tree"}
    assert not {"rating", "fixing"} & set(points.columns)
    layers = {str(name) for name, _ in pyogrio.list_layers(path)}
    assert not {"remarks", "answers"} & layers
    data = path.read_bytes()
    for secret in (b"N2-80", b"risk_spot", b"donker", b"waait"):
        assert secret not in data
    withheld = {c.id for c in in_edition("public").criteria if c.state == "withheld"}
    assert withheld
    assert not withheld & set(read(path, "findings_point")["criterion"])


def test_remarks_lie_where_they_were_made(written: Written) -> None:
    remarks = read(written("nl", "restricted"), "remarks").set_index("remark")
    assert remarks.loc["over het geheel"].geometry is None
    at = remarks.to_crs(4326).loc["hier 'waait' het"].geometry
    assert (at.x, at.y) == pytest.approx((4.35, 50.84))


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_layer_has_the_style_that_qgis_takes_by_itself(
    written: Written, edition: str
) -> None:
    path = written("nl+fr", edition)
    geometry = dict(
        query(path, "SELECT table_name, column_name FROM gpkg_geometry_columns")
    )
    contents = {name for (name,) in query(path, "SELECT table_name FROM gpkg_contents")}
    rows = query(
        path,
        "SELECT f_table_name, f_table_schema, f_geometry_column, useAsDefault, "
        "update_time FROM layer_styles",
    )
    assert {name for name, *_ in rows} == contents - {"layer_styles"}
    for name, schema, column, default, time in rows:
        assert (schema, column, default) == ("", geometry.get(name, ""), 1)
        assert time == "2026-01-31T00:00:00.000Z"


def test_the_places_that_decide_bear_a_label_and_few_others(written: Written) -> None:
    path = written("nl", "restricted")
    names = [n for n, _ in pyogrio.list_layers(path) if n.startswith("findings_")]
    places = pd.concat([read(path, name) for name in names])
    for criterion, rows in places.groupby("criterion"):
        named = rows[rows["labelled"]]
        assert len(named) <= 6, criterion
        if "finding" in set(rows["role"]):
            assert set(named["role"]) == {"finding"}, criterion
    label = style(path, "findings_point").find(".//text-style")
    assert label is not None
    assert label.get("fieldName") == 'CASE WHEN "labelled" THEN "map_label" END'


def test_a_style_has_a_symbol_for_every_value_and_words_for_every_column(
    written: Written,
) -> None:
    path = written("nl+fr", "restricted")
    for layer, column in (
        ("findings_point", "mark"),
        ("elements_point", "kind"),
        ("elements_area", "kind"),
    ):
        root, frame = style(path, layer), read(path, layer)
        categories = root.findall("renderer-v2/categories/category")
        assert root.find("renderer-v2").get("attr") == column  # type: ignore[union-attr]
        assert {c.get("value") for c in categories} == set(frame[column])
        symbols = {s.get("name") for s in root.findall("renderer-v2/symbols/symbol")}
        assert {c.get("symbol") for c in categories} == symbols
        aliases = {a.get("field") for a in root.findall("aliases/alias")}
        assert aliases == set(frame.columns) - {"geometry"}
    aliases_of = {
        str(a.get("field")): a.get("name")
        for a in style(path, "elements_point").findall("aliases/alias")
    }
    assert aliases_of["crown_radius_m"] == "kroon / couronne [m]"
    kinds = style(path, "elements_point").findall(
        "fieldConfiguration/field[@name='kind']//Option[@type='QString']"
    )
    words = {k.get("value"): k.get("name") for k in kinds}
    assert words["bench"] == "bank / banc"


def test_levels_have_their_colours_and_digits(written: Written) -> None:
    root = style(written("nl", "restricted"), "findings_point")
    [level_2] = root.findall("renderer-v2/categories/category[@value='2']")
    assert level_2.get("label") == "2 aanvaardbaar"
    options = [
        (o.get("name"), o.get("value"))
        for o in root.findall(
            f"renderer-v2/symbols/symbol[@name='{level_2.get('symbol')}']//Option"
        )
    ]
    red, green, blue = (int(LEVELS[2][0][at : at + 2], 16) for at in (1, 3, 5))
    assert ("color", f"{red},{green},{blue},255") in options
    assert ("chr", "2") in options
    assert ("outline_color", "255,255,255,255") in options


def test_metadata_says_what_the_file_is(written: Written) -> None:
    path = written("nl+fr", "public")
    [(xml,)] = query(
        path,
        "SELECT metadata FROM gpkg_metadata JOIN gpkg_metadata_reference "
        "ON md_file_id = id WHERE reference_scope = 'geopackage'",
    )
    root = ElementTree.fromstring(xml)
    assert root.findtext("title") == NAME
    about = root.findtext("abstract") or ""
    for words in (
        "2026-01-31",
        "Openbare versie",
        "Version publique",
        "Brussel",
        "sbd 0",
    ):
        assert words in about, words
    limits = root.findtext("constraints") or ""
    assert limits.startswith(text("nl", "ui.advisory_note"))
    titles = dict(query(path, "SELECT table_name, identifier FROM gpkg_contents"))
    assert titles["findings_point"] == "Bevindingen (punten) / Constats (points)"


def test_the_map_inside_shows_layers_that_exist_findings_above_elements(
    written: Written,
) -> None:
    path = written("fr", "restricted")
    [(packed,)] = query(path, "SELECT content FROM qgis_projects")
    with zipfile.ZipFile(io.BytesIO(bytes.fromhex(packed))) as file:
        root = ElementTree.fromstring(file.read("sbd.qgs"))
    layers = {str(name) for name, _ in pyogrio.list_layers(path)}
    sources = {
        m.findtext("id"): m.findtext("datasource") for m in root.iter("maplayer")
    }
    leaves = [leaf.get("id") for leaf in root.iter("layer-tree-layer")]
    assert leaves == list(sources)
    for source in sources.values():
        file_name, name, *subset = str(source).split("|")
        assert file_name == f"./{path.name}"
        assert name.removeprefix("layername=") in layers
        if subset:
            criterion = subset[0].split("'")[1]
            layer = name.removeprefix("layername=")
            assert criterion in set(read(path, layer)["criterion"])
    order = [str(s).split("|")[1] for s in sources.values()]
    last_finding = max(n for n, s in enumerate(order) if "findings" in s)
    assert last_finding < min(n for n, s in enumerate(order) if "elements" in s)
    assert all(len(str(i)) > 10 for i in leaves)  # QGIS renames shorter ones


def test_a_thousand_criteria_share_three_layers(tmp_path: Path) -> None:
    found = whole()
    canopy = found.criterion("L-03")
    many = tuple(canopy.model_copy(update={"id": f"X-{n:03}'\"/"}) for n in range(1000))
    path = tmp_path / "many.gpkg"
    longer = found.model_copy(update={"criteria": (*found.criteria, *many)})
    write_geopackage(Material(longer, PLAN, checklist(), "nl"), path)
    assert len(read(path, "findings_point")) == 1000 + len(
        [c for c in found.criteria if c.where]
    )
    [(packed,)] = query(path, "SELECT content FROM qgis_projects")
    assert len(packed) < 200_000


def test_the_same_assessment_gives_the_same_bytes(
    written: Written, tmp_path: Path
) -> None:
    first = written("fr", "public")
    again = tmp_path / first.name
    material = Material(in_edition("public"), PLAN, checklist(), "fr")
    write_geopackage(material, again)
    assert again.read_bytes() == first.read_bytes()

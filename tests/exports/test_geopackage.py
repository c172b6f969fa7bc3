from __future__ import annotations

from pathlib import Path

import pyogrio
import pytest
from shapely.geometry import Point, box

from sbd.assessment import public_edition
from sbd.document import Assessment
from sbd.exports.geopackage import write_geopackage
from sbd.plans.plan import Plan, Risk
from tests.assessment.school import checklist, plan, results, value


def sample_plan() -> Plan:
    return plan(
        elements={
            "bench": [(Point(5, 5), {"length_m": 2.0})],
            "bollard": [(Point(9, 9), {"rating": "N2-80", "fixing": "fixed"})],
            "risk_spot": [Point(3, 3)],
            "square": [box(0, 0, 100, 100)],
        },
        risk=Risk("normal"),
    )


def write(path: Path, *, public: bool) -> Assessment:
    found = results(("canopy_share", value("canopy_share", 15)), on=sample_plan())
    edition = public_edition(found) if public else found
    write_geopackage(
        edition, path, plan=sample_plan(), checklist=checklist(), lang="nl"
    )
    return edition


def test_elements_places_and_criteria_open_again(tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    write(path, public=False)
    layers = {str(name) for name, _ in pyogrio.list_layers(path)}
    assert layers == {"elements_point", "elements_area", "L-03", "criteria"}
    points = pyogrio.read_dataframe(path, layer="elements_point")
    assert points.crs.to_epsg() == 31370
    bench = points[points["element_id"] == "bench-1"].iloc[0]
    assert (bench["kind"], bench["findings"]) == ("bench", "L-03")
    assert bench["length_m"] == 2
    table = pyogrio.read_dataframe(path, layer="criteria").set_index("criterion")
    assert len(table) == 60
    assert table.loc["L-03", "title"] == "Boomkroonbedekking"
    assert table.loc["L-03", "level"] == 2.5
    assert table.loc["L-03", "value"] == 15
    place = pyogrio.read_dataframe(path, layer="L-03").geometry.iloc[0]
    assert place.distance(Point(50, 50)) == pytest.approx(0, abs=0.02)


def test_the_public_edition_drops_sensitive_elements_and_columns(
    tmp_path: Path,
) -> None:
    path = tmp_path / "out.gpkg"
    write(path, public=True)
    points = pyogrio.read_dataframe(path, layer="elements_point")
    assert set(points["kind"]) == {"bench", "bollard"}
    assert not {"rating", "fixing"} & set(points.columns)
    assert b"N2-80" not in path.read_bytes()


def test_the_same_assessment_gives_the_same_content(tmp_path: Path) -> None:
    write(tmp_path / "a.gpkg", public=True)
    write(tmp_path / "b.gpkg", public=True)
    first, second = (tmp_path / f"{n}.gpkg" for n in "ab")
    assert first.read_bytes() == second.read_bytes()

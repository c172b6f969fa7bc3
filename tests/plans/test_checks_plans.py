"""Checks on whole plans: order, translation, the demo plans, real sites."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, affinity, box

from sbd.plans.checks import CHECKS, CODES, SEVERITIES, Finding, check_plan
from sbd.plans.plan import Plan, make_plan
from sbd.plans.read import read_plan

GEO = Path(__file__).resolve().parents[2] / "data" / "geo"
QUARTERS = st.integers(0, 160).map(lambda n: n / 4)
SPOTS = st.tuples(QUARTERS, QUARTERS)
BOXES = st.tuples(QUARTERS, QUARTERS, st.integers(1, 60), st.integers(1, 60)).map(
    lambda b: box(b[0], b[1], b[0] + b[2] / 4, b[1] + b[3] / 4)
)
AREAS = ("square", "footway", "carriageway", "green", "building", "parking")
POINTS = ("lamp", "tree", "bollard", "entrance", "opening", "crossing")


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    elements: dict[str, list[Any]] = {}
    for kind in AREAS:
        elements[kind] = draw(st.lists(BOXES, max_size=3))
    for kind in POINTS:
        elements[kind] = [Point(p) for p in draw(st.lists(SPOTS, max_size=4))]
    ends = draw(st.lists(st.tuples(SPOTS, SPOTS), max_size=2))
    elements["route"] = [LineString(e) for e in ends if e[0] != e[1]]
    present = {k: v for k, v in elements.items() if v}
    return make_plan(present, site=box(0, 0, 40, 40), extent=box(-5, -5, 45, 45))


def told(findings: tuple[Finding, ...]) -> list[Any]:
    return [(f.code, f.severity, f.ids, dict(f.args)) for f in findings]


def reordered(plan: Plan) -> Plan:
    layers = {k: f.iloc[::-1] for k, f in reversed(list(plan.layers.items()))}
    return replace(plan, layers=layers)


def moved(plan: Plan, x: float, y: float) -> Plan:
    layers = {k: f.set_geometry(f.translate(x, y)) for k, f in plan.layers.items()}
    return replace(
        plan,
        layers=layers,
        site=affinity.translate(plan.judged, x, y),
        extent=affinity.translate(plan.extent, x, y),
    )


@settings(max_examples=60, deadline=None)
@given(plans())
def test_the_order_of_elements_changes_nothing(plan: Plan) -> None:
    one, other = check_plan(plan), check_plan(reordered(plan))
    assert told(one) == told(other)
    for found, again in zip(one, other, strict=True):
        assert found.where.equals(again.where)


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(-200_000, 200_000), st.integers(-200_000, 200_000))
def test_moving_a_plan_moves_its_findings(plan: Plan, x: int, y: int) -> None:
    one, other = check_plan(plan), check_plan(moved(plan, x, y))
    assert sorted(map(str, told(one))) == sorted(map(str, told(other)))
    by_place = sorted(np.add(f.where.bounds, [x, y, x, y]).tolist() for f in one)
    again = sorted(list(f.where.bounds) for f in other)
    np.testing.assert_allclose(again, by_place, atol=1e-4)


@settings(max_examples=30, deadline=None)
@given(plans())
def test_findings_are_about_elements_of_the_plan_and_lie_in_it(plan: Plan) -> None:
    before = {k: f.copy() for k, f in plan.layers.items()}
    findings = check_plan(plan)
    ids = {str(i) for f in plan.layers.values() for i in f.index}
    whole = plan.extent.union(plan.judged).buffer(30)
    for found in findings:
        assert found.code in CODES
        assert ids.issuperset(found.ids)
        assert not found.where.is_empty
        assert found.where.intersects(whole)
    ranks = [SEVERITIES.index(f.severity) for f in findings]
    assert ranks == sorted(ranks)
    assert len({f.key for f in findings}) == len(findings)
    for kind, frame in before.items():
        assert_geodataframe_equal(frame, plan.layers[kind])


@pytest.mark.parametrize(
    ("variant", "codes"),
    [("existing", []), ("a", ["route_end_loose"]), ("b", [])],
)
def test_the_demo_plans_hold_no_error(variant: str, codes: list[str]) -> None:
    plan = read_plan([GEO / f"vlierplein-{variant}.gpkg"])
    findings = check_plan(plan)
    assert [f.code for f in findings] == codes
    assert all(f.severity != "error" for f in findings)


@pytest.mark.parametrize("variant", ["existing", "a", "b"])
def test_each_check_alone_agrees_with_all_together(variant: str) -> None:
    plan = read_plan([GEO / f"vlierplein-{variant}.gpkg"])
    alone = [f.code for check in CHECKS for f in check(plan)]
    assert sorted(alone) == sorted(f.code for f in check_plan(plan))


def test_trees_on_official_street_surfaces(shared_data: Path) -> None:
    folder = shared_data / "be-schaerbeek-place-colignon"
    plan = read_plan([folder / "place-colignon-31370.gpkg"])
    findings = check_plan(plan)
    # UrbIS street surfaces reach from façade to façade, so every tree stands on one;
    # those in a planted area drawn on it do not count.
    trees = {i for f in findings if f.code == "on_carriageway" for i in f.ids[:-1]}
    assert 150 < len(trees) < 184
    # The five segments of the street meet in two points.
    (touching,) = [f for f in findings if f.code == "site_touches_itself"]
    assert len(touching.where.geoms) == 2


@pytest.mark.parametrize(
    ("name", "grave"),
    [
        ("helsinki-mannerheiminaukio", set()),
        ("berlin-karl-marx-platz", {"gap"}),
        ("dortmund-marsbruchplatz", {"door_facing_wall"}),
    ],
)
def test_a_mapped_square_and_its_setting(
    shared_data: Path, name: str, grave: set[str]
) -> None:
    folder = shared_data / name
    site = folder / "site_boundary.geojson"
    plan = read_plan(sorted(folder.glob("*.osm*")), site=site)
    findings = check_plan(plan)
    assert {f.code for f in findings if f.severity != "info"} == grave

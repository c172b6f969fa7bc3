"""Checks of a drawing: school geometry with known answers, a slip and its opposite."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely import MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from sbd.plans.checks import CODES, Finding, check_plan
from sbd.plans.checks.ground import LAYERS
from sbd.plans.checks.values import PLAUSIBLE
from sbd.plans.kinds import GROUND_ORDER, KINDS
from sbd.plans.plan import Supplied, make_plan
from tests.plans.slips import CASES, HOUSE, ROAD, SITE, SQUARE, Elements, line


def findings(elements: Elements, **options: Any) -> tuple[Finding, ...]:
    return check_plan(make_plan(elements, **{"site": SITE, **options}))


def of(code: str, elements: Elements, **options: Any) -> list[Finding]:
    return [f for f in findings(elements, **options) if f.code == code]


@pytest.mark.parametrize(("code", "wrong", "right"), CASES)
def test_a_slip_is_found_and_its_opposite_is_not(
    code: str, wrong: Elements, right: Elements
) -> None:
    found = of(code, wrong)
    assert len(found) == 1
    assert found[0].severity == CODES[code]
    assert not found[0].where.is_empty
    assert of(code, right) == []


def test_every_check_has_a_case() -> None:
    elsewhere = {
        *("site_small", "site_large", "site_touches_itself"),
        *("wrong_unit", "implausible_value"),
    }
    assert {code for code, _, _ in CASES} | elsewhere == set(CODES)


@pytest.mark.parametrize(
    ("code", "site"),
    [
        ("site_small", box(0, 0, 9, 9)),
        ("site_large", box(0, 0, 500, 401)),
        (
            "site_touches_itself",
            MultiPolygon([box(0, 0, 20, 20), box(20, 20, 40, 40)]),
        ),
        (
            "site_touches_itself",
            Polygon(
                [(0, 0), (40, 0), (40, 40), (0, 40)],
                [[(0, 20), (10, 10), (20, 20), (10, 30)]],
            ),
        ),
    ],
)
def test_an_odd_site_is_found(code: str, site: BaseGeometry) -> None:
    assert len(of(code, {}, site=site)) == 1
    assert of(code, {}) == []


@pytest.mark.parametrize(
    ("kind", "attribute", "value", "code", "args"),
    [
        ("lamp", "height_m", 0.2, "implausible_value", {"low": 0.5, "high": 25.0}),
        ("lamp", "height_m", 40.0, "implausible_value", {"value": 40.0}),
        ("lamp", "height_m", 450.0, "wrong_unit", {"unit": "cm", "meant": 4.5}),
        ("lamp", "height_m", 4500.0, "wrong_unit", {"unit": "mm", "meant": 4.5}),
        ("lamp", "lumen", 4.0, "wrong_unit", {"unit": "klm", "meant": 4000.0}),
        ("tree", "crown_radius_m", 16.0, "implausible_value", {"high": 15.0}),
        ("bench", "length_m", 30.0, "implausible_value", {"high": 20.0}),
        ("bench", "length_m", 180.0, "wrong_unit", {"unit": "cm", "meant": 1.8}),
        ("kerb", "height_m", 12.0, "wrong_unit", {"unit": "cm", "meant": 0.12}),
        ("kerb", "height_m", 0.6, "implausible_value", {"value": 0.6}),
        ("tree", "trunk_diameter_m", 30.0, "wrong_unit", {"unit": "cm"}),
    ],
)
def test_a_value_beyond_what_is_plausible(
    kind: str, attribute: str, value: float, code: str, args: dict[str, object]
) -> None:
    things = [(Point(n, n), {attribute: v}) for n, v in enumerate([value, value])]
    (found,) = of(code, {kind: things})
    assert found.ids == (f"{kind}-1", f"{kind}-2")
    assert dict(found.args).items() >= {"n": 2, "attribute": attribute, **args}.items()


@pytest.mark.parametrize(("limit", "n"), [(5.0, 0), (30.0, 0), (130.0, 0), (500.0, 1)])
def test_a_speed_limit(limit: float, n: int) -> None:
    road = {"carriageway": [(ROAD, {"limit_kmh": limit})]}
    assert len(of("implausible_value", road)) == n


def test_the_places_are_exact() -> None:
    overlap = of("overlap", {"square": [box(0, 0, 40, 32)], "carriageway": [ROAD]})
    assert overlap[0].where.equals(box(0, 30, 40, 32))
    assert overlap[0].args["area_m2"] == 80
    assert overlap[0].ids == ("square-1", "carriageway-1")
    gap = of("gap", {"square": [box(0, 0, 40, 20), box(0, 20.5, 40, 40)]})
    assert gap[0].where.equals(box(0, 20, 40, 20.5))
    assert gap[0].ids == ("square-1", "square-2")
    bare = of("ground_not_drawn", {"square": [box(0, 0, 40, 30)]})
    assert bare[0].args == {"area_m2": 400.0, "share": 25.0}
    cut = of("site_cuts_thing", {"planter": [box(38, 5, 42, 7)]})
    assert cut[0].where.equals(line((40, 5), (40, 7)))


@pytest.mark.parametrize(
    "elements",
    [
        {"square": [SQUARE], "terrace": [box(1, 1, 5, 5)], "play": [box(6, 6, 9, 9)]},
        {"square": [SQUARE], "water": [box(1, 1, 5, 5)]},
        {"square": [SQUARE], "building": [HOUSE]},
        {"green": [SQUARE], "footway": [box(0, 10, 40, 12)]},
        {
            "square": [box(0, 0, 40, 30), box(0, 36, 40, 40)],
            "carriageway": [ROAD],
            "crossing": [box(18, 30, 22, 36)],
            "parking": [box(0, 30, 10, 32)],
        },
    ],
)
def test_what_lies_on_the_ground_on_purpose_is_no_slip(elements: Elements) -> None:
    assert findings(elements) == ()


def test_one_area_within_another_of_its_kind_is_an_info() -> None:
    (found,) = of("same_kind_overlap", {"green": [SQUARE, box(1, 1, 5, 5)]})
    assert found.severity == "info"


def test_a_plan_without_slips_says_nothing() -> None:
    assert findings({"square": [SQUARE], "bench": [line((5, 5), (7, 5))]}) == ()


def test_things_drawn_more_than_twice_are_one_finding() -> None:
    lamps = [Point(1, 1), Point(1, 1.03), Point(1, 1.06), Point(9, 9)]
    (found,) = of("near_duplicate", {"lamp": lamps})
    assert found.ids == ("lamp-1", "lamp-2", "lamp-3")


def test_a_row_of_bollards_on_a_carriageway_is_one_finding() -> None:
    row = [Point(5, y) for y in (31, 32, 33, 34, 35)]
    (found,) = of("on_carriageway", {"carriageway": [ROAD], "bollard": row})
    assert found.args["n"] == 5
    assert found.ids[-1] == "carriageway-1"
    assert found.where.equals(shapely.union_all(row))


@pytest.mark.parametrize(("away", "severity"), [(29.0, "warning"), (31.0, "info")])
def test_slips_beyond_the_setting_are_infos(away: float, severity: str) -> None:
    road = box(0, 40 + away, 40, 46 + away)
    wrong = {"carriageway": [road], "bench": [box(5, 41 + away, 6, 42 + away)]}
    (found,) = of("on_carriageway", wrong)
    assert found.severity == severity


def test_stand_ins_are_nobodys_slip() -> None:
    elements = {"footway": [box(0, 29, 40, 31)], "carriageway": [ROAD]}
    drawn = Supplied("footway-1", "footway", "geometry", "drawn", "assumed", "x")
    assert of("overlap", elements)
    assert of("overlap", elements, supplied=(drawn,)) == []


def test_routes_from_centrelines_may_run_through_a_passage() -> None:
    elements = {"building": [HOUSE], "route": [line((0, 15), (40, 15))]}
    (found,) = of("route_through_building", elements, route_source="centrelines")
    assert found.severity == "warning"


def test_only_main_routes_are_followed_where_some_are() -> None:
    across = line((0, 15), (40, 15))
    routes = [(across, {"main": "no"}), (line((0, 25), (40, 25)), {"main": "yes"})]
    elements = {"building": [HOUSE], "route": routes}
    assert of("route_through_building", elements) == []


def test_a_plan_without_a_site_is_checked_too() -> None:
    elements = {"building": [HOUSE], "tree": [Point(15, 15)], "square": [SQUARE]}
    plan = make_plan(elements, site=SITE)
    object.__setattr__(plan, "site", None)
    assert [f.code for f in check_plan(plan)] == ["inside_building"]


def test_what_lies_on_what_keeps_the_order_of_the_ground() -> None:
    for upper, lower in LAYERS.items():
        rank = GROUND_ORDER.index(upper.replace("shared", "carriageway"))
        kinds = (k.replace("shared", "carriageway") for k in lower)
        assert all(GROUND_ORDER.index(k) > rank for k in kinds), upper


def test_plausible_values_are_of_attributes_that_exist() -> None:
    for kind, bands in PLAUSIBLE.items():
        for attribute, (low, high) in bands.items():
            entry = KINDS[kind].attribute(attribute)
            assert entry is not None
            assert entry.type == "number"
            assert low < high


def test_the_page_names_every_check_and_what_may_lie_on_what() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "checks.md").read_text()
    assert [c for c in CODES if f"`{c}`" not in page] == []
    rows = dict(re.findall(r"^\| (\w+) \| ([a-z, ]+) \|$", page, re.MULTILINE))
    for upper, lower in LAYERS.items():
        if upper != "shared":
            said = rows[upper].replace("shared carriageway", "shared").split(", ")
            assert set(said) == lower, upper

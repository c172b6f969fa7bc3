"""Which criteria have what they need, on plans whose gaps are known."""

from __future__ import annotations

from typing import Any

import pytest
from shapely import LineString, Point, box

from sbd.assessment import assess
from sbd.assessment.readiness import (
    Ready,
    completed,
    firmer,
    helped,
    incomplete,
    met,
    readiness,
    unlocks,
)
from sbd.checklists.read import read_checklist
from sbd.indicators.needs import Lack
from sbd.indicators.registry import indicators
from sbd.plans.assume import assume
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, Risk, make_plan
from sbd.plans.read import read_plan
from tests.conftest import ROOT

CHECKLIST = read_checklist("brussels")
SITE = box(0, 0, 60, 40)
TOLD = Risk("normal", design_vehicle="N1")


def bare(elements: dict[str, Any] | None = None, *declare: str, **more: Any) -> Plan:
    return make_plan(elements or {}, site=SITE, declare=declare, **more)


def of(plan: Plan, criterion: str) -> Ready:
    return next(r for r in readiness(plan, CHECKLIST) if r.id == criterion)


def test_an_empty_plan_has_nothing_that_any_criterion_needs() -> None:
    found = readiness(bare(), CHECKLIST)
    assert len(found) == 37
    assert met(found) == 0
    assert all(one.lacks and not one.not_applicable for one in found)


def test_without_a_site_every_criterion_lacks_it() -> None:
    plan = make_plan({}, site=SITE)
    object.__setattr__(plan, "site", None)
    for one in readiness(plan, CHECKLIST):
        assert Lack(("site",), draw=True) in one.lacks


#: What is declared none, and the criteria that then ask for nothing more.
NONE = [
    (("crowd_zone",), ("S-12",), True),
    (("camera",), ("S-17",), True),
    (("lamp",), ("S-11",), True),
    (("bollard", "barrier", "planter"), ("A-03",), True),
    (("crossing", "entrance"), ("A-06",), True),
    (("building",), ("S-13", "L-05"), True),
    (("opening",), ("L-16",), True),
    (("entrance", "route", "bench"), ("A-04",), True),
    (("carriageway",), ("S-14",), False),
    (("play", "youth"), ("L-07",), False),
    (("cycle_stand",), ("A-12",), False),
    (("tree",), ("L-03",), False),
    (("carriageway", "parking"), ("L-10",), False),
]


@pytest.mark.parametrize(("kinds", "criteria", "leaves_nothing"), NONE)
def test_declared_none(
    kinds: tuple[str, ...], criteria: tuple[str, ...], leaves_nothing: bool
) -> None:
    before, after = bare(), bare(None, *kinds)
    for criterion in criteria:
        assert not of(before, criterion).met
        found = of(after, criterion)
        assert (found.met, found.not_applicable) == (True, leaves_nothing)
        assert criterion in completed(readiness(before, CHECKLIST), kinds)


def test_one_of_several_kinds_declared_is_not_enough() -> None:
    found = of(bare(None, "bollard"), "A-03")
    assert found.lacks[0] == Lack(("barrier", "planter"))


@pytest.mark.parametrize("criterion", ["S-01", "S-02", "S-03"])
def test_vehicles_wait_for_the_decision_on_risk(criterion: str) -> None:
    zones = bare(None, "crowd_zone")
    assert of(zones, criterion).lacks == ()
    assert of(bare(), criterion).lacks[0] == Lack(("site",), "risk", 1, 1)
    told = bare(risk=TOLD)
    assert "risk" not in [lack.attribute for lack in of(told, criterion).lacks]


def test_without_risk_only_the_speed_is_looked_at() -> None:
    plan = bare(risk=Risk("none"))
    assert of(plan, "S-02").not_applicable
    assert of(plan, "S-03").not_applicable
    assert not of(plan, "S-01").met


def test_barriers_need_the_vehicle_they_are_to_stop() -> None:
    open_ = of(bare(risk=Risk("normal")), "S-03")
    assert Lack(("site",), "design_vehicle", 1, 1) in open_.lacks
    told = of(bare(risk=TOLD), "S-03")
    assert Lack(("site",), "design_vehicle", 1, 1) not in told.lacks


def test_attributes_count_only_where_they_act() -> None:
    # Lamps light the site from 50 m; trees stand in the setting, to 30 m.
    lamps = [Point(10, 10), Point(10, 89), Point(10, 91)]
    trees = [Point(30, 69), Point(30, 71)]
    plan = bare({"lamp": lamps, "tree": trees}, "wall", "shrub", "building")
    assert Lack(("lamp",), "lumen", 2, 2) in of(plan, "S-09").lacks
    assert of(plan, "L-03").lacks == (
        Lack(("tree",), "crown_15y_radius_m", 1, 1, ("crown_radius_m",)),
    )


def test_one_of_two_attributes_is_enough() -> None:
    plan = bare({"tree": [(Point(30, 20), {"crown_radius_m": 3.0})]})
    assert of(plan, "L-03").met


def test_only_kerbs_at_crossings_and_crossings_without_kerbs_are_asked() -> None:
    here, there = box(10, -5, 14, 0), box(40, -5, 44, 0)
    kerbs = [LineString([(5, 0), (20, 0)]), LineString([(50, 20), (55, 20)])]
    plan = bare({"crossing": [here, there], "kerb": kerbs}, "entrance")
    asked = {(x.kinds, x.attribute): (x.count, x.of) for x in of(plan, "A-06").lacks}
    assert asked == {
        (("crossing",), "kerb_m"): (1, 1),
        (("crossing",), "tactile"): (2, 2),
        (("kerb",), "height_m"): (1, 1),
    }


def test_things_drawn_at_their_size_need_none() -> None:
    posts = [Point(10, 10), box(12, 9, 12.5, 9.5)]
    plan = bare({"bollard": posts, "square": [SITE]})
    assert of(plan, "A-03").lacks == (Lack(("bollard",), "diameter_m", 1, 1),)
    benches = [Point(5, 5), LineString([(8, 8), (10, 8)])]
    seats = bare({"bench": [*benches, (Point(9, 9), {"commercial": "yes"})]})
    assert Lack(("bench",), "length_m", 1, 1) in of(seats, "L-01").lacks


def test_walkable_ground_and_routes_must_be_drawn() -> None:
    declared = bare(None, *KINDS)
    assert any(lack.draw for lack in of(declared, "S-08").lacks)
    assert of(declared, "S-06").lacks == (Lack(("route",), draw=True),)
    lines = bare({"footway": [LineString([(0, 5), (60, 5)])]}, "building")
    assert not of(lines, "S-08").met
    assert of(bare({"square": [SITE]}, "building"), "S-08").met
    road = {"carriageway": [(box(0, 0, 60, 5), {"shared": "yes"})]}
    assert of(bare(road, "building"), "S-08").met
    fast = {"carriageway": [(box(0, 0, 60, 5), {"shared": "no"})]}
    assert not of(bare(fast, "building"), "S-08").met


def test_the_peak_flow_of_a_route_is_optional() -> None:
    furniture = ("bench", "lamp", "bin", "bollard", "planter", "kiosk", "terrace")
    things = {"route": [LineString([(0, 5), (60, 5)])], "square": [SITE]}
    plan = bare(things, *furniture)
    assert of(plan, "A-02").met


def test_what_would_unlock_what() -> None:
    around = ("wall", "shrub", "building", "tree")
    plan = bare({"lamp": [Point(10, 10)], "square": [SITE]}, *around)
    ready = readiness(plan, CHECKLIST)
    assert {"S-09", "L-16"} <= set(unlocks(plan, CHECKLIST, "lamp", "lumen"))
    assert "S-09" not in completed(ready, ["lamp"], "lumen")  # the height lacks too
    tall = [(Point(10, 10), {"height_m": 4.0})]
    lit = bare({"lamp": tall, "square": [SITE]}, *around)
    assert "S-09" in completed(readiness(lit, CHECKLIST), ["lamp"], "lumen")
    assert "S-12" in helped(ready, "crowd_zone")
    assert helped(ready, "crowd_zone", "people") == ()
    assert "S-06" not in helped(ready, "route")  # a route must be drawn


def test_a_kind_that_is_present_can_be_declared_complete() -> None:
    plan = bare({"lamp": [Point(10, 10)]})
    assert {"S-09", "S-11", "A-12"} <= set(firmer(plan, CHECKLIST, "lamp"))
    declared = bare({"lamp": [Point(10, 10)]}, "lamp")
    assert firmer(declared, CHECKLIST, "lamp") == ()


def test_which_elements_are_incomplete() -> None:
    lamps = [(Point(10, 10), {"lumen": 4000.0}), Point(20, 10), Point(10, 200)]
    found = incomplete(bare({"lamp": lamps}), CHECKLIST, "lamp")
    assert found == {
        "height_m": frozenset({"lamp-1", "lamp-2"}),
        "lumen": frozenset({"lamp-2"}),
    }


def test_what_is_assumed_does_not_count_where_it_may_not_decide() -> None:
    things = {"building": [box(0, 42, 60, 50)], "square": [SITE]}
    plan = assume(bare(things), ["facade-openings"])
    assert plan.has("opening")
    assert Lack(("opening", "entrance")) in of(plan, "L-05").lacks
    assert ("opening",) not in [lack.kinds for lack in of(plan, "L-16").lacks]
    path = {"footway": [LineString([(0, 5), (60, 5)])]}
    paved = assume(bare(path, "building"), ["path-widths"])
    assert of(paved, "S-08").met
    assert any(lack.draw for lack in of(paved, "A-01").lacks)


@pytest.mark.parametrize("variant", ["existing", "a", "b"])
def test_the_shipped_plans_lack_nothing(variant: str) -> None:
    plan = read_plan([ROOT / "data" / "geo" / f"vlierplein-{variant}.gpkg"])
    assert [one.id for one in readiness(plan, CHECKLIST) if not one.met] == []


#: What only measuring can tell: a path at the border is drawn without a width, or the
#: data ends before a service is found.
TOLD_BY_MEASURING = {"paths_without_width", "service_beyond"}


def test_what_has_all_it_needs_is_measured(shared_data: Any) -> None:
    folder = shared_data / "dortmund-marsbruchplatz"
    plan = read_plan(
        sorted(folder.glob("*.osm*")), site=folder / "site_boundary.geojson"
    )
    assessment = assess(plan, CHECKLIST, date="2026-01-31")
    table = indicators()
    compared = 0
    for one in readiness(plan, CHECKLIST):
        parts = CHECKLIST.criterion(one.id).measured_by
        if one.met and all(table[p.indicator].function for p in parts):
            found = assessment.criterion(one.id)
            if found.reason is None or found.reason.code not in TOLD_BY_MEASURING:
                assert found.state in ("measured", "not_applicable"), one.id
                compared += 1
    assert compared >= 8

"""Scenarios change the plan, and with it five criteria; never the plan itself."""

from __future__ import annotations

from typing import Any

import pytest
from shapely.geometry import LineString, Point, box

from sbd.assessment.scenarios import (
    CRITERIA,
    DENSITY,
    SCENARIOS,
    assess_scenario,
    in_scenario,
)
from sbd.checklists.model import Checklist
from sbd.checklists.read import read_checklist
from sbd.document import CriterionResult
from sbd.indicators.ground import SOLID, WALKED
from sbd.plans.plan import Plan, make_plan
from sbd.plans.read import read_plan
from tests.conftest import ROOT

SITE = box(0, 0, 40, 40)
OUTSIDE = box(-20, -20, 60, 60)
WAYS = (box(18, -20, 22, 0), box(18, 40, 22, 60), box(40, 19, 60, 21))
ALL = tuple({*SOLID, *WALKED, "opening", "entrance", "crowd_zone", "exit", "shrub"})
PARAMETERS = {DENSITY: 2.0}


def window(y: float, day: str | None, night: str | None) -> tuple[Point, Any]:
    """A shopfront on the west side, looking east."""
    more = {"type": "shopfront", "use": "shop", "floor": 0}
    return Point(0, y), {**more, "active_day": day, "active_night": night}


def square(**elements: Any) -> Plan:
    houses = OUTSIDE.difference(SITE)
    for way in WAYS:
        houses = houses.difference(way)
    base = {
        "square": [OUTSIDE],
        "building": [(houses, {"height_m": 9.0})],
        "crowd_zone": [(box(10, 10, 30, 30), {"people": 100})],
        "opening": [window(10, "yes", "no"), window(30, "yes", "yes")],
    }
    return make_plan({**base, **elements}, site=SITE, declare=ALL)


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return read_checklist("brussels")


def found(
    plan: Plan, checklist: Checklist, scenario: Any
) -> dict[str, CriterionResult]:
    return {c.id: c for c in assess_scenario(plan, checklist, scenario)}


def test_by_day_nothing_is_said_of_the_night() -> None:
    layer = in_scenario(square(), "day", PARAMETERS).of("opening")
    assert len(layer) == 2
    assert layer["active_night"].isna().all()


def test_at_night_only_what_is_in_use_then_sees() -> None:
    unsaid = [window(10, "yes", "no"), window(20, "yes", None), window(30, "no", "yes")]
    layer = in_scenario(square(opening=unsaid), "night", PARAMETERS).of("opening")
    assert list(layer.index) == ["opening-2", "opening-3"]
    assert list(layer["active_day"]) == [None, "yes"]


def test_an_event_fills_zones_and_closes_bollards() -> None:
    posts = [
        (Point(20 + n, 0), {"diameter_m": 0.2, "fixing": fixing})
        for n, fixing in enumerate(("fixed", "removable", "retractable", None))
    ]
    plan = in_scenario(square(bollard=posts), "event", PARAMETERS)
    assert list(plan.of("bollard")["fixing"]) == ["fixed", "fixed", "fixed", None]
    assert list(plan.of("crowd_zone")["people"]) == [800.0]


def test_only_walkable_ground_fills() -> None:
    kiosk = [box(10, 10, 30, 20)]
    plan = in_scenario(square(kiosk=kiosk), "event", {DENSITY: 4.0})
    assert list(plan.of("crowd_zone")["people"]) == [800.0]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_plan_itself_stays(scenario: Any) -> None:
    plan = square()
    before = {kind: layer.copy() for kind, layer in plan.layers.items()}
    in_scenario(plan, scenario, PARAMETERS)
    for kind, layer in plan.layers.items():
        assert layer.equals(before[kind]), kind


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_plan_without_any_of_it_stands(scenario: Any, checklist: Checklist) -> None:
    bare = make_plan({}, site=SITE)
    results = found(bare, checklist, scenario)
    assert tuple(results) == CRITERIA
    assert all(r.state in ("unknown", "not_applicable") for r in results.values())


def test_light_is_no_question_by_day(checklist: Checklist) -> None:
    results = found(square(), checklist, "day")
    assert [results[i].state for i in ("S-09", "S-10")] == ["not_applicable"] * 2
    assert results["S-09"].reason is not None
    assert results["S-09"].reason.code == "light_by_day"


def test_fewer_eyes_at_night(checklist: Checklist) -> None:
    def value(scenario: str) -> float:
        part = found(square(), checklist, scenario)["S-05"].parts[0]
        assert part.value is not None
        return part.value

    assert 0 < value("night") < value("day")
    assert value("event") == value("night")  # as scored: the smaller of both


def test_nobody_knows_of_the_night(checklist: Checklist) -> None:
    silent = square(opening=[window(10, "yes", None)])
    result = found(silent, checklist, "night")["S-05"]
    assert result.state == "unknown"
    assert result.reason is not None
    assert result.reason.code == "night_use_missing"


def test_a_full_square_takes_longer_to_leave(checklist: Checklist) -> None:
    """800 people for 100, over 4 + 2 m: 800 / (82 x 6) = 1.63 min."""
    day, event = (
        found(square(), checklist, s)["S-12"].parts[0].value for s in ("day", "event")
    )
    assert event == pytest.approx(800 / 82 / 6, abs=0.01)
    assert day is not None
    assert day < event


def test_the_ring_of_the_demo_holds_a_full_square_up(checklist: Checklist) -> None:
    """Its README: 600 m2 at 2 persons, three passages of 0.95 m."""
    plan = read_plan([ROOT / "data" / "geo" / "vlierplein-a.gpkg"])
    result = found(plan, checklist, "event")["S-12"]
    assert result.parts[0].value == pytest.approx(1200 / 82 / 2.85, rel=0.02)
    assert int(result.level or 0) == 3


def test_a_fence_counts_in_every_scenario(checklist: Checklist) -> None:
    fenced = square(fence=[LineString([(0, 20), (40, 20)])])
    values = {s: found(fenced, checklist, s)["S-08"].parts[0].value for s in SCENARIOS}
    assert len(set(values.values())) == 1

"""Room to turn (A-04): circles beside doors, ends of routes and benches."""

from __future__ import annotations

from typing import Any

import pytest
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.measurement import Measurement
from sbd.indicators.turning import turning_space_share, wide_turning_share
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, make_plan

ALL = [kind for kind in KINDS if kind not in ("site", "extent")]
SITE = box(0, 0, 30, 20)
DOOR = (Point(15, 20), {"main": "yes"})


def plan(declare: Any = ALL, **more: Any) -> Plan:
    elements = {"square": [(SITE, {"slope_pct": 1.0})], **more}
    return make_plan(elements, site=SITE, declare=declare)


def room(**more: Any) -> float | None:
    return turning_space_share(plan(**more)).value


def without(found: Measurement) -> list[str | None]:
    return [p.label for p in found.where if p.role == "finding"]


def test_a_door_on_an_open_square_has_room() -> None:
    found = turning_space_share(plan(entrance=[DOOR]))
    assert (found.state, found.value, found.unit) == ("measured", 100.0, "%")
    assert (found.bound, found.defaults) == ("exact", ())


@pytest.mark.parametrize(("deep", "share"), [(1.9, 100.0), (2.1, 0.0)])
def test_the_circle_begins_within_two_metres(deep: float, share: float) -> None:
    terrace = [box(0, 20 - deep, 30, 20)]
    assert room(entrance=[DOOR], terrace=terrace) == share


@pytest.mark.parametrize(
    ("wide", "usual", "large"), [(1.45, 0, 0), (1.6, 100, 0), (1.9, 100, 100)]
)
def test_an_alley_decides_by_its_width(wide: float, usual: int, large: int) -> None:
    ground = [box(0, 0, 10, 20), box(10, 10, 25, 10 + wide)]
    end = (Point(25, 10 + wide / 2), {"main": "yes"})
    design = plan(square=ground, entrance=[end])
    assert turning_space_share(design).value == usual
    assert wide_turning_share(design).value == large


def test_benches_and_ends_of_routes_are_counted_too() -> None:
    bench = box(0, 5, 0.6, 7)
    shut = [box(0.6, 4, 1.2, 8), box(0, 3.4, 1.2, 4), box(0, 8, 1.2, 8.6)]
    route = (LineString([(0, 15), (30, 15)]), {"main": "yes"})
    found = turning_space_share(
        plan(entrance=[DOOR], bench=[bench], route=[route], planter=shut)
    )
    assert found.reason.args["spots"] == 4
    assert found.value == 100.0  # over the planters, 2 m off, there is room
    wide = [box(0, 2, 4, 10).difference(bench)]
    found = turning_space_share(
        plan(entrance=[DOOR], bench=[bench], route=[route], planter=wide)
    )
    assert (found.value, without(found)) == (75.0, ["bench"])


def test_routes_that_go_on_into_each_other_do_not_end_there() -> None:
    one = (LineString([(0, 15), (15, 15)]), {"main": "yes"})
    other = (LineString([(15, 15), (30, 15)]), {"main": "yes"})
    fork = (LineString([(15, 15), (15, 0)]), {"main": "yes"})
    found = turning_space_share(plan(route=[one, other]))
    assert found.reason.args["spots"] == 2
    assert turning_space_share(plan(route=[one, other, fork])).reason.args["spots"] == 3


def test_steep_ground_and_kerbs_leave_no_level_circle() -> None:
    steep = [(SITE, {"slope_pct": 6.0})]
    assert room(square=steep, entrance=[DOOR]) == 0.0
    unsaid = turning_space_share(plan(square=[(SITE, {})], entrance=[DOOR]))
    assert (unsaid.value, unsaid.defaults) == (100.0, ("slope_missing_counted_flat",))
    kerbs = [(LineString([(0, y), (30, y)]), {"height_m": 0.1}) for y in (19, 18, 17)]
    assert room(entrance=[DOOR], kerb=kerbs) == 0.0


def test_ground_beyond_the_border_counts() -> None:
    strip = make_plan(
        {"footway": [box(0, 0, 30, 3)], "route": [LineString([(0, 1), (30, 1)])]},
        site=box(0, 0, 30, 1.2),
        declare=ALL,
    )
    assert turning_space_share(strip).value == 100.0


def test_none_of_them_is_not_applicable_and_nobody_told_is_unknown() -> None:
    assert turning_space_share(plan()).state == "not_applicable"
    some = [k for k in ALL if k != "bench"]
    found = turning_space_share(plan(declare=some, entrance=[DOOR]))
    assert (found.state, found.reason.args["kinds"]) == ("unknown", ("bench",))
    bare = make_plan({"entrance": [DOOR]}, site=SITE, declare=ALL)
    assert turning_space_share(bare).reason.code == "walkable_ground_missing"


@pytest.mark.parametrize("degrees", [30, 90, 211])
def test_turned_and_moved_to_lambert_coordinates(degrees: int) -> None:
    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, degrees, origin=(0, 0)), 1.5e5, 1.7e5)

    for deep, share in ((1.9, 100.0), (2.1, 0.0)):
        turned = make_plan(
            {
                "square": [(moved(SITE), {"slope_pct": 1.0})],
                "entrance": [(moved(DOOR[0]), DOOR[1])],
                "terrace": [moved(box(0, 20 - deep, 30, 20))],
            },
            site=moved(SITE),
            declare=ALL,
        )
        assert turning_space_share(turned).value == share

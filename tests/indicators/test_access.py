"""Step-free ways (A-01): two rooms and what lies between them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.access import step_free_width
from sbd.indicators.freespace import Room
from sbd.indicators.measurement import Measurement
from sbd.indicators.narrowings import Narrowing, joined_past
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, Supplied, make_plan

ALL = [kind for kind in KINDS if kind not in ("site", "extent")]
SITE = box(0, 0, 30, 10)
STOP, DOOR = Point(1, 5), (Point(29, 5), {"main": "yes"})
POINT_OR_LINE = (Narrowing(1.00, 1.20), Narrowing(1.20, 10.0, 1.50))


def rooms(width: float, length: float) -> BaseGeometry:
    """Two rooms of 10 m joined by a passage."""
    passage = box(10, 5 - width / 2, 10 + length, 5 + width / 2)
    return box(0, 0, 10, 10).union(passage).union(box(10 + length, 0, 30, 10))


def plan(ground: Any, declare: Any = ALL, **more: Any) -> Plan:
    """Ground with a stop in the west and a door in the east; ways out are drawn."""
    elements = {"footway": ground if isinstance(ground, list) else [ground]}
    supplied = more.pop("supplied", ())
    out = (LineString([(0, 0), (0, 10)]), {"clear_m": 10.0})
    elements |= {"stop": [STOP], "entrance": [DOOR], "exit": [out], **more}
    return make_plan(elements, site=SITE, declare=declare, supplied=supplied)


def width(*args: Any, **more: Any) -> float | None:
    return step_free_width(plan(*args, **more)).value


def labels(found: Measurement, label: str) -> list[Any]:
    return [p for p in found.where if p.label == label]


# Widths and narrowings


@pytest.mark.parametrize(
    ("wide", "length", "value"),
    [
        (2.5, 12, 2.00),
        (1.6, 12, 1.50),
        (1.3, 12, 1.20),  # too long for a narrowing
        (1.3, 9, 1.50),  # along a line, up to 10 m
        (1.2, 10, 1.50),
        (1.1, 4, 0.90),  # too narrow for a line, too long for a point
        (1.1, 1.2, 1.50),  # at a point
        (0.95, 0.5, 0.90),
        (0.8, 0.5, 0.0),
    ],
)
def test_a_passage_decides(wide: float, length: float, value: float) -> None:
    found = step_free_width(plan(rooms(wide, length)))
    assert (found.state, found.value) == ("measured", value)
    assert (found.unit, found.bound, found.defaults) == ("m", "exact", ())


def test_the_pinch_is_shown_with_its_width_and_who_is_not_reached() -> None:
    found = step_free_width(plan(rooms(1.1, 4)))
    pinch = labels(found, "pinch")
    assert [p.value for p in pinch] == [pytest.approx(1.1, abs=0.002)]
    assert pinch[0].geometry.centroid.dwithin(Point(12, 5), 2.1)
    (unreached,) = labels(found, "unreached")
    # At 1.10 m over 4 m the level is that of 0.90 m; the next one asks 1.20 m.
    assert (unreached.element_id, unreached.value) == ("entrance-1", 1.2)
    assert unreached.other
    assert [p.element_id for p in labels(found, "start")] == ["stop-1"]


def test_a_line_narrowing_needs_a_square_on_either_side() -> None:
    # Between two passages of 1.30 m a round place of 1.52 m: a circle fits, no square.
    middle = Point(15, 5).buffer(0.76, quad_segs=64)
    ground = rooms(1.3, 10.9).union(middle)
    assert width(ground) == 1.20
    roomy = rooms(1.3, 10.9).union(box(14, 4, 16, 6))
    assert width(roomy) == 1.50


def test_a_bent_passage_is_as_long_as_one_walks() -> None:
    def joined(reach: float) -> bool:
        bend = box(5, 2, 10, 3.3).union(box(8.7, 2, 10, reach))
        free = box(0, 0, 5, 5).union(bend).union(box(5, reach, 12, reach + 5))
        room = Room(free, 1.49)
        ends = [Point(1, 1), Point(6, reach + 4)]
        return bool(joined_past(room, ends, 0.3, POINT_OR_LINE)[0, 1])

    assert joined(7.0)
    assert not joined(12.0)


# What stops wheels


KERB = LineString([(10, 4), (10, 6)])


@pytest.mark.parametrize(("height", "value"), [(0.0, 2.0), (0.02, 2.0), (0.03, 0.0)])
def test_a_kerb_or_step_across_the_way(height: float, value: float) -> None:
    kerb = {"kerb": [(LineString([(10, 0), (10, 10)]), {"height_m": height})]}
    step = {"step": [(LineString([(10, 0), (10, 10)]), {"height_m": height})]}
    for cut in (kerb, step):
        assert width(box(0, 0, 30, 10), **cut) == value


def test_the_kerb_between_is_shown_with_its_height() -> None:
    kerb = (LineString([(10, 0), (10, 10)]), {"height_m": 0.12})
    found = step_free_width(plan(box(0, 0, 30, 10), kerb=[kerb]))
    shown = labels(found, "step_height")
    assert [(p.element_id, p.value) for p in shown] == [("kerb-1", 0.12)]


def test_a_kerb_with_a_gap_is_walked_round() -> None:
    kerb = (LineString([(10, 0), (10, 8)]), {"height_m": 0.12})
    assert width(box(0, 0, 30, 10), kerb=[kerb]) == 2.0


def test_a_height_that_is_missing_leaves_both_answers() -> None:
    step = (LineString([(10, 0), (10, 10)]), {})
    found = step_free_width(plan(box(0, 0, 30, 10), step=[step]))
    assert (found.state, found.worst, found.best) == ("unknown", 0.0, 2.0)
    assert found.reason.code == "attribute_missing"
    assert found.reason.args["attribute"] == "height_m"


def test_carriageways_are_crossed_at_crossings_only() -> None:
    banks = [box(0, 0, 10, 10), box(16, 0, 30, 10)]
    road = [(box(10, -50, 16, 50), {"shared": "no"})]
    assert width(banks, carriageway=road) == 0.0
    level = [(box(10, 4, 16, 7), {"kerb_m": 0.01})]
    assert width(banks, carriageway=road, crossing=level) == 2.0
    high = [(box(10, 4, 16, 7), {"kerb_m": 0.05})]
    found = step_free_width(plan(banks, carriageway=road, crossing=high))
    assert found.value == 0.0
    assert [p.element_id for p in labels(found, "step_height")] == ["crossing-1"]


def test_a_crossing_drawn_as_a_line_is_wide_and_says_so() -> None:
    banks = [box(0, 0, 10, 10), box(16, 0, 30, 10)]
    road = [(box(10, -50, 16, 50), {"shared": "no"})]
    line = [(LineString([(10, 5), (16, 5)]), {"kerb_m": 0.0})]
    found = step_free_width(plan(banks, carriageway=road, crossing=line))
    assert found.value == 2.0
    assert "crossing_without_width_is_wide" in found.defaults


def test_a_fence_drawn_as_a_line_cannot_be_passed() -> None:
    fence = [(LineString([(10, 0), (10, 10)]), {"height_m": 1.0})]
    assert width(box(0, 0, 30, 10), fence=fence) == 0.0


def test_green_is_no_way_for_wheels() -> None:
    lawn = [(box(10, 0, 20, 10), {"walkable": "yes"})]
    banks = [box(0, 0, 10, 10), box(20, 0, 30, 10)]
    assert width(banks, green=lawn) == 0.0


# Who has to be reached


def test_a_door_is_reached_within_a_third_of_a_metre_and_half_the_width() -> None:
    def door(x: float) -> dict[str, Any]:
        return {"entrance": [(Point(x, 5), {"main": "yes"})]}

    assert width(box(0, 0, 28, 10), **door(28.3)) == 2.0
    assert width(box(0, 0, 28, 10), **door(28.4)) == 0.0


def test_only_main_entrances_count_and_else_all_by_name() -> None:
    far = (Point(15, 19), {"main": "no"})  # 9 m off: nobody gets there
    assert width(box(0, 0, 30, 10), entrance=[DOOR, far]) == 2.0
    found = step_free_width(plan(box(0, 0, 30, 10), entrance=[(Point(29, 5), {}), far]))
    assert found.value == 0.0
    unnamed = [(Point(29, 5), {})]
    found = step_free_width(plan(box(0, 0, 30, 10), entrance=unnamed))
    assert (found.value, found.defaults) == (2.0, ("all_entrances_main",))


def test_reserved_bays_and_toilets_have_to_be_reached() -> None:
    island = box(12, 3, 14, 5)
    ground = box(0, 0, 30, 10).difference(island.buffer(0.5))
    bay = {"parking": [(island, {"disabled": "yes"})]}
    assert width(ground, **bay) == 0.0
    other = {"parking": [(island, {"disabled": "no"})]}
    assert width(ground, **other) == 2.0


# Unknown


def test_kinds_nobody_spoke_of_leave_it_open() -> None:
    some = [k for k in ALL if k not in ("step", "kerb")]
    found = step_free_width(plan(box(0, 0, 30, 10), declare=some))
    assert (found.state, found.worst, found.best) == ("unknown", 0.0, 2.0)
    assert found.reason.args["kinds"] == ("step", "kerb")


def test_ground_that_may_be_missing_is_no_failure() -> None:
    banks = [box(0, 0, 10, 10), box(16, 0, 30, 10)]
    few = [k for k in ALL if k != "square"]
    found = step_free_width(plan(banks, declare=few))
    assert (found.state, found.worst) == ("unknown", 0.0)
    assert found.reason.code == "ways_may_be_missing"


def test_a_way_without_a_width_joins_at_best() -> None:
    banks = [box(0, 0, 10, 10), box(16, 0, 30, 10), LineString([(9, 5), (17, 5)])]
    found = step_free_width(plan(banks))
    assert (found.state, found.worst, found.best) == ("unknown", 0.0, 2.0)
    assert found.reason.code == "width_missing"


def test_bollards_drawn_as_a_line_hide_their_gaps() -> None:
    line = [(LineString([(10, 0), (10, 10)]), {})]
    found = step_free_width(plan(box(0, 0, 30, 10), bollard=line))
    assert (found.state, found.worst, found.best) == ("unknown", 0.0, 2.0)


def test_assumed_kerb_heights_keep_the_requirement_open() -> None:
    kerb = [(LineString([(10, 0), (10, 10)]), {"height_m": 0.12, "form": "raised"})]
    guess = Supplied("kerb-1", "kerb", "height_m", 0.12, "assumed", "kerb-heights")
    found = step_free_width(plan(box(0, 0, 30, 10), kerb=kerb, supplied=(guess,)))
    assert (found.value, found.gate_open) == (0.0, True)
    assert found.assumed == ("kerb-heights",)


def test_without_ground_or_destinations_there_is_nothing_to_measure() -> None:
    empty = make_plan({"stop": [STOP]}, site=SITE, declare=ALL)
    assert step_free_width(empty).reason.code == "walkable_ground_missing"


# Properties


@settings(max_examples=8)
@given(st.integers(0, 359), st.integers(0, 5))
def test_turned_and_moved_to_lambert_coordinates(degrees: int, step: int) -> None:
    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, degrees, origin=(0, 0)), 1.5e5 + step / 3, 1.7e5)

    for wide, value in ((1.25, 1.50), (1.05, 0.90)):
        turned = make_plan(
            {
                "footway": [moved(rooms(wide, 5))],
                "stop": [moved(STOP)],
                "entrance": [(moved(DOOR[0]), DOOR[1])],
                "exit": [(moved(LineString([(0, 0), (0, 10)])), {"clear_m": 10.0})],
            },
            site=moved(SITE),
            declare=ALL,
        )
        assert step_free_width(turned).value == value


@settings(max_examples=10)
@given(st.integers(5, 24), st.integers(0, 8), st.integers(3, 30))
def test_one_more_obstacle_never_widens_the_way(x: int, y: int, side: int) -> None:
    ground = rooms(1.6, 6)
    planter = [(box(x, y, x + side / 10, y + side / 10), {})]
    before, after = width(ground), width(ground, planter=planter)
    assert before is not None
    assert after is not None
    assert after <= before

from __future__ import annotations

from math import asin, sqrt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, scale, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.measurement import Measurement
from sbd.indicators.obstacles import LOW
from sbd.indicators.pockets import pocket_share
from sbd.plans.kinds import KINDS
from sbd.plans.plan import make_plan

#: A square of 60 x 20 m with a facade along its north side.
SITE = box(0, 0, 60, 20)
FACADE = box(-40, 20, 100, 30)
ALL = tuple(k for k in KINDS if k not in ("site", "extent"))
#: A route along the facade, 1 m from it.
ALONG = LineString([(0, 19), (60, 19)])
#: A recess 2 m wide and 3 m deep.
NICHE = box(29, 20, 31, 23)
#: A disc of 1.5 m bulges into a mouth of 2 m by this segment. [m2]
BULGE = 1.5**2 * asin(1 / 1.5) - sqrt(1.5**2 - 1)
TALL = {"height_m": 2.0}


def share(house: BaseGeometry = FACADE, **elements: Any) -> Measurement:
    declare = elements.pop("declare", ALL)
    site = elements.pop("site", SITE)
    parameters = elements.pop("parameters", {})
    elements = {
        "square": [site],
        "building": [house],
        "route": [(ALONG, {"main": "yes"})],
        **elements,
    }
    return pocket_share(make_plan(elements, site=site, declare=declare), **parameters)


def test_a_niche_beside_the_route_is_a_pocket() -> None:
    result = share(FACADE - NICHE)
    assert result.value == pytest.approx(100 * (6 - BULGE) / 1200, rel=0.01)
    assert result.reason.args["pockets"] == 1
    assert result.reason.args["pocket_m2"] == pytest.approx(6 - BULGE, rel=0.01)
    place = result.where[0]
    assert (place.role, place.label, place.unit) == ("finding", "pocket", "m2")
    assert place.geometry.within(NICHE.buffer(0.01))
    assert place.value == pytest.approx(place.geometry.area)


def test_a_straight_facade_and_corners_of_a_room_have_no_pocket() -> None:
    assert share().value == 0
    room = box(-5, -5, 65, 25) - SITE
    assert share(room).value == 0


def test_a_wide_or_shallow_recess_is_none() -> None:
    assert share(FACADE - box(29, 20, 32.2, 23)).value == 0
    assert share(FACADE - box(29, 20, 31, 20.6)).value == 0


def test_an_alley_through_the_block_is_none_but_a_dead_end_is() -> None:
    alley = box(29, 20, 31, 30)
    assert share(FACADE - alley).value == 0
    dead_end = share(FACADE - box(29, 20, 31, 29))
    assert dead_end.reason.args["pocket_m2"] == pytest.approx(18 - BULGE, rel=0.01)


def test_an_alley_that_goes_on_outside_the_plan_is_none() -> None:
    deep = box(-100, 20, 160, 400)
    assert share(deep - box(29, 20, 31, 400)).value == 0


def test_a_niche_that_is_seen_from_afar_is_none() -> None:
    # From a route that comes straight at it one sees into it to its end.
    straight = LineString([(30, 0), (30, 19)])
    assert share(FACADE - NICHE, route=[straight]).value == 0
    # From one 12 m off the facade one sees, 3 m before it, most of it.
    off = LineString([(0, 8), (60, 8)])
    assert share(FACADE - NICHE, route=[off]).value == 0


def test_the_approach_that_sees_least_counts() -> None:
    # Coming from the east along the facade one sees as little as from the west; a
    # wing of the house hides the niche from a route farther off, to the west only.
    off = LineString([(0, 8), (60, 8)])
    wing = box(27, 12, 28, 20)
    assert share((FACADE - NICHE) | wing, route=[off]).reason.args["pockets"] == 1


def test_where_no_route_passes_it_is_looked_into_from_the_ground() -> None:
    far = LineString([(0, 1), (60, 1)])
    assert share(FACADE - NICHE, route=[far]).value == 0
    # Round a bend one sees no farther than a slanting look through the mouth goes:
    # from 13 m off, some 4 of 30 m.
    bend = NICHE | box(31, 21, 61, 23)
    hidden = share(FACADE - bend, route=[far])
    assert hidden.reason.args["pockets"] == 1


def test_a_court_nobody_can_get_to_is_none() -> None:
    court = box(29, 21, 31, 25)
    assert share(FACADE - court).value == 0
    behind_a_wall = share(
        FACADE - NICHE, wall=[(LineString([(28, 20), (32, 20)]), TALL)]
    )
    assert behind_a_wall.value == 0


def test_furniture_one_sees_over_or_walks_around_makes_none() -> None:
    planters = [box(20 + 2.5 * n, 17, 22 + 2.5 * n, 18) for n in range(6)]
    for height in (0.8, 2.0):
        told = {"height_m": height}
        assert share(planter=[(p, told) for p in planters]).value == 0


def test_hedges_round_a_seat_make_one_if_they_are_tall() -> None:
    # Open to the south, where the seat looks: 2 m wide, 3 m deep, 3 m from the route.
    hedge = box(28.5, 12.5, 31.5, 16) - box(29, 12.5, 31, 15.5)
    pockets = [
        share(hedge=[(hedge, {"height_m": h})]).reason.args["pockets"]
        for h in (1.2, 2.0)
    ]
    assert pockets == [0, 1]


def test_parameters_are_those_of_the_checklist() -> None:
    house = FACADE - NICHE
    for name, value in {
        "pocket_opening_radius_m": 0.9,
        "pocket_area_min_m2": 7.0,
        "pocket_depth_min_m": 4.0,
        "pocket_seen_min_pct": 1.0,
    }.items():
        assert share(house, parameters={name: value}).value == 0, name
    behind = share(
        FACADE - NICHE, square=[box(0, 0, 60, 16)], parameters={"pocket_reach_m": 0.5}
    )
    assert behind.reason.args["pockets"] == 0


def test_what_is_missing_leaves_worst_and_best() -> None:
    hedge = box(28.5, 12.5, 31.5, 16) - box(29, 12.5, 31, 15.5)
    result = share(hedge=[hedge])
    assert result.state == "unknown"
    assert result.best == 0 < result.worst
    assert result.reason.args["attribute"] == "height_m"


@pytest.mark.parametrize("silent", [("route",), ("building",), ("tree",), LOW])
def test_what_is_neither_drawn_nor_declared_is_unknown(silent: tuple[str, ...]) -> None:
    declare = [k for k in ALL if k not in silent]
    result = share(declare=declare, **{k: [] for k in silent})
    assert result.state == "unknown"
    assert result.reason.args["kinds"] == silent


def test_without_walkable_ground_it_is_unknown() -> None:
    assert share(square=[]).reason.code == "walkable_ground_missing"


def test_more_that_is_only_mapped_may_help_or_hurt() -> None:
    assert share(declare=[k for k in ALL if k != "hedge"]).bound == "open"


@settings(max_examples=12)
@given(st.floats(0, 360), st.floats(0, 160_000), st.floats(0, 170_000), st.booleans())
def test_turned_moved_and_mirrored_it_is_the_same(
    angle: float, dx: float, dy: float, flipped: bool
) -> None:
    def moved(shape: BaseGeometry) -> BaseGeometry:
        side = scale(shape, -1 if flipped else 1, 1, origin=(30, 0))
        return translate(rotate(side, angle, origin=(30, 10)), dx, dy)

    there = share(moved(FACADE - NICHE), site=moved(SITE), route=[moved(ALONG)])
    assert there.value == pytest.approx(100 * (6 - BULGE) / 1200, rel=0.01)


def test_the_niche_may_be_drawn_in_two_buildings() -> None:
    west, east = (FACADE - NICHE) & box(-40, 0, 30, 40), FACADE & box(30, 0, 100, 40)
    two = share(building=[west, east - NICHE])
    assert two.value == pytest.approx(share(FACADE - NICHE).value)


def test_a_post_beside_the_mouth_is_no_second_mouth() -> None:
    lamp = [Point(27, 19.5)]
    assert share(FACADE - NICHE, lamp=lamp).reason.args["pockets"] == 1

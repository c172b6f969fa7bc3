"""Walks to services on a square of 40 m with a building in the way."""

from __future__ import annotations

from math import hypot, inf, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon, box

from sbd.indicators.bays import reserved_bay_distance
from sbd.indicators.services import (
    aed_distance,
    fountain_distance,
    stop_distance,
    toilet_distance,
)
from sbd.plans.kinds import KINDS
from sbd.plans.plan import make_plan

SITE = box(0, 0, 40, 40)
#: Paving of the site and 60 m to the east.
PAVING = box(0, 0, 100, 40)
#: Stands from the south edge up to y = 30, between the middle and the east.
HALL = box(30, 0, 40, 30)
EVERYTHING = tuple(k for k in KINDS if k not in ("site", "extent"))
OPEN = {"free": "yes", "accessible": "yes"}


def square(*, declare=EVERYTHING, extent=None, **elements):
    layers = {"square": [PAVING], **elements}
    return make_plan(layers, site=SITE, declare=declare, extent=extent)


# From the middle of the place


def test_one_walks_straight_to_a_stop():
    found = stop_distance(square(stop=[Point(50, 20)]))
    assert found.value == pytest.approx(30)
    assert (found.state, found.bound) == ("measured", "exact")
    way = next(p for p in found.where if p.role == "route")
    assert list(way.geometry.coords) == [(20, 20), (50, 20)]
    good = next(p for p in found.where if p.role == "good")
    assert (good.element_id, good.label) == ("stop-1", "stop")


def test_one_walks_round_a_building():
    found = stop_distance(square(stop=[Point(50, 20)], building=[HALL]))
    # Over (30, 30) and (40, 30): twice the diagonal of 10 m by 10 m, and 10 m.
    assert found.value == pytest.approx(2 * hypot(10, 10) + 10)


def test_the_nearest_on_foot_counts_not_the_nearest_as_the_crow_flies():
    stops = [Point(45, 5), Point(20, 55)]
    found = stop_distance(square(stop=stops, building=[HALL]))
    # The first is 29 m off but behind the building; the other is 20 m and then 15 m
    # straight on, beside the paving.
    assert found.value == pytest.approx(35)
    assert found.where[1].element_id == "stop-2"


def test_of_a_platform_the_nearest_point_counts():
    platform = LineString([(50, 0), (50, 40)])
    assert stop_distance(square(stop=[platform])).value == pytest.approx(30)
    beside = box(45, 41, 60, 43)  # one metre off the paving
    assert stop_distance(square(stop=[beside])).value == pytest.approx(
        hypot(25, 20) + 1, abs=0.06
    )


def test_a_stop_too_far_beside_all_ground_is_not_reached():
    far = Point(20, 65)
    found = stop_distance(square(stop=[far]))
    assert (found.state, found.worst) == ("unknown", inf)
    assert found.best == pytest.approx(170)  # the edge of the data
    assert found.reason.code == "service_not_reached"
    wider = stop_distance(square(stop=[far]), service_reach_m=30)
    assert wider.value == pytest.approx(45)


def test_where_ground_may_be_missing_a_stop_may_lie_straight_ahead():
    found = stop_distance(square(stop=[Point(20, 65)], declare=()))
    assert (found.worst, found.best) == (inf, pytest.approx(45))
    assert found.bound == "lower"


def test_a_path_drawn_as_a_line_is_walked_and_named():
    path = LineString([(20, 40), (20, 90), (60, 90)])
    found = stop_distance(square(stop=[Point(60, 90)], footway=[path]))
    assert found.value == pytest.approx(20 + 50 + 40, abs=1.0)
    assert found.defaults == ("footway_lines_walked",)


def test_a_toilet_has_to_be_free_and_accessible():
    toilets = [
        (Point(25, 20), {"free": "no", "accessible": "yes"}),
        (Point(20, 30), {"free": "yes", "accessible": "no"}),
        (Point(50, 20), OPEN),
    ]
    assert toilet_distance(square(toilet=toilets)).value == pytest.approx(30)


def test_a_toilet_that_says_nothing_leaves_an_interval():
    toilets = [(Point(25, 20), {"free": "yes"}), (Point(50, 20), OPEN)]
    found = toilet_distance(square(toilet=toilets))
    assert (found.state, found.worst, found.best) == ("unknown", 30, 5)
    assert found.reason.code == "attribute_missing"
    assert found.reason.args["attribute"] == "accessible"


def test_a_silent_toilet_that_is_farther_changes_nothing():
    toilets = [(Point(60, 20), {}), (Point(50, 20), OPEN)]
    assert toilet_distance(square(toilet=toilets)).value == pytest.approx(30)


def test_beyond_the_data_there_may_be_one():
    found = fountain_distance(square(extent=box(-10, -10, 110, 50)))
    assert (found.state, found.worst, found.best) == ("unknown", inf, 30)
    assert found.reason.code == "service_beyond"
    assert found.reason.args == {"kind": "fountain", "edge_m": 30}


def test_what_is_found_farther_than_the_data_reaches_may_be_beaten():
    fountain = [(Point(90, 20), {"free": "yes"})]
    found = fountain_distance(square(fountain=fountain, extent=box(0, 0, 100, 40)))
    assert (found.state, found.worst, found.best) == ("unknown", 70, 20)


def test_services_that_nobody_mapped_are_unknown():
    found = fountain_distance(square(declare=()))
    assert (found.state, found.worst, found.best) == ("unknown", inf, 0)
    assert found.reason.args == {"kinds": ("fountain",)}


def test_without_ground_to_walk_on_nothing_is_known():
    plan = make_plan({"stop": [Point(5, 5)]}, site=SITE, declare=EVERYTHING)
    assert stop_distance(plan).reason.code == "walkable_ground_missing"


# From everywhere


def test_the_farthest_corner_decides_how_far_a_defibrillator_is():
    found = aed_distance(square(aed=[(Point(40, 40), {"h24": "yes"})]))
    assert found.value == pytest.approx(hypot(40, 40))
    way = next(p for p in found.where if p.role == "route")
    assert way.geometry.coords[0] == (0, 0)


def test_of_two_defibrillators_the_nearest_counts_everywhere():
    both = [(Point(0, 0), {"h24": "yes"}), (Point(40, 40), {"h24": "yes"})]
    assert aed_distance(square(aed=both)).value == pytest.approx(40)


def test_a_defibrillator_behind_a_closed_door_does_not_count():
    both = [(Point(0, 0), {"h24": "no"}), (Point(40, 40), {"h24": "yes"})]
    assert aed_distance(square(aed=both)).value == pytest.approx(hypot(40, 40))


def test_ground_apart_from_the_rest_leaves_it_open():
    halves = {"square": [box(0, 0, 30, 40), box(32, 0, 40, 40)]}
    aed = [(Point(0, 0), {"h24": "yes"})]
    plan = make_plan({**halves, "aed": aed}, site=SITE, declare=EVERYTHING)
    found = aed_distance(plan)
    assert (found.state, found.worst, found.best) == ("unknown", inf, 50)
    assert found.reason.code == "walkable_ground_apart"


def test_a_small_island_is_left_out_and_named():
    ground = {"square": [box(0, 0, 30, 40), box(32, 0, 34, 10)]}
    aed = [(Point(0, 0), {"h24": "yes"})]
    plan = make_plan({**ground, "aed": aed}, site=SITE, declare=EVERYTHING)
    found = aed_distance(plan)
    assert found.value == pytest.approx(50)
    assert found.defaults == ("walkable_islands_left_out",)


# Bays


def bays(**elements):
    doors = [(Point(0, 20), {"main": "yes"}), (Point(20, 0), {"main": "no"})]
    return reserved_bay_distance(square(entrance=doors, **elements))


RESERVED = {"disabled": "yes"}


def test_one_goes_from_the_bay_to_the_main_door():
    # The wheelchair keeps 0.45 m off the edges; the rest is straight.
    found = bays(parking=[(box(30, 40, 35, 42), RESERVED)])
    assert found.value == pytest.approx(
        hypot(30 - 0.45, 20 - 0.45) + 2 * 0.45, abs=0.05
    )
    way = next(p for p in found.where if p.role == "route")
    assert way.geometry.length == pytest.approx(found.value, abs=0.01)


def test_a_gap_narrower_than_a_wheelchair_is_gone_round():
    straight = bays(drop_off=[Point(40, 20)])
    assert straight.value == pytest.approx(40)
    wall = [box(20, 0, 21, 19.6), box(20, 20.4, 21, 30)]
    round_it = bays(drop_off=[Point(40, 20)], wall=wall)
    assert round_it.value > 2 * hypot(20, 10) - 0.5
    wide = [box(20, 0, 21, 19.5), box(20, 20.5, 21, 30)]
    assert bays(drop_off=[Point(40, 20)], wall=wide).value == pytest.approx(40)


def test_the_main_door_farthest_from_a_bay_decides():
    doors = [(Point(0, 20), {"main": "yes"}), (Point(40, 5), {"main": "yes"})]
    plan = square(entrance=doors, drop_off=[Point(40, 20)])
    assert reserved_bay_distance(plan).value == pytest.approx(40)


def test_without_a_main_door_all_count_and_that_is_named():
    plan = square(entrance=[Point(0, 20), Point(20, 0)], drop_off=[Point(20, 20)])
    assert reserved_bay_distance(plan).defaults == ("all_entrances_main",)


def test_without_a_door_one_goes_to_the_middle():
    plan = square(drop_off=[Point(20, 35)])
    assert reserved_bay_distance(plan).value == pytest.approx(15)


def test_no_bay_at_all_is_the_worst():
    found = bays()
    assert (found.state, found.worst, found.best) == ("unknown", inf, inf)
    assert found.reason.code == "no_reserved_bay"
    mapped = square(parking=[(box(30, 40, 35, 42), {"disabled": "no"})], declare=())
    assert reserved_bay_distance(mapped).reason.args == {"kinds": ("drop_off",)}


def test_parking_that_does_not_say_may_be_reserved():
    found = bays(parking=[(box(30, 40, 35, 42), {}), (box(60, 40, 65, 42), RESERVED)])
    assert found.state == "unknown"
    assert found.best == pytest.approx(36.3, abs=0.1)
    assert found.worst == pytest.approx(hypot(59.55, 19.55) + 0.9, abs=0.1)
    assert found.reason.args["attribute"] == "disabled"


# What must not matter


@settings(max_examples=5, deadline=None)
@given(st.floats(0, 360), st.floats(1e5, 2e5))
def test_turning_and_moving_changes_nothing(turn, away):
    def moved(shape):
        turned = affinity.rotate(shape, turn, origin=(0, 0))
        return affinity.translate(turned, away, away)

    hall, aed = moved(HALL), [(moved(Point(50, 20)), {"h24": "yes"})]
    plan = make_plan(
        {
            "square": [moved(PAVING)],
            "building": [hall],
            "aed": aed,
            "stop": [moved(Point(50, 20))],
        },
        site=moved(SITE),
        declare=EVERYTHING,
    )
    assert stop_distance(plan).value == pytest.approx(2 * sqrt(200) + 10, abs=1e-3)
    here = aed_distance(plan).value
    # From (0, 0): over (30, 30) and (40, 30).
    assert here == pytest.approx(hypot(30, 30) + 10 + hypot(10, 10), abs=1e-3)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 34), st.integers(0, 30), st.integers(1, 6), st.integers(1, 9))
def test_a_building_never_makes_a_walk_shorter(x, y, w, h):
    house: Polygon = box(x, y, x + w, y + h)
    stop = [Point(50, 20)]
    if house.distance(Point(20, 20)) == 0:
        return
    before = stop_distance(square(stop=stop)).value
    assert stop_distance(square(stop=stop, building=[house])).value >= before - 1e-6


def test_where_there_is_none_the_place_tells_how_far_one_has_looked():
    found = fountain_distance(square(extent=box(-10, -10, 110, 50)))
    (start,) = found.where
    assert (start.label, start.value, start.unit) == ("no_fountain_within", 30, "m")
    assert start.other
    # One that is there but to which no way leads is another matter.
    far = [(Point(20, 65), {"free": "yes"})]
    apart = fountain_distance(square(fountain=far)).where[0]
    assert (apart.label, apart.value) == ("no_service_reached", None)

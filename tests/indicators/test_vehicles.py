"""Approach speeds by school geometry: a street, a zone, walls, bollards and kerbs."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box

from sbd.indicators.approach import Vehicle
from sbd.indicators.drivable import Closed, drivable, entries, obstacles
from sbd.indicators.impact import KMH, bend_speed
from sbd.indicators.streets import streets
from sbd.indicators.vehicles import approach_speed
from sbd.plans.kinds import KINDS
from sbd.plans.plan import make_plan

#: A street of 6 m runs from the west along y = 0 and ends at x = 0; the zone lies
#: 60 m beyond its end, across it. Houses keep everything else shut.
SITE = box(0, -30, 100, 30)
EXTENT = box(-100, -60, 120, 60)
STREET = box(-100, -3, 0, 3)
ZONE = box(60, -10, 80, 10)
HOUSES = [box(-100, 3, 0, 60), box(-100, -60, 0, -3)]
SQUARE = box(0, -60, 120, 60)
ALL = [k for k in KINDS if k not in ("site", "extent")]
CAR = Vehicle(1.8, 0.12)


def elements(**more):
    base = {
        "carriageway": [(STREET, {"limit_kmh": 30.0})],
        "building": HOUSES,
        "square": [SQUARE],
        "crowd_zone": [ZONE],
    }
    for kind, things in more.items():
        base[kind] = [*base.get(kind, []), *things]
    return base


def plan(turn=0.0, east=0.0, north=0.0, declare=ALL, **more):
    def move(shape):
        turned = rotate(shape, turn, origin=(0, 0))
        return translate(turned, east, north)

    moved = {
        kind: [(move(t[0]), t[1]) if isinstance(t, tuple) else move(t) for t in things]
        for kind, things in elements(**more).items()
    }
    return make_plan(moved, site=move(SITE), extent=move(EXTENT), declare=declare)


def speed(start_kmh, metres, acceleration=3.0):
    return sqrt((start_kmh / 3.6) ** 2 + 2 * acceleration * metres) * 3.6


def test_a_street_that_points_at_a_zone() -> None:
    found = approach_speed(plan())
    # The longest run: from the window's border, 100 m before the street's end, on
    # the diagonal of what the houses leave open to the near side of the zone.
    run = found.where[0].geometry
    assert found.state == "measured"
    assert run.length == pytest.approx(160, abs=0.3)
    assert found.value == pytest.approx(speed(30, run.length), abs=0.01)
    assert found.where[0].role == "finding"
    assert found.where[0].element_id == "crowd_zone-1"


def test_the_margin_is_told_and_decides_nothing() -> None:
    found = approach_speed(plan())
    args = found.reason.args
    assert args["with_margin_kmh"] == pytest.approx(speed(50, args["run_m"]), abs=0.01)
    assert approach_speed(plan(), speed_margin_kmh=0.0).value == found.value


def test_a_wall_across_leaves_nothing() -> None:
    found = approach_speed(plan(wall=[LineString([(0, -60), (0, 60)])]))
    assert (found.state, found.value) == ("measured", 0.0)
    assert found.reason.code == "no_run_up"
    assert found.where[0].role == "good"


def row(gap, **attributes):
    step = gap + 0.2
    middles = np.arange(-3, 3 + step, step)
    middles = np.clip(middles, -3, 3)
    same = {"diameter_m": 0.2, "fixing": "fixed", **attributes}
    return [(Point(0, y), same) for y in middles]


def test_bollards_stop_where_the_gap_is_narrower_than_the_car() -> None:
    assert approach_speed(plan(bollard=row(1.2))).value == 0
    assert approach_speed(plan(bollard=row(2.6))).value > 100


def test_removable_bollards_are_open() -> None:
    free = approach_speed(plan()).value
    for fixing in ("removable", "retractable"):
        found = approach_speed(plan(bollard=row(1.2, fixing=fixing)))
        assert found.value == pytest.approx(free)


def test_bollards_that_do_not_say_leave_it_open() -> None:
    found = approach_speed(plan(bollard=row(1.2, fixing=None)))
    assert (found.state, found.value, found.best) == ("unknown", None, 0.0)
    assert found.worst == pytest.approx(approach_speed(plan()).value)
    assert found.reason.args["attribute"] == "fixing"


@pytest.mark.parametrize(
    ("kerb", "open_"),
    [
        ({"height_m": 0.12}, True),
        ({"height_m": 0.13}, False),
        ({"form": "lowered"}, True),
        ({"form": "flush"}, True),
    ],
)
def test_kerbs_above_the_limit_of_the_class_stop(kerb, open_) -> None:
    across = LineString([(0, -60), (0, 60)])
    found = approach_speed(plan(kerb=[(across, kerb)]))
    assert (found.value > 0) is open_


def test_a_kerb_without_a_height_leaves_it_open() -> None:
    across = LineString([(0, -60), (0, 60)])
    found = approach_speed(plan(kerb=[across]))
    assert (found.state, found.best) == ("unknown", 0.0)
    assert found.reason.args["kind"] == "kerb"


def test_a_higher_limit_is_faster_and_a_missing_one_unknown() -> None:
    def limited(kmh):
        things = elements()
        things["carriageway"] = [(STREET, {"limit_kmh": kmh})]
        return make_plan(things, site=SITE, extent=EXTENT, declare=ALL)

    slow, fast = (approach_speed(limited(k)).value for k in (30.0, 50.0))
    assert fast == pytest.approx(speed(50, 160), abs=0.3)
    assert slow < fast
    found = approach_speed(limited(np.nan))
    assert found.state == "unknown"
    assert found.best < slow < fast < found.worst
    assert found.reason.args["attribute"] == "limit_kmh"


def turned_into(mouth_m):
    """A street passes 30 m before the zone; a car turns into the way to it. [km/h]"""
    half, street = mouth_m / 2, box(-100, -5, 100, 5)
    things = {
        "carriageway": [(street, {"limit_kmh": 50.0})],
        "building": [
            box(-100, 5, -half, 60),
            box(half, 5, 100, 60),
            box(-100, -60, 100, -5),
        ],
        "square": [box(-half, 5, half, 40)],
        "crowd_zone": [box(-half, 35, half, 40)],
    }
    where = make_plan(
        things,
        site=box(-20, 0, 20, 45),
        extent=box(-100, -60, 100, 60),
        declare=ALL,
    )
    return approach_speed(where).reason.args["start_kmh"]


def test_a_run_square_to_the_street_begins_with_a_turn() -> None:
    """A quarter turn ends in a mouth 2.2 m wide for the car's middle; it begins in a
    street 8.2 m wide for it. The widest circle that touches the far side of the street
    and clears the corner lies between these two."""
    narrow = turned_into(4.0)
    assert bend_speed(8.2, 0.9, 9.81) * KMH < narrow
    assert narrow < bend_speed(8.2 + 2.2 + 8.2, 0.9, 9.81) * KMH
    assert narrow < turned_into(6.0) <= 50


def test_the_speed_is_at_the_edge_met_first() -> None:
    """A zone twice as deep is not reached any faster at its far side."""
    deep = make_plan(
        {**elements(), "crowd_zone": [box(60, -10, 115, 10)]},
        site=SITE,
        extent=EXTENT,
        declare=ALL,
    )
    near = approach_speed(plan()).value
    assert approach_speed(deep).value == pytest.approx(near, rel=1e-3)


def test_no_zone_is_not_applicable_and_none_said_unknown() -> None:
    def without(declare):
        things = {k: v for k, v in elements().items() if k != "crowd_zone"}
        return make_plan(things, site=SITE, extent=EXTENT, declare=declare)

    assert approach_speed(without(ALL)).state == "not_applicable"
    found = approach_speed(without([]))
    assert (found.state, found.reason.code) == ("unknown", "kind_missing")


def test_without_streets_nobody_knows() -> None:
    things = {k: v for k, v in elements().items() if k != "carriageway"}
    found = approach_speed(make_plan(things, site=SITE, extent=EXTENT))
    assert found.reason.args == {"kinds": ("carriageway",)}


def test_kinds_that_could_stop_a_car_and_are_not_known_leave_it_open() -> None:
    declare = [k for k in ALL if k != "kerb"]
    found = approach_speed(plan(declare=declare))
    assert (found.state, found.best) == ("unknown", 0.0)
    assert found.reason.args == {"kinds": ("kerb",)}


def test_what_is_only_mapped_bounds() -> None:
    assert approach_speed(plan()).bound == "exact"
    fewer = [k for k in ALL if k != "bollard"]
    assert approach_speed(plan(declare=fewer)).bound == "lower"
    fewer = [k for k in ALL if k != "carriageway"]
    assert approach_speed(plan(declare=fewer)).bound == "upper"


@settings(max_examples=5, deadline=None)
@given(st.floats(0, 360), st.sampled_from([(0, 0), (148_900.0, 170_600.0)]))
def test_turned_and_moved_the_speed_stays(turn, where) -> None:
    found = approach_speed(plan(turn, *where, tree=[Point(30, 1)]))
    still = approach_speed(plan(tree=[Point(30, 1)]))
    assert found.value == pytest.approx(still.value, rel=2e-3)


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(st.floats(2, 55), st.floats(-12, 12)), max_size=4))
def test_a_tree_more_makes_no_car_faster(spots) -> None:
    trees = [Point(x, y) for x, y in spots]
    speeds = [approach_speed(plan(tree=trees[:n])).value for n in range(len(trees) + 1)]
    for before, after in pairwise(speeds):
        # A finer corner may be tried as a start: turns are tried every 2 m.
        assert after <= before * 1.02 + 0.1


def test_a_wider_vehicle_reaches_no_more() -> None:
    crowded = plan(tree=[Point(x, y) for x in (20, 40) for y in range(-30, 31, 3)])
    reached = [
        drivable(crowded, w, 0.12, Closed()).reached.area for w in (1.8, 2.0, 2.4, 2.55)
    ]
    assert reached == sorted(reached, reverse=True)
    assert reached[0] > reached[-1]


def test_a_wall_in_two_is_the_same_wall() -> None:
    whole = [LineString([(20, -20), (20, 20)])]
    halves = [LineString([(20, -20), (20, 3)]), LineString([(20, 3), (20, 20)])]
    one, two = (approach_speed(plan(wall=w)).value for w in (whole, halves))
    assert one == pytest.approx(two)


def test_drivable_ground_of_a_street_between_walls() -> None:
    ground = CAR.ground(plan(), Closed())
    across = LineString([(-50, -10), (-50, 10)]).intersection(ground.reached)
    assert across.length == pytest.approx(6 - 1.8, abs=0.001)
    assert entries(plan()).length == pytest.approx(6, abs=0.05)


def test_ground_that_is_not_drawn_is_open_near_drawn_ground_only() -> None:
    bare = {k: v for k, v in elements().items() if k != "square"}
    ground = CAR.ground(
        make_plan(bare, site=SITE, extent=EXTENT, declare=ALL), Closed()
    ).ground
    assert ground.covers(Point(5, 0))
    assert not ground.covers(Point(20, 0))
    assert ground.covers(Point(55, 0))


def test_the_plan_is_read_once() -> None:
    where = plan()
    assert obstacles(where) is obstacles(where)
    assert streets(where) is streets(where)
    assert CAR.ground(where, Closed()) is CAR.ground(where, Closed())
    assert CAR.ground(where, Closed()) is not CAR.ground(replace(where), Closed())


# An oracle written plainly: lines from many starts on the street to the zone's edge.


def naive_speed(where):
    """Fastest run that begins on the street and keeps within 30 degrees of it."""
    ground = CAR.ground(where, Closed()).reached.difference(ZONE)
    starts = [(x, y) for x in range(-100, -20, 5) for y in np.arange(-2.1, 2.2, 0.35)]
    ends = [ZONE.exterior.interpolate(at).coords[0] for at in range(0, 80, 2)]
    lines = np.array([LineString([a, b]) for a in starts for b in ends])
    inside = shapely.covers(ground.buffer(1e-6), lines)
    return speed(30, float(shapely.length(lines[inside]).max()))


@pytest.mark.parametrize(
    "trees", [[], [(-20, 0)], [(30, 0), (30, 2.5), (30, -2.5)]], ids=len
)
def test_a_plain_search_finds_no_faster_and_nearly_as_fast_a_run(trees) -> None:
    where = plan(tree=[Point(*t) for t in trees])
    found, plainly = approach_speed(where).value, naive_speed(where)
    assert plainly <= found + 1e-6
    assert found <= plainly * 1.02

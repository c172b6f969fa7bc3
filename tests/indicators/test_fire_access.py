"""Fire paths by school geometry: streets, dead ends, bends, bollards, crowns."""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, radians, sin

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, Polygon, box

from sbd.indicators.facades import facades
from sbd.indicators.fire_access import fire_approaches, fire_path_share
from sbd.indicators.fire_ground import ways_in
from sbd.indicators.fire_lattice import CELL_M, FINE_M, Lattice, _cells, search
from sbd.plans.kinds import KINDS
from sbd.plans.plan import make_plan

ALL = [k for k in KINDS if k not in ("site", "extent")]
SITE, EXTENT = box(-20, -20, 20, 20), box(-60, -60, 60, 60)
#: A street from border to border along y = 0, and one house on its north side.
STREET = box(-60, -3, 60, 3)
HOUSE = (box(-8, 5, 8, 15), {"rise": "mid"})
DOOR = (Point(0, 5), {"main": "yes"})


def plan(turn=0.0, east=0.0, north=0.0, declare=ALL, **more):
    def move(shape):
        return translate(rotate(shape, turn, origin=(0, 0)), east, north)

    things = {"carriageway": [STREET], "building": [HOUSE], "entrance": [DOOR], **more}
    moved = {
        kind: [(move(t[0]), t[1]) if isinstance(t, tuple) else move(t) for t in listed]
        for kind, listed in things.items()
    }
    return make_plan(moved, site=move(SITE), extent=move(EXTENT), declare=declare)


def both(where):
    return fire_path_share(where).value, fire_approaches(where).value


def test_a_street_open_at_both_ends_gives_two_approaches() -> None:
    found = fire_path_share(plan())
    assert both(plan()) == (100, 2)
    assert found.reason.args == {"reached": 1, "of": 1, "approaches": 2}
    facade, path = found.where
    assert (facade.role, facade.value, facade.element_id) == ("good", 2.0, "building-1")
    assert (path.role, path.label) == ("route", "fire_path")
    assert STREET.buffer(0.1).covers(path.geometry)


@pytest.mark.parametrize(("wide", "reached"), [(4.0, True), (3.7, False)])
def test_a_path_is_four_metres_wide(wide, reached) -> None:
    street = box(-60, -wide / 2, 60, wide / 2)
    assert both(plan(carriageway=[street])) == ((100, 2) if reached else (0, 0))


@settings(max_examples=6, deadline=None)
@given(st.floats(0, 90), st.sampled_from([(0.0, 0.0), (148_900.0, 170_600.0)]))
def test_four_metres_are_enough_at_any_angle(turn, where) -> None:
    street = box(-60, -2.05, 60, 2.05)
    assert both(plan(turn, *where, carriageway=[street])) == (100, 2)


def closed_east(wide):
    """The street ends at a wall at x = 20, as wide as asked."""
    half = wide / 2
    return {
        "carriageway": [box(-60, -half, 60, half)],
        "wall": [LineString([(20, -20), (20, 20)])],
        "building": [(box(-8, half + 1, 8, 15), {"rise": "mid"})],
        "entrance": [(Point(0, half + 1), {"main": "yes"})],
    }


@pytest.mark.parametrize(("wide", "found"), [(8.0, (100, 1)), (7.0, (0, 0))])
def test_a_dead_end_is_eight_metres_wide(wide, found) -> None:
    assert both(plan(**closed_east(wide))) == found


@pytest.mark.parametrize(("deep", "share"), [(12, 100), (40, 0)])
def test_a_short_dead_end_off_a_way_through_is_no_dead_end(deep, share) -> None:
    """A yard 6 m wide off a street, with a house at its end."""
    street, yard = box(-60, -10 - deep, 60, -deep), box(-3, -deep, 3, 2)
    house = (box(-8, 2, 8, 10), {"rise": "mid"})
    where = plan(
        carriageway=[street],
        footway=[yard],
        building=[house],
        entrance=[(Point(0, 2), {"main": "yes"})],
    )
    assert fire_path_share(where).value == share


def corner(radius_m):
    """A street that comes from the west and leaves to the north round a bend."""
    angles = np.radians(np.arange(0, 91, 5))
    outer, inner = radius_m + 2.2, radius_m - 2.2
    cx, cy = -radius_m, radius_m
    ring = [(cx + outer * sin(a), cy - outer * cos(a)) for a in angles]
    back = [(cx + inner * sin(a), cy - inner * cos(a)) for a in angles[::-1]]
    return [
        Polygon([*ring, *back]),
        box(-60, -2.2, cx, 2.2),
        box(-2.2, cy, 2.2, 60),
    ]


@pytest.mark.parametrize(("radius", "reached"), [(14.0, True), (9.0, False)])
def test_a_bend_is_thirteen_metres_in_the_middle(radius, reached) -> None:
    house = (box(4, 25, 14, 35), {"rise": "mid"})
    where = plan(
        carriageway=corner(radius),
        building=[house],
        entrance=[(Point(4, 30), {"main": "yes"})],
    )
    # From the north the house is reached too, by a dead end if the bend is too tight.
    assert both(where) == ((100, 2) if reached else (0, 0))


POSTS = (-2.0, 0.0, 2.0)


def posts(**attributes):
    same = {"diameter_m": 0.2, **attributes}
    return [(Point(x, y), same) for x in (-15.0, 15.0) for y in POSTS]


@pytest.mark.parametrize(
    ("attributes", "state", "share"),
    [
        ({"fixing": "fixed", "fire_key": "yes"}, "measured", 0),
        ({"fixing": "removable", "fire_key": "yes"}, "measured", 100),
        ({"fixing": "retractable", "fire_key": "yes"}, "measured", 100),
        ({"fixing": "removable", "fire_key": "no"}, "measured", 0),
        ({"fixing": "removable"}, "unknown", None),
        ({"fire_key": "yes"}, "unknown", None),
    ],
)
def test_bollards_open_with_a_key(attributes, state, share) -> None:
    found = fire_path_share(plan(bollard=posts(**attributes)))
    assert (found.state, found.value) == (state, share)
    if state == "unknown":
        assert (found.worst, found.best) == (0, 100)
        lacking = "fire_key" if "fixing" in attributes else "fixing"
        assert found.reason.args["attribute"] == lacking


@pytest.mark.parametrize(
    ("tree", "share"),
    [
        ({"crown_radius_m": 3.0, "base_m": 4.0}, 100),
        ({"crown_radius_m": 3.0, "base_m": 3.5}, 0),
        ({"crown_radius_m": 1.0, "base_m": 2.0}, 100),
        ({"crown_radius_m": 3.0}, None),
    ],
)
def test_crowns_hang_four_metres_high(tree, share) -> None:
    trees = [(Point(x, 3), tree) for x in (-15, 15)]
    assert fire_path_share(plan(tree=trees)).value == share


def test_a_canopy_across_the_street_is_as_high() -> None:
    def under(base):
        roofs = [(box(x, -3, x + 4, 3), {"base_m": base}) for x in (-20, 16)]
        return fire_path_share(plan(canopy=roofs)).value

    assert (under(4.0), under(3.0), under(np.nan)) == (100, 0, None)


def test_parked_bays_and_lawns_carry_no_fire_engine() -> None:
    for kind in ("parking", "green"):
        where = plan(carriageway=[box(-60, -3, 60, -2.9)], **{kind: [STREET]})
        assert fire_path_share(where).value == 0
    assert fire_path_share(plan(carriageway=[STREET], green=[])).value == 100


def test_a_facade_is_near_over_half_its_length() -> None:
    """A gable of 10 m on a street that lies 9 m before it, 20 m before its far end."""
    house = (box(-8, 12.9, 8, 25), {"rise": "mid"})
    near = plan(building=[house], entrance=[(Point(0, 12.9), {"main": "yes"})])
    far = plan(
        building=[(box(-8, 13.6, 8, 25), {"rise": "mid"})],
        entrance=[(Point(0, 13.6), {"main": "yes"})],
    )
    assert (fire_path_share(near).value, fire_path_share(far).value) == (100, 0)
    aslant = (Polygon([(-8, 8), (8, 24), (0, 32), (-16, 16)]), {"rise": "mid"})
    where = plan(building=[aslant], entrance=[(Point(0, 16), {"main": "yes"})])
    assert fire_path_share(where).value == 0
    assert fire_path_share(where, fire_facade_share=0.2).value == 100


def test_which_buildings_need_a_path() -> None:
    def needing(*attributes):
        houses = [
            (box(x, 5, x + 6, 9), a)
            for x, a in zip((-20, -6, 8), attributes, strict=False)
        ]
        return fire_path_share(plan(building=houses, entrance=[]))

    assert needing({"rise": "low"}).state == "not_applicable"
    assert needing({"rise": "high", "fire_access": "not_required"}).state == (
        "not_applicable"
    )
    assert needing({"rise": "low", "fire_access": "required"}).value == 100
    found = needing({})
    assert (found.state, found.reason.args["attribute"]) == ("unknown", "rise")
    mixed = needing({"rise": "mid"}, {}, {"rise": "low"})
    assert mixed.value == 100
    assert "any_side_is_main_facade" in mixed.defaults


def test_a_building_that_says_nothing_counts_where_it_has_no_path() -> None:
    hidden = (box(-8, 17, 8, 19.5), {})
    found = fire_path_share(plan(building=[HOUSE, hidden]))
    assert (found.state, found.worst, found.best) == ("unknown", 50, 100)
    assert found.reason.args["attribute"] == "rise"


def test_walls_shared_with_a_neighbour_are_no_facades() -> None:
    houses = [(box(x, 5, x + 8, 15), {"rise": "mid"}) for x in (-8, 0)]
    found = facades(plan(building=houses, entrance=[]))
    assert len(found) == 6
    assert not any(f.line.covers(Point(0, 10)) for f in found)
    for facade in found:
        out = facade.spots + 0.5 * facade.outward
        assert not shapely.contains_xy(box(-8, 5, 8, 15), out).any()


def test_buildings_declared_none_leave_nothing_to_reach() -> None:
    assert fire_path_share(plan(building=[])).state == "not_applicable"
    found = fire_path_share(plan(building=[], declare=[]))
    assert (found.state, found.reason.code) == ("unknown", "kind_missing")


def test_without_a_way_in_nobody_knows() -> None:
    where = plan(carriageway=[box(-30, -3, 30, 3)])
    assert fire_path_share(where).reason.code == "no_way_in"
    assert ways_in(where) == ()


def test_a_street_without_a_width_leaves_it_open() -> None:
    found = fire_path_share(plan(carriageway=[LineString([(-60, 0), (60, 0)])]))
    assert (found.state, found.reason.code) == ("unknown", "width_missing")


def test_two_lanes_side_by_side_are_one_way_in() -> None:
    lanes = [box(-60, -6, 60, -1), box(-60, 1, 60, 6)]
    assert len(ways_in(plan(carriageway=lanes))) == 2


def test_what_is_only_mapped_bounds() -> None:
    assert fire_path_share(plan()).bound == "exact"
    fewer = [k for k in ALL if k != "bench"]
    assert fire_path_share(plan(declare=fewer)).bound == "upper"
    fewer = [k for k in ALL if k != "footway"]
    assert fire_path_share(plan(declare=fewer)).bound == "lower"


@settings(max_examples=5, deadline=None)
@given(st.lists(st.tuples(st.floats(-40, 40), st.floats(-3, 3)), max_size=4))
def test_a_post_more_opens_no_way(spots) -> None:
    shares = [
        both(
            plan(
                bollard=[
                    (Point(*s), {"diameter_m": 0.2, "fixing": "fixed"})
                    for s in spots[:n]
                ]
            )
        )
        for n in range(len(spots) + 1)
    ]
    assert all(b <= a for a, b in pairwise(shares))


# The lattice


def lattice(ground, entries, window=EXTENT) -> Lattice:
    return search(ground, window, entries, width_m=4, dead_end_width_m=8, radius_m=13)


def test_cells_are_those_whose_middle_lies_inside() -> None:
    area = Point(10, 10).buffer(7) - box(8, 8, 11, 12)
    fine = round(CELL_M / FINE_M)
    found = _cells(area, np.zeros(2), 20 * fine, 20 * fine)
    at = (np.arange(20 * fine) + 0.5) * FINE_M
    x, y = np.meshgrid(at, at)
    assert (found == shapely.contains_xy(area, x, y)).all()


def test_paths_keep_to_the_ground_and_bend_no_tighter_than_13_m() -> None:
    """A plain check of what the search found: each move, pose by pose."""
    ground = EXTENT.buffer(5) - box(-20, -20, 20, 20) - box(-60, 30, -10, 34)
    found = lattice(ground, [LineString([(-60, -50), (-60, -45)])])
    assert found.served.any()
    rng = np.random.default_rng(1)
    for state in rng.choice(np.flatnonzero(found.served), 25):
        path = found.path(int(found.served.flat[state]) - 1)
        assert ground.buffer(-1.3).covers(path)
        corners = shapely.get_coordinates(path)
        step = np.diff(corners, axis=0)
        length, way = np.hypot(*step.T), np.arctan2(step[:, 1], step[:, 0])
        turn = np.abs((np.diff(way) + pi) % (2 * pi) - pi)
        # Between the middles of two moves the heading changes by half of each arc.
        assert (turn <= radians(11.25) + 1e-9).all()
        assert (length <= 13 * radians(11.25) + 1e-9).all()


def test_an_open_field_is_served_all_over() -> None:
    found = lattice(EXTENT.buffer(5), [LineString([(-60, -3), (-60, 3)])])
    rows, columns = np.nonzero(found.served)
    assert len(rows) > 0.95 * 110 * 110
    assert len(columns) == len(rows)


def test_a_facade_that_is_not_reached_bears_no_count() -> None:
    """Its label says that; a naked 0 before it would say nothing."""
    found = fire_path_share(plan(carriageway=[box(-60, -1, 60, 1)]))
    (facade,) = [p for p in found.where if p.role == "finding"]
    assert (facade.label, facade.value) == ("fire_facade_unreached", None)

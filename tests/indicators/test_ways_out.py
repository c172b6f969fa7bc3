"""Choice of ways out: strips, squares and dead ends by hand; then a plain oracle."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from sbd.indicators.exits import DERIVED
from sbd.indicators.ground import SOLID, WALKED
from sbd.indicators.measurement import Measurement
from sbd.indicators.ways import Ways, ways
from sbd.indicators.ways_out import exit_choice_share
from sbd.plans.plan import Plan, make_plan

ALL = tuple({*SOLID, *WALKED, "exit"})
ROOM = box(0, 0, 40, 40)


def place(site: BaseGeometry, *gaps: BaseGeometry, **elements: Any) -> Plan:
    """A place between houses, with gaps between them."""
    outside = box(*site.buffer(20, join_style="mitre").bounds)
    houses = outside.difference(shapely.union_all([site, *gaps]))
    declare = elements.pop("declare", ALL)
    extent = elements.pop("extent", None)
    base = {"square": [outside], "building": [houses]}
    return make_plan({**base, **elements}, site=site, declare=declare, extent=extent)


def share(plan: Plan, **parameters: float) -> float:
    value = exit_choice_share(plan, **parameters).value
    assert value is not None
    return value


SOUTH, NORTH = box(18, -20, 22, 0), box(18, 40, 22, 60)


def test_two_ways_on_opposite_sides_are_a_choice_everywhere() -> None:
    result = exit_choice_share(place(ROOM, SOUTH, NORTH))
    assert result.value == 100
    assert result.bound == "exact"
    assert result.defaults == (DERIVED,)
    assert [p.label for p in result.where] == ["way_out", "way_out"]


def test_one_way_out_is_no_choice() -> None:
    result = exit_choice_share(place(ROOM, SOUTH))
    assert result.value == 0
    assert result.where[0].label == "one_way_out"
    assert result.where[0].geometry.area == pytest.approx(1600)


def test_no_way_out() -> None:
    result = exit_choice_share(place(ROOM))
    assert result.value == 0
    assert [p.label for p in result.where] == ["far_from_ways_out"]


def test_a_strip_of_180_metres() -> None:
    """From 30 to 50 m from either end: 40 of 180 m."""
    strip = box(0, 0, 180, 4)
    plan = place(strip, box(-20, 0, 0, 4), box(180, 0, 200, 4))
    assert share(plan) == pytest.approx(100 * 40 / 180, abs=0.6)
    far = share(plan, exit_second_m=180)
    assert far == pytest.approx(100 * 100 / 180, abs=0.6)
    assert share(plan, exit_near_m=60) == pytest.approx(100 * 60 / 180, abs=0.6)


def test_ways_too_close_to_each_other_are_no_choice() -> None:
    near = place(ROOM, box(14, -20, 16, 0), box(24, -20, 26, 0))  # 8 m between
    assert share(near) < 1
    apart = place(ROOM, box(14, -20, 16, 0), box(27, -20, 29, 0))  # 11 m between
    assert share(apart) > 40
    assert share(near, exit_apart_m=7) > 20


def test_a_dead_end_has_one_way_out() -> None:
    """An alley 4 m wide and 20 m long leads into the square."""
    site = shapely.union_all([ROOM, box(40, 18, 60, 22)])
    plan = place(site, SOUTH, NORTH)
    result = exit_choice_share(plan)
    alley = box(50, 18, 60, 22)
    dead = [p for p in result.where if p.label == "one_way_out"]
    assert len(dead) == 1
    assert dead[0].geometry.buffer(0.01).covers(alley)
    # Seven metres from its mouth both ways are 2 m apart after 5 m.
    assert dead[0].geometry.bounds[0] == pytest.approx(47, abs=1)
    assert result.value == pytest.approx(100 - 100 * 13 * 4 / 1680, abs=0.5)


def test_an_open_square_is_a_choice_everywhere() -> None:
    plan = make_plan({"square": [box(-20, -20, 60, 60)]}, site=ROOM, declare=ALL)
    assert share(plan) == 100


def test_of_a_wide_way_out_beside_the_nearest_the_rest_counts() -> None:
    """One side stands open: two parts of 20 m, of which 10 m each count."""
    plan = place(ROOM, box(0, -20, 40, 0))
    found = ways(plan)
    assert len(found.shapes) == 2
    assert 30 < share(plan) < 100
    assert share(plan, exit_apart_m=25) == 0


def test_a_gap_that_is_too_narrow_is_no_way_to_a_way_out() -> None:
    posts = [(Point(x, 20), {"diameter_m": 0.2}) for x in np.arange(0.5, 40, 1.0)]
    parted = place(ROOM, SOUTH, NORTH, bollard=posts)  # 0.8 m between posts
    assert share(parted) == 0
    wide = [(Point(x, 20), {"diameter_m": 0.2}) for x in np.arange(0.6, 40, 1.2)]
    assert share(place(ROOM, SOUTH, NORTH, bollard=wide)) > 90


def test_a_fence_drawn_as_a_line_bars_the_way() -> None:
    fence = [LineString([(0, 20), (40, 20)])]
    assert share(place(ROOM, SOUTH, NORTH, fence=fence)) == 0


def test_drawn_ways_out_need_no_ground_beyond() -> None:
    drawn = [
        (LineString([(18, 0), (22, 0)]), {"clear_m": 4}),
        (LineString([(18, 40), (22, 40)]), {"clear_m": 4}),
    ]
    plan = place(ROOM, exit=drawn)
    assert share(plan) == 100
    assert exit_choice_share(plan).defaults == ()


def test_unknown_without_ground_or_data_beyond() -> None:
    bare = make_plan({}, site=ROOM)
    assert exit_choice_share(bare).reason.code == "walkable_ground_missing"
    cut = make_plan({"square": [ROOM]}, site=ROOM, extent=ROOM)
    assert exit_choice_share(cut).reason.code == "ground_beyond_missing"
    assert exit_choice_share(place(ROOM, SOUTH, declare=())).bound == "open"


def test_a_path_without_a_width_may_lead_out() -> None:
    path = [LineString([(20, 20), (20, -20)])]
    plan = make_plan({"square": [ROOM], "footway": path}, site=ROOM)
    result = exit_choice_share(plan)
    assert result.state == "unknown"
    assert (result.worst, result.best) == (0, 100)
    assert result.reason.code == "paths_without_width"


def plainly(out: Ways) -> float:
    """The same share cell by cell, from single paths."""
    places, steps = out.starts(out.cells)
    good = 0
    for at, step in zip(places, steps, strict=True):
        paths = [out.walking.path(shape, at) for shape in out.shapes]
        ways_there = [p for p in paths if p is not None]
        ways_there.sort(key=lambda path: path.length)
        if not ways_there or ways_there[0].length + step > 50:
            continue
        first = ways_there[0]
        for path in ways_there[1:]:
            from_here = path.reverse()
            rest = substring(from_here, min(5, path.length), path.length)
            alone = path.length <= 5 or rest.distance(first) > 2
            if path.length + step <= 150 and alone:
                good += 1
                break
    return 100 * good / len(places)


@pytest.mark.parametrize("pillar", [box(5, 4, 9, 9), box(2, 6, 13, 8)])
def test_as_cell_by_cell(pillar: BaseGeometry) -> None:
    """A room with a pillar, a dead end and three ways out."""
    site = shapely.union_all([box(0, 0, 15, 14), box(15, 8, 26, 10)])
    gaps = box(-20, 1, 0, 3), box(13, -20, 15, 0), box(1, 14, 3, 34)
    plan = place(site, *gaps, wall=[pillar])
    out = ways(plan)
    assert len(out.shapes) == 3
    assert share(plan) == pytest.approx(plainly(out), abs=1e-9)
    assert 0 < share(plan) < 100


def moved(shape: Any, angle: float, shift: float) -> Any:
    return translate(rotate(shape, angle, origin=(20, 20)), shift, shift)


@settings(max_examples=8, deadline=None)
@given(angle=st.floats(0, 360), shift=st.sampled_from([0.0, 150_000.0]))
def test_turned_and_moved_the_share_stays(angle: float, shift: float) -> None:
    site = shapely.union_all([ROOM, box(40, 18, 70, 22)])
    outside = box(-20, -20, 90, 60)
    houses = outside.difference(shapely.union_all([site, SOUTH, NORTH]))

    def measure(angle: float, shift: float) -> Measurement:
        square, walls = (moved(s, angle, shift) for s in (outside, houses))
        plan = make_plan(
            {"square": [square], "building": [walls]},
            site=moved(site, angle, shift),
            declare=ALL,
        )
        return exit_choice_share(plan)

    there, here = measure(angle, shift), measure(0.0, 0.0)
    assert there.value == pytest.approx(here.value, abs=1.5)


@settings(max_examples=8, deadline=None)
@given(x=st.integers(1, 35))
def test_a_further_way_out_takes_no_choice_away(x: int) -> None:
    """A third way out, apart from both, never makes the share smaller."""
    two = place(ROOM, SOUTH, NORTH, box(-20, x, 0, x + 4))
    assert share(two) >= share(place(ROOM, SOUTH, NORTH)) - 1e-9

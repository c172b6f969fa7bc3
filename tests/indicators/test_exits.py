"""Ways out of a square room, by hand; then moved and turned."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, Polygon, box

from sbd.indicators.exits import DERIVED, Exits, exits
from sbd.plans.plan import Plan, make_plan

#: A square of 40 m by 40 m between four houses.
SITE = box(0, 0, 40, 40)
OUTSIDE = box(-20, -20, 60, 60)


def walls(*gaps: tuple[float, float, float, float]) -> Polygon:
    """Houses all round the square, with ways between them."""
    return OUTSIDE.difference(SITE).difference(
        shapely.union_all([box(*gap) for gap in gaps])
    )


def room(*gaps: tuple[float, float, float, float], **more: Any) -> Plan:
    return make_plan(
        {"square": [OUTSIDE], "building": [walls(*gaps)], **more}, site=SITE
    )


def clear(found: Exits) -> list[float]:
    return sorted(round(way.clear_m or 0.0, 2) for way in found.exits)


def test_a_closed_room_has_no_way_out() -> None:
    found = exits(room())
    assert found.exits == ()
    assert found.derived
    assert found.known


def test_a_passage_is_a_way_out_as_wide_as_it_is() -> None:
    found = exits(room((10, -20, 14, 0)))
    assert clear(found) == [4.0]
    assert found.exits[0].shape.equals_exact(LineString([(10, 0), (14, 0)]), 0.01) or (
        found.exits[0].shape.equals_exact(LineString([(14, 0), (10, 0)]), 0.01)
    )
    assert found.exits[0].middle.distance(Point(12, 0)) < 0.01
    assert found.defaults == (DERIVED,)


def test_nobody_squeezes_through_less_than_the_least_width() -> None:
    assert clear(exits(room((10, -20, 10.9, 0)))) == [0.9]
    assert clear(exits(room((10, -20, 10.8, 0)))) == []
    assert clear(exits(room((10, -20, 10.8, 0)), exit_min_m=0.8)) == [0.8]


def test_ways_less_than_three_metres_apart_are_one() -> None:
    near = exits(room((10, -20, 14, 0), (16.9, -20, 20, 0)))
    assert clear(near) == [7.1]  # 4.0 + 3.1, not the pier between
    assert near.exits[0].shape.length == pytest.approx(7.1, abs=0.01)
    assert clear(exits(room((10, -20, 14, 0), (17, -20, 20, 0)))) == [3.0, 4.0]
    parted = room((10, -20, 14, 0), (16.9, -20, 20, 0))
    assert clear(exits(parted, exit_merge_m=2.0)) == [3.1, 4.0]


def test_a_way_across_the_corner_where_the_ring_starts_is_one() -> None:
    found = exits(room((-20, -20, 4, 4)))  # a corner of the square stands open
    assert clear(found) == [8.0]


def test_posts_take_their_width_off_and_narrow_gaps_count_nothing() -> None:
    posts = [(Point(x, 0), {"diameter_m": 0.2}) for x in (11.1, 12.2, 13.0)]
    # 10 to 11.0: 1.0; 11.2 to 12.1: 0.9; 12.3 to 12.9: 0.6; 13.1 to 14: 0.9
    assert clear(exits(room((10, -20, 14, 0), bollard=posts))) == [2.8]


def test_posts_without_a_size_are_told() -> None:
    found = exits(room((10, -20, 14, 0), bollard=[Point(12, 0)]))
    assert found.exits[0].unsized == ("bollard-1",)


def test_bollards_drawn_as_a_line_hide_their_gaps() -> None:
    found = exits(room((10, -20, 14, 0), bollard=[LineString([(10, 0), (14, 0)])]))
    assert clear(found) == [4.0]
    assert found.exits[0].unsized == ("bollard-1",)


def test_a_fence_along_the_border_closes_it() -> None:
    gaps = ((0, -20, 40, 0),)
    fence = [LineString([(0, 0), (30, 0)])]
    assert clear(exits(room(*gaps, fence=fence), exit_max_m=50)) == [10.0]


def test_ground_that_ends_at_a_wall_just_outside_is_no_way_out() -> None:
    """A border drawn a hand's breadth inside the facades has no way through them."""
    plan = make_plan(
        {"square": [OUTSIDE], "building": [walls((10, -20, 14, 0))]},
        site=box(0.1, 0.1, 39.9, 39.9),
    )
    assert clear(exits(plan)) == [pytest.approx(4.0, abs=0.1)]


def test_a_slit_between_two_drawings_is_walked_over() -> None:
    plan = make_plan({"square": [SITE, box(10, -20, 14, -0.08)]}, site=SITE)
    assert clear(exits(plan)) == [4.0]
    apart = make_plan({"square": [SITE, box(10, -20, 14, -0.2)]}, site=SITE)
    assert clear(exits(apart)) == []


def test_an_open_edge_counts_as_several_ways_out() -> None:
    open_square = make_plan({"square": [OUTSIDE]}, site=SITE)
    found = exits(open_square)
    # 160 m round, in six parts of 26.67 m.
    assert clear(found) == [26.67] * 6
    assert clear(exits(open_square, exit_max_m=200)) == [160.0]


def test_carriageways_that_are_not_shared_lead_nowhere() -> None:
    roads = {"square": [SITE], "carriageway": [(box(0, -20, 40, 0), {})]}
    assert exits(make_plan(roads, site=SITE)).exits == ()
    shared = {**roads, "carriageway": [(box(0, -20, 40, 0), {"shared": "yes"})]}
    assert clear(exits(make_plan(shared, site=SITE))) == [20.0, 20.0]


def test_a_plan_that_ends_at_its_border_tells_nothing() -> None:
    assert not exits(make_plan({"square": [SITE]}, site=SITE, extent=SITE)).known
    assert not exits(make_plan({}, site=SITE)).known


def test_paths_without_a_width_may_be_ways_out() -> None:
    path = LineString([(12, 20), (12, -20)])
    assert exits(room(footway=[path])).widthless == 0  # into a house
    plan = make_plan({"square": [SITE], "footway": [path]}, site=SITE)
    found = exits(plan)
    assert found.exits == ()
    assert found.widthless == 1
    assert found.lacking is not None
    assert found.lacking.code == "paths_without_width"
    inner = make_plan(
        {"square": [SITE], "footway": [LineString([(12, 20), (12, 5)])]}, site=SITE
    )
    assert exits(inner).widthless == 0
    beside = make_plan(
        {"square": [SITE, box(10, -20, 14, 0)], "footway": [path]}, site=SITE
    )
    assert exits(beside).widthless == 0


def test_drawn_ways_out_win_and_keep_their_width() -> None:
    drawn = [
        (LineString([(10, 0), (14, 0)]), {"clear_m": 2.5}),
        LineString([(0, 10), (0, 14)]),
        Point(40, 20),
        box(20, 39, 26, 41),
    ]
    gaps = ((-20, 10, 0, 14), (20, 40, 26, 60))
    posts = [(Point(0, 12), {"diameter_m": 0.2})]
    found = exits(room(*gaps, exit=drawn, bollard=posts))
    assert not found.derived
    assert found.defaults == ()
    widths = [way.clear_m for way in found.exits]
    assert widths[:2] == [2.5, pytest.approx(3.8)]
    assert widths[2:] == [None, pytest.approx(6.0)]
    assert [way.element_id for way in found.exits] == [
        f"exit-{n}" for n in (1, 2, 3, 4)
    ]


def test_the_same_plan_gives_the_same_object() -> None:
    plan = room((10, -20, 14, 0))
    assert exits(plan) is exits(plan)


@settings(max_examples=25, deadline=None)
@given(
    angle=st.floats(0, 360),
    x=st.sampled_from([0.0, 148_900.0]),
    gaps=st.lists(st.integers(0, 8), min_size=1, max_size=4, unique=True),
)
def test_turned_and_moved_the_widths_are_the_same(
    angle: float, x: float, gaps: list[int]
) -> None:
    ways = [(4.0 * n, -20.0, 4.0 * n + 2.0, 0.0) for n in gaps]

    def moved(shape: Polygon) -> Polygon:
        turned = rotate(shape, angle, origin=(20, 20))
        return translate(turned, x, x)

    plan = make_plan(
        {"square": [moved(OUTSIDE)], "building": [moved(walls(*ways))]},
        site=moved(SITE),
    )
    assert sorted(clear(exits(plan))) == pytest.approx(
        sorted(clear(exits(room(*ways)))), abs=0.02
    )

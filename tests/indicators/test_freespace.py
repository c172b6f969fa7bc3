"""Free space at a width: rooms, doors and posts that school geometry answers, then a
slow oracle: points on a grid, each with its distance to the nearest obstacle."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, scale, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.freespace import (
    EXACT_M,
    Room,
    disc_fits,
    eroded,
    parts,
    pinches,
    widest_between,
)

WEST, EAST = Point(1, 1), Point(19, 1)


def rooms(door_m: float, thick_m: float = 0.5) -> BaseGeometry:
    """Two rooms of 9 by 10 m and a door between them."""
    wall = box(9, 0, 9 + thick_m, 4).union(box(9, 4 + door_m, 9 + thick_m, 10))
    return box(0, 0, 20, 10).difference(wall)


def posts(*gaps: float) -> BaseGeometry:
    """A hall with a row of posts of 0.20 m across it, with these gaps."""
    at, row = 0.0, []
    for gap in gaps[:-1]:
        at += gap + 0.1
        row.append(Point(9, at).buffer(0.1))
        at += 0.1
    return box(0, 0, 20, at + gaps[-1]).difference(shapely.union_all(row))


def test_eroding_a_square_leaves_a_smaller_square() -> None:
    assert eroded(box(0, 0, 10, 10), 2).area == pytest.approx(64)
    assert eroded(box(0, 0, 10, 10), 10.1).is_empty
    assert eroded(box(0, 0, 10, 10), 0).area == 100


def test_a_column_keeps_a_round_distance() -> None:
    free = box(0, 0, 10, 10).difference(box(4, 4, 6, 6))
    lost = 100 - eroded(free, 2).area
    # The walls take 36, the column 4, its sides 4 x 2 x 1 and its corners a circle.
    assert lost == pytest.approx(36 + 4 + 8 + pi, rel=0.001)


def test_parts_are_those_one_cannot_leave() -> None:
    assert len(parts(eroded(rooms(1.2), 1.1))) == 1
    assert len(parts(eroded(rooms(1.2), 1.3))) == 2
    assert len(parts(box(0, 0, 1, 1).difference(box(0, 0, 1, 1)))) == 0


@pytest.mark.parametrize(("width", "joined"), [(1.1, True), (1.3, False)])
def test_places_are_joined_where_the_door_is_wide_enough(
    width: float, joined: bool
) -> None:
    found = Room(rooms(1.2), width).joined([WEST, EAST, Point(3, 9)], 0.0)
    assert found[0, 1] == found[1, 0] == joined
    assert found[0, 2]


def test_a_place_in_the_wall_is_reached_within_half_the_width() -> None:
    door, room = Point(0, 5), Room(box(0, 0, 10, 10), 2)
    assert room.touched([door], 0.0).all()
    assert not room.touched([Point(-0.5, 5)], 0.4).any()
    assert room.touched([Point(-0.5, 5)], 0.5).all()


def test_the_widest_thing_between_two_rooms_is_as_wide_as_the_door() -> None:
    way = widest_between(rooms(1.2), WEST, EAST, most_m=6)
    assert way.width_m == pytest.approx(1.2, abs=1e-6)
    assert way.pinch is not None
    assert way.pinch.length == pytest.approx(1.2, abs=1e-6)
    assert way.pinch.buffer(0.01).intersects(Point(9.25, 4))
    assert way.pinch.buffer(0.01).intersects(Point(9.25, 5.2))


def test_of_several_gaps_the_widest_counts_faces_not_middles() -> None:
    way = widest_between(posts(0.9, 1.3, 1.1, 1.0), WEST, EAST, most_m=6)
    assert way.width_m == pytest.approx(1.3, abs=0.001)
    assert way.pinch is not None
    assert way.pinch.centroid.dwithin(Point(9, 0.9 + 0.2 + 0.65), 0.01)


def test_between_two_corners_the_straight_distance_counts() -> None:
    free = box(0, 0, 20, 10).difference(box(8, 0, 10, 4).union(box(11, 5, 13, 10)))
    way = widest_between(free, WEST, EAST, most_m=6)
    assert way.width_m == pytest.approx(sqrt(2), abs=0.003)
    assert way.pinch is not None
    assert way.pinch.length == pytest.approx(sqrt(2), abs=1e-3)


def test_of_two_narrow_places_one_after_the_other_the_tighter_limits() -> None:
    free = rooms(1.4).difference(box(14, 0, 14.3, 4).union(box(14, 5, 14.3, 10)))
    way = widest_between(free, WEST, EAST, most_m=6)
    assert way.width_m == pytest.approx(1.0, abs=1e-6)
    found = pinches(Room(free, 0.95), Room(free, 1.5), WEST, [EAST], 0.0)
    assert sorted(p.length for p in found[0]) == pytest.approx([1.0, 1.4])


def test_without_a_way_there_is_no_width_and_no_pinch() -> None:
    apart = box(0, 0, 5, 10).union(box(6, 0, 20, 10))
    way = widest_between(apart, WEST, EAST, most_m=6)
    assert (way.width_m, way.pinch) == (0.0, None)


def test_nothing_is_looked_for_beyond_what_was_asked() -> None:
    way = widest_between(box(0, 0, 20, 10), WEST, EAST, most_m=1.5)
    assert (way.width_m, way.pinch) == (1.5, None)


def test_a_nook_with_a_door_in_it_is_no_pinch() -> None:
    nook = box(0, 0, 10, 10).union(box(10, 4, 10.4, 6))
    found = pinches(Room(nook, 0.9), Room(nook, 1.5), WEST, [Point(10.4, 4)], 0.1)
    assert all(p.length < 1.5 for p in found[0])


def test_a_disc_fits_beside_a_door_but_not_in_an_alley() -> None:
    free = box(0, 0, 10, 10).union(box(10, 0, 20, 1.4))
    doors = [Point(5, 0), Point(20, 0.7), Point(12.2, 0), Point(12.4, 0)]
    # The last free middle is (10 - sqrt(0.75^2 - 0.65^2), 0.75) = (9.626, 0.75): 2.68 m
    # from one door, 2.87 m from the next.
    assert disc_fits(free, 1.5, doors, 2.75).tolist() == [True, False, True, False]
    assert disc_fits(free, 1.39, doors, 2.75).all()


# Properties


@st.composite
def halls(draw: st.DrawFn) -> BaseGeometry:
    """A hall of 8 by 5 m with a few columns, its ends left free."""
    free = box(0, 0, 8, 5)
    for _ in range(draw(st.integers(1, 5))):
        x, y = draw(st.integers(20, 55)) / 10, draw(st.integers(0, 45)) / 10
        w, h = draw(st.integers(2, 12)) / 10, draw(st.integers(2, 20)) / 10
        column = box(x, y, x + w, y + h)
        free = free.difference(rotate(column, draw(st.integers(0, 89))))
    return free


ENDS = Point(0.4, 2.5), Point(7.6, 2.5)


@settings(max_examples=15)
@given(halls(), st.integers(0, 359), st.integers(0, 9))
def test_turned_and_moved_to_lambert_coordinates_the_width_stays(
    free: BaseGeometry, degrees: int, step: int
) -> None:
    def moved(shape: BaseGeometry) -> BaseGeometry:
        turned = rotate(shape, degrees, origin=(0, 0))
        return translate(turned, 1.5e5 + step / 7, 1.7e5 - step / 3)

    here = widest_between(free, *ENDS, most_m=4, reach_m=0.3)
    there = widest_between(moved(free), *map(moved, ENDS), most_m=4, reach_m=0.3)
    assert there.width_m == pytest.approx(here.width_m, abs=3 * EXACT_M)


@settings(max_examples=15)
@given(halls())
def test_it_does_not_matter_which_way_one_walks(free: BaseGeometry) -> None:
    there = widest_between(free, *ENDS, most_m=4, reach_m=0.3)
    back = widest_between(free, *ENDS[::-1], most_m=4, reach_m=0.3)
    assert back.width_m == pytest.approx(there.width_m, abs=2 * EXACT_M)


@settings(max_examples=15)
@given(halls(), st.lists(st.integers(5, 30), min_size=2, max_size=2))
def test_the_wider_never_reaches_more(free: BaseGeometry, widths: list[int]) -> None:
    low, high = (Room(free, w / 10) for w in sorted(widths))
    places = [*ENDS, Point(4, 0.2), Point(4, 4.8)]
    assert (high.joined(places, 0.3) <= low.joined(places, 0.3)).all()


@settings(max_examples=15)
@given(halls(), st.integers(20, 60), st.integers(0, 45))
def test_closing_a_gap_never_widens_the_way(free: BaseGeometry, x: int, y: int) -> None:
    before = widest_between(free, *ENDS, most_m=4, reach_m=0.3)
    fewer = parts(free.difference(box(x / 10, y / 10, x / 10 + 0.3, y / 10 + 0.5)))
    after = widest_between(shapely.union_all(fewer), *ENDS, most_m=4, reach_m=0.3)
    assert after.width_m <= before.width_m + 2 * EXACT_M


@settings(max_examples=15)
@given(halls(), st.integers(2, 5))
def test_twice_as_large_it_is_twice_as_wide(free: BaseGeometry, times: int) -> None:
    def larger(shape: BaseGeometry) -> BaseGeometry:
        return scale(shape, times, times, origin=(0, 0))

    small = widest_between(free, *ENDS, most_m=4, reach_m=0.3)
    large = widest_between(
        larger(free), *map(larger, ENDS), most_m=4 * times, reach_m=0.3 * times
    )
    assert large.width_m == pytest.approx(times * small.width_m, abs=0.01 * times)


# An independent answer: points on a grid, each with its distance to what is near.


def widest_by_points(free: BaseGeometry, cell: float = 0.1) -> float:
    """Return the widest way between the ends, to about twice the cell. [m]"""
    columns, rows = round(8 / cell), round(5 / cell)
    spots = {
        (i, j): Point((i + 0.5) * cell, (j + 0.5) * cell)
        for i in range(columns)
        for j in range(rows)
    }
    shapes = np.array(list(spots.values()))
    away = shapely.distance(shapes, free.boundary)
    inside = shapely.contains_properly(free, shapes)
    clear = dict(zip(spots, np.where(inside, away, -1.0), strict=True))
    passing = 0.0
    for width in np.arange(0.1, 5.0, 0.1):
        reach = 0.3 + width / 2
        wide = {s for s, c in clear.items() if c >= width / 2}
        found = [s for s in wide if spots[s].distance(ENDS[0]) <= reach]
        wide -= set(found)
        for i, j in found:  # grows while it is walked through
            beside = {(i + a, j + b) for a in (-1, 0, 1) for b in (-1, 0, 1)} & wide
            wide -= beside
            found += beside
        if not any(spots[s].distance(ENDS[1]) <= reach for s in found):
            break
        passing = float(width)
    return passing


@settings(max_examples=6, phases=[Phase.explicit, Phase.generate])
@given(halls())
def test_points_on_a_grid_give_the_same_width(free: BaseGeometry) -> None:
    exact = widest_between(free, *ENDS, most_m=5, reach_m=0.3).width_m
    assert widest_by_points(free) == pytest.approx(exact, abs=0.25)


def test_the_pinch_spans_from_obstacle_to_obstacle() -> None:
    way = widest_between(rooms(1.2), WEST, EAST, most_m=6)
    assert isinstance(way.pinch, LineString)
    assert shapely.distance(shapely.points(way.pinch.coords), rooms(1.2).boundary) == (
        pytest.approx(0, abs=1e-9)
    )

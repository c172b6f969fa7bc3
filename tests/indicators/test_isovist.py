"""Visibility on rooms whose views school geometry can tell."""

from __future__ import annotations

import subprocess
import sys
from math import atan, pi, sqrt

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import MultiPolygon, Point, Polygon, box

from sbd.indicators.grid import Grid
from sbd.indicators.isovist import Visibility

SQUARE = box(0, 0, 10, 10)
#: An L: 75 m2, its inner corner at (5, 5).
L_ROOM = SQUARE - box(5, 5, 10, 10)
#: A square room with a column of 2 m by 2 m in the middle.
COLUMN = SQUARE - box(4, 4, 6, 6)
#: Three posts in a row between two halves of a room.
POSTS = box(0, 0, 20, 10) - MultiPolygon(
    [box(9.9, y - 0.1, 10.1, y + 0.1) for y in (2, 5, 8)]
)


def seen(room: Polygon, *points: tuple[float, float], radius: float | None = None):
    return Visibility(room).areas(points, radius)


# Rooms


@pytest.mark.parametrize(
    "point",
    [(5, 5), (0, 0), (10, 5), (5, 0), (2.5, 2.5), (1, 9)],
    ids=["middle", "corner", "wall", "lower wall", "diagonal", "anywhere"],
)
def test_all_of_a_square_room_is_seen_from_everywhere(point):
    assert seen(SQUARE, point) == pytest.approx(100)


def test_the_inner_corner_of_an_l_hides_what_lies_behind_it():
    # From (8, 2) the ray over (5, 5) ends at (0, 10): the triangle (5, 5), (5, 10),
    # (0, 10) of 12.5 m2 is hidden. From the inner corner itself all is seen.
    assert seen(L_ROOM, (2, 2), (8, 2), (5, 5)) == pytest.approx([75, 62.5, 75])


def test_a_column_hides_a_wedge_to_the_wall():
    # From (0, 5) the rays over (4, 4) and (4, 6) open to y = 5 -+ 10/4 at x = 10:
    # hidden between x = 4 and 10 is a trapezium 2 m and 5 m wide and 6 m deep.
    assert seen(COLUMN, (0, 5)) == pytest.approx(100 - 21)


def test_a_row_of_posts_hides_the_strips_behind_it():
    # From (0, 5): the post at y = 5 opens to 5 -+ 0.1 * 20 / 9.9 at the far wall.
    far = 0.1 * 20 / 9.9
    behind = (0.2 + 2 * far) / 2 * 10.1
    alone = box(0, 0, 20, 10) - box(9.9, 4.9, 10.1, 5.1)
    assert seen(alone, (0, 5)) == pytest.approx(200 - behind)
    assert seen(POSTS, (0, 5))[0] < 200 - behind


def test_an_observer_between_two_posts_sees_past_both():
    # On the line of the posts nothing is hidden to the left and right but the posts.
    whole = seen(POSTS, (10, 3.5))[0]
    assert 200 - 3 * 0.04 - 10 < whole < 200 - 3 * 0.04


def test_a_street_between_houses_shows_its_sides_through_the_gap():
    # A canyon 4 m wide meets a street; from its end, 10 m in, the opposite wall 6 m
    # beyond the mouth is seen over 4 * (16 / 10) m.
    street = box(-50, 10, 50, 16) | box(-2, 0, 2, 10)
    view = Visibility(street).isovists([(0, 0)])[0]
    assert view.bounds[2] - view.bounds[0] == pytest.approx(6.4)
    assert view.area == pytest.approx(40 + (4 + 6.4) / 2 * 6)


def test_a_dead_end_is_seen_only_from_its_mouth():
    bend = box(0, 0, 2, 10) | box(0, 10, 10, 12)
    visible = Visibility(bend).visible
    assert list(visible([(1, 1), (1, 11)], [(9, 11), (9, 11)])) == [False, True]


# Ranges and cones


def test_a_range_limit_is_a_circle():
    open_field = box(-50, -50, 50, 50)
    assert seen(open_field, (0, 0), radius=10) == pytest.approx(100 * pi)
    # 5 m from a wall: the circle less a segment.
    segment = 100 * np.arccos(0.5) - 5 * sqrt(75)
    assert seen(open_field, (45, 0), radius=10) == pytest.approx(100 * pi - segment)


def test_a_range_longer_than_the_room_limits_nothing():
    assert seen(L_ROOM, (8, 2), radius=100) == pytest.approx(62.5)


def test_a_range_polygon_lies_within_a_centimetre_of_the_circle():
    view = Visibility(box(-150, -150, 150, 150)).isovists([(0, 0)], radius=100)[0]
    outer = shapely.distance(Point(0, 0), shapely.points(view.exterior.coords))
    assert outer == pytest.approx(100)
    assert view.exterior.distance(Point(0, 0)) > 99.99


@pytest.mark.parametrize("half", [pi / 4, pi / 2, 2.0, 3.0])
def test_a_cone_shows_its_share_of_the_circle(half):
    views = Visibility(box(-50, -50, 50, 50)).isovists(
        [(0, 0), (0, 0)], radius=10, cone=([0.3, 2.0], half)
    )
    for view in views:
        assert view.is_valid
        assert view.area == pytest.approx(half * 100, rel=2e-3)


def test_a_cone_looks_where_it_points():
    (view,) = Visibility(SQUARE).isovists([(5, 5)], cone=([0.0], atan(1.0)))
    wedge = Polygon([(5, 5), (10, 0), (10, 10)])
    assert view.symmetric_difference(wedge).area < 1e-9


# Odd observers


def test_an_observer_outside_sees_nothing():
    room = Visibility(COLUMN)
    assert list(room.areas([(5, 5), (12, 5), (-0.5, 0)])) == [0, 0, 0]
    assert all(view.is_empty for view in room.isovists([(5, 5), (12, 5)]))
    assert not room.visible([(5, 5)], [(1, 1)])[0]


def test_an_observer_a_hair_outside_stands_on_the_wall():
    assert seen(SQUARE, (10.005, 5), (-0.009, -0.003)) == pytest.approx([100, 100])
    assert seen(SQUARE, (10.02, 5)) == pytest.approx(0)


def test_an_observer_on_a_wall_sees_what_one_just_off_it_sees():
    on_wall = [(4, 5), (6, 4.5), (5, 4), (4, 4), (6, 6)]
    off = [(4 - 1e-7, 5), (6 + 1e-7, 4.5), (5, 4 - 1e-7), (4 - 1e-7, 4), (6, 6 + 1e-7)]
    assert seen(COLUMN, *on_wall)[:3] == pytest.approx(seen(COLUMN, *off)[:3], rel=1e-6)


def test_a_corner_of_a_column_sees_both_of_its_sides():
    # Hidden behind the column seen from its corner (4, 4): the quarter beyond it,
    # 6 m by 6 m, less nothing; the column itself is part of it.
    assert seen(COLUMN, (4, 4)) == pytest.approx(100 - 36)


def test_no_points_and_no_space_are_answers():
    assert len(Visibility(SQUARE).areas(np.empty((0, 2)))) == 0
    assert len(Visibility(SQUARE).isovists(np.empty((0, 2)))) == 0
    assert list(Visibility(Polygon()).areas([(0, 0)])) == [0]
    assert Visibility(Polygon()).isovists([(0, 0)])[0].is_empty
    grid = Grid.over(SQUARE)
    assert Visibility(SQUARE).count(np.empty((0, 2)), grid).sum() == 0


# Pairs


def test_looking_along_a_wall_and_over_a_corner_counts_as_seeing():
    room = Visibility(COLUMN)
    a = [(0, 0), (0, 4), (2, 2), (0, 5), (4, 5)]
    b = [(10, 0), (10, 4), (6, 2), (10, 5), (6, 5)]
    assert list(room.visible(a, b)) == [True, True, True, False, False]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_seeing_is_mutual_and_agrees_with_the_straight_line(seed):
    free, rng = town(seed)
    a, b = rng.uniform(0, 100, (2, 40, 2))
    room = Visibility(free)
    there = room.visible(a, b)
    assert list(there) == list(room.visible(b, a))
    lines = shapely.linestrings(np.stack([a, b], axis=1))
    apart = shapely.distance(free.boundary, shapely.points(np.vstack([a, b])))
    clear = (apart.reshape(2, -1) > 0.01).all(axis=0)
    assert list(there[clear]) == list(shapely.covers(free, lines)[clear])


# Grids


def test_cells_are_counted_where_their_centre_is_seen():
    grid = Grid.over(SQUARE)
    count = Visibility(L_ROOM).count([(8.1, 2), (2, 2.2)], grid)
    assert count[0, 0] == 2
    assert count[9, 1] == 1  # behind the inner corner, for one of the two
    assert count[7, 7] == 0  # outside the room
    assert count.max() == 2


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([None, 30.0]))
def test_counts_polygons_and_cells_say_the_same(seed, radius):
    free, rng = town(seed)
    points = rng.uniform(0, 100, (12, 2))
    grid = Grid.over(free)
    room = Visibility(free)
    views = room.isovists(points, radius)
    count = room.count(points, grid, radius)
    inside = [shapely.contains_xy(v, grid.centres) for v in views]
    assert (count.ravel() == np.sum(inside, axis=0)).all()
    wanted = rng.uniform(size=grid.shape) < 0.5
    starts, cells = room.cells(points, grid, radius, within=wanted)
    assert len(starts) == len(points) + 1
    for i, here in enumerate(inside):
        some = cells[starts[i] : starts[i + 1]]
        assert list(some) == list(np.flatnonzero(here & wanted.ravel()))
    if radius is None:
        assert room.areas(points) == pytest.approx(shapely.area(views), abs=1e-6)


def test_threads_change_nothing():
    free, rng = town(5)
    points = rng.uniform(0, 100, (900, 2))
    grid = Grid.over(free)
    one, two = Visibility(free, threads=1), Visibility(free, threads=2)
    assert (one.areas(points, 40) == two.areas(points, 40)).all()
    assert (one.count(points, grid, 40) == two.count(points, grid, 40)).all()
    for a, b in zip(one.cells(points, grid), two.cells(points, grid), strict=True):
        assert (a == b).all()


# What must not matter


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 10_000),
    st.floats(0, 6.3),
    st.sampled_from([0.25, 1.0, 40.0]),
    st.sampled_from([(0.0, 0.0), (149_000.0, 170_000.0)]),
)
def test_turning_moving_and_scaling_change_nothing(seed, angle, scale, move):
    free, rng = town(seed)
    points = rng.uniform(0, 100, (20, 2))
    points = points[shapely.contains_xy(free, points)]  # 1 cm outside is no scale
    before = Visibility(free).areas(points, 35.0)

    def moved(shape):
        turned = affinity.rotate(shape, angle, origin=(0, 0), use_radians=True)
        grown = affinity.scale(turned, scale, scale, origin=(0, 0))
        return affinity.translate(grown, *move)

    there = shapely.get_coordinates([moved(p) for p in shapely.points(points)])
    after = Visibility(moved(free)).areas(there, 35.0 * scale)
    assert after / scale**2 == pytest.approx(before, rel=1e-6, abs=1e-3)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_another_obstacle_never_enlarges_a_view(seed):
    free, rng = town(seed)
    points = rng.uniform(0, 100, (15, 2))
    x, y = rng.uniform(10, 90, 2)
    less = free - box(x, y, x + 7, y + 4)
    assert (
        Visibility(less).areas(points) <= Visibility(free).areas(points) + 1e-6
    ).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_a_wall_split_in_two_hides_as_much(seed):
    free, rng = town(seed)
    points = rng.uniform(0, 100, (15, 2))
    split = shapely.segmentize(free, 3.0)
    assert Visibility(split).areas(points) == pytest.approx(
        Visibility(free).areas(points), rel=1e-6, abs=1e-6
    )


def town(seed: int):
    """Free space of 100 m by 100 m among turned houses, and the dice that made it."""
    rng = np.random.default_rng(seed)
    houses = [
        affinity.rotate(box(x, y, x + w, y + d), a)
        for x, y, w, d, a in rng.uniform(
            [0, 0, 2, 2, 0], [95, 95, 18, 12, 90], (int(rng.integers(1, 25)), 5)
        )
    ]
    return box(0, 0, 100, 100) - shapely.union_all(houses), rng


def test_the_compiler_is_not_loaded_before_the_first_view():
    told = (
        "import sys, sbd.indicators.isovist, sbd.indicators.mesh;"
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0


def test_corners_that_all_but_coincide_are_one() -> None:
    """GEOS refuses to cut this ground as it is: two pairs of corners 2e-15 m apart."""
    corners = [
        (110.52514368708069, -58.951570906043244),
        (-8.5567168060455, -61.0301525127237),
        (-9.551503972970659, -4.038833888809409),
        (-9.6260128316648, -3.6956668925702427),
        (-9.826174365198314, -3.4071352342981784),
        (-10.121515794559544, -3.2171652434191422),
        (-10.467074064404967, -3.154678128962212),
        (-110.45184358004408, -4.8999187726905635),
        (-110.52514368708069, -0.7005584530337177),
        (-110.52514368708069, -0.7005584530337194),
        (-10.540374171441558, 1.0446821906946315),
        (-10.197207175202392, 1.119191049388772),
        (-9.908675516930327, 1.3193525829222863),
        (-9.718705526051291, 1.614694012283516),
        (-9.656218411594361, 1.960252282128939),
        (-10.65100557851952, 58.951570906043244),
        (-10.651005578519522, 58.951570906043244),
        (108.43085491061667, 61.0301525127237),
    ]
    ground = Polygon(corners)
    assert seen(ground, (50, 0))[0] > 0.9 * ground.area

"""Walks round corners whose length school geometry can tell, then random scenes."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from math import inf, pi, sqrt

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from sbd.indicators.grid import Grid
from sbd.indicators.walking import Walking
from tests.indicators.naive_walks import naive_walks

ROOM = box(0, 0, 20, 20)
#: An L: the inner corner at (10, 10).
L_ROOM = ROOM - box(10, 10, 20, 20)
#: A wall of 2 m by 14 m that leaves 6 m of way at the top.
WALL = ROOM - box(9, 0, 11, 14)


def walk(free, a, b) -> float:
    return float(Walking(free).distances([a], [b])[0, 0])


# Rooms


def test_in_an_empty_room_one_walks_straight():
    assert walk(ROOM, (2, 2), (5, 6)) == pytest.approx(5)


def test_round_the_corner_of_an_l_one_walks_two_straight_lines():
    # From (14, 4) to (4, 14) the corner is just touched; from (18, 4) one bends there.
    assert walk(L_ROOM, (18, 4), (4, 18)) == pytest.approx(2 * sqrt(8**2 + 6**2))
    assert walk(L_ROOM, (14, 4), (4, 14)) == pytest.approx(sqrt(200))


def test_over_the_top_of_a_wall():
    # 8 m across and 6 m up is 10 m; then 2 m along the top, and 10 m down again.
    assert walk(WALL, (1, 8), (19, 8)) == pytest.approx(10 + 2 + 10)


def test_along_a_wall_past_all_its_corners():
    walk_along = walk(WALL, (9, 0), (11, 0))
    assert walk_along == pytest.approx(14 + 2 + 14)


def test_a_corner_in_the_middle_of_a_wall_changes_nothing():
    split = shapely.segmentize(WALL, 1.0)
    assert walk(split, (1, 8), (19, 8)) == pytest.approx(22)
    assert walk(split, (9, 0), (11, 3)) == pytest.approx(14 + 2 + 11)


def test_a_round_column_is_passed_over_its_polygon():
    column = Point(10, 10).buffer(2, quad_segs=64)
    length = walk(ROOM - column, (4, 10), (16, 10))
    # Two tangents of sqrt(6^2 - 2^2) and the arc between: pi - 2 acos(2 / 6).
    true = 2 * sqrt(32) + 2 * (pi - 2 * np.arccos(1 / 3))
    assert true - 0.001 < length < true


def test_two_blocks_that_touch_in_a_corner_leave_no_way():
    blocks = MultiPolygon([box(0, 0, 10, 10), box(10, 10, 20, 20)])
    assert walk(ROOM - blocks, (5, 15), (15, 5)) == inf


def test_blocks_that_touch_are_walked_round_on_each_side():
    blocks = MultiPolygon([box(5, 5, 10, 10), box(10, 10, 15, 15)])
    # From the notch above their corner to that below: along the walls from (9, 11)
    # over (10, 15) to (15, 15), (15, 10) and (11, 9).
    over = sqrt(1 + 4**2) + 5 + 5 + sqrt(4**2 + 1)
    assert walk(ROOM - blocks, (9, 11), (11, 9)) == pytest.approx(over)


def test_a_corner_on_the_side_of_another_block_closes_the_way():
    wedge = Polygon([(0, 10), (10, 10), (0, 14)])
    free = ROOM - box(10, 0, 12, 20) - wedge
    assert walk(free, (2, 2), (2, 18)) == inf
    assert walk(free, (2, 2), (9, 9)) == pytest.approx(sqrt(98))


@pytest.mark.parametrize(
    ("start", "length"),
    [
        ((9, 14), sqrt(17)),
        ((11, 14), sqrt(17)),
        ((10, 14), 4),
        ((9, 7), 7 + sqrt(17)),
        ((0, 0), sqrt(10**2 + 18**2)),
    ],
    ids=["corner", "other corner", "top", "side", "corner of the room"],
)
def test_walks_start_on_walls_and_corners(start, length):
    assert walk(WALL, start, (10, 18)) == pytest.approx(length)


def test_a_place_just_inside_a_wall_is_moved_out_and_another_not_reached():
    assert walk(WALL, (9.005, 7), (1, 7)) == pytest.approx(8)
    assert walk(WALL, (9.05, 7), (1, 7)) == inf
    assert walk(WALL, (1, 7), (10, 7)) == inf
    assert walk(WALL, (30, 7), (1, 7)) == inf


def test_nobody_walks_from_one_component_to_another():
    halves = MultiPolygon([box(0, 0, 9, 20), box(11, 0, 20, 20)])
    ways = Walking(halves).distances([(1, 1), (19, 1)], [(5, 1), (15, 1)])
    assert ways == pytest.approx(np.array([[4, inf], [inf, 4]]))


def test_without_ground_nothing_is_reached():
    nowhere = Walking(Polygon())
    assert nowhere.distances([(0, 0)], [(1, 1)])[0, 0] == inf
    assert nowhere.path((0, 0), (1, 1)) is None
    assert np.isinf(nowhere.field([(0, 0)], Grid(0, 0, 1.0, 2, 2))).all()


# Lines and areas to start from


def test_from_a_line_one_leaves_at_right_angles():
    line = LineString([(2, 2), (8, 2)])
    assert Walking(ROOM).distances([line], [(5, 7), (11, 6)]) == pytest.approx(
        np.array([[5, 5]])
    )


def test_a_line_through_a_wall_serves_both_sides():
    line = LineString([(0, 7), (20, 7)])
    ways = Walking(WALL).nearest([line], [(5, 2), (15, 3), (10, 17)])
    # The last one: up along the wall from (9, 7) to its top, then (1, 3) on.
    assert ways == pytest.approx([5, 4, 7 + sqrt(10)])


def test_a_line_along_the_wall_round_a_corner():
    line = LineString([(9, 2), (9, 10)])
    assert Walking(WALL).nearest([line], [(11, 14)])[0] == pytest.approx(4 + 2)


def test_in_an_area_one_has_arrived():
    area = box(2, 2, 6, 6)
    ways = Walking(ROOM).nearest([area], [(4, 4), (9, 10), (4, 9)])
    assert ways == pytest.approx([0, 5, 3])
    cells = Walking(ROOM).field(area, Grid.over(ROOM))
    assert cells[4, 4] == 0
    assert cells[4, 9] == pytest.approx(3.5)


def test_the_nearest_of_several_sources_counts():
    ways = Walking(WALL)
    both = ways.nearest([(1, 8), (19, 8)], [(17, 8), (3, 8)])
    assert both == pytest.approx([2, 2])


# Paths and fields


def test_a_path_bends_at_the_corners():
    path = Walking(WALL).path((1, 8), (19, 8))
    assert list(path.coords) == [(1, 8), (9, 14), (11, 14), (19, 8)]


def test_a_path_from_a_line_starts_at_its_nearest_point():
    path = Walking(WALL).path(LineString([(2, 0), (2, 8)]), (8, 5))
    assert list(path.coords) == [(2, 5), (8, 5)]


def test_a_path_to_where_one_stands():
    assert Walking(ROOM).path((3, 3), (3, 3)).length == 0


def test_a_field_tells_of_each_cell_what_distances_tell_of_its_centre():
    ways, grid = Walking(WALL), Grid.over(ROOM)
    cells = ways.field([(1, 8)], grid)
    there = ways.distances([(1, 8)], grid.centres)[0]
    assert cells.ravel() == pytest.approx(there, abs=1e-9)
    assert np.isinf(cells[:14, 9:11]).all()


def test_a_limit_cuts_a_field_off():
    cells = Walking(ROOM).field([(0.5, 0.5)], Grid.over(ROOM), limit_m=5)
    assert np.isfinite(cells[0]).sum() == 6


def test_the_module_can_be_loaded_without_numba():
    code = "import sys, sbd.indicators.walking; assert 'numba' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Random scenes: blocks on whole metres, so that many touch, line up and overlap


@st.composite
def blocks(draw) -> MultiPolygon:
    """A few boxes and triangles, which may touch, overlap and stand at the edge."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        x, y = draw(st.integers(0, 18)), draw(st.integers(0, 18))
        w, h = draw(st.integers(1, 8)), draw(st.integers(1, 8))
        corners = [(x, y), (x + w, y), (x, y + h)]
        found.append(
            box(x, y, x + w, y + h) if draw(st.booleans()) else Polygon(corners)
        )
    return shapely.union_all(found)


def _free_places(free, count: int, seed: int) -> list[tuple[float, float]]:
    """Places on a grid of half metres, so that many lie on walls and corners."""
    all_places = np.random.default_rng(seed).integers(0, 41, (60, 2)) / 2
    inside = shapely.dwithin(free, shapely.points(all_places), 1e-9)
    return [tuple(map(float, p)) for p in all_places[inside][:count]]


def _no_slits(free) -> bool:
    """No way through is so narrow that rounding decides."""
    tight = free.buffer(-1e-5, join_style="mitre")
    return len(shapely.get_parts(tight)) == len(shapely.get_parts(free))


seeds = st.integers(0, 1000)
MANY = settings(max_examples=100, deadline=None)
SOME = settings(max_examples=25, deadline=None)


@MANY
@given(blocks(), seeds)
def test_distances_are_those_of_a_visibility_graph(solid, seed):
    free = ROOM - solid
    places = _free_places(free, 7, seed)
    assume(len(places) > 1 and _no_slits(free))
    source, *targets = places
    on_block = shapely.distance(solid, shapely.points(places)) == 0
    at_edge = shapely.distance(ROOM.boundary, shapely.points(places)) == 0
    assume(not (on_block & at_edge).any())
    got = Walking(free).distances([source], targets)[0]
    assert got == pytest.approx(naive_walks(ROOM, solid, source, targets), abs=1e-4)


@SOME
@given(blocks(), seeds)
def test_there_and_back_is_as_far_and_no_detour_is_shorter(solid, seed):
    free = ROOM - solid
    places = _free_places(free, 6, seed)
    assume(len(places) > 1)
    ways = Walking(free).distances(places, places)
    assert ways == pytest.approx(ways.T, abs=1e-6)
    over = (ways[:, :, None] + ways[None, :, :]).min(axis=1)
    assert (ways <= over + 1e-6).all()


@SOME
@given(blocks(), st.integers(1, 18), st.integers(1, 18), seeds)
def test_another_block_never_shortens_a_walk(solid, x, y, seed):
    free = ROOM - solid
    less = free - box(x, y, x + 3, y + 2)
    places = _free_places(less, 6, seed)
    assume(len(places) > 1)
    before = Walking(free).distances(places[:1], places)
    assert (Walking(less).distances(places[:1], places) >= before - 1e-6).all()


@SOME
@given(blocks(), seeds, st.floats(0, 360), st.floats(0.1, 3))
def test_turning_moving_and_scaling_a_plan_changes_nothing(solid, seed, turn, scale):
    free = ROOM - solid
    places = _free_places(free, 5, seed)
    assume(len(places) > 1 and _no_slits(free))
    before = Walking(free).distances(places[:1], places)

    def moved(geometry):
        turned = affinity.rotate(geometry, turn, origin=(0, 0))
        grown = affinity.scale(turned, scale, scale, origin=(0, 0))
        return affinity.translate(grown, 150_000, 170_000)

    there = [(p.x, p.y) for p in (moved(Point(q)) for q in places)]
    after = Walking(moved(free)).distances(there[:1], there)
    assert after == pytest.approx(before * scale, abs=1e-5)


@SOME
@given(blocks(), seeds)
def test_a_path_stays_free_and_is_as_long_as_the_distance(solid, seed):
    free = ROOM - solid
    places = _free_places(free, 5, seed)
    assume(len(places) > 1)
    ways = Walking(free)
    for a, b in pairwise(places):
        path = ways.path(a, b)
        length = ways.distances([a], [b])[0, 0]
        assert (path is None) == (length == inf)
        if path is not None:
            assert path.length == pytest.approx(length, abs=1e-9)
            assert free.buffer(1e-6).covers(path)


@SOME
@given(blocks(), seeds)
def test_a_line_is_as_near_as_its_nearest_point(solid, seed):
    free = ROOM - solid
    line = LineString(np.random.default_rng(seed).integers(0, 21, (3, 2)))
    along = shapely.line_interpolate_point(line, np.arange(0, line.length, 0.01))
    # Where it is free only in passing, as at the corner of a block, no step falls.
    ends = shapely.get_coordinates([line, line.intersection(free)])
    along = np.append(along, shapely.points(ends))
    along = along[shapely.dwithin(free, along, 1e-9)]
    assume(len(along) > 0 and _no_slits(free))
    ways, grid = Walking(free), Grid.over(ROOM, 2.0)
    exact = ways.field(line, grid)
    points = ways.field(shapely.get_coordinates(along), grid)
    both = np.isfinite(points)
    assert (exact[both] <= points[both] + 1e-6).all()
    assert (exact[both] >= points[both] - 0.011).all()

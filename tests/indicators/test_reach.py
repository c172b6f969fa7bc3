from __future__ import annotations

from math import sqrt

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box

from sbd.indicators.reach import unreached

LINE = LineString([(0, 0), (100, 0)])


def test_a_point_on_the_line_reaches_both_ways() -> None:
    assert unreached(LINE, [Point(50, 0)], 10) == [(0, 40), (60, 100)]


def test_a_point_beside_the_line_reaches_a_chord() -> None:
    (_, first), (last, _) = unreached(LINE, [Point(50, 6)], 10)
    assert (first, last) == (pytest.approx(42), pytest.approx(58))


def test_a_grazing_point_is_exact() -> None:
    half = sqrt(100 - 9.995**2)
    (_, first), _ = unreached(LINE, [Point(50, 9.995)], 10)
    assert first == pytest.approx(50 - half, abs=1e-9)


def test_nothing_near_leaves_the_whole_line() -> None:
    assert unreached(LINE, [], 10) == [(0, 100)]
    assert unreached(LINE, [Point(50, 10.01)], 10) == [(0, 100)]


def test_a_line_reaches_from_its_nearest_point() -> None:
    parallel = LineString([(40, 10), (60, 10)])
    (_, first), (last, _) = unreached(LINE, [parallel], 10)
    assert (first, last) == (pytest.approx(40), pytest.approx(60))
    across = LineString([(50, -30), (50, 30)])
    (_, first), (last, _) = unreached(LINE, [across], 10)
    assert (first, last) == (pytest.approx(40), pytest.approx(60))


def test_an_area_reaches_from_its_edge_and_over_its_inside() -> None:
    (_, first), (last, _) = unreached(LINE, [box(30, -40, 70, 40)], 10)
    assert (first, last) == (pytest.approx(20), pytest.approx(80))


def test_a_courtyard_is_reached_from_its_inner_edge() -> None:
    ring = Polygon(box(10, -40, 90, 40).exterior, [box(20, -30, 80, 30).exterior])
    gaps = unreached(LINE, [ring], 5)
    assert gaps[1] == (pytest.approx(25), pytest.approx(75))


def test_reach_goes_round_the_corner_of_a_bent_line() -> None:
    bent = LineString([(0, 0), (50, 0), (50, 50)])
    (_, first), (last, _) = unreached(bent, [Point(50, 0)], 10)
    assert (first, last) == (40, 60)


coordinate = st.integers(-20, 120)
point = st.tuples(coordinate, coordinate)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(point, min_size=2, max_size=4, unique=True),
    st.lists(
        st.lists(point, min_size=2, max_size=3, unique=True), min_size=1, max_size=4
    ),
)
def test_points_are_unreached_just_where_their_distance_says_so(
    corners: list[tuple[int, int]], things: list[list[tuple[int, int]]]
) -> None:
    line, seats = LineString(corners), [LineString(t) for t in things]
    gaps = unreached(line, seats, 10)
    for at in (line.length * k / 97 for k in range(98)):
        spot = line.interpolate(at)
        distance = min(shapely.distance(spot, seat) for seat in seats)
        if abs(distance - 10) > 1e-6:
            inside = any(a - 1e-9 <= at <= b + 1e-9 for a, b in gaps)
            assert inside == (distance > 10)


def test_an_area_beside_the_line_is_reached_from_its_edge() -> None:
    bench = box(4, 3, 6, 4)  # 3 m beside; 10 m reach: +-sqrt(91) round its corners
    half = 91**0.5
    line = LineString([(-30, 0), (0, 0), (40, 0)])
    left = unreached(line, [bench], 10)
    assert left[0] == (0, pytest.approx(30 + 4 - half))
    assert left[1] == (pytest.approx(30 + 6 + half), 70)

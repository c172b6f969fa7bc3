"""Points on corners and edges: exactly there, or left alone."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sbd.plans.snap import SNAP_M, restore, snap

# A square of 10 m with a corner that no rounding would give back.
CORNER = (148_900.123_456_789, 170_600.987_654_321)
SQUARE = shapely.box(*CORNER, CORNER[0] + 10, CORNER[1] + 10)
WALLS = np.array([SQUARE, shapely.Point(0, 0)], dtype=object)


def at(dx: float, dy: float) -> np.ndarray:
    return np.array([[CORNER[0] + dx, CORNER[1] + dy]])


def test_near_a_corner_is_that_corner_to_the_last_bit() -> None:
    assert tuple(snap(at(0.012, -0.009), WALLS)[0]) == CORNER


def test_a_corner_wins_over_a_nearer_edge() -> None:
    assert tuple(snap(at(0.015, 0.001), WALLS)[0]) == CORNER


def test_near_an_edge_lies_on_it() -> None:
    found = snap(at(4, 0.019), WALLS)[0]
    assert abs(found[1] - CORNER[1]) < 1e-9
    assert abs(found[0] - CORNER[0] - 4) < 1e-9


def test_farther_is_left_alone() -> None:
    for point in (at(4, 0.021), at(5, 5), at(-0.1, -0.1)):
        assert (snap(point, WALLS) == point).all()


def test_nothing_to_snap_to() -> None:
    point = at(0, 0)
    assert (snap(point, np.empty(0, dtype=object)) == point).all()
    assert len(snap(np.empty((0, 2)), WALLS)) == 0


def test_points_and_lines_are_snapped_to_as_well() -> None:
    things = np.array(
        [shapely.Point(1, 1), shapely.LineString([(5, 0), (5, 10)])], dtype=object
    )
    found = snap(np.array([[1.01, 1.0], [5.015, 3.0]]), things)
    assert found[0].tolist() == [1.0, 1.0]
    assert found[1].tolist() == [5.0, 3.0]


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_no_point_is_moved_farther_than_it_may_be(x: float, y: float) -> None:
    point = at(x, y)
    assert np.hypot(*(snap(point, WALLS) - point)[0]) <= SNAP_M + 1e-9


def test_rounded_corners_are_put_back() -> None:
    rounded = np.round(shapely.get_coordinates(SQUARE), 4)
    rounded[2] += (0.01, 0)
    found, kept = restore(rounded, SQUARE, 0.0002)
    assert kept.tolist() == [True, True, False, True, True]
    assert tuple(found[0]) == tuple(shapely.get_coordinates(SQUARE)[0])
    assert (found[2] == rounded[2]).all()

"""Many walks at once are the walks one by one."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, box
from shapely.ops import substring

from sbd.indicators.walking import Walking

#: A room of 20 m by 20 m with two pillars.
ROOM = box(0, 0, 20, 20) - box(5, 5, 9, 15) - box(12, 2, 14, 12)
WALKING = Walking(ROOM)
DOORS = [LineString([(0, 9), (0, 11)]), LineString([(18, 20), (20, 20)])]


def test_lengths_and_lines_are_those_of_single_paths() -> None:
    targets = np.array([[10.0, 10.0], [17.0, 3.0], [3.0, 19.0]])
    for door, trails in zip(DOORS, WALKING.trails(DOORS, targets), strict=True):
        assert trails.lengths == pytest.approx(WALKING.distances([door], targets)[0])
        for target, line in zip(targets, trails.lines(np.arange(3)), strict=True):
            path = WALKING.path(door, target)
            assert path is not None
            assert line.length == pytest.approx(path.length)
            assert shapely.hausdorff_distance(line, path) < 1e-6
            assert line.coords[0] == pytest.approx(tuple(target))


@settings(max_examples=20, deadline=None)
@given(x=st.floats(0.1, 19.9), y=st.floats(0.1, 19.9), after=st.floats(0.1, 30))
def test_the_first_metres_can_be_left_out(x: float, y: float, after: float) -> None:
    trails = WALKING.trails(DOORS[:1], [(x, y)])[0]
    if trails.lengths[0] == np.inf:
        return
    whole = trails.lines(np.array([0]))[0]
    rest = trails.lines(np.array([0]), after_m=after)[0]
    if whole is None or whole.length <= after:
        assert rest is None
    else:
        expected = substring(whole, after, whole.length)
        assert rest.length == pytest.approx(expected.length, abs=1e-9)
        assert shapely.hausdorff_distance(rest, expected) < 1e-6


def test_some_targets_in_any_order() -> None:
    targets = np.array([[10.0, 10.0], [17.0, 3.0], [3.0, 19.0]])
    trails = WALKING.trails(DOORS[:1], targets)[0]
    every = trails.lines(np.arange(3))
    some = trails.lines(np.array([2, 0]))
    assert [line.wkt for line in some] == [every[2].wkt, every[0].wkt]
    assert len(trails.lines(np.array([], dtype=np.int64))) == 0


def test_no_sources_no_trails() -> None:
    assert WALKING.trails([], [(1.0, 1.0)]) == []

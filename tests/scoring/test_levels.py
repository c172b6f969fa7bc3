from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbd.scoring.levels import Scale, score

SPEED = Scale((64, 48, 32, 16), "lower")
CANOPY = Scale((5, 10, 20, 30), "higher", (0.0, 100.0))
FIRE = Scale((100, 100, None, None), "higher", (0.0, 100.0), max_level=3)
APPROACHES = Scale((None, None, 2, None), "higher", max_level=3)
EVENNESS = Scale((None, None, None, 0.25), "higher")
SCALES = (SPEED, CANOPY, FIRE, APPROACHES, EVENNESS)


@pytest.mark.parametrize(
    ("speed", "points"),
    [(80, 0), (72, 12.5), (64, 25), (40, 62.5), (16, 100), (100, 0), (0, 100)],
)
def test_golden_points_of_approach_speed(speed: float, points: float) -> None:
    assert score(SPEED.level(speed)) == pytest.approx(points)


def test_below_the_first_cut_the_level_ends_where_values_end() -> None:
    # 2 x 5 - 10 = 0: half of the first cut is half a level.
    assert CANOPY.level(2.5) == pytest.approx(0.5)
    seats = Scale((0.5, 1.5, 4, 8), "higher")  # 2 x 0.5 - 1.5 would be negative
    assert seats.level(0.25) == pytest.approx(0.5)
    assert seats.level(0) == 0


def test_equal_or_missing_cuts_step_from_zero() -> None:
    assert FIRE.level(99.9) == 0
    assert FIRE.level(100) == 3  # level 4 cannot be measured
    assert APPROACHES.level(1) == 2
    assert APPROACHES.level(2) == 3
    assert EVENNESS.level(0.2) == 3
    assert EVENNESS.level(0.25) == 4


def test_the_tolerance_favours_the_design_and_only_near_a_cut() -> None:
    gap = Scale((0.90, 1.00, 1.20, None), "higher", max_level=3, tolerance=0.01)
    assert gap.level(0.891) == 1
    assert gap.level(0.885) < 1
    kerb = Scale((14, 10.5, 7, 3.5), "lower", tolerance=0.01)
    assert kerb.level(3.509) == 4


def test_infinity_is_the_worst_or_best_value() -> None:
    assert SPEED.level(math.inf) == 0
    assert CANOPY.level(math.inf) == 4


@given(st.sampled_from(SCALES), st.floats(0, 200), st.floats(0, 200))
def test_a_better_value_never_lowers_the_level(
    scale: Scale, one: float, other: float
) -> None:
    worse, better = sorted((one, other), reverse=scale.better == "lower")
    assert scale.level(worse) <= scale.level(better)
    assert scale.bottom <= scale.level(worse)


@given(st.sampled_from(SCALES))
def test_every_cut_reaches_its_level(scale: Scale) -> None:
    for k, cut in enumerate(scale.cuts, 1):
        if cut is not None:
            assert scale.level(cut) >= min(k, scale.max_level)


def test_levels_between_cuts_are_linear() -> None:
    values = [20 + n for n in range(11)]  # from level 3 to level 4 of the canopy
    steps = [CANOPY.level(b) - CANOPY.level(a) for a, b in pairwise(values)]
    assert steps == pytest.approx([0.1] * 10)

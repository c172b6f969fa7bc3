from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbd.scoring.balance import balance, certain, overall, verdict
from sbd.scoring.dimensions import Score

NAMES = ("safety", "accessibility", "liveability")


def scored(*values: float, spread: float = 0.0) -> dict[str, Score]:
    return {
        name: Score(v, max(v - spread, 0), min(v + spread, 100))
        for name, v in zip(NAMES, values, strict=True)
    }


@pytest.mark.parametrize(  # the table of method, section 5
    ("scores", "geometric", "evenness", "min_over_mean"),
    [
        ((80, 80, 80), 80.0, 1.000, 1.00),
        ((80, 60, 40), 57.7, 0.961, 0.67),
        ((90, 90, 30), 62.4, 0.891, 0.43),
        ((95, 95, 10), 44.9, 0.673, 0.15),
    ],
)
def test_golden_means(
    scores: tuple[float, ...], geometric: float, evenness: float, min_over_mean: float
) -> None:
    whole = overall(scored(*scores)).score
    found = balance(scored(*scores))
    assert whole is not None
    assert found is not None
    assert whole == pytest.approx(geometric, abs=0.05)
    assert found.evenness == pytest.approx(evenness, abs=0.001)
    assert found.min_over_mean == pytest.approx(min_over_mean, abs=0.005)


def test_one_zero_does_not_hide_the_other_dimensions() -> None:
    whole = overall(scored(100, 100, 0)).score
    assert whole == pytest.approx((100 * 100 * 1) ** (1 / 3))


@pytest.mark.parametrize(
    ("scores", "code", "named"),
    [
        ((80, 78, 82), "balanced", None),
        ((74, 41, 55), "unbalanced", "accessibility"),
        ((48, 46, 47), "insufficient", "accessibility"),
        ((50, 50, 50), "balanced", None),
    ],
)
def test_the_verdict_is_the_first_that_applies(
    scores: tuple[float, ...], code: str, named: str | None
) -> None:
    assert verdict(scored(*scores)) == (code, named)


def test_too_little_known_comes_first_and_names_the_least_covered() -> None:
    little = {**scored(90, 90, 10), "safety": Score(90, 0, 100, 0.49)}
    assert verdict(little) == ("too_little_known", "safety")
    nothing = {**scored(90, 90, 90), "liveability": Score(None, 0, 100, 0.0)}
    assert verdict(nothing) == ("too_little_known", "liveability")
    assert balance(nothing) is None
    assert overall(nothing).score is None
    assert not certain(nothing)


def test_a_verdict_is_certain_when_the_lowest_interval_misses_the_line() -> None:
    assert certain(scored(80, 80, 80, spread=1))
    assert certain(scored(74, 30, 55, spread=1))
    assert not certain(scored(60, 49, 55, spread=3))


@given(st.lists(st.floats(0, 100), min_size=3, max_size=3), st.floats(0, 100))
def test_the_line_says_what_the_verdict_says(values: list[float], more: float) -> None:
    dimensions = scored(*values)
    found = balance(dimensions)
    assert found is not None
    lowest = max(min(values), 1.0)
    reached = lowest >= found.line
    assert (verdict(dimensions)[0] == "balanced") == reached
    raised = scored(max(values[0], more), *values[1:])
    before, after = overall(dimensions).score, overall(raised).score
    assert before is not None
    assert after is not None
    assert after >= before - 1e-9

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sbd.scoring.dimensions import Entry, dimension

LEVEL = st.floats(0, 4)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    weight = draw(st.integers(-3, 3))
    low, level, high = sorted((draw(LEVEL), draw(LEVEL), draw(LEVEL)))
    known = draw(st.booleans())
    return Entry(weight, level if known else None, low, high)


def known(weight: float, level: float) -> Entry:
    return Entry(weight, level, level, level)


UNKNOWN = Entry(1, None, 0, 4)


def test_a_weighted_mean_by_hand() -> None:
    found = dimension([known(3, 4), known(1, 0)])
    assert (found.score, found.low, found.high) == (75, 75, 75)
    assert found.coverage == 1


def test_an_unknown_opens_the_interval_and_keeps_the_estimate() -> None:
    found = dimension([known(1, 2), UNKNOWN])
    assert (found.score, found.low, found.high) == (50, 25, 75)
    assert found.coverage == 0.5


def test_an_unknown_with_bounds_of_its_own_moves_the_estimate_into_them() -> None:
    found = dimension([known(1, 1), Entry(1, None, 3, 4)])
    assert (found.score, found.low) == (50, 50)


def test_without_weight_or_answer_there_is_no_score() -> None:
    assert dimension([]).score is None
    assert dimension([known(0, 4), known(-2, 4)]).score is None
    assert dimension([UNKNOWN]).score is None
    assert dimension([]).coverage == 0


@given(st.lists(entries(), max_size=8))
def test_the_score_lies_in_its_interval(criteria: list[Entry]) -> None:
    found = dimension(criteria)
    assert found.low <= found.high
    if found.score is not None:
        assert found.low <= found.score <= found.high


@given(st.lists(entries(), min_size=1, max_size=8), st.data())
def test_raising_a_level_never_lowers_the_score(
    criteria: list[Entry], data: st.DataObject
) -> None:
    n = data.draw(st.integers(0, len(criteria) - 1))
    level = criteria[n].level
    assume(level is not None)
    assert level is not None
    raised = data.draw(st.floats(level, 4))
    up = replace(criteria[n], level=raised, high=max(raised, criteria[n].high))
    before, after = (
        dimension(criteria),
        dimension([*criteria[:n], up, *criteria[n + 1 :]]),
    )
    if before.score is not None and after.score is not None:
        assert after.score >= before.score - 1e-9
    assert after.low >= before.low - 1e-9


@given(st.lists(entries(), min_size=1, max_size=8), st.data())
def test_answering_an_unknown_never_widens_the_interval(
    criteria: list[Entry], data: st.DataObject
) -> None:
    n = data.draw(st.integers(0, len(criteria) - 1))
    entry = criteria[n]
    level = data.draw(st.floats(entry.low, entry.high))
    answered = replace(entry, level=level, low=level, high=level)
    before = dimension(criteria)
    after = dimension([*criteria[:n], answered, *criteria[n + 1 :]])
    assert after.low >= before.low - 1e-9
    assert after.high <= before.high + 1e-9


@given(st.lists(entries(), max_size=6))
def test_reordering_changes_nothing(criteria: list[Entry]) -> None:
    shuffled = sorted(criteria, key=lambda e: (e.weight, e.low, e.high))
    one, other = dimension(criteria), dimension(shuffled)
    assert one.low == pytest.approx(other.low)
    assert one.coverage == pytest.approx(other.coverage)
    assert (one.score is None) == (other.score is None)
    if one.score is not None:
        assert one.score == pytest.approx(other.score)

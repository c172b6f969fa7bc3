from __future__ import annotations

import pytest

from sbd.scoring.people import alpha, disagreement, opinion, percentile


@pytest.mark.parametrize(  # golden numbers of method, section 5
    ("levels", "index"),
    [
        ([3, 3, 3, 4, 4], 0.24),
        ([0, 1, 1, 4, 4, 4], 1.56),
        ([0, 0, 2, 4, 4], 2.72),
        ([0, 0, 0, 4, 4, 4], 3.40),
    ],
)
def test_golden_disagreement(levels: list[float], index: float) -> None:
    assert disagreement(levels) == pytest.approx(index, abs=0.005)


def test_one_discipline_has_one_voice() -> None:
    found = opinion({"police": [4, 4, 4, 4], "residents": [0], "planning": [1]})
    assert found.level == 1
    assert found.medians["police"] == (4, 4)
    assert found.spread == (0, 1.75, 4, 4)


def test_half_levels_come_from_medians() -> None:
    assert opinion({"police": [2, 3]}).level == 2.5
    assert opinion({"police": [2], "fire": [3]}).level == 2.5


def test_do_not_know_is_left_out() -> None:
    found = opinion({"police": ["unknown"], "fire": [3, "unknown"]})
    assert found.level == 3
    assert found.medians == {"police": (None, 0), "fire": (3, 1)}
    assert opinion({"police": ["unknown"]}).level is None
    assert not opinion({"police": ["unknown"]}).not_applicable


def test_not_applicable_needs_a_majority_of_answering_disciplines() -> None:
    half = opinion({"police": ["not_applicable"], "fire": [3]})
    assert not half.not_applicable
    assert half.level == 3
    most = opinion({"a": ["not_applicable"], "b": ["not_applicable"], "c": [3]})
    assert most.not_applicable
    silent = opinion({"a": ["not_applicable"], "b": ["unknown"]})
    assert silent.not_applicable


def test_the_index_waits_for_five_persons() -> None:
    assert opinion({"a": [0, 4], "b": [0, 4]}).di is None
    assert opinion({"a": [0, 4], "b": [0, 4, 2]}).di is not None


def test_percentiles_are_linear() -> None:
    assert percentile([1, 3], 0.5) == 2
    assert percentile([5], 0.9) == 5


def test_alpha_of_agreement_is_one_and_of_no_variation_undefined() -> None:
    assert alpha([[1, 1], [3, 3], [2, 2, 2]]) == pytest.approx(1)
    assert alpha([[2, 2], [2, 2]]) is None
    assert alpha([[2], [3]]) is None


def test_alpha_by_hand() -> None:
    # Units (0, 0) and (0, 1); n_0 = 3, n_1 = 1, n = 4. Ordinal distance between the
    # two values: (3 + 1 - (3 + 1) / 2)^2 = 4. Observed: 2 ordered pairs x 4 / 1 = 8.
    # Expected: 2 x 3 x 1 x 4 / 3 = 8. Alpha = 1 - 8 / 8 = 0.
    assert alpha([[0, 0], [0, 1]]) == pytest.approx(0)


def test_alpha_of_systematic_disagreement_is_negative() -> None:
    value = alpha([[0, 4], [4, 0], [0, 4]])
    assert value is not None
    assert value < 0

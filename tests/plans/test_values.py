"""Numbers, yes and no as people write them."""

from __future__ import annotations

import math

import pytest

from sbd.plans.values import is_blank, number_of, text_of, yes_no_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.2", 1.2),
        ("1,20", 1.2),
        ("4 cm", 0.04),
        ("120mm", 0.12),
        ("2 m", 2.0),
        ("30 mph", 48.28032),
        ("8 %", 8.0),
        ("-5%", -5.0),
        (3, 3.0),
        ("1'", 0.3048),
    ],
)
def test_numbers_carry_their_unit(text: object, number: float) -> None:
    assert number_of(text) == pytest.approx(number)


@pytest.mark.parametrize("text", ["high", "1-2", "4;5", "1 mile", math.inf, True, ""])
def test_what_is_not_one_number_is_unknown(text: object) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize(
    ("word", "answer"),
    [("Ja", "yes"), ("oui", "yes"), ("nein", "no"), ("0", "no"), (1.0, "yes")],
)
def test_yes_and_no_in_four_languages(word: object, answer: str) -> None:
    assert yes_no_of(word) == answer


def test_other_words_are_neither_yes_nor_no() -> None:
    assert yes_no_of("maybe") is None


def test_empty_cells_are_blank_and_zero_is_not() -> None:
    assert [is_blank(v) for v in (None, math.nan, " ", 0, "0")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_whole_numbers_lose_their_point() -> None:
    assert text_of(12.0) == "12"

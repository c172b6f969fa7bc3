"""Words and numbers: decided exactly first, rounded afterwards."""

from __future__ import annotations

import pytest

from sbd.checklists.model import Text
from sbd.document import Coded, PartResult
from sbd.views.words import (
    in_words,
    level_word,
    score_word,
    sentence,
    threshold_text,
    value_text,
    whole_score,
    with_unit,
)


def part(value: float, level: float, better: str = "lower") -> PartResult:
    cuts = (150, 100, 50, 30) if better == "lower" else (0.9, 1.0, 1.2, None)
    return PartResult(
        indicator="x",
        value=value,
        unit="m",
        level=level,
        low=level,
        high=level,
        cuts=cuts,
        better=better,
    )


@pytest.mark.parametrize(
    ("score", "word"),
    [(0, 0), (24.9, 0), (25, 1), (49.99, 1), (50, 2), (75, 3), (89.9, 3), (90, 4)],
)
def test_score_word(score: float, word: int) -> None:
    assert score_word(score) == word


@pytest.mark.parametrize(
    ("score", "line", "shown"),
    [(49.6, None, 49), (50.4, None, 50), (74.5, None, 74), (62.5, None, 63)],
)
def test_rounding_never_crosses_a_word(
    score: float, line: float | None, shown: int
) -> None:
    assert whole_score(score, line) == shown
    assert score_word(shown) == score_word(score)


def test_rounding_never_crosses_the_line() -> None:
    assert whole_score(52.6, 53.2) == 53
    assert whole_score(52.6, 52.9) == 52
    assert whole_score(53.0, 53.0) == 53


def test_noise_on_a_bound_counts_as_the_bound() -> None:
    assert score_word(75 - 1e-12) == 3
    assert whole_score(75 - 1e-12) == 75


@pytest.mark.parametrize(
    ("value", "unit", "bounds", "written"),
    [
        (0.84, "m", (), "0.84"),
        (118.2, "m", (), "118"),
        (11.67, "m", (500, 300, 150, 50), "12"),
        (11.67, "m", (14, 10.5, 7, 3.5), "11.67"),
        (0.06, "lx", (0.4, 0.6, 1, 2), "0.06"),
        (8.02, "lx", (), "8.0"),
        (502.8, "lx", (), "503"),
        (0.5, "%", (60, 50, 35, 20), "0.5"),
        (99.83, "%", (), "99.8"),
        (0.0, "m", (), "0"),
        (50.3, "m", (50,), "50.3"),
        (0.8951, "m", (0.9,), "0.895"),
        (16.98, "%", (), "17"),
        (24.7, "%", (25,), "24.7"),
        (50.00001, "m", (50,), "50"),
        (float("inf"), "m", (), "∞"),
        (None, "m", (), "?"),
    ],
)
def test_values_stay_on_their_side_of_a_cut(
    value: float | None, unit: str, bounds: tuple[float, ...], written: str
) -> None:
    assert value_text(value, unit, "en", bounds) == written


def test_units() -> None:
    assert with_unit("3", "1", "en") == "3"
    assert with_unit("30", "km/h", "nl") == "30\u202fkm/u"


def test_threshold_is_the_next_level() -> None:
    assert threshold_text(part(118, 1.6), "nl") == "≤\u202f100\u202fm"
    assert threshold_text(part(0.84, 0.4, "higher"), "fr") == "≥\u202f0,90\u202fm"
    assert threshold_text(part(1.3, 3.0, "higher"), "en") == ""


def test_half_levels_name_both_words() -> None:
    assert level_word(2.5, "judged", "en") == "acceptable – good"
    assert level_word(2.0, "judged", "en") == "acceptable"
    assert level_word(None, "not_applicable", "fr") == "sans objet"


def test_sentence_names_kinds_and_attributes() -> None:
    args = {"kind": "bench", "attribute": "length_m", "count": 2, "of": 4}
    words = sentence(Coded(code="attribute_missing", args=args), "en")
    assert words == "The plan does not give this for 2 of 4 (benches): length."


def test_sentence_of_a_later_version_shows_its_code() -> None:
    assert sentence(Coded(code="from_the_future"), "nl") == "[from_the_future]"


def test_coverage_is_a_share_of_hundred() -> None:
    args = {"dimension": "safety", "coverage": 0.329}
    words = sentence(Coded(code="verdict_too_little_known", args=args), "en")
    assert words.startswith("Safety: 32\u202f% ")


def test_a_count_has_no_decimals() -> None:
    assert value_text(2.0, "1", "nl", (None, None, None, 2.0)) == "2"


def test_french_marks_of_a_checklist_stay_with_their_word() -> None:
    written = Text(en="Why: it works", fr="Pourquoi : cela marche ?")
    assert in_words(written, "fr") == "Pourquoi\u00a0: cela marche\u202f?"
    assert in_words(written, "nl") == "Why: it works"

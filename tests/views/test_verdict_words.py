"""What the verdict, its range and the weight answered are called."""

from __future__ import annotations

import pytest

from sbd.document import Balance, DimensionScore, Verdict
from sbd.views.balance import range_words, verdict_sentence
from sbd.views.report.levels import score_of, share_answered
from tests.views.sample import sample


def _score(score: float, high: float | None = None) -> DimensionScore:
    high = score if high is None else high
    return DimensionScore(score=score, low=score, high=high, coverage=1.0)


def _said(code: str, lang: str, safety: float, access: float, living: float) -> str:
    scores = {"safety": safety, "accessibility": access, "liveability": living}
    least = min(scores, key=lambda d: scores[d])
    mean = sum(scores.values()) / 3
    balance = Balance(
        evenness=0.99,
        min_over_mean=scores[least] / mean,
        weakest=least,
        line=max(50.0, 0.85 * mean),
    )
    found = Verdict(code=code, ready=True, certain=True, reasons=())
    return verdict_sentence(
        sample(
            verdict=found,
            balance=balance,
            dimensions={d: _score(s) for d, s in scores.items()},
        ),
        lang,
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Below the minimum: liveability and accessibility"),
        ("fr", "Sous le minimum\u00a0: qualité de vie et accessibilité"),
        ("nl", "Onder het minimum: leefbaarheid en toegankelijkheid"),
    ],
)
def test_a_verdict_names_what_is_below_and_not_what_is_above(
    lang: str, words: str
) -> None:
    assert _said("insufficient", lang, 55, 44, 40) == words


def test_all_that_lags_below_the_line_is_named() -> None:
    both = _said("unbalanced", "en", 62, 46, 42)
    assert both == "Out of balance: liveability and accessibility lag behind"
    assert _said("unbalanced", "nl", 62, 46, 42).endswith("blijven achter")
    one = _said("unbalanced", "en", 80, 80, 60)
    assert one == "Out of balance: liveability lags behind"


def test_a_score_without_anything_unknown_has_no_range() -> None:
    assert range_words(_score(62.1), "en") == "all known"
    assert range_words(_score(45.2, 46.1), "en") == "45–47"
    assert score_of("safety", _score(62.1), "nl").between == "alles bekend"
    assert "tussen" not in score_of("safety", _score(62.1), "nl").spoken


def test_the_weight_is_that_of_what_is_shown_where_criteria_are_withheld() -> None:
    assert share_answered(1.0, "en") == "100\u202f% of the weight answered"
    held = share_answered(1.0, "en", withheld=True)
    assert held == "100\u202f% of the weight of the criteria shown answered"

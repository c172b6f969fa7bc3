"""Components: what they say, to eyes and to screen readers."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from sbd.document import Balance, Coded, DimensionScore, Verdict
from sbd.locale import LANGS
from sbd.views.balance import balance_bars, verdict, verdict_sentence
from sbd.views.chips import chip
from sbd.views.criteria import criteria_counts, criteria_rows, summary
from sbd.views.detail import detail
from sbd.views.gates import readiness
from sbd.views.legend import legend
from sbd.views.recognised import (
    missing_attributes,
    note_list,
    recognised_count,
    recognised_table,
)
from sbd.views.ruler import threshold_ruler
from sbd.views.stylesheet import stylesheet
from sbd.views.tensions import sharp_words, tension_notes
from tests.views.sample import NASTY, sample, sample_checklist, sample_results
from tests.views.sample_plan import sample_plan

CHECKLIST = sample_checklist()
PLAN = sample_plan()


class Balanced(HTMLParser):
    """Follow open and closed elements, and the elements met."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.met: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.append((tag, dict(attrs)))
        if tag not in ("br", "img", "meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def words_of(html: str) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def test_verdict_says_what_lags_and_that_it_is_not_ready() -> None:
    said = words_of(verdict(sample(), "en"))
    assert said.startswith("Out of balance: accessibility lags behind")
    assert "Not ready: 1 requirement not met" in said
    assert '(<span class="nb">A-03</span>)' in verdict(sample(), "en")
    assert "Not yet known: 1 requirement" in said
    assert "not certain" in said
    assert "Overall 55 (48–64)" in said
    assert "82\u202f% of the weight answered" in said


def test_too_little_known_is_in_ink_and_says_why() -> None:
    args = {"dimension": "safety", "coverage": 0.3}
    reason = Coded(code="verdict_too_little_known", args=args)
    found = Verdict(
        code="too_little_known", ready=None, certain=False, reasons=(reason,)
    )
    html = verdict(sample(verdict=found), "nl")
    assert 'class="verdict low"' not in html
    assert "Veiligheid: 30\u202f%" in html


def test_no_gate_at_all_is_not_called_met() -> None:
    assert "No requirement applies" in readiness(sample(gates=()), "en")


def test_verdict_sentence_in_french() -> None:
    said = verdict_sentence(sample(), "fr")
    assert said == "Déséquilibre\u00a0: accessibilité en retrait"


def test_bars_below_the_line_carry_arrow_word_and_number() -> None:
    html = balance_bars(sample(), "en")
    assert html.count('class="bt low"') == 1
    assert html.count("below the line</span>") == 1
    label = "Accessibility 41, between 35 and 52, weak, below the line"
    assert f'aria-label="{label}"' in html
    Balanced(html)


def test_dimension_without_a_score_is_hatched_not_zero() -> None:
    nothing = DimensionScore(score=None, low=0, high=100, coverage=0)
    scores = {**sample().dimensions, "safety": nothing}
    no_line = Balance(evenness=None, min_over_mean=None, weakest=None, line=None)
    html = balance_bars(sample(dimensions=scores, balance=no_line), "en")
    assert 'class="bt unk"' in html
    assert "<b>?</b>" in html
    assert 'class="bl"' not in html
    assert "below the line" not in html


def test_score_that_would_round_over_the_line_shows_the_lower_number() -> None:
    close = DimensionScore(score=49.6, low=49.6, high=49.6, coverage=1)
    scores = {**sample().dimensions, "safety": close}
    html = balance_bars(sample(dimensions=scores), "en")
    assert "Safety 49, weak, below the line" in html


def test_line_is_written_finer_where_a_score_below_it_looks_equal() -> None:
    close = DimensionScore(score=53.1, low=53, high=54, coverage=1)
    scores = {**sample().dimensions, "safety": close}
    line = Balance(evenness=1, min_over_mean=0.8, weakest="safety", line=53.4)
    found = sample(dimensions=scores, balance=line)
    assert "balance line 53.4:" in balance_bars(found, "en")
    assert "balance line 50:" in balance_bars(sample(), "en")


@pytest.mark.parametrize(("high", "score"), [(52, 41), (90, 41), (90, 80)])
def test_label_of_a_low_bar_stays_inside(high: float, score: float) -> None:
    wide = DimensionScore(score=score, low=10, high=high, coverage=1)
    line = Balance(evenness=1, min_over_mean=1, weakest="safety", line=85)
    scores = {**sample().dimensions, "safety": wide}
    html = balance_bars(sample(dimensions=scores, balance=line), "en")
    left = re.search(r'<em style="left:([\d.]+)%', html)
    right = re.search(r'<em style="right:([\d.]+)%', html)
    assert (left and float(left[1]) <= 62) or right


@pytest.mark.parametrize(
    ("level", "state", "mark", "word"),
    [
        (0.0, "measured", ">0<", "insufficient"),
        (2.5, "judged", ">2.5<", "acceptable – good"),
        (None, "unknown", ">?<", "unknown"),
        (None, "not_applicable", ">–<", "not applicable"),
        (None, "withheld", ">×<", "withheld"),
    ],
)
def test_chip_has_mark_and_word(
    level: float | None, state: str, mark: str, word: str
) -> None:
    html = chip(level, state, "en")
    assert mark in html
    assert f'<span class="vh">{word}</span>' in html
    assert f'<span class="cw">{word}</span>' in chip(level, state, "en", word=True)


def test_legend_shows_all_marks() -> None:
    assert len(re.findall("<li", legend("fr"))) == 7
    assert "sans objet" in legend("fr")
    assert "compté ou conforme" not in legend("fr")
    assert "compté ou conforme" in legend("fr", of_map=True)


def test_ruler_places_the_value_and_says_it() -> None:
    part = sample().criterion("L-02").parts[0]
    html = threshold_ruler(part, "nl")
    assert '<i style="left:29.3%">' in html
    assert 'class="l1 here"' in html
    assert "Niveau 1. Waarde 17\u202f%. Grenzen 10 / 25 / 40 / 60." in html


def test_ruler_writes_cuts_with_equal_decimals_and_an_open_one() -> None:
    part = sample().criterion("A-03").parts[0]
    html = threshold_ruler(part, "fr")
    assert [c for c in ("0,90", "1,00", "1,20") if f">{c}</span>" not in html] == []


def test_ruler_of_an_unknown_value_has_no_marker() -> None:
    part = sample().criterion("L-02").parts[0]
    gone = {"level": None, "value": None, "low": 0.0, "high": 4.0}
    html = threshold_ruler(part.model_copy(update=gone), "en")
    assert "<i " not in html
    assert "Level ?. Value ?" in html


def test_detail_of_a_measured_criterion() -> None:
    said = words_of(detail(sample(), CHECKLIST, "A-03", "en"))
    assert said.startswith("A-03 · Gaps passable with a wheelchair 0.84 m 0 insuff")
    for words in (
        "Bollards without a diameter: 0.20 m.",
        "Its author states that the plan shows all that this needs.",
        "Belgian access practice",
        "proposed value, to be confirmed",
        "Not met (set by this method)",
        "Pulls against S-02 Continuous line",
        "sharp: up to 3 levels apart",
        "Usual solution: 1.20 m clear gaps",
    ):
        assert words in said, words


def test_detail_says_on_which_side_an_as_mapped_level_is_bounded() -> None:
    said = words_of(detail(sample(), CHECKLIST, "L-02", "en"))
    assert "At least this level" in said
    assert "between 1 and 4" in said


def test_detail_of_an_unknown_criterion_has_a_reason_and_no_value() -> None:
    html = detail(sample(), CHECKLIST, "A-05", "en")
    assert 'class="big"' not in html
    assert "What would settle it" in html
    assert "slope" in html


def test_detail_of_people() -> None:
    said = words_of(detail(sample(), CHECKLIST, "S-02", "en"))
    assert "Police: median 3.5 (2 people)" in said
    assert "answers from 2 to 4" in said
    assert "middle half" not in said
    assert "how far the answers lie apart: 0.40" in said


def test_withheld_criterion_says_only_that() -> None:
    secret = sample().criterion("S-02").model_copy(update={"state": "withheld"})
    results = [secret if r.id == "S-02" else r for r in sample_results(PLAN)]
    html = detail(sample(criteria=tuple(results)), CHECKLIST, "S-02", "en")
    assert "withheld in the public edition" in html
    assert "median" not in html
    assert "T01" not in html


def test_tension_stands_in_both_details() -> None:
    for criterion, other in (("A-03", "S-02"), ("S-02", "A-03")):
        assert other in tension_notes(sample(), CHECKLIST, criterion, "en")
    assert tension_notes(sample(), CHECKLIST, "L-02", "en") == ""
    assert tension_notes(sample(), None, "A-03", "en") == ""


def test_rows_put_requirements_first_then_gain_then_unknown() -> None:
    rows = criteria_rows(sample(), CHECKLIST, "nl")
    order = ["A-03", "L-02", "L-13", "S-02", "A-09", "A-05", "G-01", "S-17"]
    assert [r["id"] for r in rows] == order
    first, unknown = rows[0], rows[5]
    assert first["sub"] == "0,84\u202fm · grens ≥\u202f0,90\u202fm"
    assert (first["gain"], first["gate"]) == ("+6,4", "niet vervuld")
    assert unknown["gain"] == "tot +2,6"
    assert {tuple(r) for r in rows} == {tuple(first)}


def test_rows_by_choice() -> None:
    below = [r["id"] for r in criteria_rows(sample(), CHECKLIST, "en", "below")]
    unknown = [r["id"] for r in criteria_rows(sample(), CHECKLIST, "en", "unknown")]
    assert below == ["A-03", "L-02"]
    assert unknown == ["A-05", "G-01"]
    assert criteria_counts(sample()) == {"below": 2, "all": 8, "unknown": 2}


def test_recognised_table_counts_and_names_what_is_missing() -> None:
    said = words_of(recognised_table(PLAN, "en"))
    assert "bollards 37" in said
    assert missing_attributes(PLAN, "lamp") == {"height_m": 3, "lumen": 3}
    assert "public toilets 0 declared: there are none" in said
    assert "Not drawn and not declared complete" in said
    assert recognised_count(PLAN) == sum(len(f) for f in PLAN.layers.values())


def test_equal_notes_are_told_once_with_their_number() -> None:
    note = Coded(code="duplicate_ids", args={"n": 2})
    assert note_list([note, note], "en").count("<li>") == 1
    assert "(×2)" in note_list([note, note], "en")
    assert "Nothing was repaired" in note_list([], "en")


@pytest.mark.parametrize("lang", LANGS)
def test_every_component_is_well_formed_and_escaped(lang: str) -> None:
    plan = sample_plan(name=NASTY)
    nasty = Coded(code=NASTY, args={"file": NASTY})
    results = [
        r.model_copy(update={"source": (NASTY,), "reason": nasty})
        for r in sample_results(plan)
    ]
    found = sample(plan, criteria=tuple(results))
    pieces = [
        verdict(found, lang),
        balance_bars(found, lang),
        balance_bars(found, lang, "sm"),
        readiness(found, lang),
        legend(lang),
        recognised_table(plan, lang),
        *(detail(found, CHECKLIST, r.id, lang) for r in results),
    ]
    for html in pieces:
        tags = Balanced(html).met
        assert not [t for t, _ in tags if t in ("script", "svg")]
        assert not [a for _, attrs in tags for a in attrs if a.startswith("on")]


def test_stylesheet_calls_nothing() -> None:
    css = stylesheet()
    urls = re.findall(r"url\(\"?([a-z]+:)?", css)
    assert set(urls) == {"data:"}
    assert "@import" not in css
    assert "</" not in css


def test_a_list_names_the_part_whose_value_it_shows_where_there_are_several() -> None:
    result = sample().criterion("L-02")
    one = result.parts[0]
    assert summary(result, "en").startswith("17")
    lower = one.model_copy(update={"indicator": "canopy_share", "level": 0.5})
    both = result.model_copy(update={"parts": (one, lower)})
    assert summary(both, "en").startswith("canopy over the site: 17")


def test_sides_of_a_tension_stand_as_far_apart_as_the_levels_shown() -> None:
    """Exact levels of 0.4 and 3.2 are 2.8 apart; shown are a 0 and a 3."""
    found = sample()
    tension = found.tensions[0]
    register = {t.id: t for t in CHECKLIST.tensions}
    levels = {"A-03": 0.4, "S-02": 3.2}
    assert {c: found.criterion(c).printed_level for c in levels} == {
        "A-03": 0,
        "S-02": 3,
    }
    exact = tension.model_copy(
        update={"sharp": True, "difference": 2.8, "levels": levels}
    )
    said = sharp_words(found, exact, register[exact.id], "en")
    assert said == "sharp: up to 3 levels apart"
    eased = exact.model_copy(update={"sharp": False})
    assert sharp_words(found, eased, register[exact.id], "en") == ""


def test_a_detail_says_of_widths_held_back_that_they_are() -> None:
    """A dash would say that there is none, a ruler between which bounds it lies."""
    found = sample()
    gap = found.criterion("A-03")
    bare = gap.parts[0].model_copy(update={"value": None, "level": 0.0})
    held = gap.model_copy(
        update={"parts": (bare, bare), "reason": Coded(code="detail_withheld")}
    )
    criteria = tuple(held if c.id == "A-03" else c for c in found.criteria)
    html = detail(
        found.model_copy(update={"criteria": criteria}), CHECKLIST, "A-03", "en"
    )
    assert html.count(": withheld<") == 2
    assert 'class="ruler"' not in html

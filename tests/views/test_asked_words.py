"""What is asked of a criterion, what it brings, and what people said, in words."""

from __future__ import annotations

from typing import Any

from sbd.checklists.read import read_checklist
from sbd.document import (
    Coded,
    CriterionResult,
    DisciplineResult,
    GateResult,
    PartResult,
    People,
)
from sbd.views.criteria import summary
from sbd.views.report.legal import legal_requirements
from sbd.views.report.next_level import next_level
from sbd.views.report.people import disagreement_words
from sbd.views.words import gain_text, threshold_text
from tests.views.sample import sample

BRUSSELS = read_checklist("brussels")


def _width(metres: float, level: float) -> PartResult:
    return PartResult(
        indicator="route_width",
        value=metres,
        worst=metres,
        best=metres,
        unit="m",
        level=level,
        low=level,
        high=level,
        cuts=(1.2, 1.5, 2.0, 2.5),
        better="higher",
        range=(0.0, None),
        max_level=4,
    )


def _footway(metres: float, level: float, **changes: Any) -> CriterionResult:
    """Return A-02 of the Brussels checklist: the law asks 1.50 m, level 1 1.20 m."""
    known = BRUSSELS.criterion("A-02")
    given: dict[str, Any] = {
        "id": "A-02",
        "bar": "accessibility",
        "state": "measured",
        "parts": (_width(metres, level),),
        "level": level,
        "low": level,
        "high": level,
        "gate": GateResult(criterion="A-02", passed=metres >= 1.5, basis="statutory"),
        "status": known.status,
        "certainty": "sourced",
        "source": tuple(s.title for s in known.source),
    }
    return CriterionResult(**{**given, **changes})


def test_one_width_has_one_threshold_the_one_of_the_law() -> None:
    short = _footway(0.95, 0.2)
    assert next_level(short, BRUSSELS, "en") == ("required: ≥\u202f1.50\u202fm",)
    assert summary(short, "en", BRUSSELS).endswith("required: ≥\u202f1.50\u202fm")
    enough = _footway(1.6, 2.2)
    assert "2.00" in " ".join(next_level(enough, BRUSSELS, "en"))
    assert summary(enough, "en", BRUSSELS).endswith("threshold ≥\u202f2.00\u202fm")


def test_nothing_is_asked_to_be_at_least_all_there_is() -> None:
    share = _width(75.0, 0.0).model_copy(
        update={"unit": "%", "cuts": (100.0, 100.0, None, None), "range": (0.0, 100.0)}
    )
    assert threshold_text(share, "en") == "100\u202f%"
    assert threshold_text(_width(0.95, 0.2), "en").startswith("≥")


def test_a_small_gain_is_told_and_none_is_not() -> None:
    assert gain_text(0.02, "en") == "<\u202f0.1"
    assert gain_text(0.02, "nl") == "<\u202f0,1"
    assert gain_text(0.0, "en") == gain_text(None, "en") == ""
    assert gain_text(0.65, "en") in ("+0.7", "+0.6")


def test_the_legal_page_says_how_sure_a_source_is_and_proposes_nothing() -> None:
    [one] = legal_requirements(sample(criteria=(_footway(0.95, 0.2),)), BRUSSELS, "en")
    assert one.sources[0].startswith("RRU/GSV, Title VII")
    assert any("Not in force" in words for words in one.sources)
    assert not any("proposed" in w or "bounds of 1.20" in w for w in one.sources)


def test_a_value_held_back_reads_withheld_on_the_legal_page() -> None:
    held = _footway(0.95, 0.2, reason=Coded(code="detail_withheld"))
    for lang, word in (("en", "withheld"), ("fr", "non diffusé"), ("nl", "weggelaten")):
        [one] = legal_requirements(sample(criteria=(held,)), BRUSSELS, lang)
        assert one.value == word
        assert summary(held, lang, BRUSSELS) == word


def test_disciplines_far_apart_are_named_even_where_persons_lie_close() -> None:
    people = People(
        disciplines={
            "residents": DisciplineResult(median=0.0, n=3),
            "planning": DisciplineResult(median=1.0, n=1),
            "police": DisciplineResult(median=3.0, n=2),
        },
        spread=(0.0, 0.0, 2.0, 4.0),
        di=0.6,
    )
    apart, index = disagreement_words(people, "en")
    assert apart == "residents and police differ by 3 levels"
    assert "0.60" in index
    close = people.model_copy(
        update={"disciplines": {"police": DisciplineResult(median=3.0, n=6)}}
    )
    assert len(disagreement_words(close, "en")) == 1

"""Criteria: lists per dimension, and everything about each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sbd.checklists.model import DIMENSIONS, Checklist
from sbd.document import Assessment, CriterionResult, State
from sbd.locale import phrase, text
from sbd.views.criteria import criteria_rows, ordered
from sbd.views.gates import gate_word
from sbd.views.reasons import reason_text
from sbd.views.report.actions import action_lines
from sbd.views.report.levels import holds_back, level_of, score_of
from sbd.views.report.model import (
    CriterionPage,
    DimensionPage,
    Fact,
    Row,
    Source,
)
from sbd.views.report.next_level import next_level
from sbd.views.report.parts import parts_of, value_of
from sbd.views.report.people import (
    comments,
    dissent,
    people_words,
    settled_words,
    voices,
)
from sbd.views.report.tensions import tension_notes
from sbd.views.words import find_criterion, in_words, sentence, title_of

_STATES: tuple[State, ...] = (
    "measured",
    "judged",
    "unknown",
    "not_applicable",
    "withheld",
)


def dimension_pages(
    assessment: Assessment, checklist: Checklist, lang: str
) -> tuple[DimensionPage, ...]:
    """Return the three dimensions and governance, each with its criteria by gain."""
    line, held = assessment.balance.line, holds_back(assessment)
    governance = score_of("governance", assessment.governance, lang, withheld=held)
    scores = {
        d: score_of(d, assessment.dimensions[d], lang, line, withheld=held)
        for d in DIMENSIONS
    } | {"governance": governance}
    rows = criterion_rows(assessment, checklist, lang)
    bars = {c.id: c.bar for c in assessment.criteria}
    states = {
        bar: Counter(c.state for c in assessment.criteria if c.bar == bar)
        for bar in scores
    }
    return tuple(
        DimensionPage(
            key=bar,
            name=score.name,
            score=score,
            counts=tuple(
                Fact(text(lang, f"state.{s}"), str(states[bar][s]))
                for s in _STATES
                if states[bar][s]
            ),
            rows=tuple(row for row in rows if bars[row.id] == bar),
        )
        for bar, score in scores.items()
    )


def criterion_rows(
    assessment: Assessment, checklist: Checklist, lang: str
) -> tuple[Row, ...]:
    """Return all criteria as lines: requirements not met first, then by gain."""
    results = {c.id: c for c in assessment.criteria}
    return tuple(
        Row(
            id=row["id"],
            title=row["title"],
            level=level_of(results[row["id"]], lang),
            summary=row["sub"],
            gain=row["gain"],
            not_met=bool(row["gate"]),
            restricted=_restricted(results[row["id"]]),
        )
        for row in criteria_rows(assessment, checklist, lang)
    )


def _restricted(result: CriterionResult) -> bool:
    return result.sensitive and result.state != "withheld"


def criterion_pages(
    assessment: Assessment, checklist: Checklist, lang: str
) -> tuple[CriterionPage, ...]:
    """Return everything about every criterion, in the order of the lists."""
    return tuple(
        criterion_page(assessment, checklist, result, lang)
        for result in ordered(assessment)
    )


def criterion_page(
    assessment: Assessment, checklist: Checklist, result: CriterionResult, lang: str
) -> CriterionPage:
    """Return everything about one criterion.

    A withheld one keeps its id, its title and the word, and nothing else.
    """
    title = title_of(checklist, result.id, lang)
    level = level_of(result, lang)
    if result.state == "withheld":
        return CriterionPage(result.id, title, level, level.word)
    known = find_criterion(checklist, result.id)
    return CriterionPage(
        id=result.id,
        title=title,
        level=level,
        state=text(lang, f"state.{result.state}"),
        bar=text(lang, f"dimension.{result.bar}"),
        question=in_words(known.question, lang) if known else "",
        value=value_of(result, lang),
        parts=parts_of(result, lang),
        tags=_tags(result, lang),
        restricted=result.sensitive,
        reason=reason_text(result, lang),
        interval=_interval(result, lang),
        next_level=next_level(result, checklist, lang),
        guidance=in_words(known.guidance, lang) if known else "",
        gate=_gate(result, lang),
        gate_passed=result.gate.passed if result.gate else None,
        settled=settled_words(result, lang),
        sources=sources_of(result, checklist, lang),
        rests_on=tuple(_rests_on(result, lang)),
        voices=voices(assessment, result, lang),
        people=people_words(result.people, lang),
        comments=comments(assessment, result.id, lang),
        dissent=dissent(assessment, result.id, lang),
        tensions=tension_notes(assessment, checklist, result.id, lang),
        actions=action_lines(assessment, checklist, lang, criterion=result.id),
    )


def _tags(result: CriterionResult, lang: str) -> tuple[str, ...]:
    words = [text(lang, f"status.{result.status}")]
    words.append(text(lang, f"certainty.{result.certainty}"))
    return tuple(words)


def _interval(result: CriterionResult, lang: str) -> str:
    if result.state == "not_applicable":
        return ""
    low, high = int(result.low + 1e-9), int(result.high + 1e-9)
    if low == high:
        return ""
    return text(lang, "ui.between", low=low, high=high)


def _gate(result: CriterionResult, lang: str) -> str:
    gate = result.gate
    if gate is None:
        return ""
    words = f"{gate_word(gate.passed, lang)} ({text(lang, f'ui.gate_{gate.basis}')})"
    return f"{words} · {sentence(gate.reason, lang)}" if gate.reason else words


def sources_of(
    result: CriterionResult, checklist: Checklist, lang: str
) -> tuple[Source, ...]:
    """Return the sources; their certainty is known where the checklist holds them."""
    known = find_criterion(checklist, result.id)
    certain = {s.title: s for s in known.source} if known else {}
    return tuple(
        Source(
            title=phrase(lang, title),
            certainty=text(lang, f"certainty.{certain[title].certainty}"),
            note=phrase(lang, certain[title].note or ""),
        )
        if title in certain
        else Source(phrase(lang, title), text(lang, f"certainty.{result.certainty}"))
        for title in result.source
    )


def _rests_on(result: CriterionResult, lang: str) -> Iterable[Fact]:
    for name in result.assumed:
        yield Fact(text(lang, "ui.assumptions"), text(lang, f"assumption.{name}"))
    for code in result.defaults:
        yield Fact(text(lang, "ui.defaults"), text(lang, f"default.{code}"))
    if result.completeness is None or result.state != "measured":
        return
    words = text(lang, f"completeness.{result.completeness}")
    bound = _bound(result)
    if bound:
        words += f" {text(lang, f'bound.{bound}')}"
    yield Fact(text(lang, "ui.completeness"), words)


def _bound(result: CriterionResult) -> str:
    """Say on which side an as-mapped level is bounded, from its interval."""
    if result.level is None or result.completeness != "as_mapped":
        return ""
    below, above = result.low < result.level - 1e-9, result.high > result.level + 1e-9
    return {(False, True): "lower", (True, False): "upper", (True, True): "open"}.get(
        (below, above), ""
    )

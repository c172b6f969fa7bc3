"""The first parts of the HTML file: cover, conclusion, legal requirements, lists."""

from __future__ import annotations

from html import escape

from sbd.document import Assessment
from sbd.exports.html_elements import (
    criterion_link,
    facts,
    free,
    gate_mark,
    heading,
    level_chip,
    paragraph,
    table,
)
from sbd.views.balance import balance_bars
from sbd.views.report import Report
from sbd.views.report.model import DimensionPage, Front, Gate, Row
from sbd.views.words import tag

_OUTCOMES: dict[str, bool | None] = {"met": True, "not_met": False, "unknown": None}


def cover(said: Report) -> str:
    """Return title, edition and facts, and who took part."""
    it = said.cover
    lock = "lock" if said.edition == "restricted" else ""
    return (
        f'<header class="cover"><p class="sub">{escape(it.subtitle)}</p>'
        f'<h1 id="{said.lang}-title" dir="auto">{escape(it.title)}</h1>'
        f"<p>{tag(said.edition_word, lock)}</p>{facts(it.facts)}"
        f"{paragraph(it.status, 'pull')}"
        f"{heading(2, said.labels['took_part'])}{paragraph(it.took_part_total)}"
        f"{_people(said)}</header>"
    )


def _people(said: Report) -> str:
    colon = said.labels["colon"]
    items = "".join(
        f"<li>{escape(fact.name + colon)} <b>{escape(fact.words)}</b></li>"
        for fact in said.cover.took_part
    )
    return f'<ul class="people">{items}</ul>' if items else ""


def front(said: Report, assessment: Assessment) -> str:
    """Return the conclusion with scores, requirements and next steps."""
    it, labels = said.front, said.labels
    css = "verdict low" if it.low else "verdict"
    shown = "".join(
        f"<span>{escape(s.name)} <b>{escape(s.shown)}</b> ({escape(s.between)})</span>"
        for s in (it.overall, it.governance)
    )
    return (
        f'<p class="{css}">{escape(it.verdict)}</p>{paragraph(it.uncertain, "unsure")}'
        f'<div class="facts">{shown}<span>{escape(it.coverage)}</span></div>'
        f"{paragraph(it.public_scores)}{balance_bars(assessment, said.lang)}"
        f"{_readiness(it)}{heading(3, labels['steps'])}{_steps(said)}"
        f"{heading(3, labels['gates'])}{_gates(said)}"
        f"{heading(3, labels['rated'])}{paragraph(it.rated)}"
    )


def _readiness(it: Front) -> str:
    return "".join(
        f'<div class="gate{" bad" if passed is False else ""}">{gate_mark(passed)}'
        f"<span>{escape(words)}</span></div>"
        for passed, words in it.readiness
    )


def _steps(said: Report) -> str:
    labels = said.labels
    rows = [
        (
            criterion_link(said.lang, step.id, step.title)
            + (f"<br><small>{free(step.words)}</small>" if step.words else ""),
            level_chip(step.level),
            escape(step.gain),
        )
        for step in said.front.steps
    ]
    if not rows:
        return paragraph(labels["none"])
    heads = (labels["step"], labels["level"], labels["gain"])
    return table(labels["steps"], heads, rows, numbers=(2,))


def _gates(said: Report) -> str:
    items = "".join(f"<li>{_gate(said, gate)}</li>" for gate in said.front.gates)
    return (
        f'<ul class="gates">{items}</ul>' if items else paragraph(said.labels["none"])
    )


def _gate(said: Report, gate: Gate) -> str:
    small = " · ".join(w for w in (gate.basis, gate.reason) if w)
    return (
        f'<div class="gate{" bad" if gate.passed is False else ""}">'
        f"{gate_mark(gate.passed)}"
        f"<span>{criterion_link(said.lang, gate.id, gate.title)}"
        f"{escape(said.labels['colon'])} {escape(gate.word)}"
        f"<small>{escape(small)}</small></span></div>"
    )


def legal(said: Report) -> str:
    """Return the legal requirements: met, not met, not yet known."""
    labels = said.labels
    if not said.legal:
        return paragraph(labels["legal_about"]) + paragraph(labels["legal_none"])
    rows = [
        (
            criterion_link(said.lang, one.id, one.title),
            _outcome(one.outcome, one.word),
            escape(one.value or "–"),
            free(one.reason)
            + "".join(f"<br><small>{escape(source)}</small>" for source in one.sources),
        )
        for one in said.legal
    ]
    heads = (labels["criterion"], labels["outcome"], labels["value"], labels["reason"])
    listed = table(labels["legal"], heads, rows, look="cards")
    return paragraph(labels["legal_about"]) + listed


def _outcome(outcome: str, word: str) -> str:
    mark = gate_mark(_OUTCOMES[outcome]) if outcome in _OUTCOMES else ""
    css = "gate bad" if outcome == "not_met" else "gate"
    return f'<span class="{css}">{mark}<span>{escape(word)}</span></span>'


def dimension(said: Report, it: DimensionPage) -> str:
    """Return a dimension's score, and its criteria, those that bring most first."""
    labels, score = said.labels, it.score
    counted = (f"{fact.name} {fact.words}" for fact in it.counts)
    about = " · ".join(w for w in (score.coverage, *counted) if w)
    gains = any(row.gain for row in it.rows)
    rows = [
        (_named(said, row), level_chip(row.level), escape(row.gain))[: 2 + gains]
        for row in it.rows
    ]
    heads = (labels["criterion"], labels["level"], labels["gain"])[: 2 + gains]
    order = labels["by_gain" if gains else "criteria"]
    listed = table(f"{it.name} · {order}", heads, rows, numbers=(2,) if gains else ())
    return (
        f'<p class="facts"><b class="big">{escape(score.shown)}</b>'
        f"<span>{escape(score.word)}</span><span>{escape(score.between)}</span></p>"
        f"{paragraph(about)}{listed if rows else ''}"
    )


def _named(said: Report, row: Row) -> str:
    flag = f'<span class="flag">{escape(said.labels["not_met"])}</span>'
    lock = f" {tag(said.labels['restricted'], 'lock')}"
    summary = (
        "" if row.summary == row.level.word else f"<br><small>{escape(row.summary)}"
    )
    return (
        criterion_link(said.lang, row.id, row.title)
        + (flag if row.not_met else "")
        + (lock if row.restricted else "")
        + (f"{summary}</small>" if summary else "")
    )

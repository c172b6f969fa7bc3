"""Assessments, inspections and comparisons as tables for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sbd.assessment.readiness import readiness
from sbd.checklists.model import DIMENSIONS, Checklist
from sbd.document import Assessment, Coded, CriterionResult, Interval
from sbd.locale import knows, number, plural, text
from sbd.plans.checks import check_plan
from sbd.plans.origins import origins
from sbd.plans.plan import Plan
from sbd.views import balance
from sbd.views.check_list import check_name
from sbd.views.words import (
    deciding_part,
    gain_text,
    holds_detail_back,
    in_words,
    labelled,
    lack_words,
    level_text,
    part_value,
    sentence,
)

#: How many criteria the summary lists.
MOST_TO_GAIN = 10
#: Words for what keeps variants from being compared.
_DIFFERENCES = {
    "site": "ui.site_file",
    "space_type": "ui.space_type",
    "declared": "ui.declared_kinds",
}


def summary(assessment: Assessment, checklist: Checklist, lang: str) -> RenderableType:
    """Return the verdict, the scores, the requirements and the most to gain."""
    return Group(
        Text(verdict_sentence(assessment, lang), style="bold"),
        _scores(assessment, lang),
        _gates(assessment, checklist, lang),
        _gains(assessment, checklist, lang),
        Text(text(lang, "ui.advisory_note"), style="dim"),
    )


def verdict_sentence(assessment: Assessment, lang: str) -> str:
    """Return the verdict with its readiness, as one line."""
    words = balance.verdict_sentence(assessment, lang)
    readiness = {
        True: text(lang, "ui.gates_met"),
        False: _not_ready(assessment, lang),
        None: plural(
            lang,
            "verdict.not_yet_ready",
            sum(g.passed is None for g in assessment.gates),
        ),
    }[assessment.verdict.ready]
    return f"{words}. {readiness}."


def _not_ready(assessment: Assessment, lang: str) -> str:
    failed = [g.criterion for g in assessment.gates if g.passed is False]
    words = f"{text(lang, 'ui.not_met')} {', '.join(failed)}"
    return labelled(text(lang, "ui.gates"), words, lang)


def _interval(score: Interval, lang: str) -> tuple[str, str]:
    """Return a score and its interval; a missing score is a question mark."""
    value = "?" if score.score is None else number(lang, score.score, 1)
    return value, f"{number(lang, score.low, 1)}–{number(lang, score.high, 1)}"


def _scores(assessment: Assessment, lang: str) -> Table:
    table = Table("", "0–100", text(lang, "ui.interval"), "%", box=None)
    for name in DIMENSIONS:
        dimension = assessment.dimensions[name]
        share = number(lang, 100 * dimension.coverage)
        label = text(lang, f"dimension.{name}")
        table.add_row(label, *_interval(dimension, lang), share)
    table.add_row(text(lang, "ui.overall"), *_interval(assessment.overall, lang), "")
    governance = assessment.governance
    table.add_row(
        text(lang, "dimension.governance"),
        *_interval(governance, lang),
        number(lang, 100 * governance.coverage),
    )
    balance = assessment.balance
    if balance.min_over_mean is not None and balance.line is not None:
        line = text(lang, "ui.balance_line", line=number(lang, balance.line, 1))
        table.add_row(
            text(lang, "ui.balance"),
            number(lang, balance.min_over_mean, 2),
            line,
            "",
        )
    return table


def _gates(assessment: Assessment, checklist: Checklist, lang: str) -> Table:
    table = Table(text(lang, "ui.gates"), "", "", box=None)
    words = {True: "ui.gate_ok", False: "ui.gate_failed", None: "ui.gate_unknown"}
    for gate in assessment.gates:
        title = in_words(checklist.criterion(gate.criterion).title, lang)
        table.add_row(gate.criterion, title, text(lang, words[gate.passed]))
    return table


def _gains(assessment: Assessment, checklist: Checklist, lang: str) -> Table:
    table = Table(text(lang, "ui.by_gain"), "", "", "", box=None)
    ranked = sorted(
        (c for c in assessment.criteria if c.gain is not None and c.gain > 0),
        key=lambda c: (-(c.gain or 0.0), c.id),
    )
    for result in ranked[:MOST_TO_GAIN]:
        title = in_words(checklist.criterion(result.id).title, lang)
        gain = gain_text(result.gain, lang)
        table.add_row(result.id, title, _level(result, lang), gain)
    return table


def _level(result: CriterionResult, lang: str) -> str:
    level = result.printed_level
    if level is None:
        return text(lang, f"state.{result.state}")
    value = _value(result, lang)
    return f"{level_text(level, lang)}{f' ({value})' if value else ''}"


def _value(result: CriterionResult, lang: str) -> str:
    part = deciding_part(result)
    if part is None or holds_detail_back(result):
        return ""
    value = part_value(part, lang)
    return "" if value in ("?", "–") else value


def inspection(plan: Plan, checklist: Checklist, lang: str) -> RenderableType:
    """Return what was recognised, repaired, left out, looks wrong and is missing."""
    notes = [
        sentence(Coded(code=n.code, args=dict(n.args)), lang, "note")
        for n in plan.notes
    ]
    return Group(
        Text(f"{plan.name} · {plan.crs.to_string()}", style="bold"),
        _elements(plan, lang),
        *[Text(f"– {note}") for note in notes],
        *_origins(plan, lang),
        _checks(plan, lang),
        needs_table(plan, checklist, lang),
    )


def _elements(plan: Plan, lang: str) -> Table:
    table = Table(
        text(lang, "ui.element"),
        text(lang, "ui.count"),
        text(lang, "ui.missing"),
        box=None,
    )
    for kind in sorted(plan.layers):
        layer = plan.layers[kind]
        gaps = layer.drop(columns="geometry").isna().sum()
        missing = ", ".join(
            f"{_asked(name, lang)} {n}" for name, n in gaps.items() if n
        )
        table.add_row(text(lang, f"kind.{kind}"), str(len(layer)), missing)
    absent = sorted(plan.declared - {k for k in plan.layers if len(plan.layers[k])})
    for kind in absent:
        word = text(lang, "ui.declared_none")
        table.add_row(text(lang, f"kind.{kind}"), "0", word)
    return table


def _asked(attribute: object, lang: str) -> str:
    """Return the words of an attribute; one of the file's own stays as it is."""
    key = f"attribute.{attribute}"
    return text(lang, key) if knows(lang, key) else str(attribute)


def _origins(plan: Plan, lang: str) -> list[Table]:
    """Return where values come from, if anything was supplied or assumed."""
    found = origins(plan)
    if not found:
        return []
    heads = ("origin.title", "origin.source", "origin.supplied", "origin.assumed")
    table = Table(*[text(lang, key) for key in (*heads, "origin.replaced")], box=None)
    for row in found:
        kind = text(lang, f"kind.{row.kind}")
        what = text(lang, f"attribute.{row.attribute}")
        numbers = (row.source, row.supplied, row.assumed, row.replaced)
        table.add_row(
            labelled(kind, what, lang), *[str(n) if n else "" for n in numbers]
        )
    return [table]


def _checks(plan: Plan, lang: str) -> RenderableType:
    """Return one line per check that found something: severity, name, how many."""
    found = Counter((f.severity, f.code) for f in check_plan(plan))
    title = text(lang, "checks.title")
    if not found:
        return Text(labelled(title, text(lang, "checks.none"), lang))
    table = Table(title, "", text(lang, "ui.count"), box=None)
    for (severity, code), n in found.items():
        word = text(lang, f"checks.severity.{severity}")
        table.add_row(word, check_name(code, lang), str(n))
    return table


def needs_table(plan: Plan, checklist: Checklist, lang: str) -> Table:
    """Return one row per measured criterion: what the plan lacks for it."""
    table = Table(
        text(lang, "ui.criteria"),
        "",
        text(lang, "ui.missing"),
        box=None,
        pad_edge=False,
    )
    for one in readiness(plan, checklist):
        title = in_words(checklist.criterion(one.id).title, lang)
        missing = "; ".join(lack_words(lack, lang) for lack in one.lacks)
        if one.not_applicable:
            missing = text(lang, "state.not_applicable")
        table.add_row(one.id, title, missing or "–")
    return table


def comparison(
    assessments: Sequence[Assessment],
    checklist: Checklist,
    lang: str,
    *,
    incomparable: Sequence[str] = (),
) -> RenderableType:
    """Return a table of differences: dimensions, then criteria that differ.

    Parameters
    ----------
    assessments : sequence of Assessment
        One per variant.
    checklist : Checklist
        For titles.
    lang : {"nl", "fr", "en"}
        Language.
    incomparable : sequence of str
        What `sbd.plans.variants.differences` found; said below the table.

    Returns
    -------
    RenderableType
        A table, and a line where the variants do not compare.
    """
    names = [a.plan.variant or a.plan.name for a in assessments]
    table = Table("", "", *names, box=None)
    for dimension in DIMENSIONS:
        cells = [_scored(a.dimensions[dimension], lang) for a in assessments]
        table.add_row(text(lang, f"dimension.{dimension}"), "", *cells)
    overall = [_scored(a.overall, lang) for a in assessments]
    table.add_row(text(lang, "ui.overall"), "", *overall)
    for criterion in checklist.criteria:
        results = [a.criterion(criterion.id) for a in assessments]
        if _differ(results):
            title = in_words(criterion.title, lang)
            table.add_row(criterion.id, title, *[_level(r, lang) for r in results])
    if not incomparable:
        return table
    words = ", ".join(text(lang, _DIFFERENCES[name]) for name in incomparable)
    return Group(table, Text(labelled(text(lang, "ui.cannot_tell"), words, lang)))


def _scored(score: Interval, lang: str) -> str:
    value, bounds = _interval(score, lang)
    return f"{value} ({bounds})"


def _differ(results: Iterable[CriterionResult]) -> bool:
    return len({(r.state, r.level) for r in results}) > 1

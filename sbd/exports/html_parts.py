"""The parts of the HTML file: what stands above, beside and below the map."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from sbd.checklists.model import Checklist
from sbd.document import Assessment, CriterionResult
from sbd.locale import number, text
from sbd.views.action_list import action_list
from sbd.views.actor_matrix import actor_matrix
from sbd.views.balance import balance_bars, verdict
from sbd.views.chips import result_chip
from sbd.views.criteria import criteria_rows, ordered
from sbd.views.detail import detail
from sbd.views.gates import gate_rows
from sbd.views.legend import legend
from sbd.views.recognised import note_list
from sbd.views.words import in_words, kind_list, kind_name, labelled, tag, title_of


def header(assessment: Assessment, lang: str) -> str:
    """Return place, variant, phase, edition and date, then verdict and balance."""
    plan = assessment.plan
    words = [plan.variant]
    if plan.space_type:
        words.append(text(lang, f"space.{plan.space_type}"))
    if plan.design_phase:
        words.append(text(lang, f"design_phase.{plan.design_phase}"))
    words.append(assessment.date)
    about = escape(" · ".join(w for w in words if w))
    lock = "lock" if assessment.edition == "restricted" else ""
    edition = tag(text(lang, f"edition.{assessment.edition}"), lock)
    return (
        f'<div class="top"><h1>{escape(plan.name)}</h1><span>{about}</span>'
        f"{edition}</div>"
        f'<div class="hero"><div>{verdict(assessment, lang)}</div>'
        f"<div>{balance_bars(assessment, lang)}</div></div>"
    )


def requirements(assessment: Assessment, checklist: Checklist, lang: str) -> str:
    """Return the requirements, each with its state and basis."""
    if not assessment.gates:
        return ""
    return _part("ui.gates", gate_rows(assessment, checklist, lang), lang)


def contents(assessment: Assessment, checklist: Checklist, lang: str) -> str:
    """Return the criteria by gain, those not yet known, and the legend."""
    results = {c.id: c for c in assessment.criteria}
    rows = criteria_rows(assessment, checklist, lang)
    known = [r for r in rows if results[r["id"]].level is not None]
    unknown = [r for r in rows if results[r["id"]].state == "unknown"]
    return (
        f"{_table('ui.by_gain', known, results, lang)}"
        f"{_table('ui.unknown_criteria', unknown, results, lang)}"
        f"{_others(assessment, checklist, lang)}{legend(lang)}"
    )


def agreed(assessment: Assessment, checklist: Checklist, lang: str) -> str:
    """Return the actions, with who does what per phase; nothing where there are none.

    Late is what is late on the day of the assessment.
    """
    if not assessment.actions:
        return ""
    actions = assessment.actions
    table = action_list(actions, checklist, lang, today=assessment.date)
    return _part("actions.heading", table, lang) + _part(
        "actions.matrix", actor_matrix(actions, lang), lang
    )


def criteria(assessment: Assessment, checklist: Checklist, lang: str) -> str:
    """Return the details of all criteria, in the order of the list."""
    sections = "".join(
        f'<section id="{lang}-{escape(r.id)}">'
        f"{detail(assessment, checklist, r.id, lang)}</section>"
        for r in ordered(assessment)
    )
    return _part("ui.criteria", sections, lang)


def method(assessment: Assessment, checklist: Checklist, lang: str) -> str:
    """Return what the result rests on: inputs, assumptions, notes, scope."""
    facts = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>"
        for name, words in _facts(assessment, lang)
    )
    scope = (
        f"<p>{escape(in_words(checklist.scope, lang))}</p>"
        f"<p><b>{escape(text(lang, 'ui.advisory_note'))}</b></p>"
    )
    return (
        _part("ui.scope", scope, lang)
        + _part("ui.method", f'<dl class="facts-list">{facts}</dl>', lang)
        + _part("ui.assumptions", _assumptions(assessment, lang), lang)
        + note_list(assessment.plan.notes, lang)
    )


def _part(key: str, body: str, lang: str) -> str:
    return f'<h2 class="part">{escape(text(lang, key))}</h2>{body}'


def _table(
    key: str, rows: list[dict[str, str]], results: dict[str, CriterionResult], lang: str
) -> str:
    if not rows:
        return ""
    heads = "".join(
        f'<th scope="col"{css}>{escape(text(lang, name))}</th>'
        for name, css in (
            ("ui.level", ""),
            ("ui.criteria", ""),
            ("ui.gain", ' class="n"'),
        )
    )
    lines = "".join(_line(row, results[row["id"]], lang) for row in rows)
    body = f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody>"
    table = f'<table class="q">{body}</table>'
    return _part(key, table, lang)


def _line(row: dict[str, str], result: CriterionResult, lang: str) -> str:
    flag = f'<span class="flag">{escape(row["gate"])}</span>' if row["gate"] else ""
    lock = f" {tag(row['lock'], 'lock')}" if row["lock"] else ""
    return (
        f"<tr><td>{result_chip(result, lang)}</td>"
        f'<td><a href="#{lang}-{escape(row["id"])}"><b>{escape(row["id"])}</b> '
        f"{escape(row['title'])}</a>{flag}{lock}<br><small>{escape(row['sub'])}"
        f'</small></td><td class="n">{escape(row["gain"])}</td></tr>'
    )


def _others(assessment: Assessment, checklist: Checklist, lang: str) -> str:
    """Name what is not applicable and what is withheld, each with its title."""
    found = ""
    for state, key in (
        ("not_applicable", "ui.na_criteria"),
        ("withheld", "ui.withheld_criteria"),
    ):
        items = "".join(
            f'<li><a href="#{lang}-{escape(c.id)}">{escape(c.id)}</a> '
            f"{escape(title_of(checklist, c.id, lang))}</li>"
            for c in assessment.criteria
            if c.state == state
        )
        if items:
            found += _part(key, f"<ul>{items}</ul>", lang)
    return found


def _assumptions(assessment: Assessment, lang: str) -> str:
    names = assessment.plan.assumed
    if not names:
        return f"<p>{escape(text(lang, 'ui.none'))}</p>"
    items = "".join(
        f"<li>{escape(text(lang, f'assumption.{name}'))}</li>" for name in names
    )
    return f"<ul>{items}</ul>"


def _facts(assessment: Assessment, lang: str) -> Iterable[tuple[str, str]]:
    plan, checklist = assessment.plan, assessment.checklist
    version = text(lang, "ui.version", version=checklist.version)
    digest = f"{text(lang, 'ui.digest')} {checklist.sha256}"
    yield text(lang, "ui.checklist"), f"{checklist.id}, {version}, {digest}"
    yield text(lang, "ui.edition"), text(lang, f"edition.{assessment.edition}")
    yield text(lang, "ui.date"), assessment.date
    yield text(lang, "ui.program"), assessment.program
    yield text(lang, "ui.coordinates"), plan.crs
    yield text(lang, "ui.source_digest"), plan.sha256
    elements = ", ".join(
        labelled(kind_name(kind, lang, n), str(n), lang)
        for kind, n in sorted(plan.elements.items())
    )
    yield text(lang, "ui.elements"), elements or text(lang, "ui.none")
    declared = kind_list(plan.declared, lang)
    yield text(lang, "ui.declared_kinds"), declared or text(lang, "ui.none")
    yield from _risk(assessment, lang)
    if assessment.reliability.alpha is not None:
        alpha = number(lang, assessment.reliability.alpha, 2)
        yield text(lang, "ui.people"), text(lang, "ui.reliability", alpha=alpha)


def _risk(assessment: Assessment, lang: str) -> Iterable[tuple[str, str]]:
    risk = assessment.plan.risk
    if risk is None:
        return
    words = text(lang, f"risk.{risk.vehicle}")
    if risk.decided_by:
        when = risk.date or text(lang, "ui.not_known")
        words += f" ({text(lang, 'ui.risk_decided', by=risk.decided_by, date=when)})"
    if risk.design_vehicle:
        vehicle = text(lang, f"vehicle.{risk.design_vehicle}")
        words += f"; {labelled(text(lang, 'ui.design_vehicle'), vehicle, lang)}"
    yield text(lang, "ui.risk"), words

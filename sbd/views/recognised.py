"""What was recognised in a plan: kinds, how many, what they lack, what was noted."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sbd.document import Coded
from sbd.indicators.registry import indicators
from sbd.locale import plural, text
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Note, Plan
from sbd.views.chips import chip
from sbd.views.kind_styles import draw_order
from sbd.views.report.notes import note_sentences
from sbd.views.swatch import swatch
from sbd.views.words import clauses, kind_list, kind_name

#: Kinds that frame the plan rather than stand in it.
_FRAME = ("site", "extent")


def recognised_table(plan: Plan, lang: str) -> str:
    """Return the table of what was recognised, with what is missing.

    Parameters
    ----------
    plan : Plan
        As read; a site is not needed.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    str
        HTML: a row per kind present (symbol, name, count, attributes missing that a
        measurement asks for) or declared to be none, then one sentence naming what
        is neither drawn nor declared, then the notes.
    """
    present = sorted((k for k in plan.layers if plan.has(k)), key=_order)
    none = sorted((k for k in plan.declared if not plan.has(k)), key=_order)
    rows = [_present(plan, k, lang) for k in present if k not in _FRAME]
    rows += [_declared_none(k, lang) for k in none if k in KINDS]
    heads = "".join(
        f'<th scope="col"{css}>{escape(text(lang, key))}</th>'
        for key, css in (
            ("ui.element", ""),
            ("ui.count", ' class="n"'),
            ("ui.missing", ""),
        )
    )
    return (
        f'<table class="q"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
        f"{_undeclared(plan, lang)}{note_list(plan.notes, lang)}"
    )


def note_list(notes: Sequence[Note | Coded], lang: str) -> str:
    """Return notes as a list of few sentences, as reports do."""
    coded = (Coded(code=note.code, args=dict(note.args)) for note in notes)
    sentences = note_sentences(coded, lang)
    if not sentences:
        return f'<p class="notes">{escape(text(lang, "ui.no_notes"))}</p>'
    items = "".join(f"<li>{escape(words)}</li>" for words in sentences)
    title = escape(text(lang, "ui.notes"))
    return f'<div class="notes"><h3 class="h2">{title}</h3><ul>{items}</ul></div>'


def recognised_count(plan: Plan) -> int:
    """Return how many elements were recognised, the frame left out."""
    return sum(len(f) for k, f in plan.layers.items() if k not in _FRAME)


def missing_attributes(plan: Plan, kind: str) -> dict[str, int]:
    """Return, per attribute that a measurement asks for, how many lack it."""
    layer = plan.of(kind)
    return {
        name: int(layer[name].isna().sum())
        for name in _asked(kind)
        if layer[name].isna().any()
    }


def _asked(kind: str) -> list[str]:
    """Return the attributes of a kind that some indicator needs."""
    asked = {
        name
        for entry in indicators().values()
        for need in entry.needs
        if kind in need.kinds
        for name in need.attributes
    }
    return [a.name for a in KINDS[kind].attributes if a.name in asked]


def _order(kind: str) -> tuple[int, str]:
    return draw_order(kind), kind


def _present(plan: Plan, kind: str, lang: str) -> str:
    count = len(plan.of(kind))
    lacking = (
        text(lang, "ui.without", n=n, what=text(lang, f"attribute.{name}"))
        for name, n in missing_attributes(plan, kind).items()
    )
    missing = clauses(lacking, lang)
    return _row(kind, kind_name(kind, lang, count), str(count), missing, lang)


def _declared_none(kind: str, lang: str) -> str:
    words = text(lang, "ui.declared_none")
    return _row(kind, kind_name(kind, lang, 2), "0", words, lang)


def _row(kind: str, name: str, count: str, missing: str, lang: str) -> str:
    shown = chip(None, "unknown", lang) if count == "?" else count
    return (
        f'<tr><td><span class="kn">{swatch(kind)}{escape(name)}</span></td>'
        f'<td class="n">{shown}</td><td><small>{escape(missing)}</small></td></tr>'
    )


def _undeclared(plan: Plan, lang: str) -> str:
    kinds = sorted(undeclared_kinds(plan), key=_order)
    if not kinds:
        return ""
    words = text(lang, "ui.not_drawn_list", kinds=kind_list(kinds, lang))
    return f'<div class="pull">{escape(words)}</div>'


def undeclared_kinds(plan: Plan) -> set[str]:
    """Return the kinds that measurements need and that are neither drawn nor none."""
    needed = {k for e in indicators().values() for n in e.needs for k in n.kinds}
    return {k for k in needed if not plan.known(k) and k not in _FRAME}


def count_words(n: int, lang: str) -> str:
    """Return how many elements were recognised, in words."""
    return plural(lang, "ui.recognised_count", n)

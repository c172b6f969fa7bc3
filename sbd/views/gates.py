"""Requirements: met, not met, or not yet known; always with mark and word."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sbd.checklists.model import Checklist
from sbd.document import Assessment, GateResult
from sbd.locale import plural, text
from sbd.views.symbols import symbol_mark
from sbd.views.words import labelled, sentence, title_of


def readiness(assessment: Assessment, lang: str) -> str:
    """Return the one line that says whether the requirements are met.

    Parameters
    ----------
    assessment : Assessment
        What was found.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    str
        HTML of one ``.gate`` row, in words such as *Not ready: 1 requirement not
        met (A-03)*; open requirements follow in a second row.
    """
    failed = [g.criterion for g in assessment.gates if g.passed is False]
    unknown = [g.criterion for g in assessment.gates if g.passed is None]
    rows = []
    if failed:
        words = plural(lang, "verdict.not_ready", len(failed))
        rows.append(_row(False, words, ids=failed))
    if unknown:
        words = plural(lang, "verdict.not_yet_ready", len(unknown))
        rows.append(_row(None, words, ids=unknown))
    if not rows:
        key = "ui.gates_met" if assessment.gates else "verdict.no_gates"
        rows.append(_row(True, text(lang, key)))
    return "".join(rows)


def gate_rows(assessment: Assessment, checklist: Checklist | None, lang: str) -> str:
    """Return every requirement with its state, its title, its basis and reason.

    Requirements not met come first, then those not yet known.

    Returns
    -------
    str
        HTML list.
    """
    order = {False: 0, None: 1, True: 2}
    gates = sorted(assessment.gates, key=lambda g: (order[g.passed], g.criterion))
    items = "".join(f"<li>{_gate(g, checklist, lang)}</li>" for g in gates)
    return f'<ul class="gates">{items}</ul>'


def gate_word(passed: bool | None, lang: str) -> str:
    """Return the word of a requirement's state."""
    key = {True: "ui.gate_ok", False: "ui.gate_failed", None: "ui.gate_unknown"}
    return text(lang, key[passed])


def _gate(gate: GateResult, checklist: Checklist | None, lang: str) -> str:
    title = title_of(checklist, gate.criterion, lang)
    words = labelled(gate_word(gate.passed, lang), f"{gate.criterion} {title}", lang)
    basis = text(lang, f"ui.gate_{gate.basis}")
    why = f" · {sentence(gate.reason, lang)}" if gate.reason else ""
    return _row(gate.passed, words, f"{basis}{why}")


def _row(
    passed: bool | None, words: str, small: str = "", ids: Sequence[str] = ()
) -> str:
    marks = {
        True: f'<span class="v">{symbol_mark("check")}</span>',
        False: f'<span class="x">{symbol_mark("close")}</span>',
        None: '<span class="q" aria-hidden="true">?</span>',
    }
    css = "gate bad" if passed is False else "gate"
    note = f"<small>{escape(small)}</small>" if small else ""
    # An id is not parted at the end of a line.
    named = ", ".join(f'<span class="nb">{escape(i)}</span>' for i in ids)
    shown = escape(words) + (f" ({named})" if named else "")
    return f'<div class="{css}">{marks[passed]}<span>{shown}{note}</span></div>'

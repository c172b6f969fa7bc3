"""Requirements: met, not met, or not yet known; always with mark and word."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sbd.document import Assessment
from sbd.locale import plural, text
from sbd.views.symbols import symbol_mark


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
    failed = sorted(g.criterion for g in assessment.gates if g.passed is False)
    unknown = sorted(g.criterion for g in assessment.gates if g.passed is None)
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


def gate_word(passed: bool | None, lang: str) -> str:
    """Return the word of a requirement's state."""
    key = {True: "ui.gate_ok", False: "ui.gate_failed", None: "ui.gate_unknown"}
    return text(lang, key[passed])


def _row(passed: bool | None, words: str, ids: Sequence[str] = ()) -> str:
    marks = {
        True: f'<span class="v">{symbol_mark("check")}</span>',
        False: f'<span class="x">{symbol_mark("close")}</span>',
        None: '<span class="q" aria-hidden="true">?</span>',
    }
    css = "gate bad" if passed is False else "gate"
    # An id is not parted at the end of a line.
    named = ", ".join(f'<span class="nb">{escape(i)}</span>' for i in ids)
    shown = escape(words) + (f" ({named})" if named else "")
    return f'<div class="{css}">{marks[passed]}<span>{shown}</span></div>'

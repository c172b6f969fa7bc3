"""Where a meeting is: four numbered steps in a row."""

from __future__ import annotations

from html import escape

from sbd.locale import text

#: Steps of a meeting, in order, by their keys in the catalogues.
STEPS = ("ui.join", "ui.rate_blind", "ui.reveal", "ui.settle")


def stages(current: int, lang: str) -> str:
    """Return the steps as HTML.

    Parameters
    ----------
    current : int
        Step the meeting is at, from 0; those before it are done.
    lang : {"nl", "fr", "en"}
        Language.
    """
    label = escape(text(lang, "review.steps"))
    items = "".join(_step(n, key, current, lang) for n, key in enumerate(STEPS))
    return f'<ol class="step" aria-label="{label}">{items}</ol>'


def _step(n: int, key: str, current: int, lang: str) -> str:
    css = "on" if n == current else "done" if n < current else "next"
    here = ' aria-current="step"' if n == current else ""
    words = f'<i aria-hidden="true">{n + 1}</i>{escape(text(lang, key))}'
    if n < current:
        words += f'<span class="vh">, {escape(text(lang, "standing.done"))}</span>'
    return f'<li class="{css}"{here}>{words}</li>'

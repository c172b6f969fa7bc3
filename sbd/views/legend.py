"""The legend: all marks a level can carry, in one line."""

from __future__ import annotations

from html import escape

from sbd.locale import text
from sbd.views.chips import chip


def legend(lang: str) -> str:
    """Return the levels, unknown and not applicable with their words."""
    marks: list[tuple[float | None, str]] = [
        *((float(level), "measured") for level in range(5)),
        (None, "unknown"),
        (None, "not_applicable"),
    ]
    items = "".join(
        f'<li class="k">{chip(level, state, lang, word=True)}</li>'
        for level, state in marks
    )
    label = escape(text(lang, "ui.legend"))
    return f'<ul class="lg" aria-label="{label}">{items}</ul>'

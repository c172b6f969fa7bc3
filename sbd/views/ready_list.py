"""How many criteria have what they need, and what the others lack, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sbd.assessment.readiness import Ready, met
from sbd.checklists.model import Checklist
from sbd.locale import text
from sbd.views.words import lack_words, title_of


def ready_count(ready: Sequence[Ready], lang: str) -> str:
    """Return the running count with a bar.

    Parameters
    ----------
    ready : sequence of Ready
        Of all measured criteria.
    lang : {"nl", "fr", "en"}
        Language.
    """
    n, total = met(ready), len(ready)
    words = text(lang, "fill.ready", total=total)
    label = escape(f"{n} {words}")
    return (
        f'<p class="ready" role="status"><b>{n}</b> <span>{escape(words)}</span>'
        f'<progress max="{total}" value="{n}" aria-label="{label}"></progress></p>'
    )


def lacking_list(ready: Sequence[Ready], checklist: Checklist, lang: str) -> str:
    """Return the criteria that lack something, those that lack least first."""
    open_ = sorted((r for r in ready if not r.met), key=lambda r: len(r.lacks))
    items = "".join(
        f"<li><b>{escape(one.id)}</b> {escape(title_of(checklist, one.id, lang))}"
        f"<span>{escape('; '.join(lack_words(x, lang) for x in one.lacks))}</span></li>"
        for one in open_
    )
    label = escape(text(lang, "fill.open_title"))
    return f'<ul class="lacks" tabindex="0" aria-label="{label}">{items}</ul>'

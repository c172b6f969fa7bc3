"""Actions as a table: what, who, until when, and which ones need attention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from sbd.checklists.lists import read_lists
from sbd.checklists.model import Checklist
from sbd.document import ActionRecord
from sbd.locale import spaced, text
from sbd.reviews.actions import PENDING, is_overdue, is_unowned
from sbd.views.words import title_of

#: Columns of the table, in order.
_COLUMNS = ("criterion", "what", "owner", "phase", "due", "state")
#: Mark before the word, so that neither colour nor place speaks alone.
_MARKS = {"overdue": "!", "unowned": "?"}

ACTIONS_CSS = """
table.acts{table-layout:auto}
table.acts td{vertical-align:top;line-height:1.3;overflow-wrap:break-word}
table.acts td.what{overflow-wrap:anywhere;min-width:9rem}
table.acts .late{font-weight:700}
table.acts tr.att td:first-child{border-left:6px solid var(--ink);padding-left:.5rem}
table.acts tr.over td{color:var(--ink2)}
.att-mark{display:inline-flex;align-items:center;gap:.35em;font-weight:700;
 white-space:nowrap}
.att-mark i{font-style:normal;display:inline-flex;align-items:center;width:1.35em;
 height:1.35em;justify-content:center;border-radius:.2em;background:var(--ink);
 color:#fff;print-color-adjust:exact}
.att-mark.unowned i{background:#fff;color:var(--ink);border:2px dashed var(--ink)}
table.acts caption b{font-size:1.05rem}
ul.acts{list-style:none;margin:0;padding:0}
ul.acts li{margin:0;padding:.35rem .6rem;border-bottom:1px solid var(--rule);
 border-left:6px solid transparent;overflow-wrap:anywhere;line-height:1.3}
ul.acts li.att{border-left-color:var(--ink)}
ul.acts li.over{color:var(--ink2)}
ul.acts small{display:block;color:var(--ink2);font-size:.9rem}
ul.acts .att-mark{margin-right:.8em}
"""


def action_list(
    actions: Sequence[ActionRecord],
    checklist: Checklist,
    lang: str,
    *,
    today: str,
    caption: str | None = None,
) -> str:
    """Return actions as an HTML table, those that need attention first.

    Parameters
    ----------
    actions : sequence of ActionRecord
        In the order in which they were agreed.
    checklist : Checklist
        For the titles of criteria.
    lang : {"nl", "fr", "en"}
        Language.
    today : str
        Day on which something is late, YYYY-MM-DD: an input, never the clock.
    caption : str, optional
        What the table shows; the numbers if left out.

    Returns
    -------
    str
        HTML; what people wrote is escaped.
    """
    if not actions:
        return f'<p class="note">{escape(text(lang, "actions.none"))}</p>'
    head = "".join(
        f'<th scope="col">{escape(text(lang, f"actions.{c}"))}</th>' for c in _COLUMNS
    )
    rows = "".join(
        _row(a, checklist, lang, today) for a in attention_first(actions, today)
    )
    said = caption if caption is not None else numbers(actions, lang, today)
    return (
        f'<table class="q acts"><caption><b>{escape(said)}</b></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def action_items(actions: Sequence[ActionRecord], lang: str, *, today: str) -> str:
    """Return the actions on one criterion as an HTML list, for a narrow column.

    Parameters and order are those of `action_list`.
    """
    items = "".join(_list_item(a, lang, today) for a in attention_first(actions, today))
    return f'<ul class="acts">{items}</ul>'


def attention_first(
    actions: Iterable[ActionRecord], today: str
) -> tuple[ActionRecord, ...]:
    """Return actions in order: late, nobody's, by date, then what is over."""

    def place(action: ActionRecord) -> tuple[bool, bool, bool, str]:
        marks = attention(action, today)
        return (
            action.state not in PENDING,
            "overdue" not in marks,
            "unowned" not in marks,
            action.due or "9999",
        )

    return tuple(sorted(actions, key=place))


def attention(action: ActionRecord, today: str) -> tuple[str, ...]:
    """Return why an action stands out: ``overdue``, ``unowned``, both or neither."""
    late = is_overdue(action.due, action.state, today)
    nobodys = is_unowned(action.owner, action.state)
    return tuple(n for n, is_so in (("overdue", late), ("unowned", nobodys)) if is_so)


def numbers(actions: Sequence[ActionRecord], lang: str, today: str) -> str:
    """Return how many actions there are, and how many stand out, in words."""
    marks = [m for a in actions for m in attention(a, today)]
    left = sum(a.state in PENDING for a in actions)
    return text(
        lang,
        "actions.numbers",
        left=left,
        total=len(actions),
        overdue=marks.count("overdue"),
        unowned=marks.count("unowned"),
    )


def owner_name(owner: str | None, lang: str) -> str:
    """Return the name of an actor; nobody has words too."""
    if owner is None:
        return text(lang, "actions.nobody")
    known = read_lists().actors
    if owner not in known:
        return owner
    return spaced(lang, read_lists().name("actors", owner, lang))


def due_text(due: str | None) -> str:
    """Return a date as people here write it, such as ``31/01/2026``."""
    return "–" if due is None else f"{date.fromisoformat(due):%d/%m/%Y}"


def _list_item(action: ActionRecord, lang: str, today: str) -> str:
    marks = attention(action, today)
    said = [
        owner_name(action.owner, lang) if action.owner else "",
        text(lang, f"phase.{action.phase}"),
        due_text(action.due) if action.due else "",
        text(lang, f"actions.state_{action.state}"),
    ]
    facts = " · ".join(escape(word) for word in said if word)
    return (
        f'<li class="{_class(action, marks)}"><b>{_lines(action.text)}</b>'
        f"<small>{facts}</small>{''.join(_mark(m, lang) for m in marks)}</li>"
    )


def _class(action: ActionRecord, marks: Sequence[str]) -> str:
    if marks:
        return "att"
    return "" if action.state in PENDING else "over"


def _row(action: ActionRecord, checklist: Checklist, lang: str, today: str) -> str:
    marks = attention(action, today)
    title = escape(title_of(checklist, action.criterion, lang))
    late = " late" if "overdue" in marks else ""
    said = {m: _mark(m, lang) for m in marks}
    owner = said.get("unowned") or escape(owner_name(action.owner, lang))
    due = f'<span class="nb">{escape(due_text(action.due))}</span>'
    due += f"<br>{said['overdue']}" if late else ""
    state = escape(text(lang, f"actions.state_{action.state}"))
    return (
        f'<tr class="{_class(action, marks)}"><td><b>{escape(action.criterion)}</b><br>'
        f'<small>{title}</small></td><td class="what">{_lines(action.text)}</td>'
        f"<td>{owner}</td>"
        f"<td>{escape(text(lang, f'phase.{action.phase}'))}</td>"
        f'<td class="{late.strip()}">{due}</td>'
        f'<td class="nb">{state}</td></tr>'
    )


def _mark(name: str, lang: str) -> str:
    words = escape(text(lang, f"actions.{name}"))
    sign = _MARKS[name]
    return (
        f'<span class="att-mark {name}"><i aria-hidden="true">{sign}</i>{words}</span>'
    )


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")

"""Who does what in which phase of the chain: actors in rows, phases in columns."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sbd.checklists.lists import read_lists
from sbd.document import ActionRecord
from sbd.locale import text
from sbd.reviews.actions import PENDING, PHASES
from sbd.views.action_list import owner_name

MATRIX_CSS = """
table.actors{width:100%;border-collapse:separate;border-spacing:3px;table-layout:fixed}
table.actors caption{text-align:left;padding:0 0 .3rem}
table.actors th{font-weight:650;text-align:left;line-height:1.2;padding:.2rem .4rem}
table.actors thead th{vertical-align:bottom;border-bottom:2px solid var(--ink)}
table.actors td{background:#E3ECF4;border-radius:3px;padding:.35rem .5rem;
 vertical-align:top;overflow-wrap:anywhere;print-color-adjust:exact}
table.actors td.none{background:#fff repeating-linear-gradient(135deg,#5F6B76 0 1.5px,
 transparent 1.5px 7px);border:1.5px dashed #5F6B76;print-color-adjust:exact}
table.actors td b{font-variant-numeric:tabular-nums}
table.actors ul{margin:.15rem 0 0;padding:0 0 0 1.1em}
table.actors li{margin:0;line-height:1.3}
table.actors li.done{color:var(--ink2)}
table.actors tbody th.nobody{border-left:6px solid var(--ink)}
"""


def actor_matrix(actions: Sequence[ActionRecord], lang: str) -> str:
    """Return who does what per phase as an HTML table.

    Parameters
    ----------
    actions : sequence of ActionRecord
        Dropped ones are left out.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    str
        HTML; an actor without anything to do has no row, a phase in which an actor
        does nothing is hatched and says so. What nobody has taken on is the last row.
    """
    kept = [a for a in actions if a.state != "dropped"]
    if not kept:
        return f'<p class="note">{escape(text(lang, "actions.none"))}</p>'
    head = "".join(
        f'<th scope="col">{escape(text(lang, f"phase.{p}"))}</th>' for p in PHASES
    )
    rows = "".join(_row(owner, kept, lang) for owner in _owners(kept))
    return (
        f'<table class="actors"><caption class="note">'
        f"{escape(text(lang, 'actions.matrix_about'))}</caption><thead><tr>"
        f'<th scope="col">{escape(text(lang, "actions.owner"))}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _owners(actions: Sequence[ActionRecord]) -> list[str | None]:
    """Return who owns anything, in the order of the list, nobody last."""
    present = {a.owner for a in actions}
    listed = [o for o in read_lists().actors if o in present]
    others = sorted(o for o in present if o is not None and o not in listed)
    return [*listed, *others, *([None] if None in present else [])]


def _row(owner: str | None, actions: Sequence[ActionRecord], lang: str) -> str:
    mine = [a for a in actions if a.owner == owner]
    cells = "".join(_cell([a for a in mine if a.phase == p], lang) for p in PHASES)
    marked = ' class="nobody"' if owner is None else ""
    name = escape(owner_name(owner, lang))
    return f'<tr><th scope="row"{marked}>{name}</th>{cells}</tr>'


def _cell(actions: Sequence[ActionRecord], lang: str) -> str:
    if not actions:
        nothing = escape(text(lang, "actions.nothing"))
        return f'<td class="none"><span class="vh">{nothing}</span></td>'
    left = sum(a.state in PENDING for a in actions)
    count = text(lang, "actions.left_done", left=left, done=len(actions) - left)
    items = "".join(_item(a) for a in actions)
    return f"<td><b>{escape(count)}</b><ul>{items}</ul></td>"


def _item(action: ActionRecord) -> str:
    over = "" if action.state in PENDING else ' class="done"'
    return f"<li{over}>{escape(action.criterion)} · {escape(action.text)}</li>"

"""Actions as a table for spreadsheets. Source: RFC 4180."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from sbd.checklists.model import Checklist
from sbd.document import ActionRecord
from sbd.locale import text
from sbd.views.action_list import attention, owner_name
from sbd.views.words import title_of

#: Says to Excel that what follows is UTF-8.
_BOM = "\ufeff"
#: What makes spreadsheets take a cell for a formula, wide forms included.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_COLUMNS = ("criterion", "title", "what", "owner", "phase", "due", "state", "attention")


def actions_csv(
    actions: Sequence[ActionRecord], checklist: Checklist, lang: str, *, today: str
) -> bytes:
    """Return actions as CSV; the same input gives the same bytes.

    Parameters
    ----------
    actions : sequence of ActionRecord
        Of the edition to be written.
    checklist : Checklist
        For the titles of criteria.
    lang : {"nl", "fr", "en"}
        Language of names and headings.
    today : str
        Day on which something is late, YYYY-MM-DD.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, lines ended by CRLF, dates as YYYY-MM-DD.
    """
    out = io.StringIO(newline="")
    out.write(_BOM)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(text(lang, f"actions.{c}") for c in _COLUMNS)
    for action in actions:
        marks = (text(lang, f"actions.{m}") for m in attention(action, today))
        writer.writerow(
            harmless(cell)
            for cell in (
                action.criterion,
                title_of(checklist, action.criterion, lang),
                action.text,
                owner_name(action.owner, lang),
                text(lang, f"phase.{action.phase}"),
                action.due or "",
                text(lang, f"actions.state_{action.state}"),
                ", ".join(marks),
            )
        )
    return out.getvalue().encode("utf-8")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if is_formula(cell) else cell


def is_formula(cell: str) -> bool:
    """Tell whether a spreadsheet could take a cell for a formula."""
    return cell.lstrip(" \n\u00a0").startswith(_FORMULA)

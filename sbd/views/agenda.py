"""The agenda: the criteria on the table, the widest disagreement first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sbd.checklists.model import Checklist
from sbd.locale import plural, text
from sbd.reviews.records import CriterionState
from sbd.views.words import level_text, title_of

_WIDEST = 4.0


@dataclass(frozen=True)
class AgendaItem:
    """A criterion on the agenda.

    Parameters
    ----------
    criterion : str
        Its id.
    state : str
        ``open``, ``revealed`` or ``settled``.
    apart : float, optional
        Distance between disciplines' medians; None where nothing is known. [level]
    hot : bool
        Whether it is to be talked about first.
    locked : bool
        Whether the screen may not show what was answered.
    """

    criterion: str
    state: CriterionState
    apart: float | None = None
    hot: bool = False
    locked: bool = False


def agenda_rows(
    items: Sequence[AgendaItem],
    current: str | None,
    checklist: Checklist | None,
    lang: str,
) -> list[dict[str, object]]:
    """Return the rows of the agenda as plain text, for the list that shows them.

    Parameters
    ----------
    items : sequence of AgendaItem
        In the order of the agenda.
    current : str, optional
        Criterion on the screen.
    checklist : Checklist, optional
        Gives the titles.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    list of dict
        With ``id, order, title, note, share`` (of the bar, [1], None without one),
        ``hot`` and ``lock``.
    """
    return [
        {
            "id": item.criterion,
            "order": str(n),
            "title": title_of(checklist, item.criterion, lang),
            "note": _note(item, item.criterion == current, lang),
            "share": _share(item),
            "hot": item.hot,
            "lock": text(lang, "ui.restricted_short") if item.locked else "",
        }
        for n, item in enumerate(items, start=1)
    ]


def _note(item: AgendaItem, here: bool, lang: str) -> str:
    if item.locked:
        return ""
    if item.state == "open":
        return text(lang, "review.now" if here else "review.not_yet")
    apart = (
        text(lang, "review.no_level")
        if item.apart is None
        else plural(
            lang, "review.apart", item.apart, levels=level_text(item.apart, lang)
        )
    )
    return f"✓ {text(lang, 'review.settled')}" if item.state == "settled" else apart


def _share(item: AgendaItem) -> float | None:
    if item.locked or item.state == "open" or item.apart is None:
        return None
    return item.apart / _WIDEST

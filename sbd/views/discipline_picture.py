"""One picture per group of disciplines: mean level per dimension, and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from statistics import fmean, median

from sbd.checklists.model import Bar, Checklist
from sbd.locale import number, text
from sbd.reviews.records import Given
from sbd.views.chips import chip
from sbd.views.words import title_of

#: Groups of disciplines that look at a design with the same eyes.
GROUPS: dict[str, tuple[str, ...]] = {
    "security": ("police", "fire", "prevention"),
    "design": ("planning", "heritage", "lighting", "green", "maintenance"),
    "movement": ("mobility", "accessibility"),
    "people": ("residents", "traders"),
    "steering": ("legal", "coordination"),
}
_BARS: tuple[Bar, ...] = ("safety", "accessibility", "liveability", "governance")
_TOP = 4.0


def group_levels(given: Sequence[Given], group: str) -> dict[str, float]:
    """Return a group's median level per criterion, one voice per discipline. [0-4]"""
    found: dict[str, dict[str, list[float]]] = {}
    for one in given:
        if one.discipline in GROUPS[group] and not isinstance(one.answer, str):
            said = found.setdefault(one.criterion, {})
            said.setdefault(one.discipline, []).append(float(one.answer))
    return {c: median(median(v) for v in d.values()) for c, d in sorted(found.items())}


def discipline_picture(
    given: Sequence[Given], group: str, checklist: Checklist, lang: str
) -> str:
    """Return a group's picture with its table as HTML; empty where it said nothing.

    Parameters
    ----------
    given : sequence of Given
        Revealed answers that the screen may show.
    group : str
        One of `GROUPS`.
    checklist : Checklist
        Gives titles and dimensions.
    lang : {"nl", "fr", "en"}
        Language.
    """
    levels = group_levels(given, group)
    if not levels:
        return ""
    name = escape(text(lang, f"review.group.{group}"))
    bars = {c.id: c.bar for c in checklist.criteria}
    drawn = "".join(_bar(b, levels, bars, lang) for b in _BARS)
    rows = "".join(
        f'<tr><th scope="row"><b>{c}</b> {escape(title_of(checklist, c, lang))}</th>'
        f"<td>{chip(level, 'judged', lang, word=True)}</td></tr>"
        for c, level in levels.items()
    )
    heads = (text(lang, "ui.criteria"), text(lang, "review.median"))
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
    return (
        f'<section class="grp" aria-label="{name}"><h2>{name}</h2>'
        f'<div class="gp"><div class="gb">{drawn}</div><table class="q">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _bar(
    bar: Bar, levels: Mapping[str, float], bars: Mapping[str, Bar], lang: str
) -> str:
    mine = [level for c, level in levels.items() if bars.get(c) == bar]
    name = escape(text(lang, f"dimension.{bar}"))
    if not mine:
        unknown = escape(text(lang, "review.none"))
        return (
            f'<div class="gr"><span>{name}</span><span class="gt unk"></span>'
            f'<b>?<span class="vh"> {unknown}</span></b></div>'
        )
    mean = fmean(mine)
    return (
        f'<div class="gr"><span>{name}</span><span class="gt">'
        f'<i style="width:{100 * mean / _TOP:.1f}%"></i></span>'
        f"<b>{number(lang, mean, 1)}</b></div>"
    )

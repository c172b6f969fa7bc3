"""One picture per group of disciplines: mean level per dimension, and a table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from statistics import fmean

from sbd.checklists.model import Bar, Checklist
from sbd.locale import number, text
from sbd.reviews.records import Given
from sbd.scoring.people import opinion
from sbd.views.chips import chip
from sbd.views.settle_words import discipline_name
from sbd.views.spread_table import to_half
from sbd.views.words import NOISE, labelled, title_of

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
    found: dict[str, dict[str, list[float | str]]] = {}
    for one in given:
        if one.discipline in GROUPS[group]:
            said = found.setdefault(one.criterion, {})
            said.setdefault(one.discipline, []).append(one.answer)
    levels = {c: opinion(said).level for c, said in sorted(found.items())}
    return {c: level for c, level in levels.items() if level is not None}


def silent_groups(given: Sequence[Given], lang: str) -> str:
    """Return a line for each group that gave no level, as HTML."""
    silent = [g for g in GROUPS if not group_levels(given, g)]
    lines = (
        labelled(
            f"{text(lang, f'review.group.{g}')} ({_members(g, lang)})",
            text(lang, "standing.silent"),
            lang,
        )
        for g in silent
    )
    return "".join(f'<p class="note">{escape(line)}</p>' for line in lines)


def _members(group: str, lang: str) -> str:
    return ", ".join(discipline_name(d, lang).lower() for d in GROUPS[group])


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
    about = escape(text(lang, "standing.mean_level"))
    bars = {c.id: c.bar for c in checklist.criteria}
    drawn = "".join(_bar(b, levels, bars, lang) for b in _BARS)
    rows = "".join(
        f'<tr><th scope="row"><b>{escape(c)}</b> '
        f"{escape(title_of(checklist, c, lang))}</th>"
        f"<td>{chip(to_half(level), 'judged', lang, word=True)}</td></tr>"
        for c, level in levels.items()
    )
    heads = (text(lang, "scenario.criterion"), text(lang, "standing.median"))
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
    return (
        f'<section class="dpic" aria-label="{name}"><h2>{name} '
        f"<small>{escape(_members(group, lang))}</small></h2>"
        f'<div class="dpair"><figure class="dbars"><figcaption class="cap">{about}'
        f'</figcaption>{drawn}</figure><table class="q"><caption class="vh">{name}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _bar(
    bar: Bar, levels: Mapping[str, float], bars: Mapping[str, Bar], lang: str
) -> str:
    mine = [level for c, level in levels.items() if bars.get(c) == bar]
    name = escape(text(lang, f"dimension.{bar}"))
    if not mine:
        unknown = escape(text(lang, "review.no_level"))
        return (
            f'<div class="dbar {bar}"><span>{name}</span><span class="dtrk unk"></span>'
            f"<span>{unknown}</span></div>"
        )
    mean = fmean(mine)
    return (
        f'<div class="dbar {bar}"><span>{name}</span><span class="dtrk">'
        f'<i style="width:{100 * mean / _TOP:.1f}%"></i></span>'
        f"<span><b>{_mean_text(mean, lang)}</b> "
        f"{escape(text(lang, _word_of(mean)))}</span></div>"
    )


def _word_of(mean: float) -> str:
    return f"level.{int(mean + NOISE)}"


def _mean_text(mean: float, lang: str) -> str:
    """Write a mean with one decimal, downwards where rounding would take a new word."""
    shown = round(mean, 1)
    if _word_of(shown) != _word_of(mean):
        shown = math.floor(mean * 10) / 10
    return number(lang, shown, 1)

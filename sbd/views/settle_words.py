"""What the disciplines say, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import get_args

from sbd.locale import number, plural, text
from sbd.reviews.model import Discipline
from sbd.scoring.agenda import POLARISED, Standing
from sbd.views.words import level_text, level_word

#: The disciplines in the order of the list.
DISCIPLINES: tuple[str, ...] = get_args(Discipline)
#: From this level on, higher ones are said together as "good or better". [level]
_GOOD = 3.0


def discipline_name(discipline: str, lang: str) -> str:
    """Return a discipline's name as short as a table on a wall asks."""
    return text(lang, f"review.short.{discipline}")


def conclusion(found: Standing, lang: str) -> str:
    """Return what the answers come to, as HTML: a heading and a sentence.

    Parameters
    ----------
    found : Standing
        Of the criterion on the screen.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    str
        Behind the sentence stands the disagreement index, or where fewer than five
        persons gave a level the range of their levels. Source: method, section 5.
    """
    heading = escape(text(lang, f"review.tone.{found.tone}"))
    css = "concl hot" if found.tone == "disagree" else "concl"
    said = " ".join([*_sentences(found, lang), *_figure(found, lang)])
    return f'<div class="{css}"><h2>{heading}</h2><p>{said}</p></div>'


def _sentences(found: Standing, lang: str) -> Sequence[str]:
    medians = {d: m for d, (m, _) in found.opinion.medians.items() if m is not None}
    if not medians:
        return ()
    highest, lowest = max(medians.values()), min(medians.values())
    if highest == lowest:
        return (_say(list(medians), level_word(highest, "judged", lang), lang),)
    top = [d for d, m in medians.items() if m >= min(highest, _GOOD)]
    if lowest >= _GOOD or highest < _GOOD:
        top = [d for d, m in medians.items() if m == highest]
    bottom = [d for d, m in medians.items() if m == lowest]
    return (
        _say(_by_level(top, medians, -1), _top_word(top, medians, lang), lang),
        _say(bottom, level_word(lowest, "judged", lang), lang),
    )


def _by_level(
    names: Sequence[str], medians: Mapping[str, float], sign: int
) -> list[str]:
    """Order disciplines by level, equal ones as in the list."""
    return sorted(names, key=lambda d: (sign * medians[d], DISCIPLINES.index(d)))


def _top_word(names: Sequence[str], medians: Mapping[str, float], lang: str) -> str:
    levels = {medians[d] for d in names}
    if len(levels) == 1:
        return level_word(levels.pop(), "judged", lang)
    return text(lang, "review.good_or_better")


def _say(names: Sequence[str], word: str, lang: str) -> str:
    """Return "Fire and police say good" as HTML; a name alone takes the singular."""
    shown = [discipline_name(d, lang) for d in names]
    listed = [shown[0], *(n[:1].lower() + n[1:] for n in shown[1:])]
    joined = listed[0]
    if len(listed) > 1:
        first = ", ".join(listed[:-1])
        joined = text(lang, "review.and", first=first, last=listed[-1])
    # Some disciplines are many by their name: residents, traders.
    many = len(names) > 1 or names[0] in ("residents", "traders")
    return plural(
        lang,
        "review.they_say",
        2 if many else 1,
        names=escape(joined),
        level=f"<b>{escape(word)}</b>",
    )


def _figure(found: Standing, lang: str) -> list[str]:
    index, spread = found.opinion.di, found.opinion.spread
    if index is not None:
        side = ">" if index > POLARISED else "≤"
        words = f"RAND/UCLA {_index_text(index, lang)} ({side} 1)"
    elif spread is not None and spread[0] < spread[-1]:
        low, high = (level_text(level, lang) for level in (spread[0], spread[-1]))
        words = text(lang, "standing.range", low=low, high=high)
    else:
        return []
    return [f'<span class="di">{escape(words)}</span>']


def _index_text(index: float, lang: str) -> str:
    """Write the index with one decimal, or two where one would hide its side of 1."""
    plain = (round(index, 1) > POLARISED) == (index > POLARISED)
    return number(lang, index, 1 if plain else 2)

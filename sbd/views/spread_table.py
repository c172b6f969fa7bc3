"""The reveal: one dot is one person, disciplines in rows, levels in columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from sbd.locale import plural, text
from sbd.reviews.model import Answer
from sbd.scoring.people import Opinion
from sbd.views.chips import chip_parts
from sbd.views.live_counts import MOST_DOTS
from sbd.views.settle_words import DISCIPLINES, discipline_name
from sbd.views.words import NOISE, level_text

_COLUMNS: tuple[Answer, ...] = (0, 1, 2, 3, 4, "unknown", "not_applicable")
#: From more dots than this on they are drawn smaller. [persons]
_LARGE_DOTS = 4


def spread_table(
    answers: Mapping[str, Sequence[Answer]], joined: Opinion, lang: str
) -> str:
    """Return the answers on one criterion as an HTML table.

    Parameters
    ----------
    answers : mapping of str to sequence
        Per discipline what its persons answered, without the persons.
    joined : Opinion
        What the answers come to.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    str
        A discipline's median is framed; a median between two levels frames both. The
        last row is the median of the medians, or what a majority of disciplines says.
        *Not applicable* has a column only where somebody says so.
    """
    given = [a for said in answers.values() for a in said]
    columns = _COLUMNS if "not_applicable" in given else _COLUMNS[:-1]
    shown = sorted(answers, key=DISCIPLINES.index)
    rows = "".join(
        _row(d, answers[d], joined.medians.get(d, (None, 0)), columns, lang)
        for d in shown
    )
    heads = "".join(_head(c, lang) for c in columns)
    caption = escape(text(lang, "review.spread"))
    width = '<col class="d">' + "<col>" * len(columns)
    corner = f'<th scope="col"><span class="vh">{_words(lang, "ui.discipline")}</span>'
    return (
        f'<table class="spread"><caption class="vh">{caption}</caption>'
        f"<colgroup>{width}</colgroup><thead><tr>{corner}</th>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody><tfoot>{_foot(joined, columns, lang)}</tfoot></table>"
    )


def _head(column: Answer, lang: str) -> str:
    state = column if isinstance(column, str) else "judged"
    level = None if isinstance(column, str) else float(column)
    parts = chip_parts(level, state, lang)
    word = text(lang, "ui.dontknow") if column == "unknown" else parts.word
    return (
        f'<th scope="col"><span class="chip {parts.css}" aria-hidden="true">'
        f"{escape(parts.mark)}</span><br>{escape(word)}</th>"
    )


def _row(
    discipline: str,
    said: Sequence[Answer],
    median: tuple[float | None, int],
    columns: Iterable[Answer],
    lang: str,
) -> str:
    cells = "".join(_cell(c, said.count(c), median, lang) for c in columns)
    name = escape(discipline_name(discipline, lang))
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _cell(column: Answer, n: int, median: tuple[float | None, int], lang: str) -> str:
    framed = _framed(column, *median)
    kinds = {"med": framed, "dk": isinstance(column, str), "many": n > _LARGE_DOTS}
    css = " ".join(word for word, holds in kinds.items() if holds)
    words = plural(lang, "ui.persons", n) if n else ""
    if framed:
        words = f"{words}, {text(lang, 'review.median')}".strip(", ")
    marks = "<i></i>" * n if n <= MOST_DOTS else f"<b>{n}</b>"
    dots = f'<span aria-hidden="true">{marks}</span>' if n else ""
    said = f'<span class="vh">{escape(words)}</span>' if words else ""
    return f'<td class="{css}">{dots}{said}</td>' if css else f"<td>{dots}{said}</td>"


def _framed(column: Answer, median: float | None, answered: int) -> bool:
    """Tell whether a median lies on a level, or half a level beside it.

    A discipline that answered and has no median says *not applicable*.
    """
    if isinstance(column, str):
        return column == "not_applicable" and median is None and answered > 0
    return median is not None and abs(column - median) <= 0.5


def _foot(joined: Opinion, columns: Sequence[Answer], lang: str) -> str:
    name = f'<th scope="row">{_words(lang, "review.one_voice")}</th>'
    if joined.not_applicable:
        empty = "<td></td>" * (len(columns) - 1)
        said = _words(lang, "state.not_applicable")
        return f'<tr>{name}{empty}<td class="med">{said}</td></tr>'
    if joined.level is None:
        said = _words(lang, "review.no_level")
        return f'<tr>{name}<td colspan="{len(columns)}">{said}</td></tr>'
    shown = to_half(joined.level)
    low, span = int(shown), 1 if shown.is_integer() else 2
    level = level_text(shown, lang)
    words = escape(text(lang, "review.median_is", level=level))
    before, after = "<td></td>" * low, "<td></td>" * (len(columns) - low - span)
    middle = f'<td class="med" colspan="{span}">{words}</td>'
    return f"<tr>{name}{before}{middle}{after}</tr>"


def to_half(level: float) -> float:
    """Return a level as findings show it: whole or half, never rounded up. [0-4]"""
    return int(level * 2 + NOISE) / 2


def _words(lang: str, key: str) -> str:
    return escape(text(lang, key))

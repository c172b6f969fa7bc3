"""The elements a page is made of: headings, tables, lists, chips; all text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from sbd.views.report.model import Fact, Level
from sbd.views.report_drawing import Drawing
from sbd.views.symbols import symbol_mark

_CHIPS = {"unknown": "unk", "not_applicable": "na", "withheld": "held"}
_CODED = {"%": "%25", "#": "%23", "=": "%3D"}
_MARKS = {True: ("v", "check"), False: ("x", "close")}


def heading(level: int, words: str, anchor: str = "") -> str:
    """Return a heading, perhaps one that links lead to."""
    place = f' id="{escape(anchor)}"' if anchor else ""
    return f"<h{level}{place}>{escape(words)}</h{level}>"


def paragraph(words: str, css: str = "") -> str:
    """Return a paragraph; nothing where there are no words."""
    named = f' class="{css}"' if css else ""
    return f"<p{named}>{escape(words)}</p>" if words else ""


def free(words: str) -> str:
    """Return what somebody wrote: in its own direction, its lines kept."""
    return f'<span class="free" dir="auto">{escape(words)}</span>'


def bullets(items: Iterable[str]) -> str:
    """Return a list of plain texts."""
    listed = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<ul>{listed}</ul>" if listed else ""


def facts(found: Iterable[Fact]) -> str:
    """Return names and what is to be said of them."""
    rows = "".join(
        f"<dt>{escape(fact.name)}</dt><dd>{escape(fact.words)}</dd>" for fact in found
    )
    return f'<dl class="facts-list">{rows}</dl>' if rows else ""


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: Sequence[int] = (),
) -> str:
    """Return a table that scrolls where there is no room for it.

    Parameters
    ----------
    caption : str
        What it is, for everybody: plain text.
    heads : sequence of str
        Plain texts.
    rows : iterable of sequence of str
        HTML of the cells; the first of a row is its head.
    numbers : sequence of int
        Columns of numbers, from 0.
    """

    def css(place: int) -> str:
        return ' class="n"' if place in numbers else ""

    head = "".join(
        f'<th scope="col"{css(n)}>{escape(words)}</th>' for n, words in enumerate(heads)
    )
    lines = "".join(
        f'<tr><th scope="row">{first}</th>'
        + "".join(f"<td{css(n)}>{cell}</td>" for n, cell in enumerate(cells, 1))
        + "</tr>"
        for first, *cells in rows
    )
    said = escape(caption)
    return (
        f'<div class="wide" role="region" aria-label="{said}" tabindex="0">'
        f'<table class="q"><caption>{said}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def level_chip(level: Level, *, word: bool = True) -> str:
    """Return a level as chip, its word beside it or for screen readers only."""
    css = _CHIPS.get(level.key, f"l{level.key}")
    said = "cw" if word else "vh"
    return (
        f'<span class="k"><span class="chip {css}" aria-hidden="true">'
        f'{escape(level.mark)}</span><span class="{said}">{escape(level.word)}</span>'
        "</span>"
    )


def gate_mark(passed: bool | None) -> str:
    """Return the mark of a requirement; its word stands beside it."""
    if passed is None:
        return '<span class="q" aria-hidden="true">?</span>'
    css, symbol = _MARKS[passed]
    return f'<span class="{css}">{symbol_mark(symbol)}</span>'


def criterion_link(lang: str, criterion: str, title: str) -> str:
    """Return the way to a criterion's own part."""
    place = f"{escape(lang)}-{escape(criterion)}"
    return f'<a href="#{place}"><b>{escape(criterion)}</b> {escape(title)}</a>'


def picture(drawing: Drawing) -> str:
    """Return a drawing as a picture: its ids cannot meet those of another."""
    # No equals sign: text in it must not look like an attribute that fetches.
    coded = "".join(_CODED.get(c, c) for c in drawing.svg)
    source = escape(f"data:image/svg+xml,{coded}")
    said = escape(drawing.alt).replace("=", "&#61;")
    return f'<img class="plan" alt="{said}" src="{source}">'

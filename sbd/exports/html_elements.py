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
    heads: Sequence[str | Level],
    rows: Iterable[Sequence[str]],
    numbers: Sequence[int] = (),
    look: str = "",
) -> str:
    """Return a table that scrolls where there is no room for it.

    Parameters
    ----------
    caption : str
        What it is, for everybody: plain text.
    heads : sequence of str or Level
        Plain texts, or levels shown as their chips.
    rows : iterable of sequence of str
        HTML of the cells; the first of a row is its head.
    numbers : sequence of int
        Columns of numbers, from 0.
    look : {"", "cards", "votes"}
        Long texts, whose rows become cards on a narrow screen; counts by level.
    """
    cards = look == "cards"
    head = "".join(
        f'<th scope="col"{_number(n, numbers)}{_role("columnheader", cards)}>'
        f"{_head(one)}</th>"
        for n, one in enumerate(heads)
    )
    named = [str(one) if cards and n else "" for n, one in enumerate(heads)]
    row, group = _role("row", cards), _role("rowgroup", cards)
    lines = "".join(
        f"<tr{row}>"
        + "".join(
            _cell(one, named[n], _number(n, numbers))
            if n
            else f'<th scope="row"{_role("rowheader", cards)}>{one}</th>'
            for n, one in enumerate(cells)
        )
        + "</tr>"
        for cells in rows
    )
    said = escape(caption)
    return (
        f'<div class="wide" role="region" aria-label="{said}" tabindex="0">'
        f'<table class="{f"q {look}".strip()}"{_role("table", cards)}>'
        f"<caption>{said}</caption><thead{group}><tr{row}>{head}</tr></thead>"
        f"<tbody{group}>{lines}</tbody></table></div>"
    )


def _role(name: str, cards: bool) -> str:
    """Return the role of a part of a table: as cards, it is heard as a table still."""
    return f' role="{name}"' if cards else ""


def _cell(words: str, head: str, css: str) -> str:
    """Return a cell; on a card, what its column is stands before it."""
    card = f' role="cell" data-head="{escape(head)}"' if head else ""
    return f"<td{css}{card}>{words}</td>"


def _number(place: int, numbers: Sequence[int]) -> str:
    return ' class="n"' if place in numbers else ""


def _head(one: str | Level) -> str:
    return escape(one) if isinstance(one, str) else level_chip(one, word=False)


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

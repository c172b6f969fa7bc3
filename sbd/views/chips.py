"""The chip: a level's digit on its colour, its word beside it or for screen readers."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from sbd.document import CriterionResult
from sbd.views.level_digits import sign_html
from sbd.views.words import NOISE, level_text, level_word


class ChipParts(NamedTuple):
    """What a chip is made of: style class, mark, word."""

    css: str
    mark: str
    word: str


def chip_parts(level: float | None, state: str, lang: str) -> ChipParts:
    """Return style class, mark and word of a level or of a state without one.

    Parameters
    ----------
    level : float, optional
        Level as shown, 0 to 4, perhaps a half. [level]
    state : str
        State of the criterion.
    lang : str
        Language.
    """
    word = level_word(level, state, lang)
    if state == "not_applicable":
        return ChipParts("na", "–", word)
    if state == "withheld":
        return ChipParts("held", "×", word)
    if level is None:
        return ChipParts("unk", "?", word)
    return ChipParts(f"l{int(level + NOISE)}", level_text(level, lang), word)


def chip(
    level: float | None, state: str, lang: str, *, word: bool = False, size: str = ""
) -> str:
    """Return a chip as HTML, with its word visible or for screen readers only."""
    parts = chip_parts(level, state, lang)
    css = f"chip {parts.css} {size}".strip()
    said = "cw" if word else "vh"
    return (
        f'<span class="{css}" title="{escape(parts.word)}" aria-hidden="true">'
        f"{escape(parts.mark)}</span>"
        f'<span class="{said}">{escape(parts.word)}</span>'
    )


def result_chip(result: CriterionResult, lang: str, *, word: bool = False) -> str:
    """Return the chip of a criterion's result."""
    return chip(result.printed_level, result.state, lang, word=word)


def pin(mark: str, colours: tuple[str, str], words: str, css: str = "") -> str:
    """Return a label for the map: the level's digit on its colour, then words.

    Parameters
    ----------
    mark : str
        Digit, ``?``, ``–`` or a tick.
    colours : tuple of str
        Fill and digit colour.
    words : str
        Plain text; escaped here.
    css : str
        ``big`` for the one criterion chosen, ``up`` to stand above its place.
    """
    fill, digit = colours
    classes = f"pin {css}".strip()
    return (
        f'<div class="{classes}"><b style="background:{fill};color:{digit}">'
        f"{sign_html(mark)}</b><span>{escape(words)}</span></div>"
    )

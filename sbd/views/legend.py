"""The legend: all marks a level can carry, and the tick of a map, in one line."""

from __future__ import annotations

from html import escape

from sbd.locale import text
from sbd.views.chips import chip
from sbd.views.drawing_legend import tick_svg
from sbd.views.swatch import as_image


def legend(lang: str, *, of_map: bool = False, inline: bool = False) -> str:
    """Return the levels, unknown and not applicable with their words.

    Parameters
    ----------
    lang : {"nl", "fr", "en"}
        Language of the words.
    of_map : bool
        Whether a map is shown too, on which places may bear a tick.
    inline : bool
        Whether the page may hold drawings themselves: the app takes images only.
    """
    marks: list[tuple[float | None, str]] = [
        *((float(level), "measured") for level in range(5)),
        (None, "unknown"),
        (None, "not_applicable"),
    ]
    items = "".join(
        f'<li class="k">{chip(level, state, lang, word=True)}</li>'
        for level, state in marks
    )
    if of_map:
        said = escape(text(lang, "drawing.good"))
        svg = tick_svg()
        tick = f'<span aria-hidden="true">{svg}</span>' if inline else as_image(svg)
        items += f'<li class="k">{tick}<span class="cw">{said}</span></li>'
    label = escape(text(lang, "ui.legend"))
    return f'<ul class="lg" aria-label="{label}">{items}</ul>'

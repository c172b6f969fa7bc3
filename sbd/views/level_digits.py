"""The digits of levels and the tick as strokes: no font, and many of them one path.

Where a drawing has hundreds of marks, text in each would be slow to set and would be
read out one by one; a stroke is neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Literal, TypeAlias

from sbd.views.palette import BRAND, INK, LEVELS, PAPER

Point = tuple[float, float]
#: What a place bears: its level, a tick where it counts or meets without a level of
#: its own, None where it is unknown.
Mark: TypeAlias = int | Literal["good"] | None

#: Half of the height of a digit. [px]
HALF_PX = 6.0
_STROKES = {
    "0": "m0-6c-4.8 0-4.8 12 0 12s4.8-12 0-12z",
    "1": "m-2.6-3.4l3.2-2.6v12",
    "2": "m-3.3-3c.2-4.2 6.8-4 6.6.1c-.2 3-5 5.2-6.6 8.9h6.9",
    "3": "m-3.3-5c2.2-1.7 6.2-1.2 6.2 1.8c0 2-1.7 2.9-3.7 2.9c2.5 0 4.2 1 4.2 3.1"
    "c0 3.3-4.7 3.9-7.1 2",
    "4": "m1.8 6v-12l-5.8 8.4h7.8",
    "✓": "m-5 .6l3.4 3.9l6.8-8.6",
    "?": "m-2.9-3.2c0-4 6-3.8 5.8.1c-.1 2.5-2.9 2.7-2.9 5m0 3.5v.5",
}
_BADGE_PX = 11.0


def mark_of(mark: Mark) -> str:
    """Return the digit of a level, a tick, or ``?`` where the level is unknown."""
    return "?" if mark is None else "✓" if mark == "good" else str(mark)


def colours_of(mark: Mark) -> tuple[str, str]:
    """Return the fill of marks and the colour of the sign on it."""
    if mark == "good":
        return PAPER, BRAND
    return (PAPER, INK) if mark is None else LEVELS[mark]


def edge_of(mark: Mark) -> str:
    """Return the colour of a mark's edge."""
    return BRAND if mark == "good" else INK


def sign_html(sign: str) -> str:
    """Return a sign for a map in HTML; the tick as a stroke, as fonts may lack it."""
    if sign != "✓":
        return escape(sign)
    return (
        '<svg width="16" height="16" viewBox="-8 -8 16 16" role="img" '
        f'aria-label="{sign}" style="vertical-align:-2px">'
        f'<path d="M0 0{_STROKES[sign]}" fill="none" stroke="currentColor" '
        'stroke-width="2.4" stroke-linejoin="round" stroke-linecap="round"/></svg>'
    )


def digits(mark: Mark, spots: Iterable[Point]) -> str:
    """Return the sign of a mark at each spot, as one path. [px]"""
    shape = _STROKES[mark_of(mark)]
    path = "".join(f"M{x:.1f} {y:.1f}{shape}" for x, y in spots)
    if not path:
        return ""
    return (
        f'<path class="digit" d="{path}" fill="none" stroke="{colours_of(mark)[1]}" '
        'stroke-width="2.2" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def badge(mark: Mark, at: Point) -> str:
    """Return a mark's sign on a disc of its colour, for a line or an area. [px]"""
    x, y = at
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_BADGE_PX + 2:g}" fill="{PAPER}"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_BADGE_PX - 1:g}" '
        f'fill="{colours_of(mark)[0]}" stroke="{edge_of(mark)}" stroke-width="2"/>'
        f"{digits(mark, [at])}"
    )

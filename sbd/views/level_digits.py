"""The digits of levels as strokes: they need no font, and many of them are one path.

Where a drawing has hundreds of marks, text in each would be slow to set and would be
read out one by one; a stroke is neither.
"""

from __future__ import annotations

from collections.abc import Iterable

from sbd.views.palette import INK, LEVELS, PAPER

Point = tuple[float, float]

#: Half of the height of a digit. [px]
HALF_PX = 6.0
_STROKES = {
    "0": "m0-6c-4.8 0-4.8 12 0 12s4.8-12 0-12z",
    "1": "m-2.6-3.4l3.2-2.6v12",
    "2": "m-3.3-3c.2-4.2 6.8-4 6.6.1c-.2 3-5 5.2-6.6 8.9h6.9",
    "3": "m-3.3-5c2.2-1.7 6.2-1.2 6.2 1.8c0 2-1.7 2.9-3.7 2.9c2.5 0 4.2 1 4.2 3.1"
    "c0 3.3-4.7 3.9-7.1 2",
    "4": "m1.8 6v-12l-5.8 8.4h7.8",
    "?": "m-2.9-3.2c0-4 6-3.8 5.8.1c-.1 2.5-2.9 2.7-2.9 5m0 3.5v.5",
}
_BADGE_PX = 11.0


def mark_of(level: int | None) -> str:
    """Return the digit of a level, ``?`` where there is none."""
    return "?" if level is None else str(level)


def colours_of(level: int | None) -> tuple[str, str]:
    """Return the fill of a level's marks and the colour of digits on it."""
    return (PAPER, INK) if level is None else LEVELS[level]


def digits(level: int | None, spots: Iterable[Point]) -> str:
    """Return a level's digit at each spot, as one path. [px]"""
    shape = _STROKES[mark_of(level)]
    path = "".join(f"M{x:.1f} {y:.1f}{shape}" for x, y in spots)
    if not path:
        return ""
    return (
        f'<path class="digit" d="{path}" fill="none" stroke="{colours_of(level)[1]}" '
        'stroke-width="2.2" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def badge(level: int | None, at: Point) -> str:
    """Return a level's digit on a disc of its colour, for a line or an area. [px]"""
    x, y = at
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_BADGE_PX + 2:g}" fill="{PAPER}"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_BADGE_PX - 1:g}" '
        f'fill="{colours_of(level)[0]}" stroke="{INK}" stroke-width="2"/>'
        f"{digits(level, [at])}"
    )

"""Findings as SVG: strokes, hatches and labels that read in grey as in colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import shapely
from shapely.geometry.base import BaseGeometry

from sbd.views.level_digits import Mark, badge, colours_of, edge_of, mark_of
from sbd.views.palette import (
    BRAND,
    HATCH,
    INK,
    INK_2,
    LEVEL_HATCHES,
    LEVELS,
    PAPER,
)
from sbd.views.plan_svg import Window, outline, path_of

#: Letters of labels. [px]
LETTER_PX = 19.0
#: How wide letters of this weight are: narrow, wide, capital and all others. [em]
#: Source: measured on Source Sans 3, semibold, rounded up.
_NARROW, _WIDE = " .,·:;'’!|iljtfrI()", "mwMW%@"
_EM = (0.34, 0.88, 0.66, 0.56)
#: Height of a label, and width of its digit. [px]
LABEL_PX, _DIGIT_PX = 32.0, 30.0
_PAD_PX = 8.0
#: A short line, long enough to be seen, ends where it ends. [px]
_GAP_PX = 12.0, 40.0
#: Colour and dashes of what gives context: a route in dots, the rest in dots and
#: strokes, as the border of the site is in strokes. [px]
QUIET = {"route": (BRAND, "1.5 6"), "context": (INK_2, "8 5 1 5")}


def hatches(prefix: str) -> str:
    """Return the fills of areas by mark, each with a hatch of its own."""
    found = [
        f'<pattern id="{prefix}h{level}" width="12" height="12" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate({angle})">'
        f'<rect width="12" height="12" fill="{LEVELS[level][0]}" fill-opacity=".8"/>'
        f'<path d="M0 6H12" stroke="{colour}" stroke-width="{width}"/></pattern>'
        for level, (colour, angle, width) in enumerate(LEVEL_HATCHES)
    ]
    found.append(
        f'<pattern id="{prefix}hu" width="12" height="12" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="12" height="12" fill="{PAPER}" fill-opacity=".8"/>'
        f'<path d="M0 6H12" stroke="{HATCH}" stroke-width="2"/></pattern>'
    )
    found.append(
        f'<pattern id="{prefix}hgood" width="12" height="12" '
        'patternUnits="userSpaceOnUse">'
        f'<rect width="12" height="12" fill="{PAPER}" fill-opacity=".8"/>'
        f'<circle cx="6" cy="6" r="1.7" fill="{BRAND}"/></pattern>'
    )
    return f"<defs>{''.join(found)}</defs>"


def loud(geometry: BaseGeometry, mark: Mark, prefix: str) -> list[tuple[int, str]]:
    """Return the strokes of a line or an area that falls short or meets. [px]

    Each comes with its order.
    """
    path = path_of(geometry)
    if int(shapely.get_dimensions(geometry)) == 2:
        fill = f"url(#{prefix}h{'u' if mark is None else mark})"
        return [
            (0, _stroke(path, PAPER, 7)),
            (1, f'<path d="{path}" fill="{fill}" fill-rule="evenodd"/>'),
            (2, _stroke(path, edge_of(mark), 3)),
        ]
    # Round ends would cover the posts between which a gap is measured.
    ends = "butt" if _GAP_PX[0] < geometry.length < _GAP_PX[1] else "round"
    return [
        (0, _stroke(path, PAPER, 14, ends=ends)),
        (1, _stroke(path, edge_of(mark), 10, ends=ends)),
        (2, _stroke(path, colours_of(mark)[0], 6, ends=ends)),
    ]


def quiet(geometry: BaseGeometry, role: str) -> list[tuple[int, str]]:
    """Return the strokes of a route looked at, or of what a value was taken from."""
    if int(shapely.get_dimensions(geometry)) == 0:
        return [(-1, quiet_spots(shapely.get_coordinates(geometry).tolist(), role))]
    path = path_of(geometry)
    return [(-2, _stroke(path, PAPER, 6)), (-1, quiet_stroke(path, role))]


def quiet_spots(spots: Iterable[Sequence[float]], role: str) -> str:
    """Return the small rings of points of a route, or of what a value was taken from.

    Parameters
    ----------
    spots : iterable of sequence of float
        Where they are. [px]
    role : {"route", "context"}
        What they show.
    """
    return "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{PAPER}" '
        f'stroke="{QUIET[role][0]}" stroke-width="2"/>'
        for x, y in spots
    )


def quiet_stroke(path: str, role: str) -> str:
    """Return the line of a route, in dots, or of what a value was taken from."""
    colour, dash = QUIET[role]
    return _stroke(path, colour, 3, f' stroke-dasharray="{dash}"')


def label_width(words: str) -> float:
    """Return how wide a label is. [px]"""
    width = LETTER_PX * sum(map(_letter_width, words))
    return _DIGIT_PX + (width + 2 * _PAD_PX if words else 0)


def _letter_width(letter: str) -> float:
    kinds = (letter in _NARROW or letter.isspace(), letter in _WIDE, letter.isupper())
    return _EM[kinds.index(True) if any(kinds) else 3]


def label(mark: Mark, words: str, at: tuple[float, float]) -> str:
    """Return a label round a point: the mark as it is on places, then words. [px]"""
    width = label_width(words)
    x, y = at[0] - width / 2, at[1] - LABEL_PX / 2
    base = at[1] + 0.34 * LETTER_PX
    said = (
        f'<text x="{x + _DIGIT_PX + _PAD_PX:.1f}" y="{base:.1f}" '
        f'fill="{INK}">{escape(words)}</text>'
    )
    return (
        f'<g font-size="{LETTER_PX:g}" font-weight="600">'
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{LABEL_PX:g}" '
        f'rx="6" fill="{PAPER}"/>'
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{LABEL_PX:g}" '
        f'rx="6" fill="none" stroke="{INK}" stroke-width="2.2"/>'
        f"{_sign(mark, (x + LABEL_PX / 2, at[1]))}{said}</g>"
    )


def _sign(mark: Mark, at: tuple[float, float]) -> str:
    """Return a label's disc with its digit as text, which can be searched and read."""
    if mark == "good":
        return badge(mark, at)
    fill, ink = colours_of(mark)
    return (
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="11.5" fill="{fill}" '
        f'stroke="{INK}" stroke-width="2"/><text x="{at[0]:.1f}" '
        f'y="{at[1] + 0.34 * LETTER_PX:.1f}" text-anchor="middle" fill="{ink}">'
        f"{mark_of(mark)}</text>"
    )


def leader(one: tuple[float, float], other: tuple[float, float]) -> str:
    """Return the line from a place to the label that had to stand beside it. [px]"""
    path = f"M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}"
    end = f'<circle cx="{one[0]:.1f}" cy="{one[1]:.1f}" r="4" fill="{INK}"/>'
    return _stroke(path, PAPER, 5) + _stroke(path, INK, 2) + end


def key_map(site: BaseGeometry, window: Window, whole: Window, size: float) -> str:
    """Return a small map of the site with a frame round what the drawing shows. [px]"""
    west, south, east, north = whole = _both(window, whole)
    scale = size / max(east - west, north - south)
    width, height = (east - west) * scale, (north - south) * scale
    left, top = (window[0] - west) * scale, (north - window[3]) * scale
    wide, high = (window[2] - window[0]) * scale, (window[3] - window[1]) * scale
    return (
        f'<g transform="translate(10 10)"><rect width="{width:.1f}" '
        f'height="{height:.1f}" fill="{PAPER}" fill-opacity=".94" stroke="{INK_2}"/>'
        f'<path d="{outline(site, whole, scale)}" fill="#E9E7E1" stroke="{INK_2}"/>'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" '
        f'fill="none" stroke="{INK}" stroke-width="2.4"/></g>'
    )


def _both(one: Window, other: Window) -> Window:
    """Return the least window round two. [m]"""
    west, south = min(one[0], other[0]), min(one[1], other[1])
    return west, south, max(one[2], other[2]), max(one[3], other[3])


def _stroke(
    path: str, colour: str, width: float, more: str = "", *, ends: str = "round"
) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}" '
        f'stroke-linejoin="round" stroke-linecap="{ends}"{more}/>'
    )

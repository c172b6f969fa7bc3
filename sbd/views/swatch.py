"""A kind's symbol at the size of a line of text, as on the map."""

from __future__ import annotations

import base64

from sbd.views.kind_styles import STYLES, KindStyle

_SIZE = 26
_ROUND = {
    "bollard": 5,
    "bin": 5,
    "lamp": 7,
    "camera": 7,
    "stop": 9,
    "fountain": 7,
    "toilet": 8,
    "aed": 7,
    "tree": 10,
}
_LINES = ("kerb", "step", "tactile", "wall", "fence", "hedge", "barrier", "cycle_stand")


def swatch(kind: str) -> str:
    """Return a small picture of a kind as an HTML image; the name stands beside it.

    Kinds that are not drawn get an empty picture of the same size.
    """
    data = base64.b64encode(swatch_svg(kind).encode()).decode()
    return (
        f'<img class="swatch" alt="" width="{_SIZE}" height="{_SIZE}" '
        f'src="data:image/svg+xml;base64,{data}">'
    )


def swatch_svg(kind: str) -> str:
    """Return the small picture of a kind as SVG."""
    style = STYLES.get(kind)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIZE}" height="{_SIZE}" '
        f'viewBox="0 0 26 26">{_drawing(kind, style) if style else ""}</svg>'
    )


def _drawing(kind: str, style: KindStyle) -> str:
    paint = (
        f'fill="{style.fill or "none"}" stroke="{style.stroke or "#8A949D"}" '
        f'stroke-width="{max(style.width, 1):g}"'
    )
    if kind in _ROUND:
        return f'<circle cx="13" cy="13" r="{_ROUND[kind]}" {paint}/>'
    if kind == "entrance":
        return f'<path d="M5 7H21L13 20Z" {paint}/>'
    if kind == "bench":
        return f'<rect x="3" y="10" width="20" height="6" {paint}/>'
    if kind == "crossing":
        return "".join(
            f'<rect x="{x}" y="5" width="3" height="16" {paint}/>'
            for x in (3, 9, 15, 21)
        )
    if kind in _LINES:
        width = min(max(style.line_width, style.width), 4)
        dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
        return (
            f'<path d="M3 13H23" fill="none" stroke="{style.stroke}" '
            f'stroke-width="{width:g}"{dash}/>'
        )
    return f'<rect x="3" y="5" width="20" height="16" {paint}/>'

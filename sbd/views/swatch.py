"""A kind's symbol at the size of a line of text, as on the map."""

from __future__ import annotations

import base64

from sbd.views.kind_styles import SHAPES, STYLES, KindStyle

_SIZE = 26
#: Radius of the symbols of points. [px]
_SYMBOLS = {
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
#: Paths of what is neither a field, a line nor the symbol of a point.
_AREAS = {
    "entrance": "M5 7H21L13 20Z",
    "bench": "M3 10H23V16H3Z",
    "crossing": "".join(f"M{x} 5h3v16h-3Z" for x in (3, 9, 15, 21)),
    "cycle_stand": "M6 6V20M13 6V20M20 6V20",
}
_LINES = ("kerb", "step", "tactile", "wall", "fence", "hedge", "barrier")


def swatch(kind: str) -> str:
    """Return a small picture of a kind as an HTML image; the name stands beside it.

    Kinds that are not drawn get an empty picture of the same size.
    """
    return as_image(swatch_svg(kind))


def as_image(svg: str) -> str:
    """Return a small drawing as an HTML image; what it means stands beside it."""
    data = base64.b64encode(svg.encode()).decode()
    return (
        f'<img class="swatch" alt="" width="{_SIZE}" height="{_SIZE}" '
        f'src="data:image/svg+xml;base64,{data}">'
    )


def swatch_svg(kind: str, *, area: bool = False) -> str:
    """Return the small picture of a kind as SVG.

    Parameters
    ----------
    kind : str
        The kind; one that is not drawn has an empty picture.
    area : bool
        True where it is drawn as a field although it has a symbol for points.
    """
    style = STYLES.get(kind)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIZE}" height="{_SIZE}" '
        f'viewBox="0 0 26 26">{_drawing(kind, style, area=area) if style else ""}</svg>'
    )


def _drawing(kind: str, style: KindStyle, *, area: bool) -> str:
    paint = (
        f'fill="{style.fill or "none"}" stroke="{style.stroke or "#8A949D"}" '
        f'stroke-width="{max(style.width, 1):g}"'
    )
    if style.dash:
        paint += f' stroke-dasharray="{style.dash}"'
    if kind in _LINES:
        return _line(style)
    path = _AREAS.get(kind, "M3 5H23V21H3Z")
    if kind in _SYMBOLS and not area:
        path = _outline(style.shape, _SYMBOLS[kind])
    return f'<path d="{path}" {paint}/>'


def _line(style: KindStyle) -> str:
    # A kerb is drawn as an edge, the others as lines of their own.
    width = style.width if style.fill is None else style.line_width
    dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
    return (
        f'<path d="M3 13H23" fill="none" stroke="{style.stroke}" '
        f'stroke-width="{width:g}"{dash}/>'
    )


def _outline(shape: str, radius: float) -> str:
    corners = (f"{13 + radius * x:.1f} {13 - radius * y:.1f}" for x, y in SHAPES[shape])
    return f"M{'L'.join(corners)}Z"

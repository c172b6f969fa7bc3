"""The three scores as bars on one axis, with the line that all must reach, as SVG."""

from __future__ import annotations

from html import escape

from sbd.views.palette import BRAND, EDGE, HATCH, INK, INK_2, PAPER, SIGNAL, TRACK
from sbd.views.plan_svg import FACES
from sbd.views.report.model import Front, Score

#: Size of the drawing, and the room of the bars in it. [px]
_WIDTH, _ROW, _BAR = 1000, 62, 36
_LEFT, _RIGHT = 235.0, 745.0
#: Stripes: what is possible, but not known.
_STRIPES = (
    '<pattern id="{name}" width="9" height="9" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="9" height="9" fill="{ground}"/>'
    '<rect width="3.2" height="9" fill="{colour}"/></pattern>'
)


def balance_drawing(front: Front) -> str:
    """Return the bars of the three dimensions as one SVG string.

    Parameters
    ----------
    front : Front
        The page for who decides; its scores and line are drawn exactly.

    Returns
    -------
    str
        ``<svg ...>`` without anything from outside; every score also in figures and
        words beside its bar.
    """
    height = _ROW * len(front.scores) + 14
    rows = "".join(_row(s, 7.0 + _ROW * n) for n, s in enumerate(front.scores))
    patterns = "".join(
        _STRIPES.format(name=name, ground=PAPER, colour=colour)
        for name, colour in (("sure", BRAND), ("low", SIGNAL), ("unknown", HATCH))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" font-family="{FACES}" fill="{INK}">'
        f"<defs>{patterns}</defs>{rows}{_line(front.line, height)}</svg>"
    )


def _at(score: float) -> float:
    """Return where a score lies on the axis. [0-100] to [px]"""
    return _LEFT + (_RIGHT - _LEFT) * score / 100


def _row(score: Score, top: float) -> str:
    colour, pattern = (SIGNAL, "low") if score.below_line else (BRAND, "sure")
    middle = top + _BAR / 2
    ink = SIGNAL if score.below_line else INK
    low, high = (0.0, 100.0) if score.score is None else (score.low, score.high)
    if score.score is None:
        colour, pattern = EDGE, "unknown"
    return (
        f'<text x="0" y="{middle + 9:.0f}" font-size="27" font-weight="600">'
        f"{escape(score.name)}</text>"
        f"{_box(0, 100, top, TRACK)}{_box(0, low, top, colour)}"
        f"{_box(low, high, top, f'url(#{pattern})', colour)}{_tick(score.score, top)}"
        f'<text x="830" y="{middle + 15:.0f}" font-size="42" font-weight="700" '
        f'text-anchor="end" fill="{ink}">{escape(score.shown)}</text>'
        f'<text x="846" y="{middle - 2:.0f}" font-size="21" font-weight="600">'
        f'{escape(score.word)}</text><text x="846" y="{middle + 20:.0f}" '
        f'font-size="19" font-weight="500" fill="{INK_2}">'
        f"{escape(score.between)}</text>"
    )


def _box(low: float, high: float, top: float, fill: str, edge: str = "") -> str:
    if high <= low:
        return ""
    stroke = f' stroke="{edge}" stroke-width="2"' if edge else ""
    return (
        f'<rect x="{_at(low):.1f}" y="{top:.0f}" width="{_at(high) - _at(low):.1f}" '
        f'height="{_BAR}" fill="{fill}"{stroke}/>'
    )


def _tick(score: float | None, top: float) -> str:
    if score is None:
        return ""
    return (
        f'<rect x="{_at(score) - 3.5:.1f}" y="{top - 5:.0f}" width="7" '
        f'height="{_BAR + 10}" fill="{INK}" stroke="{PAPER}" stroke-width="2"/>'
    )


def _line(line: float | None, height: float) -> str:
    """Draw the line that all must reach, dashed in ink on white."""
    if line is None:
        return ""
    path = f'<path d="M{_at(line):.1f} 0V{height}" fill="none"'
    return (
        f'{path} stroke="{PAPER}" stroke-width="8"/>'
        f'{path} stroke="{INK}" stroke-width="4" stroke-dasharray="10 5"/>'
    )

"""How each kind is drawn: order, fill, stroke. The plan is quiet, findings are loud.

Lines differ by their dashes and symbols by their outline, so that they are told apart
in grey as in colour.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_DARK = "#1F2933"
_SLATE = "#4A525A"


@dataclass(frozen=True)
class KindStyle:
    """How one kind is drawn.

    Parameters
    ----------
    order : int
        Later covers earlier.
    fill : str, optional
        Colour of areas and symbols; None leaves them open.
    stroke : str, optional
        Colour of lines and edges.
    width : float
        Width of lines and edges. [px]
    line_width : float
        Width where the kind is drawn as a line of unknown breadth. [px]
    radius_m : float
        Radius of the symbol of a point. [m]
    opacity : float
        Of the fill. [1]
    dash : str
        Dash pattern of lines and edges. [px]
    shape : str
        Outline of the symbol of a point, one of `SHAPES`.
    """

    order: int
    fill: str | None
    stroke: str | None
    width: float = 1.0
    line_width: float = 2.0
    radius_m: float = 0.5
    opacity: float = 1.0
    dash: str = ""
    shape: str = "round"


STYLES: dict[str, KindStyle] = {
    "footway": KindStyle(8, "#EFEDE6", "#D2CEC2", line_width=3),
    "square": KindStyle(9, "#FBFAF6", "#C9C4B6"),
    "carriageway": KindStyle(10, "#D5D8DB", "#AEB4B9", line_width=5),
    "cycleway": KindStyle(10, "#E0D8D4", "#A08F84", line_width=2, dash="7 3"),
    "parking": KindStyle(11, "#C6CACE", "#8D959C"),
    "drop_off": KindStyle(12, "#C6CACE", "#8D959C", dash="4 3", radius_m=1.0),
    "island": KindStyle(13, "#EFEDE6", "#8E959B"),
    "crossing": KindStyle(14, "#FFFFFF", None, width=0),
    "ramp": KindStyle(15, "#E4E0D3", _SLATE),
    "gravel": KindStyle(19, "#E6DFCC", "#9C8F6B", width=1.6, dash="1.6 2.4"),
    "green": KindStyle(20, "#CBDDBD", "#6F9160", width=1.4),
    "water": KindStyle(21, "#C3DCE8", "#4F7F98", width=1.6, dash="12 2.5"),
    "play": KindStyle(22, "#EADCC3", "#8F7440", width=1.6, radius_m=1.5, dash="5 2.5"),
    "youth": KindStyle(
        22, "#E5D9D0", "#7D6553", width=1.6, radius_m=1.5, dash="7 2 1.6 2"
    ),
    "terrace": KindStyle(23, "#F3E7DA", "#A3825D", width=1.2, dash="3 3"),
    "building": KindStyle(30, "#A3A9AF", "#6B727A", width=1.2),
    "kerb": KindStyle(31, None, _SLATE, width=2, radius_m=0.3),
    "step": KindStyle(31, "#B9BEC3", _SLATE, width=1.2, line_width=6, dash="1.2 2.2"),
    "tactile": KindStyle(
        32, "#8C939A", _SLATE, line_width=2.4, radius_m=0.3, dash="2.4 2.4"
    ),
    "wall": KindStyle(33, "#8D8478", "#5C554B", line_width=4),
    "fence": KindStyle(33, "#8D8478", "#5C554B", line_width=1.6, dash="6 2"),
    "hedge": KindStyle(34, "#9DB888", "#5F7F4C", line_width=5, dash="5 1.6"),
    "shrub": KindStyle(
        34, "#9DB888", "#5F7F4C", line_width=4, radius_m=0.6, dash="3 1.4"
    ),
    "planter": KindStyle(
        35, "#B8A58C", "#5F7F4C", width=1.8, line_width=3, dash="6 1.6"
    ),
    "kiosk": KindStyle(36, "#CBC0B1", "#6B5F4F", width=1.2, radius_m=1.2),
    "barrier": KindStyle(37, _SLATE, _DARK, line_width=3, dash="9 2.5 2.5 2.5"),
    "bench": KindStyle(40, "#7A5B3A", "#4E3A24", line_width=3),
    "cycle_stand": KindStyle(41, "#BFC4C9", _SLATE, width=1.4, line_width=2.2),
    "bollard": KindStyle(42, _DARK, "#FFFFFF", width=0.8, radius_m=0.42),
    "bin": KindStyle(43, _SLATE, "#FFFFFF", width=0.8, shape="square"),
    "lamp": KindStyle(44, "#FFD65C", _DARK, width=1.6, radius_m=0.95),
    "camera": KindStyle(45, "#FFFFFF", _DARK, width=1.8, radius_m=1.0, shape="diamond"),
    "stop": KindStyle(
        46, "#12385C", "#FFFFFF", width=1.5, radius_m=1.5, shape="hexagon"
    ),
    "fountain": KindStyle(
        47, "#2E7DA6", "#FFFFFF", width=1.5, radius_m=1.0, shape="drop"
    ),
    "toilet": KindStyle(
        47, "#FFFFFF", "#12385C", width=1.8, radius_m=1.2, shape="square"
    ),
    "aed": KindStyle(47, "#FFFFFF", "#3F5A30", width=1.8, radius_m=1.0, shape="cross"),
    "entrance": KindStyle(48, "#FFFFFF", _DARK, width=1.5, radius_m=1.3),
    "canopy": KindStyle(50, "#8D959C", "#6B727A", opacity=0.35, dash="5 3"),
    "tree": KindStyle(60, "#6F9A57", "#4A7036", opacity=0.55),
}
#: Drawn inside every crown, and alone where the crown is unknown.
TRUNK = KindStyle(61, "#3F5A30", None, width=0, radius_m=0.4)
#: Edge of the site.
SITE_EDGE = KindStyle(90, None, "#101820", width=2.5, dash="10 7")


def _round(count: int, first: float = 0.0) -> tuple[tuple[float, float], ...]:
    turns = (math.radians(first + 360 * n / count) for n in range(count))
    return tuple((math.cos(t), math.sin(t)) for t in turns)


_ARM = 0.38
#: Outlines of symbols round the origin, y up, for a radius of 1.
SHAPES: dict[str, tuple[tuple[float, float], ...]] = {
    "round": _round(20),
    "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    "diamond": _round(4),
    "hexagon": _round(6),
    "drop": ((0.0, 1.25), *(p for p in _round(20, 90) if p[1] < 0.5)),
    "cross": tuple(
        (x * c - y * s, x * s + y * c)
        for c, s in ((1, 0), (0, 1), (-1, 0), (0, -1))
        for x, y in ((1, -_ARM), (1, _ARM), (_ARM, _ARM))
    ),
}


def draw_order(kind: str) -> int:
    """Return when a kind is drawn; kinds that are not drawn come last."""
    style = STYLES.get(kind)
    return style.order if style else 99

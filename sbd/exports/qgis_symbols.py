"""Symbols as QGIS stores them: elements quiet, findings in the colours of levels.

Source: the XML that QGIS 3.22 writes for its own styles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from sbd.views.kind_styles import STYLES, KindStyle
from sbd.views.palette import BRAND, INK, INK_2, LEVEL_HATCHES, LEVELS, PAPER

Shape = Literal["point", "line", "area"]

#: Millimetres of a pixel, at 96 pixels an inch. [mm/px]
_MM = 25.4 / 96
#: Symbols of elements in metres never get smaller than this. [mm]
_LEAST_MM = 1.0
#: Widths of a finding's white casing, its dark edge and its colour. [mm]
_CASING, _EDGE, _CORE = 3.6, 2.6, 1.7
#: Diameter of a finding that is a point, and height of its digit. [mm]
_POINT, _DIGIT = 6.0, 3.6
#: Kinds that have no drawing of their own.
_PLAIN = KindStyle(5, None, "#8A949D", dash="2 3", line_width=1.2)
_TYPES = {"point": "marker", "line": "line", "area": "fill"}
#: The crown as drawn, its radius where it is known. [m]
_CROWN = 'coalesce(2 * "crown_radius_m", {least})'


def rgba(colour: str, opacity: float = 1.0) -> str:
    """Return a colour (``#RRGGBB``) as QGIS writes it."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return ",".join(str(p) for p in (*parts, round(255 * opacity)))


def options(parent: Element, values: Mapping[str, str]) -> Element:
    """Add a map of text options to an element, and return it."""
    found = SubElement(parent, "Option", type="Map")
    for name, value in values.items():
        SubElement(found, "Option", type="QString", name=name, value=value)
    return found


def element_symbol(name: str, kind: str, shape: Shape) -> Element:
    """Return the symbol of a kind of element, as the maps of the program draw it.

    Parameters
    ----------
    name : str
        Name of the symbol in its renderer.
    kind : str
        Kind of element.
    shape : {"point", "line", "area"}
        Shape of the layer.
    """
    style = STYLES.get(kind, _PLAIN)
    if shape == "area":
        return _symbol(name, shape, [_fill(style)])
    if shape == "line":
        return _symbol(name, shape, [_line_of(style)])
    marker = _circle(
        2 * style.radius_m, style.fill, style.stroke, style.width, style.opacity
    )
    if kind == "tree":
        size = _CROWN.format(least=2 * style.radius_m)
        _computed(marker, "size", size)
    return _symbol(name, shape, [marker])


def finding_symbol(name: str, mark: str, shape: Shape) -> Element:
    """Return the symbol of a place: its level by colour, by hatch and by digit.

    Parameters
    ----------
    name : str
        Name of the symbol in its renderer.
    mark : str
        ``0`` to ``4``, ``?``, or a role: ``good``, ``route``, ``context``.
    shape : {"point", "line", "area"}
        Shape of the layer.
    """
    if mark in ("route", "context"):
        return _symbol(
            name, shape, [_quiet(BRAND if mark == "route" else INK_2, shape)]
        )
    level = 3 if mark == "good" else int(mark) if mark.isdigit() else None
    fill, ink = (PAPER, INK) if level is None else LEVELS[level]
    if shape == "area":
        return _symbol(name, shape, _hatched(level, fill))
    if shape == "line":
        strokes = ((PAPER, _CASING), (INK, _EDGE), (fill, _CORE))
        return _symbol(name, shape, [_stroke(c, w) for c, w in strokes])
    digit = "✓" if mark == "good" else mark
    return _symbol(
        name,
        shape,
        [
            _circle_mm(_POINT + 1.6, PAPER, PAPER),
            _circle_mm(_POINT, fill, INK),
            _letter(digit, ink),
        ],
    )


def site_symbol(name: str) -> Element:
    """Return the symbol of the edge of the site."""
    edge = {
        "style": "no",
        "outline_color": rgba(INK),
        "outline_width": "0.7",
        "outline_style": "dash",
        **_millimetres("outline_width_unit"),
    }
    return _symbol(name, "area", [_layer("SimpleFill", edge)])


def remark_symbol(name: str) -> Element:
    """Return the symbol of a remark: a white square with a mark."""
    square = _circle_mm(5.0, PAPER, INK, "square")
    return _symbol(name, "point", [square, _letter("!", INK)])


def _symbol(name: str, shape: Shape, layers: Sequence[Element]) -> Element:
    found = Element(
        "symbol",
        type=_TYPES[shape],
        name=name,
        alpha="1",
        clip_to_extent="1",
        force_rhr="0",
    )
    found.extend(layers)
    return found


def _layer(name: str, values: Mapping[str, str]) -> Element:
    found = Element("layer", {"class": name}, enabled="1", locked="0")
    found.set("pass", "0")
    options(found, values)
    return found


def _millimetres(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "MM")


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _fill(style: KindStyle) -> Element:
    return _layer(
        "SimpleFill",
        {
            "style": "solid" if style.fill else "no",
            "color": rgba(style.fill or PAPER, style.opacity),
            "outline_style": _pen(style),
            "outline_color": rgba(style.stroke or INK_2),
            "outline_width": _number(style.width * _MM),
            **_millimetres("outline_width_unit"),
        },
    )


def _pen(style: KindStyle) -> str:
    if style.stroke is None or not style.width:
        return "no"
    return "dash" if style.dash else "solid"


def _line_of(style: KindStyle) -> Element:
    found = {
        "line_color": rgba(style.stroke or style.fill or INK_2),
        "line_width": _number(style.line_width * _MM),
        "capstyle": "flat",
        "joinstyle": "round",
        **_millimetres("line_width_unit"),
    }
    if style.dash:
        pixels = [float(part) * _MM for part in style.dash.split()]
        found |= {
            "use_custom_dash": "1",
            "customdash": ";".join(_number(p) for p in pixels),
            **_millimetres("customdash_unit"),
        }
    return _layer("SimpleLine", found)


def _circle(
    size_m: float, fill: str | None, stroke: str | None, width: float, opacity: float
) -> Element:
    return _layer(
        "SimpleMarker",
        {
            "name": "circle",
            "color": rgba(fill or PAPER, opacity if fill else 0.0),
            "outline_style": "solid" if stroke else "no",
            "outline_color": rgba(stroke or INK_2),
            "outline_width": _number(width * _MM),
            "size": _number(size_m),
            "size_unit": "MapUnit",
            "size_map_unit_scale": f"3x:0,0,1,{_number(_LEAST_MM)},0,0",
            **_millimetres("outline_width_unit"),
        },
    )


def _computed(layer: Element, name: str, expression: str) -> None:
    """Let QGIS compute a property of a symbol from the element's attributes."""
    outer = SubElement(
        SubElement(layer, "data_defined_properties"), "Option", type="Map"
    )
    SubElement(outer, "Option", type="QString", name="name", value="")
    properties = SubElement(outer, "Option", type="Map", name="properties")
    found = SubElement(properties, "Option", type="Map", name=name)
    SubElement(found, "Option", type="bool", name="active", value="true")
    SubElement(found, "Option", type="QString", name="expression", value=expression)
    SubElement(found, "Option", type="int", name="type", value="3")
    SubElement(outer, "Option", type="QString", name="type", value="collection")


def _circle_mm(size: float, fill: str, edge: str, name: str = "circle") -> Element:
    return _layer(
        "SimpleMarker",
        {
            "name": name,
            "color": rgba(fill),
            "outline_color": rgba(edge),
            "outline_width": "0.6",
            "size": _number(size),
            **_millimetres("size_unit", "outline_width_unit"),
        },
    )


def _letter(letter: str, ink: str) -> Element:
    return _layer(
        "FontMarker",
        {
            "font": "Arial",
            "chr": letter,
            "color": rgba(ink),
            "size": _number(_DIGIT),
            **_millimetres("size_unit"),
        },
    )


def _stroke(colour: str, width: float) -> Element:
    return _layer(
        "SimpleLine",
        {
            "line_color": rgba(colour),
            "line_width": _number(width),
            "capstyle": "round",
            "joinstyle": "round",
            **_millimetres("line_width_unit"),
        },
    )


def _hatched(level: int | None, fill: str) -> list[Element]:
    """Return a casing, an edge with the level's colour, and the level's hatch."""
    plain = {"style": "no", **_millimetres("outline_width_unit")}
    casing = plain | {"outline_color": rgba(PAPER), "outline_width": "1.8"}
    edge = plain | {
        "style": "solid",
        "color": rgba(fill, 0.3),
        "outline_color": rgba(INK),
        "outline_width": "0.8",
    }
    colour, angle, width = (INK_2, 45, 1) if level is None else LEVEL_HATCHES[level]
    hatch = _layer(
        "LinePatternFill",
        {
            "angle": str(angle),
            "distance": "3.2",
            "color": rgba(colour),
            **_millimetres("distance_unit"),
        },
    )
    line = _stroke(colour, width * _MM)
    hatch.append(_symbol("hatch", "line", [line]))
    return [_layer("SimpleFill", casing), _layer("SimpleFill", edge), hatch]


def _quiet(colour: str, shape: Shape) -> Element:
    """Return a route looked at, or what a value was taken from: thin and dotted."""
    if shape == "area":
        return _layer(
            "SimpleFill",
            {
                "style": "no",
                "outline_color": rgba(colour),
                "outline_width": "0.5",
                "outline_style": "dot",
                **_millimetres("outline_width_unit"),
            },
        )
    if shape == "line":
        return _layer(
            "SimpleLine",
            {
                "line_color": rgba(colour),
                "line_width": "0.8",
                "line_style": "dot",
                **_millimetres("line_width_unit"),
            },
        )
    return _circle_mm(2.4, PAPER, colour)

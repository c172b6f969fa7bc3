"""The style of a layer as QGIS stores it (QML): symbols, labels, words for columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, tostring

from sbd.exports.geopackage_table import Layer, joined
from sbd.exports.qgis_symbols import (
    Shape,
    element_symbol,
    finding_symbol,
    options,
    remark_symbol,
    rgba,
    site_symbol,
)
from sbd.views.palette import INK, PAPER

#: Version of QGIS whose form of styles this is.
QGIS = "3.22.0"
#: What findings can show, the worst first, and whether it shows when opened.
MARKS = {
    "0": True,
    "1": True,
    "2": True,
    "3": True,
    "4": True,
    "?": True,
    "good": False,
    "route": False,
    "context": False,
}
_GEOMETRIES = {"point": "0", "line": "1", "area": "2"}
_LABELLED = 'CASE WHEN "labelled" THEN "map_label" END'
#: Where labels stand, as numbers of QGIS: around a point, level in line and area.
_PLACEMENTS = {"point": "6", "line": "4", "area": "4"}


@dataclass(frozen=True)
class Category:
    """A value that has a symbol of its own."""

    value: str
    label: str
    symbol: Element
    shown: bool = True


def style_xml(layer: Layer, langs: Sequence[str]) -> str:
    """Return the style of a layer as XML.

    Parameters
    ----------
    layer : Layer
        With or without shapes.
    langs : sequence of str
        One language or two.
    """
    root = Element("qgis", version=QGIS, styleCategories="AllStyleCategories")
    root.extend(style_parts(layer, langs))
    root.set("labelsEnabled", "1" if layer.topic in ("findings", "remarks") else "0")
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(
        root, encoding="unicode"
    )


def style_parts(layer: Layer, langs: Sequence[str]) -> list[Element]:
    """Return the parts of a style, for a style or for a project."""
    parts = []
    if layer.shape is not None:
        parts.append(_renderer(layer, layer.shape, langs))
        if layer.topic == "findings":
            parts.append(_labels(_LABELLED, layer.shape))
        if layer.topic == "remarks":
            parts.append(_labels('"remark"', layer.shape))
    parts += [_value_maps(layer), _aliases(layer), _columns(layer)]
    tip = Element("mapTip")
    tip.text = '[% "map_label" %]' if layer.topic == "findings" else ""
    preview = Element("previewExpression")
    preview.text = '"map_label"' if layer.topic == "findings" else ""
    geometry = Element("layerGeometryType")
    geometry.text = _GEOMETRIES.get(layer.shape or "", "4")
    return [*parts, tip, preview, geometry]


def _renderer(layer: Layer, shape: Shape, langs: Sequence[str]) -> Element:
    if layer.topic == "elements":
        return _categorised("kind", _kinds(layer, shape))
    if layer.topic == "findings":
        return _categorised("mark", _marks(layer, shape, langs))
    symbol = site_symbol("0") if layer.topic == "site" else remark_symbol("0")
    found = Element("renderer-v2", type="singleSymbol")
    SubElement(found, "symbols").append(symbol)
    return found


def _kinds(layer: Layer, shape: Shape) -> list[Category]:
    """Return the kinds present, those drawn on top first."""
    kinds = reversed(list(dict.fromkeys(layer.frame["kind"])))
    words = layer.words["kind"]
    return [
        Category(kind, words[kind], element_symbol(str(n), kind, shape))
        for n, kind in enumerate(kinds)
    ]


def _marks(layer: Layer, shape: Shape, langs: Sequence[str]) -> list[Category]:
    found = set(layer.frame["mark"])
    present = [m for m in MARKS if m in found]
    return [
        Category(mark, mark_words(mark, langs), _mark(n, mark, shape), MARKS[mark])
        for n, mark in enumerate(present)
    ]


def _mark(n: int, mark: str, shape: Shape) -> Element:
    return finding_symbol(str(n), mark, shape)


def mark_words(mark: str, langs: Sequence[str]) -> str:
    """Return what a mark means, such as ``1 weak``."""
    if mark.isdigit():
        return f"{mark} {joined(langs, f'level.{mark}')}"
    if mark == "?":
        return f"? {joined(langs, 'state.unknown')}"
    return joined(langs, f"tables.role.{mark}")


def _categorised(column: str, categories: Sequence[Category]) -> Element:
    found = Element("renderer-v2", type="categorizedSymbol", attr=column)
    listed = SubElement(found, "categories")
    symbols = SubElement(found, "symbols")
    for category in categories:
        SubElement(
            listed,
            "category",
            render=str(category.shown).lower(),
            symbol=category.symbol.get("name", ""),
            value=category.value,
            label=category.label,
        )
        symbols.append(category.symbol)
    return found


def _labels(expression: str, shape: Shape) -> Element:
    """Return labels in ink with a white edge, as many as find room."""
    found = Element("labeling", type="simple")
    settings = SubElement(found, "settings", calloutType="simple")
    words = SubElement(
        settings,
        "text-style",
        fieldName=expression,
        isExpression="1",
        fontFamily="Arial",
        namedStyle="Bold",
        fontWeight="75",
        fontSize="9",
        fontSizeUnit="Point",
        textColor=rgba(INK),
        textOpacity="1",
    )
    SubElement(
        words,
        "text-buffer",
        bufferDraw="1",
        bufferSize="1.1",
        bufferSizeUnits="MM",
        bufferColor=rgba(PAPER),
        bufferOpacity="1",
    )
    SubElement(settings, "text-format", wrapChar="", autoWrapLength="40")
    SubElement(
        settings, "placement", placement=_PLACEMENTS[shape], dist="4", distUnits="MM"
    )
    SubElement(settings, "rendering", obstacle="0", drawLabels="1", displayAll="0")
    return found


def _value_maps(layer: Layer) -> Element:
    """Return the words of codes, as QGIS shows them in tables and forms."""
    found = Element("fieldConfiguration")
    for column, words in layer.words.items():
        widget = SubElement(
            SubElement(found, "field", name=column), "editWidget", type="ValueMap"
        )
        outer = SubElement(SubElement(widget, "config"), "Option", type="Map")
        listed = SubElement(outer, "Option", type="List", name="map")
        for code, word in words.items():
            options(listed, {word: code})
    return found


def _aliases(layer: Layer) -> Element:
    found = Element("aliases")
    for place, (column, words) in enumerate(layer.aliases.items()):
        SubElement(found, "alias", index=str(place), field=column, name=words)
    return found


def _columns(layer: Layer) -> Element:
    """Return which columns a table shows: codes stand beside their words."""
    found = Element("attributetableconfig", actionWidgetStyle="dropDown")
    listed = SubElement(found, "columns")
    for column in layer.aliases:
        hidden: Literal["0", "1"] = "1" if column in layer.hidden else "0"
        SubElement(listed, "column", type="field", name=column, hidden=hidden)
    return found

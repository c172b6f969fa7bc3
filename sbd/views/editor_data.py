"""A plan as the map editor draws it: one line of text per element, in plan metres.

The editor works in the plan's own CRS, shifted by a whole number of kilometres, so
that a length typed on the screen is that length in the plan. Each element is a line
of its own: the editor draws anew only the lines that differ.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.locale import plural, text
from sbd.plans.kinds import KINDS, Attribute, Kind
from sbd.plans.plan import Plan
from sbd.views.editor_kinds import (
    ATTRIBUTES,
    LABELLED,
    PALETTE,
    SHAPES,
    UNITS,
    WORDS,
    style_of,
)
from sbd.views.kind_styles import STYLES

#: The origin is a whole number of these, so that it seldom moves. [m]
ORIGIN_M = 10_000.0
#: Decimals of coordinates shown: a tenth of a millimetre.
DECIMALS = 4
#: Ground shown around the site when the map opens. [m]
_MARGIN_M = 12.0
#: Footprint of a bench drawn as a point. [m]
_BENCH_M = (1.5, 0.6)

Point = tuple[float, float]


@dataclass(frozen=True)
class Picture:
    """A picture under the plan.

    Parameters
    ----------
    url : str
        Address of the picture: ``data:`` or of this server.
    corners : tuple of points
        Its top left, top right and bottom left corner, plan CRS. [m]
    opacity : float
        How much of it shows, from 0 to 1. [1]
    """

    url: str
    corners: tuple[Point, Point, Point]
    opacity: float = 1.0


@dataclass(frozen=True)
class Focus:
    """What the map is to show: elements, a rectangle or both.

    Parameters
    ----------
    stamp : str
        Differs from one request to the next; the same is shown once.
    ids : tuple of str
        Elements to select.
    bounds : tuple of float, optional
        West, south, east, north in the plan's CRS. [m]
    shape : geometry, optional
        The very place, to be outlined; plan CRS. [m]
    """

    stamp: str
    ids: tuple[str, ...] = ()
    bounds: tuple[float, float, float, float] | None = None
    shape: BaseGeometry | None = None


@dataclass(frozen=True)
class Around:
    """What the editor shows beside the plan.

    Parameters
    ----------
    saved : tuple of int and str, optional
        Number of the last step on the disk, and the words that say so.
    problem : tuple of str, optional
        A stamp and the words of what could not be done.
    can_undo, can_redo : bool
        Whether there is a step to undo or redo.
    picture : Picture, optional
        Under the plan.
    focus : Focus, optional
        What is to be shown.
    """

    saved: tuple[int, str] | None = None
    problem: tuple[str, str] | None = None
    can_undo: bool = False
    can_redo: bool = False
    picture: Picture | None = None
    focus: Focus | None = None


def editor_data(plan: Plan, lang: str, around: Around | None = None) -> dict[str, Any]:
    """Return everything the map editor needs.

    Parameters
    ----------
    plan : Plan
        With or without a site.
    lang : {"nl", "fr", "en"}
        Language of the words.
    around : Around, optional
        What stands beside the plan.

    Returns
    -------
    dict
        To be written as JSON. ``features`` is text, a JSON object per line; all
        coordinates are in the plan's CRS less ``origin``. [m]
    """
    beside = Around() if around is None else around
    origin = origin_of(plan)
    return {
        "lang": lang,
        "label": text(lang, "ui.plan_map", name=plan.name),
        "words": _words(lang),
        "kinds": {name: _kind(kind, lang) for name, kind in KINDS.items()},
        "palette": [list(group) for group in PALETTE],
        "origin": list(origin),
        "bounds": _local(_opening(plan), origin),
        "features": feature_lines(plan),
        "saved": beside.saved and list(beside.saved),
        "problem": beside.problem and list(beside.problem),
        "can_undo": beside.can_undo,
        "can_redo": beside.can_redo,
        "picture": _picture(beside.picture, origin),
        "focus": _focus(beside.focus, origin),
    }


def origin_of(plan: Plan) -> Point:
    """Return the point the editor counts from, plan CRS. [m]"""
    west, south, _, _ = plan.extent.bounds
    return (
        math.floor(west / ORIGIN_M) * ORIGIN_M,
        math.floor(south / ORIGIN_M) * ORIGIN_M,
    )


def feature_lines(plan: Plan) -> str:
    """Return the elements of a plan as text, one JSON object per line.

    Each has ``i`` (id), ``k`` (kind), ``g`` (GeoJSON in metres from the origin), and
    perhaps ``s`` (supplied), ``r`` (radius of a crown [m]), ``b`` (half length and
    half width of a bench drawn as a point [m]), ``p`` (place of its label), ``n`` (a
    number beside the label) and ``a`` (attributes that the editor changes).

    Parameters
    ----------
    plan : Plan
        The plan; all its elements are told, also those outside its window.

    Returns
    -------
    str
        In drawing order; empty for a plan without elements.
    """
    origin = origin_of(plan)
    supplied = {s.element_id for s in plan.supplied if s.by == "supplied"}
    kinds = [k for k in plan.layers if plan.has(k) and k != "extent"]
    lines: list[str] = []
    for kind in sorted(kinds, key=lambda k: (style_of(k).order, k)):
        lines += _lines(kind, plan.of(kind), origin, supplied)
    return "\n".join(lines)


def _lines(
    kind: str, layer: gpd.GeoDataFrame, origin: Point, supplied: set[str]
) -> list[str]:
    shapes = _shifted(np.asarray(layer.geometry.values, dtype=object), origin)
    drawn = shapely.to_geojson(shapes)
    more = _more(kind, layer, shapes)
    name = json.dumps(kind)
    found = []
    for n, element in enumerate(layer.index):
        extra = {**more[n], **({"s": 1} if element in supplied else {})}
        rest = "".join(f',"{k}":{json.dumps(v)}' for k, v in extra.items())
        found.append(f'{{"i":{json.dumps(element)},"k":{name},"g":{drawn[n]}{rest}}}')
    return found


def _shifted(shapes: NDArray[np.object_], origin: Point) -> NDArray[np.object_]:
    def shift(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        local: NDArray[np.float64] = np.round(xy - np.asarray(origin), DECIMALS)
        return local

    return np.asarray(shapely.transform(shapely.force_2d(shapes), shift), dtype=object)


def _more(
    kind: str, layer: gpd.GeoDataFrame, shapes: NDArray[np.object_]
) -> list[dict[str, Any]]:
    """Return what else the drawing of each element needs."""
    more: list[dict[str, Any]] = [{} for _ in shapes]
    if kind in LABELLED:
        for extra, shape in zip(more, shapes, strict=True):
            extra["p"] = _label_place(shape)
    if kind == "bench":
        _add_seats(more, layer, shapes)
    if kind in _TOLD:
        column, key = _TOLD[kind]
        known = np.flatnonzero(layer[column].notna())
        for n, value in zip(known, layer[column].iloc[known], strict=True):
            more[n][key] = {column: value} if key == "a" else value
    return more


#: Attributes that the drawing shows: the column, and under which key.
_TOLD = {
    "tree": ("crown_radius_m", "r"),
    "crowd_zone": ("people", "n"),
    "building": ("fire_access", "a"),
}


def _add_seats(
    more: list[dict[str, Any]], layer: gpd.GeoDataFrame, shapes: NDArray[np.object_]
) -> None:
    """Give benches drawn as points their footprint, as on the other drawings."""
    length = layer["length_m"].fillna(_BENCH_M[0]).to_numpy() / 2
    width = layer["width_m"].fillna(_BENCH_M[1]).to_numpy() / 2
    for n in np.flatnonzero(shapely.get_dimensions(shapes) == 0):
        more[n]["b"] = [float(length[n]), float(width[n])]


def _label_place(shape: BaseGeometry) -> list[float]:
    if shapely.get_dimensions(shape) == 1:
        longest = max(shapely.get_parts(shape), key=shapely.length)
        at = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    else:
        at = shapely.point_on_surface(shape)
    return [round(at.x, DECIMALS), round(at.y, DECIMALS)]


def _opening(plan: Plan) -> Sequence[float]:
    shown = plan.extent if plan.site is None else plan.site.buffer(_MARGIN_M)
    return tuple(shown.bounds)


def _local(xy: Sequence[float], origin: Point) -> list[float]:
    """Return coordinates x, y, x, y ... counted from the origin. [m]"""
    return [round(v - origin[n % 2], DECIMALS) for n, v in enumerate(xy)]


def _picture(picture: Picture | None, origin: Point) -> dict[str, Any] | None:
    if picture is None:
        return None
    corners = [_local(corner, origin) for corner in picture.corners]
    return {"url": picture.url, "corners": corners, "opacity": picture.opacity}


def _focus(focus: Focus | None, origin: Point) -> dict[str, Any] | None:
    if focus is None:
        return None
    bounds = None if focus.bounds is None else _local(focus.bounds, origin)
    shape = None
    if focus.shape is not None and not focus.shape.is_empty:
        moved = _shifted(np.array([focus.shape], dtype=object), origin)
        shape = json.loads(shapely.to_geojson(moved[0]))
    return {
        "stamp": focus.stamp,
        "ids": list(focus.ids),
        "bounds": bounds,
        "shape": shape,
    }


def _words(lang: str) -> dict[str, str]:
    """Return the editor's words; their placeholders are filled in the browser."""
    places = ("n", "name", "length", "area", "what", "x", "y", "of")
    kept: Mapping[str, str] = {place: f"{{{place}}}" for place in places}
    words = {name: text(lang, f"editor.{name}", **kept) for name in WORDS}
    zoom = {name: text(lang, f"ui.{name}") for name in ("zoom_in", "zoom_out")}
    return words | zoom


def _kind(kind: Kind, lang: str) -> dict[str, Any]:
    """Return how a kind is called, drawn and described."""
    name = plural(lang, f"kind.{kind.name}", 1)
    short = {tool: f"editor.tool.{tool}" for group in PALETTE for tool in group}
    key = short.get(kind.name)
    shapes = list(kind.shapes)
    first = SHAPES.get(kind.name, shapes[0])
    return {
        "name": name,
        "tool": text(lang, key) if key else name[:1].upper() + name[1:],
        "shapes": [first, *(s for s in shapes if s != first)],
        "fields": [_field(kind, a, lang) for a in _offered(kind)],
        "style": _style(kind.name),
        "label": kind.name in LABELLED,
    }


def _offered(kind: Kind) -> tuple[Attribute, ...]:
    names = ATTRIBUTES.get(kind.name)
    if names is None:
        return kind.attributes
    return tuple(a for a in kind.attributes if a.name in names)


def _field(kind: Kind, attribute: Attribute, lang: str) -> dict[str, Any]:
    label = text(lang, f"attribute.{attribute.name}")
    unit = next((u for end, u in UNITS.items() if attribute.name.endswith(end)), "")
    options = attribute.choices
    if attribute.type == "yesno":
        words = [["yes", text(lang, "word.yes")], ["no", text(lang, "word.no")]]
    else:
        words = [[o, text(lang, f"editor.choice.{o}")] for o in options]
    return {
        "name": attribute.name,
        "label": label[:1].upper() + label[1:],
        "unit": unit,
        "number": attribute.type == "number",
        "options": words,
        "id": f"{kind.name}-{attribute.name}",
    }


def _style(kind: str) -> dict[str, Any]:
    style = style_of(kind)
    return {
        "order": style.order,
        "fill": style.fill,
        "stroke": style.stroke,
        "width": style.width,
        "line": style.line_width,
        "radius": style.radius_m,
        "opacity": style.opacity,
        "dash": style.dash,
        "open": kind not in STYLES,
    }

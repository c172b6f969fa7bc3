"""The map: the plan drawn once, the findings in a group of their own on top."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

import folium
import numpy as np
import shapely
from branca.element import Element
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from sbd.document import Assessment
from sbd.locale import text
from sbd.plans.plan import Plan
from sbd.views.drawing import Geometries, Shapes, drawing_window, shapes
from sbd.views.findings import View, criterion_features
from sbd.views.map_frame import ASSETS_URL, DrawnFeatures, LocalMap, MapFrame, as_script
from sbd.views.pins import all_pins

AnyElement = TypeVar("AnyElement", bound=Element)

#: Decimals of longitude and latitude: about a centimetre. Source: method, section 1.
DECIMALS = 7
#: Ground shown around the site when the map opens. [m]
_MARGIN_M = 12.0


def base_map(plan: Plan, lang: str, *, assets_url: str = ASSETS_URL) -> LocalMap:
    """Return the plan drawn on an empty ground: equal for equal plan and language.

    Parameters
    ----------
    plan : Plan
        With or without a site; only what lies in its window is drawn.
    lang : {"nl", "fr", "en"}
        Language of the frame's label.
    assets_url : str
        Address of Leaflet's files, relative to the page that shows the map.

    Returns
    -------
    LocalMap
        Nothing in it can be chosen; findings come as a group of their own.
    """
    low, high = _opening_bounds(plan)
    middle = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2]
    drawn = LocalMap(
        assets_url=assets_url, location=middle, zoom_start=18, max_zoom=24, zoom_snap=0
    )
    collection = plan_features(plan)
    drawn.add_child(DrawnFeatures(collection, interactive=False), name="plan")
    label = text(lang, "ui.plan_map", name=plan.name)
    words = (text(lang, "ui.zoom_in"), text(lang, "ui.zoom_out"))
    drawn.add_child(MapFrame(label, [low, high], words), name="frame")
    return fix_ids(drawn, "b")


def findings_group(
    assessment: Assessment, plan: Plan, lang: str, selected: str | None
) -> folium.FeatureGroup:
    """Return what is found, to be laid over `base_map`.

    Parameters
    ----------
    assessment : Assessment
        What was found.
    plan : Plan
        The plan assessed; its site is hatched where a criterion is unknown.
    lang : {"nl", "fr", "en"}
        Language of the labels.
    selected : str, optional
        Criterion whose places are shown; None shows one pin per criterion, at most
        ten, those with most to gain.

    Returns
    -------
    folium.FeatureGroup
        Each feature has the property ``id``, its criterion. Empty where there is no
        place to show.
    """
    group = folium.FeatureGroup(name="findings")
    if selected is None:
        features = all_pins(assessment, _view(plan), lang)
    else:
        features = criterion_features(assessment, selected, _view(plan), lang)
    if features:
        data = as_script({"type": "FeatureCollection", "features": features})
        group.add_child(DrawnFeatures(data, interactive=True), name="places")
    return fix_ids(group, "f")


def _view(plan: Plan) -> View:
    (south, west), (north, east) = _opening_bounds(plan)
    site = None if plan.site is None else lonlat_geojson(plan, plan.judged)
    return View(west, south, east, north, site)


def plan_features(plan: Plan) -> str:
    """Return the drawn plan as GeoJSON text, in longitude and latitude. [deg]

    One feature per way of drawing; each geometry stays a path of its own, so that
    overlapping crowns darken each other.
    """
    to_degrees = _to_degrees(plan.crs)
    features = [
        _feature(layer, to_degrees) for layer in shapes(plan, drawing_window(plan))
    ]
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


def lonlat_geojson(plan: Plan, geometry: BaseGeometry) -> str:
    """Return a geometry of the plan as GeoJSON text in longitude and latitude."""
    one = np.array([geometry], dtype=object)
    return str(shapely.to_geojson(_degrees(one, _to_degrees(plan.crs)))[0])


@lru_cache(maxsize=8)
def _to_degrees(crs: CRS) -> Transformer:
    """Make the way to longitude and latitude once: it takes longer than its use."""
    return Transformer.from_crs(crs, 4326, always_xy=True)


def fix_ids(element: AnyElement, prefix: str) -> AnyElement:
    """Give an element and all below it fixed names, so that output is repeatable."""
    queue: list[Element] = [element]
    for number, found in enumerate(queue):
        found._id = f"{prefix}{number}"
        queue.extend(found._children.values())
    return element


def _opening_bounds(plan: Plan) -> tuple[list[float], list[float]]:
    """Return the south-west and north-east corners shown at first. [lat, lon deg]"""
    shown = plan.extent if plan.site is None else plan.site.buffer(_MARGIN_M)
    west, south, east, north = plan.to_lonlat(shown).bounds
    corners = np.round([[south, west], [north, east]], DECIMALS).tolist()
    return corners[0], corners[1]


def _feature(layer: Shapes, to_degrees: Transformer) -> str:
    parts = ",".join(shapely.to_geojson(_degrees(layer.geometries, to_degrees)))
    properties = as_script({"kind": layer.kind, "style": path_options(layer)})
    return (
        f'{{"type":"Feature","properties":{properties},'
        f'"geometry":{{"type":"GeometryCollection","geometries":[{parts}]}}}}'
    )


def _degrees(geometries: Geometries, to_degrees: Transformer) -> Geometries:
    def turn(xy: np.ndarray) -> np.ndarray:
        lon, lat = to_degrees.transform(xy[:, 0], xy[:, 1])
        return np.round(np.column_stack([lon, lat]), DECIMALS)

    flat = shapely.force_2d(geometries)
    return np.asarray(shapely.transform(flat, turn), dtype=object)


def path_options(layer: Shapes) -> dict[str, object]:
    """Return Leaflet's options for shapes drawn alike."""
    style = layer.style
    options: dict[str, object] = {
        "stroke": style.stroke is not None,
        "color": style.stroke or "none",
        "weight": style.line_width if layer.lines else style.width,
        "opacity": 1,
        "fill": not layer.lines and style.fill is not None,
    }
    if layer.kind == "site":
        options["weight"] = style.width
    if options["fill"]:
        options |= {"fillColor": style.fill, "fillOpacity": style.opacity}
    if style.dash:
        options["dashArray"] = style.dash
    return options

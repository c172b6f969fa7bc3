"""Places of a measurement as GeoJSON in longitude and latitude."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from sbd.indicators.measurement import Measurement, Place
from sbd.plans.plan import Plan

#: At most this many vertices in one criterion's places. Source: method, section 7.
MAX_VERTICES = 2000
#: 7 decimals of a degree are 1 cm. Source: method, section 1.
DECIMALS = 7
#: Simplification tried in turn until the places fit. [m]
_TOLERANCES = (0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0)
_ROLES = ("finding", "route", "good", "context")


def feature_collection(
    plan: Plan, parts: Iterable[tuple[str, Measurement]]
) -> dict[str, Any] | None:
    """Return the places of a criterion's parts.

    Parameters
    ----------
    plan : Plan
        The plan measured.
    parts : iterable of (str, Measurement)
        Indicator name and its measurement.

    Returns
    -------
    dict or None
        A FeatureCollection of at most 2,000 vertices with properties ``role, part,
        value, unit, label, element_id``; findings first, so that what is cut, and
        counted in ``left_out``, is context. None where there is no place.
    """
    rows = [
        (place, {**_properties(place), "part": name, "unit": place.unit or result.unit})
        for name, result in parts
        for place in result.where
        if not place.geometry.is_empty
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: _ROLES.index(row[0].role))
    shapes = _simplified([place.geometry for place, _ in rows])
    degrees = gpd.GeoSeries(shapes, crs=plan.crs).to_crs(4326)
    features: list[dict[str, Any]] = []
    room = MAX_VERTICES
    for shape, (_, properties) in zip(degrees, rows, strict=True):
        room -= shapely.get_num_coordinates(shape)
        if room < 0:
            break
        features.append(_feature(shape, properties))
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if len(features) < len(rows):
        collection["left_out"] = len(rows) - len(features)
    return collection


def _simplified(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    for tolerance in _TOLERANCES:
        if sum(shapely.get_num_coordinates(s) for s in shapes) <= MAX_VERTICES:
            break
        shapes = [s.simplify(tolerance) for s in shapes]
    return shapes


def _feature(shape: BaseGeometry, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = mapping(shape)
    if "coordinates" in geometry:
        geometry = {
            "type": geometry["type"],
            "coordinates": _rounded(geometry["coordinates"]),
        }
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(float(coordinates), DECIMALS)
    return [_rounded(part) for part in coordinates]


def _properties(place: Place) -> dict[str, Any]:
    return {
        "role": place.role,
        "value": place.value,
        "label": place.label,
        "element_id": place.element_id,
    }

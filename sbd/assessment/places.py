"""Places of a measurement as GeoJSON in longitude and latitude."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
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
        value, unit, label, element_id``, and ``other`` or ``share`` where the value
        is not what the part measures, or a share of it; findings first, so that what
        is cut, and counted in ``left_out``, is context. None where there is no place.
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
    degrees = shapely.transform(
        np.array([*shapes, None], dtype=object)[:-1],
        lambda xy: np.column_stack(_to_degrees(plan.crs).transform(*xy.T)),
    )
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


@lru_cache(maxsize=8)
def _to_degrees(crs: CRS) -> Transformer:
    """Return what turns coordinates of a plan into longitude and latitude."""
    return Transformer.from_crs(crs, 4326, always_xy=True)


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
    if not coordinates or isinstance(coordinates[0], float):
        return [round(number, DECIMALS) for number in coordinates]
    return [_rounded(part) for part in coordinates]


def _properties(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {
        "role": place.role,
        "value": place.value,
        "label": place.label,
        "element_id": place.element_id,
    }
    for name, said in (("other", place.other), ("share", place.share)):
        if said and place.value is not None:
            found[name] = True
    return found

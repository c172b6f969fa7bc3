"""Areas of the public edition, without the print of what stands in them."""

from __future__ import annotations

import json
import math
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

#: Holes and notches up to twice as wide are filled: those of a post, a block, a pole.
#: Ours. [m]
FILLED_M = 0.6
#: A degree of latitude on the sphere of WGS 84's mean radius, 6 371 008.8 m. [m]
_DEGREE_M = 6_371_008.8 * math.pi / 180
#: Decimals of a degree that the document keeps: a centimetre.
_DIGITS = 7
#: Less than the print of the thinnest post, 0.1 m across. [m2]
_LEAST_M2 = 0.005


def without_prints(feature: dict[str, Any]) -> dict[str, Any]:
    """Return a place whose area, if it is one, shows nothing small that stands in it.

    Ground on which one can walk has a hole wherever a post stands: rows of holes are
    rows of posts.

    Parameters
    ----------
    feature : dict
        GeoJSON feature. [deg]

    Returns
    -------
    dict
        The feature, or one like it with another geometry.
    """
    area = shapely.from_geojson(json.dumps(feature["geometry"]))
    if int(shapely.get_dimensions(area)) < 2:
        return feature
    south, north = area.bounds[1], area.bounds[3]
    scale = _DEGREE_M * math.cos(math.radians((south + north) / 2)), _DEGREE_M
    metres = shapely.transform(area, lambda xy: xy * scale)
    filled = _filled(metres)
    if filled.area - metres.area < _LEAST_M2:
        return feature
    degrees = shapely.transform(filled, lambda xy: xy / scale)
    written = shapely.set_precision(degrees, 10.0**-_DIGITS)
    return {**feature, "geometry": json.loads(shapely.to_geojson(written))}


def _filled(area: BaseGeometry) -> BaseGeometry:
    """Close an area: grown and shrunk again with square corners. [m]"""
    grown = shapely.buffer(area, FILLED_M, join_style="mitre")
    closed = shapely.buffer(grown, -FILLED_M, join_style="mitre")
    return shapely.union(closed, area)

"""A tiny plan drawn in metres round a point in Brussels, as GeoJSON bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from math import cos, radians
from typing import Any

LON, LAT = 4.3500, 50.8500
METRE_LAT = 1 / 111_250.0
METRE_LON = METRE_LAT / cos(radians(LAT))

Ring = Iterable[tuple[float, float]]


def place(x: float, y: float) -> tuple[float, float]:
    """Turn metres east and north into longitude and latitude."""
    return (round(LON + x * METRE_LON, 8), round(LAT + y * METRE_LAT, 8))


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[place(*p) for p in ring]]}


def point(x: float, y: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": place(x, y)}


def line(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [place(*p) for p in points]}


def feature(kind: str, geometry: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    properties = {"kind": kind, **attributes}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


DECLARES = (
    "building,bench,tree,lamp,square,carriageway,parking,bollard,barrier,planter,"
    "wall,fence,hedge,kiosk,entrance,opening,play,youth,green,gravel,water,crossing"
)


def tiny_features(name: str = "Testplein", **site: Any) -> list[dict[str, Any]]:
    """Return a square of 60 m x 40 m with a few things on it."""
    about = {"name": name, "space_type": "square", "design_phase": "preliminary"}
    about |= {"declares": DECLARES, "risk": "none", **site}
    return [
        feature("site", box(0, 0, 60, 40), id="site", **about),
        feature("square", box(0, 0, 60, 40), id="square", surface="sealed"),
        feature("building", box(0, 42, 60, 54), id="hall", height_m=12.0, use="shop"),
        feature("carriageway", box(-10, -12, 70, -4), id="road", limit_kmh=30.0),
        feature("route", line((30, 0), (30, 40)), id="way", main="yes"),
        feature("bench", point(20, 20), id="bench", length_m=1.8, width_m=0.6),
        feature("tree", point(10, 20), id="tree", crown_radius_m=4.0, base_m=3.0),
        feature("lamp", point(45, 20), id="lamp", height_m=5.0),
        feature("entrance", point(30, 42), id="door", main="yes", public="yes"),
    ]


def plan_bytes(features: list[dict[str, Any]] | None = None) -> bytes:
    """Return a plan as the bytes of a GeoJSON file."""
    chosen = tiny_features() if features is None else features
    collection = {"type": "FeatureCollection", "features": chosen}
    return json.dumps(collection).encode()


def lambert_bytes() -> bytes:
    """Return the site in Lambert 72 coordinates, without saying so."""
    ring = [(149000, 170600), (149060, 170600), (149060, 170640), (149000, 170640)]
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    about = feature("site", shape, id="site", name="Vraagplein", space_type="square")
    return plan_bytes([about])

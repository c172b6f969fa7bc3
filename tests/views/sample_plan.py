"""A small square, drawn by hand."""

from __future__ import annotations

from typing import Any

import shapely
from shapely import LineString, Point, box

from sbd.plans.plan import Note, Plan, make_plan

X, Y = 149_000.0, 170_600.0


def at(x: float, y: float) -> Point:
    return Point(X + x, Y + y)


def rect(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    return box(X + x0, Y + y0, X + x1, Y + y1)


def line(*points: tuple[float, float]) -> LineString:
    return LineString([(X + x, Y + y) for x, y in points])


def sample_plan(**settings: Any) -> Plan:
    """A square of 80 m x 60 m with a street south and buildings north."""
    bollards = [at(x, 3.0) for x in range(4, 78, 2)]
    elements = {
        "square": [rect(0, 0, 80, 60)],
        "carriageway": [rect(-150, -12, 230, -4)],
        "footway": [rect(-150, -4, 230, 0), rect(-150, -16, 230, -12)],
        "crossing": [(rect(36, -12, 40, -4), {"tactile": "yes"})],
        "building": [rect(0, 60, 30, 80), rect(32, 60, 80, 85), rect(0, -40, 80, -16)],
        "entrance": [(at(15, 60), {"main": "yes"}), at(50, 60), at(40, -16)],
        "green": [rect(10, 30, 30, 45)],
        "water": [at(40, 30).buffer(4)],
        "play": [rect(55, 30, 70, 42)],
        "terrace": [rect(35, 52, 60, 59)],
        "bench": [(at(20, 20), {"length_m": 1.8}), line((50, 20), (51.8, 20))],
        "lamp": [at(10, 10), at(40, 10), at(70, 10)],
        "tree": [
            (at(15, 35), {"crown_radius_m": 4.0}),
            (at(19, 38), {"crown_radius_m": 4.0}),
            at(70, 50),
        ],
        "bollard": [(b, {"diameter_m": 0.2}) for b in bollards],
        "camera": [at(2, 58)],
        "stop": [at(60, -2)],
        "fountain": [at(44, 22)],
        "risk_spot": [rect(60, 2, 75, 10)],
    }
    options = {
        "site": rect(0, 0, 80, 60),
        "name": "Vlierplein · Place du Sureau",
        "space_type": "square",
        "design_phase": "preliminary",
        "notes": (Note("duplicate_ids", {"n": 2}),),
        "declare": ("toilet",),
        **settings,
    }
    return make_plan(elements, **options)

"""Raw layers as a reader would give them, for the tests of recognising."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from sbd.plans.plan import Plan
from sbd.plans.raw import RawLayer, RawPlan
from sbd.plans.read import Options, build_plan

LAMBERT = "EPSG:31370"
#: A corner of Brussels in Lambert 72. [m]
X, Y = 149_000.0, 170_000.0


def at(x: float, y: float) -> Point:
    return Point(X + x, Y + y)


def rectangle(x0: float, y0: float, x1: float, y1: float) -> Polygon:
    return box(X + x0, Y + y0, X + x1, Y + y1)


def layer(
    name: str,
    geometry: Sequence[BaseGeometry],
    /,
    *,
    crs: str | None = LAMBERT,
    format: Any = "gpkg",  # noqa: A002  the field's own name
    unit: str | None = None,
    file: str = "plan.gpkg",
    **columns: Sequence[Any],
) -> RawLayer:
    array = np.empty(len(geometry), dtype=object)
    array[:] = list(geometry)
    frame = gpd.GeoDataFrame(dict(columns), geometry=array, crs=crs)
    return RawLayer(file, name, format, frame, unit)


def osm(*things: tuple[str, dict[str, str], BaseGeometry]) -> RawLayer:
    """A map, in Lambert 72 to keep distances plain."""
    return layer(
        "osm",
        [geometry for _, _, geometry in things],
        format="osm",
        file="map.osm",
        osm_id=[name for name, _, _ in things],
        tags=[json.dumps(tags) for _, tags, _ in things],
    )


def plan(*layers: RawLayer, **options: Any) -> Plan:
    return build_plan(RawPlan(tuple(layers), (), "0" * 64), Options(**options))


def codes(read: Plan) -> list[str]:
    return [note.code for note in read.notes]


def told(read: Plan, code: str) -> list[dict[str, Any]]:
    return [dict(note.args) for note in read.notes if note.code == code]


SITE = layer("site", [rectangle(0, 0, 40, 30)])

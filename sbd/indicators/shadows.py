"""Shadows of buildings and crowns on flat ground, exact for polygons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import atan2, cos, degrees, hypot, radians, sin

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.affinity import translate
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from sbd.indicators.crowns import discs
from sbd.indicators.ground import union
from sbd.indicators.sun import Sun
from sbd.plans.plan import SETTING_M, WINDOW_M, Plan

#: Attributes that decide a shadow.
DECIDING = (
    ("building", "height_m"),
    ("tree", "crown_radius_m"),
    ("tree", "base_m"),
    ("tree", "height_m"),
)
#: Parallelograms thinner than this are edges along the shadow. [m2]
_FLAT_M2 = 1e-9
#: An area that fills its hull but for this share is convex.
_CONVEX = 1e-9


@dataclass(frozen=True)
class Ray:
    """Where the shadow of the top of a thing 1 m high falls, from its foot. [m]"""

    x: float
    y: float

    @property
    def length(self) -> float:
        """Length of the shadow per metre of height. [m]"""
        return hypot(self.x, self.y)

    @classmethod
    def of(cls, sun: Sun, north_deg: float) -> Ray:
        """Turn a position of the sun into a direction of the plan's grid.

        Parameters
        ----------
        sun : Sun
            Above the horizon.
        north_deg : float
            Bearing of true north in the plan's grid, clockwise. [deg]
        """
        away = radians(sun.azimuth_deg + 180.0 + north_deg)
        length = sun.shadow_per_metre
        return cls(length * sin(away), length * cos(away))


def grid_north_deg(plan: Plan) -> float:
    """Return the bearing of true north at the site in the plan's grid. [deg]"""
    lon, lat = shapely.get_coordinates(plan.to_lonlat(plan.judged.centroid))[0]
    pair = gpd.GeoSeries([Point(lon, lat), Point(lon, lat + 0.001)], crs=4326)
    here, there = shapely.get_coordinates(pair.to_crs(plan.crs).to_numpy())
    return degrees(atan2(*(there - here)))


def casting(plan: Plan, kind: str, ray: Ray, *, best: bool) -> gpd.GeoDataFrame:
    """Return the buildings or trees whose shadow may reach the site.

    Parameters
    ----------
    plan : Plan
        With a site; things are taken from the window.
    kind : {"building", "tree"}
        What casts the shadow.
    ray : Ray
        Direction and length of shadows.
    best : bool
        Fill in what is missing so as to give the most shade: heights whose shadow
        crosses the window, crowns from the ground up, and as wide as they will be
        in fifteen years or, where that is missing too, 30 m. Else the least: what
        has no height or crown radius gives none, and a crown without a base, or
        without a height, shades only from its top, or from its base.

    Returns
    -------
    GeoDataFrame
        With ``low`` and ``high``, heights between which a thing is opaque, and
        for trees ``radius``. [m]
    """
    layer, apart = _standing(plan, kind)
    tallest = WINDOW_M / ray.length
    if kind == "building":
        high = layer["height_m"].fillna(tallest if best else np.nan)
        nothing = pd.Series(0.0, layer.index)
        filled = {"low": nothing, "high": high, "radius": nothing}
    else:
        filled = _crown(layer, tallest, best=best)
    reach = filled["high"] * ray.length + filled["radius"]
    known = filled["low"].notna()  # what else is missing leaves no reach
    rows = np.flatnonzero(known & (apart <= reach))
    return layer.take(rows).assign(**{k: v.iloc[rows] for k, v in filled.items()})


@lru_cache(maxsize=16)
def _standing(plan: Plan, kind: str) -> tuple[gpd.GeoDataFrame, np.ndarray]:
    """Return what of a kind stands in the window, and how far from the site. [m]"""
    layer = plan.near(kind, plan.window).sort_index()
    return layer, layer.distance(plan.judged).to_numpy()


def _crown(
    trees: gpd.GeoDataFrame, tallest: float, *, best: bool
) -> dict[str, pd.Series]:
    """Fill in what crowns do not say, for the most or the least shade."""
    radius, base, top = trees["crown_radius_m"], trees["base_m"], trees["height_m"]
    if best:
        later = trees["crown_15y_radius_m"].fillna(SETTING_M)
        high = top.fillna(tallest)
        return {"radius": radius.fillna(later), "low": base.fillna(0.0), "high": high}
    return {"radius": radius, "low": base.fillna(top), "high": top.fillna(base)}


def shade(plan: Plan, ray: Ray, *, best: bool = False) -> BaseGeometry:
    """Return the ground of the site in the shadow of buildings and crowns. [m]

    Parameters
    ----------
    plan : Plan
        With a site.
    ray : Ray
        Direction and length of shadows.
    best : bool
        How missing heights and radii are filled in (see `casting`).
    """
    buildings = casting(plan, "building", ray, best=best)
    trees = casting(plan, "tree", ray, best=best)
    pieces = [
        _pieces(shape, ray.x * high, ray.y * high)
        for shape, high in zip(buildings.geometry, buildings["high"], strict=True)
    ]
    crowns = discs(trees.geometry, trees["radius"])
    for crown, low, high in zip(crowns, trees["low"], trees["high"], strict=True):
        start = translate(crown, ray.x * low, ray.y * low)
        pieces.append(_pieces(start, ray.x * (high - low), ray.y * (high - low)))
    shapely.prepare(plan.judged)
    every = np.concatenate([*pieces, np.empty(0, dtype=object)])
    here = every[shapely.intersects(plan.judged, every)]
    return union(here).intersection(plan.judged)


def swept(shape: BaseGeometry, dx: float, dy: float) -> BaseGeometry:
    """Return what an area covers while it is moved straight by a vector. [m]"""
    return union(_pieces(shape, dx, dy))


def _pieces(shape: BaseGeometry, dx: float, dy: float) -> np.ndarray:
    """Return areas that together are what an area covers while it is moved. [m]

    Its start, its end and the parallelograms its edges sweep: together exactly the
    swept area, for courtyards too.
    """
    end = translate(shape, dx, dy)
    if shape.area >= shape.convex_hull.area * (1 - _CONVEX):
        return np.array([shapely.union(shape, end).convex_hull, None])[:-1]
    rings = [
        shapely.get_coordinates(ring)
        for part in shapely.get_parts(shape)
        for ring in (part.exterior, *part.interiors)
    ]
    ribbons = [_ribbons(ring, dx, dy) for ring in rings]
    return np.concatenate([np.array([shape, end], dtype=object), *ribbons])


def _ribbons(ring: np.ndarray, dx: float, dy: float) -> np.ndarray:
    """Parallelograms swept by the edges of a ring."""
    start, end = ring[:-1], ring[1:]
    edge = end - start
    wide = np.abs(edge[:, 0] * dy - edge[:, 1] * dx) > _FLAT_M2
    start, end = start[wide], end[wide]
    move = np.array([dx, dy])
    corners = np.stack([start, end, end + move, start + move, start], axis=1)
    return np.asarray(shapely.polygons(corners))

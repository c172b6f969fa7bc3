"""Two of the thirteen criteria by following rays, without sbd: S-14 and L-02."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from shapely.geometry import LineString, Point

from tests.sites.naive import (
    ORDER,
    STEP,
    Place,
    Thing,
    crown,
    given,
    is_bench,
    is_crossing,
    is_path,
    is_shared,
    is_tree,
    number,
    steps,
)


def march(surface: Any, start: Point, angle: float, least: float = 0.0) -> float:
    """How far one walks on a surface in a direction; shorter gaps are walked. [m]"""
    away = np.arange(0, 60, STEP)
    x = start.x + away * math.cos(angle)
    y = start.y + away * math.sin(angle)
    on = [*shapely.contains_xy(surface, x, y), False]
    last = 0.0
    for distance, here in zip(away, on, strict=False):
        if here:
            last = float(distance)
        elif distance - last > least:
            break
    return last


def carriageway(place: Place) -> Any:
    """What is driven on near the site, less paving that is drawn over it."""
    near = place.site.buffer(80)
    roads = [
        t.geometry
        for t in place.paved["carriageway"]
        if not is_shared(t) and t.geometry.intersects(near)
    ]
    over = [
        t.geometry for kind in ORDER[:7] for t in place.drawn[kind] if not is_shared(t)
    ]
    surface = shapely.union_all(roads).difference(shapely.union_all(over))
    shapely.prepare(surface)
    return surface


def straight_over(surface: Any, start: Point) -> float:
    """From the nearest kerb through a point to the kerb opposite. [m]

    A gap narrower than 1.5 m is no island.
    """
    angles = np.radians(np.arange(0, 360, 0.5))
    there = float(min(angles, key=lambda a: march(surface, start, float(a))))
    back = march(surface, start, there + math.pi, least=1.5)
    return march(surface, start, there, least=1.5) + back + STEP


def along(surface: Any, line: LineString, start: Point, way: int) -> float:
    """How far a line runs on a surface from a point; shorter gaps are walked. [m]"""
    at, last, away = line.project(start), 0.0, 0.0
    while 0 <= at + way * away <= line.length and away - last <= 1.5:
        place = line.interpolate(at + way * away)
        if shapely.contains_xy(surface, place.x, place.y):
            last = away
        away += STEP
    return last


def crossings_of(place: Place) -> dict[str, float]:
    """S-14: carriageway walked over at each crossing node near the site. [m]

    Along the path through the node, where there is one; else straight over.
    """
    surface = carriageway(place)
    paths = [w.geometry for w in place.all(is_path, shape="LineString", within=90)]
    found = {}
    for node in place.all(is_crossing, shape="Point", within=30):
        point = node.geometry
        if not shapely.contains_xy(surface, point.x, point.y):
            continue
        here = shapely.line_merge(
            shapely.union_all([w for w in paths if w.distance(point) < STEP])
        )
        inner = here.geom_type == "LineString" and here.boundary.distance(point) > STEP
        found[node.id] = straight_over(surface, point)
        if inner:
            ways = [along(surface, here, point, way) for way in (-1, 1)]
            found[node.id] = sum(ways) + STEP
    return found


@dataclass(frozen=True)
class Sunlight:
    """Where the sun stands over a place, as a step on its grid and a slope."""

    x: float
    y: float
    slope: float

    @classmethod
    def of(cls, place: Place) -> Sunlight:
        """21 July, 13:10 solar time: declination by the almanac's short formula."""
        centre = (
            gpd.GeoSeries([place.site.centroid], crs=place.crs).to_crs(4326).iloc[0]
        )
        days = 9698.5  # noon of 21 July 2026 after noon of 1 January 2000
        mean = math.radians(357.528 + 0.9856003 * days)
        lon = 280.460 + 0.9856474 * days
        lon += 1.915 * math.sin(mean) + 0.020 * math.sin(2 * mean)
        tilt = math.sin(math.radians(23.44)) * math.sin(math.radians(lon))
        dec, lat = math.asin(tilt), math.radians(centre.y)
        turn = math.radians(15 * (13 + 10 / 60 - 12))
        # East, north and up of the direction to the sun.
        east = -math.cos(dec) * math.sin(turn)
        north = math.sin(dec) * math.cos(lat)
        north -= math.cos(dec) * math.cos(turn) * math.sin(lat)
        up = math.sin(lat) * math.sin(dec)
        up += math.cos(lat) * math.cos(dec) * math.cos(turn)
        bearing = math.degrees(math.atan2(east, north))
        far = pyproj.Geod(ellps="WGS84").fwd(centre.x, centre.y, bearing, 100)
        ends = gpd.GeoSeries([Point(far[0], far[1])], crs=4326).to_crs(place.crs)
        x, y = (
            ends.iloc[0].x - place.site.centroid.x,
            ends.iloc[0].y - place.site.centroid.y,
        )
        length = math.hypot(x, y)
        return cls(x / length, y / length, up / math.hypot(east, north))


def height(building: Thing) -> float:
    levels = 3 * number(building.tags.get("building:levels"))
    return given(number(building.tags.get("height")), given(levels, 9.0))


def in_shade(p: Point, sun: Sunlight, houses: list[Thing], trees: list[Thing]) -> bool:
    """Follow the ray from a point to the sun."""
    ray = LineString([p, (p.x + 150 * sun.x, p.y + 150 * sun.y)])
    for house in houses:
        if house.geometry.intersects(ray):
            away = p.distance(house.geometry.intersection(ray))
            if away * sun.slope <= height(house):
                return True
    for tree in trees:
        dx, dy = tree.geometry.x - p.x, tree.geometry.y - p.y
        along, aside = dx * sun.x + dy * sun.y, dx * sun.y - dy * sun.x
        if abs(aside) < crown(tree):
            half = math.sqrt(crown(tree) ** 2 - aside**2)
            near, far = max(along - half, 0) * sun.slope, (along + half) * sun.slope
            if near <= given(number(tree.tags.get("height")), 8.0) and far >= 2.5:
                return True
    return False


def shade(place: Place) -> float:
    """L-02: mean of the shares of seats and of routes in shade. [%]"""
    sun = Sunlight.of(place)
    houses = [
        h for h in place.drawn["building"] if h.geometry.distance(place.site) < 150
    ]
    trees = place.all(is_tree, shape="Point", within=30)
    benches = [b.geometry for b in place.all(is_bench, shape="Point", within=0)]
    walked = [p for line in place.walked for p in steps(line)]
    shares = [
        sum(in_shade(p, sun, houses, trees) for p in points) / len(points)
        for points in (benches, walked)
    ]
    return 100 * sum(shares) / 2

"""Each of the thirteen criteria once more, in a few plain lines, without sbd.

By brute force: marching in small steps, counting cells, following rays.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from shapely.geometry import LineString, Point

from tests.sites.naive import (
    AREAS,
    CELL,
    ORDER,
    Place,
    Tags,
    Thing,
    given,
    is_path,
    is_square,
    number,
)

STEP = 0.05


def steps(line: LineString) -> Iterator[Point]:
    """Points on a line, one step apart."""
    for n in range(int(line.length / STEP)):
        yield line.interpolate((n + 0.5) * STEP)


def longest_run(flags: Iterable[bool]) -> float:
    """Length of the longest run of steps. [m]"""
    best = now = 0
    for flag in flags:
        now = now + 1 if flag else 0
        best = max(best, now)
    return best * STEP


def is_lamp(t: Thing) -> bool:
    return t.has("highway", "street_lamp")


def is_tree(t: Thing) -> bool:
    return t.has("natural", "tree")


def is_bench(t: Thing) -> bool:
    return t.has("amenity", "bench")


def clear_lamps(place: Place) -> float:
    """S-11: lamps with no tree within 5 m whose crown is at lamp height. [%]"""
    lamps = place.all(is_lamp, shape="Point", within=30)
    trees = place.all(is_tree, shape="Point")

    def blocked(lamp: Thing) -> bool:
        high = given(number(lamp.tags.get("height")), 5.0)
        return any(
            lamp.geometry.distance(tree.geometry) < 5
            and 2.5 < high < given(number(tree.tags.get("height")), 8.0)
            for tree in trees
        )

    return 100 * sum(not blocked(lamp) for lamp in lamps) / len(lamps)


def crown(tree: Thing) -> float:
    return given(number(tree.tags.get("diameter_crown")) / 2, 3.0)


def canopy(place: Place) -> float:
    """L-03: cells under a crown. [%]"""
    x, y = place.cells
    under = np.zeros(len(x), dtype=bool)
    for tree in place.all(is_tree, shape="Point", within=30):
        away = np.hypot(x - tree.geometry.x, y - tree.geometry.y)
        under |= away <= crown(tree)
    return 100 * float(under.mean())


def longest_without_seat(place: Place) -> float:
    """A-09: longest stretch of a route with no seat within 10 m. [m]"""
    seats = shapely.union_all([b.geometry for b in place.all(is_bench)])
    return max(
        longest_run(p.distance(seats) > 10 for p in steps(line))
        for line in place.routes
    )


def is_shared(thing: Thing) -> bool:
    return thing.has("highway", "living_street") or thing.has(
        "area:highway", "living_street"
    )


def motor_space(place: Place) -> float:
    """L-10: carriageway and parking of what is not built on. [%]"""
    motor = place.share(
        lambda kind, t: kind in ("carriageway", "parking") and not is_shared(t)
    )
    built = place.share(lambda kind, _: kind == "building")
    return 100 * motor / (100 - built)


SEALED = {
    "asphalt", "concrete", "paved", "paving_stones", "sett", "cobblestone", "bricks",
    "metal", "tiles", "unhewn_cobblestone", "cobblestone:flattened",
}  # fmt: skip


def unsealed(place: Place) -> tuple[float, float]:
    """L-04: unsealed ground, with what is not said sealed, and soil. [%]

    No surface on either site is half open, so green is all there is.
    """
    least = place.share(lambda kind, _: kind == "green")
    hard = place.share(
        lambda kind, t: (
            kind not in ("green", "gravel") and t.tags.get("surface") in SEALED
        )
    )
    nothing = place.share(lambda kind, _: kind in ("building", "water", "cycleway"))
    return least, 100 - hard - nothing


def is_playground(thing: Thing) -> bool:
    return AREAS["play"](thing) or AREAS["youth"](thing)


def cell_kinds(place: Place, x: Any, y: Any) -> list[str | None]:
    """Kind of ground under points; None outside the site."""
    number = {k: n for n, k in enumerate(zip(*map(keys, place.cells), strict=True))}
    found = [number.get(key) for key in zip(keys(x), keys(y), strict=True)]
    cells = [None if n is None else place.ground[n] for n in found]
    return [None if cell is None else cell[0] for cell in cells]


def keys(values: Any) -> list[int]:
    return [int(v) for v in np.floor(np.asarray(values) / CELL)]


def is_crossing(thing: Thing) -> bool:
    if thing.geometry.geom_type == "Point":
        return thing.has("highway", "crossing") and not thing.has("crossing", "none")
    return thing.has("footway", "crossing") or thing.has("path", "crossing")


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


def seats(place: Place) -> tuple[float, float]:
    """L-01: seat per 100 m2 of square, without and with walls of any height. [m]"""
    benches = place.all(is_bench, shape="Point", within=0)
    free = [(b.geometry.x, b.geometry.y) for b in benches]
    kinds = cell_kinds(place, *zip(*free, strict=True))
    length = 1.5 * sum(kind in ("square", "play") for kind in kinds)
    edges = place.all(
        lambda t: (
            t.has("barrier", "wall", "retaining_wall") or t.has("highway", "steps")
        ),
        shape="LineString",
        within=0,
    )
    walls = [p for e in edges for p in steps(e.geometry)]
    beside = place.site.buffer(0.02)
    on = cell_kinds(place, [p.x for p in walls], [p.y for p in walls])
    maybe = STEP * sum(
        kind in ("square", "play") or (kind is None and beside.intersects(p))
        for kind, p in zip(on, walls, strict=True)
    )
    stay = (
        place.share(lambda kind, _: kind in ("square", "play")) * place.site.area / 100
    )
    return 100 * length / stay, 100 * (length + 0.5 * maybe) / stay


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
    walked = [p for line in place.routes for p in steps(line)]
    shares = [
        sum(in_shade(p, sun, houses, trees) for p in points) / len(points)
        for points in (benches, walked)
    ]
    return 100 * sum(shares) / 2


def is_shop(thing: Thing) -> bool:
    """A shop or café drawn by itself, at street level."""
    kinds = ("restaurant", "cafe", "bar", "pub", "fast_food", "ice_cream", "food_court")
    care = ("pharmacy", "doctors", "dentist", "clinic", "bank")
    shop = thing.has("shop") and not thing.has("shop", "vacant")
    shop = shop or thing.has("amenity", *kinds, *care)
    level = thing.tags.get("level", "0")
    return shop and not thing.has("building") and level == "0"


def frontage(place: Place) -> tuple[int, float]:
    """L-05: doors and shopfronts on the frontage, and its length. [n, m]"""
    walked = shapely.union_all(
        [
            t.geometry.intersection(place.site)
            for kind in ("square", "footway", "play", "youth", "terrace")
            for t in place.paved[kind]
            if t.geometry.intersects(place.site)
        ]
    )
    built = [b.geometry for b in place.drawn["building"]]
    walked = walked.difference(shapely.union_all(built))
    near = [b for b in built if b.distance(walked) <= 10]
    points = []
    for n, house in enumerate(near):
        others = shapely.union_all([b for m, b in enumerate(near) if m != n])
        shapely.prepare(others)
        for part in shapely.get_parts(house):
            for ring in (part.exterior, *part.interiors):
                points += [
                    p
                    for p in steps(ring)
                    if p.distance(walked) <= 10 and not shapely.dwithin(others, p, 0.1)
                ]
    edge = shapely.MultiPoint(points)
    outlines = shapely.union_all(built).boundary
    shops = [s.geometry.centroid for s in place.all(is_shop, within=40)]
    shops = [
        shapely.shortest_line(outlines, s).interpolate(0)
        for s in shops
        if outlines.distance(s) <= 3
    ]
    fronts = [s for s in shops if s.distance(edge) <= 1]
    doors = [
        d.geometry
        for d in place.all(lambda t: t.has("entrance") or t.has("building", "entrance"))
        if not d.has("entrance", "garage") and d.geometry.distance(edge) <= 1
    ]
    alone = [d for d in doors if all(d.distance(s) > 1 for s in fronts)]
    return len(fronts) + len(alone), STEP * len(points)


def gentle(place: Place) -> tuple[float, float]:
    """A-05: nothing is said of slopes, so it may be none of the routes or all. [%]"""
    walked = [*place.all(is_path, within=0), *place.all(is_square, within=0)]
    said = [t for t in walked if {"incline", "incline:across"} & set(t.tags)]
    assert not said, "the map knows slopes"
    return 0.0, 100.0


def level(place: Place) -> tuple[float, float]:
    """A-06: crossings and doors that are level, at worst and at best. [%]"""
    crossings = place.all(is_crossing, shape="Point", within=30)
    doors = place.all(lambda t: t.has("entrance"), shape="Point", within=30)
    assert not any("access" in d.tags for d in doors), "the map knows public doors"
    states = [crossing_is_level(c.tags) for c in crossings]
    most = len(crossings) + len(doors)
    surely = sum(s is True for s in states)
    maybe = sum(s is None for s in states)
    return 100 * surely / most, 100 * (surely + maybe + len(doors)) / most


def crossing_is_level(tags: Tags) -> bool | None:
    """Flush and with tactile paving; lowered stands for 0.03 m, which is too high."""
    if tags.get("kerb") == "lowered" or tags.get("tactile_paving") == "no":
        return False
    said = "kerb" in tags and "tactile_paving" in tags
    return tags["kerb"] == "flush" if said else None


def is_barrier(thing: Thing) -> bool:
    return thing.has("barrier", "bollard", "block", "gate", "planter", "chain")


def is_wall(thing: Thing) -> bool:
    walls = ("wall", "retaining_wall", "fence", "hedge")
    return thing.has("barrier", *walls) or AREAS["building"](thing)


def rows_to_pass(place: Place) -> tuple[int, int, int]:
    """A-03: rows, those one has to pass, and those of them without their gaps."""
    things = place.all(is_barrier, within=0.3)
    near = shapely.union_all([t.geometry.buffer(1.5) for t in things])
    rows = [
        [t for t in things if t.geometry.intersects(part)]
        for part in shapely.get_parts(near)
    ]
    lines = [r for r in rows if any(t.geometry.length for t in r)]
    walls = [w.geometry for w in place.all(is_wall, within=40)]
    passed = [r for r in lines if one_has_to_pass(r, place.routes, walls)]
    drawn = [r for r in passed if any(t.geometry.length for t in r)]
    alone = [r for r in rows if len(r) > 1 and r not in lines]
    return len(lines) + len(alone), len(passed), len(drawn)


def one_has_to_pass(row: list[Thing], routes: list[Any], walls: list[Any]) -> bool:
    """A route crosses it, or a wall stands within 3 m of one of its ends."""
    ways = [t.geometry for t in row if t.geometry.length]
    if any(way.intersects(route) for way in ways for route in routes):
        return True
    ends = [Point(way.coords[n]) for way in ways for n in (0, -1)]
    return any(end.distance(wall) <= 3 for end in ends for wall in walls)

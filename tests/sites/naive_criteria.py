"""Eleven of the thirteen criteria once more, in a few plain lines, without sbd.

By brute force: marching in small steps and counting cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point

from tests.sites.naive import (
    AREAS,
    CELL,
    STEP,
    Place,
    Tags,
    Thing,
    crown,
    given,
    is_bench,
    is_crossing,
    is_path,
    is_shared,
    is_square,
    is_tree,
    number,
    steps,
)


def longest_run(flags: Iterable[bool]) -> float:
    """Length of the longest run of steps. [m]"""
    best = now = 0
    for flag in flags:
        now = now + 1 if flag else 0
        best = max(best, now)
    return best * STEP


def is_lamp(t: Thing) -> bool:
    return t.has("highway", "street_lamp")


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
        for line in place.walked
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


def is_shop(thing: Thing) -> bool:
    """A shop or café drawn by itself, at street level."""
    kinds = ("restaurant", "cafe", "bar", "pub", "fast_food", "ice_cream", "food_court")
    care = ("pharmacy", "doctors", "dentist", "clinic", "bank")
    shop = thing.has("shop") and not thing.has("shop", "vacant")
    shop = shop or thing.has("amenity", *kinds, *care)
    level = thing.tags.get("level", "0")
    return shop and not thing.has("building") and level == "0"


def sight(walked: Any, built: list[Any]) -> Callable[[Any], bool]:
    """Return what tells whether a point of a facade is seen from walkable ground."""
    west, south, east, north = map(int, shapely.total_bounds(walked))
    x, y = np.meshgrid(np.arange(west, east + 1), np.arange(south, north + 1))
    spots = np.column_stack([x.ravel(), y.ravel()]) + 0.5
    spots = spots[shapely.contains_xy(walked, spots)]
    solid = shapely.union_all(built).buffer(-0.001)
    shapely.prepare(solid)

    def seen(point: Any) -> bool:
        here = np.broadcast_to([point.x, point.y], spots.shape)
        order = np.argsort(np.hypot(*(spots - here).T))
        for some in np.array_split(order, 10):
            lines = np.stack([here[some], spots[some]], axis=1)
            if not shapely.intersects(shapely.linestrings(lines), solid).all():
                return True
        return False

    return seen


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
    seen = sight(walked, built)
    points = []
    for n, house in enumerate(near):
        others = shapely.union_all([b for m, b in enumerate(near) if m != n])
        shapely.prepare(others)
        for part in shapely.get_parts(house):
            for ring in (part.exterior, *part.interiors):
                there = [
                    p
                    for p in steps(ring)
                    if p.distance(walked) <= 10 and not shapely.dwithin(others, p, 0.1)
                ]
                # Half a metre at a time is in sight or not.
                groups = [there[n : n + 10] for n in range(0, len(there), 10)]
                points += [p for g in groups if seen(g[len(g) // 2]) for p in g]
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

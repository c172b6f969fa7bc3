"""A large plan: a quarter of squares and streets, as many blocks as are wanted.

Every block is 80 m by 80 m: a street along its south and west, houses with doors in
the north, a square with lamps, trees, benches and a row of bollards between. A third
of the lamps, trees and benches lacks a size, as plans of a drawing office do.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from typing import Any

X, Y = 148_000.0, 170_000.0
BLOCK_M = 80.0
Feature = dict[str, Any]
Pair = tuple[float, float]


def large_plan(n: int = 5000, seed: int = 1) -> bytes:
    """Return a native GeoJSON file in EPSG:31370 with about `n` elements.

    Parameters
    ----------
    n : int
        Elements, to the next whole block (102 each).
    seed : int
        Decides jitter and which sizes are lacking; the same bytes for the same seed.
    """
    blocks = max(1, round(n / len(list(_block(0, 0, random.Random(0))))))
    wide = math.ceil(math.sqrt(blocks))
    rng = random.Random(seed)
    features = [_site(wide, math.ceil(blocks / wide))]
    for block in range(blocks):
        features.extend(_block(block % wide, block // wide, rng))
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::31370"}}
    return json.dumps(
        {"type": "FeatureCollection", "crs": crs, "features": features}
    ).encode()


def _feature(kind: str, name: str, geometry: Feature, /, **attributes: Any) -> Feature:
    given = {k: v for k, v in attributes.items() if v is not None}
    properties = {"kind": kind, "id": name, **given}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _site(wide: int, high: int) -> Feature:
    ring = _ring(X, Y, X + wide * BLOCK_M, Y + high * BLOCK_M)
    return _feature(
        "site",
        "site",
        {"type": "Polygon", "coordinates": [ring]},
        name="Grote wijk",
        space_type="square",
        design_phase="preliminary",
        risk="none",
        declares="building,tree,lamp,bench,bollard,carriageway,square,green",
    )


def _ring(west: float, south: float, east: float, north: float) -> list[Pair]:
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


class _Pen:
    """Draws in the metres of one block and gives every element an id of its own."""

    def __init__(self, column: int, row: int, rng: random.Random) -> None:
        self.west, self.south = X + column * BLOCK_M, Y + row * BLOCK_M
        self.name, self.n, self.rng = f"{column}-{row}", 0, rng

    def at(self, x: float, y: float) -> Pair:
        return (round(self.west + x, 3), round(self.south + y, 3))

    def make(self, kind: str, geometry: Feature, **attributes: Any) -> Feature:
        self.n += 1
        return _feature(kind, f"{kind}-{self.name}-{self.n}", geometry, **attributes)

    def point(self, kind: str, x: float, y: float, **attributes: Any) -> Feature:
        return self.make(
            kind, {"type": "Point", "coordinates": self.at(x, y)}, **attributes
        )

    def line(self, kind: str, *points: Pair, **attributes: Any) -> Feature:
        coordinates = [self.at(*p) for p in points]
        return self.make(
            kind, {"type": "LineString", "coordinates": coordinates}, **attributes
        )

    def area(self, kind: str, *boxes: tuple[float, ...], **attributes: Any) -> Feature:
        """Draw a rectangle; the ones after the first are holes in it."""
        rings = [[self.at(*p) for p in _ring(*box)] for box in boxes]
        return self.make(kind, {"type": "Polygon", "coordinates": rings}, **attributes)

    def near(self, value: float) -> float:
        return value + self.rng.uniform(-0.4, 0.4)

    def maybe(self, value: float) -> float | None:
        return value if self.rng.random() < 2 / 3 else None


def _block(column: int, row: int, rng: random.Random) -> Iterator[Feature]:
    pen = _Pen(column, row, rng)
    yield from _ground(pen)
    yield from _houses(pen)
    yield from _furniture(pen)
    yield from _greenery(pen)


def _ground(pen: _Pen) -> Iterator[Feature]:
    lawn, pond = (40, 30, 60, 45), (62, 30, 66, 34)
    yield pen.area("carriageway", (0, 0, 80, 6), limit_kmh=pen.maybe(30.0))
    yield pen.area("carriageway", (0, 6, 6, 80), limit_kmh=pen.maybe(30.0))
    yield pen.area("footway", (6, 6, 80, 9), surface="sealed")
    yield pen.area("footway", (6, 9, 9, 80), surface="sealed")
    yield pen.area("square", (9, 9, 80, 68), lawn, pond, surface="sealed")
    yield pen.area("green", lawn, walkable="yes")
    yield pen.area("water", pond)
    yield pen.area("crossing", (38, 0, 42, 6), kerb_m=pen.maybe(0.02))
    yield pen.line("kerb", (6, 6), (80, 6), height_m=pen.maybe(0.12))
    yield pen.line("kerb", (6, 6), (6, 80), height_m=pen.maybe(0.12))
    yield pen.line("route", (9, 20), (80, 20), main="yes")
    yield pen.line("route", (20, 9), (20, 68))


def _houses(pen: _Pen) -> Iterator[Feature]:
    for n in range(7):
        west = 9 + n * 10
        yield pen.area(
            "building",
            (west, 68, west + 10, 80),
            height_m=pen.maybe(9.0 + n),
            use=("shop", "dwelling", "food")[n % 3],
        )
        yield pen.point("entrance", west + 2, 68, public="yes")
        yield pen.line("opening", (west + 3, 68), (west + 5, 68), type="window")
        yield pen.line("opening", (west + 6, 68), (west + 9, 68), type="shopfront")


def _furniture(pen: _Pen) -> Iterator[Feature]:
    for n in range(10):
        x, y = 14 + 13 * (n % 5), 15 + 40 * (n // 5)
        yield pen.point("lamp", x, y, height_m=pen.maybe(5.0), lumen=pen.maybe(4000.0))
    for n in range(8):
        x, y = pen.near(14 + 8 * n), pen.near(24)
        back = "yes" if n % 2 else "no"
        yield pen.line("bench", (x, y), (x + 1.8, y), width_m=pen.maybe(0.6), back=back)
    for n in range(16):
        yield pen.point("bollard", 12 + 4 * n, 9.4, diameter_m=0.2, height_m=0.9)
    for n in range(3):
        west = 24 + 14 * n
        yield pen.area("planter", (west, 48, west + 2, 50), height_m=pen.maybe(0.5))
    for n in range(4):
        yield pen.point("bin", 16 + 16 * n, 12, diameter_m=0.5)
    for n in range(3):
        yield pen.point("cycle_stand", 70 + n, 14)
    yield pen.point("fountain", 34, 36, free="yes")
    yield pen.point("stop", 60, 8)


def _greenery(pen: _Pen) -> Iterator[Feature]:
    for n in range(14):
        x, y = pen.near(13 + 9.5 * (n % 7)), pen.near(28 + 32 * (n // 7))
        yield pen.point("tree", x, y, crown_radius_m=pen.maybe(3.0), base_m=3.0)
    for n in range(2):
        yield pen.point("shrub", 44 + 6 * n, 37, height_m=pen.maybe(0.8))

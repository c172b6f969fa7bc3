"""Views compared with CGAL, whose arithmetic is exact: towns drawn by chance.

Corners are whole metres and middles of edges halves, so that an observer that is to
stand on a wall stands on it for both.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry import Polygon, box

from sbd.indicators.grid import Grid
from sbd.indicators.isovist import Visibility

cgal = pytest.importorskip("pyvispoly", reason="no wheel of pyvispoly for this machine")

Floats = NDArray[np.float64]
SIDE = 120
RADIUS = 35.0
HANDS = {
    "comb": box(0, 0, 90, 40)
    - shapely.union_all([box(x, 10, x + 4, 40) for x in range(8, 90, 12)]),
    "court": box(0, 0, 60, 60) - (box(10, 10, 50, 50) - box(14, 14, 46, 50)),
    "posts": box(0, 0, 60, 30)
    - shapely.union_all([box(x, 14, x + 1, 15) for x in range(4, 60, 4)]),
}


@lru_cache(maxsize=8)
def town(seed: int) -> Polygon:
    """A square with houses drawn by chance: straight, slanting, joined, with courts."""
    chance = np.random.default_rng(seed)
    houses = []
    for _ in range(40):
        x, y = chance.integers(2, SIDE - 14, 2)
        wide, deep = chance.integers(2, 13, 2)
        if chance.random() < 0.4:
            x2, y2 = chance.integers(-3, 4, 2)
            shape = Polygon([(x, y), (x + wide, y + y2), (x + wide + x2, y + deep)])
        else:
            shape = box(x, y, x + wide, y + deep)
        houses.append(shape.buffer(0))
    # Where two walls cross the corner is none of whole metres: it is put on one.
    joined = shapely.set_precision(shapely.union_all(houses), 1.0)
    free = box(0, 0, SIDE, SIDE) - joined
    return max(shapely.get_parts(free), key=lambda part: part.area)


SCENES = {**HANDS, **{f"town {n}": town(n) for n in range(4)}}


class Exact:
    """The visibility polygons of CGAL in one polygon."""

    def __init__(self, free: Polygon) -> None:
        turned = shapely.geometry.polygon.orient(free)
        rings = [turned.exterior, *turned.interiors]
        outer, *holes = [
            cgal.Polygon([_point(*p) for p in r.coords[:-1]]) for r in rings
        ]
        space = cgal.PolygonWithHoles(outer, holes)
        self._views = cgal.VisibilityPolygonCalculator(space)

    def ring(self, point: Floats) -> Floats:
        view = self._views.compute_visibility_polygon(_point(*point))
        return np.array([(float(p.x()), float(p.y())) for p in view.boundary()])


def _point(x: float, y: float) -> Any:
    return cgal.Point(float(x), float(y))


def observers(free: Polygon, view: Visibility, kind: str) -> Floats:
    """Return points by a rule: within, on walls, on corners, on inner mesh edges."""
    rings = shapely.get_rings(free)
    walls = np.concatenate([np.stack([r[:-1], r[1:]], 1) for r in map(_corners, rings)])
    if kind == "wall":
        return walls.mean(axis=1)[::3]
    if kind == "corner":
        # Where two houses touch in a corner, what is seen depends on the side.
        corners, times = np.unique(walls[:, 0], axis=0, return_counts=True)
        return corners[times == 1][::3]
    if kind == "within":
        cells = Grid.over(free, 7.0)
        return cells.centres[cells.inside(free.buffer(-0.2)).ravel()][::3]
    mesh = view.mesh
    triangle, edge = np.nonzero(mesh.neighbours >= 0)
    ends = mesh.triangles[triangle, edge], mesh.triangles[triangle, (edge + 1) % 3]
    inner = (mesh.vertices[ends[0]] + mesh.vertices[ends[1]]) / 2 + mesh.origin
    return inner[:: max(1, len(inner) // 25)]


def _corners(ring: shapely.LinearRing) -> Floats:
    return shapely.get_coordinates(ring)


def in_circle(ring: Floats, centre: Floats, radius: float) -> float:
    """Return the area of a ring that a circle leaves, edge by edge in closed form."""
    total = 0.0
    for a, b in zip(ring - centre, np.roll(ring, -1, axis=0) - centre, strict=True):
        line = b - a
        # Where the edge is in the circle: a + t * line, t from low to high.
        p, q, r = line @ line, a @ line, a @ a - radius**2
        root = q * q - p * r
        low, high = 0.0, 0.0
        if root > 0:
            low = min(1.0, max(0.0, (-q - root**0.5) / p))
            high = min(1.0, max(0.0, (-q + root**0.5) / p))
        c, d = a + low * line, a + high * line
        total += radius**2 * (angle(a, c) + angle(d, b)) / 2
        total += (c[0] * d[1] - c[1] * d[0]) / 2
    return abs(float(total))


def angle(a: Floats, b: Floats) -> float:
    return float(np.arctan2(a[0] * b[1] - a[1] * b[0], a @ b))


@pytest.mark.parametrize("kind", ["within", "wall", "corner", "mesh edge"])
@pytest.mark.parametrize("scene", SCENES)
def test_areas_are_those_of_cgal(scene: str, kind: str) -> None:
    free = SCENES[scene]
    view, exact = Visibility(free), Exact(free)
    points = observers(free, view, kind)
    assert len(points) > 3
    rings = [exact.ring(p) for p in points]
    whole = [Polygon(ring).area for ring in rings]
    assert view.areas(points) == pytest.approx(whole, rel=1e-9)
    near = [in_circle(r, p, RADIUS) for r, p in zip(rings, points, strict=True)]
    assert view.areas(points, RADIUS) == pytest.approx(near, rel=1e-9)


@pytest.mark.parametrize("scene", SCENES)
def test_views_lie_where_cgal_sees(scene: str) -> None:
    free = SCENES[scene]
    view, exact = Visibility(free), Exact(free)
    points = observers(free, view, "within")
    for point, found in zip(points, view.isovists(points), strict=True):
        other = Polygon(exact.ring(point))
        assert shapely.symmetric_difference(found, other).area < 1e-6


@pytest.mark.parametrize("scene", ["court", "town 1", "town 3"])
def test_who_sees_a_cell_is_who_cgal_says(scene: str) -> None:
    free = SCENES[scene]
    view, exact = Visibility(free), Exact(free)
    points = observers(free, view, "wall")
    # No cell centre lies on a line through two corners of whole or half metres.
    grid = Grid(0.271828, 0.314159, 2.0, 58, 58)
    seen = [shapely.contains_xy(Polygon(exact.ring(p)), grid.centres) for p in points]
    assert (view.count(points, grid).ravel() == np.sum(seen, axis=0)).all()
    targets = grid.centres[:: len(grid.centres) // 40]
    there = np.array(seen)[:, :: len(grid.centres) // 40]
    a, b = np.repeat(points, len(targets), axis=0), np.tile(targets, (len(points), 1))
    assert (view.visible(a, b) == there.ravel()).all()
    assert (view.visible(b, a) == there.ravel()).all()


def test_turned_into_lambert_coordinates_the_areas_stay() -> None:
    free = SCENES["town 2"]
    view, exact = Visibility(free), Exact(free)
    points = observers(free, view, "within")
    whole = [Polygon(exact.ring(p)).area for p in points]

    def moved(shape: Any) -> Any:
        turned = affinity.rotate(shape, 33, origin=(0, 0))
        return affinity.translate(turned, 148_900.0, 170_600.0)

    there = shapely.get_coordinates([moved(shapely.Point(p)) for p in points])
    assert Visibility(moved(free)).areas(there) == pytest.approx(whole, rel=1e-7)

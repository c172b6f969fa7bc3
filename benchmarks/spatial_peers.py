"""The peers that isovists are compared with, each as its documentation says.

pyvispoly stands on CGAL: exact arithmetic, and GPL. pysovist sweeps wedges in numpy.
The fan of rays is what one writes by hand with shapely.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from spatial_scenes import segments

Floats = NDArray[np.float64]
#: Rays of the fan.
RAYS = 360
#: How far a ray goes where there is no limit. [m]
FAR_M = 20_000.0


class Cgal:
    """Visibility polygons of CGAL in the part of a space that holds each observer."""

    def __init__(self, free: BaseGeometry) -> None:
        import pyvispoly

        self._point = pyvispoly.Point
        self.parts = shapely.get_parts(free)
        self._made = [
            pyvispoly.VisibilityPolygonCalculator(
                pyvispoly.PolygonWithHoles(
                    pyvispoly.Polygon(self._ring(part.exterior)),
                    [
                        pyvispoly.Polygon(self._ring(r, hole=True))
                        for r in part.interiors
                    ],
                )
            )
            for part in self.parts
        ]

    def _ring(self, ring: BaseGeometry, *, hole: bool = False) -> list[object]:
        corners = shapely.get_coordinates(shapely.Polygon(ring).normalize().exterior)
        # Normalised rings run clockwise; CGAL wants that of holes only.
        corners = corners[:-1] if hole else corners[:0:-1]
        return [self._point(float(x), float(y)) for x, y in corners]

    def views(self, points: Floats) -> list[object]:
        """Return what each point sees; a point must lie in the space."""
        where = shapely.STRtree(self.parts).query_nearest(
            shapely.points(points), all_matches=False
        )[1]
        return [
            self._made[part].compute_visibility_polygon(self._point(float(x), float(y)))
            for part, (x, y) in zip(where, points, strict=True)
        ]

    def areas(self, points: Floats) -> Floats:
        return np.array([float(view.area()) for view in self.views(points)])

    def rings(self, points: Floats) -> list[Floats]:
        return [
            np.array([(float(p.x()), float(p.y())) for p in view.boundary()])
            for view in self.views(points)
        ]


def pysovist_areas(
    free: BaseGeometry, radius: float | None
) -> Callable[[Floats], Floats]:
    """Return a function from points to exact areas."""
    import pysovist

    plan = pysovist.Plan(segments(free))
    reach = np.inf if radius is None else radius

    def areas(points: Floats) -> Floats:
        views = (pysovist.isovist(plan, p, max_distance=reach) for p in points)
        return np.array([view.area for view in views])

    return areas


def fan_areas(free: BaseGeometry, radius: float | None) -> Callable[[Floats], Floats]:
    """Return a function from points to areas by rays cut at the nearest wall."""
    tree = shapely.STRtree(shapely.linestrings(segments(free)))
    angles = 2 * np.pi * np.arange(RAYS) / RAYS
    away = np.column_stack([np.cos(angles), np.sin(angles)])
    length = FAR_M if radius is None else radius

    def reach(point: Floats) -> Floats:
        rays = shapely.linestrings(
            np.stack([np.tile(point, (RAYS, 1)), point + length * away], axis=1)
        )
        ray, wall = tree.query(rays, predicate="intersects")
        met = shapely.intersection(rays[ray], tree.geometries[wall])
        distance = shapely.distance(shapely.points(point), met)
        nearest = np.full(RAYS, length)
        np.minimum.at(nearest, ray, distance)
        return nearest

    def areas(points: Floats) -> Floats:
        ends = np.array([reach(p) for p in points])
        return (
            (ends * np.roll(ends, -1, axis=1)).sum(axis=1)
            * np.sin(2 * np.pi / RAYS)
            / 2
        )

    return areas


def area_in_circle(ring: Floats, centre: Floats, radius: float) -> float:
    """Return the area of a ring's inside that lies within a circle, in closed form.

    Each edge gives the signed area, seen from the centre, of what is under it: a
    triangle where the edge is in the circle, a sector where it is not.
    """
    a = ring - centre
    b = np.roll(a, -1, axis=0)
    d = b - a
    square, dot = (d * d).sum(axis=1), (a * d).sum(axis=1)
    root = dot**2 - square * ((a * a).sum(axis=1) - radius**2)
    half = np.sqrt(np.maximum(root, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        enter = np.where(root > 0, np.clip((-dot - half) / square, 0, 1), 0.0)
        leave = np.where(root > 0, np.clip((-dot + half) / square, 0, 1), 0.0)
    p, q = a + enter[:, None] * d, a + leave[:, None] * d
    sectors = _angle(a, p) + _angle(q, b)
    return float(abs(radius**2 * sectors.sum() + _cross(p, q).sum()) / 2)


def _cross(a: Floats, b: Floats) -> Floats:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])


def _angle(a: Floats, b: Floats) -> Floats:
    return np.arctan2(_cross(a, b), (a * b).sum(axis=1))

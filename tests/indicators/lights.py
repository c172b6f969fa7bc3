"""Plans with lamps, and what light is by plain geometry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.illuminance import lighting
from sbd.indicators.photometry import horizontal
from sbd.plans.plan import Plan, make_plan

#: All kinds that light asks for.
DECLARED = (
    "lamp", "building", "tree", "wall", "shrub", "square", "footway", "crossing",
    "play", "youth", "terrace", "opening", "entrance", "cycle_stand", "cycleway",
    "fence", "hedge", "planter", "kiosk", "route",
)  # fmt: skip
#: The lamp of the golden numbers.
LAMP: Mapping[str, Any] = {
    "height_m": 5.0, "lumen": 4000.0, "cutoff_deg": 70.0, "mf": 0.8, "diameter_m": 0.0
}  # fmt: skip
TREE = {"crown_radius_m": 2.0, "base_m": 2.0, "height_m": 8.0}
SITE = box(0, 0, 40, 40)


def lamp(x: float, y: float, **other: Any) -> tuple[Point, dict[str, Any]]:
    """Return a lamp, the golden one but for what is said."""
    return Point(x, y), {**LAMP, **other}


def square(site: BaseGeometry = SITE, **things: Any) -> Plan:
    """Return a plan whose site is one square, complete for all that light asks."""
    return make_plan({"square": [site], **things}, site=site, declare=DECLARED)


def ground(plan: Plan, *points: tuple[float, float]) -> list[float]:
    """Return the light on the ground at points. [lx]"""
    rays = lighting(plan).rays(points, 0.0)
    given = horizontal(rays.candela, rays.height, rays.away)
    return rays.total(given, len(points)).tolist()


def plain_light(plan: Plan, spots: np.ndarray, *, slack: float) -> np.ndarray:
    """Return the light on the ground at spots, lamp by lamp with shapely alone.

    `slack` makes all that hides as much smaller, so that two answers that differ tell
    of a ray that only grazes. [m]
    """
    total = np.zeros(len(spots))
    for _, row in plan.of("lamp").iterrows():
        foot, h = np.array(row.geometry.coords[0]), row.height_m
        away = np.hypot(*(spots - foot).T)
        gamma = np.arctan2(away, h)
        cone = 2 * np.pi * (1 - np.cos(np.radians(row.cutoff_deg)))
        given = row.mf * row.lumen / cone * np.cos(gamma) ** 3 / h**2
        lit = (np.degrees(gamma) <= row.cutoff_deg) & (away <= 50)
        near = np.flatnonzero(lit)
        rays = shapely.linestrings([[foot, spot] for spot in spots[near]])
        lit[near] = [not hides for hides in _hidden(plan, rays, h, slack)]
        total += np.where(lit, given, 0.0)
    return total


def _hidden(plan: Plan, rays: np.ndarray, h: float, slack: float) -> np.ndarray:
    """Tell which rays from a height down to the ground something hides."""
    houses = plan.of("building").geometry.buffer(-slack).union_all()
    hidden = shapely.intersects(houses, rays)
    for tree in plan.of("tree").itertuples():
        disc = tree.geometry.buffer(tree.crown_radius_m - slack, quad_segs=128)
        for n, inside in enumerate(shapely.intersection(rays, disc)):
            if inside.length > 0:
                heights = _heights(rays[n], h, inside)
                below = min(heights) < tree.height_m - slack
                hidden[n] |= below and max(heights) > tree.base_m + slack
    for kind in ("wall", "shrub"):
        for thing in plan.of(kind).itertuples():
            shape = thing.geometry
            edge = shape if shape.geom_type == "LineString" else shape.boundary
            for n, met in enumerate(shapely.intersection(rays, edge)):
                if not met.is_empty:
                    hidden[n] |= min(_heights(rays[n], h, met)) < thing.height_m - slack
    return hidden


def _heights(ray: LineString, h: float, part: BaseGeometry) -> list[float]:
    """Return how high a ray runs over the corners of a part of it. [m]"""
    return [
        h * (1 - ray.project(Point(corner)) / ray.length)
        for corner in shapely.get_coordinates(part)
    ]

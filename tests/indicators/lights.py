"""Plans with lamps for school geometry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.ground import SOLID
from sbd.indicators.illuminance import lighting
from sbd.indicators.photometry import horizontal
from sbd.plans.kinds import GROUND_ORDER
from sbd.plans.plan import Plan, make_plan

#: All kinds that light asks for, and all that decide where there is ground.
DECLARED = (
    *GROUND_ORDER, *SOLID, "shrub", "opening", "entrance", "cycle_stand", "route",
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

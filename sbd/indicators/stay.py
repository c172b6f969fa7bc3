"""The stay area of a plan: where people sit, play and linger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from shapely.geometry.base import BaseGeometry

from sbd.indicators.ground import SOLID, site_ground
from sbd.plans.kinds import GROUND_ORDER
from sbd.plans.plan import Plan

#: Codes of the defaults that stand in for stay zones.
FROM_SQUARES = "stay_area_from_squares"
FROM_WALKABLE = "stay_area_is_walkable"


@dataclass(frozen=True, eq=False)
class StayArea:
    """The stay area T of the site.

    Parameters
    ----------
    area : Polygon or MultiPolygon
        Stay zones, else square and play ground, else all walkable ground. [m]
    floor : Polygon or MultiPolygon
        The same before the footprints of furniture are taken off: where a bench
        stands, though nobody can walk there. [m]
    kinds : tuple of str
        Kinds that decide it; more of any of them may help or hurt.
    defaults : tuple of str
        Codes of what stood in for stay zones.
    """

    area: BaseGeometry
    floor: BaseGeometry
    kinds: tuple[str, ...]
    defaults: tuple[str, ...]

    def complete(self, plan: Plan) -> bool:
        """Whether the plan is complete for all that decides the stay area."""
        return plan.declared.issuperset(self.kinds)


@lru_cache(maxsize=8)
def stay_area(plan: Plan) -> StayArea:
    """Return the stay area T of the site. Source: method, section 8.

    Parameters
    ----------
    plan : Plan
        With a site.

    Returns
    -------
    StayArea
        The same object for the same plan.
    """
    ground = site_ground(plan)
    if not ground.stay_zones.is_empty:
        zones = ground.stay_zones
        return StayArea(zones, zones, ("stay_zone",), ())
    if not ground.of("square", "play").is_empty:
        above = GROUND_ORDER[: GROUND_ORDER.index("square") + 1]
        return StayArea(
            ground.stay, ground.stay, ("stay_zone", *above), (FROM_SQUARES,)
        )
    kinds = tuple(dict.fromkeys(("stay_zone", *GROUND_ORDER, *SOLID)))
    return StayArea(ground.walkable, ground.walked, kinds, (FROM_WALKABLE,))

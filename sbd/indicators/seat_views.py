"""What people who sit can watch over."""

from __future__ import annotations

from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from sbd.indicators import obstacles
from sbd.indicators.ground import polygons_of, union
from sbd.indicators.seats import free_benches
from sbd.plans.plan import Plan


@lru_cache(maxsize=16)
def watched(
    plan: Plan,
    reach_m: float,
    eye_m: float,
    shrub_m: float,
    crown_m: float,
    best: bool,
) -> BaseGeometry:
    """Return the ground that somebody on a free bench sees nearby.

    Parameters
    ----------
    plan : Plan
        With a site; benches anywhere near it.
    reach_m : float
        How far they watch over something. [m]
    eye_m, shrub_m, crown_m, best
        What hides, see `sbd.indicators.obstacles.opaque`. [m]

    Returns
    -------
    Polygon or MultiPolygon
        Seen from the middle of some bench. [m]
    """
    benches = free_benches(plan)
    near = benches[shapely.dwithin(benches.geometry.to_numpy(), plan.judged, reach_m)]
    if near.empty:
        return shapely.Polygon()
    eyes = obstacles.view(
        plan,
        eye_m,
        best=best,
        shrub_height_max_m=shrub_m,
        crown_base_min_m=crown_m,
    )
    middles = shapely.get_coordinates(shapely.centroid(near.geometry.to_numpy()))
    return polygons_of(union(eyes.isovists(middles, reach_m)))

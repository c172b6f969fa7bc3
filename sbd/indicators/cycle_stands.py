"""Cycle parking: whether it is lit at night and overlooked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among, obstacles
from sbd.indicators.eyes import Rules, overlooking
from sbd.indicators.grid import Grid
from sbd.indicators.ground import site_ground, union
from sbd.indicators.illuminance import Lighting, lighting
from sbd.indicators.light_answers import HIDING, lighting_lacks, no_lamps
from sbd.indicators.light_shadows import assumed as assumed_crowns
from sbd.indicators.light_shadows import lacking as unsaid_shadows
from sbd.indicators.luminaires import buildings_near
from sbd.indicators.measurement import (
    Bound,
    Measurement,
    Place,
    Reason,
    measured,
    unknown,
)
from sbd.indicators.missing import (
    between,
    bound_by,
    declared_none,
    kind_missing,
)
from sbd.indicators.openings import Weights, openings
from sbd.indicators.openings import lacking as unsaid_openings
from sbd.indicators.photometry import horizontal
from sbd.indicators.registry import indicator, need
from sbd.plans.plan import Plan

Floats = NDArray[np.float64]
#: Light around a stand is taken at points this far apart. [m]
STEP_M = 0.5
#: A cycle line that runs this far through a place to stay or play cuts it. [m]
_CUTS_M = 0.5
#: A line drawn this near to the border of a place runs along it. [m]
_BORDER_M = 0.1
#: A sum this little below a bound reaches it: noise of the arithmetic.
_NOISE = 1e-9
#: Flag named by the checklist.
THROUGH = "cycleway_through_stay_area"


@dataclass(frozen=True)
class _Rules:
    """What makes a stand a good one [lx, lx, m, 1], and what sees it."""

    mean: float
    least: float
    reach: float
    seen: float
    eyes: Rules


@dataclass(frozen=True, eq=False)
class _Stand:
    """One stand: the light around it and how much it is overlooked."""

    element_id: str
    shape: BaseGeometry
    mean: float
    least: float
    seen: float

    def lit(self, rules: _Rules) -> bool:
        """Tell whether there is light enough around the stand."""
        mean, least = self.mean + _NOISE, self.least + _NOISE
        return mean >= rules.mean and least >= rules.least

    def fault(self, rules: _Rules) -> str | None:
        """Say what the stand lacks; None where it is lit and overlooked."""
        if not self.lit(rules):
            return "stand_dark"
        return None if self.seen >= rules.seen - _NOISE else "stand_not_overlooked"


@indicator(
    "%",
    need("cycle_stand", none="settles"),
    *among.LAMPS,
    *among.SHADOWS,
    *among.SEEN,
    *among.hiding(among.SEEN_M),
    need("cycleway"),
)
def good_cycle_stand_share(  # noqa: PLR0913 - the parameters of a checklist
    plan: Plan,
    *,
    stand_light_mean_lx: float = 5.0,
    stand_light_min_lx: float = 1.0,
    stand_light_reach_m: float = 2.0,
    overlook_threshold: float = 0.5,
    overlook_full_m: float = 25.0,
    overlook_end_m: float = 100.0,
    overlook_weight_shopfront: float = 1.0,
    overlook_weight_entrance: float = 0.8,
    overlook_weight_dwelling_low: float = 0.6,
    overlook_weight_dwelling_high: float = 0.3,
    overlook_weight_office: float = 0.5,
    eye_height_m: float = obstacles.EYE_M,
    shrub_height_max_m: float = obstacles.SHRUB_M,
    crown_base_min_m: float = obstacles.CROWN_M,
    light_reach_m: float = 50.0,
    maintenance_factor: float = 0.8,
    lamp_cutoff_deg: float = 70.0,
) -> Measurement:
    """Measure the share of cycle stands that are lit and overlooked.

    Parameters
    ----------
    plan : Plan
        With a site.
    stand_light_mean_lx, stand_light_min_lx : float
        Mean and least light on the ground around a stand. [lx]
        Source: CIE 115, class P4.
    stand_light_reach_m : float
        How far around it. [m] Source: method, section 8, A-12.
    overlook_threshold, overlook_full_m, overlook_end_m : float
        How much openings must overlook a stand, and how far they count. [1, m, m]
        With the weights and heights as in
        `sbd.indicators.surveillance.overlooked_share`.
    overlook_weight_shopfront, overlook_weight_entrance : float
        [1]
    overlook_weight_dwelling_low, overlook_weight_dwelling_high : float
        [1]
    overlook_weight_office : float
        [1]
    eye_height_m, shrub_height_max_m, crown_base_min_m : float
        What hides a stand from them. [m]
    light_reach_m, maintenance_factor, lamp_cutoff_deg : float
        As in `sbd.indicators.illumination.lit_mean`.

    Returns
    -------
    Measurement
        Good stands over all stands in the site; 0 without stands. [%] Flag
        ``cycleway_through_stay_area`` where a cycleway runs through a stay zone or
        a place for play or youth. Unknown where a kind is neither present nor
        declared or what is missing could change the share.

    References
    ----------
    Method, section 8, A-12.
    """
    if not plan.known("cycle_stand"):
        return unknown("%", kind_missing("cycle_stand"))
    stands = plan.near("cycle_stand", plan.judged).sort_index()
    if stands.empty:
        return _flagged(plan, _none(plan))
    reason = _lacks(plan)
    if reason is not None:
        return unknown("%", reason)
    light = lighting(
        plan,
        light_reach_m=light_reach_m,
        maintenance_factor=maintenance_factor,
        lamp_cutoff_deg=lamp_cutoff_deg,
    )
    weights = Weights(
        overlook_weight_shopfront,
        overlook_weight_entrance,
        overlook_weight_dwelling_low,
        overlook_weight_dwelling_high,
        overlook_weight_office,
    )
    heights = eye_height_m, shrub_height_max_m, crown_base_min_m
    eyes = Rules(weights, overlook_full_m, overlook_end_m, *heights)
    lit = stand_light_mean_lx, stand_light_min_lx, stand_light_reach_m
    rules = _Rules(*lit, overlook_threshold, eyes)
    return _flagged(plan, _share(light, stands, rules))


def _lacks(plan: Plan) -> Reason | None:
    """Say which kinds are neither present nor declared."""
    if no_lamps(plan):
        return None
    lacking = lighting_lacks(plan)
    if lacking is None and not (plan.known("opening") or plan.known("entrance")):
        lacking = kind_missing("opening", "entrance")
    return lacking or obstacles.unsaid_kinds(plan)


def _none(plan: Plan) -> Measurement:
    """Without a stand there is no good one."""
    return measured(
        0.0,
        "%",
        declared_none("cycle_stand")
        if "cycle_stand" in plan.declared
        else Reason("no_stand_in_site"),
        bound=bound_by(plan, helping=["cycle_stand"]),
        completeness=plan.completeness("cycle_stand"),
    )


def _share(light: Lighting, stands: gpd.GeoDataFrame, rules: _Rules) -> Measurement:
    """Count the good stands, at worst and at best."""
    plan, lamps = light.plan, light.lamps
    worst = _stands(light, stands, rules, best=False)
    best = _stands(light, stands, rules, best=True)
    if len(lamps.unclear):
        best = [replace(s, mean=np.inf, least=np.inf) for s in best]
    low, high = (
        100 * sum(s.fault(rules) is None for s in found) / len(stands)
        for found in (worst, best)
    )
    good = round(low * len(stands) / 100)
    found = measured(
        low,
        "%",
        Reason("stands_found", {"good": good, "stands": len(stands)}),
        where=tuple(_places(worst, rules)),
        bound=_bound(plan),
        completeness=plan.completeness("cycle_stand", "lamp", "opening", *HIDING),
        assumed=tuple(sorted({*lamps.assumed, *assumed_crowns(plan, lamps)})),
        defaults=(*lamps.defaults, *openings(plan, rules.eyes.weights).defaults),
    )
    reason = _open(light, rules, worst, best)
    return found if reason is None else between(found, reason, worst=low, best=high)


def _open(
    light: Lighting, rules: _Rules, worst: list[_Stand], best: list[_Stand]
) -> Reason | None:
    """Say what leaves the share open: the light, else the eyes; None where nothing."""
    plan, found = light.plan, openings(light.plan, rules.eyes.weights)
    if any(w.lit(rules) != b.lit(rules) for w, b in zip(worst, best, strict=True)):
        return light.lamps.lacking() or unsaid_shadows(plan, light.lamps)
    if not found.own.all():
        count = int((~found.own).sum())
        return Reason("openings_assumed", {"count": count, "of": len(found.own)})
    unsaid = unsaid_openings(plan, found, night=found.night_known)
    return unsaid or obstacles.lacking(plan, **rules.eyes.hiding)


def _bound(plan: Plan) -> Bound:
    """More stands can do either; more lamps and doors help, obstacles hurt."""
    return bound_by(
        plan,
        helping=["cycle_stand", "lamp", "opening", "entrance"],
        hurting=["cycle_stand", *obstacles.HIDING],
    )


def _stands(
    light: Lighting, stands: gpd.GeoDataFrame, rules: _Rules, *, best: bool
) -> list[_Stand]:
    """Judge the light around each stand and the eyes on it."""
    plan = light.plan
    middles = shapely.get_coordinates(shapely.centroid(stands.geometry.to_numpy()))
    eyes = rules.eyes
    times = (False, True) if openings(plan, eyes.weights).night_known else (False,)
    seen = np.min(
        [overlooking(plan, middles, night=t, best=best, rules=eyes) for t in times],
        axis=0,
    )
    shapes = stands.geometry.to_numpy()
    mean, least = _light_around(light, shapes, rules.reach, best=best)
    return [
        _Stand(str(i), shapes[n], float(mean[n]), float(least[n]), float(seen[n]))
        for n, i in enumerate(stands.index)
    ]


def _light_around(
    light: Lighting, stands: NDArray[np.object_], reach: float, *, best: bool
) -> tuple[Floats, Floats]:
    """Return the mean and the least light around each stand, outdoors. (m,) [lx]"""
    around = shapely.difference(
        shapely.buffer(stands, reach), buildings_near(light.plan)
    )
    spots = [_points_in(area) for area in around]
    count = [len(p) for p in spots]
    points = np.concatenate(spots)
    rays = light.rays(points, 0.0, best=best)
    given = horizontal(rays.candela, rays.height, rays.away)
    parts = np.split(rays.total(given, len(points)), np.cumsum(count)[:-1])
    return (
        np.array([part.mean() if len(part) else 0.0 for part in parts]),
        np.array([part.min() if len(part) else 0.0 for part in parts]),
    )


def _points_in(area: BaseGeometry) -> Floats:
    """Return points of a square lattice in an area. (n, 2) [m]"""
    grid = Grid.over(area, STEP_M)
    return grid.centres[grid.inside(area).ravel()]


def _places(stands: list[_Stand], rules: _Rules) -> Iterator[Place]:
    """Show each stand, with the mean light around it or what overlooks it."""
    for stand in stands:
        fault = stand.fault(rules)
        if fault == "stand_not_overlooked":
            yield Place(
                stand.shape, "finding", stand.seen, fault, stand.element_id, "1"
            )
        else:
            yield Place(
                stand.shape,
                "finding" if fault else "good",
                stand.mean,
                fault or "stand_good",
                stand.element_id,
                "lx",
            )


def _flagged(plan: Plan, found: Measurement) -> Measurement:
    """Raise the flag where a cycleway runs through a place to stay or play."""
    ground = site_ground(plan)
    places = [plan.near(kind, plan.judged).geometry for kind in ("play", "youth")]
    stay = union([ground.stay_zones, *places[0], *places[1]])
    ways = plan.near("cycleway", plan.judged).geometry.intersection(
        stay.buffer(-_BORDER_M)
    )
    return replace(found, flags=(THROUGH,)) if (ways.length > _CUTS_M).any() else found

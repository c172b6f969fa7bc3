"""Light on the ground people walk on: how much, how dark at its darkest, how even."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among
from sbd.indicators.fields import Field
from sbd.indicators.ground import SOLID, assumed_walkable, site_ground
from sbd.indicators.illuminance import GroundLight, Lighting, ground_light, lighting
from sbd.indicators.light_answers import answered, lamp_places, lighting_lacks
from sbd.indicators.measurement import Measurement, Place, Reason, unknown
from sbd.indicators.patches import patches
from sbd.indicators.registry import indicator
from sbd.plans.kinds import GROUND_ORDER
from sbd.plans.plan import Plan

Floats = NDArray[np.float64]
#: Smaller dark patches are shadows of posts, not places. [m2] Source: ours.
PATCH_MIN_M2 = 4.0
#: So many patches are shown at most, the largest.
_PATCHES = 20
#: Kinds that decide where there is walkable ground; more of them can do either.
_GROUND = (*GROUND_ORDER, *SOLID)


@dataclass(frozen=True)
class _Level:
    """The light on a site's walkable cells in three numbers. [lx, lx, 1]"""

    mean: float
    low: float

    @property
    def evenness(self) -> float:
        """Low over mean; 0 in the dark."""
        return self.low / self.mean if self.mean > 0 else 0.0


@indicator("lx", *among.LAMPS, among.WALKABLE, *among.SHADOWS)
def lit_mean(
    plan: Plan,
    *,
    light_reach_m: float = 50.0,
    maintenance_factor: float = 0.8,
    lamp_cutoff_deg: float = 70.0,
) -> Measurement:
    """Measure the mean light on the walkable ground.

    Over the cells of 1 m whose centre is walkable (W). A lamp gives
    ``I cos^3(gamma) / h^2`` times its maintenance factor where nothing hides it:
    buildings hide always, a crown where the ray from lamp to cell passes between its
    base and its top, a wall or shrub where the ray passes below its height.

    Parameters
    ----------
    plan : Plan
        With a site.
    light_reach_m : float
        Lamps so near to the site count. [m] Source: method, section 8, S-09.
    maintenance_factor : float
        Of lamps without ``mf``. [1] Source: domain, H.
    lamp_cutoff_deg : float
        Of lamps without ``cutoff_deg``. [deg] Source: domain, H.

    Returns
    -------
    Measurement
        [lx] 0 where lamps are declared none. Unknown where a kind is neither present
        nor declared; where a lamp lacks its height or light flow (at worst dark, at
        best without bound) and where a crown, wall or shrub lacks a size.

    References
    ----------
    Method, section 8, S-09; domain, C3. An estimate, not a lighting design.
    """
    light = lighting(
        plan,
        light_reach_m=light_reach_m,
        maintenance_factor=maintenance_factor,
        lamp_cutoff_deg=lamp_cutoff_deg,
    )
    refused = _refused(light, "lx")
    if refused is not None:
        return refused
    found = ground_light(light)
    level, best = _levels(found)
    return answered(
        light,
        "lx",
        Reason("light_found", {"lamps": light.lamps.count, "mean_lx": level.mean}),
        worst=level.mean,
        best=best.mean,
        unclear=(level.mean, np.inf),
        where=tuple(lamp_places(light)),
        assumed=assumed_walkable(plan),
        ground=_GROUND,
    )


@indicator("lx", *among.LAMPS, among.WALKABLE, *among.SHADOWS)
def lit_low(
    plan: Plan,
    *,
    percentile: float = 5.0,
    dark_patch_lx: float = 1.0,
    light_reach_m: float = 50.0,
    maintenance_factor: float = 0.8,
    lamp_cutoff_deg: float = 70.0,
) -> Measurement:
    """Measure the light where the walkable ground is darkest.

    Parameters
    ----------
    plan : Plan
        With a site.
    percentile : float
        The percentile of the cells that stands for the minimum. [%]
        Source: method, section 4.
    dark_patch_lx : float
        Darker cells are shown as dark patches; they decide no level. [lx]
        Source: CIE 115, least light of class P4.
    light_reach_m, maintenance_factor, lamp_cutoff_deg : float
        As in `lit_mean`.

    Returns
    -------
    Measurement
        [lx] States as in `lit_mean`.

    References
    ----------
    Method, section 8, S-09.
    """
    light = lighting(
        plan,
        light_reach_m=light_reach_m,
        maintenance_factor=maintenance_factor,
        lamp_cutoff_deg=lamp_cutoff_deg,
    )
    refused = _refused(light, "lx")
    if refused is not None:
        return refused
    found = ground_light(light)
    level, best = _levels(found, percentile)
    dark = found.walkable & (found.worst < dark_patch_lx)
    share = 100 * float(dark.sum()) / float(found.walkable.sum())
    args = {
        "percentile": percentile,
        "rest_pct": 100 - percentile,
        "low_lx": level.low,
        "dark_pct": share,
        "dark_lx": dark_patch_lx,
    }
    return answered(
        light,
        "lx",
        Reason("darkness_found", args),
        worst=level.low,
        best=best.low,
        unclear=(level.low, np.inf),
        where=tuple(_dark_places(found, dark, site_ground(plan).walkable)),
        assumed=assumed_walkable(plan),
        ground=_GROUND,
    )


@indicator("1", *among.LAMPS, among.WALKABLE, *among.SHADOWS)
def lit_evenness(
    plan: Plan,
    *,
    percentile: float = 5.0,
    light_reach_m: float = 50.0,
    maintenance_factor: float = 0.8,
    lamp_cutoff_deg: float = 70.0,
) -> Measurement:
    """Measure how even the light on the walkable ground is: `lit_low` / `lit_mean`.

    Parameters
    ----------
    plan : Plan
        With a site.
    percentile, light_reach_m, maintenance_factor, lamp_cutoff_deg : float
        As in `lit_low`.

    Returns
    -------
    Measurement
        0 in the dark, 1 where all cells are lit alike. [1] States as in `lit_mean`.

    References
    ----------
    Method, section 8, S-09.
    """
    light = lighting(
        plan,
        light_reach_m=light_reach_m,
        maintenance_factor=maintenance_factor,
        lamp_cutoff_deg=lamp_cutoff_deg,
    )
    refused = _refused(light, "1")
    if refused is not None:
        return refused
    found = ground_light(light)
    level, best = _levels(found, percentile)
    # More light elsewhere can make the same low value less even, so both are bounds.
    least = level.low / best.mean if best.mean > 0 else 0.0
    most = min(1.0, best.low / level.mean) if level.mean > 0 else 0.0
    args = {"low_lx": level.low, "mean_lx": level.mean}
    return answered(
        light,
        "1",
        Reason("evenness_found", args),
        worst=min(least, level.evenness, best.evenness),
        best=max(most, level.evenness, best.evenness),
        unclear=(0.0, 1.0),
        where=tuple(_brightest(found)),
        assumed=assumed_walkable(plan),
        ground=_GROUND,
        either=True,
    )


def _refused(light: Lighting, unit: str) -> Measurement | None:
    """Answer where the light on the ground cannot be measured at all."""
    reason = lighting_lacks(light.plan)
    if reason is None and not ground_light(light).walkable.any():
        reason = Reason("walkable_ground_missing")
    return None if reason is None else unknown(unit, reason)  # type: ignore[arg-type]


def _levels(found: GroundLight, percentile: float = 5.0) -> tuple[_Level, _Level]:
    """Sum the cells up, at worst and at best."""
    worst, best = (
        _Level(float(v.mean()), float(np.percentile(v, percentile)))
        for v in (found.worst[found.walkable], found.best[found.walkable])
    )
    return worst, best


def _dark_places(
    found: GroundLight, dark: NDArray[np.bool_], area: BaseGeometry
) -> Iterator[Place]:
    """Show the largest dark patches, each with its lowest light."""
    centres, values = found.grid.centres[dark.ravel()], found.worst[dark]
    for patch in patches(found.grid, dark, area)[:_PATCHES]:
        if patch.area < PATCH_MIN_M2:
            break
        shapely.prepare(patch)
        lowest = values[shapely.contains_xy(patch, centres)].min(initial=np.inf)
        if np.isfinite(lowest):
            yield Place(patch, "finding", float(lowest), "dark_patch")


def _brightest(found: GroundLight) -> Iterator[Place]:
    """Show the brightest walkable cell, which the darkest stand out against."""
    most = int(np.argmax(np.where(found.walkable, found.worst, -1.0)))
    value = float(found.worst.flat[most])
    if value > 0:
        spot = shapely.Point(found.grid.centres[most])
        yield Place(spot, "context", value, "brightest_spot", unit="lx")


def light_field(
    plan: Plan,
    *,
    light_reach_m: float = 50.0,
    maintenance_factor: float = 0.8,
    lamp_cutoff_deg: float = 70.0,
) -> Field | None:
    """Return the light on the walkable ground of a site, for a picture.

    Parameters
    ----------
    plan : Plan
        With a site.
    light_reach_m, maintenance_factor, lamp_cutoff_deg : float
        As in `lit_mean`.

    Returns
    -------
    Field or None
        NaN where nobody walks [lx]; None where there is no lamp to show, a kind is
        missing or nothing can be walked on.
    """
    light = lighting(
        plan,
        light_reach_m=light_reach_m,
        maintenance_factor=maintenance_factor,
        lamp_cutoff_deg=lamp_cutoff_deg,
    )
    if not light.lamps.ids or _refused(light, "lx") is not None:
        return None
    if site_ground(plan).walkable.is_empty:
        return None
    found = ground_light(light)
    values = np.where(found.walkable, found.worst, np.nan)
    return Field("light", found.grid, values, "lx")

"""Shade on a hot afternoon: which seats and routes lie in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among
from sbd.indicators.fields import Field
from sbd.indicators.grid import Grid
from sbd.indicators.ground import site_ground
from sbd.indicators.measurement import (
    Bound,
    Measurement,
    Place,
    Reason,
    Role,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import (
    attribute_missing,
    between,
    bound_by,
    kind_missing,
    missing_kinds,
)
from sbd.indicators.registry import indicator, need
from sbd.indicators.routes import MainRoutes, main_routes
from sbd.indicators.seats import commercial_default, free_benches
from sbd.indicators.shadows import DECIDING, Ray, casting, grid_north_deg, shade
from sbd.indicators.sun import sun_position
from sbd.plans.plan import WINDOW_M, Plan


@indicator(
    "%",
    need("bench", "route", none="not_applicable"),
    need("bench"),
    need("route"),
    need(
        "building",
        attributes=("height_m",),
        within_m=WINDOW_M,
        among=among.sunward,
    ),
    need(
        "tree",
        attributes=("crown_radius_m", "base_m", "height_m"),
        within_m=WINDOW_M,
        among=among.sunward,
    ),
)
def shade_share(
    plan: Plan, *, sun_hour_h: float = 13.1667, sun_day: float = 202
) -> Measurement:
    """Measure how much of the seats and main routes lies in shade.

    Free benches that stand in the site (a bench is where its centroid is) and main
    routes inside the site; shadows of buildings and crowns of the window on flat
    ground. A crown is an opaque cylinder from its base to its top.

    Parameters
    ----------
    plan : Plan
        With a site.
    sun_hour_h : float
        True solar time; 13:10 is 15:00 on the clock in Brussels in July. [h]
    sun_day : float
        Day of the year; 202 is 21 July. [d]

    Returns
    -------
    Measurement
        Mean of the share of seats and the share of route length in shade; one of
        them where only one exists. [%]
        Unknown where a kind is neither present nor declared, or a height or crown
        is missing (what is filled in: `sbd.indicators.shadows.casting`). Not
        applicable where there is neither a seat nor a route.

    References
    ----------
    Method, section 8, L-02.
    """
    routes = main_routes(plan)
    lacking = missing_kinds(plan, "bench", "route", "building", "tree")
    lacking = tuple(k for k in lacking if k != "route" or not routes.known)
    if lacking:
        return unknown("%", kind_missing(*lacking))
    targets = _Targets(plan, routes)
    if targets.none:
        return not_applicable("%", Reason("no_seat_no_route"))
    latitude = shapely.get_y(plan.to_lonlat(plan.judged.centroid))
    sun = sun_position(latitude, day=sun_day, hour_h=sun_hour_h)
    if sun.altitude_deg <= 0:
        return unknown("%", Reason("sun_below_horizon"))
    ray = Ray.of(sun, grid_north_deg(plan))
    shaded = shade(plan, ray)
    seats, route = targets.seats_in(shaded), targets.route_in(shaded)
    value = targets.share_in(shaded)
    found = measured(
        value,
        "%",
        _told(seats, route),
        where=tuple(targets.places(shaded)),
        bound=_bound(plan),
        completeness=plan.completeness("bench", "building", "tree"),
        assumed=_assumed(plan, ray),
        defaults=(*targets.routes.defaults, *commercial_default(targets.seats)),
    )
    reason = _lacking(plan, ray)
    if reason is None:
        return found
    best = targets.share_in(shade(plan, ray, best=True))
    return between(found, reason, worst=value, best=best)


def shade_field(
    plan: Plan, *, sun_day: float = 202.0, sun_hour_h: float = 13.1667
) -> Field | None:
    """Return what of the walkable ground lies in shade, for a picture.

    Parameters
    ----------
    plan : Plan
        With a site.
    sun_day, sun_hour_h : float
        As in `shade_share`.

    Returns
    -------
    Field or None
        1 in shade, 0 in the sun, NaN where nobody walks [1]; what is missing casts
        the least shade. None without walkable ground, where nothing is known of
        buildings and trees, and where the sun is down.
    """
    walkable = site_ground(plan).walkable
    known = plan.known("building") or plan.known("tree")
    latitude = shapely.get_y(plan.to_lonlat(plan.judged.centroid))
    sun = sun_position(latitude, day=sun_day, hour_h=sun_hour_h)
    if walkable.is_empty or not known or sun.altitude_deg <= 0:
        return None
    shaded = shade(plan, Ray.of(sun, grid_north_deg(plan)))
    grid = Grid.over(walkable)
    inside, dark = grid.inside(walkable), grid.inside(shaded)
    return Field("shade", grid, np.where(inside, dark.astype(float), np.nan), "1")


def _told(seats: float | None, route: float | None) -> Reason:
    """Tell the shares in shade of seats and routes, as far as there are any. [%]"""
    shares = {"seats_pct": seats, "route_pct": route}
    if route is None:
        return Reason("shade_found_seats", {"seats_pct": seats})
    return Reason("shade_found" if seats is not None else "shade_found_route", shares)


@dataclass(frozen=True, eq=False)
class _Targets:
    """What ought to lie in shade: seats and main routes of the site."""

    plan: Plan
    routes: MainRoutes

    @cached_property
    def seats(self) -> gpd.GeoDataFrame:
        """Free benches whose centroid lies in the site."""
        benches = free_benches(self.plan)
        return benches[benches.centroid.intersects(self.plan.judged)]

    @property
    def none(self) -> bool:
        """Whether there is neither a seat nor a route."""
        return self.seats.empty and self.routes.empty

    def seats_in(self, shaded: BaseGeometry) -> float | None:
        """Share of the seats in shade; None without seats. [%]"""
        if self.seats.empty:
            return None
        return 100 * float(self._in(shaded).mean())

    def _in(self, shaded: BaseGeometry) -> pd.Series:
        cool: pd.Series = self.seats.centroid.intersects(shaded)
        return cool

    def route_in(self, shaded: BaseGeometry) -> float | None:
        """Share of the route length in shade; None without routes. [%]"""
        if self.routes.empty:
            return None
        network = self.routes.network
        return 100 * float(network.intersection(shaded).length / network.length)

    def share_in(self, shaded: BaseGeometry) -> float:
        """Mean of both shares; one of them where only one exists. [%]"""
        both = self.seats_in(shaded), self.route_in(shaded)
        shares = [share for share in both if share is not None]
        return sum(shares) / len(shares)

    def places(self, shaded: BaseGeometry) -> Iterator[Place]:
        """Seats and stretches in the sun (finding) and in shade (good)."""
        network = self.routes.network
        sunny, cool = network.difference(shaded), network.intersection(shaded)
        if sunny.length > 0:
            yield Place(sunny, "finding", label="route_in_sun")
        if cool.length > 0:
            yield Place(cool, "good", label="route_in_shade")
        for element_id, in_shade in self._in(shaded).items():
            role: Role = "good" if in_shade else "finding"
            label = "seat_in_shade" if in_shade else "seat_in_sun"
            shape = self.seats.geometry[element_id]
            yield Place(shape, role, None, label, str(element_id))
        if not shaded.is_empty:
            yield Place(shaded, "context", label="shade")


def _bound(plan: Plan) -> Bound:
    """More shade can only help; a bench that is not mapped can do either."""
    if "bench" not in plan.declared:
        return "open"
    return bound_by(plan, helping=["building", "tree", "route"], hurting=["route"])


def _lacking(plan: Plan, ray: Ray) -> Reason | None:
    """Say which attribute is missing most often on what may shade the site."""
    reasons = []
    for kind, attribute in DECIDING:
        things = casting(plan, kind, ray, best=True)
        if things[attribute].isna().any():
            reasons.append(attribute_missing(kind, attribute, things))
    return max(reasons, key=lambda r: int(str(r.args["count"])), default=None)


def _assumed(plan: Plan, ray: Ray) -> tuple[str, ...]:
    """Assumptions that gave shadows of the site their size."""
    names: set[str] = set()
    for kind, attribute in DECIDING:
        ids = casting(plan, kind, ray, best=False).index
        names.update(plan.assumptions_behind(kind, attribute, ids))
    return tuple(sorted(names))

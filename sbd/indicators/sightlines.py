"""Sight lines: how far one sees ahead along the routes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from sbd.indicators import among, obstacles
from sbd.indicators.ground import site_ground
from sbd.indicators.measurement import Measurement, Place, Reason, measured, unknown
from sbd.indicators.missing import between, bound_by, kind_missing
from sbd.indicators.obstacles import CROWN_M, EYE_M, HIDING, SEATED_EYE_M, SHRUB_M
from sbd.indicators.registry import indicator
from sbd.indicators.routes import MainRoutes, main_routes
from sbd.plans.plan import WINDOW_M, Plan

#: Views are taken about this far apart along a route. [m] Source: method, S-06.
STEP_M = 1.0
#: Shorter pieces of route are noise of clipping. [m]
_SHORTEST_M = 0.01

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@indicator("%", among.ROUTE, *among.hiding(WINDOW_M))
def sightline_share(
    plan: Plan,
    *,
    sight_distance_m: float = 25.0,
    eye_height_m: float = EYE_M,
    eye_height_seated_m: float = SEATED_EYE_M,
    shrub_height_max_m: float = SHRUB_M,
    crown_base_min_m: float = CROWN_M,
) -> Measurement:
    """Measure the share of the main routes from which the way ahead is in view.

    A metre of route counts when the point of the route `sight_distance_m` farther on,
    or its end, is visible both ways, to a standing and to a seated person.

    Parameters
    ----------
    plan : Plan
        With a site.
    sight_distance_m : float
        How far ahead along the route one should see. [m] Source: Gehl; domain, E2.
    eye_height_m, eye_height_seated_m : float
        Eyes of a standing and of a seated person. What hides somebody from the higher
        eye hides them from the lower one, so the lower one decides. [m]
    shrub_height_max_m, crown_base_min_m : float
        What hides, see `sbd.indicators.obstacles.opaque`. [m]

    Returns
    -------
    Measurement
        Share of the length of the main routes in the site, outside buildings. [%]
        Unknown without a route, or where what hides people is neither present nor
        declared, or lacks a size that could change the share.

    References
    ----------
    Method, section 8, S-06.
    """
    routes = main_routes(plan)
    reason = _lacking(plan, routes)
    if reason is not None:
        return unknown("%", reason)
    lines = _outdoors(plan, routes)
    if not lines:
        return unknown("%", Reason("no_route_in_site"))
    hiding = {
        "eye_m": min(eye_height_m, eye_height_seated_m),
        "shrub_height_max_m": shrub_height_max_m,
        "crown_base_min_m": crown_base_min_m,
    }
    worst, best = (
        _Views(plan, tuple(lines), sight_distance_m, hiding, best)
        for best in (False, True)
    )
    found = _found(plan, routes, worst)
    missing = obstacles.lacking(plan, **hiding)
    if missing is None:
        return found
    return between(found, missing, worst=worst.share, best=best.share)


def _lacking(plan: Plan, routes: MainRoutes) -> Reason | None:
    """Say what a plan lacks before any view can be taken."""
    if not routes.known:
        return kind_missing("route")
    if routes.empty:
        return Reason("no_route_in_site")
    return obstacles.unsaid_kinds(plan)


def _outdoors(plan: Plan, routes: MainRoutes) -> list[LineString]:
    """Return the pieces of the routes outside buildings, each as one line."""
    houses = site_ground(plan).of("building")
    pieces = routes.lines.difference(houses).map(_merged)
    parts = shapely.get_parts(pieces.to_numpy())
    return [line for line in parts if line.length > _SHORTEST_M]


def _merged(line: BaseGeometry) -> BaseGeometry:
    return shapely.line_merge(line) if line.geom_type == "MultiLineString" else line


@dataclass(frozen=True, eq=False)
class _Views:
    """Views ahead and back from every step along some lines."""

    plan: Plan
    lines: tuple[LineString, ...]
    ahead_m: float
    hiding: dict[str, float]
    best: bool

    @cached_property
    def steps(self) -> tuple[Ints, Floats, Floats]:
        """Line of each step, where along it, and the length it stands for. [m]"""
        length = shapely.length(np.array(self.lines, dtype=object))
        count = np.maximum(1, np.round(length / STEP_M)).astype(np.int64)
        line = np.repeat(np.arange(len(length)), count)
        number = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
        size = (length / count)[line]
        return line, (number + 0.5) * size, size

    @cached_property
    def sights(self) -> NDArray[np.object_]:
        """Lines from each step to what is ahead and to what is behind. (2, k)"""
        line, at, _ = self.steps
        along = np.array(self.lines, dtype=object)[line]
        here = shapely.line_interpolate_point(along, at)
        ends = [self._target(along, at + way) for way in (self.ahead_m, -self.ahead_m)]
        pairs = [np.stack([here, end], axis=1) for end in ends]
        corners = [shapely.get_coordinates(pair).reshape(-1, 2, 2) for pair in pairs]
        return np.array([shapely.linestrings(c) for c in corners])

    def _target(self, along: NDArray[np.object_], at: Floats) -> NDArray[np.object_]:
        """Return the point of a line so far along it, or its end; rings go round."""
        length = shapely.length(along)
        ring = shapely.is_ring(along)
        where = np.where(ring, np.mod(at, length), np.clip(at, 0, length))
        return np.asarray(shapely.line_interpolate_point(along, where))

    @cached_property
    def seen(self) -> NDArray[np.bool_]:
        """Whether what is ahead and what is behind is visible. (2, k)"""
        ends = shapely.get_coordinates(self.sights.ravel()).reshape(-1, 2, 2)
        eyes = obstacles.view(self.plan, best=self.best, **self.hiding)
        return eyes.visible(ends[:, 0], ends[:, 1]).reshape(2, -1)

    @cached_property
    def clear(self) -> NDArray[np.bool_]:
        """Whether the view from a step is free both ways. (k,)"""
        return np.asarray(self.seen.all(axis=0))

    @property
    def clear_m(self) -> float:
        """Length with a free view both ways. [m]"""
        return self.route_m - float(self.steps[2][~self.clear].sum())

    @property
    def route_m(self) -> float:
        """Length of all lines. [m]"""
        return float(self.steps[2].sum())

    @property
    def share(self) -> float:
        """Share with a free view. [%]"""
        return 100 * self.clear_m / self.route_m

    def blocked(self) -> list[BaseGeometry]:
        """Return the stretches without a free view, the longest first."""
        line, at, size = self.steps
        shut = np.pad((~self.clear).astype(np.int8), 1)
        # A stretch ends where its line does.
        cut = np.pad(np.diff(line) != 0, 1)
        starts = np.flatnonzero((shut[1:-1] == 1) & ((shut[:-2] == 0) | cut[:-1]))
        ends = np.flatnonzero((shut[1:-1] == 1) & ((shut[2:] == 0) | cut[1:]))
        made: list[BaseGeometry] = [
            substring(self.lines[line[a]], at[a] - size[a] / 2, at[b] + size[b] / 2)
            for a, b in zip(starts, ends, strict=True)
        ]
        return sorted(made, key=lambda s: (-s.length, s.wkb))

    def hidden(self) -> NDArray[np.object_]:
        """Return the sight lines that something crosses."""
        return self.sights[~self.seen]


def _found(plan: Plan, routes: MainRoutes, views: _Views) -> Measurement:
    """Tell the share with all that is missing at its worst."""
    args = {"clear_m": views.clear_m, "route_m": views.route_m}
    args["hidden_m"] = views.route_m - views.clear_m
    return measured(
        views.share,
        "%",
        Reason("sightlines_found", args),
        where=tuple(_places(plan, routes, views)),
        bound=bound_by(plan, helping=["route"], hurting=["route", *HIDING]),
        completeness=plan.completeness("route", *HIDING),
        assumed=obstacles.assumed(plan),
        defaults=(*routes.defaults, *obstacles.thin_points(plan)),
    )


def _places(plan: Plan, routes: MainRoutes, views: _Views) -> Iterator[Place]:
    """Show where the view is not free, the routes, and what stands in the way."""
    for stretch in views.blocked():
        yield Place(stretch, "finding", stretch.length, "view_blocked", unit="m")
    yield Place(routes.network, "route", label="main_route")
    in_the_way = obstacles.crossed(plan, views.hidden(), **views.hiding)
    for element_id, shape in in_the_way.items():
        yield Place(shape, "context", None, "hides_view", element_id)

"""Pockets: recesses beside the way that one cannot look into before passing them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among, obstacles
from sbd.indicators.grid import Grid
from sbd.indicators.ground import assumed_walkable, polygons_of, site_ground, union
from sbd.indicators.measurement import Measurement, Place, Reason, measured, unknown
from sbd.indicators.missing import between, bound_by, kind_missing
from sbd.indicators.obstacles import CROWN_M, EYE_M, HIDING, SHRUB_M
from sbd.indicators.registry import indicator
from sbd.indicators.routes import main_routes
from sbd.plans.plan import SETTING_M, Plan

#: Side of the cells by which a recess is looked into. [m] Source: method, S-07.
CELL_M = 0.25
#: Opened ground is widened by this, so that rounding leaves no threads of residue;
#: borders this near to a wall run along it. [m]
_THREAD_M = 0.002
_WALL_M = 0.01
#: Shorter stretches of a border to the open ground are noise of rounding. [m]
_SHORTEST_M = 0.05
#: Views are taken about this far apart. [m] Source: method, section 8, S-06.
_STEP_M = 1.0
#: Vertices of a quarter circle: leaves a circle of 1.5 m by 2 mm.
_QUARTER = 16


@dataclass(frozen=True)
class Rules:
    """What makes a recess a pocket. Source: method, section 8, S-07.

    Parameters
    ----------
    radius_m : float
        A disc of this radius does not fit into a recess. [m]
    reach_m : float
        A recess this near to walkable ground or a route counts. [m]
    area_m2, depth_m : float
        Smallest area, and depth from its mouth. [m2, m]
    seen_pct : float
        A recess of which less is seen on approach is hidden. [%]
    near_m, far_m : float
        An approach is from here to here before its mouth. [m]
    eye_m, shrub_m, crown_m : float
        What hides, see `sbd.indicators.obstacles.opaque`. [m]
    """

    radius_m: float = 1.5
    reach_m: float = 3.0
    area_m2: float = 0.5
    depth_m: float = 0.6
    seen_pct: float = 30.0
    near_m: float = 3.0
    far_m: float = 13.0
    eye_m: float = EYE_M
    shrub_m: float = SHRUB_M
    crown_m: float = CROWN_M

    @property
    def hiding(self) -> dict[str, float]:
        """The arguments that `sbd.indicators.obstacles` takes for these."""
        return {
            "eye_m": self.eye_m,
            "shrub_height_max_m": self.shrub_m,
            "crown_base_min_m": self.crown_m,
        }


@indicator("%", among.WALKABLE, among.ROUTE, *among.hiding(SETTING_M))
def pocket_share(  # noqa: PLR0913 - the parameters of a checklist
    plan: Plan,
    *,
    pocket_opening_radius_m: float = 1.5,
    pocket_reach_m: float = 3.0,
    pocket_area_min_m2: float = 0.5,
    pocket_depth_min_m: float = 0.6,
    pocket_seen_min_pct: float = 30.0,
    pocket_view_near_m: float = 3.0,
    pocket_view_far_m: float = 13.0,
    eye_height_m: float = EYE_M,
    shrub_height_max_m: float = SHRUB_M,
    crown_base_min_m: float = CROWN_M,
) -> Measurement:
    """Measure the area of hidden recesses beside the way, per walkable ground.

    A recess is a part of the open ground into which no disc fits, with one mouth. It is
    hidden if too little of it is seen on one of the approaches along a main route.

    Parameters
    ----------
    plan : Plan
        With a site.
    pocket_opening_radius_m : float
        Radius of the disc that does not fit. [m]
    pocket_reach_m : float
        A recess this near to walkable ground or a route counts. [m]
    pocket_area_min_m2, pocket_depth_min_m : float
        Smallest area, and smallest depth from the mouth. [m2, m]
    pocket_seen_min_pct : float
        A recess is hidden where less of it is seen on an approach. [%]
    pocket_view_near_m, pocket_view_far_m : float
        From here to here before the mouth it is looked into. [m]
    eye_height_m, shrub_height_max_m, crown_base_min_m : float
        What hides, see `sbd.indicators.obstacles.opaque`. [m]

    Returns
    -------
    Measurement
        Area of the pockets over that of the walkable ground of the site. [%]
        Unknown without walkable ground, or where routes or what hides people are
        neither present nor declared; where a missing size could change the share.

    References
    ----------
    Method, section 8, S-07; domain, C2.
    """
    reason = _lacking(plan)
    if reason is not None:
        return unknown("%", reason)
    rules = Rules(
        pocket_opening_radius_m,
        pocket_reach_m,
        pocket_area_min_m2,
        pocket_depth_min_m,
        pocket_seen_min_pct,
        pocket_view_near_m,
        pocket_view_far_m,
        eye_height_m,
        shrub_height_max_m,
        crown_base_min_m,
    )
    with_all = _Pockets(plan, rules, best=False)
    missing = obstacles.lacking(plan, **rules.hiding)
    if missing is None:
        return _found(with_all)
    # One wall more may close a recess or fill it: neither need be the worst.
    ways = with_all, _Pockets(plan, rules, best=True)
    shares = sorted(way.share for way in ways)
    worst = max(ways, key=lambda way: way.share)
    return between(_found(worst), missing, worst=shares[1], best=shares[0])


def _lacking(plan: Plan) -> Reason | None:
    """Say what a plan lacks before any recess can be found."""
    if not main_routes(plan).known:
        return kind_missing("route")
    if site_ground(plan).walkable.is_empty:
        return Reason("walkable_ground_missing")
    return obstacles.unsaid_kinds(plan)


@dataclass(frozen=True, eq=False)
class _Pockets:
    """The pockets of a plan, what is missing at its worst or at its best."""

    plan: Plan
    rules: Rules
    best: bool

    @cached_property
    def ways(self) -> BaseGeometry:
        """Where people walk: walkable ground and main routes. [m]"""
        plan = self.plan
        return union([site_ground(plan).walkable, main_routes(plan).network])

    @cached_property
    def around(self) -> BaseGeometry:
        """Where ground is looked at: twice as far as recesses are, for their ends."""
        return self.plan.judged.buffer(2 * SETTING_M).intersection(self.plan.window)

    @cached_property
    def open_ground(self) -> BaseGeometry:
        """The ground around that nothing hides and that people can get to. [m]"""
        hidden = obstacles.opaque(
            self.plan, domain=self.around, best=self.best, **self.rules.hiding
        )
        parts = shapely.get_parts(polygons_of(self.around.difference(hidden)))
        return union(parts[shapely.intersects(parts, self.ways)])

    @cached_property
    def recesses(self) -> list[tuple[BaseGeometry, BaseGeometry]]:
        """Recesses that are large, deep and near enough, each with its mouth. [m]"""
        rules, ground = self.rules, self.open_ground
        core = ground.buffer(-rules.radius_m, quad_segs=_QUARTER)
        opened = core.buffer(rules.radius_m + _THREAD_M, quad_segs=_QUARTER)
        parts = shapely.get_parts(polygons_of(ground.difference(opened)))
        parts = parts[shapely.area(parts) >= rules.area_m2]
        parts = parts[shapely.dwithin(parts, self.ways, rules.reach_m)]
        # What reaches the edge of what is looked at goes on: no dead end.
        parts = parts[~shapely.dwithin(parts, self.around.boundary, _WALL_M)]
        found = [(part, _mouth(part, ground)) for part in parts]
        return [
            (part, mouth)
            for part, mouth in found
            if mouth is not None and _depth(part, mouth) >= rules.depth_m
        ]

    @cached_property
    def pockets(self) -> list[BaseGeometry]:
        """Recesses that are hidden on an approach, the largest first. [m]"""
        hidden = [
            part.intersection(self.plan.setting)
            for part, mouth in self.recesses
            if self._seen_pct(part, mouth) < self.rules.seen_pct
        ]
        return sorted(hidden, key=lambda part: (-part.area, part.wkb))

    def _seen_pct(self, recess: BaseGeometry, mouth: BaseGeometry) -> float:
        """How much of a recess is seen on the approach that sees least of it. [%]"""
        eyes = obstacles.view(self.plan, best=self.best, **self.rules.hiding)
        grid = Grid.over(recess, CELL_M)
        cells = grid.centres[grid.inside(recess).ravel()]
        shares = []
        for spots in self._approaches(mouth):
            here = np.repeat(spots, len(cells), axis=0)
            seen = eyes.visible(here, np.tile(cells, (len(spots), 1)))
            shares.append(100 * seen.reshape(len(spots), -1).any(axis=0).mean())
        return float(min(shares, default=0.0))

    def _approaches(self, mouth: BaseGeometry) -> Iterator[NDArray[np.float64]]:
        """Yield the spots from which a mouth is come up to, route by route, both ways.

        Where no route passes, the walkable ground around it.
        """
        near, far = self.rules.near_m, self.rules.far_m
        before = np.arange(near, far + _STEP_M / 2, _STEP_M)
        passing = [r for r in self._routes if shapely.dwithin(r, mouth, far)]
        for route in passing:
            at = route.project(mouth.centroid)
            for way in (at - before, at + before):
                kept = way[(way >= 0) & (way <= route.length)]
                if len(kept):
                    spots = shapely.line_interpolate_point(route, kept)
                    yield shapely.get_coordinates(spots)
        if not passing:
            spots = self._ground[1]
            away = shapely.distance(self._ground[0], mouth)
            yield spots[(away >= near) & (away <= far)]

    @cached_property
    def _routes(self) -> NDArray[np.object_]:
        return shapely.get_parts(main_routes(self.plan).lines.to_numpy())

    @cached_property
    def _ground(self) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
        """Middles of the cells of the walkable ground, as points and as numbers."""
        walkable = site_ground(self.plan).walkable
        grid = Grid.over(walkable)
        spots = grid.centres[grid.inside(walkable).ravel()]
        return np.asarray(shapely.points(spots), dtype=object), spots

    @property
    def area(self) -> float:
        """Area of the pockets. [m2]"""
        return float(sum(pocket.area for pocket in self.pockets))

    @property
    def share(self) -> float:
        """Area of the pockets over that of the walkable ground. [%]"""
        return 100 * self.area / site_ground(self.plan).walkable.area


def _mouth(recess: BaseGeometry, ground: BaseGeometry) -> BaseGeometry | None:
    """Return the border of a recess to the open ground; None unless it is one line."""
    box = shapely.box(*recess.bounds).buffer(1.0)
    walls = ground.boundary.intersection(box).buffer(_WALL_M)
    border = shapely.line_merge(recess.boundary.difference(walls))
    lines = [p for p in shapely.get_parts(border) if p.length > _SHORTEST_M]
    return lines[0] if len(lines) == 1 else None


def _depth(recess: BaseGeometry, mouth: BaseGeometry) -> float:
    """Return how far the corner of a recess farthest from its mouth lies. [m]"""
    corners = shapely.points(shapely.get_coordinates(recess))
    return float(shapely.distance(corners, mouth).max())


def _found(pockets: _Pockets) -> Measurement:
    """Tell the share of one way to fill in what is missing."""
    plan, routes = pockets.plan, main_routes(pockets.plan)
    args = {
        "pockets": len(pockets.pockets),
        "pocket_m2": pockets.area,
        "area_m2": site_ground(plan).walkable.area,
    }
    return measured(
        pockets.share,
        "%",
        Reason("pockets_found", args),
        where=tuple(
            Place(shape, "finding", shape.area, "pocket", unit="m2")
            for shape in pockets.pockets
        ),
        bound=bound_by(plan, helping=HIDING, hurting=HIDING),
        completeness=plan.completeness(*HIDING),
        assumed=tuple(sorted({*assumed_walkable(plan), *obstacles.assumed(plan)})),
        defaults=(
            *routes.defaults,
            *obstacles.thin_points(plan),
        ),
    )

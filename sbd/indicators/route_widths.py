"""Clear widths of the main routes, and how many people pass for each metre of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from sbd.indicators.among import FURNITURE, ROUTE, WALKABLE
from sbd.indicators.barrier_rows import Row, barrier_rows
from sbd.indicators.clear_ground import clear_ground, closed, route_crossings
from sbd.indicators.freespace import EXACT_M, Room, pinches, widest_between
from sbd.indicators.ground import SOLID, WALKED, polygons_of, site_ground, union
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    Role,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import bound_by, kind_missing
from sbd.indicators.registry import indicator, need
from sbd.indicators.routes import MainRoutes, main_routes
from sbd.plans.plan import Plan

#: Least clear width of a footway. [m] Source: RRU/GSV Title VII; domain, E2, A-02.
FOOTWAY_M = 1.50
#: Rows of posts that a route crosses are told of apart (A-03).
ROWS_APART = "rows_across_routes_left_to_gaps"
#: So near to the end of a route one has come to it, beyond half the width. [m]
_AT_END_M = 0.3
#: Ground this near to a route is under it: drawings leave slits. [m]
_SLIT_M = 0.05
#: Shorter stretches off the ground are noise, or a threshold. [m]
_NOISE_M = 0.5
#: A line of a way lies so near to the route that follows it. [m]
_ALONG_M = 0.5


@dataclass(frozen=True, eq=False)
class _Stretch:
    """A stretch of a main route on ground of one sort.

    Parameters
    ----------
    element_id : str
        The route.
    line : LineString
        The stretch. [m]
    width : float
        Widest passable width; 0 off the ground, infinite where it is not known; of a
        stretch that is wider than another and no finding, a lower bound. [m]
    pinches : tuple of LineString
        What limits it, and everything below the least width of a footway. [m]
    sort : str
        ``ground``, ``off`` or ``widthless``.
    exact : bool
        Whether the width is more than a bound.
    """

    element_id: str
    line: LineString
    width: float
    pinches: tuple[LineString, ...] = ()
    sort: str = "ground"
    exact: bool = True


@dataclass(frozen=True, eq=False)
class _Widths:
    """The clear widths of all main routes, if unspaced rows are open or closed."""

    stretches: tuple[_Stretch, ...]
    rows: tuple[BaseGeometry, ...]
    defaults: tuple[str, ...]
    closed_m: float

    @property
    def known(self) -> list[_Stretch]:
        """Stretches whose width is known."""
        return [s for s in self.stretches if s.sort != "widthless"]

    @property
    def best(self) -> float:
        """The least width that is known. [m]"""
        return min((s.width for s in self.known), default=inf)

    @property
    def worst(self) -> float:
        """The least width if what is not known is narrow. [m]"""
        every = len(self.known) == len(self.stretches)
        return min(self.best, self.closed_m) if every else 0.0

    def of(self, element_id: str) -> float:
        """Return the least width of one route; infinite where none is known. [m]"""
        own = (s.width for s in self.known if s.element_id == element_id)
        return min(own, default=inf)


@indicator("m", ROUTE, WALKABLE, FURNITURE)
def route_width(
    plan: Plan,
    *,
    route_width_reach_m: float = 3.0,
    row_spacing_m: float = 3.0,
    narrowing_point_width_m: float = 1.00,
    narrowing_point_length_m: float = 1.20,
) -> Measurement:
    """Measure the clear width of the narrowest main route.

    Of each main route the widest passable width from end to end on walkable ground
    beside it; terraces and furniture are obstacles. A gap in a row of posts across
    the route is a passage, not a width: from `narrowing_point_width_m` on it is left
    to A-03. Source: method, section 8, A-02.

    Parameters
    ----------
    plan : Plan
        With a site.
    route_width_reach_m : float
        How far beside the route one may walk; no width is more than twice that. [m]
    row_spacing_m : float
        Elements no farther apart than this are one row. [m]
    narrowing_point_width_m, narrowing_point_length_m : float
        Least width of a gap, and greatest depth of a row, that count as a narrowing
        at a point. [m] Source: Flemish minimum (Inter).

    Returns
    -------
    Measurement
        Least clear width over the main routes. [m]
        Unknown where no route runs in the site, and on ways drawn without a width:
        then 0 at worst, the least width of the rest at best.
    """
    lacking = _lacking(plan)
    if lacking is not None:
        return unknown("m", lacking)
    found = _widths(
        plan,
        route_width_reach_m,
        row_spacing_m,
        (narrowing_point_width_m, narrowing_point_length_m),
    )
    silent = _silent(plan)
    settled = not silent and found.worst == found.best
    return Measurement(
        "measured" if settled else "unknown",
        "m",
        kind_missing(*silent) if silent else _width_reason(found),
        value=found.best if settled else None,
        worst=0.0 if silent else found.worst,
        best=found.best,
        where=tuple(_places(found)),
        bound=bound_by(plan, helping=WALKED, hurting=(*SOLID, "terrace")),
        completeness=plan.completeness(*WALKED, *SOLID),
        assumed=_assumed(plan),
        defaults=found.defaults,
    )


@indicator(
    "p/m/min",
    ROUTE,
    WALKABLE,
    FURNITURE,
    need("route", attributes=("peak_flow_pmin",), within_m=0, none="optional"),
)
def flow_per_metre(
    plan: Plan,
    *,
    route_width_reach_m: float = 3.0,
    row_spacing_m: float = 3.0,
    narrowing_point_width_m: float = 1.00,
    narrowing_point_length_m: float = 1.20,
) -> Measurement:
    """Measure how many people pass in a minute for each metre of clear width.

    The peak flow of a main route over its clear width, on the busiest route. Source:
    method, section 8, A-02; Fruin, levels of service of walkways.

    Parameters
    ----------
    plan, route_width_reach_m, row_spacing_m, narrowing_point_width_m,
    narrowing_point_length_m
        As in `route_width`.

    Returns
    -------
    Measurement
        Highest flow for each metre. [p/m/min]
        Not applicable where no main route says its peak flow; those that do not are
        left out.
    """
    routes = main_routes(plan)
    flows = plan.of("route")["peak_flow_pmin"].reindex(routes.lines.index).dropna()
    if flows.empty:
        return not_applicable("p/m/min", Reason("no_peak_flow"))
    lacking = _lacking(plan)
    if lacking is not None:
        return unknown("p/m/min", lacking)
    found = _widths(
        plan,
        route_width_reach_m,
        row_spacing_m,
        (narrowing_point_width_m, narrowing_point_length_m),
    )
    silent = _silent(plan)
    rates = [_rate(flow, found.of(str(i))) for i, flow in flows.items()]
    settled = not silent and found.worst == found.best
    best = max(rates)
    return Measurement(
        "measured" if settled else "unknown",
        "p/m/min",
        kind_missing(*silent) if silent else _flow_reason(found, best),
        value=best if settled else None,
        worst=best if settled else inf,
        best=best,
        where=tuple(
            Place(shape, "route", _rate(flow, found.of(str(i))), "flow", str(i))
            for (i, flow), shape in zip(
                flows.items(), routes.lines.loc[flows.index], strict=True
            )
        ),
        bound=bound_by(plan, helping=WALKED, hurting=(*SOLID, "terrace")),
        completeness=plan.completeness(*WALKED, *SOLID),
        assumed=_assumed(plan),
        defaults=found.defaults,
    )


def _rate(flow: float, width: float) -> float:
    """Return the flow for each metre; infinite where nobody passes. [p/m/min]"""
    return float(flow / width) if width > 0 else inf


def _lacking(plan: Plan) -> Reason | None:
    """Say what must be drawn for a width to be looked for at all."""
    routes = main_routes(plan)
    if not routes.known:
        return kind_missing("route")
    if routes.empty:
        return Reason("no_route_in_site")
    if site_ground(plan).walkable.is_empty and clear_ground(plan).ways.is_empty:
        return Reason("walkable_ground_missing")
    return None


def _silent(plan: Plan) -> tuple[str, ...]:
    """Return the kinds of furniture of which nobody knows whether there is any."""
    if plan.has(*FURNITURE.kinds):
        return ()
    return tuple(kind for kind in FURNITURE.kinds if kind not in plan.declared)


def _width_reason(found: _Widths) -> Reason:
    if found.worst != found.best:
        return _unknown_reason(found)
    narrow = sum(len(s.pinches) for s in found.known if s.width < FOOTWAY_M)
    return Reason("route_widths_found", {"least_m": found.best, "pinches": narrow})


def _flow_reason(found: _Widths, most: float) -> Reason:
    if found.worst != found.best:
        return _unknown_reason(found)
    return Reason("flows_found", {"most": most})


def _unknown_reason(found: _Widths) -> Reason:
    widthless = any(s.sort == "widthless" for s in found.stretches)
    if widthless:
        return Reason("width_missing", {"kind": "footway"})
    return Reason("bollards_drawn_as_line", {"rows": 1, "of": 1})


def _assumed(plan: Plan) -> tuple[str, ...]:
    """Name the assumptions behind the sizes of what stands on the ground."""
    posts = plan.near("bollard", plan.judged).index
    return plan.assumptions_behind("bollard", "diameter_m", posts)


def _places(found: _Widths) -> Iterator[Place]:
    """Show each pinch with its width, the stretches, and the rows left to A-03."""
    for stretch in found.stretches:
        i = stretch.element_id
        if stretch.sort == "off":
            yield Place(stretch.line, "finding", 0.0, "route_off_ground", i)
        elif stretch.sort == "widthless":
            yield Place(stretch.line, "context", None, "width_missing", i)
        else:
            known = stretch.width if stretch.exact else None
            yield Place(stretch.line, "route", known, "main_route", i)
        for pinch in stretch.pinches:
            role: Role = "finding" if pinch.length < FOOTWAY_M - EXACT_M else "good"
            yield Place(pinch, role, pinch.length, "pinch", i)
    for line in found.rows:
        yield Place(line, "context", line.length, "gap")


@lru_cache(maxsize=8)
def _widths(
    plan: Plan, reach: float, spacing: float, point: tuple[float, float]
) -> _Widths:
    """Measure all main routes; both indicators share it."""
    routes, clear = main_routes(plan), clear_ground(plan)
    zone = routes.network.buffer(reach + 1.0)
    ground = closed(
        [
            clear.drawn(),
            *clear.crossings.values(),
            route_crossings(plan),
            *_cycleways(plan, routes, reach),
        ]
    ).intersection(zone)
    rows = list(_rows_across(plan, routes, spacing, point, reach))
    posts = union(shape for row, _ in rows for shape in row).intersection(ground)
    clear_of = ground.difference(clear.obstacles).difference(clear.terraces())
    free = polygons_of(clear_of.union(posts))
    shut = clear.unspaced.intersection(zone)
    stretches = tuple(_stretches(plan, routes, ground, free, reach))
    closed_m = inf
    if not shut.is_empty:
        closed_m = _closed(stretches, polygons_of(free.difference(shut)), shut, reach)
    named = (*routes.defaults, *clear.defaults(zone), *((ROWS_APART,) if rows else ()))
    return _Widths(stretches, tuple(gap for _, gap in rows), named, closed_m)


def _closed(
    stretches: Iterable[_Stretch],
    free: BaseGeometry,
    shut: BaseGeometry,
    reach: float,
) -> float:
    """Return the least width of the stretches that closed rows stand beside. [m]"""
    beside = [
        s for s in stretches if s.line.dwithin(shut, reach) and s.sort == "ground"
    ]
    least = inf
    for s in beside:
        found = _measured(s.element_id, s.line, free, reach, least)
        least = min(least, found.width)
    return least


def _stretches(
    plan: Plan,
    routes: MainRoutes,
    ground: BaseGeometry,
    free: BaseGeometry,
    reach: float,
) -> Iterator[_Stretch]:
    """Cut the routes by what they run on, and measure each stretch on the ground."""
    under, untold = ground.buffer(_SLIT_M), _untold(plan)
    flows, enough = plan.of("route")["peak_flow_pmin"], inf
    for element_id, shape in routes.lines.items():
        for line in _open_lines(shape):
            on, off = line.intersection(under), line.difference(under)
            exact = not np.isnan(flows.get(element_id, np.nan))
            for part in _lines(on):
                least = inf if exact else enough
                found = _measured(str(element_id), part, free, reach, least)
                enough = min(enough, max(found.width, FOOTWAY_M))
                yield found
            for part in _lines(off.intersection(untold)):
                yield _Stretch(str(element_id), part, inf, (), "widthless")
            for part in _lines(off.difference(untold)):
                yield _Stretch(str(element_id), part, 0.0, (), "off")


def _untold(plan: Plan) -> BaseGeometry:
    """Return where the plan does not tell how wide the ground is. [m]

    Ways drawn as lines; and where nothing is drawn, unless the plan is complete.
    """
    clear = clear_ground(plan)
    assumed = clear.pieces[clear.pieces["assumed"]]
    lines = union([*assumed.geometry, *clear.loose.buffer(_ALONG_M)])
    if plan.declared.issuperset(WALKED):
        return lines
    bare = plan.judged.buffer(1.0).difference(clear.ground.covered)
    return polygons_of(lines.union(polygons_of(bare)))


def _open_lines(shape: BaseGeometry) -> Iterator[LineString]:
    """Yield the lines of a route; a round walk in two halves."""
    for line in shapely.get_parts(shape):
        if line.is_ring:
            half = line.length / 2
            yield LineString(substring(line, 0.0, half).coords)
            yield LineString(substring(line, half, line.length).coords)
        else:
            yield line


def _lines(shape: BaseGeometry) -> Iterator[LineString]:
    merged = shapely.line_merge(shape) if "Multi" in shape.geom_type else shape
    for part in shapely.get_parts(merged):
        if part.geom_type == "LineString" and part.length > _NOISE_M:
            yield part


def _measured(
    element_id: str,
    line: LineString,
    free: BaseGeometry,
    reach: float,
    enough: float = inf,
) -> _Stretch:
    """Measure one stretch from end to end; no further if it is wide enough. [m]"""
    beside = polygons_of(free.intersection(line.buffer(reach + EXACT_M)))
    ends = Point(line.coords[0]), Point(line.coords[-1])
    most = min(2 * reach, enough)
    way = widest_between(beside, *ends, most_m=most, reach_m=_AT_END_M)
    narrow = [way.pinch] if way.pinch is not None else []
    if 0 < way.width_m < FOOTWAY_M - EXACT_M:
        low, high = Room(beside, way.width_m - EXACT_M), Room(beside, FOOTWAY_M)
        narrow += pinches(low, high, ends[0], [ends[1]], _AT_END_M)[0]
    exact = way.width_m < most or most == 2 * reach
    return _Stretch(
        element_id, line, way.width_m, tuple(_apart(narrow)), "ground", exact
    )


def _apart(lines: Sequence[LineString]) -> Iterator[LineString]:
    """Yield lines that do not lie in the place of an earlier one."""
    kept: list[LineString] = []
    for line in lines:
        if all(line.distance(other) > _ALONG_M for other in kept):
            kept.append(line)
            yield line


def _cycleways(plan: Plan, routes: MainRoutes, reach: float) -> Iterator[BaseGeometry]:
    """Yield cycleways where routes cross them: one walks over, not along. [m]"""
    pieces = clear_ground(plan).ground.pieces
    for piece in pieces.geometry[pieces["kind"] == "cycleway"]:
        for part in shapely.get_parts(routes.network.intersection(piece)):
            if 0 < part.length <= 2 * reach:
                yield piece.intersection(part.buffer(reach, cap_style="flat"))


def _rows_across(
    plan: Plan,
    routes: MainRoutes,
    spacing: float,
    point: tuple[float, float],
    reach: float,
) -> Iterator[tuple[list[BaseGeometry], LineString]]:
    """Yield the posts of rows across a route that leave a gap, with that gap."""
    least, deepest = (point[0] - plan.tolerance_m, point[1] + plan.tolerance_m)
    for row in barrier_rows(plan, spacing_m=spacing):
        if row.depth > deepest:
            continue
        for crossed in _crossed(row, routes):
            near = crossed.buffer(reach)
            gaps = [g.line for g in row.gaps if g.known and g.line.intersects(near)]
            widest = max(gaps, key=lambda line: line.length, default=None)
            if widest is not None and widest.length >= least:
                posts = [p.shape.buffer(p.radius + EXACT_M) for p in row.posts]
                yield [p for p in posts if p.intersects(near)], widest


def _crossed(row: Row, routes: MainRoutes) -> Iterable[BaseGeometry]:
    """Return where routes cross a row: its gaps and its posts."""
    posts = [post.shape.buffer(post.radius + EXACT_M) for post in row.posts]
    wall = union([row.chain.buffer(EXACT_M), *posts])
    if not wall.intersects(routes.network):
        return []
    parts = shapely.get_parts(routes.network.intersection(wall))
    return [p for p in parts if p.length <= 2 * max(row.depth, FOOTWAY_M)]

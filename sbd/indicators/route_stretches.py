"""The stretches of the main routes, and how wide each is.

Both indicators of clear width read them from here.
"""

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

from sbd.indicators.barrier_rows import Row, barrier_rows
from sbd.indicators.clear_ground import clear_ground, closed, route_crossings
from sbd.indicators.freespace import EXACT_M, Room, pinches, widest_between
from sbd.indicators.ground import WALKED, polygons_of, union
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
#: Closing a slit changes nothing so far away. [m]
_MORE_M = 10 * _SLIT_M
#: Shorter stretches off the ground are noise, or a threshold. [m]
_NOISE_M = 0.5
#: A line of a way lies so near to the route that follows it. [m]
_ALONG_M = 0.5


@dataclass(frozen=True, eq=False)
class Stretch:
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
class Widths:
    """The clear widths of all main routes, if unspaced rows are open or closed."""

    stretches: tuple[Stretch, ...]
    rows: tuple[BaseGeometry, ...]
    defaults: tuple[str, ...]
    closed_m: float

    @property
    def known(self) -> list[Stretch]:
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


@lru_cache(maxsize=8)
def clear_widths(
    plan: Plan, reach: float, spacing: float, point: tuple[float, float]
) -> Widths:
    """Measure all main routes.

    Parameters
    ----------
    plan : Plan
        With a main route in its site.
    reach : float
        How far beside a route one may walk. [m]
    spacing : float
        Elements no farther apart than this are one row. [m]
    point : (float, float)
        Least width and greatest depth of a gap in a row that is left to A-03. [m]

    Returns
    -------
    Widths
        The same object for the same plan and parameters.
    """
    routes, clear = main_routes(plan), clear_ground(plan)
    # Line by line: GEOS takes four times as long for all at once.
    ways = shapely.get_parts(routes.network)
    zone = union(shapely.buffer(ways, reach + 1.0, quad_segs=4))
    drawn = [
        clear.drawn(),
        *clear.crossings.values(),
        route_crossings(plan),
        *_cycleways(plan, routes, reach),
    ]
    # Cut to a little more than is wanted: slits are closed as they would be whole.
    more = zone.buffer(_MORE_M, join_style="mitre")
    wide = closed(polygons_of(shape) for shape in shapely.intersection(drawn, more))
    ground = polygons_of(wide.intersection(zone))
    rows = list(_rows_across(plan, routes, spacing, point, reach))
    posts = union(shape for row, _ in rows for shape in row)
    posts = polygons_of(posts.intersection(ground))
    clear_of = ground.difference(clear.obstacles).difference(clear.terraces())
    free = polygons_of(clear_of.union(posts))
    shut = polygons_of(clear.unspaced.intersection(zone))
    stretches = tuple(_stretches(plan, routes, ground, free, reach))
    closed_m = inf
    if not shut.is_empty:
        closed_m = _closed(stretches, polygons_of(free.difference(shut)), shut, reach)
    named = (*routes.defaults, *clear.defaults(zone), *((ROWS_APART,) if rows else ()))
    return Widths(stretches, tuple(gap for _, gap in rows), named, closed_m)


def _closed(
    stretches: Iterable[Stretch],
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
) -> Iterator[Stretch]:
    """Cut the routes by what they run on, and measure each stretch on the ground."""
    under = ground.buffer(_SLIT_M, join_style="mitre")
    untold = _untold(plan)
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
                yield Stretch(str(element_id), part, inf, (), "widthless")
            for part in _lines(off.difference(untold)):
                yield Stretch(str(element_id), part, 0.0, (), "off")


def _untold(plan: Plan) -> BaseGeometry:
    """Return where the plan does not tell how wide the ground is. [m]

    Ways drawn as lines; and where nothing is drawn, unless the plan is complete.
    """
    clear = clear_ground(plan)
    assumed = clear.pieces[clear.pieces["assumed"]]
    lines = union([*assumed.geometry, *clear.loose.buffer(_ALONG_M)])
    if plan.declared.issuperset(WALKED):
        return lines
    wanted = plan.judged.buffer(1.0)
    pieces = clear.ground.pieces.geometry.to_numpy()
    covered = union(pieces[shapely.intersects(pieces, wanted)])
    bare = polygons_of(wanted.difference(covered))
    return polygons_of(lines.union(bare))


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
) -> Stretch:
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
    return Stretch(
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

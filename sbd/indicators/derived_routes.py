"""Routes that a plan does not draw: the shortest ways through the site.

People walk from way out to way out, and from doors and stops to the nearest way out.
Furniture is ignored: whether it stands in the way is what others measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from sbd.indicators.destinations import main_entrances
from sbd.indicators.exits import exits
from sbd.indicators.freespace import eroded, parts
from sbd.indicators.ground import footprints, lines, polygons_of, site_ground, union
from sbd.indicators.walking import Walking
from sbd.plans.plan import Plan

#: Ways closer together than this are one. [m] Source: method, section 2.
MERGE_M = 2.0
#: Routes keep half of this from walls: a passage of 0.90 m. [m] Source: domain, C5.
_PASSAGE_M = 0.90
#: Doors and stops so far beside the walkable ground of the site are its own. [m]
#: Source: method, section 4, depth of a frontage.
_DOOR_M = 10.0
#: What is walked round: buildings and water are no walkable ground anyway. Fences and
#: hedges are walls to a walker; steps are level breaks.
_IN_THE_WAY = ("wall", "fence", "hedge", "step")
#: Thickness of what is drawn as a line. [m] Source: performance notes.
_THIN_M = 0.1
#: Slits between two grounds no wider than twice this are stepped over. [m]
_SLIT_M = 0.25
#: Corners are drawn as exactly as this. [m]
_SHAPE_M = 0.02


@lru_cache(maxsize=8)
def derived_routes(plan: Plan) -> tuple[LineString, ...]:
    """Return the routes that the ground and the destinations of a site suggest.

    The shortest ways between every two ways out, and from each main entrance and stop
    to its nearest way out, over the walkable ground of the site; where a way runs
    within 2 m of a shorter one, that one stands for both.

    Parameters
    ----------
    plan : Plan
        With a site.

    Returns
    -------
    tuple of LineString
        Shortest first, in an order that does not depend on that of the plan; none
        where fewer than two ways out are known and no door or stop leads to one.
        [m]

    References
    ----------
    Method, section 2, "Routes".
    """
    grounds = list(_grounds(plan))
    found = [way for ground in grounds for way in _ways(plan, ground)]
    room = union(grounds).buffer(_PASSAGE_M / 2)
    return tuple(merged(found, room))


def _grounds(plan: Plan) -> Iterator[BaseGeometry]:
    """Yield the connected parts of the ground that routes run over. [m]"""
    walked = site_ground(plan).walked
    if walked.is_empty:
        return
    wide = walked.buffer(_SLIT_M, join_style="mitre")
    joined = wide.buffer(-_SLIT_M, join_style="mitre").intersection(plan.judged)
    free = polygons_of(joined.difference(union(_standing(plan))))
    yield from parts(polygons_of(eroded(free, _PASSAGE_M).simplify(_SHAPE_M / 4)))


def _standing(plan: Plan) -> Iterator[BaseGeometry]:
    """Yield what routes lead round."""
    for kind in ("building", *_IN_THE_WAY):
        yield from footprints(plan, kind, within=plan.judged).geometry
    for kind in _IN_THE_WAY:
        drawn = lines(plan.near(kind, plan.judged)).geometry
        yield from drawn.buffer(_THIN_M / 2, cap_style="flat")


def _ways(plan: Plan, ground: BaseGeometry) -> Iterator[LineString]:
    """Yield the shortest ways over one part of the ground."""
    ways_out = list(_beside(ground, (e.middle for e in exits(plan).exits), MERGE_M))
    if not ways_out:
        return
    walking = Walking(ground)
    for one, other in combinations(ways_out, 2):
        yield _way(walking, one, other)
    walkable = site_ground(plan).walkable
    doors = main_entrances(plan, walkable, _DOOR_M)[0].geometry
    stops = plan.near("stop", plan.judged.buffer(_DOOR_M)).geometry
    ends = [coords for _, coords in ways_out]
    for place in _beside(ground, [*doors, *stops], _DOOR_M):
        nearest = int(walking.distances(np.array(ends), [place[1]])[:, 0].argmin())
        yield _way(walking, place, ways_out[nearest])


#: A place, and where one steps onto the ground from it.
_Step = tuple[Point, tuple[float, float]]


def _beside(
    ground: BaseGeometry, places: Iterable[BaseGeometry], reach_m: float
) -> Iterator[_Step]:
    """Yield the places so near to the ground, and the nearest points of it."""
    for place in places:
        if shapely.dwithin(ground, place, reach_m + _PASSAGE_M / 2):
            near, here = shapely.get_coordinates(shapely.shortest_line(ground, place))
            yield Point(here), (float(near[0]), float(near[1]))


def _way(walking: Walking, start: _Step, end: _Step) -> LineString:
    """Return the shortest way between two places. [m]"""
    path = walking.path(start[1], end[1])
    assert path is not None, "one part of the ground"
    corners = [start[0].coords[0], *path.coords, end[0].coords[0]]
    simpler = LineString(corners).simplify(_SHAPE_M)
    return LineString(shapely.get_coordinates(simpler))


def merged(
    ways: Sequence[LineString], room: BaseGeometry, within_m: float = MERGE_M
) -> list[LineString]:
    """Drop the parts of ways that run beside a shorter one, and join the rest to it.

    Parameters
    ----------
    ways : sequence of LineString
        In any order. [m]
    room : Polygon or MultiPolygon
        Where the joints may run. [m]
    within_m : float
        How close counts as beside. [m]

    Returns
    -------
    list of LineString
        Pieces no shorter than `within_m`; where one was cut, it ends on what is kept.
    """
    kept: list[LineString] = []
    beside: BaseGeometry = Polygon()
    shapely.prepare(room)
    for way in sorted(ways, key=lambda w: (w.length, shapely.normalize(w).wkb)):
        rest = shapely.line_merge(way.difference(beside))
        pieces = [p for p in shapely.get_parts(rest) if p.length >= within_m]
        network = MultiLineString(kept)
        new = [_joined(p, network, room, within_m) if kept else p for p in pieces]
        kept += new
        beside = union([beside, *(p.buffer(within_m, quad_segs=4) for p in new)])
    return kept


def _joined(
    piece: LineString, network: BaseGeometry, room: BaseGeometry, within_m: float
) -> LineString:
    """Lead the ends of a piece that was cut on to the nearest point kept.

    Straight from its next corner, where there is room, so that it branches off
    rather than starting with a hook.
    """
    corners = list(piece.coords)
    for _ in range(2):
        link = shapely.shortest_line(Point(corners[0]), network)
        if 0 < link.length <= within_m * 1.01:
            joint = link.coords[-1]
            straight = room.covers(LineString([joint, corners[1]]))
            corners = [joint, *corners[1:]] if straight else [joint, *corners]
        corners.reverse()
    return LineString(corners)

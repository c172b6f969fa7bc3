"""Doors that face nowhere: far from a building, before a wall, without ground."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from sbd.plans.checks.finding import Finding, finding
from sbd.plans.checks.things import (
    AREA,
    LINE,
    Picks,
    Shapes,
    Things,
    near_pairs,
    saying,
    things,
)
from sbd.plans.plan import Plan

#: A door this near to a façade belongs to it. [m] Source: method, 8 (S-05, L-05).
NEAR_FACADE_M = 1.0
#: Nothing solid stands this near before a door. [m] Source: our choice; a turning
#: circle of a wheelchair is 1.5 m (domain, A-04).
FREE_M = 1.5
#: Walkable ground lies this near to a door. [m] Source: method, 8, A-04.
GROUND_M = 2.0
#: Half the width of a footway drawn as a line, where its width is unknown. [m]
#: Source: method, section 4, path-widths (1.8 m).
HALF_FOOTWAY_M = 0.9
#: What a gate may stand in, beside buildings.
_FRONTS = ("building", "kiosk", "wall", "fence", "hedge", "canopy")
_BARRED = ("building", "wall")
_WALKED = ("footway", "square", "crossing", "play", "youth", "terrace", "step", "ramp")
_STEP_M = 0.05


def doors(plan: Plan) -> Iterator[Finding]:
    """Find entrances and openings that lead nowhere.

    Parameters
    ----------
    plan : Plan
        A site is not needed; walkable ground is asked for at the site only.

    Yields
    ------
    Finding
        ``door_without_building`` farther than 1 m from any façade, wall or fence;
        ``door_facing_wall`` where a wall or another building stands within 1.5 m
        along the outward normal; ``door_without_ground`` for doors and shop fronts
        of the site with no walkable ground within 2 m. None of a door has two.
    """
    every = things(plan, ("entrance", "opening"))
    if not len(every) or not plan.has("building"):
        return
    far = _far(plan, every)
    for place in np.flatnonzero(far):
        yield _told("door_without_building", every, place)
    rest = every.where(~far)
    barred = np.zeros(len(rest), dtype=bool)
    for n, other in _before_walls(plan, rest):
        barred[n] = True
        yield _told("door_facing_wall", rest, n, other)
    rest = rest.where(~barred)
    for place in _groundless(plan, rest):
        yield _told("door_without_ground", rest, place)


def _told(code: str, every: Things, n: int | np.intp, *others: str) -> Finding:
    ids = (str(every.ids[n]), *others)
    return finding(code, ids, every.shapes[n], {"kind": str(every.kinds[n])})


def _far(plan: Plan, every: Things) -> NDArray[np.bool_]:
    """Tell which doors belong to nothing."""
    fronts = things(plan, _FRONTS)
    near, _ = near_pairs(every, fronts, NEAR_FACADE_M)
    # Deep inside a building is as far from its edge as outside.
    inside = np.setdiff1d(np.arange(len(every)), _at_edges(fronts, every))
    far = np.ones(len(every), dtype=bool)
    far[np.setdiff1d(near, inside)] = False
    return far


def _at_edges(fronts: Things, every: Things) -> Picks:
    edges = shapely.STRtree(_edges(fronts.shapes))
    found = edges.query(every.shapes, "dwithin", distance=NEAR_FACADE_M)[0]
    return np.unique(found)


def _edges(shapes: Shapes) -> Shapes:
    """Return outlines of areas, all else as it is."""
    edges = shapes.copy()
    areas = shapely.get_dimensions(shapes) == AREA
    edges[areas] = shapely.boundary(shapes[areas])
    return edges


def _before_walls(plan: Plan, rest: Things) -> Iterator[tuple[int, str]]:
    """Yield the doors whose way out is barred, and by what."""
    houses = things(plan, ("building",), shapes=(AREA,))
    at, house, ways = _ways_out(houses, rest)
    solid = things(plan, _BARRED, shapes=(LINE, AREA))
    one, two = solid.tree.query(ways, predicate="intersects")
    own = solid.ids[two] == houses.ids[house[one]]
    one, two = one[~own], two[~own]
    order = np.lexsort((two, one))
    first, place = np.unique(one[order], return_index=True)
    for n, m in zip(first, two[order][place], strict=True):
        yield int(at[n]), str(solid.ids[m])


def _ways_out(houses: Things, rest: Things) -> tuple[Picks, Picks, Shapes]:
    """Draw the outward normals of doors on façades, 1.5 m long.

    Returns
    -------
    doors, houses : array of int
        Places of each door that has one, and of its building.
    normals : array of LineString
        From just outside the façade. [m]
    """
    rings, owner = _rings(houses)
    middles = shapely.centroid(rest.shapes)
    tree = shapely.STRtree(rings)
    at, ring = tree.query_nearest(
        middles, max_distance=NEAR_FACADE_M, all_matches=False
    )
    lines = rings[ring]
    along = shapely.line_locate_point(lines, middles[at])
    whole = shapely.length(lines)
    foot = _xy(shapely.line_interpolate_point(lines, along))
    back = _xy(shapely.line_interpolate_point(lines, (along - _STEP_M) % whole))
    ahead = _xy(shapely.line_interpolate_point(lines, (along + _STEP_M) % whole))
    way = ahead - back
    normal = np.column_stack([way[:, 1], -way[:, 0]])
    normal /= np.maximum(np.hypot(*normal.T), 1e-12)[:, None]
    probe = foot + _STEP_M * normal
    inward = shapely.contains_xy(houses.shapes[owner[ring]], probe[:, 0], probe[:, 1])
    normal[inward] *= -1
    ends = np.stack([foot + _STEP_M * normal, foot + FREE_M * normal], axis=1)
    ways = np.asarray(shapely.linestrings(ends), dtype=object)
    return at, owner[ring], ways


def _rings(houses: Things) -> tuple[Shapes, Picks]:
    """Return all rings of buildings as lines, with the building of each."""
    parts, part_owner = shapely.get_parts(houses.shapes, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    return rings, part_owner[ring_part]


def _xy(points: Shapes) -> NDArray[np.float64]:
    return np.asarray(shapely.get_coordinates(points))


def _groundless(plan: Plan, rest: Things) -> Picks:
    """Return the doors at the site without walkable ground before them."""
    ground = walked(plan)
    if plan.site is None or not len(ground):
        return np.empty(0, dtype=np.intp)
    near: NDArray[np.bool_] = shapely.dwithin(rest.shapes, plan.site, GROUND_M)
    candidates = np.setdiff1d(np.flatnonzero(near), _upstairs(plan, rest))
    some = rest.where(candidates)
    served = np.unique(
        shapely.STRtree(ground).query(
            some.shapes, predicate="dwithin", distance=GROUND_M
        )[0]
    )
    return np.delete(candidates, served)


def _upstairs(plan: Plan, rest: Things) -> Picks:
    """Return windows and openings above the ground floor, which nobody walks to."""
    if not plan.has("opening"):
        return np.empty(0, dtype=np.intp)
    layer = plan.of("opening")
    shut = layer.index[(layer["type"] == "window") | (layer["floor"] > 0)]
    return np.flatnonzero(rest.named(set(shut)))


def walked(plan: Plan) -> Shapes:
    """Return walkable areas; footways drawn as lines have a width of their own."""
    found = things(plan, _WALKED, assumed=True)
    dimensions = shapely.get_dimensions(found.shapes)
    lines = found.where((dimensions == LINE) & (found.kinds == "footway"))
    half = np.array(
        [plan.widths.get(str(i), 2 * HALF_FOOTWAY_M) / 2 for i in lines.ids]
    )
    paved = shapely.buffer(lines.shapes, half)
    shapes = [found.shapes[dimensions == AREA], paved]
    for kind, attribute in (("carriageway", "shared"), ("green", "walkable")):
        some = things(plan, (kind,), assumed=True)
        shapes.append(some.shapes[some.named(saying(plan, kind, attribute, "yes"))])
    return np.concatenate(shapes)

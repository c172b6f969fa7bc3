"""Frontage: how many doors and shopfronts line the space."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiLineString
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among, obstacles
from sbd.indicators.eyes import ground_cells
from sbd.indicators.ground import (
    WALKED,
    areas,
    assumed_walkable,
    site_ground,
    union,
)
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    Role,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import (
    bound_by,
    declared_none,
    kind_missing,
    missing_kinds,
    own_elements,
)
from sbd.indicators.obstacles import CROWN_M, EYE_M, HIDING, SHRUB_M
from sbd.indicators.registry import indicator, need
from sbd.plans.plan import Plan

#: How far an opening may be drawn from the edge it belongs to. [m]
#: Source: method, section 8, L-05.
EDGE_REACH_M = 1.0
#: As far from the site may an opening stand that counts. [m]
_NEAR_M = 10.0 + EDGE_REACH_M
#: Two buildings drawn this close share a party wall. [m]
_PARTY_GAP_M = 0.1
#: Code of the default: what does not tell whether it hides hides no front.
UNSAID = "hiding_unsaid_hides_no_front"
#: Whether a front is seen is asked about this far apart. [m]
_STEP_M = 1.0
#: Opening types that make a frontage active. Source: method, section 8, L-05.
_ACTIVE = ("door", "shopfront")
#: Kinds that can hold a door.
_DOORS = ("opening", "entrance")

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Active:
    """Doors and shopfronts on the frontage, and the most and fewest they can be."""

    openings: gpd.GeoDataFrame
    entrances: gpd.GeoDataFrame
    unsaid: gpd.GeoDataFrame
    on_edge: int
    worst: int
    best: int


@indicator(
    "n/100m",
    need("building", none="not_applicable"),
    need("opening", "entrance", attributes=("type",), within_m=_NEAR_M),
    among.WALKABLE,
)
def frontage_activity(  # noqa: PLR0913 - the parameters of a checklist
    plan: Plan,
    *,
    frontage_depth_m: float = 10.0,
    frontage_min_m: float = 20.0,
    entrance_opening_m: float = 1.0,
    eye_height_m: float = EYE_M,
    shrub_height_max_m: float = SHRUB_M,
    crown_base_min_m: float = CROWN_M,
) -> Measurement:
    """Count doors and shopfronts per 100 m of building edge along the space.

    The frontage is the outline of the buildings within a depth of walkable ground
    of the site and visible from it, without party walls. Counted are openings of
    type door and shopfront on it, and entrances on it that have no such opening
    beside them.
    Source: method, section 8, L-05; bands after Gehl's facade scale (domain A).

    Parameters
    ----------
    plan : Plan
        With a site.
    frontage_depth_m : float
        Farthest an edge may lie from walkable ground. [m] Source: method, section 4.
    frontage_min_m : float
        Shorter frontages are not judged. [m] Source: method, section 8, L-05.
    entrance_opening_m : float
        An entrance this near to a counted opening is that opening. [m]
        Source: method, section 8, L-05.
    eye_height_m, shrub_height_max_m, crown_base_min_m : float
        What hides, see `sbd.indicators.obstacles.opaque`. [m]

    Returns
    -------
    Measurement
        Doors and shopfronts per 100 m of frontage. [n/100m]
        Unknown where buildings, openings and entrances or walkable ground are
        neither present nor declared, or where an opening without a type could
        change the value; not applicable below the least length. What does not tell
        whether it hides is taken not to, and that is named.
    """
    reason = _lacking(plan)
    if reason is not None:
        return unknown("n/100m", reason)
    heights = eye_height_m, shrub_height_max_m, crown_base_min_m
    outline = _frontage(plan, frontage_depth_m)
    frontage = _visible(plan, outline, heights)
    if frontage.length < frontage_min_m - plan.tolerance_m:
        return _too_short(plan, frontage.length)
    found = _density(plan, frontage, _active(plan, frontage, entrance_opening_m))
    unsaid = obstacles.lacking(
        plan,
        eye_height_m,
        shrub_height_max_m=shrub_height_max_m,
        crown_base_min_m=crown_base_min_m,
    )
    return found if unsaid is None else replace(found, defaults=(UNSAID,))


def _lacking(plan: Plan) -> Reason | None:
    """Say what a plan lacks before anything can be counted."""
    absent = missing_kinds(plan, "building")
    if not any(k in plan.declared or len(own_elements(plan, k)) for k in _DOORS):
        absent += _DOORS
    if not any(plan.known(kind) for kind in (*WALKED, "carriageway", "green")):
        absent += ("footway", "square")
    if absent:
        return kind_missing(*absent)
    if plan.has("building") and site_ground(plan).walkable.is_empty:
        return Reason("walkable_ground_missing")
    return None


def _frontage(plan: Plan, depth: float) -> BaseGeometry:
    """Return the outline of the buildings near walkable ground. [m]"""
    walkable = site_ground(plan).walkable
    near = walkable.buffer(depth, quad_segs=32)
    buildings = areas(plan.near("building", near)).sort_index()
    half = _PARTY_GAP_M / 2
    block = union(buildings.geometry).buffer(half, join_style="mitre")
    block = block.buffer(-half, join_style="mitre")
    return shapely.line_merge(block.boundary.intersection(near))


def _visible(
    plan: Plan,
    frontage: BaseGeometry,
    heights: tuple[float, float, float],
) -> BaseGeometry:
    """Return the stretches of at most 1 m that are seen from walkable ground. [m]"""
    start, end = _stretches(frontage)
    if not len(start):
        return frontage
    eye, shrub, crown = heights
    eyes = obstacles.view(
        plan, eye, best=True, shrub_height_max_m=shrub, crown_base_min_m=crown
    )
    grid, inside = ground_cells(plan)
    starts, _ = eyes.cells((start + end) / 2, grid, within=inside)
    seen = np.diff(starts) > 0
    pieces = np.stack([start[seen], end[seen]], axis=1)
    merged: BaseGeometry = shapely.line_merge(MultiLineString(list(pieces)))
    return merged


def _stretches(frontage: BaseGeometry) -> tuple[Floats, Floats]:
    """Cut lines into straight stretches of at most `_STEP_M`: starts and ends. [m]"""
    corners, line = shapely.get_coordinates(
        shapely.get_parts(frontage), return_index=True
    )
    within = line[1:] == line[:-1]
    start, end = corners[:-1][within], corners[1:][within]
    length = np.hypot(*(end - start).T)
    count = np.maximum(1, np.ceil(length / _STEP_M - 1e-9)).astype(np.int64)
    edge = np.repeat(np.arange(len(start)), count)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    way = ((end - start) / count[:, None])[edge]
    first = start[edge] + number[:, None] * way
    return first, first + way


def _too_short(plan: Plan, length: float) -> Measurement:
    """Answer for a site with hardly any building along it."""
    if not plan.has("building"):
        return not_applicable("n/100m", declared_none("building"))
    reason = Reason("frontage_too_short", {"length_m": length})
    if plan.declared.issuperset(("building", *WALKED)):
        return not_applicable("n/100m", reason)
    return unknown("n/100m", reason)


def _active(plan: Plan, frontage: BaseGeometry, apart: float) -> _Active:
    """Find what makes the frontage active; openings without a type may or may not."""
    reach = EDGE_REACH_M + plan.tolerance_m
    openings = _on(own_elements(plan, "opening"), frontage, reach)
    entrances = _on(own_elements(plan, "entrance"), frontage, reach)
    counted = openings[openings["type"].isin(_ACTIVE)]
    unsaid = openings[openings["type"].isna()]
    alone = entrances[~_beside(entrances, counted, apart)]
    sure = len(counted) + len(alone)
    lonely = int((~_beside(unsaid, alone, apart)).sum())
    doubled = int(_beside(alone, unsaid, apart).sum())
    return _Active(
        counted,
        alone,
        unsaid,
        on_edge=len(openings),
        worst=min(sure, sure - doubled + len(unsaid)),
        best=max(sure + lonely, sure - doubled + len(unsaid)),
    )


def _on(
    layer: gpd.GeoDataFrame, frontage: BaseGeometry, reach: float
) -> gpd.GeoDataFrame:
    """Return the elements within reach of the frontage."""
    return layer[layer.distance(frontage) <= reach].sort_index()


def _beside(
    these: gpd.GeoDataFrame, others: gpd.GeoDataFrame, apart: float
) -> np.ndarray:
    """Tell for each element whether one of the others is near it."""
    if others.empty:
        return np.zeros(len(these), dtype=bool)
    near: np.ndarray = (these.distance(union(others.geometry)) <= apart).to_numpy()
    return near


def _density(plan: Plan, frontage: BaseGeometry, active: _Active) -> Measurement:
    """Turn counts into openings per 100 m, with where they are and are not."""
    worst, best = (100 * n / frontage.length for n in (active.worst, active.best))
    where = _places(plan, frontage, active)
    either = (*HIDING, *WALKED)
    bound = bound_by(plan, helping=["opening", "entrance", *either], hurting=either)
    completeness = plan.completeness("opening", "entrance", *either)
    assumed = assumed_walkable(plan)
    if active.worst == active.best:
        found = {"doors": active.best, "length_m": frontage.length}
        return measured(
            best,
            "n/100m",
            Reason("frontage_found", found),
            where=where,
            bound=bound,
            completeness=completeness,
            assumed=assumed,
        )
    missing: dict[str, str | int] = {
        "kind": "opening",
        "attribute": "type",
        "count": len(active.unsaid),
        "of": active.on_edge,
    }
    return unknown(
        "n/100m",
        Reason("attribute_missing", missing),
        worst=worst,
        best=best,
        where=where,
        bound=bound,
        completeness=completeness,
        assumed=assumed,
    )


def _places(plan: Plan, frontage: BaseGeometry, active: _Active) -> tuple[Place, ...]:
    """Show each building's frontage with its own density, and what was counted."""
    things = [*active.openings.geometry, *active.entrances.geometry]
    places = []
    rest = frontage
    for building_id, shape in areas(plan.near("building", frontage)).geometry.items():
        reach = shape.buffer(0.6 * _PARTY_GAP_M)
        edge, rest = rest.intersection(reach), rest.difference(reach)
        if edge.length <= 2 * _PARTY_GAP_M:
            continue
        doors = sum(thing.distance(edge) <= EDGE_REACH_M for thing in things)
        places.append(
            Place(
                edge,
                "good" if doors else "finding",
                value=100 * doors / edge.length,
                label="frontage_active" if doors else "frontage_blank",
                element_id=str(building_id),
            )
        )
    return (
        *places,
        *_points(active.openings, "good", "opening"),
        *_points(active.entrances, "good", "entrance"),
        *_points(active.unsaid, "context", "type_missing"),
    )


def _points(layer: gpd.GeoDataFrame, role: Role, label: str) -> Iterable[Place]:
    """Show elements where they are."""
    for element_id, geometry in layer.geometry.items():
        yield Place(geometry, role, label=label, element_id=str(element_id))

"""What stands in the light of lamps beside buildings: crowns, walls and shrubs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from sbd.indicators.luminaires import Lamps, light_domain
from sbd.indicators.measurement import Reason
from sbd.indicators.missing import attribute_missing
from sbd.plans.plan import SETTING_M, Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Crowns, where each lamp's begin; edges, where each lamp's begin.
Shadows = tuple[Floats, Ints, Floats, Ints]
#: Kinds that hide by their height. Source: method, section 8, S-09.
LOW = ("wall", "shrub")
#: Attributes that decide what hides.
DECIDING = (
    ("tree", "crown_radius_m"),
    ("tree", "base_m"),
    ("tree", "height_m"),
    ("wall", "height_m"),
    ("shrub", "height_m"),
)


@dataclass(frozen=True, eq=False)
class _Things:
    """Crowns as rows, edges as rows, and the element each edge belongs to."""

    crowns: Floats
    edges: Floats
    owner: Ints
    outlines: NDArray[np.object_]


def shadows(plan: Plan, lamps: Lamps, *, best: bool) -> Shadows:
    """List what may hide each lamp.

    Parameters
    ----------
    plan : Plan
        With a site.
    lamps : Lamps
        Of that plan.
    best : bool
        What is missing lets the most light through; else the least: a crown without
        a radius is as wide as it will be, or 30 m, one without a base begins at the
        ground, one without a height and a wall or shrub without one go on upwards.

    Returns
    -------
    tuple
        As `sbd.indicators.light_kernels` takes it. A wall or shrub in which a lamp
        stands does not hide that lamp.
    """
    things = _things(plan, best)
    crowns = things.crowns.copy()
    crowns[:, :2] -= lamps.origin
    edges = things.edges.copy()
    edges[:, :4] -= np.tile(lamps.origin, 2)
    at = _shapes(shapely.points(lamps.rows[:, :2]))
    lamp, crown = _near(
        at, _shapes(shapely.points(crowns[:, :2])), lamps.reach, crowns[:, 2]
    )
    ends = edges[:, :4].reshape(-1, 2, 2)
    near, edge = _near(
        at, _shapes(shapely.linestrings(ends)), lamps.reach, np.zeros(len(ends))
    )
    own = _standing_in(lamps, things.outlines)
    other = ~np.isin(near * len(things.outlines) + things.owner[edge], own)
    near, edge = near[other], edge[other]
    count = np.arange(len(at) + 1)
    return (
        np.ascontiguousarray(crowns[crown]),
        np.searchsorted(lamp, count).astype(np.int64),
        np.ascontiguousarray(edges[edge]),
        np.searchsorted(near, count).astype(np.int64),
    )


def _shapes(made: object) -> NDArray[np.object_]:
    return np.asarray(made, dtype=object)


def _near(
    at: NDArray[np.object_], shapes: NDArray[np.object_], reach: Floats, wide: Floats
) -> tuple[Ints, Ints]:
    """Pair lamps with the things in their reach, sorted by lamp."""
    if not len(at) or not len(shapes):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    lamp, thing = shapely.STRtree(shapes).query(
        at, predicate="dwithin", distance=reach + wide.max()
    )
    within = shapely.distance(at[lamp], shapes[thing]) <= reach[lamp] + wide[thing]
    order = np.lexsort((thing[within], lamp[within]))
    return lamp[within][order], thing[within][order]


def _standing_in(lamps: Lamps, outlines: NDArray[np.object_]) -> Ints:
    """Return lamp and element, as one number, where a lamp stands in a thing."""
    if not len(outlines) or not len(lamps.rows):
        return np.zeros(0, dtype=np.int64)
    spots = np.asarray(shapely.points(lamps.places), dtype=object)
    lamp, thing = shapely.STRtree(outlines).query(spots, predicate="intersects")
    return np.asarray(lamp * len(outlines) + thing, dtype=np.int64)


@lru_cache(maxsize=16)
def _things(plan: Plan, best: bool) -> _Things:
    """Gather what hides over the ground on which light is followed."""
    domain = light_domain(plan)
    crowns = _crowns(plan.near("tree", domain), best)
    shapes, heights = [], []
    for kind in LOW:
        layer = plan.near(kind, domain).sort_index()
        layer = layer[shapely.get_dimensions(layer.geometry.to_numpy()) > 0]
        shapes += list(layer.geometry)
        heights += list(layer["height_m"].fillna(0.0 if best else np.inf))
    outlines = np.array([*shapes, None], dtype=object)[:-1]
    edges, owner = _edges(outlines, np.array(heights, dtype=np.float64))
    return _Things(crowns, edges, owner, outlines)


def _crowns(trees: gpd.GeoDataFrame, best: bool) -> Floats:
    """Return crowns as rows x, y, radius, base, top; none that hides nothing. [m]"""
    trees = trees.sort_index()
    radius, base, top = trees["crown_radius_m"], trees["base_m"], trees["height_m"]
    if best:
        base, top = base.fillna(top), top.fillna(base)
    else:
        later = trees["crown_15y_radius_m"].fillna(SETTING_M)
        radius, base, top = radius.fillna(later), base.fillna(0.0), top.fillna(np.inf)
    middle = trees.geometry.centroid
    rows = pd.DataFrame(
        {"x": middle.x, "y": middle.y, "radius": radius, "base": base, "top": top}
    ).to_numpy(dtype=np.float64)
    hides = (rows[:, 2] > 0) & (rows[:, 4] > rows[:, 3])
    return rows[hides]


def _edges(outlines: NDArray[np.object_], heights: Floats) -> tuple[Floats, Ints]:
    """Return the edges of outlines as rows ax, ay, bx, by, height, and whose. [m]"""
    parts, owner = shapely.get_parts(outlines, return_index=True)
    flat = shapely.get_dimensions(parts) == 2
    parts = parts.copy()
    parts[flat] = shapely.boundary(parts[flat])
    parts, inner = shapely.get_parts(parts, return_index=True)
    owner = owner[inner]
    corners, ring = shapely.get_coordinates(parts, return_index=True)
    within = ring[1:] == ring[:-1]
    of = owner[ring[1:][within]]
    ends = np.hstack([corners[:-1][within], corners[1:][within]])
    rows = np.column_stack([ends, heights[of]]).reshape(-1, 5)
    return rows, np.asarray(of, dtype=np.int64)


@lru_cache(maxsize=16)
def lacking(plan: Plan, lamps: Lamps) -> Reason | None:
    """Say what is missing most on what may hide the lamps; None where nothing is."""
    found = []
    reach = float(lamps.reach.max(initial=0.0))
    near = shapely.multipoints(lamps.places) if len(lamps.rows) else None
    for kind, attribute in DECIDING:
        layer = plan.near(kind, light_domain(plan))
        if near is None or layer.empty:
            continue
        layer = layer[layer.dwithin(near, reach + SETTING_M * (kind == "tree"))]
        if layer[attribute].isna().any():
            found.append(attribute_missing(kind, attribute, layer))
    return max(found, key=lambda r: int(str(r.args["count"])), default=None)


@lru_cache(maxsize=16)
def assumed(plan: Plan, lamps: Lamps) -> tuple[str, ...]:
    """Name the assumptions behind crowns near the lamps."""
    if not len(lamps.rows):
        return ()
    near = shapely.multipoints(lamps.places)
    trees = plan.of("tree")
    radius = trees["crown_radius_m"].fillna(0.0)
    trees = trees[trees.distance(near) <= float(lamps.reach.max()) + radius]
    names = {
        name
        for attribute in ("crown_radius_m", "base_m", "height_m")
        for name in plan.assumptions_behind("tree", attribute, trees.index)
    }
    return tuple(sorted(names))

"""The ground a fire engine may use: hard ground less what is in its way."""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators.crowns import discs
from sbd.indicators.drivable import (
    BARRIER_KINDS,
    Closed,
    Obstacles,
    crossing_border,
    obstacles,
)
from sbd.indicators.ground import areas, polygons_of, union, window_ground
from sbd.indicators.measurement import Reason
from sbd.indicators.missing import attribute_missing
from sbd.plans.plan import Plan

#: Ground that carries a fire engine, as far as a plan can tell. Bays are parked full.
HARD = ("carriageway", "crossing", "square", "footway", "cycleway")
#: Ways in this close together are one. [m]
_ONE_WAY_IN_M = 15.0
#: The ground goes on so far beyond a way in. [m]
_ON_M = 5.0
#: Least radius of what has no size: it stands in the way all the same. [m]
_LEAST_M = 0.05
#: Pieces of ground this close together touch: slits are slips of drawing. [m]
_JOIN_M = 0.02
#: Nothing opens but what the fire service can open.
_SHUT = Closed(removable=True, unsaid=True)


@lru_cache(maxsize=16)
def fire_ground(
    plan: Plan,
    kerb_m: float,
    headroom_m: float,
    slope_max_pct: float,
    unsaid_open: bool,
) -> BaseGeometry:
    """Return where a fire engine may drive.

    Parameters
    ----------
    plan : Plan
        With a site.
    kerb_m : float
        Highest kerb it mounts. [m]
    headroom_m : float
        Height of the engine's way. [m]
    slope_max_pct : float
        Steeper ground is left out, where the plan tells. [%]
    unsaid_open : bool
        Whether barriers, crowns and canopies of which the plan does not say enough
        are open.

    Returns
    -------
    Polygon or MultiPolygon
        With a stretch beyond each way in; the same object for the same arguments.
    """
    found = obstacles(plan)
    there = found.standing(kerb_m, _SHUT) & ~_opened(plan, found, unsaid_open)
    radius = np.maximum(found.radius[there], _LEAST_M)
    standing = shapely.buffer(found.shapes[there], radius, quad_segs=4)
    over = _overhead(plan, headroom_m, unsaid_open)
    hard = union([_hard(plan, slope_max_pct), *_beyond(plan)])
    blocked = shapely.disjoint_subset_union_all([*standing, *over])
    return polygons_of(hard.difference(blocked))


def _opened(plan: Plan, found: Obstacles, unsaid_open: bool) -> NDArray[np.bool_]:
    """Tell which obstacles the fire service opens."""
    opens = np.zeros(len(found.shapes), dtype=bool)
    for kind in BARRIER_KINDS:
        layer = plan.of(kind)
        yes, maybe = openable(layer)
        ids = layer.index[yes | maybe] if unsaid_open else layer.index[yes]
        opens |= (found.kinds == kind) & np.isin(found.ids, list(ids))
    if unsaid_open:
        opens |= (found.kinds == "kerb") & found.silent
    return opens


def openable(layer: gpd.GeoDataFrame) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Tell which barriers the fire service opens, and which it may open.

    Removable or retractable with a key for the fire service. Source: method, 8, S-13.
    """
    moves = layer["fixing"].isin(("removable", "retractable"))
    key = layer["fire_key"] == "yes"
    maybe = (moves | layer["fixing"].isna()) & (key | layer["fire_key"].isna())
    yes: pd.Series[bool] = moves & key
    return yes, maybe & ~yes


def _overhead(plan: Plan, headroom_m: float, unsaid_open: bool) -> list[BaseGeometry]:
    """Return crowns and canopies that hang too low. [m]"""
    trees = plan.near("tree", plan.window)
    low = trees["base_m"] < headroom_m - plan.tolerance_m
    if not unsaid_open:
        low |= trees["base_m"].isna()
    trees = trees[low & trees["crown_radius_m"].notna()]
    roofs = areas(plan.near("canopy", plan.window))
    hang = roofs["base_m"] < headroom_m - plan.tolerance_m
    if not unsaid_open:
        hang |= roofs["base_m"].isna()
    crowns = discs(trees.geometry, trees["crown_radius_m"])
    return [*shapely.simplify(crowns.to_numpy(), 0.05), *roofs[hang].geometry]


def _hard(plan: Plan, slope_max_pct: float) -> BaseGeometry:
    """Return hard ground that is not known to be too steep. [m]"""
    ground = window_ground(plan)
    steep = [
        layer.index[layer["slope_pct"] > slope_max_pct]
        for layer in (plan.of("footway"), plan.of("square"))
    ]
    pieces = ground.pieces
    steep_ones = pieces.index.isin([i for ids in steep for i in ids])
    hard = pieces.geometry[pieces["kind"].isin(HARD) & ~steep_ones].to_numpy()
    return union(shapely.buffer(hard, _JOIN_M, join_style="mitre"))


@lru_cache(maxsize=8)
def ways_in(plan: Plan) -> tuple[BaseGeometry, ...]:
    """Return where carriageways cross the border of the window, way by way. [m]

    Empty where none does: then nobody knows where a fire engine comes from.
    """
    entering = crossing_border(plan)
    parts = [p for p in shapely.get_parts(entering) if p.length > 0]
    grown = union([p.buffer(_ONE_WAY_IN_M / 2) for p in parts])
    groups = shapely.get_parts(grown)
    found = (entering.intersection(group) for group in groups)
    return tuple(shapely.line_merge(way) for way in found if way.length > 0)


def widthless(plan: Plan) -> bool:
    """Tell whether the width of any carriageway is not drawn, or assumed.

    A path may then be there or not; widths assumed by lanes decide no requirement.
    """
    layer = plan.near("carriageway", plan.window)
    assumed = plan.assumptions_behind("carriageway", "geometry", list(layer.index))
    loose = window_ground(plan).lines_without_area("carriageway")
    return bool(assumed) or len(loose) > 0


def _beyond(plan: Plan) -> list[BaseGeometry]:
    """Return the ground just beyond each way in, which the window cuts off. [m]"""
    return [way.buffer(_ON_M, cap_style="flat") for way in ways_in(plan)]


def unsaid_for_fire(plan: Plan, headroom_m: float) -> Reason | None:
    """Say which attribute would tell whether a fire engine passes, if one lacks."""
    for kind in BARRIER_KINDS:
        layer = plan.near(kind, plan.setting)
        for attribute in ("fixing", "fire_key"):
            maybe = layer[openable(layer)[1]]
            if maybe[attribute].isna().any():
                return attribute_missing(kind, attribute, maybe)
    kerbs = plan.near("kerb", plan.setting)
    high = kerbs[~kerbs["form"].isin(("flush", "lowered"))]
    if high["height_m"].isna().any():
        return attribute_missing("kerb", "height_m", high)
    trees = plan.near("tree", plan.setting)
    if trees["base_m"].isna().any():
        return attribute_missing("tree", "base_m", trees)
    low = trees[trees["base_m"] < headroom_m]
    if low["crown_radius_m"].isna().any():
        return attribute_missing("tree", "crown_radius_m", low)
    roofs = plan.near("canopy", plan.setting)
    if roofs["base_m"].isna().any():
        return attribute_missing("canopy", "base_m", roofs)
    return None

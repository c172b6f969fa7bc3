"""Façades that a fire engine has to reach."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from sbd.indicators.ground import areas, union
from sbd.plans.plan import Plan

#: Walls this close to another building are shared with it. [m]
_PARTY_M = 0.2
#: Shorter sides are corners and bays, not façades. [m]
_SHORTEST_M = 3.0
#: An entrance belongs to the side it stands this close to. [m]
_DOOR_M = 1.0
#: A façade turns a corner where it turns by more. [deg]
_CORNER_DEG = 30.0
#: A façade is looked at every so far. [m]
_STEP_M = 1.0

Floats = NDArray[np.float64]
_Side = tuple[LineString, Floats, Floats]


@dataclass(frozen=True, eq=False)
class Facade:
    """One side of a building.

    Parameters
    ----------
    element_id : str
        The building.
    line : LineString
        The side. [m]
    spots, outward : (n, 2) arrays
        Points along it, and unit vectors away from the building. [m]
    required : bool, optional
        Whether a fire engine has to reach it; None where nobody says.
    main : bool
        Whether an entrance tells that it is a main façade.
    """

    element_id: str
    line: LineString
    spots: Floats
    outward: Floats
    required: bool | None
    main: bool


@lru_cache(maxsize=8)
def facades(plan: Plan) -> tuple[Facade, ...]:
    """Return the façades of the setting that need, or may need, a fire path.

    Of each building the sides with a main entrance, else with any, else all of them.
    A building with ``fire_access`` set follows it; else medium and high-rise need
    one. Source: method, section 8, S-13.

    Parameters
    ----------
    plan : Plan
        With a site.

    Returns
    -------
    tuple of Facade
        In the order of the buildings' ids; the same object for the same plan.
    """
    layer = areas(plan.near("building", plan.setting)).sort_index()
    doors = plan.near("entrance", plan.setting.buffer(_DOOR_M))
    others = areas(plan.of("building")).geometry.to_numpy()
    tree = shapely.STRtree(others)
    found: list[Facade] = []
    for element_id, row in zip(layer.index, layer.itertuples(), strict=True):
        required = _required(row.fire_access, row.rise)
        if required is not False:
            near = others[tree.query(row.geometry, "dwithin", _PARTY_M)]
            sides = _sides(row.geometry, near[near != row.geometry])
            found += _chosen(str(element_id), sides, doors, required)
    return tuple(found)


def unsaid_buildings(plan: Plan) -> tuple[int, int]:
    """Return how many buildings of the setting tell neither rise nor fire access."""
    layer = areas(plan.near("building", plan.setting))
    silent = layer["rise"].isna() & layer["fire_access"].isna()
    return int(silent.sum()), len(layer)


def _required(fire_access: str | None, rise: str | None) -> bool | None:
    if fire_access is not None:
        return fire_access == "required"
    return None if rise is None else rise in ("mid", "high")


def _sides(shape: BaseGeometry, near: NDArray[np.object_]) -> list[_Side]:
    """Return the sides of a building that no other one covers, with their spots."""
    walls = union([shapely.buffer(g, _PARTY_M, cap_style="flat") for g in near])
    found = []
    for part in shapely.get_parts(shape):
        ring = shapely.orient_polygons(part).exterior
        for line in _straight(shapely.get_coordinates(ring)):
            for free in shapely.get_parts(shapely.line_merge(line.difference(walls))):
                if free.length >= _SHORTEST_M:
                    found.append((free, *_spots(free)))
    return found


def _straight(corners: Floats) -> list[LineString]:
    """Cut a ring at its corners. [m]"""
    step = np.diff(corners, axis=0)
    way = np.arctan2(step[:, 1], step[:, 0])
    turn = np.abs((np.diff(np.append(way, way[0])) + np.pi) % (2 * np.pi) - np.pi)
    bends = np.flatnonzero(turn > np.radians(_CORNER_DEG)) + 1
    if len(bends) == 0:
        return [LineString(corners)]
    rolled = np.roll(corners[:-1], -bends[0], axis=0)
    closed = np.vstack([rolled, rolled[:1]])
    cuts = np.append(bends - bends[0], len(corners) - 1)
    return [LineString(closed[a : b + 1]) for a, b in pairwise(cuts)]


def _spots(line: LineString) -> tuple[Floats, Floats]:
    """Return points along a side, and which way is out of the building."""
    count = max(1, round(line.length / _STEP_M))
    at = (np.arange(count) + 0.5) * line.length / count
    spots = shapely.get_coordinates(shapely.line_interpolate_point(line, at))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(line, at + 0.01))
    along = (ahead - spots) / np.hypot(*(ahead - spots).T)[:, None]
    return spots, np.column_stack([along[:, 1], -along[:, 0]])


def _chosen(
    element_id: str,
    sides: list[_Side],
    doors: gpd.GeoDataFrame,
    required: bool | None,
) -> list[Facade]:
    """Choose the main sides of a building."""
    main = union(doors.geometry[doors["main"] == "yes"])
    for entrances in (main, union(doors.geometry)):
        there = [s for s in sides if s[0].distance(entrances) <= _DOOR_M]
        if there and not entrances.is_empty:
            return [Facade(element_id, *side, required, True) for side in there]
    return [Facade(element_id, *side, required, False) for side in sides]

"""Doors and windows that look onto a space: where, which way, and how much they count.

Source: method, section 8, S-05, and domain, C1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from sbd.indicators.ground import areas, polygons_of, union
from sbd.indicators.measurement import Reason, ReasonValue
from sbd.plans.plan import Plan

#: An opening may be drawn this far from the edge it looks out of. [m]
#: Source: method, section 8, S-05.
EDGE_M = 1.0
#: Whoever looks out of an opening stands this far in front of the edge, so that the
#: own wall hides nothing before it. [m] Source: method, section 8, S-05.
OUT_M = 0.05
#: An entrance this near to a door or shopfront is that opening. [m] As in L-05.
SAME_M = 1.0
#: Edges as near as this are equally near; the longest of them is taken. [m]
_EQUAL_M = 0.001
#: Code of the default: openings that do not say so are in use by day.
BY_DAY = "active_day_missing_is_active"
#: Code of the default: openings on no facade see nothing.
OFF_FACADE = "opening_off_facade_left_out"
#: Uses of a window that looks out as a shop does, and as an office does.
_SHOPS, _OFFICES = ("shop", "food"), ("office", "health")

Floats = NDArray[np.float64]
#: Attributes of openings, column by column.
_Told = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Weights:
    """What an opening in use counts. [1] Source: domain, C1.

    Parameters
    ----------
    shopfront : float
        A shopfront, and a window of a shop or café.
    entrance : float
        A door.
    dwelling_low, dwelling_high : float
        A window of a dwelling on the ground or first floor, on the second or third.
    office : float
        A window of an office or practice, by day; nothing at night.
    """

    shopfront: float = 1.0
    entrance: float = 0.8
    dwelling_low: float = 0.6
    dwelling_high: float = 0.3
    office: float = 0.5


@dataclass(frozen=True, eq=False)
class _Table:
    """Openings column by column: ids, kinds, shapes, whether own, attributes."""

    ids: NDArray[np.object_]
    kinds: NDArray[np.object_]
    shapes: NDArray[np.object_]
    own: NDArray[np.bool_]
    told: _Told

    def __getitem__(self, rows: NDArray[np.bool_]) -> _Table:
        """Return some of the rows."""
        told = {name: column[rows] for name, column in self.told.items()}
        ids, kinds, shapes = self.ids[rows], self.kinds[rows], self.shapes[rows]
        return _Table(ids, kinds, shapes, self.own[rows], told)


@dataclass(frozen=True, eq=False)
class Openings:
    """Openings in the window of a plan that count for something.

    Parameters
    ----------
    ids, kinds, shapes : (m,) arrays
        Element id, kind (``opening`` or ``entrance``) and geometry as drawn.
    own : (m,) bool array
        Whether the plan itself holds it; else an assumption drew it.
    at, normal : (m, 2) arrays
        Where one looks out, and the way the facade faces. [m, 1]
    weights : mapping
        ``day`` and ``night``: (m, 2) arrays, what each counts with all that is
        missing at its worst and at its best. [1]
    night_known : bool
        Whether any of the plan's own openings says if it is in use at night.
    defaults : tuple of str
        Codes of the defaults used.
    """

    ids: NDArray[np.object_]
    kinds: NDArray[np.object_]
    shapes: NDArray[np.object_]
    own: NDArray[np.bool_]
    at: Floats
    normal: Floats
    weights: dict[str, Floats]
    night_known: bool
    defaults: tuple[str, ...]

    def counting(self, *, night: bool, best: bool, assumed: bool) -> Floats:
        """Return what each opening counts. (m,) [1]

        Parameters
        ----------
        night, best : bool
            By night or by day; what is missing at its best or at its worst.
        assumed : bool
            Whether openings that an assumption drew count.
        """
        found = self.weights["night" if night else "day"][:, int(best)]
        return np.where(self.own | assumed, found, 0.0)


@lru_cache(maxsize=8)
def openings(plan: Plan, weights: Weights | None = None) -> Openings:
    """Return the openings of a plan that look onto its window.

    An entrance without a door or shopfront within `SAME_M` counts as a door. An opening
    faces the way the nearest edge of a building faces; party walls are no edges.

    Parameters
    ----------
    plan : Plan
        With a site.
    weights : Weights, optional
        What each counts; those of the method by default.

    Returns
    -------
    Openings
        The same object for the same plan and weights.
    """
    given = _all(plan)
    at, normal, placed = facing(plan, given.shapes)
    table = given[placed]
    by_day, by_night = _by_day_and_night(table.told, weights or Weights())
    some = np.maximum(by_day[:, 1], by_night[:, 1]) > 0
    table = table[some]
    silent = {a: pd.isna(table.told[a])[table.own] for a in _ATTRIBUTES}
    return Openings(
        table.ids,
        table.kinds,
        table.shapes,
        table.own,
        at[placed][some],
        normal[placed][some],
        {"day": by_day[some], "night": by_night[some]},
        night_known=not bool(silent["active_night"].all()),
        defaults=(
            *((BY_DAY,) if silent["active_day"].any() else ()),
            *(() if placed.all() else (OFF_FACADE,)),
        ),
    )


_ATTRIBUTES = ("type", "use", "floor", "active_day", "active_night")


def _all(plan: Plan) -> _Table:
    """Return openings, and entrances that have none, as openings."""
    drawn = plan.near("opening", plan.window)
    doors = plan.near("entrance", plan.window)
    shapes, entries = (f.geometry.to_numpy() for f in (drawn, doors))
    told = {a: drawn[a].to_numpy(dtype=object) for a in _ATTRIBUTES}
    fronts = shapes[np.isin(told["type"], ("door", "shopfront"))]
    alone = ~_beside(entries, fronts)
    ids = [str(i) for i in drawn.index], [str(i) for i in doors.index[alone]]
    own = [
        not plan.assumptions_behind(kind, "geometry", [i])
        for kind, some in zip(("opening", "entrance"), ids, strict=True)
        for i in some
    ]
    count = len(ids[1])
    as_door = {"type": "door", "floor": 0.0, "active_day": "yes"}
    columns = {
        a: np.concatenate([told[a], np.full(count, as_door.get(a), dtype=object)])
        for a in _ATTRIBUTES
    }
    return _Table(
        np.array([*ids[0], *ids[1]], dtype=object),
        np.array(["opening"] * len(drawn) + ["entrance"] * count, dtype=object),
        np.concatenate([shapes, entries[alone]]),
        np.array(own, dtype=bool),
        {**columns, "floor": columns["floor"].astype(np.float64)},
    )


def _beside(
    doors: NDArray[np.object_], fronts: NDArray[np.object_]
) -> NDArray[np.bool_]:
    """Tell which doors have one of the fronts at the same place."""
    found = np.zeros(len(doors), dtype=bool)
    near = shapely.STRtree(fronts).query(doors, predicate="dwithin", distance=SAME_M)
    found[near[0]] = True
    return found


def facing(
    plan: Plan, shapes: NDArray[np.object_]
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Find the edge each opening looks out of: observer, normal, whether there is one.

    A line looks out of its middle.
    """
    start, end = _edges(plan)
    count = len(shapes)
    middles = shapely.line_interpolate_point(_as_lines(shapes), 0.5, normalized=True)
    at, normal = np.zeros((count, 2)), np.zeros((count, 2))
    edges = np.asarray(shapely.linestrings(np.stack([start, end], axis=1)))
    reach = EDGE_M + plan.tolerance_m
    who, edge = shapely.STRtree(edges).query(
        middles, predicate="dwithin", distance=reach
    )
    away = np.round(shapely.distance(middles[who], edges[edge]) / _EQUAL_M)
    order = np.lexsort((-shapely.length(edges[edge]), away, who))
    who, first = np.unique(who[order], return_index=True)
    edge = edge[order][first]
    foot = shapely.shortest_line(edges[edge], middles[who])
    along = end[edge] - start[edge]
    along /= np.hypot(along[:, 0], along[:, 1])[:, None]
    normal[who] = np.column_stack([along[:, 1], -along[:, 0]])
    at[who] = shapely.get_coordinates(foot)[::2] + OUT_M * normal[who]
    return at, normal, np.isin(np.arange(count), who)


def _as_lines(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Turn points into lines without length, so that all have a middle."""
    found = shapes.copy()
    spots = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    corners = shapely.get_coordinates(shapes[spots])
    found[spots] = shapely.linestrings(np.stack([corners, corners], axis=1))
    return found


@lru_cache(maxsize=8)
def _edges(plan: Plan) -> tuple[Floats, Floats]:
    """Return the edges of the joined buildings, their outside on the right. [m]"""
    houses = areas(plan.near("building", plan.window)).geometry
    parts = shapely.get_parts(polygons_of(union(houses)))
    turned = shapely.orient_polygons(parts)
    rings = shapely.get_rings(turned)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    within = ring[1:] == ring[:-1]
    start, end = corners[:-1][within], corners[1:][within]
    long = (start != end).any(axis=1)
    return start[long], end[long]


def _by_day_and_night(told: _Told, w: Weights) -> tuple[Floats, Floats]:
    """Weigh openings: by day and at night, each at worst and at best. (m, 2)"""
    day, night = _weighed(told, w), _weighed(told, replace(w, office=0.0))
    in_use, awake = told["active_day"], told["active_night"]
    day[in_use == "no"] = 0.0
    night[awake == "no"] = 0.0
    night[pd.isna(awake), 0] = 0.0
    return day, night


def _weighed(told: _Told, w: Weights) -> Floats:
    """Weigh openings that are in use, at worst and at best. (m, 2)"""
    what, use, floor = told["type"], told["use"], told["floor"]
    home = np.select([floor <= 1, floor <= 3], [w.dwelling_low, w.dwelling_high], 0.0)
    best_home = np.where(np.isnan(floor), w.dwelling_low, home)
    any_window = np.maximum(best_home, max(w.shopfront, w.office))
    window = np.select(
        [use == "dwelling", np.isin(use, _SHOPS), np.isin(use, _OFFICES)],
        [home, np.full(len(use), w.shopfront), np.full(len(use), w.office)],
        0.0,
    )
    best_window = np.select(
        [use == "dwelling", pd.isna(use)], [best_home, any_window], window
    )
    kinds = [what == "shopfront", what == "door", what == "window"]
    worst = np.select(kinds, [w.shopfront, w.entrance, window], 0.0)
    anything = np.maximum(best_window, max(w.shopfront, w.entrance))
    best = np.select(kinds, [w.shopfront, w.entrance, best_window], anything)
    return np.column_stack([worst, best])


#: What decides how much an opening counts, in the order it is asked for.
_ASKED = ("type", "use", "floor", "active_night")


def lacking(plan: Plan, found: Openings, *, night: bool) -> Reason | None:
    """Say what is missing most of the plan's own openings; None where nothing is.

    Parameters
    ----------
    plan : Plan
        The plan.
    found : Openings
        Of that plan.
    night : bool
        Whether being in use at night matters.
    """
    unsure = found.weights["day"][:, 0] < found.weights["day"][:, 1]
    if night:
        unsure |= found.weights["night"][:, 0] < found.weights["night"][:, 1]
    ids = found.ids[unsure & found.own & (found.kinds == "opening")]
    layer = plan.of("opening").loc[ids]
    asked = [a for a in _ASKED if night or a != "active_night"]
    told = [(int(layer[a].isna().sum()), a) for a in asked]
    count, attribute = max(told, key=lambda entry: entry[0])
    if not count:
        return None
    args: dict[str, ReasonValue] = {"kind": "opening", "attribute": attribute}
    return Reason("attribute_missing", {**args, "count": count, "of": len(ids)})

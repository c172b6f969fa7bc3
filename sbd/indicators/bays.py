"""Reserved bays: how far a wheelchair user goes from the car to the doors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from sbd.indicators.among import WALKABLE
from sbd.indicators.clear_ground import clear_ground
from sbd.indicators.destinations import main_entrances
from sbd.indicators.freespace import parts
from sbd.indicators.ground import (
    SOLID,
    WALKED,
    lines,
    polygons_of,
    site_ground,
    union,
)
from sbd.indicators.ground import window_ground as window
from sbd.indicators.measurement import Measurement, Place, Reason, measured, unknown
from sbd.indicators.missing import (
    attribute_missing,
    between,
    bound_by,
    kind_missing,
)
from sbd.indicators.registry import indicator, need
from sbd.indicators.service_ground import LINES_WALKED, centre, entry
from sbd.indicators.walking import Walking
from sbd.plans.plan import WINDOW_M, Plan

#: Slits between two grounds no wider than twice this are stepped over. [m]
_SLIT_M = 0.25
#: Ways drawn as lines are thought this much wider than what passes. [m]
_ROOM_M = 0.01
#: Round things are drawn as exactly as this. [m] Source: method, section 1.
_SHAPE_M = 0.005
#: Straight pieces to a quarter of a round corner: they let through what is wider by
#: 8 mm in 0.90 m, less than the tolerance of lengths.
_QUAD_SEGS = 6
_KINDS = ("parking", "drop_off")
#: Stands for an entrance where there is none.
_CENTRE = "centre"


@indicator(
    "m",
    need("parking", "drop_off", none="settles"),
    need("parking", attributes=("disabled",), within_m=WINDOW_M, none="any"),
    need("entrance"),
    WALKABLE,
)
def reserved_bay_distance(
    plan: Plan,
    *,
    step_free_width_1_m: float = 0.90,
    service_reach_m: float = 20.0,
    frontage_depth_m: float = 10.0,
) -> Measurement:
    """Measure the longest way from a main entrance to the nearest reserved bay.

    Bays are parking with ``disabled`` yes, and drop-off points, in the window; the way
    is one that something of the least width can pass.

    Parameters
    ----------
    plan : Plan
        With a site.
    step_free_width_1_m : float
        Width that has to pass. [m]
    service_reach_m : float
        A door or bay this far beside the ground is reached straight from it. [m]
    frontage_depth_m : float
        Doors this far from the walkable ground of the site belong to it. [m]

    Returns
    -------
    Measurement
        The greatest of the main entrances' distances; from the middle of the
        walkable ground where there is no entrance. [m]
        Unknown where bays or entrances are neither present nor declared; where
        parking does not say whether it is reserved and that matters; and where no
        way to an entrance is drawn.

    References
    ----------
    Method, section 8, A-13.
    """
    bays = _Bays.of(plan)
    lacking = bays.lacking(plan)
    if lacking is not None:
        return lacking
    doors, named = main_entrances(plan, site_ground(plan).walkable, frontage_depth_m)
    told: dict[str, float] = {"entrances": len(doors), "within_m": frontage_depth_m}
    if doors.empty:
        doors = gpd.GeoDataFrame(geometry=[centre(plan)], index=[_CENTRE])
        told = {}
    ways = _Ways(_ground(plan, step_free_width_1_m), service_reach_m)
    sure = ways.nearest(doors.geometry, bays.sure)
    open_ = len(bays.perhaps) > len(bays.sure)
    perhaps = ways.nearest(doors.geometry, bays.perhaps) if open_ else sure
    worst, best = _worst(sure), _worst(perhaps)
    if best == inf and not plan.declared.issuperset(WALKED):
        best = _straight(doors.geometry, bays.perhaps)
    loose = len(lines(plan.near("footway", plan.window))) > 0
    found = measured(
        worst,
        "m",
        Reason(f"bay_found{'' if told else '_from_centre'}", {"walk_m": worst, **told}),
        where=tuple(_places(ways, doors.geometry, bays, sure)),
        bound=bound_by(
            plan, helping=[*_KINDS, *WALKED], hurting=["entrance", "water", *SOLID]
        ),
        completeness=plan.completeness(*_KINDS, *WALKED, "entrance"),
        defaults=(*named, *((LINES_WALKED,) if loose else ())),
    )
    reason = bays.silent() or Reason("bay_not_reached")
    if worst == inf == best:
        return unknown("m", reason, worst=inf, best=inf, where=found.where)
    return between(found, reason, worst=worst, best=best)


@dataclass(frozen=True, eq=False)
class _Bays:
    """The reserved bays and drop-off points of the window, and those that may be.

    Parameters
    ----------
    sure, perhaps : GeoSeries
        By element id. [m]
    parking : GeoDataFrame
        Parking that does not say that it is not reserved.
    """

    sure: gpd.GeoSeries
    perhaps: gpd.GeoSeries
    parking: gpd.GeoDataFrame

    @classmethod
    def of(cls, plan: Plan) -> _Bays:
        """Find them."""
        parking = plan.near("parking", plan.window).sort_index()
        parking = parking[parking["disabled"] != "no"]
        points = plan.near("drop_off", plan.window).sort_index().geometry
        said = parking.geometry[parking["disabled"] == "yes"]
        return cls(
            gpd.GeoSeries(pd.concat([said, points])),
            gpd.GeoSeries(pd.concat([parking.geometry, points])),
            parking,
        )

    def lacking(self, plan: Plan) -> Measurement | None:
        """Answer where nothing can be measured."""
        silent = tuple(k for k in _KINDS if not plan.known(k))
        if self.perhaps.empty and silent:
            return unknown("m", kind_missing(*silent), worst=inf, best=0.0)
        if self.perhaps.empty:
            return unknown(
                "m",
                Reason("no_reserved_bay"),
                worst=inf,
                best=inf,
                bound=bound_by(plan, helping=_KINDS),
                completeness=plan.completeness(*_KINDS),
            )
        if not plan.known("entrance"):
            return unknown("m", kind_missing("entrance"), worst=inf, best=0.0)
        if site_ground(plan).walkable.is_empty:
            reason = Reason("walkable_ground_missing")
            return unknown("m", reason, worst=inf, best=0.0)
        return None

    def silent(self) -> Reason | None:
        """Say how much parking does not tell whether it is reserved."""
        if self.parking["disabled"].isna().any():
            return attribute_missing("parking", "disabled", self.parking)
        return None


def _ground(plan: Plan, width_m: float) -> BaseGeometry:
    """Return where the middle of something of a width can be in the window. [m]"""
    clear = clear_ground(plan)
    loose = [
        lines(plan.near(kind, plan.window)).geometry.to_numpy()
        for kind in ("footway", "crossing")
    ]
    half = width_m / 2 + _ROOM_M
    walked = [
        window(plan).walked,
        *clear.crossings.values(),
        *shapely.buffer(np.concatenate(loose), half, quad_segs=2),
    ]
    joined = union(walked).buffer(_SLIT_M, join_style="mitre")
    joined = joined.buffer(-_SLIT_M, join_style="mitre")
    free = joined.difference(clear.obstacles)
    simple = shapely.simplify(free, _SHAPE_M, preserve_topology=False)
    return polygons_of(simple.buffer(-width_m / 2, quad_segs=_QUAD_SEGS))


@dataclass(frozen=True, eq=False)
class _Link:
    """The way of a door to a bay: its length, and its ends in a part of the ground."""

    metres: float
    bay: str
    part: int
    start: BaseGeometry
    end: BaseGeometry


@dataclass(frozen=True, eq=False)
class _Ways:
    """Ways over ground in several parts, to which places beside it belong.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        Where one can go. [m]
    reach_m : float
        How far beside it a place may lie. [m]
    """

    ground: BaseGeometry
    reach_m: float
    _walking: dict[int, Walking] = field(default_factory=dict)

    @cached_property
    def parts(self) -> list[BaseGeometry]:
        """The connected parts. [m]"""
        return list(parts(self.ground))

    def walking(self, part: int) -> Walking:
        """Return the walks over a part."""
        if part not in self._walking:
            self._walking[part] = Walking(self.parts[part])
        return self._walking[part]

    def entries(self, shape: BaseGeometry) -> Iterator[tuple[int, BaseGeometry, float]]:
        """Yield the parts beside a place, where one enters them, and what is left."""
        for number, part in enumerate(self.parts):
            if shapely.dwithin(part, shape, self.reach_m):
                yield number, *entry(part, shape)

    def nearest(
        self, doors: gpd.GeoSeries, bays: gpd.GeoSeries
    ) -> dict[str, _Link | None]:
        """Find the nearest bay of each door, None where there is no way to any."""
        found: dict[str, _Link | None] = {str(i): None for i in doors.index}
        entered = {str(i): list(self.entries(shape)) for i, shape in doors.items()}
        for bay, shape in bays.items():
            for part, end, left in self.entries(shape):
                here = [
                    (door, start, rest)
                    for door, some in entered.items()
                    for number, start, rest in some
                    if number == part
                ]
                if not here:
                    continue
                to = shapely.get_coordinates([start.centroid for _, start, _ in here])
                walks = self.walking(part).distances([end], to)[0]
                for (door, start, rest), walk in zip(here, walks, strict=True):
                    metres = float(walk) + rest + left
                    known = found[door]
                    if known is None or metres < known.metres:
                        found[door] = _Link(metres, str(bay), part, start, end)
        return found

    def line(self, door: BaseGeometry, bay: BaseGeometry, link: _Link) -> LineString:
        """Return the way from a door to a bay, its straight ends included. [m]"""
        start = shapely.get_coordinates(link.start.centroid)
        path = self.walking(link.part).path(link.end, start)
        assert path is not None, "it was measured before"
        first = shapely.shortest_line(door, link.start).coords[0]
        corners = list(path.coords)[::-1]
        last = shapely.shortest_line(Point(corners[-1]), bay).coords[-1]
        ends = (first, *corners, last)
        return LineString(list(dict.fromkeys(ends)) if len({*ends}) > 1 else ends)


def _worst(found: dict[str, _Link | None]) -> float:
    """Return the longest of the ways, inf where a door has none. [m]"""
    return max(inf if link is None else link.metres for link in found.values())


def _straight(doors: gpd.GeoSeries, bays: gpd.GeoSeries) -> float:
    """Return the greatest straight distance from a door to its nearest bay. [m]"""
    return float(max(bays.distance(door).min() for door in doors))


def _places(
    ways: _Ways, doors: gpd.GeoSeries, bays: _Bays, found: dict[str, _Link | None]
) -> Iterator[Place]:
    """Show the longest way, its door, doors that are not reached, and the bays."""
    reached = {door: link for door, link in found.items() if link is not None}
    for door in sorted(found.keys() - reached.keys()):
        yield Place(doors[door], "finding", None, "door_not_reached", _id(door))
    if len(reached) == len(found):
        door = max(reached, key=lambda d: (reached[d].metres, d))
        link = reached[door]
        line = ways.line(doors[door], bays.sure[link.bay], link)
        yield Place(line, "route", link.metres, "way_to_bay")
        yield Place(doors[door], "finding", link.metres, "farthest_door", _id(door))
    for element_id, shape in bays.sure.items():
        yield Place(shape, "good", None, "reserved_bay", str(element_id))


def _id(door: str) -> str | None:
    """Return the element of a door; the middle of the place is none."""
    return None if door == _CENTRE else door

"""Play: room for children and young people, away from traffic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among
from sbd.indicators.ground import areas, points, polygons_of, site_ground, union
from sbd.indicators.measurement import (
    Bound,
    Measurement,
    Place,
    Reason,
    ReasonValue,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import (
    attribute_missing,
    between,
    bound_by,
    declared_none,
    kind_missing,
)
from sbd.indicators.registry import indicator, need
from sbd.indicators.stay import StayArea, stay_area
from sbd.plans.plan import Plan

_KINDS = ("play", "youth")
#: Kinds that keep a child from running onto a carriageway.
_ENCLOSING = ("fence", "wall", "hedge", "building")
#: A fence this close to the edge of a play area encloses it; it also closes gates of
#: up to twice this width. Source: method, section 8, reach of an edge in L-05. [m]
_FENCE_REACH_M = 1.0
#: Code of the default: carriageways drawn as lines are as wide as a line.
CENTRELINE = "carriageway_width_missing"
#: Vertices of a quarter circle; outlines are within 0.03 % of the distance. [1]
_QUARTER = 64
_NOISE_M = 0.01
#: What separates several age groups in one text.
_LIST = re.compile(r"[,;/]")

_NEEDS = (
    need(*_KINDS, none="settles"),
    need("carriageway", attributes=("limit_kmh",), among=among.by_play),
)


@dataclass(frozen=True, eq=False)
class _Rooms:
    """Play and youth areas of the site, and what of them lies away from traffic.

    A carriageway without a limit counts as traffic in the worst case only.
    """

    plan: Plan
    distance: float
    limit: float

    @cached_property
    def pieces(self) -> gpd.GeoDataFrame:
        """Ground that is for play or youth, by element. [m]"""
        pieces = site_ground(self.plan).pieces
        return pieces[pieces["kind"].isin(_KINDS)]

    @cached_property
    def all(self) -> BaseGeometry:
        """All play and youth ground. [m]"""
        return union(self.pieces.geometry)

    @cached_property
    def spots(self) -> gpd.GeoDataFrame:
        """Play and youth drawn as points outside every such area."""
        layers = [(k, points(self.plan.near(k, self.plan.judged))) for k in _KINDS]
        columns = ["age_group", "kind", "geometry"]
        kept = [f.assign(kind=k)[columns] for k, f in layers if len(f)]
        if not kept:
            return self.plan.of("play").assign(kind="play")[columns].iloc[:0]
        rows = gpd.GeoDataFrame(pd.concat(kept))
        return rows[~rows.intersects(self.all)]

    @cached_property
    def near_traffic(self) -> gpd.GeoDataFrame:
        """Carriageways so close that they matter, unless they are slow."""
        zone = self.plan.judged.buffer(self.distance)
        layer = self.plan.near("carriageway", zone).sort_index()
        slow = layer["limit_kmh"] <= self.limit
        layer = layer[~slow]
        everything = [self.all, *self.spots.geometry]
        return layer[layer.distance(union(everything)) < self.distance]

    def counted(self, *, best: bool = False) -> BaseGeometry:
        """Play ground away from traffic, or fenced off from it. [m]"""
        zone = self._zone(best=best)
        if zone.is_empty:
            return self.all
        fenced = [r for r in shapely.get_parts(self.all) if self._fenced(r, zone)]
        return polygons_of(union([self.all.difference(zone), *fenced]))

    def ages(self, *, best: bool) -> list[str | None]:
        """Age groups of the areas and points that count; None where it is missing."""
        room, zone = self.counted(best=best), self._zone(best=best)
        shares = self.pieces.intersection(room).area > _NOISE_M**2
        found: list[str | None] = [
            self.plan.of(kind).at[element_id, "age_group"]
            for element_id, kind in self.pieces["kind"][shares].items()
        ]
        away = self.spots[~self.spots.intersects(zone)]
        return found + list(away["age_group"])

    def _zone(self, *, best: bool) -> BaseGeometry:
        layer = self.near_traffic
        layer = layer[layer["limit_kmh"].notna()] if best else layer
        return union(layer.buffer(self.distance, quad_segs=_QUARTER))

    def _fenced(self, room: BaseGeometry, zone: BaseGeometry) -> bool:
        """Whether the edge of an area near traffic runs along a fence."""
        edge = room.boundary.intersection(zone)
        return bool(edge.difference(self._fences).length <= _NOISE_M)

    @cached_property
    def _fences(self) -> BaseGeometry:
        close = self.all.buffer(_FENCE_REACH_M)
        layers = [self.plan.near(kind, close) for kind in _ENCLOSING]
        return union(g for f in layers for g in f.buffer(_FENCE_REACH_M))

    def reason(self) -> Reason | None:
        """Say what is missing of what is measured."""
        if self.near_traffic["limit_kmh"].isna().any():
            return attribute_missing("carriageway", "limit_kmh", self.near_traffic)
        return None

    @property
    def defaults(self) -> tuple[str, ...]:
        """Name centrelines used as carriageways."""
        layer = self.near_traffic
        loose = layer.drop(areas(layer).index).geometry
        rest = loose.difference(union(areas(layer).geometry))
        return (CENTRELINE,) if (rest.length > _NOISE_M).any() else ()

    @property
    def assumed(self) -> tuple[str, ...]:
        """Assumptions about limits and widths of the carriageways close by."""
        ids = self.near_traffic.index
        names = {
            name
            for attribute in ("limit_kmh", "geometry")
            for name in self.plan.assumptions_behind("carriageway", attribute, ids)
        }
        return tuple(sorted(names))

    def places(self) -> Iterator[Place]:
        """Parts that count (good) and parts too close to traffic (finding)."""
        counted = self.counted()
        kinds = self.pieces["kind"]
        for element_id, shape in self.pieces.geometry.items():
            good = polygons_of(shape.intersection(counted))
            close = polygons_of(shape.difference(counted))
            if good.area > _NOISE_M**2:
                yield Place(good, "good", None, kinds[element_id], str(element_id))
            if close.area > _NOISE_M**2:
                yield Place(close, "finding", None, "near_traffic", str(element_id))
        for element_id, spot in self.spots.geometry.items():
            yield Place(spot, "context", None, "area_missing", str(element_id))


@indicator("%", *_NEEDS, need("stay_zone", "square", "footway", "play"))
def play_share(
    plan: Plan, *, play_traffic_distance_m: float = 10.0, play_limit_kmh: float = 20.0
) -> Measurement:
    """Measure the room for play and youth away from traffic, per stay area.

    Counted is the ground for play or youth in the site that lies at least
    `play_traffic_distance_m` from carriageways faster than `play_limit_kmh`, or
    belongs to an area whose edge within that distance runs along a fence, wall,
    hedge or building (at most 1 m off).

    Parameters
    ----------
    plan : Plan
        With a site.
    play_traffic_distance_m : float
        Distance from traffic at which play is safe without a fence. [m]
    play_limit_kmh : float
        Speed limit up to which a carriageway is no traffic to keep away from. [km/h]

    Returns
    -------
    Measurement
        Counted area over the stay area. [%]
        Unknown where play and youth, or carriageways, are neither present nor
        declared; where a carriageway close by has no limit: at worst it is fast,
        at best slow; where play is drawn as a point: at best it is all stay area.

    References
    ----------
    Method, section 8, L-07.
    """
    if not any(plan.known(kind) for kind in _KINDS):
        return unknown("%", kind_missing(*_KINDS))
    if not plan.has(*_KINDS):
        return measured(
            0.0,
            "%",
            declared_none(*(k for k in _KINDS if k in plan.declared)),
            bound=bound_by(plan, helping=_KINDS),
            completeness=plan.completeness(*_KINDS),
        )
    if not plan.known("carriageway"):
        return unknown("%", kind_missing("carriageway"))
    stay = stay_area(plan)
    if stay.area.is_empty:
        return _no_stay_area(plan, stay)
    rooms = _Rooms(plan, play_traffic_distance_m, play_limit_kmh)
    per_cent = 100 / stay.area.area
    area = rooms.counted().area
    args = {"area_m2": area, "drawn_m2": rooms.all.area, "stay_m2": stay.area.area}
    found = measured(
        area * per_cent,
        "%",
        Reason("play_found", args),
        where=tuple(rooms.places()),
        bound=_bound(plan, stay),
        completeness=plan.completeness(*_KINDS, "carriageway", *stay.kinds),
        assumed=rooms.assumed,
        defaults=(*rooms.defaults, *stay.defaults),
    )
    return _with_gaps(found, rooms, per_cent)


@indicator(
    "1", *_NEEDS, need(*_KINDS, attributes=("age_group",), within_m=0, none="any")
)
def play_age_groups(
    plan: Plan, *, play_traffic_distance_m: float = 10.0, play_limit_kmh: float = 20.0
) -> Measurement:
    """Count the age groups that find room for play away from traffic.

    Parameters
    ----------
    plan : Plan
        With a site.
    play_traffic_distance_m, play_limit_kmh : float
        As in `play_share`. [m, km/h]

    Returns
    -------
    Measurement
        Number of different age groups (``age_group`` may list several, separated
        by commas) of the areas that count in `play_share`, and of play drawn as
        points away from traffic. [1]
        Unknown where an area has no age group: at worst it serves one already
        served, at best one of its own.

    References
    ----------
    Method, section 8, L-07, level 4.
    """
    if not any(plan.known(kind) for kind in _KINDS):
        return unknown("1", kind_missing(*_KINDS))
    if plan.has(*_KINDS) and not plan.known("carriageway"):
        return unknown("1", kind_missing("carriageway"))
    rooms = _Rooms(plan, play_traffic_distance_m, play_limit_kmh)
    worst, best = rooms.ages(best=False), rooms.ages(best=True)
    fewest, most = float(_groups(worst, most=False)), float(_groups(best, most=True))
    found = measured(
        fewest,
        "1",
        _ages_reason(worst),
        where=tuple(rooms.places()),
        bound=bound_by(plan, helping=_KINDS, hurting=["carriageway"]),
        completeness=plan.completeness(*_KINDS, "carriageway"),
        assumed=rooms.assumed,
        defaults=rooms.defaults,
    )
    reason = rooms.reason()
    if reason is None:
        missing: dict[str, ReasonValue] = {"kind": "play", "attribute": "age_group"}
        missing |= {"count": sum(not age for age in best), "of": len(best)}
        reason = Reason("attribute_missing", missing)
    return between(found, reason, worst=fewest, best=most)


def _ages_reason(ages: list[str | None]) -> Reason:
    """Say which age groups are served, or that none is named."""
    named = _names(ages)
    if not named:
        return Reason("no_age_group_named", {"areas": len(ages)})
    return Reason("age_groups_found", {"areas": len(ages), "groups": named})


def _names(ages: list[str | None]) -> tuple[str, ...]:
    """Names of the age groups given, each once."""
    parts = [part.strip() for text in ages if text for part in _LIST.split(text)]
    return tuple(sorted({part for part in parts if part}))


def _groups(ages: list[str | None], *, most: bool) -> int:
    """Count age groups, the missing ones at their fewest or their most."""
    named, missing = len(_names(ages)), sum(not text for text in ages)
    if most:
        return named + missing
    return max(named, 1 if missing else 0)


def _no_stay_area(plan: Plan, stay: StayArea) -> Measurement:
    if stay.complete(plan):
        return not_applicable("%", Reason("no_stay_area"))
    return unknown("%", kind_missing("stay_zone", "square", "footway"))


def _bound(plan: Plan, stay: StayArea) -> Bound:
    if not stay.complete(plan):
        return "open"
    return bound_by(plan, helping=_KINDS, hurting=["carriageway"])


def _with_gaps(found: Measurement, rooms: _Rooms, per_cent: float) -> Measurement:
    """Turn into unknown what a missing size, limit or kind leaves open."""
    worst = found.value or 0.0
    if len(rooms.spots):
        drawn = len(rooms.spots) + len(rooms.pieces)
        kind = str(rooms.spots["kind"].iloc[0])
        points_only = Reason(
            "area_missing", {"kind": kind, "count": len(rooms.spots), "of": drawn}
        )
        return between(found, points_only, worst=worst, best=max(worst, 100.0))
    reason = rooms.reason()
    if reason is None:
        return found
    best = rooms.counted(best=True).area * per_cent
    return between(found, reason, worst=worst, best=best)

"""Room for play and youth: where it lies, and what of it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.indicators import obstacles
from sbd.indicators.ground import areas, points, polygons_of, site_ground, union
from sbd.indicators.measurement import Place, Reason
from sbd.indicators.missing import attribute_missing, kind_missing
from sbd.indicators.seat_views import watched
from sbd.indicators.seats import commercial_default, free_benches
from sbd.plans.plan import Plan

KINDS = ("play", "youth")
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


@dataclass(frozen=True, eq=False)
class Rooms:
    """Play and youth areas of the site, and what of them counts.

    That is what lies away from traffic, or is fenced off from it, and in view of a
    seat. A carriageway without a limit counts as traffic, and what may hide hides, in
    the worst case only.

    Parameters
    ----------
    plan : Plan
        With a site.
    distance : float
        Distance from traffic. [m]
    limit : float
        Up to this limit a carriageway is no traffic. [km/h]
    seat_m : float
        Distance from a seat. [m]
    heights : (float, float, float)
        Eye of a seated person, highest shrub, lowest crown (see
        `sbd.indicators.obstacles.opaque`). [m]
    """

    plan: Plan
    distance: float
    limit: float
    seat_m: float
    heights: tuple[float, float, float]

    @cached_property
    def pieces(self) -> gpd.GeoDataFrame:
        """Ground that is for play or youth, by element. [m]"""
        pieces = site_ground(self.plan).pieces
        return pieces[pieces["kind"].isin(KINDS)]

    @cached_property
    def all(self) -> BaseGeometry:
        """All play and youth ground. [m]"""
        return union(self.pieces.geometry)

    @cached_property
    def spots(self) -> gpd.GeoDataFrame:
        """Play and youth drawn as points outside every such area."""
        layers = [(k, points(self.plan.near(k, self.plan.judged))) for k in KINDS]
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
        """Play ground that counts. [m]"""
        return polygons_of(self.safe(best=best).intersection(self._watched(best)))

    def _watched(self, best: bool) -> BaseGeometry:
        """Ground in view of a seat; at best all of it where benches are unknown. [m]"""
        if best and not self.plan.known("bench"):
            return union([self.all, *self.spots.geometry])
        return watched(self.plan, self.seat_m, *self.heights, best)

    def safe(self, *, best: bool = False) -> BaseGeometry:
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
        away = away[away.intersects(self._watched(best))]
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
        if not self.plan.known("bench"):
            return kind_missing("bench")
        eye, shrub, crown = self.heights
        return obstacles.lacking(
            self.plan, eye, shrub_height_max_m=shrub, crown_base_min_m=crown
        )

    @property
    def defaults(self) -> tuple[str, ...]:
        """Name centrelines used as carriageways, and benches taken to be free."""
        layer = self.near_traffic
        loose = layer.drop(areas(layer).index).geometry
        rest = loose.difference(union(areas(layer).geometry))
        drawn_thin = (rest.length > _NOISE_M).any()
        free = commercial_default(free_benches(self.plan))
        return (*((CENTRELINE,) if drawn_thin else ()), *free)

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
        """Parts that count, parts too close to traffic and parts that no seat sees."""
        counted, safe = self.counted(), self.safe()
        kinds = self.pieces["kind"]
        for element_id, shape in self.pieces.geometry.items():
            good = polygons_of(shape.intersection(counted))
            close = polygons_of(shape.difference(safe))
            unseen = polygons_of(shape.intersection(safe).difference(counted))
            if good.area > _NOISE_M**2:
                yield Place(good, "good", None, kinds[element_id], str(element_id))
            if close.area > _NOISE_M**2:
                yield Place(close, "finding", None, "near_traffic", str(element_id))
            if unseen.area > _NOISE_M**2:
                yield Place(unseen, "finding", None, "no_seat_in_view", str(element_id))
        for element_id, spot in self.spots.geometry.items():
            yield Place(spot, "context", None, "area_missing", str(element_id))

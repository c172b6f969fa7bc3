"""Seating: how much there is to sit on, and how far one walks between seats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from sbd.indicators import among
from sbd.indicators.ground import areas, lines, union
from sbd.indicators.measurement import (
    Bound,
    Measurement,
    Place,
    Reason,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import between, bound_by, kind_missing, missing_kinds
from sbd.indicators.registry import indicator, need
from sbd.indicators.routes import MainRoutes, main_routes
from sbd.indicators.seat_walks import SeatWalks
from sbd.indicators.seats import Seats, commercial_default, free_benches
from sbd.indicators.stay import StayArea, stay_area
from sbd.plans.plan import Plan

#: Code of the default: ground whose slope is missing counts as flat.
FLAT = "slope_missing_counted_flat"
#: Kinds whose slope decides whether a stretch is steep.
_SLOPING = ("footway", "square", "ramp")
#: A line that carries a slope decides a route that runs this close to it. [m]
_BESIDE_M = 0.5
#: Shorter pieces are noise of the coordinates. [m]
_SHORTEST_M = 0.01


@indicator(
    "m/100m2",
    need("bench", attributes=("length_m",), within_m=0, among=among.free_points),
    need("wall", "step", attributes=("height_m",), within_m=0, none="any"),
    need("stay_zone", "square", "play", "footway"),
)
def seat_supply(
    plan: Plan,
    *,
    seat_wall_min_m: float = 0.35,
    seat_wall_max_m: float = 0.55,
    seat_wall_weight: float = 0.5,
) -> Measurement:
    """Measure the length of free seats per area of the stay area.

    Benches count with their length (given, else as drawn), walls and steps of a
    height to sit on with `seat_wall_weight`, each with the part that lies in the
    stay area. Commercial benches do not count.

    Parameters
    ----------
    plan : Plan
        With a site.
    seat_wall_min_m, seat_wall_max_m : float
        Heights of walls and steps one can sit on. [m]
    seat_wall_weight : float
        Weight of their length. [1]

    Returns
    -------
    Measurement
        Length of seat per 100 m2 of stay area. [m/100m2]
        Unknown where benches are neither present nor declared; where a bench drawn
        as a point has no length: at worst 0 m, at best without bound; and where a
        wall or step has no height: at worst no seat, at best one.

    References
    ----------
    Method, section 8, L-01. Half the weight for walls and steps: ours.
    """
    if not plan.known("bench"):
        return unknown("m/100m2", kind_missing("bench"))
    stay = stay_area(plan)
    if stay.area.is_empty:
        return _no_stay_area(plan, stay)
    seats = Seats(plan, stay.floor, seat_wall_min_m, seat_wall_max_m)
    edge, per_100 = seats.edge_m(), 100 / stay.area.area
    value = (seats.bench_m + seat_wall_weight * edge) * per_100
    args = {
        "benches": len(seats.benches),
        "bench_m": seats.bench_m,
        "edge_m": edge,
        "counted_m": seat_wall_weight * edge,
        "area_m2": stay.area.area,
    }
    found = measured(
        value,
        "m/100m2",
        Reason("seats_found", args),
        where=(*seats.places(), Place(stay.area, "context", label="stay_area")),
        bound=_supply_bound(plan, stay),
        completeness=plan.completeness("bench", "wall", "step", *stay.kinds),
        assumed=plan.assumptions_behind("bench", "length_m", seats.benches.index),
        defaults=(*commercial_default(seats.benches), *stay.defaults),
    )
    lacking = seats.lacking()
    if lacking is None:
        return found
    more = seat_wall_weight * (seats.edge_m(any_height=True) - edge) * per_100
    best = float("inf") if lacking.args["kind"] == "bench" else value + more
    return between(found, lacking, worst=value, best=best)


def _no_stay_area(plan: Plan, stay: StayArea) -> Measurement:
    """Without a stay area: none, if the plan is complete for what makes one."""
    if stay.complete(plan):
        return not_applicable("m/100m2", Reason("no_stay_area"))
    return unknown("m/100m2", kind_missing("stay_zone", "square", "footway"))


def _supply_bound(plan: Plan, stay: StayArea) -> Bound:
    if not stay.complete(plan):
        return "open"
    return bound_by(plan, helping=["bench", "wall", "step"])


@dataclass(frozen=True)
class _Stretch:
    """A stretch of a route without a seat, and how long it feels. [m]"""

    line: BaseGeometry
    felt: float


@indicator(
    "m",
    need("bench"),
    among.ROUTE,
    need(
        *_SLOPING,
        attributes=("slope_pct",),
        within_m=0,
        among=among.under_routes,
        none="optional",
    ),
)
def seat_spacing(
    plan: Plan,
    *,
    rest_reach_m: float = 10.0,
    steep_pct: float = 3.0,
    steep_factor: float = 1.25,
) -> Measurement:
    """Measure the longest stretch of a main route without a seat within reach.

    Routes are judged inside the site; seats count wherever they stand, by the walk
    from the route to their nearest point, round what stands between. Both ends of a
    route count as if no seat followed. Routes that meet end to end are walked as one.
    Commercial benches do not count. Steep metres count `steep_factor` times.

    Parameters
    ----------
    plan : Plan
        With a site.
    rest_reach_m : float
        Walk from the route within which a seat counts. [m]
    steep_pct : float
        Slope above which walking tires sooner. [%]
    steep_factor : float
        What a steep metre counts. [1]

    Returns
    -------
    Measurement
        Length of that stretch; 0 where a seat is always within reach, the longest
        route's length where there is no bench. [m]
        Unknown where benches or routes are neither present nor declared, or no
        route runs in the site.

    References
    ----------
    Method, section 8, A-09: 50 m between seats, 40 m on slopes,
    hence the factor 1.25.
    """
    routes = main_routes(plan)
    lacking = missing_kinds(plan, "bench") + (() if routes.known else ("route",))
    if lacking:
        return unknown("m", kind_missing(*lacking))
    if routes.empty:
        return unknown("m", Reason("no_route_in_site"))
    network = routes.network
    seats = free_benches(plan)
    seats = seats[seats.dwithin(network, rest_reach_m)]
    slopes = _Slopes.of(plan, network, steep_pct)
    stretches = [
        _Stretch(line, _felt(line, slopes.steep, steep_factor))
        for line in _stretches(
            [*routes.lines, network], SeatWalks(plan, seats.geometry, rest_reach_m)
        )
    ]
    longest = max((s.felt for s in stretches), default=0.0)
    args = {"seats": len(seats), "route_m": network.length, "longest_m": longest}
    return measured(
        longest,
        "m",
        Reason("rest_found", args),
        where=tuple(_rest_places(routes, stretches, seats)),
        bound=_spacing_bound(plan, slopes),
        completeness=plan.completeness("bench"),
        defaults=(
            *routes.defaults,
            *commercial_default(seats),
            *((FLAT,) if slopes.missing else ()),
        ),
    )


@dataclass(frozen=True, eq=False)
class _Slopes:
    """Where the routes run on steep ground, and whether some slope is missing."""

    steep: BaseGeometry
    missing: bool

    @classmethod
    def of(cls, plan: Plan, network: BaseGeometry, steep_pct: float) -> _Slopes:
        """Look up the slopes of the ground along the routes."""
        known, steep = [], []
        for kind in _SLOPING:
            layer = plan.of(kind)
            layer = layer[layer["slope_pct"].notna()]
            layer = layer[layer.dwithin(network, _BESIDE_M)]
            is_steep = layer["slope_pct"].abs() > steep_pct
            known += list(_bands(layer))
            steep += list(_bands(layer[is_steep]))
        unsaid = network.difference(union(known)).length
        return cls(union(steep), unsaid > _SHORTEST_M)


def _bands(layer: gpd.GeoDataFrame) -> Iterator[BaseGeometry]:
    """Areas as drawn, lines as wide as the routes they decide."""
    yield from areas(layer).geometry
    yield from lines(layer).geometry.buffer(_BESIDE_M, cap_style="flat")


def _felt(line: BaseGeometry, steep: BaseGeometry, factor: float) -> float:
    """Length of a stretch in which steep metres count more. [m]"""
    hard = line.intersection(steep).length
    return float(line.length + (factor - 1) * hard)


def _stretches(
    walks: Sequence[BaseGeometry], on_foot: SeatWalks
) -> Iterator[BaseGeometry]:
    """Stretches without a seat: along each route, and along those joined by ends."""
    for walk in walks:
        for line in shapely.get_parts(walk):
            gaps = on_foot.unreached(line)
            yield from _closed(
                line, [substring(line, a, b) for a, b in gaps if b - a > _SHORTEST_M]
            )


def _closed(line: LineString, parts: Sequence[BaseGeometry]) -> Sequence[BaseGeometry]:
    """On a round walk the last stretch goes on into the first."""
    if len(parts) < 2 or not line.is_ring:
        return parts
    first, last = parts[0], parts[-1]
    if first.coords[0] != line.coords[0] or last.coords[-1] != line.coords[-1]:
        return parts
    return [shapely.line_merge(union([first, last])), *parts[1:-1]]


def _spacing_bound(plan: Plan, slopes: _Slopes) -> Bound:
    """More benches can only help; a slope that is missing can only hurt."""
    bound = bound_by(plan, helping=["bench", "route"], hurting=["route"])
    if not slopes.missing:
        return bound
    return "upper" if bound == "exact" else "open"


def _rest_places(
    routes: MainRoutes, stretches: list[_Stretch], seats: gpd.GeoDataFrame
) -> Iterator[Place]:
    """Show the longest stretch (finding), the routes and the seats (good)."""
    if stretches:
        worst = max(stretches, key=lambda s: (s.felt, s.line.wkb))
        yield Place(worst.line, "finding", worst.felt, "no_seat")
    yield Place(routes.network, "route", label="main_route")
    for element_id, shape in seats.geometry.items():
        yield Place(shape, "good", label="bench", element_id=str(element_id))

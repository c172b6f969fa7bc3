"""Room to turn: a free circle beside each door, each end of a route, each bench."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.indicators.among import FURNITURE, WALKABLE
from sbd.indicators.clear_ground import clear_ground, closed
from sbd.indicators.destinations import main_entrances
from sbd.indicators.freespace import Bools, disc_fits
from sbd.indicators.ground import SOLID, WALKED, polygons_of, site_ground, union
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import (
    bound_by,
    declared_none,
    kind_missing,
    own_elements,
)
from sbd.indicators.registry import indicator, need
from sbd.indicators.routes import main_routes
from sbd.indicators.seating import FLAT
from sbd.indicators.wheel_ground import wheel_ground
from sbd.plans.plan import Plan

#: Where one may have to turn.
_KINDS = ("entrance", "route", "bench")
#: What counts of the spots are called in a reason.
_COUNTED = {"entrances": "entrance", "ends": "route_end", "benches": "bench"}
#: Kinds of ground that tell their slope.
_SLOPING = ("footway", "square", "ramp")
#: Ground is looked at so far beyond the reach: the widest circle. [m]
_WIDEST_M = 3.0
#: Ends of routes closer than this are one. [m]
_SAME_M = 0.01
_NEEDS = (
    need(*_KINDS, none="not_applicable"),
    need("entrance"),
    need("route"),
    need("bench"),
    WALKABLE,
    FURNITURE,
)


@dataclass(frozen=True, eq=False)
class _Spot:
    """Somewhere one may have to turn."""

    kind: str
    shape: BaseGeometry
    element_id: str | None = None


@indicator("%", *_NEEDS)
def turning_space_share(
    plan: Plan,
    *,
    turning_diameter_m: float = 1.50,
    turning_reach_m: float = 2.0,
    slope_max_pct: float = 5.0,
    wheelchair_kerb_m: float = 0.02,
    crossing_reach_m: float = 1.0,
) -> Measurement:
    """Measure the share of doors, route ends and benches with room to turn.

    Beside each of them a circle of level walkable ground that begins within reach.
    Terraces and furniture are obstacles. Source: method, section 8, A-04.

    Parameters
    ----------
    plan : Plan
        With a site.
    turning_diameter_m : float
        Of the circle. [m] Source: Autonomia.
    turning_reach_m : float
        How far off it may begin. [m]
    slope_max_pct : float
        Ground with a greater slope is not level. [%]
    wheelchair_kerb_m : float
        Highest step that lies in level ground. [m]
    crossing_reach_m : float
        How far from a crossing's end its kerb may be drawn. [m]

    Returns
    -------
    Measurement
        Those with room over all main entrances, ends of main routes and benches of
        the site. [%] Unknown where one of these kinds is neither present nor
        declared; not applicable where there is none of them.
    """
    step = (wheelchair_kerb_m, crossing_reach_m)
    return _share(plan, turning_diameter_m, turning_reach_m, slope_max_pct, step)


@indicator("%", *_NEEDS)
def wide_turning_share(
    plan: Plan,
    *,
    wide_turning_diameter_m: float = 1.80,
    turning_reach_m: float = 2.0,
    slope_max_pct: float = 5.0,
    wheelchair_kerb_m: float = 0.02,
    crossing_reach_m: float = 1.0,
) -> Measurement:
    """Measure the share of doors, route ends and benches with room for a wide turn.

    As `turning_space_share`, for larger wheelchairs and scooters. Source: method,
    section 8, A-04 (level 4: all).

    Parameters
    ----------
    plan, turning_reach_m, slope_max_pct, wheelchair_kerb_m, crossing_reach_m
        As in `turning_space_share`.
    wide_turning_diameter_m : float
        Of the circle. [m] Source: EN 17210 family.

    Returns
    -------
    Measurement
        As in `turning_space_share`. [%]
    """
    step = (wheelchair_kerb_m, crossing_reach_m)
    return _share(plan, wide_turning_diameter_m, turning_reach_m, slope_max_pct, step)


def _share(
    plan: Plan,
    diameter: float,
    reach: float,
    slope_max: float,
    step: tuple[float, float],
) -> Measurement:
    """Count the spots with a free circle beside them."""
    silent = _silent(plan)
    if silent:
        return unknown("%", kind_missing(*silent))
    spots, defaults = _spots(plan)
    if not spots:
        return not_applicable("%", _none(plan))
    if site_ground(plan).walkable.is_empty:
        return unknown("%", Reason("walkable_ground_missing"))
    zone = _around(plan, reach)
    free = _level(plan, reach, slope_max, step)
    shapes = [spot.shape for spot in spots]
    slack = plan.tolerance_m
    fits = disc_fits(free, diameter - slack, shapes, reach + diameter / 2 + slack)
    args = {"with_room": int(fits.sum()), "spots": len(spots), "diameter_m": diameter}
    counts = Counter(spot.kind for spot in spots)
    args |= {name: counts[kind] for name, kind in _COUNTED.items()}
    return measured(
        100 * float(fits.mean()),
        "%",
        Reason("turning_found", args),
        where=_places(spots, fits),
        bound=bound_by(
            plan, helping=(*WALKED, *_KINDS), hurting=(*SOLID, "terrace", *_KINDS)
        ),
        completeness=plan.completeness(*WALKED, *SOLID, *_KINDS),
        assumed=_assumed(plan),
        defaults=(*defaults, *clear_ground(plan).defaults(zone), *_slopes(plan, zone)),
    )


def _silent(plan: Plan) -> tuple[str, ...]:
    """Return the kinds of which nobody knows whether there are any."""
    lacking = [k for k in _KINDS if not plan.known(k)]
    if "entrance" not in (*lacking, *plan.declared):
        lacking += ["entrance"] if own_elements(plan, "entrance").empty else []
    if not plan.has(*FURNITURE.kinds):
        lacking += [k for k in FURNITURE.kinds if k not in plan.declared]
    return tuple(dict.fromkeys(lacking))


def _none(plan: Plan) -> Reason:
    """Say that there is nothing to turn at: in the plan, or in the site."""
    if plan.has(*_KINDS):
        return Reason("no_turning_spot")
    return declared_none(*_KINDS)


@lru_cache(maxsize=8)
def _spots(plan: Plan) -> tuple[list[_Spot], tuple[str, ...]]:
    """Return main entrances, ends of main routes and benches of the site."""
    doors, named = main_entrances(plan, plan.judged)
    routes, benches = main_routes(plan), plan.near("bench", plan.judged)
    found = [
        *(_Spot("entrance", s, str(i)) for i, s in doors.geometry.items()),
        *(_Spot("route_end", point) for point in _ends(routes.network)),
        *(_Spot("bench", s, str(i)) for i, s in benches.sort_index().geometry.items()),
    ]
    return found, (*named, *routes.defaults)


def _ends(network: BaseGeometry) -> list[BaseGeometry]:
    """Return where routes end: points that no other stretch goes on from. [m]"""
    lines = [g for g in shapely.get_parts(network) if not g.is_empty]
    ends = [shapely.get_point(line, n) for line in lines for n in (0, -1)]
    if not ends:
        return []
    near = shapely.STRtree(ends).query(ends, "dwithin", distance=_SAME_M)[0]
    alone = np.bincount(near, minlength=len(ends)) == 1
    return [point for point, single in zip(ends, alone, strict=True) if single]


@lru_cache(maxsize=8)
def _level(
    plan: Plan, reach: float, slope_max: float, step: tuple[float, float]
) -> BaseGeometry:
    """Return level ground without terraces, furniture, kerbs and steps. [m]"""
    zone = _around(plan, reach)
    clear, wheels = clear_ground(plan), wheel_ground(plan, *step)
    assumed = clear.pieces.geometry[clear.pieces["assumed"]]
    ground = closed([clear.drawn(), *clear.crossings.values(), *assumed])
    steep = []
    for kind in _SLOPING:
        layer = plan.near(kind, zone)
        steep += list(layer.geometry[layer["slope_pct"].abs() > slope_max])
    lines = [c.shape.buffer(_SAME_M) for c in wheels.sure if c.kind != "crossing"]
    free = polygons_of(ground.intersection(zone)).difference(clear.obstacles)
    return polygons_of(free.difference(union([clear.terraces(), *steep, *lines])))


def _around(plan: Plan, reach: float) -> BaseGeometry:
    """Return where circles beside the spots can lie. [m]"""
    shapes = [spot.shape for spot in _spots(plan)[0]]
    return shapely.union_all(shapely.buffer(shapes, reach + _WIDEST_M, quad_segs=4))


def _slopes(plan: Plan, zone: BaseGeometry) -> tuple[str, ...]:
    """Name the default where ground does not tell its slope."""
    layers = [plan.near(kind, zone) for kind in ("footway", "square")]
    return (FLAT,) if any(layer["slope_pct"].isna().any() for layer in layers) else ()


def _assumed(plan: Plan) -> tuple[str, ...]:
    """Name the assumptions behind the ground and the sizes of what stands on it."""
    found = set(plan.assumptions_behind("bollard", "diameter_m", _near(plan)))
    for kind in (*WALKED, "carriageway"):
        ids = plan.near(kind, plan.judged).index
        found.update(plan.assumptions_behind(kind, "geometry", ids))
    return tuple(sorted(found))


def _near(plan: Plan) -> Sequence[str]:
    return [str(i) for i in plan.near("bollard", plan.judged).index]


def _places(spots: Sequence[_Spot], fits: Bools) -> tuple[Place, ...]:
    """Show those without room, and those with."""
    return tuple(
        Place(
            spot.shape,
            "good" if free else "finding",
            label=spot.kind,
            element_id=spot.element_id,
        )
        for spot, free in zip(spots, fits, strict=True)
    )

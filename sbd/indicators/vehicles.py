"""Vehicles: how fast a car could arrive where people gather.

For protective planning only: speeds follow from the layout, and lowering them by the
layout comes before any barrier. Places are shown in the restricted edition alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from sbd.indicators import among
from sbd.indicators.approach import (
    HELPING,
    HIGHEST_KMH,
    HURTING,
    Vehicle,
    assumed,
    crowd_zones,
    is_mapped,
    lacking_kinds,
    nothing_to_measure,
    spaced,
    unsaid,
    unsaid_limits,
    zone_at,
)
from sbd.indicators.drivable import UNMAPPED, Closed
from sbd.indicators.impact import KMH, straight_speed
from sbd.indicators.measurement import Measurement, Place, Reason, measured
from sbd.indicators.missing import between, bound_by, kind_missing
from sbd.indicators.registry import indicator, need
from sbd.indicators.run_ups import Pace, Run, fastest_runs, pace
from sbd.indicators.streets import Streets, streets
from sbd.plans.plan import SETTING_M, WINDOW_M, Plan

#: Up to this speed people and vehicles get along. [km/h] Source: domain E2, S-01.
SLOW_KMH = 16.0
#: Code of the default: a carriageway drawn as a line has no width.
CENTRELINE = "carriageway_width_missing"
#: The fastest run is shown for each stretch of a zone's edge so long. [m]
_STRETCH_M = 25.0
#: Of runs that begin this close together only the fastest is shown. [m]
_SAME_M = 10.0

#: Drivable ground: kerbs above the limit of the class, fixed barriers, buildings.
DRIVABLE = (
    need("crowd_zone", none="not_applicable"),
    need("carriageway"),
    need(
        "kerb",
        attributes=("height_m",),
        within_m=SETTING_M,
        among=among.kerbs_to_mount,
    ),
    need("bollard", "barrier", "planter", "wall"),
    need(
        "bollard",
        "barrier",
        "planter",
        attributes=("fixing",),
        within_m=SETTING_M,
        none="any",
    ),
    need("building"),
)
LIMITS = need("carriageway", attributes=("limit_kmh",), within_m=WINDOW_M)


@indicator("km/h", *DRIVABLE, LIMITS)
def approach_speed(  # noqa: PLR0913 - one for each parameter of the method
    plan: Plan,
    *,
    width_m1_m: float = 1.80,
    kerb_m1_m: float = 0.12,
    acceleration_m1_ms2: float = 3.0,
    friction: float = 0.9,
    gravity_ms2: float = 9.81,
    turning_deviation_deg: float = 30.0,
    speed_margin_kmh: float = 20.0,
) -> Measurement:
    """Measure the highest speed of a car at the edge of any crowd zone.

    Parameters
    ----------
    plan : Plan
        With a site.
    width_m1_m, kerb_m1_m : float
        Width of a car, and the highest kerb it mounts. [m]
    acceleration_m1_ms2 : float
        Of a car. [m/s2]
    friction : float
        In bends. [1]
    gravity_ms2 : float
        [m/s2]
    turning_deviation_deg : float
        A run farther off the carriageway's axis begins with a turn. [deg]
    speed_margin_kmh : float
        The result is also told with this much more at the start. [km/h]

    Returns
    -------
    Measurement
        Over the points of all zones' edges, every 2 m, the highest speed at the end
        of a straight run; 0 where no vehicle gets there. [km/h]

    References
    ----------
    Method, section 8, S-01; domain, B1 and B2; JRC, Guideline: Building perimeter
    protection (2020).
    """
    nothing = nothing_to_measure(plan, "km/h")
    if nothing is not None:
        return nothing
    car = Vehicle(width_m1_m, kerb_m1_m)
    moves = pace(acceleration_m1_ms2, friction, gravity_ms2, turning_deviation_deg)
    runs = arrivals(plan, car, moves, Closed(), unsaid_kmh=HIGHEST_KMH)
    found = _answer(plan, runs, moves, speed_margin_kmh)
    lacking = _lacking(plan)
    if lacking is None or not runs:
        return found
    worst = KMH * max(run.speed for run in runs)
    best = 0.0
    if lacking.code != "kind_missing":
        fewer = arrivals(plan, car, moves, Closed(unsaid=True), unsaid_kmh=0.0)
        best = KMH * max((run.speed for run in fewer), default=0.0)
    return between(found, lacking, worst=worst, best=best)


def _lacking(plan: Plan) -> Reason | None:
    """Say what could change the speed, if anything is missing."""
    kinds = lacking_kinds(plan)
    if kinds:
        return kind_missing(*kinds)
    return unsaid_limits(plan) or unsaid(plan)


def arrivals(
    plan: Plan, vehicle: Vehicle, moves: Pace, closed: Closed, *, unsaid_kmh: float
) -> list[Run]:
    """Return the fastest run to each stretch of the crowd zones' edges.

    A run ends where it first meets a zone.

    Parameters
    ----------
    plan : Plan
        With crowd zones.
    vehicle : Vehicle
        What drives.
    moves : Pace
        How it moves.
    closed : Closed
        Which barriers are closed.
    unsaid_kmh : float
        Limit of carriageways that have none. [km/h]

    Returns
    -------
    list of Run
        Fastest first; none where no vehicle gets there.
    """
    zones = crowd_zones(plan)
    ground = vehicle.ground(plan, closed)
    field = ground.before(zones)
    # Only what lies along the edge: to grow all of the ground would take long.
    along = field.intersection(zones.boundary.buffer(1.0, quad_segs=2))
    near = along.buffer(plan.tolerance_m, join_style="mitre")
    edge = zones.boundary.intersection(near)
    stretches = shapely.get_parts(shapely.line_merge(edge))
    points = [spaced(stretch) for stretch in stretches]
    if not points:
        return []
    groups = _stretched(points)
    where = streets(plan)
    found = fastest_runs(
        field,
        ground.entries,
        where,
        np.concatenate(points),
        groups,
        moves,
        limits=np.nan_to_num(where.limits, nan=unsaid_kmh),
    )
    return sorted(found.values(), key=lambda run: -run.speed)


def _stretched(points: Sequence[NDArray[np.float64]]) -> NDArray[np.int64]:
    """Give points the number of their stretch of edge, each about 25 m long."""
    groups, first = [np.empty(0, dtype=np.int64)], 0
    for line in points:
        along = np.append(0.0, np.cumsum(np.hypot(*np.diff(line, axis=0).T)))
        number = first + (along // _STRETCH_M).astype(np.int64)
        groups.append(number)
        first = int(number[-1]) + 1
    return np.concatenate(groups)


def _answer(
    plan: Plan, runs: Sequence[Run], moves: Pace, margin_kmh: float
) -> Measurement:
    """Answer with the fastest run, or that there is none."""
    where = streets(plan)
    if not runs:
        found = measured(0.0, "km/h", Reason("no_run_up"), where=_unreached(plan))
        return _completed(found, plan, where, [])
    top = runs[0]
    limit = float(np.nan_to_num(where.limits[top.street], nan=HIGHEST_KMH))
    faster = top.start_speed + margin_kmh / KMH
    at_limit = top.start_speed >= limit / KMH - 1e-6
    start = faster if at_limit else top.start_speed
    length = top.line.length
    more = float(straight_speed(start, moves.acceleration, length)) * KMH
    args = {
        "speed_kmh": top.speed * KMH,
        "run_m": length,
        "start_kmh": top.start_speed * KMH,
        "margin_kmh": margin_kmh,
        "with_margin_kmh": more,
    }
    found = measured(
        top.speed * KMH,
        "km/h",
        Reason("run_up_found", args),
        where=tuple(_place(plan, run) for run in _apart(runs)),
    )
    return _completed(found, plan, where, [top])


def _completed(
    found: Measurement, plan: Plan, where: Streets, runs: Sequence[Run]
) -> Measurement:
    """Add what the answer rests on."""
    kinds = (*HELPING, *HURTING)
    used = [str(where.ids[run.street]) for run in runs]
    return replace(
        found,
        bound=bound_by(plan, helping=HELPING, hurting=HURTING),
        completeness=plan.completeness(*kinds),
        assumed=assumed(plan, used),
        defaults=_defaults(plan, where, runs),
    )


def _defaults(plan: Plan, where: Streets, runs: Sequence[Run]) -> tuple[str, ...]:
    """Name what stood in for what the plan could say."""
    names = []
    if any(where.shapes[run.street].geom_type == "LineString" for run in runs):
        names.append(CENTRELINE)
    if not all(is_mapped(plan, run.line) for run in runs):
        names.append(UNMAPPED)
    return tuple(names)


def _place(plan: Plan, run: Run) -> Place:
    """Show a run with the speed at its end."""
    speed = run.speed * KMH
    zone = zone_at(plan, shapely.get_point(run.line, -1))
    role = "good" if speed <= SLOW_KMH else "finding"
    return Place(run.line, role, speed, "run_up", zone)  # type: ignore[arg-type]


def _unreached(plan: Plan) -> tuple[Place, ...]:
    """Show the zones that no vehicle gets to."""
    layer = plan.near("crowd_zone", plan.judged).sort_index()
    return tuple(
        Place(shape, "good", 0.0, "zone_not_reached", str(i))
        for i, shape in layer.geometry.items()
    )


def _apart(runs: Sequence[Run]) -> list[Run]:
    """Keep of runs that begin close together the fastest."""
    kept: list[Run] = []
    for run in runs:
        start = shapely.get_point(run.line, 0)
        if all(start.distance(shapely.get_point(k.line, 0)) > _SAME_M for k in kept):
            kept.append(run)
    return kept

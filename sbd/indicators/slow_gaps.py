"""Wide gaps where the layout keeps vehicles slow: room for adapted and cargo cycles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among
from sbd.indicators.approach import (
    HELPING,
    HIGHEST_KMH,
    HURTING,
    Vehicle,
    assumed,
    spaced,
)
from sbd.indicators.barrier_rows import ROW_KINDS
from sbd.indicators.barriers import JudgedRow, barrier_gap, judged_rows
from sbd.indicators.drivable import Closed
from sbd.indicators.impact import KMH
from sbd.indicators.measurement import Measurement, Place, Reason, measured
from sbd.indicators.missing import between, bound_by, kind_missing
from sbd.indicators.registry import indicator, need
from sbd.indicators.run_ups import Pace, fastest_runs, pace
from sbd.indicators.streets import streets
from sbd.plans.plan import SETTING_M, Plan

#: Narrower gaps are no use to wide cycles and are not looked at. [m]
_LEAST_M = 1.0
#: A car this close to where it can be stands before the gap. [m]
_TOUCH_M = 0.05


@indicator(
    "m",
    need(
        *ROW_KINDS,
        attributes=("diameter_m",),
        within_m=SETTING_M,
        among=among.as_points,
        none="not_applicable",
    ),
    among.WALKABLE,
)
def slow_gap_width(  # noqa: PLR0913 - one for each parameter of the method
    plan: Plan,
    *,
    row_spacing_m: float = 3.0,
    slow_kmh: float = 16.0,
    width_m1_m: float = 1.80,
    kerb_m1_m: float = 0.12,
    acceleration_m1_ms2: float = 3.0,
    friction: float = 0.9,
    gravity_ms2: float = 9.81,
    turning_deviation_deg: float = 30.0,
) -> Measurement:
    """Measure the widest gap of every row at which a car arrives slowly.

    Parameters
    ----------
    plan : Plan
        With a site.
    row_spacing_m : float
        Elements no farther apart than this are one row. [m]
    slow_kmh : float
        Highest speed of a car that is slow. [km/h]
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

    Returns
    -------
    Measurement
        Least, over the rows of `barrier_gap`, of the widest gap of the row where no
        car arrives faster than `slow_kmh`; 0 where a row has none. [m] What leaves
        `barrier_gap` open leaves this open too.

    References
    ----------
    Method, section 8, A-03, second part; Wheels for Wellbeing: 1.50 m.
    """
    gaps = barrier_gap(plan, row_spacing_m=row_spacing_m)
    if gaps.state != "measured":
        return gaps
    rows = judged_rows(plan, row_spacing_m)
    if not plan.known("carriageway"):
        lacking = kind_missing("carriageway")
        return between(replace(gaps, where=()), lacking, worst=0.0, best=_value(gaps))
    moves = pace(acceleration_m1_ms2, friction, gravity_ms2, turning_deviation_deg)
    slow = [
        _slow(plan, row, Vehicle(width_m1_m, kerb_m1_m), moves, slow_kmh)
        for row in rows
    ]
    least = min(width for width, _ in slow)
    args = {
        "rows": len(rows),
        "slow": sum(width > 0 for width, _ in slow),
        "slow_kmh": slow_kmh,
        "least_m": least,
    }
    return measured(
        least,
        "m",
        Reason("slow_gaps", args),
        where=tuple(place for _, place in slow if place is not None),
        bound=bound_by(plan, helping=HELPING, hurting=(*HURTING, *ROW_KINDS)),
        completeness=plan.completeness(*HELPING, *HURTING),
        assumed=tuple(sorted({*gaps.assumed, *assumed(plan)})),
        defaults=gaps.defaults,
    )


def _value(found: Measurement) -> float:
    return found.value if found.value is not None else 0.0


def _edge_at(reached: BaseGeometry, line: BaseGeometry, width_m: float) -> BaseGeometry:
    """Return where a car comes up to a gap, or through it. [m]"""
    near = line.buffer(width_m / 2 + _TOUCH_M)
    there = reached.intersection(near)
    return shapely.line_merge(there.boundary) if not there.is_empty else there


def _slow(
    plan: Plan, row: JudgedRow, car: Vehicle, moves: Pace, slow_kmh: float
) -> tuple[float, Place | None]:
    """Return the widest gap of a row at which cars arrive slowly. [m]"""
    wide = [(w, g) for g, w in row.pairs if w >= _LEAST_M]
    if not wide:
        return 0.0, None
    ground, where = car.ground(plan, Closed()), streets(plan)
    before = [
        spaced(_edge_at(ground.reached, gap.line, car.width_m)) for _, gap in wide
    ]
    runs = fastest_runs(
        ground.reached,
        ground.entries,
        where,
        np.concatenate([np.empty((0, 2)), *before]),
        np.repeat(np.arange(len(wide)), [len(points) for points in before]),
        moves,
        limits=np.nan_to_num(where.limits, nan=HIGHEST_KMH),
    )
    speeds = [runs[n].speed * KMH if n in runs else 0.0 for n in range(len(wide))]
    slow = [pair for pair, speed in zip(wide, speeds, strict=True) if speed <= slow_kmh]
    if not slow:
        return 0.0, None
    width, gap = max(slow, key=lambda pair: pair[0])
    return width, Place(gap.line, "good", width, "slow_gap", gap.posts[0].element_id)

"""The protective line: its clear gaps, and the strength of its elements.

Places are shown in the restricted edition alone.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sbd.indicators import among
from sbd.indicators.approach import (
    HELPING,
    HIGHEST_KMH,
    HURTING,
    Vehicle,
    assumed,
    crowd_zones,
    lacking_attribute,
    lacking_kinds,
    nothing_to_measure,
    unsaid,
    unsaid_limits,
)
from sbd.indicators.drivable import BARRIER_KINDS, Closed, obstacles
from sbd.indicators.gaps import WIDE_M, Passage, widest_passage
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    Role,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import between, bound_by, kind_missing
from sbd.indicators.protective_elements import (
    RATED_KINDS,
    ProtectiveLine,
    protective_line,
)
from sbd.indicators.registry import indicator, need
from sbd.indicators.run_ups import pace
from sbd.indicators.streets import streets
from sbd.indicators.vehicles import DRIVABLE, LIMITS
from sbd.plans.plan import SETTING_M, Plan

#: Condition of the checklist: a vehicle gets through the protective line.
OPEN_LINE = "open_protective_line"
#: A wider gap leaves the line open. [m] Source: method, section 8, S-02, level 0.
OPEN_M = 2.0
#: At an event everything removable is closed. Source: method, section 8, S-02.
EVENT = Closed(removable=True)


@indicator(
    "m",
    *DRIVABLE,
    need(
        *BARRIER_KINDS,
        attributes=("diameter_m",),
        within_m=SETTING_M,
        among=among.as_points,
        none="any",
    ),
)
def vehicle_gap(
    plan: Plan, *, kerb_m1_m: float = 0.12, vehicle_gap_max_m: float = 1.20
) -> Measurement:
    """Measure the widest vehicle that gets through the protective line.

    Parameters
    ----------
    plan : Plan
        With a site.
    kerb_m1_m : float
        Highest kerb a car mounts. [m]
    vehicle_gap_max_m : float
        Gaps up to this are good. [m]

    Returns
    -------
    Measurement
        Widest passable width from the streets to any crowd zone with removable
        elements closed, as at an event; 0 where there is no way. [m]

    References
    ----------
    Method, section 8, S-02; protective-security practice (NPSA guidance, ISO 22343-2).
    """
    nothing = nothing_to_measure(plan, "m")
    if nothing is not None:
        return nothing
    passage = widest_passage(plan, kerb_m1_m, EVENT)
    usual = passage
    if passage.width < WIDE_M and obstacles(plan).opening:
        usual = widest_passage(plan, kerb_m1_m, Closed())
    places = _gap_places(plan, passage, vehicle_gap_max_m)
    if usual.width > passage.width + plan.tolerance_m:
        places += [
            Place(gap.line, "context", usual.width, "gap_opened", gap.ids[0])
            for gap in usual.gaps
        ]
    found = measured(
        passage.width,
        "m",
        _gap_reason(passage, usual),
        where=tuple(places),
        bound=bound_by(plan, helping=HELPING, hurting=HURTING),
        completeness=plan.completeness(*HELPING, *HURTING),
        assumed=_gap_assumed(plan, passage),
    )
    return _gap_between(plan, found, passage, kerb_m1_m)


@indicator(
    "1",
    *DRIVABLE,
    LIMITS,
    need("site", attributes=("design_vehicle",)),
    need(*BARRIER_KINDS, "wall", attributes=("rating",), within_m=SETTING_M),
)
def barrier_energy_ratio(  # noqa: PLR0913 - one for each parameter of the method
    plan: Plan,
    *,
    width_m1_m: float = 1.80,
    width_n1_m: float = 2.00,
    width_7t_m: float = 2.40,
    width_heavy_m: float = 2.55,
    kerb_m1_m: float = 0.12,
    kerb_n1_m: float = 0.15,
    kerb_7t_m: float = 0.20,
    kerb_heavy_m: float = 0.25,
    acceleration_m1_ms2: float = 3.0,
    acceleration_n1_ms2: float = 2.0,
    acceleration_7t_ms2: float = 1.2,
    acceleration_heavy_ms2: float = 0.8,
    mass_m1_kg: float = 1500.0,
    mass_n1_kg: float = 3500.0,
    mass_7t_kg: float = 7200.0,
    mass_heavy_kg: float = 30000.0,
    friction: float = 0.9,
    gravity_ms2: float = 9.81,
    turning_deviation_deg: float = 30.0,
) -> Measurement:
    """Measure how the tests of the protective line compare with possible impacts.

    Parameters
    ----------
    plan : Plan
        With a site and a design vehicle.
    width_m1_m, width_n1_m, width_7t_m, width_heavy_m : float
        Width of each class. [m]
    kerb_m1_m, kerb_n1_m, kerb_7t_m, kerb_heavy_m : float
        Highest kerb each class mounts. [m]
    acceleration_m1_ms2, acceleration_n1_ms2 : float
        Of each class. [m/s2]
    acceleration_7t_ms2, acceleration_heavy_ms2 : float
        Of each class. [m/s2]
    mass_m1_kg, mass_n1_kg, mass_7t_kg, mass_heavy_kg : float
        Of each class. [kg]
    friction : float
        In bends. [1]
    gravity_ms2 : float
        [m/s2]
    turning_deviation_deg : float
        A run farther off the carriageway's axis begins with a turn. [deg]

    Returns
    -------
    Measurement
        Over the elements between where the design vehicle gets and the crowd zones,
        the least energy of the test over energy of the vehicle there. [1] Flagged
        `open_protective_line` where the vehicle gets through.

    References
    ----------
    Method, section 8, S-03; domain, B3; ISO 22343-1, IWA 14-1, ASTM F2656.
    """
    nothing = nothing_to_measure(plan, "1")
    if nothing is not None:
        return nothing
    passage = widest_passage(plan, kerb_m1_m, EVENT)
    if passage.width > OPEN_M:
        return _open_between(plan, _open_line(plan, passage), kerb_m1_m)
    name = plan.risk.design_vehicle
    if name is None:
        lacking = lacking_attribute("site", "design_vehicle", 1, 1)
        return unknown("1", lacking, worst=0.0, best=np.inf)
    design = {
        "M1": (width_m1_m, kerb_m1_m, acceleration_m1_ms2, mass_m1_kg),
        "N1": (width_n1_m, kerb_n1_m, acceleration_n1_ms2, mass_n1_kg),
        "7t": (width_7t_m, kerb_7t_m, acceleration_7t_ms2, mass_7t_kg),
        "heavy": (width_heavy_m, kerb_heavy_m, acceleration_heavy_ms2, mass_heavy_kg),
    }
    width, kerb, acceleration, mass = design[name]
    moves = pace(acceleration, friction, gravity_ms2, turning_deviation_deg)
    vehicle = Vehicle(width, kerb)
    line = protective_line(plan, vehicle, moves, mass, unsaid_kmh=HIGHEST_KMH)
    if line.open:
        return _open_line(plan, passage)
    slow = line
    if np.isnan(streets(plan).limits).any():
        slow = protective_line(plan, vehicle, moves, mass, unsaid_kmh=0.0)
    return _strength(plan, line, slow)


def _gap_reason(passage: Passage, usual: Passage) -> Reason:
    """Say how wide, with removable elements closed and, else, opened."""
    if passage.width == 0.0 == usual.width:
        code = "line_closed"
    elif passage.width >= WIDE_M:
        code = "line_open_side"
    elif usual.width >= WIDE_M:
        code = "line_gap_opens"
    else:
        code = "line_gap" if usual.width > passage.width else "line_gap_same"
    return Reason(code, {"width_m": passage.width, "opened_m": usual.width})


def _gap_places(plan: Plan, passage: Passage, max_m: float) -> list[Place]:
    """Show the gaps that decide, or the open side of the zones."""
    role: Role = "good" if passage.width <= max_m + plan.tolerance_m else "finding"
    if passage.gaps:
        return [
            Place(gap.line, role, gap.line.length, "vehicle_gap", gap.ids[0])
            for gap in passage.gaps
        ]
    if passage.width == 0.0:
        return [Place(crowd_zones(plan), "good", 0.0, "zone_not_reached")]
    edge = crowd_zones(plan).boundary.intersection(passage.reached)
    return [Place(edge, role, passage.width, "open_side")]


def _gap_assumed(plan: Plan, passage: Passage) -> tuple[str, ...]:
    """Name the assumptions behind zones, kerbs and the sizes of posts."""
    names = set(assumed(plan))
    for gap in passage.gaps:
        for kind, element_id in zip(gap.kinds, gap.ids, strict=True):
            names |= set(plan.assumptions_behind(kind, "diameter_m", [element_id]))
    return tuple(sorted(names))


def _gap_between(
    plan: Plan, found: Measurement, passage: Passage, kerb_m: float
) -> Measurement:
    """Leave open what kinds, kerbs or diameters that are missing could change."""
    kinds = lacking_kinds(plan)
    if kinds:
        return between(found, kind_missing(*kinds), worst=passage.width, best=0.0)
    sizeless = _sizeless(plan, passage)
    if sizeless is not None:
        return between(found, sizeless, worst=passage.width, best=0.0)
    reason = unsaid(plan, ("kerb",))
    if reason is None:
        return found
    best = widest_passage(plan, kerb_m, Closed(removable=True, unsaid=True))
    return between(found, reason, worst=passage.width, best=best.width)


def _sizeless(plan: Plan, passage: Passage) -> Reason | None:
    """Say that a post beside the deciding gap has no diameter."""
    for gap in passage.gaps:
        for kind, element_id in zip(gap.kinds, gap.ids, strict=True):
            if kind not in BARRIER_KINDS:
                continue
            row = plan.of(kind).loc[element_id]
            if row.geometry.geom_type == "Point" and np.isnan(row["diameter_m"]):
                layer = plan.near(kind, plan.setting)
                count = int(layer["diameter_m"].isna().sum())
                return lacking_attribute(kind, "diameter_m", count, len(layer))
    return None


def _open_line(plan: Plan, passage: Passage) -> Measurement:
    """Answer where a vehicle gets through: no strength helps."""
    places = tuple(replace(p, unit="m") for p in _gap_places(plan, passage, OPEN_M))
    reason = Reason("protective_line_open", {"width_m": passage.width})
    found = measured(0.0, "1", reason, where=places)
    return _resting(plan, replace(found, flags=(OPEN_LINE,)), ())


def _open_between(plan: Plan, found: Measurement, kerb_m: float) -> Measurement:
    """Leave open what kinds or kerbs that are missing could close."""
    kinds = lacking_kinds(plan)
    closed, reason = replace(found, flags=()), unsaid(plan, ("kerb",))
    if kinds:
        return between(closed, kind_missing(*kinds), worst=0.0, best=np.inf)
    if reason is None:
        return found
    cut = widest_passage(plan, kerb_m, Closed(removable=True, unsaid=True))
    if cut.width > OPEN_M:
        return found
    return between(closed, reason, worst=0.0, best=np.inf)


def _strength(plan: Plan, line: ProtectiveLine, slow: ProtectiveLine) -> Measurement:
    """Answer with the weakest element; those without a rating leave it open.

    `slow` is the line with vehicles standing still where nobody gives a limit.
    """
    if not line.elements:
        return not_applicable("1", Reason("no_protective_element"))
    rated = [e for e in line.elements if e.energy is not None]
    best = min((e.ratio for e in rated), default=np.inf)
    args = {"elements": len(line.elements), "ratio": best, "weak": line.weak}
    args["ratio_pct"] = 100 * best
    found = measured(
        float(best),
        "1",
        Reason("protective_elements", args),
        where=line.places(),
    )
    found = _resting(plan, found, line.streets)
    kinds = lacking_kinds(plan)
    if kinds:
        return between(found, kind_missing(*kinds), worst=0.0, best=np.inf)
    if len(rated) == len(line.elements):
        best = min(e.ratio for e in slow.elements)
        reason = unsaid_limits(plan)
        worst = float(line.elements[0].ratio)
        return (
            found if reason is None else between(found, reason, worst=worst, best=best)
        )
    first = next(e for e in line.elements if e.energy is None)
    count = len(line.elements) - len(rated)
    reason = lacking_attribute(first.kind, "rating", count, len(line.elements))
    return between(found, reason, worst=0.0, best=float(best))


def _resting(plan: Plan, found: Measurement, ids: tuple[str, ...]) -> Measurement:
    """Add what the answer rests on."""
    return replace(
        found,
        bound=bound_by(plan, helping=HELPING, hurting=(*HURTING, *RATED_KINDS)),
        completeness=plan.completeness(*HELPING, *HURTING),
        assumed=assumed(plan, ids),
    )

"""Thresholds: kerbs at crossings and steps at public entrances."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from sbd.indicators import among
from sbd.indicators.crossing_thresholds import (
    ANY,
    Threshold,
    crossing_thresholds,
    rows,
)
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    Role,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import (
    bound_by,
    declared_none,
    kind_missing,
    own_elements,
)
from sbd.indicators.registry import indicator
from sbd.plans.plan import Plan

#: Heights are stated, not drawn, so they are compared as they stand. [m]
_ROUNDING_M = 1e-9
#: What can be level or not.
_KINDS = ("crossing", "entrance")


@indicator("%", *among.THRESHOLDS)
def level_threshold_share(
    plan: Plan,
    *,
    crossing_kerb_max_m: float = 0.01,
    entrance_step_max_m: float = 0.02,
    crossing_reach_m: float = 1.0,
) -> Measurement:
    """Measure the share of crossings and public entrances that are level.

    A crossing counts when the kerbs at both its ends are low enough and both ends
    have a tactile warning; an entrance when its step is low enough. Source: method,
    section 8, A-06.

    Parameters
    ----------
    plan : Plan
        With a site.
    crossing_kerb_max_m : float
        Highest kerb at a crossing. [m] Source: domain E2, A-06 (street practice).
    entrance_step_max_m : float
        Highest step at an entrance. [m] Source: domain E2, A-06 (RRU Title IV).
    crossing_reach_m : float
        How far from a crossing's end its kerb may be drawn. [m] Source: method, 8.

    Returns
    -------
    Measurement
        Level crossings and public entrances over all of them, in the site and 30 m
        around it. [%] Unknown where kinds or attributes that matter are missing.
    """
    most = {"crossing": crossing_kerb_max_m, "entrance": entrance_step_max_m}
    return _share(plan, most, crossing_reach_m)


@indicator("%", *among.THRESHOLDS)
def flush_threshold_share(
    plan: Plan, *, kerb_flush_m: float = 0.005, crossing_reach_m: float = 1.0
) -> Measurement:
    """Measure the share of crossings and public entrances that are flush.

    As `level_threshold_share`, with one height for both. Source: method, section 8,
    A-06 (level 4: all).

    Parameters
    ----------
    plan : Plan
        With a site.
    kerb_flush_m : float
        Highest step that counts as flush. [m] Source: method, section 8, A-06.
    crossing_reach_m : float
        How far from a crossing's end its kerb may be drawn. [m] Source: method, 8.

    Returns
    -------
    Measurement
        Flush crossings and public entrances over all of them. [%]
    """
    most = {"crossing": kerb_flush_m, "entrance": kerb_flush_m}
    return _share(plan, most, crossing_reach_m)


def _share(plan: Plan, most: dict[str, float], reach_m: float) -> Measurement:
    """Count the thresholds that meet their height, at worst and at best."""
    absent = tuple(
        k for k in _KINDS if k not in plan.declared and own_elements(plan, k).empty
    )
    things = [*crossing_thresholds(plan, reach_m), *_entrances(plan)]
    if not things:
        undeclared = [k for k in _KINDS if k not in plan.declared]
        if undeclared:
            return unknown("%", kind_missing(*undeclared))
        return not_applicable("%", declared_none(*_KINDS))
    met = {id(t): t.meets(most[t.kind] + _ROUNDING_M) for t in things}
    answers = [(met[id(t)], t.public) for t in things]
    worst, best = (0.0, 100.0) if absent else _bounds(answers)
    settled = best - worst <= 1e-9
    reason = _reason(things, answers, absent, settled)
    return Measurement(
        "measured" if settled else "unknown",
        "%",
        reason,
        value=worst if settled else None,
        worst=worst,
        best=best,
        where=tuple(_place(t, met[id(t)]) for t in things),
        bound=bound_by(plan, helping=_KINDS, hurting=_KINDS),
        completeness=plan.completeness("crossing", "entrance", "kerb"),
        assumed=_assumed(plan, things),
        defaults=tuple(sorted({code for t in things for code in t.defaults})),
    )


def _bounds(
    answers: Sequence[tuple[bool | None, bool | None]],
) -> tuple[float, float]:
    """Return the least and the greatest share that the answers allow. [%]

    An entrance that may be private is left out where that serves the bound.
    """
    sure = [met for met, public in answers if public]
    maybe = [met for met, public in answers if public is None]
    least, most = sum(m is True for m in sure), sum(m is not False for m in sure)
    failing = sum(m is not True for m in maybe)
    passing = sum(m is not False for m in maybe)
    worst = 100 * least / (len(sure) + failing) if sure or failing else 100.0
    best = 100 * (most + passing) / (len(sure) + passing) if sure or passing else 0.0
    return worst, best


def _reason(
    things: Sequence[Threshold],
    answers: Sequence[tuple[bool | None, bool | None]],
    absent: tuple[str, ...],
    settled: bool,
) -> Reason:
    """Say what was counted, or what is missing most."""
    if absent:
        return kind_missing(*absent)
    if settled:
        sure = [met for met, public in answers if public]
        found = {"level": sum(m is True for m in sure), "thresholds": len(sure)}
        return Reason("thresholds_found", found)
    lacking = [
        pair
        for thing, (met, public) in zip(things, answers, strict=True)
        for pair in _asked(thing, met, public)
    ]
    kind, attribute = max(sorted(set(lacking)), key=lacking.count)
    return Reason(
        "attribute_missing",
        {
            "kind": kind,
            "attribute": attribute,
            "count": lacking.count((kind, attribute)),
            "of": sum((t.kind == "entrance") == (kind == "entrance") for t in things),
        },
    )


def _asked(
    thing: Threshold, met: bool | None, public: bool | None
) -> Iterable[tuple[str, str]]:
    """Return what would settle an open threshold, each once."""
    asked = set(thing.lacking) if met is None else set()
    return asked | ({("entrance", "public")} if public is None else set())


def _entrances(plan: Plan) -> Iterable[Threshold]:
    """Public entrances of the setting, and those that may be public.

    Assumed ones are left out: they are no thresholds (method, section 4).
    """
    doors = own_elements(plan, "entrance")
    for entrance_id, row in rows(doors[doors.intersects(plan.setting)]):
        if row["public"] == "no":
            continue
        step = float(row["step_m"])
        known = not np.isnan(step)
        yield Threshold(
            entrance_id,
            "entrance",
            row["geometry"],
            *((step, step) if known else ANY),
            public=True if row["public"] == "yes" else None,
            lacking=() if known else (("entrance", "step_m"),),
        )


def _assumed(plan: Plan, things: Sequence[Threshold]) -> tuple[str, ...]:
    """Name the assumptions behind the heights."""
    kerbs = [i for t in things for i in t.kerbs]
    own = [t.element_id for t in things]
    asked = (
        ("kerb", "height_m", kerbs),
        ("crossing", "kerb_m", own),
        ("entrance", "step_m", own),
    )
    names = {n for k, a, ids in asked for n in plan.assumptions_behind(k, a, ids)}
    return tuple(sorted(names))


def _place(thing: Threshold, met: bool | None) -> Place:
    """Show a threshold with its height where that is known."""
    known = thing.low == thing.high
    if met and thing.public:
        role: Role = "good"
    else:
        role = "finding" if met is False and thing.public else "context"
    if not known or (thing.kind == "crossing" and thing.tactile is None):
        label = "threshold_unsaid"
    elif thing.tactile is False:
        label = "tactile_missing"
    else:
        label = "step_height"
    return Place(
        shapely.force_2d(thing.geometry),
        role,
        value=thing.low if known else None,
        label=label,
        element_id=thing.element_id,
        unit="m",
    )

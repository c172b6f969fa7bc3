"""Thresholds: kerbs at crossings and steps at public entrances."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among
from sbd.indicators.carriageways import carriageways, crossing_ends
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

#: Lowest and highest kerb that a form can stand for. [m] Source: method, 8, A-06
#: (lowered: 0 to 0.03 m); raised is more than any crossing or wheel may meet.
FORMS = {"flush": (0.0, 0.0), "lowered": (0.0, 0.03), "raised": (0.021, np.inf)}
#: Nothing is said: any height is possible. [m]
_ANY = (0.0, np.inf)
#: Heights are stated, not drawn, so they are compared as they stand. [m]
_ROUNDING_M = 1e-9
#: Code of the default: a plan complete for kerbs shows none at an end.
NO_KERB = "no_kerb_is_flush"
#: What can be level or not.
_KINDS = ("crossing", "entrance")


@dataclass(frozen=True, eq=False)
class _Threshold:
    """One crossing or entrance: how high, with what warning, and what is missing.

    `low` and `high` bound the step [m]; `tactile` and `public` are None where the
    plan does not say; `lacking` are (kind, attribute) pairs.
    """

    element_id: str
    kind: str
    geometry: BaseGeometry
    low: float
    high: float
    tactile: bool | None = True
    public: bool | None = True
    lacking: tuple[tuple[str, str], ...] = ()
    kerbs: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()

    def meets(self, most: float) -> bool | None:
        """Tell whether the step is at most a height and the warning is there."""
        if self.low > most or self.tactile is False:
            return False
        return True if self.high <= most and self.tactile else None


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
    things = [*_crossings(plan, reach_m), *_entrances(plan)]
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
    things: Sequence[_Threshold],
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
    thing: _Threshold, met: bool | None, public: bool | None
) -> Iterable[tuple[str, str]]:
    """Return what would settle an open threshold, each once."""
    asked = set(thing.lacking) if met is None else set()
    return asked | ({("entrance", "public")} if public is None else set())


def _entrances(plan: Plan) -> Iterable[_Threshold]:
    """Public entrances of the setting, and those that may be public.

    Assumed ones are left out: they are no thresholds (method, section 4).
    """
    doors = own_elements(plan, "entrance")
    for entrance_id, row in _rows(doors[doors.intersects(plan.setting)]):
        if row["public"] == "no":
            continue
        step = float(row["step_m"])
        known = not np.isnan(step)
        yield _Threshold(
            entrance_id,
            "entrance",
            row["geometry"],
            *((step, step) if known else _ANY),
            public=True if row["public"] == "yes" else None,
            lacking=() if known else (("entrance", "step_m"),),
        )


def _crossings(plan: Plan, reach_m: float) -> Iterable[_Threshold]:
    """Crossings of the setting, each as high as the higher of its two ends."""
    roads = carriageways(plan)
    for crossing_id, row in _rows(plan.near("crossing", plan.setting)):
        ends = crossing_ends(roads, row["geometry"])
        found = [_end(plan, row, end, reach_m) for end in ends or (None, None)]
        yield _Threshold(
            crossing_id,
            "crossing",
            row["geometry"],
            max(end.low for end in found),
            max(end.high for end in found),
            tactile=_both(found[0].tactile, found[1].tactile),
            lacking=tuple(pair for end in found for pair in end.lacking),
            kerbs=tuple(i for end in found for i in end.kerbs),
            defaults=tuple(code for end in found for code in end.defaults),
        )


def _end(
    plan: Plan, crossing: pd.Series, end: BaseGeometry | None, reach_m: float
) -> _Threshold:
    """Describe one end: the crossing's own attributes, else its kerb's."""
    kerb = _nearest_kerb(plan, end, reach_m)
    low, high = _height(plan, crossing, end, kerb)
    tactile = _tactile(plan, crossing, end, kerb, reach_m)
    lacking = [("crossing" if kerb is None else "kerb", "tactile")]
    height = ("crossing", "kerb_m") if kerb is None else ("kerb", "height_m")
    assumed = np.isnan(crossing["kerb_m"]) and kerb is None and (low, high) != _ANY
    return _Threshold(
        "",
        "crossing",
        Point(),
        low,
        high,
        tactile=tactile,
        lacking=(
            *(lacking if tactile is None else ()),
            *((height,) if low != high else ()),
        ),
        kerbs=() if kerb is None else (str(kerb.name),),
        defaults=(NO_KERB,) if assumed else (),
    )


def _height(
    plan: Plan,
    crossing: pd.Series,
    end: BaseGeometry | None,
    kerb: pd.Series | None,
) -> tuple[float, float]:
    """Return the lowest and the highest the kerb at an end can be. [m]"""
    own = float(crossing["kerb_m"])
    if not np.isnan(own):
        return own, own
    if kerb is None:
        none_there = end is not None and "kerb" in plan.declared
        return (0.0, 0.0) if none_there else _ANY
    height = float(kerb["height_m"])
    if not np.isnan(height):
        return height, height
    return FORMS.get(kerb["form"], _ANY)


def _tactile(
    plan: Plan,
    crossing: pd.Series,
    end: BaseGeometry | None,
    kerb: pd.Series | None,
    reach_m: float,
) -> bool | None:
    """Tell whether an end has a tactile warning, as far as the plan says."""
    said = [crossing["tactile"], None if kerb is None else kerb["tactile"]]
    own = next((value for value in said if not pd.isna(value)), None)
    if own is not None:
        return bool(own == "yes")
    if end is None:
        return None
    tiles = plan.of("tactile")
    near = tiles[tiles.distance(end) <= reach_m + plan.tolerance_m]["type"]
    if (near == "warning").any():
        return True
    return False if "tactile" in plan.declared and not near.isna().any() else None


def _nearest_kerb(
    plan: Plan, end: BaseGeometry | None, reach_m: float
) -> pd.Series | None:
    """Return the kerb nearest to an end within reach; of equals the highest."""
    kerbs = plan.of("kerb")
    if end is None or kerbs.empty:
        return None
    away = kerbs.distance(end)
    if away.min() > reach_m + plan.tolerance_m:
        return None
    near = kerbs[away <= away.min() + plan.tolerance_m].sort_index()
    highest = [
        FORMS.get(f, _ANY)[1] if np.isnan(h) else h
        for h, f in zip(near["height_m"], near["form"], strict=True)
    ]
    kerb: pd.Series = near.iloc[int(np.argmax(highest))]
    return kerb


def _both(one: bool | None, other: bool | None) -> bool | None:
    """Both are needed: one no decides, one unknown leaves it open."""
    if one is False or other is False:
        return False
    return True if one and other else None


def _rows(layer: gpd.GeoDataFrame) -> Iterable[tuple[str, pd.Series]]:
    for element_id, row in layer.sort_index().iterrows():
        yield str(element_id), row


def _assumed(plan: Plan, things: Sequence[_Threshold]) -> tuple[str, ...]:
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


def _place(thing: _Threshold, met: bool | None) -> Place:
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

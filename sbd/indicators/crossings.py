"""Crossings: how far one walks over carriageway without shelter, and at what speed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from sbd.indicators import among
from sbd.indicators.carriageways import Carriageways, carriageways
from sbd.indicators.crossing_chords import Chord, crossing_chords
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
    missing_kinds,
)
from sbd.indicators.registry import indicator, need
from sbd.indicators.routes import CENTRELINES
from sbd.plans.plan import SETTING_M, Plan

#: Code of the default: a carriageway that does not say so is not shared.
NOT_SHARED = "carriageway_not_shared"
_NEEDS = (
    need(
        "carriageway",
        attributes=("limit_kmh",),
        within_m=SETTING_M,
        among=among.crossed,
        none="settles",
    ),
    need("crossing", "route"),
)


@dataclass(frozen=True)
class _Part:
    """Which crossings one of the three parts looks at: a band of limits. [km/h]"""

    over_kmh: int | None = None  # None: every crossing, whatever its limit
    up_to_kmh: float = inf

    @property
    def attributes(self) -> tuple[str, ...]:
        """Attributes of a carriageway that decide this part."""
        return ("geometry",) if self.over_kmh is None else ("geometry", "limit_kmh")

    def counts(self, limit: float, sure: bool) -> bool | None:
        """Tell whether a crossing counts; None for want of a limit.

        Parameters
        ----------
        limit : float
            Highest limit known under it. [km/h]
        sure : bool
            Whether all limits under it are known: else the highest can be higher.
        """
        if self.over_kmh is None:
            return True
        if limit > self.up_to_kmh:
            return False
        if limit > self.over_kmh and (sure or self.up_to_kmh == inf):
            return True
        return False if sure else None


@indicator("m", need("carriageway", none="settles"), need("crossing", "route"))
def longest_crossing(
    plan: Plan, *, island_min_m: float = 1.5, crossing_reach_m: float = 1.0
) -> Measurement:
    """Measure the longest way over carriageway without shelter.

    Along every crossing of the setting, and along routes where they cross a
    carriageway without one, from kerb to kerb or to an island wide enough to stand
    on. Signals do not shorten it. Source: method, section 8, S-14.

    Parameters
    ----------
    plan : Plan
        With a site.
    island_min_m : float
        Least width of an island, in walking direction. [m] Source: method, 8, S-14.
    crossing_reach_m : float
        A route this near to a crossing uses it. [m]

    Returns
    -------
    Measurement
        Longest chord; 0 where there is no carriageway. [m]
    """
    return _longest(plan, _Part(), island_min_m, crossing_reach_m)


@indicator("m", *_NEEDS)
def longest_crossing_over_30(
    plan: Plan, *, island_min_m: float = 1.5, crossing_reach_m: float = 1.0
) -> Measurement:
    """Measure the longest crossing where the limit is above 30 and at most 50 km/h.

    As `longest_crossing`; a missing limit leaves an interval. Source: method, 8,
    S-14 (one level lower).

    Parameters
    ----------
    plan, island_min_m, crossing_reach_m
        As in `longest_crossing`.

    Returns
    -------
    Measurement
        Longest such chord; not applicable where there is none. [m]
    """
    return _longest(plan, _Part(30, 50), island_min_m, crossing_reach_m)


@indicator("m", *_NEEDS)
def longest_crossing_over_50(
    plan: Plan, *, island_min_m: float = 1.5, crossing_reach_m: float = 1.0
) -> Measurement:
    """Measure the longest crossing where the limit is above 50 km/h.

    As `longest_crossing`; a missing limit leaves an interval. Source: method, 8,
    S-14 (two levels lower).

    Parameters
    ----------
    plan, island_min_m, crossing_reach_m
        As in `longest_crossing`.

    Returns
    -------
    Measurement
        Longest such chord; not applicable where there is none. [m]
    """
    return _longest(plan, _Part(50), island_min_m, crossing_reach_m)


def _longest(
    plan: Plan, part: _Part, island_min_m: float, reach_m: float
) -> Measurement:
    """Measure the longest chord of those that count."""
    absent = missing_kinds(plan, "carriageway")
    if not (plan.known("crossing") or plan.known("route")):
        absent += ("crossing", "route")
    if absent:
        return unknown("m", kind_missing(*absent))
    roads = carriageways(plan)
    if not plan.has("carriageway"):
        none = declared_none("carriageway")
        return (
            not_applicable("m", none)
            if part.over_kmh is not None
            else measured(0.0, "m", none)
        )
    if not roads.in_setting:
        return _as_mapped(roads, part, [], Reason("no_carriageway_near"), (0.0, 0.0))
    chords = crossing_chords(roads, island_min_m=island_min_m, reach_m=reach_m)
    walked = [(chord, _counts(roads, chord, part)) for chord in chords]
    worst = max((c.line.length for c, yes in walked if yes is not False), default=0.0)
    best = max((c.best_m for c, yes in walked if yes), default=0.0)
    widthless = _widthless(roads, part, reach_m)
    if widthless is not None:
        return _as_mapped(roads, part, walked, widthless, (np.inf, best))
    if not chords:
        return _nothing_crosses(plan)
    reason = _reason(roads, walked, part.over_kmh)
    return _as_mapped(roads, part, walked, reason, (worst, best))


def _counts(roads: Carriageways, chord: Chord, part: _Part) -> bool | None:
    """Tell whether a chord counts, from the limits of the carriageways under it."""
    limits = roads.elements.loc[list(chord.crossed), "limit_kmh"]
    known = limits.dropna()
    sure = len(known) == len(limits) > 0
    return part.counts(float(known.max()) if len(known) else 0.0, sure)


def _widthless(roads: Carriageways, part: _Part, reach_m: float) -> Reason | None:
    """Say how many carriageways that are crossed have no width."""
    plan = roads.plan
    loose = roads.widthless
    walked = [*plan.near("crossing", plan.setting).geometry.buffer(reach_m)]
    walked += [*plan.near("route", plan.setting).geometry]
    hit = [
        part.counts(limit, not np.isnan(limit)) is not False
        and any(shape.intersects(line) for shape in walked)
        for line, limit in zip(loose.geometry, loose["limit_kmh"], strict=True)
    ]
    if not any(hit):
        return None
    args: dict[str, str | int] = {
        "kind": "carriageway",
        "count": sum(hit),
        "of": len(loose),
    }
    return Reason("width_missing", args)


def _nothing_crosses(plan: Plan) -> Measurement:
    """Answer for carriageways that no crossing and no route crosses."""
    if plan.declared.issuperset(("carriageway", "crossing", "route")):
        return not_applicable("m", Reason("nothing_crosses"))
    return unknown("m", Reason("nothing_crosses"))


def _reason(
    roads: Carriageways,
    walked: Sequence[tuple[Chord, bool | None]],
    over_kmh: int | None,
) -> Reason:
    """Say what was found, or which limit or width is missing."""
    counted = [chord for chord, yes in walked if yes]
    if any(yes is None for _, yes in walked):
        ids = sorted({i for chord, yes in walked if yes is None for i in chord.crossed})
        lacking = int(roads.elements.loc[ids, "limit_kmh"].isna().sum())
        return Reason(
            "attribute_missing",
            {
                "kind": "carriageway",
                "attribute": "limit_kmh",
                "count": lacking,
                "of": len(ids),
            },
        )
    if any(chord.best_m < chord.line.length for chord in counted):
        return Reason("width_missing", {"kind": "island"})
    if not counted:
        return Reason("no_crossing_over", {"over_kmh": over_kmh})
    found = {"crossings": len(counted), "longest_m": max(c.best_m for c in counted)}
    if over_kmh is not None:
        found["longer_m"] = _longer([c for c, _ in walked], found["longest_m"])
        return Reason("crossings_over_found", {**found, "over_kmh": over_kmh})
    return Reason("crossings_found", found)


def _longer(chords: Sequence[Chord], than_m: float) -> float:
    """Return the longest way across at any limit; 0 if it is no longer. [m]"""
    longest = max(chord.best_m for chord in chords)
    return longest if longest > than_m + 1e-6 else 0.0


def _as_mapped(
    roads: Carriageways,
    part: _Part,
    walked: Sequence[tuple[Chord, bool | None]],
    reason: Reason,
    span: tuple[float, float],
) -> Measurement:
    """Answer with a value where worst and best agree, else with both."""
    plan, (worst, best) = roads.plan, span
    chords = [chord for chord, _ in walked]
    hurting = ("carriageway", "crossing", "route")
    settled = worst - best <= 1e-9
    may_not_decide = part.over_kmh is not None and best == 0
    found = Measurement(
        "measured" if settled else "unknown",
        "m",
        reason,
        value=worst if settled else None,
        worst=worst,
        best=None if may_not_decide else best,
        where=_places(walked, part, worst),
        bound=bound_by(plan, helping=["island"], hurting=hurting),
        completeness=plan.completeness(*hurting, "island"),
        assumed=_assumed(plan, part, chords),
        defaults=_defaults(plan, roads, chords),
    )
    if settled and may_not_decide:  # no such crossing: the part does not decide
        return replace(found, state="not_applicable", value=None, worst=None)
    return found


def _assumed(plan: Plan, part: _Part, chords: Sequence[Chord]) -> tuple[str, ...]:
    """Name the assumptions behind the carriageways that are crossed."""
    ids = {i for chord in chords for i in chord.crossed}
    names = {
        name
        for attribute in part.attributes
        for name in plan.assumptions_behind("carriageway", attribute, ids)
    }
    return tuple(sorted(names))


def _defaults(
    plan: Plan, roads: Carriageways, chords: Sequence[Chord]
) -> tuple[str, ...]:
    """Name what stood in for something the plan could say."""
    ids = sorted({i for chord in chords for i in chord.crossed})
    unsaid = bool(roads.elements.loc[ids, "shared"].isna().any())
    given = plan.route_source != "centrelines" or not plan.has("route")
    return ((NOT_SHARED,) if unsaid else ()) + (() if given else (CENTRELINES,))


def _places(
    walked: Sequence[tuple[Chord, bool | None]], part: _Part, longest: float
) -> tuple[Place, ...]:
    """Show the chords that count with their lengths, the longest as the finding."""
    return tuple(
        Place(
            chord.line,
            "finding" if chord.line.length >= longest - 1e-6 else "context",
            value=chord.line.length,
            label=_label(chord, part, yes),
            element_id=chord.element_id,
        )
        for chord, yes in walked
        if yes is not False
    )


def _label(chord: Chord, part: _Part, counts: bool | None) -> str:
    if counts is None:
        return "limit_missing"
    return chord.kind if part.over_kmh is None else f"crossing_over_{part.over_kmh}"

"""Play: room for children and young people, away from traffic."""

from __future__ import annotations

import re

from sbd.indicators import among
from sbd.indicators.measurement import (
    Bound,
    Measurement,
    Reason,
    ReasonValue,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import (
    between,
    bound_by,
    declared_none,
    kind_missing,
)
from sbd.indicators.obstacles import CROWN_M, HIDING, LOW, SEATED_EYE_M, SHRUB_M
from sbd.indicators.play_rooms import KINDS, Rooms
from sbd.indicators.registry import indicator, need
from sbd.indicators.stay import StayArea, stay_area
from sbd.plans.plan import Plan

#: What separates several age groups in one text.
_LIST = re.compile(r"[,;/]")

_NEEDS = (
    need(*KINDS, none="settles"),
    need("carriageway", attributes=("limit_kmh",), among=among.by_play),
    need("bench"),
    need(*LOW, attributes=("height_m",), among=among.around_play, none="any"),
    need("tree", attributes=("base_m",), among=among.around_play, none="any"),
)


@indicator("%", *_NEEDS, need("stay_zone", "square", "footway", "play"))
def play_share(  # noqa: PLR0913 - the parameters of a checklist
    plan: Plan,
    *,
    play_traffic_distance_m: float = 10.0,
    play_limit_kmh: float = 20.0,
    seat_view_m: float = 25.0,
    eye_height_seated_m: float = SEATED_EYE_M,
    shrub_height_max_m: float = SHRUB_M,
    crown_base_min_m: float = CROWN_M,
) -> Measurement:
    """Measure the room for play and youth away from traffic, seen from a seat.

    Counted is the ground for play or youth in the site that lies at least
    `play_traffic_distance_m` from carriageways faster than `play_limit_kmh`, or
    belongs to an area whose edge within that distance runs along a fence, wall,
    hedge or building (at most 1 m off); and that somebody on a free bench at most
    `seat_view_m` away sees.

    Parameters
    ----------
    plan : Plan
        With a site.
    play_traffic_distance_m : float
        Distance from traffic at which play is safe without a fence. [m]
    play_limit_kmh : float
        Speed limit up to which a carriageway is no traffic to keep away from. [km/h]
    seat_view_m : float
        Distance from a seat. [m] Source: Gehl.
    eye_height_seated_m, shrub_height_max_m, crown_base_min_m : float
        What hides, see `sbd.indicators.obstacles.opaque`. [m]

    Returns
    -------
    Measurement
        Counted area over the stay area. [%]
        Unknown where play and youth, or carriageways, are neither present nor
        declared; where a carriageway close by has no limit: at worst it is fast,
        at best slow; where play is drawn as a point: at best it is all stay area;
        where benches are neither present nor declared, or something that may hide
        lacks a size: at worst no seat sees it.

    References
    ----------
    Method, section 8, L-07.
    """
    if not any(plan.known(kind) for kind in KINDS):
        return unknown("%", kind_missing(*KINDS))
    if not plan.has(*KINDS):
        return measured(
            0.0,
            "%",
            declared_none(*(k for k in KINDS if k in plan.declared)),
            bound=bound_by(plan, helping=KINDS),
            completeness=plan.completeness(*KINDS),
        )
    if not plan.known("carriageway"):
        return unknown("%", kind_missing("carriageway"))
    stay = stay_area(plan)
    if stay.area.is_empty:
        return _no_stay_area(plan, stay)
    heights = eye_height_seated_m, shrub_height_max_m, crown_base_min_m
    away = play_traffic_distance_m, play_limit_kmh
    rooms = Rooms(plan, *away, seat_view_m, heights)
    per_cent = 100 / stay.area.area
    area = rooms.counted().area
    drawn, stays = rooms.all.area, stay.area.area
    args = {"area_m2": area, "out_m2": max(drawn - area, 0.0), "stay_m2": stays}
    found = measured(
        area * per_cent,
        "%",
        Reason("play_found", args),
        where=tuple(rooms.places()),
        bound=_bound(plan, stay),
        completeness=plan.completeness(*KINDS, "bench", "carriageway", *stay.kinds),
        assumed=rooms.assumed,
        defaults=(*rooms.defaults, *stay.defaults),
    )
    return _with_gaps(found, rooms, per_cent)


@indicator(
    "1", *_NEEDS, need(*KINDS, attributes=("age_group",), within_m=0, none="any")
)
def play_age_groups(  # noqa: PLR0913 - the parameters of a checklist
    plan: Plan,
    *,
    play_traffic_distance_m: float = 10.0,
    play_limit_kmh: float = 20.0,
    seat_view_m: float = 25.0,
    eye_height_seated_m: float = SEATED_EYE_M,
    shrub_height_max_m: float = SHRUB_M,
    crown_base_min_m: float = CROWN_M,
) -> Measurement:
    """Count the age groups that find room for play away from traffic.

    Parameters
    ----------
    plan : Plan
        With a site.
    play_traffic_distance_m, play_limit_kmh, seat_view_m, eye_height_seated_m, ...
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
    if not any(plan.known(kind) for kind in KINDS):
        return unknown("1", kind_missing(*KINDS))
    if plan.has(*KINDS) and not plan.known("carriageway"):
        return unknown("1", kind_missing("carriageway"))
    heights = eye_height_seated_m, shrub_height_max_m, crown_base_min_m
    away = play_traffic_distance_m, play_limit_kmh
    rooms = Rooms(plan, *away, seat_view_m, heights)
    worst, best = rooms.ages(best=False), rooms.ages(best=True)
    fewest, most = float(_groups(worst, most=False)), float(_groups(best, most=True))
    found = measured(
        fewest,
        "1",
        _ages_reason(worst),
        where=tuple(rooms.places()),
        bound=bound_by(
            plan, helping=(*KINDS, "bench"), hurting=("carriageway", *HIDING)
        ),
        completeness=plan.completeness(*KINDS, "bench", "carriageway"),
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
    return bound_by(plan, helping=(*KINDS, "bench"), hurting=("carriageway", *HIDING))


def _with_gaps(found: Measurement, rooms: Rooms, per_cent: float) -> Measurement:
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

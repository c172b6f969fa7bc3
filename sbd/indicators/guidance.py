"""Guidance: whether a cane finds its way from stop to crossing to door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from sbd.indicators import among
from sbd.indicators.among import ROUTE
from sbd.indicators.crossing_thresholds import ANY, FORMS, crossing_thresholds
from sbd.indicators.destinations import main_entrances
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import bound_by, kind_missing, own_elements
from sbd.indicators.registry import indicator, need
from sbd.indicators.routes import main_routes
from sbd.plans.plan import SETTING_M, Plan

#: What a route leads to. Source: method, section 8, A-07.
_ENDS = ("stop", "crossing", "entrance")
#: What a cane follows besides kerbs and tactile strips: facades, walls, planting.
_EDGES = ("building", "wall", "fence", "hedge", "green", "planter")
#: Condition that caps the level: a level crossing has no warning tiles.
NO_WARNING = "crossing_without_warning"
#: Stops and doors beside a route, to be told apart from those it does not lead to.
_BEHIND_M = 0.01

Sort = Literal["sure", "maybe"]


@dataclass(frozen=True, eq=False)
class _End:
    """Somewhere a route leads to, and how far along it."""

    kind: str
    element_id: str
    shape: BaseGeometry
    along_m: float


@dataclass(frozen=True, eq=False)
class _Pair:
    """Two ends that follow each other along a route, with the way between them."""

    route: str
    ends: tuple[_End, _End]
    way: BaseGeometry


@dataclass(frozen=True, eq=False)
class _Crossing:
    """A level crossing without warning tiles; `sure` where the plan says so."""

    element_id: str
    shape: BaseGeometry
    sure: bool


@dataclass(frozen=True, eq=False)
class _Lines:
    """Lines that a cane follows: those the plan is sure of, and those that may be."""

    sure: np.ndarray
    maybe: np.ndarray

    def near(self, way: BaseGeometry, reach: float, *, best: bool) -> np.ndarray:
        """Return the pieces of them within reach of a way. [m]"""
        chosen = np.concatenate([self.sure, self.maybe]) if best else self.sure
        strip = way.buffer(reach)
        found = shapely.intersection(chosen[shapely.intersects(chosen, strip)], strip)
        return found[~shapely.is_empty(found)]


@indicator(
    "%",
    ROUTE,
    need("stop", "crossing", "entrance"),
    need("tactile", attributes=("type",), within_m=SETTING_M),
    need(
        "crossing",
        attributes=("tactile",),
        within_m=SETTING_M,
        among=among.without_warning,
        none="any",
    ),
    need("building"),
    need(
        "kerb", attributes=("height_m",), within_m=SETTING_M, among=among.unclear_kerbs
    ),
)
def guided_share(
    plan: Plan,
    *,
    guide_gap_m: float = 10.0,
    guide_reach_m: float = 2.0,
    guide_kerb_min_m: float = 0.03,
    crossing_reach_m: float = 1.0,
) -> Measurement:
    """Measure the share of stops, crossings and doors that a guide line links.

    Stops, crossings and main entrances beside a main route form pairs in the order of
    the route. A pair is linked where both lie near one chain of guide lines beside
    the stretch between them: facades, walls, fences, hedges, edges of planting, kerbs
    high enough and tactile strips, with no gap too long. Source: method, section 8,
    A-07.

    Parameters
    ----------
    plan : Plan
        With a site.
    guide_gap_m : float
        Longest gap in a guide line, and how far from the route it may run. [m]
    guide_reach_m : float
        How near to it a stop, crossing or door has to lie. [m]
    guide_kerb_min_m : float
        Lowest kerb that a cane follows. [m]
    crossing_reach_m : float
        How far from a crossing's end its kerb may be drawn. [m]

    Returns
    -------
    Measurement
        Linked pairs over all pairs. [%] With the flag ``crossing_without_warning``
        where a level crossing of the setting has no warning tiles. An interval where
        tactile strips are neither present nor declared, or kerbs have no height.
    """
    lacking = _lacking(plan)
    if lacking is not None:
        return unknown("%", lacking)
    pairs, defaults = _pairs(plan, guide_gap_m)
    if not pairs:
        none = Reason("no_pair_along_routes")
        ends_told = plan.declared.issuperset(_ENDS)
        return not_applicable("%", none) if ends_told else unknown("%", none)
    lines = _guide_lines(plan, guide_kerb_min_m)
    reach = (guide_gap_m + plan.tolerance_m, guide_reach_m + plan.tolerance_m)
    sure = [_linked(lines, pair, reach, best=False) for pair in pairs]
    best = [_linked(lines, pair, reach, best=True) for pair in pairs]
    unwarned = _unwarned(plan, guide_kerb_min_m, crossing_reach_m)
    return _answer(plan, pairs, (sure, best), unwarned, (lines, reach, defaults))


def _answer(
    plan: Plan,
    pairs: Sequence[_Pair],
    linked: tuple[list[bool], list[bool]],
    unwarned: list[_Crossing],
    rest: tuple[_Lines, tuple[float, float], tuple[str, ...]],
) -> Measurement:
    """Answer at worst and at best of what the plan does not tell."""
    (sure, best), (lines, reach, defaults) = linked, rest
    silent = tuple(k for k in ("tactile", "building", "kerb") if not plan.known(k))
    low, high = 100 * sum(sure) / len(pairs), 100 * sum(best) / len(pairs)
    high = 100.0 if silent else high
    flagged = any(crossing.sure for crossing in unwarned)
    untold = bool(unwarned) and not flagged
    low = 0.0 if untold else low
    settled = low == high
    return Measurement(
        "measured" if settled else "unknown",
        "%",
        _reason(plan, (sure, silent), untold=untold, settled=settled),
        value=low if settled else None,
        worst=low,
        best=high,
        where=(*_places(pairs, sure, lines, reach), *map(_shown, unwarned)),
        bound=bound_by(
            plan,
            helping=(*_EDGES, "kerb", "tactile", *_ENDS, "route"),
            hurting=(*_ENDS, "route"),
        ),
        completeness=plan.completeness(*_EDGES, "kerb", "tactile", *_ENDS),
        assumed=plan.assumptions_behind("kerb", "height_m", plan.of("kerb").index),
        defaults=defaults,
        flags=(NO_WARNING,) if flagged else (),
    )


def _lacking(plan: Plan) -> Reason | None:
    """Say what must be known for pairs to be looked for at all."""
    silent = [k for k in ("stop", "crossing") if not plan.known(k)]
    if not main_routes(plan).known:
        silent = ["route", *silent]
    if "entrance" not in plan.declared and own_elements(plan, "entrance").empty:
        silent.append("entrance")
    if silent:
        return kind_missing(*silent)
    return Reason("no_route_in_site") if main_routes(plan).empty else None


def _reason(
    plan: Plan,
    found: tuple[list[bool], tuple[str, ...]],
    *,
    untold: bool,
    settled: bool,
) -> Reason:
    """Say how many pairs are linked, or what is missing."""
    sure, silent = found
    if settled:
        return Reason("pairs_found", {"linked": sum(sure), "pairs": len(sure)})
    if silent:
        return kind_missing(*silent)
    if untold:
        return Reason("crossing_warning_missing")
    kerbs = plan.near("kerb", plan.setting)
    lacking = int(kerbs["height_m"].isna().sum())
    return Reason(
        "attribute_missing",
        {"kind": "kerb", "attribute": "height_m", "count": lacking, "of": len(kerbs)},
    )


def _pairs(plan: Plan, beside_m: float) -> tuple[list[_Pair], tuple[str, ...]]:
    """Return what follows each other along the main routes, each pair once."""
    routes = main_routes(plan)
    ends, defaults = _ends(plan, beside_m)
    found: dict[frozenset[str], _Pair] = {}
    for route, shape in routes.lines.items():
        for line in shapely.get_parts(shape):
            along = sorted(
                (_placed(line, e) for e in ends if e.shape.dwithin(line, beside_m)),
                key=lambda end: (end.along_m, end.element_id),
            )
            for one, other in pairwise(along):
                key = frozenset((one.element_id, other.element_id))
                way = substring(line, one.along_m, other.along_m)
                found.setdefault(key, _Pair(str(route), (one, other), way))
    return list(found.values()), (*routes.defaults, *defaults)


def _ends(plan: Plan, beside_m: float) -> tuple[list[_End], tuple[str, ...]]:
    """Return stops, crossings and main entrances near the site."""
    doors, named = main_entrances(plan, plan.judged, beside_m)
    layers = {k: plan.near(k, plan.setting).sort_index() for k in _ENDS[:2]}
    found = [
        _End(kind, str(i), shape, 0.0)
        for kind, layer in {**layers, "entrance": doors}.items()
        for i, shape in layer.geometry.items()
    ]
    return found, named


def _placed(line: LineString, end: _End) -> _End:
    """Return an end with how far along a route it lies."""
    foot = Point(shapely.shortest_line(line, end.shape).coords[0])
    at = end.shape.intersection(line)
    middle = foot if at.is_empty else at.centroid
    return _End(end.kind, end.element_id, end.shape, float(line.project(middle)))


def _guide_lines(plan: Plan, kerb_min: float) -> _Lines:
    """Return the lines a cane follows around the setting."""
    sure = [
        shape.boundary if shapely.get_dimensions(shape) == 2 else shape
        for kind in _EDGES
        for shape in plan.near(kind, plan.setting).geometry
        if shapely.get_dimensions(shape) > 0
    ]
    maybe: list[BaseGeometry] = []
    kerbs = plan.near("kerb", plan.setting)
    for shape, height, form in zip(
        kerbs.geometry, kerbs["height_m"], kerbs["form"], strict=True
    ):
        low, high = FORMS.get(form, ANY) if np.isnan(height) else (height, height)
        if low >= kerb_min or form == "raised":
            sure.append(shape)
        elif high >= kerb_min:
            maybe.append(shape)
    tiles = plan.near("tactile", plan.setting)
    sure += list(tiles.geometry[tiles["type"] == "strip"])
    maybe += list(tiles.geometry[tiles["type"].isna()])
    return _Lines(_array(sure), _array(maybe))


def _array(shapes: Iterable[BaseGeometry]) -> np.ndarray:
    found = list(shapes)
    array = np.empty(len(found), dtype=object)
    array[:] = found
    return array


def _linked(
    lines: _Lines, pair: _Pair, reach: tuple[float, float], *, best: bool
) -> bool:
    """Tell whether both ends of a pair lie near one chain of guide lines."""
    gap, near = reach
    pieces = lines.near(pair.way, gap, best=best)
    groups = _chains(pieces, gap)
    touched = [_groups_at(pieces, groups, end, near) for end in pair.ends]
    return bool(touched[0] & touched[1])


def _groups_at(
    pieces: np.ndarray, groups: np.ndarray, end: _End, near: float
) -> set[int]:
    return set(map(int, groups[shapely.dwithin(pieces, end.shape, near)]))


def _chains(pieces: np.ndarray, gap: float) -> np.ndarray:
    """Group pieces of guide lines with no more than a gap between them."""
    groups = np.arange(len(pieces))
    if len(pieces):
        pairs = shapely.STRtree(pieces).query(pieces, "dwithin", distance=gap)
        for one, other in pairs.T[pairs[0] < pairs[1]]:
            if groups[one] != groups[other]:
                groups[groups == groups[other]] = groups[one]
    return groups


def _unwarned(plan: Plan, kerb_min: float, reach_m: float) -> list[_Crossing]:
    """Return the level crossings that do not warn a cane, or may not.

    Level is a crossing whose kerb is too low for a cane to find.
    """
    return [
        _Crossing(
            told.element_id,
            told.geometry,
            sure=told.high < kerb_min and told.tactile is False,
        )
        for told in crossing_thresholds(plan, reach_m)
        if told.low < kerb_min and not told.tactile
    ]


def _places(
    pairs: Sequence[_Pair],
    linked: Sequence[bool],
    lines: _Lines,
    reach: tuple[float, float],
) -> Iterator[Place]:
    """Show the pairs that are linked, and the gaps of those that are not."""
    for pair, good in zip(pairs, linked, strict=True):
        if good:
            yield Place(_drawn(pair), "good", label="guided")
        else:
            yield from _gaps(pair, lines, reach)


def _shown(crossing: _Crossing) -> Place:
    """Show a level crossing that does not warn, or of which that is not told."""
    return Place(
        crossing.shape,
        "finding" if crossing.sure else "context",
        label=NO_WARNING,
        element_id=crossing.element_id,
    )


def _drawn(pair: _Pair) -> BaseGeometry:
    """Return the stretch of route between two ends, or what joins them. [m]"""
    if pair.way.length > _BEHIND_M:
        return pair.way
    return shapely.shortest_line(pair.ends[0].shape, pair.ends[1].shape)


def _gaps(pair: _Pair, lines: _Lines, reach: tuple[float, float]) -> Iterator[Place]:
    """Yield where the guide line fails: at an end, or between two chains."""
    gap, near = reach
    pieces = lines.near(pair.way, gap, best=False)
    groups = _chains(pieces, gap)
    touched = [_groups_at(pieces, groups, end, near) for end in pair.ends]
    if not all(touched):
        for end, at in zip(pair.ends, touched, strict=True):
            if not at:
                yield _loose(end, pieces, pair)
        return
    mine, theirs = (
        shapely.union_all(pieces[np.isin(groups, list(at))]) for at in touched
    )
    line = shapely.shortest_line(mine, theirs)
    yield Place(line, "finding", line.length, "guide_gap", unit="m")


def _loose(end: _End, pieces: np.ndarray, pair: _Pair) -> Place:
    """Show how far an end lies from the nearest guide line."""
    if not len(pieces):
        return Place(_drawn(pair), "finding", None, "no_guide_line", end.element_id)
    line = shapely.shortest_line(end.shape, shapely.union_all(pieces))
    return Place(line, "finding", line.length, "guide_far", end.element_id, "m")

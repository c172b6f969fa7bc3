"""Crowds: how long it takes to leave when the widest way out is blocked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators.among import WALKABLE
from sbd.indicators.exits import Exit
from sbd.indicators.ground import SOLID, WALKED, areas, lines, site_ground
from sbd.indicators.leaving import Leaving, leaving
from sbd.indicators.measurement import (
    Bound,
    Measurement,
    Place,
    Reason,
    ReasonValue,
    Role,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import (
    attribute_missing,
    between,
    bound_by,
    declared_none,
    kind_missing,
)
from sbd.indicators.narrows import Gate, Narrows
from sbd.indicators.registry import indicator, need
from sbd.indicators.ways import Ways, ways
from sbd.plans.plan import Plan

#: Longer than this and people cannot leave in time. [min]
#: Source: domain E2, S-12 (British local guidance: 6, 8 or 10 minutes).
SLOWEST_MIN = 10.0
#: The normal maximum of the Green Guide: what takes longer falls short. [min]
_NORMAL_MIN = 8.0
#: Steps so near to a way out belong to it. [m]
_STEPS_M = 1.0

Floats = NDArray[np.float64]


@indicator(
    "min",
    need("crowd_zone", attributes=("people",), within_m=0, none="not_applicable"),
    WALKABLE,
    need("bollard", "barrier", "planter"),
)
def egress_time(  # noqa: PLR0913 - numbers of the method
    plan: Plan,
    *,
    exit_min_m: float = 0.90,
    exit_merge_m: float = 3.0,
    exit_max_m: float = 30.0,
    flow_level_pmmin: float = 82.0,
    flow_steps_pmmin: float = 66.0,
    flow_observed_pmmin: float = 60.0,
    flow_open_air_pmmin: float = 109.0,
    walking_speed_ms: float = 1.2,
    walking_speed_slow_ms: float = 0.8,
    crowd_density_limit_pm2: float = 4.0,
    row_spacing_m: float = 3.0,
) -> Measurement:
    """Measure how long the slowest crowd zone needs to leave the site.

    For each zone the widest way out that people reach is blocked. The time is the
    longer of passing the clear widths that are left, or the gaps of rows of bollards
    before them where those are narrower, and of the longest walk.

    Parameters
    ----------
    plan : Plan
        With a site.
    exit_min_m, exit_merge_m, exit_max_m : float
        As in `sbd.indicators.exits.exits`. [m]
    flow_level_pmmin, flow_steps_pmmin : float
        People through a metre of way out in a minute, level and on steps. [p/m/min]
    flow_observed_pmmin, flow_open_air_pmmin : float
        Lower one that was observed, higher one of other guidance: told. [p/m/min]
    walking_speed_ms, walking_speed_slow_ms : float
        Usual one, and that of older people: told. [m/s]
    crowd_density_limit_pm2 : float
        Densest crowd that can stand, where a zone does not say how many. [p/m2]
    row_spacing_m : float
        Bollards and the like no farther apart are one row. [m]

    Returns
    -------
    Measurement
        Time of the slowest zone; inf where no way out is left. [min]
        Not applicable without crowd zones. Unknown where they are neither present
        nor declared, where the ground beyond the border is not drawn, and where a
        number of people or a width is missing: from none to the densest crowd. Where
        a path of unknown width crosses the border, at best in no time.

    References
    ----------
    Method, section 8, S-12; domain, C4 (Guide to Safety at Sports Grounds).
    """
    zones = areas(plan.near("crowd_zone", plan.judged)).sort_index()
    if zones.empty:
        return _no_zone(plan)
    if site_ground(plan).walkable.is_empty:
        return unknown("min", Reason("walkable_ground_missing"))
    out = ways(
        plan,
        exit_min_m=exit_min_m,
        exit_merge_m=exit_merge_m,
        exit_max_m=exit_max_m,
    )
    if not out.exits.known:
        return unknown("min", Reason("ground_beyond_missing"))
    crowds = list(_crowds(zones, out))
    if not crowds:
        return unknown("min", Reason("crowd_zone_not_walkable"))
    flows = _flows(plan, out.exits.exits, flow_level_pmmin, flow_steps_pmmin)
    narrows = Narrows.of(plan, out.ground, spacing_m=row_spacing_m, least_m=exit_min_m)
    leaving = _Evacuation(
        plan,
        out,
        narrows,
        crowds,
        flows,
        flow_level_pmmin,
        walking_speed_ms,
        crowd_density_limit_pm2,
    )
    beside = (flow_observed_pmmin, flow_open_air_pmmin, walking_speed_slow_ms)
    return _answer(leaving, (*beside, exit_min_m))


def _answer(crowd: _Evacuation, told: tuple[float, float, float, float]) -> Measurement:
    """Answer with the slowest zone, at worst and at best of what is missing."""
    observed_pmmin, open_air_pmmin, slow_ms, least_m = told
    plan, found = crowd.plan, crowd.out.exits
    zone, worst = crowd.slowest()
    assumed, gates = crowd.assumed(), crowd.gates(zone, worst)
    args: dict[str, ReasonValue] = {
        "people": round(worst.people),
        "blocked_m": worst.blocked_m,
        "least_m": least_m,
        "minutes": worst.minutes,
        "width_m": worst.width_m,
        "walk_m": worst.walk_m,
        "ways": len(worst.left),
        "observed_min": worst.passing_min * crowd.level_pmmin / observed_pmmin,
        "open_air_min": worst.passing_min * crowd.level_pmmin / open_air_pmmin,
        "slow_min": worst.walk_m / slow_ms / 60,
    }
    answer = measured(
        worst.minutes,
        "min",
        _reason(worst, gates, args),
        where=tuple(crowd.places()),
        bound=_bound(plan, derived=found.derived),
        completeness=plan.completeness("crowd_zone", *WALKED, *SOLID),
        assumed=assumed,
        defaults=found.defaults,
        gate_open="crowd-zones" in assumed and crowd.gate_open,
    )
    lacking = crowd.lacking()
    if lacking is None:
        return answer
    best = 0.0 if found.widthless else crowd.slowest(best=True)[1].minutes
    return between(answer, lacking, worst=worst.minutes, best=best)


def _reason(
    out: Leaving, gates: Sequence[Gate], args: dict[str, ReasonValue]
) -> Reason:
    """Say what limits the crowd: rows on the way, or the ways out."""
    if not out.left:
        return Reason("no_way_out_left")
    if not gates:
        return Reason("crowd_leaves", args)
    wide = sum(gate.line.length for gate in gates)
    return Reason("crowd_held_up", {**args, "gates": len(gates), "gates_m": wide})


def _no_zone(plan: Plan) -> Measurement:
    """Nobody gathers, or nobody said where."""
    if plan.known("crowd_zone"):
        return not_applicable("min", declared_none("crowd_zone"))
    return unknown("min", kind_missing("crowd_zone"))


@dataclass(frozen=True, eq=False)
class _Crowd:
    """One crowd zone, and how far each place in it is from each way out.

    Parameters
    ----------
    element_id : str
        The zone.
    zone : Polygon or MultiPolygon
        As drawn. [m]
    people : float
        How many gather there; NaN where it does not say.
    area_m2 : float
        Walkable ground in it. [m2]
    cells : (m, 2) array
        Places on that ground. [m]
    walks : (n, m) array
        From each way out to each place. [m]
    """

    element_id: str
    zone: BaseGeometry
    people: float
    area_m2: float
    cells: Floats
    walks: Floats


def _crowds(zones: gpd.GeoDataFrame, out: Ways) -> Iterator[_Crowd]:
    """Yield the zones in which somebody can stand."""
    for element_id, zone, people in zip(
        zones.index, zones.geometry, zones["people"], strict=True
    ):
        shapely.prepare(zone)
        here = shapely.contains_xy(zone, out.cells)
        if here.any():
            area = zone.intersection(out.walkable).area
            cells, walks = out.cells[here], out.walks[:, here]
            yield _Crowd(str(element_id), zone, people, area, cells, walks)


@dataclass(frozen=True, eq=False)
class _Evacuation:
    """All crowd zones of a plan, its ways out, and the numbers of the method."""

    plan: Plan
    out: Ways
    narrows: Narrows
    crowds: Sequence[_Crowd]
    flows: Floats
    level_pmmin: float
    speed_ms: float
    densest_pm2: float

    @property
    def exits(self) -> tuple[Exit, ...]:
        """The ways out."""
        return self.out.exits.exits

    def slowest(
        self, *, best: bool = False, assumed_pm2: float | None = None
    ) -> tuple[_Crowd, Leaving]:
        """Return the zone that takes longest, and how it is left.

        Parameters
        ----------
        best : bool
            Take what is missing for nobody, and for no limit to a width; else for
            the densest crowd, and for no way through.
        assumed_pm2 : float, optional
            Density to take where the number of people was assumed. [p/m2]
        """
        widths = np.array([_width(way, best=best) for way in self.exits])
        found = []
        for crowd in self.crowds:
            people = crowd.people
            if assumed_pm2 is not None and self._assumed(crowd):
                people = assumed_pm2 * crowd.area_m2
            elif np.isnan(people):
                people = 0.0 if best else self.densest_pm2 * crowd.area_m2
            found.append((crowd, self._leaving(crowd, people, widths)))
        return max(found, key=lambda pair: pair[1].minutes)

    def _leaving(self, crowd: _Crowd, people: float, widths: Floats) -> Leaving:
        """Return how a crowd leaves, held up by rows before the ways out."""

        def through(passes: Floats) -> float:
            return self._flow(crowd, passes)[0]

        held = through if self.narrows.gates else None
        return leaving(people, widths, self.flows, crowd.walks, self.speed_ms, held)

    def _flow(self, crowd: _Crowd, passes: Floats) -> tuple[float, tuple[Gate, ...]]:
        """Return what gets through to ways out that pass so many, and where. [p/min]"""
        rooms = self._rooms[crowd.element_id]
        return self.narrows.flow(rooms, self._doors, list(passes), self.level_pmmin)

    @cached_property
    def _rooms(self) -> dict[str, tuple[int, ...]]:
        return {c.element_id: self.narrows.around(c.cells) for c in self.crowds}

    @cached_property
    def _doors(self) -> list[tuple[int, ...]]:
        return [self.narrows.before(shape) for shape in self.out.shapes]

    def gates(self, crowd: _Crowd, out: Leaving) -> tuple[Gate, ...]:
        """Return the gaps that hold a crowd up; none where the ways out do."""
        if not self.narrows.gates:
            return ()
        passes = np.zeros(len(self.exits))
        left = list(out.left)
        widths = np.array([_width(way, best=False) for way in self.exits])
        passes[left] = widths[left] * self.flows[left]
        flow, gates = self._flow(crowd, passes)
        return gates if flow < passes.sum() - 1e-6 else ()

    def _assumed(self, crowd: _Crowd) -> bool:
        ids = [crowd.element_id]
        return bool(self.plan.assumptions_behind("crowd_zone", "people", ids))

    @property
    def gate_open(self) -> bool:
        """Whether an assumed number of people could decide between pass and fail."""
        ends = [self.slowest(assumed_pm2=n)[1] for n in (0.0, self.densest_pm2)]
        return len({end.minutes <= SLOWEST_MIN for end in ends}) > 1

    def assumed(self) -> tuple[str, ...]:
        """Name the assumptions behind the people and the ground."""
        ids = [crowd.element_id for crowd in self.crowds]
        names = set(self.plan.assumptions_behind("crowd_zone", "people", ids))
        for kind in WALKED:
            near = self.plan.near(kind, self.plan.judged).index
            names.update(self.plan.assumptions_behind(kind, "geometry", near))
        return tuple(sorted(names))

    def lacking(self) -> Reason | None:
        """Say what is missing: people, widths, or sizes of what stands in a way out."""
        zones = self.plan.of("crowd_zone").loc[[c.element_id for c in self.crowds]]
        if zones["people"].isna().any():
            return attribute_missing("crowd_zone", "people", zones)
        if any(way.clear_m is None for way in self.exits):
            drawn = self.plan.of("exit").loc[[w.element_id for w in self.exits]]
            return attribute_missing("exit", "clear_m", drawn)
        loose = sorted({i for way in self.exits for i in way.unsized})
        if not loose:
            return self.out.exits.lacking
        kind = self.plan.kind_of(loose[0])
        things = self.plan.of(kind)
        rows = len(lines(things.loc[things.index.isin(loose)]))
        if rows:
            return Reason("bollards_drawn_as_line", {"rows": rows, "of": rows})
        return attribute_missing(kind, "diameter_m", things.loc[loose])

    def places(self) -> Iterator[Place]:
        """Yield the ways out of the slowest zone, the longest walk, and the zones."""
        slowest, out = self.slowest()
        late: Role = "finding" if out.minutes > _NORMAL_MIN else "good"
        for gate in self.gates(slowest, out):
            yield Place(gate.line, late, gate.line.length, "gap", None, "m")
        for n, way in enumerate(self.exits):
            if n == out.blocked:
                yield _way(way, "context", "way_out_blocked")
            elif n in out.left:
                yield _way(way, late, "way_out")
        if out.farthest >= 0:
            walk = self._walk(slowest, out)
            if walk is not None:
                yield Place(walk, "route", out.walk_m, "longest_way_out", None, "m")
        for crowd in self.crowds:
            alone = crowd is slowest
            role: Role = late if alone and not out.left else "context"
            yield Place(crowd.zone, role, None, "crowd_zone", crowd.element_id)

    def _walk(self, crowd: _Crowd, out: Leaving) -> BaseGeometry | None:
        """Return the longest walk to the nearest way out that is left. [m]"""
        near = out.left[int(np.argmin(crowd.walks[list(out.left), out.farthest]))]
        start, _ = self.out.starts(crowd.cells[[out.farthest]])
        return self.out.walking.path(self.out.shapes[near], start[0])


def _way(way: Exit, role: Role, label: str) -> Place:
    return Place(way.shape, role, way.clear_m, label, way.element_id, "m")


def _width(way: Exit, *, best: bool) -> float:
    """Clear width at worst or at best of what is missing. [m]"""
    if way.clear_m is None:
        return inf if best else 0.0
    return way.clear_m if best or not way.unsized else 0.0


def _flows(plan: Plan, exits: Sequence[Exit], level: float, steps: float) -> Floats:
    """Return the flow of each way out: lower where steps stand in it. [p/m/min]"""
    stairs = plan.near("step", plan.setting).geometry.to_numpy()
    stepped = [shapely.dwithin(stairs, way.shape, _STEPS_M).any() for way in exits]
    return np.where(np.array(stepped, dtype=bool), steps, level)


def _bound(plan: Plan, *, derived: bool) -> Bound:
    """More ground or ways out can only help; more obstacles and crowds only hurt."""
    helping = WALKED if derived else ("exit", *WALKED)
    return bound_by(plan, helping=helping, hurting=("crowd_zone", *SOLID))

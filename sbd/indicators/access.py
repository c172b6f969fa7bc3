"""Access on wheels: how wide the step-free way to every destination is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among
from sbd.indicators.among import FURNITURE, WALKABLE
from sbd.indicators.destinations import Destination, destinations
from sbd.indicators.freespace import Bools, Room, pinches
from sbd.indicators.ground import SOLID, WALKED, site_ground
from sbd.indicators.measurement import Measurement, Place, Reason, Role, unknown
from sbd.indicators.missing import bound_by, kind_missing, own_elements
from sbd.indicators.narrowings import Narrowing, joined_past
from sbd.indicators.registry import indicator, need
from sbd.indicators.wheel_ground import CUT_KINDS, Cut, WheelGround, wheel_ground
from sbd.plans.plan import SETTING_M, Plan

#: Kinds that must be known: nobody knows else what stops wheels, or who goes where.
_KNOWN = ("entrance", "stop", "step", "kerb", "crossing")
#: A kerb or step so near to two parts keeps them apart. [m]
_BETWEEN_M = 0.1

Widths = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class _Network:
    """The destinations, and the ground on which they are to be joined.

    Parameters
    ----------
    places : tuple of Destination
        The start first.
    widths : tuple of float
        Widths asked for, the third with narrowings. [m]
    narrowings : tuple of Narrowing
        Allowed at the third width.
    reach_m, tolerance_m : float
        How near one has to come, and how exactly lengths are compared. [m]
    """

    places: tuple[Destination, ...]
    widths: Widths
    narrowings: tuple[Narrowing, ...]
    reach_m: float
    tolerance_m: float

    @cached_property
    def shapes(self) -> list[BaseGeometry]:
        """The destinations as drawn. [m]"""
        return [place.shape for place in self.places]

    def joined(self, free: BaseGeometry, step: int) -> Bools:
        """Tell which destinations are joined with the start at one of the widths."""
        key = (id(free), step)
        if key not in self._known:
            self._known[key] = self._joined(free, step)
        return self._known[key]

    @cached_property
    def _known(self) -> dict[tuple[int, int], Bools]:
        return {}

    def _joined(self, free: BaseGeometry, step: int) -> Bools:
        room = Room(free, self.widths[step] - self.tolerance_m)
        if step == 2 and self._passes(free):
            past = joined_past(room, self.shapes, self.reach_m, self.narrowings)
            return np.asarray(past[0])
        return np.asarray(room.joined(self.shapes, self.reach_m)[0])

    def _passes(self, free: BaseGeometry) -> bool:
        """Tell whether narrowings could join all."""
        room = Room(free, self.least_m - self.tolerance_m)
        return bool(room.joined(self.shapes, self.reach_m)[0].all())

    @property
    def least_m(self) -> float:
        """The least width of an allowed narrowing. [m]"""
        return min(narrowing.width_m for narrowing in self.narrowings)

    def widest(self, free: BaseGeometry) -> float:
        """Return the largest width at which all are joined; 0 for none. [m]"""
        if not self.joined(free, 0).all():
            return 0.0  # what is wider reaches no more
        for step in (3, 2, 1):
            if self.joined(free, step).all():
                return self.widths[step]
        return self.widths[0]


@indicator(
    "m",
    WALKABLE,
    need("entrance"),
    need("stop"),
    need("step", attributes=("height_m",), within_m=SETTING_M),
    need(
        "kerb",
        attributes=("height_m",),
        within_m=SETTING_M,
        among=among.kerbs_at_crossings,
    ),
    need(
        "crossing",
        attributes=("kerb_m",),
        within_m=SETTING_M,
        among=among.without_kerb,
    ),
    FURNITURE,
)
def step_free_width(  # noqa: PLR0913 - the parameters of a checklist
    plan: Plan,
    *,
    step_free_width_1_m: float = 0.90,
    step_free_width_2_m: float = 1.20,
    step_free_width_3_m: float = 1.50,
    step_free_width_4_m: float = 2.00,
    narrowing_point_width_m: float = 1.00,
    narrowing_point_length_m: float = 1.20,
    narrowing_line_width_m: float = 1.20,
    narrowing_line_length_m: float = 10.0,
    destination_reach_m: float = 0.3,
    wheelchair_kerb_m: float = 0.02,
    crossing_reach_m: float = 1.0,
    frontage_depth_m: float = 10.0,
) -> Measurement:
    """Measure the largest width at which all destinations are joined without a step.

    Destinations are main entrances, ways out, stops, toilets and reserved bays. Ground
    is the walkable ground of the window but green, over carriageways at crossings
    only, cut by kerbs and steps. Source: method, section 8, A-01.

    Parameters
    ----------
    plan : Plan
        With a site.
    step_free_width_1_m, step_free_width_2_m, step_free_width_3_m, step_free_width_4_m
        Widths that are looked at, rising; the third allows narrowings. [m]
    narrowing_point_width_m, narrowing_point_length_m : float
        Least width and greatest length of a narrowing at a point. [m]
    narrowing_line_width_m, narrowing_line_length_m : float
        The same of one along a line, with a free square before and after. [m]
    destination_reach_m : float
        How near to a destination one has to come, beyond half the width. [m]
    wheelchair_kerb_m : float
        Highest step a wheelchair gets over. [m]
    crossing_reach_m : float
        How far from a crossing's end its kerb may be drawn. [m]
    frontage_depth_m : float
        How far from the walkable ground of the site an entrance belongs to it. [m]

    Returns
    -------
    Measurement
        One of the widths; 0 where a destination is not reached at the least. [m]
        Unknown where a kind is missing, or where heights, sizes or widths that the
        plan does not tell could change it.

    References
    ----------
    Method, section 8, A-01; domain, C5 and E2.
    """
    ground = wheel_ground(plan, wheelchair_kerb_m, crossing_reach_m)
    walkable = site_ground(plan).walkable
    if walkable.is_empty:
        return unknown("m", Reason("walkable_ground_missing"))
    found, defaults = destinations(plan, walkable, frontage_depth_m)
    if len(found) < 2:
        return unknown("m", Reason("too_few_destinations", {"count": len(found)}))
    network = _Network(
        found,
        (
            step_free_width_1_m,
            step_free_width_2_m,
            step_free_width_3_m,
            step_free_width_4_m,
        ),
        (
            Narrowing(narrowing_point_width_m, narrowing_point_length_m),
            Narrowing(
                narrowing_line_width_m, narrowing_line_length_m, step_free_width_3_m
            ),
        ),
        destination_reach_m + plan.tolerance_m,
        plan.tolerance_m,
    )
    return _answer(ground, network, defaults)


def _answer(
    ground: WheelGround, network: _Network, defaults: tuple[str, ...]
) -> Measurement:
    """Answer at worst and at best of what the plan does not tell."""
    plan = ground.plan
    worst = network.widest(ground.worst)
    best = network.widest(ground.best) if ground.open else worst
    silent = _silent(plan)
    reason = _reason(ground, network, worst, best)
    at_worst = 0.0 if silent else worst
    at_best = best
    if best == 0.0 and _may_be_unmapped(ground, network):
        reason, at_best = Reason("ways_may_be_missing"), inf
    if silent:
        reason = kind_missing(*silent)
    settled = at_worst == at_best
    named = _assumed(ground)
    return Measurement(
        "measured" if settled else "unknown",
        "m",
        reason,
        value=worst if settled else None,
        worst=at_worst,
        best=at_best,
        where=tuple(_places(ground, network, worst)),
        bound=bound_by(plan, helping=WALKED, hurting=(*SOLID, *_KNOWN, *WALKED)),
        completeness=plan.completeness(*WALKED, *SOLID, *_KNOWN, "exit", "toilet"),
        assumed=named,
        defaults=(*defaults, *ground.clear.defaults(ground.worst.buffer(1.0))),
        gate_open="kerb-heights" in named,
    )


def _silent(plan: Plan) -> tuple[str, ...]:
    """Return the kinds of which nobody knows whether there are any."""
    lacking = [k for k in _KNOWN if not plan.known(k)]
    if "entrance" not in (*lacking, *plan.declared):
        lacking += ["entrance"] if own_elements(plan, "entrance").empty else []
    if not plan.has(*FURNITURE.kinds):
        lacking += [k for k in FURNITURE.kinds if k not in plan.declared]
    return tuple(dict.fromkeys(lacking))


def _may_be_unmapped(ground: WheelGround, network: _Network) -> bool:
    """Tell whether a way may be missing from the drawing rather than from the place.

    Where even without kerbs and steps no ground leads there, and the plan is not
    complete for what one walks on.
    """
    if ground.plan.declared.issuperset(WALKED):
        return False
    room = Room(ground.uncut, 0.0)
    return not room.joined(network.shapes, network.reach_m)[0].all()


def _reason(
    ground: WheelGround, network: _Network, worst: float, best: float
) -> Reason:
    """Say how many are reached, or what is missing."""
    if worst == best:
        step = network.widths.index(worst) if worst else 0
        reached = int(network.joined(ground.worst, step).sum())
        args = {"destinations": len(network.places), "reached": reached}
        widths = {"width_m": worst, "asked_m": network.widths[step]}
        wider = [width for width in network.widths if width > worst]
        widths["wider_m"] = min(wider, default=0.0)
        return Reason("step_free_found", {**args, **widths})
    if ground.unsure:
        kinds = [cut.kind for cut in ground.unsure]
        kind = max(sorted(set(kinds)), key=kinds.count)
        of = len([c for c in (*ground.sure, *ground.unsure) if c.kind == kind])
        told = {"kind": kind, "attribute": CUT_KINDS[kind]}
        return Reason(
            "attribute_missing", {**told, "count": kinds.count(kind), "of": of}
        )
    if not ground.clear.ways.is_empty:
        return Reason("width_missing", {"kind": "footway"})
    return Reason("width_missing", {"kind": "bollard"})


def _assumed(ground: WheelGround) -> tuple[str, ...]:
    """Name the assumptions behind what stops wheels, and behind sizes."""
    plan = ground.plan
    cuts = {name for cut in ground.sure for name in cut.assumed}
    posts = plan.near("bollard", plan.window).index
    return tuple(
        sorted({*cuts, *plan.assumptions_behind("bollard", "diameter_m", posts)})
    )


def _places(ground: WheelGround, network: _Network, value: float) -> Iterator[Place]:
    """Show the start, what is reached and what is not, and what keeps it apart.

    Reached is meant at the next width above the value [m], which what is not reached
    bears as its own.
    """
    steps = [n for n, width in enumerate(network.widths) if width > value]
    step = steps[0] if steps else 3
    reached = network.joined(ground.worst, step)
    for n, place in enumerate(network.places):
        label = "start" if n == 0 else "reached" if reached[n] else "unreached"
        role: Role = "good" if reached[n] else "context" if n == 0 else "finding"
        wide = network.widths[step] if label == "unreached" else None
        yield Place(place.shape, role, wide, label, place.element_id, other=True)
    yield from _causes(
        ground, network, [n for n, met in enumerate(reached) if n and not met], step
    )


def _causes(
    ground: WheelGround, network: _Network, missed: Sequence[int], step: int
) -> Iterator[Place]:
    """Show the pinches, kerbs and steps between the start and what is not reached."""
    free, reach, tolerance = ground.worst, network.reach_m, network.tolerance_m
    least = network.widths[step - 1] - tolerance if step else 0.0
    least = min(least, network.least_m - tolerance) if step == 3 else least
    low, high = Room(free, least), Room(free, network.widths[step] - tolerance)
    others = [network.shapes[n] for n in missed]
    found = pinches(low, high, network.shapes[0], others, reach)
    lines = {line.wkb: line for chain in found for line in chain}
    for line in lines.values():
        yield Place(line, "finding", line.length, "pinch")
    apart = [other for other, chain in zip(others, found, strict=True) if not chain]
    cuts = {
        (cut.kind, cut.element_id): cut
        for other in apart
        for cut in _between(ground, network.shapes[0], other)
    }
    for cut in cuts.values():
        value = cut.low if cut.low == cut.high else None
        yield Place(
            cut.shape, "finding", value, "step_height", cut.element_id, other=True
        )


def _between(
    ground: WheelGround, start: BaseGeometry, shape: BaseGeometry
) -> Iterator[Cut]:
    """Yield the kerbs, steps and crossings at the edge of what the start reaches."""
    room = Room(ground.worst, 0.0)
    touched = room.touched([start, shape], _BETWEEN_M)
    here, there = (shapely.union_all(room.parts[mine]) for mine in touched)
    cuts = [*ground.sure, *ground.unsure]
    both = [
        cut
        for cut in cuts
        if cut.shape.dwithin(here, _BETWEEN_M) and cut.shape.dwithin(there, _BETWEEN_M)
    ]
    yield from both or [c for c in cuts if c.shape.dwithin(there, _BETWEEN_M)]

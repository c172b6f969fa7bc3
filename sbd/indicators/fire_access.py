"""Fire access: the façades that a fire engine has to reach, and whether it does.

The plan is measured, never the ground's strength; the opinion of the fire service
decides. Source: Royal Decree of 7 July 1994.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among
from sbd.indicators.approach import lacking_attribute
from sbd.indicators.facades import Facade, facades, unsaid_buildings
from sbd.indicators.fire_ground import (
    HARD,
    fire_ground,
    unsaid_for_fire,
    ways_in,
    widthless,
)
from sbd.indicators.fire_lattice import Lattice, search
from sbd.indicators.ground import SOLID, union
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    Role,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import (
    between,
    bound_by,
    declared_none,
    kind_missing,
    missing_kinds,
)
from sbd.indicators.registry import indicator, need
from sbd.plans.plan import SETTING_M, Plan
from sbd.units import Unit

#: Code of the default: a side without an entrance may be the main façade.
ANY_SIDE = "any_side_is_main_facade"
#: Code of the default: nobody gives the slope of a carriageway.
NO_SLOPE = "fire_slope_not_checked"
#: Half the path is this wide on either side of its middle. [1]
_HALF = 0.5
#: Corners of the path that leave it by less are left out, when it is shown. [m]
_SMOOTH_M = 0.3

_NEEDS = (
    need(
        "building",
        attributes=("rise", "fire_access"),
        within_m=SETTING_M,
        none="not_applicable",
        either=True,
    ),
    need("carriageway", "square", "footway"),
    need(
        "kerb",
        attributes=("height_m",),
        within_m=SETTING_M,
        among=among.kerbs_to_mount,
    ),
    need("bollard", "barrier", attributes=("fixing",), within_m=SETTING_M),
    need(
        "bollard",
        "barrier",
        attributes=("fire_key",),
        within_m=SETTING_M,
        among=among.openable,
        none="any",
    ),
    need("tree", attributes=("crown_radius_m", "base_m"), within_m=SETTING_M),
    need("canopy", attributes=("base_m",), within_m=SETTING_M),
)


@indicator("%", *_NEEDS)
def fire_path_share(  # noqa: PLR0913 - one for each parameter of the method
    plan: Plan,
    *,
    fire_width_m: float = 4.0,
    fire_dead_end_width_m: float = 8.0,
    fire_headroom_m: float = 4.0,
    fire_axis_radius_m: float = 13.0,
    fire_slope_max_pct: float = 6.0,
    fire_facade_distance_m: float = 10.0,
    fire_facade_share: float = 0.5,
    kerb_heavy_m: float = 0.25,
) -> Measurement:
    """Measure the share of required façades that a fire path reaches.

    Parameters
    ----------
    plan : Plan
        With a site.
    fire_width_m, fire_dead_end_width_m : float
        Width of the path, and where it is a dead end. [m]
    fire_headroom_m : float
        Height above the path. [m]
    fire_axis_radius_m : float
        Smallest radius of the middle of the path. [m]
    fire_slope_max_pct : float
        Steepest ground, where the plan gives slopes. [%]
    fire_facade_distance_m : float
        Farthest the path may be from the façade. [m]
    fire_facade_share : float
        Share of the façade that must lie that close. [1]
    kerb_heavy_m : float
        Highest kerb a fire engine mounts. [m]

    Returns
    -------
    Measurement
        Required façades with a path over required façades. [%]

    References
    ----------
    Method, section 8, S-13; Royal Decree of 7 July 1994, annexes.
    """
    rules = Rules(
        fire_width_m,
        fire_dead_end_width_m,
        fire_headroom_m,
        fire_axis_radius_m,
        fire_slope_max_pct,
        fire_facade_distance_m,
        fire_facade_share,
        kerb_heavy_m,
    )
    return _measured(plan, rules, "%")


@indicator("1", *_NEEDS)
def fire_approaches(  # noqa: PLR0913 - one for each parameter of the method
    plan: Plan,
    *,
    fire_width_m: float = 4.0,
    fire_dead_end_width_m: float = 8.0,
    fire_headroom_m: float = 4.0,
    fire_axis_radius_m: float = 13.0,
    fire_slope_max_pct: float = 6.0,
    fire_facade_distance_m: float = 10.0,
    fire_facade_share: float = 0.5,
    kerb_heavy_m: float = 0.25,
) -> Measurement:
    """Count from how many sides a fire engine reaches each required façade.

    Parameters
    ----------
    plan, fire_width_m, fire_dead_end_width_m, fire_headroom_m, fire_axis_radius_m,
    fire_slope_max_pct, fire_facade_distance_m, fire_facade_share, kerb_heavy_m
        As in `fire_path_share`.

    Returns
    -------
    Measurement
        Least over the required façades: 0, 1, or 2 where engines from two different
        streets pass the façade in both senses. [1]

    References
    ----------
    Method, section 8, S-13. Two approaches: ours.
    """
    rules = Rules(
        fire_width_m,
        fire_dead_end_width_m,
        fire_headroom_m,
        fire_axis_radius_m,
        fire_slope_max_pct,
        fire_facade_distance_m,
        fire_facade_share,
        kerb_heavy_m,
    )
    return _measured(plan, rules, "1")


@dataclass(frozen=True)
class Rules:
    """What a fire path has to be; see `fire_path_share`."""

    width_m: float
    dead_end_width_m: float
    headroom_m: float
    radius_m: float
    slope_max_pct: float
    distance_m: float
    share: float
    kerb_m: float


@dataclass(frozen=True, eq=False)
class Reached:
    """How far a fire engine gets to one building.

    Parameters
    ----------
    facade : Facade
        The side that it reaches best.
    approaches : int
        0, 1 or 2.
    state : int
        A state of the lattice before it; -1 for none.
    """

    facade: Facade
    approaches: int
    state: int


@dataclass(frozen=True, eq=False)
class FireAccess:
    """What was found for the buildings that need, or may need, a fire path."""

    buildings: tuple[Reached, ...]
    lattice: Lattice

    def approaches(self, required: bool | None) -> list[int]:
        """List the approaches of the buildings of which that is said."""
        return [b.approaches for b in self.buildings if b.facade.required is required]


@lru_cache(maxsize=8)
def fire_access(plan: Plan, rules: Rules, unsaid_open: bool) -> FireAccess:
    """Search the fire paths of a plan; the same object for the same arguments."""
    ground = fire_ground(
        plan, rules.kerb_m, rules.headroom_m, rules.slope_max_pct, unsaid_open
    )
    lattice = search(
        ground,
        plan.window,
        ways_in(plan),
        width_m=rules.width_m,
        dead_end_width_m=rules.dead_end_width_m,
        radius_m=rules.radius_m,
    )
    by_building: dict[str, Reached] = {}
    for facade in facades(plan):
        here = _reached(facade, lattice, rules)
        best = by_building.get(facade.element_id)
        if best is None or here.approaches > best.approaches:
            by_building[facade.element_id] = here
    return FireAccess(tuple(by_building.values()), lattice)


def _reached(facade: Facade, lattice: Lattice, rules: Rules) -> Reached:
    """Tell whether enough of a façade lies close to a path."""
    reach = rules.distance_m + _HALF * rules.width_m
    state, both = lattice.facing(facade.spots, facade.outward, reach)
    served = state >= 0
    enough = rules.share - 1e-9
    if served.mean() < enough:
        return Reached(facade, 0, -1)
    approaches = 2 if both.mean() >= enough else 1
    return Reached(facade, approaches, int(state[served][served.sum() // 2]))


def _measured(plan: Plan, rules: Rules, unit: Unit) -> Measurement:
    """Answer one of the two parts."""
    nothing = _nothing_to_measure(plan, unit)
    if nothing is not None:
        return nothing
    worst = fire_access(plan, rules, False)
    reason = unsaid_for_fire(plan, rules.headroom_m)
    best = worst if reason is None else fire_access(plan, rules, True)
    low, high = _value(worst, unit, True), _value(best, unit, False)
    if low is None or high is None:
        return not_applicable(unit, Reason("no_fire_access_required"))
    found = measured(low, unit, _reason(worst), where=_places(worst))
    found = _resting(plan, found)
    kinds = _lacking_kinds(plan)
    if kinds:
        return between(found, kind_missing(*kinds), worst=0.0, best=max(low, high))
    lacking = _unsaid_rise(plan) if worst.approaches(None) else reason
    return found if lacking is None else between(found, lacking, worst=low, best=high)


def _nothing_to_measure(plan: Plan, unit: Unit) -> Measurement | None:
    """Answer where no façade is known to need a path, or nobody knows of streets."""
    if not plan.known("building"):
        return unknown(unit, kind_missing("building"))
    if not plan.has("building"):
        return not_applicable(unit, declared_none("building"))
    required = {facade.required for facade in facades(plan)}
    if True not in required:
        if None in required:
            return unknown(unit, _unsaid_rise(plan))
        return not_applicable(unit, Reason("no_fire_access_required"))
    return _no_streets(plan, unit)


def _no_streets(plan: Plan, unit: Unit) -> Measurement | None:
    """Answer where nobody knows where a fire engine comes from."""
    streets = ("carriageway", "square", "footway")
    if len(missing_kinds(plan, *streets)) == len(streets):
        return unknown(unit, kind_missing(*streets))
    if widthless(plan):
        return unknown(unit, Reason("width_missing", {"kind": "carriageway"}))
    if not ways_in(plan):
        return unknown(unit, Reason("no_way_in"))
    return None


def _unsaid_rise(plan: Plan) -> Reason:
    count, total = unsaid_buildings(plan)
    return lacking_attribute("building", "rise", count, total)


def _lacking_kinds(plan: Plan) -> tuple[str, ...]:
    """Return kinds that could stand in the way and of which nobody says anything."""
    found = missing_kinds(plan, "kerb", "tree", "canopy")
    barriers = missing_kinds(plan, "bollard", "barrier")
    return (*found, *barriers) if len(barriers) == 2 else found


def _value(found: FireAccess, unit: Unit, at_worst: bool) -> float | None:
    """Return the share or the least number of approaches; None if none is required.

    At worst the buildings that tell nothing need a path where there is none; at best
    where there is one.
    """
    unsaid = [n for n in found.approaches(None) if (n == 0) is at_worst]
    counts = [*found.approaches(True), *unsaid]
    if not counts:
        return None
    if unit == "1":
        return float(min(counts))
    return 100 * sum(n > 0 for n in counts) / len(counts)


def _reason(found: FireAccess) -> Reason:
    counts = found.approaches(True)
    args = {"reached": sum(n > 0 for n in counts), "of": len(counts)}
    return Reason("fire_paths", {**args, "approaches": min(counts)})


def _places(found: FireAccess) -> tuple[Place, ...]:
    """Show each required façade with its approaches, and the paths."""
    shown, paths = [], []
    for building in found.buildings:
        facade = building.facade
        if not facade.required:
            continue
        role: Role = "good" if building.approaches else "finding"
        label = "fire_facade" if building.approaches else "fire_facade_unreached"
        value = float(building.approaches) or None
        shown.append(
            Place(facade.line, role, value, label, facade.element_id, unit="1")
        )
        if building.state >= 0:
            paths.append(found.lattice.path(building.state))
    network = _network(paths)
    if not network.is_empty:
        shown.append(Place(network, "route", label="fire_path"))
    return tuple(shown)


def _network(paths: Sequence[BaseGeometry]) -> BaseGeometry:
    """Join paths into one drawing. [m]"""
    merged = shapely.line_merge(union(paths))
    return shapely.simplify(merged, _SMOOTH_M)


def _resting(plan: Plan, found: Measurement) -> Measurement:
    """Add what the answer rests on."""
    helping, hurting = HARD, (*SOLID, "kerb", "tree", "canopy")
    doors = any(not facade.main for facade in facades(plan))
    names = {
        *plan.assumptions_behind("kerb", "height_m", plan.of("kerb").index),
        *plan.assumptions_behind("tree", "base_m", plan.of("tree").index),
    }
    return replace(
        found,
        bound=bound_by(plan, helping=helping, hurting=hurting),
        completeness=plan.completeness(*helping, *hurting),
        assumed=tuple(sorted(names)),
        defaults=(NO_SLOPE, ANY_SIDE) if doors else (NO_SLOPE,),
    )

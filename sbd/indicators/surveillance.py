"""Natural surveillance: from how many doors and windows a spot is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sbd.indicators import among, obstacles
from sbd.indicators.eyes import Rules, Seen, ground_cells, seen_cells, summed
from sbd.indicators.fields import Field
from sbd.indicators.ground import assumed_walkable, site_ground
from sbd.indicators.measurement import Measurement, Place, Reason, measured, unknown
from sbd.indicators.missing import (
    between,
    bound_by,
    declared_none,
    kind_missing,
    own_elements,
)
from sbd.indicators.obstacles import CROWN_M, EYE_M, HIDING, SHRUB_M
from sbd.indicators.openings import Openings, Weights, openings
from sbd.indicators.openings import lacking as unsaid_of_openings
from sbd.indicators.patches import patches
from sbd.indicators.registry import indicator
from sbd.plans.plan import Plan

#: Code of the default: no opening says whether it is in use at night.
NIGHT = "night_not_judged"
#: A sum this little below the threshold reaches it: noise of the arithmetic. [1]
_NOISE = 1e-9
_DOORS = ("opening", "entrance")

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Overlooked:
    """How much of the walkable ground is overlooked, by day and at night.

    With all that is missing at its best, and openings that an assumption drew, or at
    its worst and without those.
    """

    plan: Plan
    rules: Rules
    threshold: float
    best: bool

    @property
    def found(self) -> Openings:
        """The openings."""
        return openings(self.plan, self.rules.weights)

    @cached_property
    def seen(self) -> Seen:
        """Who sees what; the same at worst and best where nothing is missing."""
        surely = obstacles.lacking(self.plan, **self.rules.hiding) is None
        return seen_cells(self.plan, self.rules, self.best and not surely)

    def weights(self, *, night: bool) -> Floats:
        """Return what each opening counts. (m,) [1]"""
        return self.found.counting(night=night, best=self.best, assumed=self.best)

    @cached_property
    def shares(self) -> dict[str, float]:
        """Share of the cells that is overlooked by day and, if known, at night. [%]"""
        inside = ground_cells(self.plan)[1].ravel()
        lit = {time: ~self.blind(time).ravel()[inside] for time in self.times}
        return {time: 100 * float(over.mean()) for time, over in lit.items()}

    @property
    def times(self) -> tuple[str, ...]:
        """By day, and at night if any opening tells whether it is in use then."""
        return ("day", "night") if self.found.night_known else ("day",)

    @property
    def share(self) -> float:
        """The smaller of the shares. [%]"""
        return min(self.shares.values())

    @property
    def time(self) -> str:
        """When the share is the smaller one."""
        return min(self.shares, key=lambda time: self.shares[time])

    def blind(self, time: str) -> NDArray[np.bool_]:
        """Tell which cells of the walkable ground nobody overlooks. (rows, columns)"""
        grid, inside = ground_cells(self.plan)
        sums = self.seen.sums(self.weights(night=time == "night"))
        return inside & (sums < self.threshold - _NOISE).reshape(grid.shape)

    def places(self) -> Iterator[Place]:
        """Show the ground nobody overlooks, and the openings that see the rest."""
        grid, _ = ground_cells(self.plan)
        ground = site_ground(self.plan).walkable
        for patch in patches(grid, self.blind(self.time), ground):
            yield Place(patch, "finding", patch.area, "not_overlooked", unit="m2")
        found, seen = self.found, self.seen
        weight = self.weights(night=self.time == "night")
        given = summed(seen.who, weight[seen.who] * seen.gain, len(weight))
        for n in np.flatnonzero(given):
            shape, element_id = found.shapes[n], str(found.ids[n])
            yield Place(shape, "context", None, "opening_seeing", element_id)


@indicator("%", *among.SEEN, *among.hiding(among.SEEN_M), among.WALKABLE)
def overlooked_share(  # noqa: PLR0913 - the parameters of a checklist
    plan: Plan,
    *,
    overlook_threshold: float = 0.5,
    overlook_full_m: float = 25.0,
    overlook_end_m: float = 100.0,
    overlook_weight_shopfront: float = 1.0,
    overlook_weight_entrance: float = 0.8,
    overlook_weight_dwelling_low: float = 0.6,
    overlook_weight_dwelling_high: float = 0.3,
    overlook_weight_office: float = 0.5,
    eye_height_m: float = EYE_M,
    shrub_height_max_m: float = SHRUB_M,
    crown_base_min_m: float = CROWN_M,
) -> Measurement:
    """Measure the share of walkable ground that doors and windows overlook.

    A spot is overlooked where the openings that see it sum up to the threshold (see
    `overlooking`). Judged by day and, where any opening tells whether it is in use
    then, at night; the smaller share counts.

    Parameters
    ----------
    plan : Plan
        With a site.
    overlook_threshold : float
        Sum from which a spot is overlooked. [1] 0.5 is a shopfront within 25 m and
        60 degrees of its normal, or a dwelling's window within 33 degrees.
    overlook_full_m, overlook_end_m : float
        Distances to which an opening counts in full, and at all. [m] Source: Gehl.
    overlook_weight_shopfront, overlook_weight_entrance : float
        Weight of a shopfront and of a door. [1] Source: domain, C1.
    overlook_weight_dwelling_low, overlook_weight_dwelling_high : float
        Weight of a dwelling's window on floors 0 and 1, and 2 and 3. [1]
    overlook_weight_office : float
        Weight of an office's window by day. [1]
    eye_height_m, shrub_height_max_m, crown_base_min_m : float
        What hides, see `sbd.indicators.obstacles.opaque`. [m]

    Returns
    -------
    Measurement
        Share of the walkable ground of the site, by cells of 1 m. [%]
        Unknown where openings and entrances, or what hides people, are neither
        present nor declared; where what is missing, or openings that an assumption
        drew, could change the share.

    References
    ----------
    Method, section 8, S-05; domain, C1.
    """
    reason = _lacking(plan)
    if reason is not None:
        return unknown("%", reason)
    if not plan.has(*_DOORS):
        return measured(0.0, "%", declared_none(*_DOORS))
    weights = Weights(
        overlook_weight_shopfront,
        overlook_weight_entrance,
        overlook_weight_dwelling_low,
        overlook_weight_dwelling_high,
        overlook_weight_office,
    )
    ranges = overlook_full_m, overlook_end_m
    heights = eye_height_m, shrub_height_max_m, crown_base_min_m
    rules = Rules(weights, *ranges, *heights)
    worst, best = (
        _Overlooked(plan, rules, overlook_threshold, best) for best in (False, True)
    )
    return between(_found(worst), _open(worst), worst=worst.share, best=best.share)


def _lacking(plan: Plan) -> Reason | None:
    """Say what a plan lacks before anything can be seen."""
    if not any(k in plan.declared or len(own_elements(plan, k)) for k in _DOORS):
        return kind_missing(*_DOORS)
    silent = obstacles.unsaid_kinds(plan)
    if silent is None and not ground_cells(plan)[1].any():
        return Reason("walkable_ground_missing")
    return silent


def _found(overlooked: _Overlooked) -> Measurement:
    """Tell the share with all that is missing at its worst."""
    plan, found = overlooked.plan, overlooked.found
    kinds = (*_DOORS, *HIDING)
    assumed = {*assumed_walkable(plan), *obstacles.assumed(plan)}
    for kind in _DOORS:
        ids = found.ids[found.kinds == kind]
        assumed.update(plan.assumptions_behind(kind, "geometry", ids))
    return measured(
        overlooked.share,
        "%",
        _told(overlooked),
        where=tuple(overlooked.places()),
        bound=bound_by(plan, helping=_DOORS, hurting=HIDING),
        completeness=plan.completeness(*kinds),
        assumed=tuple(sorted(assumed)),
        defaults=(
            *found.defaults,
            *(() if found.night_known else (NIGHT,)),
            *obstacles.thin_points(plan),
        ),
    )


def _told(overlooked: _Overlooked) -> Reason:
    args = {"area_m2": site_ground(overlooked.plan).walkable.area, **overlooked.shares}
    if overlooked.found.night_known:
        return Reason("overlooked_found", args)
    return Reason("overlooked_by_day_found", args)


def _open(overlooked: _Overlooked) -> Reason:
    """Say what leaves the share open: assumed openings first, then what is missing."""
    plan, found = overlooked.plan, overlooked.found
    if not found.own.all():
        count = int((~found.own).sum())
        return Reason("openings_assumed", {"count": count, "of": len(found.own)})
    return (
        unsaid_of_openings(plan, found, night=found.night_known)
        or obstacles.lacking(plan, **overlooked.rules.hiding)
        or Reason("entrance_night_unsaid")
    )


def eyes_field(  # noqa: PLR0913 - the parameters of a checklist
    plan: Plan,
    *,
    night: bool = False,
    overlook_full_m: float = 25.0,
    overlook_end_m: float = 100.0,
    overlook_weight_shopfront: float = 1.0,
    overlook_weight_entrance: float = 0.8,
    overlook_weight_dwelling_low: float = 0.6,
    overlook_weight_dwelling_high: float = 0.3,
    overlook_weight_office: float = 0.5,
    eye_height_m: float = EYE_M,
    shrub_height_max_m: float = SHRUB_M,
    crown_base_min_m: float = CROWN_M,
) -> Field | None:
    """Return how much each spot of the walkable ground is overlooked.

    Parameters
    ----------
    plan : Plan
        With a site.
    night : bool
        Only what is in use at night.
    overlook_full_m, overlook_end_m, overlook_weight_shopfront, ...
        As in `overlooked_share`.

    Returns
    -------
    Field or None
        S, with what is missing at its worst; openings that an assumption drew count.
        None where the plan has no opening or no walkable ground. [1]
    """
    if not plan.has(*_DOORS) or not ground_cells(plan)[1].any():
        return None
    weights = Weights(
        overlook_weight_shopfront,
        overlook_weight_entrance,
        overlook_weight_dwelling_low,
        overlook_weight_dwelling_high,
        overlook_weight_office,
    )
    ranges = overlook_full_m, overlook_end_m
    heights = eye_height_m, shrub_height_max_m, crown_base_min_m
    rules, (grid, inside) = Rules(weights, *ranges, *heights), ground_cells(plan)
    found = openings(plan, weights).counting(night=night, best=False, assumed=True)
    sums = seen_cells(plan, rules, False).sums(found).reshape(grid.shape)
    return Field("eyes", grid, np.where(inside, sums, np.nan), "1")

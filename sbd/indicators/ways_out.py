"""Choice of ways out: whether everybody can leave in two different directions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from sbd.indicators.among import WALKABLE
from sbd.indicators.exits import Exit
from sbd.indicators.fields import Field
from sbd.indicators.ground import SOLID, WALKED, site_ground, union
from sbd.indicators.measurement import Measurement, Place, Reason, measured, unknown
from sbd.indicators.missing import between, bound_by
from sbd.indicators.patches import patches
from sbd.indicators.registry import indicator, need
from sbd.indicators.trails import Trails
from sbd.indicators.ways import Ways, ways
from sbd.plans.plan import Plan

#: Lengths along the border are exact to this. [m]
_ON_BORDER_M = 0.1
#: A way out drawn so near to the border lies on it. [m]
_STRIP_M = 1.5
#: Patches of fewer cells than this are not pointed at. [m2]
_SMALLEST_M2 = 4.0

Bools = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Rules:
    """What makes a choice of ways out. [m]

    Parameters
    ----------
    near_m, second_m : float
        Longest walk to the nearest way out, and to a second one.
    apart_m : float
        The second lies this far from the nearest along the border.
    path_apart_m : float
        The walk to it keeps farther than this from the walk to the nearest ...
    path_free_m : float
        ... but for its first metres.
    """

    near_m: float
    second_m: float
    apart_m: float
    path_apart_m: float
    path_free_m: float


@indicator("%", WALKABLE, need("building"))
def exit_choice_share(  # noqa: PLR0913 - numbers of the method
    plan: Plan,
    *,
    exit_min_m: float = 0.90,
    exit_merge_m: float = 3.0,
    exit_max_m: float = 30.0,
    exit_near_m: float = 50.0,
    exit_second_m: float = 150.0,
    exit_apart_m: float = 10.0,
    exit_path_apart_m: float = 2.0,
    exit_path_free_m: float = 5.0,
) -> Measurement:
    """Measure the share of walkable ground with a choice of ways out.

    Parameters
    ----------
    plan : Plan
        With a site.
    exit_min_m, exit_merge_m, exit_max_m : float
        As in `sbd.indicators.exits.exits`. [m]
    exit_near_m, exit_second_m, exit_apart_m : float
        See `Rules`. [m]
    exit_path_apart_m, exit_path_free_m : float
        See `Rules`. [m]

    Returns
    -------
    Measurement
        Share of the cells of walkable ground. [%]
        Unknown without walkable ground, and where no way out is drawn and either
        the ground beyond the border is not, or a path that crosses it has no width.

    References
    ----------
    Method, section 8, S-08.
    """
    if site_ground(plan).walkable.is_empty:
        return unknown("%", Reason("walkable_ground_missing"))
    out = ways(
        plan,
        exit_min_m=exit_min_m,
        exit_merge_m=exit_merge_m,
        exit_max_m=exit_max_m,
    )
    if not out.exits.known:
        return unknown("%", Reason("ground_beyond_missing"))
    rules = Rules(
        exit_near_m,
        exit_second_m,
        exit_apart_m,
        exit_path_apart_m,
        exit_path_free_m,
    )
    choice = Choice(out, plan.judged, rules)
    share = 100 * float(choice.both.mean())
    near = 100 * float(choice.near.mean())
    args = {"area_m2": out.walkable.area, "near": near, "choice": share}
    args["ways"] = len(out.shapes)
    helping = WALKED if out.exits.derived else ("exit", *WALKED)
    found = measured(
        share,
        "%",
        Reason("ways_out_found", args),
        where=tuple(_places(choice)),
        bound=bound_by(plan, helping=helping, hurting=SOLID),
        completeness=plan.completeness(*WALKED, *SOLID),
        assumed=_assumed(plan),
        defaults=out.exits.defaults,
    )
    lacking = out.exits.lacking
    if lacking is None:
        return found
    return between(found, lacking, worst=share, best=100.0)


@dataclass(frozen=True, eq=False)
class Choice:
    """From where a second way out can be taken.

    Parameters
    ----------
    out : Ways
        Ways out, and the walks to them.
    site : Polygon or MultiPolygon
        Its border parts the ways out. [m]
    rules : Rules
        What counts.
    """

    out: Ways
    site: BaseGeometry
    rules: Rules

    @cached_property
    def near(self) -> Bools:
        """Cells with a way out near enough. (m,)"""
        if not self.out.shapes:
            return np.zeros(len(self.out.cells), dtype=np.bool_)
        near: Bools = self.out.walks.min(axis=0) <= self.rules.near_m
        return near

    @cached_property
    def both(self) -> Bools:
        """Cells with a second one too. (m,)"""
        found = np.zeros(len(self.out.cells), dtype=np.bool_)
        if not self.near.any():
            return found
        nearest = self.out.walks.argmin(axis=0)
        for first in np.unique(nearest[self.near]):
            cells = np.flatnonzero(self.near & (nearest == first))
            found[cells] = self._second(int(first), cells)
        return found

    def _second(self, first: int, cells: Numbers) -> Bools:
        """Tell which cells have a second way out beside the one they are nearest to.

        Of a way out that lies partly beside the nearest, the rest of it counts.
        """
        found = np.zeros(len(cells), dtype=np.bool_)
        beside = []
        way_out = self.out.exits.exits[first].shape
        apart = _apart(self.site.boundary, way_out, self.rules.apart_m)
        for other in self._others(first):
            shape = self.out.shapes[other]
            rest = shape.intersection(apart)
            if rest.is_empty or found.all():
                continue
            if not shape.within(apart):
                beside.append(rest)
                continue
            left = np.flatnonzero(~found)
            trails, which = self.out.trails[other], cells[left]
            found[left] = self._parted(first, which, trails, which)
        for rest in beside:  # each is a walk of its own, so only if still needed
            left = np.flatnonzero(~found)
            if len(left):
                trails = self.out.trails_to(rest, cells[left])
                found[left] = self._parted(
                    first, cells[left], trails, np.arange(len(left))
                )
        return found

    def _others(self, first: int) -> list[int]:
        """Return the other ways out, the farthest first: most have it as a second."""
        middles = shapely.centroid(self.out.shapes)
        away = np.nan_to_num(shapely.distance(middles, middles[first]), nan=0.0)
        order = np.argsort(-away, kind="stable")
        return [int(n) for n in order if n != first]

    def _parted(
        self, first: int, cells: Numbers, trails: Trails, which: Numbers
    ) -> Bools:
        """Tell from which cells a second walk is short enough and a way of its own.

        `which` are the numbers of the cells among the targets of `trails`.
        """
        lengths = trails.lengths[which] + self.out.steps[cells]
        short = np.flatnonzero(lengths <= self.rules.second_m)
        one = self.out.trails[first].lines(cells[short])
        two = trails.lines(which[short], after_m=self.rules.path_free_m)
        found = np.zeros(len(cells), dtype=np.bool_)
        found[short] = ~shapely.dwithin(one, two, self.rules.path_apart_m)
        return found


def _apart(border: BaseGeometry, way_out: BaseGeometry, apart_m: float) -> BaseGeometry:
    """Return the strip along the border that is so far from a way out along it. [m]"""
    reach = way_out.distance(border) + _ON_BORDER_M
    strips = []
    for ring in shapely.get_parts(border):
        rest = shapely.line_merge(ring.difference(way_out.buffer(reach)))
        for arc in shapely.get_parts(rest):
            if way_out.distance(ring) > reach:
                strips.append(arc)
            elif arc.length > 2 * apart_m:
                near = apart_m - reach
                strips.append(substring(arc, near, arc.length - near))
    return union(strips).buffer(_STRIP_M, cap_style="flat")


def _places(choice: Choice) -> Iterator[Place]:
    """Yield ground far from any way out, ground with one only, and the ways out."""
    out = choice.out
    single = choice.near & ~choice.both
    for label, cells in (("far_from_ways_out", ~choice.near), ("one_way_out", single)):
        for patch in patches(out.grid, out.spread(cells), out.walkable):
            if patch.area >= _SMALLEST_M2:
                yield Place(patch, "finding", None, label)
    for way in out.exits.exits:
        yield _way(way)


def _way(way: Exit) -> Place:
    return Place(way.shape, "context", way.clear_m, "way_out", way.element_id, "m")


def walking_field(
    plan: Plan,
    *,
    exit_min_m: float = 0.90,
    exit_merge_m: float = 3.0,
    exit_max_m: float = 30.0,
) -> Field | None:
    """Return the walk from each spot to the nearest way out, for a picture.

    Parameters
    ----------
    plan : Plan
        With a site.
    exit_min_m, exit_merge_m, exit_max_m : float
        As in `exit_choice_share`. [m]

    Returns
    -------
    Field or None
        NaN where nobody walks, inf where no way leads out [m]; None where there is
        no walkable ground, or nobody knows where the ways out are.
    """
    if site_ground(plan).walkable.is_empty:
        return None
    out = ways(
        plan,
        exit_min_m=exit_min_m,
        exit_merge_m=exit_merge_m,
        exit_max_m=exit_max_m,
    )
    if not out.exits.known:
        return None
    values = np.full(out.grid.shape, np.nan)
    inside = out.spread(np.ones(len(out.cells), dtype=np.bool_))
    values[inside] = out.walks.min(axis=0, initial=np.inf)
    return Field("walking", out.grid, values, "m")


def _assumed(plan: Plan) -> tuple[str, ...]:
    """Name the assumptions behind the walkable ground."""
    names: set[str] = set()
    for kind in WALKED:
        near = plan.near(kind, plan.judged).index
        names.update(plan.assumptions_behind(kind, "geometry", near))
    return tuple(sorted(names))

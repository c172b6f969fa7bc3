"""Ground for wheels: walkable ground cut by the kerbs and steps no wheel gets over.

The same for all widths and all indicators: the cuts are looked for once per plan. What
the plan does not say about a height leaves two grounds: at worst it cuts, at best not.
Source: method, section 8, A-01; domain, C5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from shapely.geometry.base import BaseGeometry

from sbd.indicators.clear_ground import ClearGround, clear_ground, closed
from sbd.indicators.crossing_thresholds import ANY, FORMS, crossing_thresholds
from sbd.indicators.ground import polygons_of, union
from sbd.plans.plan import Plan

#: Kinds that tell where wheels cannot go on, with the attribute that decides.
CUT_KINDS = {"kerb": "height_m", "crossing": "kerb_m", "step": "height_m"}
#: A cut has this width. [m]
_CUT_M = 0.01
#: Kerbs so near to a crossing are told of by it. [m]
_AT_CROSSING_M = 0.05
#: Heights are stated, not drawn, so they are compared as they stand. [m]
_ROUNDING_M = 1e-9


@dataclass(frozen=True, eq=False)
class Cut:
    """A kerb, a step or a crossing that may stop wheels.

    Parameters
    ----------
    kind, element_id : str
        Which element.
    shape : geometry
        Where it stops them. [m]
    low, high : float
        Lowest and highest it can be. [m]
    assumed : tuple of str
        Assumptions behind its height.
    """

    kind: str
    element_id: str
    shape: BaseGeometry
    low: float
    high: float
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class WheelGround:
    """Where wheels can go in the window.

    Parameters
    ----------
    plan : Plan
        With a site.
    limit_m : float
        Highest step that wheels get over. [m]
    reach_m : float
        How far from a crossing's end its kerb may be drawn. [m]
    """

    plan: Plan
    limit_m: float
    reach_m: float

    @property
    def clear(self) -> ClearGround:
        """The ground that people walk on."""
        return clear_ground(self.plan)

    @cached_property
    def sure(self) -> tuple[Cut, ...]:
        """What surely stops wheels."""
        most = self.limit_m + _ROUNDING_M
        return tuple(cut for cut in self._cuts if cut.low > most)

    @cached_property
    def unsure(self) -> tuple[Cut, ...]:
        """What may stop wheels: the plan does not say how high it is."""
        most = self.limit_m + _ROUNDING_M
        return tuple(cut for cut in self._cuts if cut.low <= most < cut.high)

    @cached_property
    def _cuts(self) -> tuple[Cut, ...]:
        lines = [*self._kerbs(), *self._steps()]
        near = union(s.buffer(_AT_CROSSING_M) for s in self.clear.crossings.values())
        cuts = [
            Cut(c.kind, c.element_id, shape, c.low, c.high, c.assumed)
            for c in lines
            if not (shape := c.shape.difference(near)).is_empty
        ]
        return (*self._crossings(), *cuts)

    def _kerbs(self) -> Iterator[Cut]:
        """Kerbs drawn as lines, each with the heights its form allows."""
        layer = self.plan.near("kerb", self.plan.window).sort_index()
        for element_id, row in layer[layer.length > 0].iterrows():
            given = float(row["height_m"])
            low, high = FORMS.get(row["form"], ANY) if np.isnan(given) else (given,) * 2
            named = self.plan.assumptions_behind("kerb", "height_m", [str(element_id)])
            yield Cut("kerb", str(element_id), row["geometry"], low, high, named)

    def _steps(self) -> Iterator[Cut]:
        layer = self.plan.near("step", self.plan.window).sort_index()
        for element_id, row in layer.iterrows():
            given = float(row["height_m"])
            low, high = ANY if np.isnan(given) else (given,) * 2
            yield Cut("step", str(element_id), row["geometry"], low, high)

    def _crossings(self) -> Iterator[Cut]:
        """Crossings of the setting by both ends; farther ones by what they say."""
        told = {t.element_id: t for t in crossing_thresholds(self.plan, self.reach_m)}
        layer = self.plan.of("crossing")
        for element_id, shape in sorted(self.clear.crossings.items()):
            if element_id in told:
                ends = told[element_id]
                named = self.plan.assumptions_behind("kerb", "height_m", ends.kerbs)
                yield Cut("crossing", element_id, shape, ends.low, ends.high, named)
                continue
            given = float(layer.at[element_id, "kerb_m"])
            low, high = ANY if np.isnan(given) else (given,) * 2
            yield Cut("crossing", element_id, shape, low, high)

    @cached_property
    def uncut(self) -> BaseGeometry:
        """Ground at its widest: no cut, and ways without a width wide. [m]"""
        return self._whole(frozenset(), ways=True)

    @cached_property
    def worst(self) -> BaseGeometry:
        """Ground where what may stop wheels does, and only drawn widths count. [m]"""
        return self._free((*self.sure, *self.unsure), best=False)

    @cached_property
    def best(self) -> BaseGeometry:
        """Ground where only what surely stops wheels does. [m]"""
        if not self.open:
            return self.worst
        return self._free(self.sure, best=True)

    @property
    def open(self) -> bool:
        """Whether something that the plan does not say may decide."""
        clear = self.clear
        return not (not self.unsure and clear.ways.is_empty and clear.unspaced.is_empty)

    @cached_property
    def _own(self) -> BaseGeometry:
        return self.clear.drawn("green")

    def _free(self, cuts: tuple[Cut, ...], *, best: bool) -> BaseGeometry:
        stopped = {cut.element_id for cut in cuts if cut.kind == "crossing"}
        lines = [c.shape.buffer(_CUT_M / 2) for c in cuts if c.kind != "crossing"]
        shut = [] if best else [self.clear.unspaced]
        free = self._whole(frozenset(stopped), ways=best)
        return polygons_of(free.difference(union([*lines, *shut])))

    def _whole(self, stopped: frozenset[str], *, ways: bool) -> BaseGeometry:
        """Return the ground but for some crossings, before lines cut it. [m]"""
        if (stopped, ways) not in self._made:
            crossings = [s for i, s in self.clear.crossings.items() if i not in stopped]
            extra = [self.clear.ways] if ways else []
            ground = closed([self._own, *crossings, *extra])
            self._made[stopped, ways] = ground.difference(self.clear.obstacles)
        return self._made[stopped, ways]

    @cached_property
    def _made(self) -> dict[tuple[frozenset[str], bool], BaseGeometry]:
        return {}


@lru_cache(maxsize=8)
def wheel_ground(plan: Plan, limit_m: float, reach_m: float) -> WheelGround:
    """Return where wheels can go; the same object for the same plan and limits."""
    return WheelGround(plan, limit_m, reach_m)

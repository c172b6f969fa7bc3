"""Eyes on a space: how much a spot is overlooked from doors and windows.

Source: domain, C1; method, section 8, S-05. What criteria ask of it is in
`sbd.indicators.surveillance`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from sbd.indicators import obstacles
from sbd.indicators.grid import Grid
from sbd.indicators.ground import site_ground
from sbd.indicators.obstacles import CROWN_M, EYE_M, SHRUB_M
from sbd.indicators.openings import Openings, Weights, openings
from sbd.plans.plan import Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Rules:
    """How seeing from openings is counted. Source: method, section 8, S-05.

    Parameters
    ----------
    weights : Weights
        What each opening counts. [1]
    full_m, end_m : float
        An opening counts in full to the first distance, and falls to nothing at the
        second. [m] Source: Gehl; domain, C1.
    eye_m, shrub_m, crown_m : float
        What hides, see `sbd.indicators.obstacles.opaque`. [m]
    """

    weights: Weights = field(default_factory=Weights)
    full_m: float = 25.0
    end_m: float = 100.0
    eye_m: float = EYE_M
    shrub_m: float = SHRUB_M
    crown_m: float = CROWN_M

    @property
    def hiding(self) -> dict[str, float]:
        """The arguments that `sbd.indicators.obstacles` takes for these."""
        return {
            "eye_m": self.eye_m,
            "shrub_height_max_m": self.shrub_m,
            "crown_base_min_m": self.crown_m,
        }

    def gains(
        self, found: Openings, rows: Ints, starts: Ints, spot: Ints, spots: Floats
    ) -> Floats:
        """Return what openings of weight 1 count at the spots they see. (k,) [1]

        Parameters
        ----------
        found, rows : Openings, (m,) int array
            Which openings look.
        starts, spot : (m + 1,), (k,) int arrays
            The spots that each may see, one after the other.
        spots : (n, 2) array
            Where those are. [m]
        """
        from sbd.indicators.surveillance_kernels import gains

        eyes = np.hstack([found.at[rows], found.normal[rows]])
        seen = np.zeros(len(spot))
        gains(starts, spot, eyes, spots, self.full_m, self.end_m, seen)
        return seen


def overlooking(
    plan: Plan,
    points: ArrayLike,
    *,
    night: bool = False,
    best: bool = False,
    rules: Rules | None = None,
) -> Floats:
    """Return S(p): how much each point is overlooked from doors and windows.

    The sum over the openings that see a point of weight x cos(angle off the facade's
    normal) x f(distance). Source: domain, C1; method, section 8, S-05.

    Parameters
    ----------
    plan : Plan
        With a site.
    points : (m, 2) array
        In the plan's CRS, in its window. [m]
    night : bool
        Only what is in use at night.
    best : bool
        What is missing at its best, and openings that an assumption drew; else at its
        worst, and without those.
    rules : Rules, optional
        Those of the method by default.

    Returns
    -------
    (m,) float array
        0 where nothing sees the point. [1]
    """
    rules = rules or Rules()
    found = openings(plan, rules.weights)
    weight = found.counting(night=night, best=best, assumed=best)
    spots = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    rows = np.flatnonzero(weight)
    starts = np.arange(len(rows) + 1) * len(spots)
    spot = np.tile(np.arange(len(spots)), len(rows))
    counted = rules.gains(found, rows, starts, spot, spots)
    counted *= np.repeat(weight[rows], len(spots))
    ahead = np.flatnonzero(counted)
    who, spot, counted = np.repeat(rows, len(spots))[ahead], spot[ahead], counted[ahead]
    eyes = obstacles.view(plan, best=best, **rules.hiding)
    counted[~eyes.visible(found.at[who], spots[spot])] = 0.0
    return summed(spot, counted, len(spots))


@dataclass(frozen=True, eq=False)
class Seen:
    """What each opening counts at each cell of the site it sees, at weight 1."""

    who: Ints
    cell: Ints
    gain: Floats
    count: int

    def sums(self, weights: Floats) -> Floats:
        """Return S of each cell for weights of the openings. (rows * columns,) [1]"""
        return summed(self.cell, weights[self.who] * self.gain, self.count)


def summed(where: Ints, what: Floats, count: int) -> Floats:
    """Sum up what falls to each of so many places. (count,)"""
    return np.bincount(where, what, count).astype(np.float64)


@lru_cache(maxsize=8)
def ground_cells(plan: Plan) -> tuple[Grid, NDArray[np.bool_]]:
    """Return the grid over walkable ground, and which cells lie on it."""
    walkable = site_ground(plan).walkable
    grid = Grid.over(walkable)
    return grid, grid.inside(walkable)


@lru_cache(maxsize=8)
def seen_cells(plan: Plan, rules: Rules, best: bool) -> Seen:
    """Return what each opening counts at each cell it sees.

    Parameters
    ----------
    plan : Plan
        With a site.
    rules : Rules
        How seeing is counted.
    best : bool
        Whether only what surely hides does, see `sbd.indicators.obstacles.opaque`.
    """
    found, (grid, inside) = openings(plan, rules.weights), ground_cells(plan)
    spots = shapely.points(found.at)
    walkable = site_ground(plan).walkable
    near = np.flatnonzero(shapely.dwithin(walkable, spots, rules.end_m))
    eyes = obstacles.view(plan, best=best, **rules.hiding)
    starts, cell = eyes.cells(found.at[near], grid, rules.end_m, within=inside)
    gain = rules.gains(found, near, starts, cell, grid.centres)
    return Seen(np.repeat(near, np.diff(starts)), cell, gain, inside.size)

"""Illuminance: the light of all lamps together, on the ground and at points.

Buildings hide whatever their height; crowns, walls and shrubs by theirs. Nothing is
reflected. An estimate at the drawing stage, never a lighting design.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from sbd.indicators.grid import Grid
from sbd.indicators.ground import polygons_of, site_ground
from sbd.indicators.isovist import Visibility
from sbd.indicators.light_shadows import Shadows, shadows
from sbd.indicators.luminaires import Lamps, buildings_near, lamps_of, light_domain
from sbd.indicators.photometry import TABLE_STEP_DEG
from sbd.plans.plan import Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: A view is cut a little beyond the reach of the light, whose own edge then decides.
_BEYOND_M = 0.1


@dataclass(frozen=True, eq=False)
class Rays:
    """Light that arrives at points, one ray for each lamp and point that it meets.

    Parameters
    ----------
    point : (k,) array
        Number of the point.
    candela : (k,) array
        What the lamp sends there, with the maintenance factor. [cd]
    towards : (k, 2) array
        From the point to the foot of the lamp, seen from above. [m]
    height : (k,) array
        Of the lamp above the point; below 0 where it hangs lower. [m]
    """

    point: Ints
    candela: Floats
    towards: Floats
    height: Floats

    @property
    def away(self) -> Floats:
        """Distance to the lamp seen from above. (k,) [m]"""
        return np.asarray(np.hypot(self.towards[:, 0], self.towards[:, 1]))

    def cosine(self, facing: ArrayLike) -> Floats:
        """Cosine, seen from above, between where each point faces and each lamp.

        Parameters
        ----------
        facing : (points, 2) array
            Unit vectors.

        Returns
        -------
        (k,) array
            0 right below a lamp, where there is no such angle. [1]
        """
        along = (self.towards * np.asarray(facing)[self.point]).sum(axis=1)
        away = self.away
        cosine: Floats = np.divide(along, away, out=np.zeros(len(away)), where=away > 0)
        return cosine

    def total(self, light: Floats, count: int) -> Floats:
        """Add up what the rays give to each of `count` points."""
        return np.bincount(self.point, light, count).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Lighting:
    """The light of the lamps of one plan.

    Parameters
    ----------
    plan : Plan
        With a site.
    lamps : Lamps
        Those near the site.
    most_m : float
        Light is followed no farther. [m]
    """

    plan: Plan
    lamps: Lamps
    most_m: float

    @cached_property
    def view(self) -> Visibility:
        """What buildings leave free."""
        free = light_domain(self.plan).difference(buildings_near(self.plan))
        return Visibility(polygons_of(free))

    def ground(
        self, grid: Grid, within: NDArray[np.bool_], *, best: bool = False
    ) -> Floats:
        """Return the light on level ground at the centres of cells.

        Parameters
        ----------
        grid : Grid
            The cells.
        within : (rows, columns) bool array
            Cells that are wanted.
        best : bool
            How missing crowns and heights are filled in, see `shadows`.

        Returns
        -------
        (rows, columns) array
            0 outside what is wanted. [lx]
        """
        from sbd.indicators.isovist_runs import light_cells

        into = np.zeros(grid.shape)
        lamps = self.lamps
        if len(lamps.rows):
            views = self.view.walk(lamps.places, grid, self.reach + _BEYOND_M)
            west, south = np.array([grid.x0, grid.y0]) - lamps.origin
            light_cells(
                lamps.rows,
                lamps.tables,
                TABLE_STEP_DEG,
                self.most_m,
                views,
                (west, south, grid.cell),
                within,
                self.hidden(best=best),
                into,
            )
        return into

    @property
    def reach(self) -> float:
        """Farthest any lamp's light lies on the ground. [m]"""
        return float(self.lamps.reach.max(initial=0.0))

    def hidden(self, *, best: bool) -> Shadows:
        """Return what beside buildings may hide each lamp."""
        return _hidden(self, best)

    @cached_property
    def certain(self) -> bool:
        """Whether nothing is missing of what may hide the lamps."""
        sides = zip(self.hidden(best=False), self.hidden(best=True), strict=True)
        return all(np.array_equal(dark, clear) for dark, clear in sides)

    def rays(
        self, points: ArrayLike, height_m: ArrayLike, *, best: bool = False
    ) -> Rays:
        """Return the rays that arrive at points.

        Parameters
        ----------
        points : (n, 2) array
            In the plan's CRS. [m]
        height_m : float or (n,) array
            Above the ground, not below it. [m]
        best : bool
            How missing crowns and heights are filled in, see `shadows`.

        Returns
        -------
        Rays
            Of lamps within `most_m` seen from above.
        """
        from sbd.indicators.light_kernels import candela_towards

        at = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        height = np.broadcast_to(np.asarray(height_m, dtype=np.float64), (len(at),))
        lamps = self.lamps
        point, lamp = self._pairs(at)
        there = np.column_stack([at - lamps.origin, height])[point]
        candela = np.zeros(len(lamp))
        candela_towards(
            lamps.rows,
            lamps.tables,
            TABLE_STEP_DEG,
            lamp,
            np.ascontiguousarray(there),
            self.hidden(best=best),
            candela,
        )
        shining = np.flatnonzero(candela)
        point, lamp = point[shining], lamp[shining]
        seen = self.view.visible(lamps.places[lamp], at[point])
        point, lamp = point[seen], lamp[seen]
        return Rays(
            point,
            candela[shining][seen],
            lamps.places[lamp] - at[point],
            lamps.rows[lamp, 2] - height[point],
        )

    def _pairs(self, at: Floats) -> tuple[Ints, Ints]:
        """Pair points with the lamps near them, in order of points and lamps.

        A cone that ends on the ground is nowhere wider above it.
        """
        if not len(at) or not len(self.lamps.rows):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        tree = shapely.STRtree(np.asarray(shapely.points(self.lamps.places)))
        point, lamp = tree.query(
            shapely.points(at),
            predicate="dwithin",
            distance=min(self.most_m, self.reach + _BEYOND_M),
        )
        order = np.lexsort((lamp, point))
        return point[order], lamp[order]


@lru_cache(maxsize=16)
def _hidden(light: Lighting, best: bool) -> Shadows:
    return shadows(light.plan, light.lamps, best=best)


@lru_cache(maxsize=8)
def lighting(
    plan: Plan,
    *,
    light_reach_m: float = 50.0,
    maintenance_factor: float = 0.8,
    lamp_cutoff_deg: float = 70.0,
) -> Lighting:
    """Return the light of a plan's lamps; the parameters are those of `lamps_of`.

    Returns
    -------
    Lighting
        The same object for the same plan and parameters.
    """
    lamps = lamps_of(
        plan,
        light_reach_m=light_reach_m,
        maintenance_factor=maintenance_factor,
        lamp_cutoff_deg=lamp_cutoff_deg,
    )
    return Lighting(plan, lamps, light_reach_m)


@dataclass(frozen=True, eq=False)
class GroundLight:
    """Light on the walkable cells of a site, at worst and at best.

    Parameters
    ----------
    grid : Grid
        The cells.
    walkable : (rows, columns) bool array
        Cells that count.
    worst, best : (rows, columns) arrays
        With the lamps whose light is known; what is missing of crowns and walls
        hides the most, and the least. One array where nothing is missing. [lx]
    """

    grid: Grid
    walkable: NDArray[np.bool_]
    worst: Floats
    best: Floats


@lru_cache(maxsize=8)
def ground_light(light: Lighting) -> GroundLight:
    """Return the light on the walkable ground of the site (W)."""
    area = site_ground(light.plan).walkable
    grid = Grid.over(area)
    walkable = grid.inside(area)
    worst = light.ground(grid, walkable)
    best = worst if light.certain else light.ground(grid, walkable, best=True)
    return GroundLight(grid, walkable, worst, best)

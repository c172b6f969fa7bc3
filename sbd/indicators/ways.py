"""The ground on which one walks to the ways out, and who stands where on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators.exits import Exits, exits, thin_obstacles
from sbd.indicators.grid import Grid
from sbd.indicators.ground import polygons_of, site_ground, union
from sbd.indicators.trails import Trails
from sbd.indicators.walking import Walking
from sbd.plans.plan import Plan

#: Lengths closer than this are equal. [m] Source: method, section 1.
_TOLERANCE_M = 0.01
#: Whoever stands in a right angle between two walls is this many half widths from
#: where the middle of a walker can be. [1]
_CORNER = 2**0.5

#: Straight pieces to a quarter of a round corner, and how far lines are straightened:
#: corners that a walk bends round cost time, and centimetres do not matter here.
_QUAD_SEGS = 4
_ROUGH_M = 0.05

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ways:
    """The ways out of a site and the ground that leads to them.

    Parameters
    ----------
    exits : Exits
        The ways out.
    walking : Walking
        Walkable ground of the site where the middle of a walker can be. [m]
    walkable : Polygon or MultiPolygon
        Walkable ground of the site. [m]
    ground : Polygon or MultiPolygon
        The same without obstacles drawn as lines, and with what the ways out lead
        across. [m]
    width_m : float
        How wide a walker is. [m]
    """

    exits: Exits
    walking: Walking
    walkable: BaseGeometry
    ground: BaseGeometry
    width_m: float

    @cached_property
    def cells(self) -> Floats:
        """Places on the walkable ground, one a square metre. (m, 2) [m]"""
        return self.grid.centres[self._inside.ravel()]

    @cached_property
    def grid(self) -> Grid:
        """The grid that the cells are of."""
        return Grid.over(self.walkable)

    @cached_property
    def _inside(self) -> NDArray[np.bool_]:
        return self.grid.inside(self.walkable)

    def spread(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Put a choice of cells (m,) back on the grid. (rows, columns)"""
        whole = np.zeros_like(self._inside)
        whole[self._inside] = chosen
        return whole

    @cached_property
    def trails(self) -> list[Trails]:
        """Walks from each way out to where people on each cell begin to walk."""
        return self.walking.trails(self.shapes, self._starts[0])

    @cached_property
    def walks(self) -> Floats:
        """Walk from each cell to each way out, inf where there is none. (n, m) [m]"""
        lengths = [trail.lengths for trail in self.trails]
        return np.array(lengths).reshape(-1, len(self.steps)) + self.steps

    def trails_to(self, shape: BaseGeometry, cells: NDArray[np.int64]) -> Trails:
        """Return the walks from a shape to where people on some cells begin."""
        return self.walking.trails([shape], self._starts[0][cells])[0]

    @property
    def steps(self) -> Floats:
        """First step of people on each cell, away from a wall. (m,) [m]"""
        return self._starts[1]

    @cached_property
    def _starts(self) -> tuple[Floats, Floats]:
        return self.starts(self.cells)

    @cached_property
    def shapes(self) -> list[BaseGeometry]:
        """Where the middle of a walker leaves, in the order of the ways out. [m]"""
        free = self.walking.free_space
        return [_only_lines(way.shape.intersection(free)) for way in self.exits.exits]

    def starts(self, points: Floats) -> tuple[Floats, Floats]:
        """Return where people begin to walk, and how far they are from there.

        Whoever stands close to a wall steps away from it first. Where the ground is
        too narrow for a walker the place stays as it is, outside of `walking`.

        Parameters
        ----------
        points : (n, 2) array
            Where they stand. [m]

        Returns
        -------
        (n, 2) array, (n,) array
            Places, and the first step to them. [m]
        """
        free = self.walking.free_space
        places, steps = points.copy(), np.zeros(len(points))
        if free.is_empty or not len(points):
            return places, steps
        shapely.prepare(free)
        out = np.flatnonzero(~shapely.contains_xy(free, points))
        lines = shapely.shortest_line(shapely.points(points[out]), free)
        lengths = np.atleast_1d(shapely.length(lines))
        near = lengths <= _CORNER * self.width_m / 2 + _TOLERANCE_M
        ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)[:, 1]
        places[out[near]], steps[out[near]] = ends[near], lengths[near]
        return places, steps


def _only_lines(shape: BaseGeometry) -> BaseGeometry:
    """Drop the points in which a line merely touches. [m]"""
    lines = [part for part in shapely.get_parts(shape) if part.length > 0]
    return union(lines) if lines else shape


def ways(
    plan: Plan,
    *,
    exit_min_m: float = 0.90,
    exit_merge_m: float = 3.0,
    exit_max_m: float = 30.0,
) -> Ways:
    """Return the ways out of the site and the ground to them.

    Walkers keep half the least width from walls and furniture, but not from the
    border of the site where a way out leads across it.

    Parameters
    ----------
    plan : Plan
        With a site.
    exit_min_m, exit_merge_m, exit_max_m : float
        As in `exits`. [m]

    Returns
    -------
    Ways
        The same object for the same plan and parameters.

    References
    ----------
    Method, section 8, S-08: "distances in W eroded 0.45".
    """
    return _ways(plan, exit_min_m, exit_merge_m, exit_max_m)


@lru_cache(maxsize=8)
def _ways(plan: Plan, least_m: float, merge_m: float, longest_m: float) -> Ways:
    found = exits(plan, exit_min_m=least_m, exit_merge_m=merge_m, exit_max_m=longest_m)
    # What a drawn way out lies in counts as open, whatever lies on its other side.
    across = [
        way.shape.buffer(least_m, cap_style="flat" if way.shape.length else "round")
        for way in found.exits
    ]
    ground = union([site_ground(plan).walkable, *across])
    closed = union([site_ground(plan).solid, thin_obstacles(plan)])
    width = least_m - 2 * _TOLERANCE_M
    closed = polygons_of(closed.intersection(plan.judged))
    open_ground = ground.difference(closed)
    wide = open_ground.buffer(-width / 2, quad_segs=_QUAD_SEGS)
    here = union([plan.judged, union(across).buffer(_TOLERANCE_M)])
    free = wide.intersection(here).simplify(_ROUGH_M)
    walkable = site_ground(plan).walkable
    return Ways(found, Walking(free), walkable, open_ground, width)

"""Rows of bollards and the like between a crowd and the ways out: what gets through.

The rows part the ground into rooms; their gaps join the rooms, the ways out lead from
them. How many people get from a zone out in a minute is the greatest flow through that
net (Ford and Fulkerson 1956): the narrowest line round the zone decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from sbd.indicators.barrier_rows import barrier_rows
from sbd.indicators.freespace import parts
from sbd.indicators.ground import union
from sbd.plans.plan import Plan

#: A row is a wall this thick. [m]
_THICK_M = 0.04
#: How far before and behind a gap its two rooms are looked for. [m]
_BESIDE_M = 0.15
#: A room this near to a way out leads to it. [m]
_NEAR_M = 0.3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Gate:
    """A gap between two rooms.

    Parameters
    ----------
    line : LineString
        From face to face. [m]
    rooms : tuple of int
        The rooms on its two sides.
    """

    line: LineString
    rooms: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Narrows:
    """The rooms of a ground and the gates between them.

    Parameters
    ----------
    rooms : (n,) array of Polygon
        Ground that no row parts. [m]
    gates : tuple of Gate
        Gaps between different rooms that are wide enough.
    """

    rooms: NDArray[np.object_]
    gates: tuple[Gate, ...]

    @classmethod
    def of(
        cls, plan: Plan, ground: BaseGeometry, *, spacing_m: float, least_m: float
    ) -> Narrows:
        """Find the rooms of a ground.

        Parameters
        ----------
        plan : Plan
            With a site.
        ground : Polygon or MultiPolygon
            Walkable ground. [m]
        spacing_m : float
            Elements no farther apart are one row. [m]
        least_m : float
            Nobody passes a narrower gap. [m]
        """
        rows = barrier_rows(plan, spacing_m=spacing_m)
        walls = union(row.chain.buffer(_THICK_M / 2) for row in rows)
        rooms = parts(ground.difference(walls))
        wide = [
            gap.line
            for row in rows
            for gap in row.gaps
            if gap.line.length >= least_m - plan.tolerance_m
        ]
        return cls(rooms, tuple(_gates(rooms, wide)))

    def around(self, cells: Floats) -> tuple[int, ...]:
        """Return the rooms that some of these places lie in.

        `cells` are their places. (m, 2) [m]
        """
        shapely.prepare(self.rooms)
        inside = [shapely.contains_xy(room, cells).any() for room in self.rooms]
        return tuple(map(int, np.flatnonzero(inside)))

    def before(self, shape: BaseGeometry) -> tuple[int, ...]:
        """Return the rooms that lead to a way out."""
        near = shapely.dwithin(self.rooms, shape, _NEAR_M)
        return tuple(map(int, np.flatnonzero(near)))

    def flow(
        self,
        starts: Sequence[int],
        exits: Sequence[Sequence[int]],
        capacities: Sequence[float],
        per_metre: float,
    ) -> tuple[float, tuple[Gate, ...]]:
        """Return how many get out in a minute, and the gates that limit them.

        Parameters
        ----------
        starts : sequence of int
            Rooms they stand in, see `around`.
        exits : sequence of sequence of int
            Rooms that lead to each way out, see `before`.
        capacities : sequence of float
            What passes each of those. [p/min]
        per_metre : float
            What passes a metre of gate. [p/m/min]

        Returns
        -------
        flow : float
            [p/min]
        gates : tuple of Gate
            Those that are full.
        """
        start, end = len(self.rooms), len(self.rooms) + 1
        links: dict[int, dict[int, float]] = {
            n: {} for n in range(end + 1 + len(exits))
        }

        def join(one: int, other: int, capacity: float) -> None:
            links[one][other] = links[one].get(other, 0.0) + capacity
            links[other].setdefault(one, 0.0)

        for room in starts:
            join(start, room, inf)
        for n, (rooms, capacity) in enumerate(zip(exits, capacities, strict=True)):
            join(end + 1 + n, end, capacity)
            for room in rooms:
                join(room, end + 1 + n, inf)
        for gate in self.gates:
            for one, other in (gate.rooms, gate.rooms[::-1]):
                join(one, other, gate.line.length * per_metre)
        flow, near = greatest_flow(links, start, end)
        full = (g for g in self.gates if len(near.intersection(g.rooms)) == 1)
        return flow, tuple(full)


def greatest_flow(
    links: dict[int, dict[int, float]], start: int, end: int
) -> tuple[float, set[int]]:
    """Return the greatest flow through a net, and what is still reached when full.

    Parameters
    ----------
    links : dict
        Capacity from each node to its neighbours; with the way back, perhaps 0.
        What is left of it when the net is full is written into it.
    start, end : int
        Nodes.
    """
    total = 0.0
    while True:
        before = _reached(links, start)
        if end not in before:
            return total, set(before)
        way = [end]
        while way[-1] != start:
            way.append(before[way[-1]])
        steps = list(zip(way[1:], way[:-1], strict=True))
        least = min(links[one][other] for one, other in steps)
        for one, other in steps:
            links[one][other] -= least
            links[other][one] += least
        total += least
        if least == inf:
            return inf, set(before)


def _reached(links: dict[int, dict[int, float]], start: int) -> dict[int, int]:
    """Return what can be reached, each with the node before it on a shortest way."""
    before = {start: start}
    queue = [start]
    for node in queue:
        for other, left in links[node].items():
            if left > 1e-9 and other not in before:
                before[other] = node
                queue.append(other)
    return before


def _gates(rooms: NDArray[np.object_], gaps: Sequence[LineString]) -> Iterable[Gate]:
    """Yield the gaps that join two rooms."""
    tree = shapely.STRtree(rooms)
    for line in gaps:
        ends = np.array(line.coords)
        along = (ends[-1] - ends[0]) / line.length
        beside = np.array([-along[1], along[0]]) * _BESIDE_M
        middle = ends.mean(axis=0)
        sides = [
            tree.query(shapely.Point(middle + way), "within")
            for way in (beside, -beside)
        ]
        if all(len(side) for side in sides) and sides[0][0] != sides[1][0]:
            yield Gate(line, (int(sides[0][0]), int(sides[1][0])))

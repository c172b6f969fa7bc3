"""Straight runs of vehicles: how fast one can arrive at a point.

A run is a straight line in the drivable ground that ends at the point. It begins at
the street's limit where it begins on a carriageway, along its axis; elsewhere with the
speed of the turn that leads into it. Source: method, section 8, S-01; domain, B1, B2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import pi, radians

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from sbd.indicators.impact import KMH
from sbd.indicators.isovist import Visibility
from sbd.indicators.streets import Streets

#: Within this of a carriageway a vehicle has come along it; farther off it may come
#: from any side, by a quarter turn. [m] Proposal.
BESIDE_M = 10.0
#: On a carriageway is within this of it. [m]
_ON_M = 0.05
#: The end of a turn is tried every so far along a run. [m]
_STEP_M = 2.0
#: A start is moved off the border of the ground by this. [m]
_OFF_M = 0.01
#: Candidates looked at for each group in one round.
_AT_ONCE = 12

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Pace:
    """How a class of vehicle moves.

    Parameters
    ----------
    acceleration : float
        [m/s2]
    grip : float
        Friction times gravity. [m/s2]
    deviation : float
        A run farther off the axis begins with a turn. [rad]
    """

    acceleration: float
    grip: float
    deviation: float


@dataclass(frozen=True, eq=False)
class Run:
    """The fastest straight run to a place.

    Parameters
    ----------
    line : LineString
        From its start to the place. [m]
    speed, start_speed : float
        At its end and at its start. [m/s]
    street : int
        The street whose limit holds at its start.
    """

    line: LineString
    speed: float
    start_speed: float
    street: int


@lru_cache(maxsize=8)
def _view(field: BaseGeometry) -> Visibility:
    return Visibility(field, threads=1)  # too few points for a second to pay


def fastest_runs(  # noqa: PLR0913 - all it needs
    field: BaseGeometry,
    entries: BaseGeometry,
    streets: Streets,
    targets: Floats,
    groups: Ints,
    pace: Pace,
    *,
    limits: Floats,
) -> dict[int, Run]:
    """Return the fastest run to each group of points.

    Parameters
    ----------
    field : Polygon or MultiPolygon
        Where the vehicle's middle can be. [m]
    entries : BaseGeometry
        Where carriageways enter it. [m]
    streets : Streets
        Where it comes from.
    targets : (n, 2) array
        Points in the field or on its border. [m]
    groups : (n,) int array
        Which points belong together: only the fastest run of each group is wanted.
    pace : Pace
        Of the class of vehicle.
    limits : (p,) array
        Limit of each street. [km/h]

    Returns
    -------
    dict of int to Run
        By group; groups whose points a vehicle does not reach are left out.
    """
    if streets.empty or len(targets) == 0 or field.is_empty:
        return {}
    view = _view(field)
    search = _Search(view, streets, pace, limits / KMH, targets, groups)
    search.run(*_candidates(view, entries, targets))
    return search.found()


def _candidates(
    view: Visibility, entries: BaseGeometry, targets: Floats
) -> tuple[Ints, Floats, Bools]:
    """Return starts from which each point is reached straight, or may be.

    The corners of what is seen from it, surely; and where carriageways enter the
    window, where it is still to be seen.
    """
    seen = view.isovists(targets)
    corners, target = shapely.get_coordinates(seen, return_index=True)
    entering = np.unique(shapely.get_coordinates(entries.boundary), axis=0)
    inside = shapely.dwithin(shapely.points(entering), view.free_space, _OFF_M)
    entering = entering[inside]
    every = np.repeat(np.arange(len(targets)), len(entering))
    there = np.tile(entering, (len(targets), 1))
    sure = np.repeat([True, False], [len(target), len(every)])
    return (
        np.concatenate([target, every]),
        np.concatenate([corners, there]),
        sure,
    )


class _Search:
    """Best first: a run whose bound is below the best of its group is not looked at."""

    def __init__(
        self,
        view: Visibility,
        streets: Streets,
        pace: Pace,
        limits: Floats,
        targets: Floats,
        groups: Ints,
    ) -> None:
        self.view, self.streets, self.pace, self.limits = view, streets, pace, limits
        self.targets, self.groups = targets, groups
        count = int(groups.max()) + 1
        self.best = np.full(count, -1.0)
        self.how = np.zeros((count, 5))
        self.goal = np.zeros((count, 2))

    def run(self, target: Ints, starts: Floats, sure: Bools) -> None:
        """Look at candidates until none can beat the best of its group."""
        length = np.hypot(*(self.targets[target] - starts).T)
        bound = np.nanmax(self.limits) ** 2 + 2 * self.pace.acceleration * length
        keep = length > _OFF_M
        order = np.lexsort((-bound[keep], self.groups[target[keep]]))
        left = np.flatnonzero(keep)[order]
        while len(left):
            group = self.groups[target[left]]
            left = left[bound[left] > self.best[group] + 1e-9]
            group = self.groups[target[left]]
            rank = np.arange(len(left)) - np.searchsorted(group, group)
            now = left[rank < _AT_ONCE]
            now = now[self._seen(target[now], starts[now], sure[now])]
            self._look(target[now], starts[now], length[now])
            left = left[rank >= _AT_ONCE]

    def _seen(self, target: Ints, starts: Floats, sure: Bools) -> Bools:
        """Tell which candidates are straight runs; few are ever asked about."""
        seen, rows = sure.copy(), np.flatnonzero(~sure)
        if len(rows):
            seen[rows] = self.view.visible(self.targets[target[rows]], starts[rows])
        return seen

    def _look(self, target: Ints, starts: Floats, length: Floats) -> None:
        way = (self.targets[target] - starts) / length[:, None]
        which, street, turn = self._streets_there(starts, way)
        rows = (target[which], starts[which], way[which])
        far = length[which]
        self._keep(*rows, street, self._along(far, street, turn))
        self._keep(*rows, street, self._turned(*rows, far, street, turn))

    def _streets_there(self, starts: Floats, way: Floats) -> tuple[Ints, Ints, Floats]:
        """Pair starts with the streets beside them, and with the turn from each. [rad]

        The turn is 0 on a carriageway, along it; a quarter far from any.
        """
        which, street, apart = self.streets.beside(starts, BESIDE_M)
        turn = self.streets.deviation(starts[which], street, way[which])
        turn[(apart <= _ON_M) & (turn <= self.pace.deviation + 1e-9)] = 0.0
        alone = np.setdiff1d(np.arange(len(starts)), which)
        nearest = self.streets.nearest(starts[alone])
        return (
            np.concatenate([which, alone]),
            np.concatenate([street, nearest]),
            np.concatenate([turn, np.full(len(alone), pi / 2)]),
        )

    def _along(self, length: Floats, street: Ints, turn: Floats) -> Floats:
        """Make runs that begin at the limit, on the carriageway. (k, 3)"""
        top = self.limits[street] ** 2
        speed = top + 2 * self.pace.acceleration * length
        made = np.column_stack([speed, top, np.zeros(len(top))])
        made[turn > 0] = -1.0
        return made

    def _turned(
        self,
        target: Ints,
        starts: Floats,
        way: Floats,
        length: Floats,
        street: Ints,
        turn: Floats,
    ) -> Floats:
        """Make runs that begin with a turn. (k, 3)"""
        from sbd.indicators.run_up_kernels import turned_speeds

        made = np.full((len(street), 3), -1.0)
        top = self.limits[street] ** 2
        floor = self.best[self.groups[target]]
        worth = top + 2 * self.pace.acceleration * length > floor
        rows = np.flatnonzero((turn > 0) & worth)
        mesh = self.view.mesh
        off = starts[rows] + _OFF_M * way[rows]
        turned = np.zeros((len(rows), 3))
        turned_speeds(
            off - mesh.origin,
            mesh.locate(off),
            way[rows],
            length[rows],
            turn[rows],
            self.limits[street[rows]],
            floor[rows],
            self.pace.grip,
            self.pace.acceleration,
            _STEP_M,
            mesh.vertices,
            mesh.triangles,
            mesh.neighbours,
            turned,
        )
        made[rows] = turned
        return made

    def _keep(
        self,
        target: Ints,
        starts: Floats,
        way: Floats,
        street: Ints,
        made: Floats,
    ) -> None:
        """Keep the best of each group."""
        group = self.groups[target]
        order = np.lexsort((made[:, 0], group))
        last = np.flatnonzero(np.append(np.diff(group[order]) > 0, True))
        rows = order[last] if len(order) else order
        rows = rows[made[rows, 0] > self.best[group[rows]]]
        start = starts[rows] + made[rows, 2:] * way[rows]
        self.best[group[rows]] = made[rows, 0]
        self.how[group[rows]] = np.column_stack([made[rows, :2], street[rows], start])
        self.goal[group[rows]] = self.targets[target[rows]]

    def found(self) -> dict[int, Run]:
        """Return the best run of each group that has one."""
        return {
            int(n): Run(
                LineString([self.how[n, 3:], self.goal[n]]),
                float(np.sqrt(self.how[n, 0])),
                float(np.sqrt(self.how[n, 1])),
                int(self.how[n, 2]),
            )
            for n in np.flatnonzero(self.best >= 0)
        }


def pace(
    acceleration: float, friction: float, gravity: float, deviation_deg: float
) -> Pace:
    """Return how a class moves, from the parameters of a checklist."""
    return Pace(acceleration, friction * gravity, radians(deviation_deg))

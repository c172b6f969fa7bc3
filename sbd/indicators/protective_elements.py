"""The elements that stand between vehicles and crowd zones, and what reaches them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators.approach import Vehicle, crowd_zones, spaced
from sbd.indicators.drivable import BARRIER_KINDS, Closed, Drivable, obstacles
from sbd.indicators.ground import union
from sbd.indicators.impact import KMH, kinetic_energy, rated_energy
from sbd.indicators.measurement import Place, Role
from sbd.indicators.run_ups import Pace, Run, fastest_runs
from sbd.indicators.streets import streets
from sbd.plans.plan import Plan

#: Kinds that can carry a rating. Trees, benches, lamps and bins cannot: they steer, but
#: nobody tested them. Source: domain, B5.
RATED_KINDS = (*BARRIER_KINDS, "wall", "fence", "hedge", "kiosk")
_STEERING = ("tree", "bench", "lamp", "bin")
#: An element this close to where a vehicle can be is touched by it. [m]
_TOUCH_M = 0.05


@dataclass(frozen=True, eq=False)
class Element:
    """One element of the line.

    Parameters
    ----------
    element_id, kind : str
        Which.
    shape : BaseGeometry
        As drawn. [m]
    energy : float, optional
        Of its test; None where nobody says. [J]
    run : Run
        The fastest run to it.
    ratio : float
        Energy of its test over that of the vehicle; NaN without a rating. [1]
    """

    element_id: str
    kind: str
    shape: BaseGeometry
    energy: float | None
    run: Run
    ratio: float


@dataclass(frozen=True, eq=False)
class ProtectiveLine:
    """What stands between where a vehicle gets and the crowd zones.

    Parameters
    ----------
    open : bool
        Whether the vehicle gets to a zone.
    elements : tuple of Element
        Weakest first, those without a rating before all.
    streets : tuple of str
        Ids of the carriageways the runs come from.
    """

    open: bool
    elements: tuple[Element, ...]
    streets: tuple[str, ...]

    @property
    def weak(self) -> int:
        """How many were tested with less than the vehicle's energy."""
        return sum(e.ratio < 1 for e in self.elements)

    def places(self) -> tuple[Place, ...]:
        """Show each element with its ratio, and the run to the weakest."""
        shown = [_place(element) for element in self.elements]
        if self.elements:
            run = self.elements[0].run
            speed = run.speed * KMH
            shown.append(Place(run.line, "route", speed, "run_up", unit="km/h"))
        return tuple(shown)


def _place(element: Element) -> Place:
    if element.energy is None:
        role: Role = "context"
        return Place(element.shape, role, None, "rating_missing", element.element_id)
    role = "good" if element.ratio >= 1 else "finding"
    ratio = element.ratio
    return Place(element.shape, role, ratio, "protective_element", element.element_id)


@lru_cache(maxsize=8)
def protective_line(
    plan: Plan, vehicle: Vehicle, moves: Pace, mass_kg: float, *, unsaid_kmh: float
) -> ProtectiveLine:
    """Find the elements between where a vehicle gets and the crowd zones.

    Everything removable is closed, as at an event. An element stands on the line if
    the vehicle can touch it, and beyond it lies a zone or ground towards a zone that
    the vehicle does not reach.

    Parameters
    ----------
    plan : Plan
        With crowd zones.
    vehicle : Vehicle
        The design vehicle.
    moves : Pace
        How it moves.
    mass_kg : float
        [kg]
    unsaid_kmh : float
        Limit of carriageways that have none. [km/h]

    Returns
    -------
    ProtectiveLine
        The same object for the same arguments.
    """
    ground = vehicle.ground(plan, Closed(removable=True))
    rows = _between(plan, vehicle, ground)
    limits = np.nan_to_num(streets(plan).limits, nan=unsaid_kmh)
    runs = _runs(plan, ground, rows, vehicle.width_m, moves, limits)
    elements = [_element(plan, row, run, mass_kg) for row, run in runs.items()]
    ids = streets(plan).ids
    return ProtectiveLine(
        bool(ground.reached.intersects(crowd_zones(plan))),
        tuple(sorted(elements, key=lambda e: (e.energy is not None, e.ratio))),
        tuple(sorted({str(ids[e.run.street]) for e in elements})),
    )


def _between(plan: Plan, vehicle: Vehicle, ground: Drivable) -> NDArray[np.int64]:
    """Return the rows of `obstacles` that stand on the line."""
    found = obstacles(plan)
    zones = crowd_zones(plan)
    guarded = ground.parts[shapely.intersects(ground.parts, zones) & ~ground.entered]
    there = found.standing(vehicle.kerb_m, Closed(removable=True))
    there &= np.isin(found.kinds, (*RATED_KINDS, *_STEERING))
    rows = np.flatnonzero(there)
    shapes = found.shapes[rows]
    touch = found.radius[rows] + vehicle.width_m / 2 + _TOUCH_M
    inside = union([*guarded, zones])
    for side in (ground.reached, inside):
        shapely.prepare(side)
    both = shapely.distance(shapes, ground.reached) <= touch
    both &= shapely.distance(shapes, inside) <= touch
    return np.asarray(rows[both])


def _runs(
    plan: Plan,
    ground: Drivable,
    rows: NDArray[np.int64],
    width_m: float,
    moves: Pace,
    limits: NDArray[np.float64],
) -> dict[int, Run]:
    """Find the fastest run to each element. A part of an element counts alone."""
    found = obstacles(plan)
    touch = found.radius[rows] + width_m / 2 + _TOUCH_M
    edge = shapely.intersection(
        ground.reached.boundary, shapely.buffer(found.shapes[rows], touch)
    )
    points = [spaced(shapely.line_merge(line)) for line in edge]
    runs = fastest_runs(
        ground.reached,
        ground.entries,
        streets(plan),
        np.concatenate([np.empty((0, 2)), *points]),
        np.repeat(np.arange(len(rows)), [len(p) for p in points]),
        moves,
        limits=limits,
    )
    return {int(rows[group]): run for group, run in runs.items()}


def _element(plan: Plan, row: int, run: Run, mass_kg: float) -> Element:
    """Compare the test of an element with the energy of a run."""
    found = obstacles(plan)
    kind, element_id = str(found.kinds[row]), str(found.ids[row])
    energy: float | None = None
    if kind in RATED_KINDS:
        energy = rated_energy(plan.of(kind).loc[element_id, "rating"])
    arriving = float(kinetic_energy(mass_kg, run.speed))
    ratio = np.nan
    if energy is not None:
        ratio = energy / arriving if arriving > 0 else np.inf
    return Element(element_id, kind, found.shapes[row], energy, run, float(ratio))

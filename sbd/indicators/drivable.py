"""Where a vehicle can drive: the window less kerbs too high, barriers and obstacles.

The answer is where the middle of a vehicle of some width can be. Ground that the plan
does not draw counts as drivable beside ground that it does: a vehicle does not ask
whether a strip between a street and a square was mapped. Farther off nobody knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators.ground import (
    BENCH_WIDTH_M,
    BIN_DIAMETER_M,
    LAMP_DIAMETER_M,
    SOLID,
    lines,
    polygons_of,
    union,
)
from sbd.plans.kinds import GROUND_ORDER
from sbd.plans.plan import Plan

#: Kinds that may be fixed, or may be taken away for traffic. Source: method, 8, S-01.
BARRIER_KINDS = ("bollard", "barrier", "planter")
#: Ground that the plan does not draw counts as drivable so near to ground that it does.
#: [m] Proposal.
BESIDE_M = 10.0
#: Code of the default: such ground is open to vehicles.
UNMAPPED = "unmapped_ground_drivable"
#: Forms of kerb that every class mounts. Source: method, section 8, A-06 (0 to 0.03).
LOW_FORMS = ("flush", "lowered")
#: A carriageway that ends this close to the border of the window meets it. [m]
_MEET_M = 0.02
#: Segments of a quarter of a circle round an obstacle: its outline is up to 2 % of the
#: radius too near, which leaves the vehicle a little more room.
QUARTER = 4
#: Smaller parts are remains of overlay. [m2]
_NOISE_M2 = 1e-3

# What an obstacle is: always there; to be taken away; nobody says; a kerb that nobody
# gave a height.
_FIXED, _REMOVABLE, _UNSAID, _UNSAID_KERB = range(4)


@dataclass(frozen=True)
class Closed:
    """Which obstacles count as closed besides those that always are.

    Parameters
    ----------
    removable : bool
        Bollards, barriers and planters that are removable or retractable.
    unsaid : bool
        Those of which the plan does not say, and kerbs without a height.
    """

    removable: bool = False
    unsaid: bool = False


@dataclass(frozen=True, eq=False)
class Obstacles:
    """Everything in the window that stops or steers a vehicle.

    Parameters
    ----------
    shapes : (n,) array of BaseGeometry
        As drawn. [m]
    radius : (n,) array
        Half the diameter of things drawn as points; 0 elsewhere. [m]
    kinds, ids : (n,) array of str
        Which element.
    state : (n,) int array
        Whether it is always there.
    height : (n,) array
        Height of kerbs; inf for all else. [m]
    """

    shapes: NDArray[np.object_]
    radius: NDArray[np.float64]
    kinds: NDArray[np.object_]
    ids: NDArray[np.object_]
    state: NDArray[np.int64]
    height: NDArray[np.float64]

    @property
    def silent(self) -> NDArray[np.bool_]:
        """Tell of which obstacles the plan does not say whether they stop a vehicle."""
        return np.isin(self.state, (_UNSAID, _UNSAID_KERB))

    @property
    def opening(self) -> bool:
        """Whether anything can be taken away, or may be."""
        return bool(np.isin(self.state, (_REMOVABLE, _UNSAID)).any())

    def standing(self, kerb_m: float, closed: Closed) -> NDArray[np.bool_]:
        """Tell which obstacles stop a class that mounts kerbs up to a height. [m]

        A kerb just as high as the limit is mounted.
        """
        open_ = (self.state == _REMOVABLE) & (not closed.removable)
        open_ |= (self.state == _UNSAID) & (not (closed.unsaid or closed.removable))
        open_ |= (self.state == _UNSAID_KERB) & (not closed.unsaid)
        return np.asarray(~open_ & ~(self.height <= kerb_m + 1e-9))


@lru_cache(maxsize=8)
def obstacles(plan: Plan) -> Obstacles:
    """Return what stands in the window; the same object for the same plan."""
    columns = [_standing(plan, kind) for kind in SOLID if plan.has(kind)]
    columns += [_kerbs(plan), _standing(plan, "water")]
    joined = [np.concatenate(parts) for parts in zip(*columns, strict=True)]
    return Obstacles(*joined)


#: Shapes, radius, kinds, ids, state and height, as in `Obstacles`.
_Columns = tuple[
    NDArray[np.object_],
    NDArray[np.float64],
    NDArray[np.object_],
    NDArray[np.object_],
    NDArray[np.int64],
    NDArray[np.float64],
]


def _standing(plan: Plan, kind: str) -> _Columns:
    """Return the elements of a kind that stand on the ground, part by part."""
    layer = plan.near(kind, plan.window)
    shapes, row = shapely.get_parts(layer.geometry.to_numpy(), return_index=True)
    flat = shapely.get_dimensions(shapes) == 2
    return (
        shapes,
        np.where(flat, 0.0, _radius(kind, layer)[row]),
        np.full(len(row), kind, dtype=object),
        layer.index.to_numpy(dtype=object)[row],
        _states(plan, kind, layer)[row],
        np.full(len(row), np.inf),
    )


def _radius(kind: str, layer: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Half the diameter of what is drawn as a point, or width as a line. [m]

    Nothing is known to be wider than it is drawn: 0 where the plan is silent and the
    method has no footprint.
    """
    if kind == "bench":
        wide = layer["width_m"].fillna(BENCH_WIDTH_M)
        return np.asarray(wide / 2, dtype=float)
    column = "trunk_diameter_m" if kind == "tree" else "diameter_m"
    if column not in layer:
        return np.zeros(len(layer))
    usual = {"lamp": LAMP_DIAMETER_M, "bin": BIN_DIAMETER_M}.get(kind, 0.0)
    size = layer[column].to_numpy(dtype=float)
    half = np.where(np.isnan(size), usual, size) / 2
    round_ones = shapely.get_dimensions(layer.geometry.to_numpy()) == 0
    return np.where(round_ones, half, 0.0)


def _states(plan: Plan, kind: str, layer: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Tell what is always there; far from the site, silence means open."""
    state = np.full(len(layer), _FIXED)
    if kind in BARRIER_KINDS:
        near = shapely.intersects(layer.geometry.to_numpy(), plan.setting)
        silent = layer["fixing"].isna().to_numpy()
        moves = layer["fixing"].isin(("removable", "retractable")).to_numpy()
        state[silent & near] = _UNSAID
        state[(silent & ~near) | moves] = _REMOVABLE
    return state


def _kerbs(plan: Plan) -> _Columns:
    """Return the kerbs drawn as lines that may stop a vehicle."""
    layer = lines(plan.near("kerb", plan.window))
    shapes, height = layer.geometry.to_numpy(), layer["height_m"].to_numpy(dtype=float)
    silent = np.isnan(height)
    high = ~layer["form"].isin(LOW_FORMS).to_numpy()
    asked = ~silent | (high & shapely.intersects(shapes, plan.setting))
    count = int(asked.sum())
    return (
        shapes[asked],
        np.zeros(count),
        np.full(count, "kerb", dtype=object),
        layer.index.to_numpy(dtype=object)[asked],
        np.where(silent, _UNSAID_KERB, _FIXED)[asked],
        np.where(silent, np.inf, height)[asked],
    )


@dataclass(frozen=True, eq=False)
class Drivable:
    """Where the middle of a vehicle can be, and where it gets from the streets.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        D of method, section 8, S-01. [m]
    entries : BaseGeometry
        Where carriageways enter the window. [m]
    """

    ground: BaseGeometry
    entries: BaseGeometry

    @cached_property
    def parts(self) -> NDArray[np.object_]:
        """The connected parts of the ground. [m]"""
        found = shapely.get_parts(self.ground)
        return np.asarray(found[shapely.area(found) > _NOISE_M2], dtype=object)

    @cached_property
    def reached(self) -> BaseGeometry:
        """The parts that a vehicle reaches from where carriageways enter. [m]"""
        return union(self.parts[self.entered])

    def before(self, zones: BaseGeometry) -> BaseGeometry:
        """Return what a vehicle reaches without crossing zones first. [m]"""
        outside = shapely.get_parts(polygons_of(self.reached.difference(zones)))
        return union(outside[shapely.dwithin(outside, self.entries, _MEET_M)])

    @cached_property
    def entered(self) -> NDArray[np.bool_]:
        """Tell which parts a vehicle reaches."""
        shapely.prepare(self.parts)
        near = shapely.dwithin(self.parts, self.entries, _MEET_M)
        return np.asarray(near, dtype=bool)


@lru_cache(maxsize=64)
def drivable(plan: Plan, width_m: float, kerb_m: float, closed: Closed) -> Drivable:
    """Return where a class of vehicle can drive in the window.

    Parameters
    ----------
    plan : Plan
        With a site.
    width_m, kerb_m : float
        Width of the vehicle, and the highest kerb it mounts. [m]
    closed : Closed
        Which barriers are closed.

    Returns
    -------
    Drivable
        The same object for the same arguments.
    """
    found = obstacles(plan)
    there = found.standing(kerb_m, closed)
    half = found.radius[there] + width_m / 2
    grown = shapely.buffer(found.shapes[there], half, quad_segs=QUARTER)
    ground = _open_ground(plan).difference(shapely.disjoint_subset_union_all(grown))
    return Drivable(polygons_of(ground), entries(plan))


@lru_cache(maxsize=8)
def drawn_ground(plan: Plan) -> NDArray[np.object_]:
    """Return what the plan draws of the ground in the window. (n,) [m]"""
    kinds = [k for k in (*GROUND_ORDER, "crowd_zone") if k not in ("building", "water")]
    layers = [plan.near(kind, plan.window) for kind in kinds if plan.has(kind)]
    found = [np.empty(0, dtype=object), *(x.geometry.to_numpy() for x in layers)]
    return np.concatenate(found)


@lru_cache(maxsize=8)
def _open_ground(plan: Plan) -> BaseGeometry:
    """Return the window where ground is drawn, or near it. [m]"""
    grown = shapely.buffer(drawn_ground(plan), BESIDE_M, quad_segs=2)
    joined = shapely.disjoint_subset_union_all(grown)
    return polygons_of(joined.intersection(plan.window))


@lru_cache(maxsize=8)
def entries(plan: Plan) -> BaseGeometry:
    """Return where carriageways enter the window; all of them if none crosses it. [m]

    Carriageways known only as lines enter too, and those people share.
    """
    entering = crossing_border(plan)
    if not entering.is_empty:
        return entering
    return union(plan.near("carriageway", plan.window).geometry)


@lru_cache(maxsize=8)
def crossing_border(plan: Plan) -> BaseGeometry:
    """Return where carriageways cross or meet the border of the window. [m]"""
    streets = plan.near("carriageway", plan.window).geometry.to_numpy()
    grown = shapely.buffer(streets, _MEET_M, cap_style="square", join_style="mitre")
    return union(shapely.intersection(grown, plan.window.boundary))

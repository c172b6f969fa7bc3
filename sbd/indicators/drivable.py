"""Where a vehicle can drive: the window less kerbs too high, barriers and obstacles.

The answer is where the middle of a vehicle of some width can be. Ground that the plan
does not draw counts as drivable beside ground that it does: a vehicle does not ask
whether a strip between a street and a square was mapped. Farther off nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    areas,
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
#: Obstacles so far beyond the window still narrow the ground inside it. [m]
_BEYOND_M = 5.0
#: A carriageway that ends this close to the border of the window meets it. [m]
_MEET_M = 0.02
#: Segments of a quarter of a circle round an obstacle: its outline is up to 2 % of the
#: radius too near, which leaves the vehicle a little more room.
_QUARTER = 4
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
    around = plan.window.buffer(_BEYOND_M)
    rows = [row for kind in SOLID for row in _standing(plan, kind, around)]
    rows += _kerbs(plan, around)
    rows += [
        (shape, 0.0, "water", "", _FIXED, np.inf)
        for shape in areas(plan.near("water", around)).geometry
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    return Obstacles(
        np.array(columns[0], dtype=object),
        np.array(columns[1], dtype=float),
        np.array(columns[2], dtype=object),
        np.array(columns[3], dtype=object),
        np.array(columns[4], dtype=np.int64),
        np.array(columns[5], dtype=float),
    )


_Row = tuple[BaseGeometry, float, str, str, int, float]


def _standing(plan: Plan, kind: str, around: BaseGeometry) -> Iterator[_Row]:
    """Yield the elements of a kind that stand on the ground, part by part."""
    layer = plan.near(kind, around).sort_index()
    if layer.empty:
        return
    radius = _radius(kind, layer)
    state = _states(plan, kind, layer)
    for n, shape in enumerate(layer.geometry):
        for part in shapely.get_parts(shape):
            size = 0.0 if part.geom_type == "Polygon" else float(radius[n])
            yield part, size, kind, str(layer.index[n]), int(state[n]), np.inf


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


def _kerbs(plan: Plan, around: BaseGeometry) -> list[_Row]:
    """Return the kerbs drawn as lines that may stop a vehicle."""
    layer = lines(plan.near("kerb", around)).sort_index()
    told = layer["height_m"].notna()
    near = layer.intersects(plan.setting)
    layer = layer[told | (near & ~layer["form"].isin(LOW_FORMS))]
    return [
        (
            row.geometry,
            0.0,
            "kerb",
            str(i),
            _UNSAID_KERB if np.isnan(row.height_m) else _FIXED,
            np.inf if np.isnan(row.height_m) else float(row.height_m),
        )
        for i, row in zip(layer.index, layer.itertuples(), strict=True)
    ]


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
    grown = shapely.buffer(found.shapes[there], half, quad_segs=_QUARTER)
    ground = _open_ground(plan).difference(shapely.disjoint_subset_union_all(grown))
    return Drivable(polygons_of(ground), entries(plan))


@lru_cache(maxsize=8)
def _open_ground(plan: Plan) -> BaseGeometry:
    """Return the window where ground is drawn, or near it. [m]"""
    found = [
        plan.near(kind, plan.window).geometry.to_numpy()
        for kind in (*GROUND_ORDER, "crowd_zone")
        if kind not in ("building", "water")
    ]
    grown = shapely.buffer(np.concatenate(found), BESIDE_M, quad_segs=2)
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

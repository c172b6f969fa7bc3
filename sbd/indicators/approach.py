"""What S-01 to S-03 share: classes of vehicle, crowd zones, what a plan leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators.drivable import (
    BARRIER_KINDS,
    Closed,
    Drivable,
    drawn_ground,
    drivable,
    obstacles,
)
from sbd.indicators.ground import SOLID, areas, union
from sbd.indicators.measurement import Measurement, Reason, not_applicable, unknown
from sbd.indicators.missing import declared_none, kind_missing
from sbd.indicators.streets import streets
from sbd.plans.plan import Plan
from sbd.units import Unit

#: A limit that nobody gives is at most this, the highest in Belgium. [km/h]
HIGHEST_KMH = 120.0
#: Points of a zone's edge are looked at every so far. [m] Source: method, 8, S-01.
STEP_M = 2.0
#: Kinds of which more can only keep vehicles away, and of which more can bring them.
HELPING = (*SOLID, "kerb", "water")
HURTING = ("carriageway", "crowd_zone")
#: At least one kind of each group has to be known.
_GROUPS = (("kerb",), (*BARRIER_KINDS, "wall"), ("building",))


@dataclass(frozen=True)
class Vehicle:
    """A class of vehicle: width and highest kerb mounted. [m]"""

    width_m: float
    kerb_m: float

    def ground(self, plan: Plan, closed: Closed) -> Drivable:
        """Return where it can drive."""
        return drivable(plan, self.width_m, self.kerb_m, closed)


@lru_cache(maxsize=8)
def crowd_zones(plan: Plan) -> BaseGeometry:
    """Return the crowd zones of the site as one area. [m]"""
    return union(areas(plan.near("crowd_zone", plan.judged)).geometry)


def zone_at(plan: Plan, place: BaseGeometry) -> str:
    """Return the id of the crowd zone nearest to a place."""
    layer = plan.near("crowd_zone", plan.judged)
    apart = shapely.distance(layer.geometry.to_numpy(), place)
    return str(layer.index[int(np.argmin(apart))])


def nothing_to_measure(plan: Plan, unit: Unit) -> Measurement | None:
    """Answer where there is no crowd zone, or nobody knows where vehicles are."""
    if not plan.known("crowd_zone"):
        return unknown(unit, kind_missing("crowd_zone"))
    if crowd_zones(plan).is_empty:
        return not_applicable(unit, _no_zone(plan))
    if not plan.known("carriageway"):
        return unknown(unit, kind_missing("carriageway"))
    return None


def _no_zone(plan: Plan) -> Reason:
    if plan.has("crowd_zone"):
        return Reason("no_crowd_zone_in_site")
    return declared_none("crowd_zone")


def lacking_kinds(plan: Plan) -> tuple[str, ...]:
    """Return the kinds that could stop a vehicle and of which nobody says anything."""
    found: list[str] = []
    for group in _GROUPS:
        if not plan.has(*group):
            found += [kind for kind in group if kind not in plan.declared]
    return tuple(found)


def unsaid(
    plan: Plan, kinds: Sequence[str] = (*BARRIER_KINDS, "kerb")
) -> Reason | None:
    """Say which attribute would tell whether a vehicle is stopped, if one lacks."""
    found = obstacles(plan)
    for kind in kinds:
        of_kind = found.kinds == kind
        count = len(set(found.ids[of_kind & found.silent]))
        if count:
            attribute = "height_m" if kind == "kerb" else "fixing"
            total = len(set(found.ids[of_kind]))
            return lacking_attribute(kind, attribute, count, total)
    return None


def lacking_attribute(kind: str, attribute: str, count: int, total: int) -> Reason:
    """Say on how many elements an attribute is missing."""
    return Reason(
        "attribute_missing",
        {"kind": kind, "attribute": attribute, "count": count, "of": total},
    )


def unsaid_limits(plan: Plan) -> Reason | None:
    """Say on how many carriageways nobody gives a limit, if on any."""
    limits = streets(plan).limits
    count = int(np.isnan(limits).sum())
    if not count:
        return None
    return lacking_attribute("carriageway", "limit_kmh", count, len(limits))


def spaced(lines: BaseGeometry) -> NDArray[np.float64]:
    """Return points along lines, their ends included, at most 2 m apart. (n, 2) [m]"""
    found = [np.empty((0, 2))]
    for line in shapely.get_parts(lines):
        if line.length > 0:
            count = int(np.ceil(line.length / STEP_M)) + 1
            at = shapely.line_interpolate_point(
                line, np.linspace(0, line.length, count)
            )
            found.append(shapely.get_coordinates(at))
        else:
            found.append(shapely.get_coordinates(line)[:1])
    return np.concatenate(found)


def assumed(plan: Plan, ids: Sequence[str] = ()) -> tuple[str, ...]:
    """Name the assumptions behind zones, kerbs and the streets that decide."""
    names: set[str] = set()
    for kind, attribute in (("crowd_zone", "geometry"), ("kerb", "height_m")):
        near = plan.near(kind, plan.window).index
        names.update(plan.assumptions_behind(kind, attribute, near))
    for attribute in ("limit_kmh", "geometry"):
        names.update(plan.assumptions_behind("carriageway", attribute, ids))
    return tuple(sorted(names))


def is_mapped(plan: Plan, line: BaseGeometry) -> bool:
    """Tell whether a line runs on ground that the plan draws, all the way."""
    drawn = drawn_ground(plan)
    rest = line.difference(union(drawn[shapely.intersects(drawn, line)]))
    return bool(rest.length <= plan.tolerance_m)

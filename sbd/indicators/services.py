"""Services: how far one walks to a stop, toilet, tap, defibrillator or reserved bay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import Point

from sbd.indicators.among import WALKABLE
from sbd.indicators.ground import WALKED, site_ground
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    ReasonValue,
    measured,
    unknown,
)
from sbd.indicators.missing import between, bound_by, kind_missing, own_elements
from sbd.indicators.registry import indicator, need
from sbd.indicators.service_ground import (
    LINES_WALKED,
    ServiceGround,
    Spots,
    Way,
    lines_walked,
    read_area,
    service_ground,
)
from sbd.plans.plan import Plan

#: Code of the default: small walkable islands without a way to them are left out.
ISLANDS = "walkable_islands_left_out"
#: Share of the walkable ground that islands may have to be left out. [1]
#: Source: our choice; traffic islands and slivers of drawings.
_ISLANDS = 0.05
#: So many others of the kind are shown, the nearest.
_SHOWN = 8


@dataclass(frozen=True, eq=False)
class _Services:
    """The services of one kind that are read, by what they say of themselves.

    Parameters
    ----------
    kind : str
        Their kind.
    sure : GeoDataFrame
        Those that say of all attributes asked that they have them.
    perhaps : GeoDataFrame
        These, and those that do not say so.
    """

    kind: str
    sure: gpd.GeoDataFrame
    perhaps: gpd.GeoDataFrame
    attributes: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan, kind: str, *attributes: str) -> _Services:
        """Choose the services of a kind by attributes that must be yes."""
        layer = own_elements(plan, kind).sort_index()
        layer = layer[layer.intersects(read_area(plan))]
        asked = layer[list(attributes)]
        sure = layer[(asked == "yes").all(axis=1)]
        return cls(kind, sure, layer[~(asked == "no").any(axis=1)], attributes)

    def silent(self) -> Reason | None:
        """Say which attribute is missing where that leaves the answer open."""
        for name in self.attributes:
            count = int(self.perhaps[name].isna().sum())
            if count:
                args: dict[str, ReasonValue] = {
                    "kind": self.kind,
                    "attribute": name,
                    "count": count,
                    "of": len(self.perhaps),
                }
                return Reason("attribute_missing", args)
        return None


@indicator("m", need("stop"), WALKABLE)
def stop_distance(plan: Plan, *, service_reach_m: float = 20.0) -> Measurement:
    """Measure the walking distance from the middle of the site to the nearest stop.

    Parameters
    ----------
    plan : Plan
        With a site.
    service_reach_m : float
        A service this far beside the ground is reached straight from it. [m]

    Returns
    -------
    Measurement
        Distance on foot, see `_from_centre`. [m]

    References
    ----------
    Method, sections 1 and 8, A-11.
    """
    return _from_centre(plan, _Services.of(plan, "stop"), service_reach_m)


@indicator("m", need("toilet", attributes=("free", "accessible")), WALKABLE)
def toilet_distance(plan: Plan, *, service_reach_m: float = 20.0) -> Measurement:
    """Measure how far one walks from the middle of the site to a toilet for all.

    Parameters
    ----------
    plan : Plan
        With a site.
    service_reach_m : float
        As in `stop_distance`. [m]

    Returns
    -------
    Measurement
        Distance on foot to the nearest toilet that is free and accessible, see
        `_from_centre`. [m]

    References
    ----------
    Method, sections 1 and 8, A-16.
    """
    found = _Services.of(plan, "toilet", "free", "accessible")
    return _from_centre(plan, found, service_reach_m)


@indicator("m", need("fountain", attributes=("free",)), WALKABLE)
def fountain_distance(plan: Plan, *, service_reach_m: float = 20.0) -> Measurement:
    """Measure how far one walks from the middle of the site to free drinking water.

    Parameters
    ----------
    plan : Plan
        With a site.
    service_reach_m : float
        As in `stop_distance`. [m]

    Returns
    -------
    Measurement
        Distance on foot to the nearest fountain that is free, see `_from_centre`. [m]

    References
    ----------
    Method, sections 1 and 8, L-08.
    """
    return _from_centre(plan, _Services.of(plan, "fountain", "free"), service_reach_m)


@indicator("m", need("aed", attributes=("h24",)), WALKABLE)
def aed_distance(plan: Plan, *, service_reach_m: float = 20.0) -> Measurement:
    """Measure the longest walk from the site to a defibrillator open day and night.

    Parameters
    ----------
    plan : Plan
        With a site.
    service_reach_m : float
        As in `stop_distance`. [m]

    Returns
    -------
    Measurement
        Greatest distance on foot, over the cells and corners of the walkable ground,
        to the nearest defibrillator. Bounds as in `_from_centre`. [m]

    References
    ----------
    Method, sections 1 and 8, S-15.
    """
    found = _Services.of(plan, "aed", "h24")
    lacking = _lacking(plan, "aed")
    if lacking is not None:
        return unknown("m", lacking, best=0.0, worst=inf)
    ground = service_ground(plan, reach_m=service_reach_m)
    walkable = site_ground(plan).walkable
    spots = Spots(walkable.intersection(ground.part))
    share = 1 - spots.area.area / walkable.area
    sure = ground.distances(found.sure, spots)
    perhaps = ground.distances(found.perhaps, spots)
    way = None
    if np.isfinite(sure).all():
        way = ground.nearest(found.sure, Point(spots.points[int(sure.argmax())]))
    border = read_area(plan).boundary
    edge = shapely.distance(border, shapely.points(spots.points))
    best = float(np.minimum(perhaps, edge).max())
    answer = _Answer(plan, ground, found, way, best, border.distance(ground.centre))
    left_out = (ISLANDS,) if 1e-3 < share <= _ISLANDS else ()
    return answer.measurement(islands=share > _ISLANDS, defaults=left_out)


def _lacking(plan: Plan, kind: str) -> Reason | None:
    """Say which kind is lacking before anything can be measured."""
    if not plan.known(kind):
        return kind_missing(kind)
    if site_ground(plan).walkable.is_empty:
        return Reason("walkable_ground_missing")
    return None


def _from_centre(plan: Plan, found: _Services, reach_m: float) -> Measurement:
    """Measure the distance from the middle of the walkable ground to a service.

    Unknown where the kind is neither present nor declared, or no ground is walkable.
    What lies beyond the data may be nearer than what is found: at best it is as far
    as the edge. A service to which no way is drawn is at worst not reached, at best
    straight ahead, unless the plan is complete for what one walks on.
    """
    lacking = _lacking(plan, found.kind)
    if lacking is not None:
        return unknown("m", lacking, best=0.0, worst=inf)
    ground = service_ground(plan, reach_m=reach_m)
    here = ground.centre
    way = ground.nearest(found.sure, here)
    perhaps = ground.nearest(found.perhaps, here)
    edge = float(read_area(plan).boundary.distance(here))
    best = min(edge, inf if perhaps is None else perhaps.metres)
    return _Answer(plan, ground, found, way, best, edge).measurement()


@dataclass(frozen=True, eq=False)
class _Answer:
    """What was found of one kind of service, to be put into a measurement.

    Parameters
    ----------
    way : Way, optional
        To the service that decides; None where none is reached.
    best : float
        The distance with all that is not known at its best. [m]
    edge_m : float
        How far the data reaches. [m]
    """

    plan: Plan
    ground: ServiceGround
    found: _Services
    way: Way | None
    best: float
    edge_m: float

    def measurement(
        self, *, islands: bool = False, defaults: tuple[str, ...] = ()
    ) -> Measurement:
        """Return the measurement; with `islands` some ground is not reached."""
        found = measured(
            self.best if self.way is None else self.way.metres,
            "m",
            self._found_reason(),
            where=tuple(self._places()),
            bound=bound_by(self.plan, helping=[self.found.kind, *WALKED]),
            completeness=self.plan.completeness(self.found.kind, *WALKED),
            defaults=(*defaults, *((LINES_WALKED,) if lines_walked(self.plan) else ())),
        )
        if islands:
            reason = Reason("walkable_ground_apart")
            return between(found, reason, worst=inf, best=self._at_best())
        if self.way is None:
            return between(found, self._open_reason(), worst=inf, best=self._at_best())
        return between(
            found, self._open_reason(), worst=self.way.metres, best=self._at_best()
        )

    def _at_best(self) -> float:
        """Return the distance at best: what is not reached may lie ahead. [m]"""
        if self.way is not None or self.plan.declared.issuperset(WALKED):
            return self.best
        straight = self.found.perhaps.distance(self.ground.centre)
        return float(min([self.best, *straight]))

    def _found_reason(self) -> Reason:
        args: dict[str, ReasonValue] = {"kind": self.found.kind}
        if self.way is None:
            return Reason("service_beyond", {**args, "edge_m": self.edge_m})
        return Reason("service_found", {**args, "walk_m": self.way.metres})

    def _open_reason(self) -> Reason:
        """Say what leaves the distance open."""
        silent = self.found.silent()
        if silent is not None:
            return silent
        args: dict[str, ReasonValue] = {"kind": self.found.kind}
        if self.way is None and len(self.found.perhaps):
            return Reason("service_not_reached", args)
        return Reason("service_beyond", {**args, "edge_m": self.edge_m})

    def _none(self) -> Place:
        """Show from where none is reached, with how far one has looked. [m]"""
        here = self.ground.centre
        if len(self.found.perhaps):
            return Place(here, "finding", label="no_service_reached")
        return Place(
            here,
            "finding",
            self.edge_m,
            f"no_{self.found.kind}_within",
            unit="m",
            other=True,
        )

    def _places(self) -> Iterator[Place]:
        """Show the way (route) and the service; others of the kind (context)."""
        if self.way is not None:
            yield Place(self.way.line, "route", self.way.metres, "way_to_service")
            yield Place(
                self.way.shape,
                "good",
                self.way.metres,
                self.found.kind,
                self.way.element_id,
            )
        else:
            yield self._none()
        others = self.found.perhaps.geometry
        if self.way is not None:
            others = others.drop(self.way.element_id)
        nearest = others.distance(self.ground.centre).nsmallest(_SHOWN).index
        for element_id, shape in others[nearest].items():
            yield Place(shape, "context", None, self.found.kind, str(element_id))

"""The clear strip of a route: what stands in it, and what hangs too low above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.indicators.among import FURNITURE, ROUTE
from sbd.indicators.clear_ground import THIN_POINTS
from sbd.indicators.ground import SOLID, footprints, points
from sbd.indicators.measurement import Measurement, Place, Reason, unknown
from sbd.indicators.missing import bound_by, kind_missing
from sbd.indicators.registry import indicator, need
from sbd.indicators.routes import main_routes
from sbd.plans.plan import Plan

#: Kinds that stand in a strip. Source: method, section 8, A-08 (elements, terraces,
#: bays); a building or wall in it is an error of the drawing, which is checked apart.
STANDING = (
    *(kind for kind in SOLID if kind != "building"),
    "terrace",
    "parking",
    "cycle_stand",
)
#: No crown is wider: a tree farther off does not hang over a strip. [m] Source: ours.
_WIDEST_CROWN_M = 15.0


@dataclass(frozen=True, eq=False)
class _Obstacle:
    """Something in the strip, or above it; `sure` where the plan says so."""

    kind: str
    element_id: str
    shape: BaseGeometry
    label: str
    sure: bool = True
    lacking: str | None = None
    value: float | None = None


@indicator(
    "n/100m",
    ROUTE,
    FURNITURE,
    need("tree", attributes=("base_m",), within_m=0),
    need("canopy", attributes=("base_m",), within_m=0),
)
def obstacles_per_100m(
    plan: Plan, *, clear_strip_half_width_m: float = 0.75, headroom_m: float = 2.20
) -> Measurement:
    """Measure how many obstacles stand in the clear strip of the main routes.

    Every element, terrace or bay that reaches into the strip along a main route, and
    every crown or canopy that hangs lower than the headroom above it, counts once.
    Source: method, section 8, A-08.

    Parameters
    ----------
    plan : Plan
        With a site.
    clear_strip_half_width_m : float
        Half the width of the strip. [m]
    headroom_m : float
        Least height free above it. [m] Source: Autonomia.

    Returns
    -------
    Measurement
        Obstacles for each 100 m of main route in the site. [n/100m]
        Unknown where no route runs in the site, or kinds that stand or hang in the
        way are neither present nor declared; an interval where a crown or canopy does
        not tell how low it hangs.
    """
    routes = main_routes(plan)
    if not routes.known:
        return unknown("n/100m", kind_missing("route"))
    if routes.empty:
        return unknown("n/100m", Reason("no_route_in_site"))
    network = routes.network
    half = clear_strip_half_width_m - plan.tolerance_m
    found = [
        *_standing(plan, network, half),
        *_hanging(plan, network, half, headroom_m),
    ]
    sure, every = _count(found, all_of_them=False), _count(found, all_of_them=True)
    per_100 = 100 / network.length
    silent = _silent(plan)
    worst, best = every * per_100, sure * per_100
    settled = not silent and every == sure
    return Measurement(
        "measured" if settled else "unknown",
        "n/100m",
        _reason(found, silent, sure, network.length),
        value=best if settled else None,
        worst=inf if silent else worst,
        best=best,
        where=(*map(_place, found), Place(network, "route", label="main_route")),
        bound=bound_by(plan, helping=["route"], hurting=("route", *STANDING, "canopy")),
        completeness=plan.completeness(*STANDING, "canopy"),
        assumed=_assumed(plan, found),
        defaults=(*routes.defaults, *_thin(plan, network, half)),
    )


def _standing(plan: Plan, network: BaseGeometry, half: float) -> Iterator[_Obstacle]:
    """Yield what stands in the strip, as large as the plan tells."""
    for kind in STANDING:
        layer = plan.of(kind).sort_index()
        if layer.empty:
            continue
        sized = footprints(plan, kind).geometry
        shapes = layer.geometry.copy()
        shapes[sized.index] = sized
        inside = shapely.dwithin(shapes.to_numpy(), network, half)
        judged = shapely.intersects(shapes.to_numpy(), plan.judged)
        for element_id, shape in shapes[inside & judged].items():
            yield _Obstacle(kind, str(element_id), shape, "obstacle")


def _hanging(
    plan: Plan, network: BaseGeometry, half: float, headroom: float
) -> Iterator[_Obstacle]:
    """Yield crowns and canopies that hang too low above the strip, or may."""
    for kind, layer in (("tree", _crowns(plan)), ("canopy", plan.of("canopy"))):
        low = ~(layer["base_m"] >= headroom - plan.tolerance_m)
        shapes = layer.geometry.to_numpy()
        above = low & shapely.dwithin(shapes, network, half)
        for element_id, row in layer[above].sort_index().iterrows():
            base, sure = row["base_m"], True
            lacking = None
            if np.isnan(base):
                lacking, sure = "base_m", False
            elif kind == "tree" and np.isnan(row["crown_radius_m"]):
                lacking, sure = "crown_radius_m", False
            yield _Obstacle(
                kind,
                str(element_id),
                row["geometry"],
                "headroom",
                sure,
                lacking,
                None if np.isnan(base) else float(base),
            )


def _crowns(plan: Plan) -> gpd.GeoDataFrame:
    """Return trees with their crown; one without a radius may be wide."""
    trees = plan.of("tree")
    radius = trees["crown_radius_m"].fillna(_WIDEST_CROWN_M)
    return trees.set_geometry(trees.geometry.buffer(radius))


def _count(found: Sequence[_Obstacle], *, all_of_them: bool) -> int:
    """Count elements, each once."""
    return len({o.element_id for o in found if o.sure or all_of_them})


def _silent(plan: Plan) -> tuple[str, ...]:
    """Return the kinds of which nobody knows whether there are any."""
    lacking = [kind for kind in ("tree", "canopy") if not plan.known(kind)]
    if not plan.has(*FURNITURE.kinds):
        lacking += [k for k in FURNITURE.kinds if k not in plan.declared]
    return tuple(lacking)


def _reason(
    found: Sequence[_Obstacle], silent: tuple[str, ...], sure: int, length: float
) -> Reason:
    """Say what was counted, or what is missing most."""
    if silent:
        return kind_missing(*silent)
    lacking = [(o.kind, o.lacking) for o in found if o.lacking is not None]
    if not lacking:
        return Reason("obstacles_found", {"obstacles": sure, "route_m": length})
    kind, attribute = max(sorted(set(lacking)), key=lacking.count)
    of = sum(o.kind == kind for o in found)
    told = {"kind": kind, "attribute": attribute}
    count = lacking.count((kind, attribute))
    return Reason("attribute_missing", {**told, "count": count, "of": of})


def _place(obstacle: _Obstacle) -> Place:
    """Show an obstacle, with the height it leaves free."""
    return Place(
        obstacle.shape,
        "finding" if obstacle.sure else "context",
        obstacle.value,
        obstacle.label,
        obstacle.element_id,
        unit="m",
    )


def _assumed(plan: Plan, found: Sequence[_Obstacle]) -> tuple[str, ...]:
    """Name the assumptions behind sizes and crowns."""
    asked = (("tree", "base_m"), ("tree", "crown_radius_m"), ("bollard", "diameter_m"))
    names = {
        name
        for kind, attribute in asked
        for name in plan.assumptions_behind(
            kind, attribute, [o.element_id for o in found if o.kind == kind]
        )
    }
    return tuple(sorted(names))


def _thin(plan: Plan, network: BaseGeometry, half: float) -> tuple[str, ...]:
    """Name the default where things beside the strip do not tell their size."""
    for kind in SOLID:
        if kind in ("building", "lamp", "bin"):
            continue
        layer = points(plan.near(kind, plan.judged))
        column = "trunk_diameter_m" if kind == "tree" else "diameter_m"
        if column in layer:
            layer = layer[layer[column].isna()]
        if layer.dwithin(network, 2 * half).any():
            return (THIN_POINTS,)
    return ()

"""Motor space: how much of the public area is given to driving and parking."""

from __future__ import annotations

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from sbd.indicators.ground import Ground, areas, polygons_of, site_ground
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import between, bound_by, kind_missing, missing_kinds
from sbd.indicators.registry import indicator, need
from sbd.plans.kinds import GROUND_ORDER
from sbd.plans.plan import Plan

#: Code of the default: a carriageway that says nothing about sharing is not shared.
NOT_SHARED = "shared_missing_is_not_shared"
#: Ground a carriageway or parking place without a width may take: what no kind, or
#: only a kind of lower rank, covers.
_ABOVE = GROUND_ORDER[: GROUND_ORDER.index("carriageway") + 1]
#: Drawings of less than this outside known ground are noise. [m]
_SHORTEST_M = 0.5


@indicator("%", need("carriageway"), need("parking"))
def motor_space_share(plan: Plan) -> Measurement:
    """Measure the share of the public area taken by carriageways and parking.

    Shared carriageways and cycleways do not count. Each point has one kind
    (`sbd.indicators.ground`), so overlapping elements are counted once.

    Parameters
    ----------
    plan : Plan
        With a site.

    Returns
    -------
    Measurement
        Carriageway and parking over the site without its buildings. [%]
        Unknown where either kind is neither present nor declared, or is drawn
        without a width: at worst it takes all ground of no known kind or of lower
        rank, at best none. Not applicable where buildings fill the site.

    References
    ----------
    Method, section 8, L-10.
    """
    lacking = missing_kinds(plan, "carriageway", "parking")
    if lacking:
        return unknown("%", kind_missing(*lacking))
    ground = site_ground(plan)
    public = plan.judged.area - ground.of("building").area
    if public <= _SHORTEST_M**2:
        return not_applicable("%", Reason("no_public_area"))
    pieces = _motor_pieces(ground)
    area = float(pieces.area.sum())
    share = 100 * area / public
    found = measured(
        share,
        "%",
        Reason("motor_space_found", {"area_m2": area, "public_m2": public}),
        where=_places(pieces, public),
        bound=bound_by(plan, hurting=["carriageway", "parking", "building"]),
        completeness=plan.completeness("carriageway", "parking", "building"),
        assumed=_assumed(plan, pieces),
        defaults=_defaults(plan, pieces),
    )
    loose = _widthless(ground)
    if loose is None:
        return found
    free = polygons_of(plan.judged.difference(ground.of(*_ABOVE))).area
    return between(found, loose, worst=share + 100 * free / public, best=share)


def _motor_pieces(ground: Ground) -> gpd.GeoDataFrame:
    pieces = ground.pieces
    motor = pieces[pieces["kind"].isin(("carriageway", "parking"))]
    carriageways = ground.plan.of("carriageway")
    shared = carriageways.index[carriageways["shared"] == "yes"]
    return motor[~motor.index.isin(shared)]


def _widthless(ground: Ground) -> Reason | None:
    """Say which of the two kinds is drawn without a width on other ground."""
    known = ground.of(*_ABOVE)
    for kind in ("carriageway", "parking"):
        layer = ground.plan.near(kind, ground.domain)
        if "shared" in layer:
            layer = layer[layer["shared"] != "yes"]
        drawn = layer.drop(areas(layer).index)
        if any(_sticks_out(g, ground.domain, known) for g in drawn.geometry):
            args = {"kind": kind, "count": len(drawn), "of": len(layer)}
            return Reason("area_missing", args)
    return None


def _sticks_out(shape: BaseGeometry, domain: BaseGeometry, known: BaseGeometry) -> bool:
    """Whether a line or point lies in the domain on ground of another kind."""
    rest = shape.intersection(domain).difference(known)
    if rest.is_empty:
        return False
    return rest.length > _SHORTEST_M or shape.geom_type.endswith("Point")


def _places(pieces: gpd.GeoDataFrame, public: float) -> tuple[Place, ...]:
    rows = zip(pieces.index, pieces["kind"], pieces.geometry, strict=True)
    return tuple(
        Place(shape, "finding", share, kind, str(element_id), share=True)
        for element_id, kind, shape in rows
        for share in [100 * shape.area / public]
    )


def _assumed(plan: Plan, pieces: gpd.GeoDataFrame) -> tuple[str, ...]:
    names = {
        name
        for kind in ("carriageway", "parking")
        for name in plan.assumptions_behind(kind, "geometry", pieces.index)
    }
    return tuple(sorted(names))


def _defaults(plan: Plan, pieces: gpd.GeoDataFrame) -> tuple[str, ...]:
    carriageways = plan.of("carriageway")
    used = carriageways[carriageways.index.isin(pieces.index)]
    return (NOT_SHARED,) if used["shared"].isna().any() else ()

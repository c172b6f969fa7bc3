"""Greenery: how much of the site lies under crowns and how much can take up rain."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among
from sbd.indicators.crowns import discs
from sbd.indicators.ground import Ground, polygons_of, site_ground, union
from sbd.indicators.measurement import (
    Bound,
    Measurement,
    Place,
    Reason,
    Role,
    measured,
    unknown,
)
from sbd.indicators.missing import (
    attribute_missing,
    between,
    bound_by,
    declared_none,
    kind_missing,
)
from sbd.indicators.registry import indicator, need
from sbd.plans.kinds import GROUND_ORDER
from sbd.plans.plan import SETTING_M, Plan

#: Codes of the defaults that stand in for what a plan does not say.
CROWN_TODAY = "crown_15y_missing"
WIDTHLESS = "paths_without_width_take_no_ground"

#: Share of a surface that counts as unsealed. Source: method, section 8, L-04. [1]
WEIGHTS = {
    "soil": 1.0,
    "gravel": 0.5,
    "grass_pavers": 0.5,
    "open_joints": 0.5,
    "sealed": 0.0,
}
#: The same for ground whose kind says it, where no surface is given. [1]
KIND_WEIGHTS = {"green": 1.0, "gravel": 0.5}
#: Kinds whose surface decides; where it is missing they may be sealed or soil.
PAVED = ("footway", "square", "parking", "carriageway")
#: Kinds that sources draw as centrelines without a width.
_WAYS = ("footway", "cycleway", "carriageway")
#: Smaller remains of overlay are noise of the coordinates, as share of the site. [1]
_NOISE = 1e-6
#: A path that runs over unsealed ground for less than this is no path there. [m]
_SHORTEST_PATH_M = 0.5


@indicator(
    "%",
    need(
        "tree",
        attributes=("crown_15y_radius_m", "crown_radius_m"),
        within_m=SETTING_M,
        either=True,
    ),
)
def canopy_share(plan: Plan) -> Measurement:
    """Measure the share of the site under tree crowns.

    Crowns after fifteen years of all trees of the setting (the site and 30 m around
    it), joined and cut to the site; where only today's radius is known it is used,
    as a lower bound.

    Parameters
    ----------
    plan : Plan
        With a site.

    Returns
    -------
    Measurement
        Union of the crowns inside the site over the area of the site. [%]
        Unknown where trees are neither present nor declared, or a tree has no
        radius: at worst it has no crown, at best one of 30 m, the setting's reach.

    References
    ----------
    Method, section 8, L-03.
    """
    if not plan.known("tree"):
        return unknown("%", kind_missing("tree"))
    if not plan.has("tree"):
        return measured(0.0, "%", declared_none("tree"))
    trees = plan.near("tree", plan.setting).sort_index()
    later, today = trees["crown_15y_radius_m"], trees["crown_radius_m"]
    radius = later.fillna(today)
    crowns = _crowns(plan, trees, radius.fillna(0.0))
    site, area = plan.judged.area, union(crowns).area
    only_today = trees.index[later.isna() & today.notna()]
    args = {"trees": len(crowns), "area_m2": area, "site_m2": site}
    found = measured(
        100 * area / site,
        "%",
        Reason("canopy_found", args),
        where=tuple(Place(g, "good", element_id=str(i)) for i, g in crowns.items()),
        bound="lower" if len(only_today) else bound_by(plan, helping=["tree"]),
        completeness=plan.completeness("tree"),
        assumed=_assumed_crowns(plan, trees.index),
        defaults=(CROWN_TODAY,) if len(only_today) else (),
    )
    if radius.notna().all():
        return found
    best = union(_crowns(plan, trees, radius.fillna(SETTING_M))).area
    reason = attribute_missing("tree", "crown_radius_m", trees[later.isna()])
    return between(found, reason, worst=100 * area / site, best=100 * best / site)


def _crowns(plan: Plan, trees: gpd.GeoDataFrame, radius: pd.Series) -> gpd.GeoSeries:
    """Return the crowns that reach into the site, cut to it. [m]"""
    inside = discs(trees.geometry, radius).intersection(plan.judged)
    return inside[inside.area > 0]


def _assumed_crowns(plan: Plan, ids: pd.Index) -> tuple[str, ...]:
    names = {
        name
        for attribute in ("crown_15y_radius_m", "crown_radius_m")
        for name in plan.assumptions_behind("tree", attribute, ids)
    }
    return tuple(sorted(names))


@indicator(
    "%",
    need("green", "gravel", "water", *PAVED),
    need(
        *PAVED,
        attributes=("surface",),
        within_m=0,
        among=among.as_areas,
        none="any",
    ),
)
def unsealed_share(plan: Plan, *, open_ground_weight: float = 0.5) -> Measurement:
    """Measure the share of the site that is unsealed or planted.

    Green and soil count whole; gravel, grass pavers and open joints count
    `open_ground_weight`; all other ground counts nothing. Each point has one kind
    (`sbd.indicators.ground`), so overlapping elements are counted once.

    Parameters
    ----------
    plan : Plan
        With a site.
    open_ground_weight : float
        Weight of gravel, grass pavers and open joints. [1]

    Returns
    -------
    Measurement
        Weighted unsealed area over the area of the site. [%]
        Unknown where part of the site has no kind of ground, or paved ground has
        no surface: at worst it is sealed, at best soil.

    References
    ----------
    Method, section 8, L-04.
    """
    if not any(plan.known(kind) for kind in GROUND_ORDER):
        return unknown("%", kind_missing("green", "gravel", *PAVED))
    ground = site_ground(plan)
    pieces = _weighed(ground, open_ground_weight)
    site = plan.judged.area
    known = float((pieces["weight"].fillna(0.0) * pieces.area).sum())
    unsaid = pieces[pieces["weight"].isna()]
    bare = polygons_of(plan.judged.difference(ground.covered))
    crossed = _crossed(ground, union(pieces.geometry[pieces["weight"] > 0]))
    args = {"area_m2": known, "site_m2": site, "uncovered_m2": bare.area}
    found = measured(
        100 * known / site,
        "%",
        Reason("unsealed_found", args),
        where=tuple(_ground_places(pieces, bare)),
        bound=_unsealed_bound(plan, known, crossed),
        completeness=plan.completeness(*GROUND_ORDER),
        assumed=_assumed_ground(plan, pieces),
        defaults=(WIDTHLESS,) if crossed else (),
    )
    rest = unsaid.area.sum() + bare.area
    if rest <= _NOISE * site:
        return found
    reason = _unsaid_reason(plan, unsaid, bare)
    return between(
        found, reason, worst=100 * known / site, best=100 * (known + rest) / site
    )


def _weighed(ground: Ground, open_weight: float) -> gpd.GeoDataFrame:
    """Give each piece of ground its weight; NaN where its surface is missing."""
    weights = {s: open_weight if w == 0.5 else w for s, w in WEIGHTS.items()}
    kinds = {k: open_weight if w == 0.5 else w for k, w in KIND_WEIGHTS.items()}
    pieces = ground.pieces
    values = []
    for element_id, kind in pieces["kind"].items():
        layer = ground.plan.of(kind)
        surface = layer.at[element_id, "surface"] if "surface" in layer else None
        fallback = kinds.get(kind, np.nan if kind in PAVED else 0.0)
        values.append(fallback if pd.isna(surface) else weights.get(surface, np.nan))
    return pieces.assign(weight=np.array(values, dtype="float64"))


def _crossed(ground: Ground, unsealed: BaseGeometry) -> bool:
    """Whether a path or carriageway without width runs over unsealed ground."""
    return any(
        ground.lines_without_area(kind).intersection(unsealed).length.sum()
        > _SHORTEST_PATH_M
        for kind in _WAYS
    )


def _unsealed_bound(plan: Plan, known: float, crossed: bool) -> Bound:
    """More green can only help; more of what would lie over it can only hurt."""
    above = GROUND_ORDER[: GROUND_ORDER.index("green")] if known > 0 else ()
    bound = bound_by(plan, helping=["green", "gravel"], hurting=above)
    if not crossed:
        return bound
    return "upper" if bound in ("exact", "upper") else "open"


def _unsaid_reason(plan: Plan, unsaid: gpd.GeoDataFrame, bare: BaseGeometry) -> Reason:
    """Say what leaves the widest gap: bare ground, or one kind without surface."""
    site = plan.judged.area
    by_kind = unsaid.area.groupby(unsaid["kind"]).sum().sort_index()
    if by_kind.empty or bare.area >= by_kind.max():
        return Reason("ground_uncovered", {"area_m2": bare.area, "site_m2": site})
    kind = str(by_kind.idxmax())
    pieces = site_ground(plan).pieces
    used = pieces.index[pieces["kind"] == kind].unique()
    return attribute_missing(kind, "surface", plan.of(kind).loc[used])


def _assumed_ground(plan: Plan, pieces: gpd.GeoDataFrame) -> tuple[str, ...]:
    """Assumptions that gave ways their width or paving its surface."""
    names = {
        name
        for kind, group in pieces.groupby("kind")
        for attribute in ("geometry", "surface")
        for name in plan.assumptions_behind(str(kind), attribute, group.index)
    }
    return tuple(sorted(names))


def _ground_places(pieces: gpd.GeoDataFrame, bare: BaseGeometry) -> Iterator[Place]:
    """Unsealed pieces (good), the sealed rest (finding), the unsaid (context)."""
    rows = zip(
        pieces.index, pieces["kind"], pieces["weight"], pieces.geometry, strict=True
    )
    for element_id, kind, weight, shape in rows:
        if kind == "building":
            continue
        if np.isnan(weight):
            yield Place(shape, "context", None, "surface_missing", str(element_id))
        else:
            role: Role = "good" if weight > 0 else "finding"
            yield Place(shape, role, 100 * weight, kind, str(element_id))
    if not bare.is_empty:
        yield Place(bare, "context", label="ground_uncovered")

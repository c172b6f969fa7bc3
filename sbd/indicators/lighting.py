"""Lighting: whether trees and lamps leave each other room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import (
    bound_by,
    declared_none,
    kind_missing,
    missing_kinds,
)
from sbd.indicators.registry import indicator, need
from sbd.plans.plan import SETTING_M, Plan

#: Attributes that can settle a pair, in the order they are asked for.
_ASKED = (("tree", "base_m"), ("lamp", "height_m"), ("tree", "height_m"))


@dataclass(frozen=True)
class _Pair:
    """A lamp and a tree too near to it, whether they agree, and what is missing."""

    lamp: str
    tree: str
    line: BaseGeometry
    clear: bool | None
    lacking: tuple[tuple[str, str, str], ...]


@indicator(
    "%",
    need(
        "lamp",
        attributes=("height_m",),
        within_m=SETTING_M,
        among=among.by_trees,
        none="not_applicable",
    ),
    need("tree", attributes=("base_m", "height_m"), among=among.by_lamps),
)
def clear_lamp_share(plan: Plan, *, lamp_tree_distance_m: float = 5.0) -> Measurement:
    """Measure the share of lamps whose light no tree blocks.

    A lamp of the setting is clear when no tree stands nearer than the distance, or
    when each such tree's crown begins at or above the lamp or ends at or below it.
    Source: method, section 8, S-11.

    Parameters
    ----------
    plan : Plan
        With a site.
    lamp_tree_distance_m : float
        Distance from trunk to pole that leaves the light free. [m]
        Source: Auckland street-lighting policy (domain E2, S-11).

    Returns
    -------
    Measurement
        Clear lamps over all lamps in the site and 30 m around it. [%]
        Unknown where a kind is neither present nor declared, or where a missing
        height could change the share; not applicable without lamps.
    """
    absent = missing_kinds(plan, "lamp", "tree")
    if "lamp" in absent:
        return unknown("%", kind_missing(*absent))
    lamps = plan.near("lamp", plan.setting).sort_index()
    if lamps.empty and "lamp" in plan.declared:
        return not_applicable("%", declared_none("lamp"))
    if lamps.empty or absent:
        return unknown("%", kind_missing(*(absent or ("lamp",))))
    pairs = _pairs(plan, lamps, lamp_tree_distance_m - plan.tolerance_m)
    return _share(plan, lamps, pairs)


def _share(plan: Plan, lamps: gpd.GeoDataFrame, pairs: Sequence[_Pair]) -> Measurement:
    """Count the lamps, with the best and the worst that missing heights allow."""
    blocked = {p.lamp for p in pairs if p.clear is False}
    doubtful = {p.lamp for p in pairs if p.clear is None} - blocked
    best = 100 * (len(lamps) - len(blocked)) / len(lamps)
    where = _places(lamps, pairs, blocked | doubtful)
    completeness = plan.completeness("lamp", "tree")
    bound = bound_by(plan, helping=["lamp"], hurting=["lamp", "tree"])
    assumed = _assumed(plan, pairs)
    if doubtful:
        open_pairs = [p for p in pairs if p.clear is None and p.lamp in doubtful]
        return unknown(
            "%",
            _most_missing(open_pairs),
            worst=100 * (len(lamps) - len(blocked | doubtful)) / len(lamps),
            best=best,
            where=where,
            bound=bound,
            completeness=completeness,
            assumed=assumed,
        )
    found = {"clear": len(lamps) - len(blocked), "lamps": len(lamps)}
    return measured(
        best,
        "%",
        Reason("lamps_found", found),
        where=where,
        bound=bound,
        completeness=completeness,
        assumed=assumed,
    )


def _pairs(plan: Plan, lamps: gpd.GeoDataFrame, distance: float) -> list[_Pair]:
    """Return every lamp with every tree nearer than a distance, in order of ids."""
    trees = plan.of("tree").sort_index()
    index = shapely.STRtree(trees.geometry.to_numpy())
    found = []
    for lamp_id, lamp in zip(lamps.index, lamps.itertuples(), strict=True):
        for n in sorted(index.query(lamp.geometry, "dwithin", distance)):
            tree = trees.iloc[int(n)]
            if lamp.geometry.distance(tree.geometry) < distance:
                clear, lacking = _agree(lamp.height_m, tree["base_m"], tree["height_m"])
                ids = {"lamp": lamp_id, "tree": trees.index[int(n)]}
                line = shapely.shortest_line(lamp.geometry, tree.geometry)
                named = tuple((k, a, ids[k]) for k, a in lacking)
                found.append(_Pair(lamp_id, ids["tree"], line, clear, named))
    return found


def _agree(
    lamp_height: float, base: float, top: float
) -> tuple[bool | None, tuple[tuple[str, str], ...]]:
    """Tell whether a crown leaves a lamp free, and which heights are missing. [m]"""
    if base >= lamp_height or top <= lamp_height:
        return True, ()
    heights = dict(zip(_ASKED, (base, lamp_height, top), strict=True))
    lacking = tuple(key for key, height in heights.items() if np.isnan(height))
    return (None, lacking) if lacking else (False, ())


def _most_missing(pairs: Sequence[_Pair]) -> Reason:
    """Name the attribute whose absence leaves most elements open."""
    lacking = {entry for pair in pairs for entry in pair.lacking}
    counts = Counter((kind, attribute) for kind, attribute, _ in lacking)
    kind, attribute = max(_ASKED, key=lambda key: counts[key])
    concerned = {p.lamp if kind == "lamp" else p.tree for p in pairs}
    return Reason(
        "attribute_missing",
        {
            "kind": kind,
            "attribute": attribute,
            "count": counts[kind, attribute],
            "of": len(concerned),
        },
    )


def _assumed(plan: Plan, pairs: Iterable[_Pair]) -> tuple[str, ...]:
    """Name the assumptions behind the heights that were compared."""
    found = list(pairs)
    ids = {"lamp": [p.lamp for p in found], "tree": [p.tree for p in found]}
    names = {
        name
        for kind, attribute in _ASKED
        for name in plan.assumptions_behind(kind, attribute, ids[kind])
    }
    return tuple(sorted(names))


def _places(
    lamps: gpd.GeoDataFrame, pairs: Sequence[_Pair], unclear: set[str]
) -> tuple[Place, ...]:
    """Show clear lamps as points, and lamp and tree in conflict joined by a line."""
    clear = [
        Place(geometry, "good", label="lamp_clear", element_id=str(lamp_id))
        for lamp_id, geometry in lamps.geometry.items()
        if lamp_id not in unclear
    ]
    joined = [
        Place(
            pair.line,
            "context" if pair.clear is None else "finding",
            value=pair.line.length,
            label="height_missing" if pair.clear is None else "tree_too_near",
            element_id=pair.lamp,
            unit="m",
        )
        for pair in pairs
        if not pair.clear
    ]
    return (*clear, *joined)

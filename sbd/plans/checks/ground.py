"""Ground areas that overlap, and parts of the site that no ground area covers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.plans.checks.duplicates import alike_share
from sbd.plans.checks.finding import Finding, Severity, finding
from sbd.plans.checks.things import (
    AREA,
    Picks,
    Shapes,
    Things,
    areal,
    pairs,
    saying,
    things,
    thinner,
    together,
)
from sbd.plans.kinds import GROUND_ORDER, KINDS
from sbd.plans.plan import NoteValue, Plan

_SOFT = frozenset({"green", "gravel"})
_PAVED = frozenset({"square", "footway"})
#: What is laid on what on purpose, by the kind that wins; all else is a warning.
#: Source: our choice. A carriageway shared with people is ``shared``.
LAYERS: dict[str, frozenset[str]] = {
    "building": _SOFT | {"square"},
    "water": _SOFT | _PAVED | {"play"},
    "play": _SOFT | _PAVED | {"youth", "shared"},
    "youth": _SOFT | _PAVED | {"shared"},
    "terrace": _SOFT | _PAVED | {"parking", "shared"},
    "crossing": _PAVED | {"carriageway", "cycleway", "parking", "shared"},
    "square": _SOFT | {"footway", "cycleway", "shared"},
    "footway": _SOFT | {"cycleway", "shared"},
    "cycleway": _SOFT | {"carriageway", "shared"},
    "parking": _SOFT | {"carriageway", "shared"},
    "carriageway": _SOFT,
    "shared": _SOFT,
    "green": frozenset({"gravel"}),
}
#: Smaller overlaps and gaps are counted, not listed. [m2] Source: our choice.
LEAST_M2 = 0.5
#: Smaller remains are noise of the coordinates. [m2] Source: our choice, 1 cm2.
NOISE_M2 = 1e-4
#: An area hidden to this share lies under the other. [1] Source: our choice.
HIDDEN_SHARE = 0.95
#: A gap nowhere wider than this lies between areas that were to meet. [m]
#: Source: our choice.
GAP_M = 1.0
#: Kinds that say nothing about the ground below them.
_NO_GROUND = frozenset(
    {
        "site",
        "extent",
        "canopy",
        "stay_zone",
        "crowd_zone",
        "risk_spot",
        "sensitive_zone",
        "noise",
        "stop",
    }
)
COVERING = tuple(
    k for k, e in KINDS.items() if "area" in e.shapes and k not in _NO_GROUND
)


def overlaps(plan: Plan) -> Iterator[Finding]:
    """Find ground areas that overlap where neither is laid on the other on purpose.

    Parameters
    ----------
    plan : Plan
        A site is not needed.

    Yields
    ------
    Finding
        ``overlap``, ``same_kind_overlap`` (an info where one lies in the other),
        ``counts_as_other`` and, once, ``small_overlaps``: those below 0.5 m2 or
        thinner than the plan's tolerance.
    """
    ground = things(plan, GROUND_ORDER, shapes=(AREA,))
    if not len(ground):
        return
    ranks = np.array([GROUND_ORDER.index(k) for k in ground.kinds])
    one, two = pairs(ground, ground)
    kept = (ranks[one] < ranks[two]) | ((ranks[one] == ranks[two]) & (one < two))
    upper, lower = one[kept], two[kept]
    common = _common(ground.shapes[upper], ground.shapes[lower])
    real = shapely.area(common) > NOISE_M2
    upper, lower, common = upper[real], lower[real], common[real]
    rules = _rule_kinds(plan, ground)
    small = []
    for a, b, shape, broad in zip(
        upper, lower, common, _broad(common, plan.tolerance_m), strict=True
    ):
        found = _judge(ground, rules, (a, b), shape)
        if found is not None and (broad or found.code == "counts_as_other"):
            yield found
        elif found is not None:
            small.append(shape)
    if small:
        yield finding("small_overlaps", (), together(small), {"n": len(small)})


def _common(one: Shapes, other: Shapes) -> Shapes:
    shared: Shapes = shapely.intersection(one, other)
    mixed = ~np.isin(shapely.get_type_id(shared), (3, 6))
    shared[mixed] = [areal(g) for g in shared[mixed]]
    return shared


def _broad(common: Shapes, tolerance_m: float) -> NDArray[np.bool_]:
    """Tell which overlaps are large, and wider than the tolerance."""
    large: NDArray[np.bool_] = shapely.area(common) >= LEAST_M2
    large[large] = ~thinner(common[large], tolerance_m)
    return large


def _rule_kinds(plan: Plan, ground: Things) -> list[str]:
    """Return the kind of each area; carriageways shared with people have their own."""
    shared = saying(plan, "carriageway", "shared", "yes")
    return [
        "shared" if k == "carriageway" and i in shared else str(k)
        for k, i in zip(ground.kinds, ground.ids, strict=True)
    ]


def _judge(
    ground: Things, rules: list[str], pair: tuple[int, int], common: BaseGeometry
) -> Finding | None:
    upper, lower = pair
    ids = (ground.ids[upper], ground.ids[lower])
    kind, below = str(ground.kinds[upper]), str(ground.kinds[lower])
    args: dict[str, NoteValue] = {
        "kind": kind,
        "below": below,
        "area_m2": round(float(common.area), 2),
    }
    areas = (ground.shapes[upper].area, ground.shapes[lower].area)
    if kind == below:
        if alike_share(common.area, *areas):
            return None  # told as a duplicate
        del args["below"]
        within = common.area >= HIDDEN_SHARE * min(areas)
        severity: Severity | None = "info" if within else None
        return finding("same_kind_overlap", ids, common, args, severity=severity)
    if rules[lower] not in LAYERS[rules[upper]]:
        return finding("overlap", ids, common, args)
    hidden = common.area >= HIDDEN_SHARE * areas[1] and below != "footway"
    return finding("counts_as_other", ids, common, args) if hidden else None


def gaps(plan: Plan) -> Iterator[Finding]:
    """Find parts of the site that no ground area and no solid thing covers.

    Parameters
    ----------
    plan : Plan
        With a site, or nothing is found.

    Yields
    ------
    Finding
        ``gap`` for parts nowhere wider than 1 m, ``ground_not_drawn`` once for the
        larger ones, ``small_gaps`` once for those below 0.5 m2 or thinner than the
        plan's tolerance, ``site_without_ground`` instead where there is none.
    """
    if plan.site is None:
        return
    covering = things(plan, COVERING, shapes=(AREA,), assumed=True)
    near = np.unique(covering.tree.query(plan.site, predicate="intersects"))
    covering = covering.where(near)
    bare = areal(plan.site.difference(together(covering.shapes)))
    if plan.site.area - bare.area < LEAST_M2:
        yield finding("site_without_ground", (), plan.site)
        return
    parts = shapely.get_parts(bare)
    parts = parts[shapely.area(parts) > NOISE_M2]
    narrow = thinner(parts, GAP_M)
    yield from _narrow(covering, parts[narrow], plan.tolerance_m)
    wide = parts[~narrow]
    if len(wide):
        area = float(shapely.area(wide).sum())
        share = round(100 * area / plan.site.area, 1)
        args = {"area_m2": round(area, 1), "share": share}
        yield finding("ground_not_drawn", (), together(wide), args)


def _narrow(covering: Things, parts: Shapes, tolerance_m: float) -> Iterator[Finding]:
    broad = _broad(parts, tolerance_m)
    if (~broad).any():
        small = parts[~broad]
        yield finding("small_gaps", (), together(small), {"n": len(small)})
    listed = parts[broad]
    part, beside = covering.tree.query(listed, "dwithin", distance=tolerance_m)
    for n, shape in enumerate(listed):
        names = _names(covering, beside[part == n])
        yield finding("gap", names, shape, {"area_m2": round(float(shape.area), 2)})


def _names(covering: Things, picks: Picks) -> list[str]:
    return [str(i) for i in covering.ids[np.unique(picks)]]

"""Things drawn twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
import shapely
from numpy.typing import NDArray

from sbd.plans.checks.finding import Finding, finding
from sbd.plans.checks.things import (
    AREA,
    LINE,
    POINT,
    Picks,
    Things,
    areal,
    near_pairs,
    pairs,
    things,
    together,
)
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan

#: Points of a kind nearer than this are one thing. [m] Source: our choice, less than
#: the thinnest post.
NEAR_M = 0.05
#: Areas of a kind that share more than this of the larger are one thing. [1]
#: Source: our choice.
ALIKE = 0.95
#: Things that may share a place where this attribute differs.
_APART = {"opening": "floor", "camera": "azimuth_deg", "lamp": "height_m"}
_FRAME = ("site", "extent")


def alike_share(common: float, one: float, other: float) -> bool:
    """Tell whether two areas are one thing, from their areas and what they share."""
    return common > ALIKE * max(one, other)


def duplicates(plan: Plan) -> Iterator[Finding]:
    """Find elements of one kind that lie on each other.

    Parameters
    ----------
    plan : Plan
        A site is not needed.

    Yields
    ------
    Finding
        One per group: ``duplicate`` where all are equal within the plan's tolerance,
        ``near_duplicate`` for points within 0.05 m and areas that overlap more than
        95 %.
    """
    for kind in KINDS:
        if kind in _FRAME or not plan.has(kind):
            continue
        found = things(plan, (kind,))
        if len(found) < 2:
            continue
        one, two = _meeting(plan, found)
        for members in _groups(one, two):
            yield _told(plan, kind, found.where(members))


def _told(plan: Plan, kind: str, same: Things) -> Finding:
    first = shapely.normalize(same.shapes[0])
    rest = shapely.normalize(same.shapes[1:])
    exact = shapely.equals_exact(first, rest, tolerance=plan.tolerance_m)
    code = "duplicate" if exact.all() else "near_duplicate"
    place = together(same.shapes)
    return finding(code, same.ids, place, {"kind": kind, "times": len(same)})


def _meeting(plan: Plan, found: Things) -> tuple[Picks, Picks]:
    """Return the pairs that are one thing."""
    parts = [
        _near(found, shapely.get_dimensions(found.shapes) == POINT),
        _equal(found, plan.tolerance_m),
        _overlapping(found, shapely.get_dimensions(found.shapes) == AREA),
    ]
    one = np.concatenate([p[0] for p in parts])
    two = np.concatenate([p[1] for p in parts])
    kept = (one < two) & ~_differ(plan, found, one, two)
    return one[kept], two[kept]


def _near(found: Things, mask: NDArray[np.bool_]) -> tuple[Picks, Picks]:
    places = np.flatnonzero(mask)
    some = found.where(places)
    one, two = near_pairs(some, some, NEAR_M)
    return places[one], places[two]


def _equal(found: Things, tolerance_m: float) -> tuple[Picks, Picks]:
    places = np.flatnonzero(shapely.get_dimensions(found.shapes) == LINE)
    some = found.where(places)
    one, two = pairs(some, some)
    later = one < two
    one, two = one[later], two[later]
    shapes = shapely.normalize(some.shapes)
    same = shapely.equals_exact(shapes[one], shapes[two], tolerance=tolerance_m)
    return places[one[same]], places[two[same]]


def _overlapping(found: Things, mask: NDArray[np.bool_]) -> tuple[Picks, Picks]:
    places = np.flatnonzero(mask)
    some = found.where(places)
    one, two = pairs(some, some)
    area = shapely.area(some.shapes)
    least, most = np.minimum(area[one], area[two]), np.maximum(area[one], area[two])
    likely = (one < two) & (least > ALIKE * most)
    one, two = one[likely], two[likely]
    common = shapely.intersection(some.shapes[one], some.shapes[two])
    shared = np.array([areal(g).area for g in common])
    same = shared > ALIKE * most[likely]
    return places[one[same]], places[two[same]]


def _differ(plan: Plan, found: Things, one: Picks, two: Picks) -> NDArray[np.bool_]:
    """Tell which pairs are said to be two things by an attribute."""
    none = np.zeros(len(one), dtype=bool)
    column = _APART.get(str(found.kinds[0]))
    if column is None:
        return none
    values = plan.of(str(found.kinds[0]))[column].reindex(found.ids).to_numpy()
    apart: NDArray[np.bool_] = np.abs(values[one] - values[two]) > 0
    return apart


def _groups(one: Picks, two: Picks) -> list[Picks]:
    """Chain pairs to groups, in order of their first member."""
    leader: dict[int, int] = {}

    def lead(n: int) -> int:
        while leader.setdefault(n, n) != n:
            n = leader[n]
        return n

    for a, b in zip(one.tolist(), two.tolist(), strict=True):
        first, last = sorted((lead(a), lead(b)))
        leader[last] = first
    groups: dict[int, list[int]] = {}
    for n in sorted(set(chain(one.tolist(), two.tolist()))):
        groups.setdefault(lead(n), []).append(n)
    return [np.array(members, dtype=np.intp) for members in groups.values()]

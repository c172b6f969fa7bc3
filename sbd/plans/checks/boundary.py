"""The site: what its edge cuts, how large it is, whether it hangs together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.plans.checks.finding import Finding, finding
from sbd.plans.checks.things import (
    AREA,
    DEEP_M,
    LINE,
    Things,
    linear,
    things,
    together,
)
from sbd.plans.kinds import GROUND_ORDER
from sbd.plans.plan import Plan

#: Smaller than a place to judge; larger than one place. [m2] Source: our choice.
LEAST_M2, MOST_M2 = 100.0, 200_000.0
#: Things that one designs whole; a line of bollards is a row.
WHOLE = (
    "bench",
    "bin",
    "bollard",
    "cycle_stand",
    "fountain",
    "kiosk",
    "planter",
    "toilet",
)


def site_edge(plan: Plan) -> Iterator[Finding]:
    """Find what the edge of the site cuts, by more than 0.1 m on both sides.

    Buildings may be cut; ground usually goes on beyond the site.

    Yields
    ------
    Finding
        ``site_cuts_thing`` per thing; ``site_cuts_ground`` once for all ground areas.
    """
    if plan.site is None:
        return
    for kind, name, place in _cut(plan.site, things(plan, WHOLE, shapes=(LINE, AREA))):
        yield finding("site_cuts_thing", (name,), place, {"kind": kind})
    ground = things(plan, (k for k in GROUND_ORDER if k != "building"), shapes=(AREA,))
    cut = list(_cut(plan.site, ground))
    if cut:
        names = [name for _, name, _ in cut]
        place = together(place for _, _, place in cut)
        yield finding("site_cuts_ground", names, place, {"n": len(cut)})


def _cut(site: BaseGeometry, found: Things) -> Iterator[tuple[str, str, BaseGeometry]]:
    """Yield kind, id and the place of what lies deep on both sides of the edge."""
    within = shapely.buffer(site, -DEEP_M, join_style="mitre")
    beyond = shapely.buffer(site, DEEP_M, join_style="mitre")
    shapely.prepare([within, beyond])
    near = np.sort(found.tree.query(site.boundary, predicate="intersects"))
    some = found.where(near)
    both = shapely.intersects(within, some.shapes)
    both &= ~shapely.covers(beyond, some.shapes)
    some = some.where(both)
    edges = shapely.intersection(some.shapes, site.boundary)
    for kind, name, edge in zip(some.kinds, some.ids, edges, strict=True):
        along = linear(edge)
        yield str(kind), str(name), edge if along.is_empty else along


def site_shape(plan: Plan) -> Iterator[Finding]:
    """Find a site of an odd size, or one whose outline touches itself.

    Yields
    ------
    Finding
        ``site_small`` below 100 m2, ``site_large`` above 20 ha,
        ``site_touches_itself`` with the points or lines where it does.
    """
    site = plan.site
    if site is None:
        return
    area = round(float(site.area), 1)
    if area < LEAST_M2:
        yield finding("site_small", (), site, {"area_m2": area})
    if area > MOST_M2:
        yield finding("site_large", (), site, {"area_ha": round(area / 10_000, 1)})
    rings = shapely.get_rings(shapely.get_parts(site))
    touching = [a.intersection(b) for a, b in combinations(rings, 2) if a.intersects(b)]
    if touching:
        yield finding("site_touches_itself", (), together(touching))

"""Things that stand where they cannot: in buildings, on carriageways, off the plan."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.plans.checks.finding import Finding, finding
from sbd.plans.checks.things import (
    AREA,
    DEEP_M,
    LINE,
    Picks,
    Shapes,
    Things,
    joined,
    near_pairs,
    pairs,
    saying,
    things,
    together,
)
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan

#: Things of the open air; stops, toilets, AED, taps and cycle stands may be indoors.
OUTDOOR = (
    "barrier",
    "bench",
    "bin",
    "bollard",
    "hedge",
    "lamp",
    "planter",
    "shrub",
    "tree",
)
#: Things that do not stand where vehicles drive. A gate (barrier) does.
OFF_ROAD = (
    "bench",
    "bin",
    "bollard",
    "fountain",
    "hedge",
    "kiosk",
    "lamp",
    "planter",
    "shrub",
    "tree",
)
#: Ground that may lie on a carriageway, with things on it.
_RAISED = (
    "building",
    "crossing",
    "footway",
    "gravel",
    "green",
    "island",
    "parking",
    "play",
    "square",
    "terrace",
    "water",
    "youth",
)
#: Half the width of a carriageway drawn as a line: for a thing on it the least that
#: any has, as such a line is rarely its exact middle; for a crossing of it the most
#: that is usual, two lanes of 3 m. [m] Source: our choice; method, 4, path-widths.
HALF_LEAST_M, HALF_USUAL_M = 1.0, 3.0
#: A crossing reaches a carriageway that is this near. [m] Source: method, 8, S-14.
CROSSING_REACH_M = 1.0
_FRAME = ("site", "extent", "noise")


def inside_buildings(plan: Plan) -> Iterator[Finding]:
    """Find things of the open air that reach more than 0.1 m into a building.

    Yields
    ------
    Finding
        ``inside_building`` per thing, with the building after it.
    """
    for kind, ids, place in _deep(
        things(plan, OUTDOOR), things(plan, ("building",), shapes=(AREA,))
    ):
        yield finding("inside_building", ids, place, {"kind": kind})


def on_carriageways(plan: Plan) -> Iterator[Finding]:
    """Find furniture and trees that reach more than 0.1 m onto a carriageway.

    Bollards that can be taken away, carriageways shared with people, and things on
    an island or other ground drawn on the carriageway are passed over.

    Yields
    ------
    Finding
        ``on_carriageway`` per kind and carriageway, which stands last in its ids.
    """
    raised = things(plan, _RAISED, shapes=(AREA,))
    standing = things(plan, OFF_ROAD)
    loose = saying(plan, "bollard", "fixing", "removable", "retractable")
    standing = standing.where(~standing.named(loose))
    found: dict[tuple[str, str], list[tuple[str, BaseGeometry]]] = {}
    for kind, (name, road), place in _deep(standing, _carriageways(plan, HALF_LEAST_M)):
        if not len(raised.tree.query(place, predicate="covered_by")):
            found.setdefault((kind, road), []).append((name, place))
    for (kind, road), row in found.items():
        ids = (*(name for name, _ in row), road)
        place = together(place for _, place in row)
        yield finding("on_carriageway", ids, place, {"kind": kind, "n": len(row)})


def crossings(plan: Plan) -> Iterator[Finding]:
    """Find crossings farther than 1 m from any carriageway or cycleway.

    Yields
    ------
    Finding
        ``crossing_without_carriageway``; none where the plan has no carriageway.
    """
    found = things(plan, ("crossing",))
    if not (len(found) and plan.has("carriageway")):
        return
    roads = _carriageways(plan, HALF_USUAL_M, shared=True)
    roads = _add(roads, things(plan, ("cycleway", "parking")))
    reached, _ = near_pairs(found, roads, CROSSING_REACH_M)
    for n in np.setdiff1d(np.arange(len(found)), reached):
        yield finding("crossing_without_carriageway", (found.ids[n],), found.shapes[n])


def outside_extent(plan: Plan) -> Iterator[Finding]:
    """Find elements wholly outside the extent in which the plan is complete.

    Yields
    ------
    Finding
        ``outside_extent``, one per kind.
    """
    if plan.extent.is_empty:
        return
    extent = plan.extent.buffer(plan.tolerance_m)
    shapely.prepare(extent)
    everything = things(plan, (k for k in KINDS if k not in _FRAME))
    astray = everything.where(~shapely.intersects(extent, everything.shapes))
    for kind in dict.fromkeys(astray.kinds.tolist()):
        some = astray.of(kind)
        place = together(some.shapes)
        yield finding("outside_extent", some.ids, place, {"kind": kind, "n": len(some)})


def _deep(
    standing: Things, areas: Things
) -> Iterator[tuple[str, tuple[str, str], BaseGeometry]]:
    """Yield what reaches deeper than 0.1 m into an area: kind, ids and place."""
    one, two = pairs(standing, areas)
    hit = np.unique(two)
    worn: Shapes = np.empty(len(areas), dtype=object)
    worn[hit] = shapely.buffer(areas.shapes[hit], -DEEP_M, join_style="mitre")
    deep = shapely.intersects(standing.shapes[one], worn[two])
    one, two = _firsts(one[deep], two[deep])
    places = shapely.intersection(standing.shapes[one], areas.shapes[two])
    for a, b, place in zip(one, two, places, strict=True):
        ids = (str(standing.ids[a]), str(areas.ids[b]))
        yield str(standing.kinds[a]), ids, place


def _firsts(one: Picks, two: Picks) -> tuple[Picks, Picks]:
    """Keep the first pair of each thing."""
    things_once, first = np.unique(one, return_index=True)
    return things_once, two[first]


def _carriageways(plan: Plan, half_m: float, *, shared: bool = False) -> Things:
    """Return carriageways as areas, those drawn as lines with this half width."""
    roads = things(plan, ("carriageway",))
    if not shared:
        with_people = saying(plan, "carriageway", "shared", "yes")
        roads = roads.where(~roads.named(with_people))
    drawn = shapely.get_dimensions(roads.shapes)
    areas, lines = roads.where(drawn == AREA), roads.where(drawn == LINE)
    paved = shapely.buffer(lines.shapes, half_m, cap_style="flat")
    return _add(areas, Things(lines.kinds, lines.ids, paved))


def _add(one: Things, other: Things) -> Things:
    return Things(
        joined([one.kinds, other.kinds]),
        joined([one.ids, other.ids]),
        joined([one.shapes, other.shapes]),
    )

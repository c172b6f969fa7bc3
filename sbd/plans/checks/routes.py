"""Routes that leave the ground people walk on, end loose, or pass through walls."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

from sbd.plans.checks.doors import walked
from sbd.plans.checks.finding import Finding, Severity, finding
from sbd.plans.checks.things import (
    AREA,
    DEEP_M,
    LINE,
    Shapes,
    Things,
    linear,
    saying,
    things,
    together,
)
from sbd.plans.plan import Plan

#: Shorter stretches off the ground are noise of drawing. [m] Source: our choice, one
#: step of the measurements along routes.
STRETCH_M = 1.0
#: An end this near to something reaches it. [m] Source: method, 8, A-07.
REACH_M = 2.0
#: An exit this near is on the border. [m] Source: our choice.
BORDER_M = 1.0
_WALLS = ("wall", "fence", "hedge")
_DRIVEN = ("carriageway", "parking", "drop_off")
#: A building is told apart; cycleways are crossed anywhere.
_PASSED = ("building", "cycleway")
#: Where a route may end, beside the border of the site and other routes.
_ENDS = (
    "entrance",
    "opening",
    "exit",
    "stop",
    "toilet",
    "fountain",
    "play",
    "youth",
    "terrace",
    "kiosk",
    "parking",
    "drop_off",
    "cycle_stand",
)


def route_lines(plan: Plan) -> Iterator[Finding]:
    """Find main routes that people cannot walk as drawn, inside the site.

    Main are the routes with ``main`` yes; where none says so, all of them.

    Parameters
    ----------
    plan : Plan
        With a site, or nothing is found.

    Yields
    ------
    Finding
        ``route_through_building`` (a warning where routes come from centrelines,
        which may follow a passage), ``route_through_wall``, ``route_off_ground``,
        ``route_over_carriageway`` with the length without a crossing.
    """
    if plan.site is None or not plan.has("route"):
        return
    main = _main(plan)
    inside = [linear(g) for g in shapely.intersection(main.shapes, plan.site)]
    for name, line in zip(main.ids, inside, strict=True):
        yield from _barred(plan, str(name), line)
    yield from _off_ground(plan, main, inside)


def _main(plan: Plan) -> Things:
    every = things(plan, ("route",), shapes=(LINE,))
    chosen = every.named(saying(plan, "route", "main", "yes"))
    return every.where(chosen) if chosen.any() else every


def _barred(plan: Plan, name: str, line: BaseGeometry) -> Iterator[Finding]:
    """Find what solid things a route passes through."""
    derived = plan.route_source == "centrelines"
    severity: Severity | None = "warning" if derived else None
    houses = things(plan, ("building",), shapes=(AREA,))
    for n in np.sort(houses.tree.query(line, predicate="intersects")):
        worn = houses.shapes[n].buffer(-DEEP_M, join_style="mitre")
        through = linear(line.intersection(worn))
        if through.length > DEEP_M:
            ids = (name, str(houses.ids[n]))
            length = round(float(through.length), 1)
            yield finding(
                "route_through_building",
                ids,
                through,
                {"length_m": length},
                severity=severity,
            )
    walls = things(plan, _WALLS)
    for n in np.sort(walls.tree.query(line, predicate="crosses")):
        place = line.intersection(walls.shapes[n])
        kind = str(walls.kinds[n])
        ids = (name, str(walls.ids[n]))
        yield finding("route_through_wall", ids, place, {"kind": kind})


def _off_ground(
    plan: Plan, main: Things, inside: list[BaseGeometry]
) -> Iterator[Finding]:
    """Find stretches over ground that is drawn and not to be walked on."""
    ground = walked(plan)
    if not len(ground):
        return
    driven = things(plan, _DRIVEN, shapes=(AREA,), assumed=True)
    passed = things(plan, _PASSED, shapes=(AREA,), assumed=True)
    for name, line in zip(main.ids, inside, strict=True):
        rest = _without(line, ground, DEEP_M)
        rest = _without(rest, passed.shapes, 0.0)
        off = _stretches(_without(rest, driven.shapes, DEEP_M))
        over = _stretches(rest.intersection(_near(rest, driven.shapes)))
        for code, found in (
            ("route_off_ground", off),
            ("route_over_carriageway", over),
        ):
            if not found.is_empty:
                length = round(float(found.length), 1)
                yield finding(code, (name,), found, {"length_m": length})


def _without(line: BaseGeometry, areas: Shapes, margin_m: float) -> BaseGeometry:
    """Return what of a line lies in none of the areas, nor within a margin of them."""
    near = _near(line, areas)
    return linear(line.difference(near.buffer(margin_m) if margin_m else near))


def _near(line: BaseGeometry, areas: Shapes) -> BaseGeometry:
    hit = shapely.STRtree(areas).query(line, predicate="dwithin", distance=DEEP_M)
    return together(areas[np.sort(hit)])


def _stretches(line: BaseGeometry) -> BaseGeometry:
    """Keep the stretches that are long enough to be told."""
    merged = shapely.line_merge(linear(line))
    parts = shapely.get_parts(merged)
    return together(parts[shapely.length(parts) >= STRETCH_M])


def route_ends(plan: Plan) -> Iterator[Finding]:
    """Find routes that end inside the site at nothing one walks to.

    An end within 2 m of the site's border, another route, an entrance, stop or other
    place to go to is no loose end.

    Yields
    ------
    Finding
        ``route_end_loose`` per route, an info where routes come from centrelines.
    """
    if plan.site is None or not plan.has("route"):
        return
    every = things(plan, ("route",), shapes=(LINE,))
    goals = things(plan, _ENDS)
    derived = plan.route_source == "centrelines"
    for n, line in enumerate(every.shapes):
        ends = shapely.get_parts(shapely.boundary(shapely.line_merge(line)))
        others = np.delete(every.shapes, n)
        loose = [e for e in ends if _loose(e, plan.site, others, goals)]
        if loose:
            yield finding(
                "route_end_loose",
                (every.ids[n],),
                MultiPoint(loose) if len(loose) > 1 else loose[0],
                {"n": len(loose)},
                severity="info" if derived else None,
            )


def _loose(
    end: BaseGeometry, site: BaseGeometry, others: Shapes, goals: Things
) -> bool:
    if not end.within(site) or end.distance(site.boundary) <= REACH_M:
        return False
    if shapely.dwithin(others, end, REACH_M).any():
        return False
    return not len(goals.tree.query(end, predicate="dwithin", distance=REACH_M))


def exits(plan: Plan) -> Iterator[Finding]:
    """Find exits farther than 1 m from the border of the site.

    Yields
    ------
    Finding
        ``exit_off_border`` with the distance.
    """
    if plan.site is None:
        return
    found = things(plan, ("exit",))
    distances = shapely.distance(found.shapes, plan.site.boundary)
    for name, shape, distance in zip(found.ids, found.shapes, distances, strict=True):
        if distance > BORDER_M:
            far = round(float(distance), 1)
            yield finding("exit_off_border", (name,), shape, {"distance_m": far})

"""Where a carriageway is crossed, along which line, and how far without shelter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from sbd.indicators.carriageways import ON_EDGE_M, Carriageways, extended
from sbd.indicators.ground import lines, union

#: A route crosses a carriageway if it is this many times as long on it as the
#: carriageway is wide there; shorter clips a corner, longer runs along it.
_ACROSS = (0.5, 2.0)


@dataclass(frozen=True, eq=False)
class Chord:
    """One stretch of carriageway that is crossed without shelter.

    Parameters
    ----------
    element_id, kind : str
        The crossing or route it belongs to.
    line : LineString
        From kerb or island to kerb or island. [m]
    best_m : float
        Longest part if islands drawn as points are wide enough. [m]
    crossed : tuple of str
        Ids of the carriageways under it, sorted.
    """

    element_id: str
    kind: str
    line: LineString
    best_m: float
    crossed: tuple[str, ...]


def crossing_line(roads: Carriageways, shape: BaseGeometry) -> LineString | None:
    """Return the line walked on a crossing as drawn; None for a point. [m]"""
    if shape.geom_type == "MultiLineString":
        shape = shapely.line_merge(shape)
    if isinstance(shape, LineString):
        return shape
    hull = shapely.oriented_envelope(shape)
    if isinstance(hull, LineString):
        return hull
    return roads.axis(shape) if hull.geom_type == "Polygon" else None


@lru_cache(maxsize=8)
def crossing_chords(
    roads: Carriageways, *, island_min_m: float, reach_m: float
) -> tuple[Chord, ...]:
    """Return the unsheltered stretches of all crossings of the setting.

    Parameters
    ----------
    roads : Carriageways
        Of the plan.
    island_min_m : float
        Least width of an island that gives shelter. [m]
    reach_m : float
        How far from a crossing things still belong to it. [m]

    Returns
    -------
    tuple of Chord
        Along the crossings first, then along routes where no crossing is drawn;
        in the order of their ids.
    """
    plan = roads.plan
    found = []
    for element_id, shape in _sorted(plan.near("crossing", plan.setting)):
        for line in _along_crossing(roads, shape, island_min_m):
            found.append((element_id, "crossing", line))
    drawn = union(plan.of("crossing").geometry.buffer(reach_m))
    for element_id, shape in _sorted(lines(plan.near("route", plan.setting))):
        for line in _along_route(roads, shape, island_min_m):
            if not line.intersects(drawn) and line.intersects(plan.setting):
                found.append((element_id, "route", line))
    return tuple(
        Chord(
            element_id,
            kind,
            line,
            roads.sheltered(line, island_min_m, reach_m),
            roads.crossed_by(line),
        )
        for element_id, kind, line in found
    )


def _sorted(layer: gpd.GeoDataFrame) -> Iterable[tuple[str, BaseGeometry]]:
    ordered = layer.sort_index()
    return zip(map(str, ordered.index), ordered.geometry, strict=True)


def _along_crossing(
    roads: Carriageways, shape: BaseGeometry, island_min_m: float
) -> list[LineString]:
    """Follow a crossing to the kerbs; stretches it does not lie on are not its."""
    drawn = crossing_line(roads, shape)
    line = extended(drawn) if drawn else _over(roads, shape.centroid, island_min_m)
    if line is None:
        return []
    own = (drawn or shape.centroid).buffer(ON_EDGE_M)
    return [
        chord
        for chord in roads.over(line, island_min_m)
        if chord.intersection(own).length > ON_EDGE_M
    ]


def _over(roads: Carriageways, point: Point, island_min_m: float) -> LineString | None:
    """Follow the path through a crossing drawn as a point, else go straight over."""
    path = roads.path_through(point)
    if path is not None:
        stretches = roads.over(path, island_min_m)
        here = [c for c in stretches if c.distance(point) < ON_EDGE_M]
        if here and _is_across(roads, here[0], island_min_m):
            return path
    return roads.straight_across(point)


def _along_route(
    roads: Carriageways, shape: BaseGeometry, island_min_m: float
) -> Iterable[LineString]:
    """Cut a route to the stretches on which it crosses a carriageway."""
    for path in shapely.get_parts(shapely.line_merge(shape)):
        for chord in roads.over(path, island_min_m):
            if _enters_and_leaves(roads, chord) and _is_across(
                roads, chord, island_min_m
            ):
                yield chord


def _enters_and_leaves(roads: Carriageways, chord: LineString) -> bool:
    edge = roads.edge
    ends = (Point(chord.coords[0]), Point(chord.coords[-1]))
    islands = roads.plan.of("island").geometry
    return all(
        edge.distance(end) <= ON_EDGE_M
        or bool((islands.distance(end) <= ON_EDGE_M).any())
        for end in ends
    )


def _is_across(roads: Carriageways, chord: LineString, island_min_m: float) -> bool:
    """Tell crossing a carriageway from running along it or clipping its corner."""
    middle = chord.interpolate(0.5, normalized=True)
    line = roads.straight_across(middle)
    if line is None:
        return True
    here = [c for c in roads.over(line, island_min_m) if c.distance(middle) < 0.01]
    width = max((c.length for c in here), default=chord.length)
    return _ACROSS[0] * width <= chord.length <= _ACROSS[1] * width


def crossing_ends(
    roads: Carriageways, shape: BaseGeometry
) -> tuple[BaseGeometry, BaseGeometry] | None:
    """Return where one steps on and off a crossing; None where that is not drawn.

    The end of its line together with the outermost kerb on that side. Ends are
    points: kerbs beside a crossing touch its corners, not its middle. [m]

    Parameters
    ----------
    roads : Carriageways
        Of the plan.
    shape : BaseGeometry
        A crossing: area, line or point. [m]

    Returns
    -------
    tuple of BaseGeometry, optional
        The two ends.
    """
    line = crossing_line(roads, shape)
    chords = _along_crossing(roads, shape, 0.0)
    kerbs = [Point(c) for chord in chords for c in (chord.coords[0], chord.coords[-1])]
    if line is None:
        return (kerbs[0], kerbs[-1]) if kerbs else None
    ends = (Point(line.coords[0]), Point(line.coords[-1]))
    if not kerbs:
        return ends
    return (union([ends[0], kerbs[0]]), union([ends[1], kerbs[-1]]))

"""Carriageways to be crossed: where, along which line, and how far without shelter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from sbd.indicators.ground import (
    areas,
    lines,
    points,
    polygons_of,
    union,
    window_ground,
)
from sbd.plans.plan import Plan

#: How far a crossing's line is followed to the kerb beyond what is drawn. [m]
_BEYOND_M = 25.0
#: Ground that is no carriageway where it is drawn over one. Source: method, section 8.
_ABOVE = ("building", "water", "play", "youth", "terrace", "square", "footway")
#: A route crosses a carriageway if it is this many times as long on it as the
#: carriageway is wide there; shorter clips a corner, longer runs along it.
_ACROSS = (0.5, 2.0)
#: Less of a line outside the areas of its own kind is noise of the drawing. [m]
_BARE_M = 0.5
#: A point this close to a kerb has no side to look at. [m]
_ON_EDGE_M = 0.05


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


@dataclass(frozen=True, eq=False)
class Carriageways:
    """The carriageways of a plan that act on its site.

    Shared carriageways are walkable ground and are left out.

    Parameters
    ----------
    plan : Plan
        With a site.
    """

    plan: Plan

    @cached_property
    def elements(self) -> gpd.GeoDataFrame:
        """Areas near the setting, whole, so that no chord is cut short. [m]"""
        reach = self.plan.setting.buffer(2 * _BEYOND_M)
        near = areas(self.plan.near("carriageway", reach)).sort_index()
        return near[near["shared"] != "yes"]

    @cached_property
    def surface(self) -> BaseGeometry:
        """All of it as one area, without what is drawn over it. [m]"""
        surface = union(self.elements.geometry)
        over = [shape for kind in _ABOVE for shape in self._drawn(kind, surface)]
        return polygons_of(surface.difference(union(over)))

    def _drawn(self, kind: str, surface: BaseGeometry) -> Iterable[BaseGeometry]:
        """Areas of a kind as the plan draws them, not as an assumption widens them."""
        layer = areas(self.plan.near(kind, surface))
        for element_id, shape in layer.geometry.items():
            if not self.plan.assumptions_behind(kind, "geometry", [str(element_id)]):
                yield shape

    @cached_property
    def in_setting(self) -> bool:
        """Whether any carriageway that is not shared acts on the site."""
        layer = self.plan.near("carriageway", self.plan.setting)
        return bool((layer["shared"] != "yes").any())

    @cached_property
    def widthless(self) -> gpd.GeoDataFrame:
        """Carriageways of the setting of which only a line is known. [m]"""
        loose = window_ground(self.plan).lines_without_area("carriageway")
        loose = loose[loose["shared"] != "yes"]
        inside = loose.geometry.intersection(self.plan.setting)
        return loose.set_geometry(inside)[inside.length > _BARE_M]

    def over(self, line: LineString, island_min_m: float) -> list[LineString]:
        """Cut a line to its stretches of carriageway between kerbs and islands.

        Parameters
        ----------
        line : LineString
            What is walked. [m]
        island_min_m : float
            Narrower islands and gaps give no shelter and are walked through. [m]

        Returns
        -------
        list of LineString
            In the direction of the line. [m]
        """
        parts = shapely.get_parts(line.intersection(self._open))
        spans = sorted(
            sorted(line.project(Point(part.coords[end])) for end in (0, -1))
            for part in parts
            if part.geom_type == "LineString" and part.length > 0
        )
        joined: list[list[float]] = []
        for start, stop in spans:
            if joined and start - joined[-1][1] < island_min_m - self.plan.tolerance_m:
                joined[-1][1] = max(stop, joined[-1][1])
            else:
                joined.append([start, stop])
        stretches = (substring(line, start, stop) for start, stop in joined)
        return [part for part in stretches if isinstance(part, LineString)]

    @cached_property
    def _open(self) -> BaseGeometry:
        """The surface between the islands drawn on it. [m]"""
        islands = union(areas(self.plan.of("island")).geometry)
        return self.surface.difference(islands)

    @cached_property
    def edge(self) -> BaseGeometry:
        """The outline of the surface. [m]"""
        return self.surface.boundary

    @cached_property
    def _paths(self) -> tuple[np.ndarray, shapely.STRtree]:
        """Footways drawn as lines. [m]"""
        shapes = lines(self.plan.near("footway", self.plan.window)).geometry.to_numpy()
        return shapes, shapely.STRtree(shapes)

    def sheltered(self, chord: LineString, island_min_m: float, reach: float) -> float:
        """Return the longest part of a chord if islands drawn as points count. [m]"""
        drawn = points(self.plan.of("island")).geometry.to_numpy()
        near = drawn[shapely.distance(drawn, chord) <= reach]
        at = sorted(chord.project(shape.centroid) for shape in near)
        half = island_min_m / 2
        starts = [0.0, *(position + half for position in at)]
        stops = [*(position - half for position in at), chord.length]
        return float(max(0.0, *np.subtract(stops, starts), 0.0))

    def crossed_by(self, chord: LineString) -> tuple[str, ...]:
        """Return the ids of the carriageways under a chord, sorted."""
        shapes = self.elements.geometry.to_numpy()
        under = shapely.length(shapely.intersection(shapes, chord))
        return tuple(self.elements.index[under > self.plan.tolerance_m])

    def straight_across(self, point: Point) -> LineString | None:
        """Return the line through a point of the surface straight to its kerb. [m]"""
        edge = self.edge
        if edge.is_empty or self.surface.distance(point) > self.plan.tolerance_m:
            return None
        foot = shapely.shortest_line(point, edge).coords[-1]
        way = np.subtract(foot, point.coords[0])
        if np.hypot(*way) < _ON_EDGE_M:
            way = _normal(edge, Point(foot))
        return _line_through(point, way)

    def path_through(self, point: Point) -> LineString | None:
        """Return the footway drawn through a point, if there is exactly one. [m]"""
        ways, tree = self._paths
        there = tree.query(point, predicate="dwithin", distance=_ON_EDGE_M)
        path = shapely.line_merge(union(ways[there]))
        if not isinstance(path, LineString):
            return None
        at = path.project(point)
        if min(at, path.length - at) < _ON_EDGE_M:
            return None
        near = substring(path, max(0.0, at - _BEYOND_M), at + _BEYOND_M)
        return _prolonged(near) if isinstance(near, LineString) else None

    def axis(self, shape: BaseGeometry) -> LineString:
        """Return the line along which an area is crossed, from end to end. [m]

        Of the two middle lines of its rectangle the one with less carriageway on
        it; where there is none, the longer one.
        """
        corners = shapely.get_coordinates(shapely.oriented_envelope(shape))[:4]
        middles = (corners + np.roll(corners, -1, axis=0)) / 2
        both = [LineString(middles[[0, 2]]), LineString(middles[[1, 3]])]
        both.sort(key=lambda line: -line.length)
        on = [self.surface.intersection(_extended(line)).length for line in both]
        roads = [(length, n) for n, length in enumerate(on) if length > 0]
        return both[min(roads)[1]] if roads else both[0]


@lru_cache(maxsize=8)
def carriageways(plan: Plan) -> Carriageways:
    """Return the carriageways of a plan; the same object for the same plan."""
    return Carriageways(plan)


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
    line = _extended(drawn) if drawn else _over(roads, shape.centroid, island_min_m)
    if line is None:
        return []
    own = (drawn or shape.centroid).buffer(_ON_EDGE_M)
    return [
        chord
        for chord in roads.over(line, island_min_m)
        if chord.intersection(own).length > _ON_EDGE_M
    ]


def _over(roads: Carriageways, point: Point, island_min_m: float) -> LineString | None:
    """Follow the path through a crossing drawn as a point, else go straight over."""
    path = roads.path_through(point)
    if path is not None:
        stretches = roads.over(path, island_min_m)
        here = [c for c in stretches if c.distance(point) < _ON_EDGE_M]
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
        edge.distance(end) <= _ON_EDGE_M
        or bool((islands.distance(end) <= _ON_EDGE_M).any())
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


def _extended(line: LineString) -> LineString:
    """Lengthen a line at both ends, in its overall direction. [m]"""
    first, last = np.array(line.coords[0])[:2], np.array(line.coords[-1])[:2]
    length = np.hypot(*(last - first))
    if length == 0:
        return line
    way = (last - first) / length * _BEYOND_M
    inner = [c[:2] for c in line.coords]
    return LineString([first - way, *inner, last + way])


def _prolonged(path: LineString) -> LineString:
    """Lengthen a path at both ends, each in its own direction. [m]"""
    corners = shapely.get_coordinates(path)
    ends = []
    for end, before in ((corners[0], corners[1]), (corners[-1], corners[-2])):
        way = end - before
        ends.append(end + way / np.hypot(*way) * _BEYOND_M)
    return LineString([ends[0], *corners, ends[1]])


def _line_through(point: Point, way: np.ndarray) -> LineString:
    """Return a line through a point, as long as crossings are followed. [m]"""
    centre = np.array(point.coords[0])[:2]
    step = way / np.hypot(*way) * _BEYOND_M
    return LineString([centre - step, centre, centre + step])


def _normal(edge: BaseGeometry, foot: Point) -> np.ndarray:
    """Return a direction square to an outline at a point on it."""
    rings = [part for part in shapely.get_parts(edge) if part.distance(foot) < 1e-6]
    if not rings:
        return np.array([1.0, 0.0])
    at = rings[0].project(foot)
    before, after = (rings[0].interpolate(at + d) for d in (-0.1, 0.1))
    along = np.subtract(after.coords[0], before.coords[0])
    return np.array([-along[1], along[0]])


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

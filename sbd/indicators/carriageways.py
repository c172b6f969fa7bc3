"""Carriageways: their surface, its kerbs, and straight lines and paths across it."""

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
#: Less of a line outside the areas of its own kind is noise of the drawing. [m]
_BARE_M = 0.5
#: A point this close to a kerb has no side to look at. [m]
ON_EDGE_M = 0.05


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
        if np.hypot(*way) < ON_EDGE_M:
            way = _normal(edge, Point(foot))
        return _line_through(point, way)

    def path_through(self, point: Point) -> LineString | None:
        """Return the footway drawn through a point, if there is exactly one. [m]"""
        ways, tree = self._paths
        there = tree.query(point, predicate="dwithin", distance=ON_EDGE_M)
        path = shapely.line_merge(union(ways[there]))
        if not isinstance(path, LineString):
            return None
        at = path.project(point)
        if min(at, path.length - at) < ON_EDGE_M:
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
        on = [self.surface.intersection(extended(line)).length for line in both]
        roads = [(length, n) for n, length in enumerate(on) if length > 0]
        return both[min(roads)[1]] if roads else both[0]


@lru_cache(maxsize=8)
def carriageways(plan: Plan) -> Carriageways:
    """Return the carriageways of a plan; the same object for the same plan."""
    return Carriageways(plan)


def extended(line: LineString) -> LineString:
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

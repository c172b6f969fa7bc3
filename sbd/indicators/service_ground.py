"""Ground to walk on towards services, beyond the window: as far as the data reaches.

Within the window this is F of the method. Beyond it, and where a plan knows a way only
by its line, it is made of the same kinds: a footway drawn as a line can be walked along
even where its width is not known, since widths play no part in a distance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import inf

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from sbd.indicators.clear_ground import clear_ground
from sbd.indicators.freespace import parts
from sbd.indicators.grid import Grid
from sbd.indicators.ground import (
    SOLID,
    WALKED,
    areas,
    footprints,
    lines,
    polygons_of,
    site_ground,
    union,
)
from sbd.indicators.walking import Walking
from sbd.indicators.walking_starts import Floats
from sbd.plans.plan import SERVICES_M, Plan

#: Code of the default: footways drawn as lines are walked along.
LINES_WALKED = "footway_lines_walked"
#: Half the width given to ways drawn as lines: a passage of 0.90 m. [m]
#: Source: domain, C5.
_HALF_LINE_M = 0.45
#: Slits between two grounds no wider than twice this are stepped over: so far apart
#: drawings leave a square and the path that leads to it. [m] Source: our choice.
_SLIT_M = 0.25
#: Nobody walks through narrower gaps, which rounding leaves along walls. [m]
#: Source: our choice; the depth of a body.
_GAP_M = 0.2
#: Ground so much farther from a thing than the nearest lies beside it too. [m]
_BESIDE_M = 0.005
#: Thickness of walls and fences drawn as lines. [m] Source: performance notes.
_THIN_M = 0.1
_THIN = ("wall", "fence", "hedge")
#: Posts: stepping round one adds centimetres, which no level tells.
_POSTS = ("lamp", "tree", "bin", "bollard")


@dataclass(frozen=True, eq=False)
class Way:
    """A way from a place to the nearest service.

    Parameters
    ----------
    metres : float
        Length on foot, the last straight piece to the service included. [m]
    element_id : str
        The service.
    shape : geometry
        Where it lies. [m]
    line : LineString
        The way. [m]
    """

    metres: float
    element_id: str
    shape: BaseGeometry
    line: LineString


@dataclass(frozen=True, eq=False)
class ServiceGround:
    """The connected ground to walk on round a place.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        Where one can walk. [m]
    centre : Point
        Where one walks from; the rest is the part of the ground that holds it. [m]
    reach_m : float
        A service this far beside the ground is reached straight from it. [m]
    """

    ground: BaseGeometry
    centre: Point
    reach_m: float

    @cached_property
    def part(self) -> BaseGeometry:
        """The connected part with the centre. [m]"""
        found: BaseGeometry = min(parts(self.ground), key=self.centre.distance)
        return found

    @cached_property
    def walking(self) -> Walking:
        """Walks on that part."""
        return Walking(self.part)

    def entered(self, shape: BaseGeometry) -> tuple[BaseGeometry, float] | None:
        """Return where one leaves the ground for a service, and what is left to it.

        None where it lies farther than `reach_m` from the ground. [m]
        """
        if not shapely.dwithin(self.part, shape, self.reach_m):
            return None
        return entry(self.part, shape)

    def nearest(self, services: gpd.GeoDataFrame, start: Point) -> Way | None:
        """Return the shortest way from a start on the ground to any of the services."""
        best, chosen = inf, None
        here = shapely.get_coordinates(start)
        for element_id, straight in services.distance(start).sort_values().items():
            if straight >= best:
                break
            shape = services.geometry[element_id]
            entered = self.entered(shape)
            if entered is None:
                continue
            place, rest = entered
            metres = float(self.walking.distances([place], here)[0, 0]) + rest
            if metres < best:
                best, chosen = metres, (str(element_id), shape, place)
        if chosen is None:
            return None
        element_id, shape, place = chosen
        return Way(best, element_id, shape, self._line(place, shape, start))

    def _line(
        self, place: BaseGeometry, shape: BaseGeometry, start: Point
    ) -> LineString:
        """Return the way from a start to a service that one leaves the ground for."""
        path = self.walking.path(place, shapely.get_coordinates(start))
        assert path is not None, "it was measured before"
        corners = list(path.coords)[::-1]
        last = shapely.shortest_line(Point(corners[-1]), shape)
        return LineString([*corners, *(last.coords[1:] if last.length > 0 else ())])

    def distances(self, services: gpd.GeoDataFrame, places: Spots) -> Floats:
        """Return the distance from each of many places to the nearest service. [m]"""
        found = np.full(len(places.points), inf)
        for shape in services.geometry:
            entered = self.entered(shape)
            if entered is not None:
                away, rest = entered
                cells = self.walking.field(away, places.grid)[places.inside]
                corners = self.walking.nearest([away], places.corners)
                found = np.minimum(found, np.concatenate([cells, corners]) + rest)
        return found


@dataclass(frozen=True, eq=False)
class Spots:
    """Cell centres of some ground, and the corners of its outer borders.

    The place of it that is farthest from something is nearly always one of them.
    """

    area: BaseGeometry

    @cached_property
    def grid(self) -> Grid:
        """The cells round it."""
        return Grid.over(self.area)

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Which cells have their centre in it. (rows, columns)"""
        return self.grid.inside(self.area)

    @cached_property
    def corners(self) -> Floats:
        """Its corners. (n, 2) [m]"""
        return shapely.get_coordinates(shapely.get_exterior_ring(parts(self.area)))

    @cached_property
    def points(self) -> Floats:
        """Cell centres, then corners. (m, 2) [m]"""
        cells = self.grid.centres[self.inside.ravel()]
        return np.concatenate([cells, self.corners])


def entry(ground: BaseGeometry, shape: BaseGeometry) -> tuple[BaseGeometry, float]:
    """Return where one leaves the ground for a thing beside it, and what is left.

    Of a thing that is no point, all of the border of the ground that lies nearest to
    it, for it may be left anywhere along its side. [m]
    """
    left = float(ground.distance(shape))
    if left == 0:
        return shape.intersection(ground), 0.0
    if shape.geom_type == "Point":
        return Point(shapely.shortest_line(ground, shape).coords[0]), left
    around = shape.buffer(left + _BESIDE_M, quad_segs=4)
    return ground.boundary.intersection(around), left


def centre(plan: Plan) -> Point:
    """Return the point of walkable ground nearest the middle of the site. [m]

    Source: method, section 8, "Centre".
    """
    walkable = site_ground(plan).walkable
    return Point(shapely.shortest_line(walkable, plan.judged.centroid).coords[0])


@lru_cache(maxsize=8)
def read_area(plan: Plan) -> BaseGeometry:
    """Return where services are read: 800 m round the site, as the data reaches. [m]"""
    return plan.judged.buffer(SERVICES_M).intersection(plan.extent)


@lru_cache(maxsize=8)
def service_ground(plan: Plan, *, reach_m: float) -> ServiceGround:
    """Return the ground to walk on towards services; the same object each time.

    Raises
    ------
    ValueError
        If there is no walkable ground in the site.
    """
    return ServiceGround(_walkable(plan, read_area(plan)), centre(plan), reach_m)


def lines_walked(plan: Plan) -> bool:
    """Tell whether the plan has footways that are only lines."""
    return bool(len(lines(plan.near("footway", read_area(plan)))))


def _walkable(plan: Plan, area: BaseGeometry) -> BaseGeometry:
    """Return the walkable ground of an area, without slits and slivers. [m]"""
    walked = union(_walked(plan, area))
    wide = walked.buffer(_SLIT_M, join_style="mitre")
    joined = wide.buffer(-_SLIT_M, join_style="mitre")
    free = polygons_of(joined.difference(union(_standing(plan, area))))
    tight = free.buffer(-_GAP_M / 2, join_style="mitre")
    return polygons_of(tight.buffer(_GAP_M / 2, join_style="mitre"))


def _walked(plan: Plan, area: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield what one walks on, and ways drawn as lines with a width to pass."""
    yield site_ground(plan).walkable
    for kind in WALKED:
        layer = plan.near(kind, area)
        yield from areas(layer).geometry
        if kind in ("footway", "crossing"):
            drawn = lines(layer).geometry.to_numpy()
            yield from shapely.buffer(drawn, _HALF_LINE_M, quad_segs=2)
    yield from clear_ground(plan).crossings.values()
    for kind, attribute in (("carriageway", "shared"), ("green", "walkable")):
        layer = areas(plan.near(kind, area))
        yield from layer.geometry[layer[attribute] == "yes"]


def _standing(plan: Plan, area: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield what one cannot walk through or on."""
    yield from areas(plan.near("water", area)).geometry
    for kind in SOLID:
        if kind not in _POSTS:
            yield from footprints(plan, kind, within=area).geometry
    for kind in _THIN:
        drawn = lines(plan.near(kind, area)).geometry
        yield from drawn.buffer(_THIN_M / 2, cap_style="flat")

"""Draw the stand-ins of assumptions: paved widths, façade openings, crowd zones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from sbd.plans.plan import WINDOW_M, Plan

#: A line that runs this share of its length in areas of its kind is drawn already. [1]
#: Source: our choice.
DRAWN_SHARE = 0.9
#: An opening or entrance this near to a façade belongs to it. [m]
#: Source: method, section 8 (S-05, L-05).
NEAR_FACADE_M = 1.0
#: Neighbouring buildings may lie this far apart and still share a party wall. [m]
_SLIT_M = 0.1


def pave(
    lines: gpd.GeoDataFrame, widths: pd.Series, drawn: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Give lines a width.

    Parameters
    ----------
    lines : GeoDataFrame
        Ways drawn as lines. [m]
    widths : Series
        Width of each. [m]
    drawn : GeoDataFrame
        Elements of the kind, of which the areas count.

    Returns
    -------
    GeoDataFrame
        Areas with flat ends, called ``<id>:area``, with the attributes of the line.
        Lines that already run in areas of their kind are left out.
    """
    areas = drawn[shapely.get_dimensions(drawn.geometry.to_numpy()) == 2]
    if len(areas) and len(lines):
        covered = lines.intersection(areas.union_all()).length
        lines = lines[covered < DRAWN_SHARE * lines.length]
    widths = widths.reindex(lines.index)
    paved = lines.copy()
    paved.geometry = lines.geometry.buffer(widths / 2, cap_style="flat")
    paved.index = pd.Index([f"{i}:area" for i in lines.index], dtype=object)
    return paved[~paved.geometry.is_empty]


def windows(plan: Plan, every: float) -> gpd.GeoDataFrame:
    """Draw a dwelling window in the middle of every so many metres of façade.

    Parameters
    ----------
    plan : Plan
        Buildings of another use than dwelling, and those that have windows, get none.
    every : float
        Distance between windows. [m]

    Returns
    -------
    GeoDataFrame
        Points of kind ``opening``, called ``<building>:window-1`` ...
    """
    houses = _houses(plan)
    houses = houses[houses["use"].isna() | (houses["use"] == "dwelling")]
    given = plan.of("opening")
    has = _bordering(houses, given[given["type"] == "window"])
    names: list[str] = []
    points: list[BaseGeometry] = []
    for name, facade in _facades(plan, houses[~has]):
        placed = list(_spread(facade, every))
        names += [f"{name}:window-{n}" for n in range(1, len(placed) + 1)]
        points += placed
    frame = _frame(points, names, plan)
    return frame.assign(type="window", use="dwelling", floor=0.0)


def entrances(plan: Plan) -> gpd.GeoDataFrame:
    """Draw one entrance on every building that has none.

    It lies on the façade where that is nearest to the site, or in the middle of the
    façade where the plan has no site.
    """
    houses = _houses(plan)
    has = _bordering(houses, plan.of("entrance"))
    names: list[str] = []
    points: list[BaseGeometry] = []
    for name, facade in _facades(plan, houses[~has]):
        longest = max(shapely.get_parts(facade), key=lambda part: part.length)
        point = longest.interpolate(0.5, normalized=True)
        if plan.site is not None and not facade.intersects(plan.site):
            point = shapely.get_point(shapely.shortest_line(facade, plan.site), 0)
        names.append(f"{name}:entrance")
        points.append(point)
    return _frame(points, names, plan)


def crowd_zones(plan: Plan) -> gpd.GeoDataFrame:
    """Take the pedestrian areas inside the site as crowd zones."""
    squares = plan.of("square").geometry
    if plan.site is not None:
        squares = squares.intersection(plan.site)
    squares = squares[squares.area > 0]
    zones = squares.map(_areal)
    names = [f"{i}:crowd_zone" for i in squares.index]
    return _frame(list(zones), names, plan)


def _areal(geometry: BaseGeometry) -> BaseGeometry:
    """Drop the points and lines that a cut may leave beside areas."""
    parts = shapely.get_parts(geometry)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _houses(plan: Plan) -> gpd.GeoDataFrame:
    """Return the buildings in the window, the only ones that openings matter for."""
    houses = plan.of("building")
    if plan.site is None or houses.empty:
        return houses
    return houses[houses.intersects(plan.site.buffer(WINDOW_M))]


def _bordering(houses: gpd.GeoDataFrame, things: gpd.GeoDataFrame) -> pd.Series:
    """Tell which buildings have one of the things on their outline."""
    has = pd.Series(False, index=houses.index)
    if len(houses) and len(things):
        hits = shapely.STRtree(things.geometry.to_numpy()).query(
            houses.boundary.to_numpy(), predicate="dwithin", distance=NEAR_FACADE_M
        )[0]
        has.iloc[np.unique(hits)] = True
    return has


def _facades(
    plan: Plan, houses: gpd.GeoDataFrame
) -> Iterator[tuple[str, BaseGeometry]]:
    """Yield the outline of each building without its party walls and courtyards."""
    everything = plan.of("building")
    outlines = everything.geometry.to_numpy()
    tree = shapely.STRtree(outlines)
    for name, house in zip(houses.index, houses.geometry, strict=True):
        others = [
            outlines[n]
            for n in tree.query(house, predicate="dwithin", distance=_SLIT_M)
            if everything.index[n] != name
        ]
        outline = shapely.union_all([LineString(p.exterior) for p in _polygons(house)])
        if others:
            walls = shapely.union_all(shapely.buffer(np.array(others), _SLIT_M))
            outline = outline.difference(walls)
        if outline.length > 0:
            yield str(name), shapely.line_merge(outline)


def _polygons(house: BaseGeometry) -> NDArray[np.object_]:
    parts: NDArray[np.object_] = shapely.get_parts(house)
    return parts


def _spread(facade: BaseGeometry, every: float) -> Iterator[BaseGeometry]:
    """Yield the middle of each stretch of a façade, straight wall by straight wall."""
    for line in shapely.get_parts(facade):
        corners = shapely.get_coordinates(line)
        for start, end in pairwise(corners):
            wall = LineString([start, end])
            # A wall cut at its neighbour has lost the width of the slit.
            count = int((wall.length + _SLIT_M) // every)
            for n in range(count):
                yield wall.interpolate((n + 0.5) / count, normalized=True)


def _frame(
    geometry: list[BaseGeometry], names: list[str], plan: Plan
) -> gpd.GeoDataFrame:
    array = np.empty(len(geometry), dtype=object)
    array[:] = geometry
    return gpd.GeoDataFrame(
        geometry=array, index=pd.Index(names, dtype=object), crs=plan.crs
    )

"""A plan as shapes to draw, in order: shared by the map and by the SVG drawing.

Points become polygons of their true size, so that they stay right at every zoom and
on paper. Zones that only measurements need (where people gather, agreed spots) are
not part of the design and are not drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.plans.plan import Plan
from sbd.views.kind_styles import SHAPES, SITE_EDGE, STYLES, TRUNK, KindStyle

Geometries = NDArray[np.object_]

#: Footprint of a bench drawn as a point. [m]
_BENCH_M = (1.5, 0.6)
#: Stripes of a crossing: width, gap and, along a line, length. [m]
_STRIPE_M, _STRIPE_GAP_M, _STRIPE_LENGTH_M = 0.5, 0.5, 3.0
#: How far an entrance may lie from the façade it belongs to. [m]
_FACADE_M = 3.0
#: Depth of an entrance's triangle. [m]
_ARROW_M = 2.1


@dataclass(frozen=True, eq=False)
class Shapes:
    """Geometries drawn alike.

    Parameters
    ----------
    kind : str
        Kind, or ``trunk`` or ``site``.
    style : KindStyle
        How they are drawn.
    geometries : ndarray of geometries
        In the plan's CRS. [m]
    lines : bool
        True for lines, drawn without fill.
    """

    kind: str
    style: KindStyle
    geometries: Geometries
    lines: bool


def shapes(plan: Plan, window: BaseGeometry) -> list[Shapes]:
    """Return everything drawn of a plan inside a window, in drawing order.

    Parameters
    ----------
    plan : Plan
        The plan; the site's edge is drawn where it has one.
    window : BaseGeometry
        What lies outside is cut off. [m]

    Returns
    -------
    list of Shapes
    """
    found = []
    present = [kind for kind in STYLES if plan.has(kind)]
    for kind in sorted(present, key=lambda k: (STYLES[k].order, k)):
        layer = _inside(plan, kind, window)
        if not layer.empty:
            found += _shapes_of(plan, kind, layer, window)
    if plan.site is not None:
        edge = np.array([plan.site], dtype=object)
        found.append(Shapes("site", SITE_EDGE, edge, lines=True))
    return sorted(found, key=lambda s: s.style.order)


def posts_to_scale(plan: Plan, window: BaseGeometry, least_m: float) -> Geometries:
    """Return posts as thick as they are, where the symbol would close a row.

    Parameters
    ----------
    plan : Plan
        The plan.
    window : BaseGeometry
        What lies outside is left out. [m]
    least_m : float
        Radius of what is thinner; posts of unknown size keep their symbol's. [m]
    """
    layer = _inside(plan, "bollard", window)
    shapes = np.asarray(layer.geometry.values, dtype=object)
    dimension = shapely.get_dimensions(shapes)
    half = layer["diameter_m"].to_numpy(dtype=float)[dimension == 0] / 2
    radius = np.where(half > 0, np.maximum(half, least_m), STYLES["bollard"].radius_m)
    round_ = shapely.buffer(shapes[dimension == 0], radius, quad_segs=4)
    return np.concatenate([_cut(shapes[dimension == 2], window), round_])


def drawing_window(plan: Plan) -> BaseGeometry:
    """Return what is drawn of a plan: its window, or all of it without a site. [m]"""
    return plan.extent if plan.site is None else plan.window


def _inside(plan: Plan, kind: str, window: BaseGeometry) -> gpd.GeoDataFrame:
    layer = plan.of(kind)
    return layer.iloc[np.unique(layer.sindex.query(window, predicate="intersects"))]


def _shapes_of(
    plan: Plan, kind: str, layer: gpd.GeoDataFrame, window: BaseGeometry
) -> list[Shapes]:
    style = STYLES[kind]
    geometries = np.asarray(layer.geometry.values, dtype=object)
    dimension = shapely.get_dimensions(geometries)
    areas = [_cut(geometries[dimension == 2], window)]
    lines = _cut(geometries[dimension == 1], window)
    found = []
    if kind == "bench" and len(lines):
        areas.append(_long_benches(layer[dimension == 1]))
        lines = lines[:0]
    if kind == "tree":
        return _trees(layer)
    if kind == "crossing":
        return [Shapes(kind, style, _stripes(geometries), lines=False)]
    if kind == "entrance":
        return [Shapes(kind, style, _arrows(plan, geometries), lines=False)]
    points = layer[dimension == 0]
    if len(points):
        areas.append(_symbols(kind, points))
    filled = np.concatenate(areas)
    if len(filled):
        found.append(Shapes(kind, style, filled, lines=style.fill is None))
    if len(lines):
        found.append(Shapes(kind, style, lines, lines=True))
    return found


def _cut(geometries: Geometries, window: BaseGeometry) -> Geometries:
    """Cut what crosses the window's edge."""
    if not len(geometries):
        return geometries
    shapely.prepare(window)
    across = ~shapely.covered_by(geometries, window)
    cut = geometries.copy()
    cut[across] = shapely.intersection(geometries[across], window)
    return cut[~shapely.is_empty(cut)]


def _symbols(kind: str, points: gpd.GeoDataFrame) -> Geometries:
    """Give points their true size, or the size of their symbol."""
    at = np.asarray(points.geometry.values, dtype=object)
    if kind == "bench":
        return _benches(points)
    outline = STYLES[kind].radius_m * np.array(SHAPES[STYLES[kind].shape])
    rings = shapely.get_coordinates(at)[:, None, :] + outline
    return np.asarray(shapely.polygons(rings), dtype=object)


def _benches(points: gpd.GeoDataFrame) -> Geometries:
    # The direction of a bench drawn as a point is not known: it lies east-west.
    at = shapely.get_coordinates(np.asarray(points.geometry.values, dtype=object))
    length = points["length_m"].fillna(_BENCH_M[0]).to_numpy() / 2
    width = points["width_m"].fillna(_BENCH_M[1]).to_numpy() / 2
    x, y = at[:, 0], at[:, 1]
    return np.asarray(
        shapely.box(x - length, y - width, x + length, y + width), dtype=object
    )


def _long_benches(lines: gpd.GeoDataFrame) -> Geometries:
    width = lines["width_m"].fillna(_BENCH_M[1]).to_numpy()
    seats = shapely.buffer(lines.geometry.values, width / 2, cap_style="flat")
    return np.asarray(seats, dtype=object)


def _trees(trees: gpd.GeoDataFrame) -> list[Shapes]:
    """Draw crowns at their true radius; where it is unknown, the trunk alone."""
    at = np.asarray(shapely.centroid(trees.geometry.values), dtype=object)
    radius = trees["crown_radius_m"].to_numpy()
    known = radius > 0
    crowns = np.asarray(shapely.buffer(at[known], radius[known], quad_segs=8))
    trunks = np.asarray(shapely.buffer(at, TRUNK.radius_m, quad_segs=3))
    found = [Shapes("trunk", TRUNK, trunks.astype(object), lines=False)]
    if known.any():
        crown = Shapes("tree", STYLES["tree"], crowns.astype(object), lines=False)
        found.insert(0, crown)
    return found


def _stripes(crossings: Geometries) -> Geometries:
    """Return the stripes of crossings, square to the way people walk."""
    found: list[BaseGeometry] = []
    for crossing in crossings:
        dimension = shapely.get_dimensions(crossing)
        if dimension == 0:
            found.append(crossing.buffer(0.8, quad_segs=1))
        elif dimension == 1:
            for part in shapely.get_parts(crossing):
                found += _stripes_along(part, _STRIPE_LENGTH_M)
        else:
            axis, across = _axis(crossing)
            bars = _stripes_along(axis, across + 1)
            found += list(shapely.intersection(np.array(bars, dtype=object), crossing))
    stripes = np.array(found, dtype=object)
    return stripes[~shapely.is_empty(stripes)]


def _axis(area: BaseGeometry) -> tuple[BaseGeometry, float]:
    """Return the longer axis of an area and its breadth. [m]"""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(area))[:4]
    one, two = (np.hypot(*(corners[i + 1] - corners[i])) for i in (0, 1))
    start = 0 if one < two else 1
    short = [corners[start : start + 2], np.roll(corners, -2, 0)[start : start + 2]]
    ends = np.array([side.mean(axis=0) for side in short])
    return shapely.LineString(ends), float(min(one, two))


def _stripes_along(line: Any, length: float) -> list[BaseGeometry]:
    period = _STRIPE_M + _STRIPE_GAP_M
    starts = np.arange(_STRIPE_GAP_M / 2, line.length - _STRIPE_M / 2, period)
    ends = np.minimum(starts + _STRIPE_M, line.length)
    one = shapely.get_coordinates(shapely.line_interpolate_point(line, starts))
    two = shapely.get_coordinates(shapely.line_interpolate_point(line, ends))
    along = two - one
    size = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)[:, None]
    aside = np.column_stack([-along[:, 1], along[:, 0]]) / size * length / 2
    rings = np.stack([one + aside, two + aside, two - aside, one - aside], axis=1)
    return list(np.atleast_1d(np.asarray(shapely.polygons(rings), dtype=object)))


def _arrows(plan: Plan, entrances: Geometries) -> Geometries:
    """Return a triangle per entrance, pointing out of its façade."""
    walls = np.asarray(plan.of("building").geometry.values, dtype=object)
    tree = shapely.STRtree(walls)
    half = STYLES["entrance"].radius_m
    found = []
    for entrance in entrances:
        at = _middle(entrance)
        nearest = tree.query_nearest(at, max_distance=_FACADE_M, all_matches=False)
        if not len(nearest):
            found.append(at.buffer(half, quad_segs=1))
            continue
        x, y = _outward(walls[nearest[0]], at)
        tip = (at.x + x * _ARROW_M, at.y + y * _ARROW_M)
        left = (at.x - y * half, at.y + x * half)
        right = (at.x + y * half, at.y - x * half)
        found.append(shapely.Polygon([left, right, tip]))
    return np.array(found, dtype=object)


def _middle(entrance: BaseGeometry) -> shapely.Point:
    if entrance.geom_type == "LineString":
        return shapely.Point(entrance.interpolate(0.5, normalized=True))
    return shapely.Point(entrance.centroid)


def _outward(building: BaseGeometry, at: shapely.Point) -> tuple[float, float]:
    """Return the unit vector out of the building edge nearest to a point."""
    point = np.array([at.x, at.y])
    best, normal = math.inf, (0.0, 1.0)
    for part in shapely.get_parts(building):
        ring = shapely.get_coordinates(shapely.get_exterior_ring(part))
        start, along = ring[:-1], np.diff(ring, axis=0)
        length = np.maximum((along**2).sum(axis=1), 1e-12)
        share = np.clip(((point - start) * along).sum(axis=1) / length, 0, 1)
        away = np.hypot(*(start + along * share[:, None] - point).T)
        nearest = int(away.argmin())
        if away[nearest] < best:
            best = float(away[nearest])
            x, y = along[nearest] / math.sqrt(length[nearest])
            turn = 1.0 if shapely.is_ccw(shapely.get_exterior_ring(part)) else -1.0
            normal = (float(y * turn), float(-x * turn))
    return normal

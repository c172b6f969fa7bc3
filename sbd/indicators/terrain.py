"""Slopes of the ground under lines, from the heights that a plan carries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from sbd.indicators.routes import main_routes
from sbd.plans.plan import Plan
from sbd.plans.terrain import Terrain

#: Length over which a slope is taken. [m] Source: method, section 8, A-05.
BASE_M = 2.0
#: Slopes from heights carry no more than these decimals of a per cent: heights of
#: 100 m have steps of 0.00001 m as float32, 0.0004 % over 2 m.
_DECIMALS = 2

Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Pieces:
    """A line cut into pieces of about 2 m, with the slopes under them.

    Parameters
    ----------
    ends : array of shape (n + 1,)
        Where pieces begin and end, along the line. [m]
    slope, crossfall : array of shape (n,)
        Along the line and across it, without sign; NaN where not known. [%]
    """

    ends: Points
    slope: Points
    crossfall: Points


def heights_at(terrain: Terrain, points: Points, crs: CRS) -> Points:
    """Return heights at points, between the middles of the four cells round each.

    Parameters
    ----------
    terrain : Terrain
        The heights.
    points : array of shape (n, 2)
        In the CRS of the plan. [m]
    crs : CRS
        Of the plan.

    Returns
    -------
    array of shape (n,)
        NaN outside the terrain and beside cells that have no height. [m]
    """
    own = _to_terrain(terrain.crs, crs.to_wkt())
    if own is not None:
        points = np.column_stack(own.transform(points[:, 0], points[:, 1]))
    points = np.where(np.isfinite(points), points, np.nan)
    a, b, c, d, e, f = terrain.transform
    inverse = np.linalg.inv([[a, b], [d, e]])
    # Counted from the middle of the first cell.
    at = (points - [c, f]) @ inverse.T - 0.5
    rows, columns = terrain.heights.shape
    last = np.array([columns - 1, rows - 1], dtype=float)
    inside = np.all((at >= 0) & (at <= last), axis=1)
    at = np.where(inside[:, None], at, 0.0)
    low = np.minimum(np.floor(at), np.maximum(last - 1, 0)).astype(int)
    right, down = (at - low).T
    found = np.zeros(len(points))
    for column, across in ((0, 1 - right), (1, right)):
        for row, along in ((0, 1 - down), (1, down)):
            weight = across * along
            cell = terrain.heights[
                np.minimum(low[:, 1] + row, rows - 1),
                np.minimum(low[:, 0] + column, columns - 1),
            ]
            # A cell without a height does not matter where it has no weight.
            found += np.where(weight > 0, weight * cell, 0.0)
    return np.where(inside, found, np.nan)


@lru_cache(maxsize=8)
def _to_terrain(terrain: str, plan: str) -> Transformer | None:
    own, given = CRS.from_wkt(terrain), CRS.from_wkt(plan)
    if own.equals(given, ignore_axis_order=True):
        return None
    return Transformer.from_crs(given, own, always_xy=True)


def slopes_along(terrain: Terrain, line: LineString, crs: CRS) -> Pieces:
    """Cut a line into pieces and take the slopes of the ground under each.

    Both are the difference in height over 2 m round the middle of a piece: in its
    direction and at right angles to it, 1 m to either side. Source: method, section
    8, A-05.

    Parameters
    ----------
    terrain : Terrain
        The heights.
    line : LineString
        In the CRS of the plan. [m]
    crs : CRS
        Of the plan.

    Returns
    -------
    Pieces
        Of equal length, as near to 2 m as the line allows.
    """
    count = max(1, round(line.length / BASE_M))
    ends = np.linspace(0.0, line.length, count + 1)
    corners = shapely.get_coordinates(shapely.line_interpolate_point(line, ends))
    middles = shapely.get_coordinates(
        shapely.line_interpolate_point(line, (ends[:-1] + ends[1:]) / 2)
    )
    chords = np.diff(corners, axis=0)
    length = np.hypot(chords[:, 0], chords[:, 1])
    # A piece that ends where it began has no direction, and its slopes are not known.
    with np.errstate(invalid="ignore", divide="ignore"):
        along = chords / length[:, None] * (BASE_M / 2)
    across = np.column_stack([-along[:, 1], along[:, 0]])
    return Pieces(
        ends,
        _slope(terrain, middles, along, crs),
        _slope(terrain, middles, across, crs),
    )


def _slope(terrain: Terrain, middles: Points, half: Points, crs: CRS) -> Points:
    """Return slopes between points on both sides of middles. [%]"""
    rise = heights_at(terrain, middles + half, crs)
    rise = np.abs(rise - heights_at(terrain, middles - half, crs))
    slope: Points = np.round(100 * rise / BASE_M, _DECIMALS)
    return slope


def part_of(line: LineString, start: float, stop: float) -> BaseGeometry:
    """Return the part of a line between two distances along it. [m]"""
    part: BaseGeometry = substring(line, start, stop)
    return part


def covered_share(plan: Plan) -> float | None:
    """Return the share of the main routes' length whose slopes the heights tell.

    Parameters
    ----------
    plan : Plan
        With or without a site and heights.

    Returns
    -------
    float or None
        None where the plan has no site, no heights or no main route. [1]
    """
    if plan.site is None or plan.terrain is None or main_routes(plan).empty:
        return None
    known = total = 0.0
    for line in shapely.get_parts(main_routes(plan).network):
        pieces = slopes_along(plan.terrain, line, plan.crs)
        lengths = np.diff(pieces.ends)
        told = ~np.isnan(pieces.slope) & ~np.isnan(pieces.crossfall)
        known += float(lengths[told].sum())
        total += line.length
    return known / total

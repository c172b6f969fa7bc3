"""Where the pixels of a raster lie, and which of them a plan needs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.enums import TransformDirection
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from sbd.errors import PlanError
from sbd.plans.formats.world_file import Matrix
from sbd.plans.systems import Bounds, label

Points = NDArray[Any]
Move = Callable[[Points], Points]

#: Radius of the sphere of web maps. [m] Source: EPSG:3857.
_EARTH_M = 6_378_137.0
#: Points along each side of a box that is moved to another CRS. [1]
_ALONG = 16
#: Nothing on earth is farther from anything. [m]
_FARTHEST_M = 20_000_000.0


@dataclass(frozen=True, eq=False)
class Placing:
    """The way from pixels to the plan and to web maps, and back.

    Parameters
    ----------
    matrix : array of shape (3, 3)
        From corners of pixels to the raster's coordinates.
    crs, plan_crs : CRS
        Of the raster and of the plan.
    """

    matrix: Matrix
    crs: CRS
    plan_crs: CRS

    @cached_property
    def _to_plan(self) -> Transformer | None:
        """The transformation that the layers of a plan get too."""
        if self.crs.equals(self.plan_crs, ignore_axis_order=True):
            return None
        return Transformer.from_crs(self.crs, self.plan_crs, always_xy=True)

    @cached_property
    def _to_degrees(self) -> Transformer:
        return Transformer.from_crs(self.plan_crs, 4326, always_xy=True)

    def plan_of(self, pixels: Points) -> Points:
        """Return where corners of pixels lie in the plan. [m]"""
        there = _applied(self.matrix, pixels)
        if self._to_plan is None:
            return there
        return np.column_stack(self._to_plan.transform(there[:, 0], there[:, 1]))

    def pixels_of(self, points: Points) -> Points:
        """Return the columns and rows of points of the plan."""
        if self._to_plan is not None:
            points = np.column_stack(
                self._to_plan.transform(
                    points[:, 0], points[:, 1], direction=TransformDirection.INVERSE
                )
            )
        inverse: Matrix = np.linalg.inv(self.matrix).astype(np.float64)
        return _applied(inverse, points)

    def web_of(self, pixels: Points) -> Points:
        """Return where corners of pixels lie on web maps. [m of Web Mercator]"""
        points = self.plan_of(pixels)
        degrees = self._to_degrees.transform(points[:, 0], points[:, 1])
        return web_of_degrees(np.column_stack(degrees))

    def pixels_of_web(self, points: Points) -> Points:
        """Return the columns and rows of points of a web map."""
        lon, lat = degrees_of_web(points).T
        plan = self._to_degrees.transform(
            lon, lat, direction=TransformDirection.INVERSE
        )
        return self.pixels_of(np.column_stack(plan))


def web_of_degrees(points: Points) -> Points:
    """Return where longitudes and latitudes lie on web maps. [m of Web Mercator]"""
    lon, lat = np.radians(points).T
    web: Points = _EARTH_M * np.column_stack([lon, np.arctanh(np.sin(lat))])
    return web


def degrees_of_web(points: Points) -> Points:
    """Return longitude and latitude of points of a web map. [deg]"""
    lon, lat = (points / _EARTH_M).T
    degrees: Points = np.degrees(np.column_stack([lon, np.arcsin(np.tanh(lat))]))
    return degrees


def side_of(move: Move, at: Points) -> float:
    """Return the side of a square as large as a pixel after a move.

    Parameters
    ----------
    move : callable
        From columns and rows to coordinates.
    at : array of shape (1, 2)
        The pixel.
    """
    origin, right, down = move(at + np.array([[0, 0], [1, 0], [0, 1]]))
    across, along = right - origin, down - origin
    return math.sqrt(abs(across[0] * along[1] - across[1] * along[0]))


def needed(
    placing: Placing, size: tuple[int, int], bounds: Bounds, name: str
) -> BaseGeometry:
    """Return the part of a raster that lies where the plan is.

    Parameters
    ----------
    placing : Placing
        Where its pixels lie.
    size : tuple of int
        Its columns and rows.
    bounds : tuple of float
        What the plan needs: west, south, east, north in its CRS. [m]
    name : str
        Name of the file, fit for a sentence.

    Returns
    -------
    Polygon
        In columns and rows.

    Raises
    ------
    PlanError
        If there is no such part; the sentence says how far away the raster lies.
    """
    outline = placing.pixels_of(edge_of(box(*bounds)))
    whole = box(0, 0, *size)
    if not np.isfinite(outline).all():
        raise PlanError(
            "The coordinates of {file} do not fit its CRS ({crs}): export it again "
            "with the right one.",
            file=name,
            crs=label(placing.crs),
        )
    window = shapely.make_valid(Polygon(outline))
    part = window.intersection(whole)
    if part.area > 0:
        return part
    raise PlanError(
        "{file} lies {distance} away from the plan: choose its coordinate system, or "
        "take one of this place.",
        file=name,
        distance=_distance(placing, whole, window, bounds),
    )


def edge_of(area: Polygon) -> Points:
    """Return points along the edge of an area, straight sides cut into pieces."""
    ring = area.exterior
    step = max(ring.length / (4 * _ALONG), 1e-12)
    return shapely.get_coordinates(shapely.segmentize(ring, step))


def _distance(
    placing: Placing, whole: BaseGeometry, window: BaseGeometry, bounds: Bounds
) -> str:
    """Return how far the raster is from what the plan needs."""
    nearest = shapely.shortest_line(whole, window)
    point = placing.plan_of(shapely.get_coordinates(nearest)[:1])[0]
    metres = _FARTHEST_M
    if np.isfinite(point).all():
        metres = min(metres, shapely.distance(shapely.Point(point), box(*bounds)))
    return f"{metres / 1000:.0f} km" if metres >= 1000 else f"{math.ceil(metres)} m"


def _applied(matrix: Matrix, points: Points) -> Points:
    moved: Points = points @ matrix[:2, :2].T + matrix[:2, 2]
    return moved

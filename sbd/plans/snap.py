"""Put points exactly where the plan already has a corner or an edge."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Coordinates = NDArray[np.float64]
Geometries = NDArray[np.object_]

#: Points nearer than this to a corner or an edge are meant to lie on it. [m]
#: Source: our choice; the map sends tenths of a millimetre, a hand is coarser.
SNAP_M = 0.02


def snap(
    points: Coordinates, geometries: Geometries, distance: float = SNAP_M
) -> Coordinates:
    """Return points, each moved onto the nearest corner, else onto the nearest edge.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Points. [m]
    geometries : ndarray of geometries
        What there is. [m]
    distance : float
        How far a point may be moved. [m]

    Returns
    -------
    ndarray, shape (n, 2)
        A point on a corner is that corner to the last bit; one on an edge lies on it
        to the precision of floating point. [m]
    """
    found = np.array(points, dtype=float)
    if not len(geometries) or not len(points):
        return found
    tree = shapely.STRtree(geometries)
    at = shapely.points(found)
    mine, near = tree.query(at, predicate="dwithin", distance=distance)
    for n in np.unique(mine):
        found[n] = _onto(found[n], geometries[near[mine == n]], distance)
    return found


def _onto(point: Coordinates, near: Geometries, distance: float) -> Coordinates:
    """Return the corner or the place on an edge that a point is meant to be."""
    corners = shapely.get_coordinates(near)
    away = np.hypot(*(corners - point).T)
    if away.min() <= distance:
        return np.asarray(corners[away.argmin()], dtype=float)
    edges = _edges(near)
    at = shapely.Point(point)
    gaps = shapely.distance(edges, at)
    if not len(edges) or gaps.min() > distance:
        return point
    edge = edges[gaps.argmin()]
    place = shapely.line_interpolate_point(edge, shapely.line_locate_point(edge, at))
    return np.array([place.x, place.y])


def _edges(geometries: Geometries) -> Geometries:
    """Return lines, and the outlines of areas, one by one."""
    dimension = shapely.get_dimensions(geometries)
    outlines = shapely.boundary(geometries[dimension == 2])
    lines = np.concatenate([geometries[dimension == 1], outlines])
    return np.asarray(shapely.get_parts(lines), dtype=object)


def restore(
    points: Coordinates, before: BaseGeometry, distance: float
) -> tuple[Coordinates, NDArray[np.bool_]]:
    """Put points back exactly where a geometry had its corners.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Points as the map gave them back, rounded. [m]
    before : BaseGeometry
        The geometry that the map showed. [m]
    distance : float
        Largest rounding. [m]

    Returns
    -------
    tuple of ndarray
        The points, and which of them were corners before.
    """
    corners = shapely.get_coordinates(before)
    tree = shapely.STRtree(np.atleast_1d(np.asarray(shapely.points(corners))))
    mine, near = tree.query_nearest(
        shapely.points(points), max_distance=distance, all_matches=False
    )
    found = np.array(points, dtype=float)
    found[mine] = corners[near]
    kept = np.zeros(len(found), dtype=bool)
    kept[mine] = True
    return found, kept

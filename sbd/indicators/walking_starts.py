"""Where walks start: points, lines and areas, in the triangles that they lie in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators.mesh import Mesh

#: Places this close outside the free space are moved onto its border. [m]
#: Source: method, section 1, tolerance of lengths.
REACH_M = 0.01
#: A place this close to a triangle lies in it. [m]
_ON_M = 1e-6
#: Farther outside, a place is moved onto the border: rounding. [m]
_OFF_M = 1e-9

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
#: Points, one row each, or geometries: walks start at their nearest point.
Places = ArrayLike | BaseGeometry | Sequence[BaseGeometry]


def as_points(places: object) -> Floats:
    """Return points as an array. (n, 2) [m]"""
    return np.ascontiguousarray(places, dtype=np.float64).reshape(-1, 2)


@dataclass(frozen=True, eq=False)
class Sources:
    """What walks start from, taken apart.

    Parameters
    ----------
    points : (n, 2) array
        Points, and the ends of all lines. [m]
    lines : (k, 4) array
        Straight pieces of lines and of the borders of areas. [m]
    areas : tuple of Polygon
        Areas: in them there is no way to go.
    """

    points: Floats
    lines: Floats
    areas: tuple[BaseGeometry, ...] = ()

    @classmethod
    def of(cls, places: Places) -> Sources:
        """Take all places together: the nearest counts."""
        shapes = _geometries(places)
        if shapes is None:
            return cls(as_points(places), np.empty((0, 4)))
        parts = [part for shape in shapes for part in shapely.get_parts(shape)]
        drawn = [line for part in parts for line in _outlines(part)]
        corners = [shapely.get_coordinates(line) for line in drawn]
        pieces = [np.hstack([xy[:-1], xy[1:]]) for xy in corners]
        return cls(
            np.concatenate([np.empty((0, 2)), *corners]),
            np.concatenate([np.empty((0, 4)), *pieces]),
            tuple(p for p in parts if p.geom_type == "Polygon"),
        )

    @classmethod
    def each(cls, places: Places) -> Iterator[Sources]:
        """Take places one by one."""
        shapes = _geometries(places)
        for one in as_points(places) if shapes is None else shapes:
            yield cls.of(one)


def _geometries(places: object) -> list[BaseGeometry] | None:
    """Return the geometries among places, None where they are bare points."""
    if isinstance(places, BaseGeometry):
        return [places]
    if isinstance(places, Iterable):
        found = [place for place in places if isinstance(place, BaseGeometry)]
        return found or None
    return None


def _outlines(part: BaseGeometry) -> Iterable[BaseGeometry]:
    """Return a line or a point itself, an area's rings."""
    rings = list(shapely.get_rings(part))
    return rings or [part]


class Triangles:
    """The triangles of a mesh, to find those that a place lies in.

    Parameters
    ----------
    mesh : Mesh
        All coordinates below are relative to its origin.
    """

    def __init__(self, mesh: Mesh) -> None:
        self.mesh = mesh
        self.shapes = _listed(shapely.polygons(mesh.vertices[mesh.triangles]))
        self.tree = shapely.STRtree(self.shapes)

    def placed(self, points: Floats) -> tuple[Floats, Numbers, Numbers]:
        """Find the triangles of points.

        Parameters
        ----------
        points : (m, 2) array
            Relative to the mesh. [m]

        Returns
        -------
        points : (m, 2) array
            Those just outside are moved onto the border. [m]
        who, where : (k,) int arrays
            Pairs of a point and a triangle it lies in; on an edge or a vertex it
            lies in several, farther outside in none.
        """
        given = _listed(shapely.points(points))
        held = self.tree.query(given, "dwithin", distance=_OFF_M)[0]
        lost = np.setdiff1d(np.arange(len(given)), held)
        near, triangle = self.tree.query_nearest(
            given[lost], max_distance=REACH_M, all_matches=False
        )
        if len(near):
            points, moved = points.copy(), lost[near]
            joining = shapely.shortest_line(self.shapes[triangle], given[moved])
            points[moved] = shapely.get_coordinates(joining)[::2]
            given = _listed(shapely.points(points))
        who, where = self.tree.query(given, "dwithin", distance=_ON_M)
        return points, who.astype(np.int64), where.astype(np.int64)


def _listed(made: object) -> NDArray[np.object_]:
    """Return geometries as an array, also where there are none."""
    found: NDArray[np.object_] = np.asarray(made, dtype=object).reshape(-1)
    return found


@dataclass(frozen=True, eq=False)
class Starts:
    """Roots and the triangles that walks start in, for the kernel.

    Parameters
    ----------
    places, normals : (n, 2) arrays
        Of the vertices of the mesh first, then of the sources. [m]
    starts : (k, 2) int array
        Pairs of a source and a triangle.
    cones : (k, 4) array
        Of a line, the ends of its part there to the right and to the left. [m]
    """

    places: Floats
    normals: Floats
    starts: Numbers
    cones: Floats


def starts(sources: Sources, triangles: Triangles, vertices: Floats) -> Starts:
    """Return where walks from sources start; nowhere, where all lie outside.

    `vertices` are the roots that come before the sources. (n, 2) [m]
    """
    mesh = triangles.mesh
    lines = sources.lines - np.tile(mesh.origin, 2)
    roots: list[Floats] = []
    begins: list[Numbers] = []
    cones: list[Floats] = []
    points = [sources.points - mesh.origin]
    count = len(vertices)
    for line in lines:
        where, parts = _along(line, triangles, _ON_M)
        if not len(where):
            where, parts = _along(line, triangles, REACH_M)
        if not len(where):
            continue
        start, end = line[:2], line[2:]
        ahead = (end - start) / np.linalg.norm(end - start)
        ends = parts[:, :, None] * ahead + start
        points += [_ends(parts)[:, None] * ahead + start, _touching(line, triangles)]
        left = np.array([-ahead[1], ahead[0]])
        for normal, right_first in ((left, True), (-left, False)):
            sides = ends[:, ::-1] if right_first else ends
            begins.append(np.column_stack([np.full(len(where), len(roots)), where]))
            cones.append(sides.reshape(-1, 4))
            roots.append(np.concatenate([start, normal]))
    placed, who, where = triangles.placed(np.concatenate(points))
    begins.append(np.column_stack([who + len(roots), where]))
    cones.append(np.zeros((len(who), 4)))
    made = np.array(roots).reshape(-1, 4)
    flat = np.zeros_like
    return Starts(
        np.concatenate([vertices, made[:, :2], placed]),
        np.concatenate([flat(vertices), made[:, 2:], flat(placed)]),
        np.concatenate(begins).astype(np.int64) + np.array([count, 0]),
        np.concatenate(cones),
    )


def _along(line: Floats, triangles: Triangles, reach: float) -> tuple[Numbers, Floats]:
    """Return the triangles along a straight line, and from where to where in each.

    What lies within `reach` of a triangle counts as in it. [m]
    """
    length = float(np.hypot(*(line[2:] - line[:2])))
    if length == 0:
        return np.empty(0, dtype=np.int64), np.empty((0, 2))
    drawn = shapely.linestrings(line.reshape(2, 2))
    where = triangles.tree.query(drawn, "dwithin", distance=reach)
    near = shapely.buffer(triangles.shapes[where], reach, quad_segs=2)
    ends = shapely.get_coordinates(shapely.intersection(near, drawn), return_index=True)
    along = (ends[0] - line[:2]) @ (line[2:] - line[:2]) / length
    parts = np.array([[np.inf, -np.inf]] * len(where)).reshape(-1, 2)
    np.minimum.at(parts[:, 0], ends[1], along)
    np.maximum.at(parts[:, 1], ends[1], along)
    kept = parts[:, 0] < parts[:, 1]
    return where[kept].astype(np.int64), parts[kept].clip(0.0, length)


def _ends(parts: Floats) -> Floats:
    """Return where the stretches that parts make together begin and end. [m]"""
    ordered = parts[np.argsort(parts[:, 0])]
    far = np.maximum.accumulate(ordered[:, 1])
    gap = np.flatnonzero(ordered[1:, 0] > far[:-1])
    first = ordered[np.append(0, gap + 1), 0]
    return np.append(first, far[np.append(gap, len(far) - 1)])


def _touching(line: Floats, triangles: Triangles) -> Floats:
    """Return the vertices of the mesh on a line: walks may bend there at once. [m]"""
    vertices = triangles.mesh.vertices
    ahead = line[2:] - line[:2]
    length = np.hypot(*ahead)
    off = vertices - line[:2]
    along = off @ ahead / length
    beside = np.abs(off[:, 1] * ahead[0] - off[:, 0] * ahead[1]) / length
    found: Floats = vertices[(beside < REACH_M) & (along > 0) & (along < length)]
    return found

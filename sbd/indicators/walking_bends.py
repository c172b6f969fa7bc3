"""Where shortest walks bend: the corners of a mesh, for `sbd.indicators.walking`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sbd.indicators.mesh import Floats, Ints, Mesh

#: A corner that turns by no more than this is straight: rounding. [rad]
_STRAIGHT_RAD = 1e-12

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Bends:
    """The corners of a mesh, one for each free sector between two walls.

    Where blocks touch in a point, the vertex stands once for each side: nobody walks
    through.

    Parameters
    ----------
    vertices : (n, 2) array
        Relative to the mesh's origin. [m]
    triangles : (t, 3) int array
        In the order of the mesh.
    first, fans : (n + 1,), (3 t,) int arrays
        The triangles round vertex v are ``fans[first[v] : first[v + 1]]``, as three
        times the triangle plus the number of the vertex in it.
    walls : (2 n, 2) array
        Directions of the walls on both sides of the free sector of vertex v, counter-
        clockwise, in rows 2 v and 2 v + 1. [1]
    wide : (n,) bool array
        Whether that sector is wider than half a turn: only there walks bend.
    """

    vertices: Floats
    triangles: Ints
    first: Numbers
    fans: Numbers
    walls: Floats
    wide: NDArray[np.bool_]

    @classmethod
    def of(cls, mesh: Mesh) -> Bends:
        """Find the corners of a mesh."""
        vertices, triangles = _parted(mesh)
        count = len(vertices)
        corner = triangles.ravel().astype(np.int64)
        fans = np.argsort(corner, kind="stable")
        first = np.searchsorted(corner[fans], np.arange(count + 1))
        wall = mesh.neighbours.ravel() < 0
        start = corner[wall]
        end = np.roll(triangles, -1, axis=1).ravel()[wall]
        way = vertices[end] - vertices[start]
        way /= np.linalg.norm(way, axis=1)[:, None]
        walls = np.zeros((2 * count, 2))
        walls[2 * start], walls[2 * end + 1] = way, -way
        return cls(vertices, triangles, first, fans, walls, _wide(walls))


def _wide(walls: Floats) -> NDArray[np.bool_]:
    """Tell which sectors between walls are wider than half a turn."""
    angles = np.arctan2(walls[:, 1], walls[:, 0]).reshape(-1, 2)
    turn = (angles[:, 1] - angles[:, 0]) % (2 * np.pi)
    return np.asarray(turn > np.pi + _STRAIGHT_RAD)


def _parted(mesh: Mesh) -> tuple[Floats, Ints]:
    """Return vertices and triangles with each vertex once for each of its sides."""
    triangles = mesh.triangles.copy()
    opening = mesh.triangles[mesh.neighbours < 0]
    shared = np.flatnonzero(np.bincount(opening, minlength=len(mesh.vertices)) > 1)
    opens = np.argwhere((mesh.neighbours < 0) & np.isin(mesh.triangles, shared))
    seen: set[int] = set()
    extra: list[int] = []
    for t, e in opens.tolist():
        vertex = int(mesh.triangles[t, e])
        if vertex in seen:
            number = len(mesh.vertices) + len(extra)
            extra.append(vertex)
            for triangle, corner in _side(mesh, t, e):
                triangles[triangle, corner] = number
        seen.add(vertex)
    return np.concatenate([mesh.vertices, mesh.vertices[extra]]), triangles


def _side(mesh: Mesh, t: int, e: int) -> Iterator[tuple[int, int]]:
    """Go round a vertex from one wall to the next: triangles, and its number there.

    Edge e of triangle t is the wall that begins at the vertex, on the right.
    """
    while True:
        yield t, e
        beyond = int(mesh.neighbours[t, (e + 2) % 3])
        if beyond < 0:
            return
        t, e = divmod(beyond, 3)

"""Runs of the isovist kernels: with twice the room wherever it was too small.

A kernel does what there is room for, and tells where it stopped. It allocates nothing,
so that it compiles fast. All coordinates are relative to the mesh's origin. [m]
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, tau
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Numbers = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: Vertices, triangles and neighbours of a mesh.
Tables = tuple[Floats, Ints, Ints]
#: Of one view: its pieces, the stack, its sectors, the first edges, the corners.
Room = tuple[Floats, Numbers, Floats, Numbers, Floats]


def _room(size: int) -> Room:
    """Return room for a view of so many pieces."""
    return (
        np.empty((size, 6)),
        np.empty(size, dtype=np.int64),
        np.empty((size, 4)),
        np.empty((64, 2), dtype=np.int64),
        np.empty((size, 2)),
    )


def _finish(run: Callable[[int, Room], int], count: int) -> None:
    """Run a kernel from the point where it stopped, until it is through."""
    done, size = 0, 1024
    while done < count:
        done = run(done, _room(size))
        size *= 2


def areas(
    points: Floats, found: Ints, radius: float, mesh: Tables, into: Floats
) -> None:
    """Fill in the area seen from each point; range arcs count as arcs. [m2]"""
    from sbd.indicators import view_kernels as kernels

    def run(done: int, room: Room) -> int:
        return int(kernels.areas(done, points, found, radius, mesh, room, into))

    _finish(run, len(points))


def outlines(
    points: Floats,
    found: Ints,
    radius: float,
    cones: Floats,
    chords: Floats,
    mesh: Tables,
) -> tuple[Floats, Numbers]:
    """Return the corners of all views, one after the other, and where each ends."""
    from sbd.indicators import view_kernels as kernels

    out = np.empty((64 * len(points) + 1024, 2))
    ends = np.zeros(len(points), dtype=np.int64)

    def run(done: int, room: Room) -> int:
        nonlocal out
        stopped: int = kernels.outlines(
            done, points, found, radius, cones, chords, mesh, room, out, ends
        )
        if stopped < len(points):
            out = np.concatenate([out, np.empty_like(out)])
        return stopped

    _finish(run, len(points))
    return out[: ends[-1] if len(ends) else 0], ends


def _rings(
    points: Floats, found: Ints, radius: float, chords: Floats, mesh: Tables
) -> tuple[Floats, Numbers]:
    """Return the corners of views all round, and where each begins; the end as well."""
    cones = np.tile([0.0, tau], (len(points), 1))
    corners, ends = outlines(points, found, radius, cones, chords, mesh)
    return corners, np.concatenate([np.zeros(1, dtype=np.int64), ends])


def counts(  # noqa: PLR0913, PLR0917 - as the kernel
    points: Floats,
    found: Ints,
    radius: float,
    chords: Floats,
    mesh: Tables,
    x0: float,
    y0: float,
    cell: float,
    marks: Ints,
) -> None:
    """Add what each point sees to the marks of one grid."""
    from sbd.indicators import view_kernels as kernels

    def run(done: int, room: Room) -> int:
        return int(
            kernels.counts(
                done, points, found, radius, chords, mesh, x0, y0, cell, room, marks
            )
        )

    _finish(run, len(points))


def cells_seen(  # noqa: PLR0913, PLR0917 - as the kernel
    points: Floats,
    found: Ints,
    radius: float,
    chords: Floats,
    mesh: Tables,
    x0: float,
    y0: float,
    cell: float,
    wanted: Bools,
) -> tuple[Numbers, Numbers]:
    """Return the flat cells each point sees, one point after the other, and the ends.

    `wanted` (rows, columns) tells which cells are asked for.
    """
    from sbd.indicators import view_kernels as kernels

    corners, starts = _rings(points, found, radius, chords, mesh)
    rows, columns = wanted.shape
    marks = np.zeros((rows, columns + 1), dtype=np.int32)
    out = np.empty(4096, dtype=np.int64)
    ends = np.zeros(len(points), dtype=np.int64)
    done = 0
    while done < len(points):
        done = kernels.cells_seen(
            done, corners, starts, x0, y0, cell, wanted, marks, out, ends
        )
        if done < len(points):
            out = np.concatenate([out, np.empty(len(out) + wanted.size, np.int64)])
    return out[: ends[-1] if len(ends) else 0], ends


def sees(points: Floats, found: Ints, others: Floats, mesh: Tables) -> Bools:
    """Tell for each point whether it sees its other one."""
    from sbd.indicators import view_kernels as kernels

    seen = np.zeros(len(points), dtype=np.bool_)

    def run(done: int, room: Room) -> int:
        return int(kernels.sees(done, points, found, others, mesh, room, seen))

    _finish(run, len(points))
    return seen


def light_cells(  # noqa: PLR0913, PLR0917 - as the kernel
    lamps: Floats,
    tables: Floats,
    step: float,
    reach: float,
    views: tuple[Any, ...],
    corner: tuple[float, float, float],
    wanted: Bools,
    shadows: tuple[Floats, Numbers, Floats, Numbers],
    into: Floats,
) -> int:
    """Add the light of lamps to the cells they see; return the pairs it took. [lx]

    Parameters are those of `light_cells` in `sbd.indicators.light_kernels`.
    """
    from sbd.indicators.light_kernels import light_cells as kernel

    where, found, radius, chords, mesh, *west_south = views
    corners, starts = _rings(where, found, radius, chords, mesh)
    # Marks of the cells round one lamp, small enough to stay at hand.
    size = 2 * ceil(radius / corner[2]) + 3
    marks = np.zeros((size, size + 1), dtype=np.int32)
    rings = where, radius, corners, starts, *west_south
    return int(
        kernel(lamps, tables, step, reach, rings, corner, wanted, shadows, into, marks)
    )

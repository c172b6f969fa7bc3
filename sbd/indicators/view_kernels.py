# mypy: ignore-errors
# A compiled function has no types to read: numba infers them, and who calls it says.
"""What is done with views: areas, corners, cells of a grid, lines of sight.

All coordinates are relative to the mesh's origin, in metres. Compiled by numba; import
this module inside functions only. Cells are marked from corners, not from views:
whatever takes a view holds a copy of the whole walk, which takes a second to compile.
"""

from __future__ import annotations

import math

import numpy as np

from sbd.indicators.compiled import inner, kernel
from sbd.indicators.isovist_kernels import ARC, ON_M, view

#: The cone of an observer who looks all round: from where, and how wide. [rad]
WHOLE = (0.0, 7.0)


@inner
def piece_area(pieces, j, radius):
    """Area between the observer and one piece. [m2]"""
    if pieces[j, 4] == ARC:
        return 0.5 * radius * radius * pieces[j, 5]
    return 0.5 * (pieces[j, 0] * pieces[j, 3] - pieces[j, 1] * pieces[j, 2])


@kernel
def areas(i, points, found, radius, mesh, room, into):
    """Measure views from the i-th on; return the first for which there is no room."""
    while i < len(points):
        area = 0.0
        if found[i] >= 0:
            x, y = points[i, 0], points[i, 1]
            k, _ = view(x, y, found[i], radius, WHOLE, mesh, room)
            if k < 0:
                break
            for j in range(k):
                area += piece_area(room[0], j, radius)
        into[i] = area
        i += 1
    return i


@inner
def chords_of(pieces, j, chords):
    """Return the first and the last+1 of the chord directions strictly within an arc.

    `chords` are unit vectors at equal angles from 0; the numbers may exceed a turn.
    """
    step = 2.0 * math.pi / len(chords)
    begin = math.atan2(pieces[j, 1], pieces[j, 0]) / step
    end = begin + pieces[j, 5] / step
    return math.floor(begin + 1e-9) + 1, math.ceil(end - 1e-9)


@inner
def ring(pieces, k, closed, radius, chords, x, y, into, n):
    """Write the corners of a view after the first n; the new number, -1 if too many."""
    for j in range(k):
        n = _corner(into, n, pieces[j, 0] + x, pieces[j, 1] + y)
        if pieces[j, 4] == ARC:
            low, high = chords_of(pieces, j, chords)
            if n + high - low + 4 >= len(into):
                return -1
            d = low % len(chords)
            for _ in range(low, high):
                into[n, 0] = radius * chords[d, 0] + x
                into[n, 1] = radius * chords[d, 1] + y
                n += 1
                d = d + 1 if d + 1 < len(chords) else 0
        if n + 4 >= len(into):
            return -1
        n = _corner(into, n, pieces[j, 2] + x, pieces[j, 3] + y)
    return n if closed else _corner(into, n, x, y)


@inner
def _corner(into, n, x, y):
    if n > 0 and abs(into[n - 1, 0] - x) + abs(into[n - 1, 1] - y) < ON_M:
        return n
    into[n, 0] = x
    into[n, 1] = y
    return n + 1


@inner
def outline(x, y, t0, radius, cone, chords, mesh, room):
    """Write the corners of what a point sees, ``room[4]``; return their number.

    Parameters
    ----------
    x, y : float
        The observer, in triangle `t0`. [m]
    radius : float
        Range; inf for none. [m]
    cone : (float, float)
        Direction in which it starts and its angle; the whole turn where the angle is
        2 pi or more. [rad]
    chords : (c, 2) array
        Unit vectors at which range arcs are cut into chords.
    mesh : tuple of arrays
        Vertices, triangles, neighbours.
    room : tuple of arrays
        From `isovist_runs.room`. -1 where it is too small.
    """
    k, closed = view(x, y, t0, radius, cone, mesh, room)
    if k < 0:
        return k
    return ring(room[0], k, closed, radius, chords, x, y, room[4], np.int64(0))


@kernel
def outlines(i, points, found, radius, cones, chords, mesh, room, out, ends):
    """Write views from the i-th on; return the first for which there is no room."""
    corners = room[4]
    total = ends[i - 1] if i > 0 else np.int64(0)
    while i < len(points):
        if found[i] >= 0:
            x, y = points[i, 0], points[i, 1]
            cone = (cones[i, 0], cones[i, 1])
            n = outline(x, y, found[i], radius, cone, chords, mesh, room)
            if n < 0 or total + n > len(out):
                break
            for j in range(n):
                out[total + j, 0] = corners[j, 0]
                out[total + j, 1] = corners[j, 1]
            total += n
        ends[i] = total
        i += 1
    return i


@inner
def scan(corners, begin, end, x0, y0, cell, marks):
    """Mark the border of a ring on a grid: +1 where a row enters it, -1 where it ends.

    The ring has the corners from `begin` to before `end`; there must be some. The
    running sum of a row of `marks`, (rows, columns + 1), is then 1 at cells whose
    centre lies inside. Returns the rows and columns touched, each from the first to
    the last + 1.
    """
    rows = marks.shape[0]
    columns = marks.shape[1] - 1
    south, north, west, east = rows, 0, columns, 0
    per_cell = 1.0 / cell
    xa = (corners[end - 1, 0] - x0) * per_cell - 0.5
    ya = (corners[end - 1, 1] - y0) * per_cell - 0.5
    a = _first_at(ya, rows)
    for i in range(begin, end):
        xb = (corners[i, 0] - x0) * per_cell - 0.5
        yb = (corners[i, 1] - y0) * per_cell - 0.5
        b = _first_at(yb, rows)
        if a != b:
            low, high, sign = (a, b, -1) if a < b else (b, a, 1)
            slope = (xb - xa) / (yb - ya)
            first = _first_at(xa + (low - ya) * slope, columns)
            c = first
            for r in range(low, high):
                c = _first_at(xa + (r - ya) * slope, columns)
                marks[r, c] += sign
            west = min(west, first, c)
            east = max(east, first, c)
            south = min(south, low)
            north = max(north, high)
        xa = xb
        ya = yb
        a = b
    return south, north, west, east


@inner
def _first_at(value, size):
    """Return the first whole number from 0 to size that is not below a value."""
    least = value if value > 0.0 else 0.0
    return np.int64(math.ceil(least if least < size else size))


@kernel
def counts(i, points, found, radius, chords, mesh, x0, y0, cell, room, marks):
    """Mark views from the i-th on; return the first for which there is no room."""
    while i < len(points):
        if found[i] >= 0:
            x, y = points[i, 0], points[i, 1]
            n = outline(x, y, found[i], radius, WHOLE, chords, mesh, room)
            if n < 0:
                break
            scan(room[4], np.int64(0), n, x0, y0, cell, marks)
        i += 1
    return i


@kernel
def sum_columns(marks):
    """Turn marks into counts: each column the sum of those so far. (columns, rows)"""
    for c in range(1, marks.shape[0]):
        for r in range(marks.shape[1]):
            marks[c, r] += marks[c - 1, r]


@kernel
def cells_seen(i, corners, starts, x0, y0, cell, wanted, marks, out, ends):
    """List the flat cells of views, from the i-th on, and where the cells of each end.

    View i has the corners ``starts[i] : starts[i + 1]``; `wanted` (rows, columns)
    tells which cells are asked for. Returns the first for which there is no room.
    """
    columns = wanted.shape[1]
    total = ends[i - 1] if i > 0 else np.int64(0)
    while i < len(ends):
        if starts[i] < starts[i + 1]:
            south, north, west, east = scan(
                corners, starts[i], starts[i + 1], x0, y0, cell, marks
            )
            for r in range(south, north):
                inside = 0
                for c in range(west, east):
                    inside += marks[r, c]
                    marks[r, c] = 0
                    if inside > 0 and wanted[r, c]:
                        if total < len(out):
                            out[total] = r * columns + c
                        total += 1
                marks[r, east] = 0
            if total > len(out):
                break
        ends[i] = total
        i += 1
    return i


@kernel
def sees(i, points, found, others, mesh, room, out):
    """Tell from the i-th point on whether it sees its other one.

    The view is closed: what lies on its border, as on the wall looked along, is seen.
    Returns the first point for which there is no room.
    """
    while i < len(points):
        seen = False
        if found[i] >= 0:
            x, y = points[i, 0], points[i, 1]
            dx, dy = others[i, 0] - x, others[i, 1] - y
            k, _ = view(x, y, found[i], np.inf, WHOLE, mesh, room)
            if k < 0:
                break
            seen = math.sqrt(dx * dx + dy * dy) <= 1e-6
            for j in range(k):
                seen = seen or _covers(room[0], j, dx, dy)
        out[i] = seen
        i += 1
    return i


@inner
def _covers(pieces, j, x, y):
    """Tell whether a point lies between the observer and a piece of wall. [1 um]"""
    tolerance = 1e-6
    px, py, qx, qy = pieces[j, 0], pieces[j, 1], pieces[j, 2], pieces[j, 3]
    p = math.sqrt(px * px + py * py)
    q = math.sqrt(qx * qx + qy * qy)
    if px * y - py * x < -tolerance * p or x * qy - y * qx < -tolerance * q:
        return False
    if x * (px / p + qx / q) + y * (py / p + qy / q) < 0.0:  # behind the observer
        return False
    ex = qx - px
    ey = qy - py
    depth = ex * (y - py) - ey * (x - px)
    return depth >= -tolerance * math.sqrt(ex * ex + ey * ey)

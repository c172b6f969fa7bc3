# mypy: ignore-errors
"""Shortest walks over a mesh: the nearest source, exactly, outwards from the sources.

A *root* is where a walk was last free to turn: a source, or a reflex corner that the
walk bends round. From each root *windows* run outwards: the part of a mesh edge that
is seen from it. Windows are taken up in the order of the distance they stand for, and
one that some corner beats everywhere is dropped, so that each place is reached by few
of them (after Mitchell, Mount and Papadimitriou 1987, "The discrete geodesic problem",
and the filter of Xin and Wang 2009, "Improving Chen and Han's algorithm").

A root is a point or, with a normal, a straight line from which one leaves at right
angles. All coordinates are relative to the mesh's origin, in metres. Compiled by
numba; import this module inside functions only.
"""

from __future__ import annotations

import math

import numpy as np

from sbd.indicators.compiled import inner, kernel
from sbd.indicators.queue_kernels import pop, push
from sbd.indicators.raster_kernels import ON_M, paint, xy

#: A walk has to be this much longer than another to be dropped: rounding. [m]
LONGER_M = 1e-9


@inner
def _side(px, py, nx, ny, rx, ry, x, y):
    """How far a point lies left of the ray of a root through r. [m]"""
    dx = nx
    dy = ny
    if nx == 0.0 and ny == 0.0:
        dx = rx - px
        dy = ry - py
    size = math.sqrt(dx * dx + dy * dy)
    if size == 0.0:
        return 0.0
    return (dx * (y - ry) - dy * (x - rx)) / size


@inner
def _gap(px, py, nx, ny, x, y):
    """Distance of a point from a root. [m]"""
    if nx == 0.0 and ny == 0.0:
        return math.sqrt((x - px) * (x - px) + (y - py) * (y - py))
    return abs((x - px) * nx + (y - py) * ny)


@inner
def _meet(px, py, nx, ny, rx, ry, ax, ay, bx, by):
    """Where the ray of a root through r meets the edge from a to b."""
    dx = nx
    dy = ny
    if nx == 0.0 and ny == 0.0:
        dx = rx - px
        dy = ry - py
    ex = bx - ax
    ey = by - ay
    across = dx * ey - dy * ex
    if across == 0.0:
        return ax, ay
    along = (dy * (ax - rx) - dx * (ay - ry)) / across
    along = min(max(along, 0.0), 1.0)
    return ax + along * ex, ay + along * ey


@inner
def _nearest(px, py, nx, ny, ax, ay, bx, by):
    """Distance of a root from the edge between a and b. [m]"""
    if nx != 0.0 or ny != 0.0:
        return min(_gap(px, py, nx, ny, ax, ay), _gap(px, py, nx, ny, bx, by))
    dx = bx - ax
    dy = by - ay
    size = dx * dx + dy * dy
    along = 0.0
    if size > 0.0:
        along = ((px - ax) * dx + (py - ay) * dy) / size
        along = min(max(along, 0.0), 1.0)
    return _gap(px, py, nx, ny, ax + along * dx, ay + along * dy)


@inner
def _offer(queue, order, root, t, e, cone, mesh, places, normals, reached):
    """Put what a root sees through an edge of triangle t into the queue.

    `cone` are the points its rays to the right and to the left run through, clipped
    to the edge here. Nothing happens at a wall, where the edge is not seen, or where
    another walk is shorter all along it.
    """
    vertices, triangles, neighbours = mesh
    beyond = neighbours[t, e]
    if beyond < 0:
        return
    a = triangles[t, e]
    b = triangles[t, e + 1 if e < 2 else 0]
    px, py = xy(places, root)
    nx, ny = xy(normals, root)
    ax, ay = xy(vertices, a)
    bx, by = xy(vertices, b)
    rx, ry, lx, ly = cone
    if _side(px, py, nx, ny, rx, ry, ax, ay) > 0.0:
        rx = ax
        ry = ay
    if _side(px, py, nx, ny, lx, ly, bx, by) < 0.0:
        lx = bx
        ly = by
    if _side(px, py, nx, ny, rx, ry, lx, ly) <= 0.0:
        return
    if _side(px, py, nx, ny, ax, ay, bx, by) <= 0.0:
        return
    key = _key(root, a, b, (rx, ry, lx, ly), mesh, places, normals, reached)
    if key < np.inf:
        push(queue, order, key, root, beyond, (rx, ry, lx, ly))


@inner
def _key(root, a, b, cone, mesh, places, normals, reached):
    """Shortest walk through a window; inf where another is shorter all along it.

    Away from an end of the edge, along it, the walk over that end grows by a metre a
    metre and the walk from the root by no more: the far end of the window decides.
    """
    vertices = mesh[0]
    px, py = xy(places, root)
    nx, ny = xy(normals, root)
    ax, ay = xy(vertices, a)
    bx, by = xy(vertices, b)
    rx, ry, lx, ly = cone
    sx, sy = _meet(px, py, nx, ny, rx, ry, ax, ay, bx, by)
    tx, ty = _meet(px, py, nx, ny, lx, ly, ax, ay, bx, by)
    so_far = reached[root]
    over_a = reached[a] + math.hypot(tx - ax, ty - ay) + LONGER_M
    if so_far + _gap(px, py, nx, ny, tx, ty) > over_a:
        return np.inf
    over_b = reached[b] + math.hypot(sx - bx, sy - by) + LONGER_M
    if so_far + _gap(px, py, nx, ny, sx, sy) > over_b:
        return np.inf
    return so_far + _nearest(px, py, nx, ny, sx, sy, tx, ty)


@inner
def _within(px, py, nx, ny, cone, x, y):
    """Tell whether a point lies between the rays of a root."""
    rx, ry, lx, ly = cone
    if _side(px, py, nx, ny, rx, ry, x, y) < -ON_M:
        return False
    return _side(px, py, nx, ny, lx, ly, x, y) <= ON_M


@inner
def _aim(root, t, whole, cone, places, normals, reached, aims):
    """Note the distance of the targets of a triangle that a root sees."""
    starts, members, targets, lengths, last = aims
    px, py = xy(places, root)
    nx, ny = xy(normals, root)
    for m in range(starts[t], starts[t + 1]):
        i = members[m]
        x, y = xy(targets, i)
        if whole or _within(px, py, nx, ny, cone, x, y):
            away = reached[root] + _gap(px, py, nx, ny, x, y)
            if away < lengths[i]:
                lengths[i] = away
                last[i] = root


@inner
def _relax(queue, order, root, v, places, normals, reached, before, bends):
    """Note that a vertex is seen from a root; one that walks bend round is a root."""
    if v == root:
        return
    px, py = xy(places, root)
    nx, ny = xy(normals, root)
    x, y = xy(places, v)
    away = reached[root] + _gap(px, py, nx, ny, x, y)
    if away < reached[v] - 1e-12:
        reached[v] = away
        before[v] = root
        if bends[v]:
            push(queue, order, away, np.int64(v), np.int32(-1), (0.0, 0.0, 0.0, 0.0))


@inner
def _begin(queue, order, root, t, cone, tables, state, aims, raster):
    """Start from a source in one of the triangles that it lies in."""
    mesh, places, normals, corners = tables
    reached, before, _ = state
    vertices, triangles, _ = mesh
    nx, ny = xy(normals, root)
    px, py = xy(places, root)
    whole = nx == 0.0 and ny == 0.0
    paint(root, t, whole, cone, mesh, places, normals, reached, raster)
    _aim(root, t, whole, cone, places, normals, reached, aims)
    for e in range(3):
        v = triangles[t, e]
        x, y = xy(vertices, v)
        ahead = (x - px) * nx + (y - py) * ny >= 0.0
        if whole or (ahead and _within(px, py, nx, ny, cone, x, y)):
            _relax(queue, order, root, v, places, normals, reached, before, corners[3])
    for e in range(3):
        part = cone
        if whole:
            ax, ay = xy(vertices, triangles[t, e])
            bx, by = xy(vertices, triangles[t, e + 1 if e < 2 else 0])
            part = (ax, ay, bx, by)
        _offer(queue, order, root, t, e, part, mesh, places, normals, reached)


@inner
def _bend(queue, order, v, tables, state, aims, raster):
    """Go on round a corner: into the wedge between straight on and the wall."""
    _, places, normals, corners = tables
    before = state[1]
    walls = corners[2]
    x, y = xy(places, v)
    ux, uy = xy(normals, before[v])
    if ux == 0.0 and uy == 0.0:
        ux = x - places[before[v], 0]
        uy = y - places[before[v], 1]
    size = math.sqrt(ux * ux + uy * uy)
    if size == 0.0:
        return
    ux /= size
    uy /= size
    slack = max(ON_M, ON_M / size)
    sx, sy = xy(walls, 2 * v)
    tx, ty = xy(walls, 2 * v + 1)
    to_first = ux * sy - uy * sx
    to_last = ux * ty - uy * tx
    if to_first >= -slack and to_last >= -slack:  # what stands there is on the left
        cone = (x + ux, y + uy, x + tx, y + ty)
        _fan(queue, order, v, cone, tables, state, aims, raster)
    if to_first <= slack and to_last <= slack:
        cone = (x + sx, y + sy, x + ux, y + uy)
        _fan(queue, order, v, cone, tables, state, aims, raster)


@inner
def _fan(queue, order, v, cone, tables, state, aims, raster):
    """Look from a corner into the triangles round it, as far as they lie in a cone."""
    mesh, places, normals, corners = tables
    reached, before, _ = state
    vertices, triangles, _ = mesh
    starts, fans, _, bends = corners
    whole = np.bool_(False)
    x, y = xy(places, v)
    rx, ry, lx, ly = cone
    for m in range(starts[v], starts[v + 1]):
        t = fans[m] // 3
        e = fans[m] - 3 * t
        e = e + 1 if e < 2 else 0
        a = triangles[t, e]
        b = triangles[t, e + 1 if e < 2 else 0]
        ax, ay = xy(vertices, a)
        bx, by = xy(vertices, b)
        a_in = _within(x, y, 0.0, 0.0, cone, ax, ay)
        b_in = _within(x, y, 0.0, 0.0, cone, bx, by)
        sides = (ax, ay, bx, by)
        right = _within(x, y, 0.0, 0.0, sides, rx, ry)
        left = _within(x, y, 0.0, 0.0, sides, lx, ly)
        if not (a_in or right) or not (b_in or left):
            continue
        if a_in:
            _relax(queue, order, v, a, places, normals, reached, before, bends)
        if b_in:
            _relax(queue, order, v, b, places, normals, reached, before, bends)
        part = (
            ax if a_in else rx,
            ay if a_in else ry,
            bx if b_in else lx,
            by if b_in else ly,
        )
        paint(v, t, whole, part, mesh, places, normals, reached, raster)
        _aim(v, t, whole, part, places, normals, reached, aims)
        _offer(queue, order, v, t, e, part, mesh, places, normals, reached)


@inner
def _cross(queue, order, root, entry, cone, tables, state, aims, raster):
    """Cross an edge with a window and look on through the other two."""
    mesh, places, normals, corners = tables
    reached, before, _ = state
    vertices, triangles, _ = mesh
    t = entry // 3
    e = entry - 3 * t
    right = e + 1 if e < 2 else 0
    left = right + 1 if right < 2 else 0
    key = _key(
        root, triangles[t, right], triangles[t, e], cone, mesh, places, normals, reached
    )
    if key == np.inf:
        return
    v = triangles[t, left]
    x, y = xy(vertices, v)
    px, py = xy(places, root)
    nx, ny = xy(normals, root)
    if _within(px, py, nx, ny, cone, x, y):
        _relax(queue, order, root, v, places, normals, reached, before, corners[3])
    whole = np.bool_(False)
    paint(root, t, whole, cone, mesh, places, normals, reached, raster)
    _aim(root, t, whole, cone, places, normals, reached, aims)
    _offer(queue, order, root, t, right, cone, mesh, places, normals, reached)
    _offer(queue, order, root, t, left, cone, mesh, places, normals, reached)


@inner
def _largest(values):
    most = -np.inf
    for i in range(len(values)):
        most = max(most, values[i])
    return most


@kernel
def spread(starts, cones, waiting, tables, state, aims, raster, limit):
    """Walk outwards from the sources until nothing nearer can be found.

    Returns whether it is done; False where the queue is full. With the same state, a
    larger queue and no sources, it goes on.

    Parameters
    ----------
    starts : (k, 2) int array
        A source, as number of a root, and a triangle it lies in.
    cones : (k, 4) array
        For sources with a normal: ends of the line to the right and to the left.
    waiting : (queue, order)
        What to look at next, as in `sbd.indicators.queue_kernels`. Written.
    tables : (mesh, places, normals, corners)
        Mesh: vertices, triangles, neighbours. Places and normals of all roots, the
        vertices first. Corners: where the triangles round each vertex start, those
        triangles (3 t + corner), the walls' directions, where walks bend.
    state : (reached, before, turned)
        Shortest walk to each root and the root before it; sources at what they start
        with, all else inf and -1. Whether a walk has bent round it. Written.
    aims : (starts, members, targets, lengths, last)
        Targets by triangle; shortest walk to each and its last root. Written.
    raster : (x0, y0, cell, values)
        Cells to be written; none, where values have no rows.
    limit : float
        Longest walk wanted. [m]
    """
    queue, order = waiting
    for i in range(len(starts)):
        cone = (cones[i, 0], cones[i, 1], cones[i, 2], cones[i, 3])
        _begin(
            queue, order, starts[i, 0], starts[i, 1], cone, tables, state, aims, raster
        )
    turned = state[2]
    lengths = aims[3]
    fans = tables[3][0]
    no_cells = len(raster[3]) == 0
    farthest = np.inf
    count = 0
    while order[0] > 0:
        top = order[1]
        key = queue[top, 0]
        root = np.int64(queue[top, 1])
        entry = np.int64(queue[top, 2])
        cone = (queue[top, 3], queue[top, 4], queue[top, 5], queue[top, 6])
        more = 3 if entry >= 0 else 6 * (fans[root + 1] - fans[root])
        if order[0] + more >= len(queue):
            return False
        pop(queue, order)
        count += 1
        if no_cells and count % 64 == 0:
            farthest = _largest(lengths)
        if key > limit or key > farthest:
            break
        if entry >= 0:
            _cross(queue, order, root, entry, cone, tables, state, aims, raster)
        elif not turned[root]:
            turned[root] = True
            _bend(queue, order, root, tables, state, aims, raster)
    return True

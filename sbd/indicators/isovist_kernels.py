# mypy: ignore-errors
# A compiled function has no types to read: numba infers them, and who calls it says.
"""Triangular expansion: what is seen from a point, by walking a mesh outwards.

From the observer's triangle a sector is opened over each edge; crossing an edge
narrows it to what that edge lets through, and a wall or the range limit ends it. The
work grows with what is seen, not with the size of the plan (Bungiu et al. 2014,
"Efficient computation of visibility polygons").

All coordinates are relative to the mesh's origin, in metres. Compiled by numba; import
this module inside functions only. Counters start as ``np.int64(0)``: a plain 0 is a
type of its own to numba, for which every function it is handed to is compiled twice.
"""

from __future__ import annotations

import math

import numpy as np

from sbd.indicators.compiled import inner, kernel

#: An observer this close to an edge or a vertex stands on it. [m]
ON_M = 1e-9
#: Pieces of a view: start x, y, end x, y, kind, and the wall's id or the arc's angle.
WALL, ARC = 0.0, 1.0
PIECE = 6


@kernel
def locate(points, corner, cell, shape, starts, members, vertices, triangles, found):
    """Fill in the triangle of each point where it is in one."""
    for i in range(len(points)):
        x = points[i, 0]
        y = points[i, 1]
        column = math.floor((x - corner[0]) / cell)
        row = math.floor((y - corner[1]) / cell)
        if not (-1 <= row <= shape[0] and -1 <= column <= shape[1]):
            continue
        row = min(max(row, 0), shape[0] - 1)
        column = min(max(column, 0), shape[1] - 1)
        bucket = row * shape[1] + column
        best = -ON_M
        for m in range(starts[bucket], starts[bucket + 1]):
            t = members[m]
            depth = np.inf
            for e in range(3):
                a = triangles[t, e]
                b = triangles[t, e + 1 if e < 2 else 0]
                dx = vertices[b, 0] - vertices[a, 0]
                dy = vertices[b, 1] - vertices[a, 1]
                away = dx * (y - vertices[a, 1]) - dy * (x - vertices[a, 0])
                depth = min(depth, away / math.sqrt(dx * dx + dy * dy))
                if depth < best:
                    break
            if depth >= best:
                best = depth
                found[i] = t
                if depth > ON_M:
                    break


@inner
def _away(x, y, t, e, vertices, triangles):
    """Distance of a point to the inner side of an edge. [m]"""
    a = triangles[t, e]
    b = triangles[t, e + 1 if e < 2 else 0]
    dx = vertices[b, 0] - vertices[a, 0]
    dy = vertices[b, 1] - vertices[a, 1]
    away = dx * (y - vertices[a, 1]) - dy * (x - vertices[a, 0])
    return away / math.sqrt(dx * dx + dy * dy)


@inner
def first_edges(x, y, t0, vertices, triangles, neighbours, first):
    """List the edges round the observer, in counter-clockwise order.

    All triangles that meet in the point take part, so that an observer on an edge or
    a vertex sees the whole of its surroundings. Returns their number, and whether
    they close round the observer (no wall passes through the point).
    """
    count = np.int64(0)
    pending = 1
    first[-1, 0] = t0  # triangles to look at, from the end of the table
    seen = 1
    while pending > 0:
        t = first[len(first) - 1 - (seen - pending), 0]
        pending -= 1
        for e in range(3):
            if _away(x, y, t, e, vertices, triangles) > ON_M:
                if count < len(first) - seen - 1:
                    first[count, 0] = t
                    first[count, 1] = e
                    count += 1
                continue
            beyond = neighbours[t, e] // 3
            known = neighbours[t, e] < 0
            for k in range(seen):
                known = known or first[len(first) - 1 - k, 0] == beyond
            if not known and count + seen < len(first) - 2:
                first[len(first) - 1 - seen, 0] = beyond
                seen += 1
                pending += 1
    return count, _chain(first, count, triangles)


@inner
def _chain(first, count, triangles):
    """Order edges so that each begins where the one before ends; True if closed."""
    closed = True
    for i in range(count):
        a = triangles[first[i, 0], first[i, 1]]
        starts = True
        for j in range(count):
            e = first[j, 1]
            starts = starts and triangles[first[j, 0], e + 1 if e < 2 else 0] != a
        if starts:
            closed = False
            _swap(first, np.int64(0), i)
            break
    for i in range(1, count):
        e = first[i - 1, 1]
        end = triangles[first[i - 1, 0], e + 1 if e < 2 else 0]
        for j in range(i, count):
            if triangles[first[j, 0], first[j, 1]] == end:
                _swap(first, i, j)
                break
    return closed


@inner
def _swap(first, i, j):
    t = first[i, 0]
    e = first[i, 1]
    first[i, 0] = first[j, 0]
    first[i, 1] = first[j, 1]
    first[j, 0] = t
    first[j, 1] = e


@inner
def _meet(rx, ry, ax, ay, dx, dy):
    """Where the ray r meets the edge from a along d; never beyond its ends."""
    across = rx * dy - ry * dx
    if across <= 0.0:
        return ax, ay
    along = (ax * ry - ay * rx) / across
    along = min(max(along, 0.0), 1.0)
    return ax + along * dx, ay + along * dy


@inner
def _wall(pieces, k, px, py, qx, qy, wall):
    """Add a piece of wall; joined to the one before where that is the same wall."""
    if px == qx and py == qy:
        return k
    if k > 0 and pieces[k - 1, 4] == WALL and pieces[k - 1, 5] == wall:
        gap = abs(pieces[k - 1, 2] - px) + abs(pieces[k - 1, 3] - py)
        if gap < ON_M:
            pieces[k - 1, 2] = qx
            pieces[k - 1, 3] = qy
            return k
    pieces[k, 0] = px
    pieces[k, 1] = py
    pieces[k, 2] = qx
    pieces[k, 3] = qy
    pieces[k, 4] = WALL
    pieces[k, 5] = wall
    return k + 1


@inner
def _arc(pieces, k, px, py, qx, qy):
    """Add a piece of the range circle; joined to an arc that ends where it begins."""
    angle = math.atan2(px * qy - py * qx, px * qx + py * qy)
    if angle <= 0.0:
        return k
    if k > 0 and pieces[k - 1, 4] == ARC:
        gap = abs(pieces[k - 1, 2] - px) + abs(pieces[k - 1, 3] - py)
        if gap < ON_M:
            pieces[k - 1, 2] = qx
            pieces[k - 1, 3] = qy
            pieces[k - 1, 5] += angle
            return k
    pieces[k, 0] = px
    pieces[k, 1] = py
    pieces[k, 2] = qx
    pieces[k, 3] = qy
    pieces[k, 4] = ARC
    pieces[k, 5] = angle
    return k + 1


@inner
def _end(pieces, k, px, py, qx, qy, radius, wall):
    """Add what a wall from p to q shows within the range: wall, arc, or both."""
    p2 = px * px + py * py
    q2 = qx * qx + qy * qy
    reach = radius * radius
    if p2 <= reach and q2 <= reach:
        return _wall(pieces, k, px, py, qx, qy, wall)
    ex = qx - px
    ey = qy - py
    length2 = ex * ex + ey * ey
    across = px * ey - py * ex
    room = reach * length2 - across * across
    enter = 1.0
    leave = 0.0
    if room > 0.0 and length2 > 0.0:
        middle = -(px * ex + py * ey)
        enter = (middle - math.sqrt(room)) / length2
        leave = (middle + math.sqrt(room)) / length2
    g = radius / math.sqrt(p2)
    h = radius / math.sqrt(q2)
    if enter >= 1.0 or leave <= 0.0:
        return _arc(pieces, k, g * px, g * py, h * qx, h * qy)
    nx = px
    ny = py
    if enter > 0.0:
        nx = px + enter * ex
        ny = py + enter * ey
        k = _arc(pieces, k, g * px, g * py, nx, ny)
    if leave >= 1.0:
        return _wall(pieces, k, nx, ny, qx, qy, wall)
    mx = px + leave * ex
    my = py + leave * ey
    k = _wall(pieces, k, nx, ny, mx, my, wall)
    return _arc(pieces, k, mx, my, h * qx, h * qy)


@inner
def _beyond(ax, ay, bx, by, radius):
    """Tell whether all of the edge from a to b is out of range."""
    reach = radius * radius
    if ax * ax + ay * ay <= reach or bx * bx + by * by <= reach:
        return False
    dx = bx - ax
    dy = by - ay
    length2 = dx * dx + dy * dy
    along = -(ax * dx + ay * dy)
    if along <= 0.0 or along >= length2:
        return True
    across = ax * dy - ay * dx
    return across * across > reach * length2


@inner
def expand(x, y, radius, top, vertices, triangles, neighbours, pieces, stack, rays):
    """Walk outwards from the sectors on the stack; the pieces in angular order.

    Returns their number, or -1 where the room is too small.
    """
    k = np.int64(0)
    while top > 0:
        if k + 3 >= len(pieces):
            return -1
        top -= 1
        t = stack[top] // 3
        e = stack[top] - 3 * t
        rx, ry, lx, ly = rays[top, 0], rays[top, 1], rays[top, 2], rays[top, 3]
        a = triangles[t, e]
        b = triangles[t, e + 1 if e < 2 else 0]
        ax, ay = vertices[a, 0] - x, vertices[a, 1] - y
        bx, by = vertices[b, 0] - x, vertices[b, 1] - y
        beyond = neighbours[t, e]
        while beyond >= 0 and not _beyond(ax, ay, bx, by, radius):
            t = beyond // 3
            e = beyond - 3 * t
            right = e + 1 if e < 2 else 0
            left = right + 1 if right < 2 else 0
            v = triangles[t, left]
            vx, vy = vertices[v, 0] - x, vertices[v, 1] - y
            from_right = rx * vy - ry * vx
            if lx * vy - ly * vx >= 0.0:
                if from_right <= 0.0:  # no width is left
                    break
                e = right
                bx, by = vx, vy
            elif from_right > 0.0:  # the edge on the left is for later
                if top >= len(stack):
                    return -1
                stack[top] = 3 * t + left
                rays[top, 0], rays[top, 1] = vx, vy
                rays[top, 2], rays[top, 3] = lx, ly
                top += 1
                e = right
                bx, by, lx, ly = vx, vy, vx, vy
            else:
                e = left
                ax, ay = vx, vy
            beyond = neighbours[t, e]
        else:
            k = _shown(pieces, k, rx, ry, lx, ly, ax, ay, bx, by, radius, 3.0 * t + e)
    return k


@inner
def _shown(pieces, k, rx, ry, lx, ly, ax, ay, bx, by, radius, wall):
    """Add what the edge from a to b, where a sector ends, shows between its rays."""
    if _beyond(ax, ay, bx, by, radius):
        g = radius / math.sqrt(rx * rx + ry * ry)
        h = radius / math.sqrt(lx * lx + ly * ly)
        return _arc(pieces, k, g * rx, g * ry, h * lx, h * ly)
    px, py = _meet(rx, ry, ax, ay, bx - ax, by - ay)
    qx, qy = _meet(lx, ly, ax, ay, bx - ax, by - ay)
    return _end(pieces, k, px, py, qx, qy, radius, wall)


@inner
def view(x, y, t0, radius, cone, mesh, room):
    """Return the number of pieces seen from a point, and whether they close round it.

    `cone` holds a direction and the angle seen from there, counter-clockwise; the
    whole turn where that is 2 pi or more [rad]. Coordinates of the pieces are relative
    to the observer. -1 where the room is too small.
    """
    vertices, triangles, neighbours = mesh
    pieces, stack, rays, first, _ = room
    count, closed = first_edges(x, y, t0, vertices, triangles, neighbours, first)
    # A sector is less than half a turn: a wide cone is looked at in parts.
    parts = 1
    if cone[1] < 2.0 * math.pi:
        closed = False
        parts = math.ceil(cone[1] / (2.0 * math.pi / 3.0))
    top = np.int64(0)
    for part in range(parts - 1, -1, -1):
        low = cone[0] + cone[1] * part / parts
        high = cone[0] + cone[1] * (part + 1) / parts
        begun = top
        for i in range(count - 1, -1, -1):
            t = first[i, 0]
            e = first[i, 1]
            a = triangles[t, e]
            b = triangles[t, e + 1 if e < 2 else 0]
            stack[top] = 3 * t + e
            rays[top, 0] = vertices[a, 0] - x
            rays[top, 1] = vertices[a, 1] - y
            rays[top, 2] = vertices[b, 0] - x
            rays[top, 3] = vertices[b, 1] - y
            if cone[1] >= 2.0 * math.pi or _clipped(rays, top, low, high):
                top += 1
        if cone[1] < 2.0 * math.pi:
            _sorted(stack, rays, begun, top, low)
    k = expand(x, y, radius, top, vertices, triangles, neighbours, pieces, stack, rays)
    return k, closed


@inner
def _clipped(rays, i, low, high):
    """Narrow a sector to a cone of less than half a turn; False if nothing is left."""
    cx, cy, dx, dy = math.cos(low), math.sin(low), math.cos(high), math.sin(high)
    rx, ry, lx, ly = rays[i, 0], rays[i, 1], rays[i, 2], rays[i, 3]
    if _within(cx, cy, rx, ry, lx, ly):
        rays[i, 0] = cx
        rays[i, 1] = cy
    elif not _within(rx, ry, cx, cy, dx, dy):
        return False
    if _within(dx, dy, rays[i, 0], rays[i, 1], lx, ly):
        rays[i, 2] = dx
        rays[i, 3] = dy
    return rays[i, 0] * rays[i, 3] - rays[i, 1] * rays[i, 2] > 0.0


@inner
def _sorted(stack, rays, begun, top, low):
    """Put sectors in falling order of their angle from a direction, by insertion."""
    cx, cy = math.cos(low), math.sin(low)
    for i in range(begun + 1, top):
        j = i
        while j > begun and _turned(rays, j, cx, cy) > _turned(rays, j - 1, cx, cy):
            edge = stack[j]
            stack[j] = stack[j - 1]
            stack[j - 1] = edge
            for c in range(4):
                kept = rays[j, c]
                rays[j, c] = rays[j - 1, c]
                rays[j - 1, c] = kept
            j -= 1


@inner
def _turned(rays, i, cx, cy):
    """Angle from a direction to the middle of a sector. [rad]"""
    mx = rays[i, 0] + rays[i, 2]
    my = rays[i, 1] + rays[i, 3]
    if rays[i, 0] == 0.0 and rays[i, 1] == 0.0:
        return 0.0
    return math.atan2(cx * my - cy * mx, cx * mx + cy * my)


@inner
def _within(x, y, rx, ry, lx, ly):
    """Tell whether a direction lies in a sector of less than half a turn."""
    return rx * y - ry * x >= 0.0 and x * ly - y * lx > 0.0

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
#: The cone of an observer who looks all round: from where, and how wide. [rad]
WHOLE = (0.0, 7.0)


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
def scan(corners, n, x0, y0, cell, marks):
    """Mark the border of a ring on a grid: +1 where a row enters it, -1 where it ends.

    The running sum of a row of `marks`, (rows, columns + 1), is then 1 at cells whose
    centre lies inside. Returns the rows and columns touched, each from the first to
    the last + 1.
    """
    rows = marks.shape[0]
    columns = marks.shape[1] - 1
    south, north, west, east = rows, 0, columns, 0
    per_cell = 1.0 / cell
    xa = (corners[n - 1, 0] - x0) * per_cell - 0.5
    ya = (corners[n - 1, 1] - y0) * per_cell - 0.5
    a = _first_at(ya, rows)
    for i in range(n):
        xb = (corners[i, 0] - x0) * per_cell - 0.5
        yb = (corners[i, 1] - y0) * per_cell - 0.5
        b = _first_at(yb, rows)
        if a != b:
            low, high, sign = (a, b, -1) if a < b else (b, a, 1)
            slope = (xb - xa) / (yb - ya)
            begin = _first_at(xa + (low - ya) * slope, columns)
            c = begin
            for r in range(low, high):
                c = _first_at(xa + (r - ya) * slope, columns)
                marks[r, c] += sign
            west = min(west, begin, c)
            east = max(east, begin, c)
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
            scan(room[4], n, x0, y0, cell, marks)
        i += 1
    return i


@kernel
def sum_columns(marks):
    """Turn marks into counts: each column the sum of those so far. (columns, rows)"""
    for c in range(1, marks.shape[0]):
        for r in range(marks.shape[1]):
            marks[c, r] += marks[c - 1, r]


@kernel
def cells_seen(
    i,
    points,
    found,
    radius,
    chords,
    mesh,
    x0,
    y0,
    cell,
    wanted,
    room,
    marks,
    out,
    ends,
):
    """List the flat cells that points see, from the i-th point on, and the ends.

    `wanted` (rows, columns) tells which cells are asked for. Returns the first point
    for which there is no room.
    """
    columns = wanted.shape[1]
    total = ends[i - 1] if i > 0 else np.int64(0)
    while i < len(points):
        if found[i] >= 0:
            x, y = points[i, 0], points[i, 1]
            n = outline(x, y, found[i], radius, WHOLE, chords, mesh, room)
            if n < 0:
                break
            south, north, west, east = scan(room[4], n, x0, y0, cell, marks)
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

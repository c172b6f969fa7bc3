# mypy: ignore-errors
# A compiled function has no types to read: numba infers them, and who calls it says.
"""Turns into a straight run, followed through the mesh of the drivable ground.

All coordinates are relative to the mesh's origin, in metres. Compiled by numba; import
this module inside functions only.
"""

from __future__ import annotations

import math

import numpy as np

from sbd.indicators.compiled import inner, kernel

#: A path this close to a wall runs along it. [m]
NEAR_M = 1e-6
#: Chords of an arc turn by this at most. [rad]
CHORD = math.radians(10)
#: Halvings of the radius: 1/128 of the largest that matters.
HALVINGS = 7


@inner
def _arrive(t, ax, ay, bx, by, vertices, triangles, neighbours):
    """Return the triangle of b, walking straight from a in triangle t; -1 if barred."""
    came = -1
    dx, dy = bx - ax, by - ay
    near = NEAR_M * (1.0 + math.hypot(dx, dy))
    for _ in range(len(triangles)):
        inside = True
        through = -1
        for e in range(3):
            if e == came:
                continue
            v, w = triangles[t, e], triangles[t, e + 1 if e < 2 else 0]
            vx, vy = vertices[v, 0], vertices[v, 1]
            wx, wy = vertices[w, 0], vertices[w, 1]
            if (wx - vx) * (by - vy) - (wy - vy) * (bx - vx) < -near:
                inside = False
                right = dx * (vy - ay) - dy * (vx - ax)
                left = dx * (wy - ay) - dy * (wx - ax)
                if right <= near and left >= -near:
                    through = e
        if inside:
            return t
        if through < 0 or neighbours[t, through] < 0:
            return -1
        came = neighbours[t, through] % 3
        t = neighbours[t, through] // 3
    return -1


@inner
def _turns(t, x, y, ux, uy, radius, turn, side, vertices, triangles, neighbours):
    """Tell whether an arc that ends in a point, heading u, lies in the mesh."""
    count = max(1, math.ceil(turn / CHORD))
    cx, cy = x - side * radius * uy, y + side * radius * ux
    px, py = x, y
    for n in range(1, count + 1):
        angle = -side * turn * n / count
        c, s = math.cos(angle), math.sin(angle)
        rx, ry = x - cx, y - cy
        qx, qy = cx + c * rx - s * ry, cy + s * rx + c * ry
        t = _arrive(t, px, py, qx, qy, vertices, triangles, neighbours)
        if t < 0:
            return False
        px, py = qx, qy
    return True


@kernel
def turned_speeds(
    starts,
    found,
    ways,
    lengths,
    turns,
    limits,
    floors,
    grip,
    acceleration,
    step,
    vertices,
    triangles,
    neighbours,
    best,
):
    """Fill in the best squared speed of runs that begin with a turn, and its start.

    Along each run the turn may end anywhere: a start farther on has more room for it
    and less way to go. `best` (m, 3), zeros: squared speed at the end, squared speed
    after the turn [m2/s2], and how far along the run the turn ends [m].
    """
    for i in range(len(starts)):
        x, y = starts[i, 0], starts[i, 1]
        ux, uy = ways[i, 0], ways[i, 1]
        best[i, 0] = 2.0 * acceleration * lengths[i]
        top = limits[i] * limits[i]
        widest = top / grip
        t = np.int64(found[i])
        along = 0.0
        while t >= 0 and along < lengths[i]:
            least = max(best[i, 0], floors[i])
            if top + 2.0 * acceleration * (lengths[i] - along) <= least:
                break
            for side in (-1, 1):
                radius, low, high = widest, 0.0, widest
                for _ in range(HALVINGS):
                    if _turns(
                        t,
                        x,
                        y,
                        ux,
                        uy,
                        radius,
                        turns[i],
                        side,
                        vertices,
                        triangles,
                        neighbours,
                    ):
                        low = radius
                        if radius == widest:
                            break
                    else:
                        high = radius
                    radius = 0.5 * (low + high)
                gained = min(top, grip * low)
                speed = gained + 2.0 * acceleration * (lengths[i] - along)
                if speed > best[i, 0]:
                    best[i, 0], best[i, 1], best[i, 2] = speed, gained, along
            nx, ny = x + step * ux, y + step * uy
            t = _arrive(t, x, y, nx, ny, vertices, triangles, neighbours)
            x, y = nx, ny
            along += step

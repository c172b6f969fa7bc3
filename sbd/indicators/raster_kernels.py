# mypy: ignore-errors
"""Distances written into the cells of a triangle that a root of a walk sees.

Used by `sbd.indicators.walking_kernels`; compiled by numba: import this module inside
functions only.
"""

from __future__ import annotations

import math

from sbd.indicators.compiled import inner

#: A point this far beside a ray still lies on it: rounding over some kilometres. [m]
ON_M = 1e-7


@inner
def xy(points, i):
    """Return a row of points as two numbers."""
    return points[i, 0], points[i, 1]


@inner
def _row(y, ax, ay, bx, by, low, high):
    """Narrow a stretch of a row to the left of the line from a to b."""
    rise = by - ay
    slack = ON_M * math.sqrt((bx - ax) * (bx - ax) + rise * rise)
    room = (bx - ax) * (y - ay) + slack
    if rise > 0.0:
        high = min(high, ax + room / rise)
    elif rise < 0.0:
        low = max(low, ax + room / rise)
    elif room < 0.0:
        high = low - 1.0
    return low, high


@inner
def paint(root, t, whole, cone, mesh, places, normals, reached, raster):
    """Write the distance of the cells of a triangle that a root sees."""
    x0, y0, cell, values = raster
    if len(values) == 0:
        return
    vertices, triangles, _ = mesh
    px, py = xy(places, root)
    nx, ny = xy(normals, root)
    so_far = reached[root]
    ax, ay = xy(vertices, triangles[t, 0])
    bx, by = xy(vertices, triangles[t, 1])
    cx, cy = xy(vertices, triangles[t, 2])
    rx, ry, lx, ly = cone
    ux, uy, vx, vy = nx, ny, nx, ny
    if nx == 0.0 and ny == 0.0:
        ux, uy, vx, vy = rx - px, ry - py, lx - px, ly - py
    south = math.ceil((min(ay, by, cy) - ON_M - y0) / cell - 0.5)
    north = math.floor((max(ay, by, cy) + ON_M - y0) / cell - 0.5)
    for row in range(max(0, south), min(len(values) - 1, north) + 1):
        y = y0 + (row + 0.5) * cell
        low, high = _row(y, ax, ay, bx, by, min(ax, bx, cx), max(ax, bx, cx))
        low, high = _row(y, bx, by, cx, cy, low, high)
        low, high = _row(y, cx, cy, ax, ay, low, high)
        if not whole:
            low, high = _row(y, rx, ry, rx + ux, ry + uy, low, high)
            low, high = _row(y, lx + vx, ly + vy, lx, ly, low, high)
        first = max(0, math.ceil((low - ON_M - x0) / cell - 0.5))
        last = min(values.shape[1] - 1, math.floor((high + ON_M - x0) / cell - 0.5))
        if nx == 0.0 and ny == 0.0:
            up = (y - py) * (y - py)
            for column in range(first, last + 1):
                dx = x0 + (column + 0.5) * cell - px
                away = so_far + math.sqrt(dx * dx + up)
                values[row, column] = min(values[row, column], away)
        else:
            for column in range(first, last + 1):
                x = x0 + (column + 0.5) * cell
                away = so_far + abs((x - px) * nx + (y - py) * ny)
                values[row, column] = min(values[row, column], away)

# mypy: ignore-errors
# A compiled function has no types to read: numba infers them, and who calls it says.
"""Light kernels: lamps over cells and points, with what hides them on the way.

Obstacles come as lists of their own for each lamp: ``starts[i] : starts[i + 1]`` are
those of lamp i. A crown is a row ``x, y, radius, base, top`` and hides where the ray
is between base and top somewhere inside its disc; an edge of a wall or shrub is a row
``ax, ay, bx, by, height`` and hides where the ray crosses it below that height.

All coordinates are in metres, relative to an origin near the site. Compiled by numba;
import this module inside functions only.
"""

from __future__ import annotations

import math

import numpy as np

from sbd.indicators.compiled import inner, kernel
from sbd.indicators.view_kernels import scan

#: Columns of a lamp.
X, Y, HEIGHT, PEAK, COSINE, TABLE = 0, 1, 2, 3, 4, 5
#: A crossing this near to the lamp is the wall it hangs on. [m]
ON_M = 0.01
#: Rounding of cosines, in favour of the light. [1]
_ROUNDING = 1e-12


@inner
def _crown_hides(crown, x, y, h, dx, dy, fall):
    """Tell whether a ray from (x, y, h) by (dx, dy, -fall) is in a crown somewhere."""
    lx = crown[0] - x
    ly = crown[1] - y
    square = dx * dx + dy * dy
    along = lx * dx + ly * dy
    left = lx * lx + ly * ly - crown[2] * crown[2]
    if square == 0.0:
        if left >= 0.0:
            return False
        enter, leave = 0.0, 1.0
    else:
        root = along * along - square * left
        if root <= 0.0:
            return False
        root = math.sqrt(root)
        enter = max(0.0, (along - root) / square)
        leave = min(1.0, (along + root) / square)
        if enter >= leave:
            return False
    first = h - fall * enter
    last = h - fall * leave
    return min(first, last) < crown[4] and max(first, last) > crown[3]


@inner
def _edge_hides(edge, x, y, h, dx, dy, fall):
    """Tell whether a ray crosses an edge below its height."""
    ex = edge[2] - edge[0]
    ey = edge[3] - edge[1]
    cross = dx * ey - dy * ex
    if cross == 0.0:
        return False
    lx = edge[0] - x
    ly = edge[1] - y
    t = (lx * ey - ly * ex) / cross
    if t > 1.0 or t * math.sqrt(dx * dx + dy * dy) <= ON_M:
        return False
    u = (lx * dy - ly * dx) / cross
    return 0.0 <= u <= 1.0 and h - fall * t < edge[4]


@inner
def _hidden(
    lamp, dx, dy, fall, crowns, from_crown, to_crown, edges, from_edge, to_edge
):
    """Tell whether something of a lamp's own lists hides it along a ray."""
    x = lamp[X]
    y = lamp[Y]
    h = lamp[HEIGHT]
    for n in range(from_crown, to_crown):
        if _crown_hides(crowns[n], x, y, h, dx, dy, fall):
            return True
    for n in range(from_edge, to_edge):
        if _edge_hides(edges[n], x, y, h, dx, dy, fall):
            return True
    return False


@inner
def _intensity(lamp, cosine, tables, step):
    """Return the intensity of a lamp towards a cosine from straight down. [cd]"""
    number = int(lamp[TABLE])
    if number < 0:
        return lamp[PEAK] if cosine >= lamp[COSINE] - _ROUNDING else 0.0
    place = math.degrees(math.acos(min(1.0, max(-1.0, cosine)))) / step
    low = min(int(place), tables.shape[1] - 2)
    part = place - low
    table = tables[number]
    return lamp[PEAK] * (table[low] * (1.0 - part) + table[low + 1] * part)


@kernel
def light_cells(
    lamps, tables, step, reach, rings, corner, wanted, shadows, into, marks
):
    """Add the light of lamps to the wanted cells of level ground they see. [lx]

    `rings`: where the lamps are, the range of their views, the corners of these, from
    which to which each has, and west and south of the grid, all relative to the mesh;
    `corner`: west, south and side of a cell; `wanted` and `into`: (rows, columns);
    `shadows`: crowns, their starts, edges, their starts; `marks`: zeros for the cells
    round one lamp. Returns the number of pairs of lamp and cell.
    """
    crowns, crown_starts, edges, edge_starts = shadows
    where, radius, corners, starts, x0, y0 = rings
    west, south, side = corner
    rows, columns = wanted.shape
    pairs = np.int64(0)
    for i in range(len(lamps)):
        lamp = lamps[i]
        h = lamp[HEIGHT]
        if h <= 0.0 or starts[i] == starts[i + 1]:
            continue
        bare = (
            crown_starts[i] == crown_starts[i + 1]
            and edge_starts[i] == edge_starts[i + 1]
        )
        plain = lamp[TABLE] < 0.0
        given = lamp[PEAK]
        # In the cone where h / D >= cosine, without a root.
        edge = max(lamp[COSINE], 0.0) ** 2 * (1.0 - 2.0 * _ROUNDING)
        x, y = where[i, 0], where[i, 1]
        south_row = math.floor((y - radius - y0) / side)
        west_column = math.floor((x - radius - x0) / side)
        first, end, left, right = scan(
            corners,
            starts[i],
            starts[i + 1],
            x0 + west_column * side,
            y0 + south_row * side,
            side,
            marks,
        )
        for r in range(first, end):
            inside = 0
            row = south_row + r
            dy = south + (row + 0.5) * side - lamp[Y]
            on_grid = 0 <= row < rows
            for c in range(left, right):
                inside += marks[r, c]
                marks[r, c] = 0
                column = west_column + c
                if inside <= 0 or not on_grid or not 0 <= column < columns:
                    continue
                if not wanted[row, column]:
                    continue
                dx = west + (column + 0.5) * side - lamp[X]
                away = dx * dx + dy * dy
                if away > reach * reach:
                    continue
                pairs += 1
                square = away + h * h
                if plain:
                    if h * h < edge * square:
                        continue
                    distance = math.sqrt(square)
                else:
                    distance = math.sqrt(square)
                    given = _intensity(lamp, h / distance, tables, step)
                    if given == 0.0:
                        continue
                if not bare and _hidden(
                    lamp,
                    dx,
                    dy,
                    h,
                    crowns,
                    crown_starts[i],
                    crown_starts[i + 1],
                    edges,
                    edge_starts[i],
                    edge_starts[i + 1],
                ):
                    continue
                into[row, column] += given * h / (square * distance)
            marks[r, right] = 0
    return pairs


@kernel
def candela_towards(lamps, tables, step, numbers, points, shadows, found):
    """Fill in what each pair's lamp sends to its point past crowns and edges. [cd]

    `numbers`: the lamp of each pair; `points`: x, y, height of each. (k,)
    """
    crowns, crown_starts, edges, edge_starts = shadows
    for k in range(len(numbers)):
        i = numbers[k]
        lamp = lamps[i]
        dx = points[k, 0] - lamp[X]
        dy = points[k, 1] - lamp[Y]
        fall = lamp[HEIGHT] - points[k, 2]
        distance = math.sqrt(dx * dx + dy * dy + fall * fall)
        if distance == 0.0:
            continue
        candela = _intensity(lamp, fall / distance, tables, step)
        if candela == 0.0:
            continue
        if not _hidden(
            lamp,
            dx,
            dy,
            fall,
            crowns,
            crown_starts[i],
            crown_starts[i + 1],
            edges,
            edge_starts[i],
            edge_starts[i + 1],
        ):
            found[k] = candela

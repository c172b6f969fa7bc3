# mypy: ignore-errors
# A compiled function has no types to read: numba infers them, and who calls it says.
"""The path of a fire engine: a breadth-first search over places and headings.

A place is a cell, a heading one of 32; from each there are three moves forwards,
straight on and along the smallest circle to either side. The first pose that gets to a
cell in a heading is kept as it is, not moved to the cell's middle, so that the moves
join to a path that can be driven. Compiled by numba; import this module inside
functions only.
"""

from __future__ import annotations

import math

import numpy as np

from sbd.indicators.compiled import maker

#: Headings of the lattice. Source: method, section 8, S-13.
HEADINGS = 32
#: From how many ways in a state is remembered to be reached.
WAYS = 2


@maker
def filled(corners, starts, x0, y0, cell, rows, columns):
    """Return which cells have their centre inside rings, by the even-odd rule."""
    marks = np.zeros((rows, columns + 1), np.int8)
    for ring in range(len(starts) - 1):
        for i in range(starts[ring], starts[ring + 1] - 1):
            ax, ay = corners[i, 0], corners[i, 1]
            bx, by = corners[i + 1, 0], corners[i + 1, 1]
            if ay == by:
                continue
            low, high = min(ay, by), max(ay, by)
            first = max(0, math.ceil((low - y0) / cell - 0.5))
            last = min(rows - 1, math.ceil((high - y0) / cell - 0.5) - 1)
            slope = (bx - ax) / (by - ay)
            for row in range(first, last + 1):
                x = ax + (y0 + (row + 0.5) * cell - ay) * slope
                column = math.ceil((x - x0) / cell - 0.5)
                marks[row, min(max(column, 0), columns)] ^= 1
    inside = np.zeros((rows, columns), np.bool_)
    for row in range(rows):
        odd = 0
        for column in range(columns):
            odd ^= marks[row, column]
            inside[row, column] = odd == 1
    return inside


@maker
def searched(seeds, free, fine, coarse, moves, counts, first, second, queue, poses):
    """Search from the seeds; return how many states were found.

    `seeds` are x, y, heading and way in; `free` numbers the parts of the ground where
    the middle of the engine may be, in cells of `fine` metres, 0 for none: no move
    leads from part to part. `moves[heading, move, step]` are x and y after
    each step, of which the first `counts[move]` are used. `first` and `second` (rows,
    columns, headings) get one more than the number in the queue of the state's first
    and second way in. A row of `queue` is row, column, heading, way in and the number
    of the state before; of `poses` x and y. Coordinates are from the corner of both
    grids. [m]
    """
    rows, columns, _ = first.shape
    found = 0
    for i in range(len(seeds)):
        x, y = seeds[i, 0], seeds[i, 1]
        row, column = int(y / coarse), int(x / coarse)
        h, way = int(seeds[i, 2]), int(seeds[i, 3])
        if free[int(y / fine), int(x / fine)] == 0 or first[row, column, h] > 0:
            continue
        queue[found, 0], queue[found, 1], queue[found, 2] = row, column, h
        queue[found, 3], queue[found, 4] = way, -1
        poses[found, 0], poses[found, 1] = x, y
        found += 1
        first[row, column, h] = found
    done = 0
    while done < found:
        x, y = poses[done, 0], poses[done, 1]
        heading, way = queue[done, 2], queue[done, 3]
        part = free[int(y / fine), int(x / fine)]
        for move in range(3):
            clear = True
            nx, ny = x, y
            for step in range(counts[move]):
                nx = x + moves[heading, move, step, 0]
                ny = y + moves[heading, move, step, 1]
                fr, fc = math.floor(ny / fine), math.floor(nx / fine)
                inside = 0 <= fr < free.shape[0] and 0 <= fc < free.shape[1]
                if not inside or free[fr, fc] != part:
                    clear = False
                    break
            if not clear:
                continue
            row, column = int(ny / coarse), int(nx / coarse)
            if row >= rows or column >= columns:
                continue
            h = (heading + (0, 1, -1)[move]) % HEADINGS
            known = first[row, column, h]
            if known == 0:
                first[row, column, h] = found + 1
            elif second[row, column, h] == 0 and queue[known - 1, 3] != way:
                second[row, column, h] = found + 1
            else:
                continue
            queue[found, 0], queue[found, 1], queue[found, 2] = row, column, h
            queue[found, 3], queue[found, 4] = way, done
            poses[found, 0], poses[found, 1] = nx, ny
            found += 1
        done += 1
    return found


@maker
def passed(count, queue, first, second):
    """Return which cells are passed in both senses, and which from two ways in."""
    rows, columns, headings = first.shape
    through = np.zeros((rows, columns), np.bool_)
    twice = np.zeros((rows, columns), np.bool_)
    for i in range(count):
        row, column = queue[i, 0], queue[i, 1]
        back = (queue[i, 2] + headings // 2) % headings
        one, other = first[row, column, back], second[row, column, back]
        if one > 0:
            through[row, column] = True
            if queue[one - 1, 3] != queue[i, 3] or other > 0:
                twice[row, column] = True
    return through, twice


@maker
def widened(wide, free, through, reach, fine, coarse):
    """Return free ground that is wide, or within `reach` of a way through."""
    rows, columns = through.shape
    span, scale = int(reach / coarse), round(coarse / fine)
    found = np.where(wide, free, 0)
    for row in range(rows):
        for column in range(columns):
            if not through[row, column]:
                continue
            inner = 0 < row < rows - 1 and 0 < column < columns - 1
            if inner and (
                through[row - 1, column]
                and through[row + 1, column]
                and through[row, column - 1]
                and through[row, column + 1]
            ):
                reached = 0
            else:
                reached = span
            for r in range(max(0, row - reached), min(rows, row + reached + 1)):
                for c in range(
                    max(0, column - reached), min(columns, column + reached + 1)
                ):
                    if (r - row) ** 2 + (c - column) ** 2 > reached * reached:
                        continue
                    for fr in range(r * scale, (r + 1) * scale):
                        for fc in range(c * scale, (c + 1) * scale):
                            found[fr, fc] = free[fr, fc]
    return found


@maker
def visited(count, queue, rows, columns):
    """Return for each cell one more than its first state; 0 where there is none."""
    served = np.zeros((rows, columns), np.int32)
    for i in range(count):
        if served[queue[i, 0], queue[i, 1]] == 0:
            served[queue[i, 0], queue[i, 1]] = i + 1
    return served


@maker
def faced(spots, outward, served, twice, coarse, reach):
    """Return for each spot of a facade the nearest state that serves it, and if twice.

    A cell serves a spot if it lies before the facade and its middle within `reach`.
    """
    rows, columns = served.shape
    state = np.full(len(spots), -1, np.int64)
    both = np.zeros(len(spots), np.bool_)
    span = int(reach / coarse) + 1
    for i in range(len(spots)):
        x, y = spots[i, 0], spots[i, 1]
        row, column = math.floor(y / coarse), math.floor(x / coarse)
        least = reach * reach
        for r in range(max(0, row - span), min(rows, row + span + 1)):
            for c in range(max(0, column - span), min(columns, column + span + 1)):
                if served[r, c] == 0:
                    continue
                dx, dy = (c + 0.5) * coarse - x, (r + 0.5) * coarse - y
                apart = dx * dx + dy * dy
                if apart > reach * reach or dx * outward[i, 0] + dy * outward[i, 1] < 0:
                    continue
                both[i] |= twice[r, c]
                if apart <= least:
                    least = apart
                    state[i] = served[r, c] - 1
    return state, both

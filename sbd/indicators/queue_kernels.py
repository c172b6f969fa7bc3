# mypy: ignore-errors
# A compiled function has no types to read: numba infers them, and who calls it says.
"""A queue of windows by distance: a binary heap in two arrays.

Used by `sbd.indicators.walking_kernels`; compiled by numba: import this module inside
functions only. numba's own heapq of tuples takes three seconds to compile.

`rows` holds the entries: distance, root, edge, and the four numbers of a cone.
`order` holds how many there are and then, as a heap, the rows they stand in; the rows
that are free come after them.
"""

from __future__ import annotations

from sbd.indicators.compiled import inner


@inner
def _sooner(rows, a, b):
    """Tell whether row a comes before row b: by distance, then root, then edge."""
    for c in range(3):
        if rows[a, c] != rows[b, c]:
            return rows[a, c] < rows[b, c]
    return False


@inner
def push(rows, order, key, root, edge, cone):
    """Put an entry into the queue, which must have room for it."""
    i = order[0] + 1
    order[0] = i
    new = order[i]
    rows[new, 0] = key
    rows[new, 1] = root
    rows[new, 2] = edge
    for c in range(4):
        rows[new, 3 + c] = cone[c]
    while i > 1 and _sooner(rows, new, order[i // 2]):
        order[i] = order[i // 2]
        i //= 2
    order[i] = new


@inner
def pop(rows, order):
    """Take the first entry, in row ``order[1]``, out of the queue."""
    free = order[1]
    size = order[0] - 1
    last = order[size + 1]
    order[0] = size
    order[size + 1] = free
    i = 1
    while 2 * i <= size:
        child = 2 * i
        if child < size and _sooner(rows, order[child + 1], order[child]):
            child += 1
        if not _sooner(rows, order[child], last):
            break
        order[i] = order[child]
        i = child
    if size > 0:
        order[i] = last

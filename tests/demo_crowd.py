"""The choice of ways out on the demo plans by a plain calculation, without sbd.

``python tests/demo_crowd.py`` prints the values of S-08 in the table of their README.
Corners that see each other are joined, and the shortest chain of corners is looked for:
no triangles, no windows. The edge of the ground is straightened by up to 0.12 m.
"""

from __future__ import annotations

import heapq
import sys
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.ops import substring

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from tests.demo_light import layers, walkable  # noqa: E402

SITE = shapely.box(148_900, 170_600, 148_980, 170_660)
#: Half the width of a walker, less the tolerance. [m]
HALF_M = 0.44


def ground(variant: str) -> tuple[shapely.Geometry, np.ndarray, list[shapely.Geometry]]:
    """Return where the middle of a walker can be, the cells, and the ways out."""
    of = layers(variant)
    here = walkable(of).intersection(SITE)
    lines = list(of("exit").sort_values("id").geometry)
    across = [line.buffer(0.9, cap_style="flat") for line in lines]
    outside = shapely.union_all(across).difference(SITE)
    fences = [g.buffer(0.05, cap_style="flat") for g in of("fence").geometry]
    open_ground = shapely.union_all([here, outside]) - shapely.union_all(fences)
    free = open_ground.buffer(-HALF_M, quad_segs=2)
    free = free.intersection(shapely.union_all([SITE, *across])).simplify(0.12)
    x, y = np.meshgrid(np.arange(148_900.5, 148_980), np.arange(170_600.5, 170_660))
    cells = np.column_stack([x.ravel(), y.ravel()])
    cells = cells[shapely.contains_xy(here, cells)]
    return free, cells, [line.intersection(free) for line in lines]


def sees(free: shapely.Geometry, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Tell which of the points a see which of the points b. (len(a), len(b))"""
    wide = free.buffer(1e-6)
    shapely.prepare(wide)
    pairs = np.stack(np.broadcast_arrays(a[:, None], b[None]), axis=2)
    return shapely.covers(wide, shapely.linestrings(pairs.reshape(-1, 2, 2))).reshape(
        len(a), len(b)
    )


def chains(
    corners: np.ndarray, seen: np.ndarray, ends: np.ndarray, seen_ends: np.ndarray
) -> tuple[np.ndarray, list[list[np.ndarray]]]:
    """Return from each corner the shortest way to one of the ends: length, points."""
    away = np.where(
        seen_ends, np.linalg.norm(corners[:, None] - ends[None], axis=2), np.inf
    )
    best = away.min(axis=1)
    ways = [[c, ends[n]] for c, n in zip(corners, away.argmin(axis=1), strict=True)]
    queue = [(d, n) for n, d in enumerate(best) if d < np.inf]
    heapq.heapify(queue)
    while queue:
        so_far, n = heapq.heappop(queue)
        if so_far > best[n]:
            continue
        for other in np.flatnonzero(seen[n]):
            longer = so_far + float(np.linalg.norm(corners[n] - corners[other]))
            if longer < best[other] - 1e-9:
                best[other] = longer
                ways[other] = [corners[other], *ways[n]]
                heapq.heappush(queue, (longer, int(other)))
    return best, ways


def walks(variant: str) -> tuple[np.ndarray, list[list[LineString | None]]]:
    """Return the shortest walk from each cell to each way out: length, line. [m]"""
    free, cells, exits = ground(variant)
    steps = shapely.shortest_line(shapely.points(cells), free)
    begin = shapely.get_coordinates(steps).reshape(-1, 2, 2)[:, 1]
    stuck = shapely.length(steps) > HALF_M * 2**0.5 + 0.02
    corners = shapely.get_coordinates(free)
    seen, near = sees(free, corners, corners), sees(free, begin, corners)
    lengths, lines = [], []
    for line in exits:
        ends = shapely.get_coordinates(shapely.segmentize(line, 0.5))
        best, ways = chains(corners, seen, ends, sees(free, corners, ends))
        direct = np.linalg.norm(begin[:, None] - ends[None], axis=2)
        direct[~sees(free, begin, ends)] = np.inf
        over = np.linalg.norm(begin[:, None] - corners[None], axis=2) + best
        over[~near] = np.inf
        straight = direct.min(axis=1) <= over.min(axis=1)
        length = np.minimum(direct.min(axis=1), over.min(axis=1)) + shapely.length(
            steps
        )
        length[stuck] = np.inf
        lengths.append(length)
        lines.append(
            [
                None
                if not np.isfinite(total)
                else LineString([at, ends[direct[n].argmin()]])
                if straight[n]
                else LineString([at, *ways[over[n].argmin()]])
                for n, (at, total) in enumerate(zip(begin, length, strict=True))
            ]
        )
    return np.array(lengths), lines


def choice(variant: str) -> tuple[float, float]:
    """Return the shares of cells near a way out, and with a second one. [%]"""
    lengths, lines = walks(variant)
    near = both = 0
    for n, all_lengths in enumerate(lengths.T):
        first = int(all_lengths.argmin())
        if all_lengths[first] > 50:
            continue
        near += 1
        for other in np.flatnonzero(all_lengths <= 150):
            line = lines[other][n]
            rest = substring(line, min(5, line.length), line.length)
            if other != first and (
                line.length <= 5 or rest.distance(lines[first][n]) > 2
            ):
                both += 1
                break
    return 100 * near / lengths.shape[1], 100 * both / lengths.shape[1]


if __name__ == "__main__":
    for name in ("existing", "a", "b"):
        near, both = choice(name)
        sys.stdout.write(f"{name}: near {near:.2f} %, choice {both:.2f} %\n")

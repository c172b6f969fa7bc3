"""Shortest walks the plain way: a visibility graph and Dijkstra over a dict."""

from __future__ import annotations

from math import dist, inf

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

Place = tuple[float, float]
#: One walks this far from blocks, so that two that touch leave no way between. [m]
BESIDE_M = 2e-6


def naive_walks(
    frame: BaseGeometry, blocks: BaseGeometry, source: Place, targets: list[Place]
) -> list[float]:
    """Return the shortest walk inside a convex frame, round blocks, to each target."""
    solid = blocks.buffer(BESIDE_M / 2, join_style="mitre")
    around = blocks.buffer(BESIDE_M, join_style="mitre")
    ends = [_off(around, place) for place in (source, *targets)]
    corners = [tuple(p) for p in shapely.get_coordinates(around)]
    nodes = [n for n in {*ends, *corners} if frame.covers(Point(n))]
    lengths = {ends[0]: 0.0}
    todo = set(nodes)
    while reached := todo & lengths.keys():
        here = min(reached, key=lengths.__getitem__)
        todo.remove(here)
        lines = shapely.linestrings([[here, node] for node in nodes])
        for i in np.flatnonzero(~shapely.intersects(lines, solid)):
            way = lengths[here] + dist(here, nodes[i])
            lengths[nodes[i]] = min(lengths.get(nodes[i], inf), way)
    return [lengths.get(end, inf) for end in ends[1:]]


def _off(around: BaseGeometry, place: Place) -> Place:
    """Move a place on the wall of a block to where one walks beside it."""
    if not around.contains(Point(place)):
        return place
    there = shapely.shortest_line(around.boundary, Point(place)).coords[0]
    return there if dist(there, place) < 3 * BESIDE_M else place

"""Free space: where something of a width can go, and the pinch that stops it.

Something round of width w has its middle in the free space eroded by w / 2, so what
it reaches is one connected part of the eroded space. Everything here is vector: no
grid, no cell error. Source: domain, C5.

The eroded space is exact but for its round corners, which are drawn with straight
pieces whose ends lie on the arc. They let through what is wider by at most
``1 - cos(pi / (4 * QUAD_SEGS))``: 0.12 % of the width with 16 pieces to a quarter
(2.4 mm of 2 m), less than the tolerance of lengths; 8 would be 0.48 %, 4 1.9 %. Mitred
corners would refuse what fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, pi

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

#: Straight pieces to a quarter of a round corner.
QUAD_SEGS = 16
#: A width is found to this. [m]
EXACT_M = 0.002
#: So often is a way across drawn again through its own middle.
_AGAIN = 6
#: Points closer than this are one. [m]
_SAME_M = 1e-6
#: What straight pieces of a round corner let through more, of its radius.
_ARC = 1 - cos(pi / (4 * QUAD_SEGS))

Bools = npt.NDArray[np.bool_]


def eroded(free: BaseGeometry, width_m: float) -> BaseGeometry:
    """Return where the middle of something round of a width can be.

    Parameters
    ----------
    free : Polygon or MultiPolygon
        Free space. [m]
    width_m : float
        Its width; 0 leaves the free space as it is. [m]

    Returns
    -------
    Polygon or MultiPolygon
        Perhaps empty. [m]
    """
    return free.buffer(-width_m / 2, quad_segs=QUAD_SEGS) if width_m > 0 else free


def grown(area: BaseGeometry, by_m: float) -> BaseGeometry:
    """Return an eroded area and what is near it, a hair too much.

    Its round corners are straightened by `EXACT_M` first: to grow hollow corners of
    many short pieces takes GEOS hundreds of times as long.
    """
    return area.simplify(EXACT_M).buffer(by_m + EXACT_M)


def parts(free: BaseGeometry) -> npt.NDArray[np.object_]:
    """Return the connected parts of an area: within one, one can go everywhere. [m]"""
    found = shapely.get_parts(free)
    whole = (shapely.get_type_id(found) == 3) & ~shapely.is_empty(found)
    return np.asarray(found[whole], dtype=object)


@dataclass(frozen=True, eq=False)
class Room:
    """The room that something of a width has.

    Parameters
    ----------
    free : Polygon or MultiPolygon
        Free space. [m]
    width_m : float
        The width. [m]
    """

    free: BaseGeometry
    width_m: float

    @cached_property
    def area(self) -> BaseGeometry:
        """Where its middle can be. [m]"""
        return eroded(self.free, self.width_m)

    @cached_property
    def parts(self) -> npt.NDArray[np.object_]:
        """The connected parts of it. [m]"""
        return parts(self.area)

    def touched(self, places: Sequence[BaseGeometry], reach_m: float) -> Bools:
        """Tell which places can be reached from which part.

        Parameters
        ----------
        places : sequence of geometry
            Points, lines or areas. [m]
        reach_m : float
            How far beside a place one may end, beyond half the width: a door lies in
            the edge of the free space, so that the middle never comes nearer. [m]

        Returns
        -------
        ndarray of bool, shape (places, parts)
        """
        return _near(self.parts, places, reach_m + self.width_m / 2)

    def joined(self, places: Sequence[BaseGeometry], reach_m: float) -> Bools:
        """Tell which places are joined with which: both touch one part.

        Parameters
        ----------
        places : sequence of geometry
            As in `touched`. [m]
        reach_m : float
            As in `touched`. [m]

        Returns
        -------
        ndarray of bool, shape (places, places)
            Symmetric; False on the diagonal for a place out of reach.
        """
        touched = self.touched(places, reach_m).astype(np.int64)
        return (touched @ touched.T).astype(np.bool_)


def _near(
    areas: npt.NDArray[np.object_], places: Sequence[BaseGeometry], away_m: float
) -> Bools:
    """Tell which places are within a distance of which areas. (places, areas)"""
    found = np.zeros((len(places), len(areas)), dtype=np.bool_)
    if found.size:
        tree = shapely.STRtree(areas)
        shapes = np.asarray(places, dtype=object)
        found[tuple(tree.query(shapes, "dwithin", distance=away_m + _SAME_M))] = True
    return found


def disc_fits(
    free: BaseGeometry,
    diameter_m: float,
    places: Sequence[BaseGeometry],
    within_m: float,
) -> Bools:
    """Tell beside which places a disc fits into the free space.

    Parameters
    ----------
    free : Polygon or MultiPolygon
        Free space. [m]
    diameter_m : float
        Of the disc. [m]
    places : sequence of geometry
        Points, lines or areas. [m]
    within_m : float
        Greatest distance of the disc's centre from the place. [m]

    Returns
    -------
    ndarray of bool, shape (places,)
    """
    room = Room(free, diameter_m)
    return np.asarray(room.touched(places, within_m - diameter_m / 2).any(axis=1))


@dataclass(frozen=True, eq=False)
class Passage:
    """How wide a thing can be to pass between two places, and what limits it.

    Parameters
    ----------
    width_m : float
        Widest passable width; 0 where no way leads there. [m]
    pinch : LineString, optional
        The narrowest place, from one obstacle to the other; None where nothing is
        narrower than what was asked for, or where no way leads there. [m]
    """

    width_m: float
    pinch: LineString | None = None


def widest_between(
    free: BaseGeometry,
    one: BaseGeometry,
    other: BaseGeometry,
    *,
    most_m: float,
    reach_m: float = 0.0,
) -> Passage:
    """Return the widest passable width between two places.

    By bisection on the eroded space, exact to `EXACT_M`; then the pinch is measured.

    Parameters
    ----------
    free : Polygon or MultiPolygon
        Free space. [m]
    one, other : geometry
        The places. [m]
    most_m : float
        Wider is not looked for. [m]
    reach_m : float
        As in `Room.touched`. [m]

    Returns
    -------
    Passage
    """
    places = (one, other)

    def passes(room: Room) -> bool:
        return bool(room.joined(places, reach_m)[0, 1])

    low, high = Room(free, 0.0), Room(free, most_m)
    if passes(high):
        return Passage(most_m)
    if not passes(low):
        return Passage(0.0)
    while high.width_m - low.width_m > EXACT_M:
        middle = Room(free, (low.width_m + high.width_m) / 2)
        low, high = (middle, high) if passes(middle) else (low, middle)
    found = pinches(low, high, one, [other], reach_m)[0]
    pinch = min(found, key=lambda line: line.length, default=None)
    width = low.width_m
    if pinch is not None and abs(pinch.length - width) <= 2 * EXACT_M:
        width = pinch.length
    return Passage(width, pinch)


def pinches(
    low: Room,
    high: Room,
    start: BaseGeometry,
    others: Sequence[BaseGeometry],
    reach_m: float,
) -> list[list[LineString]]:
    """Return what is too narrow on the way from a place to others.

    Parameters
    ----------
    low : Room
        Of a width that passes.
    high : Room
        Of the same free space and a greater width, too wide somewhere.
    start : geometry
        The place one comes from. [m]
    others : sequence of geometry
        The places one wants to reach. [m]
    reach_m : float
        As in `Room.touched`. [m]

    Returns
    -------
    list of list of LineString
        For each other place the narrow places on the way with the fewest of them,
        each from one obstacle to the other; none where the lesser width does not
        reach it either, or the greater does. [m]
    """
    if not low.joined([start, *others], reach_m)[0, 1:].any():
        return [[] for _ in others]
    narrow, band = _narrow(low, high)
    nodes = np.concatenate([high.parts, narrow])
    if not len(narrow):
        return [[] for _ in others]
    # From a part to a narrow place beside it there is no wall; between two narrow
    # places there may be one, and if not they are one.
    tree, beside = shapely.STRtree(high.parts), band + 2.5 * EXACT_M
    near = tree.query(narrow, "dwithin", distance=beside)
    links: dict[int, set[int]] = {n: set() for n in range(len(nodes))}
    for n, other in zip(near[0] + len(high.parts), near[1], strict=True):
        links[int(n)].add(int(other))
        links[int(other)].add(int(n))
    places = [start, *others]
    rooms = [(high.parts, high.width_m), (narrow, low.width_m)]
    touched = np.hstack([_near(n, places, reach_m + w / 2) for n, w in rooms])
    before = _spread(links, touched[0])
    chains = [_back(before, mine) for mine in touched[1:]]
    wanted = {n for chain in chains for n in chain if n >= len(high.parts)}
    across = {n: chord(low.free, nodes[n]) for n in wanted}
    # What is not narrower than the greater width is a nook that a place lies in.
    tight = {n: c for n, c in across.items() if c and c.length < high.width_m}
    return [[tight[n] for n in chain if n in tight] for chain in chains]


def _narrow(low: Room, high: Room) -> tuple[npt.NDArray[np.object_], float]:
    """Return what the greater width loses but for the band along the edges.

    Between two of its parts that lie close, no more than a line is left.
    """
    band = (high.width_m - low.width_m) / 2 * (1 + _ARC) + EXACT_M / 4
    lost = parts(low.area.difference(grown(high.area, band)))
    tree = shapely.STRtree(high.parts)
    near = tree.query(high.parts, "dwithin", distance=2 * band)
    ends = near[:, near[0] < near[1]]
    lines = shapely.shortest_line(high.parts[ends[0]], high.parts[ends[1]])
    shapely.prepare(low.area)
    return np.concatenate([lost, lines[shapely.covers(low.area, lines)]]), band


def _spread(links: dict[int, set[int]], first: Bools) -> dict[int, int]:
    """Return of each node that is linked with the first ones the one before it."""
    before = dict.fromkeys(map(int, np.flatnonzero(first)), -1)
    queue = list(before)
    for node in queue:
        for other in sorted(links[node] - before.keys()):
            before[other] = node
            queue.append(other)
    return before


def _back(before: dict[int, int], last: Bools) -> list[int]:
    """Return the nodes from the nearest of the last ones back to the first ones."""
    wanted = set(map(int, np.flatnonzero(last)))
    node = next((n for n in before if n in wanted), -1)  # in the order of their links
    chain = []
    while node >= 0:
        chain.append(node)
        node = before[node]
    return chain


def chord(free: BaseGeometry, piece: BaseGeometry) -> LineString | None:
    """Return the way across the free space at a piece of it, as short as it gets.

    Through the middle of the piece, then again through the middle of that way, which
    leads to the narrowest place between two obstacles.

    Parameters
    ----------
    free : Polygon or MultiPolygon
        Free space. [m]
    piece : Polygon
        A piece of it, small or narrow. [m]

    Returns
    -------
    LineString, optional
        From the nearest edge straight on to the one opposite; None on an edge. [m]
    """
    edge = free.boundary
    shapely.prepare(edge)
    found, middle = None, _middle(piece)
    for _ in range(_AGAIN):
        line = _across(free, edge, middle)
        if line is None or (found is not None and line.length > found.length - _SAME_M):
            break
        found, middle = line, line.interpolate(0.5, normalized=True)
    return found


def _across(free: BaseGeometry, edge: BaseGeometry, middle: Point) -> LineString | None:
    """Return the way from the nearest edge through a point to the edge opposite."""
    start = np.array(shapely.shortest_line(middle, edge).coords[-1])
    centre = np.array(middle.coords[0])
    half = float(np.hypot(*(centre - start)))
    if half < _SAME_M:
        return None
    line = LineString([start, start + 8 * (centre - start)]).intersection(free)
    here = [p for p in shapely.get_parts(line) if p.distance(middle) < 1e-4]
    return here[0] if here and here[0].geom_type == "LineString" else None


def _middle(piece: BaseGeometry) -> Point:
    """Return the middle of a piece, or a point of it where that lies outside."""
    centre = piece.centroid
    return centre if piece.contains(centre) else piece.representative_point()

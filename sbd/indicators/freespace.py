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

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

#: Straight pieces to a quarter of a round corner.
QUAD_SEGS = 16
#: A width is found to this. [m]
EXACT_M = 0.002
#: Points closer than this are one. [m]
_SAME_M = 1e-6

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


def parts(free: BaseGeometry) -> npt.NDArray[np.object_]:
    """Return the connected parts of an area: within one, one can go everywhere. [m]"""
    found = shapely.get_parts(free)
    return found[(shapely.get_type_id(found) == 3) & ~shapely.is_empty(found)]


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

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.parts)

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
        found = np.zeros((len(places), len(self.parts)), dtype=np.bool_)
        if found.size:
            away = reach_m + self.width_m / 2
            pairs = self._tree.query(
                np.asarray(places, dtype=object), "dwithin", distance=away
            )
            found[pairs[0], pairs[1]] = True
        return found

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
    return room.touched(places, within_m - diameter_m / 2).any(axis=1)


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

    By bisection on the eroded space, exact to `EXACT_M`.

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
    pinch = _pinch(low, high, places, reach_m)
    width = low.width_m
    if pinch is not None and abs(pinch.length - width) <= 2 * EXACT_M:
        width = pinch.length
    return Passage(width, pinch)


def _pinch(
    low: Room, high: Room, places: Sequence[BaseGeometry], reach_m: float
) -> LineString | None:
    """Return the narrowest place between two widths: the lesser passes.

    What the greater width loses falls into a band along the edges and pieces in the
    narrow places; a piece that links the two places is the pinch.
    """
    band = 0.75 * (high.width_m - low.width_m) + _SAME_M
    lost = parts(low.area.difference(high.area.buffer(band)))
    if not len(lost):
        return None
    way = shapely.shortest_line(*places)
    lost = lost[np.argsort(shapely.distance(lost, way), kind="stable")]
    nodes = np.concatenate([high.parts, lost])
    near = shapely.STRtree(nodes).query(lost, "dwithin", distance=2 * band)
    links: dict[int, set[int]] = {n: set() for n in range(len(nodes))}
    for n, other in zip(near[0] + len(high.parts), near[1], strict=True):
        links[int(n)].add(int(other))
        links[int(other)].add(int(n))
    away = reach_m + low.width_m / 2 + _SAME_M
    ends = [shapely.dwithin(nodes, place, away) for place in places]
    chain = _chain(links, *ends)
    piece = next((n for n in chain if n >= len(high.parts)), None)
    return None if piece is None else chord(low.free, nodes[piece])


def _chain(links: dict[int, set[int]], first: Bools, last: Bools) -> list[int]:
    """Return the shortest chain of linked nodes from one set to another."""
    before = dict.fromkeys(map(int, np.flatnonzero(first)), -1)
    queue = list(before)
    for node in queue:
        if last[node]:
            chain = [node]
            while before[chain[-1]] >= 0:
                chain.append(before[chain[-1]])
            return chain[::-1]
        for other in sorted(links[node] - before.keys()):
            before[other] = node
            queue.append(other)
    return []


def chord(free: BaseGeometry, piece: BaseGeometry) -> LineString | None:
    """Return the way across the free space through the middle of a piece of it.

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
    middle = _middle(piece)
    edge = free.boundary
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

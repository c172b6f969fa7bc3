"""The streets vehicles come from: their limits and their axes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from sbd.plans.plan import Plan

#: A border this many times longer than the carriageway is wide runs along it.
_ALONG = 1.0
#: Corners closer to the line between others are none, when sides are looked for. [m]
_SMOOTH_M = 0.5
#: An area that fills its rectangle this well has the rectangle's axis. [1]
_FILLED = 0.7

#: A centreline belongs to the area in which so much of it runs. [1]
_INSIDE = 0.9

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Streets:
    """Carriageways in the window: areas, and lines where no area is drawn.

    Parameters
    ----------
    ids : (p,) array of str
        Their element ids.
    shapes : (p,) array of Polygon or LineString
        [m]
    limits : (p,) array
        Speed limit; NaN where nobody says. [km/h]
    axes : (s, 2) array
        Unit vectors along the streets.
    segments : (s,) array of LineString
        Where each of them lies. [m]
    of : (s,) int array
        Which street each of them belongs to.
    """

    ids: NDArray[np.object_]
    shapes: NDArray[np.object_]
    limits: Floats
    axes: Floats
    segments: NDArray[np.object_]
    of: NDArray[np.int64]

    @property
    def empty(self) -> bool:
        """Whether there is none."""
        return len(self.shapes) == 0

    def beside(
        self, where: Floats, reach_m: float
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        """Find the streets within a distance of points.

        Returns
        -------
        point, street : (k,) int arrays
            Pairs.
        apart : (k,) array
            Distance of each pair. [m]
        """
        spots = np.asarray(shapely.points(where))
        tree = shapely.STRtree(self.shapes)
        point, street = tree.query(spots, predicate="dwithin", distance=reach_m)
        apart = shapely.distance(spots[point], self.shapes[street])
        return point, street, np.asarray(apart)

    def nearest(self, where: Floats) -> NDArray[np.int64]:
        """Return the nearest street of each point."""
        return np.asarray(shapely.STRtree(self.shapes).nearest(shapely.points(where)))

    def deviation(
        self, where: Floats, street: NDArray[np.int64], way: Floats
    ) -> Floats:
        """Return how far directions are off the axis of a street there. [rad]

        Parameters
        ----------
        where, way : (k, 2) arrays
            Points [m] and unit vectors.
        street : (k,) int array
            Which street each is compared with.

        Returns
        -------
        (k,) array
            From 0 (along it, either way) to pi / 2 (square to it).
        """
        first = np.searchsorted(self.of, np.arange(len(self.shapes) + 1))
        number = np.diff(first)[street]
        pair = np.repeat(np.arange(len(street)), number)
        start = np.cumsum(number) - number
        segment = first[street][pair] + np.arange(len(pair)) - start[pair]
        apart = shapely.distance(shapely.points(where[pair]), self.segments[segment])
        order = np.lexsort((apart, pair))
        chosen = segment[order][start]
        cosine = np.abs((self.axes[chosen] * way).sum(axis=1))
        return np.asarray(np.arccos(np.clip(cosine, 0.0, 1.0)))


@lru_cache(maxsize=8)
def streets(plan: Plan) -> Streets:
    """Return the streets of the window; the same object for the same plan."""
    layer = plan.near("carriageway", plan.window)
    shapes, row = shapely.get_parts(layer.geometry.to_numpy(), return_index=True)
    flat = shapely.get_dimensions(shapes) == 2
    own, loose = _matched(shapes[flat], shapes[~flat])
    rows = np.concatenate([row[flat], row[~flat][loose]])
    drawn = np.concatenate([shapes[flat], shapes[~flat][loose]])
    own += [[shape] for shape in drawn[len(own) :]]
    found = [_axis(shape, lines) for shape, lines in zip(drawn, own, strict=True)]
    segments = [part for parts in found for part in parts]
    ends = shapely.get_coordinates(segments).reshape(-1, 2, 2)
    along = ends[:, 1] - ends[:, 0]
    return Streets(
        layer.index.to_numpy(dtype=object)[rows],
        drawn,
        layer["limit_kmh"].to_numpy(dtype=float)[rows],
        along / np.hypot(along[:, 0], along[:, 1])[:, None],
        np.array(segments, dtype=object),
        np.repeat(np.arange(len(drawn)), [len(parts) for parts in found]),
    )


def _matched(
    shapes: NDArray[np.object_], middles: NDArray[np.object_]
) -> tuple[list[list[BaseGeometry]], NDArray[np.bool_]]:
    """Give each area the centrelines that run in it; tell which run in none."""
    tree = shapely.STRtree(middles)
    loose = np.ones(len(middles), dtype=bool)
    found = []
    for shape in shapes:
        near = tree.query(shape, predicate="intersects")
        inside = shapely.length(shapely.intersection(middles[near], shape))
        own = near[inside > _INSIDE * shapely.length(middles[near])]
        loose[own] = False
        found.append(list(middles[own]))
    return found, loose


def _axis(shape: BaseGeometry, own: list[BaseGeometry]) -> list[BaseGeometry]:
    """Return straight pieces along a carriageway. [m]

    Its centrelines if the source has them; else the middle of its rectangle if it
    fills that; else its long sides.
    """
    if own:
        return _pieces(own)
    hull = shapely.oriented_envelope(shape)
    corners = shapely.get_coordinates(hull)
    if len(corners) == 5 and shape.area >= _FILLED * hull.area > 0:
        middles = (corners[:4] + corners[1:5]) / 2
        both = (LineString(middles[[0, 2]]), LineString(middles[[1, 3]]))
        return [max(both, key=lambda line: line.length)]
    sides = _pieces([shape.simplify(_SMOOTH_M).boundary])
    wide = _ALONG * 2 * shape.area / shape.length
    return [side for side in sides if side.length > wide] or sides


def _pieces(paths: list[BaseGeometry]) -> list[BaseGeometry]:
    """Cut lines into their straight pieces. [m]"""
    found: list[BaseGeometry] = []
    for path in shapely.get_parts(paths):
        corners = shapely.get_coordinates(path)
        pieces = (LineString(pair) for pair in pairwise(corners))
        found += [piece for piece in pieces if piece.length > 0]
    return found

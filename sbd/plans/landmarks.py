"""Points of a drawing that people can find again: corners, blocks, ends of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely

from sbd.plans.ask import bounds_of
from sbd.plans.raw import RawLayer

#: Most block insertions offered. [1] Source: our choice, what a list still shows.
_BLOCKS = 40
Part = Literal[
    "middle", "west", "east", "south", "north", "sw", "se", "nw", "ne", "block"
]


@dataclass(frozen=True)
class Landmark:
    """A point of a drawing, in the drawing's unit.

    Parameters
    ----------
    part : str
        ``middle`` and ``sw, se, nw, ne`` are those of the box round the drawing;
        ``west, east, south, north`` its outermost points; ``block`` an insertion.
    x, y : float
        Where it is.
    name : str
        Of the block.
    """

    part: Part
    x: float
    y: float
    name: str = ""


def landmarks(layers: Sequence[RawLayer]) -> tuple[Landmark, ...]:
    """Return the points of a drawing that are offered by name.

    Parameters
    ----------
    layers : sequence of RawLayer
        In the drawing's unit.

    Returns
    -------
    tuple of Landmark
        The middle first, then the outermost points, the corners of the box and the
        first 40 blocks.
    """
    west, south, east, north = bounds_of(layers)
    xy = vertices(layers)
    outer: tuple[tuple[Part, int], ...] = (
        ("north", int(xy[:, 1].argmax())),
        ("east", int(xy[:, 0].argmax())),
        ("south", int(xy[:, 1].argmin())),
        ("west", int(xy[:, 0].argmin())),
    )
    found = [Landmark("middle", (west + east) / 2, (south + north) / 2)]
    found += [Landmark(part, float(xy[n, 0]), float(xy[n, 1])) for part, n in outer]
    corners: tuple[tuple[Part, float, float], ...] = (
        ("sw", west, south),
        ("se", east, south),
        ("ne", east, north),
        ("nw", west, north),
    )
    found += [Landmark(part, x, y) for part, x, y in corners]
    return (*found, *_blocks(layers))


def _blocks(layers: Sequence[RawLayer]) -> list[Landmark]:
    found: list[Landmark] = []
    for layer in layers:
        frame = layer.frame
        if "block" not in frame.columns:
            continue
        named = frame[frame["block"].notna() & (frame.geom_type == "Point")]
        for name, point in zip(named["block"], named.geometry, strict=True):
            if len(found) == _BLOCKS:
                return found
            found.append(Landmark("block", point.x, point.y, str(name)))
    return found


def vertices(layers: Sequence[RawLayer]) -> npt.NDArray[np.float64]:
    """Return all vertices of a drawing, as an array of shape (n, 2)."""
    parts = [shapely.get_coordinates(layer.frame.geometry) for layer in layers]
    return np.concatenate(parts)


def nearest_vertex(
    layers: Sequence[RawLayer], x: float, y: float, within: float
) -> tuple[float, float]:
    """Return the vertex nearest to a point, or the point where none is near.

    Parameters
    ----------
    layers : sequence of RawLayer
        In the drawing's unit.
    x, y : float
        The point.
    within : float
        How near a vertex has to be, in the drawing's unit.

    Returns
    -------
    tuple of float
        Its coordinates.
    """
    xy = vertices(layers)
    distances = np.hypot(xy[:, 0] - x, xy[:, 1] - y)
    nearest = int(distances.argmin())
    if distances[nearest] > within:
        return x, y
    return float(xy[nearest, 0]), float(xy[nearest, 1])

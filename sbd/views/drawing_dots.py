"""Dots on a drawing: one per point, with the sign of its mark in it.

Dots of a mark that touch, as of a row of bollards, become one outline, so that each
digit has room: a digit stands in as many of them as do not touch.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.views.level_digits import Mark, Point, colours_of, digits, edge_of
from sbd.views.palette import PAPER

#: Radius of a dot with half of its edge, and least distance of two digits. [px]
DOT_PX, _APART_PX = 11.0, 24.0
_HALF_EDGE = 1.5


def dots(mark: Mark, spots: Sequence[Point], worse: Sequence[Point]) -> str:
    """Return the dots of a mark.

    Parameters
    ----------
    mark : int, "good" or None
        Their level; None where it is unknown.
    spots : sequence of tuple of float
        Where they are, the worst first. [px]
    worse : sequence of tuple of float
        Dots that will be drawn over them: a digit keeps clear of these where the
        mark has another place for it. [px]
    """
    colours = colours_of(mark)[0], edge_of(mark)
    discs = shapely.buffer(shapely.points(np.array(spots)), DOT_PX + _HALF_EDGE)
    drawn, numbered = [], []
    for part in shapely.get_parts(shapely.union_all(discs)):
        inside = [s for s in spots if part.intersects(shapely.Point(s))]
        drawn.append(_outline(part, inside, colours))
        numbered += _with_digits(inside, worse)
    return "".join(drawn) + digits(mark, numbered)


def _outline(part: BaseGeometry, inside: list[Point], colours: tuple[str, str]) -> str:
    paint = f'fill="{colours[0]}" stroke="{colours[1]}" stroke-width="3"'
    if len(set(inside)) == 1:
        x, y = inside[0]
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="13" fill="{PAPER}"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DOT_PX:g}" {paint}/>'
        )
    path = "".join(map(_ring, shapely.get_rings(part.buffer(-_HALF_EDGE))))
    casing = f'<path d="{path}" fill="none" stroke="{PAPER}" stroke-width="7"/>'
    more = 'fill-rule="evenodd" stroke-linejoin="round"'
    return f'{casing}<path d="{path}" {paint} {more}/>'


def _ring(ring: BaseGeometry) -> str:
    corners = shapely.get_coordinates(ring).tolist()
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def _with_digits(inside: list[Point], worse: Sequence[Point]) -> list[Point]:
    """Choose dots whose digits do not touch; at least one, clear of worse if can be."""
    chosen: list[Point] = []
    clear = [s for s in inside if _away(s, worse) >= _APART_PX]
    for spot in clear or inside[:1]:
        if _away(spot, chosen) >= _APART_PX:
            chosen.append(spot)
    return chosen


def _away(spot: Point, others: Sequence[Point]) -> float:
    return min((math.dist(spot, other) for other in others), default=math.inf)

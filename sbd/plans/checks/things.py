"""Elements of several kinds as arrays, and the geometry that several checks share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from sbd.plans.plan import Plan

Shapes = NDArray[np.object_]
Picks = NDArray[np.intp]

#: Nearer than this to an edge, a thing may as well stand beside it. [m]
#: Source: our choice, twice what a pole's position is set out to.
DEEP_M = 0.1
POINT, LINE, AREA = 0, 1, 2
EMPTY: BaseGeometry = Polygon()


@dataclass(frozen=True, eq=False)
class Things:
    """Elements of several kinds, sorted by kind and id.

    Parameters
    ----------
    kinds, ids : array of str
        Of each element.
    shapes : array of BaseGeometry
        Its geometry. [m]
    """

    kinds: NDArray[np.object_]
    ids: NDArray[np.object_]
    shapes: Shapes

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index of the geometries."""
        return shapely.STRtree(self.shapes)

    def named(self, ids: Collection[str]) -> NDArray[np.bool_]:
        """Tell which elements have one of these ids."""
        return np.array([i in ids for i in self.ids.tolist()], dtype=bool)

    def where(self, mask: NDArray[np.bool_] | Picks) -> Things:
        """Return some of the elements."""
        return Things(self.kinds[mask], self.ids[mask], self.shapes[mask])

    def of(self, *kinds: str) -> Things:
        """Return the elements of some kinds."""
        return self.where(np.isin(self.kinds.astype(str), kinds))


def things(
    plan: Plan,
    kinds: Iterable[str],
    *,
    shapes: tuple[int, ...] = (POINT, LINE, AREA),
    assumed: bool = False,
) -> Things:
    """Return the elements of some kinds, whatever their order in the plan.

    Parameters
    ----------
    plan : Plan
        The plan.
    kinds : iterable of str
        Names in the catalogue.
    shapes : tuple of int
        Dimensions wanted: 0 points, 1 lines, 2 areas.
    assumed : bool
        Whether elements that stand in for missing ones count: nobody drew them.
    """
    present = [k for k in kinds if plan.has(k)]
    names = [plan.of(k).index.to_numpy(dtype=object) for k in present]
    kind = np.repeat(np.array(present, dtype=object), [len(n) for n in names])
    ids = joined(names)
    drawn = joined([plan.of(k).geometry.to_numpy() for k in present])
    kept = np.isin(shapely.get_dimensions(drawn), shapes) & ~shapely.is_empty(drawn)
    if not assumed:
        kept &= ~np.isin(ids.astype(str), _stand_ins(plan))
    kind, ids, drawn = kind[kept], ids[kept], drawn[kept]
    order = np.lexsort((ids.astype(str), kind.astype(str)))
    return Things(kind[order], ids[order], drawn[order])


def saying(plan: Plan, kind: str, attribute: str, *values: str) -> set[str]:
    """Return the ids of the elements of a kind whose attribute has one of the values.

    Asking for a kind that is not there costs nothing.
    """
    if not plan.has(kind):
        return set()
    layer = plan.of(kind)
    return {str(i) for i in layer.index[layer[attribute].isin(values)]}


def _stand_ins(plan: Plan) -> list[str]:
    return [
        s.element_id
        for s in plan.supplied
        if s.by == "assumed" and s.attribute == "geometry"
    ]


def joined(arrays: Iterable[NDArray[np.object_]]) -> NDArray[np.object_]:
    """Join object arrays, perhaps none."""
    return np.concatenate([np.empty(0, dtype=object), *arrays])


def pairs(one: Things, other: Things) -> tuple[Picks, Picks]:
    """Return the places of all pairs that meet, sorted."""
    return _sorted(*other.tree.query(one.shapes, predicate="intersects"))


def near_pairs(one: Things, other: Things, distance_m: float) -> tuple[Picks, Picks]:
    """Return the places of all pairs no farther apart than a distance, sorted. [m]"""
    found = other.tree.query(one.shapes, predicate="dwithin", distance=distance_m)
    return _sorted(*found)


def _sorted(left: Picks, right: Picks) -> tuple[Picks, Picks]:
    order = np.lexsort((right, left))
    return left[order], right[order]


def areal(geometry: BaseGeometry) -> BaseGeometry:
    """Keep the areas of a geometry, dropping the lines and points overlay leaves."""
    return _of_dimension(geometry, AREA)


def linear(geometry: BaseGeometry) -> BaseGeometry:
    """Keep the lines of a geometry."""
    return _of_dimension(geometry, LINE)


def _of_dimension(geometry: BaseGeometry, dimension: int) -> BaseGeometry:
    parts = shapely.get_parts(geometry)
    kept = parts[shapely.get_dimensions(parts) == dimension]
    if len(kept) == len(parts):
        return geometry
    return together(kept)


def together(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """Join geometries into one, in an order of its own."""
    present = [g for g in geometries if not g.is_empty]
    return shapely.normalize(shapely.union_all(present)) if present else EMPTY


def thinner(areas: Shapes, width_m: float) -> NDArray[np.bool_]:
    """Tell which areas are nowhere as wide as a width. [m]"""
    worn: Shapes = shapely.buffer(areas, -width_m / 2, join_style="mitre")
    empty: NDArray[np.bool_] = shapely.is_empty(worn)
    return empty

"""Join what OpenStreetMap maps twice or keeps apart: crossings, shopfronts, limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from sbd.plans.plan import Note
from sbd.plans.recognise import Found
from sbd.plans.shapes import shape_of
from sbd.plans.values import number_of

#: A mapped shop or café is put on a façade no farther away than this. [m]
#: Source: our choice; nodes are placed by hand, near the door or inside the building.
SNAP_M = 3.0
#: Two geometries closer than this share a node of the source. [m]
_TOUCH_M = 0.1
#: Two crossings or two outlines nearer than this are one, mapped twice. [m]
#: Source: our choice; the width of a mapper's hand.
TWICE_M = 0.5
#: Ways under the ground are no part of the place above them.
_TUNNELS = frozenset({"yes", "flooded", "culvert", "avalanche_protector"})


def below_ground(tags: Mapping[str, str]) -> bool:
    """Tell whether tags put a way under the ground or indoors.

    A passage through a building (``tunnel=building_passage``) is at street level.
    """
    layer = number_of(tags.get("layer", "0")) or 0.0
    return (
        tags.get("tunnel") in _TUNNELS
        or tags.get("location") == "underground"
        or tags.get("indoor") in ("yes", "corridor", "area", "room")
        or tags.get("highway") == "corridor"
        or layer < 0
    )


def join(found: Sequence[Found]) -> tuple[list[Found], list[Note]]:
    """Bring the elements of a map into the form that plans have.

    Parameters
    ----------
    found : sequence of Found
        In a metric CRS; elements without tags pass through unchanged.

    Returns
    -------
    elements : list of Found
        A crossing (or a row of bollards, or a stop) drawn as a way with its nodes on
        it is the nodes only; shops lie on a façade; carriageway areas have the limit
        of the line in them.
    notes : list of Note
        ``mapped_twice``, ``openings_placed``, ``openings_left_out``,
        ``limits_joined``.
    """
    elements = list(found)
    notes: list[Note] = []
    for step in (
        _join_crossings,
        _join_twins,
        _join_rows,
        _join_platforms,
        _join_outlines,
        _place_openings,
        _lend_limits,
    ):
        elements, told = step(elements)
        notes += told
    return elements, notes


def _tagged(elements: Iterable[Found], kind: str, shape: str) -> list[int]:
    return [
        n
        for n, e in enumerate(elements)
        if e.kind == kind and e.tags and shape_of(e.geometry) == shape
    ]


def _geometries(elements: Sequence[Found], which: Sequence[int]) -> NDArray[np.object_]:
    array = np.empty(len(which), dtype=object)
    array[:] = [elements[n].geometry for n in which]
    return array


def _pairs(
    elements: Sequence[Found], first: Sequence[int], second: Sequence[int], near: float
) -> list[tuple[int, int]]:
    """Return which of the first lie within a distance of which of the second. [m]"""
    if not first or not second:
        return []
    tree = shapely.STRtree(_geometries(elements, second))
    found = tree.query(_geometries(elements, first), predicate="dwithin", distance=near)
    return sorted((first[i], second[j]) for i, j in found.T)


def _without(
    elements: Sequence[Found], gone: Collection[int], kind: str
) -> tuple[list[Found], list[Note]]:
    rest = [e for n, e in enumerate(elements) if n not in gone]
    told = [Note("mapped_twice", {"kind": kind, "n": len(gone)})] if gone else []
    return rest, told


def _join_crossings(elements: list[Found]) -> tuple[list[Found], list[Note]]:
    """Keep the node of a crossing that is mapped as a node and as a way.

    A way over a divided road has two nodes, and these are its two crossings.
    """
    ways = _tagged(elements, "crossing", "line")
    nodes = _tagged(elements, "crossing", "point")
    pairs = _pairs(elements, ways, nodes, _TOUCH_M)
    joined = list(elements)
    for way, node in pairs:
        attributes = {**elements[way].attributes, **joined[node].attributes}
        joined[node] = replace(joined[node], attributes=attributes)
    return _without(joined, {way for way, _ in pairs}, "crossing")


def _join_twins(elements: list[Found]) -> tuple[list[Found], list[Note]]:
    """Keep one of two crossing nodes a hand's breadth apart."""
    nodes = _tagged(elements, "crossing", "point")
    gone: set[int] = set()
    for first, second in _pairs(elements, nodes, nodes, TWICE_M):
        if first < second and first not in gone:
            gone.add(second)
    return _without(elements, gone, "crossing")


def _join_rows(elements: list[Found]) -> tuple[list[Found], list[Note]]:
    """Keep the bollards of a row that is mapped as a line as well."""
    rows = _tagged(elements, "bollard", "line")
    nodes = _tagged(elements, "bollard", "point")
    held = Counter(row for row, _ in _pairs(elements, rows, nodes, TWICE_M))
    return _without(elements, {row for row, n in held.items() if n > 1}, "bollard")


def _join_platforms(elements: list[Found]) -> tuple[list[Found], list[Note]]:
    """Keep the sign of a stop whose platform is mapped as well."""
    nodes = _tagged(elements, "stop", "point")
    platforms = _tagged(elements, "stop", "line") + _tagged(elements, "stop", "area")
    pairs = _pairs(elements, platforms, nodes, TWICE_M)
    return _without(elements, {platform for platform, _ in pairs}, "stop")


def _join_outlines(elements: list[Found]) -> tuple[list[Found], list[Note]]:
    """Keep one of two areas of a kind with the same outline (relation and way)."""
    rest, notes = elements, []
    for kind in sorted({e.kind for e in elements if e.tags}):
        areas = _tagged(rest, kind, "area")
        gone: set[int] = set()
        for first, second in _pairs(rest, areas, areas, 0.0):
            if first < second and first not in gone and _alike(rest, first, second):
                gone.add(second)
        rest, told = _without(rest, gone, kind)
        notes += told
    return rest, notes


def _alike(elements: Sequence[Found], first: int, second: int) -> bool:
    one, other = elements[first].geometry, elements[second].geometry
    bounds = np.abs(np.subtract(one.bounds, other.bounds))
    if float(bounds.max()) > TWICE_M:
        return False
    return float(shapely.hausdorff_distance(one, other)) < TWICE_M


def _place_openings(elements: list[Found]) -> tuple[list[Found], list[Note]]:
    """Put shops and cafés on the nearest façade; leave out those without one."""
    shops = _tagged(elements, "opening", "point")
    if not shops:
        return elements, []
    houses = [n for n, e in enumerate(elements) if e.kind == "building"]
    facades = _facades(_geometries(elements, houses), _geometries(elements, shops))
    kept, gone = dict(enumerate(elements)), 0
    for n in shops:
        place = _on_facade(elements[n].geometry, facades)
        if place is None or elements[n].attributes.get("floor", 0.0) != 0.0:
            gone += 1
            del kept[n]
        else:
            kept[n] = replace(elements[n], geometry=place)
    notes = [Note("openings_placed", {"n": len(shops) - gone, "distance_m": SNAP_M})]
    if gone:
        notes.append(Note("openings_left_out", {"n": gone, "distance_m": SNAP_M}))
    return list(kept.values()), notes


def _facades(
    houses: NDArray[np.object_], shops: NDArray[np.object_]
) -> BaseGeometry | None:
    """Return the walls round the houses near the shops; party walls fall away."""
    if not len(houses):
        return None
    near = shapely.STRtree(houses).query(shops, predicate="dwithin", distance=50.0)[1]
    if not len(near):
        return None
    # Mapped neighbours may leave slits of millimetres, which are no façades.
    block = shapely.union_all(shapely.buffer(houses[np.unique(near)], 0.05))
    return shapely.boundary(block.buffer(-0.05, join_style="mitre"))


def _on_facade(point: BaseGeometry, facades: BaseGeometry | None) -> Point | None:
    if facades is None or facades.is_empty or facades.distance(point) > SNAP_M:
        return None
    return shapely.get_point(shapely.shortest_line(facades, point), 0)


def _lend_limits(elements: list[Found]) -> tuple[list[Found], list[Note]]:
    """Give carriageway areas the limit of the carriageway line that runs in them."""
    areas = [
        n
        for n in _tagged(elements, "carriageway", "area")
        if "limit_kmh" not in elements[n].attributes
    ]
    lines = [
        n
        for n in _tagged(elements, "carriageway", "line")
        if "limit_kmh" in elements[n].attributes and not below_ground(elements[n].tags)
    ]
    if not areas or not lines:
        return elements, []
    tree = shapely.STRtree(_geometries(elements, lines))
    lent, given = list(elements), 0
    for n in areas:
        inside: dict[float, float] = {}
        for hit in tree.query(elements[n].geometry, predicate="intersects"):
            line = elements[lines[hit]]
            limit = float(line.attributes["limit_kmh"])
            length = line.geometry.intersection(elements[n].geometry).length
            inside[limit] = inside.get(limit, 0.0) + length
        if inside and max(inside.values()) > 0:
            limit = max(inside, key=lambda v: (inside[v], v))
            attributes = {**elements[n].attributes, "limit_kmh": limit}
            lent[n] = replace(elements[n], attributes=attributes)
            given += 1
    return lent, [Note("limits_joined", {"n": given})] if given else []

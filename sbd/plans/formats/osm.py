"""OpenStreetMap XML and PBF: tagged nodes, ways and multipolygon relations.

Every row has ``osm_id`` (``n1``, ``w2``, ``r3``) and ``tags``, a JSON object as text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import shapely
from osmium.filter import EmptyTagFilter

from sbd.errors import PlanError
from sbd.plans.formats.reading import Geometries, Reading, SourceLayer, shown
from sbd.plans.formats.rings import assemble

#: OpenStreetMap's CRS, longitude and latitude.
DEGREES = "EPSG:4326"

#: A closed way with one of these keys is an area, but for the values excepted.
#: Source: OpenStreetMap wiki, "Area" and "Overpass turbo/Polygon Features".
_AREA_KEYS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "area:highway", "boundary", "building", "building:part", "craft",
            "emergency", "golf", "historic", "indoor", "landuse", "military", "office",
            "place", "public_transport", "ruins", "shop", "tourism",
        ),
        frozenset(),
    ),
    "aeroway": frozenset({"taxiway"}),
    "amenity": frozenset(),
    "leisure": frozenset({"track", "slipway"}),
    "man_made": frozenset({"cutline", "embankment", "pipeline"}),
    "natural": frozenset({"arete", "cliff", "coastline", "ridge", "tree_row"}),
}  # fmt: skip

#: A closed way with one of these keys is an area only with the values named.
_AREA_VALUES: Mapping[str, frozenset[str]] = {
    "barrier": frozenset({"city_wall", "ditch", "hedge_bank", "wall_area"}),
    "highway": frozenset({"services", "rest_area", "escape", "elevator", "platform"}),
    "power": frozenset({"plant", "substation", "generator", "transformer"}),
    "railway": frozenset({"station", "turntable", "roundhouse", "platform"}),
    "waterway": frozenset({"riverbank", "dock", "boatyard", "dam"}),
}

_MULTIPOLYGON = frozenset({"multipolygon", "boundary"})


def is_area(tags: Mapping[str, str]) -> bool:
    """Tell whether the tags of a closed way make it an area.

    Parameters
    ----------
    tags : mapping of str to str
        Tags of the way.

    Returns
    -------
    bool
        False for a closed line, such as a fence or a roundabout.
    """
    said = tags.get("area")
    if said in ("yes", "no"):
        return said == "yes"
    for key, value in tags.items():
        excepted = _AREA_KEYS.get(key)
        if excepted is not None and value != "no" and value not in excepted:
            return True
        if value in _AREA_VALUES.get(key, ()):
            return True
    return False


@dataclass
class _Gathered:
    """Elements of the file and what was wrong with some."""

    ids: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    geometry: list[Any] = field(default_factory=list)
    members: dict[int, Any] = field(default_factory=dict)
    cut: int = 0
    lost: int = 0

    def add(self, osm_id: str, tags: Mapping[str, str], geometry: Any) -> None:
        self.ids.append(osm_id)
        self.tags.append(json.dumps(tags, ensure_ascii=False))
        self.geometry.append(geometry)


@dataclass(frozen=True)
class _Relation:
    id: int
    tags: dict[str, str]
    ways: tuple[int, ...]


def read_osm(
    path: Path, name: str, reading: Reading, *, pbf: bool
) -> list[SourceLayer]:
    """Read the tagged elements of an OpenStreetMap file.

    Parameters
    ----------
    path : Path
        The staged file.
    name : str
        Base name that the user knows it by.
    reading : Reading
        Gets the notes ``osm_ways_cut`` (nodes missing), ``osm_ways_lost``,
        ``osm_relations_incomplete``, ``osm_rings_open``.
    pbf : bool
        Whether it is PBF rather than XML.

    Returns
    -------
    list of SourceLayer
        One layer, called ``osm``.

    Raises
    ------
    PlanError
        If it cannot be read.
    """
    source = osmium.io.File(str(path), "pbf" if pbf else "osm")
    gathered = _Gathered()
    try:
        relations = _relations(source)
        wanted = {way for relation in relations for way in relation.ways}
        _elements(source, wanted, gathered, reading)
    except (RuntimeError, ValueError, OSError) as error:
        if isinstance(error, PlanError):
            raise
        raise PlanError(
            "{file} cannot be read as OpenStreetMap data: it may be cut off, damaged "
            "or declare entities, so download it again.",
            file=shown(name),
        ) from error
    _areas(relations, gathered, name, reading)
    for code, n in (("osm_ways_cut", gathered.cut), ("osm_ways_lost", gathered.lost)):
        if n:
            reading.note(code, file=name, layer="osm", n=n)
    columns = {"osm_id": gathered.ids, "tags": gathered.tags}
    return [
        SourceLayer(name, "osm", "osm", _array(gathered.geometry), columns, DEGREES)
    ]


def _array(values: list[Any]) -> Geometries:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _relations(source: Any) -> list[_Relation]:
    found = []
    relation: Any
    for relation in osmium.FileProcessor(source, osmium.osm.RELATION):
        tags = {t.k: t.v for t in relation.tags}
        if tags.get("type") in _MULTIPOLYGON:
            ways = tuple(m.ref for m in relation.members if m.type == "w")
            found.append(_Relation(relation.id, tags, ways))
    return found


def _elements(
    source: Any, wanted: set[int], gathered: _Gathered, reading: Reading
) -> None:
    tagged_nodes = EmptyTagFilter()
    tagged_nodes.enable_for(osmium.osm.NODE)
    element: Any
    processor = osmium.FileProcessor(source, osmium.osm.NODE | osmium.osm.WAY)
    for element in processor.with_locations().with_filter(tagged_nodes):
        tags = {t.k: t.v for t in element.tags}
        if element.is_node():
            if element.location.valid():
                reading.count(1, 1)
                point = shapely.Point(element.location.lon, element.location.lat)
                gathered.add(f"n{element.id}", tags, point)
            continue
        if not tags and element.id not in wanted:
            continue
        line = _line(element, gathered)
        if element.id in wanted:
            gathered.members[element.id] = line
        if tags:
            reading.count(1, 0 if line is None else len(element.nodes))
            _add_way(element.id, tags, line, gathered)


def _line(way: Any, gathered: _Gathered) -> Any:
    """Return the way as a line; nodes that the file lacks are left out."""
    places = [(n.lon, n.lat) for n in way.nodes if n.location.valid()]
    if len(places) < len(way.nodes):
        gathered.cut += 1
    return shapely.LineString(places) if len(places) > 1 else None


def _add_way(
    way_id: int, tags: Mapping[str, str], line: Any, gathered: _Gathered
) -> None:
    if line is None:
        gathered.lost += 1
        return
    ring = line.is_closed and shapely.get_num_coordinates(line) > 3
    area = ring and is_area(tags)
    gathered.add(f"w{way_id}", tags, shapely.Polygon(line.coords) if area else line)


def _areas(
    relations: list[_Relation], gathered: _Gathered, name: str, reading: Reading
) -> None:
    """Assemble the areas of multipolygon relations from the ways at hand."""
    incomplete = still_open = 0
    for relation in relations:
        lines = [gathered.members.get(way) for way in relation.ways]
        known = [line for line in lines if line is not None]
        incomplete += len(known) < len(lines)
        area = assemble(known)
        if area is None:
            still_open += 1
            continue
        reading.count(1, int(shapely.get_num_coordinates(area)))
        gathered.add(f"r{relation.id}", relation.tags, area)
    for code, n in (
        ("osm_relations_incomplete", incomplete),
        ("osm_rings_open", still_open),
    ):
        if n:
            reading.note(code, file=name, layer="osm", n=n)

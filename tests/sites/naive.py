"""An OpenStreetMap file read once more, plainly, without sbd.

Things with their tags, what kind of ground they are, and the ground of a site as
cells of 0.1 m. Slow and simple on purpose.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import osmium
import shapely
from shapely.geometry import LineString, Point, Polygon, shape

Tags = dict[str, str]
STEP, CELL = 0.05, 0.1
CARS = {
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link",
    "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified",
    "residential", "service", "road", "busway", "track", "bus", "bus_lane",
    "living_street",
}  # fmt: skip
ROOFS = {"no", "roof", "carport", "entrance", "ruins", "demolished"}
PATHS = {"footway", "pedestrian", "path", "corridor", "steps"}
UNDER = {"yes", "flooded", "culvert", "avalanche_protector"}
AREA_KEYS = {"building", "area:highway", "landuse", "leisure", "amenity", "natural"}
AREA_KEYS |= {"place", "shop", "tourism", "water", "traffic_calming", "building:part"}
#: Which kind a point of the ground is, the first that lies there.
ORDER = (
    "building", "water", "play", "youth", "terrace", "square", "footway", "cycleway",
    "parking", "carriageway", "green", "gravel",
)  # fmt: skip


@dataclass(frozen=True)
class Thing:
    id: str
    tags: Tags
    geometry: Any

    def has(self, key: str, *values: str) -> bool:
        value = self.tags.get(key, "no")
        return value in values if values else value != "no"


Test = Callable[[Thing], bool]


def read_xml(path: Path) -> tuple[dict[str, Any], dict[str, Any], list[Any]]:
    """Nodes (place, tags), ways (node ids, tags), relations (members, tags)."""
    nodes: dict[str, Any] = {}
    ways: dict[str, Any] = {}
    relations = []
    for element in ET.parse(path).getroot():
        tags = {t.attrib["k"]: t.attrib["v"] for t in element.iter("tag")}
        if element.tag == "node":
            place = (float(element.attrib["lon"]), float(element.attrib["lat"]))
            nodes[element.attrib["id"]] = (place, tags)
        elif element.tag == "way":
            refs = [nd.attrib["ref"] for nd in element.iter("nd")]
            ways[element.attrib["id"]] = (refs, tags)
        elif element.tag == "relation":
            members = [m.attrib for m in element.iter("member")]
            found = [(m["ref"], m["role"]) for m in members if m["type"] == "way"]
            relations.append((element.attrib["id"], found, tags))
    return nodes, ways, relations


def read_pbf(path: Path) -> tuple[dict[str, Any], dict[str, Any], list[Any]]:
    nodes: dict[str, Any] = {}
    ways: dict[str, Any] = {}
    relations = []
    element: Any
    for element in osmium.FileProcessor(str(path)):
        tags = {t.k: t.v for t in element.tags}
        if element.is_node():
            place = (element.location.lon, element.location.lat)
            nodes[str(element.id)] = (place, tags)
        elif element.is_way():
            ways[str(element.id)] = ([str(n.ref) for n in element.nodes], tags)
        elif element.is_relation():
            found = [(str(m.ref), m.role) for m in element.members if m.type == "w"]
            relations.append((str(element.id), found, tags))
    return nodes, ways, relations


def read(path: Path, crs: str) -> list[Thing]:
    """Everything with tags, in the CRS; closed ways are areas where tags say so."""
    nodes, ways, relations = (read_pbf if path.suffix == ".pbf" else read_xml)(path)
    lines = {}
    for way, (refs, _) in ways.items():
        places = [nodes[r][0] for r in refs if r in nodes]
        if len(places) > 1:
            lines[way] = LineString(places)
    raw = [("n" + i, tags, Point(p)) for i, (p, tags) in nodes.items() if tags]
    for way, (_, tags) in ways.items():
        if tags and way in lines:
            raw.append(("w" + way, tags, area_or_line(lines[way], tags)))
    for number, members, tags in relations:
        if tags.get("type") == "multipolygon":
            raw.append(("r" + number, tags, multipolygon(members, lines)))
    series = gpd.GeoSeries([g for *_, g in raw], crs=4326).to_crs(crs)
    pairs = zip(raw, series, strict=True)
    return [Thing(i, tags, g) for (i, tags, _), g in pairs if not g.is_empty]


def area_or_line(line: LineString, tags: Tags) -> Any:
    ring = line.is_closed and len(line.coords) > 3
    if not ring or tags.get("area") == "no":
        return line
    keys = AREA_KEYS & set(tags) or {"area"} & set(tags)
    filled = keys or "area" in tags or tags.get("highway") in ("pedestrian", "platform")
    return Polygon(line.coords).buffer(0) if filled else line


def multipolygon(members: list[tuple[str, str]], lines: dict[str, Any]) -> Any:
    def filled(inner: bool) -> Any:
        roles = [r for r, role in members if (role == "inner") == inner and r in lines]
        return shapely.union_all(
            shapely.get_parts(
                shapely.polygonize([shapely.union_all([lines[r] for r in roles])])
            )
        )

    return filled(inner=False).difference(filled(inner=True))


def number(text: str | None) -> float:
    try:
        return float((text or "").split()[0].replace(",", "."))
    except (IndexError, ValueError):
        return math.nan


def given(value: float, default: float) -> float:
    return default if math.isnan(value) else value


def under_ground(thing: Thing) -> bool:
    tags = thing.tags
    return (
        tags.get("tunnel") in UNDER
        or tags.get("location") == "underground"
        or tags.get("indoor") in ("yes", "corridor", "area", "room")
        or tags.get("highway") == "corridor"
        or given(number(tags.get("layer")), 0) < 0
    )


def is_path(thing: Thing) -> bool:
    """A way on foot: a footpath, or a cycleway shared with walkers."""
    if thing.has("area", "yes"):
        return False
    shared = thing.has("highway", "cycleway") and thing.has("foot", "yes", "designated")
    return thing.has("highway", *PATHS) or (
        shared and not thing.has("segregated", "yes")
    )


def is_square(thing: Thing) -> bool:
    if thing.has("tunnel", "yes") or thing.has("indoor", "yes"):
        return False
    return thing.has("highway", "pedestrian") or thing.has("area:highway", "pedestrian")


def is_footway(thing: Thing) -> bool:
    kinds = ("footway", "path", "steps")
    return thing.has("highway", *kinds, "platform") or thing.has("area:highway", *kinds)


def is_building(thing: Thing) -> bool:
    return thing.has("building") and thing.tags["building"] not in ROOFS


#: What an area is, for the ground; shared streets are told apart below.
AREAS: dict[str, Test] = {
    "building": is_building,
    "water": lambda t: t.has("natural", "water") or t.has("amenity", "fountain"),
    "play": lambda t: t.has("leisure", "playground"),
    "youth": lambda t: t.has("leisure", "pitch", "fitness_station", "skatepark"),
    "terrace": lambda t: t.has("leisure", "outdoor_seating"),
    "square": is_square,
    "footway": is_footway,
    "cycleway": lambda t: (
        t.has("highway", "cycleway") or t.has("area:highway", "cycleway")
    ),
    "parking": lambda t: (
        t.has("amenity", "parking_space")
        or t.has("area:highway", "parking")
        or (t.has("amenity", "parking") and not t.has("parking", "underground"))
    ),
    "carriageway": lambda t: t.has("highway", *CARS) or t.has("area:highway", *CARS),
    "green": lambda t: (
        t.has("landuse", "grass", "meadow", "flowerbed", "village_green")
        or t.has("leisure", "park", "garden")
        or t.has("natural", "scrub", "shrubbery", "grassland", "wood")
    ),
    "gravel": lambda t: t.has("natural", "sand", "shingle"),
}


@dataclass(frozen=True, eq=False)
class Place:
    """A site and the map round it, with everything assumed that can be."""

    folder: Path
    crs: str
    #: Routes that people walk; how they are derived is tested by school geometry.
    walked: Sequence[LineString] = ()

    @cached_property
    def things(self) -> list[Thing]:
        return read(next(iter(self.folder.glob("*.osm*"))), self.crs)

    @cached_property
    def site(self) -> Any:
        found = json.loads((self.folder / "site_boundary.geojson").read_text())
        parts = [shape(f["geometry"]) for f in found["features"]]
        return gpd.GeoSeries(parts, crs=4326).to_crs(self.crs).union_all()

    def all(self, test: Test, *, shape: str = "", within: float = 1e9) -> list[Thing]:
        return [
            t
            for t in self.things
            if t.geometry.geom_type.endswith(shape)
            and test(t)
            and t.geometry.distance(self.site) <= within
        ]

    @cached_property
    def drawn(self) -> dict[str, list[Thing]]:
        """Areas as mapped, by kind of ground."""
        return {kind: self.all(t, shape="Polygon") for kind, t in AREAS.items()}

    @cached_property
    def paved(self) -> dict[str, list[Thing]]:
        """Areas as mapped, and ways made as wide as they say or are assumed."""
        found = dict(self.drawn)
        for kind, test in (("footway", is_path), ("carriageway", AREAS["carriageway"])):
            whole = shapely.union_all([t.geometry for t in self.drawn[kind]])
            for way in self.all(test, shape="LineString"):
                inside = way.geometry.intersection(whole).length
                if under_ground(way) or inside >= 0.9 * way.geometry.length:
                    continue
                half = width(way) / 2
                wide = way.geometry.buffer(half, cap_style="flat", quad_segs=32)
                found[kind] = [*found[kind], Thing(way.id, way.tags, wide)]
        return found

    @cached_property
    def cells(self) -> tuple[Any, Any]:
        """Middles of the cells of the site. [m]"""
        west, south, east, north = self.site.bounds
        x, y = np.meshgrid(
            np.arange(west + CELL / 2, east, CELL),
            np.arange(south + CELL / 2, north, CELL),
        )
        inside = shapely.contains_xy(self.site, x, y)
        return x[inside], y[inside]

    @cached_property
    def ground(self) -> list[tuple[str, Thing] | None]:
        """What each cell is: the first kind in order that lies there."""
        x, y = self.cells
        found: list[tuple[str, Thing] | None] = [None] * len(x)
        for kind in ORDER:
            free = np.array([f is None for f in found])
            for thing in self.paved[kind]:
                if free.any() and thing.geometry.intersects(self.site):
                    hit = shapely.contains_xy(thing.geometry, x, y) & free
                    for n in np.flatnonzero(hit):
                        found[n] = (kind, thing)
        return found

    def share(self, test: Callable[[str, Thing], bool]) -> float:
        """Share of the site's cells that pass a test. [%]"""
        return (
            100
            * sum(c is not None and test(*c) for c in self.ground)
            / len(self.ground)
        )

    @cached_property
    def routes(self) -> list[LineString]:
        """Centrelines of paths in the site, joined end to end."""
        ways = [w for w in self.all(is_path, shape="LineString") if not under_ground(w)]
        inside = [w.geometry.intersection(self.site) for w in ways]
        merged = shapely.line_merge(shapely.union_all([g for g in inside if g.length]))
        return [part for part in shapely.get_parts(merged) if part.length >= 1]


def width(way: Thing) -> float:
    """Width of a way: stated, else 1.8 m on foot and 3 m a lane. [m]"""
    lanes = 1.0 if way.tags.get("oneway") in ("yes", "-1") else 2.0
    if way.tags.get("junction") in ("roundabout", "circular"):
        lanes = 1.0
    lanes = given(number(way.tags.get("lanes")), lanes)
    assumed = 1.8 if is_path(way) else 3 * lanes
    return given(number(way.tags.get("width")), assumed)


def is_tree(t: Thing) -> bool:
    return t.has("natural", "tree")


def is_bench(t: Thing) -> bool:
    return t.has("amenity", "bench")


def is_shared(thing: Thing) -> bool:
    return thing.has("highway", "living_street") or thing.has(
        "area:highway", "living_street"
    )


def is_crossing(thing: Thing) -> bool:
    if thing.geometry.geom_type == "Point":
        return thing.has("highway", "crossing") and not thing.has("crossing", "none")
    return thing.has("footway", "crossing") or thing.has("path", "crossing")


def crown(tree: Thing) -> float:
    return given(number(tree.tags.get("diameter_crown")) / 2, 3.0)


def steps(line: LineString) -> Iterator[Point]:
    """Points on a line, one step apart."""
    for n in range(int(line.length / STEP)):
        yield line.interpolate((n + 0.5) * STEP)

"""KML: folders become layers, names and extended data become columns.

Read here and not by GDAL, whose KML drivers drop extended data or unpack archives on
their own. Entities are refused and network links never followed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
import shapely
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from numpy.typing import NDArray

from sbd.errors import PlanError
from sbd.plans.formats.geojson import columns_of
from sbd.plans.formats.reading import Geometries, Reading, SourceLayer, shown

#: KML's only CRS, longitude and latitude. Source: OGC 12-007r2, section 6.2.
DEGREES = "EPSG:4326"

_CONTAINERS = frozenset({"Document", "Folder"})
_IGNORED = frozenset(
    {"NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay", "Tour"}
)
_SHAPES = frozenset(
    {
        "Point",
        "LineString",
        "LinearRing",
        "Polygon",
        "MultiGeometry",
        "Track",
        "MultiTrack",
        "Model",
    }
)


@dataclass
class _Folder:
    """Placemarks of one folder."""

    path: tuple[str, ...]
    geometry: list[Any] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    malformed: int = 0
    closed: int = 0


def read_kml(path: Path, name: str, reading: Reading) -> list[SourceLayer]:
    """Read a KML document.

    Parameters
    ----------
    path : Path
        The staged file.
    name : str
        Base name that the user knows it by.
    reading : Reading
        Gets the notes ``network_links_ignored``, ``kml_ignored``,
        ``geometry_malformed``, ``rings_closed``.

    Returns
    -------
    list of SourceLayer
        One per folder with placemarks, named after it (with the folders around it
        where two share a name); placemarks outside folders under the document's name.

    Raises
    ------
    PlanError
        If it is not well-formed, or declares entities.
    """
    root = _parse(path, name)
    ignored: Counter[str] = Counter()
    folders: dict[tuple[str, ...], _Folder] = {}
    for place, element in _walk(root, (), ignored):
        folder = folders.setdefault(place, _Folder(place))
        _add(element, folder, reading)
    _note_ignored(ignored, name, reading)
    names = _names(list(folders), Path(name).stem)
    return [_layer(f, names[p], name, reading) for p, f in folders.items()]


def _parse(path: Path, name: str) -> Any:
    try:
        root: Any = ElementTree.parse(path).getroot()
    except DefusedXmlException as error:
        raise PlanError(
            "{file} declares XML entities, which plans do not need and which can do "
            "harm: export it again as plain KML.",
            file=shown(name),
        ) from error
    except (ParseError, LookupError, ValueError) as error:
        raise PlanError(
            "{file} is not well-formed KML: it may be cut off or damaged; export it "
            "again.",
            file=shown(name),
        ) from error
    return root


def _local(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _child(element: Element, name: str) -> Element | None:
    return next((c for c in element if _local(c) == name), None)


def _text(element: Element | None) -> str | None:
    if element is None:
        return None
    text = "".join(element.itertext()).strip()
    return text or None


def _walk(
    root: Element, place: tuple[str, ...], ignored: Counter[str]
) -> Iterator[tuple[tuple[str, ...], Element]]:
    """Yield placemarks with the names of the containers around them."""
    waiting = [(root, place)]
    while waiting:
        element, place = waiting.pop()
        kind = _local(element)
        if kind == "Placemark":
            yield place, element
            continue
        if kind in _IGNORED:
            ignored[kind] += 1
            continue
        if kind in _CONTAINERS:
            named = _text(_child(element, "name"))
            place = (*place, named or "") if kind == "Folder" else (named or "",)
        waiting.extend((child, place) for child in reversed(element))


def _note_ignored(ignored: Counter[str], name: str, reading: Reading) -> None:
    links = ignored.pop("NetworkLink", 0)
    if links:
        reading.note("network_links_ignored", file=name, n=links)
    if ignored:
        types = tuple(sorted(ignored))
        reading.note("kml_ignored", file=name, types=types, n=ignored.total())


def _names(places: list[tuple[str, ...]], stem: str) -> dict[tuple[str, ...], str]:
    innermost = {p: (p[-1] if p and p[-1] else stem) for p in places}
    count = Counter(innermost.values())
    return {
        p: n if count[n] == 1 else "/".join(q for q in p if q) or stem
        for p, n in innermost.items()
    }


def _add(placemark: Element, folder: _Folder, reading: Reading) -> None:
    reading.count(1)
    shapes = [c for c in placemark if _local(c) in _SHAPES]
    try:
        made = _geometry(shapes[0], folder) if shapes else None
    except (ValueError, IndexError, shapely.GEOSException):
        folder.malformed += 1
        return
    if made is not None:
        reading.count(0, int(shapely.get_num_coordinates(made)))
    folder.geometry.append(made)
    folder.rows.append(_row(placemark))


def _row(placemark: Element) -> dict[str, Any]:
    row: dict[str, Any] = {}
    if placemark.get("id"):
        row["id"] = placemark.get("id")
    for tag in ("name", "description"):
        value = _text(_child(placemark, tag))
        if value is not None:
            row[tag] = value
    extended = _child(placemark, "ExtendedData")
    for element in () if extended is None else extended.iter():
        kind = _local(element)
        key = element.get("name")
        if key and kind == "Data":
            row[key] = _text(_child(element, "value"))
        elif key and kind == "SimpleData":
            row[key] = _text(element)
    return row


def _layer(folder: _Folder, layer: str, name: str, reading: Reading) -> SourceLayer:
    if folder.malformed:
        reading.note("geometry_malformed", file=name, layer=layer, n=folder.malformed)
    if folder.closed:
        reading.note("rings_closed", file=name, layer=layer, n=folder.closed)
    geometry = np.empty(len(folder.geometry), dtype=object)
    geometry[:] = folder.geometry
    columns = columns_of(folder.rows, name)
    return SourceLayer(name, layer, "kml", geometry, columns, DEGREES)


def _geometry(element: Element, folder: _Folder) -> Any:
    return _MAKERS[_local(element)](element, folder)


def _positions(text: str | None) -> NDArray[np.float64]:
    """Return longitudes and latitudes of a coordinates text as an (n, 2) array."""
    tuples = (text or "").split()
    if any(t.endswith(",") or t.startswith(",") for t in tuples):
        # Some writers put a space after the comma.
        tuples = (text or "").replace(", ", ",").replace(" ,", ",").split()
    return np.asarray([t.split(",")[:2] for t in tuples], dtype=float).reshape(-1, 2)


def _of(element: Element) -> NDArray[np.float64]:
    return _positions(_text(_child(element, "coordinates")))


def _point(element: Element, _folder: _Folder) -> Any:
    positions = _of(element)
    return shapely.points(positions[0]) if len(positions) else None


def _line(element: Element, _folder: _Folder) -> Any:
    positions = _of(element)
    return shapely.linestrings(positions) if len(positions) else None


def _ring(element: Element | None, folder: _Folder) -> Any:
    ring = None if element is None else _child(element, "LinearRing")
    positions = np.empty((0, 2)) if ring is None else _of(ring)
    if len(positions) < 3:
        raise ValueError
    if not np.array_equal(positions[0], positions[-1]):
        folder.closed += 1
        positions = np.vstack([positions, positions[:1]])
    return shapely.linearrings(positions)


def _polygon(element: Element, folder: _Folder) -> Any:
    shell = _ring(_child(element, "outerBoundaryIs"), folder)
    inner = [c for c in element if _local(c) == "innerBoundaryIs"]
    return shapely.polygons(shell, holes=[_ring(i, folder) for i in inner] or None)


def _collect(parts: list[Any]) -> Any:
    kept = [p for p in parts if p is not None]
    if len(kept) == 1:
        return kept[0]
    array: Geometries = np.empty(len(kept), dtype=object)
    array[:] = kept
    joiners: dict[frozenset[int], Callable[[Geometries], Any]] = {
        frozenset({0}): shapely.multipoints,
        frozenset({1}): shapely.multilinestrings,
        frozenset({3}): shapely.multipolygons,
    }
    types = frozenset(int(t) for t in shapely.get_type_id(array))
    return joiners.get(types, shapely.geometrycollections)(array)


def _multi(element: Element, folder: _Folder) -> Any:
    return _collect([_geometry(c, folder) for c in element if _local(c) in _SHAPES])


def _track(element: Element, _folder: _Folder) -> Any:
    """Return the way of a gx:Track, whose positions are separated by spaces."""
    rows = [(_text(c) or "").split()[:2] for c in element if _local(c) == "coord"]
    positions = np.asarray([r for r in rows if r], dtype=float).reshape(-1, 2)
    if len(positions) == 1:
        return shapely.points(positions[0])
    return shapely.linestrings(positions) if len(positions) else None


def _model(_element: Element, _folder: _Folder) -> Any:
    return None


_MAKERS: dict[str, Callable[[Element, _Folder], Any]] = {
    "Point": _point,
    "LineString": _line,
    "LinearRing": _line,
    "Polygon": _polygon,
    "MultiGeometry": _multi,
    "Track": _track,
    "MultiTrack": _multi,
    "Model": _model,
}

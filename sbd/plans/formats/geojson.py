"""GeoJSON and GeoJSON text sequences, read feature by feature.

Read here and not by GDAL for three reasons: a ``crs`` of type ``link`` makes GDAL
fetch an address, one bad feature makes it refuse the whole file, and it leaves out
others without saying so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from json import JSONDecodeError
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from sbd.errors import PlanError
from sbd.plans.formats.foreign import json_refusal
from sbd.plans.formats.reading import (
    MAX_COLUMNS,
    Geometries,
    Reading,
    SourceLayer,
    shown,
)

#: GeoJSON's own CRS, longitude and latitude. Source: RFC 7946, section 4.
DEGREES = "EPSG:4326"

_SPACE = re.compile(r"[\s\x1e,]*")
_EPSG = re.compile(r"(?:^|:)EPSG:(?:[\d.]*:)?(\d{4,6})$", re.IGNORECASE)
_GEOMETRIES = frozenset(
    {
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    }
)


class _MalformedError(ValueError):
    """A geometry that does not follow the format."""


@dataclass
class _Table:
    """Features gathered so far."""

    geometry: list[Any] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    crs: str | None = DEGREES
    closed: int = 0
    malformed: int = 0
    vertices: int = 0
    odd_crs: str | None = None


def read_geojson(path: Path, name: str, reading: Reading) -> list[SourceLayer]:
    """Read a GeoJSON file or a GeoJSON text sequence.

    Parameters
    ----------
    path : Path
        The staged file.
    name : str
        Base name that the user knows it by.
    reading : Reading
        Gets the notes ``encoding_assumed``, ``rings_closed``,
        ``geometry_malformed``, ``crs_not_understood``, ``crs_not_degrees``.

    Returns
    -------
    list of SourceLayer
        One layer, named after the file; its CRS is None where the coordinates cannot
        be degrees and the file names no other.

    Raises
    ------
    PlanError
        If it is not GeoJSON.
    """
    text = decode(path.read_bytes(), name, reading)
    table = _Table()
    try:
        for thing in _things(text):
            _take(thing, table, reading, name)
    except (JSONDecodeError, RecursionError) as error:
        raise PlanError(
            "{file} is not valid JSON: it may be cut off or damaged; export it again "
            "as GeoJSON.",
            file=shown(name),
        ) from error
    return [_layer(table, name, reading)]


def decode(raw: bytes, name: str, reading: Reading) -> str:
    """Decode a text file as UTF-8 or, if it cannot be that, as Windows-1252."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        reading.note("encoding_assumed", file=name, encoding="windows-1252")
        return raw.decode("cp1252", "replace")


def _things(text: str) -> Iterator[tuple[str, Any]]:
    """Yield ``("feature", object)`` one at a time, then ``("head", other members)``.

    A collection of features is never held whole: its list is walked.
    """
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    if at == len(text):
        raise JSONDecodeError("empty", text, 0)
    while at < len(text):
        if text[at] == "{":
            head: dict[str, Any] = {}
            at = yield from _walk_object(text, at, decoder, head)
            yield "head", head
        else:
            value, at = decoder.raw_decode(text, at)
            yield "head", {"type": None, "value": value}
        at = _skip(text, at)


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _walk_object(
    text: str, at: int, decoder: json.JSONDecoder, head: dict[str, Any]
) -> Generator[tuple[str, Any], None, int]:
    at = _skip(text, at + 1)
    while text[at : at + 1] != "}":
        key, at = decoder.raw_decode(text, at)
        at = _skip(text, at)
        if text[at : at + 1] != ":" or not isinstance(key, str):
            raise JSONDecodeError("no colon", text, at)
        at = _skip(text, at + 1)
        if key == "features" and text[at : at + 1] == "[":
            head.setdefault("features", [])
            at = yield from _walk_list(text, at, decoder)
        else:
            head[key], at = decoder.raw_decode(text, at)
        at = _skip(text, at)
    return at + 1


def _walk_list(
    text: str, at: int, decoder: json.JSONDecoder
) -> Generator[tuple[str, Any], None, int]:
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        value, at = decoder.raw_decode(text, at)
        yield "feature", value
        at = _skip(text, at)
    return at + 1


def _take(thing: tuple[str, Any], table: _Table, reading: Reading, name: str) -> None:
    role, value = thing
    if role == "feature":
        _add(value, table, reading)
        return
    kind = value.get("type")
    if kind == "Feature" or (isinstance(kind, str) and kind in _GEOMETRIES):
        _add(value, table, reading)
    elif kind != "FeatureCollection" or "features" not in value:
        raise json_refusal(value, name)
    elif not isinstance(value["features"], list):
        raise PlanError(
            "{file} has no list of features: export it again as a GeoJSON feature "
            "collection.",
            file=shown(name),
        )
    _set_crs(value.get("crs"), table)


def _set_crs(crs: Any, table: _Table) -> None:
    """Take the CRS of the 2008 format by its name; a link is never followed."""
    if not isinstance(crs, dict):
        return
    properties = crs.get("properties")
    named = properties.get("name") if isinstance(properties, dict) else None
    if crs.get("type") != "name" or not isinstance(named, str):
        table.odd_crs = str(crs.get("type"))[:40]
        table.crs = None
        return
    code = _EPSG.search(named.strip())
    if code:
        table.crs = f"EPSG:{code.group(1)}"
    elif "CRS84" not in named:
        table.odd_crs = named[:80]
        table.crs = None


def _add(feature: Any, table: _Table, reading: Reading) -> None:
    reading.count(1)
    if not isinstance(feature, dict):
        table.malformed += 1
        return
    geometry = (
        feature if feature.get("type") in _GEOMETRIES else feature.get("geometry")
    )
    try:
        made = _geometry(geometry, table) if geometry is not None else None
        if made is None and "geometry" not in feature:
            raise _MalformedError
    except (_MalformedError, ValueError, TypeError, KeyError, shapely.GEOSException):
        table.malformed += 1
        return
    reading.count(0, table.vertices)
    table.vertices = 0
    table.geometry.append(made)
    table.rows.append(_properties(feature))


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    given = feature.get("properties") if feature.get("type") == "Feature" else None
    row = dict(given) if isinstance(given, dict) else {}
    if "id" in feature and "id" not in row:
        row["id"] = feature["id"]
    return row


def _geometry(value: Any, table: _Table) -> Any:
    if not isinstance(value, dict) or value.get("type") not in _GEOMETRIES:
        raise _MalformedError
    kind = value["type"]
    if kind == "GeometryCollection":
        parts = [_geometry(g, table) for g in value["geometries"]]
        return shapely.geometrycollections(_objects(parts))
    return _MAKERS[kind](value["coordinates"], table)


def _objects(parts: list[Any]) -> Geometries:
    array = np.empty(len(parts), dtype=object)
    array[:] = parts
    return array


def _positions(value: Any, table: _Table) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return positions as an (n, 2) or (n, 3) array; further numbers are left out."""
    if not isinstance(value, list):
        raise _MalformedError
    if not value:
        return np.empty((0, 2))
    try:
        array = np.asarray(value)
    except ValueError:
        # Positions of different lengths: the numbers that all have are used.
        shortest = min(len(p) for p in value)
        array = np.asarray([p[:shortest] for p in value])
    # Text and true/false would pass as numbers if they were converted here.
    if array.ndim != 2 or array.shape[1] < 2 or array.dtype.kind not in "iuf":
        raise _MalformedError
    table.vertices += len(array)
    return array[:, :3].astype(float)


def _point(value: Any, table: _Table) -> Any:
    if value == []:
        return shapely.Point()
    return shapely.points(_positions([value], table)[0])


def _line(value: Any, table: _Table) -> Any:
    positions = _positions(value, table)
    if len(positions) == 1:
        raise _MalformedError
    return shapely.linestrings(positions)


def _polygon(value: Any, table: _Table) -> Any:
    if not isinstance(value, list):
        raise _MalformedError
    rings = [r for r in (_ring(ring, table) for ring in value) if r is not None]
    if not rings:
        return shapely.Polygon()
    return shapely.polygons(rings[0], holes=rings[1:] or None)


def _ring(value: Any, table: _Table) -> Any:
    positions = _positions(value, table)
    if len(positions) == 0:
        return None
    if len(positions) < 3:
        raise _MalformedError
    if (positions[0] != positions[-1]).any():
        table.closed += 1
        positions = np.vstack([positions, positions[:1]])
    return shapely.linearrings(positions)


def _many(single: Any, join: Any) -> Any:
    def make(value: Any, table: _Table) -> Any:
        if not isinstance(value, list):
            raise _MalformedError
        return join(_objects([single(v, table) for v in value]))

    return make


_MAKERS: dict[str, Any] = {
    "Point": _point,
    "LineString": _line,
    "Polygon": _polygon,
    "MultiPoint": _many(_point, shapely.multipoints),
    "MultiLineString": _many(_line, shapely.multilinestrings),
    "MultiPolygon": _many(_polygon, shapely.multipolygons),
}


def _layer(table: _Table, name: str, reading: Reading) -> SourceLayer:
    stem = Path(name).stem
    if table.closed:
        reading.note("rings_closed", file=name, layer=stem, n=table.closed)
    if table.malformed:
        reading.note("geometry_malformed", file=name, layer=stem, n=table.malformed)
    if table.odd_crs is not None:
        reading.note("crs_not_understood", file=name, layer=stem, crs=table.odd_crs)
    columns = columns_of(table.rows, name)
    return SourceLayer(
        name, stem, "geojson", _objects(table.geometry), columns, table.crs
    )


def columns_of(rows: list[dict[str, Any]], name: str) -> dict[str, list[Any]]:
    """Turn rows into columns, None where a row has no such value.

    Raises
    ------
    PlanError
        If there are more than 500 columns.
    """
    names = dict.fromkeys(key for row in rows for key in row)
    if len(names) > MAX_COLUMNS:
        raise PlanError(
            "{file} has more than {n} attributes: keep those that describe the plan.",
            file=shown(name),
            n=MAX_COLUMNS,
        )
    return {key: [row.get(key) for row in rows] for key in names}

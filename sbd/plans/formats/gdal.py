"""GeoPackage, Shapefile and FlatGeobuf, read through GDAL."""

from __future__ import annotations

import codecs
import re
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from sbd.errors import PlanError
from sbd.plans.formats.drivers import pyogrio
from sbd.plans.formats.reading import (
    HEIGHTS,
    MAX_COLUMNS,
    MAX_LAYERS,
    Geometries,
    Reading,
    SourceLayer,
    shown,
    unique_names,
)

#: Geometry types of a GeoPackage that GDAL turns into straight pieces.
_CURVED = frozenset(
    {
        "CIRCULARSTRING",
        "COMPOUNDCURVE",
        "CURVEPOLYGON",
        "MULTICURVE",
        "MULTISURFACE",
        "CURVE",
        "SURFACE",
    }
)
#: Tables of a plan file of ours that are no layers begin so.
OWN = "sbd_"
#: A longer state is none of ours. [characters]
MAX_STATE = 20_000_000
_NAMES = {"gpkg": "GeoPackage", "shapefile": "shapefile", "flatgeobuf": "FlatGeobuf"}
_VIRTUAL = re.compile(r"^\s*CREATE\s+VIRTUAL\s+TABLE\b.*?\bUSING\s+(\w+)", re.I | re.S)


@dataclass(frozen=True)
class _Source:
    path: Path
    file: str
    format: str
    encoding: str | None = None


def read_gpkg(path: Path, name: str, reading: Reading) -> list[SourceLayer]:
    """Read all vector layers of a GeoPackage.

    Parameters
    ----------
    path : Path
        The staged file.
    name : str
        Base name that the user knows it by.
    reading : Reading
        Gets the notes ``layers_without_geometry``, ``layers_skipped`` (views),
        ``curves_straightened``.

    Returns
    -------
    list of SourceLayer
        One per table with geometries.

    Raises
    ------
    PlanError
        If it cannot be read, or holds tables that run code.
    """
    tables, curved = _inspect_gpkg(path, name)
    source = _Source(path, name, "gpkg")
    listed = [(n, kind) for n, kind in _list(source) if not n.startswith(OWN)]
    if f"{OWN}plan" in tables:
        reading.state = _state(path, name)
        if f"{OWN}attachment" in tables:
            _keep_heights(path, name, reading)
    plain = tuple(n for n, kind in listed if kind is None)
    views = tuple(n for n, kind in listed if kind is not None and n not in tables)
    if plain:
        reading.note("layers_without_geometry", file=name, layers=plain)
    if views:
        reading.note("layers_skipped", file=name, layers=views)
    if len(listed) > MAX_LAYERS:
        raise PlanError(
            "{file} has more than {n} layers: keep those of the plan.",
            file=shown(name),
            n=MAX_LAYERS,
        )
    for layer in sorted(curved):
        reading.note("curves_straightened", file=name, layer=layer)
    wanted = [n for n, _ in listed if n not in plain and n not in views]
    return [_read(source, layer, reading) for layer in wanted]


def _inspect_gpkg(path: Path, name: str) -> tuple[set[str], set[str]]:
    """Return the plain tables and those with curves, before GDAL sees the file.

    Views are left out because their SQL would run inside GDAL, whose functions
    reach files and the network; so are virtual tables other than indexes.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            made = connection.execute("SELECT type, name, sql FROM sqlite_master")
            rows = made.fetchall()
            kinds = connection.execute(
                "SELECT table_name, upper(geometry_type_name) "
                "FROM gpkg_geometry_columns"
            ).fetchall()
    except sqlite3.Error as error:
        if "no such table: gpkg_geometry_columns" in str(error):
            raise PlanError(
                "{file} has no layer with geometry: open one that has.",
                file=shown(name),
            ) from error
        raise _unreadable(name, "GeoPackage") from error
    for _, _, sql in rows:
        virtual = _VIRTUAL.match(sql or "")
        if virtual and not virtual.group(1).lower().startswith(("rtree", "fts")):
            raise PlanError(
                "{file} holds a table that refers to something outside it: save its "
                "layers into a new GeoPackage and open that.",
                file=shown(name),
            )
    tables = {n for kind, n, _ in rows if kind == "table"}
    return tables, {n for n, kind in kinds if kind in _CURVED and n in tables}


def _state(path: Path, name: str) -> str | None:
    """Return what a plan file of ours says beside its layers, as JSON."""
    query = (
        f"SELECT substr(value, 1, {MAX_STATE + 1}) FROM {OWN}plan WHERE key = 'state'"
    )
    try:
        with closing(sqlite3.connect(path)) as connection:
            row = connection.execute(query).fetchone()
    except sqlite3.Error as error:
        raise _unreadable(name, "GeoPackage") from error
    if row is None:
        return None
    if not isinstance(row[0], str) or len(row[0]) > MAX_STATE:
        raise _unreadable(name, "GeoPackage")
    return row[0]


def _keep_heights(path: Path, name: str, reading: Reading) -> None:
    """Copy the heights of a plan file of ours out, for the parent process to check."""
    query = (
        f"SELECT about, content FROM {OWN}attachment WHERE role = 'terrain' "
        f"AND length(content) <= {MAX_STATE} AND length(about) <= {MAX_STATE}"
    )
    try:
        with closing(sqlite3.connect(path)) as connection:
            row = connection.execute(query).fetchone()
    except sqlite3.Error as error:
        raise _unreadable(name, "GeoPackage") from error
    if row is not None and isinstance(row[0], str) and isinstance(row[1], bytes):
        reading.heights = row[0]
        (reading.scratch / HEIGHTS).write_bytes(row[1])


def read_flatgeobuf(path: Path, name: str, reading: Reading) -> list[SourceLayer]:
    """Read the layer of a FlatGeobuf file; raises and notes as `read_gpkg`."""
    source = _Source(path, name, "flatgeobuf")
    listed = _list(source)
    if not listed:
        raise _unreadable(name, "FlatGeobuf")
    return [_read(source, layer, reading) for layer, _ in listed]


def read_shp(path: Path, name: str, layer: str, reading: Reading) -> SourceLayer:
    """Read one staged shapefile.

    Parameters
    ----------
    path : Path
        The staged .shp, alone with its own parts in a folder.
    name : str
        Base name of what the user gave: the .shp or a zip.
    layer : str
        Name of the layer.
    reading : Reading
        Gets the notes ``index_rebuilt``, ``attributes_missing``,
        ``encoding_assumed``.

    Returns
    -------
    SourceLayer
        Its CRS is None without a .prj.

    Raises
    ------
    PlanError
        If it cannot be read.
    """
    if not path.with_suffix(".shx").exists():
        reading.note("index_rebuilt", file=name, layer=layer)
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
    encoding = _shapefile_encoding(path, name, layer, reading)
    source = _Source(path, name, "shapefile", encoding)
    found = _read(source, None, reading, shown_as=layer)
    if not path.with_suffix(".dbf").exists():
        reading.note("attributes_missing", file=name, layer=layer)
        return SourceLayer(name, layer, "shapefile", found.geometry, {}, found.crs)
    return found


def _shapefile_encoding(
    path: Path, name: str, layer: str, reading: Reading
) -> str | None:
    """Return the encoding of the attribute file, None if GDAL knows it itself.

    Without a .cpg the header names a code page; 0 means nobody said, and 0x03 and
    0x57 mean Windows, which GDAL takes for Latin-1 (no euro sign, no œ).
    """
    table = path.with_suffix(".dbf")
    if not table.exists():
        return None
    raw = table.read_bytes()
    encoding, assumed = _encoding_of(raw, path.with_suffix(".cpg"))
    if encoding == "UTF-8":
        table.write_bytes(_without_cut_letters(raw))
    if assumed and encoding:
        reading.note(
            "encoding_assumed", file=name, layer=layer, encoding=encoding.lower()
        )
    return encoding


def _encoding_of(raw: bytes, said: Path) -> tuple[str | None, bool]:
    """Return the encoding of an attribute table, and whether it is an assumption."""
    if _dbf_body(raw).isascii():
        return None, False
    utf8 = _is_utf8(raw)
    if said.exists():
        label = said.read_bytes()[:40].decode("ascii", "replace").strip().upper()
        if label.replace("-", "") not in ("UTF8", "65001"):
            return None, False
        return ("UTF-8", False) if utf8 else ("CP1252", True)
    if raw[29:30] in (b"\x03", b"\x57"):
        return "CP1252", False
    if raw[29:30] != b"\x00":
        return None, False
    return ("UTF-8" if utf8 else "CP1252"), True


def _dbf_body(raw: bytes) -> bytes:
    # The header's length in bytes stands at offset 8. Source: dBase table format.
    return raw[int.from_bytes(raw[8:10], "little") :]


def _is_utf8(raw: bytes) -> bool:
    """Tell whether the cells may be UTF-8: a cell cut inside a letter is forgiven."""
    text = _dbf_body(raw)
    lost = text.decode("utf-8", "replace").count("�")
    letters = len(text) - len(text.decode("utf-8", "ignore").encode("ascii", "ignore"))
    return lost * 10 <= letters


def _without_cut_letters(raw: bytes) -> bytes:
    """Replace the bytes of letters cut at the end of a cell by spaces."""
    start = int.from_bytes(raw[8:10], "little")
    text = raw[start:].decode("utf-8", "sbd_space")
    return raw[:start] + text.encode()


def _space(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return " " * (error.end - error.start), error.end


codecs.register_error("sbd_space", _space)


def _list(source: _Source) -> list[tuple[str, str | None]]:
    with _gdal(source):
        return [(str(n), kind) for n, kind in pyogrio.list_layers(source.path)]


def _read(
    source: _Source, layer: str | None, reading: Reading, *, shown_as: str | None = None
) -> SourceLayer:
    chosen = {} if layer is None else {"layer": layer}
    coded = {} if source.encoding is None else {"encoding": source.encoding}
    with _gdal(source):
        info = pyogrio.read_info(source.path, **chosen, **coded)
        reading.count(max(0, int(info["features"])))
        if len(info["fields"]) > MAX_COLUMNS:
            raise PlanError(
                "{file} has more than {n} attributes: keep those that describe the "
                "plan.",
                file=shown(source.file),
                n=MAX_COLUMNS,
            )
        meta, _, blobs, values = pyogrio.raw.read(
            source.path, datetime_as_string=True, **chosen, **coded
        )
    geometry = _geometries(blobs, len(values[0]) if values else 0)
    _check_complete(source, shown_as or layer, int(info["features"]), geometry, reading)
    reading.count(0, int(shapely.get_num_coordinates(geometry).sum()))
    name = shown_as or layer or Path(source.file).stem
    columns = _columns(list(meta["fields"]), values, source.file, name, reading)
    return SourceLayer(source.file, name, source.format, geometry, columns, meta["crs"])


def _check_complete(
    source: _Source,
    layer: str | None,
    promised: int,
    geometry: Geometries,
    reading: Reading,
) -> None:
    """Notice a file cut off: GDAL then gives fewer features, and no error."""
    if promised <= len(geometry):
        return
    if not len(geometry):
        raise _unreadable(source.file, _NAMES[source.format])
    missing = promised - len(geometry)
    name = layer or Path(source.file).stem
    reading.note("features_lost", file=source.file, layer=name, n=missing)


def _geometries(blobs: Any, rows: int) -> Geometries:
    if blobs is None:
        return np.full(rows, None, dtype=object)
    geometry = shapely.from_wkb(blobs, on_invalid="ignore")
    lost = np.flatnonzero(shapely.is_missing(geometry))
    for row in lost:
        if blobs[row] is not None:
            geometry[row] = shapely.from_wkb(blobs[row], on_invalid="fix")
    return np.asarray(geometry, dtype=object)


def _columns(
    fields: list[str], values: list[Any], file: str, layer: str, reading: Reading
) -> dict[str, Any]:
    binary = tuple(f for f, v in zip(fields, values, strict=True) if _is_binary(v))
    if binary:
        reading.note("columns_left_out", file=file, layer=layer, columns=binary)
    names = unique_names(fields)
    renamed = tuple(f for f, n in zip(fields, names, strict=True) if f != n)
    if renamed:
        reading.note("columns_renamed", file=file, layer=layer, columns=renamed)
    return {
        n: v for n, f, v in zip(names, fields, values, strict=True) if f not in binary
    }


def _is_binary(values: Any) -> bool:
    return values.dtype == object and any(isinstance(v, bytes) for v in values)


@contextmanager
def _gdal(source: _Source) -> Iterator[None]:
    """Turn what GDAL raises into a sentence; what it warns about is seen in notes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except PlanError:
        raise
    except (RuntimeError, ValueError, IndexError, OverflowError) as error:
        raise _unreadable(source.file, _NAMES[source.format]) from error


def _unreadable(name: str, format_name: str) -> PlanError:
    return PlanError(
        "{file} cannot be read as {format}: it may be cut off or damaged, so export "
        "it again.",
        file=shown(name),
        format=format_name,
    )

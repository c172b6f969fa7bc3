"""Layers of a plan as tables of a GeoPackage, inside a transaction of SQLite.

GDAL writes a GeoPackage in transactions of its own. A plan file keeps its history in
the same file, and a layer must change together with the step that changed it, or not
at all; so these few tables are written here, after the standard.
Source: OGC 12-128r19, GeoPackage encoding standard 1.4.
"""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from sbd.plans.kinds import KINDS

#: "GPKG" and version 1.4, in the header of the file. Source: clause 1.1.1.
_APPLICATION_ID = 0x47504B47
_USER_VERSION = 10400
#: Number of a CRS that has no code. Source: clause 1.1.2, ids beyond EPSG's.
_OWN_CRS = 100_000
#: Header of a geometry: "GP", version 0, little endian without envelope, CRS.
#: Source: clause 2.1.3.
_HEADER = struct.Struct("<2sBBi")
_LITTLE_ENDIAN = 0b1

_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL PRIMARY KEY, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
  FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL);
"""


def start(connection: sqlite3.Connection) -> None:
    """Make an empty SQLite file a GeoPackage without layers."""
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {_USER_VERSION}")
    run(connection, _TABLES)
    _add_crs(connection, CRS.from_epsg(4326))


def run(connection: sqlite3.Connection, statements: str) -> None:
    """Run several statements inside the transaction that is open."""
    for statement in statements.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def digest(frame: gpd.GeoDataFrame) -> str:
    """Return a digest of a layer's ids, attributes and geometries."""
    found = hashlib.sha256()
    for blob in shapely.to_wkb(frame.geometry.to_numpy()):
        found.update(blob)
    rows = frame.drop(columns=frame.geometry.name)
    found.update(repr([list(frame.index), rows.to_dict("list")]).encode())
    return found.hexdigest()


def write_layer(
    connection: sqlite3.Connection, kind: str, frame: gpd.GeoDataFrame
) -> None:
    """Replace the layer of a kind; a frame without elements takes it away.

    Parameters
    ----------
    connection : sqlite3.Connection
        In a transaction.
    kind : str
        Name of the kind and so of the table.
    frame : GeoDataFrame
        As `sbd.plans.layer.make_layer` gives it, indexed by element id.
    """
    drop_layer(connection, kind)
    if frame.empty:
        return
    srs = _add_crs(connection, CRS(frame.crs))
    attributes = KINDS[kind].attributes
    columns = "".join(
        f', "{a.name}" {"REAL" if a.type == "number" else "TEXT"}' for a in attributes
    )
    connection.execute(
        f'CREATE TABLE "{kind}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, '
        f"geom GEOMETRY, id TEXT NOT NULL UNIQUE{columns})"
    )
    names = ["geom", "id", *(a.name for a in attributes)]
    listed = ", ".join(f'"{n}"' for n in names)
    marks = ", ".join("?" * len(names))
    connection.executemany(
        f'INSERT INTO "{kind}" ({listed}) VALUES ({marks})', _rows(frame, names, srs)
    )
    bounds = [float(x) for x in frame.total_bounds]
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, min_x, min_y, "
        "max_x, max_y, srs_id) VALUES (?, 'features', ?, ?, ?, ?, ?, ?)",
        (kind, kind, *bounds, srs),
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', ?, 0, 0)",
        (kind, srs),
    )


def drop_layer(connection: sqlite3.Connection, kind: str) -> None:
    """Take the layer of a kind away, if there is one."""
    KINDS[kind]
    connection.execute(
        "DELETE FROM gpkg_geometry_columns WHERE table_name = ?", (kind,)
    )
    connection.execute("DELETE FROM gpkg_contents WHERE table_name = ?", (kind,))
    connection.execute(f'DROP TABLE IF EXISTS "{kind}"')


def add_table(
    connection: sqlite3.Connection, name: str, columns: Sequence[str], about: str
) -> None:
    """Make a table without geometry that other programs show."""
    listed = ", ".join(f"{c} TEXT" for c in columns)
    connection.execute(f"CREATE TABLE {name} (fid INTEGER PRIMARY KEY, {listed})")
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) "
        "VALUES (?, 'attributes', ?, ?)",
        (name, name, about),
    )


def _rows(
    frame: gpd.GeoDataFrame, names: Sequence[str], srs: int
) -> Iterable[tuple[Any, ...]]:
    header = _HEADER.pack(b"GP", 0, _LITTLE_ENDIAN, srs)
    blobs = shapely.to_wkb(frame.geometry.to_numpy(), byte_order=1)
    columns = [
        [None if isinstance(v, float) and np.isnan(v) else v for v in frame[n].tolist()]
        for n in names[2:]
    ]
    ids = [str(i) for i in frame.index]
    return zip((header + b for b in blobs), ids, *columns, strict=True)


def _add_crs(connection: sqlite3.Connection, crs: CRS) -> int:
    """Return the number of a CRS in the file, describing it there if it is new."""
    code = crs.to_epsg(min_confidence=100)
    number = code or _OWN_CRS
    try:
        definition = crs.to_wkt("WKT1_GDAL")
    except Exception:  # a CRS that the older text form cannot say
        definition = crs.to_wkt()
    connection.execute(
        "INSERT OR REPLACE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
        (crs.name, number, "EPSG" if code else "NONE", number, definition),
    )
    return number

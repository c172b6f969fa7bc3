"""Small files, good and bad, that the reading tests open."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
from shapely.geometry import Point, box

from sbd.plans.formats.drivers import pyogrio
from sbd.plans.raw import RawPlan

SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
KML = '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2">{}</kml>'
PIN = (
    "<Placemark><name>{}</name>"
    "<Point><coordinates>4.3,50.8</coordinates></Point></Placemark>"
)


def feature(geometry: Any, /, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def point(x: Any, y: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [x, y]}


def write_geojson(path: Path, *features: Any, **members: Any) -> Path:
    body = {"type": "FeatureCollection", "features": list(features), **members}
    path.write_text(json.dumps(body), encoding="utf-8")
    return path


def frame(
    n: int = 2, crs: str | None = "EPSG:31370", **columns: Any
) -> gpd.GeoDataFrame:
    points = [Point(150_000 + i, 170_000) for i in range(n)]
    return gpd.GeoDataFrame(columns, geometry=points, crs=crs)


def squares(crs: str = "EPSG:31370", **columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=[box(0, 0, 10, 10)], crs=crs)


def write(
    path: Path, data: gpd.GeoDataFrame, layer: str = "plan", **options: Any
) -> Path:
    drivers = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".fgb": "FlatGeobuf"}
    named = {"layer": layer} if path.suffix == ".gpkg" else {}
    pyogrio.write_dataframe(data, path, driver=drivers[path.suffix], **named, **options)
    return path


def write_zip(path: Path, entries: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def shapefile_bytes(
    folder: Path, data: gpd.GeoDataFrame, stem: str = "plan", inside: str = ""
) -> dict[str, bytes]:
    """Return the files of a shapefile by their names inside an archive."""
    made = folder / f"shp-{stem}-{inside.strip('/')}"
    made.mkdir()
    write(made / f"{stem}.shp", data)
    return {inside + f.name: f.read_bytes() for f in sorted(made.iterdir())}


def dbf(cells: Sequence[bytes], *, code_page: int = 0) -> bytes:
    """Return a dBase table with one text column ``name`` of 20 bytes."""
    head = struct.pack(
        "<BBBBIHH16xBB2x", 3, 126, 1, 1, len(cells), 65, 21, 0, code_page
    )
    column = struct.pack("<11sc4xBB14x", b"name", b"C", 20, 0)
    rows = b"".join(b" " + c.ljust(20) for c in cells)
    return head + column + b"\r" + rows + b"\x1a"


def codes(plan: RawPlan) -> dict[str, Any]:
    """Return the arguments of the notes by code."""
    return {note.code: dict(note.args) for note in plan.notes}

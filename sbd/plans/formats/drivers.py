"""The only way to pyogrio: GDAL with an allow-list of drivers, checked at start.

Import it as ``from sbd.plans.formats.drivers import pyogrio``. GDAL reads the list
of drivers to leave out once, when it is loaded; so the list is set here, before
pyogrio is imported for the first time, and what GDAL really offers is checked after.
Without it a VRT file named ``plan.geojson`` makes GDAL read any other local file.
"""

from __future__ import annotations

import importlib
import os
from types import ModuleType

#: Vector drivers that may exist in a process of ours.
ALLOWED = frozenset({"ESRI Shapefile", "FlatGeobuf", "GPKG", "GeoJSON", "GeoJSONSeq"})

#: Every other driver of the pyogrio wheels 0.11 to 0.13 (GDAL 3.10 to 3.12).
REFUSED = (
    "ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSV", "CSW", "Carto",
    "DGN", "DXF", "EDIGEO", "EEDA", "ESRIJSON", "Elasticsearch", "GDALG", "GML",
    "GPSBabel", "GPX", "GTFS", "GeoRSS", "HTTP", "Idrisi", "JML", "JSONFG", "KML",
    "LIBKML", "LVBAG", "MBTiles", "MEM", "MVT", "MapInfo File", "MapML",
    "MiraMonVector", "NGW", "OAPIF", "ODS", "OGCAPI", "OGR_GMT", "OGR_PDS", "OGR_VRT",
    "OSM", "OpenFileGDB", "PCIDSK", "PDF", "PDS4", "PGDUMP", "PLSCENES", "PMTiles",
    "S57", "SQLite", "SXF", "Selafin", "TopoJSON", "VDV", "VFK", "VICAR", "WAsP",
    "WFS", "XLSX",
)  # fmt: skip


def load_pyogrio() -> ModuleType:
    """Import pyogrio with the allow-list in force.

    Returns
    -------
    module
        ``pyogrio``.

    Raises
    ------
    RuntimeError
        If GDAL offers any other driver: because something imported pyogrio before,
        or because another GDAL has drivers that `REFUSED` does not name.
    """
    os.environ["OGR_SKIP"] = ",".join(REFUSED)
    os.environ["GDAL_SKIP"] = "VRT"
    # Projections are never fetched from a network.
    os.environ["PROJ_NETWORK"] = "OFF"
    module = importlib.import_module("pyogrio")
    check(set(module.list_drivers()))
    return module


def check(drivers: set[str]) -> None:
    """Refuse to go on if a driver is not on the allow-list.

    Parameters
    ----------
    drivers : set of str
        Names of the drivers that GDAL offers.

    Raises
    ------
    RuntimeError
        Naming the drivers too many.
    """
    extra = sorted(drivers - ALLOWED)
    if extra:
        msg = (
            "GDAL offers drivers that are not allowed here: import "
            "sbd.plans.formats.drivers before pyogrio, and use a pyogrio version that "
            f"this project was tested with ({', '.join(extra)})."
        )
        raise RuntimeError(msg)


pyogrio = load_pyogrio()

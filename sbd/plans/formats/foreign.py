"""Formats that are refused, each by its name with what to do instead."""

from __future__ import annotations

from typing import Any

from sbd.errors import PlanError
from sbd.plans.formats.reading import shown

#: Per format the sentence that names it and says what to do instead.
REFUSALS: dict[str, str] = {
    "dwg": "{file} is a DWG drawing: save it as DXF and open that.",
    "dgn": "{file} is a MicroStation DGN drawing: save it as DXF and open that.",
    "skp": "{file} is a SketchUp model: export it as DXF (2D graphic) and open that.",
    "rvt": (
        "{file} is a Revit model: export the plan view as DXF, or its areas as "
        "GeoPackage, and open that."
    ),
    "ifc": (
        "{file} is an IFC building model: export the plan view as DXF, or its areas "
        "as GeoPackage, and open that."
    ),
    "3dm": "{file} is a Rhino model: export it as DXF and open that.",
    "max": "{file} is a 3ds Max scene: export it as DXF and open that.",
    "pln": "{file} is an Archicad project: save it as DXF and open that.",
    "vwx": "{file} is a Vectorworks drawing: export it as DXF and open that.",
    "citygml": (
        "{file} is a CityGML city model: export the footprints as GeoPackage (QGIS "
        "can) and open that."
    ),
    "cityjson": (
        "{file} is a CityJSON city model: export the footprints as GeoPackage (QGIS "
        "can) and open that."
    ),
    "landxml": "{file} is a LandXML file: export the plan as DXF and open that.",
    "gml": (
        "{file} is a GML file: export its layers as GeoPackage from QGIS or ArcGIS "
        "and open that."
    ),
    "gpx": "{file} is a GPX track: save it as KML or GeoPackage and open that.",
    "vrt": (
        "{file} is a GDAL virtual dataset that points to other files: export its "
        "layers as GeoPackage from QGIS or ArcGIS and open that."
    ),
    "topojson": "{file} is a TopoJSON file: save it as GeoJSON and open that.",
    "esrijson": "{file} is an Esri JSON file: save it as GeoJSON and open that.",
    "gltf": "{file} is a glTF model: export its plan view as DXF and open that.",
    "json": (
        "{file} is a JSON file, but not GeoJSON: save the layer as GeoJSON and open "
        "that."
    ),
    "gdb": (
        "{file} is an Esri file geodatabase: export its layers as GeoPackage from "
        "QGIS or ArcGIS and open that."
    ),
    "mdb": (
        "{file} is a Microsoft Access database: export its layers as GeoPackage from "
        "QGIS or ArcGIS and open that."
    ),
    "sqlite": (
        "{file} is an SQLite database, but not a GeoPackage: export its layers as "
        "GeoPackage from QGIS or ArcGIS and open that."
    ),
    "tab": (
        "{file} is a MapInfo file: export its layers as GeoPackage from QGIS or "
        "ArcGIS and open that."
    ),
    "osmchange": (
        "{file} is an OpenStreetMap change file: download the map data itself (.osm)."
    ),
    "o5m": "{file} is an o5m file: convert it to .osm.pbf and open that.",
    "qgis": "{file} is a QGIS project: save its layers as GeoPackage and open that.",
    "arcgis": (
        "{file} is an ArcGIS project or layer package: export its layers as "
        "GeoPackage from QGIS or ArcGIS and open that."
    ),
    "csv": (
        "{file} is a table of values: make it a point layer in QGIS, save that as "
        "GeoPackage and open it."
    ),
    "xlsx": (
        "{file} is a spreadsheet: make it a point layer in QGIS, save that as "
        "GeoPackage and open it."
    ),
    "office": (
        "{file} is an office document: nothing in it can be measured, so ask for the "
        "drawing as DXF or GeoPackage."
    ),
    "pdf": (
        "{file} is a PDF: nothing in it can be measured, so ask for the drawing as "
        "DXF or GeoPackage."
    ),
    "tiff": (
        "{file} is a TIFF picture: nothing in it can be measured, so ask for the "
        "drawing as DXF or GeoPackage."
    ),
    "picture": (
        "{file} is a picture: nothing in it can be measured, so ask for the drawing "
        "as DXF or GeoPackage."
    ),
    "svg": "{file} is an SVG drawing: open it in a CAD program and save it as DXF.",
    "las": (
        "{file} is a point cloud: export the footprints as GeoPackage (QGIS can) and "
        "open that."
    ),
    "html": (
        "{file} is a web page: download the data itself, not the page that shows it."
    ),
    "xml": (
        "{file} is an XML file of an unknown kind: give GeoJSON, GeoPackage, "
        "Shapefile, FlatGeobuf, KML, KMZ, OpenStreetMap XML or PBF, or DXF."
    ),
    "archive": "{file} is a packed archive: unpack it and open the plan inside.",
    "text": (
        "{file} is a text file: give GeoJSON, GeoPackage, Shapefile, FlatGeobuf, KML,"
        " KMZ, OpenStreetMap XML or PBF, or DXF."
    ),
    "sbd": "{file} is an sbd document, not a plan: open it as an assessment instead.",
    "document": (
        "{file} is a Word or OLE document: nothing in it can be measured, so ask for "
        "the drawing as DXF or GeoPackage."
    ),
}

#: Suffixes, without the dot, of formats that content alone does not settle.
SUFFIXES: dict[str, str] = {
    **dict.fromkeys(("dwg", "dws", "dwt"), "dwg"),
    "dgn": "dgn",
    **dict.fromkeys(("skp", "skb"), "skp"),
    **dict.fromkeys(("rvt", "rfa", "rte"), "rvt"),
    **dict.fromkeys(("ifc", "ifczip", "ifcxml"), "ifc"),
    **dict.fromkeys(("3dm", "max", "pln", "vwx"), ""),
    **dict.fromkeys(("gml", "xsd", "gfs"), "gml"),
    "landxml": "landxml",
    "gpx": "gpx",
    "vrt": "vrt",
    "topojson": "topojson",
    **dict.fromkeys(("gltf", "glb"), "gltf"),
    **dict.fromkeys(("gdb", "gdbtable"), "gdb"),
    **dict.fromkeys(("mdb", "accdb"), "mdb"),
    **dict.fromkeys(("sqlite", "db", "mbtiles"), "sqlite"),
    **dict.fromkeys(("tab", "mif", "mid"), "tab"),
    **dict.fromkeys(("osc", "osh"), "osmchange"),
    **dict.fromkeys(("o5m", "o5c", "opl"), "o5m"),
    **dict.fromkeys(("qgs", "qgz", "qlr"), "qgis"),
    **dict.fromkeys(("mxd", "aprx", "lpk", "lpkx", "mpk", "lyr", "lyrx"), "arcgis"),
    **dict.fromkeys(("csv", "tsv"), "csv"),
    **dict.fromkeys(("xls", "xlsx", "xlsm", "ods"), "xlsx"),
    **dict.fromkeys(("doc", "docx", "odt", "ppt", "pptx", "odp", "rtf"), "office"),
    "pdf": "pdf",
    **dict.fromkeys(("tif", "tiff", "vrt.tif", "ecw", "jp2", "asc"), "tiff"),
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp", "bmp"), "picture"),
    "svg": "svg",
    **dict.fromkeys(("las", "laz", "e57", "xyz", "ply"), "las"),
    **dict.fromkeys(("html", "htm"), "html"),
    **dict.fromkeys(("gz", "bz2", "xz", "7z", "rar", "tar", "tgz", "zst"), "archive"),
    **dict.fromkeys(("txt", "md", "log", "yaml", "yml"), "text"),
    "sbd": "sbd",
}
for _same in ("3dm", "max", "pln", "vwx"):
    SUFFIXES[_same] = _same

_JSON_TYPES = {
    "CityJSON": "cityjson",
    "CityJSONFeature": "cityjson",
    "Topology": "topojson",
}


def refusal(kind: str, name: str) -> PlanError:
    """Return the error that refuses a file by the name of its format.

    Parameters
    ----------
    kind : str
        Key of `REFUSALS`.
    name : str
        Base name of the file.

    Returns
    -------
    PlanError
        One sentence: what it is and what to do instead.
    """
    return PlanError(REFUSALS[kind], file=shown(name))


def json_refusal(head: dict[str, Any], name: str) -> PlanError:
    """Return the error for a JSON file that holds something else than GeoJSON."""
    kind = head.get("type")
    if isinstance(kind, str) and kind in _JSON_TYPES:
        return refusal(_JSON_TYPES[kind], name)
    if "geometryType" in head or "spatialReference" in head:
        return refusal("esrijson", name)
    if "asset" in head and "scenes" in head:
        return refusal("gltf", name)
    return refusal("json", name)


def unknown(name: str) -> PlanError:
    """Return the error for a file that nothing recognises."""
    return PlanError(
        "{file} is not in a format that can be read here: give GeoJSON, GeoPackage, "
        "Shapefile, FlatGeobuf, KML, KMZ, OpenStreetMap XML or PBF, or DXF.",
        file=shown(name),
    )

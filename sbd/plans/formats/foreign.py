"""Formats that are refused, each by its name with what to do instead."""

from __future__ import annotations

from typing import Any

from sbd.errors import PlanError
from sbd.plans.formats.reading import shown

READABLE = (
    "GeoJSON, GeoPackage, Shapefile, FlatGeobuf, KML, KMZ, OpenStreetMap XML or PBF, "
    "or DXF"
)

_GIS = "Export its layers as GeoPackage from QGIS or ArcGIS and open that."
_BIM = "Export the plan view as DXF, or its areas as GeoPackage, and open that."
_CITY = "Export the footprints as GeoPackage (QGIS can) and open that."
_IMAGE = "Nothing in it can be measured, so ask for the drawing as DXF or GeoPackage."
_TABLE = "Make it a point layer in QGIS, save that as GeoPackage and open it."
_PACKED = "Unpack it and open the plan inside."

#: Per format its name and what to do instead.
ADVICE: dict[str, tuple[str, str]] = {
    "dwg": ("a DWG drawing", "Save it as DXF and open that."),
    "dgn": ("a MicroStation DGN drawing", "Save it as DXF and open that."),
    "skp": ("a SketchUp model", "Export it as DXF (2D graphic) and open that."),
    "rvt": ("a Revit model", _BIM),
    "ifc": ("an IFC building model", _BIM),
    "3dm": ("a Rhino model", "Export it as DXF and open that."),
    "max": ("a 3ds Max scene", "Export it as DXF and open that."),
    "pln": ("an Archicad project", "Save it as DXF and open that."),
    "vwx": ("a Vectorworks drawing", "Export it as DXF and open that."),
    "citygml": ("a CityGML city model", _CITY),
    "cityjson": ("a CityJSON city model", _CITY),
    "landxml": ("a LandXML file", "Export the plan as DXF and open that."),
    "gml": ("a GML file", _GIS),
    "gpx": ("a GPX track", "Save it as KML or GeoPackage and open that."),
    "vrt": ("a GDAL virtual dataset that points to other files", _GIS),
    "topojson": ("a TopoJSON file", "Save it as GeoJSON and open that."),
    "esrijson": ("an Esri JSON file", "Save it as GeoJSON and open that."),
    "gltf": ("a glTF model", "Export its plan view as DXF and open that."),
    "json": (
        "a JSON file, but not GeoJSON",
        "Save the layer as GeoJSON and open that.",
    ),
    "gdb": ("an Esri file geodatabase", _GIS),
    "mdb": ("a Microsoft Access database", _GIS),
    "sqlite": ("an SQLite database, but not a GeoPackage", _GIS),
    "tab": ("a MapInfo file", _GIS),
    "osmchange": (
        "an OpenStreetMap change file",
        "Download the map data itself (.osm).",
    ),
    "o5m": ("an o5m file", "Convert it to .osm.pbf and open that."),
    "qgis": ("a QGIS project", "Save its layers as GeoPackage and open that."),
    "arcgis": ("an ArcGIS project or layer package", _GIS),
    "csv": ("a table of values", _TABLE),
    "xlsx": ("a spreadsheet", _TABLE),
    "office": ("an office document", _IMAGE),
    "pdf": ("a PDF", _IMAGE),
    "tiff": ("a TIFF picture", _IMAGE),
    "picture": ("a picture", _IMAGE),
    "svg": ("an SVG drawing", "Open it in a CAD program and save it as DXF."),
    "las": ("a point cloud", _CITY),
    "html": ("a web page", "Download the data itself, not the page that shows it."),
    "xml": ("an XML file of an unknown kind", f"Give {READABLE}."),
    "archive": ("a packed archive", _PACKED),
    "text": ("a text file", f"Give {READABLE}."),
    "sbd": ("an sbd document, not a plan", "Open it as an assessment instead."),
    "document": ("a Word or OLE document", _IMAGE),
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
        Key of `ADVICE`.
    name : str
        Base name of the file.

    Returns
    -------
    PlanError
        One sentence: what it is and what to do instead.
    """
    what, instead = ADVICE[kind]
    return PlanError(f"{shown(name)} is {what}: {instead[0].lower()}{instead[1:]}")


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
        f"{shown(name)} is not in a format that can be read here: give {READABLE}."
    )

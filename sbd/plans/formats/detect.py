"""What a file is: by its content first, by its suffix where content says nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from sbd.errors import PlanError
from sbd.plans.formats.foreign import SUFFIXES, refusal, unknown
from sbd.plans.formats.reading import shown

Family = Literal[
    "geojson", "gpkg", "shapefile", "flatgeobuf", "kml", "osm", "pbf", "dxf", "zip"
]

#: So much of a file is looked at. [byte]
_HEAD = 65_536

_SHAPEFILE_MAGIC = b"\x00\x00\x27\x0a"
#: Files of a shapefile other than the .shp itself.
SHAPEFILE_PARTS = (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qix")

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"AC10", "dwg"),
    (b"%PDF", "pdf"),
    (b"ISO-10303-21", "ifc"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"LASF", "las"),
    (b"glTF", "gltf"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x08\x09\xfe\x02", "dgn"),
    (b"\xc8\x09\xfe\x02", "dgn"),
    (b"\xff\xfe\xff\x0eS\x00k\x00", "skp"),
    (b"3D Geometry File Format", "3dm"),
    (b"\x00\x01\x00\x00Standard", "mdb"),
)

_ROOTS = {
    "kml": "kml",
    "osm": "osm",
    "osmChange": "osmchange",
    "OGRVRTDataSource": "vrt",
    "VRTDataset": "vrt",
    "CityModel": "citygml",
    "LandXML": "landxml",
    "gpx": "gpx",
    "svg": "svg",
    "html": "html",
    "qgis": "qgis",
    "ifcXML": "ifc",
    "iso_10303_28": "ifc",
    "FeatureCollection": "gml",
}

_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_XML_ASIDE = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.S)
_PATTERNS: tuple[tuple[re.Pattern[bytes], Family], ...] = (
    (re.compile(rb"fgb.fgb", re.S), "flatgeobuf"),
    (re.compile(rb"PK(?:\x03\x04|\x05\x06)"), "zip"),
    (re.compile(rb"\x00\x00..\x0a\x09OSMHeader", re.S), "pbf"),
    (re.compile(rb"AutoCAD Binary DXF"), "dxf"),
    # A group code and its value alternate by line; 999 is a comment.
    (
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s*(?:999[ \t\r]*\n[^\n]*\n\s*)*0[ \t\r]*\n\s*SECTION"
        ),
        "dxf",
    ),
)


def family_of(path: Path, name: str) -> Family:
    """Tell the family of a file.

    Parameters
    ----------
    path : Path
        Where the content is.
    name : str
        Base name that the user knows it by; its suffix decides only where the
        content does not.

    Returns
    -------
    str
        One of the families that can be read.

    Raises
    ------
    PlanError
        If the format is refused: by its name, with what to do instead.
    """
    suffix = Path(name).suffix.lower()
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\x00 \t\r\n"):
        raise PlanError("{file} is empty: export the plan again.", file=shown(name))
    found = _binary(head, suffix, name) or _text(head, name)
    if found is None:
        raise _by_suffix(suffix, name)
    return found


def _binary(head: bytes, suffix: str, name: str) -> Family | None:
    if head.startswith(b"SQLite format 3\x00"):
        return _sqlite(head, suffix, name)
    if head.startswith(_SHAPEFILE_MAGIC) and suffix != ".shx":
        return "shapefile"
    if suffix in SHAPEFILE_PARTS:
        raise part_alone(name)
    for pattern, family in _PATTERNS:
        if pattern.match(head):
            return family
    _refuse_by_magic(head, suffix, name)
    return None


def part_alone(name: str) -> PlanError:
    """Return the error for a part of a shapefile without its .shp."""
    return PlanError(
        "{file} is one part of a shapefile: give the .shp file together with its "
        ".shx, .dbf and .prj.",
        file=shown(name),
    )


def _sqlite(head: bytes, suffix: str, name: str) -> Family:
    # The application id of a GeoPackage. Source: GeoPackage 1.4, requirement 2.
    if head[68:72] in (b"GPKG", b"GP10", b"GP11") or suffix == ".gpkg":
        return "gpkg"
    raise refusal("sqlite", name)


def _refuse_by_magic(head: bytes, suffix: str, name: str) -> None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise refusal(kind, name)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise refusal(SUFFIXES.get(suffix[1:], "document"), name)


def _text(head: bytes, name: str) -> Family | None:
    text = _decoded(head).lstrip("\ufeff\x1e \t\r\n")
    if text.startswith(("{", "[")):
        return "geojson"
    if not text.startswith("<"):
        return None
    root = _ROOT.search(_XML_ASIDE.sub("", text))
    kind = _ROOTS.get(root.group(1), "xml") if root else "xml"
    if kind == "kml":
        return "kml"
    if kind == "osm":
        return "osm"
    raise refusal(_xml_kind(kind, text, name), name)


def _xml_kind(kind: str, text: str, name: str) -> str:
    if kind in ("gml", "xml"):
        if "opengis.net/citygml" in text:
            return "citygml"
        if "opengis.net/gml" in text:
            return "gml"
        return SUFFIXES.get(Path(name).suffix.lower()[1:], kind)
    return kind


def _decoded(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8", "replace")


def _by_suffix(suffix: str, name: str) -> PlanError:
    if suffix[1:] in SUFFIXES:
        return refusal(SUFFIXES[suffix[1:]], name)
    if suffix in _EXPECTED:
        return PlanError(
            "{file} is called {suffix} but does not hold that: it may be cut off or "
            "damaged, so export it again, as GeoJSON, GeoPackage, Shapefile, "
            "FlatGeobuf, KML, KMZ, OpenStreetMap XML or PBF, or DXF.",
            file=shown(name),
            suffix=suffix,
        )
    return unknown(name)


_EXPECTED = (
    ".geojson", ".json", ".geojsonl", ".geojsons", ".gpkg", ".shp", ".fgb", ".kml",
    ".kmz", ".zip", ".osm", ".pbf", ".dxf", ".xml",
)  # fmt: skip

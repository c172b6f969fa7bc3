"""A map of QGIS inside the GeoPackage: its layers in order, one per criterion to show.

Opened from the browser of QGIS, it shows the plan with the findings of the criterion
that brings most; those of others are a tick away.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from sbd.checklists.model import DIMENSIONS
from sbd.exports.geopackage_table import Layer, joined
from sbd.exports.material import Material
from sbd.exports.qgis_style import QGIS, style_parts
from sbd.views.criteria import ordered
from sbd.views.report.levels import site_name
from sbd.views.words import find_criterion, in_words

#: Most layers of single criteria; beyond, all findings stand in one layer per shape.
MOST = 240
_GEOMETRIES = {"point": "Point", "line": "Line", "area": "Polygon"}
_STAMP = (1980, 1, 1, 0, 0, 0)
#: Name of the map in the file.
NAME = "sbd"


@dataclass(frozen=True)
class _Shown:
    """A layer of the map: a layer of the file, perhaps of one criterion only."""

    name: str
    layer: Layer
    criterion: str | None = None

    @property
    def id(self) -> str:
        """Its name in the map; QGIS takes none of ten letters or fewer."""
        return f"sbd_layer_{self.layer.name}_{self.criterion or 'all'}"

    def source(self, file: str) -> str:
        """Return where QGIS finds the rows."""
        found = f"./{file}|layername={self.layer.name}"
        if self.criterion is None:
            return found
        quoted = self.criterion.replace("'", "''")
        return f"{found}|subset=\"criterion\" = '{quoted}'"


def project_row(
    layers: Sequence[Layer], material: Material, path: Path
) -> tuple[str, bytes, str]:
    """Return the row of ``qgis_projects``: name, about, and the map as hex digits.

    Parameters
    ----------
    layers : sequence of Layer
        Of the file, what lies on top first.
    material : Material
        The assessment in its edition, the languages.
    path : Path
        The file, whose name the map refers to.
    """
    about = {
        "last_modified_time": f"{material.assessment.date}T00:00:00",
        "last_modified_user": "sbd",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        entry = zipfile.ZipInfo(f"{NAME}.qgs", _STAMP)
        entry.compress_type = zipfile.ZIP_DEFLATED
        file.writestr(entry, project_xml(layers, material, path.name))
    return NAME, json.dumps(about).encode(), packed.getvalue().hex()


def project_xml(layers: Sequence[Layer], material: Material, file: str) -> str:
    """Return the map as XML."""
    root = Element("qgis", version=QGIS, projectname=site_name(material.assessment))
    title = SubElement(root, "title")
    title.text = site_name(material.assessment)
    _crs(SubElement(root, "projectCrs"), material)
    tree = SubElement(root, "layer-tree-group")
    listed = SubElement(root, "projectlayers")
    for shown in _grown(tree, layers, material, file):
        listed.append(_map_layer(shown, material, file))
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    units = SubElement(canvas, "units")
    units.text = "meters"
    _extent(canvas, layers)
    _crs(SubElement(canvas, "destinationsrs"), material)
    return tostring(root, encoding="unicode")


def _grown(
    tree: Element, layers: Sequence[Layer], material: Material, file: str
) -> Iterator[_Shown]:
    """Grow the tree of layers, and yield each of them."""
    places = [layer for layer in layers if layer.topic == "findings"]
    single = list(_singles(places, material))
    for topic in ("remarks", "site"):
        for layer in (x for x in layers if x.topic == topic):
            yield _leaf(tree, _Shown(layer.title, layer), file, True)
    if single:
        yield from _by_dimension(tree, single, material, file)
    every = _branch(tree, joined(material.langs, "gis.every_finding"), not single)
    for layer in places:
        yield _leaf(every, _Shown(layer.title, layer), file, True)
    elements = _branch(tree, joined(material.langs, "gis.elements"), True)
    for layer in (x for x in layers if x.topic == "elements"):
        yield _leaf(elements, _Shown(layer.title, layer), file, True)
    tables = _branch(tree, joined(material.langs, "gis.tables"), True)
    for layer in (x for x in layers if x.topic == "table"):
        yield _leaf(tables, _Shown(layer.title, layer), file, True)


def _by_dimension(
    tree: Element, single: Sequence[_Shown], material: Material, file: str
) -> Iterator[_Shown]:
    """Grow a branch per dimension, with one per criterion; the first one shows."""
    results = {r.id: r for r in material.assessment.criteria}
    first = single[0].criterion
    outer = _branch(tree, joined(material.langs, "ui.findings"), True)
    for bar in (*DIMENSIONS, "governance"):
        own = [s for s in single if results[s.criterion or ""].bar == bar]
        if not own:
            continue
        branch = _branch(outer, joined(material.langs, f"dimension.{bar}"), True)
        for criterion in dict.fromkeys(s.criterion for s in own):
            name = _title(str(criterion), material)
            twig = _branch(branch, name, criterion == first)
            for shown in (s for s in own if s.criterion == criterion):
                yield _leaf(twig, shown, file, True)


def _singles(places: Sequence[Layer], material: Material) -> Iterable[_Shown]:
    """Return a layer per criterion and shape, those that bring most first."""
    found = [
        _Shown(layer.title, layer, result.id)
        for result in ordered(material.assessment)
        for layer in places
        if (layer.frame["criterion"] == result.id).any()
    ]
    return found if len(found) <= MOST else ()


def _title(criterion: str, material: Material) -> str:
    known = find_criterion(material.checklist, criterion)
    if known is None:
        return criterion
    said = dict.fromkeys(in_words(known.title, lang) for lang in material.langs)
    return f"{criterion} {' / '.join(said)}"


def _branch(tree: Element, name: str, shown: bool) -> Element:
    return SubElement(
        tree, "layer-tree-group", name=name, checked=_checked(shown), expanded="0"
    )


def _leaf(tree: Element, shown: _Shown, file: str, checked: bool) -> _Shown:
    SubElement(
        tree,
        "layer-tree-layer",
        id=shown.id,
        name=shown.name,
        checked=_checked(checked),
        expanded="0",
        source=shown.source(file),
        providerKey="ogr",
    )
    return shown


def _checked(shown: bool) -> str:
    return "Qt::Checked" if shown else "Qt::Unchecked"


def _map_layer(shown: _Shown, material: Material, file: str) -> Element:
    geometry = _GEOMETRIES.get(shown.layer.shape or "", "No geometry")
    labelled = "1" if shown.layer.topic in ("findings", "remarks") else "0"
    found = Element(
        "maplayer", type="vector", geometry=geometry, labelsEnabled=labelled
    )
    for name, words in (
        ("id", shown.id),
        ("datasource", shown.source(file)),
        ("layername", shown.name),
    ):
        SubElement(found, name).text = words
    if shown.layer.shape is not None:
        _crs(SubElement(found, "srs"), material)
    provider = SubElement(found, "provider", encoding="UTF-8")
    provider.text = "ogr"
    found.extend(style_parts(shown.layer, material.langs))
    return found


def _crs(parent: Element, material: Material) -> None:
    crs = material.plan.crs
    found = SubElement(parent, "spatialrefsys")
    SubElement(found, "wkt").text = crs.to_wkt()
    authority = crs.to_authority()
    if authority is not None:
        SubElement(found, "authid").text = ":".join(authority)


def _extent(canvas: Element, layers: Sequence[Layer]) -> None:
    """Open on the site, with a little around it."""
    shapes = {layer.topic: layer for layer in layers if layer.shape is not None}
    seen = shapes.get("site") or shapes.get("elements")
    if seen is None:
        return
    west, south, east, north = (float(v) for v in seen.frame.total_bounds)
    margin = 0.08 * max(east - west, north - south)
    extent = SubElement(canvas, "extent")
    bounds = {
        "xmin": west - margin,
        "ymin": south - margin,
        "xmax": east + margin,
        "ymax": north + margin,
    }
    for name, value in bounds.items():
        SubElement(extent, name).text = f"{value:.3f}"

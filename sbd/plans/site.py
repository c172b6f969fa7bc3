"""The site of a plan: which polygon is judged, and what its element says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.errors import PlanError, QuestionError
from sbd.plans.attributes import Unreadable, native_values
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Note
from sbd.plans.raw import RawLayer
from sbd.plans.recognise import Found, is_matched
from sbd.plans.shapes import convert, shape_of
from sbd.plans.values import is_blank
from sbd.plans.vocabulary import plain

#: Names of a file or layer that make it the site, in any case, with or without
#: accents. Source: method, section 1.
SITE_NAMES = frozenset(
    {"site", "site boundary", "boundary", "perimeter", "projectgrens", "perimetre"}
)
#: Two site boundaries nearer than this are the same. [m]
SAME_M = 0.05
#: Polygons of one layer that overlap more than this are different sites. [1]
OVERLAP = 0.01


@dataclass(frozen=True)
class Site:
    """The polygon judged and what its element says about the plan."""

    polygon: BaseGeometry | None
    attributes: Mapping[str, str | float]
    notes: tuple[Note, ...] = ()


def is_site_layer(layer: RawLayer, layers_in_file: int) -> bool:
    """Tell whether a layer is the site by its name, or by that of its only file."""
    names = [layer.name]
    if layers_in_file == 1:
        names.append(Path(layer.file).stem)
    return any(plain(name) in SITE_NAMES for name in names)


def site_layers(
    layers: Sequence[RawLayer],
    vocabulary: str = "auto",
    matches: Sequence[Mapping[str, Any]] = (),
) -> list[int]:
    """Return the numbers of the layers that are the site by their name.

    A layer in our own words is not, nor one of which a match says what it is; the
    other parameters are those of `sbd.plans.recognise.recognise`.
    """
    per_file = Counter(layer.file for layer in layers)
    return [
        n
        for n, layer in enumerate(layers)
        if is_site_layer(layer, per_file[layer.file])
        and not _speaks_natively(layer)
        and not is_matched(layer, vocabulary, matches)
    ]


def _speaks_natively(layer: RawLayer) -> bool:
    if "kind" not in layer.frame.columns:
        return False
    return any(not is_blank(v) and str(v) in KINDS for v in layer.frame["kind"])


def find_site(
    option: Sequence[RawLayer], named: Sequence[RawLayer], elements: Sequence[Found]
) -> Site:
    """Settle which polygon is the site.

    Parameters
    ----------
    option : sequence of RawLayer
        Layers of the file named with ``--site``; they win.
    named : sequence of RawLayer
        Layers of the plan that are the site by their name.
    elements : sequence of Found
        Elements of kind ``site``.

    Returns
    -------
    Site
        Without a polygon where the plan has none. Notes: ``site``,
        ``site_overridden``.

    Raises
    ------
    QuestionError
        If two candidates differ.
    PlanError
        If a candidate holds no polygon.
    """
    found = [_of_layer(layer) for layer in named]
    found += [(e.geometry, e.attributes, e.layer) for e in elements]
    attributes: dict[str, str | float] = {}
    for _, said, _ in found:
        attributes = {**said, **attributes}
    if option:
        return _given(option, found, attributes)
    if not found:
        return Site(None, {})
    first = found[0][0]
    others = [name for polygon, _, name in found[1:] if not same(first, polygon)]
    if others:
        raise QuestionError(
            "The plan has two different sites ({first} and {second}): choose one with "
            "--site FILE.",
            first=found[0][2],
            second=others[0],
        )
    note = Note("site", {"source": found[0][2], "area_m2": round(first.area, 1)})
    return Site(shapely.normalize(first), attributes, (note,))


def _given(
    option: Sequence[RawLayer],
    found: Sequence[tuple[BaseGeometry, Mapping[str, str | float], str]],
    attributes: Mapping[str, str | float],
) -> Site:
    """Take the site of the option; what the plan says otherwise is told."""
    chosen = [layer for layer in option if is_site_layer(layer, 1)] or list(option)
    parts = [_of_layer(layer) for layer in chosen]
    polygon = shapely.normalize(shapely.union_all([p for p, _, _ in parts]))
    said: dict[str, str | float] = {}
    for _, values, _ in parts:
        said = {**values, **said}
    note = Note("site", {"source": option[0].file, "area_m2": round(polygon.area, 1)})
    notes = [note]
    if any(not same(polygon, other) for other, _, _ in found):
        notes.append(Note("site_overridden", {"source": found[0][2]}))
    return Site(polygon, {**attributes, **said}, tuple(notes))


def _of_layer(
    layer: RawLayer,
) -> tuple[BaseGeometry, Mapping[str, str | float], str]:
    """Return the one polygon of a layer, its attributes and its name."""
    polygons = [
        area
        for geometry in layer.frame.geometry
        if geometry is not None
        for part in shapely.get_parts(geometry)
        if (area := convert(part, "area")) is not None
    ]
    if not polygons:
        raise _no_polygon(layer)
    polygon = shapely.normalize(shapely.union_all(polygons))
    if sum(p.area for p in polygons) > polygon.area * (1 + OVERLAP):
        raise QuestionError(
            "Layer {layer} of {file} holds several sites that overlap: choose one with "
            "--site FILE.",
            layer=layer.name,
            file=layer.file,
        )
    frame = layer.frame.drop(columns=layer.frame.geometry.name)
    values: dict[str, str | float] = {}
    for row in frame.to_dict("records"):
        columns = {str(k): v for k, v in row.items()}
        said = native_values("site", columns, layer.name, Unreadable())
        values = {**said, **values}
    return polygon, values, layer.name


def _no_polygon(layer: RawLayer) -> PlanError:
    kinds = {shape_of(g) for g in layer.frame.geometry if g is not None}
    if "line" in kinds:
        return PlanError(
            "The site boundary in {file} (layer {layer}) holds lines that do not "
            "close: draw it as a closed polygon.",
            file=layer.file,
            layer=layer.name,
        )
    return PlanError(
        "The site boundary in {file} (layer {layer}) holds no polygon: draw it as a "
        "closed polygon.",
        file=layer.file,
        layer=layer.name,
    )


def same(first: BaseGeometry, second: BaseGeometry) -> bool:
    """Tell whether two boundaries are the same, up to rounding."""
    if abs(first.area - second.area) > SAME_M * max(first.length, second.length):
        return False
    return float(shapely.hausdorff_distance(first, second)) <= SAME_M


def union(polygons: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return several polygons as one, whatever their order."""
    return shapely.normalize(shapely.union_all(list(polygons)))


def find_extent(
    elements: Sequence[Found], site: BaseGeometry | None
) -> tuple[BaseGeometry, Note]:
    """Return the polygon in which the plan is complete.

    Elements of kind ``extent`` say it; else it is the bounding box of what was read.
    """
    said = [e.geometry for e in elements if e.kind == "extent"]
    if said:
        return union(said), Note("extent", {"by": "source"})
    geometries = [e.geometry for e in elements]
    if site is not None:
        geometries.append(site)
    if not geometries:
        return shapely.box(0, 0, 0, 0), Note("extent", {"by": "default"})
    bounds = shapely.bounds(np.array(geometries, dtype=object))
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    box = shapely.normalize(shapely.box(west, south, east, north))
    return box, Note("extent", {"by": "default"})

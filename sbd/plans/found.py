"""One element as it was recognised in a source, and the feature it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from shapely.geometry.base import BaseGeometry

from sbd.plans.raw import RawLayer
from sbd.plans.shapes import fit, parts_of, shape_of
from sbd.plans.tally import Tally
from sbd.plans.values import is_blank, text_of


@dataclass(frozen=True)
class Found:
    """One element as it was recognised.

    Parameters
    ----------
    kind : str
        Name in the catalogue.
    geometry : BaseGeometry
        In the CRS of the layer.
    attributes : mapping of str to str or float
        Only what is known.
    layer : str
        Name of the layer it comes from.
    source_id : str, optional
        Id that the source gives it; with ``:<kind>`` behind it for the further kinds
        of one object.
    tags : mapping of str to str
        OpenStreetMap tags, empty for other sources.
    """

    kind: str
    geometry: BaseGeometry
    attributes: Mapping[str, str | float]
    layer: str
    source_id: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Feature:
    """One row of a layer that has a geometry, by its position among all rows.

    ``cells`` are what vocabularies look at: the columns, or the tags of a map.
    """

    row: int
    columns: Mapping[str, object]
    geometry: BaseGeometry
    cells: Mapping[str, object]

    @cached_property
    def words(self) -> dict[str, str]:
        """Filled cells as text."""
        return {k: text_of(v) for k, v in self.cells.items() if not is_blank(v)}

    def id(self, layer: RawLayer, *names: str) -> str | None:
        """Return the id the source gives it in one of these columns, if any."""
        for name in names:
            value = self.columns.get(name)
            if not is_blank(value):
                text = text_of(value)
                return f"{layer.name}-{text}" if name == "handle" else text
        return None


def features(layer: RawLayer) -> Iterator[Feature]:
    """Yield the rows of a layer that have a geometry."""
    frame = layer.frame
    shape = frame.geometry.name
    names = [str(c) for c in frame.columns if c != shape]
    columns = [frame[c].tolist() for c in frame.columns if c != shape]
    rows = zip(*columns, strict=True) if columns else ((),) * len(frame)
    tagged = layer.format == "osm"
    for n, (values, geometry) in enumerate(
        zip(rows, frame.geometry.to_numpy(), strict=True)
    ):
        if geometry is not None and not geometry.is_empty:
            held = dict(zip(names, values, strict=True))
            cells = json.loads(str(held["tags"])) if tagged else held
            yield Feature(n, held, geometry, cells)


def shaped(base: Found, tally: Tally) -> Iterator[Found]:
    """Yield the element in the shape of its kind; parts get ids of their own."""
    parts: Sequence[BaseGeometry] = parts_of(base.kind, base.geometry)
    drawn = tally.layer.format == "dxf"
    for n, part in enumerate(parts, 1):
        geometry = fit(base.kind, part, drawn=drawn)
        if geometry is None:
            tally.misshapen[base.kind] += 1
            continue
        if shape_of(geometry) != shape_of(part):
            tally.reshaped[base.kind] += 1
        tally.kinds[base.kind] += 1
        source_id = base.source_id
        if source_id is not None and len(parts) > 1:
            source_id = f"{source_id}.{n}"
        yield Found(
            base.kind, geometry, base.attributes, base.layer, source_id, base.tags
        )

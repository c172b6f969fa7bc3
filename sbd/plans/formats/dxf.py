"""DXF: CAD layers, block inserts as points, everything drawn as flattened shapes.

Read with ezdxf and not by GDAL, which explodes block references (a bollard would lose
its name), leaves out units, and gives up on one odd spline.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from ezdxf import bbox, recover
from ezdxf.document import Drawing
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.entities.insert import Insert
from ezdxf.filemanagement import readfile
from ezdxf.lldxf.const import DXFError, InvalidGeoDataException

from sbd.errors import PlanError
from sbd.plans.formats.dxf_shapes import SHAPES, place_of, shape_of
from sbd.plans.formats.reading import (
    MAX_FEATURES,
    Geometries,
    Reading,
    SourceLayer,
    clean_text,
    shown,
)

#: Units that a drawing may state, with their length. [m]
#: Source: DXF reference, header variable $INSUNITS.
UNITS = {
    1: ("in", 0.0254),
    2: ("ft", 0.3048),
    4: ("mm", 0.001),
    5: ("cm", 0.01),
    6: ("m", 1.0),
    14: ("dm", 0.1),
}
#: Farthest that a chord may stay from its curve. [m]
SAGITTA_M = 0.01
#: The same as a share of the drawing, where its unit is unknown. [1]
SAGITTA_SHARE = 1 / 50_000
#: A block larger than this is a piece of the plan and no symbol. [m]
SYMBOL_M = 30.0
#: The same as a share of the drawing, where its unit is unknown. [1]
SYMBOL_SHARE = 0.25
#: Fewer entities than this make a symbol, however large. [1]
_SYMBOL_ENTITIES = 10
_NESTING = 8

# Broken drawings make ezdxf talk; what matters becomes a note.
logging.getLogger("ezdxf").setLevel(logging.CRITICAL)


@dataclass
class _Rows:
    """Entities of one CAD layer."""

    geometry: list[Any] = field(default_factory=list)
    block: list[str | None] = field(default_factory=list)
    colour: list[int] = field(default_factory=list)
    handle: list[str | None] = field(default_factory=list)


@dataclass
class _Drawing:
    """What is gathered from a drawing."""

    document: Drawing
    reading: Reading
    sagitta: float
    symbol: float | None
    diagonal: float
    layers: dict[str, _Rows] = field(default_factory=dict)
    ignored: Counter[str] = field(default_factory=Counter)
    unreadable: Counter[str] = field(default_factory=Counter)
    opened: Counter[str] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)
    sizes: dict[str, float] = field(default_factory=dict)


def read_dxf(path: Path, name: str, reading: Reading) -> list[SourceLayer]:
    """Read the model space of a drawing.

    Parameters
    ----------
    path : Path
        The staged file.
    name : str
        Base name that the user knows it by.
    reading : Reading
        Gets the notes ``dxf_recovered``, ``dxf_cut_off``, ``dxf_ignored``,
        ``dxf_unreadable``, ``dxf_blocks_opened``, ``dxf_blocks_missing``,
        ``dxf_layers_hidden``, ``dxf_unit_not_supported``, ``dxf_georeferenced``,
        ``dxf_georeference_unused``.

    Returns
    -------
    list of SourceLayer
        One per CAD layer, with columns ``layer``, ``block``, ``colour``, ``handle``.

    Raises
    ------
    PlanError
        If it is no drawing or holds no usable entities.
    """
    document = _load(path, name, reading)
    unit, metres = _unit(document, name, reading)
    diagonal = _size(document.modelspace())
    sagitta = SAGITTA_M / metres if metres else max(diagonal * SAGITTA_SHARE, 1e-6)
    symbol = SYMBOL_M / metres if metres else None
    drawing = _Drawing(document, reading, sagitta, symbol, diagonal)
    _gather(document.modelspace(), drawing, None, 0)
    if not drawing.layers:
        raise PlanError(
            "{file} holds no usable entities: it may be cut off, or hold only text or "
            "paper space; save it again as DXF from the CAD program.",
            file=shown(name),
        )
    _note(drawing, name)
    crs = _georeference(drawing, name)
    unit = "m" if crs else unit
    return [_layer(n, rows, name, (crs, unit)) for n, rows in drawing.layers.items()]


def _load(path: Path, name: str, reading: Reading) -> Drawing:
    if not _ends_well(path):
        reading.note("dxf_cut_off", file=name)
    # A damaged drawing makes ezdxf raise almost anything, StopIteration included.
    try:
        return readfile(path)
    except MemoryError:
        raise
    except Exception:
        reading.note("dxf_recovered", file=name)
    try:
        document, _ = recover.readfile(path)
    except MemoryError:
        raise
    except Exception as error:
        raise PlanError(
            "{file} holds no usable entities: it is damaged or cut off; save it again "
            "as DXF from the CAD program.",
            file=shown(name),
        ) from error
    return document


def _ends_well(path: Path) -> bool:
    """Tell whether the drawing has its end mark."""
    raw = path.read_bytes()
    return raw.startswith(b"AutoCAD Binary") or raw[-64:].rstrip().endswith(b"EOF")


def _unit(
    document: Drawing, name: str, reading: Reading
) -> tuple[str | None, float | None]:
    code = document.header.get("$INSUNITS", 0)
    if code in UNITS:
        return UNITS[code]
    if code:
        reading.note("dxf_unit_not_supported", file=name, insunits=int(code))
    return None, None


def _size(entities: Iterable[DXFGraphic]) -> float:
    """Return the diagonal of shapes and insertion points, 0 without any. [unit]

    Blocks are not looked into: they may hold themselves.
    """
    known = list(entities)
    box = bbox.extents((e for e in known if e.dxftype() in SHAPES), fast=True)
    box.extend(e.dxf.insert for e in known if isinstance(e, Insert))
    return float(box.size.vec2.magnitude) if box.has_data else 0.0


def _gather(
    entities: Iterable[DXFGraphic], drawing: _Drawing, inside: str | None, depth: int
) -> None:
    """Add entities; those of layer 0 inside a block take the layer of the block."""
    for entity in entities:
        kind = entity.dxftype()
        layer = entity.dxf.get("layer", "0")
        if inside is not None and layer == "0":
            layer = inside
        if isinstance(entity, Insert):
            _gather_insert(entity, drawing, layer, depth)
        elif kind in SHAPES:
            _add(entity, _shape(entity, drawing), drawing, layer)
        else:
            drawing.ignored[kind] += 1


def _shape(entity: DXFGraphic, drawing: _Drawing) -> Any:
    try:
        shape = shape_of(entity, drawing.sagitta)
    except MemoryError:
        raise
    except Exception:
        # One odd entity must not cost the whole drawing.
        shape = None
    if shape is None:
        drawing.unreadable[entity.dxftype()] += 1
    return shape


def _add(
    entity: DXFGraphic,
    shape: Any,
    drawing: _Drawing,
    layer: str,
    block: str | None = None,
) -> None:
    if shape is None:
        return
    drawing.reading.count(1, int(shapely.get_num_coordinates(shape)))
    rows = drawing.layers.setdefault(layer, _Rows())
    rows.geometry.append(shape)
    rows.block.append(None if block is None else clean_text(block))
    rows.colour.append(_colour(entity, drawing.document, layer))
    rows.handle.append(entity.dxf.get("handle"))


def _colour(entity: DXFGraphic, document: Drawing, layer: str) -> int:
    """Return the colour number, that of the layer where the entity follows it."""
    own = int(entity.dxf.get("color", 256))
    if own in (0, 256) and document.layers.has_entry(layer):
        return abs(int(document.layers.get(layer).dxf.get("color", 7)))
    return own


def _gather_insert(insert: Insert, drawing: _Drawing, layer: str, depth: int) -> None:
    name = insert.dxf.get("name", "")
    block = insert.block()
    if block is None or (block.block is not None and block.block.is_xref):
        drawing.absent[name] += 1
    if insert.mcount > 1:
        # Rows times columns is a number anyone can write into a file.
        drawing.reading.count(insert.mcount if insert.mcount > MAX_FEATURES else 0)
        for single in insert.multi_insert():
            _gather_insert(single, drawing, layer, depth)
        return
    if depth < _NESTING and _is_piece(insert, drawing):
        drawing.opened[name] += 1
        _gather(insert.virtual_entities(), drawing, layer, depth + 1)
        return
    _add(insert, place_of(insert), drawing, layer, name)


def _is_piece(insert: Insert, drawing: _Drawing) -> bool:
    """Tell whether a block holds a piece of the plan rather than a symbol."""
    block = insert.block()
    if block is None or len(block) == 0:
        return False
    name = block.name
    if name not in drawing.sizes:
        drawing.sizes[name] = _size(block)
    scale = max(abs(insert.dxf.xscale), abs(insert.dxf.yscale))
    size = drawing.sizes[name] * scale
    if drawing.symbol is not None:
        return bool(size > drawing.symbol)
    whole = max(drawing.diagonal, size)
    return len(block) >= _SYMBOL_ENTITIES and size > SYMBOL_SHARE * whole


def _note(drawing: _Drawing, name: str) -> None:
    counted = {
        "dxf_ignored": drawing.ignored,
        "dxf_unreadable": drawing.unreadable,
        "dxf_blocks_opened": drawing.opened,
        "dxf_blocks_missing": drawing.absent,
    }
    for code, counter in counted.items():
        if counter:
            names = tuple(shown(k) for k, _ in counter.most_common(10))
            drawing.reading.note(code, file=name, names=names, n=counter.total())
    hidden = tuple(
        shown(layer)
        for layer in sorted(drawing.layers)
        if drawing.document.layers.has_entry(layer)
        and _is_hidden(drawing.document.layers.get(layer))
    )
    if hidden:
        drawing.reading.note("dxf_layers_hidden", file=name, layers=hidden)


def _is_hidden(layer: Any) -> bool:
    return bool(layer.is_off() or layer.is_frozen())


def _georeference(drawing: _Drawing, name: str) -> str | None:
    """Bring the shapes to the CRS that the drawing states, if it states one."""
    geodata = drawing.document.modelspace().get_geodata()
    if geodata is None:
        return None
    try:
        matrix, epsg = geodata.get_crs_transformation()
    except (InvalidGeoDataException, DXFError, ValueError, AttributeError):
        drawing.reading.note("dxf_georeference_unused", file=name)
        return None
    a, b, _, _, d, e, _, _, _, _, _, _, x, y, _, _ = matrix

    def moved(positions: Any) -> Any:
        return positions @ np.asarray([[a, b], [d, e]]) + np.asarray([x, y])

    for rows in drawing.layers.values():
        rows.geometry = list(shapely.transform(_array(rows.geometry), moved))
    drawing.reading.note("dxf_georeferenced", file=name, crs=f"EPSG:{epsg}")
    return f"EPSG:{epsg}"


def _array(values: list[Any]) -> Geometries:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _layer(
    layer: str, rows: _Rows, file: str, stated: tuple[str | None, str | None]
) -> SourceLayer:
    columns = {
        "layer": [clean_text(layer)] * len(rows.geometry),
        "block": rows.block,
        "colour": rows.colour,
        "handle": rows.handle,
    }
    crs, unit = stated
    geometry = _array(rows.geometry)
    return SourceLayer(file, clean_text(layer), "dxf", geometry, columns, crs, unit)

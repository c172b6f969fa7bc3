"""Geometries as the rest of the program may rely on them: 2D, finite, valid, simple.

Nothing is mended or left out in silence: every step that changed something adds a
note with the file, the layer and the number of features.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from sbd.plans.formats.reading import Geometries, Reading, SourceLayer, unique_names

_COLLECTION = 7
_RING = 2


def clean(layer: SourceLayer, reading: Reading) -> SourceLayer:
    """Repair or leave out what cannot be used of a layer.

    Parameters
    ----------
    layer : SourceLayer
        As read; may hold None, empty, 3D, invalid and non-finite geometries and
        collections.
    reading : Reading
        Gets the notes ``geometry_missing``, ``heights_ignored``,
        ``geometry_not_finite``, ``collections_split``, ``geometry_repaired``,
        ``geometry_unusable``, each with ``file``, ``layer`` and ``n``.

    Returns
    -------
    SourceLayer
        With points, lines, polygons and their multi forms only; perhaps none.
    """

    def note(code: str, n: int) -> None:
        if n:
            reading.note(code, file=layer.file, layer=layer.name, n=n)

    layer = _keep(layer, _present(layer.geometry), note, "geometry_missing")
    layer = _flatten(layer, note)
    finite = _finite(layer.geometry)
    layer = _keep(layer, finite, note, "geometry_not_finite")
    layer = _split_collections(layer, note)
    geometry, usable = _valid(layer.geometry, note)
    layer = replace(layer, geometry=geometry)
    return _keep(layer, usable, note, "geometry_unusable")


Noter = Callable[[str, int], None]


def _keep(
    layer: SourceLayer, mask: NDArray[np.bool_], note: Noter, code: str
) -> SourceLayer:
    note(code, int((~mask).sum()))
    return layer if mask.all() else take(layer, np.flatnonzero(mask))


def take(layer: SourceLayer, rows: NDArray[np.intp]) -> SourceLayer:
    """Return a layer with only these rows, in this order, repeats allowed."""
    columns = {k: [v[i] for i in rows] for k, v in layer.columns.items()}
    return replace(layer, geometry=layer.geometry[rows], columns=columns)


def _present(geometry: Geometries) -> NDArray[np.bool_]:
    mask: NDArray[np.bool_] = ~(
        shapely.is_missing(geometry) | shapely.is_empty(geometry)
    )
    return mask


def _flatten(layer: SourceLayer, note: Noter) -> SourceLayer:
    geometry = layer.geometry
    heights = shapely.has_z(geometry)
    note("heights_ignored", int(heights.sum()))
    if heights.any():
        geometry = shapely.force_2d(geometry)
    rings = shapely.get_type_id(geometry) == _RING
    if rings.any():
        lines = [
            shapely.linestrings(shapely.get_coordinates(g)) for g in geometry[rings]
        ]
        geometry[rings] = lines
    return replace(layer, geometry=geometry)


def _finite(geometry: Geometries) -> NDArray[np.bool_]:
    coordinates, index = shapely.get_coordinates(geometry, return_index=True)
    mask = np.ones(len(geometry), dtype=bool)
    mask[index[~np.isfinite(coordinates).all(axis=1)]] = False
    return mask


def _split_collections(layer: SourceLayer, note: Noter) -> SourceLayer:
    """Make one feature per dimension of each collection."""
    collections = shapely.get_type_id(layer.geometry) == _COLLECTION
    if not collections.any():
        return layer
    note("collections_split", int(collections.sum()))
    rows: list[int] = []
    parts: list[Any] = []
    for row, geometry in enumerate(layer.geometry):
        pieces = _by_dimension(geometry) if collections[row] else [geometry]
        rows.extend([row] * len(pieces))
        parts.extend(pieces)
    split = take(layer, np.asarray(rows, dtype=np.intp))
    geometry = np.empty(len(parts), dtype=object)
    geometry[:] = parts
    return replace(split, geometry=geometry)


def _leaves(geometry: Any) -> Geometries:
    """Return the single parts of a geometry, however deep collections are nested."""
    parts = shapely.get_parts(np.asarray([geometry], dtype=object))
    while len(parts) and (shapely.get_type_id(parts) >= 4).any():
        parts = shapely.get_parts(parts)
    return np.asarray(parts[~shapely.is_empty(parts)], dtype=object)


def _by_dimension(geometry: Any) -> list[Any]:
    leaves = _leaves(geometry)
    dimension = shapely.get_dimensions(leaves)
    return [
        _join(leaves[dimension == d], d) for d in (0, 1, 2) if (dimension == d).any()
    ]


def _join(parts: Geometries, dimension: int) -> Any:
    if len(parts) == 1:
        return parts[0]
    make = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)
    return make[dimension](parts)


def _valid(geometry: Geometries, note: Noter) -> tuple[Geometries, NDArray[np.bool_]]:
    """Repair invalid geometries, keeping only parts of their own dimension."""
    broken = ~shapely.is_valid(geometry)
    usable = np.ones(len(geometry), dtype=bool)
    if not broken.any():
        return geometry, usable
    geometry = geometry.copy()
    for row in np.flatnonzero(broken):
        repaired = _repair(geometry[row])
        usable[row] = repaired is not None
        geometry[row] = repaired
    note("geometry_repaired", int((broken & usable).sum()))
    return geometry, usable


def _repair(geometry: Any) -> Any:
    wanted = shapely.get_dimensions(geometry)
    leaves = _leaves(shapely.make_valid(geometry))
    same = leaves[shapely.get_dimensions(leaves) == wanted]
    if not len(same):
        return None
    joined = _join(same, int(wanted))
    return joined if joined.is_valid else shapely.union_all(same)


def tidy_columns(layer: SourceLayer, reading: Reading) -> SourceLayer:
    """Give every column a name that is not taken, and note which were renamed."""
    names = [str(name) for name in layer.columns]
    free = unique_names(names, taken=("geometry",))
    changed = tuple(old for old, new in zip(names, free, strict=True) if old != new)
    if changed:
        reading.note(
            "columns_renamed", file=layer.file, layer=layer.name, columns=changed
        )
    return replace(layer, columns=dict(zip(free, layer.columns.values(), strict=True)))

"""Give every element an id that is unique in the plan and does not hang on order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from sbd.plans.layer import make_layer
from sbd.plans.plan import Note
from sbd.plans.recognise import Found


def identify(found: Sequence[Found]) -> tuple[dict[str, Found], list[Note]]:
    """Name the elements.

    The source's own id is kept where it is unique. Elements without one are numbered
    ``<layer>-1``, ``-2`` ... from west to east, so that the order of a file does not
    matter.

    Parameters
    ----------
    found : sequence of Found
        Recognised elements.

    Returns
    -------
    elements : dict of str to Found
        Sorted by id.
    notes : list of Note
        ``duplicate_ids`` if ids of the source had to be changed, ``repeated`` if an
        element came more than once (two files that overlap).
    """
    ordered, repeated = _once(arrange(found))
    wished = _wishes(ordered)
    counts = Counter(wished)
    names: dict[str, Found] = {}
    for wish, element in zip(wished, ordered, strict=True):
        if counts[wish] > 1:
            names[_free(f"{element.kind}-{wish}", {*names, *counts})] = element
        else:
            names[wish] = element
    renamed = sum(n for n in counts.values() if n > 1)
    told = (("duplicate_ids", renamed), ("repeated", repeated))
    notes = [Note(code, {"n": n}) for code, n in told if n]
    return dict(sorted(names.items())), notes


def arrange(found: Sequence[Found]) -> list[Found]:
    """Sort elements by what they are and where, whatever their order in the files."""
    geometry = np.empty(len(found), dtype=object)
    geometry[:] = [element.geometry for element in found]
    bounds = shapely.bounds(geometry)
    shapes = shapely.to_wkb(shapely.normalize(geometry))
    keys = [
        (e.kind, west, south, shape, repr(sorted(e.attributes.items())))
        for e, (west, south), shape in zip(found, bounds[:, :2], shapes, strict=True)
    ]
    return [found[n] for n in sorted(range(len(found)), key=keys.__getitem__)]


def _once(ordered: Sequence[Found]) -> tuple[list[Found], int]:
    """Drop elements that are another one again, id and all."""
    kept: list[Found] = []
    last: dict[tuple[str, str], Found] = {}
    for element in ordered:
        if element.source_id is not None:
            key = (element.kind, element.source_id)
            before = last.get(key)
            if before is not None and before.geometry.equals(element.geometry):
                continue
            last[key] = element
        kept.append(element)
    return kept, len(ordered) - len(kept)


def _wishes(ordered: Sequence[Found]) -> list[str]:
    """Return the id each element would like to have."""
    numbers: Counter[str] = Counter()
    wishes = []
    for element in ordered:
        if element.source_id is None:
            numbers[element.layer] += 1
            wishes.append(f"{element.layer}-{numbers[element.layer]}")
        else:
            wishes.append(element.source_id)
    return wishes


def _free(name: str, taken: set[str]) -> str:
    """Return the name, with a number where it is taken."""
    n, free = 1, name
    while free in taken:
        n += 1
        free = f"{name}-{n}"
    return free


def layers_of(elements: dict[str, Found], crs: CRS) -> dict[str, gpd.GeoDataFrame]:
    """Put the elements into one frame per kind, sorted by kind and id."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for name, element in elements.items():
        by_kind[element.kind].append(name)
    layers = {}
    for kind in sorted(by_kind):
        names = by_kind[kind]
        geometry = np.empty(len(names), dtype=object)
        geometry[:] = [elements[n].geometry for n in names]
        rows = [dict(elements[n].attributes) for n in names]
        frame = gpd.GeoDataFrame(rows, geometry=geometry, index=names, crs=crs)
        layers[kind] = make_layer(kind, frame)
    return layers

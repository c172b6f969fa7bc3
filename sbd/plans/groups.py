"""What stands in the files of a plan, grouped by layer, block, colour and value.

Each group has the conditions of the match (`sbd.plans.matches`) that selects exactly
its features, so that saying what a group is makes a match.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from sbd.plans.found import Feature, features
from sbd.plans.group_columns import dividing_columns
from sbd.plans.kinds import Shape
from sbd.plans.matches import Conditions, cell_text, looked_at, seen
from sbd.plans.raw import RawLayer, RawPlan
from sbd.plans.readers import foremost
from sbd.plans.recognise import kinds_of_rows
from sbd.plans.shapes import shape_of
from sbd.plans.site import site_layers
from sbd.plans.vocabulary import load_vocabulary, parse_matches

Geometries = NDArray[np.object_]

#: More groups than this are counted, not listed. [1]
MAX_GROUPS = 300
#: A tag with more different values than this is one group, unless it is a main tag. [1]
_VALUES = 12
_SAMPLES = 5


@dataclass(frozen=True, eq=False)
class Group:
    """Features of the files that one match selects.

    Parameters
    ----------
    conditions : tuple of pairs
        Names and values of the match's conditions.
    files : tuple of str
        Base names of the files they stand in.
    geometry : ndarray of geometries
        The features, in the coordinates of the layers given.
    kinds : mapping of str to int
        How many features are read as each kind now, ``none`` where they are left out
        on purpose; a feature may be of several kinds. [1]
    unread : int
        How many features are not recognised now. [1]
    unknown : int
        How many would not be without the matches. [1]
    chosen : str, optional
        Kind of the match that has these very conditions.
    ids : tuple of str
        Ids of some of its features, as the source has them.
    """

    conditions: Conditions
    files: tuple[str, ...]
    geometry: Geometries
    kinds: Mapping[str, int]
    unread: int
    unknown: int
    chosen: str | None
    ids: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many features it has. [1]"""
        return len(self.geometry)

    @property
    def shapes(self) -> dict[Shape, int]:
        """How many points, lines and areas. [1]"""
        counted = Counter(shape_of(g) for g in self.geometry)
        order: tuple[Shape, ...] = ("point", "line", "area")
        return {shape: counted[shape] for shape in order if counted[shape]}

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north, in the coordinates of the layers given."""
        west, south, east, north = shapely.total_bounds(self.geometry).tolist()
        return west, south, east, north


@dataclass(frozen=True, eq=False)
class Grouped:
    """The groups listed, how many more there are, and features in none listed. [1]"""

    groups: tuple[Group, ...]
    more: int = 0
    more_features: int = 0


def groups(
    raw: RawPlan,
    vocabulary: str = "auto",
    matches: Sequence[Mapping[str, Any]] = (),
) -> Grouped:
    """Group everything in the raw layers.

    Drawings are grouped by layer, block, and colour where a layer holds several; maps
    by their foremost tag; tables by layer, and by the column that says what a feature
    is, where there is one. The grouping does not hang on the matches, but whatever a
    match selects is a group.

    Parameters
    ----------
    raw : RawPlan
        What the files held.
    vocabulary : str
        As in `sbd.plans.recognise.recognise`.
    matches : sequence of mapping
        The matches in force, as plain data.

    Returns
    -------
    Grouped
        Those with most that no vocabulary knows first, then the larger before the
        smaller, whatever the matches; at most `MAX_GROUPS`.

    Raises
    ------
    PlanError
        If the vocabulary or the matches have mistakes.
    """
    known = _kinds(raw.layers, vocabulary, ())
    held = [
        _Held(layer, list(features(layer)), kinds)
        for layer, kinds in zip(raw.layers, known, strict=True)
    ]
    said = {m.conditions: m.kind for m in parse_matches(matches).matches}
    wanted = dict.fromkeys(c for one in held for c in _divisions(one))
    wanted |= dict.fromkeys(said)
    read = _kinds(raw.layers, vocabulary, matches) if matches else known
    members = select(held, list(wanted))
    found = [
        (_group(conditions, own, read, said), own)
        for conditions, own in zip(wanted, members, strict=True)
        if own
    ]
    found.sort(key=lambda g: (-g[0].unknown, -g[0].count, g[0].conditions))
    listed = found[:MAX_GROUPS]
    covered = {(n, feature.row) for _, own in listed for n, _, feature in own}
    rest = sum(len(one.features) for one in held) - len(covered)
    return Grouped(tuple(g for g, _ in listed), len(found) - len(listed), rest)


def occurring(raw: RawPlan, wanted: Sequence[Conditions]) -> list[bool]:
    """Tell of each match, by its conditions, whether it selects any feature."""
    held = [_Held(layer, list(features(layer)), {}) for layer in raw.layers]
    return [bool(members) for members in select(held, wanted)]


@dataclass(frozen=True, eq=False)
class _Held:
    """A layer with its features, and what they are read as without any match."""

    layer: RawLayer
    features: Sequence[Feature]
    kinds: Mapping[int, tuple[str, ...]]


#: Features of one group: the number of the layer, and the feature.
_Members = list[tuple[int, "_Held", Feature]]


def select(held: Sequence[_Held], wanted: Sequence[Conditions]) -> list[_Members]:
    """Return the features that each set of conditions selects."""
    found: list[_Members] = [[] for _ in wanted]
    for number, one in enumerate(held):
        looks: dict[Any, dict[tuple[str, ...], list[int]]] = {}
        for n, conditions in enumerate(wanted):
            if dict(conditions).get("layer", one.layer.name) == one.layer.name:
                look, key = looked_at(conditions)
                looks.setdefault(look, {}).setdefault(key, []).append(n)
        for look, keys in looks.items():
            for feature in one.features:
                for n in keys.get(seen(look, feature.cells), ()):
                    found[n].append((number, one, feature))
    return found


def _group(
    conditions: Conditions,
    members: _Members,
    read: Sequence[Mapping[int, tuple[str, ...]]],
    said: Mapping[Conditions, str],
) -> Group:
    geometry = np.empty(len(members), dtype=object)
    geometry[:] = [feature.geometry for _, _, feature in members]
    kinds = [read[number].get(feature.row, ()) for number, _, feature in members]
    counted = Counter(kind for several in kinds for kind in several)
    ids = (
        feature.id(one.layer, "osm_id", "id", "handle")
        for _, one, feature in members[:_SAMPLES]
    )
    return Group(
        conditions=conditions,
        files=tuple(dict.fromkeys(one.layer.file for _, one, _ in members)),
        geometry=geometry,
        kinds=dict(counted.most_common()),
        unread=sum(1 for several in kinds if not several),
        unknown=sum(1 for _, one, f in members if not one.kinds.get(f.row)),
        chosen=said.get(conditions),
        ids=tuple(i for i in ids if i is not None),
    )


def _kinds(
    layers: Sequence[RawLayer],
    vocabulary: str,
    matches: Sequence[Mapping[str, Any]],
) -> list[dict[int, tuple[str, ...]]]:
    """Return what every feature is read as; layers that are the site by name too."""
    read = kinds_of_rows(layers, vocabulary, matches)
    for n in site_layers(layers, vocabulary, matches):
        read[n] = dict.fromkeys(read[n], ("site",))
    return read


def _divisions(held: _Held) -> Iterator[Conditions]:
    """Yield the conditions that part a layer; they may come more than once."""
    if held.layer.format == "dxf":
        yield from _drawn(held)
    elif held.layer.format == "osm":
        yield from _tagged(held)
    else:
        yield from _tabled(held)


def _drawn(held: _Held) -> Iterator[Conditions]:
    """Part a CAD layer by block, and what is no block by colour."""
    layer = ("layer", held.layer.name)
    cells = [f.cells for f in held.features]
    blocks = dict.fromkeys(cell_text(c.get("block")) for c in cells)
    for block in filter(None, blocks):
        yield layer, ("block", block)
    loose = (c for c in cells if not cell_text(c.get("block")))
    colours = dict.fromkeys(int(str(c.get("colour"))) for c in loose)
    without = (("block", ""),) if any(blocks) else ()
    if len(colours) > 1:
        for colour in colours:
            yield layer, *without, ("colour", colour)
    elif colours:
        yield layer, *without


def _tagged(held: _Held) -> Iterator[Conditions]:
    """Part the features of a map by their foremost tag."""
    keys = load_vocabulary("osm").keys
    found: dict[str, dict[str, None]] = {}
    for feature in held.features:
        key = foremost(feature.words, keys)
        if key is None:
            yield (("layer", held.layer.name),)
        else:
            found.setdefault(key, {})[feature.words[key]] = None
    for key, values in found.items():
        if key not in keys and len(values) > _VALUES:
            yield (("column", key),)
        else:
            for value in values:
                yield ("column", key), ("value", value)


def _tabled(held: _Held) -> Iterator[Conditions]:
    """Part a table by the column that says what its features are, if it has one."""
    layer = ("layer", held.layer.name)
    columns = dividing_columns(held.features, set(held.kinds.values()))
    if not columns:
        yield (layer,)
    elif len(columns) > 1:
        for feature in held.features:
            # Without any of them a feature cannot be told apart from the others.
            key = next((c for c in columns if c in feature.words), None)
            if key is not None:
                yield layer, ("column", key), ("value", feature.words[key])
    else:
        values = dict.fromkeys(
            cell_text(f.cells.get(columns[0])) for f in held.features
        )
        for value in values:
            yield layer, ("column", columns[0]), ("value", value)

"""Recognise what the layers of a source hold: each feature's kind and attributes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from sbd.plans.attributes import Unreadable, mapped_values, native_values
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Note
from sbd.plans.raw import RawLayer
from sbd.plans.shapes import convert, fit, parts_of, shape_of
from sbd.plans.tally import Tally
from sbd.plans.values import is_blank, text_of
from sbd.plans.vocabulary import (
    Rule,
    Setting,
    Vocabulary,
    find_name,
    load_vocabulary,
    plain,
)


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


@dataclass(frozen=True)
class Recognised:
    """Everything recognised in the layers, with what was left over."""

    found: tuple[Found, ...]
    notes: tuple[Note, ...]


def recognise(layers: Sequence[RawLayer], vocabulary: str = "auto") -> Recognised:
    """Find the elements in the layers of a plan.

    Parameters
    ----------
    layers : sequence of RawLayer
        All in one CRS.
    vocabulary : str
        ``auto`` chooses per layer; a name, or the path of a YAML file, serves the
        layers that do not settle it themselves.

    Returns
    -------
    Recognised
        In the order of the layers.

    Raises
    ------
    PlanError
        If the vocabulary does not exist or has mistakes.
    """
    wanted = None if vocabulary in ("auto", "native") else load_vocabulary(vocabulary)
    found: list[Found] = []
    notes: list[Note] = []
    for layer in layers:
        tally = Tally(layer)
        chosen = choose(layer, vocabulary, wanted)
        elements = _native(layer, tally) if chosen is None else _mapped(chosen, tally)
        found.extend(elements)
        notes.extend(tally.notes("native" if chosen is None else chosen.id))
        if chosen is not None and chosen.id == "urbis" and tally.kinds:
            n = tally.kinds.total()
            notes.append(Note("urbis_surfaces", {"layer": layer.name, "n": n}))
    return Recognised(tuple(found), tuple(notes))


def choose(
    layer: RawLayer, vocabulary: str, wanted: Vocabulary | None = None
) -> Vocabulary | None:
    """Choose the vocabulary of one layer; None stands for the native one.

    The native one needs every value of ``kind`` to be one of ours; OpenStreetMap
    files settle it themselves too. Then what was asked for counts, then OSM tags as
    columns, UrbIS columns, and names.
    """
    if _is_native(layer):
        return None
    if layer.format == "osm":
        asked = wanted is not None and wanted.reads == "tags"
        return wanted if asked else load_vocabulary("osm")
    if wanted is not None or vocabulary == "native":
        return wanted
    for name in ("osm", "urbis"):
        candidate = load_vocabulary(name)
        if _speaks(layer, candidate):
            return candidate
    named = layer.name.strip().lower() in KINDS and "kind" not in layer.frame.columns
    return None if named else load_vocabulary("layers")


def _is_native(layer: RawLayer) -> bool:
    if "kind" not in layer.frame.columns:
        return False
    values = [text_of(v) for v in layer.frame["kind"] if not is_blank(v)]
    return bool(values) and all(v in KINDS for v in values)


def _speaks(layer: RawLayer, vocabulary: Vocabulary) -> bool:
    """Tell whether at least half the features of a layer follow a vocabulary."""
    keys = [k for k in vocabulary.keys if k in layer.frame.columns]
    if not keys:
        return False
    rows = [columns for columns, _ in _rows(layer)]
    hits = sum(1 for c in rows if next(_rules_for(_words(c), vocabulary), None))
    return 0 < len(rows) <= 2 * hits


def _rows(layer: RawLayer) -> Iterator[tuple[dict[str, object], BaseGeometry]]:
    frame = layer.frame
    data = frame.drop(columns=frame.geometry.name)
    names = [str(c) for c in data.columns]
    columns = [data[c].tolist() for c in data.columns]
    cells = zip(*columns, strict=True) if columns else ((),) * len(frame)
    for values, geometry in zip(cells, frame.geometry.to_numpy(), strict=True):
        if geometry is not None and not geometry.is_empty:
            yield dict(zip(names, values, strict=True)), geometry


def _native(layer: RawLayer, tally: Tally) -> list[Found]:
    """Read a layer in our own words."""
    found: list[Found] = []
    for columns, geometry in _rows(layer):
        kind = columns.get("kind", layer.name)
        kind = "" if is_blank(kind) else text_of(kind).lower()
        if kind not in KINDS:
            tally.unmapped[kind or "kind=?"] += 1
            continue
        values = native_values(kind, columns, layer.name, tally.unreadable)
        base = Found(kind, geometry, values, layer.name, _id(layer, columns, ("id",)))
        found.extend(_shaped(base, tally))
    return found


def _mapped(vocabulary: Vocabulary, tally: Tally) -> list[Found]:
    if vocabulary.reads == "names":
        return _by_name(vocabulary, tally)
    return _by_rules(vocabulary, tally)


def _by_rules(vocabulary: Vocabulary, tally: Tally) -> list[Found]:
    """Read a layer by its tags or columns; one feature may give several elements."""
    layer = tally.layer
    tagged = layer.format == "osm"
    found: list[Found] = []
    for columns, geometry in _rows(layer):
        words = _tags(columns) if tagged else _words(columns)
        before = len(found)
        done: set[str] = set()
        for rule in _rules_for(words, vocabulary):
            shaped = None if rule.kind in done else _becomes(rule, geometry)
            if shaped is None:
                continue
            done.add(rule.kind)
            values = _rule_values(rule, words if tagged else columns, vocabulary, tally)
            tags = words if vocabulary.reads == "tags" else {}
            source_id = _id(layer, columns, ("osm_id", "id"))
            if source_id is not None and len(done) > 1:
                source_id = f"{source_id}:{rule.kind}"
            base = Found(rule.kind, shaped, values, layer.name, source_id, tags)
            found.extend(_shaped(base, tally))
        if len(found) == before:
            tally.unmapped[_called(words, vocabulary)] += 1
    return found


def _rule_values(
    rule: Rule, words: Mapping[str, object], vocabulary: Vocabulary, tally: Tally
) -> dict[str, str | float]:
    source = (vocabulary, tally.layer.name, tally.unreadable)
    values = mapped_values(rule.kind, rule.set, words, source)
    if tally.layer.format == "osm":
        return values
    own = native_values(rule.kind, words, tally.layer.name, Unreadable())
    return {**values, **own}


def _tags(columns: Mapping[str, object]) -> dict[str, str]:
    tags: dict[str, str] = json.loads(str(columns["tags"]))
    return tags


def _words(columns: Mapping[str, object]) -> dict[str, str]:
    return {k: text_of(v) for k, v in columns.items() if not is_blank(v)}


def _rules_for(words: Mapping[str, str], vocabulary: Vocabulary) -> Iterator[Rule]:
    """Yield the rules that hold, in the order of the vocabulary."""
    index = vocabulary.rule_index
    near = sorted({n for key in words for n in index.get(key, ())})
    for n in near:
        rule = vocabulary.rules[n]
        if all(_holds(words.get(k), v) for k, v in rule.when.items()) and not any(
            _holds(words.get(k), v) for k, v in rule.unless.items()
        ):
            yield rule


def _holds(value: str | None, allowed: tuple[str, ...]) -> bool:
    if value is None:
        return False
    return value in allowed or ("*" in allowed and value != "no")


def _becomes(rule: Rule, geometry: BaseGeometry) -> BaseGeometry | None:
    """Return the geometry in the shape a rule asks for, or None if it has none."""
    parts = parts_of("site", geometry)
    if not parts:
        return None
    if rule.needs and shape_of(geometry) not in rule.needs:
        ring = "area" in rule.needs and convert(geometry, "area") is not None
        if not ring:
            return None
    return convert(geometry, rule.becomes) if rule.becomes else geometry


def _called(words: Mapping[str, str], vocabulary: Vocabulary) -> str:
    """Name a feature that no rule takes by its foremost tag."""
    for key in (*vocabulary.keys, *words):
        if key in words:
            return f"{key}={words[key]}"[:60]
    return "?"


def _by_name(vocabulary: Vocabulary, tally: Tally) -> list[Found]:
    """Read a layer by the names of its CAD layer, block, GIS layer or file."""
    layer = tally.layer
    found: list[Found] = []
    for columns, geometry in _rows(layer):
        names = _names(layer, columns)
        kinds = _kinds_of(names, columns, geometry, vocabulary)
        if not kinds:
            tally.unmapped[" / ".join(names[:2])] += 1
        if kinds and kinds[0].startswith("?"):
            kinds = (kinds[0][1:],)
            tally.coarse[kinds[0]] += 1
        for n, kind in enumerate(kinds):
            values = _name_values(kind, columns, vocabulary, tally)
            source_id = _id(layer, columns, ("osm_id", "id", "handle"))
            if source_id is not None and n:
                source_id = f"{source_id}:{kind}"
            base = Found(kind, geometry, values, layer.name, source_id)
            found.extend(_shaped(base, tally))
    return found


def _names(layer: RawLayer, columns: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names a feature goes by, the planner's own choice first."""
    if layer.format != "dxf":
        return tuple(dict.fromkeys((layer.name, Path(layer.file).stem)))
    cells = (columns.get("layer", layer.name), columns.get("block"))
    return tuple(dict.fromkeys(text_of(c) for c in cells if not is_blank(c)))


def _kinds_of(
    names: Sequence[str],
    columns: Mapping[str, object],
    geometry: BaseGeometry,
    vocabulary: Vocabulary,
) -> tuple[str, ...]:
    """Return the kinds of one feature; a leading ``?`` marks one of several."""
    meanings: list[str] = []
    for name in names:
        meaning = find_name(name, vocabulary.aliases)
        if meaning is None:
            continue
        kind = meaning.lstrip("?")
        exact = _exact(kind, columns, vocabulary)
        if exact:
            return exact
        meanings.append(meaning)
    fitting = [m for m in meanings if fit(m.lstrip("?"), geometry, drawn=True)]
    if meanings:
        return tuple((fitting or meanings)[:1])
    return _typed(columns, vocabulary)


def _exact(
    kind: str, columns: Mapping[str, object], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Return what a type column says within a layer of this kind."""
    values = vocabulary.kinds[kind].values if kind in vocabulary.kinds else {}
    for column in vocabulary.type_columns:
        cell = columns.get(column)
        if not is_blank(cell):
            word = text_of(cell)
            exact = values.get(word.lower()) or values.get(plain(word))
            if exact:
                return exact
            # A building of type "parking" is a building.
            if column == "kind" and word in KINDS and kind != "building":
                return (word,)
    return ()


def _typed(columns: Mapping[str, object], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what a type column says in a layer whose own name says nothing."""
    for column in vocabulary.type_columns:
        cell = columns.get(column)
        if not is_blank(cell):
            kind = vocabulary.aliases.get(plain(text_of(cell)))
            if kind is not None:
                return (kind,)
    return ()


def _name_values(
    kind: str, columns: Mapping[str, object], vocabulary: Vocabulary, tally: Tally
) -> dict[str, str | float]:
    own: Mapping[str, Setting] = (
        vocabulary.kinds[kind].set if kind in vocabulary.kinds else {}
    )
    settings = {**vocabulary.attributes, **own}
    source = (vocabulary, tally.layer.name, tally.unreadable)
    values = mapped_values(kind, settings, columns, source)
    given = native_values(kind, columns, tally.layer.name, Unreadable())
    return {**given, **values}


def _shaped(base: Found, tally: Tally) -> Iterator[Found]:
    """Yield the element in the shape of its kind; parts get ids of their own."""
    parts = parts_of(base.kind, base.geometry)
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


def _id(
    layer: RawLayer, columns: Mapping[str, object], names: Sequence[str]
) -> str | None:
    """Return the id a source gives a feature, if it gives one."""
    for name in names:
        value = columns.get(name)
        if not is_blank(value):
            text = text_of(value)
            return f"{layer.name}-{text}" if name == "handle" else text
    return None

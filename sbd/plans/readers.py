"""Readers: what one feature is, by our own words, by rules, by names, by a match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from shapely.geometry.base import BaseGeometry

from sbd.plans.attributes import Unreadable, mapped_values, native_values
from sbd.plans.found import Feature, Found, shaped
from sbd.plans.kinds import KINDS
from sbd.plans.matches import Match
from sbd.plans.raw import RawLayer
from sbd.plans.setting import Setting
from sbd.plans.shapes import convert, fit, parts_of, shape_of
from sbd.plans.tally import Tally
from sbd.plans.values import is_blank, text_of
from sbd.plans.vocabulary import Rule, Vocabulary, find_name, plain


class Reader(Protocol):
    """Reads the features of one layer in one way."""

    @property
    def name(self) -> str:
        """What it reads by, as told in notes."""

    def read(self, feature: Feature, tally: Tally) -> list[Found] | None:
        """Return the elements that a feature is; None where it is unknown here."""

    def called(self, feature: Feature, tally: Tally) -> str:
        """Name a feature that is unknown here."""


class Native:
    """Reads our own words: the column ``kind``, else the name of the layer."""

    name = "native"

    def read(self, feature: Feature, tally: Tally) -> list[Found] | None:
        """Return the one element, if its kind is one of ours."""
        layer, columns = tally.layer, feature.columns
        kind = self._kind(feature, tally)
        if kind not in KINDS:
            return None
        values = native_values(kind, columns, layer.name, tally.unreadable)
        source_id = feature.id(layer, "id")
        base = Found(kind, feature.geometry, values, layer.name, source_id)
        return list(shaped(base, tally))

    def called(self, feature: Feature, tally: Tally) -> str:
        """Name a feature by the kind it states."""
        return self._kind(feature, tally) or "kind=?"

    @staticmethod
    def _kind(feature: Feature, tally: Tally) -> str:
        kind = feature.columns.get("kind", tally.layer.name)
        return "" if is_blank(kind) else text_of(kind).lower()


def reader(vocabulary: Vocabulary | None) -> Reader:
    """Return the reader of a vocabulary; None stands for our own words."""
    if vocabulary is None:
        return Native()
    return ByName(vocabulary) if vocabulary.reads == "names" else ByRules(vocabulary)


@dataclass(frozen=True)
class ByRules:
    """Reads tags or columns; one feature may give several elements."""

    vocabulary: Vocabulary

    @property
    def name(self) -> str:
        """Id of the vocabulary."""
        return self.vocabulary.id

    def read(self, feature: Feature, tally: Tally) -> list[Found] | None:
        """Return an element for each kind that a rule finds."""
        found: list[Found] = []
        done: set[str] = set()
        for rule in rules_for(feature.words, self.vocabulary):
            geometry = None if rule.kind in done else _becomes(rule, feature.geometry)
            if geometry is None:
                continue
            done.add(rule.kind)
            tags = feature.words if self.vocabulary.reads == "tags" else {}
            source_id = feature.id(tally.layer, "osm_id", "id")
            if source_id is not None and len(done) > 1:
                source_id = f"{source_id}:{rule.kind}"
            values = self._values(rule, feature, tally)
            layer = tally.layer.name
            base = Found(rule.kind, geometry, values, layer, source_id, tags)
            found.extend(shaped(base, tally))
        return found or None

    def called(self, feature: Feature, tally: Tally) -> str:  # noqa: ARG002
        """Name a feature by its foremost tag."""
        key = foremost(feature.words, self.vocabulary.keys)
        return "?" if key is None else f"{key}={feature.words[key]}"[:60]

    def _values(
        self, rule: Rule, feature: Feature, tally: Tally
    ) -> dict[str, str | float]:
        source = (self.vocabulary, tally.layer.name, tally.unreadable)
        values = mapped_values(rule.kind, rule.set, feature.cells, source)
        if tally.layer.format == "osm":
            return values
        name = tally.layer.name
        own = native_values(rule.kind, feature.cells, name, Unreadable())
        return {**values, **own}


def foremost(words: Mapping[str, str], keys: Sequence[str]) -> str | None:
    """Return the first of the keys that is filled, else the first of all."""
    return next((key for key in (*keys, *words) if key in words), None)


def rules_for(words: Mapping[str, str], vocabulary: Vocabulary) -> Iterator[Rule]:
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


@dataclass(frozen=True)
class ByName:
    """Reads the names of the CAD layer, the block, the GIS layer or the file."""

    vocabulary: Vocabulary
    _meanings: dict[str, str | None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Id of the vocabulary."""
        return self.vocabulary.id

    def read(self, feature: Feature, tally: Tally) -> list[Found] | None:
        """Return an element for each kind that the names stand for."""
        layer = tally.layer
        kinds = self._kinds(feature, _names(layer, feature.cells))
        if not kinds:
            return None
        if kinds[0].startswith("?"):
            kinds = (kinds[0][1:],)
            tally.coarse[kinds[0]] += 1
        found: list[Found] = []
        for n, kind in enumerate(kinds):
            values = taken(kind, feature, layer, self.vocabulary, tally.unreadable)
            source_id = feature.id(layer, "osm_id", "id", "handle")
            if source_id is not None and n:
                source_id = f"{source_id}:{kind}"
            base = Found(kind, feature.geometry, values, layer.name, source_id)
            found.extend(shaped(base, tally))
        return found

    def called(self, feature: Feature, tally: Tally) -> str:
        """Name a feature by its layer and block, or its file."""
        return " / ".join(_names(tally.layer, feature.cells)[:2])

    def _kinds(self, feature: Feature, names: Sequence[str]) -> tuple[str, ...]:
        """Return the kinds of one feature; a leading ``?`` marks one of several."""
        meanings: list[str] = []
        for name in names:
            if name not in self._meanings:
                self._meanings[name] = find_name(name, self.vocabulary.aliases)
            meaning = self._meanings[name]
            if meaning is None:
                continue
            exact = _exact(meaning.lstrip("?"), feature.cells, self.vocabulary)
            if exact:
                return exact
            meanings.append(meaning)
        shape = feature.geometry
        fitting = [m for m in meanings if fit(m.lstrip("?"), shape, drawn=True)]
        if meanings:
            return tuple((fitting or meanings)[:1])
        return _typed(feature.cells, self.vocabulary)


def _names(layer: RawLayer, columns: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names a feature goes by, the planner's own choice first."""
    if layer.format != "dxf":
        return tuple(dict.fromkeys((layer.name, Path(layer.file).stem)))
    cells = (columns.get("layer", layer.name), columns.get("block"))
    return tuple(dict.fromkeys(text_of(c) for c in cells if not is_blank(c)))


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


def taken(
    kind: str,
    feature: Feature,
    layer: RawLayer,
    vocabulary: Vocabulary,
    unreadable: Unreadable,
) -> dict[str, str | float]:
    """Return the attributes of a kind, whatever said that the feature is one."""
    own: Mapping[str, Setting] = vocabulary.taken.get(kind, {})
    settings = {**vocabulary.attributes, **own}
    source = (vocabulary, layer.name, unreadable)
    values = mapped_values(kind, settings, feature.cells, source)
    given = native_values(kind, feature.cells, layer.name, Unreadable())
    return {**given, **values}


def by_match(
    match: Match,
    feature: Feature,
    tally: Tally,
    own: Vocabulary,
    sources: Sequence[Vocabulary],
) -> list[Found]:
    """Return what a feature is by a match.

    Parameters
    ----------
    match : Match
        It holds for the feature, and its kind is one of the catalogue.
    feature : Feature
        The feature.
    tally : Tally
        Counts it.
    own : Vocabulary
        Has the tables of the match's settings.
    sources : sequence of Vocabulary
        Where other attributes are taken from; the first that knows one counts.

    Returns
    -------
    list of Found
        Empty where the geometry has no shape of the kind.
    """
    layer = tally.layer
    values: dict[str, str | float] = {}
    for n, vocabulary in enumerate(sources):
        unreadable = Unreadable() if n else tally.unreadable
        found = taken(match.kind, feature, layer, vocabulary, unreadable)
        values = {**found, **values}
    told = (own, layer.name, tally.unreadable)
    values |= mapped_values(match.kind, match.set, feature.cells, told)
    tagged = any(v.reads == "tags" for v in sources)
    base = Found(
        match.kind,
        feature.geometry,
        values,
        layer.name,
        feature.id(layer, "osm_id", "id", "handle"),
        feature.words if tagged else {},
    )
    return list(shaped(base, tally))

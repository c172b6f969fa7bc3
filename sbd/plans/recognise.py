"""Recognise what the layers of a source hold: each feature's kind and attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sbd.plans.found import Feature, Found, features
from sbd.plans.kinds import KINDS
from sbd.plans.matches import LEFT_OUT, Match, Matcher
from sbd.plans.plan import Note
from sbd.plans.raw import RawLayer
from sbd.plans.readers import Reader, by_match, reader, rules_for
from sbd.plans.tally import Tally
from sbd.plans.values import is_blank, text_of
from sbd.plans.vocabulary import Vocabulary, load_vocabulary, parse_matches

__all__ = ["Found", "Recognised", "choose", "is_matched", "kinds_of_rows", "recognise"]


@dataclass(frozen=True)
class Recognised:
    """Everything recognised in the layers, with what was left over."""

    found: tuple[Found, ...]
    notes: tuple[Note, ...]


def recognise(
    layers: Sequence[RawLayer],
    vocabulary: str = "auto",
    matches: Sequence[Mapping[str, Any]] = (),
) -> Recognised:
    """Find the elements in the layers of a plan.

    Parameters
    ----------
    layers : sequence of RawLayer
        All in one CRS.
    vocabulary : str
        ``auto`` chooses per layer; a name, or the path of a YAML file, serves the
        layers that do not settle it themselves.
    matches : sequence of mapping
        Matches as plain data, beside those of the vocabulary; of two equally specific
        ones these count.

    Returns
    -------
    Recognised
        In the order of the layers.

    Raises
    ------
    PlanError
        If the vocabulary does not exist, or it or the matches have mistakes.
    """
    words = _Words.of(vocabulary, matches)
    found: list[Found] = []
    notes: list[Note] = []
    for layer in layers:
        tally = Tally(layer)
        chain = words.chain(layer)
        for row in _rows(layer, chain, words, tally):
            found.extend(row.elements)
        notes.extend(tally.notes(reader(chain[0]).name))
        if any(v is not None and v.id == "urbis" for v in chain) and tally.kinds:
            n = tally.kinds.total()
            notes.append(Note("urbis_surfaces", {"layer": layer.name, "n": n}))
    return Recognised(tuple(found), tuple(notes))


def kinds_of_rows(
    layers: Sequence[RawLayer],
    vocabulary: str = "auto",
    matches: Sequence[Mapping[str, Any]] = (),
) -> list[dict[int, tuple[str, ...]]]:
    """Return what each feature of each layer is read as.

    Parameters are those of `recognise`.

    Returns
    -------
    list of dict
        One per layer: by the position of each row that has a geometry, its kinds;
        ``none`` for one left out on purpose, no kind for one not recognised.
    """
    words = _Words.of(vocabulary, matches)
    return [
        {
            row.feature.row: row.kinds
            for row in _rows(layer, words.chain(layer), words, Tally(layer))
        }
        for layer in layers
    ]


def is_matched(
    layer: RawLayer, vocabulary: str, matches: Sequence[Mapping[str, Any]]
) -> bool:
    """Tell whether a match says what some feature of a layer is.

    Parameters are those of `recognise`.
    """
    matcher = Matcher(layer.name, _Words.of(vocabulary, matches).matches)
    return bool(matcher) and any(matcher.find(f.cells) for f in features(layer))


@dataclass(frozen=True, eq=False)
class _Row:
    """A feature with the elements it gave."""

    feature: Feature
    elements: Sequence[Found]
    left_out: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        if self.left_out:
            return (LEFT_OUT,)
        return tuple(dict.fromkeys(e.kind for e in self.elements))


@dataclass(frozen=True, eq=False)
class _Words:
    """What says which kinds the features of a plan are.

    ``name`` is what was asked for, ``wanted`` the vocabulary of that name, if it is
    one, and ``chosen`` holds the matches given beside it.
    """

    name: str
    wanted: Vocabulary | None
    chosen: Vocabulary

    @classmethod
    def of(cls, name: str, matches: Sequence[Mapping[str, Any]]) -> _Words:
        named = name not in ("auto", "native")
        wanted = load_vocabulary(name) if named else None
        return cls(name, wanted, parse_matches(matches))

    @property
    def matches(self) -> tuple[Match, ...]:
        own = self.wanted.matches if self.wanted is not None else ()
        return (*own, *self.chosen.matches)

    def chain(self, layer: RawLayer) -> tuple[Vocabulary | None, ...]:
        """Return the vocabularies of a layer, in the order they are asked."""
        first = choose(layer, self.name, self.wanted)
        if first is None or first is not self.wanted or first.extends is None:
            return (first,)
        auto = first.extends == "auto"
        more = choose(layer, "auto") if auto else load_vocabulary(first.extends)
        return (first, more) if first.rules or first.aliases else (more,)


def _rows(
    layer: RawLayer,
    chain: Sequence[Vocabulary | None],
    words: _Words,
    tally: Tally,
) -> Iterator[_Row]:
    """Read the features of a layer: by their match, else by the first that knows."""
    matcher = Matcher(layer.name, words.matches)
    readers = [reader(v) for v in chain]
    ground = load_vocabulary("layers")
    sources = (*(v for v in chain if v not in (None, ground)), ground)
    first = words.wanted or words.chosen
    for feature in features(layer):
        match = matcher.find(feature.cells) if matcher else None
        if match is None:
            yield _Row(feature, _by_words(readers, feature, tally))
        elif match.kind == LEFT_OUT:
            tally.left_out[readers[-1].called(feature, tally)] += 1
            yield _Row(feature, (), left_out=True)
        else:
            yield _Row(feature, by_match(match, feature, tally, first, sources))


def _by_words(
    readers: Sequence[Reader], feature: Feature, tally: Tally
) -> Sequence[Found]:
    for one in readers:
        elements = one.read(feature, tally)
        if elements is not None:
            return elements
    tally.unmapped[readers[-1].called(feature, tally)] += 1
    return ()


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
    rows = list(features(layer))
    hits = sum(1 for f in rows if next(rules_for(f.words, vocabulary), None))
    return 0 < len(rows) <= 2 * hits

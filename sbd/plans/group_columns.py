"""Which column of a table says what its features are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from sbd.plans.found import Feature
from sbd.plans.vocabulary import load_vocabulary, plain

#: Further words of columns that say what a thing is, as programs export them.
_WORDS = (
    "layer", "laag", "calque", "couche", "ebene", "block", "refname", "functie",
    "fonction", "function", "funktion", "object", "objekt", "objet", "code",
    "omschrijving", "description", "libelle", "beschreibung",
)  # fmt: skip
#: A column with more different values than this parts nothing. [1]
#: Source: our choice; a list longer than this is names or species.
_VALUES = 60
#: The same in a layer whose features are all of one known kind. [1]
_VALUES_KNOWN = 20
#: The same for a column whose name says nothing. [1]
_VALUES_UNNAMED = 12


def dividing_columns(
    features: Sequence[Feature], kinds: Collection[tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the columns by which the features of a table are grouped.

    Parameters
    ----------
    features : sequence of Feature
        All features of the table.
    kinds : collection of tuple of str
        What the features are read as, each once.

    Returns
    -------
    tuple of str
        Several only for tables with main tags of OpenStreetMap as columns, of which
        the first that is filled counts; often one, such as ``type``; else none.
    """
    known = len(kinds) == 1 and () not in kinds
    counted = _values(features)
    tags = load_vocabulary("osm").keys
    tagged = tuple(key for key in tags if key in counted)
    filled = sum(1 for f in features if any(key in f.words for key in tagged))
    if len(tagged) > 1 and 2 * filled >= len(features) and not known:
        return tagged
    most = _VALUES_KNOWN if known else _VALUES
    named = [c for c, n in counted.items() if _says_what(c) and 2 <= len(n) <= most]
    if not named and not known:
        named = [c for c, n in counted.items() if _parts(n, len(features))]
    # The fullest column; of two, the one that a vocabulary knows, then the first.
    order = load_vocabulary("layers").type_columns
    named.sort(key=lambda c: (-counted[c].total(), c not in order))
    return tuple(named[:1])


def _values(features: Sequence[Feature]) -> dict[str, Counter[str]]:
    """Return, per column, its values with their numbers; blank cells left out."""
    counted: dict[str, Counter[str]] = {}
    for feature in features:
        for column, word in feature.words.items():
            counted.setdefault(column, Counter())[word] += 1
    return counted


def _says_what(column: str) -> bool:
    """Tell whether the name of a column says that it tells what a thing is."""
    words = {*load_vocabulary("layers").type_columns, *_WORDS}
    return not words.isdisjoint(plain(column).split())


def _parts(values: Counter[str], n: int) -> bool:
    """Tell whether a column of any name has a few words, most of them repeated."""
    wordy = not any(v.replace(".", "").lstrip("-").isdigit() for v in values)
    few = 2 <= len(values) <= _VALUES_UNNAMED and n >= 2 * len(values)
    return wordy and few and 2 * values.total() >= n

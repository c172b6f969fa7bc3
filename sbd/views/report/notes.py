"""Notes on the reading as few sentences: what differs in one place only is listed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sbd.document import Coded
from sbd.locale import follows, knows, number, text
from sbd.plans.kinds import KINDS
from sbd.views.words import kind_name, named_value, sentence

#: What tells notes of one code apart, in the order in which they are joined.
_APART = ("attribute", "kind", "layer", "file")
#: Those that only sentences with a plural for them can list, and the name of it.
_LISTED = {"layer": "layers", "file": "files"}
#: Arguments that are put together, not compared, when notes are joined.
_ADDED = ("n", "what", "ids")
_COUNTED = re.compile(r"(.*) \((\d+)\)", re.DOTALL)

_Key = tuple[object, ...]


def note_sentences(notes: Iterable[Coded], lang: str) -> tuple[str, ...]:
    """Return what was noted on the reading, in as few sentences as say it all.

    Parameters
    ----------
    notes : iterable of Coded
        Notes of a plan, in any order.
    lang : str
        Language.

    Returns
    -------
    tuple of str
        Plain text in the order of the notes. Layers read in one way are one sentence;
        so are notes that differ in an attribute, a kind, a layer or a file only: each
        is named with its number. Equal sentences are one, with how often it holds.
    """
    joined = list(notes)
    for name in _APART:
        joined = _joined(joined, name, lang)
    said = Counter(_said(group, lang) for group in _read_alike(joined))
    return tuple(f"{words} (×{n})" if n > 1 else words for words, n in said.items())


def _joined(notes: Sequence[Coded], name: str, lang: str) -> list[Coded]:
    """Join the notes that are equal but for one argument, at the place of the first."""
    listed = _LISTED.get(name)

    def may(note: Coded) -> bool:
        told = listed is None or follows(lang, f"note.{note.code}") == listed
        return told and isinstance(note.args.get(name), str)

    def alike(note: Coded) -> _Key:
        rest = {k: v for k, v in note.args.items() if k not in (name, *_ADDED)}
        return (note.code, *((k, repr(v)) for k, v in sorted(rest.items())))

    groups = _groups(notes, lambda n: alike(n) if may(n) else None)
    return [_one(group, name, lang) if len(group) > 1 else group[0] for group in groups]


def _groups(
    notes: Sequence[Coded], key: Callable[[Coded], _Key | None]
) -> list[list[Coded]]:
    """Put notes of one key together; those without a key stay alone."""
    found: dict[_Key, list[Coded]] = {}
    for position, note in enumerate(notes):
        said = key(note)
        found.setdefault((position,) if said is None else said, []).append(note)
    return list(found.values())


def _one(group: Sequence[Coded], name: str, lang: str) -> Coded:
    """Return one note for several: their values listed, their numbers added."""
    counts = Counter[str]()
    for note in group:
        counts[str(note.args[name])] += _number(note)
    numbered = all("n" in note.args for note in group)
    args: dict[str, Any] = dict(group[0].args)
    args[name] = ", ".join(
        _counted(name, value, n if numbered else None, lang)
        for value, n in counts.items()
    )
    if numbered:
        args["n"] = sum(counts.values())
    if name in _LISTED:
        args[_LISTED[name]] = len(counts)
    if "what" in args:
        args["what"] = _what(group)
    if "ids" in args:
        args["ids"] = [i for note in group for i in _items(note.args.get("ids"))]
    return Coded(code=group[0].code, args=args)


def _counted(name: str, value: str, n: int | None, lang: str) -> str:
    """Write a value with its number: ``3 trees``, ``height (3)``, ``plan.dxf (3)``."""
    if name == "kind" and value in KINDS:
        if n is None:
            return kind_name(value, lang, 2)
        return f"{number(lang, n)} {kind_name(value, lang, n)}"
    key = f"{name}.{value}"
    words = text(lang, key) if name == "attribute" and knows(lang, key) else value
    return words if n is None else f"{words} ({number(lang, n)})"


def _what(group: Sequence[Coded]) -> list[str]:
    """Return the names with numbers of several notes, the commonest first."""
    found = Counter[str]()
    for note in group:
        for item in _items(note.args.get("what")):
            told = _COUNTED.fullmatch(item)
            found[told[1] if told else item] += int(told[2]) if told else 1
    return [f"{name} ({n})" for name, n in found.most_common()]


def _read_alike(notes: Sequence[Coded]) -> list[list[Coded]]:
    """Put the layers of a file together that were read in one way."""

    def way(note: Coded) -> _Key | None:
        if note.code != "layer_read":
            return None
        return tuple(repr(note.args.get(k)) for k in ("file", "format", "vocabulary"))

    return _groups(notes, way)


def _said(group: Sequence[Coded], lang: str) -> str:
    """Return the sentence of a note, or of layers that were read in one way."""
    first = group[0]
    args = {name: named_value(name, value, lang) for name, value in first.args.items()}
    if first.code != "layer_read":
        return sentence(Coded(code=first.code, args=args), lang, "note")
    args["kinds"] = _found(first, lang) or text(lang, "notes.nothing_found")
    if len(group) == 1:
        return sentence(Coded(code=first.code, args=args), lang, "note")
    args |= {"n": sum(map(_number, group)), "layers": len(group)}
    return text(lang, "notes.layers_read", **args | {"found": _listed(group, lang)})


def _listed(group: Sequence[Coded], lang: str) -> str:
    """Name what was found, layer by layer where the names of layers do not say it."""
    if all(map(_says_all, group)):
        return ", ".join(_found(note, lang) for note in group)
    return ", ".join(_layer(note, lang) for note in group)


def _layer(note: Coded, lang: str) -> str:
    """Write what was found in a layer, with its features where that differs."""
    layer, n = str(note.args.get("layer")), _number(note)
    found = _found(note, lang) or text(lang, "notes.nothing_found")
    if n == sum(_kinds(note).values()):
        return f"{layer} ({found})"
    return text(lang, "notes.layer_found", layer=layer, n=n, found=found)


def _says_all(note: Coded) -> bool:
    """Tell whether a layer is called as the one kind that all of it is."""
    return _kinds(note) == {note.args.get("layer"): _number(note)}


def _found(note: Coded, lang: str) -> str:
    """Write how many there are of each kind, such as ``171 buildings``."""
    return ", ".join(_counted("kind", k, n, lang) for k, n in _kinds(note).items())


def _kinds(note: Coded) -> Mapping[str, int]:
    """Return how many elements of each kind a layer gave."""
    pairs = (item.rpartition(" ") for item in _items(note.args.get("kinds")))
    return {kind: int(n) for kind, _, n in pairs if n.isdecimal()}


def _items(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, (list, tuple)) else []


def _number(note: Coded) -> int:
    n = note.args.get("n")
    return n if isinstance(n, int) else 0

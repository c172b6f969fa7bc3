"""What must agree between the entries of a checklist.

Works on plain data, so that it can speak even where entries have other mistakes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from sbd.checklists.mistakes import Mistake, Path, shown

#: Where a criterion uses an id of `lists.yaml`, by the name of the list.
_WORDS = (("discipline", "disciplines"), ("user_groups", "user_groups"))


def inconsistencies(data: Mapping[str, Any]) -> list[Mistake]:
    """Find ids and names given twice, and ids named but not defined.

    Parameters
    ----------
    data : mapping
        A checklist as plain data; malformed pieces are passed over.

    Returns
    -------
    list of Mistake
        Without line numbers.
    """
    criteria, tensions = _defined(data, "criteria"), _defined(data, "tensions")
    return [
        *_twice(criteria),
        *_twice(tensions),
        *_called_twice(data),
        *_undefined(_named_tensions(data), tensions, "tension"),
        *_undefined(_named_criteria(data), criteria, "criterion"),
    ]


def unlisted_words(
    data: Mapping[str, Any], lists: Mapping[str, Mapping[str, Any]]
) -> list[Mistake]:
    """Find disciplines, user groups and caps that are in none of the lists.

    Parameters
    ----------
    data : mapping
        A checklist as plain data.
    lists : mapping
        The lists of ids, by name of the list.

    Returns
    -------
    list of Mistake
        Each with the nearest id that exists, where there is one.
    """
    found = []
    for path, word, name in _words(data):
        if isinstance(word, str) and word not in lists[name]:
            known = list(lists[name])
            near = get_close_matches(word, known, 1)
            advice = f"did you mean {near[0]}?" if near else f"use {_or(known)}"
            found.append(
                Mistake(path, f"{shown(repr(word))} is not one of the {name}; {advice}")
            )
    return found


def _words(data: Mapping[str, Any]) -> Iterator[tuple[Path, Any, str]]:
    for at, criterion in _entries(data, "criteria"):
        for key, name in _WORDS:
            value = criterion.get(key)
            if isinstance(value, list):
                for n, word in enumerate(value):
                    yield (*at, key, n), word, name
            else:
                yield (*at, key), value, name
        for n, cap in enumerate(_sequence(criterion.get("caps"))):
            if isinstance(cap, Mapping):
                yield (*at, "caps", n, "when"), cap.get("when"), "caps"


def _named_tensions(data: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for at, criterion in _entries(data, "criteria"):
        for n, name in enumerate(_sequence(criterion.get("tensions"))):
            yield (*at, "tensions", n), name


def _named_criteria(data: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for at, tension in _entries(data, "tensions"):
        for n, side in enumerate(_sequence(tension.get("sides"))):
            for m, name in enumerate(_sequence(side)):
                yield (*at, "sides", n, m), name


def _undefined(
    named: Iterator[tuple[Path, Any]], defined: Mapping[str, Any], what: str
) -> list[Mistake]:
    return [
        Mistake(path, f"names {what} {shown(name)}, which is not defined in this file")
        for path, name in named
        if isinstance(name, str) and name not in defined
    ]


def _defined(data: Mapping[str, Any], key: str) -> dict[str, list[Path]]:
    places: dict[str, list[Path]] = {}
    for at, entry in _entries(data, key):
        if isinstance(entry.get("id"), str):
            places.setdefault(entry["id"], []).append((*at, "id"))
    return places


def _twice(defined: Mapping[str, list[Path]]) -> list[Mistake]:
    return [
        Mistake(path, f"uses the id {shown(name)} a second time; ids are unique")
        for name, paths in defined.items()
        for path in paths[1:]
    ]


def _called_twice(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """Find parameters that a report could not tell apart."""
    parameters, first = data.get("parameters"), dict[str, str]()
    for key, entry in parameters.items() if isinstance(parameters, Mapping) else ():
        name = entry.get("name") if isinstance(entry, Mapping) else None
        if not isinstance(name, str):
            continue
        other = first.setdefault(name.strip().casefold(), key)
        if other != key:
            says = (
                f"is {shown(repr(name))}, as that of {shown(other)}; names are unique"
            )
            yield Mistake(("parameters", key, "name"), says)


def _entries(
    data: Mapping[str, Any], key: str
) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for n, entry in enumerate(_sequence(data.get(key))):
        if isinstance(entry, Mapping):
            yield (key, n), entry


def _sequence(value: Any) -> list[Any] | tuple[Any, ...]:
    return value if isinstance(value, list | tuple) else []


def _or(words: list[str]) -> str:
    return ", ".join(words[:-1]) + f" or {words[-1]}" if len(words) > 1 else words[0]

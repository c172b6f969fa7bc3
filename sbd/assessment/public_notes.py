"""Notes and reasons of the public edition, without what they say of hidden things."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sbd.document import Coded
from sbd.plans.kinds import KINDS

#: Arguments that list kinds, elements or names, some of which may be told.
_LISTS = ("kinds", "ids", "what")
#: Arguments of a reason that are numbers of elements.
_COUNTS = frozenset({"count", "of", "rows"})
_WORDS = re.compile(r"[a-z_]+")
_COUNTED = re.compile(r".* \(?(\d+)\)?")


def open_notes(notes: Iterable[Coded], hidden: Collection[str]) -> tuple[Coded, ...]:
    """Return the notes on a plan that the public may read.

    Parameters
    ----------
    notes : iterable of Coded
        All of them.
    hidden : collection of str
        Kinds, attributes and criteria of which nothing is said.

    Returns
    -------
    tuple of Coded
        Those that speak of nothing hidden. A list is told without what is hidden of
        it, and the number beside it is that of the rest.
    """
    found = (_open(note, frozenset(hidden)) for note in notes)
    return tuple(note for note in found if note is not None)


def counted(reason: Coded, hidden: Collection[str]) -> bool:
    """Tell whether a reason says how many elements of hidden kinds there are."""
    if not _COUNTS & set(reason.args):
        return False
    drawn = reason.code.startswith("bollards") and "bollard" in hidden
    return drawn or any(w in hidden for w in _strings(reason.args.values()))


def kind_in(name: str) -> str | None:
    """Return the kind that an id or a number with its kind begins with, if any."""
    found = _WORDS.match(name.lower())
    kind = found[0].strip("_") if found else ""
    return kind if kind in KINDS else None


def _open(note: Coded, hidden: frozenset[str]) -> Coded | None:
    if note.code.startswith("risk"):
        return None
    args: dict[str, Any] = dict(note.args)
    for name in _LISTS:
        items = args.get(name)
        if not isinstance(items, list | tuple) or not items:
            continue
        kept = [i for i in items if not {i, kind_in(str(i))} & hidden]
        if not kept:
            return None
        if isinstance(args.get("n"), int):
            args["n"] -= sum(_number(i) for i in items if i not in kept)
        args[name] = kept
    if hidden & set(_strings(args.values())):
        return None
    return note.model_copy(update={"args": args})


def _number(item: object) -> int:
    """Return how many things an item of a list stands for."""
    told = _COUNTED.fullmatch(str(item))
    return int(told[1]) if told else 1


def _strings(values: Iterable[object]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from _strings(value)
        elif isinstance(value, Mapping):
            yield from _strings([*value.keys(), *value.values()])

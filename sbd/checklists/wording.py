"""Mistakes that the models find, said so that a planner can mend them."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from sbd.checklists import model
from sbd.checklists.mistakes import Mistake, Path, shown

#: What an id looks like, by the pattern of its type.
_FORMS = {
    r"^[A-Z]-\d{2}$": "a capital letter, a hyphen and two digits, such as S-01",
    r"^T\d{2}$": "T and two digits, such as T01",
    r"^[a-z][a-z0-9_]*$": "small letters, digits and _, such as older_people",
    r"^\d+\.\d+\.\d+$": "three numbers, such as 1.0.0",
}
_SENTENCES = {
    "bool_type": "must be true or false",
    "date_from_datetime_parsing": "must be a date such as 2026-10-01",
    "date_parsing": "must be a date such as 2026-10-01",
    "date_type": "must be a date such as 2026-10-01",
    "dict_type": "must be keys with values, one to a line",
    "finite_number": "must be an ordinary number",
    "float_type": "must be a number",
    "int_from_float": "must be a whole number",
    "int_type": "must be a whole number",
    "missing": "is missing; add it",
    "model_type": "must be keys with values, one to a line",
    "string_too_short": "must not be empty; write the text or leave the key out",
    "string_type": "must be text; put it in quotes",
    "tuple_type": "must be a list, in square brackets or with a dash on each line",
}


def mistakes_of(error: ValidationError) -> list[Mistake]:
    """Say each error of a validation in one sentence, with its path.

    Parameters
    ----------
    error : ValidationError
        Raised by `sbd.checklists.model.Checklist`.

    Returns
    -------
    list of Mistake
        Without line numbers. What the checklist as a whole found is left out:
        `sbd.checklists.consistency` says it with a path.
    """
    found = []
    for entry in error.errors(include_url=False):
        path = tuple(step for step in entry["loc"] if step != "[key]")
        if path or entry["type"] != "value_error":
            found.append(Mistake(path, _sentence(entry, path)))
    return found


def _sentence(entry: Mapping[str, Any], path: Path) -> str:
    kind, facts = entry["type"], entry.get("ctx", {})
    given = entry["input"]
    sentence = _SENTENCES.get(kind)
    if kind == "extra_forbidden":
        sentence = _unknown_key(str(path[-1]))
    elif kind == "literal_error":
        sentence = _not_a_choice(given, facts["expected"])
    elif kind == "string_pattern_mismatch":
        sentence = f"must be {_FORMS.get(facts['pattern'], facts['pattern'])}"
    elif kind in ("too_short", "too_long"):
        sentence = _count(kind, facts)
    elif kind in ("greater_than_equal", "less_than_equal"):
        sentence = f"must be {_limit(facts)}, not {given!r}"
    elif kind == "value_error":
        sentence = f"does not hold together: {facts['error']}"
    return sentence or f"is not right: {entry['msg']}"


def _limit(facts: Mapping[str, Any]) -> str:
    return f"at least {facts['ge']}" if "ge" in facts else f"at most {facts['le']}"


def _unknown_key(key: str) -> str:
    if not key.isidentifier():
        return "is read as a key; a text with a comma or a colon needs quotes"
    near = get_close_matches(key, _known_keys(), 1)
    advice = f"did you mean {near[0]}?" if near else "remove it"
    return f"is not a key that belongs here; {advice}"


def _not_a_choice(given: object, expected: str) -> str:
    if isinstance(given, int | float) and f"'{given:g}'" in expected:
        return f'must be text; write "{given:g}" in quotes'
    return f"must be {expected}, not {shown(repr(given))}"


def _count(kind: str, facts: Mapping[str, Any]) -> str:
    if kind == "too_long":
        return f"must have at most {facts['max_length']} entries"
    least = facts["min_length"]
    return f"must have at least {least} {'entry' if least == 1 else 'entries'}"


def _known_keys() -> list[str]:
    models = [
        m
        for m in vars(model).values()
        if isinstance(m, type) and issubclass(m, BaseModel)
    ]
    return sorted({name for m in models for name in m.model_fields})

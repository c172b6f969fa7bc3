"""Errors: one constant template each, and a sentence in every language."""

from __future__ import annotations

import ast
from functools import cache

import pytest
from babel.messages.pofile import read_po

from sbd import errors
from sbd.errors import PlanError, SbdError
from sbd.locale import translated
from sbd.plans.formats.foreign import REFUSALS
from tests.catalogues import OTHERS, PACKAGE, literals, placeholders, sources

#: Errors of these files are for authors of checklists, shown in the terminal only.
FOR_AUTHORS = PACKAGE / "checklists"
ERRORS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, SbdError)
}


@cache
def refusals() -> list[tuple[str, ast.Call]]:
    """Return the calls that make an error, each with its place."""
    return [
        (f"{path.relative_to(PACKAGE)}:{call.lineno}", call)
        for path, tree in sources()
        if not path.is_relative_to(FOR_AUTHORS)
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call))
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in ERRORS
    ]


def templates() -> dict[str, str]:
    """Return the places of errors by their template."""
    found = ((literals(value), p) for p, c in refusals() for value in c.args)
    called = {template: place for given, place in found for template in given}
    return called | dict.fromkeys(REFUSALS.values(), "plans/formats/foreign.py")


@cache
def sentences(lang: str) -> dict[str, str]:
    """Return the sentences of errors by their English template."""
    found: dict[str, str] = {}
    for path in sorted((PACKAGE / "locale" / lang).glob("errors.*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=lang, abort_invalid=True):
                if message.id:
                    assert not message.fuzzy, message.id
                    found[str(message.id)] = str(message.string)
    return found


def test_every_error_has_one_constant_template_and_its_values() -> None:
    wrong = []
    for place, call in refusals():
        names = {k.arg for k in call.keywords}
        if [ast.unparse(a) for a in call.args] == ["REFUSALS[kind]"]:
            assert (
                names
                == {"file"}
                == {n for t in REFUSALS.values() for n in placeholders(t)}
            )
            continue
        given = [c for a in call.args for c in literals(a)]
        alone = len(call.args) == 1 and isinstance(call.args[0], ast.Constant)
        if not alone or len(given) != 1:
            wrong.append(f"{place}: not one constant template")
        elif None not in names and placeholders(given[0]) != names:
            wrong.append(f"{place}: {names} do not fill {given[0]!r}")
    assert wrong == []
    assert len(templates()) > 40


@pytest.mark.parametrize("lang", OTHERS)
def test_every_error_has_a_sentence(lang: str) -> None:
    known = sentences(lang)
    lacking = [f"{p}: {t}" for t, p in templates().items() if not known.get(t)]
    assert lacking == []
    assert set(known) - set(templates()) == set()


@pytest.mark.parametrize("lang", OTHERS)
def test_sentences_of_errors_take_the_same_values(lang: str) -> None:
    for template, sentence in sentences(lang).items():
        assert placeholders(sentence) == placeholders(template), template


def test_an_error_in_the_language_of_the_screen() -> None:
    error = PlanError(
        "{file} cannot be read: {reason}.", file="a b.dxf", reason="{x} :"
    )
    assert translated("en", error.parts) == str(error)
    assert translated("nl", error.parts) == "a b.dxf kan niet worden gelezen: {x} :."
    french = translated("fr", error.parts)
    assert french == "a b.dxf ne peut pas être lu\u00a0: {x} :."


def test_errors_together_are_sentences_one_after_the_other() -> None:
    unit = PlanError("'{unit}' is not a unit: use {known}.", unit="ell", known="m, ft")
    error = PlanError.together([unit, PlanError("Braces {stay}.")])
    said = "“ell” is geen eenheid: gebruik m, ft. Braces {stay}."
    assert translated("nl", error.parts) == said

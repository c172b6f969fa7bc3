"""The catalogues: complete, equal in all languages, and no code without words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from pydantic import BaseModel

from sbd.checklists.lists import read_lists
from sbd.checklists.model import Text, Title
from sbd.checklists.read import checklist_names, read_checklist
from sbd.locale import (
    LANGS,
    clock_text,
    date_text,
    day_of_year_text,
    knows,
    language_name,
    number,
    phrase,
    text,
    unbroken,
)
from sbd.plans.kinds import DESIGN_VEHICLES, KINDS, RISKS
from sbd.units import UNITS
from tests.catalogues import (
    OTHERS,
    PACKAGE,
    literals,
    messages,
    placeholders,
    sources,
    strings,
)

#: Codes that are put together while running, so that no literal shows them.
COMPOSED = {
    *(
        f"condition_{answer}_{condition}"
        for answer in ("false", "unknown")
        for condition in ("vehicle_risk", "vehicle_risk_or_traffic", "camera")
    ),
    *(
        f"verdict_{code}"
        for code in ("too_little_known", "unbalanced", "insufficient", "balanced")
    ),
}


def codes(*makers: str) -> dict[str, Path]:
    """Return the literal first arguments (or ``code=``) of calls by these names."""
    found = {}
    for path, tree in sources():
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name not in makers:
                continue
            code = [k.value for k in call.keywords if k.arg == "code"]
            for value in [*call.args[:1], *code]:
                found |= dict.fromkeys(literals(value), path)
    return found


def assert_worded(family: str, found: dict[str, Path], *others: str) -> None:
    lacking = [
        f"{path.name}: {family}.{code} ({lang})"
        for code, path in sorted(found.items())
        for lang in LANGS
        if not any(f"{f}.{code}" in messages(lang) for f in (family, *others))
    ]
    assert lacking == []


@pytest.mark.parametrize("lang", OTHERS)
def test_same_keys_and_placeholders_as_english(lang: str) -> None:
    english, other = messages("en"), messages(lang)
    assert set(other) == set(english)
    for key, message in other.items():
        assert isinstance(message.id, str) == isinstance(english[key].id, str), key
        wanted = {frozenset(placeholders(s)) for s in strings(english[key])}
        assert {frozenset(placeholders(s)) for s in strings(message)} == wanted, key


@pytest.mark.parametrize("lang", LANGS)
def test_no_message_is_empty_or_fuzzy(lang: str) -> None:
    for key, message in messages(lang).items():
        assert all(s.strip() for s in strings(message)), key
        assert not message.fuzzy, key


@pytest.mark.parametrize("lang", LANGS)
def test_placeholders_have_names_and_nothing_shouts(lang: str) -> None:
    for key, message in messages(lang).items():
        for words in strings(message):
            assert all(name.isidentifier() for name in placeholders(words)), key
            assert "!" not in words, key


def test_every_reason_has_words() -> None:
    found = codes("Reason", "Coded")
    assert {"kind_missing", "attribute_missing"} <= set(found)
    assert_worded("reason", found | dict.fromkeys(COMPOSED, PACKAGE))


def test_every_note_has_words() -> None:
    found = codes("Note", "note")
    assert "unmapped" in found
    assert_worded("note", found)


def test_every_label_on_the_map_has_words() -> None:
    found = {}
    for path, tree in sources():
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            if getattr(call.func, "id", "") == "Place":
                values = [k.value for k in call.keywords if k.arg == "label"]
                values += call.args[3:4]
                found |= {c: path for v in values for c in literals(v)}
    assert found
    assert_worded("label", found, "kind")


def test_every_code_an_indicator_names_has_words() -> None:
    """Defaults are module constants; each must be a default, a label or a reason."""
    lacking = []
    for path, tree in sources():
        if path.parent.name != "indicators":
            continue
        for node in tree.body:
            value = node.value if isinstance(node, ast.Assign) else None
            if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
                continue
            code = value.value
            if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", code):
                continue
            families = ("default", "label", "reason")
            for lang in LANGS:
                if not any(f"{f}.{code}" in messages(lang) for f in families):
                    lacking.append(f"{path.name}: {code} ({lang})")
    assert lacking == []


@pytest.mark.parametrize("lang", LANGS)
def test_everything_of_the_catalogues_of_kinds_and_units_has_words(lang: str) -> None:
    known = messages(lang)
    names = {a.name for kind in KINDS.values() for a in kind.attributes}
    wanted = {f"kind.{k}" for k in KINDS} | {f"attribute.{a}" for a in names}
    wanted |= {f"unit.{u}" for u in UNITS if u != "1"}
    wanted |= {f"risk.{r}" for r in (*RISKS, "unknown")}
    wanted |= {f"vehicle.{v}" for v in DESIGN_VEHICLES}
    assert wanted - set(known) == set()


def test_every_indicator_of_the_shipped_checklists_has_a_name() -> None:
    parts = {
        part.indicator
        for name in checklist_names()
        for criterion in read_checklist(name).criteria
        for part in criterion.measured_by
    }
    assert_worded("indicator", dict.fromkeys(parts, PACKAGE))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("family", "listed"),
    [
        ("discipline", "disciplines"),
        ("space", "space_types"),
        ("design_phase", "design_phases"),
        ("phase", "chain_phases"),
        ("phenomenon", "phenomena"),
        ("status", "statuses"),
        ("certainty", "certainties"),
    ],
)
def test_lists_say_the_same_as_the_catalogues(
    lang: str, family: str, listed: str
) -> None:
    for identifier, title in getattr(read_lists(), listed).items():
        said = text(lang, f"{family}.{identifier}").replace("\u202f", " ")
        assert said.casefold() == title.in_language(lang).casefold()


def untranslated(data: BaseModel, lang: str) -> set[str]:
    """Return the English of the texts that a file itself does not say in a language."""
    found: set[str] = set()
    for value in dict(data).values():
        inner = value.values() if isinstance(value, dict) else value
        for one in inner if isinstance(value, (dict, tuple)) else (value,):
            if isinstance(one, (Text, Title)):
                found |= set() if getattr(one, lang, None) else {one.en}
            elif isinstance(one, BaseModel):
                found |= untranslated(one, lang)
    return found


@pytest.mark.parametrize("lang", OTHERS)
def test_every_source_and_number_of_the_checklists_is_said_in_every_language(
    lang: str,
) -> None:
    """Titles of foreign works stay as they are; that stands in the catalogue too."""
    wanted = set()
    for found in map(read_checklist, checklist_names()):
        for source in (s for c in found.criteria for s in c.source):
            wanted |= {source.title, source.note or source.title}
        wanted |= {p.source for p in found.parameters.values()}
        wanted |= {p.name or key for key, p in found.parameters.items()}
        wanted |= untranslated(found, lang)
    wanted |= untranslated(read_lists(), lang)
    with (PACKAGE / "locale" / lang / "checklist.po").open("rb") as file:
        known = {m.id: m for m in read_po(file, locale=lang, abort_invalid=True)}
    said = {i for i, m in known.items() if i and m.string and not m.fuzzy}
    assert wanted - said == set()
    assert said - wanted == set()
    same = [i for i in said if known[i].string == i]
    assert len(same) < 12
    figures = re.compile(r"\d+")
    changed = [
        i for i in said if figures.findall(i) != figures.findall(known[i].string)
    ]
    # Decimal marks, ordinals and the clock are written otherwise, never the figures.
    assert all(len(figures.findall(i)) > 0 for i in changed)


def test_texts_of_checklists_that_a_language_lacks_are_found() -> None:
    lacking = untranslated(read_checklist("brussels"), "de")
    assert {"Tree canopy", "Nothing foreseen", "Public space in Brussels"} <= lacking
    assert "Fire service" in untranslated(read_lists(), "de")


def test_a_text_of_a_checklist_without_translation_stays_english() -> None:
    assert phrase("nl", "One page read") == "Eén bladzijde gelezen"
    assert phrase("fr", "Anything else") == "Anything else"
    assert phrase("en", "One page read") == "One page read"


def test_french_marks_keep_to_their_word() -> None:
    words = text("fr", "verdict.unbalanced", dimensions="accessibilité")
    assert words == "Déséquilibre\u00a0: accessibilité en retrait"
    assert "discussion\u202f; il" in text("fr", "ui.advisory_note")
    for message in messages("fr"):
        assert not re.search(r" [:;?!»]|« ", text("fr", message))


def test_per_cent_keeps_to_its_number() -> None:
    assert text("en", "ui.coverage", share=82).startswith("82\u202f%")


@pytest.mark.parametrize(
    ("lang", "value", "digits", "written"),
    [
        ("en", 0.84, 2, "0.84"),
        ("nl", 0.84, 2, "0,84"),
        ("fr", 12345.678, 1, "12\u202f345,7"),
        ("nl", -3.0, 0, "−3"),
        ("en", -0.001, 2, "0.00"),
        ("fr", float("inf"), 0, "∞"),
    ],
)
def test_numbers(lang: str, value: float, digits: int, written: str) -> None:
    assert number(lang, value, digits) == written


@pytest.mark.parametrize(
    ("lang", "day", "written"),
    [
        ("nl", "2026-11-26", "26 november 2026"),
        ("nl", "2026-01-01", "1 januari 2026"),
        ("fr", "2026-11-26", "26 novembre 2026"),
        ("fr", "2026-01-01", "1er janvier 2026"),
        ("fr", "2026-08-11", "11 août 2026"),
        ("en", "2026-11-26", "26 November 2026"),
        ("en", "2026-01-01", "1 January 2026"),
        ("xx", "2026-01-01", "1 January 2026"),
    ],
)
def test_days_in_words(lang: str, day: str, written: str) -> None:
    assert date_text(lang, day) == written


def test_languages_by_their_own_name() -> None:
    assert [language_name(x) for x in ("nl", "fr", "en")] == [
        *("Nederlands", "Français", "English"),
    ]


def test_languages_do_not_mix() -> None:
    both = [text(lang, "level.2") for lang in ("nl", "fr", "nl")]
    assert both == ["aanvaardbaar", "acceptable", "aanvaardbaar"]


def test_unknown_key_and_language_do_not_fail() -> None:
    assert text("nl", "no.such.key") == "no.such.key"
    assert not knows("nl", "no.such.key")
    assert text("de", "level.3") == "good"


def test_missing_and_odd_arguments_do_not_fail() -> None:
    assert text("en", "ui.between", low=1) == "between 1 and …"
    assert text("nl", "ui.between", low=1.25, high=None) == "tussen 1,25 en –"
    assert "{x}" in text("en", "ui.between", low="{x}", high="{0}")


@pytest.mark.parametrize(
    ("lang", "day", "said"),
    [
        ("en", 202, "21 July"),
        ("fr", 202, "21 juillet"),
        ("nl", 202, "21 juli"),
        ("fr", 213, "1er août"),
        ("en", 366, "31 December"),
        ("en", 1, "1 January"),
    ],
)
def test_a_day_of_the_year_is_said_as_a_date(lang: str, day: float, said: str) -> None:
    assert day_of_year_text(lang, day) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (13.1667, ["13:10", "13\u00a0h\u00a010", "13.10\u00a0uur"]),
        (6.0, ["6:00", "6\u00a0h", "6\u00a0uur"]),
        (19.999, ["20:00", "20\u00a0h", "20\u00a0uur"]),
    ],
)
def test_hours_are_said_as_each_language_writes_them(
    hours: float, said: list[str]
) -> None:
    found = [clock_text(lang, hours) for lang in ("en", "fr", "nl")]
    assert [words.replace(" ", "\u00a0") for words in found] == said


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("wider than 1.50 m.", "wider than 1.50\u202fm."),
        ("30 km/h, 20 m² and 8 lx", "30\u202fkm/h, 20\u202fm² and 8\u202flx"),
        ("3 metres, 4 mice", "3 metres, 4 mice"),
    ],
)
def test_a_number_keeps_its_unit_on_its_line(words: str, kept: str) -> None:
    assert unbroken(words) == kept

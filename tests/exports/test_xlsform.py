"""The form for a field walk, read by pyxform, as KoboToolbox and ODK Central do."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from sbd.checklists.model import Checklist
from sbd.checklists.read import read_checklist
from sbd.errors import ChecklistError
from sbd.exports.xlsform import xlsform
from sbd.locale import LANGS
from sbd.reviews.field_answers import field_ratings
from sbd.reviews.field_columns import find_columns

CHECKLIST = read_checklist("brussels")
JUDGED = [c for c in CHECKLIST.criteria if not c.measured]
X = "{http://www.w3.org/2002/xforms}"


def rows(content: bytes, sheet: str) -> list[dict[str, str]]:
    book = load_workbook(io.BytesIO(content))
    header, *cells = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in cells]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def form() -> bytes:
    return xlsform(CHECKLIST)


@pytest.fixture(scope="module")
def xform(form: bytes, tmp_path_factory: pytest.TempPathFactory) -> ET.Element:
    path = tmp_path_factory.mktemp("form") / "brussels.xlsx"
    path.write_bytes(form)
    # ODK Validate comes with pyxform and needs Java; without it pyxform still checks.
    done = convert(str(path), validate=shutil.which("java") is not None)
    assert done.warnings == []
    return ET.fromstring(done.xform)


def test_pyxform_turns_it_into_a_form_without_warnings(xform: ET.Element) -> None:
    said = [t.get("lang") for t in xform.iter(f"{X}translation")]
    assert said == ["English (en)", "Nederlands (nl)", "Français (fr)"]
    (first,) = [t for t in xform.iter(f"{X}translation") if t.get("default")]
    assert first.get("lang") == "English (en)"
    texts = [{e.get("id") for e in t} for t in xform.iter(f"{X}translation")]
    assert texts[0] == texts[1] == texts[2]
    assert all("".join(e.itertext()).strip() for e in xform.iter(f"{X}text"))
    (root,) = [e for e in xform.iter() if e.get("id") == "sbd_brussels"]
    assert root.get("version") == CHECKLIST.version


@pytest.mark.parametrize("mark", ["/", "-", None])
def test_the_columns_of_an_export_are_known(
    xform: ET.Element, mark: str | None
) -> None:
    """Of each question of the form, as its path is written in a first row."""
    header = []
    for bind in xform.iter(f"{X}bind"):
        steps = str(bind.get("nodeset")).split("/")[2:]
        name = steps[-1] if mark is None else mark.join(steps)
        header.append(name)
        if bind.get("type") == "geopoint" and mark == "-":  # ODK Central splits it
            parts = ("Latitude", "Longitude", "Altitude", "Accuracy")
            header[-1:] = [f"{name}-{part}" for part in parts]
    found = find_columns([*header, "SubmissionDate", "KEY", "_geolocation", "_index"])
    ids = {c.id for c in JUDGED}
    assert set(found.answers) == set(found.notes) == ids
    assert set(found.latitudes if mark == "-" else found.points) == ids
    assert len(found.discipline) == len(found.rater) == 1
    assert all(len(places) == 1 for places in found.answers.values())


def test_every_judged_criterion_is_asked_and_nothing_measured(form: bytes) -> None:
    survey = rows(form, "survey")
    asked = {r["name"] for r in survey if str(r["type"]).startswith("select_one l")}
    assert asked == {c.id.lower().replace("-", "_") for c in JUDGED}
    for name in asked:
        kinds = {r["name"]: r["type"] for r in survey if r["name"]}
        assert kinds[f"{name}_note"] == "text"
        assert kinds[f"{name}_point"] == "geopoint"
    needed = [r["name"] for r in survey if r["required"]]
    assert needed == ["discipline"]


def test_the_choices_say_the_anchors_in_three_languages(form: bytes) -> None:
    choices = [r for r in rows(form, "choices") if r["list_name"] == "levels_s_16"]
    assert [r["name"] for r in choices] == [
        *"01234",
        "unknown",
        "not_applicable",
    ]
    anchor = next(c for c in JUDGED if c.id == "S-16").anchors
    assert anchor is not None
    for level, text in anchor.levels().items():
        said = choices[level]
        assert said["label::English (en)"].endswith(text.en)
        assert said["label::Nederlands (nl)"].endswith(str(text.nl))
        assert said["label::Français (fr)"].endswith(str(text.fr))


def test_the_form_opens_in_the_language_asked_for() -> None:
    (settings,) = rows(xlsform(CHECKLIST, "fr"), "settings")
    assert settings["default_language"] == "Français (fr)"
    assert settings["form_title"] == CHECKLIST.title.fr


@pytest.mark.parametrize("lang", LANGS)
def test_what_it_asks_comes_back_by_name_and_by_label(form: bytes, lang: str) -> None:
    column = {"en": "English (en)", "nl": "Nederlands (nl)", "fr": "Français (fr)"}
    survey = [r for r in rows(form, "survey") if r["name"]]
    for header in ("name", f"label::{column[lang]}"):
        found = find_columns([str(r[header]) for r in survey])
        ids = {c.id for c in JUDGED}
        assert set(found.answers) == set(found.notes) == set(found.points) == ids
        assert len(found.discipline) == len(found.rater) == 1
    choices = rows(form, "choices")
    said = f"label::{column[lang]}"
    for choice in choices:
        header, cells = ["discipline", "s_04"], [choice[said], "3"]
        if choice["list_name"] != "disciplines":
            cells = ["police", choice[said]]
        (rating,) = field_ratings([header, cells], "x")
        assert choice["name"] in (rating.discipline, str(rating.answer))


def test_the_same_checklist_gives_the_same_bytes(form: bytes) -> None:
    assert xlsform(CHECKLIST) == form


def changed(**texts: object) -> Checklist:
    criteria = [
        c.model_dump(mode="json", exclude_none=True) | texts for c in JUDGED[:1]
    ]
    whole = CHECKLIST.model_dump(mode="json", exclude_none=True)
    whole |= {"criteria": criteria, "tensions": []}
    whole["criteria"][0]["tensions"] = []
    return Checklist.model_validate_json(json.dumps(whole))


def test_odd_texts_stay_texts(tmp_path: Path) -> None:
    odd = "=HYPERLINK(\"x\") <b>&amp; ${discipline} 'q' 🌳 مرحبا\nnext"
    path = tmp_path / "odd.xlsx"
    path.write_bytes(xlsform(changed(question={"en": odd}, guidance={"en": odd})))
    done = convert(str(path))
    text = "".join(ET.fromstring(done.xform).itertext())
    assert "=HYPERLINK" in text
    assert "<b>&amp; $ {discipline}" in text
    assert "🌳 مرحبا" in text


def test_a_form_needs_something_to_ask_and_a_language_there_is() -> None:
    with pytest.raises(ChecklistError, match="written in en, nl, fr, not in de"):
        xlsform(CHECKLIST, "de")
    measured = tuple(c for c in CHECKLIST.criteria if c.measured)
    bare = CHECKLIST.model_copy(update={"criteria": measured})
    with pytest.raises(ChecklistError, match="nothing to ask on a field walk"):
        xlsform(bare)

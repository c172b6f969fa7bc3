from __future__ import annotations

from importlib.resources import files

import jsonschema
import pytest

from sbd.checklists.schema import checklist_schema, schema_text, write_schema
from sbd.checklists.yaml_source import parse_source
from tests.checklists.test_bad_files import FOLDER

PACKAGE = files("sbd.checklists")
#: Mistakes that a schema can see; the reader sees all.
SEEN = [
    "anchor_of_level_5",
    "criterion_id_without_hyphen",
    "five_cuts",
    "key_that_does_not_belong",
    "misspelt_key",
    "no_source",
    "parameter_with_capital",
    "three_cuts",
    "title_without_french",
    "unknown_cap",
    "unknown_chain_phase",
    "unknown_condition",
    "unknown_discipline",
    "unknown_space_type",
    "unknown_unit",
    "unknown_user_group",
    "weight_as_word",
    "weight_too_high",
    "without_criteria",
    "yes_instead_of_true",
]


def data_of(text: str):
    return parse_source(text).data


def test_shipped_schema_is_generated_from_the_models():
    shipped = PACKAGE.joinpath("checklist.schema.json").read_text("utf-8")
    assert shipped == schema_text(), "run: python -m sbd.checklists.schema"


def test_schema_can_be_written_again(tmp_path):
    write_schema(tmp_path / "schema.json")
    assert (tmp_path / "schema.json").read_text("utf-8") == schema_text()


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(checklist_schema())


def test_shipped_checklist_names_the_schema_beside_it():
    text = PACKAGE.joinpath("brussels.yaml").read_text("utf-8")
    assert text.splitlines()[0] == (
        "# yaml-language-server: $schema=checklist.schema.json"
    )


def test_shipped_checklist_fits_the_schema():
    text = PACKAGE.joinpath("brussels.yaml").read_text("utf-8")
    jsonschema.validate(data_of(text), checklist_schema())


@pytest.mark.parametrize("name", SEEN)
def test_an_editor_sees_the_mistake_too(name):
    data = data_of((FOLDER / f"{name}.yaml").read_text("utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, checklist_schema())


def test_minimal_file_fits_the_schema():
    data = data_of((FOLDER / "minimal.yaml").read_text("utf-8"))
    jsonschema.validate(data, checklist_schema())

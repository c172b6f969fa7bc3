"""The pages about checklists say what the models and the reader do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sbd.checklists import model
from sbd.checklists.read import parse_checklist
from sbd.checklists.yaml_source import parse_source
from tests.checklists.test_read import MINIMAL

DOCS = Path(__file__).parents[2] / "docs"
FORM = (DOCS / "checklist.md").read_text("utf-8")
ADDING = (DOCS / "adding_a_criterion.md").read_text("utf-8")


def examples(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", page, re.S)


@pytest.mark.parametrize(
    "key",
    sorted(
        {
            *model.Checklist.model_fields,
            *model.Criterion.model_fields,
            *model.Part.model_fields,
            *model.Gate.model_fields,
            *model.Tension.model_fields,
            *model.Parameter.model_fields,
            *model.Source.model_fields,
        }
    ),
)
def test_every_key_is_explained(key):
    assert re.search(rf"\b{key}\b", FORM)


def test_every_word_of_a_closed_list_is_explained():
    for words in (model.Phase, model.Phenomenon, model.Status, model.Certainty):
        for word in words.__args__:
            assert f"`{word}`" in FORM


def test_judged_example_can_be_pasted():
    entry = examples(ADDING)[0]
    text = MINIMAL.read_text("utf-8").replace("\ntensions:\n", f"\n{entry}tensions:\n")
    checklist = parse_checklist(text.encode(), "pasted.yaml")
    assert not checklist.criterion("L-17").measured


def test_measured_example_can_be_pasted():
    judged, parts = examples(ADDING)
    entry = re.sub(r"    anchors:\n(      level_.*\n)+", parts, judged)
    text = MINIMAL.read_text("utf-8").replace("\ntensions:\n", f"\n{entry}tensions:\n")
    checklist = parse_checklist(text.encode(), "pasted.yaml")
    assert checklist.criterion("L-17").measured_by[0].indicator == "seat_supply"


def test_examples_are_yaml():
    for text in examples(FORM):
        assert parse_source(text).mistakes == []

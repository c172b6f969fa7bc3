from __future__ import annotations

from typing import get_args

import pytest

from sbd.checklists import model
from sbd.checklists.lists import Lists, read_lists
from sbd.plans.kinds import DESIGN_PHASES, SPACE_TYPES


def test_ids_are_those_of_the_models_and_plans():
    lists = read_lists()
    assert tuple(lists.space_types) == get_args(model.SpaceType) == SPACE_TYPES
    assert tuple(lists.design_phases) == DESIGN_PHASES
    assert tuple(lists.chain_phases) == get_args(model.Phase)
    assert tuple(lists.phenomena) == get_args(model.Phenomenon)
    assert tuple(lists.statuses) == get_args(model.Status)
    assert tuple(lists.certainties) == get_args(model.Certainty)
    assert tuple(lists.conditions) == get_args(model.Condition)


def test_disciplines():
    assert list(read_lists().disciplines) == [
        "police",
        "planning",
        "mobility",
        "accessibility",
        "prevention",
        "fire",
        "lighting",
        "green",
        "maintenance",
        "legal",
        "coordination",
        "heritage",
        "residents",
        "traders",
    ]


def test_about_twenty_user_groups():
    assert 20 <= len(read_lists().user_groups) <= 25


@pytest.mark.parametrize("lang", ["en", "nl", "fr"])
@pytest.mark.parametrize("name", list(Lists.model_fields))
def test_names_tell_ids_apart(name, lang):
    names = [t.in_language(lang) for t in getattr(read_lists(), name).values()]
    assert len(set(names)) == len(names)


def test_name_in_a_language():
    lists = read_lists()
    assert lists.name("space_types", "pedestrian_zone", "nl") == "Voetgangersgebied"
    assert lists.name("disciplines", "fire", "fr") == "Pompiers"


@pytest.mark.parametrize(
    ("name", "identifier"),
    [("colours", "red"), ("disciplines", "astronauts"), ("name", "fire")],
)
def test_unknown_name(name, identifier):
    with pytest.raises(KeyError):
        read_lists().name(name, identifier, "en")

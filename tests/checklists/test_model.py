from __future__ import annotations

import pytest
from pydantic import ValidationError

from sbd.checklists.model import (
    Anchors,
    Checklist,
    Criterion,
    Gate,
    Parameter,
    Part,
    Text,
    Title,
    Weights,
)
from sbd.checklists.read import read_checklist
from tests.checklists.test_read import MINIMAL


def part(**changes):
    fields = {
        "indicator": "seat_spacing",
        "unit": "m",
        "cuts": (150, 100, 50, 30),
        "better": "lower",
    }
    return Part(**{**fields, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"cuts": (14, None, 7, None)},
        {"cuts": (1, 2, 3, 4), "better": "higher"},
        {"cuts": (100, 100, None, None), "better": "higher", "unit": "%"},
        {"cuts": (0, 20, 40, 60), "better": "higher", "range": (-100, 100)},
    ],
)
def test_part(changes):
    assert part(**changes).max_level == 4


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"better": "higher"}, "towards higher values"),
        ({"cuts": (1, None, 3, 2), "better": "higher"}, "towards higher values"),
        ({"cuts": (None,) * 4}, "at least one cut"),
        ({"range": (40, None)}, "within the range"),
        ({"range": (0, 100)}, "within the range"),
        ({"max_level": 0}, "greater than or equal to 1"),
        ({"cuts": (float("inf"), 3, 2, 1)}, "finite number"),
        ({"indicator": "Seat spacing"}, "pattern"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_part_refused(changes, message):
    with pytest.raises(ValidationError, match=message):
        part(**changes)


def test_models_are_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        part().unit = "km/h"


def test_weights_keep_their_order_and_sign():
    assert Weights(safety=3, accessibility=-1).as_tuple() == (3, -1, 0)


@pytest.mark.parametrize("weight", [4, -4])
def test_weight_out_of_bounds(weight):
    with pytest.raises(ValidationError, match="safety"):
        Weights(safety=weight)


def test_text_falls_back_to_english():
    text = Text(en="seat", nl="zitplek")
    assert [text.in_language(x) for x in ("en", "nl", "fr", "de")] == [
        "seat",
        "zitplek",
        "seat",
        "seat",
    ]


def test_title_needs_all_languages():
    with pytest.raises(ValidationError, match="fr"):
        Title(en="seat", nl="zitplek")


def test_blank_text_is_no_text():
    with pytest.raises(ValidationError, match="at least 1 character"):
        Text(en="  ")


def test_anchors_may_skip_levels():
    anchors = Anchors(level_0=Text(en="none"), level_4=Text(en="all"))
    assert list(anchors.levels()) == [0, 4]


def test_gate_has_value_and_indicator_or_neither():
    assert Gate(basis="method").fails_below is None
    with pytest.raises(ValidationError, match="together or not at all"):
        Gate(basis="statutory", indicator="route_width")


def test_parameter_within_its_range():
    fields = {"unit": "m", "certainty": "proposal", "source": "tests"}
    assert Parameter(value=5, range=(5, 20), **fields).value == 5
    with pytest.raises(ValidationError, match="outside its range"):
        Parameter(value=4.9, range=(5, 20), **fields)


def test_parameter_without_a_name_is_called_by_its_key():
    old = read_checklist(MINIMAL)
    assert old.parameters["rest_reach_m"].name is None
    assert old.parameter_name("rest_reach_m", "nl") == "rest_reach_m"
    assert old.parameter_name("from_elsewhere_m", "nl") == "from_elsewhere_m"
    with pytest.raises(ValidationError, match="at least 1 character"):
        Parameter(name=" ", value=5, unit="m", certainty="proposal", source="tests")


def test_two_parameters_may_not_be_called_the_same():
    two = {"value": 5, "unit": "m", "certainty": "proposal", "source": "tests"}
    two["name"] = "Reach of a seat"
    data = read_checklist(MINIMAL).model_dump(mode="json")
    with pytest.raises(ValidationError, match="names are unique"):
        Checklist(**{**data, "parameters": {"a_m": two, "b_m": two}})


def test_parameters_are_put_in_the_order_of_the_file():
    found = read_checklist("brussels").in_order(["z_m", "fire_width_m", "setting_m"])
    assert found == ["setting_m", "fire_width_m", "z_m"]


def test_measured_is_what_has_parts():
    measured, judged = read_checklist(MINIMAL).criteria
    assert (measured.measured, judged.measured) == (True, False)


def test_criterion_by_id():
    checklist = read_checklist(MINIMAL)
    assert checklist.criterion("S-16") is checklist.criteria[1]
    with pytest.raises(KeyError):
        checklist.criterion("S-99")


def test_checklist_built_in_code_is_checked_too():
    fields = read_checklist(MINIMAL).model_dump()
    fields["tensions"][0]["sides"] = (("A-09",), ("S-99",))
    with pytest.raises(ValidationError, match="names criterion S-99"):
        Checklist.model_validate(fields)


def test_anchors_and_parts_can_stand_together():
    fields = read_checklist(MINIMAL).criteria[0].model_dump()
    fields["anchors"] = {"level_4": {"en": "A seat at every corner"}}
    assert Criterion.model_validate(fields).measured

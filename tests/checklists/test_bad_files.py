"""One file per kind of mistake, and the exact words each is refused with."""

from __future__ import annotations

from pathlib import Path

import pytest

from sbd.checklists.read import read_checklist
from sbd.errors import ChecklistError

FOLDER = Path(__file__).parent.parent / "data" / "checklists"
MINIMAL = "minimal"

MESSAGES = {
    "alias": "line 36: criteria[1].weights refers to another place ('*...')",
    "anchor_of_level_5": (
        "line 47: criteria[1].anchors.level_5 is not a key that belongs here; "
        "did you mean level_4?"
    ),
    "broken_yaml": "line 7: the file cannot be read as YAML: ",
    "comma_without_quotes": (
        "line 8: scope.for tests. is read as a key; "
        "a text with a comma or a colon needs quotes"
    ),
    "criterion_id_twice": (
        "line 31: criteria[1].id uses the id A-09 a second time; ids are unique"
    ),
    "criterion_id_without_hyphen": (
        "line 31: criteria[1].id must be a capital letter, a hyphen and two digits, "
        "such as S-01"
    ),
    "cuts_all_empty": (
        "line 27: criteria[0].measured_by[0] does not hold together: "
        "at least one cut must be a number"
    ),
    "cuts_out_of_order": (
        "line 27: criteria[0].measured_by[0] does not hold together: "
        "cuts must run from level 1 to level 4 towards lower values"
    ),
    "cuts_outside_range": (
        "line 27: criteria[0].measured_by[0] does not hold together: "
        "cuts must lie within the range"
    ),
    "date_as_word": "line 3: date must be a date such as 2026-10-01",
    "empty": "the file must hold a checklist: keys with values",
    "empty_text": (
        "line 34: criteria[1].question.en must not be empty; "
        "write the text or leave the key out"
    ),
    "five_cuts": (
        "line 27: criteria[0].measured_by[0].cuts must have at most 4 entries"
    ),
    "gate_half_given": (
        "line 25: criteria[0].gate does not hold together: "
        "fails_below and indicator are given together or not at all"
    ),
    "gate_on_another_indicator": (
        "line 12: criteria[0] does not hold together: "
        "gate looks at 'route_width', which is not measured here"
    ),
    "infinite_cut": "line 27: criteria[0].measured_by[0].cuts[0] must be a number",
    "key_given_twice": (
        "line 24: criteria[0].status is given twice, first on line 23; keep one of them"
    ),
    "key_that_does_not_belong": (
        "line 33: criteria[1].colour is not a key that belongs here; remove it"
    ),
    "list_as_key": "line 1: the file has a key that is not a word",
    "list_at_top": "the file must hold a checklist: keys with values",
    "misspelt_key": (
        "line 36: criteria[1].wieghts is not a key that belongs here; "
        "did you mean weights?"
    ),
    "nested_deeply": "line 1: the file is nested more than 20 levels deep; flatten it",
    "no_positive_weight": (
        "line 31: criteria[1] does not hold together: "
        "needs at least one positive weight"
    ),
    "no_source": "line 28: criteria[0].source must have at least 1 entry",
    "no_way_to_answer": (
        "line 31: criteria[1] does not hold together: needs measured_by or anchors"
    ),
    "parameter_outside_its_range": (
        "line 10: parameters.rest_reach_m does not hold together: "
        "value 25 lies outside its range"
    ),
    "parameter_name_twice": (
        "line 11: parameters.seat_view_m.name is 'Reach of a seat', "
        "as that of rest_reach_m; names are unique"
    ),
    "parameter_with_capital": (
        "line 10: parameters.Rest reach must be small letters, digits and _"
    ),
    "parameter_without_source": (
        "line 10: parameters.rest_reach_m.source is missing; add it"
    ),
    "tag": "line 4: provider carries a tag ('!...'); write the value alone",
    "tension_not_defined": (
        "line 30: criteria[0].tensions[0] names tension T02, "
        "which is not defined in this file"
    ),
    "tension_with_empty_side": (
        "line 54: tensions[0].sides[1] must have at least 1 entry"
    ),
    "tension_with_one_side": "line 54: tensions[0].sides[1] is missing; add it",
    "tension_with_unknown_criterion": (
        "line 54: tensions[0].sides[1][0] names criterion S-17, "
        "which is not defined in this file"
    ),
    "text_instead_of_keys": (
        "line 36: criteria[1].weights must be keys with values, one to a line"
    ),
    "three_cuts": "line 27: criteria[0].measured_by[0].cuts[3] is missing; add it",
    "title_without_french": "line 14: criteria[0].title.fr is missing; add it",
    "two_documents": "line 56: the file holds a second document after '---'",
    "unit_not_quoted": (
        'line 27: criteria[0].measured_by[0].unit must be text; write "1" in quotes'
    ),
    "unknown_cap": (
        "line 29: criteria[0].caps[0].when 'rain' is not one of the caps; "
        "use open_protective_line, crossing_without_warning or "
        "cycleway_through_stay_area"
    ),
    "unknown_chain_phase": (
        "line 37: criteria[1].chain_phase[1] must be 'prevention', 'reaction' or "
        "'follow_up', not 'repair'"
    ),
    "unknown_condition": (
        "line 24: criteria[0].when must be 'vehicle_risk', "
        "'vehicle_risk_or_traffic' or 'camera', not 'full_moon'"
    ),
    "unknown_discipline": (
        "line 39: criteria[1].discipline 'preventoin' is not one of the "
        "disciplines; did you mean prevention?"
    ),
    "unknown_language": "line 6: languages[1] must be 'nl', 'fr' or 'en', not 'de'",
    "unknown_space_type": (
        "line 22: criteria[0].applies_to[1] must be 'street', 'pedestrian_zone', "
        "'square' or 'park', not 'plaza'"
    ),
    "unknown_unit": "line 27: criteria[0].measured_by[0].unit must be '%', 'm', ",
    "unknown_user_group": (
        "line 21: criteria[0].user_groups[1] 'astronauts' is not one of the "
        "user_groups; use everyone, children, "
    ),
    "version_with_two_numbers": "line 2: version must be text; put it in quotes",
    "weight_as_fraction": (
        "line 17: criteria[0].weights.accessibility must be a whole number"
    ),
    "weight_as_word": (
        "line 17: criteria[0].weights.accessibility must be a whole number"
    ),
    "weight_too_high": (
        "line 17: criteria[0].weights.accessibility must be at most 3, not 4"
    ),
    "without_criteria": "line 11: criteria must have at least 1 entry",
    "word_instead_of_list": "line 40: criteria[1].user_groups must be a list, ",
    "yes_instead_of_true": "line 24: criteria[0].sensitive must be true or false",
}
SEVERAL = """\
The checklist several_mistakes.yaml has 6 mistakes; correct and try again.
- line 6: languages must have at least 1 entry
- line 17: criteria[0].weights.accessibility must be at most 3, not 7
- line 27: criteria[0].measured_by[0] does not hold together: cuts must run from \
level 1 to level 4 towards lower values
- line 39: criteria[1].discipline 'magic' is not one of the disciplines; use police, \
planning, mobility, accessibility, prevention, fire, lighting, green, maintenance, \
legal, coordination, heritage, residents or traders
- line 43: criteria[1].status is given twice, first on line 42; keep one of them
- line 55: tensions[0].sides[1][0] names criterion S-99, which is not defined in \
this file"""


def refusal(name: str) -> str:
    with pytest.raises(ChecklistError) as caught:
        read_checklist(FOLDER / f"{name}.yaml")
    return str(caught.value)


def test_the_file_that_the_others_spoil_is_fine():
    checklist = read_checklist(FOLDER / f"{MINIMAL}.yaml")
    assert [c.id for c in checklist.criteria] == ["A-09", "S-16"]


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_mistake_is_named_with_its_line_and_path(name):
    assert f"- {MESSAGES[name]}" in refusal(name)


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_message_names_the_file_and_what_to_do(name):
    first = refusal(name).splitlines()[0]
    assert first.startswith(f"The checklist {name}.yaml has ")
    assert first.endswith("; correct and try again.")


#: Files whose one mistake has a second consequence that is worth telling.
ECHOES = {"misspelt_key", "criterion_id_without_hyphen", "criterion_id_twice"}


@pytest.mark.parametrize("name", sorted(set(MESSAGES) - ECHOES))
def test_one_mistake_gives_one_line(name):
    assert len(refusal(name).splitlines()) == 2


def test_all_mistakes_of_a_file_are_told_at_once_in_its_order():
    assert refusal("several_mistakes") == SEVERAL


def test_every_bad_file_is_tried():
    files = {p.stem for p in FOLDER.glob("*.yaml")}
    assert files == {*MESSAGES, MINIMAL, "several_mistakes"}

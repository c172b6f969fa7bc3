"""Tables of an assessment: real numbers, words beside codes, nothing made up."""

from __future__ import annotations

from typing import Any

import pytest

from sbd.assessment import public_edition
from sbd.checklists.read import read_checklist
from sbd.document import ActionRecord
from sbd.views.tables import Figure, Table, assessment_tables
from tests.exports.test_xlsx import weighted
from tests.views.sample import sample, sample_checklist


def tables(*langs: str, **changes: Any) -> dict[str, Table]:
    made = assessment_tables(sample(**changes), sample_checklist(), langs or ("en",))
    return {table.name: table for table in made}


def rows(table: Table) -> list[dict[str, Any]]:
    keys = [column.key for column in table.columns]
    plain = [[c.value if isinstance(c, Figure) else c for c in r] for r in table.rows]
    return [dict(zip(keys, row, strict=True)) for row in plain]


def test_criteria_keep_exact_and_shown_levels() -> None:
    found = {row["criterion"]: row for row in rows(tables()["criteria"])}
    assert (found["A-03"]["level"], found["A-03"]["level_shown"]) == (0.4, 0)
    assert found["A-03"]["value"] == 0.84
    assert (found["A-03"]["unit"], found["A-03"]["gate"]) == ("m", "not_met")
    assert found["A-03"]["places"] == 2
    assert found["L-13"]["level_words_en"] == "acceptable – good"
    assert found["A-05"]["level"] is None
    assert (found["A-05"]["low"], found["A-05"]["high"]) == (0, 4)
    assert found["S-17"]["low"] is None


def test_places_have_a_point_and_a_length_on_the_ground() -> None:
    south = rows(tables()["places"])[0]
    assert south["criterion"] == "A-03"
    # The line is drawn 72 m long in Lambert 72.
    assert south["length"] == pytest.approx(72, rel=1e-3)
    assert 4.2 < south["lon"] < 4.5
    assert 50.7 < south["lat"] < 50.9
    assert south["area"] is None


def test_everybody_has_the_spread_and_disciplines_the_medians() -> None:
    everybody, fire, police = rows(tables()["disciplines"])
    assert everybody["discipline"] == "all"
    assert (everybody["persons"], everybody["disagreement"]) == (6, 0.4)
    assert (everybody["lowest"], everybody["highest"]) == (2, 4)
    assert (fire["median"], fire["persons"]) == (2.5, 4)
    assert (police["median"], police["persons"]) == (3.5, 2)


def test_two_languages_double_words_and_not_numbers() -> None:
    keys = [column.key for column in tables("nl", "fr")["criteria"].columns]
    assert "title_nl" in keys
    assert "title_fr" in keys
    assert keys.count("level") == 1
    assert len(set(keys)) == len(keys)


def test_a_public_edition_tells_nothing_of_what_it_withholds() -> None:
    made = assessment_tables(
        public_edition(weighted(sample())), sample_checklist(), ("en",)
    )
    found = {table.name: table for table in made}
    assert not {"answers", "remarks"} & set(found)
    hidden = next(r for r in rows(found["criteria"]) if r["criterion"] == "S-02")
    told = ("level", "low", "high", "value", "gain", "gate", "reason", "place")
    assert {hidden[key] for key in told} == {None}
    items = {row["item"] for row in rows(found["summary"])}
    assert not {"risk", "design_vehicle", "risk_decided_by"} & items


def test_numbers_of_the_method_have_a_key_and_a_name_in_each_language() -> None:
    assessment = sample()
    used = {"eye_height_m": 1.6, "rest_reach_m": 10.0}
    record = assessment.checklist.model_copy(update={"parameters": used})
    assessment = assessment.model_copy(update={"checklist": record})
    made = assessment_tables(assessment, read_checklist("brussels"), ("nl", "fr"))
    (table,) = [t for t in made if t.name == "parameters"]
    assert table.columns[table.at("parameter")].detail
    heading = table.columns[table.at("parameter_name_nl")].heading
    assert heading == "Parameter van de methode"
    first, second = rows(table)
    assert (first["parameter"], second["parameter"]) == ("rest_reach_m", "eye_height_m")
    assert second["parameter_name_nl"] == "Ooghoogte van een staande persoon"
    assert second["parameter_name_fr"] == "Hauteur des yeux d’une personne debout"


@pytest.mark.parametrize("lang", ["en", "nl", "fr"])
def test_no_heading_is_a_key(lang: str) -> None:
    for table in tables(lang).values():
        assert not table.title.startswith("tables.")
        for column in table.columns:
            assert "tables." not in column.heading
            assert "tables." not in column.unit
            assert "tables." not in column.about


def test_a_thousand_criteria_and_long_comments() -> None:
    base = sample().criterion("L-02")
    many = tuple(base.model_copy(update={"id": f"L-{n:02d}"}) for n in range(1000))
    actions = tuple(
        ActionRecord(uid=str(n), criterion="L-02", text="é" * 5000, phase="reaction")
        for n in range(50)
    )
    found = tables(criteria=many, actions=actions)
    assert len(found["criteria"].rows) == 1000
    assert rows(found["actions"])[49]["action"] == "é" * 5000

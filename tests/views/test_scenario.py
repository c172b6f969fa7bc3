"""The table of a scenario beside the score."""

from __future__ import annotations

from sbd.document import Coded, CriterionResult
from sbd.views.scenario import scenario_table
from tests.views.sample import sample, sample_checklist
from tests.views.sample_plan import sample_plan


def changed(result: CriterionResult) -> CriterionResult:
    part = result.parts[0].model_copy(update={"value": 3.5, "level": 4.0})
    return result.model_copy(update={"parts": (part,), "level": 4.0})


def test_both_values_and_levels_stand_side_by_side() -> None:
    plan = sample_plan()
    scored = sample(plan)
    measured = next(c for c in scored.criteria if c.state == "measured")
    table = scenario_table(
        scored, [changed(measured)], "night", sample_checklist(), "nl"
    )
    assert "Nacht" in table
    assert "Zoals gescoord" in table
    assert table.count("<td>") == 2
    assert "chip l4" in table
    assert "3,5" in table


def test_what_has_no_level_says_why() -> None:
    scored = sample()
    measured = next(c for c in scored.criteria if c.state == "measured")
    dark = measured.model_copy(
        update={
            "state": "unknown",
            "level": None,
            "reason": Coded(code="night_use_missing"),
        }
    )
    table = scenario_table(scored, [dark], "night", sample_checklist(), "en")
    assert "in use at night" in table
    assert "chip unk" in table


def test_withheld_criteria_stay_withheld() -> None:
    scored = sample()
    known = next(c for c in scored.criteria if c.state == "measured")
    held = known.model_copy(update={"state": "withheld", "parts": (), "level": None})
    criteria = tuple(held if c.id == held.id else c for c in scored.criteria)
    shown = scored.model_copy(update={"criteria": criteria})
    table = scenario_table(shown, [known], "day", sample_checklist(), "en")
    assert held.id not in table

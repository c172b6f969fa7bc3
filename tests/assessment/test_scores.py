from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd.assessment import rescore
from sbd.document import Assessment, CriterionResult
from sbd.indicators.measurement import Reason, not_applicable
from sbd.plans.plan import Plan, Risk
from sbd.scoring.levels import Scale
from sbd.units import tolerance_for
from tests.assessment.school import checklist, plan, rating, results, value

MEASURED = {
    "canopy_share": 15.0,
    "unsealed_share": 20.0,
    "seat_supply": 2.0,
    "seat_spacing": 60.0,
    "barrier_gap": 0.95,
    "clear_lamp_share": 90.0,
    "motor_space_share": 30.0,
    "frontage_activity": 5.0,
}


def full(**changes: float) -> Assessment:
    found = {**MEASURED, **changes}
    judged = [c.id for c in checklist().criteria if not c.measured]
    answers = tuple(rating(c, n % 5) for n, c in enumerate(judged))
    return results(*((n, value(n, v)) for n, v in found.items()), ratings=answers)


def test_scores_by_hand_on_one_criterion_per_dimension() -> None:
    found = results(("canopy_share", value("canopy_share", 20)))
    liveability = found.dimensions["liveability"]
    assert liveability.score == 75  # level 3, weight 3
    assert found.dimensions["safety"].score is None
    assert found.overall.score is None
    weights = sum(
        max(c.weights.liveability, 0)
        for c in checklist().criteria
        if c.bar != "governance" and found.criterion(c.id).state != "not_applicable"
    )
    assert liveability.coverage == pytest.approx(3 / weights)
    assert liveability.low == pytest.approx(75 * 3 / weights)
    assert liveability.high == pytest.approx(100 - 25 * 3 / weights)


def test_governance_feeds_its_own_bar_only() -> None:
    before = full()
    answers = tuple(r for r in before.ratings if not r.criterion.startswith("G-"))
    without = results(*((n, value(n, v)) for n, v in MEASURED.items()), ratings=answers)
    assert without.dimensions == before.dimensions
    assert without.governance != before.governance


def test_scoring_again_from_the_document_gives_the_same() -> None:
    found = full()
    assert rescore(found) == found


def test_levels_follow_from_the_cuts_in_the_document() -> None:
    found = full()
    for result in found.criteria:
        for part in result.parts:
            if part.value is not None:
                tolerance = tolerance_for(part.unit, found.plan.tolerance_m)
                scale = Scale(
                    part.cuts, part.better, part.range, part.max_level, tolerance
                )
                assert part.level == scale.level(part.value)


def test_gain_is_one_more_level() -> None:
    found = full()
    result = found.criterion("L-03")
    assert result.level is not None
    raised = result.model_copy(
        update={"level": result.level + 1, "low": result.low + 1}
        | {"high": result.high + 1}
    )
    after = rescore(
        found.model_copy(
            update={
                "criteria": tuple(
                    raised if c.id == "L-03" else c for c in found.criteria
                )
            }
        )
    )
    assert found.overall.score is not None
    assert after.overall.score is not None
    assert result.gain == pytest.approx(after.overall.score - found.overall.score)
    assert found.criterion("G-01").gain == 0
    unknown = found.criterion("S-05")
    assert unknown.gain is None
    assert unknown.gain_up_to is not None


def test_not_applicable_leaves_the_denominator() -> None:
    none = not_applicable("%", Reason("declared_none"))
    rows = [(n, value(n, v)) for n, v in MEASURED.items() if n != "canopy_share"]
    without = results(*rows, ("canopy_share", none))
    with_unknown = results(*rows)
    assert (
        without.dimensions["liveability"].coverage
        > with_unknown.dimensions["liveability"].coverage
    )


def test_a_failed_gate_makes_the_design_not_ready() -> None:
    narrow = full(barrier_gap=0.80)
    gate = next(g for g in narrow.gates if g.criterion == "A-03")
    assert gate.passed is False
    assert narrow.verdict.ready is False
    assert [r.code for r in narrow.verdict.reasons][-1] == "gates_failed"
    wide = next(g for g in full(barrier_gap=0.95).gates if g.criterion == "A-03")
    assert wide.passed is True
    within_tolerance = full(barrier_gap=0.895)
    assert next(g for g in within_tolerance.gates if g.criterion == "A-03").passed


def test_an_assumption_opens_a_gate() -> None:
    gap = replace(value("barrier_gap", 0.95), gate_open=True)
    found = results(("barrier_gap", gap))
    gate = next(g for g in found.gates if g.criterion == "A-03")
    assert gate.passed is None
    assert gate.reason is not None
    assert gate.reason.code == "gate_open"


@pytest.mark.parametrize(
    ("width", "passed"), [(1.49, True), (1.48, False), (1.5, True), (2.6, True)]
)
def test_the_legal_footway_width_is_a_gate(width: float, passed: bool) -> None:
    found = results(
        ("route_width", value("route_width", width)),
        ("flow_per_metre", value("flow_per_metre", 10)),
    )
    gate = next(g for g in found.gates if g.criterion == "A-02")
    assert (gate.passed, gate.basis) == (passed, "statutory")


def test_a_gate_may_be_overridden_with_its_reason_in_the_verdict() -> None:
    decided = rating("A-03", 2, settled=True, reason="second passage agreed")
    found = results(("barrier_gap", value("barrier_gap", 0.8)), ratings=(decided,))
    assert next(g for g in found.gates if g.criterion == "A-03").passed is True
    overridden = [r for r in found.verdict.reasons if r.code == "gate_overridden"]
    assert overridden[0].args["reason"] == "second passage agreed"


def test_gates_that_do_not_apply_are_not_listed() -> None:
    assert "G-06" not in [g.criterion for g in full().gates]


def test_tensions_need_a_level_on_each_side() -> None:
    ids = [t.id for t in full().tensions]
    assert "T05" not in ids or full().criterion("L-16").level is not None
    risky = results(
        ("vehicle_gap", value("vehicle_gap", 1.0)),
        ("barrier_gap", value("barrier_gap", 0.5)),
        on=plan(risk=Risk("normal")),
    )
    pull = next(t for t in risky.tensions if t.id == "T01")
    assert pull.sharp
    assert pull.levels == {"S-02": 4, "A-03": 0}


def test_an_override_with_the_printed_level_never_raises_a_score() -> None:
    before = full()
    for result in before.criteria:
        if result.state != "measured" or result.printed_level is None:
            continue
        decided = rating(
            result.id, result.printed_level, settled=True, reason="as printed"
        )
        after = results(
            *((n, value(n, v)) for n, v in MEASURED.items()),
            ratings=(*before.ratings, decided),
        )
        for name, score in before.dimensions.items():
            new = after.dimensions[name].score
            assert score.score is not None
            assert new is not None
            assert new <= score.score + 1e-9


def _with(found: Assessment, changed: CriterionResult) -> Assessment:
    criteria = tuple(changed if c.id == changed.id else c for c in found.criteria)
    return rescore(found.model_copy(update={"criteria": criteria}))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_properties_of_whole_assessments(data: st.DataObject) -> None:
    found = full()
    known = [c for c in found.criteria if c.level is not None]
    result = data.draw(st.sampled_from(known))
    assert result.level is not None
    level = data.draw(st.floats(result.level, 4))
    raised = result.model_copy(update={"level": level, "low": level, "high": level})
    after = _with(found, raised)
    for name, before in found.dimensions.items():
        now = after.dimensions[name]
        assert before.score is not None
        assert now.score is not None
        assert now.score >= before.score - 1e-9
        assert now.low - 1e-9 <= now.score <= now.high + 1e-9
    assert after.overall.low >= found.overall.low - 1e-9


def test_the_order_of_criteria_changes_nothing() -> None:
    found = full()
    shuffled = list(found.criteria)
    random.Random(7).shuffle(shuffled)
    again = rescore(found.model_copy(update={"criteria": tuple(shuffled)}))
    for name, score in found.dimensions.items():
        assert again.dimensions[name].score == pytest.approx(score.score)
        assert again.dimensions[name].low == pytest.approx(score.low)
    assert again.verdict.code == found.verdict.code


def without_risk() -> Plan:
    return plan(risk=Risk("unknown"))


def test_answering_an_unknown_never_widens_an_interval() -> None:
    before = results(
        *((n, value(n, v)) for n, v in MEASURED.items()), on=without_risk()
    )
    for n in range(5):
        after = results(
            *((k, value(k, v)) for k, v in MEASURED.items()),
            ratings=(rating("L-15", n),),
            on=without_risk(),
        )
        for name, score in before.dimensions.items():
            assert after.dimensions[name].low >= score.low - 1e-9
            assert after.dimensions[name].high <= score.high + 1e-9

from __future__ import annotations

from dataclasses import replace

import pytest

from sbd.indicators.measurement import Reason, not_applicable, unknown
from sbd.plans.plan import Risk
from tests.assessment.school import plan, rating, results, value

REASON = Reason("attribute_missing")


def test_a_measured_criterion_carries_value_level_and_place() -> None:
    found = results(("canopy_share", value("canopy_share", 15))).criterion("L-03")
    assert found.state == "measured"
    assert found.level == found.low == found.high == 2.5
    assert found.printed_level == 2
    assert found.parts[0].value == 15
    assert found.where is not None
    feature = found.where["features"][0]
    assert feature["properties"]["element_id"] == "bench-1"
    assert feature["geometry"]["type"] == "Point"


def test_the_level_is_the_lowest_of_the_parts() -> None:
    share = ("level_threshold_share", value("level_threshold_share", 100))
    flush = ("flush_threshold_share", value("flush_threshold_share", 50))
    assert results(share, flush).criterion("A-06").level == 3
    flush = ("flush_threshold_share", value("flush_threshold_share", 100))
    assert results(share, flush).criterion("A-06").level == 4


def test_the_reason_is_that_of_the_part_that_decides() -> None:
    mean = ("lit_mean", value("lit_mean", 8.0))
    low = ("lit_low", replace(value("lit_low", 0.5), reason=Reason("darkness_found")))
    evenness = ("lit_evenness", value("lit_evenness", 0.06))
    found = results(mean, low, evenness).criterion("S-09")
    assert found.reason is not None
    assert found.reason.code == "darkness_found"


@pytest.mark.parametrize(
    ("gap", "slow", "level"),
    [(1.2, 1.6, 4), (1.2, 0.0, 3), (1.6, 1.6, 4), (1.0, 1.5, 2), (0.8, 0.0, 0)],
)
def test_a_wide_slow_gap_lifts_a_row_to_the_highest_level(
    gap: float, slow: float, level: int
) -> None:
    parts = [("barrier_gap", value("barrier_gap", gap))]
    parts += [("slow_gap_width", value("slow_gap_width", slow))]
    assert results(*parts).criterion("A-03").printed_level == level


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [("exact", 2.5, 2.5), ("lower", 2.5, 4), ("upper", 0, 2.5), ("open", 0, 4)],
)
def test_what_is_only_mapped_bounds_the_level(
    bound: str, low: float, high: float
) -> None:
    share = value("canopy_share", 15, bound=bound, completeness="as_mapped")
    found = results(("canopy_share", share)).criterion("L-03")
    assert found.state == "measured"
    assert (found.low, found.level, found.high) == (low, 2.5, high)
    assert found.completeness == "as_mapped"


def test_missing_attributes_leave_an_interval_or_do_not_matter() -> None:
    wide = unknown("%", REASON, worst=2, best=15)
    found = results(("canopy_share", wide)).criterion("L-03")
    assert found.state == "unknown"
    assert found.level is None
    assert (found.low, found.high) == (pytest.approx(0.4), 2.5)
    narrow = unknown("%", REASON, worst=11, best=19)
    found = results(("canopy_share", narrow)).criterion("L-03")
    assert found.state == "measured"
    assert found.printed_level == 2


def test_an_as_mapped_value_with_gaps_of_one_level_is_measured() -> None:
    narrow = unknown("%", REASON, worst=11, best=19, bound="lower")
    found = results(("canopy_share", narrow)).criterion("L-03")
    assert (found.state, found.high) == ("measured", 4)


def test_a_part_that_decides_only_high_levels_leaves_those_open() -> None:
    share = ("level_threshold_share", value("level_threshold_share", 85))
    found = results(share).criterion("A-06")
    # Level 2 whatever the flush part says, which decides level 4 only.
    assert (found.state, found.printed_level) == ("measured", 2)


def test_nothing_known_is_unknown_and_never_zero() -> None:
    found = results().criterion("L-03")
    assert (found.state, found.level, found.low, found.high) == ("unknown", None, 0, 4)
    assert found.reason is not None
    assert found.reason.code == "not_measured_yet"
    assert found.completeness is None
    assert found.place == "whole_site"


def test_not_applicable_has_no_place_and_no_level() -> None:
    none = ("canopy_share", not_applicable("%", Reason("declared_none")))
    found = results(none).criterion("L-03")
    assert (found.state, found.level, found.place) == ("not_applicable", None, None)


@pytest.mark.parametrize(
    ("risk", "speed", "gap"),
    [
        ("unknown", "unknown", "unknown"),
        ("none", "measured", "not_applicable"),
        ("normal", "measured", "measured"),
        ("raised", "measured", "measured"),
    ],
)
def test_risk_switches_the_vehicle_criteria(risk: str, speed: str, gap: str) -> None:
    found = results(
        ("approach_speed", value("approach_speed", 40)),
        ("vehicle_gap", value("vehicle_gap", 1.2)),
        on=plan(risk=Risk(risk)),
    )
    assert found.criterion("S-01").state == speed
    assert found.criterion("S-02").state == gap
    doubled = (6, 0, 2) if risk == "raised" else (3, 0, 1)
    assert found.checklist.weights["S-01"] == doubled


def test_cameras_switch_the_camera_criteria() -> None:
    assert results(on=plan()).criterion("G-06").state == "not_applicable"
    silent = results(on=plan(declare=[]))
    assert silent.criterion("G-06").state == "unknown"


def test_ratings_decide_a_judged_criterion() -> None:
    answers = (rating("L-15", 1), rating("L-15", 4, rater="R2", discipline="residents"))
    found = results(ratings=answers).criterion("L-15")
    assert (found.state, found.level) == ("judged", 2.5)
    assert found.people is not None
    assert found.people.disciplines["residents"].median == 4
    decided = rating("L-15", 2, settled=True, reason="met again", rater="chair")
    found = results(ratings=(*answers, decided)).criterion("L-15")
    assert found.level == 2
    assert results().criterion("L-15").state == "unknown"


def test_a_rating_on_a_measured_criterion_is_a_contest_only() -> None:
    share = ("canopy_share", value("canopy_share", 15))
    plain = results(share)
    contested = results(share, ratings=(rating("L-03", 0),))
    assert contested.dimensions == plain.dimensions
    people = contested.criterion("L-03").people
    assert people is not None
    assert people.contested


def test_an_override_keeps_both_values_and_stays_measured() -> None:
    share = ("canopy_share", value("canopy_share", 15))
    decided = rating("L-03", 1, settled=True, reason="trees are dying")
    found = results(share, ratings=(decided,)).criterion("L-03")
    assert (found.state, found.level, found.measured_level) == ("measured", 1, 2.5)
    assert found.override is not None
    assert found.override.reason == "trees are dying"


def test_a_settled_answer_on_an_unknown_measured_criterion_is_a_judgement() -> None:
    open_answer = results(ratings=(rating("L-03", 3),)).criterion("L-03")
    assert open_answer.state == "unknown"
    decided = rating("L-03", 3, settled=True, reason="seen on site")
    found = results(ratings=(decided,)).criterion("L-03")
    assert (found.state, found.level) == ("judged", 3)

from __future__ import annotations

from sbd.scoring.gates import passes, ready
from sbd.scoring.tensions import pull

SIDES = (("S-02",), ("A-03", "A-01"))


def test_a_tension_is_shown_when_both_sides_have_a_level() -> None:
    assert pull(SIDES, {"S-02": 4}) is None
    assert pull(SIDES, {"A-03": 4, "A-01": 1}) is None
    found = pull(SIDES, {"S-02": 4, "A-03": 1, "L-01": 0})
    assert found is not None
    assert found.levels == {"S-02": 4, "A-03": 1}


def test_sharp_is_best_of_one_side_less_worst_of_the_other() -> None:
    found = pull(SIDES, {"S-02": 4, "A-03": 2, "A-01": 3})
    assert found is not None
    assert found.difference == 2
    assert found.sharp
    mild = pull(SIDES, {"S-02": 2, "A-03": 1, "A-01": 3})
    assert mild is not None
    assert not mild.sharp
    other_way = pull(SIDES, {"S-02": 0, "A-03": 3})
    assert other_way is not None
    assert other_way.sharp


def test_a_gate_fails_below_the_first_level_and_can_be_open() -> None:
    assert passes(0.9, 0.9) is False
    assert passes(1, 1) is True
    assert passes(0, 4) is None
    assert passes(1.45, 1.45, needed=1.5) is False


def test_a_design_is_ready_when_no_gate_fails_or_is_open() -> None:
    assert ready([True, True]) is True
    assert ready([True, None]) is None
    assert ready([None, False]) is False
    assert ready([]) is True

from __future__ import annotations

import pytest

from sbd.plans.checks.values import PLAUSIBLE
from sbd.plans.kinds import KINDS
from sbd.plans.value_ranges import RANGES, possible


def test_every_number_has_its_range() -> None:
    numbers = {
        a.name for k in KINDS.values() for a in k.attributes if a.type == "number"
    }
    assert set(RANGES) == numbers


@pytest.mark.parametrize("kind", PLAUSIBLE)
def test_what_is_plausible_is_possible(kind: str) -> None:
    for attribute, (low, high) in PLAUSIBLE[kind].items():
        assert possible(attribute, low), attribute
        assert possible(attribute, high), attribute


@pytest.mark.parametrize(
    ("attribute", "value", "answer"),
    [
        ("height_m", 200, True),
        ("height_m", 4000, False),  # millimetres
        ("height_m", -1, False),
        ("fov_deg", 361, False),
        ("slope_pct", -8, True),
        ("floor", -1, True),
    ],
)
def test_ranges(attribute: str, value: float, answer: bool) -> None:
    assert possible(attribute, value) is answer

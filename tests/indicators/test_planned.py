from __future__ import annotations

from typing import get_args

import pytest
from shapely.geometry import box

from sbd.indicators.planned import _PLANNED
from sbd.indicators.registry import Indicator
from sbd.plans.kinds import KINDS
from sbd.plans.plan import make_plan
from sbd.units import Unit

UNITS = {
    "lit_mean": "lx",
    "lit_low": "lx",
    "lit_evenness": "1",
    "face_light": "lx",
    "good_cycle_stand_share": "%",
    "window_light": "lx",
}


def test_every_indicator_to_come_has_its_name_and_unit() -> None:
    assert {name: unit for name, (unit, _) in _PLANNED.items()} == UNITS
    assert set(UNITS.values()) <= set(get_args(Unit))


@pytest.mark.parametrize("name", UNITS)
def test_needs_name_attributes_that_some_of_their_kinds_have(name: str) -> None:
    for wanted in _PLANNED[name][1]:
        assert wanted.kinds
        for attribute in wanted.attributes:
            assert any(KINDS[k].attribute(attribute) for k in wanted.kinds), attribute


def test_an_indicator_to_come_says_that_it_is_not_measured_yet() -> None:
    plan = make_plan({}, site=box(0, 0, 10, 10))
    found = Indicator("to_come", "m", ()).measure(plan, {})
    assert (found.state, found.value) == ("unknown", None)
    assert found.reason.code == "not_measured_yet"

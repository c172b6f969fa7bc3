from __future__ import annotations

from typing import get_args

import pytest
from shapely.geometry import box

from sbd.indicators.registry import Indicator, indicators
from sbd.plans.kinds import KINDS
from sbd.plans.plan import make_plan
from sbd.units import Unit


@pytest.mark.parametrize("name", indicators())
def test_needs_name_attributes_that_some_of_their_kinds_have(name: str) -> None:
    entry = indicators()[name]
    assert entry.function is not None
    assert entry.unit in get_args(Unit)
    for wanted in entry.needs:
        assert wanted.kinds
        for attribute in wanted.attributes:
            assert any(KINDS[k].attribute(attribute) for k in wanted.kinds), attribute


def test_an_indicator_without_a_function_is_not_measured_yet() -> None:
    plan = make_plan({}, site=box(0, 0, 10, 10))
    found = Indicator("to_come", "m", ()).measure(plan, {})
    assert (found.state, found.value) == ("unknown", None)
    assert found.reason.code == "not_measured_yet"

"""The shipped checklist and the indicators: two rooms that must agree on names."""

from __future__ import annotations

import inspect

import pytest

from sbd.checklists.read import read_checklist
from sbd.indicators.registry import indicators

CHECKLIST = read_checklist("brussels")
PARTS = [(c.id, p) for c in CHECKLIST.criteria for p in c.measured_by]


@pytest.mark.parametrize(("criterion", "part"), PARTS, ids=lambda x: str(x)[:40])
def test_part_has_an_indicator_of_its_unit(criterion, part):
    assert indicators()[part.indicator].unit == part.unit, criterion


def test_every_indicator_is_used():
    assert set(indicators()) == {part.indicator for _, part in PARTS}


def test_parameters_of_indicators_stand_in_the_checklist_with_their_defaults():
    for entry in indicators().values():
        if entry.function is not None:
            arguments = inspect.signature(entry.function).parameters
            for name in entry.parameters:
                value = CHECKLIST.parameters[name].value
                assert value == arguments[name].default, f"{entry.name}: {name}"

"""The shipped checklist and the indicators: two rooms that must agree on names."""

from __future__ import annotations

import inspect

import pytest

from sbd.assessment.scenarios import DENSITY
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


def test_what_a_copy_may_change_is_read():
    read = {name for entry in indicators().values() for name in entry.parameters}
    changeable = {n for n, p in CHECKLIST.parameters.items() if p.range is not None}
    assert changeable <= read | {DENSITY}


def test_what_nothing_reads_is_fixed_and_only_shown():
    read = {name for entry in indicators().values() for name in entry.parameters}
    assert set(CHECKLIST.parameters) - read - {DENSITY} == {
        # Extents and footprints: decided while a plan is read
        "setting_m", "window_m", "services_m", "bench_width_m", "lamp_diameter_m",
        "bin_diameter_m", "dtm_step_m",
        # A crown is shade; people are recognised: told, decides no level
        "crown_transmission", "recognition_distance_m",
        # The path's axis between the two radii stands for both
        "fire_inner_radius_m", "fire_outer_radius_m",
    }  # fmt: skip

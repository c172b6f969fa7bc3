"""The light of a demo plan, held against a plain calculation without sbd."""

from __future__ import annotations

import pytest

from sbd.indicators.registry import indicators
from sbd.plans.read import read_plan
from tests.conftest import ROOT
from tests.demo_light import table


def test_the_light_of_a_demo_plan_is_what_plain_geometry_gives() -> None:
    plan = read_plan([ROOT / "data" / "geo" / "vlierplein-b.gpkg"])
    for name, value in table("b").items():
        measure = indicators()[name].function
        assert measure is not None
        assert measure(plan).value == pytest.approx(value, rel=1e-6, abs=1e-9), name

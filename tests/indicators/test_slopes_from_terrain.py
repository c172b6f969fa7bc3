"""A-05 where the heights of the ground say what the plan does not."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from shapely.affinity import rotate
from shapely.geometry import LineString, box

from sbd.indicators.measurement import Measurement
from sbd.indicators.slopes import gentle_route_share
from sbd.plans.plan import make_plan
from sbd.plans.rasters import with_terrain
from tests.indicators.slopes import LAMBERT, Height, ground

SITE = box(0, 0, 100, 20)
ROUTE = LineString([(0, 10), (100, 10)])
PATH = box(0, 5, 100, 15)
ALL = ("route", "footway", "square", "ramp")


def share(height: Height, **elements: Any) -> Measurement:
    declare = elements.pop("declare", ALL)
    site = elements.pop("site", SITE)
    things = {"route": [ROUTE], "footway": [PATH], **elements}
    plan = make_plan(things, site=site, declare=declare, crs=LAMBERT)
    return gentle_route_share(with_terrain(plan, ground(height)))


@pytest.mark.parametrize(
    ("along", "across", "expected"),
    [
        (4, 1, 100),
        (-4, -1, 100),
        (5, 2, 100),  # just gentle: heights carry no more than 0.01 %
        (6, 1, 0),
        (4, 3, 0),
        (5.01, 0, 0),
        (0, 2.01, 0),
    ],
)
def test_a_plane(along: float, across: float, expected: float) -> None:
    result = share(lambda x, y: 80 + along / 100 * x + across / 100 * y)
    assert result.state == "measured"
    assert result.value == pytest.approx(expected)
    assert result.bound == "exact"


def test_half_gentle_half_steep() -> None:
    # 4 % up to the middle of the route, 6 % from there
    result = share(lambda x, _: 80 + 0.04 * x + 0.02 * np.maximum(x - 50, 0))
    assert result.value == pytest.approx(50)
    (steep,) = [p for p in result.where if p.role == "finding"]
    assert steep.value == pytest.approx(6)
    assert steep.geometry.length == pytest.approx(50)
    assert steep.geometry.bounds[0] == pytest.approx(50)
    assert steep.element_id == "footway-1"


def test_what_was_taken_from_the_heights_is_said() -> None:
    result = share(lambda x, _: 0.01 * x)
    assert result.defaults == ("all_routes_main", "slopes_from_terrain")
    told = [(PATH, {"slope_pct": 3.0, "crossfall_pct": 1.0})]
    assert share(lambda x, _: 0.01 * x, footway=told).defaults == ("all_routes_main",)


@pytest.mark.parametrize("angle", [10, 30, 60, 80])
def test_a_diagonal_route_gets_its_part_of_the_slope(angle: float) -> None:
    """5 % in the direction of the route at 0 degrees, its parts at others."""
    turn = math.radians(angle)
    gentle = 5 * math.cos(turn) <= 5 and 5 * math.sin(turn) <= 2
    result = share(
        lambda x, y: 0.05 * (x * math.cos(turn) - y * math.sin(turn)),
    )
    assert result.value == pytest.approx(100 if gentle else 0)
    turned = share(
        lambda x, _: 0.05 * x,
        route=[rotate(ROUTE, angle, origin=(0, 0))],
        footway=[rotate(PATH, angle, origin=(0, 0))],
        site=rotate(SITE, angle, origin=(0, 0)),
    )
    assert turned.value == pytest.approx(100 if gentle else 0)


def test_attributes_win_over_heights() -> None:
    def steep(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return 0.09 * x + 0.09 * y

    said = {"slope_pct": 3.0, "crossfall_pct": 1.0}
    assert share(steep, footway=[(PATH, said)]).value == pytest.approx(100)
    half = {"slope_pct": 3.0}  # the cross-fall comes from the ground
    assert share(steep, footway=[(PATH, half)]).value == 0
    half = {"crossfall_pct": 1.0}
    assert share(steep, footway=[(PATH, half)]).value == 0
    flat = share(lambda x, _: 0 * x, footway=[(PATH, {"slope_pct": 3.0})])
    assert flat.value == pytest.approx(100)
    assert {p.value for p in flat.where} == {3.0}
    uphill = share(lambda x, _: 0 * x, footway=[(PATH, {"slope_pct": -7.0})])
    assert uphill.value == 0


def test_holes_are_missing_as_they_are_without_heights() -> None:
    def holed(x: np.ndarray, _: np.ndarray) -> np.ndarray:
        return np.where((x > 40) & (x < 60), np.nan, 0.02 * x)

    result = share(holed)
    assert result.state == "unknown"
    # the 20 m of the hole, and the pieces whose 2 m reach into it
    assert result.worst == pytest.approx(76)
    assert result.best == pytest.approx(100)
    assert result.reason.code == "attribute_missing"
    assert result.reason.args["count"] == 1
    assert {p.label for p in result.where} == {"slope", "slope_missing"}


def test_beyond_the_heights_it_stays_missing() -> None:
    # the raster ends 200 m from the origin; a steep half outside it may not count
    route = LineString([(100, 10), (300, 10)])
    result = share(
        lambda x, _: 0.08 * x,
        route=[route],
        footway=[box(100, 5, 300, 15)],
        site=box(100, 0, 300, 20),
    )
    assert result.worst == 0
    # known while 1 m on either side of a piece is: up to 198 m
    assert result.best == pytest.approx(100 * 102 / 200, abs=1)
    none = share(
        lambda x, _: 0.08 * x,
        route=[LineString([(900, 10), (990, 10)])],
        footway=[box(900, 5, 990, 15)],
        site=box(900, 0, 990, 20),
    )
    assert (none.worst, none.best) == (0, 100)
    assert none.defaults == ("all_routes_main",)


def test_one_known_slope_does_not_hide_the_other_that_is_missing() -> None:
    # the slope is known at both ends of the hole, the cross-fall in neither
    def strip(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.where((abs(y - 10) > 0.6) & (x > 50), np.nan, 0.02 * x)

    result = share(strip)
    assert result.state == "unknown"
    assert result.worst == pytest.approx(50, abs=2)
    assert result.best == pytest.approx(100)


def test_ramps_say_their_own_slope() -> None:
    ramp = (box(60, 8, 80, 12), {"slope_pct": 8.0})
    result = share(lambda x, _: 0.01 * x, ramp=[ramp])
    assert result.value == pytest.approx(80)
    silent = share(lambda x, _: 0.01 * x, ramp=[box(60, 8, 80, 12)])
    assert (silent.worst, silent.best) == (pytest.approx(80), pytest.approx(100))
    assert silent.reason.args["kind"] == "ramp"


def test_heights_tell_the_slope_of_any_ground() -> None:
    crossing = share(lambda x, _: 0.01 * x, footway=[box(0, 5, 90, 15)])
    assert crossing.value == pytest.approx(100)
    bare = share(lambda x, _: 0.09 * x, footway=[], declare=["route"])
    assert bare.value == 0


def test_parts_add_up_to_the_whole_route() -> None:
    rng = np.random.default_rng(5)
    rough = rng.normal(0, 0.05, (400, 400))
    result = share(lambda *_: rough)
    length = sum(p.geometry.length for p in result.where)
    assert length == pytest.approx(100)
    assert result.reason.args["route_m"] == pytest.approx(100)
    assert 0 < result.value < 100

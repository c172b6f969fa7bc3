from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.measurement import Measurement
from sbd.indicators.slopes import gentle_route_share
from sbd.plans.plan import Supplied, make_plan

SITE = box(0, 0, 100, 20)
ROUTE = LineString([(0, 10), (100, 10)])
ALL = ("route", "footway", "square", "ramp")


def ground(
    start: float, stop: float, slope: float = 2.0, crossfall: float = 1.0
) -> tuple[BaseGeometry, dict[str, float]]:
    shape = box(start, 5, stop, 15)
    return (shape, {"slope_pct": slope, "crossfall_pct": crossfall})


def share(**elements: Any) -> Measurement:
    declare = elements.pop("declare", ALL)
    more = elements.pop("more", {})
    plan = make_plan({"route": [ROUTE], **elements}, site=SITE, declare=declare, **more)
    return gentle_route_share(plan)


@pytest.mark.parametrize(
    ("slope", "crossfall", "expected"),
    [
        (5, 2, 100),
        (-5, -2, 100),  # downhill is as steep as uphill
        (5.1, 2, 40),
        (-6, 2, 40),
        (5, 2.1, 40),
    ],
)
def test_slope_and_crossfall_both_count(
    slope: float, crossfall: float, expected: float
) -> None:
    result = share(footway=[ground(0, 40), ground(40, 100, slope, crossfall)])
    assert result.value == pytest.approx(expected)
    assert result.bound == "exact"


def test_the_steep_stretch_is_shown_with_its_slope() -> None:
    result = share(footway=[ground(0, 40), ground(40, 100, 8)])
    steep = [p for p in result.where if p.role == "finding"]
    assert len(steep) == 1
    assert steep[0].value == 8
    assert steep[0].geometry.length == pytest.approx(60)
    assert steep[0].element_id == "footway-2"
    assert result.reason.args == {
        "gentle_m": pytest.approx(40),
        "route_m": pytest.approx(100),
    }


def test_a_stretch_that_leans_too_much_is_shown_with_its_crossfall() -> None:
    leaning = share(footway=[ground(0, 40), ground(40, 100, 2, 2.5)])
    shown = {p.role: (p.label, p.value) for p in leaning.where}
    assert shown == {"good": ("slope", 2), "finding": ("crossfall", 2.5)}
    steep_too = share(footway=[ground(0, 100, 8, 2.5)])
    assert [(p.label, p.value) for p in steep_too.where] == [("slope", 8)]


def test_missing_slopes_leave_an_interval_by_their_length() -> None:
    result = share(footway=[ground(0, 70), ground(70, 100, np.nan)])
    assert result.state == "unknown"
    assert (result.worst, result.best) == (pytest.approx(70), pytest.approx(100))
    assert result.reason.args == {
        "kind": "footway",
        "attribute": "slope_pct",
        "count": 1,
        "of": 2,
    }


def test_ground_that_is_neither_footway_nor_square_is_missing() -> None:
    result = share(footway=[ground(0, 90)], carriageway=[box(90, 0, 100, 20)])
    assert (result.worst, result.best) == (pytest.approx(90), pytest.approx(100))
    assert result.reason.code == "route_off_surfaces"
    assert result.reason.args["length_m"] == pytest.approx(10)


def test_one_slope_too_steep_settles_it_without_the_other() -> None:
    result = share(footway=[ground(0, 50), ground(50, 100, 9, np.nan)])
    assert result.value == pytest.approx(50)
    result = share(footway=[ground(0, 50), ground(50, 100, np.nan, 3)])
    assert result.value == pytest.approx(50)
    result = share(footway=[ground(0, 50), ground(50, 100, 4, np.nan)])
    assert result.reason.args["attribute"] == "crossfall_pct"


def test_on_a_ramp_the_steeper_slope_counts() -> None:
    ramp = LineString([(60, 10), (80, 10)])
    surface = [ground(0, 100)]
    assert share(
        footway=surface, ramp=[(ramp, {"slope_pct": 8.0})]
    ).value == pytest.approx(80)
    area = (box(60, 8, 80, 12), {"slope_pct": 8.0})
    assert share(footway=surface, ramp=[area]).value == pytest.approx(80)
    gentle = share(footway=surface, ramp=[(ramp, {"slope_pct": 4.0})])
    assert gentle.value == pytest.approx(100)
    silent = share(footway=surface, ramp=[ramp])
    assert (silent.worst, silent.best) == (pytest.approx(80), pytest.approx(100))
    assert silent.reason.args["kind"] == "ramp"


def test_a_ramp_tells_the_slope_where_the_ground_does_not() -> None:
    ramp = (box(0, 8, 100, 12), {"slope_pct": 4.0})
    result = share(footway=[ground(0, 100, np.nan)], ramp=[ramp])
    assert result.value == pytest.approx(100)


def test_a_footway_drawn_as_a_line_describes_the_route_on_it() -> None:
    line = (ROUTE, {"slope_pct": 6.0, "crossfall_pct": 1.0})
    assert share(footway=[line]).value == 0


def test_only_main_routes_count_each_stretch_once() -> None:
    other = LineString([(0, 12), (100, 12)])
    half = LineString([(50, 10), (100, 10)])
    result = share(
        route=[(ROUTE, {"main": "yes"}), (half, {"main": "yes"}), other],
        footway=[ground(0, 50, 9), ground(50, 100)],
    )
    assert result.value == pytest.approx(50)
    assert result.defaults == ()
    assert share(footway=[ground(0, 100)]).defaults == ("all_routes_main",)


def test_without_routes_or_ground_it_is_unknown() -> None:
    silent = share(route=[], footway=[ground(0, 100)], declare=["footway"])
    assert silent.reason.args == {"kinds": ("route",)}
    none = share(route=[], footway=[ground(0, 100)])
    assert none.reason.code == "no_route_in_site"
    bare = share(declare=["route"])
    assert bare.reason.args == {"kinds": ("footway", "square")}


def test_an_undeclared_ramp_can_only_hurt_and_a_route_do_either() -> None:
    surface = [ground(0, 100)]
    assert share(footway=surface, declare=["route"]).bound == "upper"
    assert share(footway=surface, declare=["ramp"]).bound == "open"


def test_assumed_ground_is_named() -> None:
    supplied = (
        Supplied("footway-1", "footway", "geometry", 1.8, "assumed", "path-widths"),
    )
    result = share(footway=[ground(0, 100)], more={"supplied": supplied})
    assert result.assumed == ("path-widths",)


@settings(max_examples=15, deadline=None)
@given(angle=st.floats(-180, 180), dx=st.floats(-1e5, 1e5), seed=st.integers(0, 99))
def test_order_and_place_do_not_matter(angle: float, dx: float, seed: int) -> None:
    order = np.random.default_rng(seed)

    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, angle, origin=(0, 0)), dx)

    surfaces = [ground(0, 30), ground(30, 60, 7), ground(60, 100)]
    surfaces = [(moved(shape), slopes) for shape, slopes in surfaces]
    plan = make_plan(
        {
            "route": [moved(ROUTE)],
            "footway": [surfaces[i] for i in order.permutation(3)],
        },
        site=moved(SITE),
        declare=ALL,
    )
    # turned by some angle the route's ends may miss the site by a rounding
    result = gentle_route_share(plan)
    assert result.value == pytest.approx(70, abs=0.01)

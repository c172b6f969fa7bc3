from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.crossings import (
    longest_crossing,
    longest_crossing_over_30,
    longest_crossing_over_50,
)
from sbd.indicators.measurement import Measurement
from sbd.plans.plan import Plan, Supplied, make_plan

SITE = box(0, 0, 100, 40)
ALL = ("carriageway", "crossing", "route", "island")
#: A street from west to east, 8 m wide.
ROAD = box(-50, 10, 150, 18)


def road(shape: BaseGeometry = ROAD, **attributes: Any) -> tuple[BaseGeometry, Any]:
    return (shape, {"limit_kmh": 30, "shared": "no", **attributes})


def street(*crossings: Any, **elements: Any) -> Plan:
    declare = elements.pop("declare", ALL)
    more = elements.pop("more", {})
    return make_plan(
        {"carriageway": [road()], "crossing": list(crossings), **elements},
        site=SITE,
        declare=declare,
        **more,
    )


def across(x: float, low: float = 10, high: float = 18) -> LineString:
    return LineString([(x, low), (x, high)])


@pytest.mark.parametrize(
    "crossing",
    [
        across(20),  # from kerb to kerb
        across(20, 5, 22),  # from pavement to pavement
        across(20, 11, 16),  # drawn short of the kerbs
        box(18, 10, 22, 18),  # a zebra
        box(14, 10, 26, 18),  # a zebra wider than it is long
        box(18, 9, 22, 19),
        Point(20, 14),  # a node on the axis
        Point(20, 11),
    ],
)
def test_a_crossing_is_measured_from_kerb_to_kerb(crossing: BaseGeometry) -> None:
    result = longest_crossing(street(crossing))
    assert result.value == pytest.approx(8)
    assert result.state == "measured"
    assert result.bound == "exact"
    place = result.where[0]
    assert place.geometry.length == pytest.approx(8)
    assert place.element_id == "crossing-1"


def test_a_slanting_crossing_is_longer() -> None:
    slanting = LineString([(20, 10), (26, 18)])
    assert longest_crossing(street(slanting)).value == pytest.approx(10)


def test_the_longest_of_all_crossings_counts_wherever_it_is_in_the_setting() -> None:
    wide = road(box(40, -30, 52, 10))
    plan = street(
        across(20), LineString([(40, -20), (52, -20)]), carriageway=[road(), wide]
    )
    result = longest_crossing(plan)
    assert result.value == pytest.approx(12)
    assert [p.role for p in result.where] == ["context", "finding"]
    far = street(across(20), LineString([(40, -35), (52, -35)]))
    assert longest_crossing(far).value == pytest.approx(8)


def test_carriageways_drawn_in_pieces_are_crossed_as_one() -> None:
    halves = [road(box(-50, 10, 150, 14)), road(box(-50, 14, 150, 18))]
    assert longest_crossing(street(across(20), carriageway=halves)).value == (
        pytest.approx(8)
    )


@pytest.mark.parametrize(("width", "expected"), [(1.4, 8), (1.495, 3.5), (2, 3.5)])
def test_an_island_shelters_from_a_metre_and_a_half(
    width: float, expected: float
) -> None:
    island = box(10, 13.5, 30, 13.5 + width)
    result = longest_crossing(street(across(20), island=[island]))
    assert result.value == pytest.approx(max(expected, 8 - 3.5 - width))


def test_an_island_cut_out_of_the_carriageway_is_the_same() -> None:
    for width, expected in ((1.0, 8.0), (2.0, 3.5)):
        hole = road(ROAD.difference(box(10, 13.5, 30, 13.5 + width)))
        result = longest_crossing(street(across(20), carriageway=[hole]))
        assert result.value == pytest.approx(max(expected, 8 - 3.5 - width))


def test_an_island_drawn_as_a_point_may_or_may_not_shelter() -> None:
    result = longest_crossing(street(across(20), island=[Point(20, 14)]))
    assert result.state == "unknown"
    assert (result.worst, result.best) == (pytest.approx(8), pytest.approx(3.25))
    assert result.reason.code == "width_missing"


def test_signals_do_not_shorten_a_crossing() -> None:
    plan = street((across(20), {"signals": "yes"}))
    assert longest_crossing(plan).value == pytest.approx(8)


def test_a_route_crosses_where_no_crossing_is_drawn() -> None:
    slanting = LineString([(50, 2), (71, 30)])
    result = longest_crossing(street(route=[slanting]))
    assert result.value == pytest.approx(10)
    assert result.where[0].label == "route"


def test_a_route_over_a_crossing_is_that_crossing() -> None:
    slanting = LineString([(17, 2), (23, 26)])
    result = longest_crossing(street(box(16, 10, 24, 18), route=[slanting]))
    assert result.value == pytest.approx(8)
    assert len(result.where) == 1


@pytest.mark.parametrize(
    "route",
    [
        LineString([(5, 5), (10, 12), (90, 12), (95, 5)]),  # along the street
        LineString([(5, 5), (10, 12)]),  # ends on it
        LineString([(5, 5), (20, 10.5), (35, 5)]),  # clips the kerb
    ],
)
def test_a_route_that_does_not_get_across_is_no_crossing(route: LineString) -> None:
    result = longest_crossing(street(across(20, 10, 18), route=[route]))
    assert result.value == pytest.approx(8)


def test_no_carriageway_is_nothing_to_cross_only_when_declared() -> None:
    none = longest_crossing(street(across(20), carriageway=[]))
    assert (none.state, none.value) == ("measured", 0)
    declare = ("crossing", "route", "island")
    unsaid = longest_crossing(street(across(20), carriageway=[], declare=declare))
    assert unsaid.state == "unknown"
    assert unsaid.reason.args == {"kinds": ("carriageway",)}


def test_a_shared_carriageway_is_walked_not_crossed() -> None:
    shared = street(across(20), carriageway=[road(shared="yes")])
    assert longest_crossing(shared).value == 0
    silent = longest_crossing(street(across(20), carriageway=[road(shared=None)]))
    assert silent.value == pytest.approx(8)
    assert silent.defaults == ("carriageway_not_shared",)


def test_a_pavement_drawn_through_the_carriageway_ends_it() -> None:
    result = longest_crossing(street(across(20), footway=[box(0, 14, 100, 20)]))
    assert result.value == pytest.approx(4)


def test_nothing_that_crosses_is_not_applicable_only_when_declared() -> None:
    assert longest_crossing(street()).state == "not_applicable"
    undeclared = street(declare=("carriageway", "crossing"))
    assert longest_crossing(undeclared).state == "unknown"
    silent = longest_crossing(street(declare=["carriageway"]))
    assert silent.reason.args == {"kinds": ("crossing", "route")}


def test_a_carriageway_without_width_is_unknown() -> None:
    line = road(LineString([(-50, 14), (150, 14)]))
    for crossing in (across(20), Point(20, 14), box(18, 10, 22, 18)):
        result = longest_crossing(street(crossing, carriageway=[line]))
        assert result.state == "unknown"
        assert result.reason.code == "width_missing"
        assert result.worst == math.inf


def test_a_carriageway_without_width_that_nobody_crosses_does_not_matter() -> None:
    lane = road(LineString([(-50, 35), (150, 35)]))
    result = longest_crossing(street(across(20), carriageway=[road(), lane]))
    assert result.value == pytest.approx(8)


def parts(*limits: float) -> tuple[Measurement, Measurement]:
    """Two streets of 8 m, then 6 m; each crossed once."""
    shapes = (ROAD, box(-50, 28, 150, 34))
    roads = [road(s, limit_kmh=limit) for s, limit in zip(shapes, limits, strict=False)]
    crossings = [across(20), across(20, 28, 34)]
    plan = street(*crossings[: len(limits)], carriageway=roads)
    return longest_crossing_over_30(plan), longest_crossing_over_50(plan)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (20, (None, None)),
        (30, (None, None)),
        (31, (8, None)),
        (50, (8, None)),
        (51, (None, 8)),
        (70, (None, 8)),
    ],
)
def test_the_limit_decides_the_part(
    limit: float, expected: tuple[float | None, float | None]
) -> None:
    for result, length in zip(parts(limit), expected, strict=True):
        if length is None:
            assert result.state == "not_applicable"
        else:
            assert result.value == pytest.approx(length)


def test_a_missing_limit_leaves_an_interval_in_both_parts() -> None:
    for result in parts(np.nan):
        assert result.state == "unknown"
        assert (result.worst, result.best) == (pytest.approx(8), None)
        assert result.reason.args == {
            "kind": "carriageway",
            "attribute": "limit_kmh",
            "count": 1,
            "of": 1,
        }


def test_a_missing_limit_on_a_shorter_crossing_changes_nothing() -> None:
    over_30, over_50 = parts(50, np.nan)
    assert over_30.value == pytest.approx(8)
    assert (over_50.worst, over_50.best) == (pytest.approx(6), None)


def test_the_highest_limit_under_a_chord_counts() -> None:
    halves = [
        road(box(-50, 10, 150, 14), limit_kmh=30),
        road(box(-50, 14, 150, 18), limit_kmh=50),
    ]
    result = longest_crossing_over_30(street(across(20), carriageway=halves))
    assert result.value == pytest.approx(8)


def test_longer_crossings_hurt_and_islands_help() -> None:
    assert longest_crossing(street(across(9), declare=ALL[:3])).bound == "lower"
    assert longest_crossing(street(across(9), declare=ALL[1:])).bound == "upper"
    assert longest_crossing(street(across(9), declare=[])).bound == "open"


def test_assumed_widths_and_limits_are_named() -> None:
    supplied = (
        Supplied(
            "carriageway-1", "carriageway", "geometry", 3, "assumed", "path-widths"
        ),
        Supplied("carriageway-1", "carriageway", "limit_kmh", 30, "assumed", "speeds"),
    )
    plan = street(across(20), more={"supplied": supplied})
    assert longest_crossing_over_30(plan).assumed == ("path-widths", "speeds")
    assert longest_crossing(plan).assumed == ("path-widths",)


def test_centrelines_taken_for_routes_are_named() -> None:
    route = LineString([(50, 2), (50, 30)])
    plan = street(route=[route], more={"route_source": "centrelines"})
    assert "routes_from_centrelines" in longest_crossing(plan).defaults


@settings(max_examples=15, deadline=None)
@given(angle=st.floats(-180, 180), dx=st.floats(-1e5, 1e5), seed=st.integers(0, 99))
def test_order_and_place_do_not_matter(angle: float, dx: float, seed: int) -> None:
    order = np.random.default_rng(seed)

    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, angle, origin=(0, 0)), dx)

    crossings = [box(18, 10, 22, 18), Point(40, 12), LineString([(60, 10), (61, 18)])]
    roads = [box(-50, 10, 50, 18), box(50, 10, 150, 18)]
    plan = make_plan(
        {
            "crossing": [moved(crossings[i]) for i in order.permutation(3)],
            "carriageway": [
                (moved(roads[i]), {"limit_kmh": 50}) for i in order.permutation(2)
            ],
            "route": [moved(LineString([(80, 0), (82, 30)]))],
        },
        site=moved(SITE),
        declare=ALL,
    )
    expected = math.hypot(8, 1)
    assert longest_crossing(plan).value == pytest.approx(expected, rel=1e-4)
    assert longest_crossing_over_30(plan).value == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(
    "paths",
    [
        [LineString([(14, 6), (26, 22)])],
        # Two ways that meet at the node, and one that bends on the pavement.
        [LineString([(14, 6), (20, 14)]), LineString([(20, 14), (23, 18)])],
        [LineString([(0, 6), (14, 6), (26, 22), (60, 22)])],
    ],
)
def test_a_node_on_a_slanting_path_is_crossed_along_the_path(
    paths: list[LineString],
) -> None:
    plan = street(Point(20, 14), footway=paths)
    assert longest_crossing(plan).value == pytest.approx(10)


@pytest.mark.parametrize(
    "paths",
    [
        [LineString([(20, 14), (26, 22)])],  # it ends in the middle
        [LineString([(0, 14), (60, 14)])],  # it runs along the carriageway
        [LineString([(14, 6), (26, 22)]), LineString([(20, 0), (20, 30)])],  # a fork
        [LineString([(14, 8), (26, 24)])],  # it passes by
    ],
)
def test_other_paths_do_not_turn_a_node_from_the_shortest_way(
    paths: list[LineString],
) -> None:
    plan = street(Point(20, 14), footway=paths)
    assert longest_crossing(plan).value == pytest.approx(8)


def test_a_crossing_tells_its_limit_and_the_longest_at_any_limit() -> None:
    """A street of 8 m at 50 km/h, and one of 4 m at 30 beside it."""
    roads = [road(limit_kmh=50), road(box(-50, 24, 150, 28))]
    both = across(20), across(40, 24, 28)
    result = longest_crossing_over_30(street(*both, carriageway=roads))
    assert {place.label for place in result.where} == {"crossing_over_30"}
    assert result.reason is not None
    assert result.reason.args["longer_m"] == 0
    roads = [road(), road(box(-50, 24, 150, 28), limit_kmh=50)]
    result = longest_crossing_over_30(street(*both, carriageway=roads))
    assert result.value == pytest.approx(4)
    assert result.reason is not None
    assert result.reason.args["longer_m"] == pytest.approx(8)

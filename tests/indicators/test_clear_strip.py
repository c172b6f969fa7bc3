"""The clear strip (A-08): 100 m of route and what stands in it or hangs above it."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.clear_strip import obstacles_per_100m
from sbd.indicators.measurement import Measurement
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, make_plan

ALL = [kind for kind in KINDS if kind not in ("site", "extent")]
SITE = box(0, -20, 100, 20)
ROUTE = (LineString([(0, 0), (100, 0)]), {"main": "yes"})
POST = {"diameter_m": 0.2}


def plan(declare: Any = ALL, **more: Any) -> Plan:
    elements = {"footway": [SITE], "route": [ROUTE], **more}
    return make_plan(elements, site=SITE, declare=declare)


def count(**more: Any) -> float | None:
    return obstacles_per_100m(plan(**more)).value


def shown(found: Measurement) -> list[tuple[str | None, str | None]]:
    return [(p.label, p.element_id) for p in found.where if p.role == "finding"]


def test_a_free_strip_has_none() -> None:
    found = obstacles_per_100m(plan())
    assert (found.state, found.value, found.unit) == ("measured", 0.0, "n/100m")
    assert (found.bound, found.defaults) == ("exact", ())


@pytest.mark.parametrize(("y", "number"), [(0.8, 1), (0.845, 0), (0.86, 0), (2, 0)])
def test_the_face_of_a_post_decides(y: float, number: int) -> None:
    # 0.845 - 0.10 = 0.745 m: within the tolerance of 0.75 m, in favour of the design.
    assert count(bollard=[(Point(50, y), POST)]) == number


def test_every_element_counts_once_and_is_shown() -> None:
    found = obstacles_per_100m(
        plan(
            bin=[Point(10, 0.5)],
            bench=[(LineString([(20, 0.9), (22, 0.9)]), {"width_m": 0.6})],
            terrace=[box(30, 0.5, 40, 5)],
            parking=[box(50, -3, 60, -0.5)],
            tree=[(Point(70, 0.5), {"base_m": 1.5, "crown_radius_m": 2.0})],
            wall=[LineString([(80, -1), (80, 1)])],
        )
    )
    assert found.value == 6
    assert len({i for _, i in shown(found)}) == 6


def test_half_as_much_route_makes_twice_as_many_per_100_m() -> None:
    short = (LineString([(0, 0), (50, 0)]), {"main": "yes"})
    assert count(route=[short], bin=[Point(10, 0)]) == pytest.approx(2.0)


@pytest.mark.parametrize(("base", "number"), [(2.0, 1), (2.195, 0), (2.2, 0), (4, 0)])
def test_what_hangs_lower_than_the_headroom_counts(base: float, number: int) -> None:
    crown = (Point(50, 3), {"base_m": base, "crown_radius_m": 2.5})
    canopy = (box(20, 0.5, 25, 3), {"base_m": base})
    assert count(tree=[crown]) == number
    assert count(canopy=[canopy]) == number


def test_a_crown_beside_the_strip_does_not_count() -> None:
    assert count(tree=[(Point(50, 3), {"base_m": 1.0, "crown_radius_m": 2.2})]) == 0


def test_what_does_not_tell_how_low_it_hangs_leaves_an_interval() -> None:
    found = obstacles_per_100m(plan(canopy=[box(20, -1, 25, 1)], bin=[Point(10, 0)]))
    assert (found.state, found.worst, found.best) == ("unknown", 2.0, 1.0)
    assert found.reason.args["attribute"] == "base_m"
    low = (Point(50, 9), {"base_m": 1.0})
    found = obstacles_per_100m(plan(tree=[low]))
    assert (found.worst, found.best) == (1.0, 0.0)
    assert found.reason.args["attribute"] == "crown_radius_m"


def test_things_without_a_size_are_points_and_it_says_so() -> None:
    found = obstacles_per_100m(plan(bollard=[(Point(50, 0.8), {})]))
    assert (found.value, found.defaults) == (0.0, ("size_missing_is_a_post",))


def test_unknown_without_a_route_or_kinds_nobody_spoke_of() -> None:
    bare = make_plan({"footway": [SITE]}, site=SITE, declare=ALL)
    assert obstacles_per_100m(bare).reason.code == "no_route_in_site"
    some = [k for k in ALL if k != "canopy"]
    found = obstacles_per_100m(plan(declare=some, bin=[Point(10, 0)]))
    assert (found.state, found.worst, found.best) == ("unknown", inf, 1.0)


def test_a_mapped_plan_bounds_from_one_side() -> None:
    some = [k for k in ALL if k != "bin"]
    found = obstacles_per_100m(plan(declare=some, bin=[Point(10, 0)]))
    assert (found.state, found.value, found.bound) == ("measured", 1.0, "upper")


@settings(max_examples=10)
@given(st.integers(0, 359), st.lists(st.integers(-30, 30), max_size=5))
def test_turned_and_moved_to_lambert_coordinates(degrees: int, ys: list[int]) -> None:
    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, degrees, origin=(0, 0)), 1.5e5, 1.7e5)

    spots = [Point(10 + 15 * n, y / 10) for n, y in enumerate(ys)]
    turned = make_plan(
        {
            "footway": [moved(SITE)],
            "route": [(moved(ROUTE[0]), ROUTE[1])],
            "bollard": [(moved(spot), POST) for spot in spots],
        },
        site=moved(SITE),
        declare=ALL,
    )
    by_hand = sum(abs(y) / 10 - 0.1 < 0.745 for y in ys)
    assert obstacles_per_100m(turned).value == pytest.approx(by_hand)

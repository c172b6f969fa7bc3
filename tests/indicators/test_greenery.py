from __future__ import annotations

from itertools import pairwise
from math import pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box

from sbd.indicators.greenery import canopy_share, unsealed_share
from sbd.indicators.measurement import Measurement
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, Supplied, make_plan

SITE = box(0, 0, 100, 50)  # 5,000 m2
ALL = list(KINDS)
Tree = tuple[Point, dict[str, float]]


def tree(x: float, y: float, radius: float) -> Tree:
    return Point(x, y), {"crown_15y_radius_m": radius}


def canopy(*trees: object, declare: tuple[str, ...] = ("tree",)) -> Measurement:
    plan = make_plan({"tree": trees} if trees else {}, site=SITE, declare=declare)
    return canopy_share(plan)


# --- L-03 -----------------------------------------------------------------


def test_one_crown_is_the_area_of_its_circle() -> None:
    found = canopy(tree(50, 25, 5))
    assert found.state == "measured"
    assert found.value == pytest.approx(100 * pi * 25 / 5000, rel=1e-9)
    assert found.reason.code == "canopy_found"
    assert found.reason.args["trees"] == 1


def test_two_crowns_on_one_spot_count_once() -> None:
    once, twice = canopy(tree(50, 25, 5)), canopy(tree(50, 25, 5), tree(50, 25, 5))
    assert twice.value == pytest.approx(once.value)


def test_a_tree_outside_shades_the_site_with_the_part_that_reaches_in() -> None:
    assert canopy(tree(0, 25, 5)).value == pytest.approx(50 * pi * 25 / 5000, rel=1e-3)
    assert canopy(tree(-5, 25, 5)).value == pytest.approx(0, abs=1e-3)
    beyond_its_reach = canopy(tree(-40, 25, 45))
    assert beyond_its_reach.value == 0


def test_undeclared_trees_are_unknown_and_declared_none_is_0() -> None:
    unsaid = canopy(declare=())
    assert unsaid.state == "unknown"
    assert unsaid.value is None
    assert unsaid.reason.code == "kind_missing"
    assert unsaid.reason.args == {"kinds": ("tree",)}
    none = canopy()
    assert (none.state, none.value) == ("measured", 0)


def test_trees_that_are_only_mapped_give_a_lower_bound() -> None:
    found = canopy(tree(50, 25, 5), declare=())
    assert (found.completeness, found.bound) == ("as_mapped", "lower")
    assert canopy(tree(50, 25, 5)).bound == "exact"


def test_todays_crown_is_used_as_a_lower_bound_and_named() -> None:
    found = canopy((Point(50, 25), {"crown_radius_m": 3}))
    assert found.value == pytest.approx(100 * pi * 9 / 5000)
    assert found.defaults == ("crown_15y_missing",)
    assert found.bound == "lower"
    assert found.completeness == "declared"


def test_a_tree_without_a_radius_leaves_a_range() -> None:
    found = canopy(tree(20, 25, 5), Point(80, 25))
    assert found.state == "unknown"
    assert found.value is None
    assert found.worst == pytest.approx(100 * pi * 25 / 5000)
    assert found.best is not None
    assert found.best > found.worst
    assert found.reason.args["count"] == 1
    assert found.reason.args["attribute"] == "crown_radius_m"


def test_a_tree_without_a_radius_far_outside_does_not_matter() -> None:
    found = canopy(tree(20, 25, 5), Point(-31, 25))
    assert found.state == "measured"


def test_the_assumption_behind_a_radius_is_named() -> None:
    plan = make_plan(
        {"tree": [(Point(50, 25), {"crown_radius_m": 3})]},
        site=SITE,
        supplied=(
            Supplied("tree-1", "tree", "crown_radius_m", 3.0, "assumed", "tree-crowns"),
        ),
    )
    assert canopy_share(plan).assumed == ("tree-crowns",)


def test_the_crowns_are_shown() -> None:
    found = canopy(tree(0, 25, 5), tree(50, 25, 5))
    assert [p.role for p in found.where] == ["good", "good"]
    assert [p.element_id for p in found.where] == ["tree-1", "tree-2"]
    assert all(SITE.buffer(1e-6).covers(p.geometry) for p in found.where)


spots = st.tuples(st.floats(-20, 120), st.floats(-20, 70), st.floats(0.5, 8))


@settings(max_examples=25, deadline=None)
@given(st.lists(spots, min_size=1, max_size=6), spots)
def test_adding_a_tree_never_lowers_canopy(
    trees: list[tuple[float, float, float]], extra: tuple[float, float, float]
) -> None:
    before = canopy(*(tree(*t) for t in trees)).value
    after = canopy(*(tree(*t) for t in [extra, *trees])).value
    assert before is not None
    assert after is not None
    assert after >= before - 1e-9
    assert after <= 100


@settings(max_examples=20, deadline=None)
@given(st.lists(spots, min_size=1, max_size=5), st.floats(0, 360))
def test_canopy_does_not_depend_on_order_place_or_direction(
    trees: list[tuple[float, float, float]], turn: float
) -> None:
    def moved(shape: Point) -> Point:
        return translate(rotate(shape, turn, origin=(0, 0)), 1000, -500)

    plain = canopy(*(tree(*t) for t in trees)).value
    backwards = canopy(*(tree(*t) for t in reversed(trees))).value
    turned = make_plan(
        {
            "tree": [
                (moved(Point(x, y)), {"crown_15y_radius_m": r}) for x, y, r in trees
            ]
        },
        site=moved(SITE),
        declare=["tree"],
    )
    assert backwards == pytest.approx(plain)
    assert canopy_share(turned).value == pytest.approx(plain, rel=2e-3, abs=2e-3)


# --- L-04 -----------------------------------------------------------------


def ground(**kinds: object) -> Plan:
    return make_plan(kinds, site=SITE, declare=ALL)


SEALED = {"surface": "sealed"}


def test_green_counts_whole_and_open_ground_half() -> None:
    plan = ground(
        green=[box(0, 0, 20, 50)],  # 20 %
        gravel=[box(20, 0, 40, 50)],  # 20 % at half
        square=[
            (box(40, 0, 50, 50), {"surface": "soil"}),  # 10 %
            (box(50, 0, 60, 50), {"surface": "open_joints"}),  # 10 % at half
            (box(60, 0, 100, 50), SEALED),
        ],
    )
    found = unsealed_share(plan)
    assert (found.state, found.bound) == ("measured", "exact")
    assert found.value == pytest.approx(20 + 10 + 10 + 5)
    assert unsealed_share(plan, open_ground_weight=0.2).value == pytest.approx(36)


def test_a_terrace_on_green_seals_it() -> None:
    plan = ground(green=[SITE], terrace=[box(0, 0, 50, 50)])
    assert unsealed_share(plan).value == pytest.approx(50)


def test_green_that_says_its_surface_and_green_that_does_not() -> None:
    beds = [box(0, 0, 50, 50), (box(50, 0, 100, 50), {"surface": "gravel"})]
    assert unsealed_share(ground(green=beds)).value == pytest.approx(75)


def test_green_drawn_twice_counts_once() -> None:
    plan = ground(green=[SITE, SITE])
    assert unsealed_share(plan).value == pytest.approx(100)


def test_ground_without_a_kind_leaves_a_range() -> None:
    found = unsealed_share(ground(green=[box(0, 0, 20, 50)]))
    assert found.state == "unknown"
    assert (found.worst, found.best) == (pytest.approx(20), pytest.approx(100))
    assert found.reason.code == "ground_uncovered"
    assert found.reason.args["area_m2"] == pytest.approx(4000)


def test_paving_without_a_surface_leaves_a_range() -> None:
    plan = ground(
        green=[box(0, 0, 20, 50)],
        footway=[box(20, 0, 40, 50), (box(40, 0, 100, 50), SEALED)],
    )
    found = unsealed_share(plan)
    assert (found.worst, found.best) == (pytest.approx(20), pytest.approx(40))
    assert found.reason.args == {
        "kind": "footway",
        "attribute": "surface",
        "count": 1,
        "of": 2,
    }


def test_no_ground_at_all_is_unknown_and_declared_none_leaves_it_open() -> None:
    bare = unsealed_share(make_plan({}, site=SITE))
    assert (bare.state, bare.worst) == ("unknown", None)
    assert bare.reason.code == "kind_missing"
    declared = unsealed_share(make_plan({}, site=SITE, declare=ALL))
    assert (declared.worst, declared.best) == (0, 100)


def test_green_that_is_only_mapped_can_be_more_or_be_built_over() -> None:
    plan = make_plan({"green": [SITE]}, site=SITE)
    assert unsealed_share(plan).bound == "open"
    none_yet = make_plan({"square": [(SITE, SEALED)]}, site=SITE)
    found = unsealed_share(none_yet)
    assert (found.value, found.bound, found.completeness) == (0, "lower", "as_mapped")


def test_a_path_without_a_width_across_green_is_named() -> None:
    plan = ground(green=[SITE], footway=[LineString([(0, 25), (100, 25)])])
    found = unsealed_share(plan)
    assert found.value == pytest.approx(100)
    assert found.defaults == ("paths_without_width_take_no_ground",)
    assert found.bound == "upper"


def test_unsealed_ground_is_good_and_the_sealed_rest_a_finding() -> None:
    plan = ground(
        building=[box(90, 0, 100, 50)],
        green=[box(0, 0, 20, 50)],
        square=[(box(20, 0, 90, 50), SEALED)],
    )
    roles = {p.element_id: (p.role, p.value) for p in unsealed_share(plan).where}
    assert roles == {"green-1": ("good", 100), "square-1": ("finding", 0)}


def test_assumed_widths_are_named() -> None:
    plan = make_plan(
        {"footway": [(SITE, SEALED)]},
        site=SITE,
        declare=ALL,
        supplied=(
            Supplied("footway-1", "footway", "geometry", 1.8, "assumed", "path-widths"),
        ),
    )
    assert unsealed_share(plan).assumed == ("path-widths",)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 40)), max_size=5))
def test_more_green_on_gravel_never_lowers_the_share(
    corners: list[tuple[int, int]],
) -> None:
    beds = [box(x, y, x + 10, y + 10) for x, y in corners]
    values = []
    for n in range(len(beds) + 1):
        green = {"green": beds[:n]} if n else {}
        values.append(unsealed_share(ground(gravel=[SITE], **green)).value or 0)
    assert values[0] == pytest.approx(50)
    assert all(b >= a - 1e-9 for a, b in pairwise(values))

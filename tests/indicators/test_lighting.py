from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.lighting import clear_lamp_share
from sbd.indicators.measurement import Measurement
from sbd.plans.plan import Supplied, make_plan

SITE = box(0, 0, 40, 40)
BOTH = ("lamp", "tree")
Element = tuple[BaseGeometry, dict[str, float]]


def lamp(x: float, y: float = 0, height: float = 5.0) -> Element:
    return (Point(x, y), {"height_m": height})


def tree(x: float, y: float = 0, **attributes: float) -> Element:
    return (Point(x, y), {"base_m": 2.5, "height_m": 8.0, **attributes})


def share(lamps: list[Any], trees: list[Any], **settings: Any) -> Measurement:
    settings = {"declare": BOTH, **settings}
    plan = make_plan({"lamp": lamps, "tree": trees}, site=SITE, **settings)
    return clear_lamp_share(plan)


def test_a_lamp_within_five_metres_of_a_tree_is_not_clear() -> None:
    result = share([lamp(0), lamp(20)], [tree(4)])
    assert result.value == pytest.approx(50)
    assert result.bound == "exact"
    assert result.completeness == "declared"
    assert result.reason.args == {"clear": 1, "lamps": 2}


def test_the_conflict_is_shown_as_a_line_from_lamp_to_tree() -> None:
    places = share([lamp(0), lamp(20)], [tree(4)]).where
    assert [p.role for p in places] == ["good", "finding"]
    assert places[1].geometry.length == pytest.approx(4)
    assert (places[1].value, places[1].unit) == (pytest.approx(4), "m")
    assert places[1].element_id == "lamp-1"


@pytest.mark.parametrize(("distance", "expected"), [(4.98, 0), (4.995, 100), (5, 100)])
def test_five_metres_is_clear_with_a_centimetre_of_grace(
    distance: float, expected: float
) -> None:
    assert share([lamp(0)], [tree(distance)]).value == pytest.approx(expected)


@pytest.mark.parametrize(
    ("crown", "expected"),
    [
        ({"base_m": 5.0}, 100),  # the crown begins at the lamp
        ({"base_m": 4.9}, 0),
        ({"base_m": 1.0, "height_m": 5.0}, 100),  # the crown ends at the lamp
        ({"base_m": 1.0, "height_m": 5.1}, 0),
    ],
)
def test_a_crown_wholly_above_or_below_the_lamp_is_in_nobodys_way(
    crown: dict[str, float], expected: float
) -> None:
    assert share([lamp(0)], [tree(1, **crown)]).value == pytest.approx(expected)


def test_every_tree_near_a_lamp_must_be_out_of_the_way() -> None:
    result = share([lamp(0)], [tree(1, base_m=6.0), tree(2)])
    assert result.value == 0


def test_a_missing_crown_base_leaves_an_interval() -> None:
    result = share([lamp(0), lamp(20)], [tree(1, base_m=np.nan), tree(39)])
    assert result.state == "unknown"
    assert (result.worst, result.best) == (50, 100)
    assert result.reason.code == "attribute_missing"
    assert result.reason.args == {
        "kind": "tree",
        "attribute": "base_m",
        "count": 1,
        "of": 1,
    }
    assert [p.role for p in result.where] == ["good", "context"]


def test_a_missing_height_that_changes_nothing_is_no_obstacle() -> None:
    far = share([lamp(0)], [tree(20, base_m=np.nan, height_m=np.nan)])
    assert far.value == 100
    high = share([lamp(0)], [tree(1, base_m=6.0, height_m=np.nan)])
    assert high.value == 100
    blocked = share([lamp(0)], [tree(1), tree(2, base_m=np.nan)])
    assert blocked.value == 0


def test_a_missing_lamp_height_is_named() -> None:
    result = share([lamp(0, height=np.nan)], [tree(1)])
    assert result.reason.args["kind"] == "lamp"
    assert (result.worst, result.best) == (0, 100)


def test_lamps_within_thirty_metres_of_the_site_count() -> None:
    result = share([lamp(-29), lamp(-31)], [tree(-30.5)])
    assert result.reason.args == {"clear": 0, "lamps": 1}


def test_a_tree_just_outside_the_setting_still_shades_a_lamp_in_it() -> None:
    assert share([lamp(-29)], [tree(-32)]).value == 0


def test_no_lamps_is_not_applicable_only_when_declared() -> None:
    assert share([], [tree(0)]).state == "not_applicable"
    unsaid = share([], [tree(0)], declare=["tree"])
    assert unsaid.state == "unknown"
    assert unsaid.reason.args == {"kinds": ("lamp",)}


def test_no_trees_is_all_clear_only_when_declared() -> None:
    assert share([lamp(0)], []).value == 100
    unsaid = share([lamp(0)], [], declare=["lamp"])
    assert unsaid.state == "unknown"
    assert unsaid.reason.args == {"kinds": ("tree",)}


def test_lamps_beyond_the_setting_say_nothing_of_those_within() -> None:
    assert share([lamp(200)], [tree(0)]).state == "not_applicable"
    assert share([lamp(200)], [tree(0)], declare=["tree"]).state == "unknown"


def test_more_trees_can_only_hurt_and_more_lamps_do_either() -> None:
    assert share([lamp(0)], [tree(9)], declare=["lamp"]).bound == "upper"
    assert share([lamp(0)], [tree(9)], declare=["tree"]).bound == "open"
    assert share([lamp(0)], [tree(9)], declare=[]).completeness == "as_mapped"


def test_assumptions_are_named_where_they_were_used() -> None:
    supplied = (
        Supplied("tree-1", "tree", "base_m", 2.5, "assumed", "tree-crowns"),
        Supplied("tree-2", "tree", "base_m", 2.5, "assumed", "tree-crowns"),
        Supplied("lamp-2", "lamp", "height_m", 5.0, "assumed", "lamp-photometry"),
    )
    result = share([lamp(0), lamp(20)], [tree(1), tree(39)], supplied=supplied)
    assert result.assumed == ("tree-crowns",)


def test_the_distance_is_a_parameter() -> None:
    plan = make_plan({"lamp": [lamp(0)], "tree": [tree(4)]}, site=SITE, declare=BOTH)
    assert clear_lamp_share(plan, lamp_tree_distance_m=3.5).value == 100


@settings(max_examples=20, deadline=None)
@given(
    angle=st.floats(-180, 180),
    dx=st.floats(-1e5, 1e5),
    seed=st.integers(0, 1000),
)
def test_order_and_place_do_not_matter(angle: float, dx: float, seed: int) -> None:
    order = np.random.default_rng(seed)
    lamps = [lamp(x, 10) for x in (5.0, 15.0, 25.0, 35.0)]
    trees = [tree(x, 12) for x in (7.5, 24.0, 31.0)]

    def moved(things: list[Element]) -> list[Element]:
        turned = [
            (translate(rotate(g, angle, origin=(0, 0)), dx), a) for g, a in things
        ]
        return [turned[i] for i in order.permutation(len(turned))]

    site = translate(rotate(SITE, angle, origin=(0, 0)), dx)
    plan = make_plan(
        {"lamp": moved(lamps), "tree": moved(trees)}, site=site, declare=BOTH
    )
    # 5-7.5 and 25-24 and 35-31 are nearer than five metres; 15 is clear
    assert clear_lamp_share(plan).value == pytest.approx(25)

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.frontage import frontage_activity
from sbd.indicators.ground import WALKED
from sbd.indicators.measurement import Measurement
from sbd.indicators.obstacles import HIDING
from sbd.plans.plan import Supplied, make_plan

#: A square of 60 x 20 m with one long building, 20 m deep, along its north side.
SITE = box(0, 0, 60, 20)
NORTH = box(0, 20, 60, 40)
#: Its south front is seen from the square. So near are 10 m of either end wall too,
#: but nobody on the square sees them.
LENGTH = 60
ALL = (*HIDING, "opening", "entrance", "carriageway", "green", *WALKED)


def door(x: float, y: float = 20, kind: str | None = "door") -> tuple[Point, Any]:
    return (Point(x, y), {"type": kind})


def activity(elements: dict[str, Any], **settings: Any) -> Measurement:
    settings = {"declare": ALL, **settings}
    site = settings.pop("site", SITE)
    plan = make_plan({"square": [site], **elements}, site=site, **settings)
    return frontage_activity(plan)


def test_doors_and_shopfronts_per_hundred_metres_of_edge() -> None:
    openings = [door(10), door(20), door(30, kind="shopfront"), door(40, kind="window")]
    result = activity({"building": [NORTH], "opening": openings})
    assert result.value == pytest.approx(100 * 3 / LENGTH)
    assert result.unit == "n/100m"
    assert result.reason.code == "frontage_found"
    assert result.reason.args["doors"] == 3
    assert result.reason.args["length_m"] == pytest.approx(LENGTH)


def test_party_walls_are_no_frontage() -> None:
    halves = [box(0, 20, 30, 40), box(30, 20, 60, 40)]
    result = activity({"building": halves, "opening": [door(10)]})
    assert result.reason.args["length_m"] == pytest.approx(LENGTH)
    apart = [box(0, 20, 29.97, 40), box(30.03, 20, 60, 40)]
    nearly = activity({"building": apart, "opening": [door(10)]})
    assert nearly.reason.args["length_m"] == pytest.approx(LENGTH, abs=0.1)


def test_an_alley_between_two_buildings_is_frontage() -> None:
    apart = [box(0, 20, 28, 40), box(32, 20, 60, 40)]
    result = activity({"building": apart, "opening": [door(10)]})
    assert result.reason.args["length_m"] == pytest.approx(LENGTH - 4 + 20, abs=0.1)


def test_only_what_is_seen_from_the_ground_is_frontage() -> None:
    # A wall as long as the building, 2 m before it, hides all but what little one
    # sees past its ends.
    elements = {"building": [NORTH], "opening": [door(10), door(30)]}
    before = {"square": [box(0, 0, 60, 17)], **elements}
    wall = (LineString([(-20, 18), (80, 18)]), {"height_m": 2.0})
    low = (wall[0], {"height_m": 1.2})
    unsaid = (wall[0], {"height_m": None})
    assert activity({**before, "wall": [low]}).reason.args["length_m"] == LENGTH
    hidden = activity({**before, "wall": [wall]})
    assert hidden.state == "not_applicable"
    either = activity({**before, "wall": [unsaid]})
    assert either.reason.args["length_m"] == LENGTH
    assert either.defaults == ("hiding_unsaid_hides_no_front",)
    shed = [(box(20, 17.5, 40, 19.5), {"height_m": 2.0})]
    some = activity({**before, "kiosk": shed})
    assert 42 <= some.reason.args["length_m"] < LENGTH
    assert some.reason.args["doors"] == 1


def test_an_opening_drawn_as_a_line_counts_once() -> None:
    line = (LineString([(5, 20), (25, 20)]), {"type": "shopfront"})
    result = activity({"building": [NORTH], "opening": [line]})
    assert result.value == pytest.approx(100 / LENGTH)


def test_an_entrance_beside_a_door_is_that_door() -> None:
    elements = {"building": [NORTH], "opening": [door(10)]}
    same = activity({**elements, "entrance": [Point(10.9, 20)]})
    assert same.reason.args["doors"] == 1
    other = activity({**elements, "entrance": [Point(12, 20)]})
    assert other.reason.args["doors"] == 2
    window = activity(
        {
            "building": [NORTH],
            "opening": [door(10, kind="window")],
            "entrance": [Point(10, 20)],
        }
    )
    assert window.reason.args["doors"] == 1


@pytest.mark.parametrize(
    ("opening", "counted"),
    [
        (door(10, 21), 1),  # a metre off the edge
        (door(10, 21.2), 0),
        (door(10, 40), 0),  # on the rear, 20 m from the square
        (door(60, 29), 0),  # on the end wall, within 10 m, but out of sight
        (door(60, 32), 0),
    ],
)
def test_only_openings_on_counted_frontage_count(opening: Any, counted: int) -> None:
    result = activity({"building": [NORTH], "opening": [opening, door(30)]})
    assert result.reason.args["doors"] == counted + 1


def test_less_than_twenty_metres_of_frontage_is_not_judged() -> None:
    kiosk = box(20, 24, 34, 28)  # outline 36 m, its rear out of sight
    found = activity({"building": [kiosk], "opening": [door(23, 24)]})
    assert found.reason.args["length_m"] == pytest.approx(14 + 4 + 4)
    hut = box(20, 24, 25, 28)  # in sight 13 m
    result = activity({"building": [hut], "opening": [door(23, 24)]})
    assert result.state == "not_applicable"
    assert result.reason.code == "frontage_too_short"
    undeclared = [k for k in ALL if k != "building"]
    assert activity({"building": [hut]}, declare=undeclared).state == "unknown"


def test_declared_without_doors_is_a_blank_frontage() -> None:
    result = activity({"building": [NORTH]})
    assert result.value == 0
    assert [p.role for p in result.where] == ["finding"]
    assert result.where[0].label == "frontage_blank"


def test_undeclared_doors_are_unknown() -> None:
    declare = [k for k in ALL if k not in ("opening", "entrance")]
    result = activity({"building": [NORTH]}, declare=declare)
    assert result.state == "unknown"
    assert result.reason.args == {"kinds": ("opening", "entrance")}


def test_undeclared_buildings_are_unknown_and_none_is_not_applicable() -> None:
    declare = [k for k in ALL if k != "building"]
    result = activity({"opening": [door(10)]}, declare=declare)
    assert result.reason.args == {"kinds": ("building",)}
    assert activity({}).state == "not_applicable"


def test_more_doors_can_only_help() -> None:
    elements = {"building": [NORTH], "opening": [door(10)]}
    declare = [k for k in ALL if k not in ("opening", "entrance")]
    result = activity(elements, declare=declare)
    assert (result.bound, result.completeness) == ("lower", "as_mapped")
    assert activity(elements).bound == "exact"
    assert activity(elements, declare=["opening"]).bound == "open"


def test_an_opening_without_a_type_leaves_an_interval() -> None:
    openings = [door(10), door(20, kind=None)]
    result = activity({"building": [NORTH], "opening": openings})
    assert result.state == "unknown"
    assert result.worst == pytest.approx(100 / LENGTH)
    assert result.best == pytest.approx(200 / LENGTH)
    assert result.reason.args == {
        "kind": "opening",
        "attribute": "type",
        "count": 1,
        "of": 2,
    }


def test_an_entrance_settles_the_opening_without_a_type_beside_it() -> None:
    elements = {"building": [NORTH], "opening": [door(20, kind=None)]}
    result = activity({**elements, "entrance": [Point(20, 20)]})
    assert result.state == "measured"
    assert result.reason.args["doors"] == 1


def test_assumed_doors_decide_nothing() -> None:
    supplied = (
        Supplied(
            "entrance-1", "entrance", "geometry", "x", "assumed", "facade-openings"
        ),
    )
    elements = {"building": [NORTH], "entrance": [Point(20, 20)]}
    declare = [k for k in ALL if k not in ("opening", "entrance")]
    assert activity(elements, declare=declare, supplied=supplied).state == "unknown"


def test_frontages_with_and_without_doors_are_shown_apart() -> None:
    halves = [box(0, 20, 28, 40), box(32, 20, 60, 40)]
    places = activity({"building": halves, "opening": [door(10)]}).where
    edges = {p.element_id: p for p in places if p.label != "opening"}
    assert edges["building-1"].role == "good"
    assert edges["building-2"].role == "finding"
    assert edges["building-1"].value == pytest.approx(100 / (28 + 10))
    assert [p.element_id for p in places if p.label == "opening"] == ["opening-1"]


def test_ground_that_is_only_lines_cannot_tell_the_frontage() -> None:
    plan = make_plan(
        {
            "footway": [LineString([(0, 10), (60, 10)])],
            "building": [NORTH],
            "opening": [door(10)],
        },
        site=SITE,
        declare=ALL,
    )
    result = frontage_activity(plan)
    assert result.state == "unknown"
    assert result.reason.code == "walkable_ground_missing"


@settings(max_examples=10, deadline=None)
@given(angle=st.floats(-180, 180), dx=st.floats(-1e5, 1e5), seed=st.integers(0, 99))
def test_order_and_place_do_not_matter(angle: float, dx: float, seed: int) -> None:
    order = np.random.default_rng(seed)

    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, angle, origin=(0, 0)), dx)

    buildings = [box(0, 20, 30, 40), box(30, 20, 60, 40)]
    openings = [door(10), door(20), door(50, kind="window"), door(30.5)]
    result = activity(
        {
            "building": [moved(buildings[i]) for i in order.permutation(2)],
            "opening": [
                (moved(openings[i][0]), openings[i][1]) for i in order.permutation(4)
            ],
        },
        site=moved(SITE),
    )
    assert result.value == pytest.approx(100 * 3 / LENGTH, rel=1e-4)

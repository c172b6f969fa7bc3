from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.motor_space import motor_space_share
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, Supplied, make_plan

SITE = box(0, 0, 100, 50)  # 5,000 m2
ROAD = (box(0, 0, 100, 10), {"shared": "no"})  # 1,000 m2


def plan(**kinds: object) -> Plan:
    return make_plan(kinds, site=SITE, declare=list(KINDS))


def test_carriageway_and_parking_over_the_site() -> None:
    found = motor_space_share(plan(carriageway=[ROAD], parking=[box(0, 10, 50, 15)]))
    assert (found.state, found.bound, found.unit) == ("measured", "exact", "%")
    assert found.value == pytest.approx(25)
    assert found.defaults == ()
    assert found.reason.code == "motor_space_found"


def test_buildings_leave_the_denominator() -> None:
    found = motor_space_share(plan(carriageway=[ROAD], building=[box(0, 30, 100, 50)]))
    assert found.value == pytest.approx(100 * 1000 / 3000)


def test_shared_carriageways_and_cycleways_do_not_count() -> None:
    shared = (box(0, 10, 100, 20), {"shared": "yes"})
    found = motor_space_share(
        plan(carriageway=[ROAD, shared], cycleway=[box(0, 20, 100, 30)])
    )
    assert found.value == pytest.approx(20)


def test_a_carriageway_that_does_not_say_whether_it_is_shared_counts_named() -> None:
    found = motor_space_share(plan(carriageway=[box(0, 0, 100, 10)]))
    assert found.value == pytest.approx(20)
    assert found.defaults == ("shared_missing_is_not_shared",)


def test_a_crossing_takes_its_ground_from_the_carriageway() -> None:
    found = motor_space_share(plan(carriageway=[ROAD], crossing=[box(0, 0, 10, 10)]))
    assert found.value == pytest.approx(18)


def test_only_the_part_inside_the_site_counts_and_only_once() -> None:
    wide = (box(-50, 0, 150, 10), {"shared": "no"})
    found = motor_space_share(plan(carriageway=[wide, ROAD]))
    assert found.value == pytest.approx(20)


def test_declared_none_is_0() -> None:
    found = motor_space_share(plan())
    assert (found.state, found.value, found.bound) == ("measured", 0, "exact")


@pytest.mark.parametrize("said", ["carriageway", "parking"])
def test_undeclared_none_is_unknown(said: str) -> None:
    found = motor_space_share(make_plan({}, site=SITE, declare=[said]))
    other = {"carriageway": "parking", "parking": "carriageway"}[said]
    assert (found.state, found.value) == ("unknown", None)
    assert found.reason.args == {"kinds": (other,)}


def test_what_is_only_mapped_gives_an_upper_bound() -> None:
    drawn = make_plan({"carriageway": [ROAD]}, site=SITE, declare=["parking"])
    found = motor_space_share(drawn)
    assert (found.bound, found.completeness) == ("upper", "as_mapped")


def test_a_carriageway_without_a_width_leaves_a_range() -> None:
    line = (LineString([(0, 40), (100, 40)]), {"shared": "no"})
    found = motor_space_share(
        plan(carriageway=[ROAD, line], square=[box(0, 10, 100, 30)])
    )
    assert found.state == "unknown"
    assert found.best == pytest.approx(20)
    assert found.worst == pytest.approx(60)  # the 40 % of no known kind
    assert found.reason.code == "area_missing"
    assert found.reason.args == {"kind": "carriageway", "count": 1, "of": 2}


def test_a_centreline_on_its_own_carriageway_says_nothing_new() -> None:
    line = (LineString([(-20, 5), (120, 5)]), {"shared": "no"})
    assert motor_space_share(plan(carriageway=[ROAD, line])).state == "measured"


def test_a_shared_line_needs_no_width() -> None:
    line = (LineString([(0, 40), (100, 40)]), {"shared": "yes"})
    assert motor_space_share(plan(carriageway=[ROAD, line])).state == "measured"


def test_parking_drawn_as_a_point_matters_only_on_ground_of_no_known_kind() -> None:
    on_road = motor_space_share(plan(carriageway=[ROAD], parking=[Point(5, 5)]))
    beside = motor_space_share(plan(carriageway=[ROAD], parking=[Point(5, 25)]))
    assert on_road.value == pytest.approx(20)
    assert beside.state == "unknown"
    assert (beside.best, beside.worst) == (pytest.approx(20), pytest.approx(100))


def test_a_site_full_of_buildings_has_no_public_area() -> None:
    found = motor_space_share(plan(building=[SITE]))
    assert found.state == "not_applicable"


def test_the_pieces_are_shown() -> None:
    found = motor_space_share(plan(carriageway=[ROAD], parking=[box(0, 10, 50, 20)]))
    shown = {p.element_id: (p.role, p.label, p.value) for p in found.where}
    assert shown["carriageway-1"] == ("finding", "carriageway", pytest.approx(20))
    assert shown["parking-1"] == ("finding", "parking", pytest.approx(10))


def test_assumed_widths_are_named() -> None:
    widened = make_plan(
        {"carriageway": [ROAD]},
        site=SITE,
        declare=list(KINDS),
        supplied=(
            Supplied(
                "carriageway-1",
                "carriageway",
                "geometry",
                3.0,
                "assumed",
                "path-widths",
            ),
        ),
    )
    assert motor_space_share(widened).assumed == ("path-widths",)


boxes = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 40)), max_size=5)


@settings(max_examples=25, deadline=None)
@given(boxes, st.floats(0, 360))
def test_more_parking_never_lowers_it_and_order_and_direction_do_not_matter(
    corners: list[tuple[int, int]], turn: float
) -> None:
    def turned(shape: BaseGeometry) -> BaseGeometry:
        return rotate(shape, turn, origin=(0, 0))

    bays = [box(x, y, x + 10, y + 10) for x, y in corners]
    before = motor_space_share(plan(carriageway=[ROAD])).value or 0
    after = motor_space_share(plan(carriageway=[ROAD], parking=bays)).value or 0
    backwards = motor_space_share(plan(carriageway=[ROAD], parking=bays[::-1])).value
    away = make_plan(
        {
            "carriageway": [(turned(ROAD[0]), ROAD[1])],
            "parking": [turned(bay) for bay in bays],
        },
        site=turned(SITE),
        declare=list(KINDS),
    )
    assert after >= before - 1e-9
    assert backwards == pytest.approx(after)
    assert motor_space_share(away).value == pytest.approx(after, rel=1e-6)

from __future__ import annotations

from math import asin, pi, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.play import play_age_groups, play_share
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, Supplied, make_plan

SITE = box(0, 0, 100, 100)
ZONE = box(0, 0, 100, 100)  # stay zone of 10,000 m2
ROAD = (box(0, -10, 100, 0), {"limit_kmh": 30})  # along the southern edge
FAR = box(40, 50, 60, 60)  # 200 m2
NEAR = box(40, 4, 60, 14)  # 200 m2, of which 80 m2 are 10 m or more away
ALL = list(KINDS)


#: Benches all over the place: every spot is seen from one.
BENCHES = [
    (Point(x, y), {"commercial": "no"})
    for x in range(5, 100, 15)
    for y in range(5, 100, 15)
]


#: A fence one looks over.
LOW = {"height_m": 1.0}


def plan(**kinds: object) -> Plan:
    kinds = {"stay_zone": [ZONE], "carriageway": [ROAD], "bench": BENCHES, **kinds}
    return make_plan(kinds, site=SITE, declare=ALL)


# --- L-07, share ----------------------------------------------------------


def test_play_and_youth_away_from_traffic_over_the_stay_area() -> None:
    found = play_share(plan(play=[FAR], youth=[box(0, 80, 10, 90)]))
    assert (found.state, found.bound, found.unit) == ("measured", "exact", "%")
    assert found.value == pytest.approx(3)
    assert found.defaults == ()
    assert found.reason.code == "play_found"


def test_only_the_part_10_m_from_traffic_counts() -> None:
    assert play_share(plan(play=[NEAR])).value == pytest.approx(0.8)
    closer = play_share(plan(play=[NEAR]), play_traffic_distance_m=4)
    assert closer.value == pytest.approx(2)


def test_a_slow_carriageway_is_no_traffic() -> None:
    slow = (ROAD[0], {"limit_kmh": 20})
    assert play_share(plan(play=[NEAR], carriageway=[slow])).value == pytest.approx(2)
    stricter = play_share(plan(play=[NEAR], carriageway=[slow]), play_limit_kmh=10)
    assert stricter.value == pytest.approx(0.8)


def test_a_fence_along_the_edge_near_traffic_protects_the_whole_area() -> None:
    u_shape = LineString([(40, 11), (40, 4), (60, 4), (60, 11)])
    assert play_share(plan(play=[NEAR], fence=[(u_shape, LOW)])).value == pytest.approx(
        2
    )
    one_side = LineString([(40, 4), (60, 4)])
    assert play_share(
        plan(play=[NEAR], fence=[(one_side, LOW)])
    ).value == pytest.approx(0.8)


def test_a_gate_is_no_gap_but_an_open_stretch_is() -> None:
    def fence(gate: float) -> list[object]:
        return [
            (LineString([(40, 11), (40, 4), (50, 4)]), LOW),
            (LineString([(50 + gate, 4), (60, 4), (60, 11)]), LOW),
        ]

    assert play_share(plan(play=[NEAR], fence=fence(1.5))).value == pytest.approx(2)
    assert play_share(plan(play=[NEAR], fence=fence(3))).value == pytest.approx(0.8)


def test_areas_drawn_in_pieces_or_twice_give_the_same() -> None:
    pieces = [box(40, 4, 50, 14), box(50, 4, 60, 14)]
    assert play_share(plan(play=pieces)).value == pytest.approx(0.8)
    assert play_share(plan(play=[NEAR, NEAR])).value == pytest.approx(0.8)
    u_shape = LineString([(40, 11), (40, 4), (60, 4), (60, 11)])
    fenced = play_share(plan(play=pieces, fence=[(u_shape, LOW)]))
    assert fenced.value == pytest.approx(2)


def test_the_distance_goes_round_corners() -> None:
    post = (box(-1, -1, 0, 0), {"limit_kmh": 50})
    found = play_share(plan(play=[box(0, 0, 20, 20)], carriageway=[post]))
    # A quarter circle of 10 m round the corner (0, 0) is lost.
    assert found.value == pytest.approx((400 - pi * 25) / 100, abs=0.001)


def test_declared_none_is_0_and_undeclared_none_is_unknown() -> None:
    assert (play_share(plan()).state, play_share(plan()).value) == ("measured", 0)
    unsaid = play_share(make_plan({"stay_zone": [ZONE]}, site=SITE))
    assert (unsaid.state, unsaid.value) == ("unknown", None)
    assert unsaid.reason.args == {"kinds": ("play", "youth")}
    only_play = play_share(make_plan({}, site=SITE, declare=["play"]))
    assert (only_play.value, only_play.bound) == (0, "lower")
    assert only_play.completeness == "as_mapped"


def test_without_carriageways_nobody_knows_how_near_traffic_is() -> None:
    found = play_share(make_plan({"play": [FAR], "stay_zone": [ZONE]}, site=SITE))
    assert found.state == "unknown"
    assert found.reason.args == {"kinds": ("carriageway",)}
    assert play_share(plan(play=[NEAR], carriageway=[])).value == pytest.approx(2)


@pytest.mark.parametrize(
    ("open_kind", "bound"),
    [
        ("play", "lower"),
        ("youth", "lower"),
        ("carriageway", "upper"),
        ("stay_zone", "open"),
    ],
)
def test_what_is_only_mapped_bounds_the_value(open_kind: str, bound: str) -> None:
    drawn = {"play": [FAR], "carriageway": [ROAD], "stay_zone": [ZONE]}
    declare = [k for k in ALL if k != open_kind]
    found = play_share(make_plan(drawn, site=SITE, declare=declare))
    assert (found.bound, found.completeness) == (bound, "as_mapped")


def test_a_missing_limit_leaves_a_range_where_it_matters() -> None:
    unsigned = (ROAD[0], {})
    found = play_share(plan(play=[NEAR], carriageway=[unsigned]))
    assert found.state == "unknown"
    assert (found.worst, found.best) == (pytest.approx(0.8), pytest.approx(2))
    assert found.reason.args["attribute"] == "limit_kmh"
    assert play_share(plan(play=[FAR], carriageway=[unsigned])).state == "measured"


def test_play_drawn_as_a_point_has_no_size() -> None:
    found = play_share(plan(play=[FAR, Point(10, 90)]))
    assert found.state == "unknown"
    assert (found.worst, found.best) == (pytest.approx(2), 100)
    assert found.reason.args == {"kind": "play", "count": 1, "of": 2}
    inside = play_share(plan(play=[FAR, Point(50, 55)]))
    assert inside.state == "measured"


def test_a_carriageway_drawn_as_a_line_is_named() -> None:
    line = (LineString([(0, -3), (100, -3)]), {"limit_kmh": 30})
    found = play_share(plan(play=[NEAR], carriageway=[line]))
    assert found.value == pytest.approx(1.4)
    assert found.defaults == ("carriageway_width_missing",)
    centreline = (LineString([(0, -5), (100, -5)]), {"limit_kmh": 30})
    both = play_share(plan(play=[NEAR], carriageway=[ROAD, centreline]))
    assert both.defaults == ()


def test_an_assumed_limit_is_named() -> None:
    assumed = make_plan(
        {"play": [NEAR], "carriageway": [ROAD], "stay_zone": [ZONE]},
        site=SITE,
        declare=ALL,
        supplied=(
            Supplied(
                "carriageway-1",
                "carriageway",
                "limit_kmh",
                30.0,
                "assumed",
                "speed-limits",
            ),
        ),
    )
    assert play_share(assumed).assumed == ("speed-limits",)


def test_what_counts_is_good_and_what_is_too_near_a_finding() -> None:
    found = play_share(plan(play=[NEAR]))
    shown = {p.role: (p.element_id, p.label, p.geometry.area) for p in found.where}
    assert shown["good"] == ("play-1", "play", pytest.approx(80))
    assert shown["finding"] == ("play-1", "near_traffic", pytest.approx(120))


def test_no_stay_area_is_not_applicable_where_that_is_certain() -> None:
    youth = make_plan({"youth": [FAR], "building": [FAR]}, site=SITE, declare=ALL)
    assert play_share(youth).state == "not_applicable"


corners = st.lists(
    st.tuples(st.integers(0, 90), st.integers(0, 90)), min_size=1, max_size=4
)


@settings(max_examples=12, deadline=None)
@given(corners, st.floats(0, 360))
def test_more_play_never_lowers_it_and_order_and_direction_do_not_matter(
    places: list[tuple[int, int]], turn: float
) -> None:
    def turned(shape: BaseGeometry) -> BaseGeometry:
        return rotate(shape, turn, origin=(0, 0))

    rooms = [box(x, y, x + 10, y + 10) for x, y in places]
    values = [play_share(plan(play=rooms[:n])).value or 0 for n in range(1, len(rooms))]
    whole = play_share(plan(play=rooms)).value or 0
    assert [*values, whole] == pytest.approx(sorted([*values, whole]))
    assert play_share(plan(play=rooms[::-1])).value == pytest.approx(whole)
    away = make_plan(
        {
            "play": [turned(room) for room in rooms],
            "carriageway": [(turned(ROAD[0]), ROAD[1])],
            "stay_zone": [turned(ZONE)],
            "bench": [(turned(spot), told) for spot, told in BENCHES],
        },
        site=turned(SITE),
        declare=ALL,
    )
    assert play_share(away).value == pytest.approx(whole, abs=1e-3)


# --- L-07, in view of a seat ------------------------------------------------


def test_only_what_a_seat_within_25_m_sees_counts() -> None:
    bench = (Point(50, 30), {"commercial": "no"})
    # 20 to 30 m before the middle of a room 20 m wide: 25 m reach into it.
    seen = play_share(plan(play=[FAR], bench=[bench]))
    half = 25**2 * asin(10 / 25) / 2 + 10 * sqrt(25**2 - 10**2) / 2
    assert seen.value == pytest.approx((2 * half - 20 * 20) / 100, abs=0.01)
    assert "no_seat_in_view" in [p.label for p in seen.where]
    assert play_share(plan(play=[FAR], bench=[bench]), seat_view_m=40).value == 2
    café = (Point(50, 55), {"commercial": "yes"})
    assert play_share(plan(play=[FAR], bench=[café])).value == 0


@pytest.mark.parametrize(("height", "value"), [(0.8, 2), (1.3, 0), (None, None)])
def test_a_hedge_hides_play_from_a_seated_person(
    height: float | None, value: float | None
) -> None:
    hedge = (box(30, 48, 70, 49), {"height_m": height})
    bench = (Point(50, 40), {"commercial": "no"})
    found = play_share(plan(play=[FAR], hedge=[hedge], bench=[bench]))
    assert found.value == value
    if value is None:
        assert (found.worst, found.best) == (0, 2)
        assert found.reason.args["kind"] == "hedge"


def test_benches_nobody_told_of_leave_worst_and_best() -> None:
    drawn = {"play": [FAR], "carriageway": [ROAD], "stay_zone": [ZONE]}
    declare = [k for k in ALL if k != "bench"]
    found = play_share(make_plan(drawn, site=SITE, declare=declare))
    assert (found.worst, found.best) == (0, 2)
    assert found.reason.args["kinds"] == ("bench",)
    ages = play_age_groups(make_plan(drawn, site=SITE, declare=declare))
    assert (ages.worst, ages.best) == (0, 1)


# --- L-07, age groups ------------------------------------------------------


def aged(shape: BaseGeometry, group: str | None) -> tuple[BaseGeometry, dict[str, str]]:
    return shape, {"age_group": group} if group else {}


YARD = box(0, 80, 10, 90)


def test_age_groups_are_counted_once_each() -> None:
    rooms = {"play": [aged(FAR, "0-6, 6-12")], "youth": [aged(YARD, "6-12")]}
    found = play_age_groups(plan(**rooms))
    assert (found.state, found.value, found.unit) == ("measured", 2, "1")
    assert found.reason.args["groups"] == ("0-6", "6-12")


def test_a_group_whose_room_is_too_near_traffic_does_not_count() -> None:
    kerbside = box(40, 0, 60, 9)
    rooms = {"play": [aged(FAR, "0-6"), aged(kerbside, "6-12")]}
    assert play_age_groups(plan(**rooms)).value == 1


def test_a_missing_age_group_leaves_a_range() -> None:
    rooms = {"play": [aged(FAR, "0-6"), aged(YARD, None)]}
    found = play_age_groups(plan(**rooms))
    assert (found.state, found.worst, found.best) == ("unknown", 1, 2)
    assert found.reason.args == {
        "kind": "play",
        "attribute": "age_group",
        "count": 1,
        "of": 2,
    }
    single = play_age_groups(plan(play=[aged(FAR, None)]))
    assert (single.state, single.value) == ("measured", 1)


def test_points_count_as_places_to_play() -> None:
    spots = {"play": [aged(Point(50, 55), "0-6"), aged(Point(50, 5), "6-12")]}
    assert play_age_groups(plan(**spots)).value == 1


def test_no_play_serves_no_age() -> None:
    none = play_age_groups(plan())
    assert (none.value, none.reason.code) == (0, "no_age_group_named")
    assert play_age_groups(make_plan({}, site=SITE)).state == "unknown"
    unsure = make_plan({"play": [aged(FAR, "0-6")]}, site=SITE)
    assert play_age_groups(unsure).reason.args == {"kinds": ("carriageway",)}

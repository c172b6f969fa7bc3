from __future__ import annotations

from math import inf, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.measurement import Measurement
from sbd.indicators.seating import seat_spacing, seat_supply
from sbd.indicators.seats import seat_length
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, Supplied, make_plan

SITE = box(0, 0, 200, 50)
ALL = list(KINDS)
FREE = {"commercial": "no"}
ROUTE = (LineString([(0, 25), (200, 25)]), {"main": "yes"})
FLAT = {"slope_pct": 1}
STEEP = {"slope_pct": 4}


def plan(**kinds: object) -> Plan:
    return make_plan(kinds, site=SITE, declare=ALL)


def bench(x: float, y: float, length: float = 2.0) -> tuple[LineString, dict[str, str]]:
    return LineString([(x, y), (x + length, y)]), FREE


# --- L-01: a stay zone of 40 x 25 = 1,000 m2 ------------------------------

ZONE = box(0, 0, 40, 25)


def supply(*benches: object, **kinds: object) -> Measurement:
    if benches:
        kinds["bench"] = benches
    return seat_supply(plan(stay_zone=[ZONE], **kinds))


def test_metres_of_bench_per_100_m2() -> None:
    found = supply(bench(5, 5), bench(5, 10, 4))
    assert (found.state, found.bound, found.unit) == ("measured", "exact", "m/100m2")
    assert found.value == pytest.approx(6 / 10)
    assert found.defaults == ()
    assert found.reason.args["benches"] == 2


def test_a_given_length_wins_over_the_drawing() -> None:
    round_a_tree = (box(5, 5, 7, 7), {"length_m": 7.5, **FREE})
    assert supply(round_a_tree).value == pytest.approx(0.75)


def test_the_length_of_a_drawn_area_is_its_long_side() -> None:
    assert seat_length(box(0, 0, 3, 0.6)) == pytest.approx(3)
    assert seat_length(rotate(box(0, 0, 3, 0.6), 33)) == pytest.approx(3)
    bent = LineString([(0, 0), (5, 0), (5, 5)]).buffer(
        0.3, cap_style="flat", join_style="mitre"
    )
    assert seat_length(bent) == pytest.approx(10, abs=0.01)


def test_walls_and_steps_of_sitting_height_count_half() -> None:
    low, right, high = (
        (LineString([(0, y), (10, y)]), {"height_m": h})
        for y, h in ((5, 0.30), (10, 0.45), (15, 0.60))
    )
    assert supply(wall=[low, right, high]).value == pytest.approx(0.5)
    steps = [(LineString([(0, 20), (10, 20)]), {"height_m": 0.40})]
    assert supply(wall=[right], step=steps).value == pytest.approx(1.0)


def test_a_height_just_off_the_bounds_counts_in_favour_of_the_design() -> None:
    wall = (LineString([(0, 5), (10, 5)]), {"height_m": 0.345})
    assert supply(wall=[wall]).value == pytest.approx(0.5)


def test_a_wall_along_the_edge_of_the_stay_area_counts() -> None:
    wall = (LineString([(0, 25), (40, 25)]), {"height_m": 0.45})
    assert supply(wall=[wall]).value == pytest.approx(2.0, rel=1e-3)


def test_a_wall_that_only_touches_the_stay_area_is_no_seat_there() -> None:
    away = LineString([(40, 10), (60, 10)])
    assert supply(bench(5, 5), wall=[away]).state == "measured"


def test_only_the_part_in_the_stay_area_counts() -> None:
    assert supply(bench(39, 5)).value == pytest.approx(0.1, abs=0.002)
    assert supply(bench(100, 5)).value == 0


def test_commercial_benches_do_not_count_and_silence_is_named() -> None:
    paid = (LineString([(5, 5), (7, 5)]), {"commercial": "yes"})
    assert supply(paid).value == 0
    silent = supply(LineString([(5, 5), (7, 5)]))
    assert silent.value == pytest.approx(0.2)
    assert "commercial_missing_is_free" in silent.defaults


def test_a_bench_or_wall_drawn_twice_counts_once() -> None:
    wall = (LineString([(0, 10), (10, 10)]), {"height_m": 0.45})
    again = (LineString([(5, 10), (0, 10)]), {"height_m": 0.45})
    once = supply(bench(5, 5), wall=[wall])
    twice = supply(bench(5, 5), bench(5, 5), wall=[wall, again])
    assert once.value == pytest.approx(0.2 + 0.5)
    assert twice.value == pytest.approx(once.value)


def test_undeclared_benches_are_unknown_and_declared_none_is_0() -> None:
    unsaid = seat_supply(make_plan({"stay_zone": [ZONE]}, site=SITE))
    assert unsaid.state == "unknown"
    assert unsaid.reason.args == {"kinds": ("bench",)}
    assert (supply().state, supply().value) == ("measured", 0)


def test_benches_that_are_only_mapped_give_a_lower_bound() -> None:
    declare = [k for k in ALL if k != "bench"]
    drawn = {"bench": [bench(5, 5)], "stay_zone": [ZONE]}
    found = seat_supply(make_plan(drawn, site=SITE, declare=declare))
    assert (found.bound, found.completeness) == ("lower", "as_mapped")


def test_a_stay_area_that_is_only_mapped_leaves_the_bound_open() -> None:
    drawn = {"bench": [bench(5, 5)], "stay_zone": [ZONE]}
    declare = [k for k in ALL if k != "stay_zone"]
    assert seat_supply(make_plan(drawn, site=SITE, declare=declare)).bound == "open"


def test_a_bench_without_a_length_leaves_a_range() -> None:
    found = supply(bench(5, 5), (Point(10, 10), FREE))
    assert found.state == "unknown"
    assert (found.worst, found.best) == (pytest.approx(0.2), inf)
    assert found.reason.args == {
        "kind": "bench",
        "attribute": "length_m",
        "count": 1,
        "of": 2,
    }
    assert supply(bench(5, 5), (Point(100, 10), FREE)).state == "measured"


def test_a_wall_without_a_height_leaves_a_range() -> None:
    found = supply(bench(5, 5), wall=[LineString([(0, 10), (10, 10)])])
    assert (found.worst, found.best) == (pytest.approx(0.2), pytest.approx(0.7))
    assert found.reason.args["kind"] == "wall"


def test_an_assumed_length_is_named() -> None:
    assumed = make_plan(
        {"stay_zone": [ZONE], "bench": [(Point(5, 5), {"length_m": 1.5})]},
        site=SITE,
        declare=ALL,
        supplied=(
            Supplied("bench-1", "bench", "length_m", 1.5, "assumed", "bench-length"),
        ),
    )
    assert seat_supply(assumed).assumed == ("bench-length",)


def test_without_stay_zones_squares_then_walkable_ground_and_it_is_named() -> None:
    square = seat_supply(plan(square=[ZONE], bench=[bench(5, 5)]))
    assert square.value == pytest.approx(0.2)
    assert square.defaults == ("stay_area_from_squares",)
    street = seat_supply(plan(footway=[ZONE], bench=[bench(5, 5)]))
    assert street.value == pytest.approx(2 / (1000 - 2 * 0.6) * 100)
    assert street.defaults == ("stay_area_is_walkable",)


def test_no_stay_area_is_not_applicable_where_that_is_certain() -> None:
    assert seat_supply(plan(bench=[bench(5, 5)])).state == "not_applicable"
    unsaid = make_plan({"bench": [bench(5, 5)]}, site=SITE)
    assert seat_supply(unsaid).state == "unknown"


def test_seats_and_the_stay_area_are_shown() -> None:
    found = supply(bench(5, 5))
    assert [(p.role, p.label) for p in found.where] == [
        ("good", "bench"),
        ("context", "stay_area"),
    ]


# --- a route of 200 m ------------------------------------------------


def spacing(*benches: object, **kinds: object) -> Measurement:
    if benches:
        kinds["bench"] = benches
    kinds = {"route": [ROUTE], "footway": [(SITE, FLAT)], **kinds}
    return seat_spacing(plan(**kinds))


def spot(x: float, y: float = 25.0) -> tuple[Point, dict[str, str]]:
    return Point(x, y), FREE


def test_the_longest_stretch_without_a_seat() -> None:
    found = spacing(spot(50), spot(120))
    assert (found.state, found.bound, found.unit) == ("measured", "exact", "m")
    assert found.value == pytest.approx(70)  # from 130 to 200; 60 to 110 is 50
    assert found.defaults == ()


def test_both_ends_count() -> None:
    assert spacing(spot(150)).value == pytest.approx(140)


def test_no_bench_declared_is_the_length_of_the_route() -> None:
    assert spacing().value == pytest.approx(200)


def test_seats_everywhere_leave_no_stretch() -> None:
    found = spacing(*(spot(x) for x in range(0, 201, 20)))
    assert found.value == 0
    assert next(p.role for p in found.where) == "route"


def test_a_bench_just_within_reach_counts_and_one_just_beyond_does_not() -> None:
    assert spacing(spot(100, 34)).value == pytest.approx(100 - 19**0.5)
    assert spacing(spot(100, 35.1)).value == pytest.approx(200)
    closer = plan(route=[ROUTE], bench=[spot(100, 35.1)], footway=[(SITE, FLAT)])
    assert (seat_spacing(closer, rest_reach_m=12).value or 0) < 100


def test_a_bench_outside_the_site_is_a_seat_too() -> None:
    edge = (LineString([(0, 49), (200, 49)]), {"main": "yes"})
    assert spacing(spot(100, 55), route=[edge]).value == pytest.approx(100 - 8)


def test_a_long_bench_counts_from_its_nearest_point() -> None:
    assert spacing(bench(90, 25, 20)).value == pytest.approx(80)
    assert spacing((box(90, 20, 110, 25), FREE)).value == pytest.approx(80)


def test_a_seat_behind_a_wall_is_as_far_as_the_walk_round_it() -> None:
    # 6 m beside the route at x = 100; the wall between them ends at x = 102. Round its
    # end it is sqrt(2^2 + 3^2) and then sqrt((102 - x)^2 + 3^2) to the route.
    wall = box(80, 27.95, 102, 28)
    first = 102 - sqrt((10 - sqrt(13)) ** 2 - 9)
    assert spacing(spot(100, 31), wall=[wall]).value == pytest.approx(first, abs=0.05)
    free = 100 - sqrt(100 - 36)
    assert spacing(spot(100, 31)).value == pytest.approx(free)


def test_a_seat_beyond_a_fence_is_none() -> None:
    fence = LineString([(0, 28), (200, 28)])
    assert spacing(spot(100, 31), fence=[fence]).value == pytest.approx(200)


def test_posts_between_change_nothing() -> None:
    lamp = [(Point(100, 28), {"diameter_m": 0.3})]
    free = spacing(spot(100, 31)).value
    assert spacing(spot(100, 31), lamp=lamp).value == pytest.approx(free)


def test_commercial_benches_are_no_resting_place() -> None:
    paid = (Point(100, 25), {"commercial": "yes"})
    assert spacing(paid).value == pytest.approx(200)


def test_steep_metres_count_a_quarter_more() -> None:
    ground = [(box(0, 0, 40, 50), STEEP), (box(40, 0, 200, 50), FLAT)]
    found = spacing(footway=ground)
    assert found.value == pytest.approx(160 + 1.25 * 40)
    ramp = [(LineString([(0, 25), (20, 25)]), {"slope_pct": -6})]
    assert spacing(ramp=ramp).value == pytest.approx(180 + 25)


def test_a_slope_of_3_percent_is_not_steep() -> None:
    assert spacing(footway=[(SITE, {"slope_pct": 3})]).value == pytest.approx(200)


def test_a_missing_slope_counts_as_flat_and_is_named() -> None:
    found = spacing(footway=[SITE])
    assert found.value == pytest.approx(200)
    assert found.defaults == ("slope_missing_counted_flat",)
    assert found.bound == "upper"


def test_only_main_routes_are_walked_and_all_if_none_is_main() -> None:
    side = LineString([(0, 40), (50, 40)])
    assert spacing(spot(100), route=[ROUTE, side]).value == pytest.approx(90)
    all_of_them = spacing(spot(25, 40), route=[LineString([(0, 25), (60, 25)]), side])
    assert all_of_them.value == pytest.approx(60)
    assert "all_routes_main" in all_of_them.defaults


def test_routes_outside_the_site_are_not_judged() -> None:
    long = (LineString([(-500, 25), (700, 25)]), {"main": "yes"})
    assert spacing(route=[long]).value == pytest.approx(200)


def test_a_route_in_two_pieces_is_walked_as_one() -> None:
    pieces = [
        (LineString([(0, 25), (80, 25)]), {"main": "yes"}),
        (LineString([(200, 25), (80, 25)]), {"main": "yes"}),
    ]
    assert spacing(route=pieces).value == pytest.approx(200)
    assert spacing(route=[*pieces, ROUTE]).value == pytest.approx(200)


def test_a_crossing_route_does_not_cut_a_stretch() -> None:
    across = (LineString([(100, 0), (100, 50)]), {"main": "yes"})
    assert spacing(route=[ROUTE, across]).value == pytest.approx(200)


def test_a_round_walk_has_no_ends() -> None:
    ring = (LineString([(0, 0), (100, 0), (100, 50), (0, 50), (0, 0)]), {"main": "yes"})
    assert spacing(spot(100, 25), route=[ring]).value == pytest.approx(280)


def test_undeclared_benches_or_routes_are_unknown() -> None:
    no_bench = seat_spacing(make_plan({"route": [ROUTE]}, site=SITE))
    assert no_bench.state == "unknown"
    assert no_bench.reason.args == {"kinds": ("bench",)}
    no_route = seat_spacing(make_plan({"bench": [spot(5)]}, site=SITE))
    assert no_route.reason.args == {"kinds": ("route",)}
    declared = seat_spacing(plan())
    assert (declared.state, declared.reason.code) == ("unknown", "no_route_in_site")


def test_mapped_benches_give_a_lower_bound_and_centrelines_are_named() -> None:
    drawn = {"route": [ROUTE], "bench": [spot(5)], "footway": [(SITE, FLAT)]}
    sure = make_plan(drawn, site=SITE, declare=("route",))
    assert seat_spacing(sure).bound == "lower"
    found = seat_spacing(make_plan(drawn, site=SITE, route_source="centrelines"))
    assert (found.bound, found.completeness) == ("open", "as_mapped")
    assert "routes_from_centrelines" in found.defaults


def test_the_longest_stretch_is_shown_with_its_length() -> None:
    found = spacing(spot(50))
    worst = found.where[0]
    assert (worst.role, worst.label) == ("finding", "no_seat")
    assert worst.geometry.length == pytest.approx(140)
    assert worst.value == pytest.approx(140)
    assert found.where[-1].element_id == "bench-1"
    assert found.where[-1].role == "good"


# Never just at reach, where rounding decides: 25 +- 10 is not among the ordinates.
places = st.lists(
    st.tuples(st.integers(0, 200), st.sampled_from([12, 18, 22, 25, 31, 38])),
    min_size=1,
    max_size=4,
)


@settings(max_examples=10, deadline=None)
@given(places, st.floats(0, 360))
def test_more_benches_never_lengthen_and_direction_does_not_matter(
    spots: list[tuple[int, int]], turn: float
) -> None:
    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, turn, origin=(0, 0)), 300, 700)

    benches = [spot(*s) for s in spots]
    values = [spacing(*benches[:n]).value or 0 for n in range(len(benches) + 1)]
    assert values == sorted(values, reverse=True)
    assert spacing(*benches[::-1]).value == pytest.approx(values[-1])
    away = make_plan(
        {
            "route": [(moved(ROUTE[0]), ROUTE[1])],
            "bench": [(moved(shape), FREE) for shape, _ in benches],
        },
        site=moved(SITE.buffer(1)),
        declare=ALL,
    )
    assert seat_spacing(away).value == pytest.approx(values[-1], abs=1e-3)


@settings(max_examples=10, deadline=None)
@given(places)
def test_more_benches_never_lower_the_supply(spots: list[tuple[int, int]]) -> None:
    benches = [bench(x, y) for x, y in spots]
    values = [supply(*benches[:n]).value or 0 for n in range(len(benches) + 1)]
    assert values == sorted(values)

from __future__ import annotations

from math import pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import translate
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.measurement import Measurement
from sbd.indicators.shade import shade_share
from sbd.indicators.shadows import Ray, grid_north_deg, shade, swept
from sbd.indicators.sun import Sun
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, Supplied, make_plan

# Near the middle of Brussels in EPSG:31370: grid north is true north within 0.02 deg.
X, Y = 149_000, 170_000
ALL = list(KINDS)
FREE = {"commercial": "no"}
#: 21 July, solar noon at 50.85 N: shadows fall due north, 0.582 m per metre.
NOON = {"sun_hour_h": 12.0}


def at(shape: BaseGeometry) -> BaseGeometry:
    return translate(shape, X, Y)


SITE = at(box(0, 0, 100, 100))


def plan(**kinds: list[tuple[BaseGeometry, dict[str, object]]]) -> Plan:
    moved = {k: [(at(g), a) for g, a in rows] for k, rows in kinds.items()}
    return make_plan(moved, site=SITE, declare=ALL)


def seat(x: float, y: float) -> tuple[Point, dict[str, object]]:
    return Point(x, y), FREE


def route(*corners: tuple[float, float]) -> tuple[LineString, dict[str, object]]:
    return LineString(corners), {"main": "yes"}


def tree(x: float, y: float, **size: float) -> tuple[Point, dict[str, object]]:
    return Point(x, y), {"crown_radius_m": 3, "base_m": 2.5, "height_m": 8, **size}


HOUSE = (box(20, -10, 80, 0), {"height_m": 20.0})  # south of the site


def noon(**kinds: list[tuple[BaseGeometry, dict[str, object]]]) -> Measurement:
    return shade_share(plan(**kinds), **NOON)


# --- geometry ---------------------------------------------------------------


def test_a_swept_square_is_a_hexagon() -> None:
    assert swept(box(0, 0, 10, 10), 5, 5).area == pytest.approx(100 + 2 * 50)
    assert swept(box(0, 0, 10, 10), 0, 5).area == pytest.approx(150)
    assert swept(box(0, 0, 10, 10), 0, 0).area == pytest.approx(100)


def test_the_sun_falls_into_a_wide_courtyard_but_not_into_a_narrow_one() -> None:
    yard = Polygon(box(0, 0, 30, 30).exterior, [box(5, 5, 25, 25).exterior])
    assert not swept(yard, 0, 8).contains(Point(15, 20))
    assert swept(yard, 0, 8).contains(Point(15, 12))
    assert swept(yard, 0, 20).contains(box(5, 5, 25, 25))


def test_the_open_side_of_a_hook_is_swept_by_its_inner_edge_only() -> None:
    hook = Polygon(
        [(0, 0), (10, 0), (10, 2), (2, 2), (2, 8), (10, 8), (10, 10), (0, 10)]
    )
    shadow = swept(hook, 3, 0)
    assert shadow.contains(Point(4, 5))
    assert not shadow.contains(Point(7, 5))


def test_a_shadow_points_away_from_the_sun() -> None:
    ray = Ray.of(Sun(45.0, 180.0), 0.0)
    assert (ray.x, ray.y) == (pytest.approx(0), pytest.approx(1))
    evening = Ray.of(Sun(45.0, 270.0), 0.0)
    assert (evening.x, evening.y) == (pytest.approx(1), pytest.approx(0))


def test_grid_north_differs_from_true_north_away_from_the_central_meridian() -> None:
    assert grid_north_deg(plan()) == pytest.approx(0, abs=0.1)
    away = make_plan({}, site=at(box(0, 0, 1, 1)), crs="EPSG:3812")
    assert abs(grid_north_deg(away)) < 10
    rome = make_plan(
        {}, site=translate(box(0, 0, 1, 1), 291_000, 4_640_000), crs="EPSG:32633"
    )
    # Convergence = (12.49 - 15) deg x sin(41.9 deg) = -1.68 deg: at a place west of
    # the central meridian true north lies clockwise of grid north.
    assert grid_north_deg(rome) == pytest.approx(1.68, abs=0.05)


def test_the_golden_shadow_of_an_object_of_10_m() -> None:
    found = shade(
        plan(building=[(box(50, 50, 50.01, 50.01), {"height_m": 10.0})]),
        Ray.of(Sun(56.7, 211.0), 0.0),
    )
    tip = at(Point(50, 50))
    assert found.hausdorff_distance(tip) == pytest.approx(6.6, abs=0.05)


def test_a_crown_shades_from_its_base_to_its_top() -> None:
    ray = Ray.of(Sun(45.0, 180.0), 0.0)  # one metre per metre, due north
    shadow = shade(plan(tree=[tree(50, 50)]), ray)
    assert shadow.area == pytest.approx(pi * 9 + 6 * 5.5, rel=1e-3)
    assert shadow.bounds[1] - Y == pytest.approx(50 + 2.5 - 3, abs=0.01)
    assert shadow.bounds[3] - Y == pytest.approx(50 + 8 + 3, abs=0.01)


# --- L-02 ---------------------------------------------------------------------


def test_the_share_of_seats_in_the_shadow_of_a_house() -> None:
    found = noon(building=[HOUSE], bench=[seat(50, 5), seat(50, 11), seat(50, 13)])
    assert (found.state, found.bound, found.unit) == ("measured", "exact", "%")
    assert found.value == pytest.approx(200 / 3)  # 20 m throw 11.6 m at noon


def test_the_share_of_route_length() -> None:
    found = noon(building=[HOUSE], route=[route((0, 5), (100, 5))])
    assert found.value == pytest.approx(60, abs=0.01)
    assert found.reason.args == {
        "seats_pct": None,
        "route_pct": pytest.approx(60, abs=0.01),
    }


def test_both_shares_are_averaged() -> None:
    found = noon(
        building=[HOUSE],
        bench=[seat(50, 5), seat(50, 80)],
        route=[route((0, 5), (100, 5))],
    )
    assert found.value == pytest.approx((50 + 60) / 2, abs=0.01)


def test_at_the_time_of_the_method_shadows_fall_to_the_north_east() -> None:
    house = (box(40, 40, 60, 60), {"height_m": 10.0})
    spots = [seat(62, 63), seat(50, 65), seat(57, 67), seat(38, 50), seat(50, 38)]
    found = shade_share(plan(building=[house], bench=spots))
    roles = [p.role for p in found.where if p.element_id]
    assert roles == ["good", "good", "finding", "finding", "finding"]


def test_routes_on_one_line_count_once() -> None:
    walk = route((0, 5), (100, 5))
    twice = noon(building=[HOUSE], route=[walk, walk, route((0, 50), (100, 50))])
    assert twice.value == pytest.approx(30, abs=0.01)


def test_a_commercial_seat_or_one_outside_does_not_count() -> None:
    paid = (Point(50, 80), {"commercial": "yes"})
    found = noon(building=[HOUSE], bench=[seat(50, 5), paid, seat(50, 180)])
    assert found.value == pytest.approx(100)


def test_nothing_to_shade_is_not_applicable() -> None:
    found = noon(building=[HOUSE])
    assert found.state == "not_applicable"


@pytest.mark.parametrize("kind", ["bench", "route", "building", "tree"])
def test_a_kind_neither_present_nor_declared_is_unknown(kind: str) -> None:
    things = {
        "bench": [at(Point(50, 5))],
        "route": [at(LineString([(0, 5), (100, 5)]))],
        "building": [(at(HOUSE[0]), HOUSE[1])],
        "tree": [(at(Point(50, 50)), tree(0, 0)[1])],
    }
    del things[kind]
    found = shade_share(make_plan(things, site=SITE))
    assert (found.state, found.value) == ("unknown", None)
    assert found.reason.args == {"kinds": (kind,)}


def test_declared_none_casts_no_shadow() -> None:
    found = noon(bench=[seat(50, 50)])
    assert (found.state, found.value) == ("measured", 0)


def test_what_is_only_mapped_bounds_the_value() -> None:
    things = {
        "bench": [(at(Point(50, 5)), FREE)],
        "building": [(at(HOUSE[0]), HOUSE[1])],
    }
    shadows_open = make_plan(things, site=SITE, declare=["bench", "route", "tree"])
    assert shade_share(shadows_open).bound == "lower"
    seats_open = make_plan(things, site=SITE, declare=["building", "route", "tree"])
    assert shade_share(seats_open).bound == "open"


def test_a_missing_height_leaves_a_range() -> None:
    found = noon(building=[(HOUSE[0], {})], bench=[seat(50, 5), seat(5, 5)])
    assert found.state == "unknown"
    assert (found.worst, found.best) == (0, pytest.approx(50))
    assert found.reason.args == {
        "kind": "building",
        "attribute": "height_m",
        "count": 1,
        "of": 1,
    }


def test_a_missing_height_that_shades_nothing_does_not_matter() -> None:
    north = (box(20, 100, 80, 110), {})
    assert noon(building=[north], bench=[seat(50, 5)]).state == "measured"


def test_a_missing_base_gives_the_shadow_of_the_top_at_worst() -> None:
    low = {"crown_radius_m": 3.0, "height_m": 20.0}
    found = noon(tree=[(Point(50, 50), low)], bench=[seat(50, 51), seat(50, 62)])
    assert (found.worst, found.best) == (pytest.approx(50), pytest.approx(100))
    assert found.reason.args["attribute"] == "base_m"


def test_a_tree_without_a_crown_radius_leaves_a_range() -> None:
    bare = (Point(50, 50), {"base_m": 2.0, "height_m": 8.0})
    found = noon(tree=[bare], bench=[seat(50, 53)])
    assert (found.worst, found.best) == (0, 100)
    assert found.reason.args["attribute"] == "crown_radius_m"


def test_assumed_heights_are_named() -> None:
    assumed = make_plan(
        {"building": [(at(HOUSE[0]), HOUSE[1])], "bench": [(at(Point(50, 5)), FREE)]},
        site=SITE,
        declare=ALL,
        supplied=(
            Supplied(
                "building-1",
                "building",
                "height_m",
                20.0,
                "assumed",
                "building-heights",
            ),
        ),
    )
    assert shade_share(assumed, **NOON).assumed == ("building-heights",)


def test_defaults_are_named() -> None:
    found = noon(bench=[(Point(5, 5), {})], route=[(LineString([(0, 5), (9, 5)]), {})])
    assert found.defaults == ("all_routes_main", "commercial_missing_is_free")


def test_sun_and_shade_are_shown() -> None:
    found = noon(building=[HOUSE], bench=[seat(50, 5)], route=[route((0, 5), (100, 5))])
    shown = [(p.role, p.label) for p in found.where]
    assert shown == [
        ("finding", "route_in_sun"),
        ("good", "route_in_shade"),
        ("good", "seat_in_shade"),
        ("context", "shade"),
    ]
    assert found.where[0].geometry.length == pytest.approx(40, abs=0.01)


def test_at_night_nothing_is_measured() -> None:
    found = shade_share(plan(bench=[seat(50, 5)]), sun_hour_h=0.0)
    assert (found.state, found.reason.code) == ("unknown", "sun_below_horizon")


spots = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=4
)


@settings(max_examples=12, deadline=None)
@given(spots, spots)
def test_more_trees_never_give_less_shade_and_order_does_not_matter(
    seats: list[tuple[int, int]], trees: list[tuple[int, int]]
) -> None:
    benches, crowns = [seat(*s) for s in seats], [tree(*t) for t in trees]
    values = [
        noon(bench=benches, **({"tree": crowns[:n]} if n else {})).value or 0
        for n in range(len(crowns) + 1)
    ]
    assert values == sorted(values)
    backwards = noon(bench=benches[::-1], tree=crowns[::-1]).value
    assert backwards == pytest.approx(values[-1])

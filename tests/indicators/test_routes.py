from __future__ import annotations

from math import hypot

import pytest
from shapely.geometry import LineString, Point, box

from sbd.indicators.derived_routes import merged
from sbd.indicators.needs import Lack, lacks
from sbd.indicators.registry import indicators
from sbd.indicators.routes import MainRoutes, has_derived, main_routes
from sbd.plans.plan import make_plan

SITE = box(0, 0, 10, 10)
ACROSS = LineString([(-5, 5), (15, 5)])
UP = LineString([(5, 0), (5, 10)])


def test_routes_are_clipped_to_the_site() -> None:
    routes = main_routes(make_plan({"route": [ACROSS]}, site=SITE))
    assert list(routes.lines.index) == ["route-1"]
    assert routes.lines.length.sum() == pytest.approx(10)


def test_only_main_routes_count_where_some_are_main() -> None:
    plan = make_plan({"route": [(ACROSS, {"main": "yes"}), UP]}, site=SITE)
    routes = main_routes(plan)
    assert list(routes.lines.index) == ["route-1"]
    assert routes.defaults == ()


def test_all_routes_count_and_it_is_said_where_none_is_main() -> None:
    plan = make_plan({"route": [(ACROSS, {"main": "no"}), UP]}, site=SITE)
    routes = main_routes(plan)
    assert len(routes.lines) == 2
    assert routes.defaults == ("all_routes_main",)


def test_a_main_route_that_stays_outside_the_site_decides_nothing() -> None:
    away = LineString([(0, 20), (10, 20)])
    plan = make_plan({"route": [(away, {"main": "yes"}), UP]}, site=SITE)
    assert list(main_routes(plan).lines.index) == ["route-2"]


def test_centrelines_are_named() -> None:
    plan = make_plan({"route": [UP]}, site=SITE, route_source="centrelines")
    assert "routes_from_centrelines" in main_routes(plan).defaults


def test_no_routes_are_unknown_unless_declared() -> None:
    assert not main_routes(make_plan({}, site=SITE)).known
    declared = main_routes(make_plan({}, site=SITE, declare=["route"]))
    assert declared.known
    assert declared.empty
    assert declared.network.length == 0


def test_a_route_that_only_touches_the_site_is_none() -> None:
    touching = LineString([(-5, 5), (0, 10), (-5, 15)])
    routes = main_routes(make_plan({"route": [touching]}, site=SITE))
    assert routes.known
    assert routes.empty


def test_a_route_leaving_the_site_and_coming_back_keeps_its_parts() -> None:
    around = LineString([(2, 5), (2, 15), (8, 15), (8, 5)])
    routes = main_routes(make_plan({"route": [around]}, site=SITE))
    assert routes.lines.iloc[0].geom_type == "MultiLineString"
    assert routes.lines.length.sum() == pytest.approx(10)


def test_the_network_counts_every_stretch_once() -> None:
    plan = make_plan({"route": [UP, UP, LineString([(5, 5), (5, 20)])]}, site=SITE)
    routes = main_routes(plan)
    assert routes.lines.length.sum() == pytest.approx(25)
    assert routes.network.length == pytest.approx(10)


def test_points_are_no_routes() -> None:
    plan = make_plan({"route": [Point(5, 5), UP]}, site=SITE)
    assert list(main_routes(plan).lines.index) == ["route-2"]


# Derived routes: a square whose paving goes on to the west and the east


PAVED = box(-50, 0, 60, 10)


def derived(**kinds: object) -> MainRoutes:
    return main_routes(make_plan({"square": [PAVED], **kinds}, site=SITE))


def test_without_routes_they_run_from_way_out_to_way_out() -> None:
    routes = derived()
    assert (routes.defaults, routes.known) == (("routes_derived",), True)
    (route,) = routes.lines
    assert route.length == pytest.approx(10)
    assert route.bounds == pytest.approx((0, 5, 10, 5), abs=0.01)
    assert has_derived(make_plan({"square": [PAVED]}, site=SITE))


def test_derived_routes_go_round_buildings_but_not_round_furniture() -> None:
    house = derived(building=[box(4, 2, 6, 10)])
    # Between the ways out at (0, 5) and (10, 5), 0.45 m off the corners at y = 2.
    assert house.network.length == pytest.approx(2 * hypot(3.55, 3.45) + 2.9, abs=0.1)
    bench = derived(bench=[(box(4, 2, 6, 10), {})], kiosk=[box(7, 1, 8, 9)])
    assert bench.network.length == pytest.approx(10)


def test_a_wall_and_steps_are_gone_round_too() -> None:
    for kind in ("wall", "step"):
        barred = derived(**{kind: [LineString([(5, 2), (5, 10)])]})
        assert barred.network.length > 10.5, kind


def test_a_door_leads_to_its_nearest_way_out() -> None:
    routes = derived(entrance=[(Point(2, 10), {"main": "yes"})])
    assert len(routes.lines) == 2
    # 0.45 m off the wall, to 0.45 m off the way out at (0, 5), and through it; the way
    # across is joined to it.
    assert routes.lines.iloc[0].length == pytest.approx(0.9 + hypot(1.55, 4.55))
    assert routes.lines.iloc[0].distance(routes.lines.iloc[1]) < 0.01


def test_ways_side_by_side_are_merged() -> None:
    ways = [LineString([(0, y), (20, y)]) for y in (0, 1.5, 5)]
    kept = merged(ways, box(-5, -5, 25, 10))
    assert [w.length for w in kept] == [20, 20]


def test_a_way_that_branches_off_ends_on_the_one_it_leaves() -> None:
    trunk = LineString([(0, 0), (20, 0)])
    branch = LineString([(0, 0), (10, 0), (20, 15)])
    short, long = merged([trunk, branch], box(-5, -5, 25, 20))
    assert short.equals(trunk)
    assert long.distance(trunk) == pytest.approx(0)


def test_given_and_declared_routes_are_not_added_to() -> None:
    assert list(derived(route=[UP]).lines.index) == ["route-1"]
    none = make_plan({"square": [PAVED]}, site=SITE, declare=["route"])
    assert main_routes(none).empty


def test_centrelines_give_way_to_derived_routes() -> None:
    layers = {"square": [PAVED], "route": [UP]}
    plan = make_plan(layers, site=SITE, route_source="centrelines")
    assert main_routes(plan).defaults == ("routes_derived",)


def test_a_derived_route_is_nothing_that_is_lacking() -> None:
    entry = indicators()["sightline_share"]
    bare = make_plan({}, site=SITE)
    assert Lack(("route",), draw=True) in lacks(bare, entry)
    paved = make_plan({"square": [PAVED]}, site=SITE)
    assert Lack(("route",), draw=True) not in lacks(paved, entry)

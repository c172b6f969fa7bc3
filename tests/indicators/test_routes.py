from __future__ import annotations

import pytest
from shapely.geometry import LineString, Point, box

from sbd.indicators.routes import main_routes
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

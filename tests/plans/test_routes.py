"""Default routes: the centrelines of footways inside the site."""

from __future__ import annotations

import pytest
from shapely.geometry import LineString

from tests.plans.drawings import SITE, X, Y, codes, layer, osm, plan, rectangle, told


def way(*corners: tuple[float, float]) -> LineString:
    return LineString([(X + x, Y + y) for x, y in corners])


def test_centrelines_are_clipped_to_the_site_and_merged() -> None:
    foot = {"highway": "footway"}
    read = plan(
        SITE,
        osm(
            ("w1", foot, way((-20, 10), (15, 10))),
            ("w2", {"highway": "path"}, way((15, 10), (60, 10))),
            ("w3", {"highway": "pedestrian"}, way((5, 20), (5, 25))),
        ),
    )
    routes = read.of("route")
    assert read.route_source == "centrelines"
    assert sorted(routes.length.round(6)) == [5, 40]
    assert told(read, "routes_default") == [{"n": 2, "length_m": 45.0}]
    assert routes.index.tolist() == ["route-1", "route-2"]
    assert routes["main"].tolist() == [None, None]


def test_given_routes_stand_alone() -> None:
    read = plan(
        SITE,
        layer("things", [way((0, 5), (40, 5))], kind=["route"]),
        osm(("w1", {"highway": "footway"}, way((0, 10), (40, 10)))),
    )
    assert read.route_source == "given"
    assert len(read.of("route")) == 1


def test_tunnels_and_indoor_ways_are_no_routes() -> None:
    tags = {"highway": "footway", "tunnel": "yes"}
    read = plan(SITE, osm(("w1", tags, way((0, 10), (40, 10)))))
    assert read.route_source == "none"
    assert len(read.of("footway")) == 1


def test_corners_that_are_only_touched_are_no_routes() -> None:
    foot = {"highway": "footway"}
    read = plan(SITE, osm(("w1", foot, way((-0.5, 0), (0, 0.5), (-0.5, 1)))))
    assert not read.has("route")


@pytest.mark.parametrize(
    "footway", [rectangle(0, 0, 40, 2), way((100, 100), (120, 100))]
)
def test_areas_and_ways_elsewhere_give_none(footway: LineString) -> None:
    read = plan(SITE, layer("footways", [footway]))
    assert read.route_source == "none"
    assert "routes_default" not in codes(read)


def test_declared_and_absent_is_none() -> None:
    foot = {"highway": "footway"}
    walk = osm(("w1", foot, way((0, 10), (40, 10))))
    assert plan(SITE, walk, declare=("route",)).route_source == "none"


def test_without_a_site_there_are_no_routes() -> None:
    foot = {"highway": "footway"}
    assert not plan(osm(("w1", foot, way((0, 10), (40, 10))))).has("route")

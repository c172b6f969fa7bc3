from __future__ import annotations

import pytest
from shapely.geometry import LineString, Point, box

from sbd.indicators.ground import footprints, site_ground
from sbd.plans.plan import make_plan

SITE = box(0, 0, 10, 10)


def test_each_point_belongs_to_the_first_kind_in_the_order() -> None:
    plan = make_plan(
        {"square": [SITE], "building": [box(0, 0, 10, 2)], "green": [box(0, 0, 5, 10)]},
        site=SITE,
    )
    ground = site_ground(plan)
    assert ground.of("building").area == pytest.approx(20)
    assert ground.of("square").area == pytest.approx(80)
    assert ground.of("green").area == 0
    assert ground.covered.area == pytest.approx(100)


def test_overlapping_elements_of_one_kind_are_counted_once() -> None:
    plan = make_plan({"green": [box(0, 0, 6, 10), box(4, 0, 10, 10)]}, site=SITE)
    assert site_ground(plan).pieces.area.sum() == pytest.approx(100)


def test_walkable_leaves_out_footprints_and_unshared_carriageways() -> None:
    plan = make_plan(
        {
            "square": [box(0, 0, 10, 5)],
            "carriageway": [(box(0, 5, 10, 7), {"shared": "yes"}), box(0, 7, 10, 9)],
            "green": [(box(0, 9, 5, 10), {"walkable": "yes"}), box(5, 9, 10, 10)],
            "planter": [box(1, 1, 3, 2)],
        },
        site=SITE,
    )
    assert site_ground(plan).walkable.area == pytest.approx(50 + 20 + 5 - 2)


def test_stay_area_is_the_zone_then_square_and_play_then_walkable() -> None:
    square = {"square": [box(0, 0, 10, 5)], "footway": [box(0, 5, 10, 10)]}
    zoned = make_plan({**square, "stay_zone": [box(0, 0, 2, 20)]}, site=SITE)
    assert site_ground(zoned).stay.area == pytest.approx(20)
    assert site_ground(make_plan(square, site=SITE)).stay.area == pytest.approx(50)
    street = make_plan({"footway": [box(0, 5, 10, 10)]}, site=SITE)
    assert site_ground(street).stay.area == pytest.approx(50)


def test_a_carriageway_line_without_width_is_told_apart_from_a_centreline() -> None:
    plan = make_plan(
        {
            "carriageway": [
                box(0, 0, 10, 3),
                LineString([(0, 1.5), (10, 1.5)]),
                LineString([(5, 3), (5, 10)]),
            ]
        },
        site=SITE,
    )
    loose = site_ground(plan).lines_without_area("carriageway")
    assert list(loose.length) == [pytest.approx(7)]


def test_footprints_of_points_and_lines() -> None:
    plan = make_plan(
        {
            "bench": [LineString([(0, 0), (2, 0)])],
            "bollard": [(Point(5, 5), {"diameter_m": 0.2}), Point(6, 6)],
            "wall": [LineString([(0, 1), (2, 1)])],
        },
        site=SITE,
    )
    assert footprints(plan, "bench").area.sum() == pytest.approx(1.2)
    assert list(footprints(plan, "bollard").index) == ["bollard-1"]
    assert footprints(plan, "wall").empty

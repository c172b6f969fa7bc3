"""Small drawings with one slip each, and beside it the same drawn rightly."""

from __future__ import annotations

from typing import Any

from shapely import LineString, Point, box

Elements = dict[str, Any]
SITE = box(0, 0, 40, 40)


def line(*points: tuple[float, float]) -> LineString:
    return LineString(points)


HOUSE = box(10, 10, 20, 20)
ROAD = box(0, 30, 40, 36)
SQUARE = box(0, 0, 40, 40)

#: code, what is drawn wrongly, what is drawn rightly
CASES: list[tuple[str, Elements, Elements]] = [
    (
        "overlap",
        {"square": [box(0, 0, 40, 32)], "carriageway": [ROAD]},
        {"square": [box(0, 0, 40, 30)], "carriageway": [ROAD]},
    ),
    (
        "overlap",
        {"footway": [box(0, 28, 40, 31)], "carriageway": [ROAD]},
        {"footway": [box(0, 28, 40, 30)], "carriageway": [ROAD]},
    ),
    (
        "overlap",
        {"building": [box(10, 20, 20, 31)], "carriageway": [ROAD]},
        {"building": [box(10, 20, 20, 30)], "carriageway": [ROAD]},
    ),
    (
        "overlap",
        {"square": [SQUARE], "carriageway": [ROAD]},
        {"square": [SQUARE], "carriageway": [(ROAD, {"shared": "yes"})]},
    ),
    (
        "same_kind_overlap",
        {"square": [box(0, 0, 21, 40), box(20, 0, 40, 40)]},
        {"square": [box(0, 0, 20, 40), box(20, 0, 40, 40)]},
    ),
    (
        "counts_as_other",
        {"square": [SQUARE], "green": [box(5, 5, 10, 10)]},
        {
            "square": [SQUARE.difference(box(5, 5, 10, 10))],
            "green": [box(5, 5, 10, 10)],
        },
    ),
    (
        "small_overlaps",
        {"square": [box(0, 0, 40, 30.005)], "carriageway": [ROAD]},
        {"square": [box(0, 0, 40, 30)], "carriageway": [ROAD]},
    ),
    (
        "gap",
        {"square": [box(0, 0, 40, 20)], "footway": [box(0, 20.5, 40, 40)]},
        {"square": [box(0, 0, 40, 20)], "footway": [box(0, 20, 40, 40)]},
    ),
    (
        "small_gaps",
        {"square": [box(0, 0, 40, 20)], "footway": [box(0, 20.005, 40, 40)]},
        {"square": [box(0, 0, 40, 20)], "footway": [box(0, 20, 40, 40)]},
    ),
    ("ground_not_drawn", {"square": [box(0, 0, 40, 30)]}, {"square": [SQUARE]}),
    (
        "site_without_ground",
        {"footway": [line((0, 5), (40, 5))]},
        {"square": [SQUARE]},
    ),
    (
        "inside_building",
        {"building": [HOUSE], "bench": [line((19, 15), (22, 15))]},
        {"building": [HOUSE], "bench": [line((19.95, 15), (22, 15))]},
    ),
    (
        "inside_building",
        {"building": [HOUSE], "tree": [Point(15, 15)]},
        {"building": [HOUSE.difference(box(12, 12, 18, 18))], "tree": [Point(15, 15)]},
    ),
    (
        "inside_building",
        {"building": [HOUSE], "lamp": [Point(10.2, 15)]},
        {"building": [HOUSE], "aed": [Point(15, 15)], "stop": [Point(15, 15)]},
    ),
    (
        "outside_extent",
        {"lamp": [Point(500, 0)]},
        {"lamp": [Point(150, 0)]},
    ),
    (
        "on_carriageway",
        {"carriageway": [ROAD], "bollard": [Point(5, 33)]},
        {"carriageway": [ROAD], "bollard": [(Point(5, 33), {"fixing": "retractable"})]},
    ),
    (
        "on_carriageway",
        {"carriageway": [ROAD], "bench": [line((5, 29), (5, 30.5))]},
        {"carriageway": [ROAD], "bench": [line((5, 28), (5, 30.05))]},
    ),
    (
        "on_carriageway",
        {"carriageway": [ROAD], "tree": [Point(20, 33)]},
        {
            "carriageway": [ROAD],
            "tree": [Point(20, 33)],
            "island": [box(18, 32, 22, 34)],
        },
    ),
    (
        "on_carriageway",
        {"carriageway": [line((0, 33), (40, 33))], "lamp": [Point(5, 33.5)]},
        {"carriageway": [line((0, 33), (40, 33))], "lamp": [Point(5, 34.5)]},
    ),
    (
        "on_carriageway",
        {"carriageway": [ROAD], "planter": [box(5, 32, 6, 33)]},
        {
            "carriageway": [(ROAD, {"shared": "yes"})],
            "planter": [box(5, 32, 6, 33)],
        },
    ),
    (
        "crossing_without_carriageway",
        {"carriageway": [ROAD], "crossing": [box(10, 20, 14, 28)]},
        {"carriageway": [ROAD], "crossing": [box(10, 30, 14, 36)]},
    ),
    (
        "crossing_without_carriageway",
        {"carriageway": [line((0, 33), (40, 33))], "crossing": [Point(10, 25)]},
        {"carriageway": [line((0, 33), (40, 33))], "crossing": [Point(10, 33)]},
    ),
    (
        "door_without_building",
        {"building": [HOUSE], "entrance": [Point(15, 21.5)]},
        {"building": [HOUSE], "entrance": [Point(15, 20)]},
    ),
    (
        "door_without_building",
        {"building": [HOUSE], "opening": [Point(15, 15)]},
        {"building": [HOUSE], "opening": [Point(15, 19.5)]},
    ),
    (
        "door_facing_wall",
        {"building": [HOUSE, box(21, 10, 30, 20)], "entrance": [Point(20, 15)]},
        {"building": [HOUSE, box(22, 10, 30, 20)], "entrance": [Point(20, 15)]},
    ),
    (
        "door_facing_wall",
        {
            "building": [HOUSE],
            "wall": [line((10, 21), (20, 21))],
            "opening": [Point(15, 20)],
        },
        {
            "building": [HOUSE],
            "wall": [line((10, 9), (20, 9))],
            "opening": [Point(15, 20)],
        },
    ),
    (
        "door_without_ground",
        {
            "building": [HOUSE],
            "entrance": [Point(15, 20)],
            "square": [box(0, 23, 40, 40)],
        },
        {
            "building": [HOUSE],
            "entrance": [Point(15, 20)],
            "square": [box(0, 22, 40, 40)],
        },
    ),
    (
        "duplicate",
        {"bench": [line((1, 1), (3, 1)), line((3, 1), (1, 1))]},
        {"bench": [line((1, 1), (3, 1)), line((1, 2), (3, 2))]},
    ),
    (
        "duplicate",
        {"lamp": [Point(1, 1), Point(1, 1)]},
        {"lamp": [Point(1, 1)], "bin": [Point(1, 1)]},
    ),
    (
        "duplicate",
        {"opening": [Point(1, 1), Point(1, 1)]},
        {"opening": [(Point(1, 1), {"floor": 0.0}), (Point(1, 1), {"floor": 1.0})]},
    ),
    (
        "near_duplicate",
        {"bollard": [Point(1, 1), Point(1.04, 1)]},
        {"bollard": [Point(1, 1), Point(1.06, 1)]},
    ),
    (
        "near_duplicate",
        {"green": [box(0, 0, 10, 10), box(0.2, 0, 10.2, 10)]},
        {"green": [box(0, 0, 10, 10), box(0.6, 0, 10.6, 10)]},
    ),
    (
        "site_cuts_thing",
        {"bench": [line((39, 5), (41, 5))]},
        {"bench": [line((38, 5), (40.05, 5))]},
    ),
    (
        "site_cuts_thing",
        {"bollard": [line((35, 5), (45, 5))]},
        {"bollard": [line((41, 5), (45, 5))]},
    ),
    (
        "site_cuts_ground",
        {"square": [box(0, 0, 50, 40)]},
        {"square": [SQUARE], "building": [box(30, 0, 50, 10)]},
    ),
    (
        "route_through_building",
        {"building": [HOUSE], "route": [line((0, 15), (40, 15))]},
        {"building": [HOUSE], "route": [line((0, 20), (40, 20))]},
    ),
    (
        "route_through_wall",
        {"fence": [line((20, 0), (20, 40))], "route": [line((0, 15), (40, 15))]},
        {"fence": [line((20, 16), (20, 40))], "route": [line((0, 15), (40, 15))]},
    ),
    (
        "route_off_ground",
        {
            "square": [box(0, 0, 20, 40)],
            "green": [box(20, 0, 40, 40)],
            "route": [line((0, 15), (40, 15))],
        },
        {
            "square": [box(0, 0, 20, 40)],
            "green": [(box(20, 0, 40, 40), {"walkable": "yes"})],
            "route": [line((0, 15), (40, 15))],
        },
    ),
    (
        "route_over_carriageway",
        {
            "square": [box(0, 0, 40, 30)],
            "carriageway": [ROAD],
            "route": [line((20, 0), (20, 36))],
        },
        {
            "square": [box(0, 0, 40, 30)],
            "carriageway": [ROAD],
            "crossing": [box(18, 30, 22, 36)],
            "route": [line((20, 0), (20, 36))],
        },
    ),
    (
        "route_end_loose",
        {"route": [line((0, 15), (20, 15))]},
        {"route": [line((0, 15), (20, 15))], "stop": [Point(21, 15)]},
    ),
    (
        "route_end_loose",
        {"route": [line((0, 15), (20, 15)), line((0, 18), (40, 18))]},
        {"route": [line((0, 15), (20, 15)), line((0, 17), (40, 17))]},
    ),
    (
        "exit_off_border",
        {"exit": [line((35, 10), (35, 14))]},
        {"exit": [line((40, 10), (40, 14))]},
    ),
    (
        "crown_base_above_top",
        {"tree": [(Point(1, 1), {"base_m": 9.0, "height_m": 8.0})]},
        {"tree": [(Point(1, 1), {"base_m": 2.0, "height_m": 8.0})]},
    ),
    (
        "negative_value",
        {"lamp": [(Point(1, 1), {"height_m": -5.0})]},
        {"square": [(SQUARE, {"slope_pct": -2.0})]},
    ),
]

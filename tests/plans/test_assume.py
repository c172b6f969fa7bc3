"""Assumptions: each of the eleven fills what is missing, says so, and no more."""

from __future__ import annotations

import math
from typing import Any

import pytest
from shapely.geometry import LineString, Point, box

from sbd.errors import PlanError
from sbd.plans.assume import assume, assumptions, chosen
from sbd.plans.plan import Plan, make_plan
from tests.plans.drawings import SITE, X, Y, osm, plan

SQUARE = box(0, 0, 60, 40)
ELEVEN = {
    "tree-crowns", "lamp-photometry", "building-heights", "path-widths",
    "facade-openings", "dwelling-use", "bollard-size", "bench-length", "crowd-zones",
    "speed-limits", "kerb-heights",
}  # fmt: skip


def given(declare: tuple[str, ...] = (), **kinds: list[Any]) -> Plan:
    return make_plan(kinds, site=SQUARE, declare=declare)


def supplied(read: Plan) -> list[tuple[str, str, str | float]]:
    assert all(s.by == "assumed" for s in read.supplied)
    return [(s.element_id, s.attribute, s.value) for s in read.supplied]


def test_there_are_eleven() -> None:
    assert set(assumptions()) == ELEVEN


def test_unknown_names_are_answered_with_those_that_exist() -> None:
    with pytest.raises(PlanError, match="tree-crowns"):
        chosen(["treecrowns"])


def test_all_is_all_of_them_in_one_order() -> None:
    assert set(chosen(["all"])) == ELEVEN
    assert chosen(["path-widths", "dwelling-use"]) == ("dwelling-use", "path-widths")


def test_switched_off_the_plan_is_untouched() -> None:
    bare = given(tree=[Point(1, 1)])
    assert assume(bare, []) is bare


def test_switched_on_it_is_named_even_where_nothing_was_missing() -> None:
    assert assume(given(), ["tree-crowns"]).assumed == ("tree-crowns",)


def test_the_plan_given_is_never_changed() -> None:
    bare = given(tree=[Point(1, 1)], building=[box(0, 0, 9, 9)], square=[SQUARE])
    assume(bare, ["all"])
    assert math.isnan(bare.of("tree")["height_m"].iloc[0])
    assert not bare.has("opening", "crowd_zone", "entrance")


def test_tree_crowns_fill_only_what_is_missing() -> None:
    trees = given(tree=[(Point(1, 1), {"crown_radius_m": 5.0}), Point(9, 9)])
    read = assume(trees, ["tree-crowns"])
    assert read.of("tree")["crown_radius_m"].tolist() == [5, 3]
    assert read.of("tree")["base_m"].tolist() == [2.5, 2.5]
    assert read.of("tree")["height_m"].tolist() == [8, 8]
    assert ("tree-1", "crown_radius_m", 5.0) not in supplied(read)
    assert ("tree-2", "crown_radius_m", 3.0) in supplied(read)
    assert len(read.supplied) == 5


def test_the_plan_knows_which_assumption_stands_behind_a_value() -> None:
    read = assume(given(tree=[Point(1, 1)]), ["tree-crowns"])
    behind = read.assumptions_behind("tree", "base_m", ["tree-1"])
    assert behind == ("tree-crowns",)


def test_lamps() -> None:
    read = assume(
        given(lamp=[Point(1, 1), (Point(2, 2), {"height_m": 8.0})]), ["lamp-photometry"]
    )
    assert read.of("lamp")["height_m"].tolist() == [5, 8]
    assert read.of("lamp")["lumen"].tolist() == [4000, 4000]


def test_building_heights_follow_levels() -> None:
    houses = [(box(0, 0, 9, 9), {"levels": 4}), box(20, 0, 29, 9)]
    read = assume(given(building=houses), ["building-heights"])
    assert read.of("building")["height_m"].tolist() == [12, 9]


def test_dwellings() -> None:
    houses = [(box(0, 0, 9, 9), {"use": "shop"}), box(20, 0, 29, 9)]
    read = assume(given(building=houses), ["dwelling-use"])
    assert read.of("building")["use"].tolist() == ["shop", "dwelling"]


def test_bollards_and_benches_drawn_as_points_only() -> None:
    read = assume(
        given(
            bollard=[Point(1, 1), (Point(3, 1), {"diameter_m": 0.3})],
            bench=[Point(5, 5), LineString([(0, 0), (3, 0)])],
        ),
        ["bollard-size", "bench-length"],
    )
    assert read.of("bollard")["diameter_m"].tolist() == [0.2, 0.3]
    assert read.of("bench")["length_m"].iloc[0] == 1.5
    assert math.isnan(read.of("bench")["length_m"].iloc[1])


def test_speed_limits() -> None:
    roads = [(box(0, 0, 9, 9), {"limit_kmh": 50.0}), box(10, 0, 19, 9)]
    read = assume(given(carriageway=roads), ["speed-limits"])
    assert read.of("carriageway")["limit_kmh"].tolist() == [50, 30]


def test_kerbs_by_their_form() -> None:
    forms = ["flush", "lowered", "raised", None]
    kerbs = [(Point(n, 0), {"form": form}) for n, form in enumerate(forms)]
    read = assume(given(kerb=kerbs), ["kerb-heights"])
    heights = read.of("kerb")["height_m"].tolist()
    assert heights[:3] == [0, 0.03, 0.12]
    assert math.isnan(heights[3])


# -- those that draw ------------------------------------------------------------------


def test_paths_get_widths_beside_their_lines() -> None:
    read = assume(
        given(
            footway=[LineString([(0, 1), (10, 1)])],
            carriageway=[
                LineString([(0, 10), (10, 10)]),
                (LineString([(0, 20), (10, 20)]), {"oneway": "yes", "limit_kmh": 20}),
                (LineString([(0, 30), (10, 30)]), {"lanes": 3}),
            ],
        ),
        ["path-widths"],
    )
    paths = read.of("footway")
    assert paths.index.tolist() == ["footway-1", "footway-1:area"]
    assert paths.area.tolist() == pytest.approx([0, 18])
    roads = read.of("carriageway")
    assert roads.area.tolist()[3:] == pytest.approx([60, 30, 90])
    assert roads.loc["carriageway-2:area", "limit_kmh"] == 20
    assert ("footway-1:area", "geometry", "drawn") in supplied(read)
    behind = read.assumptions_behind("footway", "geometry", ["footway-1:area"])
    assert behind == ("path-widths",)


def test_ways_already_drawn_as_areas_get_no_second_one() -> None:
    road = [box(0, 0, 60, 6), LineString([(0, 3), (60, 3)])]
    read = assume(given(carriageway=road), ["path-widths"])
    assert len(read.of("carriageway")) == 2


def test_a_width_that_the_source_states_is_used() -> None:
    walk = {"highway": "footway", "width": "3 m"}
    line = LineString([(X, Y), (X + 10, Y)])
    read = plan(SITE, osm(("w1", walk, line)), assume=("path-widths",))
    assert read.of("footway").loc["w1:area"].geometry.area == pytest.approx(30)


def test_tunnels_give_no_ground() -> None:
    walk = {"highway": "footway", "tunnel": "yes"}
    line = LineString([(X, Y), (X + 10, Y)])
    read = plan(SITE, osm(("w1", walk, line)), assume=("path-widths",))
    assert read.of("footway").index.tolist() == ["w1"]


def test_a_window_every_three_metres_of_every_wall() -> None:
    house = (box(0, 0, 9.5, 6), {"use": "dwelling"})
    read = assume(given(building=[house]), ["facade-openings"])
    windows = read.of("opening")
    assert len(windows) == 3 + 2 + 3 + 2
    assert set(windows["type"]) == {"window"}
    assert set(windows["use"]) == {"dwelling"}
    assert set(windows["floor"]) == {0}
    assert windows.distance(house[0].exterior).max() < 1e-9


def test_party_walls_have_no_windows() -> None:
    houses = [box(0, 0, 9, 6), box(9, 0, 18, 6)]
    read = assume(given(building=houses), ["facade-openings"])
    windows = read.of("opening")
    assert len(windows) == 2 * (3 + 2 + 3)
    assert windows.distance(LineString([(9, 0), (9, 6)])).min() > 1


def test_shops_and_buildings_with_windows_get_none() -> None:
    shop = (box(0, 0, 9, 6), {"use": "shop"})
    house = box(20, 0, 29, 6)
    mapped = (Point(24, 0), {"type": "window", "use": "dwelling"})
    read = assume(given(building=[shop, house], opening=[mapped]), ["facade-openings"])
    assert len(read.of("opening")) == 1


def test_one_entrance_for_each_building_that_has_none() -> None:
    houses = [box(0, 0, 9, 6), box(20, 0, 29, 6)]
    read = assume(given(building=houses, entrance=[Point(4, 0)]), ["facade-openings"])
    doors = read.of("entrance")
    assert doors.index.tolist() == ["entrance-1", "building-2:entrance"]
    assert doors["main"].tolist() == [None, None]


def test_an_entrance_faces_the_site() -> None:
    house = box(70, 10, 80, 20)
    read = assume(given(building=[house]), ["facade-openings"])
    assert read.of("entrance").geometry.iloc[0].x == 70


def test_declared_and_absent_stays_none() -> None:
    read = assume(
        given(
            building=[box(0, 0, 9, 6)],
            square=[SQUARE],
            declare=("opening", "entrance", "crowd_zone"),
        ),
        ["facade-openings", "crowd-zones"],
    )
    assert not read.has("opening", "entrance", "crowd_zone")


def test_crowds_stand_on_the_squares_of_the_site() -> None:
    read = assume(given(square=[box(-10, 0, 10, 10)]), ["crowd-zones"])
    zone = read.of("crowd_zone").loc["square-1:crowd_zone"]
    assert zone.geometry.area == pytest.approx(100)
    assert zone["people"] == pytest.approx(200)
    assert ("square-1:crowd_zone", "geometry", "drawn") in supplied(read)


def test_a_crowd_zone_without_people_gets_two_a_square_metre() -> None:
    read = assume(given(crowd_zone=[box(0, 0, 5, 5)]), ["crowd-zones"])
    assert read.of("crowd_zone")["people"].tolist() == [50]
    assert len(read.of("crowd_zone")) == 1


def test_all_together_on_a_map() -> None:
    read = plan(
        SITE,
        osm(
            ("w1", {"building": "yes"}, box(X, Y, X + 9, Y + 6)),
            ("w2", {"highway": "pedestrian", "area": "yes"},
             box(X, Y + 10, X + 20, Y + 20)),
            ("w3", {"highway": "residential"},
             LineString([(X, Y + 25), (X + 40, Y + 25)])),
        ),
        assume=("all",),
    )  # fmt: skip
    assert set(read.assumed) == ELEVEN
    assert read.of("building")["use"].tolist() == ["dwelling"]
    assert read.of("carriageway").loc["w3:area", "limit_kmh"] == 30
    assert read.has("opening", "entrance", "crowd_zone")
    recorded = {(s.element_id, s.attribute) for s in read.supplied}
    assert ("w3:area", "geometry") in recorded
    assert ("w3:area", "limit_kmh") in recorded

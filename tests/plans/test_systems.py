"""Coordinate systems that fit, cities nearby, and points people find again."""

from __future__ import annotations

import pytest
from shapely.geometry import LineString, Point

from sbd.errors import PlanError
from sbd.plans.ask import answers
from sbd.plans.cities import cities, nearest_city
from sbd.plans.landmarks import landmarks, nearest_vertex
from sbd.plans.systems import FURTHER, NEAR, fitting, lonlat, system, usual
from tests.plans.drawings import layer

#: A street of some 100 m: west, south, east, north in the system's own metres, at a
#: place whose coordinates are known.
PLACES = {
    "EPSG:31370": (149_000, 170_600),  # Grand-Place, Brussels
    "EPSG:3812": (649_000, 670_600),  # the same
    "EPSG:28992": (155_000, 463_000),  # the tower of Amersfoort, origin of RD
    "EPSG:2154": (652_000, 6_862_000),  # Notre-Dame, Paris
    "EPSG:2169": (77_000, 75_000),  # Luxembourg
    "EPSG:25832": (393_500, 5_708_000),  # Dortmund
    "EPSG:27700": (530_000, 180_000),  # London
    "EPSG:2056": (2_600_000, 1_200_000),  # Bern, origin of LV95
}


@pytest.mark.parametrize("code", PLACES)
def test_the_system_of_a_city_is_the_first_to_fit(code: str) -> None:
    x, y = PLACES[code]
    assert fitting((x, y, x + 100, y + 80))[0].code == code


def test_numbers_of_a_drawing_with_its_own_origin_fit_nothing() -> None:
    assert fitting((0, 0, 60, 5)) == ()
    assert fitting((-2_320, -606, -1_641, 66)) == ()


def test_all_usual_systems_are_in_the_registry_with_their_area() -> None:
    for code in (*NEAR, *FURTHER):
        found = usual(code)
        assert found.name
        assert found.area is not None


def test_a_drawing_in_millimetres_is_answered_with_its_unit() -> None:
    x, y = 149_000_000, 170_600_000
    line = LineString([(x, y), (x + 100_000, y)])
    first = answers([layer("a", [line], crs=None)])[0]
    assert (first.system.code, first.unit, first.near) == ("EPSG:31370", "mm", True)


def test_a_wrong_unit_in_the_file_is_seen_through() -> None:
    line = LineString([(149_000, 170_600), (149_100, 170_600)])
    first = answers([layer("a", [line], crs=None, unit="in")])[0]
    assert (first.system.code, first.unit) == ("EPSG:31370", "m")


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("25832", "EPSG:25832", "UTM zone 32N"),
        (" epsg:31370 ", "EPSG:31370", "Lambert 72"),
        ("EPSG: 3812", "EPSG:3812", "Lambert 2008"),
        ("4326", "EPSG:4326", "WGS 84"),
    ],
)
def test_a_typed_code_has_its_name(text: str, code: str, name: str) -> None:
    found = system(text)
    assert (found.code, found.name) == (code, name)
    assert found.degrees is (code == "EPSG:4326")


@pytest.mark.parametrize("text", ["1", "5710", "Lambert", "", "999999"])
def test_what_is_no_system_for_plans_is_refused(text: str) -> None:
    with pytest.raises(PlanError):
        system(text)


def test_coordinates_lie_where_the_surveys_say() -> None:
    # The tower of Amersfoort: 155,000, 463,000 in RD is 5.38721 E, 52.15517 N.
    # Source: Kadaster, definition of RD.
    lon, lat = lonlat("EPSG:28992", 155_000, 463_000) or (0, 0)
    assert (lon, lat) == pytest.approx((5.38721, 52.15517), abs=2e-4)
    assert lonlat("EPSG:4326", 200, 50) is None


# -- cities ---------------------------------------------------------------------------


def test_a_place_in_dortmund_is_near_dortmund() -> None:
    city, metres = nearest_city(7.52, 51.50)
    assert city.names["en"] == "Dortmund"
    assert 3_000 < metres < 5_000


def test_every_city_has_three_names_and_a_place_in_europe() -> None:
    found = cities()
    assert len(found) >= 150
    assert len({c.names["en"] for c in found}) == len(found)
    for city in found:
        assert len(city.country) == 2
        assert all(city.names[lang] for lang in ("nl", "fr", "en"))
        assert -25 < city.lon < 35
        assert 34 < city.lat < 71


def test_brussels_is_said_in_its_languages() -> None:
    city, _ = nearest_city(4.35, 50.85)
    assert city.names == {"nl": "Brussel", "fr": "Bruxelles", "en": "Brussels"}


# -- landmarks ------------------------------------------------------------------------

SHAPE = LineString([(0, 10), (100, 0), (120, 50), (30, 80)])


def test_a_drawing_offers_its_corners_and_its_blocks() -> None:
    lines = layer("a", [SHAPE], crs=None)
    blocks = layer("b", [Point(5, 5), Point(6, 6)], crs=None, block=["LAMP", None])
    found = {(k.part, k.name): (k.x, k.y) for k in landmarks([lines, blocks])}
    assert found["middle", ""] == (60, 40)
    assert found["north", ""] == (30, 80)
    assert found["east", ""] == (120, 50)
    assert found["south", ""] == (100, 0)
    assert found["west", ""] == (0, 10)
    assert found["ne", ""] == (120, 80)
    assert found["block", "LAMP"] == (5, 5)
    assert len(found) == 10


def test_a_click_near_a_corner_takes_the_corner() -> None:
    lines = [layer("a", [SHAPE], crs=None)]
    assert nearest_vertex(lines, 98.5, 1, within=3) == (100, 0)
    assert nearest_vertex(lines, 90, 1, within=3) == (90, 1)

"""Thirteen criteria on two real squares, recomputed without any code of sbd.

Only the routes, which the maps do not hold, are taken from it. Where `assess` gives
bounds only, the bounds are compared; where it can say nothing for want of something,
the plain reading finds that missing too.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shapely

from sbd.document import PartResult
from sbd.indicators.routes import main_routes
from tests.sites import naive_criteria as plain
from tests.sites import naive_rays as rays
from tests.sites.conftest import Assessed
from tests.sites.naive import Place

BERLIN, HELSINKI = "berlin-karl-marx-platz", "helsinki-mannerheiminaukio"
Get = Callable[[str], Assessed]


@pytest.fixture(scope="module", params=[BERLIN, HELSINKI])
def site(assessed: Get, request: pytest.FixtureRequest) -> Assessed:
    return assessed(request.param)


@pytest.fixture(scope="module")
def place(site: Assessed) -> Place:
    network = main_routes(site.plan).network
    return Place(site.folder, site.plan.crs.to_string(), shapely.get_parts(network))


def first(site: Assessed, criterion: str) -> PartResult:
    return site.criterion(criterion).parts[0]


def same(value: float | None) -> object:
    """A number within 1 %."""
    return pytest.approx(value, rel=0.01, abs=1e-9)


def test_the_plain_reading_has_the_same_site(site: Assessed, place: Place) -> None:
    assert place.site.area == same(site.plan.judged.area)
    assert len(place.cells[0]) / 100 == same(place.site.area)


def test_s11_lamps_clear_of_trees(site: Assessed, place: Place) -> None:
    assert first(site, "S-11").value == same(plain.clear_lamps(place))


def test_s14_longest_crossing(site: Assessed, place: Place) -> None:
    walked = rays.crossings_of(place)
    assert first(site, "S-14").value == same(max(walked.values()))
    drawn = site.criterion("S-14").where
    assert drawn is not None
    chords = [
        f["properties"]
        for f in drawn["features"]
        if f["properties"]["part"] == "longest_crossing"
    ]
    assert sorted(c["element_id"] for c in chords) == sorted(walked)
    for chord in chords:
        # One step of marching at each end.
        assert chord["value"] == pytest.approx(walked[chord["element_id"]], abs=0.11)


def test_a03_rows_that_bar_the_way(site: Assessed, place: Place) -> None:
    """Berlin's rows bar no mapped way; Helsinki's are lines that hide their gaps."""
    rows, passed, drawn = plain.rows_to_pass(place)
    criterion = site.criterion("A-03")
    assert (criterion.state, first(site, "A-03").value) == ("unknown", None)
    assert criterion.reason is not None
    args = criterion.reason.args
    if passed:
        assert criterion.reason.code == "bollards_drawn_as_line"
        assert (args["rows"], args["of"]) == (drawn, passed)
    else:
        assert (criterion.reason.code, args["rows"]) == ("no_row_crossed", rows)


def test_a05_nobody_mapped_a_slope(site: Assessed, place: Place) -> None:
    part = first(site, "A-05")
    worst, best = plain.gentle(place)
    assert part.value is None
    assert (part.worst, part.best) == (same(worst), same(best))


def test_a06_level_crossings_and_doors(site: Assessed, place: Place) -> None:
    part = first(site, "A-06")
    worst, best = plain.level(place)
    assert part.value is None
    assert (part.worst, part.best) == (same(worst), same(best))


def test_a09_longest_way_without_a_seat(site: Assessed, place: Place) -> None:
    assert first(site, "A-09").value == same(plain.longest_without_seat(place))


def test_l01_seats_for_the_stay_area(site: Assessed, place: Place) -> None:
    part = first(site, "L-01")
    least, most = plain.seats(place)
    assert (part.worst, part.best) == (same(least), same(most))
    assert (part.value is None) == (least != most)


def test_l02_shade_of_seats_and_routes(site: Assessed, place: Place) -> None:
    assert first(site, "L-02").value == same(rays.shade(place))


def test_l03_crowns_over_the_site(site: Assessed, place: Place) -> None:
    assert first(site, "L-03").value == same(plain.canopy(place))


def test_l04_unsealed_ground(site: Assessed, place: Place) -> None:
    part = first(site, "L-04")
    least, most = plain.unsealed(place)
    assert (part.worst, part.best) == (same(least), same(most))
    assert (part.value is None) == (least != most)


def test_l05_doors_along_the_frontage(site: Assessed, place: Place) -> None:
    doors, length = plain.frontage(place)
    assert first(site, "L-05").value == same(100 * doors / length)


def test_l07_room_for_play(site: Assessed, place: Place) -> None:
    """Berlin's playground lies outside the square; round Helsinki's there is none."""
    value = first(site, "L-07").value
    if place.all(plain.is_playground):
        assert not place.all(plain.is_playground, within=0)
        assert value == 0
    else:
        assert value is None
        assert site.criterion("L-07").state == "unknown"


def test_l10_room_for_driving(site: Assessed, place: Place) -> None:
    assert first(site, "L-10").value == same(plain.motor_space(place))

from __future__ import annotations

from shapely.geometry import LineString

from sbd.indicators.measurement import Place, Reason, measured
from sbd.views.findings import place_words, places_of
from tests.assessment.school import results


def test_the_slope_of_a_stretch_is_not_read_as_a_share_of_routes() -> None:
    """2 % of slope is gentle; a share of 2 % would be level 0."""
    gentle = Place(LineString([(0, 0), (9, 0)]), "good", 2.0, "slope")
    leaning = Place(LineString([(9, 0), (10, 0)]), "finding", 2.5, "crossfall")
    share = measured(91.4, "%", Reason("found"), where=(gentle, leaning))
    result = results(("gentle_route_share", share)).criterion("A-05")
    assert result.printed_level == 3
    levels = {p.label: p.level for p in places_of(result)}
    assert levels == {"slope": 3, "crossfall": 2}
    said = {p.label: place_words(p, "en") for p in places_of(result)}
    assert said["slope"].startswith("2\u202f% ")
    assert said["crossfall"].startswith("2.5\u202f% ")


def test_a_place_bears_the_level_of_its_own_value_where_that_is_what_is_asked() -> None:
    narrow = Place(LineString([(0, 0), (0, 1)]), "finding", 1.0, "pinch", unit="m")
    width = measured(1.0, "m", Reason("found"), where=(narrow,))
    result = results(("route_width", width)).criterion("A-02")
    assert [p.level for p in places_of(result)] == [0]

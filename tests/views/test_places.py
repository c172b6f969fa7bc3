from __future__ import annotations

from dataclasses import replace

from shapely.geometry import LineString, Point

from sbd.indicators.measurement import Place, Reason, measured
from sbd.plans.plan import Risk
from sbd.views.places import place_words, places_of, to_label
from tests.assessment.school import plan, results


def test_the_slope_of_a_stretch_is_not_read_as_a_share_of_routes() -> None:
    """2 % of slope is gentle; a share of 2 % would be level 0."""
    gentle = Place(LineString([(0, 0), (9, 0)]), "good", 2.0, "slope", other=True)
    leaning = Place(
        LineString([(9, 0), (10, 0)]), "finding", 2.5, "crossfall", other=True
    )
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


def test_a_part_of_the_value_is_as_good_as_the_whole() -> None:
    """A parking area that takes 0.5 % of the ground is none too many if that is all."""
    bay = Place(Point(0, 0).buffer(2), "finding", 0.5, "parking", share=True)
    for value, level in ((0.5, 4), (55.0, 1)):
        share = measured(value, "%", Reason("found"), where=(bay,))
        result = results(("motor_space_share", share)).criterion("L-10")
        assert [p.level for p in places_of(result)] == [level]


def test_who_misses_only_what_the_best_level_asks_has_all_below_it() -> None:
    """A door with 0.02 m is level; only that it is not flush keeps it from level 4."""
    door = Place(Point(0, 0), "good", 0.02, "step_height", unit="m")
    kerb = Place(Point(9, 0), "finding", 0.12, "step_height", unit="m")
    level = measured(70.0, "%", Reason("found"), where=(door, kerb))
    flush = measured(
        10.0,
        "%",
        Reason("found"),
        where=(replace(door, role="finding"), kerb),
    )
    parts = (("level_threshold_share", level), ("flush_threshold_share", flush))
    places = places_of(results(*parts).criterion("A-06"))
    assert {(p.value, p.level, p.short) for p in places} == {
        (0.02, 3, False),
        (0.12, 1, True),
    }
    assert [p.value for p in to_label(places)] == [0.12]


def test_the_worst_value_is_named_first() -> None:
    walls = [
        Place(Point(n, 0), "finding", value, "protective_element")
        for n, value in enumerate((0.4, 0.27, 0.31))
    ]
    found = measured(0.27, "1", Reason("found"), where=tuple(walls))
    on = plan(risk=Risk("normal"))
    result = results(("barrier_energy_ratio", found), on=on).criterion("S-03")
    places = places_of(result)
    assert [p.value for p in to_label(places)] == [0.27, 0.31, 0.4]


def test_only_a_value_of_another_measure_says_so_in_the_document() -> None:
    own = Place(Point(0, 0), "finding", 1.0, "pinch")
    other = Place(Point(9, 0), "finding", 1.5, "unreached", other=True)
    width = measured(1.0, "m", Reason("found"), where=(own, other))
    where = results(("step_free_width", width)).criterion("A-01").where
    assert where is not None
    said = {f["properties"]["label"]: f["properties"] for f in where["features"]}
    assert "other" not in said["pinch"]
    assert said["unreached"]["other"] is True


def test_shares_on_a_drawing_add_up_to_the_share_of_all() -> None:
    """10.4 + 5.2 + 3.6 + 1.4 is 20.6; rounded each by itself it would be 20."""
    shares = (10.4, 5.2, 3.6, 1.4)
    places = tuple(
        Place(Point(9 * n, 0).buffer(2), "finding", share, "parking", share=True)
        for n, share in enumerate(shares)
    )
    found = measured(sum(shares), "%", Reason("found"), where=places)
    result = results(("motor_space_share", found)).criterion("L-10")
    said = [place_words(p, "en") for p in places_of(result)]
    assert sorted(float(words.split("\u202f")[0]) for words in said) == sorted(shares)


def test_a_count_stands_behind_what_it_counts_and_none_is_not_written() -> None:
    served = Place(Point(0, 0), "good", 2.0, "fire_facade")
    unserved = Place(Point(9, 0), "finding", 0.0, "fire_facade_unreached")
    least = measured(0.0, "1", Reason("found"), where=(served, unserved))
    result = results(("fire_approaches", least)).criterion("S-13")
    said = {p.role: place_words(p, "en") for p in places_of(result)}
    assert said["good"].endswith(" (2)")
    assert "0" not in said["finding"]


def test_what_counts_without_a_value_of_its_own_bears_a_tick_and_no_level() -> None:
    """Three seats that count where there are too few are not seats of level 3."""
    seats = tuple(
        Place(Point(9 * n, 0).buffer(0.5), "good", label="bench") for n in range(3)
    )
    few = measured(0.5, "m/100m2", Reason("found"), where=seats)
    result = results(("seat_supply", few)).criterion("L-01")
    assert result.printed_level is not None
    assert result.printed_level < 3
    assert [p.mark for p in places_of(result)] == ["good"] * 3


def test_what_has_a_value_of_its_own_keeps_its_level() -> None:
    wide = Place(LineString([(0, 0), (0, 2)]), "good", 2.0, "gap", unit="m")
    result = results(
        ("barrier_gap", measured(2.0, "m", Reason("found"), where=(wide,)))
    )
    assert [p.mark for p in places_of(result.criterion("A-03"))] == [4]

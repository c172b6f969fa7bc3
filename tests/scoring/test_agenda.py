"""What a meeting talks about first."""

from __future__ import annotations

import pytest

from sbd.scoring.agenda import agenda_order, levels_apart, standing

#: Picture 08: seven disciplines on S-04.
PICTURE = {
    "police": [3, 3, 4],
    "planning": [0, 1, 1, 2],
    "mobility": [3, 3, 4],
    "accessibility": [0, 0],
    "prevention": [0, 1],
    "fire": [4],
    "residents": [0, 0, 1, "unknown"],
}


def test_the_distance_is_that_of_the_outer_medians() -> None:
    found = standing(PICTURE)
    assert found.apart == 4  # fire 4, residents 0
    assert found.opinion.level == 1
    assert found.tone == "disagree"
    assert round(found.opinion.di or 0, 1) == 1.6


def test_nobody_and_one_discipline() -> None:
    assert levels_apart([None, None]) is None
    assert levels_apart([None, 3]) == 0
    assert standing({"police": ["unknown"]}).tone == "none"
    assert standing({"police": [3, 4]}).tone == "one"
    refused = {"police": ["not_applicable"], "fire": ["not_applicable"], "green": [1]}
    assert standing(refused).tone == "not_applicable"


@pytest.mark.parametrize(
    ("levels", "tone"), [((2, 3), "agree"), ((1, 2.5), "differ"), ((1, 3), "disagree")]
)
def test_two_levels_apart_is_for_talking(
    levels: tuple[float, float], tone: str
) -> None:
    police, residents = levels
    given = {"police": [police], "residents": [residents]}
    assert standing(given).tone == tone


def test_one_polarised_discipline_is_for_talking_too() -> None:
    assert standing({"residents": [0, 0, 0, 4, 4, 4]}).tone == "disagree"


def test_the_widest_first_then_those_not_known_as_they_lie_on_the_table() -> None:
    apart = {"S-16": None, "A-10": 1.5, "L-15": 2.5, "S-04": None, "L-14": 1.5}
    assert agenda_order(apart) == ["L-15", "A-10", "L-14", "S-16", "S-04"]

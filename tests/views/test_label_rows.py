"""Labels say things once: of a row of posts, of pairs, of what is largest."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import pytest
from shapely.geometry import Point, box

from sbd.indicators.measurement import Measurement, Place, Reason, measured
from sbd.locale import LANGS
from sbd.plans.plan import Risk
from sbd.views.places import place_words, places_of, to_label
from sbd.views.report_drawing import criterion_drawing
from tests.assessment.school import checklist, plan, results
from tests.views.drawn import rectangles

SAID = re.compile(r"</text><text [^>]*>([^<]+)</text></g>")
DOT = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="11"')
LEADER = re.compile(
    r'd="M([-\d.]+) ([-\d.]+)L([-\d.]+) ([-\d.]+)" fill="none" '
    r'stroke="#101820" stroke-width="2"'
)


def drawn(indicator: str, criterion: str, found: Measurement) -> str:
    on = plan(risk=Risk("normal"))
    whole = results((indicator, found), on=on)
    drawing = criterion_drawing(whole, on, checklist(), criterion, "en")
    assert drawing is not None
    return drawing.svg


def posts(values: Sequence[float]) -> str:
    """Draw a row of protective elements, 1.2 m from each other."""
    where = tuple(
        Place(Point(10 + 1.2 * n, 50), "finding", value, "protective_element")
        for n, value in enumerate(values)
    )
    weakest = measured(min(values), "1", Reason("found"), where=where)
    return drawn("barrier_energy_ratio", "S-03", weakest)


def test_a_row_that_is_as_weak_everywhere_has_one_label() -> None:
    svg = posts([0.27 + 0.001 * (n * 7 % 60) for n in range(60)])
    assert SAID.findall(svg) == ["0.27 · protective element"]


def test_a_row_with_a_gap_and_two_levels_has_two_labels_and_short_lines() -> None:
    svg = posts([*[0.3] * 20, *[0.6] * 10, *[0.35] * 30])
    assert len(SAID.findall(svg)) == 2
    for line in LEADER.findall(svg):
        x, y, *_ = map(float, line)
        aside = [
            math.dist((x, y), (min(max(x, a), a + w), min(max(y, b), b + h)))
            for a, b, w, h in rectangles(svg)
        ]
        assert min(aside) <= 250


def obstacles(*places: Place) -> str:
    each = len(places) / 1.4
    found = measured(each, "n/100m", Reason("found"), where=places)
    return drawn("obstacles_per_100m", "A-08", found)


def post(x: float, y: float, name: str) -> Place:
    return Place(Point(x, y).buffer(0.1), "finding", None, "obstacle", name)


def test_an_obstacle_as_small_as_a_post_has_a_mark_of_its_own() -> None:
    svg = obstacles(*(post(15.0 * n, 30.0, f"bollard-{n}") for n in range(6)))
    assert len(DOT.findall(svg)) == 6


def test_two_posts_too_near_to_be_told_apart_are_counted_in_one_label() -> None:
    pairs = ((10, 20), (90, 20), (50, 80))
    svg = obstacles(
        *(post(x + d, y, f"bollard-{x}-{d}") for x, y in pairs for d in (0, 1.2))
    )
    assert SAID.findall(svg) == ["obstacle: bollard (2)"] * 3


@pytest.mark.parametrize("lang", LANGS)
def test_an_obstacle_says_which_kind_it_is_where_its_id_tells(lang: str) -> None:
    words = {}
    for name in ("bollard-7", "kiosk_2", "x17"):
        found = measured(1.0, "n/100m", Reason("found"), where=(post(5.0, 5.0, name),))
        (place,) = places_of(results(("obstacles_per_100m", found)).criterion("A-08"))
        words[name] = place_words(place, lang)
    assert len(set(words.values())) == 3
    kinds = {"nl": "paal", "fr": "potelet", "en": "bollard"}
    assert kinds[lang] in words["bollard-7"]


def test_of_areas_that_are_as_bad_the_largest_is_named_first() -> None:
    small = Place(box(0, 0, 5, 5), "finding", 0.0, "parking")
    large = Place(box(10, 0, 60, 50), "finding", 0.0, "square")
    sealed = measured(0.0, "%", Reason("found"), where=(small, large))
    result = results(("unsealed_share", sealed)).criterion("L-04")
    assert [p.label for p in to_label(places_of(result))] == ["square", "parking"]


def test_a_sliver_of_a_larger_area_has_no_digit_beside_it() -> None:
    """It would stand outside the site, and be taken for that of the street."""
    where = (
        Place(box(10, 10, 90, 90), "finding", 0.0, "square"),
        Place(box(8, 40, 10, 45), "finding", 0.0, "footway"),
    )
    sealed = measured(0.0, "%", Reason("found"), where=where)
    svg = drawn("unsealed_share", "L-04", sealed)
    assert not re.findall(r'<path class="digit"', svg)

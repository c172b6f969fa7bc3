"""What a placing would mean: sizes, places and pictures a person can check."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree as ET

import pytest
from shapely.geometry import LineString, Point, Polygon, box

from sbd.plans.placement import Placement
from sbd.views.placing import (
    degrees_words,
    fit_words,
    length_words,
    size_code,
    size_words,
    where_words,
)
from sbd.views.sketch import BUS_M, MOST, Mark, as_image, extent, picture, sketch
from tests.plans.drawings import layer

STREET = layer("a", [box(0, 0, 120, 60), LineString([(0, 0), (120, 60)])], crs=None)


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def bus_of(svg: str) -> float:
    """Return the width of the bus. [px]"""
    found = re.search(r'<rect x="12\.00" y="[\d.-]+" width="([\d.]+)"', svg)
    assert found is not None
    return float(found[1])


@pytest.mark.parametrize(
    ("metres", "lang", "words"),
    [
        (312.4, "en", "312\u202fm"),
        (4.0468, "nl", "4,05\u202fm"),
        (0.159, "fr", "15,9\u202fcm"),
        (0.0031, "en", "3.1\u202fmm"),
        (312_000, "en", "312\u202fkm"),
        (0.0, "en", "0.0\u202fmm"),
    ],
)
def test_lengths_have_the_unit_that_suits_them(
    metres: float, lang: str, words: str
) -> None:
    assert length_words(metres, lang) == words


def test_a_size_is_counted_in_buses() -> None:
    assert size_words(312, 290, "en") == (
        "It would be 312\u202fm wide and 290\u202fm high. That is as long as 26 buses."
    )
    assert "korter dan één bus" in size_words(0.3, 0.2, "nl")


@pytest.mark.parametrize(
    ("width", "code"),
    [
        (0.3, "too_small"),
        (10, "small"),
        (312, "usual"),
        (5_000, "large"),
        (312_000, "too_large"),
    ],
)
def test_a_size_is_judged(width: float, code: str) -> None:
    assert size_code(width) == code


def test_a_place_is_said_by_its_city_and_country() -> None:
    assert where_words(7.52, 51.50, "en") == (
        "About 4\u202fkm from the centre of Dortmund (Germany)."
    )
    assert where_words(4.35, 50.85, "fr") == "Au centre de Bruxelles (Belgique)."
    assert "Cork (Ierland)" in where_words(-7.56, 49.77, "nl")
    assert where_words(-7.56, 49.77, "en").startswith("Far from every large city")
    assert (
        degrees_words(7.5, 51.5, "nl") == "Lengtegraad 7,50000, breedtegraad 51,50000."
    )


def fit(drawn_m: float, ground_m: float) -> Placement:
    return Placement((4, 51), (0, 0), 0, abs(ground_m - drawn_m) / 2, drawn_m, ground_m)


@pytest.mark.parametrize(
    ("ground", "words"),
    [(100.2, "✓"), (102.0, "? Each point is 1.00\u202fm off"), (110, "✕ Each point")],
)
def test_the_residual_says_what_is_good(ground: float, words: str) -> None:
    assert fit_words(fit(100, ground), "m", "en").startswith(words)


def test_a_wrong_unit_is_said_with_its_ratio() -> None:
    # 100,000 drawn as metres, 100 m on the ground: millimetres.
    said = fit_words(fit(100_000, 100), "m", "en")
    assert "The drawn distance is 1,000 times" in said.replace("\u202f", ",")
    assert said.endswith("The drawing may be in millimetres.")


# -- the picture ----------------------------------------------------------------------


def test_the_bus_is_a_tenth_of_a_street_of_120_m() -> None:
    svg = picture(sketch([STREET]), 1.0, "en")
    path = float(drawn(svg).attrib["width"]) - 24  # from edge to edge
    assert bus_of(svg) == pytest.approx(path * BUS_M[0] / 120, rel=0.01)


def test_a_drawing_in_the_wrong_unit_is_a_speck_beside_the_bus() -> None:
    svg = picture(sketch([STREET]), 0.001, "en")
    assert bus_of(svg) > 300
    wide, high = extent(sketch([STREET]), 0.001)
    assert (wide, high) == pytest.approx((0.12, 0.06))


def test_a_bus_too_small_to_be_seen_is_said_so() -> None:
    svg = picture(sketch([STREET]), 1_000.0, "en")
    assert "a bus cannot be seen" in svg


def test_a_turned_drawing_has_the_extent_of_what_is_turned() -> None:
    wide, high = extent(sketch([STREET]), 1.0, 90.0)
    assert (wide, high) == pytest.approx((60, 120))
    assert ">N</text>" in picture(sketch([STREET]), 1.0, "en", bearing=90.0)
    assert ">N</text>" not in picture(sketch([STREET]), 1.0, "en")


def test_a_mark_is_where_its_point_is_on_the_ground() -> None:
    # The upper left corner, once the top points east, is the upper right one.
    svg = picture(sketch([STREET]), 1.0, "en", bearing=90.0, marks=[Mark(0, 60, "<1>")])
    circle = drawn(svg).find("{http://www.w3.org/2000/svg}circle")
    assert circle is not None
    assert float(circle.attrib["cx"]) > 210
    assert float(circle.attrib["cy"]) < 30
    assert "&lt;1&gt;" in svg


def test_only_the_first_two_thousand_things_are_drawn() -> None:
    many = layer("a", [Point(n % 100, n // 100) for n in range(MOST + 5)], crs=None)
    found = sketch([many])
    assert (found.shown, found.total) == (MOST, MOST + 5)
    assert found.dots.count("M") == MOST
    assert found.path == ""


def test_a_hole_and_a_single_point_can_be_drawn() -> None:
    ring = Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(3, 3), (6, 3), (6, 6)]])
    assert sketch([layer("a", [ring], crs=None)]).path.count("M") == 2
    alone = sketch([layer("a", [Point(5, 5)], crs=None)])
    assert drawn(picture(alone, 1.0, "en")) is not None
    assert extent(alone, 1.0) == (0, 0)


def test_the_image_says_in_words_what_it_shows() -> None:
    image = as_image("<svg/>", 'a "drawing" <b>')
    assert 'alt="a &quot;drawing&quot; &lt;b&gt;"' in image
    assert base64.b64encode(b"<svg/>").decode() in image

"""Labels and digits: what decides named first, nothing hidden, no colour needed."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.measurement import Place, Reason, measured
from sbd.views.label_room import LabelRoom
from sbd.views.report_drawing import (
    CRITERION,
    OVERVIEW,
    criterion_drawing,
    overview_drawing,
)
from tests.assessment.school import checklist, plan, results
from tests.views.drawn import assessed, in_grey, rectangles


def test_labels_lie_inside_and_none_on_another() -> None:
    spots = [(10.0 + 3 * n, 50.0, 60.0 + n) for n in range(12)]
    on, found = assessed(*spots)
    overview = overview_drawing(found, on, checklist(), "fr")
    drawing = criterion_drawing(found, on, checklist(), "A-09", "fr")
    assert drawing is not None
    for svg, (width, height) in ((overview.svg, OVERVIEW), (drawing.svg, CRITERION)):
        boxes = rectangles(svg)
        assert boxes
        for x, y, wide, high in boxes:
            assert x >= 0
            assert y >= 0
            assert x + wide <= width
            assert y + high <= height
        for a, b in combinations(boxes, 2):
            aside = a[0] + a[2] < b[0] or b[0] + b[2] < a[0]
            assert aside or a[1] + a[3] < b[1] or b[1] + b[3] < a[1]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-50, 650), st.floats(-50, 450), st.floats(20, 200)),
        min_size=1,
        max_size=15,
    )
)
def test_room_is_never_given_twice(wanted: list[tuple[float, float, float]]) -> None:
    room = LabelRoom(600, 400)
    placed = []
    for x, y, wide in wanted:
        at = room.place(x, y, wide, 30)
        if at is not None:
            placed.append((at[0] - wide / 2, at[1] - 15, wide, 30.0))
    assert placed
    for x, y, wide, high in placed:
        assert x >= 0
        assert x + wide <= 600
        assert y >= 0
        assert y + high <= 400
    for a, b in combinations(placed, 2):
        aside = a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0]
        assert aside or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1]


def test_no_label_hides_a_place_that_has_one() -> None:
    on, found = assessed(*((20.0 + 12 * n, 50.0, 90.0 - n) for n in range(6)))
    drawing = criterion_drawing(found, on, checklist(), "A-09", "nl")
    assert drawing is not None
    dots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="11"', drawing.svg)
    assert len(dots) == 6
    assert len(rectangles(drawing.svg)) == 6
    for x, y, wide, high in rectangles(drawing.svg):
        for across, down in dots:
            aside = float(across) < x - 11 or float(across) > x + wide + 11
            assert aside or float(down) < y - 11 or float(down) > y + high + 11


LEADER = re.compile(
    r'd="M([-\d.]+) ([-\d.]+)L([-\d.]+) ([-\d.]+)" fill="none" '
    r'stroke="#101820" stroke-width="2"'
)


WORDS = re.compile(
    r'<rect[^>]*rx="6"[^>]*/>.*?<text [^>]*>.</text><text [^>]*>([^<]+)<'
)


@pytest.mark.parametrize(
    "geometry",
    [Point(50, 50), LineString([(20, 50), (80, 50)]), box(30, 30, 70, 70)],
)
def test_each_level_has_a_sign_of_its_own_besides_its_colour(
    geometry: BaseGeometry,
) -> None:
    on = plan()
    drawn = set()
    for value in (200.0, 120.0, 70.0, 40.0, 20.0):
        places = (
            Place(geometry, "good", value, unit="m"),
            Place(Point(5, 5), "finding", 250.0, "no_seat", unit="m"),
        )
        spacing = measured(250.0, "m", Reason("found"), where=places)
        found = results(("seat_spacing", spacing), on=on)
        drawing = criterion_drawing(found, on, checklist(), "A-09", "en")
        assert drawing is not None
        drawn.add(in_grey(drawing.svg))
    assert len(drawn) == 5


@pytest.mark.parametrize(
    "geometry",
    [Point(50, 50), LineString([(20, 50), (80, 50)]), box(30, 30, 70, 70)],
)
def test_what_only_counts_is_drawn_with_a_tick_and_with_no_digit(
    geometry: BaseGeometry,
) -> None:
    on = plan()
    places = (
        Place(geometry, "good", label="bench"),
        Place(Point(5, 5), "good", label="bench"),
    )
    supply = measured(0.5, "m/100m2", Reason("found"), where=places)
    found = results(("seat_supply", supply), on=on)
    drawing = criterion_drawing(found, on, checklist(), "L-01", "en")
    assert drawing is not None
    signs = re.findall(r'<path class="digit" d="([^"]+)"', drawing.svg)
    shapes = {path.partition("m")[2] for sign in signs for path in sign.split("M")[1:]}
    assert len(shapes) == 1
    assert not re.search(">[0-4?]</text>", drawing.svg)


def test_every_dot_that_stands_apart_bears_its_digit() -> None:
    on, found = assessed(*((10.0 + 20 * n, 50.0, 20.0 + 40 * n) for n in range(5)))
    drawing = criterion_drawing(found, on, checklist(), "A-09", "en")
    assert drawing is not None
    digits = re.findall(r'<path class="digit" d="([^"]+)"', drawing.svg)
    spots = re.findall(r"M([\d.]+) ([\d.]+)m", "".join(digits))
    dots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="11"', drawing.svg)
    assert sorted(spots) == sorted(dots)
    assert len(spots) == 5


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(20, 200)),
        min_size=8,
        max_size=40,
    )
)
def test_the_worst_is_labelled_and_no_leader_crosses_another(
    spots: list[tuple[float, float, float]],
) -> None:
    on, found = assessed(*spots)
    drawing = criterion_drawing(found, on, checklist(), "A-09", "en")
    assert drawing is not None
    worst = max(round(v) for _, _, v in spots)
    assert WORDS.findall(drawing.svg)[0] == f"{worst}\u202fm · seat"
    lines = [
        LineString([(float(a), float(b)), (float(c), float(d))])
        for a, b, c, d in LEADER.findall(drawing.svg)
    ]
    assert not any(a.crosses(b) for a, b in combinations(lines, 2))


@pytest.mark.parametrize(
    "shape",
    [
        box(40, 50, 60, 53),
        LineString([(30, 50), (70, 50)]),
        LineString([(50, 30), (50, 70)]),
        box(20, 20, 80, 80),
    ],
)
def test_a_label_hides_little_of_what_it_names(shape: BaseGeometry) -> None:
    on = plan()
    where = (Place(shape, "finding", 190.0, "no_seat", unit="m"),)
    found = results(
        ("seat_spacing", measured(190.0, "m", Reason("found"), where=where)), on=on
    )
    drawing = criterion_drawing(found, on, checklist(), "A-09", "fr")
    assert drawing is not None
    stroke = 'stroke="#101820" stroke-width="(?:3|10)"'
    path = re.search(rf'd="([^"]+)" fill="none" {stroke}', drawing.svg)
    assert path is not None
    xy = re.findall(r"(-?[\d.]+) (-?[\d.]+)", path[1])
    corners = [(float(x), float(y)) for x, y in xy]
    drawn = Polygon(corners) if len(corners) > 2 else LineString(corners)
    ((x, y, wide, high),) = rectangles(drawing.svg)
    hidden = drawn.intersection(box(x, y, x + wide, y + high))
    whole = drawn.area or drawn.length
    assert (hidden.area or hidden.length) <= 0.31 * whole


def test_no_leader_passes_a_label_of_another() -> None:
    on, found = assessed(*((40.0 + n, 50.0 + n % 3, 60.0 + n) for n in range(14)))
    drawing = criterion_drawing(found, on, checklist(), "A-09", "en")
    assert drawing is not None
    lines = [tuple(map(float, line)) for line in LEADER.findall(drawing.svg)]
    assert lines
    for a, b, c, d in lines:
        touched = [
            (x, y)
            for x, y, wide, high in rectangles(drawing.svg)
            if LineString([(a, b), (c, d)]).intersects(box(x, y, x + wide, y + high))
        ]
        assert len(touched) == 1


def test_a_row_of_bollards_is_one_outline_with_digits_apart() -> None:
    row = [(20.0 + 0.5 * n, 50.0, 90.0) for n in range(100)]
    on, found = assessed(*row, (19.0, 50.0, 190.0))
    drawing = criterion_drawing(found, on, checklist(), "A-09", "en")
    assert drawing is not None
    digits = re.findall(r'<path class="digit" d="([^"]+)"', drawing.svg)
    spots = [float(x) for x, _ in re.findall(r"M([\d.]+) ([\d.]+)m", "".join(digits))]
    apart = [b - a for a, b in combinations(sorted(spots), 2)]
    assert min(apart) >= 23.9
    assert len(spots) > 5
    assert WORDS.findall(drawing.svg)[0] == "190\u202fm · seat"

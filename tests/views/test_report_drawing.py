"""Drawings of reports: places where they are, labels apart, nothing withheld."""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from sbd.assessment import public_edition
from sbd.document import Assessment
from sbd.indicators.measurement import Place, Reason, measured
from sbd.indicators.registry import indicators
from sbd.locale import LANGS, text
from sbd.plans.plan import Plan, Risk
from sbd.views.kind_styles import SHAPES, STYLES
from sbd.views.label_room import LabelRoom
from sbd.views.report_drawing import (
    CRITERION,
    OVERVIEW,
    criterion_drawing,
    overview_drawing,
)
from sbd.views.swatch import swatch_svg
from tests.assessment.school import checklist, plan, results

LABEL = re.compile(
    r'<g font-size="19"[^>]*><rect x="([-\d.]+)" y="([-\d.]+)" '
    r'width="([\d.]+)" height="([\d.]+)"'
)


def assessed(*places: tuple[float, float, float]) -> tuple[Plan, Assessment]:
    """Return a site of 100 m by 100 m with places of A-09 and a gap of A-03."""
    on = plan()
    found = [
        Place(Point(x, y), "finding", v, "seat", unit="m", element_id=f"bench-{n}")
        for n, (x, y, v) in enumerate(places)
    ]
    unit = indicators()["seat_spacing"].unit
    spacing = measured(70.0, unit, Reason("found"), where=tuple(found))
    return on, results(("seat_spacing", spacing), on=on)


def rectangles(svg: str) -> list[tuple[float, ...]]:
    return [tuple(map(float, found)) for found in LABEL.findall(svg)]


def test_a_place_is_drawn_where_it_is_and_the_bar_is_as_long_as_it_says() -> None:
    on, found = assessed((50.0, 50.0, 4.0))
    drawing = criterion_drawing(found, on, checklist(), "A-09", "en")
    assert drawing is not None
    circles = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="11"', drawing.svg)
    ((x, y),) = [(float(a), float(b)) for a, b in circles]
    # Alone, it stands in the middle of a window 60 m across.
    assert (x, y) == pytest.approx((CRITERION[0] / 2, CRITERION[1] / 2), abs=0.2)
    bar = re.search(r"v[\d.]+h([\d.]+)v-[\d.]+", drawing.svg)
    said = re.search(r">(\d+) m</text>", drawing.svg)
    assert bar is not None
    assert said is not None
    assert float(bar[1]) == pytest.approx(int(said[1]) * CRITERION[0] / 60, rel=0.001)


def test_two_places_keep_their_distance_and_direction() -> None:
    on, found = assessed((20.0, 20.0, 70.0), (80.0, 60.0, 90.0))
    drawing = criterion_drawing(found, on, checklist(), "A-09", "en")
    assert drawing is not None
    circles = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="11"', drawing.svg)
    one, other = ((float(a), float(b)) for a, b in circles)
    across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
    assert across / down == pytest.approx(60 / 40, rel=0.01)
    south_west = min((one, other))
    assert south_west[1] == max(one[1], other[1])


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


@pytest.mark.parametrize("lang", LANGS)
def test_a_drawing_is_whole_closed_and_the_same_every_time(lang: str) -> None:
    on, found = assessed((50.0, 50.0, 70.0))
    for make in (
        lambda: overview_drawing(found, on, checklist(), lang),
        lambda: criterion_drawing(found, on, checklist(), "A-09", lang),
    ):
        drawing = make()
        assert drawing is not None
        root = ElementTree.fromstring(drawing.svg)
        assert root.attrib["aria-label"] == drawing.alt
        assert "A-09" in drawing.alt
        outside = re.findall(
            r"(?:href|src)=|https?://(?!www.w3.org/2000/svg)", drawing.svg
        )
        assert not outside
        assert "var(" not in drawing.svg
        assert make() == drawing
    assert [row.name for row in overview_drawing(found, on, checklist(), lang).legend]


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


def in_grey(svg: str) -> str:
    """Return a drawing as one who tells no colour from another sees it."""
    return re.sub(r"#[0-9A-Fa-f]{3,8}", "#777", svg)


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


def test_who_bears_a_distance_is_shown_with_the_ground_so_far_around() -> None:
    """From a seat at (50, 50) with the next one 20 m away, one sees 20 m around."""
    on, found = assessed((50.0, 50.0, 20.0))
    drawing = criterion_drawing(found, on, checklist(), "A-09", "en")
    assert drawing is not None
    bar = re.search(r"v[\d.]+h([\d.]+)v-[\d.]+", drawing.svg)
    said = re.search(r">(\d+) m</text>", drawing.svg)
    assert bar is not None
    assert said is not None
    metre = float(bar[1]) / int(said[1])
    assert CRITERION[1] / 2 / metre > 20
    assert CRITERION[1] / 2 / metre < 50


def test_what_does_well_far_off_does_not_widen_the_drawing() -> None:
    on = plan()
    near = Place(Point(50, 50), "good", 4.0, unit="m")
    far = Place(Point(50, 900), "good", 4.0, unit="m")
    widths = []
    for where in ((near,), (near, far)):
        spacing = measured(4.0, "m", Reason("found"), where=where)
        found = results(("seat_spacing", spacing), on=on)
        drawing = criterion_drawing(found, on, checklist(), "A-09", "en")
        assert drawing is not None
        widths.append(re.findall(r">(\d+) m</text>", drawing.svg)[0])
    assert widths[0] == widths[1]


def test_what_falls_short_is_shown_however_far_off_it_is() -> None:
    on, found = assessed((50.0, 50.0, 4.0), (50.0, 300.0, 190.0))
    drawing = criterion_drawing(found, on, checklist(), "A-09", "en")
    assert drawing is not None
    dots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="11"', drawing.svg)
    assert len(dots) == 2
    assert all(0 <= float(x) <= CRITERION[0] for x, _ in dots)
    assert all(0 <= float(y) <= CRITERION[1] for _, y in dots)


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


def test_the_frame_of_a_place_outside_the_site_is_within_the_small_map() -> None:
    on, found = assessed((50.0, -90.0, 70.0))
    drawing = criterion_drawing(found, on, checklist(), "A-09", "en")
    assert drawing is not None
    small = drawing.svg.partition('<g transform="translate(10 10)">')[2]
    paper, frame = re.findall(r"<rect ([^>]+)>", small.partition("</g>")[0])
    of = [
        {k: float(v) for k, v in re.findall(r'(x|y|width|height)="([-\d.]+)"', rect)}
        for rect in (paper, frame)
    ]
    assert max(of[0].values()) <= 120
    assert min(of[1]["x"], of[1]["y"]) >= -0.1
    assert of[1]["x"] + of[1]["width"] <= of[0]["width"] + 0.1
    assert of[1]["y"] + of[1]["height"] <= of[0]["height"] + 0.1


def test_letters_are_at_least_eight_points_high_on_paper() -> None:
    on, found = assessed((50.0, 50.0, 70.0))
    overview = overview_drawing(found, on, checklist(), "fr")
    drawing = criterion_drawing(found, on, checklist(), "A-09", "fr")
    assert drawing is not None
    points = 174 / 25.4 * 72 / OVERVIEW[0]
    for svg in (overview.svg, drawing.svg):
        arrow = re.search(r'scale\(([\d.]+)\)"[^>]*>.*?font-size="(\d+)"', svg)
        assert arrow is not None
        sizes = [float(v) for v in re.findall(r'font-size="([\d.]+)"', svg)]
        sizes.remove(float(arrow[2]))
        assert min([*sizes, float(arrow[1]) * float(arrow[2])]) * points >= 8


def test_the_arrow_points_where_the_pole_is() -> None:
    on, found = assessed((50.0, 50.0, 70.0))
    drawing = overview_drawing(found, on, checklist(), "en")
    turned = re.search(r"rotate\(([-\d.]+)\) scale", drawing.svg)
    assert turned is not None
    to_degrees = Transformer.from_crs(on.crs, 4326, always_xy=True)
    lon, lat = to_degrees.transform(50.0, 50.0)
    x, y = to_degrees.transform(lon, lat + 0.001, direction="INVERSE")
    pole = math.degrees(math.atan2(x - 50.0, y - 50.0))
    assert float(turned[1]) == pytest.approx(pole, abs=0.06)


def test_names_inside_a_drawing_are_its_own() -> None:
    on, found = assessed((50.0, 50.0, 70.0))
    overview = overview_drawing(found, on, checklist(), "nl")
    drawing = criterion_drawing(found, on, checklist(), "A-09", "nl")
    assert drawing is not None
    ids = [re.findall(r' id="([^"]+)"', d.svg) for d in (overview, drawing)]
    assert all(len(set(found)) == len(found) for found in ids)
    assert not set(ids[0]) & set(ids[1])
    for own, svg in zip(ids, (overview.svg, drawing.svg), strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(own)


def test_what_has_no_place_or_is_withheld_has_no_drawing() -> None:
    on, found = assessed((50.0, 50.0, 70.0))
    assert criterion_drawing(found, on, checklist(), "A-05", "en") is None
    unit = indicators()["vehicle_gap"].unit
    gap = measured(
        3.21987,
        unit,
        Reason("found"),
        where=(Place(Point(33, 44), "finding", 3.21987, "gap", unit="m"),),
    )
    on = plan(risk=Risk("normal"))
    whole = results(("vehicle_gap", gap), on=on)
    shown = criterion_drawing(whole, on, checklist(), "S-02", "en")
    assert shown is not None
    public = public_edition(whole)
    assert criterion_drawing(public, on, checklist(), "S-02", "en") is None
    overview = overview_drawing(public, on, checklist(), "en")
    assert "S-02" not in overview.svg
    assert "S-02" not in overview.alt


def test_a_public_drawing_leaves_out_what_protects() -> None:
    on = plan(elements={"bench": [Point(5, 5)], "bollard": [Point(20, 20)]})
    found = results(on=on)
    names = [r.name for r in overview_drawing(found, on, checklist(), "en").legend]
    assert "bollards" in names
    public = overview_drawing(public_edition(found), on, checklist(), "en")
    assert "bollards" not in [r.name for r in public.legend]


LINES = ("kerb", "step", "tactile", "wall", "fence", "hedge", "barrier")
SYMBOLS = (
    *("bollard", "bin", "lamp", "camera", "stop", "fountain", "toilet", "aed", "tree"),
    *("bench", "entrance", "crossing", "cycle_stand"),
)


@pytest.mark.parametrize("kinds", [LINES, SYMBOLS])
def test_symbols_of_the_legend_are_told_apart_without_colour(
    kinds: tuple[str, ...],
) -> None:
    assert len({in_grey(swatch_svg(kind)) for kind in kinds}) == len(kinds)


def test_a_bin_is_a_square_and_a_bollard_is_round_on_the_plan_too() -> None:
    assert len(SHAPES[STYLES["bin"].shape]) == 4
    assert len(SHAPES[STYLES["bollard"].shape]) > 12
    for corners in SHAPES.values():
        assert Polygon(corners).is_valid
        assert Polygon(corners).covers(Point(0, 0))


def test_a_stop_drawn_as_a_platform_is_a_field_in_the_legend() -> None:
    for shape, area in ((Point(20, 20), False), (box(20, 20, 30, 23), True)):
        on = plan(elements={"stop": [shape]})
        legend = overview_drawing(results(on=on), on, checklist(), "en").legend
        (symbol,) = [row.symbol for row in legend if "stop" in row.name]
        assert symbol == swatch_svg("stop", area=area)
    assert swatch_svg("stop", area=True) != swatch_svg("stop")


@pytest.mark.parametrize("lang", LANGS)
def test_the_legend_names_levels_site_and_what_was_looked_at(lang: str) -> None:
    on = plan()
    places = (
        Place(Point(50, 50), "finding", 70.0, "seat", unit="m"),
        Place(LineString([(0, 50), (99, 50)]), "route"),
        Place(box(20, 20, 30, 30), "context"),
    )
    spacing = measured(70.0, "m", Reason("found"), where=places)
    found = results(("seat_spacing", spacing), on=on)
    legend = overview_drawing(found, on, checklist(), lang).legend
    names = [row.name for row in legend]
    for key in ("drawing.site", "drawing.route", "drawing.context"):
        assert text(lang, key) in names
    for level in range(5):
        assert any(text(lang, f"level.{level}") in name for name in names)
    assert len({in_grey(row.symbol) for row in legend[:8]}) == 8

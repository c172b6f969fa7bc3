"""Drawings of reports: places where they are, framed by what they tell."""

from __future__ import annotations

import math
import re

import pytest
from defusedxml import ElementTree
from pyproj import Transformer
from shapely.geometry import LineString, Point

from sbd.assessment import public_edition
from sbd.indicators.measurement import Place, Reason, measured
from sbd.indicators.registry import indicators
from sbd.locale import LANGS
from sbd.plans.plan import Risk
from sbd.views.report_drawing import (
    CRITERION,
    OVERVIEW,
    criterion_drawing,
    overview_drawing,
)
from tests.assessment.school import checklist, plan, results
from tests.views.drawn import assessed


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


@pytest.mark.parametrize(("across", "thick"), [(60, 0.2), (200, 0.84)])
def test_posts_are_as_thick_as_they_are_where_one_can_see_it(
    across: float, thick: float
) -> None:
    """A row with 0.8 m free between posts must not look closed; from afar it may."""
    row = [(Point(40.0 + n, 50), {"diameter_m": 0.2}) for n in range(10)]
    on = plan(elements={"bollard": row})
    spots = ((50.0, 50.0),) if across == 60 else ((1.0, 50.0), (99.0, 50.0))
    seats = tuple(Place(Point(x, y), "finding", 4.0, "seat") for x, y in spots)
    found = results(
        ("seat_spacing", measured(70.0, "m", Reason("found"), where=seats)), on=on
    )
    drawing = criterion_drawing(found, on, checklist(), "A-09", "en")
    assert drawing is not None
    (group,) = re.findall(r'<g fill="#1F2933"[^>]*>(.*?)</g>', drawing.svg)
    wide = [
        [float(x) for x in re.findall(r"(-?[\d.]+) -?[\d.]+", path)]
        for path in re.findall(r'd="M([^"]+)"', group)
    ]
    assert len(wide) == 10
    bar = re.search(r"v[\d.]+h([\d.]+)v-[\d.]+", drawing.svg)
    said = re.search(r">(\d+) m</text>", drawing.svg)
    assert bar is not None
    assert said is not None
    metre = float(bar[1]) / int(said[1])
    size = [(max(x) - min(x)) / metre for x in wide]
    assert size == pytest.approx([thick] * 10, rel=0.08)


def test_the_bar_of_a_gap_leaves_the_posts_beside_it_to_be_seen() -> None:
    gap = LineString([(50.0, 50.0), (51.0, 50.0)])
    where = (Place(gap, "good", 1.0, "gap", unit="m"),)
    width = measured(1.0, "m", Reason("found"), where=where)
    on = plan()
    drawing = criterion_drawing(
        results(("barrier_gap", width), on=on), on, checklist(), "A-03", "en"
    )
    assert drawing is not None
    strokes = re.findall(r'stroke-width="(?:14|10|6)"[^>]*linecap="(\w+)"', drawing.svg)
    assert strokes == ["butt"] * 3

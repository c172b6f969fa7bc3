"""The legend: every mark named, kinds told apart without colour."""

from __future__ import annotations

from itertools import combinations

import pytest
from shapely.geometry import LineString, Point, Polygon, box

from sbd.indicators.measurement import Place, Reason, measured
from sbd.locale import LANGS, text
from sbd.views.kind_styles import SHAPES, STYLES
from sbd.views.legend import legend as levels_legend
from sbd.views.report_drawing import overview_drawing
from sbd.views.swatch import swatch_svg
from tests.assessment.school import checklist, plan, results
from tests.views.drawn import in_grey

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


def grey(colour: str | None) -> float:
    """Return how light a colour is in grey, from 0 to 255."""
    if colour is None:
        return 0.0
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_fields_differ_in_grey_by_fill_or_edge() -> None:
    drawn = {k: s for k, s in STYLES.items() if k not in (*LINES, *SYMBOLS)}
    alike = [
        (one, other)
        for (one, a), (other, b) in combinations(drawn.items(), 2)
        if a.dash == b.dash
        and abs(grey(a.fill) - grey(b.fill)) < 10
        and abs(grey(a.stroke) - grey(b.stroke)) < 25
    ]
    assert alike == []


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
    keys = ("site", "route", "context", "key")
    for key in keys:
        assert text(lang, f"drawing.{key}") in names
    for key in ("good", "hatched"):
        assert text(lang, f"drawing.{key}") not in names
    for level in range(5):
        assert any(text(lang, f"level.{level}") in name for name in names)
    assert len({in_grey(row.symbol) for row in legend[:9]}) == 9


@pytest.mark.parametrize("lang", LANGS)
def test_the_legend_names_tick_and_hatch_where_they_are_drawn(lang: str) -> None:
    on = plan()
    seats = (Place(box(20, 20, 22, 21), "good", label="bench"),)
    supply = measured(0.5, "m/100m2", Reason("found"), where=seats)
    found = results(("seat_supply", supply), on=on)
    legend = overview_drawing(found, on, checklist(), lang).legend
    names = [row.name for row in legend]
    assert text(lang, "drawing.good") in names
    assert text(lang, "drawing.hatched") in names
    marks = [row.symbol for row in legend[: names.index(text(lang, "drawing.key"))]]
    assert len({in_grey(symbol) for symbol in marks}) == len(marks)


@pytest.mark.parametrize("lang", LANGS)
def test_beside_a_map_the_line_of_levels_names_the_tick_too(lang: str) -> None:
    said = text(lang, "drawing.good")
    assert said in levels_legend(lang, of_map=True)
    assert said not in levels_legend(lang)

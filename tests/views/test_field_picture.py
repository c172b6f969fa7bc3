"""Fields as pictures: every pixel right, every class in words."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image
from pyproj import CRS, Transformer

from sbd.indicators.fields import FIELDS, Field
from sbd.indicators.grid import Grid
from sbd.locale import LANGS
from sbd.views.field_overlay import FieldOverlay, add_picture
from sbd.views.field_picture import CUTS, FieldPicture, field_picture
from sbd.views.map import findings_group
from sbd.views.palette import FIELD_RAMP
from tests.views.sample import sample
from tests.views.sample_plan import sample_plan

LAMBERT = CRS.from_epsg(31370)
GRID = Grid(148_900.0, 170_600.0, 1.0, 40, 30)


def field(name: str, values: np.ndarray | None = None, unit: str = "lx") -> Field:
    if values is None:
        values = np.linspace(0, 12, GRID.rows * GRID.columns).reshape(GRID.shape)
    return Field(name, GRID, values, unit)


def opened(picture: FieldPicture) -> np.ndarray:
    image = Image.open(io.BytesIO(picture.png))
    return np.asarray(image.convert("RGBA"))


def over(picture: FieldPicture, places: np.ndarray) -> np.ndarray:
    """The pixels over places of the plan, as a web map would put them. (n, 4)"""
    (south, west), (north, east) = picture.bounds
    to_web = Transformer.from_crs(LAMBERT, 3857, always_xy=True)
    web = Transformer.from_crs(4326, 3857, always_xy=True)
    (left, right), (low, high) = web.transform([west, east], [south, north])
    x, y = to_web.transform(places[:, 0], places[:, 1])
    rgba = opened(picture)
    columns = ((x - left) / (right - left) * rgba.shape[1]).astype(int)
    rows = ((high - y) / (high - low) * rgba.shape[0]).astype(int)
    return rgba[rows, columns]


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[n : n + 2], 16) for n in (1, 3, 5))


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_has_cuts_and_words(name: str) -> None:
    values = np.full(GRID.shape, np.nan)
    cuts = CUTS[name]
    for n, value in enumerate([cuts[0] - 0.1, *cuts]):
        values[n, 0] = value
    for lang in LANGS:
        picture = field_picture(field(name, values, "m"), LAMBERT, lang)
        assert len(picture.rows) == len(cuts) + 1
        assert not re.search(r"field\.|\{", picture.words)
        assert picture.title in picture.legend


def test_the_middle_of_every_cell_has_its_colour() -> None:
    values = np.random.default_rng(1).uniform(0, 10, GRID.shape)
    picture = field_picture(field("light", values), LAMBERT, "en")
    colours = [rgb(c) for c in FIELD_RAMP][::-1]  # little light is dark
    expected = np.array(colours)[np.digitize(values.ravel(), CUTS["light"])]
    found = over(picture, GRID.centres)
    assert (found[:, :3] == expected).all()
    assert (found[:, 3] == 255).all()


def test_nothing_to_say_is_see_through() -> None:
    values = np.full(GRID.shape, np.nan)
    values[5, 5] = 6.0
    picture = field_picture(field("light", values), LAMBERT, "en")
    places = np.array([[148_905.5, 170_605.5], [148_907.5, 170_605.5]])
    assert list(over(picture, places)[:, 3]) == [255, 0]
    assert [words for _, words in picture.rows] == ["5 to 7.5\u202flx"]


def test_what_is_not_reached_says_so() -> None:
    values = np.full(GRID.shape, 30.0)
    values[0, 0] = np.inf
    picture = field_picture(field("walking", values, "m"), LAMBERT, "en")
    assert [words for _, words in picture.rows] == [
        "25 to 50\u202fm",
        "cannot be reached",
    ]


def test_far_is_dark_and_much_light_is_light() -> None:
    many = np.linspace(0, 200, GRID.rows * GRID.columns).reshape(GRID.shape)
    far = field_picture(field("walking", many, "m"), LAMBERT, "en")
    assert far.rows[0][1].startswith("less than 25")
    assert [colour for colour, _ in far.rows] == list(FIELD_RAMP)
    lit = field_picture(field("light", many), LAMBERT, "en")
    assert lit.rows[0][1].endswith("and more")
    assert [colour for colour, _ in lit.rows] == list(FIELD_RAMP)


def test_classes_can_be_told_apart_in_grey() -> None:
    def grey(colour: str) -> float:
        red, green, blue = rgb(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    greys = [grey(colour) for colour in FIELD_RAMP]
    steps = -np.diff(greys)
    assert (steps > 30).all()


def test_the_same_field_gives_the_same_bytes() -> None:
    one, two = (field_picture(field("light"), LAMBERT, "fr") for _ in range(2))
    assert one == two
    assert one.url.startswith("data:image/png;base64,")


def test_the_picture_lies_in_the_group_of_findings_with_its_words() -> None:
    plan = sample_plan()
    group = findings_group(sample(plan), plan, "en", None)
    picture = field_picture(field("light"), LAMBERT, "en")
    add_picture(group, picture)
    overlays = [c for c in group._children.values() if isinstance(c, FieldOverlay)]
    assert len(overlays) == 1
    overlay = overlays[0]
    assert "Light on the ground at night" in overlay.words
    assert "<li>" not in overlay.legend  # escaped for the script
    assert "\\u003cli\\u003e" in overlay.legend

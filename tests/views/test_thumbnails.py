"""Thumbnails: small, in the right place, whatever is drawn."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.views.thumbnails import HEIGHT, WIDTH, Thumbnails

#: One picture may take this much. [bytes]
MOST = 3072
SITE = box(0, 0, 96, 72)


def array(*geometry: BaseGeometry) -> np.ndarray:
    made = np.empty(len(geometry), dtype=object)
    made[:] = geometry
    return made


def svg(uri: str) -> ET.Element:
    head, content = uri.split(",")
    assert head == "data:image/svg+xml;base64"
    return ET.fromstring(base64.b64decode(content))


def picked(uri: str) -> list[tuple[float, float]]:
    """Return the positions drawn in the colour of what is chosen. [px]"""
    paths = [p.get("d", "") for p in svg(uri).iter() if p.tag.endswith("path")][-2:]
    found = re.findall(r"[ML](\d+) (\d+)", "".join(paths))
    return [(float(x), float(y)) for x, y in found]


def test_a_point_lies_where_it_is() -> None:
    # Half as wide and half as high as the site, from its north-west corner.
    pictures = Thumbnails.of(array(SITE), SITE)
    ((x, y),) = picked(pictures.uri(array(Point(48, 36))))
    assert (x, y) == pytest.approx((WIDTH / 2, HEIGHT / 2), abs=1)
    ((x, y),) = picked(pictures.uri(array(Point(0, 72))))
    assert x < WIDTH / 4
    assert y < HEIGHT / 4


def test_a_line_keeps_its_ends() -> None:
    pictures = Thumbnails.of(array(SITE), SITE)
    ends = picked(pictures.uri(array(LineString([(0, 36), (96, 36)]))))
    assert len(ends) == 2
    # 72 m and two margins of 6 % of 96 m fill the height.
    assert ends[1][0] - ends[0][0] == pytest.approx(96 * HEIGHT / 83.5, abs=2)


def test_what_lies_far_off_does_not_set_the_scale_and_is_at_the_edge() -> None:
    near = [Point(x, y) for x in range(20) for y in range(20)]
    far = Point(1e6, 1e6)
    pictures = Thumbnails.of(array(*near, far), None)
    xs = [x for x, _ in picked(pictures.uri(array(*near)))]
    assert max(xs) - min(xs) < 5  # level strokes of equal length begin in one column
    assert len(xs) > 10
    ((x, y),) = picked(pictures.uri(array(far)))
    assert (x, y) == pytest.approx((WIDTH - 1, 1), abs=1)


@pytest.mark.parametrize("n", [1, 100, 8000])
@pytest.mark.parametrize("size", [0.0, 3.0, 40.0])
def test_pictures_are_small_however_much_is_drawn(n: int, size: float) -> None:
    random = np.random.default_rng(7)
    places = random.random((n, 2)) * 1000
    shapes = array(*(Point(p).buffer(size) if size else Point(p) for p in places))
    pictures = Thumbnails.of(shapes, shapely.union_all(shapes[:50]).convex_hull)
    uri = pictures.uri(shapes)
    assert len(uri) <= MOST
    assert picked(uri)


@given(
    st.lists(
        st.lists(
            st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)),
            min_size=1,
            max_size=6,
        ),
        min_size=1,
        max_size=12,
    )
)
def test_any_drawing_gives_a_picture(parts: list[list[tuple[float, float]]]) -> None:
    shapes = array(*(Point(p[0]) if len(p) == 1 else LineString(p) for p in parts))
    uri = Thumbnails.of(shapes, None).uri(shapes)
    assert len(uri) <= MOST
    for x, y in picked(uri):
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT

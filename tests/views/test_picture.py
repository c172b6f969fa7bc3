from __future__ import annotations

import base64
import math
from typing import Any

import numpy as np
import pytest
from pyproj import CRS, Transformer

from sbd.plans.picture import Picture, picture_about
from sbd.views.editor_data import Picture as EditorPicture
from sbd.views.picture import opacity, picture_corners, picture_payload

JPEG = b"\xff\xd8\xff" + bytes(20)
LAMBERT = CRS.from_epsg(31370)
LOCAL = CRS.from_proj4("+proj=tmerc +lat_0=50.85 +lon_0=4.35 +k=1 +x_0=0 +y_0=0")


def picture(size_m: float, lon: float = 4.35, lat: float = 50.85) -> Picture:
    half_lat = size_m / 2 / 111_250
    half_lon = half_lat / math.cos(math.radians(lat))
    bounds = ((lat - half_lat, lon - half_lon), (lat + half_lat, lon + half_lon))
    return Picture(JPEG, "image/jpeg", bounds, (2_000, 2_000), 0.25, "a.tif", "")


def web_y(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


@pytest.mark.parametrize("crs", [LAMBERT, LOCAL, CRS.from_epsg(25831)])
@pytest.mark.parametrize(("size_m", "within_m"), [(500, 0.02), (1_000, 0.1)])
def test_the_editor_shows_every_pixel_within_10_cm(
    crs: CRS, size_m: float, within_m: float
) -> None:
    shown = picture(size_m)
    (south, west), (north, east) = shown.bounds
    corner, right, below = (np.array(c) for c in picture_corners(shown, crs))
    to_plan = Transformer.from_crs(4326, crs, always_xy=True)
    for across in np.linspace(0, 1, 9):
        for down in np.linspace(0, 1, 9):
            # a pixel of a web map: even in Mercator, so not even in latitude
            y = web_y(north) + down * (web_y(south) - web_y(north))
            lat = math.degrees(2 * math.atan(math.exp(y)) - math.pi / 2)
            place = to_plan.transform(west + across * (east - west), lat)
            drawn = corner + across * (right - corner) + down * (below - corner)
            assert math.dist(drawn, place) < within_m


def test_the_editor_takes_the_payload() -> None:
    shown = picture(400)
    about = {**picture_about(shown), "opacity": 0.4, "shown": True}
    payload = picture_payload(JPEG, about, LAMBERT)
    assert payload is not None
    taken = EditorPicture(**payload)
    assert taken.opacity == 0.4
    assert taken.url == "data:image/jpeg;base64," + base64.b64encode(JPEG).decode()
    (left, top), (right, _), (_, bottom) = taken.corners
    assert right - left == pytest.approx(400, abs=2)
    assert top - bottom == pytest.approx(400, abs=2)


def test_no_picture_where_it_is_off_or_spoilt() -> None:
    about = picture_about(picture(400))
    assert picture_payload(JPEG, {**about, "shown": False}, LAMBERT) is None
    assert picture_payload(b"<svg/>", about, LAMBERT) is None
    assert picture_payload(JPEG, {**about, "media": "image/svg+xml"}, LAMBERT) is None


@pytest.mark.parametrize("value", [None, "x", -1, 1.2, math.nan, True, [1]])
def test_a_strange_opacity_is_the_usual_one(value: Any) -> None:
    assert opacity({"opacity": value}) == 0.7 or value is True

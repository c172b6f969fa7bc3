from __future__ import annotations

from math import atan2, degrees
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.cameras import camera_on_risk_share
from sbd.indicators.measurement import Measurement
from sbd.plans.kinds import KINDS
from sbd.plans.plan import make_plan

SITE = box(0, 0, 100, 100)
#: A grid whose north is true north in the middle of the site.
MERIDIAN = "+proj=tmerc +lat_0=50.85 +lon_0=4.35 +x_0=50 +units=m"
ALL = tuple(k for k in KINDS if k not in ("site", "extent"))
#: Looks north from the middle of the south side.
NORTH = {"azimuth_deg": 0.0, "fov_deg": 90.0, "range_m": 40.0, "height_m": 4.0}
AT = Point(50, 5)
#: Seen from there under atan(10 / 20) either side of north.
SPOT = box(40, 25, 60, 30)
#: Half that angle of view, of 90 degrees.
ON_SPOT = 100 * 2 * degrees(atan2(10, 20)) / 90


def share(
    site: BaseGeometry = SITE, camera: Any = None, at: Any = AT, **elements: Any
) -> Measurement:
    declare, crs = elements.pop("declare", ALL), elements.pop("crs", MERIDIAN)
    told = {**NORTH, **(camera or {})}
    elements = {
        "square": [site],
        "camera": [(at, told)],
        "risk_spot": [SPOT],
        **elements,
    }
    plan = make_plan(elements, site=site, declare=declare, crs=crs)
    return camera_on_risk_share(plan)


def test_an_open_sector_by_its_angles() -> None:
    result = share()
    assert result.value == pytest.approx(ON_SPOT, abs=0.6)
    # To the ray: those at 0.25, 0.75 ... up to 26.57 degrees, both ways, of 180.
    assert result.value == pytest.approx(100 * 2 * 53 / 180)
    assert result.unit == "%"
    assert result.reason.args["cameras"] == 1


def test_azimuths_count_from_true_north() -> None:
    # Where the grid's north leans 90 degrees west, what the grid calls east is north.
    leaning = "+proj=omerc +lat_0=50.85 +lonc=4.35 +alpha=90 +gamma=0 +units=m"
    here = share(crs=leaning, camera={"azimuth_deg": 0.0})
    assert here.value != pytest.approx(share().value)
    turned = share(crs=leaning, camera={"azimuth_deg": _grid_up(leaning)})
    assert turned.value == pytest.approx(share().value, abs=1.2)


def _grid_up(crs: str) -> float:
    """Azimuth of the grid's north in the middle of the site. [deg]"""
    there = gpd.GeoSeries([Point(50, 50), Point(50, 51)], crs=crs).to_crs(4326)
    (lon, lat), (lon2, lat2) = (p.coords[0] for p in there)
    east = (lon2 - lon) * np.cos(np.radians(lat))
    return float(np.degrees(np.arctan2(east, lat2 - lat)))


def test_what_lies_beyond_the_range_is_not_seen() -> None:
    assert share(camera={"range_m": 19.0}).value == 0


def test_a_sensitive_zone_counts_against_it() -> None:
    zone = box(10, 5, 45, 50)
    # North-west, up to 5 m left of the camera: hidden by nothing, 45 degrees wide but
    # for rays that pass its edge at x = 45 beyond its end, none within 40 m.
    only = share(sensitive_zone=[zone], risk_spot=[])
    angles = np.arange(0.25, 45, 0.5)
    inside = 40 * np.sin(np.radians(angles)) >= 5
    assert only.value == pytest.approx(-100 * inside.sum() / 180)
    both = share(sensitive_zone=[zone])
    assert both.value == pytest.approx(share().value + only.value)
    # What the sentence takes off is what stands between both numbers.
    told = both.reason.args
    assert told["spots"] - told["private"] == pytest.approx(both.value)
    assert told["private"] > 0


def test_dwellings_count_where_a_ray_ends_on_them() -> None:
    house = box(0, 30, 100, 40)
    home = share(building=[(house, {"use": "dwelling"})], risk_spot=[])
    # 25 m off: rays up to acos(25 / 40) = 51.3 degrees end on it within 40 m: all.
    assert home.value == -100
    shop = share(building=[(house, {"use": "shop"})], risk_spot=[])
    assert shop.value == 0
    far = share(building=[(translate(house, 0, 10), {"use": "dwelling"})], risk_spot=[])
    # 35 m off: up to acos(35 / 40) = 28.96 degrees, 58 rays either side.
    assert far.value == pytest.approx(-100 * 2 * 58 / 180)


def test_what_hides_at_its_height_ends_a_ray() -> None:
    wall = LineString([(0, 20), (100, 20)])
    assert share(wall=[(wall, {"height_m": 3.0})]).value == share().value
    assert share(wall=[(wall, {"height_m": 5.0})]).value == 0
    assert share(shrub=[(wall.buffer(1), {"height_m": 2.0})]).value == share().value
    house = box(0, 22, 100, 24)
    assert share(building=[(house, {"use": "shop"})]).value == 0


@pytest.mark.parametrize(
    ("mask", "value"),
    [
        ("none", -50.0),
        (None, -50.0),
        ("sensitive_zone", 0.0),
        # Half the view is blacked out; the other half has no zone in it.
        ("270-360", 0.0),
        ("315-337.5", -100 / 3),
        ("45 - 90; 337.5-360", -100 / 3),
    ],
)
def test_masks_take_directions_or_zones_away(mask: str | None, value: float) -> None:
    # All that lies west of the camera.
    zone = [box(-100, 5, 50, 200)]
    result = share(camera={"mask": mask}, sensitive_zone=zone, risk_spot=[])
    assert result.value == pytest.approx(value)


def test_dwellings_may_be_masked() -> None:
    house = [(box(0, 30, 100, 40), {"use": "dwelling"})]
    assert share(camera={"mask": "dwelling"}, building=house, risk_spot=[]).value == 0


def test_a_mask_nobody_can_read_leaves_worst_and_best() -> None:
    house = [(box(0, 30, 100, 40), {"use": "dwelling"})]
    told = {"mask": "the houses over there"}
    result = share(camera=told, building=house, risk_spot=[])
    assert (result.worst, result.best) == (-100, 0)
    assert result.reason.code == "camera_masks_not_read"
    assert share(camera=told).value == share().value


def test_a_dome_sees_all_round_whatever_its_azimuth() -> None:
    ring = Point(50, 50).buffer(20) - Point(50, 50).buffer(10)
    told = {"azimuth_deg": None, "fov_deg": 360.0}
    assert share(camera=told, at=Point(50, 50), risk_spot=[ring]).value == 100
    half = box(50, 0, 100, 100)
    result = share(camera=told, at=Point(50, 50), risk_spot=[half])
    assert result.value == pytest.approx(50, abs=0.3)


def test_a_camera_on_a_wall_sees_what_is_before_it() -> None:
    house = (box(40, -5, 60, 5), {"use": "dwelling"})
    on_facade = share(building=[house])
    inside = share(building=[house], at=Point(50, 4.5))
    assert on_facade.value == pytest.approx(share().value)
    assert inside.value == pytest.approx(share(at=Point(50, 5.05)).value)
    # Half of a dome's directions lie in its own wall, and are no view.
    dome = {"fov_deg": 360.0}
    plain = share(camera=dome).value
    assert share(camera=dome, building=[house]).value == pytest.approx(
        2 * plain, abs=0.5
    )


def test_the_mean_of_all_cameras_counts() -> None:
    south = (Point(50, 95), {**NORTH, "azimuth_deg": 180.0, "range_m": 10.0})
    two = make_plan(
        {"square": [SITE], "camera": [(AT, NORTH), south], "risk_spot": [SPOT]},
        site=SITE,
        declare=ALL,
        crs=MERIDIAN,
    )
    assert camera_on_risk_share(two).value == pytest.approx(share().value / 2)


def test_spots_drawn_as_points_have_a_size() -> None:
    result = share(risk_spot=[Point(50, 25)])
    assert result.value == pytest.approx(100 * 12 / 180, abs=0.6)
    assert result.defaults == ("risk_spot_points_two_metres",)


def test_without_cameras_it_does_not_apply() -> None:
    none = make_plan({"square": [SITE]}, site=SITE, declare=ALL)
    assert camera_on_risk_share(none).state == "not_applicable"
    assert share(at=Point(50, -60)).reason.code == "no_camera_near"
    silent = make_plan({"square": [SITE]}, site=SITE)
    assert camera_on_risk_share(silent).reason.args["kinds"] == ("camera",)


@pytest.mark.parametrize("name", ["azimuth_deg", "fov_deg", "range_m", "height_m"])
def test_a_camera_must_tell_how_it_looks(name: str) -> None:
    result = share(camera={name: None})
    assert result.state == "unknown"
    assert result.reason.args["attribute"] == name


@pytest.mark.parametrize("kind", ["risk_spot", "sensitive_zone", "building", "tree"])
def test_what_is_neither_drawn_nor_declared_is_unknown(kind: str) -> None:
    declare = [k for k in ALL if k != kind]
    result = share(declare=declare, risk_spot=[] if kind == "risk_spot" else [SPOT])
    assert result.state == "unknown"
    assert kind in result.reason.args["kinds"]


def test_a_missing_use_or_height_leaves_worst_and_best() -> None:
    house = share(building=[box(0, 30, 100, 40)], risk_spot=[])
    assert (house.worst, house.best) == (-100, 0)
    assert house.reason.args["attribute"] == "use"
    wall = share(wall=[LineString([(0, 20), (100, 20)])])
    assert (wall.worst, wall.best) == (0, share().value)
    assert wall.reason.args["attribute"] == "height_m"


def test_places_show_view_spots_and_what_is_private() -> None:
    zone, house = box(30, 15, 40, 22), box(0, 32, 100, 40)
    result = share(sensitive_zone=[zone], building=[(house, {"use": "dwelling"})])
    shown = {p.label: p for p in result.where}
    assert shown["camera_view"].role == "context"
    assert shown["spot_in_view"].geometry.within(SPOT.buffer(1e-6))
    assert shown["zone_in_view"].geometry.within(zone.buffer(1e-6))
    assert shown["home_in_view"].geometry.distance(house.boundary) < 1e-6
    assert shown["home_in_view"].geometry.length > 20
    view = shown["camera_view"].geometry
    assert view.distance(AT) < 1e-6
    assert not view.intersects(Point(50, 33))


@settings(max_examples=12)
@given(st.floats(0, 360), st.floats(-50, 50), st.floats(10, 50), st.floats(2, 15))
def test_turning_the_place_with_its_cameras_changes_nothing(
    angle: float, dx: float, y: float, size: float
) -> None:
    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, angle, origin=(50, 50)), dx, 7)

    spot, zone = box(45, y, 45 + size, y + size), box(20, 20, 40, 30)
    wall = box(48, 15, 52, 16)
    here = share(
        risk_spot=[spot], sensitive_zone=[zone], hedge=[(wall, {"height_m": 6})]
    )
    there = share(
        moved(SITE),
        camera={"azimuth_deg": -angle},
        at=moved(AT),
        risk_spot=[moved(spot)],
        sensitive_zone=[moved(zone)],
        hedge=[(moved(wall), {"height_m": 6})],
    )
    # A ray may just touch a corner: four of 180 at most.
    assert there.value == pytest.approx(here.value, abs=2.3)


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(st.floats(20, 80), st.floats(8, 40)).map(
            lambda c: box(*c, c[0] + 4, c[1] + 2)
        ),
        max_size=5,
    )
)
def test_as_plain_lines_between_points_say(walls: list[BaseGeometry]) -> None:
    hidden = shapely.union_all(walls).buffer(-1e-6) if walls else Point()
    crossing = 0
    for angle in np.radians(np.arange(-44.75, 45, 0.5)):
        ray = LineString([(50, 5), (50 + 40 * np.sin(angle), 5 + 40 * np.cos(angle))])
        free = ray.difference(hidden)
        first = min(shapely.get_parts(free), key=lambda part: part.distance(AT))
        crossing += first.distance(AT) < 1e-6 and first.intersects(SPOT)
    result = share(hedge=[(w, {"height_m": 6.0}) for w in walls])
    assert result.value == pytest.approx(100 * crossing / 180, abs=0.6)

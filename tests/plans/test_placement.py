"""Drawings put on the ground: known answers, and every rigid placement recovered."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod
from shapely.affinity import affine_transform
from shapely.geometry import LineString, Point

from sbd.errors import PlanError
from sbd.plans.crs import Position, georeference
from sbd.plans.placement import (
    Frame,
    Placement,
    carrying,
    likely_unit,
    moved,
    on_the_ground,
    place_by_pairs,
)
from sbd.plans.raw import RawLayer
from sbd.plans.systems import lonlat
from sbd.plans.values import METRES
from tests.plans.drawings import X, Y, layer

GEOD = Geod(ellps="WGS84")
#: The Grand-Place in Brussels. [deg]
AT = (4.3525, 50.8467)
#: A rectangle of 100 m by 50 m, its corners in the order of a compass rose from the
#: south-west.
CORNERS = ((0.0, 0.0), (100.0, 0.0), (100.0, 50.0), (0.0, 50.0))


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(GEOD.inv(*one, *other)[2])


def on_the_ellipsoid(azimuth: float, metres: float) -> tuple[float, float]:
    """Return the place so far from AT, by the geodesic and by nothing of ours."""
    lon, lat, _ = GEOD.fwd(*AT, azimuth, metres)
    return float(lon), float(lat)


# -- two pairs of points --------------------------------------------------------------


def test_a_rectangle_turned_by_30_degrees_is_found_again() -> None:
    # The diagonal of 100 x 50 points 63.435 degrees clockwise of the drawing's top.
    half, azimuth = 55.9016994, 63.4349488 + 30
    first, second = (
        on_the_ellipsoid(azimuth + 180, half),
        on_the_ellipsoid(azimuth, half),
    )
    found = place_by_pairs((CORNERS[0], CORNERS[2]), (first, second), "m")
    assert found.bearing == pytest.approx(30, abs=1e-4)
    assert found.origin == (50, 25)
    assert apart(found.at, AT) < 0.001
    assert found.residual_m < 0.001
    # The corner that was not named: 100 m along the lower side from the first.
    east, _, length = GEOD.inv(*first, *on_the_ground((100, 0), found, "m"))
    assert length == pytest.approx(100, abs=0.001)
    assert east == pytest.approx(120, abs=0.01)


@pytest.mark.parametrize("unit", METRES)
def test_the_unit_gives_the_scale(unit: str) -> None:
    side = 100 / METRES[unit]
    ground = (AT, on_the_ellipsoid(90, 100))
    found = place_by_pairs(((0, 0), (side, 0)), ground, unit)
    assert found.drawn_m == pytest.approx(100)
    assert found.ground_m == pytest.approx(100, abs=1e-6)
    assert min(found.bearing, 360 - found.bearing) < 0.001
    assert likely_unit(found, unit) is None


def test_what_the_distances_differ_by_is_shared_by_both_points() -> None:
    # 100 m drawn, 103 m on the ground: each point is 1.5 m from where it should be.
    ground = (AT, on_the_ellipsoid(0, 103))
    found = place_by_pairs(((0, 0), (0, 100)), ground, "m")
    assert found.residual_m == pytest.approx(1.5, abs=1e-6)
    for drawn, there in zip(((0, 0), (0, 100)), ground, strict=True):
        assert apart(on_the_ground(drawn, found, "m"), there) == pytest.approx(
            1.5, abs=1e-4
        )
    assert likely_unit(found, "m") is None


@pytest.mark.parametrize(
    ("drawn", "said", "meant"),
    [
        (100_000, "m", "mm"),
        (100, "mm", "m"),
        (328.084, "m", "ft"),
        (10_000, "m", "cm"),
        (101, "m", None),
        (500, "m", None),
    ],
)
def test_a_wrong_unit_is_named(drawn: float, said: str, meant: str | None) -> None:
    ground = (AT, on_the_ellipsoid(45, 100))
    found = place_by_pairs(((0, 0), (drawn, 0)), ground, said)
    assert likely_unit(found, said) == meant


def test_ground_points_may_be_known_in_lambert_72() -> None:
    ground = (lonlat("EPSG:31370", X, Y), lonlat("EPSG:31370", X + 30, Y + 40))
    assert ground[0] is not None
    assert ground[1] is not None
    found = place_by_pairs(((0, 0), (30, 40)), (ground[0], ground[1]), "m")
    # Lambert 72 is some 0.01 % too short here, and its north 0.006 degrees off.
    assert found.ground_m == pytest.approx(50, rel=2e-4)
    assert min(found.bearing, 360 - found.bearing) < 0.1


@pytest.mark.parametrize(
    ("drawn", "ground"),
    [
        (((5, 5), (5, 5)), (AT, on_the_ellipsoid(0, 100))),
        (((0, 0), (100, 0)), (AT, AT)),
    ],
)
def test_the_same_point_twice_is_refused(
    drawn: tuple[tuple[float, float], tuple[float, float]],
    ground: tuple[tuple[float, float], tuple[float, float]],
) -> None:
    with pytest.raises(PlanError, match="the same"):
        place_by_pairs(drawn, ground, "m")


@pytest.mark.parametrize("place", [(50.8, 151.0), (float("nan"), 50.0), (190.0, 1.0)])
def test_what_is_no_place_is_refused(place: tuple[float, float]) -> None:
    with pytest.raises(PlanError, match="longitude and latitude"):
        place_by_pairs(((0, 0), (100, 0)), (AT, place), "m")


METRE = st.floats(-1_000, 1_000)
POINT = st.tuples(METRE, METRE)


@settings(deadline=None, max_examples=60)
@given(
    at=st.tuples(st.floats(-179, 179), st.floats(-70, 70)),
    origin=POINT,
    bearing=st.floats(0, 360, exclude_max=True),
    unit=st.sampled_from(sorted(METRES)),
    points=st.tuples(POINT, POINT, POINT),
)
def test_every_rigid_placement_is_recovered(
    at: tuple[float, float],
    origin: tuple[float, float],
    bearing: float,
    unit: str,
    points: tuple[tuple[float, float], ...],
) -> None:
    one, other, third = points
    if max(abs(one[0] - other[0]), abs(one[1] - other[1])) < 50:
        other = (one[0] + 200, one[1])
    scale = 1 / METRES[unit]
    places = [(x * scale, y * scale) for x, y in (one, other, third)]
    drawn = (origin[0] * scale, origin[1] * scale)
    truth = Placement(at, drawn, bearing, 0, 0, 0)
    ground = [on_the_ground(p, truth, unit) for p in places]
    found = place_by_pairs((places[0], places[1]), (ground[0], ground[1]), unit)
    assert found.residual_m < 0.001
    for point, there in zip(places[:2], ground[:2], strict=True):
        assert apart(on_the_ground(point, found, unit), there) < 0.001
    # Off the line by up to 2 km, where 50 m give the direction.
    assert apart(on_the_ground(places[2], found, unit), ground[2]) < 0.02


# -- what was drawn follows the drawing -----------------------------------------------


def drawing(unit: str | None = "m", crs: str | None = None) -> RawLayer:
    corners = LineString([(0, 0), (100, 0), (100, 50), (0, 50)])
    return layer("gehweg", [corners], crs=crs, format="dxf", unit=unit)


OLD = Position("local", (4.3517, 50.8466), None, None, 0.0)
LOCAL = [
    Position("local", (4.3600, 50.8500), None, (10, 20), 30.0),
    Position("local", (4.3600, 50.8500), "dm", (0, 0), 250.0),
    Position("local", (-70.0, -33.0), "ft"),
    OLD,
]


@pytest.mark.parametrize("new", LOCAL)
@pytest.mark.parametrize("old", LOCAL)
def test_what_was_drawn_on_a_corner_stays_on_it(old: Position, new: Position) -> None:
    before = georeference([drawing()], old)
    after = georeference([drawing()], new)
    drawn = before.layers[0].frame.geometry.iloc[0]
    wanted = after.layers[0].frame.geometry.iloc[0]
    assert moved(drawn, before.frame, after.frame).equals_exact(wanted, 1e-6)


def test_what_was_drawn_follows_a_corrected_system() -> None:
    line = LineString([(399_700, 5_705_500), (399_800, 5_705_600)])
    raw = [layer("gehweg", [line], crs=None, format="dxf", unit="m")]
    before = georeference(raw, Position("EPSG:25831"))
    after = georeference(raw, Position("EPSG:25832"))
    bench = Point(399_750, 5_705_550)
    assert before.crs != after.crs
    assert moved(bench, before.frame, after.frame).equals_exact(bench, 1e-6)


def test_where_a_file_states_its_place_the_ground_counts() -> None:
    stated = Frame(CRS(31370), CRS(31370), fixed=True)
    other = Frame(CRS(3812), CRS(3812), fixed=True)
    lon, lat = lonlat("EPSG:31370", X, Y) or (0, 0)
    there = moved(Point(X, Y), stated, other)
    again = lonlat("EPSG:3812", there.x, there.y)
    assert again is not None
    assert apart(again, (lon, lat)) < 0.01


def test_a_frame_beside_a_file_with_a_place_is_fixed() -> None:
    other = layer("b", [Point(X, Y)], file="b.gpkg")
    lost = layer("a", [Point(X, Y), Point(X + 9, Y)], crs=None, file="a.dxf")
    assert georeference([other, lost], Position("EPSG:31370")).frame.fixed
    assert georeference([other], Position()).frame.fixed


@pytest.mark.parametrize("old", LOCAL)
@pytest.mark.parametrize("new", LOCAL)
def test_one_affine_map_says_the_same_near_the_drawing(
    old: Position, new: Position
) -> None:
    # A drawing of one line: nothing but the placing itself tells how it was turned.
    raw = layer("a", [LineString([(0, 0), (40, 0)])], crs=None, format="dxf")
    before, after = (georeference([raw], p).frame for p in (old, new))
    about = before.origin_m
    drawn = Point(about[0] + 25.0, about[1] - 60.0)
    by_map = affine_transform(drawn, carrying(before, after, about))
    assert by_map.distance(moved(drawn, before, after)) < 0.002

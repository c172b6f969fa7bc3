"""Coordinate systems and units: kept, chosen, asked for."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import geopandas as gpd
import pytest
from pyproj import CRS, Geod
from shapely.affinity import scale, translate
from shapely.geometry import LineString, Point, box

from sbd.errors import PlanError, QuestionError
from tests.plans.drawings import X, Y, at, codes, layer, plan, rectangle, told

GEOD = Geod(ellps="WGS84")
HUNDRED = LineString([(X, Y), (X + 100, Y)])


def moved(geometry: Any, to: str, source: str = "EPSG:31370") -> Any:
    return gpd.GeoSeries([geometry], crs=source).to_crs(to).iloc[0]


def footway(geometry: Any, crs: str | None, **more: Any) -> Any:
    return layer("footways", [geometry], crs=crs, **more)


# -- kept or chosen -------------------------------------------------------------------


@pytest.mark.parametrize("crs", ["EPSG:31370", "EPSG:3812", "EPSG:32631"])
def test_a_projected_crs_true_to_scale_is_kept(crs: str) -> None:
    read = plan(footway(moved(HUNDRED, crs), crs))
    assert read.crs == CRS(crs)
    assert codes(read)[0] == "crs_kept"
    assert read.tolerance_m == 0.01


def test_degrees_in_belgium_become_lambert_2008() -> None:
    read = plan(footway(moved(HUNDRED, "EPSG:4326"), "EPSG:4326"))
    assert read.crs.to_epsg() == 3812
    assert told(read, "crs_chosen")[0]["why"] == "degrees"
    assert read.tolerance_m == 0.02
    assert read.of("footway").length.iloc[0] == pytest.approx(100, abs=0.02)


@pytest.mark.parametrize(
    ("lon", "lat", "epsg"),
    [
        (4.77, 51.59, 32631),  # Breda
        (13.44, 52.47, 32633),  # Berlin
        (24.94, 60.17, 32635),  # Helsinki
        (7.42, 43.73, 32632),  # Monaco
        (3.06, 50.63, 32631),  # Lille
        (5.69, 50.85, 32631),  # Maastricht
        (151.2, -33.87, 32756),  # Sydney
        (4.35, 50.85, 3812),  # Brussels
        (4.79, 51.26, 3812),  # Wechelderzande
        (5.57, 50.63, 3812),  # Liège
        (2.92, 51.22, 3812),  # Ostend
        (5.81, 49.68, 3812),  # Arlon
    ],
)
def test_degrees_elsewhere_become_utm(lon: float, lat: float, epsg: int) -> None:
    line = LineString([(lon, lat), (lon + 0.001, lat)])
    assert plan(footway(line, "EPSG:4326")).crs.to_epsg() == epsg


def test_web_mercator_gives_the_lengths_of_its_utm_twin() -> None:
    utm = moved(HUNDRED, "EPSG:32631")
    twin = plan(footway(utm, "EPSG:32631"))
    mercator = moved(utm, "EPSG:3857", "EPSG:32631")
    assert mercator.length > 157
    read = plan(footway(mercator, "EPSG:3857"))
    assert told(read, "crs_chosen")[0]["why"] == "web_mercator"
    length = twin.of("footway").length.iloc[0]
    assert read.of("footway").length.iloc[0] == pytest.approx(length, rel=0.001)


def test_a_crs_far_from_its_place_is_left() -> None:
    # Lambert-93 in Brussels is 0.19 % too long (EPSG factors), more than 0.1 %.
    read = plan(footway(moved(HUNDRED, "EPSG:2154"), "EPSG:2154"))
    assert told(read, "crs_chosen")[0]["why"] == "scale"
    assert read.crs.to_epsg() == 3812


def test_a_crs_in_feet_is_left() -> None:
    line = LineString([(980_000, 190_000), (980_328.084, 190_000)])
    read = plan(footway(line, "EPSG:2263"))
    assert told(read, "crs_chosen")[0]["why"] == "unit"
    assert read.of("footway").length.iloc[0] == pytest.approx(100, rel=0.001)


def test_heights_in_the_crs_do_not_matter() -> None:
    read = plan(footway(HUNDRED, "EPSG:31370+5710"))
    assert read.crs.to_epsg() == 31370


def test_layers_in_different_crs_are_told_with_the_offset_to_expect() -> None:
    house = moved(rectangle(0, 0, 10, 10), "EPSG:4326")
    read = plan(
        footway(HUNDRED, "EPSG:31370"),
        layer("buildings", [house], crs="EPSG:4326", file="b.geojson"),
    )
    (note,) = told(read, "mixed_crs")
    assert (note["from"], note["to"]) == ("EPSG:4326", "EPSG:31370")
    assert 0 < note["offset_m"] <= 5
    assert read.of("building").area.iloc[0] == pytest.approx(100, rel=0.001)
    assert read.tolerance_m == 0.02


# -- asked for ------------------------------------------------------------------------


def test_lambert_72_without_a_crs_is_a_question_with_its_answer() -> None:
    with pytest.raises(QuestionError, match=r"--crs EPSG:31370 \(Lambert 72\)"):
        plan(footway(HUNDRED, None, file="plan.shp"))


def test_lambert_72_that_claims_degrees_is_the_same_question() -> None:
    drawing = footway(HUNDRED, "EPSG:4326", format="geojson", file="plan.geojson")
    with pytest.raises(QuestionError, match=r"plan\.geojson .* --crs EPSG:31370"):
        plan(drawing)
    assert plan(drawing, crs="EPSG:31370").of("footway").length.iloc[0] == 100


def test_lambert_2008_is_told_from_lambert_72() -> None:
    line = moved(HUNDRED, "EPSG:3812")
    with pytest.raises(QuestionError) as caught:
        plan(footway(line, None))
    assert "--crs EPSG:3812" in str(caught.value)
    assert "31370" not in str(caught.value)


def test_a_drawing_of_dortmund_is_offered_its_system_first() -> None:
    line = LineString([(399_690, 5_705_460), (399_970, 5_705_890)])
    with pytest.raises(QuestionError, match=r"with --crs EPSG:25832 \(UTM zone 32N\)"):
        plan(footway(line, None))


def test_a_drawing_of_london_is_offered_the_british_grid() -> None:
    line = LineString([(530_175, 179_355), (530_337, 179_653)])
    with pytest.raises(QuestionError, match=r"with --crs EPSG:27700"):
        plan(footway(line, None))


def test_a_drawing_with_its_own_origin_is_offered_local() -> None:
    with pytest.raises(QuestionError, match="--crs local --at LON,LAT"):
        plan(footway(LineString([(0, 0), (60, 5)]), None))


def test_lambert_72_in_millimetres_is_recognised() -> None:
    line = scale(HUNDRED, 1000, 1000, origin=(0, 0))
    with pytest.raises(QuestionError, match="--crs EPSG:31370 --unit mm"):
        plan(footway(line, None))


def test_small_numbers_may_be_degrees() -> None:
    with pytest.raises(QuestionError, match=r"--crs EPSG:4326 .* or --crs local"):
        plan(footway(LineString([(4.35, 50.84), (4.36, 50.85)]), None))


def test_layers_of_one_drawing_share_one_unit() -> None:
    bench = LineString([(X, Y), (X + 1.5, Y)])
    read = plan(
        layer("gehweg", [HUNDRED], crs=None, format="dxf", unit="m"),
        layer("bank", [bench], crs=None, format="dxf", unit="m"),
        crs="EPSG:31370",
        unit="mm",
    )
    assert read.of("bench").length.iloc[0] == pytest.approx(1.5)
    assert len(told(read, "unit")) == 1


def test_the_option_serves_files_without_a_crs_only() -> None:
    house = moved(rectangle(0, 0, 10, 10), "EPSG:4326")
    read = plan(
        footway(HUNDRED, None, file="a.dxf", format="dxf", unit="m"),
        layer("buildings", [house], crs="EPSG:4326", file="b.geojson"),
        crs="EPSG:31370",
    )
    assert told(read, "crs_given") == [{"files": ("a.dxf",), "crs": "EPSG:31370"}]
    building = read.of("building").geometry.iloc[0]
    assert building.distance(at(5, 5)) == 0


def test_an_option_that_contradicts_every_file_is_refused() -> None:
    with pytest.raises(PlanError, match=r"contradicts .* EPSG:31370"):
        plan(footway(HUNDRED, "EPSG:31370"), crs="EPSG:28992")


def test_an_option_that_says_what_the_file_says_is_fine() -> None:
    assert plan(footway(HUNDRED, "EPSG:31370"), crs="EPSG:31370").crs.to_epsg() == 31370


@pytest.mark.parametrize("crs", ["EPSG:1", "Brussels", "EPSG:5710", ""])
def test_what_is_no_crs_for_plans_is_refused(crs: str) -> None:
    with pytest.raises(PlanError, match="EPSG:31370"):
        plan(footway(HUNDRED, None), crs=crs)


def test_coordinates_far_outside_the_crs_named_are_a_question() -> None:
    with pytest.raises(QuestionError, match="--unit"):
        plan(footway(LineString([(0, 0), (60, 5)]), None), crs="EPSG:31370")


# -- drawings with their own origin ---------------------------------------------------


def test_a_local_drawing_keeps_its_metres_and_lies_where_it_is_said() -> None:
    square = box(1_000, 2_000, 1_060, 2_060)
    drawing = layer("buildings", [square], crs=None, format="dxf", unit="m")
    read = plan(drawing, crs="local", at=(4.3517, 50.8466))
    assert read.of("building").area.iloc[0] == pytest.approx(3_600)
    place = read.to_lonlat(read.of("building").geometry.iloc[0].centroid)
    assert place.distance(Point(4.3517, 50.8466)) < 1e-6
    assert "crs_local" in codes(read)


def test_local_needs_its_place() -> None:
    with pytest.raises(QuestionError, match="--at LON,LAT"):
        plan(footway(LineString([(0, 0), (60, 5)]), None), crs="local")


def test_a_place_needs_local() -> None:
    with pytest.raises(PlanError, match="--crs local"):
        plan(footway(HUNDRED, None), at=(4.35, 50.85))


def test_latitude_before_longitude_is_refused() -> None:
    with pytest.raises(PlanError, match="longitude,latitude"):
        plan(footway(HUNDRED, None), crs="local", at=(4.35, 508.5))


def test_the_point_named_lies_where_it_is_said_and_the_top_points_as_said() -> None:
    # 100 m up from a corner; the top of the drawing points due east.
    drawing = footway(LineString([(40, 70), (40, 170)]), None, format="dxf", unit="m")
    read = plan(drawing, crs="local", at=(4.35, 50.85), origin=(40, 70), bearing=90)
    line = read.of("footway").geometry.iloc[0]
    ends = [read.to_lonlat(Point(c)) for c in line.coords]
    assert ends[0].distance(Point(4.35, 50.85)) < 1e-9
    azimuth, _, distance = GEOD.inv(ends[0].x, ends[0].y, ends[1].x, ends[1].y)
    assert azimuth == pytest.approx(90, abs=0.001)
    assert distance == pytest.approx(100, abs=0.001)
    assert told(read, "crs_local")[0]["bearing"] == 90


def test_the_origin_is_in_the_unit_of_the_drawing() -> None:
    square = box(1_000_000, 0, 1_060_000, 60_000)
    drawing = layer("buildings", [square], crs=None, format="dxf", unit="mm")
    read = plan(drawing, crs="local", at=(4.35, 50.85), origin=(1_000_000, 0))
    assert read.of("building").geometry.iloc[0].bounds == (1_000, 0, 1_060, 60)
    corner = read.to_lonlat(Point(1_000, 0))
    assert corner.distance(Point(4.35, 50.85)) < 1e-9


def test_without_a_bearing_not_a_bit_is_moved() -> None:
    line = LineString([(0.1, 0.2), (60.3, 5.7)])
    for more in ({}, {"bearing": 0.0}, {"origin": (0.1, 0.2)}):
        read = plan(footway(line, None), crs="local", at=(4.35, 50.85), **more)
        assert read.of("footway").geometry.iloc[0].equals_exact(line, 0)


@pytest.mark.parametrize("more", [{"origin": (0, 0)}, {"bearing": 30.0}])
def test_a_point_or_bearing_needs_local(more: dict[str, Any]) -> None:
    with pytest.raises(PlanError, match="--origin and --bearing go with --crs local"):
        plan(footway(HUNDRED, None), crs="EPSG:31370", **more)


@pytest.mark.parametrize("more", [{"origin": (0, inf)}, {"bearing": nan}])
def test_a_point_or_bearing_without_end_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(PlanError, match="an angle in degrees"):
        plan(footway(HUNDRED, None), crs="local", at=(4.35, 50.85), **more)


def test_the_unit_said_wins_over_the_files_own_for_a_local_drawing() -> None:
    # Drawing programs write inches where nobody chose a unit; 160 in would be 4 m.
    drawing = footway(LineString([(0, 0), (160, 0)]), None, format="dxf", unit="in")
    read = plan(drawing, crs="local", at=(4.35, 50.85), unit="m")
    assert read.of("footway").length.iloc[0] == 160
    assert told(read, "unit")[0] == {"file": "plan.gpkg", "unit": "m", "by": "option"}


def test_the_unit_said_wins_where_the_files_own_lies_outside_the_crs() -> None:
    drawing = footway(HUNDRED, None, format="dxf", unit="in")
    with pytest.raises(QuestionError, match="--crs EPSG:31370 --unit m"):
        plan(drawing)
    read = plan(drawing, crs="EPSG:31370", unit="m")
    assert read.of("footway").length.iloc[0] == pytest.approx(100)


# -- units ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "factor"),
    [("mm", 1000), ("cm", 100), ("dm", 10), ("m", 1), ("ft", 1 / 0.3048)],
)
def test_a_drawing_is_scaled_by_its_own_unit(unit: str, factor: float) -> None:
    line = scale(HUNDRED, factor, factor, origin=(0, 0))
    drawing = layer("gehweg", [line], crs=None, format="dxf", unit=unit)
    read = plan(drawing, crs="EPSG:31370")
    assert read.of("footway").length.iloc[0] == pytest.approx(100)
    assert told(read, "unit")[0]["by"] == "file"


def test_a_unit_can_be_said_where_the_drawing_does_not() -> None:
    line = scale(HUNDRED, 1000, 1000, origin=(0, 0))
    drawing = layer("gehweg", [line], crs=None, format="dxf")
    with pytest.raises(QuestionError, match="--unit mm"):
        plan(drawing, crs="EPSG:31370")
    read = plan(drawing, crs="EPSG:31370", unit="mm")
    assert read.of("footway").length.iloc[0] == pytest.approx(100)
    assert told(read, "unit")[0] == {"file": "plan.gpkg", "unit": "mm", "by": "option"}


def test_metres_are_a_default_that_is_told() -> None:
    drawing = layer("gehweg", [HUNDRED], crs=None, format="dxf")
    read = plan(drawing, crs="EPSG:31370")
    assert told(read, "unit")[0]["by"] == "default"


def test_a_plausible_unit_of_the_file_stays() -> None:
    drawing = layer("gehweg", [HUNDRED], crs=None, format="dxf", unit="m")
    read = plan(drawing, crs="EPSG:31370", unit="mm")
    assert read.of("footway").length.iloc[0] == pytest.approx(100)


def test_unknown_units_are_refused() -> None:
    with pytest.raises(PlanError, match="m, dm, cm, mm, in, ft"):
        plan(footway(HUNDRED, None), unit="furlong")


def test_layers_of_one_drawing_share_one_local_origin() -> None:
    house = box(0, 0, 10, 10)
    other = translate(house, 100, 0)
    read = plan(
        layer("gebouwen", [house], crs=None, format="dxf", unit="m"),
        layer("groen", [other], crs=None, format="dxf", unit="m"),
        crs="local",
        at=(4.35, 50.85),
    )
    gap = read.of("building").distance(read.of("green").geometry.iloc[0]).iloc[0]
    assert gap == pytest.approx(90)

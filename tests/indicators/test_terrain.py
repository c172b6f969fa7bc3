from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from shapely.geometry import LineString, box

from sbd.indicators.terrain import covered_share, heights_at, slopes_along
from sbd.plans.plan import make_plan
from sbd.plans.rasters import with_terrain
from tests.indicators.slopes import LAMBERT, ground

FINITE = st.floats(-1, 1).map(lambda v: round(v, 3))


@settings(max_examples=60, deadline=None)
@given(
    east=FINITE,
    north=FINITE,
    angle=st.floats(-180, 180),
    cell=st.floats(0.2, 5),
    at=st.tuples(st.floats(-19, 19), st.floats(-19, 19)),
)
def test_a_plane_is_reproduced(
    east: float, north: float, angle: float, cell: float, at: tuple[float, float]
) -> None:
    terrain = ground(
        lambda x, y: 40 + east * x + north * y, cell=cell, size=60, turned=angle
    )
    x, y = at[0] * cell, at[1] * cell
    (height,) = heights_at(terrain, np.array([[x, y]]), LAMBERT)
    # the cells are float32: steps of 0.00003 m at these heights
    assert height == pytest.approx(40 + east * x + north * y, abs=1e-4)


def test_between_four_cells_it_is_bilinear() -> None:
    terrain = ground(lambda x, y: 10 * x * y, size=8)
    # middles of cells at 0.5 and 1.5: heights 2.5, 7.5, 7.5 and 22.5
    points = np.array([[0.5, 0.5], [1.5, 1.5], [1.0, 1.0], [0.75, 1.25]])
    found = heights_at(terrain, points, LAMBERT)
    assert found == pytest.approx([2.5, 22.5, 10.0, 9.375])


def test_outside_and_beside_holes_nothing_is_known() -> None:
    # 8 m square: the middles of the outer cells are 3.5 m from the centre
    def height(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.where((x == 0.5) & (y == 0.5), np.nan, 5.0)

    terrain = ground(height, size=8)
    points = np.array(
        [[3.5, 3.5], [-3.5, -3.5], [3.6, 0], [0, -3.6], [1e9, 0], [math.inf, 0],
         [0.6, 0.6], [1.4, 0.5], [1.5, 0.5], [-0.5, 0.5], [-0.4, 0.5]]
    )  # fmt: skip
    found = heights_at(terrain, points, LAMBERT)
    known = [True, True, *[False] * 4, False, False, True, True, False]
    assert list(~np.isnan(found)) == known


def test_a_single_cell_is_known_in_its_middle_only() -> None:
    terrain = ground(lambda x, y: x + y + 7, size=1)
    points = np.array([[0.0, 0.0], [0.2, 0.0]])
    found = heights_at(terrain, points, LAMBERT)
    assert found[0] == 7
    assert np.isnan(found[1])


def test_heights_in_degrees_are_found_by_their_place() -> None:
    from sbd.plans.terrain import Terrain

    to_degrees = Transformer.from_crs(31370, 4326, always_xy=True)
    lon, lat = to_degrees.transform(149_100, 170_075)
    step = 1e-5
    rows = np.repeat(np.arange(100, dtype=np.float32)[:, None], 100, axis=1)
    terrain = Terrain(
        rows,
        (step, 0, lon - 50 * step, 0, -step, lat + 50 * step),
        CRS.from_epsg(4326).to_wkt(),
        1.0,
        "d.tif",
        "",
    )
    there = np.array([[149_100, 170_075], [149_100, 170_075 - 11.12]])
    # 1e-5 degree of latitude is 1.1125 m: ten rows further south
    found = heights_at(terrain, there, CRS.from_epsg(31370))
    assert found[0] == pytest.approx(49.5, abs=0.01)
    assert found[1] - found[0] == pytest.approx(10, abs=0.05)


@pytest.mark.parametrize("angle", [0, 17, 45, 90, 133, 180])
def test_slope_and_crossfall_of_a_plane_at_an_angle(angle: float) -> None:
    """Of 6 % uphill to the east, the route gets 6 cos and 6 sin of its angle."""
    terrain = ground(lambda x, _: 50 + 0.06 * x)
    turn = math.radians(angle)
    line = LineString([(0, 0), (21 * math.cos(turn), 21 * math.sin(turn))])
    pieces = slopes_along(terrain, line, LAMBERT)
    assert len(pieces.slope) == 10  # of 2.1 m
    assert pieces.slope == pytest.approx(abs(6 * math.cos(turn)), abs=0.006)
    assert pieces.crossfall == pytest.approx(abs(6 * math.sin(turn)), abs=0.006)


@pytest.mark.parametrize(
    ("length", "count"), [(0.3, 1), (2.9, 1), (3.1, 2), (10, 5), (99, 50)]
)
def test_pieces_are_as_near_to_2_m_as_the_line_allows(
    length: float, count: int
) -> None:
    terrain = ground(lambda x, _: 0.03 * x, size=300)
    line = LineString([(-length / 2, 0), (length / 2, 0)])
    pieces = slopes_along(terrain, line, LAMBERT)
    assert len(pieces.slope) == count
    assert pieces.ends[0] == 0
    assert pieces.ends[-1] == pytest.approx(length)
    # a piece shorter than 2 m is measured over 2 m too
    assert pieces.slope == pytest.approx(3, abs=0.006)


def test_a_step_of_10_cm_is_a_slope_of_5_per_cent_over_2_m() -> None:
    terrain = ground(lambda x, _: np.where(x > 0, 0.1, 0.0))
    pieces = slopes_along(terrain, LineString([(-9, 0), (9, 0)]), LAMBERT)
    assert pieces.slope.max() == pytest.approx(5)
    assert np.count_nonzero(pieces.slope) == 1
    assert not pieces.crossfall.any()


def test_a_piece_without_direction_is_not_known() -> None:
    terrain = ground(lambda x, _: 0.03 * x)
    ring = LineString([(0, 0), (0.5, 0), (0.5, 0.5), (0, 0.5), (0, 0)])
    pieces = slopes_along(terrain, ring, LAMBERT)
    assert pieces.ends[-1] == 2
    assert np.isnan(pieces.slope).all()


def test_the_share_of_the_main_routes_that_heights_cover() -> None:
    route = LineString([(-20, 0), (40, 0)])
    plan = make_plan({"route": [route]}, site=box(-100, -50, 100, 50), crs=LAMBERT)
    assert covered_share(plan) is None
    # 60 m square round the origin: known to 29.5 m; slopes need 1 m on either side
    covered = with_terrain(plan, ground(lambda x, _: 0 * x, size=60))
    assert covered_share(covered) == pytest.approx(48 / 60)
    assert covered_share(make_plan({}, site=box(0, 0, 9, 9), crs=LAMBERT)) is None

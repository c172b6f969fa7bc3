"""Areas of public files show no posts: neither as holes nor as notches."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer
from shapely.geometry import LineString, Point, Polygon, box, shape

from sbd.assessment import assess
from sbd.assessment.public_shapes import without_prints
from sbd.checklists.read import read_checklist
from sbd.plans.read import read_plan
from sbd.ui.demo import demo_plan

TO_DEGREES = Transformer.from_crs(31370, 4326, always_xy=True)
TO_METRES = Transformer.from_crs(4326, 31370, always_xy=True)
#: A square in Brussels, 20 m wide. [m, EPSG:31370]
SQUARE = box(149_000, 170_000, 149_020, 170_020)


def moved(geometry: Any, by: Transformer) -> Any:
    return shapely.transform(
        geometry, lambda xy: np.column_stack(by.transform(xy[:, 0], xy[:, 1]))
    )


def public(geometry: Any) -> Any:
    written = json.loads(shapely.to_geojson(moved(geometry, TO_DEGREES)))
    found = without_prints({"geometry": written, "properties": {}})
    return moved(shape(found["geometry"]), TO_METRES)


def post(x: float, y: float) -> Polygon:
    return Point(149_000 + x, 170_000 + y).buffer(0.15)


@pytest.mark.parametrize("at", [(5, 5), (0, 7), (19.9, 12), (20, 20)])
def test_a_post_leaves_neither_hole_nor_notch(at: tuple[float, float]) -> None:
    found = public(SQUARE - post(*at))
    inner = Point(149_000 + at[0], 170_000 + at[1]).buffer(0.3)
    assert shapely.get_num_interior_rings(shapely.get_parts(found)).sum() == 0
    if at != (20, 20):  # at the very corner nothing tells a post from a cut corner
        assert (
            found.boundary.intersection(inner)
            .difference(SQUARE.boundary.buffer(0.02))
            .is_empty
        )


def test_a_building_and_a_way_between_two_areas_stay_open() -> None:
    house = box(149_005, 170_005, 149_010, 170_010)
    way = box(149_000, 170_014, 149_020, 170_016)
    found = public(SQUARE - house - way)
    assert found.symmetric_difference(SQUARE - house - way).area < 0.1


def test_lines_and_points_are_left_as_they_are() -> None:
    for geometry in (LineString([(4.35, 50.85), (4.36, 50.85)]), Point(4.35, 50.85)):
        feature = {"geometry": json.loads(shapely.to_geojson(geometry))}
        assert without_prints(feature) is feature


@given(st.lists(st.tuples(st.integers(1, 19), st.integers(1, 19)), max_size=12))
def test_no_ground_is_lost_and_little_is_added(places: list[tuple[int, int]]) -> None:
    area = SQUARE - shapely.union_all([post(*p) for p in places])
    found = public(area)
    assert (area - found.buffer(0.05)).is_empty
    assert (found - SQUARE.buffer(0.05)).is_empty


@pytest.mark.parametrize("variant", ["a", "b"])
def test_no_area_of_the_demo_is_cut_out_where_a_bollard_stands(variant: str) -> None:
    path = demo_plan(variant)
    assert path is not None
    plan = read_plan([path])
    found = assess(
        plan, read_checklist("brussels"), date="2026-01-31", edition="public"
    )
    posts = shapely.union_all(plan.of("bollard").geometry.values)
    to_plan = Transformer.from_crs(4326, plan.crs, always_xy=True)
    areas = [
        shape(feature["geometry"])
        for criterion in found.criteria
        for feature in (criterion.where or {}).get("features", ())
        if feature["geometry"]["type"].endswith("Polygon")
    ]
    assert areas
    for area in areas:
        holes = [
            Polygon(ring)
            for part in shapely.get_parts(moved(area, to_plan))
            for ring in part.interiors
        ]
        assert not any(h.area < 1.0 and h.dwithin(posts, 0.3) for h in holes)

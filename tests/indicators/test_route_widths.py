"""Clear widths of main routes (A-02): one street of 30 m and what stands in it."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.measurement import Measurement
from sbd.indicators.route_widths import flow_per_metre, route_width
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, make_plan

ALL = [kind for kind in KINDS if kind not in ("site", "extent")]
SITE = box(0, -20, 30, 20)
ROUTE = (LineString([(0, 0), (30, 0)]), {"main": "yes", "peak_flow_pmin": 30.0})


def plan(half: float = 2.0, declare: Any = ALL, **more: Any) -> Plan:
    """A footway of twice `half` metres that goes on beyond the site."""
    ground = [box(-10, -half, 40, half)]
    elements = {"footway": ground, "route": [ROUTE], **more}
    return make_plan(elements, site=SITE, declare=declare)


def value(**more: Any) -> float | None:
    return route_width(plan(**more)).value


def pinches(found: Measurement) -> list[float]:
    return sorted(round(p.value or 0, 3) for p in found.where if p.label == "pinch")


def test_an_empty_footway_is_as_wide_as_it_is_drawn() -> None:
    found = route_width(plan())
    assert (found.state, found.unit, found.bound) == ("measured", "m", "exact")
    assert found.value == pytest.approx(4.0, abs=1e-3)
    assert found.defaults == ()


def test_no_width_is_more_than_twice_the_reach() -> None:
    assert value(half=15.0) == pytest.approx(6.0, abs=1e-3)


def test_the_wider_side_of_a_kiosk_counts() -> None:
    # From y = -0.9 to 0.6: 1.1 m to one edge, 1.4 m to the other.
    found = route_width(plan(kiosk=[box(10, -0.9, 13, 0.6)]))
    assert found.value == pytest.approx(1.4, abs=1e-3)
    assert pinches(found) == [1.4]
    assert found.reason.args["pinches"] == 1


@pytest.mark.parametrize(
    ("kind", "shape", "attributes"),
    [
        ("terrace", box(10, -0.5, 20, 2), {}),
        ("bench", box(10, -0.5, 12, 0), {}),
        ("bin", Point(10, -0.25), {"diameter_m": 0.5}),
        ("planter", box(10, -0.5, 10.5, 0), {}),
    ],
)
def test_terraces_furniture_and_bins_are_obstacles(
    kind: str, shape: BaseGeometry, attributes: dict[str, float]
) -> None:
    found = value(**{kind: [(shape, attributes)]})
    widest = 1.5 if kind == "terrace" else 2.0
    assert found == pytest.approx(widest, abs=0.002)


def test_every_place_below_the_legal_width_is_shown() -> None:
    kiosks = [box(5, -0.8, 6, 2), box(15, -0.9, 16, 2), box(25, -0.2, 26, 2)]
    found = route_width(plan(kiosk=kiosks))
    assert found.value == pytest.approx(1.1, abs=1e-3)
    assert pinches(found) == [1.1, 1.2]  # 1.80 m is wide enough
    roles = {p.role for p in found.where if p.label == "pinch"}
    assert roles == {"finding"}


def test_the_narrowest_of_several_routes_counts() -> None:
    side = (LineString([(5, 0), (5, 20)]), {"main": "yes"})
    alley = [box(-10, -2, 40, 2), box(4.4, 2, 5.6, 25)]
    found = route_width(plan(footway=alley, route=[ROUTE, side]))
    assert found.value == pytest.approx(1.2, abs=1e-3)


# Rows of posts across the route


def row(gap: float) -> dict[str, Any]:
    """Posts of 0.20 m across the footway, the route in the middle of a gap."""
    step = gap + 0.2
    ys = [(n + 0.5) * step for n in range(-6, 6)]
    posts = [(Point(15, y), {"diameter_m": 0.2}) for y in ys if abs(y) < 2.2]
    return {"bollard": posts}


def test_a_gap_of_a_metre_in_a_row_across_is_left_to_the_gaps() -> None:
    found = route_width(plan(**row(1.2)))
    assert found.value == pytest.approx(4.0, abs=1e-3)
    assert found.defaults == ("rows_across_routes_left_to_gaps",)
    assert [p.value for p in found.where if p.label == "gap"] == [pytest.approx(1.2)]


def test_a_narrower_gap_is_the_width() -> None:
    found = route_width(plan(**row(0.9)))
    assert found.value == pytest.approx(0.9, abs=0.002)
    assert found.defaults == ()


def test_a_row_along_the_route_narrows_it() -> None:
    posts = [(Point(x, 0.6), {"diameter_m": 0.2}) for x in range(2, 29, 1)]
    assert value(bollard=posts) == pytest.approx(2.5, abs=0.003)


# Ground


def test_a_route_crosses_a_carriageway_without_becoming_narrow() -> None:
    banks = [box(-10, -2, 12, 2), box(18, -2, 40, 2)]
    road = [(box(12, -50, 18, 50), {"shared": "no"})]
    assert value(footway=banks, carriageway=road) == pytest.approx(4.0, abs=1e-3)
    zebra = [box(12, -1, 18, 1)]
    narrow = value(footway=banks, carriageway=road, crossing=zebra)
    assert narrow == pytest.approx(2.0, abs=1e-3)


def test_a_route_off_the_ground_has_no_width() -> None:
    found = route_width(plan(footway=[box(-10, -2, 12, 2)]))
    assert found.value == 0.0
    off = [p for p in found.where if p.label == "route_off_ground"]
    assert [p.geometry.length for p in off] == [pytest.approx(18, abs=0.1)]


def test_a_way_without_a_width_leaves_it_open() -> None:
    way = [box(-10, -0.6, 12, 0.6), LineString([(11, 0), (40, 0)])]
    found = route_width(plan(footway=way))
    assert (found.state, found.worst) == ("unknown", 0.0)
    assert found.best == pytest.approx(1.2, abs=1e-3)
    assert found.reason.code == "width_missing"


def test_ground_that_a_plan_need_not_draw_leaves_it_open() -> None:
    some = [k for k in ALL if k != "square"]
    found = route_width(plan(declare=some, footway=[box(-10, -2, 12, 2)]))
    assert (found.state, found.worst) == ("unknown", 0.0)


def test_bollards_drawn_as_a_line_may_be_closed() -> None:
    found = route_width(plan(bollard=[LineString([(15, -2), (15, 2)])]))
    assert (found.state, found.worst) == ("unknown", 0.0)
    assert found.reason.code == "bollards_drawn_as_line"


def test_without_routes_or_furniture_told_it_is_unknown() -> None:
    bare = make_plan({"footway": [SITE]}, site=SITE, declare=ALL)
    assert route_width(bare).reason.code == "no_route_in_site"
    some = [k for k in ALL if k != "bin"]
    found = route_width(plan(declare=some))
    assert (found.state, found.reason.args["kinds"]) == ("unknown", ("bin",))


# Flow


def test_the_flow_for_each_metre_is_that_of_the_busiest_route() -> None:
    found = flow_per_metre(plan(kiosk=[box(10, -0.5, 13, 2)]))
    assert found.value == pytest.approx(30 / 1.5, abs=0.05)
    assert found.unit == "p/m/min"
    quiet = (LineString([(0, 0), (30, 0)]), {"main": "yes"})
    assert flow_per_metre(plan(route=[quiet])).state == "not_applicable"


def test_where_nobody_passes_the_flow_is_infinite() -> None:
    found = flow_per_metre(plan(wall=[LineString([(15, -3), (15, 3)])]))
    assert found.value == inf


# Properties


@settings(max_examples=8)
@given(st.integers(0, 359), st.integers(0, 5))
def test_turned_and_moved_to_lambert_coordinates(degrees: int, step: int) -> None:
    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, degrees, origin=(0, 0)), 1.5e5 + step / 3, 1.7e5)

    turned = make_plan(
        {
            "footway": [moved(box(-10, -2, 40, 2))],
            "route": [(moved(ROUTE[0]), ROUTE[1])],
            "kiosk": [moved(box(10, -0.9, 13, 0.6))],
        },
        site=moved(SITE),
        declare=ALL,
    )
    assert route_width(turned).value == pytest.approx(1.4, abs=0.003)


@settings(max_examples=10)
@given(st.integers(20, 270), st.integers(-20, 15), st.integers(2, 10))
def test_one_more_obstacle_never_widens_a_route(x: int, y: int, side: int) -> None:
    kiosk = [box(10, -0.5, 13, 2)]
    more = box(x / 10, y / 10, (x + side) / 10, (y + side) / 10)
    before, after = value(kiosk=kiosk), value(kiosk=[*kiosk, more])
    assert before is not None
    assert after is not None
    assert after <= before + 0.003

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.measurement import Measurement
from sbd.indicators.obstacles import LOW
from sbd.indicators.sightlines import sightline_share
from sbd.plans.kinds import KINDS
from sbd.plans.plan import make_plan

SITE = box(0, 0, 100, 100)
ALL = tuple(k for k in KINDS if k not in ("site", "extent"))
#: Straight through the middle, 100 m.
STRAIGHT = LineString([(0, 50), (100, 50)])
TALL = {"height_m": 2.0}


def share(site: BaseGeometry = SITE, **elements: Any) -> Measurement:
    declare = elements.pop("declare", ALL)
    parameters = elements.pop("parameters", {})
    elements = {"square": [site], "route": [(STRAIGHT, {"main": "yes"})], **elements}
    plan = make_plan(elements, site=site, declare=declare)
    return sightline_share(plan, **parameters)


def test_nothing_hides_the_way_on_an_open_square() -> None:
    result = share()
    assert result.value == 100
    assert result.unit == "%"
    assert result.reason.args == {"clear_m": 100, "route_m": 100, "hidden_m": 0}
    assert [p.label for p in result.where] == ["main_route"]


def test_a_wall_across_the_route_hides_25_metres_on_either_side() -> None:
    result = share(wall=[(LineString([(50, 45), (50, 55)]), TALL)])
    assert result.value == pytest.approx(50)
    blocked = next(p for p in result.where if p.role == "finding")
    assert blocked.geometry.bounds == pytest.approx((25, 50, 75, 50))
    assert blocked.value == pytest.approx(50)
    hiding = next(p for p in result.where if p.label == "hides_view")
    assert hiding.element_id == "wall-1"


@pytest.mark.parametrize(
    ("kind", "told", "value"),
    [
        ("wall", {"height_m": 1.1}, 100),
        ("wall", {"height_m": 1.4}, 50),
        ("fence", {"height_m": 2.0, "transparent": "yes"}, 100),
        ("shrub", {"height_m": 1.05}, 50),
    ],
)
def test_the_seated_eye_decides(kind: str, told: dict[str, Any], value: float) -> None:
    result = share(**{kind: [(LineString([(50, 45), (50, 55)]), told)]})
    assert result.value == pytest.approx(value)


def test_in_a_narrow_bend_only_the_corner_itself_is_clear() -> None:
    # Two arms of 40 m, 2 m wide. From t metres before the corner one sees u = 25 - t
    # metres beyond it if 1 / t + 1 / u >= 1, hence if t <= 1.04 or t >= 23.96: of the
    # steps at 0.5, 1.5 ... those at 1.5 to 23.5 do not see ahead, and behind the
    # corner as many do not see back.
    route = LineString([(10, 50), (50, 50), (50, 90)])
    ground = route.buffer(1, join_style="mitre", cap_style="square")
    house = box(-5, 40, 60, 95) - ground
    result = share(route=[route], building=[house])
    assert result.value == pytest.approx(100 * (80 - 2 * 23) / 80)
    assert result.defaults == ("all_routes_main",)


def test_the_end_of_a_route_counts_where_it_is_nearer() -> None:
    # A screen beyond the end, and one before it that leaves only the last metres.
    route = LineString([(0, 50), (20, 50)])
    assert share(route=[route], wall=[(box(22, 40, 23, 60), TALL)]).value == 100
    one = share(route=[route], wall=[(box(9.9, 49, 10.1, 51), TALL)])
    assert one.value == 0


def test_a_round_walk_goes_on_at_its_start() -> None:
    corners = [(30, 30), (70, 30), (70, 70), (30, 70), (30, 30)]
    block = box(31, 31, 69, 69)
    whole = share(route=[LineString(corners)], building=[block])
    turned = LineString([(50, 30), *corners[1:4], corners[0], (50, 30)])
    assert share(route=[turned], building=[block]).value == pytest.approx(whole.value)
    # As in the bend: on each side of 40 m only the first and the last step are clear.
    assert whole.value == pytest.approx(100 * 4 * 2 / 160)


def test_inside_a_building_no_view_is_judged() -> None:
    result = share(building=[box(80, 40, 120, 60)])
    assert result.value == 100
    assert result.reason.args["route_m"] == pytest.approx(80)


def test_parameters_are_those_of_the_checklist() -> None:
    wall = {"wall": [(LineString([(50, 45), (50, 55)]), {"height_m": 1.4})]}
    near = share(**wall, parameters={"sight_distance_m": 10})
    assert near.value == pytest.approx(80)
    tall = share(**wall, parameters={"eye_height_seated_m": 1.5})
    assert tall.value == 100


def test_what_is_missing_leaves_worst_and_best() -> None:
    result = share(hedge=[LineString([(50, 45), (50, 55)])])
    assert (result.state, result.worst, result.best) == ("unknown", 50, 100)
    assert result.reason.args["attribute"] == "height_m"
    aside = share(hedge=[LineString([(10, 5), (10, 15)])])
    assert aside.value == 100


def test_without_a_route_it_is_unknown() -> None:
    assert share(route=[]).reason.code == "no_route_in_site"
    declare = [k for k in ALL if k != "route"]
    assert share(route=[], declare=declare).reason.args["kinds"] == ("route",)


@pytest.mark.parametrize("silent", [("tree",), ("building",), LOW])
def test_what_hides_must_be_drawn_or_declared(silent: tuple[str, ...]) -> None:
    declare = [k for k in ALL if k not in silent]
    result = share(declare=declare)
    assert result.state == "unknown"
    assert result.reason.args["kinds"] == silent


def test_more_that_is_only_mapped_can_only_hurt() -> None:
    declare = [k for k in ALL if k != "hedge"]
    assert share(declare=declare).bound == "upper"


# Properties

_WALLS = st.lists(
    st.tuples(*[st.floats(5, 95)] * 4).map(
        lambda c: box(c[0], c[1], c[0] + 1 + c[2] / 20, c[1] + 1 + c[3] / 20)
    ),
    max_size=8,
)
_ROUTE = LineString([(0, 40), (60, 60), (100, 20)])


def plainly(walls: list[BaseGeometry]) -> float:
    """Walk the route step by step and look both ways."""
    # What a sight line only touches does not hide.
    hidden = shapely.union_all(walls).buffer(-1e-6) if walls else Point()
    count = round(_ROUTE.length)
    clear = 0
    for n in range(count):
        at = (n + 0.5) * _ROUTE.length / count
        here = _ROUTE.interpolate(at)
        ahead = [
            _ROUTE.interpolate(min(at + 25, _ROUTE.length)),
            _ROUTE.interpolate(max(at - 25, 0)),
        ]
        sights = [LineString([here, there]) for there in ahead]
        clear += not any(s.intersects(hidden) for s in sights)
    return 100 * clear / count


@settings(max_examples=15)
@given(_WALLS)
def test_as_plain_lines_between_points_say(walls: list[BaseGeometry]) -> None:
    result = share(route=[_ROUTE], wall=[(w, TALL) for w in walls])
    # A view that just touches a corner may be called either way: one step of 120.
    assert result.value == pytest.approx(plainly(walls), abs=0.84)


@settings(max_examples=10)
@given(_WALLS, st.floats(0, 360), st.floats(0, 160_000), st.floats(0, 170_000))
def test_turned_and_moved_it_is_the_same(
    walls: list[BaseGeometry], angle: float, dx: float, dy: float
) -> None:
    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, angle, origin=(50, 50)), dx, dy)

    here = share(route=[_ROUTE], wall=[(w, TALL) for w in walls])
    there = share(
        moved(SITE), route=[moved(_ROUTE)], wall=[(moved(w), TALL) for w in walls]
    )
    # A step may just touch a corner: one of them, at most, is one per cent.
    assert there.value == pytest.approx(here.value, abs=2)


@settings(max_examples=10)
@given(_WALLS, st.integers(1, 7))
def test_a_wall_more_never_clears_a_view(walls: list[BaseGeometry], n: int) -> None:
    values = [
        share(route=[_ROUTE], wall=[(w, TALL) for w in some]).value
        for some in (walls[:n], walls)
    ]
    assert values[1] <= values[0] + 1e-9


def test_backwards_the_route_is_as_clear() -> None:
    walls = [(box(x, 38, x + 3, 47), TALL) for x in np.arange(10, 80, 9)]
    there = share(route=[_ROUTE], wall=walls)
    back = share(route=[_ROUTE.reverse()], wall=walls)
    assert 0 < there.value < 100
    assert back.value == pytest.approx(there.value)

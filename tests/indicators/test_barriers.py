from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, MultiLineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.barrier_rows import BOUND_KINDS, ROW_KINDS, barrier_rows
from sbd.indicators.barriers import barrier_gap
from sbd.indicators.ground import SOLID, WALKED
from sbd.indicators.measurement import Measurement
from sbd.plans.plan import Plan, Supplied, make_plan

#: A passage 10 m wide between two houses, from south to north.
SITE = box(0, 0, 10, 40)
HOUSES = [box(-10, 0, 0, 40), box(10, 0, 20, 40)]
ROUTE = LineString([(5.5, 0), (5.5, 40)])
ALL = tuple({*ROW_KINDS, *BOUND_KINDS, *SOLID, *WALKED, "route", "carriageway"})


def post(x: float, y: float = 20.0, diameter: float = 0.2) -> tuple[Point, Any]:
    return (Point(x, y), {"diameter_m": diameter})


def passage(**elements: Any) -> Plan:
    declare = elements.pop("declare", ALL)
    more = elements.pop("more", {})
    site = elements.pop("site", SITE)
    base = {"square": [site], "building": HOUSES}
    return make_plan({**base, **elements}, site=site, declare=declare, **more)


def gap(**elements: Any) -> Measurement:
    return barrier_gap(passage(**elements))


def row(*xs: float, **attributes: float) -> list[Any]:
    return [post(x, **attributes) for x in xs]


def test_the_widest_gap_between_faces_not_centres() -> None:
    result = gap(bollard=row(0.5, 1.8, 3.3, 4.6, 5.9, 7.2, 8.5, 9.5))
    assert result.value == pytest.approx(1.3)  # 3.3 - 1.8 - 0.2
    assert result.bound == "exact"
    assert result.reason.code == "rows_found"
    place = result.where[0]
    assert place.role == "good"
    assert place.value == pytest.approx(1.3)
    assert place.geometry.length == pytest.approx(1.3)
    assert place.geometry.centroid.x == pytest.approx(2.55)


def test_gaps_to_buildings_and_walls_at_the_ends_count() -> None:
    bollards = row(1.5, 2.4, 3.3, 4.2, 5.1, 6.0, 6.9, 7.8, 8.7)
    assert gap(bollard=bollards).value == pytest.approx(1.4)  # 1.5 - 0.1
    wall = [LineString([(0.6, 18), (0.6, 22)])]
    closer = gap(bollard=bollards, wall=wall)
    assert closer.value == pytest.approx(1.2)  # 10 - 8.7 - 0.1, at the other end


def test_a_row_too_tight_is_a_finding() -> None:
    result = gap(bollard=row(*np.arange(0.5, 10, 1.0)))
    assert result.value == pytest.approx(0.8)
    assert result.where[0].role == "finding"
    assert result.reason.args["too_tight"] == 1


def test_the_tightest_of_several_rows_decides() -> None:
    wide = [post(x, 10) for x in (0.5, 1.9, 3.3, 4.7, 6.1, 7.5, 8.9)]
    tight = [post(x, 30) for x in np.arange(0.5, 10, 1.0)]
    result = gap(bollard=[*wide, *tight])
    assert result.value == pytest.approx(0.8)
    assert sorted(p.value for p in result.where if p.value) == [
        pytest.approx(0.8),
        pytest.approx(1.2),
    ]


def test_rows_of_several_kinds_chain_together() -> None:
    result = gap(
        bollard=row(0.5, 9.5),
        planter=[box(1.4, 19.5, 3.4, 20.5)],
        barrier=[LineString([(4.4, 20), (8.6, 20)])],
    )
    assert result.value == pytest.approx(1.0)  # planter to barrier
    assert len(result.where) == 1


def test_elements_farther_apart_than_the_spacing_are_two_rows() -> None:
    near = row(1.0, 4.2)  # faces 3.0 m apart
    plan = passage(bollard=near, building=[])
    assert len(barrier_rows(plan, spacing_m=3)) == 1
    assert not barrier_rows(passage(bollard=row(1, 4.3), building=[]), spacing_m=3)


def test_a_curved_row_is_followed() -> None:
    angles = np.radians(np.linspace(180, 0, 12))
    arc = [post(5 + 4.9 * np.cos(a), 20 + 4.9 * np.sin(a)) for a in angles]
    chord = 2 * 4.9 * np.sin(np.radians(180 / 11) / 2)
    result = gap(bollard=arc)
    assert result.value == pytest.approx(chord - 0.2, abs=1e-6)


def test_a_closed_ring_has_no_ends() -> None:
    angles = np.radians(np.arange(0, 360, 30))
    ring = [post(5 + 2 * np.cos(a), 20 + 2 * np.sin(a)) for a in angles]
    rows = barrier_rows(passage(bollard=ring), spacing_m=3)
    assert len(rows) == 1
    assert len(rows[0].gaps) == 12
    assert rows[0].outlets == ()


def test_collinear_posts_have_no_gap_past_a_neighbour() -> None:
    rows = barrier_rows(passage(bollard=row(4, 5, 6), building=[]), spacing_m=3)
    assert [round(g.line.length, 6) for g in rows[0].gaps] == [0.8, 0.8]


def test_a_single_bollard_in_the_open_is_an_obstacle() -> None:
    result = gap(bollard=row(5), route=[ROUTE])
    assert result.state == "not_applicable"
    assert result.reason.code == "no_row"


def test_a_single_bollard_in_the_mouth_of_an_alley_is_a_row() -> None:
    houses = [box(-10, 0, 4, 40), box(6.4, 0, 20, 40)]
    result = gap(bollard=row(5.0), building=houses, square=[box(4, 0, 6.4, 40)])
    assert result.value == pytest.approx(1.3)  # 6.4 - 5.0 - 0.1


def test_a_row_one_walks_round_counts_only_on_a_route() -> None:
    wide = box(-20, 0, 30, 40)
    open_row = row(4, 5, 6)
    loose = gap(bollard=open_row, building=[], site=wide)
    assert loose.state == "not_applicable"
    assert loose.reason.code == "no_row_crossed"
    routed = gap(bollard=open_row, building=[], site=wide, route=[ROUTE])
    assert routed.value == pytest.approx(0.8)


def test_an_opening_wider_than_the_spacing_is_a_way_round() -> None:
    bollards = row(0.5, 1.5, 2.5, 6.0, 7.0, 8.0, 9.0)
    result = gap(bollard=bollards)
    assert result.reason.code == "no_row_crossed"
    assert gap(bollard=bollards, route=[ROUTE]).state == "not_applicable"
    through = LineString([(2, 0), (2, 40)])
    assert gap(bollard=bollards, route=[through]).value == pytest.approx(0.8)


def test_a_row_along_a_kerb_counts_only_where_a_route_crosses_it() -> None:
    elements = {
        "square": [box(0, 0, 10, 18)],
        "carriageway": [box(0, 18, 10, 24)],
        "footway": [box(0, 24, 10, 40)],
        "bollard": [post(x, 17.5) for x in np.arange(0.5, 10, 1.0)],
    }
    assert gap(**elements).state == "not_applicable"
    assert gap(**elements, route=[ROUTE]).value == pytest.approx(0.8)


def test_a_row_across_a_shared_carriageway_is_no_kerb_row() -> None:
    elements = {
        "square": [],
        "carriageway": [(box(0, 0, 10, 40), {"shared": "yes"})],
    }
    tight = row(*np.arange(0.5, 10, 1.0))
    assert gap(**elements, bollard=tight).value == pytest.approx(0.8)


def test_gaps_outside_walkable_ground_do_not_count() -> None:
    bollards = row(0.5, 1.5, 2.5, 3.5, 4.5, 6.5, 8.5)
    green = gap(bollard=bollards, square=[box(0, 0, 5, 40)], green=[box(5, 0, 10, 40)])
    assert green.value == pytest.approx(0.8)
    half = gap(bollard=bollards, square=[box(0, 0, 6, 40)], green=[box(6, 0, 10, 40)])
    assert half.value == pytest.approx(1.4)  # from 4.6 to the edge of the square


def test_furniture_in_a_gap_narrows_it() -> None:
    lamp = [(Point(5.0, 20), {"diameter_m": 0.2})]
    bollards = row(0.6, 1.6, 2.6, 3.6, 6.4, 7.4, 8.4, 9.4)
    assert gap(bollard=bollards).value == pytest.approx(2.6)
    assert gap(bollard=bollards, lamp=lamp).value == pytest.approx(1.2, abs=0.01)


def test_a_barrier_without_a_gap_is_closed() -> None:
    result = gap(barrier=[LineString([(0, 20), (10, 20)])])
    assert result.value == pytest.approx(0, abs=1e-9)
    assert result.where[0].role == "finding"


def test_bollards_drawn_as_one_line_hide_their_gaps() -> None:
    line = LineString([(1.0, 20), (9.0, 20)])
    result = gap(bollard=[line])
    assert result.state == "unknown"
    assert result.reason.code == "bollards_drawn_as_line"
    assert (result.worst, result.best) == (pytest.approx(1.0), np.inf)
    assert result.where[0].label == "spacing_missing"
    tight = [post(x, 30) for x in np.arange(0.5, 10, 1.0)]
    both = gap(bollard=[line, *tight])
    assert both.value == pytest.approx(0.8)


def test_a_barrier_in_two_parts_has_the_gap_between_them() -> None:
    parts = MultiLineString([[(0, 20), (4, 20)], [(5.1, 20), (10, 20)]])
    assert gap(barrier=[parts]).value == pytest.approx(1.1)


def test_planters_that_touch_leave_no_gap() -> None:
    planters = [box(x, 19.5, x + 2, 20.5) for x in (0, 2, 4, 6, 8)]
    result = gap(planter=planters)
    assert result.value == 0


def test_a_missing_diameter_leaves_an_interval() -> None:
    bollards = [*row(0.5, 1.5, 2.5), post(3.5, diameter=np.nan)]
    bollards += row(4.9, 5.9, 6.9, 7.9, 8.9, 9.5)
    result = gap(bollard=bollards)
    assert result.state == "unknown"
    assert (result.worst, result.best) == (pytest.approx(0.8), pytest.approx(1.3))
    assert result.reason.args == {
        "kind": "bollard",
        "attribute": "diameter_m",
        "count": 1,
        "of": 10,
    }
    assert result.where[0].role == "context"


def test_a_missing_diameter_beside_a_narrow_gap_changes_nothing() -> None:
    bollards = row(0.5, 1.8, 3.3, 4.6, 5.9, 7.2)
    bollards += [post(8.5, diameter=np.nan), *row(9.5)]
    assert gap(bollard=bollards).value == pytest.approx(1.3)


@pytest.mark.parametrize(
    ("spacing", "opened"),
    [
        (0.85, False),  # no bollard is thin enough to let 0.90 m through
        (1.00, True),
        (1.25, True),
        (1.35, False),  # even twice as thick it leaves 0.90 m
    ],
)
def test_an_assumed_diameter_decides_only_where_it_cannot_matter(
    spacing: float, opened: bool
) -> None:
    xs = np.arange(0.5, 9.6, spacing)
    supplied = tuple(
        Supplied(
            f"bollard-{n}", "bollard", "diameter_m", 0.2, "assumed", "bollard-size"
        )
        for n in range(1, len(xs) + 1)
    )
    walls = [box(-1, 19, 0.4, 21), box(float(xs[-1]) + 0.1, 19, 10, 21)]
    result = gap(bollard=row(*xs), wall=walls, more={"supplied": supplied})
    assert result.value == pytest.approx(spacing - 0.2)
    assert result.assumed == ("bollard-size",)
    assert result.gate_open is opened


def test_a_given_diameter_always_decides() -> None:
    result = gap(bollard=row(*np.arange(0.5, 10, 1.0)))
    assert not result.gate_open


def test_none_is_not_applicable_only_when_declared() -> None:
    assert gap().state == "not_applicable"
    silent = gap(declare=["bollard"])
    assert silent.reason.args == {"kinds": ("barrier", "planter")}
    single = gap(bollard=row(5), declare=["bollard"])
    assert single.state == "unknown"


def test_rows_that_nobody_passes_are_unknown_while_ground_is_only_mapped() -> None:
    green = {"square": [], "green": [SITE], "bollard": row(4, 5, 6), "building": []}
    assert gap(**green, footway=[box(0, 0, 1, 40)]).state == "not_applicable"
    undeclared = [k for k in ALL if k != "footway"]
    mapped = gap(**green, footway=[box(0, 0, 1, 40)], declare=undeclared)
    assert mapped.state == "unknown"


def test_an_example_by_hand() -> None:
    houses = [box(-10, 0, 0, 40), box(5, 0, 20, 40)]
    result = gap(bollard=row(0.5, 1.8, 3.3, 4.6), building=houses)
    assert result.value == pytest.approx(1.3)
    plan = passage(bollard=row(0.5, 1.8, 3.3, 4.6), building=houses)
    widths = sorted(g.line.length for g in barrier_rows(plan, spacing_m=3)[0].gaps)
    assert widths == pytest.approx([0.3, 0.4, 1.1, 1.1, 1.3])


def test_more_elements_can_only_hurt() -> None:
    bollards = row(*np.arange(0.5, 10, 1.0))
    no_planter = [k for k in ALL if k != "planter"]
    assert gap(bollard=bollards, declare=no_planter).bound == "upper"
    no_wall = [k for k in ALL if k != "wall"]
    assert gap(bollard=bollards, declare=no_wall).bound == "open"


def test_ground_that_is_only_lines_cannot_tell_what_is_passed() -> None:
    elements = {"square": [], "footway": [LineString([(5, 0), (5, 40)])]}
    result = gap(**elements, bollard=row(4, 5, 6))
    assert result.reason.code == "walkable_ground_missing"


def test_narrowing_the_widest_gap_below_ninety_fails() -> None:
    bollards = row(0.5, 1.5, 2.5, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 9.5)
    assert gap(bollard=bollards).value == pytest.approx(1.3)
    bollards[3] = post(3.5)
    bollards.append(post(4.2))
    assert gap(bollard=bollards).value == pytest.approx(0.8)


@settings(max_examples=15, deadline=None)
@given(angle=st.floats(-180, 180), dx=st.floats(-1e5, 1e5), seed=st.integers(0, 99))
def test_order_and_place_do_not_matter(angle: float, dx: float, seed: int) -> None:
    order = np.random.default_rng(seed)

    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, angle, origin=(0, 0)), dx)

    bollards = row(0.5, 1.8, 3.3, 4.6, 5.9, 9.5)
    shuffled = [bollards[i] for i in order.permutation(6)]
    plan = make_plan(
        {
            "square": [moved(SITE)],
            "building": [moved(h) for h in HOUSES],
            "bollard": [(moved(g), a) for g, a in shuffled],
            "planter": [moved(box(7.0, 19.5, 8.4, 20.5))],
        },
        site=moved(SITE),
        declare=ALL,
    )
    assert barrier_gap(plan).value == pytest.approx(1.3, abs=1e-4)

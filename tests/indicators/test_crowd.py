"""Leaving: golden numbers, then a square between houses, by hand."""

from __future__ import annotations

from math import hypot, inf
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, Polygon, box

from sbd.indicators.crowd import egress_time
from sbd.indicators.exits import DERIVED
from sbd.indicators.ground import SOLID, WALKED
from sbd.indicators.leaving import Leaving, leaving
from sbd.indicators.measurement import Measurement
from sbd.plans.plan import Plan, Supplied, make_plan

#: A square of 40 m by 40 m; two ways out, 4 m wide, and one of 2 m.
SITE = box(0, 0, 40, 40)
OUTSIDE = box(-20, -20, 60, 60)
WAYS = ((18, -20, 22, 0), (18, 40, 22, 60), (40, 19, 60, 21))
ALL = tuple({*SOLID, *WALKED, "crowd_zone", "exit"})


def walls(*gaps: tuple[float, float, float, float]) -> Polygon:
    houses = OUTSIDE.difference(SITE)
    for gap in gaps:
        houses = houses.difference(box(*gap))
    return houses


def square(*gaps: tuple[float, float, float, float], **elements: Any) -> Plan:
    declare = elements.pop("declare", ALL)
    more = elements.pop("more", {})
    crowd = [(box(10, 10, 30, 30), {"people": 820})]
    base = {"square": [OUTSIDE], "building": [walls(*gaps)], "crowd_zone": crowd}
    return make_plan({**base, **elements}, site=SITE, declare=declare, **more)


def minutes(plan: Plan, **parameters: float) -> float:
    value = egress_time(plan, **parameters).value
    assert value is not None
    return value


def alone(people: float, widths: list[float], walk_m: float = 0.0) -> Leaving:
    """Leave over these ways, all equally far, from one place."""
    walks = np.full((len(widths), 1), walk_m)
    return leaving(people, np.array(widths), np.full(len(widths), 82.0), walks, 1.2)


def test_golden_numbers() -> None:
    """Domain, H: 5,000 people, 8 m left, 82 p/m/min: 7.6 min; 12 m: 5.1."""
    assert alone(5000, [10, 5, 3]).minutes == pytest.approx(7.6, abs=0.05)
    assert alone(5000, [12, 12]).minutes == pytest.approx(5.1, abs=0.05)


def test_the_walk_decides_where_it_takes_longer() -> None:
    assert alone(82, [10, 1], walk_m=144).minutes == pytest.approx(2.0)
    assert alone(820, [10, 1], walk_m=144).minutes == pytest.approx(10.0)


def test_the_widest_that_is_reached_is_blocked() -> None:
    out = leaving(
        100,
        np.array([9.0, 5.0, 2.0]),
        np.full(3, 82.0),
        np.array([[inf, inf], [10.0, 12.0], [24.0, 30.0]]),
        1.2,
    )
    assert (out.blocked, out.left, out.farthest) == (1, (2,), 1)
    assert out.walk_m == 30


def test_without_a_second_way_out_nobody_leaves() -> None:
    assert alone(100, [10]).minutes == inf
    assert alone(100, []).minutes == inf
    assert alone(100, [10, 0]).minutes == inf


def test_people_shut_in_are_not_forgotten() -> None:
    shut = np.array([[5.0] * 9 + [inf], [6.0] * 9 + [inf]])
    assert leaving(9, np.ones(2), np.ones(2), shut, 1.2).minutes == inf
    one = np.array([[5.0] * 99 + [inf], [6.0] * 99 + [inf]])
    assert leaving(9, np.ones(2), np.ones(2), one, 1.2).minutes == pytest.approx(9)


def test_a_square_with_three_ways_out() -> None:
    """4 m blocked, 4 + 2 m left: 820 / (82 x 6) = 1.67 min."""
    result = egress_time(square(*WAYS))
    assert result.value == pytest.approx(820 / 82 / 6, abs=0.01)
    assert result.bound == "exact"
    assert result.reason.code == "crowd_leaves"
    assert result.reason.args["width_m"] == pytest.approx(6.0, abs=0.01)
    assert result.reason.args["observed_min"] == pytest.approx(820 / 60 / 6, abs=0.01)
    assert result.defaults == (DERIVED,)
    labels = [place.label for place in result.where]
    assert sorted(map(str, labels)) == [
        "crowd_zone", "longest_way_out", "way_out", "way_out", "way_out_blocked",
    ]  # fmt: skip


def test_the_longest_walk_is_drawn() -> None:
    """Few people: from the corner of the zone to the middle of the far way out."""
    crowd = [(box(2, 2, 6, 6), {"people": 1})]
    result = egress_time(square((18, -20, 22, 0), (18, 40, 22, 60), crowd_zone=crowd))
    # The near way is as wide as the far one; either may be blocked, the first is.
    walk = next(p for p in result.where if p.label == "longest_way_out")
    start, end = (Point(walk.geometry.coords[n]) for n in (0, -1))
    assert min(start.y, end.y) < 6
    assert walk.geometry.length == pytest.approx(walk.value)
    assert result.value == pytest.approx(walk.geometry.length / 1.2 / 60, abs=0.01)


def test_a_wall_makes_the_walk_longer() -> None:
    crowd = [(box(18, 19, 22, 21), {"people": 1})]
    free = square(*WAYS[:2], crowd_zone=crowd)
    wall = [box(10, 24, 30, 25), box(10, 15, 30, 16)]
    barred = square(*WAYS[:2], crowd_zone=crowd, wall=wall)
    assert minutes(barred) > minutes(free)
    # From (19.5, 20.5) to the end of the wall, kept at 0.44 m, along it, and out.
    round_it = hypot(9.94, 4.06) + 1.88 + hypot(8.88, 14.56)
    assert 60 * 1.2 * minutes(barred) == pytest.approx(round_it, abs=0.3)


def test_steps_slow_down_the_flow() -> None:
    steps = {
        "step": [
            LineString([(18, 0.5), (22, 0.5)]),
            LineString([(18, 39.5), (22, 39.5)]),
        ]
    }
    assert minutes(square(*WAYS[:2], **steps)) == pytest.approx(820 / 66 / 4, abs=0.01)


def test_posts_take_width() -> None:
    posts = [(Point(20, y), {"diameter_m": 0.4}) for y in (0, 40)]
    assert minutes(square(*WAYS[:2], bollard=posts)) == pytest.approx(
        820 / 82 / 3.6, abs=0.02
    )


def test_bollards_drawn_as_a_line_leave_the_width_open() -> None:
    row = [LineString([(18, 0), (22, 0)])]
    result = egress_time(square(*WAYS, bollard=row))
    assert result.state == "unknown"
    assert result.reason.code == "bollards_drawn_as_line"
    assert result.best == pytest.approx(820 / 82 / 6, abs=0.01)
    assert result.worst == pytest.approx(820 / 82 / 2, abs=0.01)  # 4 of 4 + 2 blocked


def test_one_way_out_is_none_when_it_is_blocked() -> None:
    result = egress_time(square(WAYS[0]))
    assert result.value == inf
    assert result.reason.code == "no_way_out_left"
    zone = next(p for p in result.where if p.label == "crowd_zone")
    assert zone.role == "finding"


def test_the_slowest_of_several_zones_counts() -> None:
    crowds = [
        (box(2, 2, 10, 10), {"people": 82}),
        (box(30, 30, 38, 38), {"people": 1640}),
    ]
    assert minutes(square(*WAYS, crowd_zone=crowds)) == pytest.approx(20 / 6, abs=0.01)


def test_no_zone_said_or_declared() -> None:
    none = square(*WAYS, crowd_zone=[])
    assert egress_time(none).state == "not_applicable"
    silent = square(*WAYS, crowd_zone=[], declare=())
    assert egress_time(silent).state == "unknown"
    assert egress_time(silent).reason.code == "kind_missing"


def test_people_missing_lie_between_none_and_the_densest_crowd() -> None:
    result = egress_time(square(*WAYS, crowd_zone=[box(10, 10, 30, 30)]))
    assert result.state == "unknown"
    assert result.reason.args["attribute"] == "people"
    assert result.worst == pytest.approx(400 * 4 / 82 / 6, abs=0.01)
    assert result.best is not None
    assert result.best < 0.5  # the walk alone


def test_an_assumed_crowd_leaves_the_requirement_open() -> None:
    def assumed(people: float, *gaps: tuple[float, float, float, float]) -> Measurement:
        origin = Supplied(
            "crowd_zone-1", "crowd_zone", "people", people, "assumed", "crowd-zones"
        )
        crowd = [(box(10, 10, 30, 30), {"people": people})]
        more = {"supplied": (origin,), "assumed": ("crowd-zones",)}
        return egress_time(square(*gaps, crowd_zone=crowd, more=more))

    narrow = ((19, -20, 21, 0), (19, 40, 21, 60))
    # 800 people: 4.9 min; 1,600: 9.8; both leave in ten minutes.
    assert assumed(800, *narrow).assumed == ("crowd-zones",)
    assert not assumed(800, *narrow).gate_open
    tight = ((19, -20, 20, 0), (19, 40, 20, 60))  # 19.5 min for 1,600
    assert assumed(800, *tight).gate_open


def test_a_drawn_way_out_without_a_width_may_be_any() -> None:
    drawn = [Point(20, 0), (LineString([(18, 40), (22, 40)]), {"clear_m": 4})]
    result = egress_time(square(*WAYS, exit=drawn))
    assert result.state == "unknown"
    assert result.reason.args["attribute"] == "clear_m"
    assert result.worst == inf


def test_a_path_without_a_width_may_let_everybody_out() -> None:
    elements = {
        "square": [SITE],
        "footway": [LineString([(20, 20), (20, -20)])],
        "crowd_zone": [(SITE, {"people": 9})],
    }
    result = egress_time(make_plan(elements, site=SITE))
    assert result.state == "unknown"
    assert (result.worst, result.best) == (inf, 0)


def test_nobody_knows_what_lies_beyond_the_border() -> None:
    plan = make_plan(
        {"square": [SITE], "crowd_zone": [(SITE, {"people": 9})]},
        site=SITE,
        extent=SITE,
    )
    assert egress_time(plan).reason.code == "ground_beyond_missing"


def test_silence_about_kinds_leaves_the_bound_open() -> None:
    assert egress_time(square(*WAYS, declare=WALKED)).bound == "upper"
    assert egress_time(square(*WAYS, declare=())).bound == "open"


@settings(max_examples=10, deadline=None)
@given(angle=st.floats(0, 360), shift=st.sampled_from([0.0, 150_000.0]))
def test_turned_and_moved_it_takes_the_same_time(angle: float, shift: float) -> None:
    def moved(shape: Any) -> Any:
        return translate(rotate(shape, angle, origin=(20, 20)), shift, shift)

    turned = make_plan(
        {
            "square": [moved(OUTSIDE)],
            "building": [moved(walls(*WAYS))],
            "crowd_zone": [(moved(box(10, 10, 30, 30)), {"people": 820})],
        },
        site=moved(SITE),
        declare=ALL,
    )
    assert minutes(turned) == pytest.approx(minutes(square(*WAYS)), rel=0.01)


@settings(max_examples=15, deadline=None)
@given(
    widths=st.lists(st.floats(0.9, 20), min_size=2, max_size=6),
    people=st.floats(1, 5000),
    more=st.floats(0.9, 20),
)
def test_a_further_way_out_never_takes_longer(
    widths: list[float], people: float, more: float
) -> None:
    assert (
        alone(people, [*widths, more]).minutes <= alone(people, widths).minutes + 1e-9
    )

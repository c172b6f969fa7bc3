"""What gets through rows of bollards: nets by hand, then a ring round a crowd."""

from __future__ import annotations

from itertools import combinations
from math import inf
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from sbd.indicators.crowd import egress_time
from sbd.indicators.narrows import Narrows, greatest_flow
from sbd.plans.plan import make_plan
from tests.indicators.test_crowd import ALL, OUTSIDE, SITE, WAYS, walls

Net = dict[int, dict[int, float]]


def net(*links: tuple[int, int, float]) -> Net:
    found: Net = {n: {} for link in links for n in link[:2]}
    for one, other, capacity in links:
        found[one][other] = found[one].get(other, 0.0) + capacity
        found[other].setdefault(one, 0.0)
    return found


def test_one_after_the_other_the_narrower_decides() -> None:
    assert greatest_flow(net((0, 1, 3), (1, 2, 2)), 0, 2) == (2, {0, 1})


def test_side_by_side_both_count() -> None:
    flow, near = greatest_flow(net((0, 1, 3), (1, 3, 2), (0, 2, 1), (2, 3, 5)), 0, 3)
    assert flow == 3
    assert near == {0, 1}


def test_a_flow_is_led_back_where_that_helps() -> None:
    """The first way found takes the middle link, which the best flow does not use."""
    flow, _ = greatest_flow(
        net((0, 1, 1), (0, 2, 1), (1, 2, 1), (1, 3, 1), (2, 3, 1)), 0, 3
    )
    assert flow == 2


def test_nothing_leads_out_or_nothing_holds() -> None:
    assert greatest_flow(net((0, 1, 4), (2, 3, 1)), 0, 3)[0] == 0
    assert greatest_flow(net((0, 1, inf), (1, 2, inf)), 0, 2)[0] == inf


@settings(max_examples=40, deadline=None)
@given(
    links=st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 9)), max_size=14
    )
)
def test_the_greatest_flow_is_the_narrowest_cut(links: Any) -> None:
    """Ford and Fulkerson: tried over all ways to part start from end."""
    kept = [(a, b, float(c)) for a, b, c in links if a != b]
    kept += [(0, 1, 0.0), (5, 1, 0.0)]
    inner = [1, 2, 3, 4]
    cuts = [
        sum(c for a, b, c in kept if a in near and b not in near)
        for size in range(5)
        for some in combinations(inner, size)
        for near in [{0, *some}]
    ]
    assert greatest_flow(net(*kept), 0, 5)[0] == pytest.approx(min(cuts))


def ring(step: float, *, wide: tuple[float, ...] = ()) -> list[Any]:
    """Posts of 0.2 m round the middle 20 m by 20 m, gaps widened at `wide`."""
    along = [
        x for x in np.arange(10, 30, step) if not any(0 < x - w < 1.1 for w in wide)
    ]
    posts = [(x, 10.0) for x in along] + [(30.0, y) for y in np.arange(10, 30, step)]
    posts += [(x, 30.0) for x in np.arange(30, 10, -step)]
    posts += [(10.0, y) for y in np.arange(30, 10, -step)]
    return [(Point(*xy), {"diameter_m": 0.2}) for xy in posts]


def plan(**elements: Any) -> Any:
    crowd = [(box(11, 11, 29, 29), {"people": 820})]
    base = {"square": [OUTSIDE], "building": [walls(*WAYS)], "crowd_zone": crowd}
    return make_plan({**base, **elements}, site=SITE, declare=ALL)


def test_a_ring_holds_the_crowd_up_where_its_gaps_are() -> None:
    """Gaps of 0.8 m let nobody through; two of 1.8 m do: 820 / (82 x 3.6) min."""
    result = egress_time(plan(bollard=ring(1.0, wide=(14.5, 24.5))))
    assert result.value == pytest.approx(820 / 82 / 3.6, rel=0.01)
    assert result.reason.code == "crowd_held_up"
    assert result.reason.args["gates"] == 2
    assert result.reason.args["people"] == 820
    assert result.reason.args["least_m"] == 0.9
    assert result.reason.args["blocked_m"] == pytest.approx(4)
    gaps = [place for place in result.where if place.label == "gap"]
    assert [round(gap.value or 0, 2) for gap in gaps] == [1.8, 1.8]
    assert all(gap.geometry.centroid.y == pytest.approx(10) for gap in gaps)


def test_a_ring_with_wide_gaps_holds_nobody_up() -> None:
    """Gaps of 1.05 m all round are wider together than the 6 m of ways out."""
    result = egress_time(plan(bollard=ring(1.25)))
    assert result.value == pytest.approx(820 / 82 / 6, rel=0.01)
    assert result.reason.code == "crowd_leaves"


def test_a_row_that_one_walks_round_parts_no_rooms() -> None:
    row = [(Point(x, 20), {"diameter_m": 0.2}) for x in np.arange(10, 30, 1.2)]
    posts = plan(bollard=row)
    found = Narrows.of(posts, SITE, spacing_m=3.0, least_m=0.9)
    assert len(found.rooms) == 1
    assert found.gates == ()


def test_a_wider_gap_never_holds_up_longer() -> None:
    tight = egress_time(plan(bollard=ring(1.0, wide=(14.5,)))).value
    loose = egress_time(plan(bollard=ring(1.0, wide=(14.5, 20.5)))).value
    assert tight is not None
    assert loose is not None
    assert loose < tight

"""The protective line by school geometry: gaps by ruler, energies by calculator."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box

from sbd.indicators.protective_line import barrier_energy_ratio, vehicle_gap
from sbd.indicators.slow_gaps import slow_gap_width
from sbd.plans.plan import Risk, make_plan
from tests.indicators.test_vehicles import ALL, EXTENT, HOUSES, SITE, SQUARE, STREET

#: Houses close all but a mouth of 6 m at x = 0; the zone lies 20 m behind it.
ZONE = box(20, -10, 40, 10)
WALLS = [*HOUSES, box(0, 3, 10, 60), box(0, -60, 10, -3)]
#: N1 at 48 km/h: 3,500 kg, 311 kJ.
RATED = "IWA 14 N1 48 km/h"


def posts(*middles, x=5.0, **more):
    same = {"diameter_m": 0.2, "fixing": "fixed", "rating": RATED, **more}
    return [(Point(x, y), same) for y in middles]


def plan(turn=0.0, east=0.0, north=0.0, declare=ALL, vehicle="N1", **more):
    def move(shape):
        return translate(rotate(shape, turn, origin=(0, 0)), east, north)

    things = {
        "carriageway": [(STREET, {"limit_kmh": 30.0})],
        "building": WALLS,
        "square": [SQUARE],
        "crowd_zone": [ZONE],
        **more,
    }
    moved = {
        kind: [(move(t[0]), t[1]) if isinstance(t, tuple) else move(t) for t in listed]
        for kind, listed in things.items()
    }
    return make_plan(
        moved,
        site=move(SITE),
        extent=move(EXTENT),
        declare=declare,
        risk=Risk("normal", vehicle),
    )


# Five posts 1.20 m apart: gaps of 1.00 m, and to the houses 3 - 2.4 - 0.1 = 0.50 m.
FIVE = (-2.4, -1.2, 0.0, 1.2, 2.4)


def test_an_open_mouth_is_as_wide_as_the_street() -> None:
    found = vehicle_gap(plan())
    assert found.value == pytest.approx(6.0, abs=0.001)
    assert found.reason.code == "line_gap_same"


def test_the_widest_gap_of_a_row_decides() -> None:
    found = vehicle_gap(plan(bollard=posts(*FIVE)))
    assert found.value == pytest.approx(1.0, abs=1e-6)
    assert len(found.where) == 4
    assert {p.role for p in found.where} == {"good"}
    assert all(p.geometry.length == pytest.approx(1.0) for p in found.where)


def test_a_post_that_is_missing_leaves_one_wide_gap() -> None:
    found = vehicle_gap(plan(bollard=posts(-2.4, -1.2, 1.2, 2.4)))
    assert found.value == pytest.approx(2.2, abs=1e-6)
    assert [(p.role, p.label) for p in found.where] == [("finding", "vehicle_gap")]


def test_of_two_rows_the_tighter_decides() -> None:
    loose, tight = posts(-1.5, 0.0, 1.5), posts(*FIVE, x=9.0)
    found = vehicle_gap(plan(bollard=[*loose, *tight]))
    assert found.value == pytest.approx(1.0, abs=1e-6)
    assert {p.geometry.centroid.x for p in found.where} == {9.0}


def test_a_wall_closes_the_line() -> None:
    found = vehicle_gap(plan(wall=[LineString([(5, -3), (5, 3)])]))
    assert (found.value, found.reason.code) == (0.0, "line_closed")


def test_removable_posts_are_closed_and_shown_both_ways() -> None:
    found = vehicle_gap(plan(bollard=posts(*FIVE, fixing="removable")))
    assert found.value == pytest.approx(1.0, abs=1e-6)
    assert found.reason.args["opened_m"] == pytest.approx(6.0, abs=0.001)
    assert {p.label for p in found.where} == {"vehicle_gap", "gap_opened"}


def test_posts_that_do_not_say_are_closed_at_an_event() -> None:
    found = vehicle_gap(plan(bollard=posts(*FIVE, fixing=None)))
    assert (found.state, found.value) == ("measured", pytest.approx(1.0))


def test_a_post_without_a_diameter_leaves_the_gap_open() -> None:
    found = vehicle_gap(plan(bollard=posts(*FIVE, diameter_m=np.nan)))
    assert (found.state, found.best) == ("unknown", 0.0)
    assert found.worst == pytest.approx(1.2, abs=1e-6)
    assert found.reason.args["attribute"] == "diameter_m"


def test_an_open_side_is_told_as_eight_metres() -> None:
    things = {
        "carriageway": [(box(-100, -30, 0, 30), {"limit_kmh": 30.0})],
        "crowd_zone": [ZONE],
    }
    where = make_plan(things, site=SITE, extent=EXTENT, declare=ALL)
    found = vehicle_gap(where)
    assert (found.value, found.reason.code) == (8.0, "line_open_side")
    assert [p.label for p in found.where] == ["open_side"]


@settings(max_examples=6, deadline=None)
@given(st.floats(0.4, 2.4), st.floats(0, 360), st.sampled_from([0.0, 148_900.0]))
def test_a_gap_is_exact_wherever_it_lies(gap, turn, east) -> None:
    half = gap / 2
    middles = (-half - 0.1, half + 0.1)
    rest = [box(4.9, half + 0.1, 5.1, 3), box(4.9, -3, 5.1, -half - 0.1)]
    where = plan(
        turn,
        east,
        170_600.0,
        bollard=posts(*middles),
        planter=[(shape, {"fixing": "fixed", "rating": "none"}) for shape in rest],
    )
    assert vehicle_gap(where).value == pytest.approx(gap, abs=0.005)


@settings(max_examples=5, deadline=None)
@given(
    st.lists(st.integers(-2800, 2800).map(lambda mm: mm / 1000), min_size=1, max_size=5)
)
def test_a_post_more_widens_no_gap(spots) -> None:
    widths = [
        vehicle_gap(plan(bollard=posts(*spots[:n]))).value
        for n in range(1, len(spots) + 1)
    ]
    assert all(b <= a + 1e-6 for a, b in pairwise(widths))


# S-03


def energy(mass, start_kmh, acceleration, metres):
    return mass / 2 * ((start_kmh / 3.6) ** 2 + 2 * acceleration * metres)


def test_the_ratio_of_a_row_at_the_end_of_a_street() -> None:
    found = barrier_energy_ratio(plan(bollard=posts(*FIVE)))
    run = next(p for p in found.where if p.role == "route")
    # 100 m of street and the mouth to the posts, less a van's half width and a radius.
    assert run.geometry.length == pytest.approx(104, abs=0.3)
    expected = 311_111 / energy(3500, 30, 2.0, run.geometry.length)
    assert found.value == pytest.approx(expected, rel=1e-3)
    assert found.flags == ()
    shown = [p for p in found.where if p.label == "protective_element"]
    assert {p.element_id for p in shown} == {f"bollard-{n}" for n in range(1, 6)}
    assert {p.role for p in shown} == {"finding"}


def test_the_weakest_element_decides() -> None:
    strong = posts(*FIVE[1:], rating="IWA 14 N3C 80 km/h")
    weak = posts(FIVE[0], rating="IWA 14 M1 32 km/h")
    weakest = barrier_energy_ratio(plan(bollard=posts(*FIVE, rating="IWA 14 M1 32")))
    mixed = barrier_energy_ratio(plan(bollard=[*weak, *strong]))
    assert mixed.value == pytest.approx(weakest.value, rel=0.02)
    assert mixed.reason.args["weak"] == 1


def test_not_tested_is_nothing_and_nothing_said_is_unknown() -> None:
    assert barrier_energy_ratio(plan(bollard=posts(*FIVE, rating="none"))).value == 0
    found = barrier_energy_ratio(plan(bollard=posts(*FIVE, rating=None)))
    assert (found.state, found.worst) == ("unknown", 0.0)
    assert found.reason.args["attribute"] == "rating"


def test_a_tree_in_the_line_was_never_tested() -> None:
    trees = [(Point(5, 0.0), {"trunk_diameter_m": 0.2})]
    row = posts(*(y for y in FIVE if y))
    found = barrier_energy_ratio(plan(bollard=row, tree=trees))
    assert (found.state, found.worst) == ("unknown", 0.0)
    assert found.reason.args["kind"] == "tree"


def test_a_vehicle_that_gets_through_opens_the_line() -> None:
    found = barrier_energy_ratio(plan(bollard=posts(-2.4, -1.2, 1.2, 2.4)))
    assert (found.value, found.flags) == (0.0, ("open_protective_line",))


def test_what_could_close_an_open_line_leaves_it_open() -> None:
    found = barrier_energy_ratio(plan(declare=[k for k in ALL if k != "kerb"]))
    assert (found.state, found.worst, found.best) == ("unknown", 0.0, np.inf)
    across = [LineString([(5, -3), (5, 3)])]
    found = barrier_energy_ratio(plan(kerb=across))
    assert (found.state, found.flags) == ("unknown", ())


def test_what_stands_elsewhere_is_not_on_the_line() -> None:
    beside = posts(-2.0, x=-50.0, rating="none")
    behind = posts(9.0, x=50.0, rating="none")
    alone = barrier_energy_ratio(plan(bollard=posts(*FIVE)))
    more = barrier_energy_ratio(plan(bollard=[*posts(*FIVE), *beside, *behind]))
    assert more.reason.args["elements"] == alone.reason.args["elements"] == 5


def test_a_heavier_vehicle_is_harder_to_stop() -> None:
    ratios = [
        barrier_energy_ratio(plan(vehicle=v, bollard=posts(*FIVE))).value
        for v in ("M1", "N1", "7t", "heavy")
    ]
    assert ratios == sorted(ratios, reverse=True)


def test_no_design_vehicle_is_unknown_but_an_open_line_is_open() -> None:
    found = barrier_energy_ratio(plan(vehicle=None, bollard=posts(*FIVE)))
    assert found.state == "unknown"
    assert found.reason.args["attribute"] == "design_vehicle"
    assert barrier_energy_ratio(plan(vehicle=None)).value == 0


def test_houses_alone_leave_nothing_to_rate() -> None:
    found = barrier_energy_ratio(plan(building=[*WALLS, box(4, -3, 6, 3)]))
    assert (found.state, found.reason.code) == (
        "not_applicable",
        "no_protective_element",
    )


# A-03, second part


def narrow(*more, **others):
    """A yard of 3 m by 8 m behind a row with one gap of 1.60 m on a footway."""
    return plan(
        bollard=[*posts(-2.4, -1.2, 0.6, 2.4), *more],
        footway=[box(0, -3, 20, 3)],
        route=[LineString([(0, 0), (20, 0)])],
        **others,
    )


def test_a_wide_gap_at_the_end_of_a_street_is_not_slow() -> None:
    found = slow_gap_width(narrow())
    assert (found.state, found.value) == ("measured", 0.0)
    assert found.reason.args["rows"] == 1


def test_a_wide_gap_that_cars_come_up_to_slowly_is() -> None:
    # A wall across the mouth leaves 2.9 m of width at its north end, and 2.1 m behind.
    across = [(LineString([(2.2, -3), (2.2, 0.9)]), {"fixing": "fixed"})]
    other = [(LineString([(3.0, 3.0), (3.0, 0.6)]), {"fixing": "fixed"})]
    found = slow_gap_width(narrow(wall=[*across, *other]))
    assert found.value == pytest.approx(1.6, abs=1e-6)
    assert [p.label for p in found.where] == ["slow_gap"]


def test_gaps_that_are_not_known_are_not_known_here() -> None:
    where = plan(
        bollard=posts(*FIVE, diameter_m=np.nan),
        footway=[box(0, -3, 20, 3)],
        route=[LineString([(0, 0), (20, 0)])],
    )
    found = slow_gap_width(where)
    assert (found.state, found.reason.args["attribute"]) == ("unknown", "diameter_m")


def test_without_streets_nobody_knows_how_slow_a_gap_is() -> None:
    things = {
        "bollard": posts(-2.4, -1.2, 0.6, 2.4),
        "building": WALLS,
        "footway": [box(0, -3, 20, 3)],
        "route": [LineString([(0, 0), (20, 0)])],
    }
    declare = [k for k in ALL if k != "carriageway"]
    found = slow_gap_width(make_plan(things, site=SITE, declare=declare))
    assert (found.state, found.worst) == ("unknown", 0.0)
    assert found.best == pytest.approx(1.6, abs=1e-6)

"""A plan that says less must never look better: leaving out a kind lowers nothing's
floor. Measured on one square with everything these indicators look at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shapely.geometry import LineString, Point, box

from sbd.assessment.criteria import criterion_result
from sbd.checklists.read import read_checklist
from sbd.indicators.greenery import canopy_share, unsealed_share
from sbd.indicators.measurement import Measurement
from sbd.indicators.motor_space import motor_space_share
from sbd.indicators.play import play_age_groups, play_share
from sbd.indicators.seating import seat_spacing, seat_supply
from sbd.indicators.shade import shade_share
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, make_plan

MEASURES = {
    f.__name__: f
    for f in (
        canopy_share,
        unsealed_share,
        motor_space_share,
        play_share,
        play_age_groups,
        seat_supply,
        seat_spacing,
        shade_share,
    )
}
CRITERIA = ("A-09", "L-01", "L-02", "L-03", "L-04", "L-07", "L-10")
SEALED, FREE = {"surface": "sealed"}, {"commercial": "no"}
WALK = LineString([(0, 30), (100, 30)])
SQUARE = make_plan(
    {
        # Everything below lies on one large lawn and one large square, so that each
        # layer left out uncovers another.
        "green": [box(0, 0, 100, 100)],
        "square": [(box(0, 20, 100, 60), {**SEALED, "slope_pct": 4})],
        "footway": [(box(0, 60, 100, 70), {**SEALED, "slope_pct": 1})],
        "carriageway": [
            (box(0, 0, 100, 20), {"shared": "no", "limit_kmh": 30, **SEALED}),
            (box(0, 86, 100, 90), {"shared": "no", "limit_kmh": 20, **SEALED}),
        ],
        "parking": [(box(0, 15, 100, 20), SEALED)],
        "crossing": [box(40, 0, 45, 20)],
        "cycleway": [box(0, 70, 100, 73)],
        "building": [(box(0, 90, 30, 100), {"height_m": 10.0})],
        "water": [box(80, 40, 90, 50)],
        "terrace": [box(0, 50, 20, 60)],
        "gravel": [box(60, 80, 80, 90)],
        "play": [
            (box(40, 75, 60, 85), {"age_group": "0-6"}),
            (box(20, 21, 30, 29), {"age_group": "6-12"}),
        ],
        "youth": [(box(80, 75, 90, 85), {"age_group": "12-18"})],
        "fence": [
            (LineString([(20, 29), (20, 21), (30, 21), (30, 29)]), {"height_m": 1.0}),
            (LineString([(20, 29), (30, 29)]), {"height_m": 1.0}),
        ],
        "stay_zone": [box(0, 20, 60, 60)],
        "bench": [(LineString([(x, 32), (x + 2, 32)]), FREE) for x in (5, 85)]
        + [(LineString([(5, 55), (7, 55)]), FREE)],
        "wall": [(LineString([(30, 40), (50, 40)]), {"height_m": 0.45})],
        "step": [(LineString([(30, 45), (50, 45)]), {"height_m": 0.40})],
        "tree": [
            (
                Point(x, 28),
                {
                    "crown_radius_m": 4.0,
                    "crown_15y_radius_m": 5.0,
                    "base_m": 3.0,
                    "height_m": 9.0,
                },
            )
            for x in (10, 50, 90)
        ],
        "route": [(WALK, {"main": "yes"}), (LineString([(0, 65), (9, 65)]), {})],
    },
    site=box(0, 0, 100, 100),
    declare=list(KINDS),
)
CHECKLIST = read_checklist("brussels")


def without(plan: Plan, kind: str) -> Plan:
    layers = {k: layer for k, layer in plan.layers.items() if k != kind}
    return replace(plan, layers=layers, declared=plan.declared - {kind})


def lows(plan: Plan) -> dict[str, float]:
    found: dict[str, Measurement] = {n: f(plan) for n, f in MEASURES.items()}
    results = [
        criterion_result(CHECKLIST.criterion(c), plan, found, ()) for c in CRITERIA
    ]
    return {r.id: r.low for r in results if r.low is not None}


def test_the_square_is_measured_without_a_gap() -> None:
    for name, measure in MEASURES.items():
        found = measure(SQUARE)
        assert (name, found.state, found.bound) == (name, "measured", "exact")
        assert found.defaults == ()
        assert found.assumed == ()
    floors = lows(SQUARE)
    assert set(floors) == set(CRITERIA)
    assert all(0 < low < 4 for low in floors.values())


@pytest.mark.parametrize("kind", sorted(SQUARE.layers))
def test_leaving_out_a_kind_never_raises_a_floor(kind: str) -> None:
    before, after = lows(SQUARE), lows(without(SQUARE, kind))
    raised = {c: (before[c], low) for c, low in after.items() if low > before[c] + 1e-9}
    assert raised == {}

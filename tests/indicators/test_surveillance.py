from __future__ import annotations

from math import cos, radians, sin
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.eyes import overlooking
from sbd.indicators.fields import Field
from sbd.indicators.ground import WALKED
from sbd.indicators.measurement import Measurement
from sbd.indicators.obstacles import HIDING, opaque, view
from sbd.indicators.surveillance import eyes_field, overlooked_share
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, Supplied, make_plan

#: A square of 40 x 40 m with one building along its south side, 10 m deep.
SITE = box(0, 0, 40, 40)
SOUTH = box(0, -10, 40, 0)
ALL = tuple(k for k in KINDS if k not in ("site", "extent"))
#: A shopfront in the middle of the building looks out from 5 cm before it.
FRONT = (Point(20, 0), {"type": "shopfront", "use": "shop", "active_day": "yes"})
WINDOW = {"type": "window", "use": "dwelling", "floor": 1.0, "active_day": "yes"}


def plan_of(site: BaseGeometry = SITE, **elements: Any) -> Plan:
    declare = elements.pop("declare", ALL)
    supplied = elements.pop("supplied", ())
    given = {"square": [site], "building": [SOUTH], "opening": [FRONT], **elements}
    return make_plan(given, site=site, declare=declare, supplied=supplied)


def share(site: BaseGeometry = SITE, **elements: Any) -> Measurement:
    return overlooked_share(plan_of(site, **elements))


# One opening


@pytest.mark.parametrize(
    ("far", "off", "seen"),
    [(25, 0, 1.0), (25, 60, 0.5), (10, 33.56, 0.8333), (62.5, 0, 0.5), (100, 0, 0)],
)
def test_a_shopfront_by_distance_and_angle(far: float, off: float, seen: float) -> None:
    plan = plan_of(box(0, 0, 40, 120))
    spot = 20 + far * sin(radians(off)), 0.05 + far * cos(radians(off))
    assert overlooking(plan, [spot])[0] == pytest.approx(seen, abs=1e-4)


@pytest.mark.parametrize(
    ("told", "weight"),
    [
        ({"type": "shopfront"}, 1.0),
        ({"type": "door"}, 0.8),
        ({"type": "window", "use": "food"}, 1.0),
        ({"type": "window", "use": "dwelling", "floor": 0.0}, 0.6),
        ({"type": "window", "use": "dwelling", "floor": 2.0}, 0.3),
        ({"type": "window", "use": "dwelling", "floor": 4.0}, 0.0),
        ({"type": "window", "use": "office"}, 0.5),
        ({"type": "window", "use": "other"}, 0.0),
        ({"type": "door", "active_day": "no"}, 0.0),
    ],
)
def test_what_an_opening_counts_by_day(told: dict[str, Any], weight: float) -> None:
    plan = plan_of(opening=[(Point(20, 0), told)])
    assert overlooking(plan, [(20, 20)])[0] == pytest.approx(weight)


@pytest.mark.parametrize(
    ("told", "worst", "best"),
    [
        ({"type": "window", "use": "dwelling", "active_night": "yes"}, 0.0, 0.6),
        ({**WINDOW, "active_night": "yes"}, 0.6, 0.6),
        ({**WINDOW, "active_night": "no"}, 0.0, 0.0),
        (WINDOW, 0.0, 0.6),
        ({"type": "window", "use": "office", "active_night": "yes"}, 0.0, 0.0),
    ],
)
def test_what_an_opening_counts_at_night(
    told: dict[str, Any], worst: float, best: float
) -> None:
    plan = plan_of(opening=[(Point(20, 0), told)])
    found = [overlooking(plan, [(20, 20)], night=True, best=b)[0] for b in (0, 1)]
    assert found == pytest.approx([worst, best])


def test_openings_add_up_and_see_forwards_only() -> None:
    plan = plan_of(opening=[FRONT, (Point(20, 0), WINDOW)])
    spots = [(20, 20), (20, -12), (60, -5)]
    assert overlooking(plan, spots) == pytest.approx([1.6, 0, 0])


def test_a_window_on_a_courtyard_does_not_see_through_its_own_house() -> None:
    house = box(0, 0, 40, 40) - box(10, 10, 30, 30)
    site = box(-50, -50, 90, 90)
    plan = plan_of(site, building=[house], opening=[(Point(20, 30), {"type": "door"})])
    spots = [(20, 20), (20, 50), (20, -20)]
    assert overlooking(plan, spots) == pytest.approx([0.8, 0, 0])


def test_a_door_and_its_entrance_are_one_and_an_entrance_alone_is_a_door() -> None:
    door = (Point(20, 0), {"type": "door"})
    doubled = plan_of(opening=[door], entrance=[Point(20.5, 0)])
    alone = plan_of(opening=[], entrance=[Point(20, 0)])
    by_window = plan_of(opening=[(Point(20, 0), WINDOW)], entrance=[Point(20, 0)])
    seen = [overlooking(p, [(20, 20)])[0] for p in (doubled, alone, by_window)]
    assert seen == pytest.approx([0.8, 0.8, 1.4])


def test_a_line_looks_out_of_its_middle_and_a_far_opening_not_at_all() -> None:
    line = (LineString([(18, 0), (22, 0)]), {"type": "shopfront"})
    off = (Point(20, 1.2), {"type": "shopfront"})
    assert overlooking(plan_of(opening=[line]), [(20, 9)])[0] == pytest.approx(1)
    assert overlooking(plan_of(opening=[off]), [(20, 9)])[0] == 0
    assert "opening_off_facade_left_out" in share(opening=[FRONT, off]).defaults


# What hides


@pytest.mark.parametrize(
    ("kind", "told", "hides"),
    [
        ("wall", {"height_m": 2.0}, True),
        ("wall", {"height_m": 1.5}, False),
        ("wall", {"height_m": 2.0, "transparent": "yes"}, False),
        ("fence", {"height_m": 2.0, "transparent": "no"}, True),
        ("fence", {"height_m": 2.0, "transparent": "yes"}, False),
        ("hedge", {"height_m": 1.7}, True),
        ("shrub", {"height_m": 1.2}, True),
        ("shrub", {"height_m": 0.9}, False),
        ("planter", {"height_m": 0.6}, False),
        ("kiosk", {"height_m": 2.8}, True),
    ],
)
def test_what_hides_by_its_height(kind: str, told: dict[str, Any], hides: bool) -> None:
    plan = plan_of(**{kind: [(LineString([(10, 10), (30, 10)]), told)]})
    assert overlooking(plan, [(20, 20)])[0] == (0 if hides else 1)


@pytest.mark.parametrize(("base", "hides"), [(1.9, True), (2.0, False)])
def test_a_crown_hides_if_it_begins_low(base: float, hides: bool) -> None:
    told = {"crown_radius_m": 2.0, "base_m": base}
    plan = plan_of(tree=[(Point(20, 10), told)])
    assert overlooking(plan, [(20, 20)])[0] == (0 if hides else 1)


def test_lines_are_a_tenth_of_a_metre_thick_and_points_have_their_size() -> None:
    wall = (LineString([(10, 10), (30, 10)]), {"height_m": 2.0})
    kiosk = (Point(20, 30), {"height_m": 2.0, "diameter_m": 3.0})
    plan = plan_of(wall=[wall], kiosk=[kiosk])
    hidden = opaque(plan, domain=SITE)
    sizes = sorted(part.area for part in shapely.get_parts(hidden))
    assert sizes == pytest.approx([20.1 * 0.1, np.pi * 1.5**2], rel=0.01)
    assert view(plan) is view(plan)
    assert view(plan, 1.2) is view(plan)
    assert view(plan, 2.5) is not view(plan)


# The share


def by_hand(windows: list[tuple[float, float]], walls: BaseGeometry) -> float:
    """Share of the square that shopfronts in its south side overlook, cell by cell."""
    seen = []
    for x in np.arange(0.5, 40):
        for y in np.arange(0.5, 40):
            total = 0.0
            for at, weight in windows:
                far = float(np.hypot(x - at, y - 0.05))
                free = not walls.crosses(LineString([(at, 0.05), (x, y)]))
                fading = min(1.0, max(0.0, (100 - far) / 75))
                total += weight * (y - 0.05) / far * fading * free
            seen.append(total >= 0.5)
    return 100 * float(np.mean(seen))


def test_the_share_of_a_square_with_a_column_cell_by_cell() -> None:
    column = box(12, 11, 17, 15)
    openings = [FRONT, (Point(5, 0), WINDOW)]
    result = share(building=[SOUTH, column], opening=openings, square=[SITE - column])
    cells = by_hand([(20, 1.0), (5, 0.6)], column)
    # The 20 cells under the column are no walkable ground, and none is overlooked.
    assert result.value == pytest.approx(cells * 1600 / 1580)
    assert result.unit == "%"
    assert result.bound == "exact"


def test_the_blind_ground_is_shown_and_adds_up() -> None:
    result = share()
    blind = [p for p in result.where if p.label == "not_overlooked"]
    area = sum(p.geometry.area for p in blind)
    assert area == pytest.approx((100 - result.value) / 100 * 1600)
    assert blind[0].value == pytest.approx(blind[0].geometry.area)
    eyes = [p for p in result.where if p.label == "opening_seeing"]
    assert [p.element_id for p in eyes] == ["opening-1"]
    assert {p.role for p in eyes} == {"context"}


def test_the_smaller_of_day_and_night_counts() -> None:
    shop = (Point(10, 0), {**FRONT[1], "active_night": "no"})
    home = (Point(30, 0), {**WINDOW, "active_day": "no", "active_night": "yes"})
    both = share(opening=[shop, home])
    assert both.reason.code == "overlooked_found"
    day, night = both.reason.args["day"], both.reason.args["night"]
    assert day == pytest.approx(share(opening=[(shop[0], FRONT[1])]).value)
    assert both.value == night < day
    assert "night_not_judged" not in both.defaults
    assert "night_not_judged" in share().defaults


def test_parameters_are_those_of_the_checklist() -> None:
    plan = plan_of()
    assert overlooked_share(plan, overlook_threshold=1e-6).value == 100
    assert overlooked_share(plan, overlook_weight_shopfront=0.4).value == 0
    near = overlooked_share(plan, overlook_full_m=1.0, overlook_end_m=20.0)
    assert near.value < overlooked_share(plan).value
    hedge = plan_of(hedge=[(box(0, 5, 40, 6), {"height_m": 1.4})])
    low = overlooked_share(hedge, eye_height_m=1.2)
    assert low.value < overlooked_share(hedge).value


# Empty and unknown


def test_none_declared_is_nothing_overlooked() -> None:
    result = share(opening=[])
    assert (result.state, result.value) == ("measured", 0.0)


@pytest.mark.parametrize(
    "silent", [("opening", "entrance"), ("building",), HIDING[1:7]]
)
def test_what_is_neither_drawn_nor_declared_is_unknown(silent: tuple[str, ...]) -> None:
    declare = [k for k in ALL if k not in silent]
    empty = {kind: [] for kind in silent}
    result = share(declare=declare, **empty)
    assert result.state == "unknown"
    assert set(silent) <= set(result.reason.args["kinds"])


def test_without_walkable_ground_nothing_is_measured() -> None:
    declare = [k for k in ALL if k not in WALKED]
    result = share(square=[], declare=declare)
    assert result.reason.code == "walkable_ground_missing"


@pytest.mark.parametrize(
    ("elements", "kind", "attribute"),
    [
        ({"wall": [LineString([(10, 5), (30, 5)])]}, "wall", "height_m"),
        ({"fence": [(box(10, 5, 30, 6), {"height_m": 2.0})]}, "fence", "transparent"),
        ({"tree": [(Point(20, 10), {"crown_radius_m": 3.0})]}, "tree", "base_m"),
        ({"opening": [(Point(20, 0), {"type": "window"})]}, "opening", "use"),
        (
            {"opening": [(Point(20, 0), {"type": "window", "use": "dwelling"})]},
            "opening",
            "floor",
        ),
    ],
)
def test_what_is_missing_leaves_worst_and_best(
    elements: dict[str, Any], kind: str, attribute: str
) -> None:
    result = share(**elements)
    assert result.state == "unknown"
    assert result.worst < result.best
    assert result.reason.args["kind"] == kind
    assert result.reason.args["attribute"] == attribute


def test_openings_that_are_assumed_give_the_best_share_only() -> None:
    assumed = Supplied(
        "opening-2", "opening", "geometry", "x", "assumed", "facade-openings"
    )
    openings = [FRONT, (Point(2, 0), WINDOW)]
    result = share(opening=openings, supplied=(assumed,))
    assert result.state == "unknown"
    assert result.reason.code == "openings_assumed"
    assert result.worst == share().value
    assert result.best == share(opening=openings).value
    assert result.assumed == ("facade-openings",)


def test_only_mapped_openings_help_and_obstacles_hurt() -> None:
    some = [k for k in ALL if k not in ("opening", "entrance")]
    assert share(declare=some, entrance=[]).bound == "lower"
    assert share(declare=["tree", "wall"]).bound == "open"


def test_the_field_shows_what_the_share_counts() -> None:
    plan = plan_of()
    made = eyes_field(plan)
    assert isinstance(made, Field)
    counted = made.values[~np.isnan(made.values)]
    assert 100 * (counted >= 0.5).mean() == pytest.approx(overlooked_share(plan).value)
    centre = made.grid.centres[: made.grid.columns]
    assert overlooking(plan, centre) == pytest.approx(made.values[0])
    assert eyes_field(plan_of(opening=[])) is None
    half = eyes_field(plan, overlook_weight_shopfront=0.5)
    assert half is not None
    assert half.values[9, 9] == pytest.approx(made.values[9, 9] / 2)


# Properties

_SPOTS = np.array([(3.5, 7.5), (20.0, 20.0), (38.5, 33.5), (21.0, 1.0)])


def turned(thing: BaseGeometry, angle: float, dx: float, dy: float) -> BaseGeometry:
    return translate(rotate(thing, angle, origin=(0, 0)), dx, dy)


@settings(max_examples=15)
@given(
    st.floats(0, 360), st.floats(0, 160_000), st.floats(0, 170_000), st.integers(0, 9)
)
def test_turning_and_moving_a_place_changes_nothing(
    angle: float, dx: float, dy: float, seed: int
) -> None:
    x, y = np.random.default_rng(seed).uniform(3, 35, 2)
    hedge, told = box(x, y, x + 3, y + 1), {"height_m": 2.0}
    here = overlooking(plan_of(hedge=[(hedge, told)]), _SPOTS)

    def moved(shape: BaseGeometry) -> BaseGeometry:
        return turned(shape, angle, dx, dy)

    there = plan_of(
        moved(SITE),
        building=[moved(SOUTH)],
        opening=[(moved(FRONT[0]), FRONT[1])],
        hedge=[(moved(hedge), told)],
    )
    spots = [moved(Point(s)).coords[0] for s in _SPOTS]
    assert overlooking(there, spots) == pytest.approx(here, abs=1e-5)


_HEDGES = st.tuples(*[st.floats(0, 40)] * 4).map(
    lambda c: (LineString([c[:2], (c[2], c[3] + 0.5)]), {"height_m": 2.0})
)


@settings(max_examples=15)
@given(st.lists(_HEDGES, max_size=3), _HEDGES)
def test_an_added_hedge_never_raises_the_share(there: list[Any], added: Any) -> None:
    # Drawn as lines, hedges take no walkable ground away: only views.
    before, after = (plan_of(hedge=some) for some in (there, [*there, added]))
    assert overlooked_share(after).value <= overlooked_share(before).value
    assert (overlooking(after, _SPOTS) <= overlooking(before, _SPOTS) + 1e-12).all()


@settings(max_examples=15)
@given(st.floats(1, 39), st.floats(1, 39))
def test_an_added_window_makes_no_spot_less_overlooked(x: float, other: float) -> None:
    one = [(Point(x, 0), WINDOW)]
    before = overlooking(plan_of(opening=one), _SPOTS)
    after = overlooking(plan_of(opening=[*one, (Point(other, 0), WINDOW)]), _SPOTS)
    assert (after >= before - 1e-12).all()

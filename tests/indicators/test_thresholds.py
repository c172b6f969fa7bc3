from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.measurement import Measurement
from sbd.indicators.thresholds import flush_threshold_share, level_threshold_share
from sbd.plans.plan import Plan, Supplied, make_plan

SITE = box(0, 0, 60, 40)
ALL = ("carriageway", "crossing", "entrance", "kerb", "tactile")
ROAD = box(-50, 10, 150, 18)
LOW, HIGH = LineString([(18, 10), (22, 10)]), LineString([(18, 18), (22, 18)])
ZEBRA = box(18, 10, 22, 18)


def plan_of(declare: Any = ALL, **elements: Any) -> Plan:
    supplied = elements.pop("supplied", ())
    return make_plan(
        {"carriageway": [ROAD], **elements},
        site=SITE,
        declare=declare,
        supplied=supplied,
    )


def level(declare: Any = ALL, **elements: Any) -> Measurement:
    return level_threshold_share(plan_of(declare, **elements))


def flush(declare: Any = ALL, **elements: Any) -> Measurement:
    return flush_threshold_share(plan_of(declare, **elements))


def crossing(kerb_m: float = 0.0, tactile: str | None = "yes") -> tuple[Any, Any]:
    return (ZEBRA, {"kerb_m": kerb_m, "tactile": tactile})


def kerb(shape: BaseGeometry, **attributes: Any) -> tuple[BaseGeometry, Any]:
    return (shape, {"tactile": "yes", **attributes})


def entrance(step_m: float = 0.0, public: str | None = "yes") -> tuple[Any, Any]:
    return (Point(40, 30), {"step_m": step_m, "public": public})


@pytest.mark.parametrize(
    ("kerb_m", "tactile", "is_level", "is_flush"),
    [
        (0.0, "yes", 100, 100),
        (0.005, "yes", 100, 100),
        (0.01, "yes", 100, 0),
        (0.012, "yes", 0, 0),
        (0.0, "no", 0, 0),
    ],
)
def test_a_crossing_is_level_to_a_centimetre_and_has_a_warning(
    kerb_m: float, tactile: str, is_level: float, is_flush: float
) -> None:
    assert level(crossing=[crossing(kerb_m, tactile)]).value == is_level
    assert flush(crossing=[crossing(kerb_m, tactile)]).value == is_flush


@pytest.mark.parametrize(("step", "is_level"), [(0.02, 100), (0.021, 0), (0.15, 0)])
def test_a_public_entrance_is_level_to_two_centimetres(
    step: float, is_level: float
) -> None:
    assert level(entrance=[entrance(step)]).value == is_level


def test_crossings_and_entrances_are_counted_together() -> None:
    result = level(
        crossing=[crossing(0.0), crossing(0.05)],
        entrance=[entrance(0.0), entrance(0.0), entrance(0.2, public="no")],
    )
    assert result.value == pytest.approx(75)
    assert result.reason.args == {"level": 3, "thresholds": 4}
    assert [p.role for p in result.where] == ["good", "finding", "good", "good"]
    assert (result.where[1].value, result.where[1].unit) == (0.05, "m")


def test_both_ends_must_be_level() -> None:
    kerbs = [kerb(LOW, height_m=0.0), kerb(HIGH, height_m=0.05)]
    assert level(crossing=[ZEBRA], kerb=kerbs).value == 0
    both = [kerb(LOW, height_m=0.0), kerb(HIGH, height_m=0.01)]
    assert level(crossing=[ZEBRA], kerb=both).value == 100


@pytest.mark.parametrize(
    "shape",
    [
        ZEBRA,
        box(14, 10, 26, 18),  # wider than long: its ends are still at the kerbs
        LineString([(20, 10), (20, 18)]),
        LineString([(20, 8), (20, 21)]),  # from pavement to pavement
        Point(20, 14),  # a node on the axis
    ],
)
def test_the_ends_of_any_drawing_find_their_kerbs(shape: BaseGeometry) -> None:
    kerbs = [
        kerb(LOW, height_m=0.0),
        kerb(HIGH, height_m=0.0),
        # the raised kerbs beside a crossing touch its corners
        kerb(LineString([(-50, 10), (18, 10)]), height_m=0.12),
        kerb(LineString([(22, 10), (150, 10)]), height_m=0.12),
    ]
    assert level(crossing=[shape], kerb=kerbs).value == 100


def test_a_kerb_farther_than_a_metre_is_not_the_crossings() -> None:
    undeclared = [k for k in ALL if k != "kerb"]
    zebra = (ZEBRA, {"tactile": "yes"})
    away = [kerb(Point(20, 8.8), height_m=0.0), kerb(HIGH, height_m=0.0)]
    assert level(undeclared, crossing=[zebra], kerb=away).state == "unknown"
    near = [kerb(Point(20, 9.1), height_m=0.0), kerb(HIGH, height_m=0.0)]
    assert level(undeclared, crossing=[zebra], kerb=near).value == 100


@pytest.mark.parametrize(
    ("form", "expected"),
    [("flush", (100, 100)), ("lowered", (0, 100)), ("raised", (0, 0))],
)
def test_the_form_of_a_kerb_bounds_its_height(
    form: str, expected: tuple[float, float]
) -> None:
    kerbs = [kerb(LOW, form=form), kerb(HIGH, form="flush")]
    result = level(crossing=[ZEBRA], kerb=kerbs)
    assert (result.worst, result.best) == expected
    assert (result.state == "unknown") == (form == "lowered")
    if form == "lowered":
        assert result.reason.args == {
            "kind": "kerb",
            "attribute": "height_m",
            "count": 1,
            "of": 1,
        }


def test_no_kerb_in_a_plan_complete_for_kerbs_is_flush_and_named() -> None:
    result = level(crossing=[(ZEBRA, {"tactile": "yes"})])
    assert result.value == 100
    assert result.defaults == ("no_kerb_is_flush",)
    undeclared = [k for k in ALL if k != "kerb"]
    silent = level(undeclared, crossing=[(ZEBRA, {"tactile": "yes"})])
    assert (silent.worst, silent.best) == (0, 100)
    assert silent.reason.args["attribute"] == "kerb_m"


def test_warning_tiles_at_both_ends_are_a_tactile_warning() -> None:
    tiles = [
        (box(18, 9.4, 22, 10), {"type": "warning"}),
        (box(18, 18, 22, 18.6), {"type": "warning"}),
    ]
    elements = {"crossing": [(ZEBRA, {"kerb_m": 0.0})]}
    assert level(**elements, tactile=tiles).value == 100
    assert level(**elements, tactile=tiles[:1]).value == 0
    undeclared = [k for k in ALL if k != "tactile"]
    assert level(undeclared, **elements, tactile=tiles[:1]).state == "unknown"


def test_missing_attributes_leave_an_interval() -> None:
    result = level(
        crossing=[crossing(0.0), crossing(0.0, tactile=None), crossing(0.05)],
        entrance=[entrance(np.nan)],
        declare=["crossing", "entrance"],
    )
    assert result.state == "unknown"
    assert (result.worst, result.best) == (25, 75)


def test_missing_attributes_that_change_nothing_are_measured() -> None:
    declare = ["crossing", "entrance"]
    high = level(declare, crossing=[crossing(0.05, tactile=None)])
    assert high.value == 0
    dumb = level(declare, crossing=[crossing(np.nan, tactile="no")])
    assert dumb.value == 0


def test_an_entrance_that_may_be_private_is_left_out_where_that_bounds() -> None:
    passing = level(crossing=[crossing(0.05)], entrance=[entrance(0.0, public=None)])
    assert (passing.worst, passing.best) == (0, 50)
    assert passing.reason.args["attribute"] == "public"
    failing = level(crossing=[crossing(0.0)], entrance=[entrance(0.2, public=None)])
    assert (failing.worst, failing.best) == (50, 100)
    same = level(crossing=[crossing(0.0)], entrance=[entrance(0.0, public=None)])
    assert same.value == 100


def test_none_of_both_is_not_applicable_only_when_declared() -> None:
    assert level().state == "not_applicable"
    assert level(["crossing"]).reason.args == {"kinds": ("entrance",)}
    assert level(["crossing"]).state == "unknown"


def test_one_kind_unsaid_leaves_everything_open() -> None:
    result = level(["crossing"], crossing=[crossing(0.0)])
    assert (result.worst, result.best) == (0, 100)
    assert result.reason.args == {"kinds": ("entrance",)}


def test_mapped_but_undeclared_is_open() -> None:
    result = level([], crossing=[crossing(0.0)], entrance=[entrance()])
    assert (result.value, result.bound) == (100, "open")
    assert result.completeness == "as_mapped"


def test_crossings_beyond_the_setting_do_not_count() -> None:
    far = (box(100, 10, 104, 18), {"kerb_m": 0.2, "tactile": "no"})
    assert level(crossing=[crossing(0.0), far]).value == 100


def test_assumed_kerb_heights_are_named() -> None:
    supplied = (
        Supplied("kerb-1", "kerb", "height_m", 0.03, "assumed", "kerb-heights"),
    )
    kerbs = [kerb(LOW, height_m=0.03), kerb(HIGH, height_m=0.0)]
    result = level(crossing=[ZEBRA], kerb=kerbs, supplied=supplied)
    assert (result.value, result.assumed) == (0, ("kerb-heights",))


@settings(max_examples=15, deadline=None)
@given(angle=st.floats(-180, 180), dx=st.floats(-1e5, 1e5), seed=st.integers(0, 99))
def test_order_and_place_do_not_matter(angle: float, dx: float, seed: int) -> None:
    order = np.random.default_rng(seed)

    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, angle, origin=(0, 0)), dx)

    kerbs = [kerb(LOW, height_m=0.0), kerb(HIGH, height_m=0.01)]
    crossings = [ZEBRA, box(40, 10, 44, 18)]
    plan = make_plan(
        {
            "carriageway": [moved(ROAD)],
            "crossing": [moved(crossings[i]) for i in order.permutation(2)],
            "kerb": [(moved(kerbs[i][0]), kerbs[i][1]) for i in order.permutation(2)],
        },
        site=moved(SITE),
        declare=[k for k in ALL if k != "kerb"],
    )
    result = level_threshold_share(plan)
    # the second crossing has neither kerbs nor tiles: no warning, so not level
    assert result.value == pytest.approx(50)


def test_an_assumed_entrance_is_no_threshold() -> None:
    """Assumed doors serve light at windows and overlooking only (method, section 4)."""
    drawn = Supplied(
        "entrance-2", "entrance", "geometry", "drawn", "assumed", "facade-openings"
    )
    doors = [entrance(), (Point(45, 30), {})]
    both = level(crossing=[crossing(0.2)], entrance=doors, supplied=[drawn])
    assert (both.state, both.value) == ("measured", 50)
    assert both.assumed == ()


def test_a_plan_with_assumed_entrances_only_has_none_mapped() -> None:
    drawn = Supplied(
        "entrance-1", "entrance", "geometry", "drawn", "assumed", "facade-openings"
    )
    result = level(
        ("carriageway", "kerb"),
        crossing=[crossing()],
        entrance=[(Point(45, 30), {})],
        supplied=[drawn],
    )
    assert (result.state, result.reason.args) == ("unknown", {"kinds": ("entrance",)})

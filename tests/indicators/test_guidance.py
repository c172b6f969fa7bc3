"""Guidance (A-07): a stop, a crossing and a door along one route."""

from __future__ import annotations

from typing import Any

import pytest
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from sbd.indicators.guidance import guided_share
from sbd.indicators.measurement import Measurement
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, make_plan

ALL = [kind for kind in KINDS if kind not in ("site", "extent")]
SITE = box(0, 0, 100, 40)
ROUTE = (LineString([(0, 20), (100, 20)]), {"main": "yes"})
STOP, DOOR = Point(10, 20), (Point(90, 22), {"main": "yes"})


def plan(declare: Any = ALL, **more: Any) -> Plan:
    """A stop in the west and a door in the east of a route of 100 m."""
    elements = {"square": [SITE], "route": [ROUTE], "stop": [STOP]}
    elements |= {"entrance": [DOOR], **more}
    return make_plan(elements, site=SITE, declare=declare)


def share(**more: Any) -> float | None:
    return guided_share(plan(**more)).value


def strip(*ends: tuple[float, float]) -> dict[str, Any]:
    """Tactile strips along the route from one x to another."""
    lines = [LineString([(a, 21), (b, 21)]) for a, b in ends]
    return {"tactile": [(line, {"type": "strip"}) for line in lines]}


def gaps(found: Measurement) -> list[float]:
    shown = [p for p in found.where if p.label in ("guide_gap", "guide_far")]
    return [round(p.value or 0, 2) for p in shown]


def test_a_strip_from_stop_to_door_links_them() -> None:
    found = guided_share(plan(**strip((10, 90))))
    assert (found.state, found.value, found.unit) == ("measured", 100.0, "%")
    assert (found.bound, found.defaults, found.flags) == ("exact", (), ())


@pytest.mark.parametrize(
    ("gap", "linked"), [(9.0, 100.0), (10.0, 100.0), (10.5, 0.0), (30.0, 0.0)]
)
def test_a_gap_of_ten_metres_is_bridged(gap: float, linked: float) -> None:
    found = guided_share(plan(**strip((10, 40), (40 + gap, 90))))
    assert found.value == linked
    assert gaps(found) == ([] if linked else [gap])


@pytest.mark.parametrize(("start", "linked"), [(11.7, 100.0), (12.5, 0.0)])
def test_an_end_lies_within_two_metres(start: float, linked: float) -> None:
    # sqrt(1.7^2 + 1) = 1.97 m, sqrt(2.5^2 + 1) = 2.69 m.
    found = guided_share(plan(**strip((start, 90))))
    assert found.value == linked
    assert gaps(found) == ([] if linked else [2.69])


def test_no_line_at_all_shows_the_stretch() -> None:
    found = guided_share(plan())
    assert found.value == 0.0
    assert {p.label for p in found.where} == {"no_guide_line"}


@pytest.mark.parametrize(
    ("kind", "shape", "attributes", "linked"),
    [
        ("building", box(5, 22, 95, 30), {}, 100.0),
        ("wall", LineString([(10, 21), (90, 21)]), {}, 100.0),
        ("hedge", box(5, 21, 95, 22), {}, 100.0),
        ("green", box(5, 21, 95, 30), {}, 100.0),
        ("kerb", LineString([(10, 21), (90, 21)]), {"height_m": 0.03}, 100.0),
        ("kerb", LineString([(10, 21), (90, 21)]), {"height_m": 0.02}, 0.0),
        ("kerb", LineString([(10, 21), (90, 21)]), {"form": "raised"}, 100.0),
        ("kerb", LineString([(10, 21), (90, 21)]), {"form": "flush"}, 0.0),
        ("tactile", LineString([(10, 21), (90, 21)]), {"type": "warning"}, 0.0),
        ("building", box(5, 33, 95, 40), {}, 0.0),  # too far from the route
    ],
)
def test_what_a_cane_follows(
    kind: str, shape: BaseGeometry, attributes: dict[str, Any], linked: float
) -> None:
    assert share(**{kind: [(shape, attributes)]}) == linked


def test_pairs_are_those_that_follow_each_other() -> None:
    road = [(box(48, -50, 52, 90), {"shared": "no"})]
    zebra = [(box(48, 18, 52, 22), {"kerb_m": 0.05, "tactile": "no"})]
    found = guided_share(plan(carriageway=road, crossing=zebra, **strip((10, 48))))
    assert found.reason.args == {"linked": 1, "pairs": 2}
    assert found.value == 50.0
    assert found.flags == ()  # a kerb of 5 cm warns by itself


def test_places_far_from_the_route_form_no_pair() -> None:
    found = guided_share(plan(entrance=[(Point(90, 31), {"main": "yes"})]))
    assert (found.state, found.reason.code) == (
        "not_applicable",
        "no_pair_along_routes",
    )


@pytest.mark.parametrize(
    ("kerb", "tactile", "flagged"),
    [(0.0, "no", True), (0.02, "no", True), (0.0, "yes", False), (0.03, "no", False)],
)
def test_a_level_crossing_without_warning_is_flagged(
    kerb: float, tactile: str, flagged: bool
) -> None:
    zebra = [(box(48, 18, 52, 22), {"kerb_m": kerb, "tactile": tactile})]
    road = [(box(48, -50, 52, 90), {"shared": "no"})]
    found = guided_share(plan(carriageway=road, crossing=zebra, **strip((10, 90))))
    assert found.flags == (("crossing_without_warning",) if flagged else ())
    shown = [p.element_id for p in found.where if p.label in found.flags]
    assert shown == (["crossing-1"] if flagged else [])


def test_a_warning_that_is_not_told_leaves_it_open() -> None:
    zebra = [(box(48, 18, 52, 22), {"kerb_m": 0.0})]
    road = [(box(48, -50, 52, 90), {"shared": "no"})]
    some = [k for k in ALL if k != "tactile"]
    found = guided_share(
        plan(declare=some, carriageway=road, crossing=zebra, **strip((10, 90)))
    )
    assert (found.state, found.worst, found.best) == ("unknown", 0.0, 100.0)
    assert found.reason.code == "crossing_warning_missing"


def test_tactile_strips_nobody_spoke_of_leave_an_interval() -> None:
    some = [k for k in ALL if k != "tactile"]
    found = guided_share(plan(declare=some))
    assert (found.state, found.worst, found.best) == ("unknown", 0.0, 100.0)
    assert found.reason.args["kinds"] == ("tactile",)


def test_a_kerb_without_a_height_guides_at_best() -> None:
    found = guided_share(plan(kerb=[LineString([(10, 21), (90, 21)])]))
    assert (found.state, found.worst, found.best) == ("unknown", 0.0, 100.0)
    assert found.reason.args["attribute"] == "height_m"


def test_one_more_line_never_guides_less() -> None:
    one, both = strip((10, 40)), strip((10, 40), (45, 90))
    first, second = share(**one), share(**both)
    assert first is not None
    assert second is not None
    assert first <= second == 100.0


@pytest.mark.parametrize("degrees", [45, 133, 270])
def test_turned_and_moved_to_lambert_coordinates(degrees: int) -> None:
    def moved(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, degrees, origin=(0, 0)), 1.5e5, 1.7e5)

    for gap, linked in ((9.9, 100.0), (10.1, 0.0)):
        lines = strip((10, 40), (40 + gap, 90))["tactile"]
        turned = make_plan(
            {
                "square": [moved(SITE)],
                "route": [(moved(ROUTE[0]), ROUTE[1])],
                "stop": [moved(STOP)],
                "entrance": [(moved(DOOR[0]), DOOR[1])],
                "tactile": [(moved(line), told) for line, told in lines],
            },
            site=moved(SITE),
            declare=ALL,
        )
        assert guided_share(turned).value == linked


def test_an_end_too_far_from_a_guide_line_is_no_gap_in_it() -> None:
    """Gaps of up to 10 m are bridged, so one of 2.69 m would be no finding."""
    found = guided_share(plan(**strip((12.5, 90))))
    assert [p.label for p in found.where if p.role == "finding"] == ["guide_far"]

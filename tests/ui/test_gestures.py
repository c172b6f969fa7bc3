"""What is done on the map: lengths that stay, corners that meet, refusals that say."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box, mapping

from sbd.errors import PlanError
from sbd.locale import translated
from sbd.plans.plan import Plan, Supplied, make_plan
from sbd.plans.steps import Draw, Erase, Fill, Reshape, Step
from sbd.ui.gestures import steps_of

X, Y = 148_900.0, 170_600.0
HOUSE = box(X, Y, X + 10, Y + 8)
LAMP = Point(X + 20.1234567, Y + 5.7654321)


def plan(**more: Any) -> Plan:
    elements: dict[str, Any] = {
        "building": [(HOUSE, {"height_m": 9.0}), box(X + 30, Y, X + 40, Y + 8)],
        "lamp": [LAMP],
        "bench": [LineString([(X + 12, Y + 2), (X + 14, Y + 2)])],
    }
    return make_plan(
        {**elements, **more}, site=box(X - 5, Y - 5, X + 60, Y + 40), name="Plein"
    )


def sent(shape: Any) -> dict[str, Any]:
    made = mapping(shape)
    return {"type": made["type"], "coordinates": _lists(made["coordinates"])}


def _lists(c: Any) -> Any:
    return [_lists(x) for x in c] if isinstance(c, tuple) else c


def draw(kind: str, shape: Any, **more: Any) -> dict[str, Any]:
    return {"op": "draw", "n": 1, "kind": kind, "geometry": sent(shape), **more}


def only(event: dict[str, Any], at: Plan | None = None) -> Step:
    (step,) = steps_of(event, at or plan())
    return step


def drawn(event: dict[str, Any], at: Plan | None = None) -> shapely.Geometry:
    step = only(event, at)
    assert isinstance(step, Draw | Reshape)
    return shapely.from_wkt(step.geometry)


def refused(event: Any, at: Plan | None = None) -> str:
    with pytest.raises(PlanError) as caught:
        steps_of(event, at or plan())
    for lang in ("nl", "fr"):
        assert translated(lang, caught.value.parts) != str(caught.value)
    return str(caught.value)


# --- drawing -----------------------------------------------------------------


def test_a_lamp_with_its_attributes() -> None:
    values = {"height_m": "5", "lumen": "4 000".replace(" ", ""), "mf": ""}
    step = only(draw("lamp", Point(X + 50, Y + 20), attributes=values))
    assert isinstance(step, Draw)
    assert (step.id, step.kind) == ("lamp-s1", "lamp")
    assert step.attributes == {"height_m": 5.0, "lumen": 4000.0}
    assert shapely.from_wkt(step.geometry).equals(Point(X + 50, Y + 20))


def test_ids_are_new() -> None:
    first = plan(tree=[Point(X + 50, Y)])
    layer = first.of("tree").rename(index={"tree-1": "tree-s1"})
    layer.index.name = "element_id"
    taken = replace(first, layers={**first.layers, "tree": layer})
    step = only(draw("tree", Point(X + 51, Y)), taken)
    assert isinstance(step, Draw)
    assert step.id == "tree-s2"


def test_a_site_replaces_the_site() -> None:
    step = only(draw("site", box(X, Y, X + 30, Y + 30)))
    assert isinstance(step, Draw)
    assert (step.id, step.kind) == ("site", "site")


def test_a_corner_near_a_corner_is_that_corner() -> None:
    line = LineString([(X + 10.01, Y + 8.005), (X + 25, Y + 25)])
    start = drawn(draw("route", line)).coords[0]
    assert start == (X + 10, Y + 8)


def test_a_point_on_a_lamp_is_at_the_lamp_to_the_last_bit() -> None:
    near = Point(round(LAMP.x, 4), round(LAMP.y, 4))
    assert drawn(draw("bollard", near)).coords[0] == LAMP.coords[0]


def test_snapping_can_be_off() -> None:
    line = LineString([(X + 10.01, Y + 8.005), (X + 25, Y + 25)])
    assert drawn(draw("route", line, snap=False)).equals(line)


@given(
    st.floats(0.05, 500),
    st.floats(0, 360),
    st.floats(-0.02, 0.02),
)
def test_a_typed_length_is_that_length(
    length: float, direction: float, slip: float
) -> None:
    start = (X + 10 + slip, Y + 8)  # will be snapped to the corner of the house
    angle = math.radians(direction)
    end = (start[0] + length * math.sin(angle), start[1] + length * math.cos(angle))
    line = drawn(draw("route", LineString([start, end]), typed=[1]))
    assert abs(line.length - length) < 1e-6
    assert line.coords[0] == (X + 10, Y + 8)


def test_a_typed_corner_is_not_snapped() -> None:
    # 12.50 m east of the house's corner ends 1 cm beside a post.
    post = plan(bollard=[Point(X + 22.51, Y + 8)])
    line = LineString([(X + 10, Y + 8), (X + 22.5, Y + 8)])
    assert drawn(draw("route", line, typed=[1]), post).length == pytest.approx(
        12.5, abs=1e-9
    )
    assert drawn(draw("route", line), post).coords[1] == (X + 22.51, Y + 8)


def test_an_area_whose_edges_cross_is_refused() -> None:
    bow = Polygon([(X, Y + 20), (X + 6, Y + 26), (X + 6, Y + 20), (X, Y + 26)])
    assert "may not cross" in refused(draw("stay_zone", bow))


def test_a_line_of_one_place_is_refused() -> None:
    line = LineString([(X + 20, Y + 20), (X + 20, Y + 20)])
    assert "two different points" in refused(draw("route", line))


def test_far_away_is_refused() -> None:
    assert "5 km" in refused(draw("lamp", Point(X + 9e5, Y)))


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"op": "boil"},
        {"op": "erase", "ids": []},
        {"op": "erase"},
        draw("castle", Point(X, Y)),
        draw("extent", box(X, Y, X + 1, Y + 1)),
        draw("lamp", box(X, Y, X + 1, Y + 1)),
        draw("lamp", Point(X, Y), attributes={"colour": "red"}),
        {"op": "draw", "kind": "lamp", "geometry": {"type": "Point"}},
        {
            "op": "draw",
            "kind": "lamp",
            "geometry": {"type": "Point", "coordinates": [math.nan, 1.0]},
        },
        {
            "op": "draw",
            "kind": "lamp",
            "geometry": {"type": "Point", "coordinates": ["<b>", {}]},
        },
        {
            "op": "draw",
            "kind": "route",
            "geometry": {
                "type": "LineString",
                "coordinates": [[X + n / 1e3, Y] for n in range(5001)],
            },
        },
        {"op": "move", "ids": ["lamp-1"], "dx": math.inf, "dy": 0},
        {"op": "turn", "ids": ["lamp-1"], "degrees": "north"},
        {"op": "reshape", "id": "building-1", "geometry": sent(Point(X, Y))},
        {"op": "fill", "ids": ["lamp-1"], "values": {"height": 5}},
    ],
)
def test_what_cannot_be_read_is_refused_by_one_sentence(event: dict[str, Any]) -> None:
    assert refused(event).endswith("please do it again.")


@pytest.mark.parametrize("value", ["tall", -5, "1e99", math.inf])
def test_a_value_that_is_none_is_refused(value: Any) -> None:
    event = {"op": "fill", "ids": ["lamp-1"], "values": {"height_m": value}}
    refused(event)


# --- changing ----------------------------------------------------------------


def test_moving_is_exact() -> None:
    event = {"op": "move", "ids": ["lamp-1"], "dx": 0.1, "dy": -1.0}
    assert drawn(event).coords[0] == (LAMP.x + 0.1, LAMP.y - 1.0)


def test_moving_from_corner_to_corner_meets_it() -> None:
    # Sent as the map shows it, in tenths of a millimetre.
    start, end = (LAMP.x, LAMP.y), (X + 10.0, Y + 8.0)
    event = {
        "op": "move",
        "ids": ["lamp-1"],
        "dx": round(end[0] - start[0], 4),
        "dy": round(end[1] - start[1], 4),
        "start": [round(v, 4) for v in start],
        "end": [*end],
    }
    assert drawn(event).distance(Point(end)) < 1e-9


def test_moving_several_gives_a_step_each() -> None:
    event = {"op": "move", "ids": ["lamp-1", "bench-1", "lamp-1"], "dx": 1, "dy": 0}
    steps = steps_of(event, plan())
    assert [s.target.id for s in steps if isinstance(s, Reshape)] == [
        "lamp-1",
        "bench-1",
    ]


def test_turning_is_clockwise_round_its_own_middle() -> None:
    # The bench from west to east, 2 m: a quarter turn makes it run north to south.
    turned = drawn({"op": "turn", "ids": ["bench-1"], "degrees": 90})
    (x1, y1), (x2, y2) = turned.coords
    assert (x1, y1) == pytest.approx((X + 13, Y + 3))
    assert (x2, y2) == pytest.approx((X + 13, Y + 1))


def test_turning_a_point_is_refused() -> None:
    assert "nothing to turn" in refused(
        {"op": "turn", "ids": ["lamp-1"], "degrees": 15}
    )


def test_erasing() -> None:
    step = only({"op": "erase", "ids": ["lamp-1", "bench-1"]})
    assert isinstance(step, Erase)
    assert [t.id for t in step.targets] == ["lamp-1", "bench-1"]


def test_an_unknown_element_is_named() -> None:
    assert "lamp-9" in refused({"op": "erase", "ids": ["lamp-9"]})


def test_reshaping_changes_the_corner_that_was_moved_and_no_other() -> None:
    house = Polygon(
        [
            (X + 50.123456, Y + 10.654321),
            (X + 55.5555555, Y + 10.7777777),
            (X + 55.1, Y + 15.9),
        ]
    )
    at = plan(kiosk=[house])
    corners = [[round(x, 4), round(y, 4)] for x, y in house.exterior.coords]
    corners[1] = [X + 56.0, Y + 10.0]
    event = {
        "op": "reshape",
        "id": "kiosk-1",
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }
    got = drawn(event, at)
    assert got.exterior.coords[0] == house.exterior.coords[0]
    assert got.exterior.coords[1] == (X + 56.0, Y + 10.0)
    assert got.exterior.coords[2] == house.exterior.coords[2]


def test_reshaping_into_a_crossing_is_refused() -> None:
    bow = Polygon([(X, Y), (X + 10, Y + 8), (X + 10, Y), (X, Y + 8)])
    event = {"op": "reshape", "id": "building-1", "geometry": sent(bow)}
    assert "may not cross" in refused(event)


def test_a_required_facade() -> None:
    event = {
        "op": "fill",
        "ids": ["building-1"],
        "values": {"fire_access": "required"},
    }
    step = only(event)
    assert isinstance(step, Fill)
    assert step.changes[0].values == {"fire_access": "required"}
    assert step.changes[0].target.kind == "building"


def test_none_makes_a_value_unknown_again() -> None:
    step = only({"op": "fill", "ids": ["building-1"], "values": {"height_m": None}})
    assert isinstance(step, Fill)
    assert step.changes[0].values == {"height_m": None}


@pytest.mark.parametrize("op", ["undo", "redo"])
def test_undo_and_redo_are_the_projects_own(op: str) -> None:
    assert steps_of({"op": op, "n": 3}, plan()) == ()


# --- what is not the planner's to change ------------------------------------


def test_routes_from_centrelines_are_not_changed() -> None:
    at = plan(route=[LineString([(X, Y + 30), (X + 9, Y + 30)])])
    at = replace(at, route_source="centrelines")
    event = {"op": "move", "ids": ["route-1"], "dx": 1, "dy": 1}
    assert "centre lines" in refused(event, at)


def test_assumed_elements_are_not_changed() -> None:
    assumed = Supplied("lamp-1", "lamp", "geometry", "assumed", "assumed", "lamps")
    at = replace(plan(), supplied=(assumed,))
    assert "assumption" in refused({"op": "erase", "ids": ["lamp-1"]}, at)

"""What the table sends, as steps; whatever else a browser sends is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, box

from sbd.errors import PlanError
from sbd.plans.plan import Plan, make_plan
from sbd.ui.fills import fill_of, kind_shown

X, Y = 149_000.0, 170_000.0
PLAN: Plan = make_plan(
    {
        "lamp": [Point(X + 10, Y + 10), Point(X + 20, Y + 10)],
        "toilet": [Point(X + 30, Y + 10)],
        "route": [LineString([(X, Y), (X + 9, Y)])],
    },
    site=box(X, Y, X + 60, Y + 40),
)


def rows(*given_rows: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    return {"op": "fill", "rows": [{"id": i, "values": v} for i, v in given_rows]}


def test_each_row_becomes_a_change() -> None:
    event = rows(
        ("lamp-1", {"height_m": 5, "lumen": 4000.0}), ("toilet-1", {"free": "ja"})
    )
    step = fill_of(event, PLAN)
    assert step is not None
    lamp, toilet = step.changes
    assert lamp.values == {"height_m": 5.0, "lumen": 4000.0}
    assert (lamp.target.kind, lamp.target.x) == ("lamp", X + 10)
    assert toilet.values == {"free": "yes"}


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_blank_makes_a_value_unknown(blank: str | None) -> None:
    step = fill_of(rows(("lamp-1", {"height_m": blank})), PLAN)
    assert step is not None
    assert step.changes[0].values == {"height_m": None}


@pytest.mark.parametrize(
    ("name", "value"),
    [("height_m", -5.0), ("height_m", 4000.0), ("lumen", 1e9), ("height_m", "high")],
)
def test_the_first_wrong_cell_is_named(name: str, value: object) -> None:
    event = rows(("lamp-1", {"height_m": 5.0}), ("lamp-2", {name: value}))
    with pytest.raises(PlanError, match=f"lamp-2: .* is no value for {name}"):
        fill_of(event, PLAN)


@pytest.mark.parametrize(
    "event",
    [
        {"op": "fill", "rows": []},
        {"op": "fill"},
        {"op": "erase", "ids": ["lamp-1"]},
        {"op": "kind", "kind": "stop"},
        rows(("lamp-1", {})),
        rows(("lamp-1", {"colour": "red"})),
        rows(("lamp-1", {"height_m": True})),
        rows(("lamp-1", {"height_m": float("nan")})),
        rows(("lamp-1", {"height_m": [5]})),
        rows(("lamp-1", {"ies": "x" * 5000})),
    ],
)
def test_what_cannot_be_read_is_refused(event: dict[str, Any]) -> None:
    with pytest.raises(PlanError, match="could not be read"):
        kind_shown(event, PLAN) or fill_of(event, PLAN)


def test_an_element_that_is_gone_is_named() -> None:
    with pytest.raises(PlanError, match="no element lamp-9"):
        fill_of(rows(("lamp-9", {"height_m": 5.0})), PLAN)


def test_chosen_kinds_and_elements_say_which_kind_is_shown() -> None:
    assert kind_shown({"op": "show", "ids": ["toilet-1"]}, PLAN) == "toilet"
    assert kind_shown({"op": "kind", "kind": "lamp"}, PLAN) == "lamp"
    assert fill_of({"op": "kind", "kind": "lamp"}, PLAN) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["op", "rows", "id", "values"]), inner)
        ),
    )
)
def test_no_rows_do_anything_but_fill_or_refuse(junk: Any) -> None:
    with pytest.raises(PlanError):
        fill_of({"op": "fill", "rows": junk}, PLAN)

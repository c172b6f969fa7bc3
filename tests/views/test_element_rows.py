"""The table of elements: which kinds, which columns, and where values come from."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from shapely import LineString, Point, box

from sbd.assessment.readiness import Ready, incomplete, readiness
from sbd.checklists.read import read_checklist
from sbd.indicators.needs import Lack
from sbd.locale import LANGS
from sbd.plans.assume import assume
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, Supplied, make_plan
from sbd.views.element_rows import columns_of, element_table, kinds_to_fill
from sbd.views.ready_list import lacking_list, ready_count

X, Y = 149_000.0, 170_000.0
CHECKLIST = read_checklist("brussels")


@pytest.fixture(scope="module")
def plan() -> Plan:
    lamps = [
        (Point(X + 10, Y + 10), {"height_m": 5.0, "lumen": 4000.0}),
        (Point(X + 20, Y + 10), {"height_m": 5.0}),
        (Point(X + 30, Y + 10), {}),
    ]
    toilets = [(Point(X + 40, Y + 30), {"free": "yes"})]
    found = make_plan(
        {"lamp": lamps, "toilet": toilets, "stop": [Point(X + 50, Y + 30)]},
        site=box(X, Y, X + 60, Y + 40),
    )
    given = (
        Supplied("lamp-1", "lamp", "lumen", 4000.0, "supplied"),
        Supplied("lamp-2", "lamp", "height_m", 5.0, "assumed", "lamp-light"),
    )
    return replace(found, supplied=given)


def test_kinds_that_lack_most_come_first(plan: Plan) -> None:
    kinds = kinds_to_fill(plan, readiness(plan, CHECKLIST))
    assert next(iter(kinds)) == "lamp"
    assert kinds["lamp"] == 3  # one height, two light flows
    assert "stop" not in kinds  # has no attributes
    assert "site" not in kinds


def test_rows_hold_values_origins_and_what_is_missing(plan: Plan) -> None:
    ready, missing = readiness(plan, CHECKLIST), incomplete(plan, CHECKLIST, "lamp")
    table = element_table(plan, "lamp", ready, missing, "en")
    names = [c["id"] for c in table["columns"]]
    height, lumen = names.index("height_m"), names.index("lumen")
    first, second, third = (json.loads(x) for x in table["rows"].split("\n"))
    assert (first["i"], first["v"][height], first["v"][lumen]) == ("lamp-1", 5, 4000)
    assert (first["o"][height], first["o"][lumen]) == (".", "s")
    assert second["o"][height] == "a"
    assert first["m"] == []
    assert set(third["m"]) == {height, lumen}
    assert third["v"][height] is None


@pytest.mark.parametrize("kind", ["lamp", "tree", "bollard", "opening"])
def test_needed_columns_come_first_and_none_is_lost(kind: str) -> None:
    names = [a.name for a in columns_of(kind)]
    assert sorted(names) == sorted(a.name for a in KINDS[kind].attributes)
    if kind == "lamp":
        assert set(names[:2]) == {"height_m", "lumen"}


@pytest.mark.parametrize("lang", LANGS)
def test_headers_and_choices_are_known_in_all_languages(plan: Plan, lang: str) -> None:
    table = element_table(plan, "toilet", (), {}, lang)
    free = next(c for c in table["columns"] if c["id"] == "free")
    yes = next(o for o in free["options"] if o[0] == "yes")
    assert {"yes", "ja", "oui"} <= set(yes[2])
    lamps = element_table(plan, "lamp", (), {}, lang)
    height = next(c for c in lamps["columns"] if c["id"] == "height_m")
    assert {"height_m", "height", "hoogte", "hauteur"} <= set(height["names"])
    assert height["unit"] == "m"


def test_header_names_what_it_unlocks(plan: Plan) -> None:
    table = element_table(plan, "lamp", readiness(plan, CHECKLIST), {}, "en")
    by_name = {c["id"]: c["unlocks"] for c in table["columns"]}
    assert "S-09" in by_name["lumen"]
    assert by_name["ies"] == ""


def test_header_tells_apart_what_is_all_that_lacks(plan: Plan) -> None:
    ready = (
        Ready("S-09", met=False, lacks=(Lack(("lamp",), "lumen", 2, 3),)),
        Ready(
            "L-16",
            met=False,
            lacks=(Lack(("lamp",), "lumen", 2, 3), Lack(("opening",))),
        ),
    )
    table = element_table(plan, "lamp", ready, {}, "en")
    lumen = next(c for c in table["columns"] if c["id"] == "lumen")
    assert (lumen["completes"], lumen["unlocks"]) == ("S-09", "L-16")


def test_what_an_assumption_drew_is_no_row() -> None:
    house = box(X, Y + 42, X + 60, Y + 50)
    door = (Point(X + 5, Y + 42), {"type": "door"})
    given = make_plan(
        {"building": [house], "entrance": [Point(X + 5, Y + 42)], "opening": [door]},
        site=box(X, Y, X + 60, Y + 40),
    )
    plan = assume(given, ["facade-openings"])
    assert len(plan.of("opening")) > 1
    table = element_table(plan, "opening", (), {}, "en")
    assert [json.loads(r)["i"] for r in table["rows"].split("\n")] == ["opening-1"]
    bare = make_plan({"building": [house]}, site=box(X, Y, X + 60, Y + 40))
    assert "opening" not in kinds_to_fill(assume(bare, ["facade-openings"]), ())


def test_routes_taken_from_centre_lines_are_no_rows() -> None:
    lines = {"route": [LineString([(X, Y), (X + 9, Y)])]}
    site = box(X, Y, X + 60, Y + 40)
    assert "route" in kinds_to_fill(make_plan(lines, site=site), ())
    taken = make_plan(lines, site=site, route_source="centrelines")
    assert kinds_to_fill(taken, ()) == {}


def test_count_and_list_say_what_lacks(plan: Plan) -> None:
    ready = readiness(plan, CHECKLIST)
    done = sum(one.met for one in ready)
    assert f"<b>{done}</b>" in ready_count(ready, "en")
    listed = lacking_list(ready, CHECKLIST, "en")
    assert listed.count("<li>") == len(ready) - done
    few = [len(r.lacks) for r in ready if not r.met]
    first = next(r for r in ready if not r.met and len(r.lacks) == min(few))
    assert listed.index(f"<b>{first.id}</b>") < 120

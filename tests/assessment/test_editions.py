from __future__ import annotations

import json
from typing import Any

from shapely.geometry import LineString, Point, box

from sbd.assessment import public_edition, rescore
from sbd.assessment.editions import SENSITIVE_INDICATORS
from sbd.checklists.read import read_checklist
from sbd.document import Assessment, Coded
from sbd.indicators.measurement import Place, Reason, measured, unknown
from sbd.indicators.registry import indicators
from sbd.plans.plan import Note, Plan, Risk, Supplied
from tests.assessment.school import plan, rating, results, value

CANARY = "canary"


def sensitive_plan() -> Plan:
    return plan(
        elements={
            "crowd_zone": [box(0, 0, 10, 10)],
            "risk_spot": [Point(3, 3)],
            "sensitive_zone": [box(20, 20, 30, 30)],
            "bollard": [(Point(1, 1), {"rating": f"{CANARY}-rating"})],
        },
        risk=Risk("raised", "7t", f"{CANARY}-decider", "2026-01-01"),
        notes=(
            Note("risk_set", {"value": f"{CANARY}-note"}),
            Note("unmapped", {"kind": "risk_spot", "value": f"{CANARY}-spot"}),
            Note("repaired", {"count": 3}),
        ),
        supplied=(
            Supplied(
                "bollard-1", "bollard", "rating", f"{CANARY}-supplied", "supplied"
            ),
            Supplied("bench-1", "bench", "length_m", 1.5, "assumed", "bench-length"),
        ),
    )


def restricted() -> Assessment:
    gap = value("barrier_gap", 0.9512345)
    secret = value("vehicle_gap", 1.0512345)
    answers = (
        rating("S-02", 1, comment=f"{CANARY}-comment"),
        rating("G-04", 3, comment=f"{CANARY}-g04"),
        rating("G-09", 3, comment=f"{CANARY}-g09", rater=f"{CANARY}-rater"),
        rating("L-15", 2, comment=f"{CANARY}-open"),
        rating("L-15", 4, rater="R2", discipline="residents"),
    )
    return results(
        ("barrier_gap", gap),
        ("vehicle_gap", secret),
        ("canopy_share", value("canopy_share", 15)),
        ratings=answers,
        on=sensitive_plan(),
    )


def public_text() -> str:
    return json.dumps(public_edition(restricted()).model_dump(mode="json"))


def test_no_canary_reaches_the_public_edition() -> None:
    whole = json.dumps(restricted().model_dump(mode="json"))
    assert whole.count(CANARY) >= 7
    assert CANARY not in public_text()


def test_all_sixty_ids_stay_and_the_sensitive_ones_are_withheld() -> None:
    public = public_edition(restricted())
    assert len(public.criteria) == 60
    withheld = {c.id for c in public.criteria if c.state == "withheld"}
    assert withheld == {"S-01", "S-02", "S-03", "S-17", "G-04", "G-09"}
    for result in public.criteria:
        if result.state == "withheld":
            assert result.level is None
            assert (result.parts, result.where, result.people) == ((), None, None)
            assert result.reason is None


def test_scores_are_computed_without_the_sensitive_criteria() -> None:
    full, public = restricted(), public_edition(restricted())
    assert public.dimensions["safety"] != full.dimensions["safety"]
    assert rescore(public) == public
    assert public.checklist.weights["S-02"] == (0, 0, 0)
    assert public.plan.risk is None
    assert all("S-0" not in c for t in public.tensions for c in t.levels)


def test_the_gaps_of_a_protective_line_are_withheld_from_access_too() -> None:
    full = restricted().criterion("A-03")
    assert full.parts[0].value == 0.9512345
    public = public_edition(restricted()).criterion("A-03")
    assert public.printed_level == full.printed_level
    assert public.gate is not None
    assert public.where is None
    assert "0.9512345" not in public_text()
    assert "1.0512345" not in public_text()
    assert public.level == int(public.level or 0)


def test_a_gap_is_withheld_wherever_it_is_seen_again() -> None:
    """The narrowest point of a route may be a gap, and so may what holds a crowd up."""
    secret, line = 1.0512345, LineString([(50, 50), (51, 50)])
    gap = Place(line, "finding", secret, "vehicle_gap", unit="m")
    pinch = Place(line, "finding", secret, "pinch", unit="m")
    door = Place(Point(10, 10), "finding", 0.77, "pinch", unit="m")
    table = indicators()

    def found(name: str, number: float, *where: Place, **args: float) -> Any:
        reason = Reason("crowd_held_up" if args else "found", args)
        return name, measured(number, table[name].unit, reason, where=where)

    whole = results(
        found("vehicle_gap", secret, gap),
        found("route_width", secret, pinch, door),
        found("step_free_width", 0.9, pinch, door),
        found("egress_time", 2.5, gates=1, gates_m=secret),
        on=sensitive_plan(),
    )
    assert json.dumps(whole.model_dump(mode="json")).count(str(secret)) >= 5
    public = public_edition(whole)
    assert str(secret) not in json.dumps(public.model_dump(mode="json"))
    width, access = public.criterion("A-02"), public.criterion("A-01")
    assert width.where is None
    # The requirement of 1.50 m is told by the level: 1.05 m fails it in both editions.
    for told in (whole.criterion("A-02"), width):
        assert told.gate is not None
        assert told.gate.passed is False
    assert public.verdict.ready is False
    assert width.printed_level == whole.criterion("A-02").printed_level
    # The class of width that gets everywhere tells that of the gap; the level stays.
    assert (access.where, access.parts[0].value) == (None, None)
    assert access.reason == Coded(code="detail_withheld")
    assert access.printed_level == whole.criterion("A-01").printed_level
    assert public.criterion("S-12").reason == Coded(code="detail_withheld")


def test_the_posts_beside_a_gap_are_withheld_as_obstacles_too() -> None:
    """Two posts drawn to size give the gap between them away."""
    line = LineString([(50.1, 50), (51.1, 50)])
    gap = Place(line, "finding", 1.0, "vehicle_gap", unit="m")
    posts = [Point(x, 50).buffer(0.1) for x in (50, 51.2)]
    bin_ = Point(20, 20).buffer(0.25)
    places = [Place(p, "finding", None, "obstacle") for p in (*posts, bin_)]
    table = indicators()

    def found(name: str, number: float, *where: Place) -> Any:
        return name, measured(number, table[name].unit, Reason("found"), where=where)

    whole = results(
        found("vehicle_gap", 1.0, gap),
        found("obstacles_per_100m", 3.0, *places),
        on=sensitive_plan(),
    )
    shown = whole.criterion("A-08").where
    assert shown is not None
    assert len(shown["features"]) == 3
    public = public_edition(whole).criterion("A-08")
    assert public.where is not None
    assert len(public.where["features"]) == 1
    assert public.level == whole.criterion("A-08").level


def obstacles(*ids: str, drawn: Any = None) -> Any:
    places = [
        Place(drawn or Point(n, 0).buffer(0.1), "finding", None, "obstacle", name)
        for n, name in enumerate(ids)
    ]
    found = measured(
        len(ids) / 1.4,
        "n/100m",
        Reason("obstacles_found", {"obstacles": len(ids), "route_m": 140.0}),
        where=places,
    )
    return results(("obstacles_per_100m", found), on=sensitive_plan())


def test_posts_among_obstacles_are_neither_counted_nor_shown() -> None:
    """4 in 140 m, of which two planters: 4 less 2 would tell the posts."""
    whole = obstacles("bollard-1", "bollard-west-2", "planter-1", "planter-2")
    public = public_edition(whole).criterion("A-08")
    assert public.where is not None
    shown = [f["properties"]["element_id"] for f in public.where["features"]]
    assert shown == ["planter-1", "planter-2"]
    assert public.reason == Coded(code="numbers_withheld")
    assert public.parts[0].value is None
    assert public.printed_level == whole.criterion("A-08").printed_level
    assert rescore(public_edition(whole)) == public_edition(whole)


def test_obstacles_that_do_not_protect_are_counted() -> None:
    whole = obstacles("bin-1", "planter-2")
    public = public_edition(whole).criterion("A-08")
    assert public.reason == whole.criterion("A-08").reason
    assert public.where == whole.criterion("A-08").where


def test_a_small_obstacle_with_an_id_of_its_own_may_be_a_post() -> None:
    assert public_edition(obstacles("X17")).criterion("A-08").where is None
    wide = obstacles("X17", drawn=box(0, 0, 6, 2))
    assert public_edition(wide).criterion("A-08").where is not None


def test_a_reason_does_not_count_what_protects() -> None:
    args = {"kind": "bollard", "attribute": "fire_key", "count": 12, "of": 156}
    found = unknown("%", Reason("attribute_missing", args))
    whole = results(("fire_path_share", found), on=sensitive_plan())
    assert whole.criterion("S-13").reason == Coded(code="attribute_missing", args=args)
    public = public_edition(whole).criterion("S-13")
    assert public.reason == Coded(code="numbers_withheld")
    args = args | {"kind": "building", "attribute": "height_m"}
    found = unknown("%", Reason("attribute_missing", args))
    whole = results(("fire_path_share", found), on=sensitive_plan())
    assert public_edition(whole).criterion("S-13").reason == Coded(
        code="attribute_missing", args=args
    )


def test_notes_count_only_what_the_public_may_read_about() -> None:
    """156 bollards and 4 cameras of 174 features leave 14."""
    where = {"file": "a.dxf", "format": "DXF", "vocabulary": "layers"}
    mixed = ("bench 14", "bollard 156", "camera 4")
    notes = (
        Note("layer_read", {**where, "layer": "STREET", "n": 174, "kinds": mixed}),
        Note(
            "layer_read",
            {**where, "layer": "POSTS", "n": 9, "kinds": ("bollard 9",)},
        ),
        Note("declared_by_option", {"kinds": ("bench", "barrier")}),
        Note("below_ground", {"n": 3, "ids": ("bollard-1", "risk_spot-2", "bench-7")}),
        Note("misshapen", {**where, "layer": "STREET", "kind": "camera", "n": 2}),
        Note("crs_kept", {"crs": "EPSG:31370"}),
    )
    on = plan(
        elements={
            "bollard": [(Point(1, 1), {})],
            "camera": [(Point(2, 2), {})],
            "bench": [(Point(3, 3), {})],
        },
        notes=notes,
        declare=["bollard", "bench"],
        supplied=(
            Supplied("bollard-1", "bollard", "diameter_m", 0.2, "assumed", "x"),
            Supplied("bench-1", "bench", "length_m", 1.5, "assumed", "y"),
        ),
    )
    public = public_edition(results(on=on)).plan
    told = [(n.code, n.args.get("n"), n.args.get("kinds")) for n in public.notes]
    assert told == [
        ("layer_read", 14, ["bench 14"]),
        ("declared_by_option", None, ["bench"]),
        ("below_ground", 1, None),
        ("crs_kept", None, None),
    ]
    assert public.notes[2].args["ids"] == ["bench-7"]
    assert (public.elements.get("bench"), public.declared) == (1, ("bench",))
    assert not {"bollard", "camera", "barrier"} & set(public.elements)
    assert [s.kind for s in public.supplied] == ["bench"]


def test_numbers_that_only_sensitive_criteria_use_are_left_out() -> None:
    """A van's mass is S-03's alone; how fast a car is serves A-03 too, unshown here."""
    whole = restricted().checklist.parameters
    public = public_edition(restricted()).checklist.parameters
    alone = {"mass_n1_kg", "mass_m1_kg", "vehicle_gap_max_m", "speed_margin_kmh"}
    assert alone <= set(whole) - set(public)
    assert {"width_m1_m", "friction", "slow_kmh"} <= set(whole) - set(public)
    assert "kerb_heavy_m" in public
    assert {"setting_m", "crowd_density_pm2"} <= set(public)


def test_the_sensitive_indicators_are_those_of_the_sensitive_criteria() -> None:
    brussels = read_checklist("brussels")
    hidden = [c for c in brussels.criteria if c.sensitive]
    assert {p.indicator for c in hidden for p in c.measured_by} == SENSITIVE_INDICATORS


def test_sensitive_kinds_and_notes_are_dropped() -> None:
    public = public_edition(restricted())
    assert "risk_spot" not in public.plan.elements
    assert "sensitive_zone" not in public.plan.elements
    assert [n.code for n in public.plan.notes] == ["repaired"]
    assert [s.attribute for s in public.plan.supplied] == ["length_m"]


def test_small_disciplines_are_merged() -> None:
    people = public_edition(restricted()).criterion("L-15").people
    assert people is not None
    assert list(people.disciplines) == ["merged"]
    assert people.disciplines["merged"].n == 2


def test_a_public_edition_stays_as_it_is() -> None:
    public = public_edition(restricted())
    assert public_edition(public) is public

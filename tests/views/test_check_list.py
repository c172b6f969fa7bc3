"""Findings in words: every check in three languages, names, numbers, places."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from rich.console import Console
from shapely import LineString, Point, box

from sbd.checklists.read import read_checklist
from sbd.locale import LANGS, knows
from sbd.plans.checks import CODES, SEVERITIES, Finding, check_plan
from sbd.plans.plan import Plan, make_plan
from sbd.views.check_list import (
    check_name,
    check_names,
    check_place,
    check_rows,
    check_text,
)
from sbd.views.terminal import inspection
from tests.plans.slips import CASES, ROAD, SITE
from tests.views.sample import NASTY


def plan_of(elements: dict[str, list[object]]) -> Plan:
    return make_plan(elements, site=SITE)


def first(code: str) -> tuple[Plan, Finding]:
    plan = plan_of(next(wrong for c, wrong, _ in CASES if c == code))
    return plan, next(f for f in check_plan(plan) if f.code == code)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", CODES)
def test_every_check_has_a_name_and_a_sentence(code: str, lang: str) -> None:
    assert knows(lang, f"checks.name.{code}")
    assert knows(lang, f"checks.say.{code}")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", sorted({c for c, _, _ in CASES}))
def test_a_sentence_lacks_no_value(code: str, lang: str) -> None:
    _, found = first(code)
    said = check_text(found, lang)
    assert "…" not in said
    assert not re.search(r"[{}]|checks\.|attribute\.|kind\.", said)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Square or pedestrian area and carriageway overlap: 80\u202fm²"),
        ("nl", "Plein of voetgangersruimte en rijbaan overlappen: 80\u202fm²"),
        ("fr", "Place ou aire piétonne et chaussée se superposent\u00a0: 80\u202fm²"),
    ],
)
def test_an_overlap_in_words(lang: str, said: str) -> None:
    assert check_text(first("overlap")[1], lang) == said


def test_a_unit_suggested_in_words() -> None:
    lamps = [(Point(1, 1), {"height_m": 450.0}), (Point(3, 3), {"lumen": 4.0})]
    height, lumen = check_plan(plan_of({"square": [SITE], "lamp": lamps}))
    said = "Lamp: height 450. In cm? Then it would be 4.5\u202fm"
    assert check_text(height, "en") == said
    said = "Lamp: lumen 4. In klm? Then it would be 4\u202f000"
    assert check_text(lumen, "en") == said


def test_rows_name_the_elements_and_say_their_severity() -> None:
    plan, found = first("duplicate")
    (row,) = check_rows(plan, [found], "en")
    assert row["id"] == found.key
    assert row["title"] == "Bench: drawn 2 times in the same place"
    assert row["sub"] == "bench bench-1 · bench bench-2"
    assert (row["chip"], row["cls"], row["word"]) == ("×", "error", "error")
    assert row["group"] == "1 error"


def test_many_elements_are_counted_and_many_findings_shortened() -> None:
    lamps = [Point(n, 1) for n in (1, 1, 1, 1, 1)]
    twins = [Point(n, 20) for n in (2, 2, 4, 4, 6, 6)]
    plan = plan_of({"square": [SITE], "lamp": lamps, "tree": twins})
    findings = check_plan(plan)
    rows = check_rows(plan, findings, "en", most=2)
    assert len(findings) == 4
    assert len(rows) == 2
    assert rows[0]["group"] == "4 errors"
    assert rows[0]["sub"].endswith(" + 2")
    assert check_names(findings, "en") == {"duplicate": "Drawn more than once (4)"}


def test_names_from_files_stay_plain_text() -> None:
    plan = plan_of({"square": [SITE], "lamp": [Point(1, 1), Point(1, 1)]})
    layer = plan.of("lamp").rename(index={"lamp-1": NASTY})
    plan = Plan(**{**vars(plan), "layers": {**plan.layers, "lamp": layer}})
    (row,) = check_rows(plan, check_plan(plan), "en")
    assert NASTY in row["sub"]


def test_a_place_is_in_degrees_with_a_margin() -> None:
    shift = [148_900, 170_600]
    bench = LineString([(148_900, 170_600), (148_902, 170_600)])
    site = box(*shift, shift[0] + 40, shift[1] + 40)
    plan = make_plan({"square": [site], "bench": [bench, bench]}, site=site)
    found = check_plan(plan)[0]
    place = check_place(plan, found, "mark")
    (south, west), (north, east) = place["bounds"]
    lon, lat = plan.to_lonlat(bench).coords[0]
    assert west < lon < east
    assert south < lat < north
    assert (north - south) * 111_200 == pytest.approx(10, rel=0.05)
    assert place["geometry"]["type"] == "LineString"
    assert place["ids"] == ["bench-1", "bench-2"]
    assert place["stamp"] == "mark"


@pytest.mark.parametrize("lang", LANGS)
def test_inspect_counts_findings_by_check(lang: str) -> None:
    row = [Point(5, y) for y in (31, 32)]
    plan = plan_of({"carriageway": [ROAD], "bollard": row, "lamp": [row[0], row[0]]})
    out = StringIO()
    shown = inspection(plan, read_checklist("brussels"), lang)
    Console(file=out, width=200).print(shown)
    lines = out.getvalue().splitlines()
    for code, n in (("duplicate", 1), ("on_carriageway", 2)):
        line = next(x for x in lines if check_name(code, lang) in x)
        assert line.split()[-1] == str(n)
    assert not any(check_name("site_small", lang) in x for x in lines)


def test_severities_are_worded_and_marked() -> None:
    for lang in LANGS:
        assert all(knows(lang, f"checks.severity.{s}") for s in SEVERITIES)

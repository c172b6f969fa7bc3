"""Nothing sensitive reaches a public file, whatever its format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from shapely.geometry import LineString, Point, box

from sbd.assessment import assess, public_edition
from sbd.document import ActionRecord
from sbd.exports import SUFFIXES, export
from sbd.plans.plan import Note, Plan, Risk, Supplied
from tests.assessment.school import DATE, checklist, plan, rating

CANARY = "kanarie"


def planted() -> Plan:
    secret = {
        "rating": f"{CANARY}-rating",
        "fixing": "retractable",
        "fire_key": "yes",
        "diameter_m": 0.2,
    }
    row = [(Point(30 + 1.2 * n, 10), secret) for n in range(20)]
    camera = {
        "azimuth_deg": 123.456789,
        "fov_deg": 67.654321,
        "range_m": 45.678912,
        "mask": f"{CANARY}-mask",
    }
    made = plan(
        elements={
            "square": [box(0, 0, 100, 100)],
            "bollard": row,
            "camera": [(Point(5, 5), camera)],
            "crowd_zone": [(box(20, 20, 60, 60), {"people": 400})],
            "risk_spot": [Point(11.111, 22.222)],
            "sensitive_zone": [box(70, 70, 80, 80)],
            "route": [(LineString([(40, 0), (40, 50)]), {"main": "yes"})],
        },
        risk=Risk("raised", "N1", f"{CANARY}-by", "2026-01-01"),
        declare=["bollard", "square", "camera"],
    )
    return replace(
        made,
        notes=(Note("option_overrides", {"option": "risk", "used": f"{CANARY}-note"}),),
        supplied=(
            Supplied("bollard-1", "bollard", "rating", f"{CANARY}-given", "supplied"),
        ),
    )


def answers() -> tuple[object, ...]:
    return tuple(
        rating(c, 1, comment=f"{CANARY}-{c}", rater=f"{CANARY}-{c}")
        for c in ("S-02", "G-04", "G-09", "L-15")
    )


def agreed() -> tuple[ActionRecord, ...]:
    return tuple(
        ActionRecord(uid=c, criterion=c, text=f"{CANARY}-do-{c}", phase="prevention")
        for c in ("S-02", "G-04", "G-09")
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_canary_in_a_public_file(tmp_path: Path, suffix: str) -> None:
    given = (answers(), agreed())
    whole = assess(planted(), checklist(), *given, date=DATE)  # type: ignore[arg-type]
    files = {}
    for name, found in (("restricted", whole), ("public", public_edition(whole))):
        path = tmp_path / f"{name}{suffix}"
        export(found, path, plan=planted(), checklist=checklist(), lang="nl+fr")
        files[name] = path.read_bytes()
    assert CANARY.encode() in files["restricted"]
    assert CANARY.encode() not in files["public"]
    for figure in (b"123.456789", b"67.654321", b"45.678912", b"retractable"):
        assert figure not in files["public"]
    assert b"risk_spot" not in files["public"]
    assert b"sensitive_zone" not in files["public"]


def test_the_gap_of_a_protective_row_is_not_in_public_text(tmp_path: Path) -> None:
    whole = assess(planted(), checklist(), (), date=DATE)
    assert whole.criterion("A-03").parts[0].value == pytest.approx(1.0)
    path = tmp_path / "public.html"
    public = public_edition(whole)
    export(public, path, plan=planted(), checklist=checklist(), lang="en")
    assert {part.value for part in public.criterion("A-03").parts} == {None}
    assert "1.00\u202fm" not in path.read_text("utf-8")

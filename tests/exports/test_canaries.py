"""Nothing sensitive reaches a public file, whatever its format."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from shapely.geometry import LineString, Point, box

from sbd.assessment import assess, public_edition
from sbd.document import ActionRecord, Assessment, Coded, RemarkRecord
from sbd.exports import SUFFIXES, export
from sbd.plans.plan import Note, Plan, Risk, Supplied
from sbd.reviews.model import Rating
from tests.assessment.school import DATE, checklist, plan, rating
from tests.exports.pdf_reader import info_of, need_poppler, tags_of, text_of

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
            Supplied("risk_spot-1", "risk_spot", "note", f"{CANARY}-spot", "supplied"),
        ),
    )


def answers() -> tuple[Rating, ...]:
    """Names, comments and places on sensitive and on open criteria; a settlement."""
    said = [
        rating(
            criterion,
            level,
            comment=f"{CANARY}-comment-{criterion}-{level}",
            rater=f"{CANARY}-rater-{level}",
            discipline=discipline,
            lon=4.3123456,
            lat=50.8123456,
        )
        for criterion in ("S-01", "S-02", "S-03", "S-17", "G-04", "G-09", "L-15")
        for level, discipline in ((0, "police"), (4, "fire"))
    ]
    settled = rating(
        "S-02",
        1,
        settled=True,
        rater=f"{CANARY}-chair",
        reason=f"{CANARY}-settled",
        comment=f"{CANARY}-dissent",
    )
    return (*said, settled)


def agreed() -> tuple[ActionRecord, ...]:
    return tuple(
        ActionRecord(
            uid=f"{CANARY}-uid-{c}",
            criterion=c,
            text=f"{CANARY}-do-{c}",
            owner=f"{CANARY}-owner",
            phase="prevention",
        )
        for c in ("S-01", "S-02", "S-03", "S-17", "G-04", "G-09")
    )


def remarks() -> tuple[RemarkRecord, ...]:
    return (
        RemarkRecord(text=f"{CANARY}-whole"),
        RemarkRecord(
            text=f"{CANARY}-place",
            criterion="L-15",
            discipline="police",
            lon=4.3234567,
            lat=50.8234567,
        ),
    )


@cache
def restricted() -> Assessment:
    """Everything the document can hold that is not for everybody."""
    found = assess(planted(), checklist(), answers(), agreed(), date=DATE)
    return found.model_copy(
        update={
            "remarks": remarks(),
            "participants": {"police": 1, "fire": 2, "residents": 5},
            "criteria": tuple(
                c.model_copy(
                    update={
                        "reason": Coded(
                            code="gate_overridden", args={"reason": f"{CANARY}-why"}
                        )
                    }
                )
                if c.sensitive
                else c
                for c in found.criteria
            ),
        }
    )


def contents(path: Path) -> bytes:
    """Return all there is to read in a file: its name, its text, its members."""
    data = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as members:
            texts = [m.filename.encode() + members.read(m) for m in members.infolist()]
        assert len(texts) > 1
        return b"\n".join(texts)
    if path.suffix == ".pdf":
        alts = [tag.alt for tag in tags_of(path)]
        said = [text_of(path), *alts, *info_of(path).values()]
        return data + "\n".join(said).encode("utf-8")
    return data


@pytest.fixture(scope="module")
def written(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[tuple[str, str], bytes]:
    """Every format in both editions, beside a design it is compared with."""
    need_poppler()
    folder = tmp_path_factory.mktemp("canaries")
    editions = {"restricted": restricted(), "public": public_edition(restricted())}
    made = {}
    for suffix in SUFFIXES:
        for name, found in editions.items():
            path = folder / f"{name}{suffix}"
            export(
                found,
                path,
                plan=planted(),
                checklist=checklist(),
                lang="nl+fr",
                compared=(found,),
            )
            made[name, suffix] = contents(path)
    return made


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_canary_in_a_public_file(
    written: dict[tuple[str, str], bytes], suffix: str
) -> None:
    public = written["public", suffix]
    assert CANARY.encode() in written["restricted", suffix]
    assert CANARY.encode() not in public
    for figure in (b"123.456789", b"67.654321", b"45.678912", b"retractable"):
        assert figure not in public
        assert figure.replace(b".", b",") not in public
    for degree in (b"4.3123456", b"50.8123456", b"4.3234567", b"50.8234567"):
        assert degree not in public
        assert degree.replace(b".", b",") not in public
    assert b"risk_spot" not in public
    assert b"sensitive_zone" not in public
    for an_id in (b"bollard-1", b"camera-1"):
        assert an_id not in public


@pytest.mark.parametrize("suffix", [".xlsx", ".csv.zip"])
@pytest.mark.parametrize(
    "what",
    ["comment-L-15-0", "rater-0", "settled", "dissent", "whole", "place", "by", "do-"],
)
def test_the_restricted_tables_hold_what_was_planted(
    written: dict[tuple[str, str], bytes], suffix: str, what: str
) -> None:
    assert f"{CANARY}-{what}".encode() in written["restricted", suffix]


@pytest.mark.parametrize("suffix", [".html", ".csv.zip", ".sbd.json"])
def test_public_files_do_not_count_what_protects(
    written: dict[tuple[str, str], bytes], suffix: str
) -> None:
    """20 bollards are planted; the html names them with their number."""
    counts = {
        ".html": b"paaltjes: 20",
        ".csv.zip": b";bollard;paaltjes;potelets;",
        ".sbd.json": b'"bollard": 20',
    }
    assert counts[suffix] in written["restricted", suffix].replace(b"\xc2\xa0", b" ")
    assert counts[suffix] not in written["public", suffix].replace(b"\xc2\xa0", b" ")


def test_the_gap_of_a_protective_row_is_not_in_public_text(tmp_path: Path) -> None:
    whole = assess(planted(), checklist(), (), date=DATE)
    assert whole.criterion("A-03").parts[0].value == pytest.approx(1.0)
    path = tmp_path / "public.html"
    public = public_edition(whole)
    export(public, path, plan=planted(), checklist=checklist(), lang="en")
    assert {part.value for part in public.criterion("A-03").parts} == {None}
    assert "1.00\u202fm" not in path.read_text("utf-8")

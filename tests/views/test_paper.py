"""Sheets to fill in: what they hold, and who may get what."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from pyproj import Transformer

from sbd.assessment.editions import public_plan
from sbd.checklists.read import read_checklist
from sbd.exports.paper import paper_page, session_sheets
from sbd.reviews.database import Database
from sbd.reviews.records import Place, Seat
from sbd.reviews.sessions import open_session
from sbd.views.paper import PaperSheet, paper_picture, paper_sheet
from tests.reviews.test_sessions import VARIANT, opening
from tests.views.sample import NASTY
from tests.views.sample_plan import sample_plan

CHECKLIST = read_checklist("brussels")
JUDGED = [c for c in CHECKLIST.criteria if not c.measured]
SVG = '<svg viewBox="0 0 900 600"></svg>'


def sheet(**changes: object) -> PaperSheet:
    said = {
        "title": "Vlierplein",
        "about": "2026-01-31",
        "discipline": "residents",
        "criteria": JUDGED,
        "places": [Place("A", "bench", "n", 4.35, 50.85)],
        **changes,
    }
    return PaperSheet(**said)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
def test_every_criterion_has_a_box_per_answer(lang: str) -> None:
    html = unescape(paper_sheet(sheet(), lang))
    rows = re.findall(r"<tr style.*?</tr>", html)
    assert len(rows) == len(JUDGED) == 23
    for row, criterion in zip(rows, JUDGED, strict=True):
        assert f"{criterion.id} " in row
        boxes = re.findall(r'class="box">(.)<', row)
        assert boxes == ["0", "1", "2", "3", "4", "?", "–"]


def test_the_question_is_asked_in_the_language() -> None:
    html = unescape(paper_sheet(sheet(), "nl"))
    assert JUDGED[1].question.in_language("nl") in html
    assert "Bewoners" in html
    assert "<b>A</b> bank" in html


def test_where_questions_would_not_fit_titles_stay() -> None:
    html = unescape(paper_sheet(sheet(criteria=CHECKLIST.criteria), "nl"))
    assert CHECKLIST.criteria[0].title.in_language("nl") in html
    assert CHECKLIST.criteria[0].question.in_language("nl") not in html


def test_a_file_calls_nothing_and_holds_each_plan_once() -> None:
    sheets = [sheet(discipline=d) for d in ("police", "fire", "green")]
    page = paper_page(sheets, {"public": SVG, "restricted": SVG + "<!-- x -->"}, "en")
    assert page.count("background-image:") == 1  # no sheet shows the restricted one
    assert page.count('<section class="sheet"') == 3
    assert "default-src 'none'" in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert page == paper_page(sheets, {"public": SVG}, "en")


def test_sensitive_criteria_go_only_to_whom_it_was_granted(tmp_path: Path) -> None:
    seats = (
        Seat("police", True, restricted=True),
        Seat("residents", True),
        Seat("fire", False),
    )
    db = Database(tmp_path)
    meeting = open_session(db, VARIANT, "Vlierplein A", opening(seats=seats))
    police, residents = session_sheets(meeting, CHECKLIST, ())
    assert [c.id for c in police.criteria] == ["S-04", "G-04", "L-15"]
    assert [c.id for c in residents.criteria] == ["S-04", "L-15"]
    assert (police.edition, residents.edition) == ("restricted", "public")
    page = paper_page([residents], {"public": SVG, "restricted": "<svg>geheim"}, "nl")
    assert "G-04" not in page
    assert "geheim" not in page


def test_places_lie_where_they_are_on_the_plan() -> None:
    plan = sample_plan()
    west, south, east, north = plan.site.bounds
    to_degrees = Transformer.from_crs(plan.crs, 4326, always_xy=True)
    lon, lat = to_degrees.transform((west + east) / 2, (south + north) / 2)
    svg = paper_picture(plan, [Place("B", "bench", "centre", lon, lat)], "en")
    width, height = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups()
    x, y = re.search(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="17"', svg).groups()
    assert float(x) == pytest.approx(int(width) / 2, abs=1)
    assert float(y) == pytest.approx(int(height) / 2, abs=1)
    assert svg.endswith(">B</text></svg>")


def test_a_public_plan_shows_neither_risks_nor_what_protects() -> None:
    plan = sample_plan()
    shown = public_plan(plan)
    hidden = {"risk_spot", "sensitive_zone", "bollard", "barrier", "camera"}
    assert set(shown.layers) == set(plan.layers) - hidden
    assert {"risk_spot", "bollard", "camera"} <= set(plan.layers)


def test_texts_of_people_stay_text() -> None:
    place = Place(NASTY, "bench", "n", 0, 0)
    html = paper_page([sheet(title=NASTY, about=NASTY, places=[place])], {}, "en")
    assert "<img" not in html
    assert "onerror=alert(1)" in unescape(html)

"""The page *Report*: edition, languages, formats, and what to look at first."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import insert
from streamlit.testing.v1 import AppTest

from sbd.assessment import assess, public_edition
from sbd.checklists.read import read_checklist
from sbd.exports.material import Material
from sbd.locale import LANGS, text
from sbd.plans.plan import Plan
from sbd.plans.read import read_plan
from sbd.reviews.alone import rate
from sbd.reviews.comments import pin
from sbd.reviews.database import Database, now
from sbd.reviews.model import Rating
from sbd.reviews.sessions import open_session
from sbd.reviews.store import ProjectStore
from sbd.reviews.tables import variants
from sbd.reviews.variants import AssessmentInputs, PlanAsJudged, all_variants
from sbd.ui import state_report as report
from sbd.ui.components.report_files import SUFFIXES, Files, file_name
from sbd.ui.project import Project
from tests.reviews.test_sessions import opening
from tests.ui.test_pages import folder, html, opened  # noqa: F401
from tests.ui.tiny import plan_bytes

PAGE = "ui/pages/report.py"


@pytest.fixture
def judged(folder: Path) -> str:  # noqa: F811
    """Return a plan on which two disciplines are three levels apart."""
    project = ProjectStore(folder / "data").add({"plan.geojson": plan_bytes()})
    for level, discipline in ((4, "police"), (1, "residents")):
        given = Rating.model_validate(
            {
                "criterion": "L-15",
                "rater": discipline,
                "discipline": discipline,
                "answer": level,
            }
        )
        rate(Database(folder / "data"), project, "plan", given)
    return project


def edition(app: AppTest) -> str:
    return str(app.radio(key=report.EDITION).value)


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_says_what_to_look_at_first(judged: str, lang: str) -> None:
    app = opened(PAGE, lang=lang, plan=judged)
    assert not app.exception
    assert edition(app) == "public"
    said = html(app)
    assert text(lang, "before.heading") in said
    apart = text(lang, "checks.severity.warning")
    assert f"<b>{apart}</b>" in said
    assert text(lang, "checks.severity.error") in said  # G-05 is not answered
    ways = [b.label for b in app.button if b.key and b.key.startswith("report_check")]
    assert {"L-15", "G-05"} <= set(ways)
    assert 'class="sheet" alt="' in said


def test_a_check_leads_to_its_criterion(judged: str) -> None:
    app = opened(PAGE, lang="en", plan=judged)
    next(b for b in app.button if b.label == "L-15").click().run()
    assert not app.exception
    assert "L-15" in app.query_params["c"]


def test_at_most_two_languages_and_none_is_that_of_the_screen(judged: str) -> None:
    app = opened(PAGE, lang="fr", plan=judged)
    assert app.button_group(key=report.LANGS).value == ["fr"]
    app.button_group(key=report.LANGS).set_value(["nl", "fr", "en"]).run()
    assert text("fr", "before.two_languages", langs=["NL", "FR"]) in html(app)
    app.button_group(key=report.LANGS).set_value(["nl", "fr"]).run()
    assert text("fr", "before.bilingual") in html(app)


def test_what_was_remarked_in_meetings_goes_along(
    judged: str,
    folder: Path,  # noqa: F811
) -> None:
    db = Database(folder / "data")
    meeting = open_session(db, judged, "plan", opening())
    pin(db, meeting.id, "mind the step", criterion="A-06", lon=4.35, lat=50.85)
    project = Project.load(judged)
    (remark,) = project.assessment().remarks
    assert (remark.criterion, remark.text) == ("A-06", "mind the step")
    assert public_edition(project.assessment()).remarks == ()


def test_designs_of_one_project_are_offered_to_compare_with(
    judged: str,
    folder: Path,  # noqa: F811
) -> None:
    """A second design, kept in the same project, goes into the comparison."""
    db = Database(folder / "data")
    other = ProjectStore(folder / "data").add({"b.geojson": plan_bytes()})
    assert other != judged
    (own,) = (v.project for v in all_variants(db) if v.id == judged)
    with db.writing() as connection:
        row = {"id": other, "project": own, "name": "Design 2", "made": now()}
        connection.execute(insert(variants).values(**row))
    db.forget()
    app = opened(PAGE, lang="en", plan=judged)
    app.button_group(key=report.OTHERS).set_value([other]).run()
    assert not app.exception
    assert app.button_group(key=report.OTHERS).options == ["Design 2"]


def test_a_plan_without_other_designs_has_nothing_to_compare(judged: str) -> None:
    app = opened(PAGE, lang="en", plan=judged)
    assert report.OTHERS not in [b.key for b in app.get("button_group")]


def test_a_template_that_cannot_be_filled_is_told_on_the_page(
    judged: str, tmp_path: Path
) -> None:
    app = opened(PAGE, lang="en", plan=judged)
    app.checkbox(key=report.format_key(".docx")).check().run()
    document = Document()
    document.add_paragraph("{{ nothing_of_the_kind }}")
    document.save(str(tmp_path / "ours.docx"))
    given = (tmp_path / "ours.docx").read_bytes()
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    app.file_uploader[0].set_value([("ours.docx", given, word)]).run()
    assert not app.exception
    assert "nothing" in app.error[0].value


def test_a_meeting_on_an_earlier_plan_is_told(
    judged: str,
    folder: Path,  # noqa: F811
) -> None:
    db, project = Database(folder / "data"), Project.load(judged)
    plan = project.plan()
    assert isinstance(plan, Plan)
    same = PlanAsJudged("plan", project.written().content(), {})
    inputs = AssessmentInputs(same, "brussels", "1", "f" * 64, "2026-01-31")
    open_session(db, judged, "plan", opening(inputs=inputs))
    assert Project.load(judged).judged_on() == {plan.sha256}
    earlier = opening()  # of other bytes
    open_session(db, judged, "plan", earlier)
    other = earlier.inputs.plan.sha256
    assert Project.load(judged).judged_on() == {plan.sha256, other}
    app = opened(PAGE, lang="nl", plan=judged)
    assert text("nl", "before.say.judged_before_change") in html(app)


def test_several_files_come_in_one_archive_and_are_the_same_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plein.geojson"
    path.write_bytes(plan_bytes())
    plan, checklist = read_plan([path]), read_checklist("brussels")
    found = assess(plan, checklist, date="2026-01-31", edition="public")
    material = Material(found, plan, checklist, "nl+fr")
    one = Files(material, (".sbd.json",))
    assert one.name == file_name(found, ".sbd.json")
    assert json.loads(one.content())["edition"] == "public"
    two = Files(material, (".sbd.json", ".csv.zip"))
    assert two.name.endswith("-public-2026-01-31.zip")
    assert two.content() == two.content()
    with zipfile.ZipFile(io.BytesIO(two.content())) as archive:
        names = [
            n.removeprefix(two.name.removesuffix(".zip")) for n in archive.namelist()
        ]
    assert names == [".sbd.json", ".csv.zip"]
    assert SUFFIXES[0] == ".pdf"

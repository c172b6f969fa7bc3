"""The page *Review*, from opening a session to settling a criterion."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sbd.reviews.ballots import Ballot, answer, contest, join
from sbd.reviews.database import Database, database
from sbd.reviews.decisions import decided, reveal
from sbd.reviews.records import Seat, Session
from sbd.reviews.sessions import (
    grant,
    put_on_table,
    session,
    sessions_of,
    show_criterion,
)
from sbd.reviews.store import ProjectStore
from sbd.server import FRAME
from sbd.ui import demo
from sbd.ui.project import Project
from tests.ui.tiny import plan_bytes

PAGE = "ui/pages/review.py"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "plan.geojson"
    path.write_bytes(plan_bytes())
    monkeypatch.setenv("SBD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SBD_PLANS", json.dumps([str(path)]))
    monkeypatch.setattr(demo, "_NAME", "none-{}.gpkg")
    return tmp_path / "data"


@pytest.fixture
def app(folder: Path) -> AppTest:  # noqa: ARG001  the data folder is set
    app = AppTest.from_file(str(FRAME), default_timeout=60).run()
    return app.switch_page(PAGE).run()


def html(app: AppTest) -> str:
    return " ".join(str(e.proto.body) for e in app.get("html"))


def press(app: AppTest, words: str) -> AppTest:
    found = [b for b in app.button if b.label == words]
    assert found, [b.label for b in app.button]
    app = found[0].click().run()
    assert not app.exception
    return app


def meeting(folder: Path) -> tuple[Database, Session]:
    db = database(folder)
    project = ProjectStore(folder).projects()[0]
    return db, sessions_of(db, project)[0]


def test_a_session_is_opened_with_everything_judged_and_nothing_sensitive(
    app: AppTest, folder: Path
) -> None:
    press(app, "Open the session")
    _, about = meeting(folder)
    criteria = [i.criterion for i in about.items]
    assert "S-04" in criteria
    assert "S-01" not in criteria  # measured
    assert not any(i.sensitive for i in about.items)
    page = html(app)
    assert f"{about.code[:3]}-{about.code[3:]}" in page
    assert "sbd app --share" in page
    assert "expected, nobody yet" in page
    assert about.id in app.query_params["session"]


def test_blind_then_revealed_then_settled(app: AppTest, folder: Path) -> None:
    press(app, "Open the session")
    db, about = meeting(folder)
    people = [
        join(db, about, d, None, "en")[0] for d in ("police", "residents", "fire")
    ]
    press(app, "Start rating")
    item = session(db, about.id).items[0].criterion
    for person, level in zip(people, (3, 0, 4), strict=True):
        answer(db, person, Ballot(item, level))  # type: ignore[arg-type]
    app.run()
    assert "of 3 answered" in html(app)
    assert 'class="spread"' not in html(app)
    press(app, "Reveal")
    page = html(app)
    assert "Disagreement: talk first" in page
    assert "Fire service and police say <b>good or better</b>" in page
    assert "Residents say <b>insufficient</b>" in page
    assert "median 3" in page
    press(app, "Settle")
    assert [e.value for e in app.error] == ["Choose a level first."]
    app.get("button_group")
    app.text_input[0].set_value("as agreed")
    press(app, "Settle")
    assert decided(db, about.id) == {}
    press(app, "Rate again")
    assert session(db, about.id).items[0].state == "open"


def test_what_another_window_reveals_is_on_this_one_at_the_next_run(
    app: AppTest, folder: Path
) -> None:
    press(app, "Open the session")
    db, about = meeting(folder)
    person, _ = join(db, about, "police", None, "en")
    press(app, "Start rating")
    item = session(db, about.id).items[0].criterion
    answer(db, person, Ballot(item, 2))
    reveal(db, about.id, [item])
    app.run()
    assert 'class="spread"' in html(app)


def test_a_link_leads_back_to_the_same_stage(app: AppTest, folder: Path) -> None:
    press(app, "Open the session")
    _, about = meeting(folder)
    press(app, "Start rating")
    again = AppTest.from_file(str(FRAME), default_timeout=60)
    again.query_params["plan"] = about.variant
    again.query_params["session"] = about.id
    again.run().switch_page(PAGE).run()
    assert "Levels stay hidden until the reveal." in html(again)


def test_a_contested_measured_criterion_shows_its_level_and_no_value(
    app: AppTest, folder: Path
) -> None:
    press(app, "Open the session")
    db, about = meeting(folder)
    person, _ = join(db, about, "residents", None, "en")
    contest(db, person, "L-03", sensitive=False)
    show_criterion(db, about.id, "L-03")
    press(app, "Start rating")
    page = html(app)
    assert "L-03 · " in page
    assert re.search("Measured: [0-4] (insufficient|weak|acceptable|good|exc)", page)


def test_what_is_sensitive_is_locked_until_the_screen_is_switched(
    app: AppTest, folder: Path
) -> None:
    press(app, "Open the session")
    db, about = meeting(folder)
    grant(db, about.id, Seat("police", True, restricted=True))
    put_on_table(db, about.id, "G-04", sensitive=True)
    officer, _ = join(db, about, "police", None, "en")
    answer(db, officer, Ballot("G-04", 1, "Lindeboom"))
    reveal(db, about.id, ["G-04"])
    show_criterion(db, about.id, "G-04")
    press(app, "Start rating")
    assert 'class="spread"' not in html(app)
    assert "Lindeboom" not in html(app)
    app.toggle[0].set_value(True).run()
    assert 'class="spread"' in html(app)


def test_a_plan_that_changed_since_is_told(app: AppTest, folder: Path) -> None:
    press(app, "Open the session")
    words = "has changed since this session was opened"
    app.run()
    assert words not in html(app)
    _, about = meeting(folder)
    project = Project.load(about.variant)
    project.choose(space_type="park")
    app.run()
    assert words in html(app)

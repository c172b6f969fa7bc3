"""Typing in a sheet: kept as a whole, once, for one person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sbd.reviews.ballots import counts, revealed
from sbd.reviews.database import Database, database
from sbd.reviews.decisions import reveal
from sbd.reviews.logbook import events
from sbd.reviews.people import people
from sbd.reviews.records import Place, Seat, Session
from sbd.reviews.sessions import close_session, open_session
from sbd.reviews.store import ProjectStore
from sbd.ui.components.paper_answers import mistakes
from tests.reviews.test_sessions import opening
from tests.ui.tiny import plan_bytes

PLACES = (Place("A", "bench", "n", 4.35, 50.85),)


def page() -> None:
    import streamlit as st

    from sbd.reviews.sessions import sessions_of
    from sbd.ui import cache, state
    from sbd.ui.components import paper_answers
    from sbd.ui.project import Project

    state.begin()
    project = Project.load(st.query_params["plan"])
    found = sessions_of(cache.database(), project.id)
    paper_answers.show(project, found[0] if found else None)


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("SBD_DATA", str(tmp_path))
    return database(tmp_path)


@pytest.fixture
def plan(db: Database) -> str:
    return ProjectStore(db.path.parent).add({"plan.geojson": plan_bytes()})


@pytest.fixture
def meeting(db: Database, plan: str) -> Session:
    seats = (Seat("residents", True),)
    return open_session(db, plan, "Testplein", opening(seats=seats, places=PLACES))


@pytest.fixture
def opened(plan: str) -> Callable[[], AppTest]:
    def run() -> AppTest:
        app = AppTest.from_function(page, default_timeout=60)
        app.query_params["plan"] = plan
        app.query_params["lang"] = "en"
        app.run()
        assert not app.exception
        return app

    return run


def fill(app: AppTest, **typed: str) -> AppTest:
    for field in app.text_input:
        criterion, _, what = field.label.partition(" · ")
        value = typed.get(f"{criterion.replace('-', '')}_{what}")
        if value is not None:
            field.set_value(value)
    app.button[0].click()
    return app.run()


def test_a_sheet_is_kept_as_a_whole_and_the_next_one_waits(
    opened: Callable[[], AppTest], db: Database, meeting: Session
) -> None:
    app = fill(opened(), S04_Answer="3", S04_Where="a", S04_Why="ok", L15_Answer="?")
    assert "2 answers kept" in app.success[0].value
    assert counts(db, meeting.id).answered == {
        "S-04": {"residents": 1},
        "L-15": {"residents": 1},
    }
    assert app.selectbox[1].value == 2
    assert all(not field.value for field in app.text_input)
    reveal(db, meeting.id, ["S-04", "L-15"])
    first, second = revealed(db, meeting.id)
    assert (first.answer, first.comment, first.lon) == (3, "ok", 4.35)
    assert second.answer == "unknown"


def test_a_sheet_can_be_corrected(
    opened: Callable[[], AppTest], db: Database, meeting: Session
) -> None:
    app = fill(opened(), S04_Answer="3")
    app.selectbox[1].select(1).run()
    assert app.text_input[0].value == "3"
    fill(app, S04_Answer="-")
    assert len(people(db, meeting.id)) == 1
    reveal(db, meeting.id, ["S-04"])
    assert [g.answer for g in revealed(db, meeting.id)] == ["not_applicable"]


def test_a_second_press_keeps_nothing_twice(
    opened: Callable[[], AppTest], db: Database, meeting: Session
) -> None:
    first, second = opened(), opened()  # the same sheet as both presses found it
    fill(first, S04_Answer="2")
    fill(second, S04_Answer="2")
    assert len(people(db, meeting.id)) == 1
    with db.reading() as connection:
        told = [e.event for e in events(connection, meeting.project)]
    assert told.count("answered") == 1


def test_a_wrong_line_keeps_nothing_of_the_sheet(
    opened: Callable[[], AppTest], db: Database, meeting: Session
) -> None:
    app = fill(opened(), S04_Answer="3", L15_Answer="9", L15_Where="Z")
    said = [e.value for e in app.error]
    assert any("L" in s and "0 to 4" in s for s in said)
    assert len(said) == 2
    assert people(db, meeting.id) == ()
    app = fill(opened())
    assert "Nothing was filled in" in app.error[0].value


def test_what_was_revealed_is_closed_and_what_is_sensitive_not_asked(
    opened: Callable[[], AppTest], db: Database, meeting: Session
) -> None:
    reveal(db, meeting.id, ["S-04"])
    fields = {f.label: f for f in opened().text_input}
    assert fields["S-04 · Answer"].disabled
    assert not fields["L-15 · Answer"].disabled
    assert "G-04 · Answer" not in fields


def test_without_a_session_or_in_a_closed_one_there_is_nothing_to_type(
    opened: Callable[[], AppTest], db: Database, meeting: Session
) -> None:
    close_session(db, meeting.id)
    assert not opened().text_input


@pytest.mark.usefixtures("plan")
def test_sheets_can_be_printed_without_a_session(
    opened: Callable[[], AppTest],
) -> None:
    app = opened()
    assert not app.text_input
    assert len(app.get("download_button")) == 1


def test_what_is_wrong_is_named_by_line() -> None:
    lines = {
        "S-04": ("5", "", ""),
        "S-16": ("", "", "why"),
        "A-10": ("3", "Q", ""),
        "A-14": ("–", "A", ""),
        "A-15": ("", "", ""),
    }
    assert mistakes(lines, {"A": PLACES[0]}) == {
        "wrong": ["S-04"],
        "lacking": ["S-16"],
        "no_place": ["A-10"],
    }

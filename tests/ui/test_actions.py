"""The panel of actions, and the board with who does what."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sbd.assessment import public_edition
from sbd.reviews.actions import Task, actions_of, add_action
from sbd.reviews.database import Database, database
from sbd.reviews.store import ProjectStore
from sbd.ui.project import Project
from tests.ui.tiny import plan_bytes


def page() -> None:
    import streamlit as st

    from sbd.ui import state
    from sbd.ui.components import actions
    from sbd.ui.project import Project

    state.begin()
    asked = st.query_params
    project = Project.load(asked["plan"])
    restricted = asked.get("restricted") == "yes"
    if "board" in asked:
        actions.board(project, restricted=restricted)
    else:
        actions.show(project, asked["c"], restricted=restricted)


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("SBD_DATA", str(tmp_path))
    return database(tmp_path)


@pytest.fixture
def plan(db: Database) -> str:
    return ProjectStore(db.path.parent).add({"plan.geojson": plan_bytes()})


@pytest.fixture
def opened(plan: str) -> Callable[..., AppTest]:
    def run(**address: str) -> AppTest:
        app = AppTest.from_function(page, default_timeout=60)
        for name, value in {"plan": plan, "lang": "en", **address}.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return run


def html(app: AppTest) -> str:
    return " ".join(str(e.proto.body) for e in app.get("html"))


def send(app: AppTest, text: str) -> AppTest:
    app.text_area[0].set_value(text)
    app.button[0].click()
    return app.run()


def test_an_action_is_added_and_an_empty_form_waits(
    opened: Callable[..., AppTest], db: Database, plan: str
) -> None:
    app = opened(c="A-10")
    app.selectbox[0].select("sibelga")
    app.date_input[0].set_value(datetime.date(2027, 3, 1))
    send(app, "Seats with armrests")
    (kept,) = actions_of(db, plan)
    assert kept.task == Task(
        "A-10", "Seats with armrests", "prevention", "sibelga", "2027-03-01"
    )
    assert "Seats with armrests" in html(app)
    assert app.text_area[0].value == ""


def test_two_presses_on_the_same_form_add_once(
    opened: Callable[..., AppTest], db: Database, plan: str
) -> None:
    first, second = opened(c="A-10"), opened(c="A-10")
    send(first, "Seats")
    send(second, "Seats")
    assert len(actions_of(db, plan)) == 1


def test_an_action_is_changed(
    opened: Callable[..., AppTest], db: Database, plan: str
) -> None:
    made = add_action(db, plan, "x", Task("A-10", "Seats", "prevention"))
    app = opened(c="A-10")
    app.selectbox[0].select(made.number).run()
    assert app.text_area[0].value == "Seats"
    app.radio[1].set_value("done")
    send(app, "Seats with backs")
    (kept,) = actions_of(db, plan)
    assert (kept.number, kept.task.state) == (made.number, "done")
    assert kept.task.text == "Seats with backs"


def test_an_action_without_words_is_refused(
    opened: Callable[..., AppTest], db: Database, plan: str
) -> None:
    app = send(opened(c="A-10"), "  ")
    assert "Say what is to be done" in app.error[0].value.replace("\\", "")
    assert actions_of(db, plan) == ()


@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
@pytest.mark.parametrize("restricted", ["yes", "no"])
def test_sensitive_actions_are_shown_where_they_may_be(
    opened: Callable[..., AppTest], db: Database, plan: str, lang: str, restricted: str
) -> None:
    add_action(db, plan, "x", Task("S-02", "geheime rij", "prevention"))
    add_action(db, plan, "x", Task("A-10", "open bank", "prevention"))
    said = html(opened(board="", lang=lang, restricted=restricted))
    assert "open bank" in said
    assert ("geheime rij" in said) == (restricted == "yes")
    panel = opened(c="S-02", lang=lang, restricted=restricted)
    assert ("geheime rij" in html(panel)) == (restricted == "yes")
    assert bool(panel.text_area) == (restricted == "yes")


def test_the_board_shows_one_kind_when_asked(
    opened: Callable[..., AppTest], db: Database, plan: str
) -> None:
    add_action(
        db, plan, "x", Task("A-10", "late", "prevention", "sibelga", "2020-01-01")
    )
    add_action(db, plan, "x", Task("L-12", "nobodys", "follow_up"))
    app = opened(board="")
    assert "2 of 2 still to do · 1 overdue · 1 without an owner" in html(app)
    app.get("button_group")[0].set_value("overdue").run()
    table = html(app).split("<table")[1]
    assert "late" in table
    assert "nobodys" not in table


def test_the_assessment_of_a_plan_carries_its_actions(db: Database, plan: str) -> None:
    project = Project.load(plan)
    assert project.assessment().actions == ()
    add_action(db, plan, "x", Task("S-02", "rij", "prevention"))
    assert [a.text for a in project.assessment().actions] == ["rij"]
    assert public_edition(project.assessment()).actions == ()


def test_an_empty_board_says_so(opened: Callable[..., AppTest]) -> None:
    app = opened(board="")
    assert "No action has been agreed yet." in html(app)

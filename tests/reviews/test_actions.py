"""Actions: agreed once, changed with a history, late or nobody's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from sbd.errors import ReviewError
from sbd.reviews.actions import (
    Action,
    Task,
    actions_of,
    add_action,
    change_action,
    is_overdue,
    is_unowned,
)
from sbd.reviews.database import Database
from sbd.reviews.logbook import Event, events
from sbd.reviews.variants import all_variants

VARIANT = "0123456789abcdef"
TASK = Task("A-03", "Zet de paaltjes verder uiteen", "prevention", "municipality")


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path)


def added(db: Database, task: Task = TASK) -> Action:
    return add_action(db, VARIANT, "Vlierplein A", task)


def logged(db: Database) -> list[Event]:
    (variant,) = all_variants(db)
    with db.reading() as connection:
        found = events(connection, variant.project)
    return [e for e in found if e.event.startswith("action_")]


def test_an_action_is_kept_as_it_was_said(db: Database) -> None:
    kept = added(db, replace(TASK, text="  Zet ze \x00verder\nuiteen  "))
    assert actions_of(db, VARIANT) == (kept,)
    assert kept.task == replace(TASK, text="Zet ze verder\nuiteen")
    assert actions_of(db, "f" * 16) == ()


def test_a_double_click_adds_once(db: Database) -> None:
    presses = [Thread(target=added, args=(db,)) for _ in range(3)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    assert len(actions_of(db, VARIANT)) == 1
    assert len(logged(db)) == 1


def test_what_is_done_can_be_agreed_on_again(db: Database) -> None:
    first = added(db)
    change_action(db, first.number, first.task, replace(first.task, state="done"))
    second = added(db)
    assert second.number != first.number
    assert second.uid != first.uid
    assert [a.task.state for a in actions_of(db, VARIANT)] == ["done", "open"]


def test_another_owner_phase_date_or_criterion_is_another_action(db: Database) -> None:
    for changes in (
        {},
        {"owner": "police_zone"},
        {"owner": None},
        {"phase": "follow_up"},
        {"due": "2026-02-01"},
        {"criterion": "S-04"},
    ):
        added(db, replace(TASK, **changes))  # type: ignore[arg-type]
    assert len(actions_of(db, VARIANT)) == 6


def test_a_change_is_logged_with_what_was_and_what_is(db: Database) -> None:
    first = added(db)
    later = replace(first.task, due="2026-03-01", state="doing")
    for _ in range(2):  # the second press changes nothing
        kept = change_action(db, first.number, first.task, later)
    assert kept.task == later
    assert kept.uid == first.uid
    event = logged(db)[-1]
    assert event.event == "action_changed"
    assert event.args["before"] == {"due": None, "state": "open"}
    assert event.args["after"] == {"due": "2026-03-01", "state": "doing"}
    assert len(logged(db)) == 2


def test_two_people_who_change_different_things_both_keep_theirs(db: Database) -> None:
    first = added(db)
    change_action(db, first.number, first.task, replace(first.task, state="doing"))
    shown = replace(first.task, due="2026-03-01")  # the old state on this screen
    kept = change_action(db, first.number, first.task, shown)
    assert (kept.task.state, kept.task.due) == ("doing", "2026-03-01")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": " \n "}, "Say what"),
        ({"owner": "astronauts"}, "no actor"),
        ({"phase": "revenge"}, "phase"),
        ({"state": "lost"}, "state"),
        ({"due": "1 March"}, "not a date"),
        ({"due": "20260301"}, "not a date"),
    ],
)
def test_what_says_too_little_is_refused(
    db: Database, changes: dict[str, str], said: str
) -> None:
    kept = added(db)
    wrong = replace(TASK, **changes)  # type: ignore[arg-type]
    with pytest.raises(ReviewError, match=said):
        added(db, wrong)
    with pytest.raises(ReviewError, match=said):
        change_action(db, kept.number, kept.task, wrong)
    assert actions_of(db, VARIANT) == (kept,)


def test_an_action_that_is_not_there_is_said_so(db: Database) -> None:
    with pytest.raises(ReviewError, match="no such action"):
        change_action(db, 7, TASK, replace(TASK, state="done"))


@pytest.mark.parametrize(
    ("due", "state", "late"),
    [
        ("2026-01-30", "open", True),
        ("2026-01-30", "doing", True),
        ("2026-01-30", "done", False),
        ("2026-01-30", "dropped", False),
        ("2026-01-31", "open", False),  # due today
        (None, "open", False),
    ],
)
def test_late_is_due_before_today_and_still_to_be_done(
    due: str | None, state: str, late: bool
) -> None:
    assert is_overdue(due, state, "2026-01-31") is late


def test_nobodys_is_only_what_is_still_to_be_done() -> None:
    assert is_unowned(None, "open")
    assert is_unowned(None, "doing")
    assert not is_unowned(None, "done")
    assert not is_unowned("sibelga", "open")

"""What the facilitator sets, and the bounds of a session."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from sbd.errors import ReviewError
from sbd.reviews import ballots, sessions
from sbd.reviews.ballots import clean, join
from sbd.reviews.database import Database
from sbd.reviews.records import Seat, Session
from sbd.reviews.sessions import (
    close_session,
    grant,
    open_session,
    put_on_table,
    session,
    show_criterion,
    show_stage,
    take_off_table,
)
from sbd.reviews.tables import log
from tests.reviews.test_sessions import VARIANT, db, meeting, opening

__all__ = ["db", "meeting"]


def told(db: Database, event: str) -> int:
    query = select(func.count()).where(log.c.event == event)
    with db.reading() as connection:
        return int(connection.execute(query).scalar_one())


def test_what_is_shown_is_kept_and_told_once(db: Database, meeting: Session) -> None:
    for _ in range(3):
        show_stage(db, meeting.id, "discuss")
        show_criterion(db, meeting.id, "S-04")
    now = session(db, meeting.id)
    assert (now.stage, now.current) == ("discuss", "S-04")
    assert (told(db, "stage_shown"), told(db, "criterion_shown")) == (1, 1)


def test_what_is_taken_off_the_table_leaves_the_screen_too(
    db: Database, meeting: Session
) -> None:
    show_criterion(db, meeting.id, "S-04")
    for _ in range(2):
        take_off_table(db, meeting.id, "S-04")
    now = session(db, meeting.id)
    assert now.item("S-04") is None
    assert now.current is None
    assert told(db, "taken_off_table") == 1


def test_a_grant_is_taken_back(db: Database, meeting: Session) -> None:
    for restricted in (True, True, False):
        grant(db, meeting.id, Seat("residents", True, restricted))
        now = session(db, meeting.id)
        assert now.may_see_restricted("residents") is restricted
    assert told(db, "seat_set") == 2


def test_nothing_is_added_to_a_closed_session(db: Database, meeting: Session) -> None:
    close_session(db, meeting.id)
    with pytest.raises(ReviewError, match="closed"):
        put_on_table(db, meeting.id, "A-02", sensitive=False)
    with pytest.raises(ReviewError, match="closed"):
        take_off_table(db, meeting.id, "S-04")


def test_codes_run_out_and_come_back(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "ALPHABET", "A")
    first = open_session(db, VARIANT, "plein", opening())
    with pytest.raises(ReviewError, match="No code is free"):
        open_session(db, VARIANT, "plein", opening())
    close_session(db, first.id)
    assert open_session(db, VARIANT, "plein", opening()).code == first.code


def test_a_session_fills_up(
    db: Database, meeting: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ballots, "MOST_PARTICIPANTS", 1)
    join(db, meeting, "police", None, "nl")
    with pytest.raises(ReviewError, match="full"):
        join(db, meeting, "police", None, "nl")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, None),
        (" \t\n", None),
        ("a\0b\x1b[31m\nc", "ab[31m\nc"),
        ("x" * 99, "x" * 60),
        ("é\ud800", "é"),
    ],
)
def test_texts_are_cleaned(typed: str | None, kept: str | None) -> None:
    assert clean(typed, 60) == kept

"""Remarks on the plan."""

from __future__ import annotations

import pytest

from sbd.errors import ReviewError
from sbd.reviews.ballots import Ballot, answer, join
from sbd.reviews.comments import pin, remarks, unpin
from sbd.reviews.database import Database
from sbd.reviews.decisions import reveal
from sbd.reviews.logbook import events
from sbd.reviews.records import Session
from sbd.reviews.sessions import close_session
from tests.reviews.test_sessions import db, meeting  # noqa: F401


def test_remarks_of_answers_are_seen_after_the_reveal(
    db: Database,  # noqa: F811
    meeting: Session,  # noqa: F811
) -> None:
    officer, _ = join(db, meeting, "police", "Ann", "nl")
    answer(db, officer, Ballot("S-04", 3, "te dicht", 4.35, 50.85))
    pin(db, meeting.id, "look here", criterion="S-04", lon=4.36, lat=50.84)
    pin(db, meeting.id, " look here ", criterion="S-04", lon=4.36, lat=50.84)
    assert [r.text for r in remarks(db, meeting.id)] == ["look here"]
    reveal(db, meeting.id, ["S-04"])
    found = [(r.number, r.text, r.discipline) for r in remarks(db, meeting.id)]
    assert found == [(1, "te dicht", "police"), (2, "look here", None)]


def test_a_remark_says_something_while_the_session_is_open(
    db: Database,  # noqa: F811
    meeting: Session,  # noqa: F811
) -> None:
    with pytest.raises(ReviewError, match="Write"):
        pin(db, meeting.id, " \x00 ", criterion=None)
    close_session(db, meeting.id)
    with pytest.raises(ReviewError, match="closed"):
        pin(db, meeting.id, "late", criterion=None)


def test_the_facilitator_takes_back_an_own_remark_and_nobody_elses(
    db: Database,  # noqa: F811
    meeting: Session,  # noqa: F811
) -> None:
    officer, _ = join(db, meeting, "police", "Ann", "nl")
    answer(db, officer, Ballot("S-04", 3, "te dicht", 4.35, 50.85))
    reveal(db, meeting.id, ["S-04"])
    pin(db, meeting.id, "here", criterion=None)
    pin(db, meeting.id, "there", criterion=None)
    theirs, own, _ = remarks(db, meeting.id)
    assert theirs.own is None
    for _ in range(2):
        unpin(db, meeting.id, own.own or 0)
        assert [r.text for r in remarks(db, meeting.id)] == ["te dicht", "there"]
    with db.reading() as connection:
        told = [e.event for e in events(connection, meeting.project)]
    assert told.count("comment_removed") == 1
    close_session(db, meeting.id)
    with pytest.raises(ReviewError, match="closed"):
        unpin(db, meeting.id, 2)

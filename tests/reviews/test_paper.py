"""Sheets of paper: one person each, however often the button is pressed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sbd.errors import ReviewError
from sbd.reviews.ballots import Ballot, answer, counts, join, own_answers, revealed
from sbd.reviews.database import Database
from sbd.reviews.paper import on_paper, sheet
from sbd.reviews.people import erase, people
from sbd.reviews.records import Session
from sbd.reviews.sessions import close_session, open_session
from tests.reviews.test_sessions import VARIANT, opening


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path)


@pytest.fixture
def meeting(db: Database) -> Session:
    return open_session(db, VARIANT, "Vlierplein A", opening())


def test_a_sheet_asked_for_twice_is_one_person(db: Database, meeting: Session) -> None:
    first = sheet(db, meeting, "residents", 1)
    assert sheet(db, meeting, "residents", 1) == first
    assert first.name is None
    second = sheet(db, meeting, "residents", 2)
    assert second.voice != first.voice
    assert sheet(db, meeting, "police", 1).discipline == "police"
    assert [s.number for s in on_paper(db, meeting, "residents")] == [1, 2]
    assert len(people(db, meeting.id)) == 3


def test_people_with_a_phone_are_no_sheets(db: Database, meeting: Session) -> None:
    join(db, meeting, "residents", None, "fr")
    assert on_paper(db, meeting, "residents") == ()
    sheet(db, meeting, "residents", 1)
    assert counts(db, meeting.id).joined == {"residents": 2}


def test_answers_on_paper_are_blind_too(db: Database, meeting: Session) -> None:
    person = sheet(db, meeting, "residents", 1)
    for _ in range(2):
        answer(db, person, Ballot("S-04", 2, "hier"))
    assert counts(db, meeting.id).answered == {"S-04": {"residents": 1}}
    assert own_answers(db, person)["S-04"].comment == "hier"
    assert revealed(db, meeting.id) == ()


def test_a_number_is_never_given_twice(db: Database, meeting: Session) -> None:
    first = sheet(db, meeting, "residents", 1)
    erase(db, meeting.id, first.pseudonym)
    assert on_paper(db, meeting, "residents")[0].person is None
    with pytest.raises(ReviewError, match="sheet"):
        sheet(db, meeting, "residents", 1)
    sheet(db, meeting, "residents", 2)


def test_no_sheet_is_skipped_nor_added_to_a_closed_session(
    db: Database, meeting: Session
) -> None:
    with pytest.raises(ReviewError, match="sheet"):
        sheet(db, meeting, "residents", 3)
    close_session(db, meeting.id)
    with pytest.raises(ReviewError, match="closed"):
        sheet(db, meeting, "residents", 1)
    assert people(db, meeting.id) == ()

"""A session from opening to settling, on a database in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from sbd.errors import ReviewError
from sbd.reviews.alone import adopt, answers, rate
from sbd.reviews.ballots import (
    Ballot,
    answer,
    contest,
    counts,
    join,
    own_answers,
    participant,
    revealed,
)
from sbd.reviews.database import Database
from sbd.reviews.decisions import decided, rate_again, reveal, settle
from sbd.reviews.logbook import events
from sbd.reviews.model import Rating
from sbd.reviews.people import erase, people
from sbd.reviews.records import Decision, Seat, Session
from sbd.reviews.sessions import (
    ALPHABET,
    Opening,
    close_session,
    grant,
    open_session,
    session,
    session_by_code,
    session_by_token,
)
from sbd.reviews.variants import AssessmentInputs, PlanAsJudged

VARIANT = "0123456789abcdef"


def opening(**changes: object) -> Opening:
    plan = PlanAsJudged("vlierplein.sbd.gpkg", b"plan", {"space_type": "square"})
    inputs = AssessmentInputs(plan, "brussels", "1.0.0", "f" * 64, "2026-01-31")
    values = {
        "title": "Vlierplein",
        "lang": "nl",
        "seats": (Seat("police", True, restricted=True), Seat("residents", True)),
        "criteria": {"S-04": False, "G-04": True, "L-15": False},
        "inputs": inputs,
        "pictures": {("public", "ballot"): "<svg/>"},
        **changes,
    }
    return Opening(**values)  # type: ignore[arg-type]


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path)


@pytest.fixture
def meeting(db: Database) -> Session:
    return open_session(db, VARIANT, "Vlierplein A", opening())


def test_one_opening_sent_twice_opens_one_session(db: Database) -> None:
    first, again = (
        open_session(db, VARIANT, "Vlierplein A", opening(id="a" * 16)) for _ in "12"
    )
    assert first == again
    assert open_session(db, VARIANT, "Vlierplein A", opening()).id != first.id


def test_a_session_is_found_by_its_token_and_by_its_code_however_typed(
    db: Database, meeting: Session
) -> None:
    assert len(meeting.code) == 6
    assert set(meeting.code) <= set(ALPHABET)
    assert len(meeting.token) == 22  # 128 bits in base 64
    typed = f" {meeting.code[:3].lower()}-{meeting.code[3:]} "
    assert session_by_code(db, typed) == session_by_token(db, meeting.token) == meeting


def test_a_code_ends_with_its_session(db: Database, meeting: Session) -> None:
    close_session(db, meeting.id)
    with pytest.raises(ReviewError):
        session_by_code(db, meeting.code)
    with pytest.raises(ReviewError):
        join(db, meeting, "police", None, "nl")
    assert not session_by_token(db, meeting.token).is_open


def test_nobody_sees_an_answer_before_the_reveal(
    db: Database, meeting: Session
) -> None:
    officer, _ = join(db, meeting, "police", "Ann", "nl")
    resident, _ = join(db, meeting, "residents", None, "fr")
    answer(db, officer, Ballot("S-04", 3, "goed"))
    answer(db, resident, Ballot("S-04", 0))
    assert revealed(db, meeting.id) == ()
    assert answers(db, VARIANT) == ()
    assert own_answers(db, officer)["S-04"].answer == 3
    assert counts(db, meeting.id).answered == {"S-04": {"police": 1, "residents": 1}}
    reveal(db, meeting.id, ["S-04"])
    assert [g.answer for g in revealed(db, meeting.id)] == [3, 0]
    assert [r.answer for r in answers(db, VARIANT)] == [3, 0]


def test_the_latest_answer_counts_and_the_history_stays(
    db: Database, meeting: Session
) -> None:
    officer, _ = join(db, meeting, "police", None, "nl")
    for level in (1, 1, 4):
        answer(db, officer, Ballot("S-04", level))  # type: ignore[arg-type]
    reveal(db, meeting.id, ["S-04"])
    assert [g.answer for g in revealed(db, meeting.id)] == [4]
    with db.reading() as connection:
        told = [e.event for e in events(connection, meeting.project)]
        kept = connection.exec_driver_sql("SELECT answer FROM ratings").scalars().all()
    assert kept == ["1", "4"]  # the same answer twice is one
    assert told.count("answered") == 2


def test_a_revealed_criterion_takes_no_answer_until_it_is_rated_again(
    db: Database, meeting: Session
) -> None:
    officer, _ = join(db, meeting, "police", None, "nl")
    answer(db, officer, Ballot("S-04", 1))
    reveal(db, meeting.id, ["S-04"])
    with pytest.raises(ReviewError, match="revealed"):
        answer(db, officer, Ballot("S-04", 2))
    settle(db, meeting.id, Decision("S-04", 2.5, "compromise"), measured=False)
    rate_again(db, meeting.id, "S-04")
    assert decided(db, meeting.id) == {}
    answer(db, officer, Ballot("S-04", 2))
    assert own_answers(db, officer)["S-04"].answer == 2


def test_sensitive_criteria_are_asked_of_those_granted_only(
    db: Database, meeting: Session
) -> None:
    officer, _ = join(db, meeting, "police", None, "nl")
    resident, _ = join(db, meeting, "residents", None, "nl")
    assert [i.criterion for i in meeting.items_for("residents")] == ["S-04", "L-15"]
    answer(db, officer, Ballot("G-04", 2))
    with pytest.raises(ReviewError, match="not asked"):
        answer(db, resident, Ballot("G-04", 2))
    with pytest.raises(ReviewError, match="not asked"):
        contest(db, resident, "S-02", sensitive=True)
    grant(db, meeting.id, Seat("residents", True, restricted=True))
    answer(db, resident, Ballot("G-04", 2))


def test_a_contested_measured_criterion_comes_on_the_table(
    db: Database, meeting: Session
) -> None:
    resident, _ = join(db, meeting, "residents", None, "nl")
    contest(db, resident, "A-02", sensitive=False)
    contest(db, resident, "A-02", sensitive=False)
    items = [i.criterion for i in session(db, meeting.id).items]
    assert items == ["S-04", "G-04", "L-15", "A-02"]


def test_an_override_needs_a_level_and_a_reason(db: Database, meeting: Session) -> None:
    with pytest.raises(ReviewError, match="level and a reason"):
        settle(db, meeting.id, Decision("S-04", 3), measured=True)
    with pytest.raises(ReviewError, match="level and a reason"):
        settle(db, meeting.id, Decision("S-04", "unknown", "because"), measured=True)
    settle(db, meeting.id, Decision("S-04", 3, "seen on site"), measured=True)
    settled = [r for r in answers(db, VARIANT) if r.settled]
    assert [(r.answer, r.reason) for r in settled] == [(3, "seen on site")]


def test_a_person_is_known_by_the_key_only_in_the_own_session(
    db: Database, meeting: Session
) -> None:
    other = open_session(db, VARIANT, "Vlierplein A", opening())
    officer, key = join(db, meeting, "police", None, "nl")
    assert participant(db, meeting, key) == officer
    assert participant(db, other, key) is None
    assert participant(db, meeting, key[:-1] + "x") is None


def test_erasing_keeps_the_level_and_nothing_else(
    db: Database, meeting: Session, tmp_path: Path
) -> None:
    officer, key = join(db, meeting, "police", "Anneliesje", "nl")
    answer(db, officer, Ballot("S-04", 1, "Zilverspar", 4.35, 50.84))
    answer(db, officer, Ballot("S-04", 3, "Goudvink"))
    erase(db, meeting.id, officer.pseudonym)
    reveal(db, meeting.id, ["S-04"])
    assert [(g.answer, g.comment) for g in revealed(db, meeting.id)] == [(3, None)]
    assert people(db, meeting.id) == ()
    assert participant(db, meeting, key) is None
    with pytest.raises(ReviewError, match="left"):
        answer(db, officer, Ballot("L-15", 2))
    with db.reading() as connection:
        told = events(connection, meeting.project, session=meeting.id)
    assert [e.args for e in told if e.event == "erased"] == [{"person": "P01"}]
    db.close()
    kept = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    for word in (b"Anneliesje", b"Zilverspar", b"Goudvink"):
        assert word not in kept


def test_a_pseudonym_is_never_given_twice(db: Database, meeting: Session) -> None:
    first, _ = join(db, meeting, "police", None, "nl")
    erase(db, meeting.id, first.pseudonym)
    second, _ = join(db, meeting, "police", None, "nl")
    assert (first.pseudonym, second.pseudonym) == ("P01", "P02")


def test_answers_given_alone_are_taken_over_once(db: Database) -> None:
    earlier = [
        Rating(criterion="S-04", rater="screen", discipline="police", answer=2),
        Rating(
            criterion="L-15",
            rater="screen",
            discipline="planning",
            answer=1.5,
            settled=True,
            reason="agreed",
        ),
    ]
    adopt(db, VARIANT, "Vlierplein A", earlier)
    adopt(db, VARIANT, "Vlierplein A", earlier)
    assert list(answers(db, VARIANT)) == earlier
    again = earlier[0].model_copy(update={"answer": 4})
    rate(db, VARIANT, "Vlierplein A", again)
    assert list(answers(db, VARIANT)) == [again, earlier[1]]

"""What participants do: join, answer blind, contest; and what may be seen of it.

Nothing here returns an answer on a criterion that is still open, but to the person who
gave it.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import Connection, Row, bindparam, func, insert, select, union
from sqlalchemy.sql.selectable import Subquery

from sbd.errors import ReviewError
from sbd.reviews.database import Database, now
from sbd.reviews.logbook import note
from sbd.reviews.model import Answer, Discipline
from sbd.reviews.records import Counts, Given, Participant, Session
from sbd.reviews.sessions import put_on_table, session, session_in
from sbd.reviews.tables import log, participants, ratings, session_criteria

#: More people than fit a room: a bound against floods. [persons]
MOST_PARTICIPANTS = 500
#: Longest name and longest remark. [characters]
LONGEST_NAME = 60
LONGEST_COMMENT = 2000


# What every answer of every phone asks: to put these together anew takes longer than
# to answer them.
_PERSON = select(participants).where(
    participants.c.session == bindparam("session"),
    participants.c.key_sha256 == bindparam("key"),
)
_OWN = (
    select(ratings)
    .where(
        ratings.c.session == bindparam("session"),
        ratings.c.voice == bindparam("voice"),
    )
    .order_by(ratings.c.id)
)
_SAME_DISCIPLINE = select(func.count()).where(
    participants.c.session == bindparam("session"),
    participants.c.discipline == bindparam("discipline"),
)
_STILL_HERE = select(func.count()).where(participants.c.id == bindparam("id"))
_KEEP = insert(ratings)


@dataclass(frozen=True)
class Ballot:
    """One answer as it is sent."""

    criterion: str
    answer: Answer
    comment: str | None = None
    lon: float | None = None
    lat: float | None = None


def join(
    db: Database, about: Session, discipline: Discipline, name: str | None, lang: str
) -> tuple[Participant, str]:
    """Let somebody join an open session.

    Parameters
    ----------
    db : Database
        Where it is kept.
    about : Session
        What is joined.
    discipline : str
        For which the person answers.
    name : str, optional
        As the person wants to be called; kept apart from answers and log.
    lang : str
        Of the person's pages.

    Returns
    -------
    tuple of Participant and str
        The person, and the key (128 bits) by which the person is known from then on;
        only its digest is kept.

    Raises
    ------
    ReviewError
        If the session is closed or full.
    """
    with db.writing() as connection:
        return seat(connection, about, discipline, name, lang)


def seat(
    connection: Connection,
    about: Session,
    discipline: Discipline,
    name: str | None,
    lang: str,
    key: str = "",
) -> tuple[Participant, str]:
    """Let somebody join within a transaction; as `join`, by a key of one's own."""
    if discipline not in get_args(Discipline):
        raise ReviewError("Choose for which discipline you answer.")
    key, voice = key or secrets.token_urlsafe(16), secrets.token_hex(8)
    shown = clean(name, LONGEST_NAME)
    if not session_in(connection, about.id).is_open:
        raise ReviewError("This session is closed.")
    number = _next_number(connection, about)
    if number > MOST_PARTICIPANTS:
        raise ReviewError("This session is full.")
    pseudonym = f"P{number:02d}"
    made = connection.execute(
        insert(participants)
        .values(
            session=about.id,
            pseudonym=pseudonym,
            voice=voice,
            key_sha256=_digest(key),
            discipline=discipline,
            name=shown,
            lang=lang,
            joined=now(),
        )
        .returning(participants.c.id)
    ).scalar_one()
    note(
        connection,
        about.project,
        "joined",
        session=about.id,
        actor=pseudonym,
        discipline=discipline,
    )
    person = Participant(made, about.id, pseudonym, voice, discipline, shown, lang)
    return person, key


def participant(db: Database, about: Session, key: str) -> Participant | None:
    """Return whom a key belongs to in a session, or None."""
    with db.reading() as connection:
        return holder(connection, about, key)


def holder(connection: Connection, about: Session, key: str) -> Participant | None:
    """Return whom a key belongs to within a transaction, or None."""
    known = {"session": about.id, "key": _digest(key)}
    row = connection.execute(_PERSON, known).one_or_none()
    if row is None:
        return None
    return Participant(
        row.id,
        row.session,
        row.pseudonym,
        row.voice,
        row.discipline,
        row.name,
        row.lang,
    )


def answer(db: Database, person: Participant, ballot: Ballot) -> None:
    """Keep an answer; it is on the disk when this returns.

    The same answer sent twice is kept once; another one is added to the history and
    counts from then on.

    Raises
    ------
    ReviewError
        If the criterion is not asked of this person, or no longer open.
    """
    values = {
        "answer": str(ballot.answer),
        "comment": clean(ballot.comment, LONGEST_COMMENT),
        "lon": ballot.lon,
        "lat": ballot.lat,
    }
    with db.writing() as connection:
        about = session_in(connection, person.session)
        _check(connection, about, person, ballot.criterion)
        if _same(connection, person, ballot.criterion, values):
            return
        row = {
            "session": person.session,
            "voice": person.voice,
            "discipline": person.discipline,
            "criterion": ballot.criterion,
            "given": now(),
            **values,
        }
        connection.execute(_KEEP, row)
        note(
            connection,
            about.project,
            "answered",
            session=about.id,
            actor=person.pseudonym,
            criterion=ballot.criterion,
        )


def contest(
    db: Database, person: Participant, criterion: str, *, sensitive: bool
) -> None:
    """Put a measured criterion on the table because somebody contests it.

    Raises
    ------
    ReviewError
        If the person may not see it, or the session is closed.
    """
    about = session(db, person.session)
    if sensitive and not about.may_see_restricted(person.discipline):
        raise ReviewError("This criterion is not asked of you.")
    put_on_table(
        db, person.session, criterion, sensitive=sensitive, actor=person.pseudonym
    )


def own_answers(db: Database, person: Participant) -> dict[str, Given]:
    """Return a person's own answers that count, by criterion."""
    with db.reading() as connection:
        rows = connection.execute(_OWN, _whose(person))
        return {r.criterion: _given(r) for r in rows}  # a later one replaces


def companions(db: Database, person: Participant) -> int:
    """Return how many others answer for the same discipline. [persons]"""
    with db.reading() as connection:
        here = connection.execute(
            _SAME_DISCIPLINE,
            {"session": person.session, "discipline": person.discipline},
        )
        return int(here.scalar_one()) - 1


def counts(db: Database, session_id: str) -> Counts:
    """Return who has joined and who has answered what, by discipline, no levels."""
    people, given = participants.c, ratings.c
    voices = union(
        select(people.voice, people.discipline).where(people.session == session_id),
        select(given.voice, given.discipline).where(given.session == session_id),
    ).subquery()
    joined = select(voices.c.discipline, func.count()).group_by(voices.c.discipline)
    answered = (
        select(
            given.criterion, given.discipline, func.count(func.distinct(given.voice))
        )
        .where(given.session == session_id)
        .group_by(given.criterion, given.discipline)
    )
    found: dict[str, dict[str, int]] = {}
    with db.reading() as connection:
        here = {r[0]: r[1] for r in connection.execute(joined)}
        for criterion, discipline, n in connection.execute(answered):
            found.setdefault(criterion, {})[discipline] = n
    return Counts(here, found)


def revealed(db: Database, session_id: str) -> tuple[Given, ...]:
    """Return the answers on criteria that were revealed, none on open ones."""
    with db.reading() as connection:
        return latest(connection, session_id, shown_only=True)


def latest(
    connection: Connection,
    session_id: str,
    *,
    shown_only: bool = False,
) -> tuple[Given, ...]:
    """Return each voice's last answer on each criterion, in the order given."""
    last = _last(session_id)
    query = select(ratings).join(last, ratings.c.id == last.c.id).order_by(ratings.c.id)
    if shown_only:
        table = session_criteria
        query = query.join(
            table,
            (table.c.session == ratings.c.session)
            & (table.c.criterion == ratings.c.criterion),
        ).where(table.c.state != "open")
    return tuple(_given(row) for row in connection.execute(query))


def _given(row: Row[Any]) -> Given:
    return Given(
        row.criterion,
        row.discipline,
        as_answer(row.answer),
        row.comment,
        row.lon,
        row.lat,
        row.voice,
    )


def _whose(person: Participant) -> dict[str, str]:
    return {"session": person.session, "voice": person.voice}


def as_answer(text: str) -> Answer:
    """Return an answer as it was before it was written into the database."""
    if text in ("0", "1", "2", "3", "4"):
        level: Answer = int(text)  # type: ignore[assignment]  # one of the five
        return level
    return "not_applicable" if text == "not_applicable" else "unknown"


def clean(text: str | None, longest: int) -> str | None:
    """Return a text without control characters and cut to a length, or None.

    Direction marks stay inside what is typed: the pages isolate it.
    """
    if text is None:
        return None
    kept = "".join(
        c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")
    )
    return kept.strip()[:longest].strip() or None


def _last(session_id: str) -> Subquery:
    query = select(func.max(ratings.c.id).label("id")).where(
        ratings.c.session == session_id
    )
    groups = (ratings.c.voice, ratings.c.discipline, ratings.c.criterion)
    return query.group_by(*groups).subquery()


def _same(
    connection: Connection,
    person: Participant,
    criterion: str,
    values: Mapping[str, object],
) -> bool:
    rows = [
        r for r in connection.execute(_OWN, _whose(person)) if r.criterion == criterion
    ]
    return bool(rows) and all(rows[-1]._mapping[n] == v for n, v in values.items())


def _check(
    connection: Connection, about: Session, person: Participant, criterion: str
) -> None:
    if not about.is_open:
        raise ReviewError("This session is closed.")
    if not connection.execute(_STILL_HERE, {"id": person.id}).scalar_one():
        raise ReviewError("You left this session: join it again.")
    asked = {i.criterion: i for i in about.items_for(person.discipline)}
    if criterion not in asked:
        raise ReviewError("This criterion is not asked of you.")
    if asked[criterion].state != "open":
        raise ReviewError(
            "{criterion} was revealed: answers to it can no longer be changed.",
            criterion=criterion,
        )


def _next_number(connection: Connection, about: Session) -> int:
    """Return a number that nobody of the session ever had, erased people included."""
    ever = select(func.count()).where(
        log.c.session == about.id, log.c.event == "joined"
    )
    return int(connection.execute(ever).scalar_one()) + 1


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8")).hexdigest()

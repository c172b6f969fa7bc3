"""Who takes part, and how somebody is erased."""

from __future__ import annotations

from typing import get_args

from sqlalchemy import Connection, delete, func, select, update

from sbd.errors import ReviewError
from sbd.reviews.ballots import LONGEST_NAME, clean, holder, seat
from sbd.reviews.database import Database
from sbd.reviews.logbook import FACILITATOR, note
from sbd.reviews.model import Discipline
from sbd.reviews.records import Participant, Session
from sbd.reviews.sessions import session_in
from sbd.reviews.tables import comments, participants, ratings


def people(db: Database, session_id: str) -> tuple[Participant, ...]:
    """Return who joined a session, in that order."""
    table = participants
    query = select(table).where(table.c.session == session_id).order_by(table.c.id)
    with db.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(
        Participant(r.id, r.session, r.pseudonym, r.voice, r.discipline, r.name, r.lang)
        for r in rows
    )


def erase(
    db: Database, session_id: str, pseudonym: str, *, actor: str = FACILITATOR
) -> None:
    """Delete a person's name, comments and the link to the answers.

    The levels that count stay, with their discipline; earlier answers that were
    changed since go too. Erasing is itself logged. Somebody erased already is left
    alone.
    """
    table = participants
    with db.writing() as connection:
        about = session_in(connection, session_id)
        voice = connection.execute(
            select(table.c.voice).where(
                table.c.session == session_id, table.c.pseudonym == pseudonym
            )
        ).scalar_one_or_none()
        if voice is None:
            return
        _strip(connection, voice)
        connection.execute(delete(table).where(table.c.voice == voice))
        note(
            connection,
            about.project,
            "erased",
            session=session_id,
            actor=actor,
            person=pseudonym,
        )
    db.forget()


def join_once(
    db: Database,
    about: Session,
    discipline: Discipline,
    name: str,
    lang: str,
    key: str,
) -> Participant:
    """Let somebody join by a key; who joined by it already is not joined again.

    Raises
    ------
    ReviewError
        If the session is closed or full, or there is no such discipline.
    """
    with db.writing() as connection:
        found = holder(connection, about, key)
        if found is not None:
            return found
        return seat(connection, about, discipline, name, lang, key)[0]


def change_person(
    db: Database, person: Participant, discipline: Discipline, name: str, lang: str
) -> None:
    """Let somebody change discipline, name or language.

    The answers on criteria that are still open go along to the new discipline, those
    that were revealed stay with the one they were shown for.

    Raises
    ------
    ReviewError
        If the session is closed, or there is no such discipline.
    """
    if discipline not in get_args(Discipline):
        raise ReviewError("Choose for which discipline you answer.")
    table = participants
    values = {"name": clean(name, LONGEST_NAME), "lang": lang}
    with db.writing() as connection:
        about = session_in(connection, person.session)
        if not about.is_open:
            raise ReviewError("This session is closed.")
        connection.execute(
            update(table)
            .where(table.c.id == person.id)
            .values(discipline=discipline, **values)
        )
        if discipline == person.discipline:
            return
        still_open = [i.criterion for i in about.items if i.state == "open"]
        mine = ratings.c.voice == person.voice
        connection.execute(
            update(ratings)
            .where(mine, ratings.c.criterion.in_(still_open))
            .values(discipline=discipline)
        )
        note(
            connection,
            about.project,
            "discipline_changed",
            session=about.id,
            actor=person.pseudonym,
            before=person.discipline,
            after=discipline,
        )


def _strip(connection: Connection, voice: str) -> None:
    mine = ratings.c.voice == voice
    last = (
        select(func.max(ratings.c.id))
        .where(mine)
        .group_by(ratings.c.criterion, ratings.c.discipline)
    )
    connection.execute(delete(ratings).where(mine, ratings.c.id.not_in(last)))
    nothing = {"comment": None, "lon": None, "lat": None}
    connection.execute(update(ratings).where(mine).values(**nothing))
    connection.execute(delete(comments).where(comments.c.voice == voice))

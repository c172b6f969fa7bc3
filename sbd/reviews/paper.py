"""People who answered on paper: numbered per discipline, without name or key."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from sbd.errors import ReviewError
from sbd.reviews.ballots import seat
from sbd.reviews.database import Database
from sbd.reviews.logbook import events, note
from sbd.reviews.model import Discipline
from sbd.reviews.records import Participant, Session
from sbd.reviews.tables import participants

#: What the log calls it.
_EVENT = "on_paper"


@dataclass(frozen=True)
class OnPaper:
    """A sheet of a discipline, by its number; nobody where the person was erased."""

    number: int
    person: Participant | None


def on_paper(db: Database, about: Session, discipline: str) -> tuple[OnPaper, ...]:
    """Return the sheets of a discipline that were typed in, by number."""
    with db.reading() as connection:
        return _sheets(connection, about, discipline)


def sheet(
    db: Database, about: Session, discipline: Discipline, number: int
) -> Participant:
    """Return the person of a sheet; the next number is given to somebody new.

    Parameters
    ----------
    db : Database
        Where it is kept.
    about : Session
        An open session.
    discipline : str
        For which the sheet was filled in.
    number : int
        Of the sheet, from 1; asked for twice, it is the same person.

    Raises
    ------
    ReviewError
        If the session is closed or full, the person was erased, or there is neither
        such a sheet nor is it the next one.
    """
    with db.writing() as connection:
        known = _sheets(connection, about, discipline)
        found = next((s for s in known if s.number == number), None)
        if found is not None and found.person is not None:
            return found.person
        if number != len(known) + 1:
            raise ReviewError("Choose a sheet that is there, or a new one.")
        person, _ = seat(connection, about, discipline, None, about.lang)
        note(
            connection,
            about.project,
            _EVENT,
            session=about.id,
            person=person.pseudonym,
            discipline=discipline,
            number=number,
        )
        return person


def _sheets(
    connection: Connection, about: Session, discipline: str
) -> tuple[OnPaper, ...]:
    query = select(participants).where(participants.c.session == about.id)
    here = {
        r.pseudonym: Participant(
            r.id, r.session, r.pseudonym, r.voice, r.discipline, r.name, r.lang
        )
        for r in connection.execute(query)
    }
    return tuple(
        OnPaper(e.args["number"], here.get(e.args["person"]))
        for e in events(connection, about.project, session=about.id)
        if e.event == _EVENT and e.args["discipline"] == discipline
    )

"""Remarks pinned on the plan: the facilitator's, and those that came with answers."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from sbd.errors import ReviewError
from sbd.reviews.ballots import LONGEST_COMMENT, clean, revealed
from sbd.reviews.database import Database, now
from sbd.reviews.logbook import note
from sbd.reviews.records import Comment
from sbd.reviews.sessions import session_in
from sbd.reviews.tables import comments, sessions


def pin(
    db: Database,
    session_id: str,
    text: str,
    *,
    criterion: str | None,
    lon: float | None = None,
    lat: float | None = None,
) -> None:
    """Keep a remark of the facilitator; the same one at the same place is kept once.

    Parameters
    ----------
    db : Database
        Where it is kept.
    session_id : str
        The session.
    text : str
        The remark.
    criterion : str, optional
        What it is about.
    lon, lat : float, optional
        Where; None for the whole site. [deg]

    Raises
    ------
    ReviewError
        If there is no text, or the session is closed.
    """
    said = clean(text, LONGEST_COMMENT)
    if said is None:
        raise ReviewError("Write the remark first.")
    values = {"criterion": criterion, "text": said, "lon": lon, "lat": lat}
    table = comments
    same = [table.c[n].is_not_distinct_from(v) for n, v in values.items()]
    query = select(table.c.id).where(table.c.session == session_id, *same)
    with db.writing() as connection:
        about = session_in(connection, session_id)
        if not about.is_open:
            raise ReviewError("This session is closed.")
        if connection.execute(query).first() is None:
            row = {"session": session_id, "given": now(), **values}
            connection.execute(insert(table), row)
            note(
                connection,
                about.project,
                "commented",
                session=session_id,
                criterion=criterion,
            )


def unpin(db: Database, session_id: str, own: int) -> None:
    """Take a remark of the facilitator away; one that is gone is left alone.

    Raises
    ------
    ReviewError
        If the session is closed.
    """
    table = comments
    with db.writing() as connection:
        about = session_in(connection, session_id)
        if not about.is_open:
            raise ReviewError("This session is closed.")
        mine = (table.c.id == own, table.c.session == session_id)
        if connection.execute(delete(table).where(*mine)).rowcount:
            note(connection, about.project, "comment_removed", session=session_id)
    db.forget()


def own_remarks(db: Database, variant: str) -> tuple[Comment, ...]:
    """Return the facilitator's own remarks in all meetings on a variant, numbered."""
    table = comments
    query = (
        select(table)
        .join(sessions, sessions.c.id == table.c.session)
        .where(sessions.c.variant == variant)
        .order_by(table.c.id)
    )
    with db.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(
        Comment(n, r.criterion, r.discipline, r.text, r.lon, r.lat, r.id)
        for n, r in enumerate(rows, 1)
    )


def remarks(db: Database, session_id: str) -> tuple[Comment, ...]:
    """Return the remarks that may be seen, numbered from 1.

    Those with answers on revealed criteria, then the facilitator's.
    """
    table = comments
    query = select(table).where(table.c.session == session_id).order_by(table.c.id)
    found = [
        (g.criterion, g.discipline, g.comment, g.lon, g.lat, None)
        for g in revealed(db, session_id)
        if g.comment or g.lon is not None
    ]
    with db.reading() as connection:
        found += [
            (r.criterion, r.discipline, r.text, r.lon, r.lat, r.id)
            for r in connection.execute(query)
        ]
    return tuple(
        Comment(n, criterion, discipline, text or "", lon, lat, own)
        for n, (criterion, discipline, text, lon, lat, own) in enumerate(found, 1)
    )

"""Sessions: opened by the facilitator, joined by code, gone through item by item."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    delete,
    func,
    insert,
    select,
    update,
)

from sbd.errors import ReviewError
from sbd.reviews.database import Database, now
from sbd.reviews.logbook import FACILITATOR, note
from sbd.reviews.records import Place, Seat, Session, Stage
from sbd.reviews.session_queries import BY_CODE, BY_ID, BY_TOKEN, load
from sbd.reviews.tables import (
    session_criteria,
    session_disciplines,
    session_pictures,
    session_places,
    sessions,
)
from sbd.reviews.variants import (
    AssessmentInputs,
    ensure_variant,
    keep_assessment,
)

#: Characters of a code: no two look alike on a wall, and none is heard as another.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 6


@dataclass(frozen=True)
class Opening:
    """What a session is opened with.

    Parameters
    ----------
    title, lang : str
        Of the meeting.
    seats : sequence of Seat
        The disciplines expected, and what each may see.
    criteria : mapping of str to bool
        The criteria on the table, in order, and whether each is sensitive.
    inputs : AssessmentInputs
        The plan and the checklist as they are now.
    pictures : mapping of (str, str) to str
        Drawings (SVG) by edition and role (``ballot``, ``stage``, ``paper``).
    places : sequence of Place
        Lettered places of the plan that everybody may see.
    id : str, optional
        Of the session; the same opening sent twice opens it once.
    """

    title: str
    lang: str
    seats: Sequence[Seat]
    criteria: Mapping[str, bool]
    inputs: AssessmentInputs
    pictures: Mapping[tuple[str, str], str]
    places: Sequence[Place] = ()
    id: str | None = None


def open_session(db: Database, variant: str, name: str, opening: Opening) -> Session:
    """Open a session on a variant.

    Parameters
    ----------
    db : Database
        Where it is kept.
    variant, name : str
        Id and name of the variant.
    opening : Opening
        What it is opened with.

    Returns
    -------
    Session
        Open, at stage ``join``, with a token of 128 bits and a code of its own; the
        one there is if it was opened before by the same id.
    """
    session = opening.id or secrets.token_hex(8)
    with db.writing() as connection:
        here = select(sessions.c.id).where(sessions.c.id == session)
        if opening.id and connection.execute(here).first():
            return session_in(connection, session)
        about = ensure_variant(connection, variant, name)
        connection.execute(
            insert(sessions).values(
                id=session,
                variant=variant,
                assessment=keep_assessment(connection, variant, opening.inputs),
                kind="meeting",
                title=opening.title,
                lang=opening.lang,
                token=secrets.token_urlsafe(16),
                code=free_code(connection),
                stage="join",
                opened=now(),
            )
        )
        _furnish(connection, session, opening)
        note(
            connection,
            about.project,
            "session_opened",
            session=session,
            criteria=list(opening.criteria),
            disciplines=[s.discipline for s in opening.seats],
        )
        return session_in(connection, session)


def _furnish(connection: Connection, session: str, opening: Opening) -> None:
    rows: list[tuple[Any, list[dict[str, Any]]]] = [
        (session_disciplines, [vars(s) for s in opening.seats]),
        (
            session_criteria,
            [
                {"criterion": c, "position": n, "sensitive": s, "state": "open"}
                for n, (c, s) in enumerate(opening.criteria.items())
            ],
        ),
        (
            session_pictures,
            [
                {"edition": edition, "role": role, "svg": svg}
                for (edition, role), svg in opening.pictures.items()
            ],
        ),
        (session_places, [vars(p) for p in opening.places]),
    ]
    for table, values in rows:
        if values:
            connection.execute(
                insert(table), [{"session": session, **v} for v in values]
            )


def free_code(connection: Connection) -> str:
    """Return a code that no open session has."""
    for _ in range(100):
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        taken = select(func.count()).where(
            sessions.c.code == code, sessions.c.closed.is_(None)
        )
        if not connection.execute(taken).scalar_one():
            return code
    raise ReviewError("No code is free: close the sessions that are over.")


def session(db: Database, session_id: str) -> Session:
    """Return a session by its id.

    Raises
    ------
    ReviewError
        If there is none.
    """
    with db.reading() as connection:
        return session_in(connection, session_id)


def session_in(connection: Connection, session_id: str) -> Session:
    """Return a session by its id, within a transaction."""
    return load(connection, BY_ID, session_id)


def session_by_token(db: Database, token: str) -> Session:
    """Return a session by the token of its QR code, closed ones too.

    Raises
    ------
    ReviewError
        If there is none.
    """
    with db.reading() as connection:
        return load(connection, BY_TOKEN, token)


def session_by_code(db: Database, code: str) -> Session:
    """Return the open session of a code, however it was typed.

    Raises
    ------
    ReviewError
        If there is none, or it was closed.
    """
    plain = "".join(c for c in code.upper() if c.isalnum())
    with db.reading() as connection:
        return load(connection, BY_CODE, plain)


def sessions_of(db: Database, variant: str) -> tuple[Session, ...]:
    """Return the meetings on a variant, the latest first."""
    query = (
        select(sessions.c.id)
        .where(sessions.c.variant == variant, sessions.c.kind == "meeting")
        .order_by(sessions.c.opened.desc())
    )
    with db.reading() as connection:
        ids = connection.execute(query).scalars().all()
        return tuple(session_in(connection, i) for i in ids)


def picture(db: Database, session_id: str, edition: str, role: str) -> str:
    """Return a drawing that the session was opened with, empty where there is none."""
    query = select(session_pictures.c.svg).where(
        session_pictures.c.session == session_id,
        session_pictures.c.edition == edition,
        session_pictures.c.role == role,
    )
    with db.reading() as connection:
        return connection.execute(query).scalar_one_or_none() or ""


def places(db: Database, session_id: str) -> tuple[Place, ...]:
    """Return the lettered places of a session, by letter."""
    table = session_places
    query = select(table).where(table.c.session == session_id).order_by(table.c.letter)
    with db.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(Place(r.letter, r.kind, r.sector, r.lon, r.lat) for r in rows)


def show_stage(db: Database, session_id: str, stage: Stage) -> None:
    """Put a stage on the screen."""
    _set(db, session_id, "stage_shown", stage=stage)


def show_criterion(db: Database, session_id: str, criterion: str) -> None:
    """Put a criterion on the screen."""
    _set(db, session_id, "criterion_shown", current=criterion)


def close_session(db: Database, session_id: str) -> None:
    """Close a session: nobody joins or answers any more, and its code is free."""
    with db.writing() as connection:
        about = session_in(connection, session_id)
        if about.is_open:
            connection.execute(
                update(sessions).where(sessions.c.id == session_id).values(closed=now())
            )
            note(connection, about.project, "session_closed", session=session_id)


def grant(db: Database, session_id: str, seat: Seat) -> None:
    """Expect a discipline or not, and let it see the restricted edition or not."""
    table = session_disciplines
    with db.writing() as connection:
        about = session_in(connection, session_id)
        if seat in about.seats:
            return
        connection.execute(
            delete(table).where(
                table.c.session == session_id, table.c.discipline == seat.discipline
            )
        )
        connection.execute(insert(table).values(session=session_id, **vars(seat)))
        note(connection, about.project, "seat_set", session=session_id, **vars(seat))


def put_on_table(
    db: Database,
    session_id: str,
    criterion: str,
    *,
    sensitive: bool,
    actor: str = FACILITATOR,
) -> None:
    """Add a criterion to those on the table; one that is there stays as it is."""
    with db.writing() as connection:
        about = _open(connection, session_id)
        if about.item(criterion) is None:
            connection.execute(
                insert(session_criteria).values(
                    session=session_id,
                    criterion=criterion,
                    position=1 + max((i.position for i in about.items), default=-1),
                    sensitive=sensitive,
                    state="open",
                )
            )
            note(
                connection,
                about.project,
                "put_on_table",
                session=session_id,
                actor=actor,
                criterion=criterion,
            )


def take_off_table(db: Database, session_id: str, criterion: str) -> None:
    """Take a criterion off the table; its answers stay in the history."""
    table = session_criteria
    with db.writing() as connection:
        about = _open(connection, session_id)
        if about.item(criterion) is None:
            return
        connection.execute(
            delete(table).where(
                table.c.session == session_id, table.c.criterion == criterion
            )
        )
        if about.current == criterion:
            connection.execute(
                update(sessions).where(sessions.c.id == session_id).values(current=None)
            )
        note(
            connection,
            about.project,
            "taken_off_table",
            session=session_id,
            criterion=criterion,
        )


def _set(db: Database, session_id: str, event: str, **values: str) -> None:
    """Change what the screen shows; what is shown already is left alone."""
    with db.writing() as connection:
        about = session_in(connection, session_id)
        if all(getattr(about, n) == v for n, v in values.items()):
            return
        connection.execute(
            update(sessions).where(sessions.c.id == session_id).values(**values)
        )
        note(connection, about.project, event, session=session_id, **values)


def _open(connection: Connection, session_id: str) -> Session:
    found = session_in(connection, session_id)
    if not found.is_open:
        raise ReviewError("This session is closed: nothing can be added to it.")
    return found

"""How sessions are looked up: queries put together once, and read into records.

Every page of every phone asks them: to put them together anew takes longer than to
answer them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    select,
)

from sbd.errors import ReviewError
from sbd.reviews.records import Item, Seat, Session
from sbd.reviews.tables import (
    assessments,
    plans,
    session_criteria,
    session_disciplines,
    sessions,
    variants,
)


def load(connection: Connection, query: Select[Any], name: str) -> Session:
    """Return the session that a query finds by a name.

    Raises
    ------
    ReviewError
        If there is none.
    """
    row = connection.execute(query, {"name": name}).one_or_none()
    if row is None:
        raise ReviewError("There is no such session: check the code on the screen.")
    at = {"name": row.id}
    items = connection.execute(_ITEMS, at)
    seats = connection.execute(_SEATS, at)
    return Session(
        **row._mapping,
        items=tuple(Item(*i) for i in items),
        seats=tuple(Seat(*s) for s in seats),
    )


def _sessions(which: ColumnElement[bool]) -> Select[Any]:
    """Return the query for the meeting that a condition on ``:name`` chooses."""
    return (
        select(
            sessions.c.id,
            variants.c.project,
            sessions.c.variant,
            sessions.c.title,
            sessions.c.lang,
            sessions.c.token,
            sessions.c.code,
            sessions.c.stage,
            sessions.c.current,
            sessions.c.opened,
            sessions.c.closed,
            plans.c.sha256.label("plan_sha256"),
            assessments.c.checklist_sha256,
        )
        .join(variants, variants.c.id == sessions.c.variant)
        .outerjoin(assessments, assessments.c.id == sessions.c.assessment)
        .outerjoin(plans, plans.c.id == assessments.c.plan)
        .where(which, sessions.c.kind == "meeting")
    )


_NAME: BindParameter[str] = bindparam("name")
BY_ID = _sessions(sessions.c.id == _NAME)
BY_TOKEN = _sessions(sessions.c.token == _NAME)
BY_CODE = _sessions((sessions.c.code == _NAME) & sessions.c.closed.is_(None))
_ITEMS = (
    select(
        session_criteria.c.criterion,
        session_criteria.c.position,
        session_criteria.c.sensitive,
        session_criteria.c.state,
    )
    .where(session_criteria.c.session == _NAME)
    .order_by(session_criteria.c.position)
)
_SEATS = select(
    session_disciplines.c.discipline,
    session_disciplines.c.expected,
    session_disciplines.c.restricted,
).where(session_disciplines.c.session == _NAME)

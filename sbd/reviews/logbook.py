"""What happened, in order; rows are added and never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select

from sbd.reviews.database import now
from sbd.reviews.tables import log

#: Who acts at the screen of the facilitator, or alone.
FACILITATOR = "facilitator"


_ADD = insert(log)


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    ``actor`` is `FACILITATOR` or a participant's pseudonym; ``at`` a time in UTC.
    """

    number: int
    at: str
    project: str
    session: str | None
    actor: str
    event: str
    args: Mapping[str, Any]


def note(
    connection: Connection,
    project: str,
    event: str,
    *,
    session: str | None = None,
    actor: str = FACILITATOR,
    **args: Any,
) -> None:
    """Add to the log, in the transaction of what it tells of."""
    row = {
        "at": now(),
        "project": project,
        "session": session,
        "actor": actor,
        "event": event,
        "args": json.dumps(args, ensure_ascii=False, sort_keys=True),
    }
    connection.execute(_ADD, row)


def events(
    connection: Connection, project: str, *, session: str | None = None
) -> tuple[Event, ...]:
    """Return what happened in a project, or in one of its sessions, in order."""
    query = select(log).where(log.c.project == project).order_by(log.c.id)
    if session is not None:
        query = query.where(log.c.session == session)
    return tuple(
        Event(r.id, r.at, r.project, r.session, r.actor, r.event, json.loads(r.args))
        for r in connection.execute(query)
    )


def pulse(connection: Connection, session: str) -> int:
    """Return the number of a session's last event that changes more than counts."""
    last = select(func.max(log.c.id)).where(
        log.c.session == session, log.c.event.not_in(("joined", "answered"))
    )
    return connection.execute(last).scalar_one() or 0

"""What counts in an assessment: answers given alone, and those of meetings."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select

from sbd.reviews.ballots import latest
from sbd.reviews.database import Database, now
from sbd.reviews.decisions import WITHDRAWN, read_answer, written
from sbd.reviews.logbook import events, note
from sbd.reviews.model import Rating
from sbd.reviews.records import Given
from sbd.reviews.tables import decisions, participants, ratings, sessions
from sbd.reviews.variants import Variant, ensure_variant


def rate(db: Database, variant: str, name: str, *given: Rating) -> None:
    """Keep answers given alone: each replaces the same person's earlier one.

    Parameters
    ----------
    db : Database
        Where they are kept.
    variant, name : str
        Id and name of the variant.
    *given : Rating
        Settled ones replace the earlier decision on their criterion. The earlier
        ones stay in the history.
    """
    with db.writing() as connection:
        about = ensure_variant(connection, variant, name)
        _keep(connection, about, given)


def adopt(db: Database, variant: str, name: str, given: Sequence[Rating]) -> None:
    """Keep answers that were given before there was a database; the same ones once."""
    told = [r.model_dump(mode="json") for r in given]
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    with db.writing() as connection:
        about = ensure_variant(connection, variant, name)
        args: dict[str, Any] = {
            "variant": variant,
            "answers": len(given),
            "sha256": digest,
        }
        if _noted(connection, about.project, "imported", args):
            return
        _keep(connection, about, given)
        note(connection, about.project, "imported", **args)


def _noted(
    connection: Connection, project: str, event: str, args: dict[str, Any]
) -> bool:
    return any(e.event == event and e.args == args for e in events(connection, project))


def answers(db: Database, variant: str) -> tuple[Rating, ...]:
    """Return the answers that enter the assessment of a variant.

    Those given alone, those of meetings on criteria that were revealed, and the last
    decision on each criterion; none that is still blind.
    """
    query = (
        select(sessions.c.id, sessions.c.kind)
        .where(sessions.c.variant == variant)
        .order_by(sessions.c.opened, sessions.c.id)
    )
    found: list[Rating] = []
    with db.reading() as connection:
        for session_id, kind in connection.execute(query).all():
            alone = kind == "alone"
            names = {} if alone else _pseudonyms(connection, session_id)
            for n, given in enumerate(
                latest(connection, session_id, shown_only=not alone)
            ):
                who = given.voice if alone else names.get(given.voice, f"erased-{n}")
                found.append(
                    _rating(given, who if alone else f"{session_id[:4]}/{who}")
                )
        found += _settled(connection, variant)
    return tuple(found)


def _rating(given: Given, rater: str) -> Rating:
    return Rating(
        criterion=given.criterion,
        rater=rater,
        discipline=given.discipline,
        answer=given.answer,
        comment=given.comment,
        lon=given.lon,
        lat=given.lat,
    )


def _pseudonyms(connection: Connection, session_id: str) -> dict[str, str]:
    query = select(participants.c.voice, participants.c.pseudonym).where(
        participants.c.session == session_id
    )
    return {r.voice: r.pseudonym for r in connection.execute(query)}


def _settled(connection: Connection, variant: str) -> list[Rating]:
    here = select(sessions.c.id).where(sessions.c.variant == variant)
    last = (
        select(func.max(decisions.c.id))
        .where(decisions.c.session.in_(here))
        .group_by(decisions.c.criterion)
    )
    query = select(decisions).where(decisions.c.id.in_(last)).order_by(decisions.c.id)
    return [
        Rating(
            criterion=r.criterion,
            rater=r.rater,
            discipline=r.discipline,
            answer=read_answer(r.answer),
            comment=r.dissent,
            lon=r.lon,
            lat=r.lat,
            settled=True,
            reason=r.reason,
        )
        for r in connection.execute(query)
        if r.answer != WITHDRAWN
    ]


def _keep(connection: Connection, about: Variant, given: Sequence[Rating]) -> None:
    session_id = _alone(connection, about)
    for rating in given:
        values = {
            "session": session_id,
            "criterion": rating.criterion,
            "discipline": rating.discipline,
            "answer": written(rating.answer),
            "lon": rating.lon,
            "lat": rating.lat,
            "given": now(),
        }
        if rating.settled:
            told = {"reason": rating.reason, "dissent": rating.comment}
            values |= {"rater": rating.rater, **told}
            connection.execute(insert(decisions).values(**values))
        else:
            values |= {"voice": rating.rater, "comment": rating.comment}
            connection.execute(insert(ratings).values(**values))
        note(
            connection,
            about.project,
            "settled" if rating.settled else "answered",
            session=session_id,
            criterion=rating.criterion,
        )


def _alone(connection: Connection, about: Variant) -> str:
    """Return the session in which a variant is judged alone, made if need be."""
    query = select(sessions.c.id).where(
        sessions.c.variant == about.id, sessions.c.kind == "alone"
    )
    found = connection.execute(query).scalar_one_or_none()
    if found is not None:
        return str(found)
    made = secrets.token_hex(8)
    values = {"id": made, "variant": about.id, "kind": "alone", "opened": now()}
    connection.execute(insert(sessions).values(**values))
    return made

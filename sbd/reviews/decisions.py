"""From blind answers to a decision: reveal, discuss, settle, or rate again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select, update

from sbd.errors import ReviewError
from sbd.reviews.ballots import LONGEST_COMMENT, as_answer, clean
from sbd.reviews.database import Database, now
from sbd.reviews.logbook import FACILITATOR, note
from sbd.reviews.model import Answer
from sbd.reviews.records import CriterionState, Decision, Session
from sbd.reviews.sessions import session_in
from sbd.reviews.tables import decisions, session_criteria

#: A decision that was taken back.
WITHDRAWN = "withdrawn"


def reveal(db: Database, session_id: str, criteria: Iterable[str]) -> None:
    """Show what was answered; those revealed or settled already stay as they are."""
    with db.writing() as connection:
        about = session_in(connection, session_id)
        for criterion in criteria:
            item = about.item(criterion)
            if item is not None and item.state == "open":
                _set_state(connection, about, criterion, "revealed")
                _note(connection, about, "revealed", criterion)


def rate_again(db: Database, session_id: str, criterion: str) -> None:
    """Open a criterion to blind answers again; a decision on it is taken back."""
    with db.writing() as connection:
        about = session_in(connection, session_id)
        item = about.item(criterion)
        if item is None or item.state == "open":
            return
        if not about.is_open:
            raise ReviewError("This session is closed.")
        if item.state == "settled":
            _decide(connection, about, criterion, WITHDRAWN, Decision(criterion, 0))
        _set_state(connection, about, criterion, "open")
        _note(connection, about, "rated_again", criterion)


def settle(
    db: Database, session_id: str, decision: Decision, *, measured: bool
) -> None:
    """Keep what the meeting decided; the same decision twice is kept once.

    Parameters
    ----------
    db : Database
        Where it is kept.
    session_id : str
        The session.
    decision : Decision
        The answer with its reason and any dissent.
    measured : bool
        Whether it overrides a measured level: then it needs a level and a reason.

    Raises
    ------
    ReviewError
        If the criterion is not on the table, or an override says too little.
    """
    reason = clean(decision.reason, LONGEST_COMMENT)
    dissent = clean(decision.dissent, LONGEST_COMMENT)
    kept = Decision(decision.criterion, decision.answer, reason, dissent)
    if measured and (isinstance(kept.answer, str) or not reason):
        raise ReviewError(
            "A decision on {criterion}, which is measured, needs a level and a reason.",
            criterion=kept.criterion,
        )
    with db.writing() as connection:
        about = session_in(connection, session_id)
        item = about.item(kept.criterion)
        if item is None:
            raise ReviewError(
                "{criterion} is not on the table.", criterion=kept.criterion
            )
        if _decisions(connection, session_id).get(kept.criterion) == kept:
            return
        _decide(connection, about, kept.criterion, written(kept.answer), kept)
        _set_state(connection, about, kept.criterion, "settled")
        _note(connection, about, "settled", kept.criterion)


def decided(db: Database, session_id: str) -> dict[str, Decision]:
    """Return the decisions that count, by criterion."""
    with db.reading() as connection:
        return _decisions(connection, session_id)


def _decisions(connection: Connection, session_id: str) -> dict[str, Decision]:
    last = (
        select(func.max(decisions.c.id))
        .where(decisions.c.session == session_id)
        .group_by(decisions.c.criterion)
    )
    query = select(decisions).where(decisions.c.id.in_(last)).order_by(decisions.c.id)
    return {
        r.criterion: Decision(r.criterion, read_answer(r.answer), r.reason, r.dissent)
        for r in connection.execute(query)
        if r.answer != WITHDRAWN
    }


def read_answer(text: str) -> Answer | float:
    """Return a decision's answer, which may be a half level."""
    return float(text) if text.endswith(".5") else as_answer(text)


def written(answer: Answer | float) -> str:
    """Return an answer as the database holds it."""
    if isinstance(answer, str):
        return answer
    return f"{answer:.1f}".removesuffix(".0")


def _decide(
    connection: Connection, about: Session, criterion: str, answer: str, told: Decision
) -> None:
    connection.execute(
        insert(decisions).values(
            session=about.id,
            criterion=criterion,
            answer=answer,
            reason=told.reason,
            dissent=told.dissent,
            rater=FACILITATOR,
            discipline="coordination",
            given=now(),
        )
    )


def _set_state(
    connection: Connection, about: Session, criterion: str, state: CriterionState
) -> None:
    table = session_criteria
    connection.execute(
        update(table)
        .where(table.c.session == about.id, table.c.criterion == criterion)
        .values(state=state)
    )


def _note(connection: Connection, about: Session, event: str, criterion: str) -> None:
    note(connection, about.project, event, session=about.id, criterion=criterion)

"""Whatever is done in a session in whatever order, some things always hold."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sbd.errors import ReviewError
from sbd.reviews.alone import answers
from sbd.reviews.ballots import Ballot, answer, counts, join, own_answers, revealed
from sbd.reviews.database import Database
from sbd.reviews.decisions import decided, rate_again, reveal, settle
from sbd.reviews.logbook import Event, events
from sbd.reviews.people import erase
from sbd.reviews.records import Decision, Participant
from sbd.reviews.sessions import open_session, session
from tests.reviews.test_sessions import VARIANT, opening

criteria = st.sampled_from(["S-04", "L-15"])
levels = st.sampled_from([0, 1, 4, "unknown", "not_applicable"])
numbers = st.integers(0, 3)


class Meeting(RuleBasedStateMachine):
    """A meeting beside what a person would note down of it on paper."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.db = Database(Path(self._folder.name))
        self.id = open_session(self.db, VARIANT, "plein", opening()).id
        self.people: list[Participant] = []
        self.given: dict[tuple[str, str], object] = {}
        self.shown: set[str] = set()
        self.settled: dict[str, object] = {}
        self.rows = 0
        self.log: tuple[Event, ...] = ()

    @rule(discipline=st.sampled_from(["police", "residents"]))
    def join(self, discipline: str) -> None:
        about = session(self.db, self.id)
        person, _ = join(self.db, about, discipline, "A", "nl")  # type: ignore[arg-type]
        assert person.pseudonym not in {p.pseudonym for p in self.people}
        self.people.append(person)

    @rule(n=numbers, criterion=criteria, level=levels)
    def answer(self, n: int, criterion: str, level: object) -> None:
        if n >= len(self.people):
            return
        person, key = self.people[n], (self.people[n].voice, criterion)
        with contextlib.suppress(ReviewError):
            answer(self.db, person, Ballot(criterion, level))  # type: ignore[arg-type]
            assert criterion not in self.shown
            self.rows += self.given.get(key) != level
            self.given[key] = level

    @rule(criterion=criteria)
    def reveal(self, criterion: str) -> None:
        reveal(self.db, self.id, [criterion])
        self.shown.add(criterion)

    @rule(criterion=criteria, level=st.sampled_from([0, 2.5, 4]))
    def settle(self, criterion: str, level: float) -> None:
        settle(self.db, self.id, Decision(criterion, level), measured=False)
        self.shown.add(criterion)
        self.settled[criterion] = level

    @rule(criterion=criteria)
    def rate_again(self, criterion: str) -> None:
        rate_again(self.db, self.id, criterion)
        self.shown.discard(criterion)
        self.settled.pop(criterion, None)

    @rule(n=numbers)
    def erase(self, n: int) -> None:
        if n >= len(self.people):
            return
        person = self.people.pop(n)
        erase(self.db, self.id, person.pseudonym)
        self.rows = stored(self.db)
        assert self.rows >= len(self.given)

    @invariant()
    def only_what_was_revealed_is_seen_and_the_latest_counts(self) -> None:
        seen = {(g.voice, g.criterion): g.answer for g in revealed(self.db, self.id)}
        told = {k: v for k, v in self.given.items() if k[1] in self.shown}
        assert seen == told
        found = answers(self.db, VARIANT)
        assert len([r for r in found if not r.settled]) == len(told)
        assert {r.criterion: r.answer for r in found if r.settled} == self.settled
        assert {c: d.answer for c, d in decided(self.db, self.id).items()} == (
            self.settled
        )

    @invariant()
    def everybody_finds_the_own_answers(self) -> None:
        for person in self.people:
            own = {c: g.answer for c, g in own_answers(self.db, person).items()}
            mine = {c: a for (v, c), a in self.given.items() if v == person.voice}
            assert own == mine

    @invariant()
    def counts_are_of_all_who_answered(self) -> None:
        told = counts(self.db, self.id).answered
        assert sum(n for c in told.values() for n in c.values()) == len(self.given)

    @invariant()
    def the_history_stays_and_the_log_only_grows(self) -> None:
        assert stored(self.db) == self.rows
        with self.db.reading() as connection:
            log = events(connection, session(self.db, self.id).project)
        assert log[: len(self.log)] == self.log
        self.log = log

    def teardown(self) -> None:
        assert self.db.check() == "ok"
        self.db.close()
        self._folder.cleanup()


def stored(db: Database) -> int:
    with db.reading() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM ratings").scalar_one()
    return int(found)


TestMeeting = Meeting.TestCase
TestMeeting.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

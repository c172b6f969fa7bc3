"""Routes of the ballot: one criterion at a time, for whom the cookie belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sbd.checklists.model import Criterion
from sbd.errors import ReviewError, SbdError
from sbd.locale import text, translated
from sbd.reviews import ballots
from sbd.reviews.model import Answer
from sbd.reviews.records import Given, Item, Participant, Place, Session
from sbd.reviews.sessions import session
from sbd.server.join import Door, Visit, closed, moved, submitted, visit, visit_frame
from sbd.server.reception import Reception, html
from sbd.views.ballot import Question, Reply, Told, ballot_page
from sbd.views.ballot_overview import Overview, Row, overview_page
from sbd.views.ballot_shell import Frame
from sbd.views.words import find_criterion, title_of

_ANSWERS = ("0", "1", "2", "3", "4", "unknown", "not_applicable")


@dataclass(frozen=True)
class Paper:
    """Everything one person may see of a session: what is asked and the own answers."""

    about: Session
    person: Participant
    items: Sequence[Item]
    own: Mapping[str, Given]
    places: Sequence[Place]

    def reply(self, criterion: str) -> Reply:
        """Return the person's own answer on a criterion."""
        given = self.own.get(criterion)
        if given is None:
            return Reply()
        at = [p.letter for p in self.places if (p.lon, p.lat) == (given.lon, given.lat)]
        return Reply(str(given.answer), given.comment or "", at[0] if at else "")

    def number(self, criterion: str) -> int | None:
        """Return which of the criteria asked this is, from 1."""
        ids = [i.criterion for i in self.items]
        return ids.index(criterion) + 1 if criterion in ids else None

    def next_number(self, after: int = 0) -> int | None:
        """Return the next criterion that waits for an answer, round and round."""
        count = len(self.items)
        order = [*range(after, count), *range(min(after, count))]
        waiting = (n for n in order if self._waits(self.items[n]))
        return next((n + 1 for n in waiting), None)

    def _waits(self, item: Item) -> bool:
        return item.state == "open" and item.criterion not in self.own


class Booth:
    """The routes of the ballot."""

    def __init__(self, desk: Reception, door: Door) -> None:
        self.desk = desk
        self.door = door

    async def ballot(self, request: Request) -> Response:
        """Show a criterion, or keep an answer."""
        came = await self._came(request)
        if isinstance(came, Response):
            return came
        frame, at, person = came
        if request.method == "POST":
            return await self._answered(request, frame, at, person)
        page = await run_in_threadpool(self._page, request, frame, at, person)
        return html(request, page)

    async def contest(self, request: Request) -> Response:
        """Put a measured criterion on the table."""
        came = await self._came(request)
        if isinstance(came, Response):
            return came
        frame, at, person = came
        back = f"{at.base}/ballot"
        fields = await submitted(self.desk, request, [at.key], frame, back)
        if isinstance(fields, Response):
            return fields
        criterion = fields.get("criterion", "")
        try:
            number = await run_in_threadpool(self._contest, at, person, criterion)
        except SbdError as error:
            told = Told(wrong=translated(frame.lang, error.parts))
            page = await run_in_threadpool(self._overview, frame, at, person, told)
            return html(request, page, 422)
        return moved(frame, back, n=str(number), contested="1")

    async def _came(
        self, request: Request
    ) -> tuple[Frame, Visit, Participant] | Response:
        """Return who came to an open session, or the page for everybody else."""
        at = await run_in_threadpool(visit, self.desk, request)
        if at is None:
            return await self.door.nowhere(request)
        frame = visit_frame(self.desk, request, at)
        if not at.about.is_open:
            return closed(request, frame, at)
        if at.person is None:
            return moved(frame, at.base)
        return frame, at, at.person

    async def _answered(
        self, request: Request, frame: Frame, at: Visit, person: Participant
    ) -> Response:
        back = f"{at.base}/ballot"
        fields = await submitted(self.desk, request, [at.key], frame, back)
        if isinstance(fields, Response):
            return fields
        try:
            paper = await run_in_threadpool(self._keep, at, person, fields)
        except SbdError as error:
            told = Told(wrong=translated(frame.lang, error.parts))
            page = await run_in_threadpool(self._again, frame, at, person, fields, told)
            return html(request, page, 503 if isinstance(error, OSError) else 422)
        number = paper.number(fields["criterion"]) or 0
        following = paper.next_number(number)
        where = {"all": "1"} if following is None else {"n": str(following)}
        return moved(frame, back, **where, saved=str(number))

    def _keep(self, at: Visit, person: Participant, fields: Mapping[str, str]) -> Paper:
        """Keep an answer and return what waits after it."""
        given = fields.get("answer", "")
        if given not in _ANSWERS:
            raise ReviewError("Choose a level, or one of the two other answers.")
        place = self._place(at.about, fields.get("place", ""))
        answer: Answer = ballots.as_answer(given)
        ballot = ballots.Ballot(
            fields.get("criterion", ""),
            answer,
            fields.get("comment", "").replace("\r\n", "\n"),
            place.lon if place else None,
            place.lat if place else None,
        )
        if self._paper(at.about, person).number(ballot.criterion) is None:
            raise ReviewError("This criterion is not asked of you.")
        ballots.answer(self.desk.db, person, ballot)
        return self._paper(at.about, person)

    def _place(self, about: Session, letter: str) -> Place | None:
        """Return a lettered place, None for no place."""
        if not letter:
            return None
        found = next(
            (p for p in self.desk.places(about.id) if p.letter == letter), None
        )
        if found is None:
            raise ReviewError("Choose a place of the list, or none.")
        return found

    def _page(
        self, request: Request, frame: Frame, at: Visit, person: Participant
    ) -> str:
        paper, query = self._paper(at.about, person), request.query_params
        told = Told(done=self._done(frame, paper, query))
        asked = query.get("n", "")
        number = int(asked) if asked.isdecimal() and len(asked) < 4 else None
        if number is None and "all" not in query:
            number = paper.next_number()
        if number is None or not 1 <= number <= len(paper.items):
            return self._overview(frame, at, person, told)
        item = paper.items[number - 1]
        reply = paper.reply(item.criterion)
        question = self._question(paper, item, reply)
        if question is None:
            return self._overview(frame, at, person, told)
        return ballot_page(frame, at.base, question, told)

    def _done(self, frame: Frame, paper: Paper, query: Mapping[str, str]) -> str:
        saved, asked = query.get("saved", ""), query.get("n", "")
        numbers = {str(n): i for n, i in enumerate(paper.items, 1)}
        if saved in numbers and numbers[saved].criterion in paper.own:
            return text(frame.lang, "ballot.saved", n=int(saved))
        if "contested" in query and asked in numbers:
            title = title_of(self.desk.checklist, numbers[asked].criterion, frame.lang)
            return text(frame.lang, "ballot.contest.done", title=title)
        return ""

    def _again(
        self,
        frame: Frame,
        at: Visit,
        person: Participant,
        fields: Mapping[str, str],
        told: Told,
    ) -> str:
        """Return the page on which something was refused, with what was typed."""
        paper = self._paper(at.about, person)
        number = paper.number(fields.get("criterion", ""))
        if number is None:
            return self._overview(frame, at, person, told)
        item = paper.items[number - 1]
        reply = paper.reply(item.criterion)
        if item.state == "open":
            names = ("answer", "comment", "place")
            reply = Reply(*(fields.get(n, "") for n in names))
        question = self._question(paper, item, reply)
        if question is None:
            return self._overview(frame, at, person, told)
        return ballot_page(frame, at.base, question, told)

    def _question(self, paper: Paper, item: Item, reply: Reply) -> Question | None:
        criterion = find_criterion(self.desk.checklist, item.criterion)
        if criterion is None:
            return None
        about, discipline = paper.about, paper.person.discipline
        return Question(
            criterion=criterion,
            number=paper.number(item.criterion) or 1,
            count=len(paper.items),
            state=item.state,
            reply=reply,
            discipline=discipline,
            alone=not ballots.companions(self.desk.db, paper.person),
            places=paper.places,
            picture=self._picture(about, discipline),
        )

    def _picture(self, about: Session, discipline: str) -> str:
        if about.may_see_restricted(discipline):
            found = self.desk.picture(about.id, "restricted")
            if found:
                return found
        return self.desk.picture(about.id, "public")

    def _overview(
        self, frame: Frame, at: Visit, person: Participant, told: Told
    ) -> str:
        paper, checklist = self._paper(at.about, person), self.desk.checklist
        rows = [
            Row(
                title_of(checklist, i.criterion, frame.lang),
                i.state,
                paper.reply(i.criterion),
            )
            for i in paper.items
        ]
        measured = [
            (c.id, title_of(checklist, c.id, frame.lang))
            for c in self._contestable(at.about, person)
        ]
        about = Overview(person.discipline, rows, measured, at.may_see_more)
        return overview_page(frame, at.base, about, told)

    def _contestable(self, about: Session, person: Participant) -> Sequence[Criterion]:
        """Return what was measured, is not on the table and may be seen."""
        granted = about.may_see_restricted(person.discipline)
        return [
            c
            for c in self.desk.checklist.criteria
            if c.measured_by
            and (granted or not c.sensitive)
            and about.item(c.id) is None
        ]

    def _contest(self, at: Visit, person: Participant, criterion: str) -> int:
        """Put a criterion on the table and return which one it is for the person."""
        found = find_criterion(self.desk.checklist, criterion)
        if found is None or not found.measured_by:
            raise ReviewError("Choose something that was measured.")
        if found.sensitive and not at.about.may_see_restricted(person.discipline):
            raise ReviewError("This criterion is not asked of you.")
        ballots.contest(self.desk.db, person, found.id, sensitive=found.sensitive)
        about = session(self.desk.db, person.session)
        ids = [i.criterion for i in about.items_for(person.discipline)]
        return ids.index(found.id) + 1

    def _paper(self, about: Session, person: Participant) -> Paper:
        items = [
            i
            for i in about.items_for(person.discipline)
            if find_criterion(self.desk.checklist, i.criterion)
        ]
        own = ballots.own_answers(self.desk.db, person)
        return Paper(about, person, items, own, self.desk.places(about.id))

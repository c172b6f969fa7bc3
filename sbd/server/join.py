"""Routes before the ballot: the code, the facilitator's passphrase, registration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sbd.errors import ReviewError, SbdError
from sbd.locale import LANGS, text, translated
from sbd.reviews import ballots
from sbd.reviews.model import Discipline
from sbd.reviews.people import change_person, erase, join_once
from sbd.reviews.records import Participant, Session
from sbd.reviews.sessions import session_by_code, session_by_token
from sbd.server.access import FACILITATOR_COOKIE
from sbd.server.forms import FORM_COOKIE, FormError, is_own, read_form
from sbd.server.hosts import is_local
from sbd.server.keys import same
from sbd.server.reception import (
    Reception,
    frame_for,
    html,
    language,
    put_cookie,
    visitor_token,
)
from sbd.views import ballot_join as pages
from sbd.views.ballot_join import Registration, Seating
from sbd.views.ballot_shell import Frame

PERSON_COOKIE = "sbd_person"
#: Says that the code of a granted discipline was given in this browser.
PROOF_COOKIE = "sbd_proof"


@dataclass(frozen=True)
class Visit:
    """A request to a session: who asks, of what, in which language.

    Parameters
    ----------
    whole : Session
        The session.
    person : Participant, optional
        Whom the cookie belongs to.
    key : str
        The cookie.
    proven : bool
        Whether the code of a granted discipline was given.
    """

    whole: Session
    person: Participant | None
    key: str
    proven: bool = False

    @property
    def about(self) -> Session:
        """The session as this person may see it.

        A discipline may be granted more after people joined for it: they give the
        code too, before they see it.
        """
        return self.whole if self.proven else self.whole.without_grants()

    @property
    def may_see_more(self) -> bool:
        """Whether the discipline was granted what the person has given no code for."""
        granted = self.person and self.whole.may_see_restricted(self.person.discipline)
        return bool(granted) and not self.proven

    @property
    def base(self) -> str:
        """Address of the session."""
        return f"/join/{self.whole.token}"


def visit(desk: Reception, request: Request) -> Visit | None:
    """Return who asks for which session, None where there is no such session."""
    try:
        about = session_by_token(desk.db, request.path_params["token"])
    except ReviewError:
        return None
    key = request.cookies.get(PERSON_COOKIE, "")
    person = ballots.participant(desk.db, about, key) if key else None
    given = request.cookies.get(PROOF_COOKIE, "")
    return Visit(about, person, key, desk.keys.is_proof(given, about.id, key))


def visit_frame(desk: Reception, request: Request, at: Visit) -> Frame:
    """Return what is around a page of a session."""
    person = at.person
    if person is not None:
        lang = request.query_params.get("lang", "")
        lang = lang if lang in LANGS else person.lang
        visitor_token(request, desk.keys)
        csrf = desk.keys.form_token(at.key)
    else:
        lang = language(request, at.about.lang)
        csrf = visitor_token(request, desk.keys)
    found = frame_for(request, lang, csrf, at.about.title)
    if found.path.endswith("/contest"):  # cannot be opened, only sent to
        return replace(found, path=f"{at.base}/ballot")
    return found


def moved(frame: Frame, path: str, **query: str) -> RedirectResponse:
    """Send the browser to another page, in the language of this one."""
    return RedirectResponse(frame.address(path, **query), status_code=303)


async def submitted(
    desk: Reception,
    request: Request,
    cookies: Iterable[str],
    frame: Frame,
    back: str,
) -> dict[str, str] | Response:
    """Return the fields of a form, or the page that refuses it."""
    try:
        fields = await read_form(request)
    except FormError as error:
        wrong = text(frame.lang, "ballot.form_refused")
        page = pages.refusal_page(frame, wrong, back)
        return html(request, page, error.status)
    if any(is_own(fields, desk.keys, c) for c in cookies):
        return fields
    wrong = text(frame.lang, "ballot.expired")
    return html(request, pages.refusal_page(frame, wrong, back), 403)


class Door:
    """The routes before the ballot."""

    def __init__(self, desk: Reception) -> None:
        self.desk = desk

    async def code(self, request: Request) -> Response:
        """Ask for the code of a session, and lead to the session."""
        frame = self._outside(request)
        if request.method != "POST":
            return html(request, pages.code_page(frame))
        cookie = request.cookies.get(FORM_COOKIE, "")
        fields = await submitted(self.desk, request, [cookie], frame, "/join")
        if isinstance(fields, Response):
            return fields
        try:
            typed = fields.get("code", "")[:40]
            about = await run_in_threadpool(session_by_code, self.desk.db, typed)
        except ReviewError:
            return await self.nowhere(request)
        return moved(frame, f"/join/{about.token}")

    async def nowhere(self, request: Request) -> Response:
        """Answer to a code, a token or an address that leads nowhere: always alike."""
        await self.desk.wait()
        frame = self._outside(request)
        wrong = text(frame.lang, "ballot.no_session")
        return html(request, pages.code_page(frame, wrong), 404)

    async def facilitator(self, request: Request) -> Response:
        """Ask for the passphrase, and give the cookie that opens everything."""
        if is_local(request.scope):
            return RedirectResponse("/", status_code=303)
        frame = self._outside(request, "/join/facilitator")
        encrypted = request.url.scheme == "https"
        if request.method != "POST":
            page = pages.facilitator_page(frame, encrypted=encrypted)
            return html(request, page)
        cookie = request.cookies.get(FORM_COOKIE, "")
        back = "/join/facilitator"
        fields = await submitted(self.desk, request, [cookie], frame, back)
        if isinstance(fields, Response):
            return fields
        wanted = self.desk.passphrase
        if wanted and same(fields.get("passphrase", "").strip(), wanted):
            answer = RedirectResponse("/", status_code=303)
            value = self.desk.keys.facilitator_cookie()
            put_cookie(answer, request, FACILITATOR_COOKIE, value, "/")
            return answer
        await self.desk.wait()
        wrong = text(frame.lang, "ballot.passphrase.wrong")
        page = pages.facilitator_page(frame, wrong, encrypted=encrypted)
        return html(request, page, 403)

    async def register(self, request: Request) -> Response:
        """Let somebody join, or change what was said on joining."""
        at = await run_in_threadpool(visit, self.desk, request)
        if at is None:
            return await self.nowhere(request)
        frame = visit_frame(self.desk, request, at)
        if not at.about.is_open:
            return closed(request, frame, at)
        if request.method == "POST":
            return await self._registered(request, frame, at)
        if at.person is not None and "change" not in request.query_params:
            return moved(frame, f"{at.base}/ballot")
        known = at.person
        given = (
            Registration(known.discipline, known.name or "", True) if known else None
        )
        return await self._form(request, frame, at, given or Registration())

    async def leave(self, request: Request) -> Response:
        """Erase somebody, after a page that asks once more."""
        at = await run_in_threadpool(visit, self.desk, request)
        if at is None:
            return await self.nowhere(request)
        frame = visit_frame(self.desk, request, at)
        if at.person is None:
            return html(request, pages.left_page(frame))
        if request.method != "POST":
            return html(request, pages.leave_page(frame, at.base))
        fields = await submitted(
            self.desk, request, [at.key], frame, f"{at.base}/leave"
        )
        if isinstance(fields, Response):
            return fields
        await run_in_threadpool(_erase, self.desk, at.person)
        answer = moved(frame, f"{at.base}/leave")
        answer.delete_cookie(PERSON_COOKIE, path=at.base, httponly=True)
        return answer

    async def _registered(self, request: Request, frame: Frame, at: Visit) -> Response:
        # A page from before joining, reached by going back, is good too.
        cookies = (request.cookies.get(FORM_COOKIE, ""), at.key if at.person else "")
        fields = await submitted(self.desk, request, cookies, frame, at.base)
        if isinstance(fields, Response):
            return fields
        discipline, name = fields.get("discipline", ""), fields.get("name", "")
        lang = fields.get("lang", frame.lang)
        lang = lang if lang in LANGS else frame.lang
        chosen = cast("Discipline", discipline)
        answer = moved(frame, f"{at.base}/ballot")
        pin = "".join(fields.get("pin", "").split())
        asked = self._asks_code(at, discipline, pin)
        wrong = await self._refused(pin, at, frame) if asked else ""
        if wrong:
            given = Registration(discipline, name[:60], at.person is not None)
            return await self._form(request, frame, at, given, wrong)
        try:
            if at.person is not None:
                await run_in_threadpool(
                    change_person, self.desk.db, at.person, chosen, name, lang
                )
                self._prove(answer, request, at, at.key if asked else "")
                return answer
            key = self.desk.keys.person_key(at.about.id, cookies[0])
            await run_in_threadpool(
                join_once, self.desk.db, at.about, chosen, name, lang, key
            )
        except SbdError as error:
            wrong = translated(frame.lang, error.parts)
            given = Registration(discipline, name[:60], at.person is not None)
            return await self._form(request, frame, at, given, wrong)
        put_cookie(answer, request, PERSON_COOKIE, key, at.base)
        self._prove(answer, request, at, key if asked else "")
        return answer

    def _prove(self, answer: Response, request: Request, at: Visit, key: str) -> None:
        """Let the browser of a key keep that its code was right; of none, nothing."""
        if key:
            proof = self.desk.keys.proof(at.whole.id, key)
            put_cookie(answer, request, PROOF_COOKIE, proof, at.base)

    async def _refused(self, pin: str, at: Visit, frame: Frame) -> str:
        """Say what is wrong with the code of a discipline, if anything."""
        if self.desk.throttle.locked():
            return text(frame.lang, "ballot.pin.locked")
        if same(pin, self.desk.keys.restricted_code(at.whole.id)):
            return ""
        await self.desk.wait()
        return text(frame.lang, "ballot.pin.wrong")

    def _asks_code(self, at: Visit, discipline: str, pin: str) -> bool:
        """Tell whether a discipline sees what is sensitive, unless it only stays."""
        stays = at.person is not None and at.person.discipline == discipline
        asked = at.whole.may_see_restricted(discipline) and not at.proven
        return asked and bool(pin or not stays)

    async def _form(
        self,
        request: Request,
        frame: Frame,
        at: Visit,
        given: Registration,
        wrong: str = "",
    ) -> Response:
        seats = await run_in_threadpool(seatings, self.desk, at.whole)
        page = pages.register_page(frame, seats, given, wrong)
        return html(request, page, 422 if wrong else 200)

    def _outside(self, request: Request, path: str = "/join") -> Frame:
        lang, csrf = language(request), visitor_token(request, self.desk.keys)
        return Frame(lang, path, {}, csrf)


def closed(request: Request, frame: Frame, at: Visit) -> Response:
    """Say that a session is closed."""
    page = pages.closed_page(frame, at.base, known=at.person is not None)
    return html(request, page, 410)


def seatings(desk: Reception, about: Session) -> Sequence[Seating]:
    """Return the disciplines to choose from, with how many answer for each."""
    joined = ballots.counts(desk.db, about.id).joined
    expected = [s.discipline for s in about.seats if s.expected]
    others = [d for d in get_args(Discipline) if d not in expected]
    return [
        Seating(d, d in expected, joined.get(d, 0), about.may_see_restricted(d))
        for d in (*expected, *others)
    ]


def _erase(desk: Reception, person: Participant) -> None:
    erase(desk.db, person.session, person.pseudonym, actor=person.pseudonym)

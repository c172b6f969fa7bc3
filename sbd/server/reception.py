"""What the routes of participants share: the database, the keys, the throttle."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sbd.checklists.model import Checklist
from sbd.checklists.read import read_checklist
from sbd.errors import StoreError
from sbd.locale import LANGS
from sbd.reviews.database import Database, database
from sbd.reviews.records import Place
from sbd.reviews.sessions import picture, places
from sbd.reviews.store import ProjectStore, data_folder
from sbd.server.forms import FORM_COOKIE, form_cookie
from sbd.server.keys import Keys
from sbd.server.throttle import Throttle
from sbd.views.ballot_shell import Frame

#: How long a phone stays known: a meeting and the evening after. [s]
KNOWN_S = 36 * 3600
#: Sessions whose drawings are kept in memory.
KEPT = 16


@dataclass
class Reception:
    """What stands behind the routes of participants.

    Parameters
    ----------
    folder : callable
        Returns the data folder; asked when somebody first comes.
    passphrase : str, optional
        Of the facilitator; None where the app is not shared.
    throttle : Throttle
        Counts wrong codes.
    sleep : callable
        Waits. [s]
    """

    folder: Callable[[], Path] = data_folder
    passphrase: str | None = None
    throttle: Throttle = field(default_factory=Throttle)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    @cached_property
    def db(self) -> Database:
        """The database of the data folder."""
        return database(ProjectStore(self.folder()).folder)

    @cached_property
    def keys(self) -> Keys:
        """What the server signs with."""
        return Keys.of_folder(ProjectStore(self.folder()).folder)

    @cached_property
    def checklist(self) -> Checklist:
        """The checklist of the app."""
        return read_checklist("brussels")

    @cached_property
    def places(self) -> Callable[[str], tuple[Place, ...]]:
        """Return the lettered places of a session, which never change."""
        return lru_cache(maxsize=KEPT)(partial(places, self.db))

    @cached_property
    def picture(self) -> Callable[[str, str], str]:
        """Return the ballot's drawing of a session in an edition; as fixed as it."""

        def drawn(session: str, edition: str) -> str:
            return picture(self.db, session, edition, "ballot")

        return lru_cache(maxsize=KEPT)(drawn)

    def is_facilitator(self, cookie: str) -> bool:
        """Tell whether a cookie is the facilitator's; nobody's without the keys."""
        try:
            return self.keys.is_facilitator(cookie)
        except StoreError:
            return False

    async def wait(self) -> None:
        """Count a wrong code, and wait if there were many."""
        delay = self.throttle.wrong()
        if delay:
            await self.sleep(delay)


def language(request: Request, *others: str) -> str:
    """Return the language of a page: asked for, else the person's, else the browser's.

    Parameters
    ----------
    request : Request
        The request.
    *others : str
        Languages to use where the browser wants none of ours; the first also wins
        over the browser if a person chose it.
    """
    asked = request.query_params.get("lang", "")
    if asked in LANGS:
        return asked
    wanted = request.headers.get("accept-language", "")
    ranked = sorted(map(_rank, wanted.split(",")), key=lambda r: -r[0])
    browser = [lang for weight, lang in ranked if weight > 0]
    return next((n for n in (*browser, *others) if n in LANGS), "en")


def _rank(item: str) -> tuple[float, str]:
    name, _, weight = item.partition(";q=")
    try:
        return float(weight or 1), name.strip()[:2].lower()
    except ValueError:
        return 0.0, ""


def frame_for(request: Request, lang: str, csrf: str, heading: str = "") -> Frame:
    """Return what is around a page that answers a request."""
    query = {
        n: v[:20]
        for n, v in request.query_params.items()
        if n in ("n", "all", "change")
    }
    return Frame(lang, request.url.path, query, csrf, heading)


def html(request: Request, content: str, status: int = 200) -> HTMLResponse:
    """Return a page; the browser gets the cookie that ties forms to it."""
    answer = HTMLResponse(content, status_code=status)
    if FORM_COOKIE not in request.cookies:
        put_cookie(answer, request, FORM_COOKIE, request.state.form_cookie, "/join")
    return answer


def visitor_token(request: Request, keys: Keys) -> str:
    """Return what a form carries that is made for somebody not registered."""
    if not hasattr(request.state, "form_cookie"):
        request.state.form_cookie = form_cookie(request)
    return keys.form_token(request.state.form_cookie)


def put_cookie(
    answer: Response, request: Request, name: str, value: str, path: str
) -> None:
    """Give a cookie that no script reads and no other site sends."""
    answer.set_cookie(
        name,
        value,
        max_age=KNOWN_S,
        path=path,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )

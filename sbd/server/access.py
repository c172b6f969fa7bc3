"""Who may reach what: the room its ballots, the facilitator everything."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sbd.locale import text
from sbd.server.headers import for_participants
from sbd.server.hosts import is_local, refuse
from sbd.server.reception import language

FACILITATOR_COOKIE = "sbd_facilitator"


class Access:
    """Middleware that lets clients from elsewhere reach the ballots only.

    Everything else, Streamlit's routes and its WebSocket included, is for this
    machine itself and for who holds the facilitator's cookie.

    Parameters
    ----------
    app : ASGI application
        What is behind.
    is_facilitator : callable
        Tells whether a cookie is the facilitator's.
    """

    def __init__(self, app: ASGIApp, is_facilitator: Callable[[str], bool]) -> None:
        self.app = app
        self.is_facilitator = is_facilitator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket") or self._may(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == "/":
            await RedirectResponse("/join", status_code=303)(scope, receive, send)
        else:
            await refuse(scope, receive, send, _sorry(scope), 403)

    def _may(self, scope: Scope) -> bool:
        if is_local(scope):
            return True
        if scope["type"] == "http" and for_participants(scope["path"]):
            return True
        return any(self.is_facilitator(c) for c in _cookies(scope))


def _cookies(scope: Scope) -> list[str]:
    """Return the facilitator's cookies of a request; browsers may send several."""
    found = []
    for name, value in scope["headers"]:
        if name == b"cookie":
            for pair in value.decode("latin-1").split(";"):
                key, _, text = pair.strip().partition("=")
                if key == FACILITATOR_COOKIE:
                    found.append(text)
    return found


def _sorry(scope: Scope) -> str:
    """Return why a page is not for this client, in the language of its browser."""
    lang = language(Request(scope)) if scope["type"] == "http" else "en"
    return text(lang, "ballot.for_facilitator")

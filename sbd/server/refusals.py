"""When the data folder cannot be used: one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sbd.errors import SbdError
from sbd.locale import translated
from sbd.server.reception import frame_for, language
from sbd.views.ballot_join import refusal_page

Endpoint = Callable[[Request], Awaitable[Response]]


def told(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint that says what is wrong instead of failing."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except SbdError as error:
            frame = frame_for(request, language(request), csrf="")
            words = translated(frame.lang, error.parts)
            page = refusal_page(frame, words, frame.path)
            return HTMLResponse(page, status_code=503)

    return answer

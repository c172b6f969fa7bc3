"""Forms of participants: bounded, and sent from a page that was made for the sender."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qsl

from starlette.requests import Request

from sbd.server.keys import Keys

#: Largest form. [bytes]
LARGEST = 64 * 1024
#: Most fields of a form. [1]
MOST_FIELDS = 40
#: Ties a form to the browser it was made for, before somebody has joined.
FORM_COOKIE = "sbd_form"
_KIND = "application/x-www-form-urlencoded"


class FormError(Exception):
    """A form that is refused; ``status`` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form, the first of each name.

    Raises
    ------
    FormError
        If it is no form, too large, or not made of text.
    """
    if request.headers.get("content-type", "").split(";")[0].strip() != _KIND:
        raise FormError(415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise FormError(413)
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise FormError(400) from error
    return dict(reversed(pairs))


def form_cookie(request: Request) -> str:
    """Return the cookie that ties forms to a browser, a new one if it has none."""
    return request.cookies.get(FORM_COOKIE, "") or secrets.token_urlsafe(16)


def is_own(form: dict[str, str], keys: Keys, cookie: str) -> bool:
    """Tell whether a form was made for the holder of a cookie."""
    return keys.is_form_token(form.get("csrf", ""), cookie)

"""What the server signs, with a secret in the data folder.

The secret outlives a restart: forms that are open on a phone and the facilitator's
cookie stay good. Deleting the file ends them all.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from sbd.errors import StoreError

NAME = "server.key"
#: How long the facilitator's cookie is good. [s]
FACILITATOR_S = 12 * 3600
_BYTES = 32


class Keys:
    """Signs and checks.

    Parameters
    ----------
    secret : bytes
        Known to this server only.
    clock : callable
        Time since 1970. [s]
    """

    def __init__(
        self, secret: bytes, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._secret = secret
        self._clock = clock

    @classmethod
    def of_folder(cls, folder: Path) -> Keys:
        """Return the keys of a data folder, made if there are none.

        Raises
        ------
        StoreError
            If they cannot be read or made.
        """
        path = folder / NAME
        try:
            if not path.exists():
                _create(path)
            secret = path.read_bytes()
        except OSError as error:
            raise StoreError(
                "{file} in the data folder cannot be read or made: name another "
                "folder with --data.",
                file=NAME,
            ) from error
        if len(secret) < _BYTES:
            raise StoreError(
                "{file} in the data folder is damaged: delete it and start again.",
                file=NAME,
            )
        return cls(secret)

    def form_token(self, cookie: str) -> str:
        """Return what a form must carry that was made for the holder of a cookie."""
        return self._sign("form", cookie)

    def is_form_token(self, token: str, cookie: str) -> bool:
        """Tell whether a form was made for the holder of a cookie."""
        wanted = self.form_token(cookie)
        return bool(cookie) and hmac.compare_digest(token.encode(), wanted.encode())

    def person_key(self, session: str, cookie: str) -> str:
        """Return the key of a browser in a session: joining twice is joining once."""
        return self._sign("person", f"{session}\n{cookie}")

    def restricted_code(self, session: str) -> str:
        """Return the six digits that show somebody may see what is sensitive.

        The facilitator tells them to those of a discipline that was granted the
        restricted edition; to say "police" is not enough.
        """
        message = f"restricted\n{session}".encode()
        digest = hmac.digest(self._secret, message, hashlib.sha256)
        return f"{int.from_bytes(digest[:8]) % 10**6:06d}"

    def proof(self, session: str, cookie: str) -> str:
        """Return what a browser keeps that gave the right six digits."""
        return self._sign("proof", f"{session}\n{cookie}")

    def is_proof(self, given: str, session: str, cookie: str) -> bool:
        """Tell whether a browser gave the right six digits in a session."""
        wanted = self.proof(session, cookie)
        return bool(cookie) and hmac.compare_digest(given.encode(), wanted.encode())

    def facilitator_cookie(self) -> str:
        """Return a cookie that opens everything until it expires."""
        about = f"{int(self._clock()) + FACILITATOR_S}.{secrets.token_urlsafe(16)}"
        return f"{about}.{self._sign('facilitator', about)}"

    def is_facilitator(self, cookie: str) -> bool:
        """Tell whether a cookie is one of `facilitator_cookie` and still good."""
        about, _, signature = cookie.rpartition(".")
        wanted = self._sign("facilitator", about)
        if not hmac.compare_digest(signature.encode(), wanted.encode()):
            return False
        until = about.partition(".")[0]
        return until.isdigit() and int(until) > self._clock()

    def _sign(self, purpose: str, text: str) -> str:
        message = f"{purpose}\n{text}".encode()
        digest = hmac.digest(self._secret, message, hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:24]).decode()


def same(given: str, wanted: str) -> bool:
    """Compare two secrets in a time that tells nothing about either."""
    one, other = (hashlib.sha256(t.encode()).digest() for t in (given, wanted))
    return hmac.compare_digest(one, other)


def _create(path: Path) -> None:
    """Write a new secret beside its place, then put it there whole."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)

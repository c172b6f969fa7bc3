"""The headers that every answer carries."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sbd.server.config import HOSTS
from sbd.server.hosts import hostname
from sbd.views.ballot_shell import CSS

#: What a Host header may consist of to stand in a policy.
_PLAIN_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:]+\](:\d+)?")


def content_security_policy(path: str, host: str = "") -> str:
    """Return the content security policy of a path.

    Parameters
    ----------
    path : str
        Path of the request. Only the frame of the map may run inline scripts and
        ``eval`` (streamlit-folium needs both); the page itself may not, and the
        pages of participants run none at all.
    host : str
        Host the request names, whose WebSocket the page may open.

    Returns
    -------
    str
        Value of the ``Content-Security-Policy`` header.
    """
    if for_participants(path):
        return _BALLOT_POLICY
    scripts = "'self' 'unsafe-inline' 'unsafe-eval'"
    if not path.startswith("/component/streamlit_folium."):
        scripts = " ".join(["'self'", "blob:", "'wasm-unsafe-eval'", *_inline()])
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' ws://127.0.0.1:* ws://localhost:*{_sockets(host)}",
            "worker-src 'self' blob:",
            "media-src 'self'",
            "manifest-src 'self'",
            "frame-src 'self'",
            "frame-ancestors 'self'",
            "form-action 'self'",
            "base-uri 'self'",
            "object-src 'none'",
        )
    )


def for_participants(path: str) -> bool:
    """Tell whether a path belongs to the pages of participants."""
    return path == "/join" or path.startswith("/join/")


def _sockets(host: str) -> str:
    """Return the WebSocket addresses of a host that is not this machine's own name."""
    if not _PLAIN_HOST.fullmatch(host) or hostname(host) in HOSTS:
        return ""
    return f" ws://{host} wss://{host}"


def _digest(text: str) -> str:
    found = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(found).decode()}'"


#: No script, and no style but the one the pages of participants carry.
_BALLOT_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src {_digest(CSS)}",
        "img-src data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


@cache
def _inline() -> tuple[str, ...]:
    """Return the digests of the inline scripts of Streamlit's own page."""
    spec = find_spec("streamlit")
    places = spec.submodule_search_locations if spec else None
    page = Path(next(iter(places or [""]))) / "static" / "index.html"
    scripts = re.findall(r"<script>(.*?)</script>", page.read_text("utf-8"), re.S)
    return tuple(_digest(s) for s in scripts)


def security_headers(
    path: str, host: str = "", *, encrypted: bool = False
) -> list[tuple[bytes, bytes]]:
    """Return the headers that every answer to a request for a path carries."""
    headers = {
        "content-security-policy": content_security_policy(path, host),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "SAMEORIGIN",
    }
    if host and not encrypted and hostname(host) not in HOSTS:
        # Browsers ignore it there, and complain.
        del headers["cross-origin-opener-policy"]
    if for_participants(path):
        # Without an origin a form of ours could not be told from a foreign one.
        headers["referrer-policy"] = "same-origin"
        headers["cache-control"] = "no-store"
    if path.startswith("/media/"):
        headers["cache-control"] = "no-store"  # may be a restricted edition
    return [(name.encode(), value.encode()) for name, value in headers.items()]


class SecurityHeaders:
    """Middleware that puts `security_headers` on every answer, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and dress its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        host = next((v for n, v in scope["headers"] if n == b"host"), b"")
        encrypted = scope.get("scheme") == "https"
        extra = security_headers(
            scope["path"], host.decode("latin-1"), encrypted=encrypted
        )
        names = {name for name, _ in extra}
        started = False

        async def dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                kept = [h for h in message.get("headers", ()) if h[0] not in names]
                message = {**message, "headers": [*kept, *extra]}
            await send(message)

        try:
            await self.app(scope, receive, dressed)
        except Exception:
            if not started:
                sorry = PlainTextResponse("Internal error", status_code=500)
                await sorry(scope, receive, dressed)
            raise

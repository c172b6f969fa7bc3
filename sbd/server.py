"""The web server: configuration, host check, security headers and start.

Everything here holds for `sbd app` and for ``streamlit run app.py`` alike;
``.streamlit/config.toml`` repeats `CONFIG` for the latter (a test compares them).
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Names under which this machine reaches itself; any other Host is refused.
HOSTS = ("127.0.0.1", "localhost", "::1")
#: Largest upload. [MB]
MAX_UPLOAD_MB = 50
#: The script that Streamlit runs: the frame of all pages.
FRAME = Path(__file__).with_name("screen.py")
#: Environment variables by which `run_app` speaks to the pages.
PLANS_VARIABLE = "SBD_PLANS"
DATA_VARIABLE = "SBD_DATA"

CONFIG: dict[str, Any] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    # A second run beside one that is still writing would work on the plan before it.
    "runner.fastReruns": False,
    "server.address": "127.0.0.1",
    "server.allowedHosts": list(HOSTS),
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": MAX_UPLOAD_MB,
    "server.showEmailPrompt": False,
    "theme.backgroundColor": "#FFFFFF",
    "theme.base": "light",
    "theme.baseFontSize": 20,
    "theme.baseRadius": "6px",
    "theme.blueColor": "#12385C",
    "theme.borderColor": "#8A949D",
    "theme.buttonRadius": "6px",
    "theme.grayColor": "#46535F",
    "theme.headingFontSizes": ["1.5rem", "1.3rem", "1.1rem"],
    "theme.headingFontWeights": [700, 700, 650],
    "theme.linkColor": "#12385C",
    "theme.linkUnderline": True,
    "theme.orangeColor": "#B8460B",
    "theme.paddingBottom": "1rem",
    "theme.paddingTop": "0.4rem",
    "theme.primaryColor": "#12385C",
    "theme.secondaryBackgroundColor": "#F1EFE8",
    "theme.showWidgetBorder": True,
    "theme.textColor": "#101820",
}


def content_security_policy(path: str) -> str:
    """Return the content security policy of a path.

    Parameters
    ----------
    path : str
        Path of the request. Only the frame of the map may run inline scripts and
        ``eval`` (streamlit-folium needs both); the page itself may not.

    Returns
    -------
    str
        Value of the ``Content-Security-Policy`` header.
    """
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
            "connect-src 'self' ws://127.0.0.1:* ws://localhost:*",
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


@cache
def _inline() -> tuple[str, ...]:
    """Return the digests of the inline scripts of Streamlit's own page."""
    spec = find_spec("streamlit")
    places = spec.submodule_search_locations if spec else None
    page = Path(next(iter(places or [""]))) / "static" / "index.html"
    scripts = re.findall(r"<script>(.*?)</script>", page.read_text("utf-8"), re.S)
    hashes = (hashlib.sha256(s.encode("utf-8")).digest() for s in scripts)
    return tuple(f"'sha256-{base64.b64encode(h).decode()}'" for h in hashes)


def security_headers(path: str) -> list[tuple[bytes, bytes]]:
    """Return the headers that every answer carries."""
    headers = {
        "content-security-policy": content_security_policy(path),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "SAMEORIGIN",
    }
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
        extra = security_headers(scope["path"])
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


class TrustedHosts:
    """Middleware that refuses requests meant for, or sent from, another host.

    Without it a page on the internet could reach the app on this machine by
    letting its own name resolve to 127.0.0.1 (DNS rebinding). A foreign ``Origin``
    is refused here too: Streamlit would look up its own outside address to judge it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket") or trusted(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            text = "This address is not served here: open http://127.0.0.1 instead."
            await PlainTextResponse(text, status_code=421)(scope, receive, send)


def trusted(scope: Scope) -> bool:
    """Tell whether a request names this machine as host and comes from its page."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    hosts = [v.decode("latin-1") for n, v in headers if n == b"host"]
    origins = [v.decode("latin-1") for n, v in headers if n == b"origin"]
    if len(hosts) != 1 or _hostname(hosts[0]) not in HOSTS:
        return False
    return all(urlsplit(o).netloc == hosts[0] for o in origins)


def _hostname(host: str) -> str | None:
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # refuses what is not a number
    except ValueError:
        return None
    extra = parts.path or parts.query or parts.fragment or "@" in host
    return None if extra or not parts.hostname else parts.hostname.rstrip(".")


def routes() -> list[BaseRoute]:
    """Return the routes beside Streamlit's own (none yet)."""
    return []


def middleware() -> list[Middleware]:
    """Return the middleware of the app, outermost first."""
    return [Middleware(SecurityHeaders), Middleware(TrustedHosts)]


def run_app(
    plans: Sequence[Path] = (), *, data: Path | None = None, port: int | None = None
) -> None:
    """Serve the web app on this machine until it is stopped.

    Parameters
    ----------
    plans : sequence of Path
        Plan files to open, together one plan; the demo square if none.
    data : Path, optional
        The data folder; default the platform's place for user data.
    port : int, optional
        Port to listen on; default 8501, or the next free one.
    """
    import streamlit as st

    os.environ[PLANS_VARIABLE] = json.dumps([str(Path(p).resolve()) for p in plans])
    if data is not None:
        os.environ[DATA_VARIABLE] = str(Path(data).resolve())
    app = st.App(FRAME, routes=routes(), middleware=middleware())
    app.run(config=CONFIG if port is None else {**CONFIG, "server.port": port})

"""Which host a request may name, and whether it comes from this machine itself."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sbd.server.config import HOSTS

#: Headers of a proxy: who sends one is not sitting at this machine.
_FORWARDED = (b"forwarded", b"via", b"x-forwarded-", b"x-real-ip")


class TrustedHosts:
    """Middleware that refuses requests meant for, or sent from, another host.

    Without it a page on the internet could reach the app on this machine by
    letting its own name resolve to this address (DNS rebinding). A foreign ``Origin``
    is refused here too; one that was found to be our own is not handed on, because
    Streamlit would look up its outside address to judge it.

    Parameters
    ----------
    app : ASGI application
        What is behind.
    names : iterable of str
        Names that a certificate proves to be ours, good over TLS only.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()) -> None:
        self.app = app
        self.names = frozenset(n.lower() for n in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif trusted(scope, self.names):
            if not is_local(scope):
                kept = [h for h in scope["headers"] if h[0] != b"origin"]
                scope = {**scope, "headers": kept}
            await self.app(scope, receive, send)
        else:
            text = "This address is not served here: open http://127.0.0.1 instead."
            await refuse(scope, receive, send, text, 421)


async def refuse(
    scope: Scope, receive: Receive, send: Send, text: str, status: int
) -> None:
    """Refuse a request with a sentence, a WebSocket by closing it."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
    else:
        await PlainTextResponse(text, status_code=status)(scope, receive, send)


def trusted(scope: Scope, names: frozenset[str] = frozenset()) -> bool:
    """Tell whether a request names this machine as host and comes from its page.

    Over loopback the host must be one of `HOSTS`, else the very address that was
    connected to, or, over TLS, a name of the certificate.
    """
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    hosts = [v.decode("latin-1") for n, v in headers if n == b"host"]
    origins = [v.decode("latin-1") for n, v in headers if n == b"origin"]
    if len(hosts) != 1 or not _is_ours(scope, hostname(hosts[0]), names):
        return False
    return all(urlsplit(o).netloc == hosts[0] for o in origins)


def _is_ours(scope: Scope, name: str | None, names: frozenset[str]) -> bool:
    if name is None:
        return False
    reached = (scope.get("server") or ("127.0.0.1", None))[0]
    if is_loopback(reached):
        return name in HOSTS
    encrypted = scope.get("scheme") in ("https", "wss")
    return _same_address(name, reached) or (encrypted and name in names)


def is_local(scope: Scope) -> bool:
    """Tell whether a request comes from this machine itself, over loopback.

    A proxy's headers only take this away: nobody can claim it.
    """
    peer = (scope.get("client") or ("", 0))[0]
    reached = (scope.get("server") or ("", 0))[0]
    forwarded = any(n.startswith(_FORWARDED) for n, _ in scope["headers"])
    return is_loopback(peer) and is_loopback(reached) and not forwarded


def is_loopback(address: str | None) -> bool:
    """Tell whether an address leads from this machine to itself."""
    found = _address(address or "")
    return found is not None and found.is_loopback


def hostname(host: str) -> str | None:
    """Return the name in a Host header, None where it is not just name and port."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # refuses what is not a number
    except ValueError:
        return None
    extra = parts.path or parts.query or parts.fragment or "@" in host
    return None if extra or not parts.hostname else parts.hostname.rstrip(".")


def _same_address(name: str, reached: str) -> bool:
    found = _address(name)
    return found is not None and found == _address(reached)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or found

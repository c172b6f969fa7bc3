"""Requests to the app without a network: from any address, to any host."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

LAPTOP = "192.168.1.5"
ELSEWHERE = "192.168.1.77"
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass
class Reply:
    """What the app answered."""

    status: int
    headers: list[tuple[str, str]]
    body: str

    def header(self, name: str) -> str:
        return next((v for n, v in self.headers if n == name), "")

    @property
    def csrf(self) -> str:
        found = CSRF.search(self.body)
        assert found, self.body[:300]
        return unescape(found.group(1))


@dataclass
class Phone:
    """A browser without a screen: keeps cookies by path, follows nothing by itself."""

    app: Any
    client: str = ELSEWHERE
    server: str = LAPTOP
    scheme: str = "http"
    jar: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return f"{self.server}:8501"

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Reply:
        own = {
            "content_type": "application/x-www-form-urlencoded",
            "origin": f"{self.scheme}://{self.host}",
        }
        body = urlencode(form).encode()
        return self.send("POST", path, headers={**own, **headers}, body=body)

    def send(
        self, method: str, path: str, *, headers: dict[str, str], body: bytes = b""
    ) -> Reply:
        """Send one request; header names are written with ``_`` for ``-``."""
        parts = urlsplit(path)
        given = {"host": self.host, **headers}
        cookies = "; ".join(
            f"{n}={v}" for (at, n), v in self.jar.items() if _covers(at, parts.path)
        )
        if cookies:
            given["cookie"] = cookies
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "root_path": "",
            "query_string": parts.query.encode(),
            "scheme": self.scheme,
            "headers": [
                (n.replace("_", "-").encode(), v.encode("latin-1"))
                for n, v in given.items()
            ],
            "client": (self.client, 50000),
            "server": (self.server, 8501),
        }
        sent = exchange(self.app, scope, body)
        reply = _reply(sent)
        self._keep(reply)
        return reply

    def _keep(self, reply: Reply) -> None:
        for name, value in reply.headers:
            if name == "set-cookie":
                for morsel in SimpleCookie(value).values():
                    key = (morsel["path"], morsel.key)
                    self.jar[key] = morsel.value
                    if morsel["max-age"] == "0":
                        del self.jar[key]


def exchange(app: Any, scope: dict[str, Any], body: bytes = b"") -> list[Any]:
    """Run one request through an ASGI app and return the messages it sent."""
    sent: list[Any] = []
    pieces = [body[i : i + 16384] for i in range(0, len(body), 16384)] or [b""]
    kind = "websocket.connect" if scope["type"] == "websocket" else "http.request"
    waiting = [
        {"type": kind, "body": p, "more_body": n < len(pieces) - 1}
        for n, p in enumerate(pieces)
    ]

    async def receive() -> Any:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    # In another thread: a browser test may hold the loop here.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, app(scope, receive, send)).result()
    return sent


def _reply(sent: list[Any]) -> Reply:
    start = next(m for m in sent if m["type"] == "http.response.start")
    body = b"".join(m.get("body", b"") for m in sent if m["type"].endswith(".body"))
    headers = [(n.decode(), v.decode("latin-1")) for n, v in start["headers"]]
    return Reply(start["status"], headers, body.decode("utf-8"))


def _covers(at: str, path: str) -> bool:
    return path == at or path.startswith(at.rstrip("/") + "/")

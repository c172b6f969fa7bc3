"""The server's settings, host check and headers, without starting it."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.websockets import WebSocket, WebSocketDisconnected

from sbd.server import (
    CONFIG,
    FRAME,
    SecurityHeaders,
    TrustedHosts,
    content_security_policy,
    middleware,
    trusted,
)
from sbd.server.leaving import Leaving
from tests.conftest import ROOT

Header = tuple[bytes, bytes]


def scope(kind: str = "http", *headers: Header) -> dict[str, Any]:
    return {"type": kind, "path": "/", "method": "GET", "headers": list(headers)}


def host(name: str) -> Header:
    return (b"host", name.encode("latin-1"))


def finish(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end in another thread: a browser test may hold the loop here."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def run(app: Any, request: dict[str, Any]) -> list[dict[str, Any]]:
    """Send one request through an ASGI app and return what it answered."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        kind = request["type"]
        return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    finish(app(request, receive, send))
    return sent


async def hello(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


async def broken(_scope: Any, _receive: Any, _send: Any) -> None:
    msg = "broken"
    raise RuntimeError(msg)


def test_the_config_file_holds_the_same_settings() -> None:
    text = (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
    sections: dict[str, dict[str, Any]] = tomllib.loads(text)
    flat = {f"{s}.{n}": v for s, names in sections.items() for n, v in names.items()}
    assert flat == CONFIG


def test_nothing_is_told_to_the_outside() -> None:
    assert CONFIG["server.address"] == "127.0.0.1"
    assert CONFIG["browser.gatherUsageStats"] is False
    assert CONFIG["server.enableAgentApi"] is False
    assert CONFIG["server.enableXsrfProtection"] is True
    assert CONFIG["server.enableCORS"] is True


def test_streamlit_knows_every_setting() -> None:
    from streamlit import config

    known = config.get_config_options()
    assert set(CONFIG) <= set(known)
    assert known["server.enableAgentApi"].default_val is False


@pytest.mark.parametrize(
    "name", ["127.0.0.1", "127.0.0.1:8501", "localhost:1", "[::1]:80", "LOCALHOST"]
)
def test_this_machine_is_trusted(name: str) -> None:
    assert trusted(scope("http", host(name)))


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [host("evil.example")],
        [host("127.0.0.1"), host("evil.example")],
        [host("127.0.0.1.evil.example")],
        [host("evil@127.0.0.1")],
        [host("127.0.0.1/x")],
        [host("127.0.0.1:x")],
        [host("127.0.0.1?x")],
        [host("")],
        [host("127.0.0.1"), (b"origin", b"null")],
        [host("127.0.0.1"), (b"origin", b"http://evil.example")],
        [host("127.0.0.1:1"), (b"origin", b"http://127.0.0.1:2")],
    ],
)
def test_anything_else_is_refused(headers: Sequence[Header]) -> None:
    assert not trusted(scope("http", *headers))
    assert run(TrustedHosts(hello), scope("http", *headers))[0]["status"] == 421
    closed = run(TrustedHosts(hello), scope("websocket", *headers))
    assert [m["type"] for m in closed] == ["websocket.close"]


def test_the_apps_own_page_may_call_it() -> None:
    origin = (b"origin", b"http://127.0.0.1:8501")
    request = scope("http", host("127.0.0.1:8501"), origin)
    assert run(TrustedHosts(hello), request)[0]["status"] == 200


def test_an_error_has_the_headers_too() -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    with pytest.raises(RuntimeError, match="broken"):
        finish(SecurityHeaders(broken)(scope(), None, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 500
    names = {name for name, _ in sent[0]["headers"]}
    assert b"content-security-policy" in names


def test_headers_are_set_once() -> None:
    async def dressed(_scope: Any, _receive: Any, send: Any) -> None:
        own = [(b"x-frame-options", b"ALLOWALL")]
        await send({"type": "http.response.start", "status": 200, "headers": own})

    headers = run(SecurityHeaders(dressed), scope())[0]["headers"]
    assert [v for n, v in headers if n == b"x-frame-options"] == [b"SAMEORIGIN"]


def test_only_the_maps_frame_may_run_inline_scripts() -> None:
    page = content_security_policy("/findings")
    frame = content_security_policy("/component/streamlit_folium.st_folium/index.html")
    scripts = page.split("script-src")[1].split(";")[0]
    assert "'unsafe-inline'" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert "'sha256-" in scripts
    assert "'unsafe-eval'" in frame
    assert "http:" not in page + frame
    assert "https:" not in page + frame
    assert "*" not in page.replace("127.0.0.1:*", "").replace("localhost:*", "")


def test_the_host_is_checked_inside_the_headers() -> None:
    names = [getattr(m.cls, "__name__", "") for m in middleware()]
    assert names == ["Leaving", "SecurityHeaders", "TrustedHosts", "Access"]


def test_the_app_file_is_found_by_streamlit() -> None:
    from streamlit.web.server.app_discovery import discover_asgi_app

    path = ROOT / "app.py"
    assert discover_asgi_app(path).is_asgi_app
    assert len(path.read_text("utf-8").splitlines()) < 60
    assert FRAME.is_file()
    assert not FRAME.with_name("pages").exists()  # would be taken for old-style pages


def test_who_leaves_while_a_page_opens_is_no_error() -> None:
    """Streamlit closes a WebSocket twice where its page was closed meanwhile."""

    async def app(_: Any, receive: Any, send: Any) -> None:
        socket = WebSocket(scope("websocket"), receive, send)
        await socket.accept()
        await socket.close()
        await socket.close()

    request = scope("websocket")
    with pytest.raises(WebSocketDisconnected):
        run(app, request)
    sent = run(Leaving(app), request)
    assert [message["type"] for message in sent] == [
        "websocket.accept",
        "websocket.close",
    ]


def test_other_errors_are_told() -> None:
    async def app(*_: Any) -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        run(Leaving(app), scope("websocket"))

"""The app is closed to the outside, and it forgets nothing."""

from __future__ import annotations

import http.client
import re
import socket
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import FRAME, Opener, Server, settle, start_server

pytestmark = pytest.mark.browser

PATHS = (
    "/",
    "/findings",
    "/nonsense",
    "/favicon.png",
    "/_stcore/health",
    "/_stcore/script-health-check",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/allowed-message-origins",
    "/_stcore/upload_file/x/y",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/agent/openapi.json",
    "/_stcore/stream",
    "/media/0123456789abcdef.json",
    "/component/streamlit_folium.st_folium/index.html",
    "/component/sbd.ui.components.plan_map.sbd_leaflet/leaflet.js",
    "/static/js/none.js",
    "/static/../secret",
)
FOREIGN = (
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.example@127.0.0.1",
    "127.0.0.1:8501:1",
    "127.0.0.1/evil",
    "[::ffff:1.2.3.4]",
    "0.0.0.0",
    "",
)


def ask(
    server: Server, path: str, method: str = "GET", **headers: str
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    named = {"Host": f"127.0.0.1:{server.port}", **headers}
    for name, value in named.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize("path", PATHS)
def test_a_foreign_host_is_refused_on_every_route(server: Server, path: str) -> None:
    for host in FOREIGN:
        answer = ask(server, path, Host=host)
        assert answer.status in (400, 421), (host, answer.status)
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            assert ask(server, path, method, Host=host).status in (400, 421)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_security_headers(server: Server, path: str) -> None:
    for headers in ({}, {"Host": "evil.example"}):
        answer = ask(server, path, **headers)
        policy = answer.getheader("content-security-policy") or ""
        assert "default-src 'none'" in policy
        assert answer.getheader("x-content-type-options") == "nosniff"
        assert answer.getheader("referrer-policy") == "no-referrer"
        if not path.startswith("/component/streamlit_folium."):
            scripts = policy.split("script-src")[1].split(";")[0]
            assert "unsafe-inline" not in scripts
            assert "'unsafe-eval'" not in scripts


def test_a_foreign_origin_is_refused(server: Server) -> None:
    for origin in ("http://evil.example", "null", "http://localhost:1"):
        assert ask(server, "/_stcore/health", Origin=origin).status == 421


def test_two_hosts_are_refused(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
        lines = ["GET / HTTP/1.1", "Host: 127.0.0.1", "Host: evil.example"]
        raw.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode())
        assert re.match(rb"HTTP/1.1 4(00|21) ", raw.recv(100))


@pytest.mark.parametrize(
    ("host", "origin"),
    [("evil.example", None), ("127.0.0.1:{port}", "http://evil.example")],
)
def test_a_foreign_websocket_is_refused(
    server: Server, host: str, origin: str | None
) -> None:
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        "Host: " + host.format(port=server.port),
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *([f"Origin: {origin}"] if origin else []),
    ]
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
        raw.sendall("\r\n".join([*lines, "", ""]).encode())
        assert raw.recv(100).startswith(b"HTTP/1.1 403 ")


def test_the_agent_interface_is_off(server: Server) -> None:
    answer = ask(server, "/_stcore/agent/interact", "POST", Content_Length="0")
    assert answer.status in (403, 404, 405, 501)


def test_a_dns_rebinding_page_sees_nothing(server: Server, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("http://rebound.example/**", lambda r: r.fulfill(body="<p>evil</p>"))
    page.goto("http://rebound.example/")
    seen = page.evaluate(
        "u => fetch(u).then(r => r.text(), () => 'refused')",
        f"{server.url}/_stcore/health",
    )
    context.close()
    assert seen == "refused"


def test_the_server_asks_nothing_of_the_outside(
    server: Server, open_page: Opener
) -> None:
    page = open_page(f"{server.url}/findings")
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.frame_locator(FRAME).locator("path").first).to_be_attached()
    page.goto(server.url)
    expect(page.locator(".ed-map canvas").first).to_be_attached()
    ask(server, "/_stcore/health", Origin="http://evil.example")
    assert not server.audit.exists(), server.audit.read_text("utf-8")


def test_work_is_there_again_after_a_crash(
    tmp_path: Path, tiny_plan: Path, open_page: Opener
) -> None:
    first = start_server(tmp_path, tiny_plan)
    page = open_page(f"{first.url}/findings?lang=en&c=L-15")
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.frame_locator(FRAME).locator("path").first).to_be_attached()
    page.get_by_role("button", name="Judge").click()
    settle(page)
    page.get_by_text("1 · weak").click()
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("Kept: your answer on L-15.")).to_be_visible()
    address = page.url
    settle(page)
    page.close()
    first.process.kill()
    first.process.wait(10)
    second = start_server(tmp_path, port=first.port)
    try:
        page = open_page(address)
        row = page.locator(".st-key-critbox label.row").filter(has_text="L-15")
        expect(row.locator(".chip")).to_have_text(re.compile("^1"))
        expect(page.locator(".site h1")).to_have_text("Testplein")
        expect(page.frame_locator(FRAME).locator("path").first).to_be_attached()
        settle(page)
        page.close()
    finally:
        second.stop()

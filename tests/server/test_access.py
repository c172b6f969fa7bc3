"""Who reaches what: every route from this machine, the room and a foreign host."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
import streamlit as st
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from streamlit import config
from streamlit.runtime import Runtime

from sbd.server import FRAME, middleware, routes
from sbd.server.access import FACILITATOR_COOKIE
from tests.server.conftest import PASSPHRASE, House
from tests.server.phone import ELSEWHERE, LAPTOP, exchange


def paths(found: Iterable[BaseRoute]) -> list[str]:
    """Return an address for each route, its parameters filled in."""
    given = []
    for route in found:
        if isinstance(route, (Route, WebSocketRoute, Mount)):
            path = route.path
            for name, converter in route.param_convertors.items():
                kind = ":path" if "Path" in type(converter).__name__ else ""
                path = path.replace(f"{{{name}{kind}}}", "x")
            given.append(path or "/x")
    return given


@pytest.fixture(scope="module")
def streamlit_paths() -> list[str]:
    """Return the addresses of the real app's routes; no trace of it is left."""
    before = config._main_script_path, Runtime._instance
    app = st.App(FRAME, routes=routes(), middleware=middleware())
    found = paths(app._build_starlette_app().routes)
    config._main_script_path, Runtime._instance = before
    assert len(found) > 10
    assert any(p.startswith("/_stcore") for p in found)
    return [p for p in found if not p.startswith("/join")]


#: Addresses that only look as if they lay below /join, and odd ones.
ODD = ("/join.x", "/joiner", "/JOIN", "//join", "/x/join", "/findings", "/app/static/x")
METHODS = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")


def test_the_room_reaches_the_ballots_only(
    house: House, streamlit_paths: list[str]
) -> None:
    phone = house.phone()
    for path in (*streamlit_paths, *ODD):
        for method in METHODS:
            status = phone.send(method, path, headers={}).status
            assert status == (303 if path == "/" else 403), (method, path)
    assert phone.get("/join").status == 200
    assert phone.get(house.base).status == 200


@pytest.mark.parametrize(
    ("wanted", "said"),
    [("nl-BE,nl;q=0.9", "begeleider"), ("fr", "animation"), ("ja", "facilitator")],
)
def test_the_room_is_told_so_in_its_language(
    house: House, wanted: str, said: str
) -> None:
    reply = house.phone().get("/findings", **{"accept-language": wanted})
    assert reply.status == 403
    assert said in reply.body


def test_nothing_below_join_falls_through_to_streamlit(house: House) -> None:
    phone = house.phone()
    for path in (
        "/join/",
        "/join/../_stcore/health",
        "/join/x/_stcore/stream",
        "/join/x/y/z",
        "/join//media/x",
    ):
        for method in METHODS:
            reply = phone.send(method, path, headers={})
            assert reply.status in (307, 403, 404), (method, path)
            assert "everything" not in reply.body


def test_no_websocket_is_for_the_room(house: House, streamlit_paths: list[str]) -> None:
    for path in (*streamlit_paths, "/join", "/join/x", "/_stcore/stream"):
        sent = exchange(house.app, socket(path))
        assert [m["type"] for m in sent] == ["websocket.close"], path


def test_this_machine_reaches_everything(
    house: House, streamlit_paths: list[str]
) -> None:
    laptop = house.phone(client="127.0.0.1", server="127.0.0.1")
    for path in streamlit_paths:
        assert laptop.get(path).body == "everything", path
    assert laptop.get("/join").status == 200
    sent = exchange(house.app, socket("/_stcore/stream", "127.0.0.1", "127.0.0.1"))
    assert sent == [{"type": "websocket.accept"}]


@pytest.mark.parametrize(
    ("client", "server"),
    [(ELSEWHERE, LAPTOP), ("127.0.0.1", "127.0.0.1"), (LAPTOP, LAPTOP)],
)
@pytest.mark.parametrize(
    "host", ["evil.example", "192.168.1.6:8501", "", "localhost.x"]
)
def test_a_foreign_host_reaches_nothing(
    house: House, streamlit_paths: list[str], client: str, server: str, host: str
) -> None:
    phone = house.phone(client=client, server=server)
    for path in (*streamlit_paths, "/join", house.base, f"{house.base}/ballot"):
        assert phone.get(path, host=host).status == 421, path
    sent = exchange(house.app, socket("/_stcore/stream", client, server, host))
    assert [m["type"] for m in sent] == ["websocket.close"]


def test_names_of_this_machine_are_no_names_for_the_room(house: House) -> None:
    for host in ("127.0.0.1:8501", "localhost:8501", "[::1]:8501"):
        assert house.phone().get("/join", host=host).status == 421


@pytest.mark.parametrize(
    "header", ["x_forwarded_for", "forwarded", "x_real_ip", "x_forwarded_host", "via"]
)
def test_nobody_claims_to_sit_at_this_machine(house: House, header: str) -> None:
    claim = {header: "127.0.0.1"}
    assert house.phone().get("/_stcore/health", **claim).status == 403
    proxied = house.phone(client="127.0.0.1", server="127.0.0.1")
    assert proxied.get("/_stcore/health", **claim).status == 403


def test_the_passphrase_opens_everything(house: House) -> None:
    phone = house.phone()
    form = phone.get("/join/facilitator")
    assert "not encrypted" in form.body
    wrong = phone.post(
        "/join/facilitator", {"csrf": form.csrf, "passphrase": "correct horse"}
    )
    assert wrong.status == 403
    assert 'role="alert"' in wrong.body
    assert phone.get("/_stcore/health").status == 403
    right = phone.post(
        "/join/facilitator", {"csrf": wrong.csrf, "passphrase": PASSPHRASE}
    )
    assert (right.status, right.header("location")) == (303, "/")
    cookie = right.header("set-cookie").lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie
    assert phone.get("/_stcore/health").body == "everything"
    given = f"{FACILITATOR_COOKIE}={phone.jar['/', FACILITATOR_COOKIE]}"
    sent = exchange(house.app, socket("/_stcore/stream", cookie=given))
    assert sent == [{"type": "websocket.accept"}]


def test_a_facilitators_cookie_does_not_help_a_foreign_page(house: House) -> None:
    cookie = f"{FACILITATOR_COOKIE}={house.desk.keys.facilitator_cookie()}"
    request = socket("/_stcore/stream", cookie=cookie)
    request["headers"].append((b"origin", b"http://evil.example"))
    assert exchange(house.app, request)[0]["type"] == "websocket.close"
    phone = house.phone()
    assert phone.get("/", cookie=cookie).body == "everything"
    foreign = phone.get("/", cookie=cookie, origin="http://evil.example")
    assert foreign.status == 421


@pytest.mark.parametrize("cookie", ["", "x", "9999999999.a.b", ".", "é"])
def test_an_invented_cookie_opens_nothing(house: House, cookie: str) -> None:
    phone = house.phone()
    reply = phone.get("/_stcore/health", cookie=f"{FACILITATOR_COOKIE}={cookie}")
    assert reply.status == 403


def test_without_sharing_no_passphrase_is_right(house: House) -> None:
    house.desk.passphrase = None
    phone = house.phone()
    form = phone.get("/join/facilitator")
    for word in ("", "None", PASSPHRASE):
        fields = {"csrf": form.csrf, "passphrase": word}
        assert phone.post("/join/facilitator", fields).status == 403


def test_over_tls_cookies_are_for_tls_only(house: House) -> None:
    phone = house.phone(scheme="https")
    form = phone.get("/join/facilitator")
    assert "not encrypted" not in form.body
    fields = {"csrf": form.csrf, "passphrase": PASSPHRASE}
    reply = phone.post("/join/facilitator", fields)
    assert "secure" in reply.header("set-cookie").lower()


def test_pages_of_participants_run_no_script(house: House) -> None:
    reply = house.phone().get("/join")
    policy = reply.header("content-security-policy")
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert reply.header("cache-control") == "no-store"
    assert "<script" not in reply.body
    assert reply.body.count("http") == 0  # nothing is asked for elsewhere


def test_the_facilitators_page_may_open_a_websocket_to_its_own_host_only(
    house: House,
) -> None:
    cookie = f"{FACILITATOR_COOKIE}={house.desk.keys.facilitator_cookie()}"
    reply = house.phone().get("/", cookie=cookie)
    policy = reply.header("content-security-policy")
    sources = policy.split("connect-src ")[1].split(";")[0]
    own = f"ws://{LAPTOP}:8501 wss://{LAPTOP}:8501"
    assert sources == f"'self' ws://127.0.0.1:* ws://localhost:* {own}"


def socket(
    path: str,
    client: str = ELSEWHERE,
    server: str = LAPTOP,
    host: str | None = None,
    cookie: str = "",
) -> dict[str, Any]:
    name = f"{server}:8501" if host is None else host
    return {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "scheme": "ws",
        "subprotocols": [],
        "headers": [(b"host", name.encode()), (b"cookie", cookie.encode("latin-1"))],
        "client": (client, 50000),
        "server": (server, 8501),
    }

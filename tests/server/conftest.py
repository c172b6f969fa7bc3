"""A meeting on a database in a folder, and the app with its guards in front of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount

from sbd.reviews.records import Place, Session
from sbd.reviews.sessions import open_session
from sbd.server import middleware, routes
from sbd.server.reception import Reception
from sbd.server.throttle import Throttle
from tests.reviews.test_sessions import VARIANT, opening
from tests.server.phone import ELSEWHERE, LAPTOP, Phone

PASSPHRASE = "correct horse battery"


@dataclass
class Clock:
    """Time that goes on only when told to, and what was waited for. [s]"""

    now: float = 1000.0
    waited: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


@dataclass
class House:
    """The app, its meeting and its clock."""

    desk: Reception
    app: Any
    meeting: Session
    clock: Clock

    def phone(
        self, client: str = ELSEWHERE, server: str = LAPTOP, scheme: str = "http"
    ) -> Phone:
        return Phone(self.app, client, server, scheme)

    def joined(self, discipline: str, name: str = "", lang: str = "en") -> Phone:
        phone = self.phone()
        form = phone.get(f"{self.base}?lang={lang}")
        pin = self.desk.keys.restricted_code(self.meeting.id)
        fields = {"discipline": discipline, "name": name, "lang": lang, "pin": pin}
        reply = phone.post(self.base, {"csrf": form.csrf, **fields})
        assert reply.status == 303, reply.body
        return phone

    @property
    def base(self) -> str:
        return f"/join/{self.meeting.token}"


async def everything(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await PlainTextResponse("everything")(scope, receive, send)


@pytest.fixture
def make_house(tmp_path: Path) -> Callable[..., House]:
    def make(**changes: object) -> House:
        clock = Clock()
        desk = Reception(
            folder=lambda: tmp_path,
            passphrase=PASSPHRASE,
            throttle=Throttle(clock),
            sleep=clock.sleep,
        )
        behind = [*routes(desk), Mount("/", everything)]
        app = Starlette(routes=behind, middleware=middleware(desk))
        given: dict[str, object] = {
            "places": (
                Place("A", "bench", "n", 4.35, 50.85),
                Place("B", "entrance", "centre", 4.36, 50.86),
            ),
            "pictures": {
                ("public", "ballot"): "<svg>public</svg>",
                ("restricted", "ballot"): "<svg>restricted</svg>",
            },
        }
        about = opening(**{**given, **changes})
        meeting = open_session(desk.db, VARIANT, "Vlierplein A", about)
        return House(desk, app, meeting, clock)

    return make


@pytest.fixture
def house(make_house: Callable[..., House]) -> House:
    return make_house()

"""Addresses below ``/join`` that lead nowhere."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from sbd.server.join import Door
from sbd.server.refusals import told


class Nowhere:
    """Answers every request, of any method, like a wrong code."""

    def __init__(self, door: Door) -> None:
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        answer = await told(self.door.nowhere)(Request(scope, receive))
        await answer(scope, receive, send)

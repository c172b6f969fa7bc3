"""People who leave while a page is being opened: no error of the server's."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnected


class Leaving:
    """Middleware that lets a page go that was closed before it was served.

    Streamlit closes such a WebSocket a second time, which Starlette refuses; the
    server's log would tell of a failure where somebody only turned away.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; nobody is left to be told that a WebSocket is gone."""
        try:
            await self.app(scope, receive, send)
        except WebSocketDisconnected:
            if scope["type"] != "websocket":
                raise

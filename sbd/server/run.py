"""Put the server together and start it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from sbd.reviews.store import DATA_VARIABLE
from sbd.server import sharing as shared
from sbd.server.access import Access
from sbd.server.ballot import Booth
from sbd.server.config import CONFIG, FRAME, PLANS_VARIABLE
from sbd.server.headers import SecurityHeaders
from sbd.server.hosts import TrustedHosts
from sbd.server.join import Door
from sbd.server.leaving import Leaving
from sbd.server.nowhere import Nowhere
from sbd.server.reception import Reception
from sbd.server.refusals import told
from sbd.server.sharing import Sharing

#: What stands behind the routes of this process.
RECEPTION = Reception()
_BOTH = ["GET", "POST"]


def routes(desk: Reception = RECEPTION) -> list[BaseRoute]:
    """Return the routes beside Streamlit's own: those of participants."""
    door = Door(desk)
    booth = Booth(desk, door)
    return [
        Route("/join", told(door.code), methods=_BOTH),
        Route("/join/facilitator", told(door.facilitator), methods=_BOTH),
        Route("/join/{token}", told(door.register), methods=_BOTH),
        Route("/join/{token}/ballot", told(booth.ballot), methods=_BOTH),
        Route("/join/{token}/contest", told(booth.contest), methods=["POST"]),
        Route("/join/{token}/leave", told(door.leave), methods=_BOTH),
        # Nothing below /join falls through to Streamlit, whatever the method.
        Route("/join/{rest:path}", Nowhere(door)),
    ]


def middleware(desk: Reception = RECEPTION) -> list[Middleware]:
    """Return the middleware of the app, outermost first."""
    names = shared.certificate_names()
    return [
        Middleware(Leaving),
        Middleware(SecurityHeaders),
        Middleware(TrustedHosts, names=names),
        Middleware(Access, is_facilitator=desk.is_facilitator),
    ]


def run_app(
    plans: Sequence[Path] = (),
    *,
    data: Path | None = None,
    port: int | None = None,
    sharing: Sharing | None = None,
) -> None:
    """Serve the web app until it is stopped: on this machine, or to the room.

    Parameters
    ----------
    plans : sequence of Path
        Plan files to open, together one plan; the demo square if none.
    data : Path, optional
        The data folder; default the platform's place for user data.
    port : int, optional
        Port to listen on; default 8501, or the next free one.
    sharing : Sharing, optional
        How it is opened to the room; without it only this machine reaches it.
    """
    import streamlit as st

    os.environ[PLANS_VARIABLE] = json.dumps([str(Path(p).resolve()) for p in plans])
    if data is not None:
        os.environ[DATA_VARIABLE] = str(Path(data).resolve())
    config = CONFIG if port is None else {**CONFIG, "server.port": port}
    if sharing is not None:
        shared.begin(sharing)
        RECEPTION.passphrase = sharing.passphrase
        config = {**config, **sharing.config()}
    app = st.App(FRAME, routes=routes(), middleware=middleware())
    app.run(config=config)

"""Write down every look-up and connection of a process that leaves this machine.

Loaded by Python at start where this folder is on its path (see the fixtures).
"""

from __future__ import annotations

import os
import sys
from typing import Any

_LOCAL = ("127.", "::1", "localhost", "0.0.0.0")
_LOG = os.environ.get("SBD_AUDIT_LOG")


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.gethostbyname", "socket.gethostbyaddr"):
        host = args[0]
    else:
        return
    if host in (None, "", b"") or str(host).startswith(_LOCAL):
        return
    with open(str(_LOG), "a", encoding="utf-8") as log:  # noqa: PTH123
        log.write(f"{event} {host}\n")


if _LOG:
    sys.addaudithook(_watch)

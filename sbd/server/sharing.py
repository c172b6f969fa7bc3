"""Opening the app to the room: address, passphrase, certificate."""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sbd.errors import StoreError
from sbd.server.certificate import names_in
from sbd.server.config import HOSTS

#: Environment variable with a passphrase of the facilitator's own choice.
PASSPHRASE_VARIABLE = "SBD_PASSPHRASE"
SHORTEST = 12
#: Addresses nobody is asked for anything at: finding the way to them names our own.
_FAR = ("224.0.0.251", "10.255.255.254", "172.31.255.254", "192.168.255.254")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Sharing:
    """How the app is opened to the room.

    Parameters
    ----------
    address : str
        Of this machine in the room's network, or the certificate's name.
    port : int
        Port it listens on.
    passphrase : str
        By which the facilitator gets in from elsewhere.
    cert, key : Path, optional
        Certificate and its key; with them the connection is encrypted.
    names : tuple of str
        Names in the certificate.
    chosen : bool
        True where the passphrase is the facilitator's own.
    """

    address: str
    port: int
    passphrase: str = field(repr=False)
    cert: Path | None = None
    key: Path | None = None
    names: tuple[str, ...] = ()
    chosen: bool = False

    @property
    def encrypted(self) -> bool:
        """Whether others on the network cannot read along."""
        return self.cert is not None

    @property
    def url(self) -> str:
        """The address to open, such as ``http://192.168.1.5:8501``."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{'https' if self.encrypted else 'http'}://{host}:{self.port}"

    def config(self) -> dict[str, Any]:
        """Return the settings of Streamlit that differ from `CONFIG`."""
        changed: dict[str, Any] = {
            "browser.serverAddress": self.address,
            "server.address": "0.0.0.0",  # by explicit choice only
            # The host is checked before Streamlit, and more strictly: a laptop may
            # have several addresses, and get another one while the app runs.
            "server.allowedHosts": ["*"],
            "server.corsAllowedOrigins": [self.url],
        }
        if self.cert is not None and self.key is not None:
            changed["server.sslCertFile"] = str(self.cert)
            changed["server.sslKeyFile"] = str(self.key)
        return changed


def prepare_sharing(
    port: int, *, cert: Path | None = None, key: Path | None = None
) -> Sharing:
    """Return how the app is to be opened to the room.

    Parameters
    ----------
    port : int
        Port it will listen on.
    cert, key : Path, optional
        Certificate (PEM, with what leads to its authority) and its key.

    Raises
    ------
    StoreError
        If there is no network, the passphrase asked for is too short, or certificate
        and key do not fit.
    """
    names = names_in(cert, key) if cert is not None and key is not None else ()
    plain = [n for n in names if "*" not in n and n not in HOSTS]
    address = plain[0] if plain else own_address()
    passphrase, chosen = _passphrase()
    return Sharing(
        address,
        port,
        passphrase,
        cert=cert.resolve() if cert else None,
        key=key.resolve() if key else None,
        names=names,
        chosen=chosen,
    )


def own_address() -> str:
    """Return this machine's address in its network. Nothing is sent.

    Raises
    ------
    StoreError
        If it is in no network.
    """
    for far in _FAR:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((far, 9))
            except OSError:
                continue
            found = str(probe.getsockname()[0])
        if not found.startswith("127.") and found != "0.0.0.0":
            return found
    raise StoreError(
        "This computer is in no network: connect it to the one of the room, then "
        "start again."
    )


def _passphrase() -> tuple[str, bool]:
    """Return the passphrase, and whether the facilitator chose it."""
    given = os.environ.get(PASSPHRASE_VARIABLE, "").strip()
    if not given:
        groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
        return "-".join(groups), False
    if len(given) < SHORTEST:
        raise StoreError(
            "The passphrase in {variable} is too short: use at least {n} characters.",
            variable=PASSPHRASE_VARIABLE,
            n=SHORTEST,
        )
    return given, True


_now: list[Sharing] = []


def begin(sharing: Sharing) -> None:
    """Say that this process shares the app."""
    _now[:] = [sharing]


def share_address() -> str | None:
    """Return the address that the room opens, None where the app is not shared.

    Returns
    -------
    str or None
        Such as ``http://192.168.1.5:8501``; participants add ``/join``. It begins with
        ``https://`` where the connection is encrypted.
    """
    return _now[0].url if _now else None


def certificate_names() -> tuple[str, ...]:
    """Return the names that the certificate in use proves to be ours."""
    return _now[0].names if _now else ()

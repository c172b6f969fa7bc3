"""The names in a certificate, read by shaking hands with it in memory."""

from __future__ import annotations

import ssl
from pathlib import Path

from sbd.errors import StoreError


def names_in(cert: Path, key: Path) -> tuple[str, ...]:
    """Return the names that a certificate is made for.

    Parameters
    ----------
    cert, key : Path
        The certificate and its key, in PEM, the key without a password.

    Returns
    -------
    tuple of str
        Names and addresses, in small letters.

    Raises
    ------
    StoreError
        If they cannot be read, do not belong together, or are no longer valid.
    """
    try:
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(cert, key, password="")  # never asks in the terminal
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        client.check_hostname = False
        client.load_verify_locations(cert)
        client.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
        found = _shake_hands(server, client)
    except (OSError, ValueError) as error:
        raise StoreError(
            "The certificate {cert} with the key {key} cannot be used: {reason}.",
            cert=cert.name,
            key=key.name,
            reason=str(error).rstrip("."),
        ) from error
    return tuple(name.lower() for name in found)


def _shake_hands(server: ssl.SSLContext, client: ssl.SSLContext) -> list[str]:
    """Return the names in the certificate that a server shows a client."""
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    one = client.wrap_bio(back, there)
    other = server.wrap_bio(there, back, server_side=True)
    waiting = [one, other]
    for _ in range(10):
        for side in tuple(waiting):
            try:
                side.do_handshake()
                waiting.remove(side)
            except ssl.SSLWantReadError:
                continue
        if not waiting:
            break
    shown = (one.getpeercert() or {}).get("subjectAltName", ())
    return [str(pair[1]) for pair in shown]

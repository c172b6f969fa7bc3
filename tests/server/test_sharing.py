"""Opening the app to the room, by explicit choice only."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sbd.cli import commands
from sbd.errors import StoreError
from sbd.server import CONFIG, prepare_sharing, share_address, sharing
from sbd.server.hosts import trusted
from sbd.server.sharing import PASSPHRASE_VARIABLE, Sharing

WORD = "a passphrase of our own"


@pytest.fixture(autouse=True)
def in_a_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sharing, "own_address", lambda: "192.168.1.5")
    monkeypatch.delenv(PASSPHRASE_VARIABLE, raising=False)
    yield
    sharing._now.clear()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    names = "subjectAltName=DNS:Review.Example,DNS:localhost,IP:192.168.1.5"
    what = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    how = ["-nodes", "-days", "2", "-subj", "/CN=review.example", "-addext", names]
    files = ["-keyout", str(key), "-out", str(cert)]
    subprocess.run([openssl, *what, *how, *files], check=True, capture_output=True)
    return cert, key


def test_nothing_is_shared_by_default() -> None:
    assert share_address() is None
    assert CONFIG["server.address"] == "127.0.0.1"


def test_the_room_is_told_the_address_and_the_screen_how_safe_it_is() -> None:
    shared = prepare_sharing(8501)
    sharing.begin(shared)
    assert share_address() == "http://192.168.1.5:8501"
    assert not shared.encrypted
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", shared.passphrase)
    assert shared.passphrase != prepare_sharing(8501).passphrase
    assert shared.passphrase not in repr(shared)


def test_streamlit_need_not_ask_for_its_outside_address() -> None:
    from streamlit import config

    changed = prepare_sharing(8501).config()
    assert changed["browser.serverAddress"] == "192.168.1.5"
    assert changed["server.corsAllowedOrigins"] == ["http://192.168.1.5:8501"]
    assert set(changed) <= set(config.get_config_options())


def test_a_passphrase_of_ones_own_is_long_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, f" {WORD} ")
    assert prepare_sharing(8501).passphrase == WORD
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "short")
    with pytest.raises(StoreError, match="12 characters"):
        prepare_sharing(8501)


def test_a_certificate_encrypts_and_brings_its_names(
    certificate: tuple[Path, Path],
) -> None:
    cert, key = certificate
    shared = prepare_sharing(8501, cert=cert, key=key)
    assert shared.names == ("review.example", "localhost", "192.168.1.5")
    assert shared.url == "https://review.example:8501"
    assert shared.encrypted
    assert shared.config()["server.sslCertFile"] == str(cert)
    assert shared.config()["server.sslKeyFile"] == str(key)


def test_a_certificate_needs_its_own_key(
    certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    cert, key = certificate
    other = tmp_path / "other.pem"
    other.write_text("no key")
    for wrong in ((cert, other), (other, key), (tmp_path / "x", key)):
        with pytest.raises(StoreError, match="cannot be used"):
            prepare_sharing(8501, cert=wrong[0], key=wrong[1])


def test_a_name_of_the_certificate_is_ours_over_tls_only() -> None:
    names = frozenset({"review.example"})
    scope: dict[str, Any] = {
        "type": "http",
        "scheme": "https",
        "client": ("192.168.1.77", 5),
        "server": ("192.168.1.5", 8501),
        "headers": [(b"host", b"Review.Example:8501")],
    }
    assert trusted(scope, names)
    assert not trusted(scope)
    assert not trusted({**scope, "scheme": "http"}, names)
    assert not trusted({**scope, "server": ("127.0.0.1", 8501)}, names)


@pytest.mark.parametrize(
    "options",
    [["--cert", "c"], ["--share", "--key", "k"], ["--cert", "c", "--key", "k"]],
)
def test_half_a_certificate_is_wrong_usage(options: list[str]) -> None:
    assert CliRunner().invoke(commands, ["app", *options]).exit_code == 2


def test_the_terminal_says_how_to_join_and_warns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[Sharing | None] = []
    monkeypatch.setattr(
        "sbd.server.run_app", lambda _plans, **given: started.append(given["sharing"])
    )
    said = CliRunner().invoke(commands, ["app", "--share", "--port", "8600"]).output
    assert "http://192.168.1.5:8600/join" in said
    assert started[0] is not None
    assert f"Passphrase: {started[0].passphrase}" in said
    assert "Not encrypted" in said
    monkeypatch.setenv(PASSPHRASE_VARIABLE, WORD)
    said = CliRunner().invoke(commands, ["app", "--share"]).output
    assert WORD not in said  # who chose it knows it
    assert CliRunner().invoke(commands, ["app"]).output == ""
    assert started[-1] is None

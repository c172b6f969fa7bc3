"""What the server signs outlives a restart, and nothing else passes for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sbd.errors import StoreError
from sbd.server.keys import FACILITATOR_S, NAME, Keys, same
from tests.server.conftest import Clock


def test_a_restart_loses_nothing(tmp_path: Path) -> None:
    first, again = Keys.of_folder(tmp_path), Keys.of_folder(tmp_path)
    assert again.is_form_token(first.form_token("cookie"), "cookie")
    assert again.is_facilitator(first.facilitator_cookie())
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == [NAME]


def test_another_folder_knows_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = Keys.of_folder(tmp_path / "a"), Keys.of_folder(tmp_path / "b")
    assert not other.is_form_token(one.form_token("cookie"), "cookie")
    assert not other.is_facilitator(one.facilitator_cookie())


def test_a_token_is_for_one_cookie_and_one_purpose() -> None:
    keys = Keys(b"s" * 32)
    token = keys.form_token("cookie")
    assert not keys.is_form_token(token, "another")
    assert not keys.is_form_token(keys.form_token(""), "")
    assert not keys.is_facilitator(token)
    assert not keys.is_facilitator(f"9999999999.x.{keys.form_token('9999999999.x')}")


def test_the_facilitators_cookie_expires_and_cannot_be_prolonged() -> None:
    clock = Clock()
    keys = Keys(b"s" * 32, clock=clock)
    cookie = keys.facilitator_cookie()
    assert cookie != keys.facilitator_cookie()
    clock.now += FACILITATOR_S - 1
    assert keys.is_facilitator(cookie)
    longer = f"9999999999.{cookie.partition('.')[2]}"
    assert not keys.is_facilitator(longer)
    clock.now += 1
    assert not keys.is_facilitator(cookie)


def test_a_damaged_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"short")
    with pytest.raises(StoreError, match="damaged"):
        Keys.of_folder(tmp_path)
    with pytest.raises(StoreError, match="another folder"):
        Keys.of_folder(tmp_path / "nowhere")


def test_secrets_are_compared_whole() -> None:
    assert same("wörd", "wörd")
    assert not same("wörd", "wör")
    assert not same("", "x")

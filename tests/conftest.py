"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

import sbd.plans.formats.drivers  # noqa: F401 - narrows GDAL before pyogrio loads

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"

# How long an example takes says nothing where several tests share the machine.
settings.register_profile("sbd", deadline=None)
settings.load_profile("sbd")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real geodata beside the repository; the tests that use it skip without it."""
    if not SHARED.is_dir():
        pytest.skip("the folder shared/data with real sites is not beside this clone")
    return SHARED

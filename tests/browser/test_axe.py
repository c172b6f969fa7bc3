"""Every state of every page passes axe-core, in every language."""

from __future__ import annotations

import pytest

from tests.browser import axe
from tests.browser.conftest import LAPTOP, Opener, Server
from tests.browser.states import STATES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("state", STATES)
def test_a_state_breaks_no_rule(server: Server, open_page: Opener, state: str) -> None:
    """Every other state as on a laptop, where lines break and panels are lower."""
    page = STATES[state](server, open_page, "en")
    if list(STATES).index(state) % 2:
        page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    axe.check(page)


@pytest.mark.parametrize("lang", ["nl", "fr"])
@pytest.mark.parametrize("state", ["plan", "findings"])
def test_a_language_breaks_no_rule(
    server: Server, open_page: Opener, state: str, lang: str
) -> None:
    axe.check(STATES[state](server, open_page, lang))

"""Part *Check* of the page *Plan*: findings lead to their place, by mouse and keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opener, Server
from tests.browser.states import plan_checked

pytestmark = pytest.mark.browser


def rows_of(page: Page) -> Locator:
    return page.locator(".st-key-panel label.row")


def test_a_finding_chosen_by_mouse_is_shown_on_the_map(
    server: Server, open_page: Opener
) -> None:
    page = plan_checked(server, open_page, "en")
    rows = rows_of(page)
    expect(page.locator(".st-key-panel .group").first).to_have_text("2 errors")
    rows.filter(has_text="Lamp: inside a building").click()
    expect(page.get_by_text("Elements chosen: 2").first).to_be_visible()
    rows.filter(has_text="Bench: cut by the border").click()
    expect(page.get_by_text("Chosen: bench cut").first).to_be_visible()
    expect(rows.filter(has_text="Bench: cut").locator("input")).to_be_checked()


def test_findings_are_walked_through_with_arrow_keys(
    server: Server, open_page: Opener
) -> None:
    page = plan_checked(server, open_page, "en")
    rows = rows_of(page)
    rows.first.locator("input").focus()
    page.keyboard.press("Space")
    expect(rows.nth(0).locator("input")).to_be_checked()
    for n in (1, 2):
        page.keyboard.press("ArrowDown")
        expect(rows.nth(n).locator("input")).to_be_checked()
        expect(rows.nth(n).locator("input")).to_be_focused()
    expect(rows.nth(2)).to_contain_text("450")

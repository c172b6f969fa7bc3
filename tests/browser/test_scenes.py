"""Pictures over the map and scenarios, by keys alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.conftest import FRAME, Opener, Server, settle
from tests.browser.test_use import findings, map_ready

pytestmark = pytest.mark.browser


def test_a_picture_lies_over_the_map_and_a_scenario_beside_the_score(
    server: Server, open_page: Opener
) -> None:
    page = findings(server, open_page)
    map_ready(page)
    scores = page.locator(".bal .bs").all_inner_texts()
    frame = page.frame_locator(FRAME)
    pick(page, "Picture", "Shade")
    picture = frame.locator(".sbd-field img")
    expect(picture).to_have_attribute("alt", re.compile("^Shade on 21 July.*sun"))
    expect(frame.locator(".sbd-legend li").first).to_have_text(re.compile("in the"))
    pick(page, "Picture", "None")
    expect(picture).to_have_count(0)
    expect(frame.locator(".sbd-legend")).to_have_count(0)
    pick(page, "Picture", "Walking distance")
    pick(page, "Scenario", "Event", close=False)
    table = page.get_by_role("table").filter(has_text="As scored")
    expect(table.get_by_role("row")).to_have_count(6)
    axe.check(page)
    assert page.locator(".bal .bs").all_inner_texts() == scores


def pick(page: Page, menu: str, choice: str, *, close: bool = True) -> None:
    """Open a menu and choose, with the keyboard only."""
    page.get_by_role("button", name=menu, exact=True).focus()
    page.keyboard.press("Enter")
    radio = page.get_by_test_id("stRadioGroup").get_by_role(
        "radio", name=choice, exact=True
    )
    page.get_by_test_id("stRadioGroup").get_by_role("radio", checked=True).focus()
    for _ in range(8):
        if radio.is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(radio).to_be_checked()
    settle(page)
    if close:
        page.keyboard.press("Escape")

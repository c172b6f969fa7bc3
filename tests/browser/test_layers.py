"""Part *Layers* of the page *Plan*: kinds chosen by mouse and by keys alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opener, Server, settle
from tests.browser.states import foreign_words

pytestmark = pytest.mark.browser


def rows_of(page: Page) -> Locator:
    return page.locator('[class*="st-key-grprow_"]')


def test_kinds_are_chosen_by_keys_alone(server: Server, open_page: Opener) -> None:
    page = foreign_words(server, open_page, "en", "Toetsenplein")
    rows = rows_of(page)
    chooser = rows.nth(0).get_by_role("combobox")
    chooser.focus()
    page.keyboard.type("banc")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(rows.nth(0)).to_contain_text("3 benches")
    expect(chooser).to_be_focused()
    # From there to the next row, and on: the mark is the first stop of each row.
    page.keyboard.press("Tab")
    expect(rows.nth(0).get_by_role("button", name="Show on map")).to_be_focused()
    page.keyboard.press("Tab")
    expect(rows.nth(1).get_by_role("checkbox")).to_be_focused()
    for row in (1, 2):
        mark = rows.nth(row).get_by_role("checkbox")
        mark.focus()
        page.keyboard.press("Space")
        expect(mark).to_be_checked()
    page.locator(".st-key-grpbar").get_by_role("combobox").focus()
    page.keyboard.type("lantaarnpaal")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    give = page.get_by_role("button", name="Apply to 2 rows")
    expect(give).to_be_enabled()
    give.focus()
    page.keyboard.press("Enter")
    expect(rows.nth(2)).to_contain_text("1 lamp")
    page.reload()
    expect(rows.nth(0)).to_contain_text("3 benches")


def test_what_was_chosen_stays_for_one_quicker_than_the_page(
    server: Server, open_page: Opener
) -> None:
    page = foreign_words(server, open_page, "en", "Haastplein")
    rows = rows_of(page)
    for row, word in ((0, "banc"), (1, "mur ")):
        rows.nth(row).get_by_role("combobox").focus()
        page.keyboard.type(word)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(rows.nth(row)).not_to_contain_text("not recognised")
    page.reload()
    page.get_by_text("All (").click()
    rows.nth(2).get_by_role("combobox").focus()
    page.keyboard.type("arbres")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(rows.nth(2)).to_contain_text("1 tree")
    expect(rows.nth(0)).to_contain_text("3 benches")
    expect(rows.nth(0).get_by_role("combobox")).to_have_value(re.compile("^bench · "))


def test_kinds_are_chosen_by_mouse_and_kept(server: Server, open_page: Opener) -> None:
    page = foreign_words(server, open_page, "en", "Muisplein")
    rows = rows_of(page)
    rows.nth(1).get_by_role("combobox").click()
    page.keyboard.type("lamp")
    page.get_by_role("option", name="lamp · ").click()
    expect(rows.nth(1)).to_contain_text("2 lamps")
    rows.nth(1).get_by_role("button", name="Show on map").click()
    settle(page)
    page.get_by_text("Keep these choices for next time").click()
    settle(page)  # opening it takes a moment, and moves what is in it
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept as m.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as a vocabulary file").click()
    assert download.value.suggested_filename == "m.yaml"
    assert (server.data / "vocabularies" / "m.yaml").is_file()

"""Part *Fill in* of the page *Plan*: by mouse, by keys, from a spreadsheet."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from sbd.plans.read import read_plan
from tests.browser.conftest import Opener, Server, settle
from tests.browser.states import lamps_to_fill

pytestmark = pytest.mark.browser


def opened(server: Server, open_page: Opener, name: str) -> tuple[Page, Locator]:
    """Bring a plan of its own; return its page and the table at its lamps."""
    page = lamps_to_fill(server, open_page, "en", name)
    expect(page.locator(".ed-map canvas").first).to_be_attached()
    settle(page)
    return page, page.locator(".ft")


def saved(page: Page, server: Server, step: int) -> dict[str, dict[str, object]]:
    """Wait for a step and return the lamps' values as the plan file holds them."""
    expect(page.locator(".ft-saved")).to_contain_text(f"step {step}")
    plan_id = page.url.split("plan=")[1].split("&")[0]
    (file,) = (server.data / plan_id).rglob("*.sbd.gpkg")
    frame = read_plan([file]).of("lamp").drop(columns="geometry")
    return {str(i): dict(row) for i, row in frame.iterrows()}


def paste(where: Locator, text: str) -> None:
    where.evaluate(
        "(node, text) => { node.focus(); const data = new DataTransfer();"
        "data.setData('text/plain', text); node.dispatchEvent(new ClipboardEvent("
        "'paste', {clipboardData: data, bubbles: true, cancelable: true})); }",
        text,
    )


def test_all_lamps_get_their_values_in_a_few_keys(
    server: Server, open_page: Opener
) -> None:
    page, table = opened(server, open_page, "Lampenplein")
    table.get_by_role("button", name="Select all 121").press("Enter")
    expect(page.get_by_text("Elements chosen: 121").first).to_be_visible()
    table.get_by_label("Height [m], for all selected").fill("5,5")
    lumen = table.get_by_label("Lumen [lm], for all selected")
    lumen.fill("4.000")
    lumen.press("Enter")
    lamps = saved(page, server, 1)
    assert len(lamps) == 121
    assert {(v["height_m"], v["lumen"]) for v in lamps.values()} == {(5.5, 4000.0)}


def test_cells_are_walked_through_by_keys(server: Server, open_page: Opener) -> None:
    page, table = opened(server, open_page, "Toetsenplein")
    table.get_by_label("Height [m], l-000").focus()
    page.keyboard.type("4,5")
    page.keyboard.press("Enter")
    expect(table.get_by_label("Height [m], l-001")).to_be_focused()
    page.keyboard.type("zes")
    page.keyboard.press("ArrowDown")
    expect(table.get_by_role("alert")).to_contain_text("“zes” could not be read")
    expect(table.get_by_label("Height [m], l-002")).to_be_focused()
    lamps = saved(page, server, 1)
    assert lamps["l-000"]["height_m"] == 4.5
    assert lamps["l-001"]["height_m"] != lamps["l-001"]["height_m"]  # unknown


def test_a_spreadsheet_is_shown_before_it_is_kept(
    server: Server, open_page: Opener
) -> None:
    page, table = opened(server, open_page, "Rekenplein")
    table.get_by_text("Paste from a spreadsheet").click()
    box = table.get_by_role("textbox", name="Paste from a spreadsheet")
    paste(box, "Hoogte\tid\n4,5\tl-119\nabc\tl-001\n5\tnope")
    preview = table.get_by_role("group", name="Paste from a spreadsheet")
    expect(preview).to_contain_text("Values that will change: 1.")
    expect(preview).to_contain_text("l-001, Height: “abc” could not be read")
    expect(preview).to_contain_text("no element nope")
    preview.get_by_role("button", name="Keep").press("Enter")
    assert saved(page, server, 1)["l-119"]["height_m"] == 4.5
    # From a cell, downwards and to the right, beyond the page of a hundred rows.
    paste(table.get_by_label("Height [m], l-098"), "6\t3000\n7\t3100\n8\t3200")
    expect(preview).to_contain_text("Values that will change: 6.")
    preview.get_by_role("button", name="Keep").click()
    lamps = saved(page, server, 2)
    assert (lamps["l-100"]["height_m"], lamps["l-100"]["lumen"]) == (8.0, 3200.0)


def test_choosing_on_the_map_turns_the_table_to_it(
    server: Server, open_page: Opener
) -> None:
    page, table = opened(server, open_page, "Kaartplein")
    tell = (
        "ids => document.dispatchEvent(new CustomEvent('sbd-select',"
        "{detail: {ids: ids, from: 'map', editor: 'other'}}))"
    )
    page.evaluate(tell, ["l-110"])
    expect(table.get_by_label("Select l-110")).to_be_checked()
    page.evaluate(tell, ["tree"])
    expect(table.locator("select").first).to_have_value("tree")
    expect(table.get_by_label("Select tree")).to_be_checked()

"""Part *Check* of the page *Plan*: findings lead to their place, by mouse and keys."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opener, Server
from tests.ui.tiny import feature, line, plan_bytes, point, tiny_features

pytestmark = pytest.mark.browser

SLIPS = [
    feature("lamp", point(30, 48), id="in-hall", height_m=5.0),
    feature("lamp", point(45, 20), id="twice", height_m=5.0),
    feature("bench", line((59, 30), (61, 30)), id="cut"),
    feature("lamp", point(50, 30), id="typed-in-cm", height_m=450.0),
]


def panel(page: Page, server: Server, lang: str = "en") -> Locator:
    """Bring a plan with slips and open the part; return the rows of the list."""
    page.goto(f"{server.url}/?lang={lang}")
    content = plan_bytes([*tiny_features("Nazichtplein"), *SLIPS])
    file = {"name": "n.geojson", "mimeType": "application/geo+json", "buffer": content}
    page.locator("input[type=file]").first.set_input_files(files=[file])
    expect(page.get_by_role("heading", name="Nazichtplein")).to_be_visible()
    # The part is in the address, so it can be asked for there.
    page.goto(page.url.replace("?", "?part=check&"))
    rows = page.locator(".st-key-panel label.row")
    expect(rows.first).to_be_visible()
    return rows


def test_a_finding_chosen_by_mouse_is_shown_on_the_map(
    server: Server, open_page: Opener
) -> None:
    page = open_page(server.url)
    rows = panel(page, server)
    rows.filter(has_text="Lamp: inside a building").click()
    expect(page.get_by_text("Elements chosen: 2").first).to_be_visible()
    rows.filter(has_text="Bench: cut by the border").click()
    expect(page.get_by_text("Chosen: bench cut").first).to_be_visible()
    expect(rows.filter(has_text="Bench: cut").locator("input")).to_be_checked()


def test_findings_are_walked_through_with_arrow_keys(
    server: Server, open_page: Opener
) -> None:
    page = open_page(server.url)
    rows = panel(page, server)
    rows.first.locator("input").focus()
    page.keyboard.press("Space")
    expect(rows.nth(0).locator("input")).to_be_checked()
    for n in (1, 2):
        page.keyboard.press("ArrowDown")
        expect(rows.nth(n).locator("input")).to_be_checked()
        expect(rows.nth(n).locator("input")).to_be_focused()
    expect(rows.nth(2)).to_contain_text("450")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "2 errors"),
        ("nl", "2 fouten"),
        ("fr", "2 erreurs"),
    ],
)
def test_the_panel_in_three_languages_is_accessible(
    server: Server, open_page: Opener, lang: str, said: str
) -> None:
    page = open_page(server.url)
    panel(page, server, lang)
    expect(page.locator(".st-key-panel .group").first).to_have_text(said)
    found = Axe().run(page, context=".st-key-panel").response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []

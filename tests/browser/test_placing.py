"""A real drawing without a place is put on the ground by mouse, and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import WALL, Opener, Server, start_server

pytestmark = pytest.mark.browser
#: What Streamlit's own markup does on every page, and no page can mend.
THEIRS = {"presentation-role-conflict"}


@pytest.fixture(scope="module")
def entrance(
    tmp_path_factory: pytest.TempPathFactory, shared_data: Path
) -> Iterator[Server]:
    """Return the app, opened on a drawing in local metres."""
    drawing = shared_data / "cad-dxf" / "SiB2023_entrance_jupedsim.dxf"
    running = start_server(tmp_path_factory.mktemp("entrance"), drawing)
    yield running
    running.stop()
    log = running.log.read_text("utf-8")
    assert "Traceback" not in log, log


def asked(server: Server, open_page: Opener) -> Page:
    page = open_page(f"{server.url}/?lang=en", WALL)
    expect(page.get_by_text("Which coordinates does this drawing use?")).to_be_visible()
    return page


def field(page: Page, label: str) -> Any:
    return page.get_by_role("spinbutton", name=label, exact=True)


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:200]}"
        for v in found
        if v["id"] not in THEIRS
    ]


def type_in(page: Page, label: str, value: str) -> None:
    """Type a number as somebody without a mouse does."""
    field(page, label).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(value)
    page.keyboard.press("Enter")


def test_a_drawing_is_placed_with_the_mouse(
    entrance: Server, open_page: Opener
) -> None:
    page = asked(entrance, open_page)
    page.get_by_text("No place yet").click()
    pad = page.locator(".pad svg")
    expect(pad).to_be_visible()
    x = field(page, "x in the drawing")
    before = x.input_value()
    pad.click(position={"x": 40, "y": 60})
    expect(x).not_to_have_value(before)
    page.get_by_role("button", name="Zoom in").click()
    chosen = x.input_value()
    pad.click(position={"x": 90, "y": 150})
    expect(x).not_to_have_value(chosen)
    assert violations(page) == []


def test_a_drawing_is_placed_with_the_keyboard_alone(
    entrance: Server, open_page: Opener
) -> None:
    page = asked(entrance, open_page)
    page.get_by_role("radio", name="Another system").focus()
    page.keyboard.press("ArrowDown")
    expect(field(page, "Longitude")).to_be_visible()
    type_in(page, "x in the drawing", "-1800")
    type_in(page, "y in the drawing", "-100")
    type_in(page, "Longitude", "4.3517")
    type_in(page, "Latitude", "50.8466")
    bearing = "Where the top of the drawing points, in degrees clockwise from north"
    type_in(page, bearing, "30")
    told = page.get_by_text(re.compile("The top of the drawing points 30°"))
    expect(told).to_contain_text("In the centre of Brussels (Belgium).")
    expect(told).to_contain_text("buses")
    button = page.get_by_role("button", name="Use this")
    button.focus()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_text("What was recognised")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Change the place")).to_be_visible()
    expect(page.get_by_text("30° clockwise from north").first).to_be_attached()

"""Part *Picture and heights* of the page *Plan*: brought, shown, kept, accessible."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.conftest import Opener, Server
from tests.browser.states import open_part, own_plan
from tests.plans.rasters import write_tiff
from tests.ui.test_underlay import PLACE, heights

pytestmark = pytest.mark.browser

PICTURE = "GeoTIFF, or PNG or JPEG with its world file"


def opened(server: Server, open_page: Opener, name: str) -> Page:
    """Bring a plan and open the part."""
    page = own_plan(server, open_page, "en", name)
    open_part(page, "under")
    expect(page.locator(".st-key-panel input[type=file]")).to_have_count(2)
    return page


def chequered(folder: Path) -> Path:
    """A picture of squares of 20 m, green and grey, for the eye."""
    rows, columns = np.indices((600, 600)) // 20
    cells = np.where((rows + columns) % 2, 90, 200).astype(np.uint8)
    return write_tiff(folder / "ortho.tif", np.stack([cells, cells + 30, cells]), PLACE)


def bring(page: Page, place: int, path: Path) -> None:
    page.locator(".st-key-panel input[type=file]").nth(place).set_input_files(path)


def test_a_picture_is_brought_paled_and_survives_a_refresh(
    server: Server, open_page: Opener, tmp_path: Path
) -> None:
    page = opened(server, open_page, "Beeldplein")
    bring(page, 0, chequered(tmp_path))
    picture = page.locator("img.ed-picture")
    expect(picture).to_be_attached()
    expect(page.get_by_text("ortho.tif: ")).to_be_visible()
    expect(picture).to_have_css("opacity", "0.7")
    slider = page.get_by_role("slider", name="Opacity (%)")
    slider.focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    expect(picture).to_have_css("opacity", "0.6")
    page.reload()
    expect(picture).to_have_css("opacity", "0.6")
    expect(slider).to_have_value("60")


def test_a_picture_is_switched_off_and_removed_by_keyboard(
    server: Server, open_page: Opener, tmp_path: Path
) -> None:
    page = opened(server, open_page, "Toetsplein")
    bring(page, 0, chequered(tmp_path))
    picture = page.locator("img.ed-picture")
    expect(picture).to_be_attached()
    switch = page.get_by_role("switch", name="Show the picture").or_(
        page.get_by_role("checkbox", name="Show the picture")
    )
    switch.focus()
    page.keyboard.press("Space")
    expect(picture).not_to_be_attached()
    page.keyboard.press("Space")
    expect(picture).to_be_attached()
    page.get_by_role("button", name="Remove the picture").focus()
    page.keyboard.press("Enter")
    expect(picture).not_to_be_attached()
    expect(page.get_by_text("ortho.tif: ")).not_to_be_attached()


def test_the_panel_is_accessible(
    server: Server, open_page: Opener, tmp_path: Path
) -> None:
    page = opened(server, open_page, "Hoogteplein")
    bring(page, 0, chequered(tmp_path))
    expect(page.locator("img.ed-picture")).to_be_attached()
    bring(page, 1, heights(tmp_path))
    expect(page.get_by_text("They tell the slopes of 100")).to_be_visible()
    axe.check(page)

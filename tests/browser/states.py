"""The states of the app's pages that people meet, each with the way to it.

A state is a function that opens the app in a language, goes to the state and returns
the page when it stands there. New ones are added by writing one with `state`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import FRAME, Opener, Server
from tests.ui.tiny import (
    feature,
    lambert_bytes,
    line,
    plan_bytes,
    point,
    tiny_features,
)

Way = Callable[[Server, Opener, str], Page]
STATES: dict[str, Way] = {}


def state(way: Way) -> Way:
    """Enter a way to a state under its name."""
    STATES[way.__name__] = way
    return way


def bring(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/geo+json", "buffer": content}
    page.locator("input[type=file]").first.set_input_files(files=[file])


def plan_page(server: Server, open_page: Opener, lang: str, part: str = "file") -> Page:
    page = open_page(f"{server.url}/?lang={lang}&part={part}")
    expect(page.get_by_role("application")).to_be_visible()
    return page


def own_plan(
    server: Server, open_page: Opener, lang: str, name: str, *more: dict[str, Any]
) -> Page:
    """Bring a plan that no other test changes."""
    page = plan_page(server, open_page, lang)
    bring(page, f"{name}.geojson", plan_bytes([*tiny_features(name), *more]))
    expect(page.locator(".site h1")).to_have_text(name)
    expect(page.get_by_role("application")).to_be_visible()
    return page


def open_part(page: Page, part: str) -> None:
    """Ask for a part in the address, where it is."""
    page.goto(page.url.replace("part=file", f"part={part}"))


def foreign_words(server: Server, open_page: Opener, lang: str, name: str) -> Page:
    """Bring 3 things called ``zit A``, 2 masts and an ``x``; open the part *Layers*."""
    words = ["zit A", "zit A", "zit A", "mast", "mast", "x"]
    things = [
        {
            "type": "Feature",
            "properties": {"soort": w},
            "geometry": point(5 + 8 * n, 30),
        }
        for n, w in enumerate(words)
    ]
    theirs = json.dumps({"type": "FeatureCollection", "features": things}).encode()
    page = plan_page(server, open_page, lang)
    contents = {"p.geojson": plan_bytes(tiny_features(name)), "m.geojson": theirs}
    kind = "application/geo+json"
    page.locator("input[type=file]").first.set_input_files(
        [{"name": n, "mimeType": kind, "buffer": b} for n, b in contents.items()]
    )
    expect(page.locator(".site h1")).to_have_text(name)
    open_part(page, "layers")
    expect(page.locator('[class*="st-key-grprow_"]')).to_have_count(3)
    return page


def lamps_to_fill(server: Server, open_page: Opener, lang: str, name: str) -> Page:
    """Bring 121 lamps, a page and more; open the table at them."""
    lamps = [feature("lamp", point(4 + n % 50, 30), id=f"l-{n:03}") for n in range(120)]
    page = own_plan(server, open_page, lang, name, *lamps)
    open_part(page, "fill")
    page.locator(".ft select").first.select_option("lamp")
    expect(page.get_by_role("rowheader", name="l-000")).to_be_visible()
    return page


def findings_page(
    server: Server, open_page: Opener, lang: str, criterion: str, where: str = "one"
) -> Page:
    page = open_page(f"{server.url}/findings?lang={lang}&c={criterion}&where={where}")
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator(".st-key-det h2")).to_contain_text(criterion)
    frame = page.frame_locator(FRAME)
    expect(frame.locator(".leaflet-overlay-pane path").first).to_be_attached()
    return page


@state
def plan(server: Server, open_page: Opener, lang: str) -> Page:
    page = plan_page(server, open_page, lang)
    expect(page.locator(".st-key-recognised table")).to_be_visible()
    return page


@state
def plan_layers(server: Server, open_page: Opener, lang: str) -> Page:
    """A row marked, so that the bar for several rows stands there too."""
    page = foreign_words(server, open_page, lang, "Lagenplein")
    page.locator('[class*="st-key-grprow_"]').first.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    expect(page.locator(".st-key-grpbar").get_by_role("combobox")).to_be_visible()
    return page


@state
def plan_filling(server: Server, open_page: Opener, lang: str) -> Page:
    return lamps_to_fill(server, open_page, lang, "Aanvulplein")


@state
def plan_picture_and_heights(server: Server, open_page: Opener, lang: str) -> Page:
    page = plan_page(server, open_page, lang, "under")
    expect(page.locator(".st-key-panel input[type=file]")).to_have_count(2)
    return page


@state
def plan_checked(server: Server, open_page: Opener, lang: str) -> Page:
    """Two lamps too many or misplaced, one of 450 m, and a bench half outside."""
    slips = [
        feature("lamp", point(30, 48), id="in-hall", height_m=5.0),
        feature("lamp", point(45, 20), id="twice", height_m=5.0),
        feature("bench", line((59, 30), (61, 30)), id="cut"),
        feature("lamp", point(50, 30), id="typed-in-cm", height_m=450.0),
    ]
    page = own_plan(server, open_page, lang, "Nazichtplein", *slips)
    open_part(page, "check")
    expect(page.locator(".st-key-panel label.row").first).to_be_visible()
    return page


@state
def plan_drawing(server: Server, open_page: Opener, lang: str) -> Page:
    """A lamp drawn, and the next one begun with its attributes beside it."""
    page = own_plan(server, open_page, lang, "Tekenplein")
    page.locator(".ed [data-tool=lamp]").click()
    page.get_by_role("application").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ed-saved")).to_contain_text("1")
    return page


@state
def plan_element_chosen(server: Server, open_page: Opener, lang: str) -> Page:
    page = plan_page(server, open_page, lang)
    choice = "new CustomEvent('sbd-select', {detail: {ids: ['lamp'], from: 'test'}})"
    page.evaluate(f"document.dispatchEvent({choice})")
    expect(page.locator(".ed [role=status]").first).to_contain_text("lamp")
    return page


@state
def plan_history(server: Server, open_page: Opener, lang: str) -> Page:
    page = plan_page(server, open_page, lang)
    page.locator(".st-key-top").get_by_test_id("stPopover").first.click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    return page


@state
def plan_taken_along(server: Server, open_page: Opener, lang: str) -> Page:
    page = plan_page(server, open_page, lang)
    page.locator(".st-key-top").get_by_test_id("stPopover").last.click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    return page


@state
def plan_with_a_question(server: Server, open_page: Opener, lang: str) -> Page:
    page = plan_page(server, open_page, lang)
    bring(page, "vraag.geojson", lambert_bytes())
    expect(page.locator(".site h1")).to_have_text("vraag.geojson")
    expect(page.get_by_test_id("stRadio").first).to_be_visible()
    return page


@state
def no_plan(server: Server, open_page: Opener, lang: str) -> Page:
    page = open_page(f"{server.url}/?lang={lang}&plan=0123456789abcdef")
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    return page


@state
def a_refused_file(server: Server, open_page: Opener, lang: str) -> Page:
    page = plan_page(server, open_page, lang)
    bring(page, "kapot.geojson", b'{"type": "FeatureColl')
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    return page


@state
def findings(server: Server, open_page: Opener, lang: str) -> Page:
    return findings_page(server, open_page, lang, "L-03")


@state
def findings_all(server: Server, open_page: Opener, lang: str) -> Page:
    page = findings_page(server, open_page, lang, "L-03", "all")
    pin = page.frame_locator(FRAME).locator(".leaflet-marker-icon")
    expect(pin.first).to_be_attached()
    return page


@state
def findings_of_an_unknown_one(server: Server, open_page: Opener, lang: str) -> Page:
    return findings_page(server, open_page, lang, "S-01")


@state
def findings_here(server: Server, open_page: Opener, lang: str) -> Page:
    page = findings_page(server, open_page, lang, "S-11", "all")
    page.frame_locator(FRAME).locator(".leaflet-marker-icon", has_text="L-03").click()
    expect(page.locator(".st-key-det h2")).to_contain_text("L-03")
    return page


@state
def judging(server: Server, open_page: Opener, lang: str) -> Page:
    page = findings_page(server, open_page, lang, "L-15")
    page.locator(".stMainBlockContainer").get_by_role("button").filter(
        has=page.get_by_text("edit", exact=True)
    ).click()
    expect(page.get_by_test_id("stForm")).to_be_visible()
    return page


@state
def reporting(server: Server, open_page: Opener, lang: str) -> Page:
    page = open_page(f"{server.url}/report?lang={lang}")
    expect(page.locator("img.sheet")).to_be_visible()
    page.locator(".st-key-formats label", has_text="DOCX").click()
    expect(page.get_by_test_id("stExpander")).to_be_visible()
    return page


@state
def nothing_to_assess(server: Server, open_page: Opener, lang: str) -> Page:
    page = open_page(f"{server.url}/findings?lang={lang}&plan=0123456789abcdef")
    expect(page.get_by_test_id("stPageLink")).to_be_visible()
    return page

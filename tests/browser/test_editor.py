"""The map editor in a browser: by mouse, by keyboard alone, and nothing lost."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from shapely.geometry import LineString

from tests.browser.conftest import LAPTOP, Opener
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

#: South-west corner of the square of `editor_app`. [m]
X, Y = 148_900.0, 170_600.0
START = (
    "import sys, streamlit as st; from sbd.server import CONFIG, middleware, routes; "
    "st.App(sys.argv[1], routes=routes(), middleware=middleware())"
    ".run(config={**CONFIG, 'server.port': int(sys.argv[2])})"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a page that shows the editor alone."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = tmp_path_factory.mktemp("editor") / "log"
    script = Path(__file__).with_name("editor_app.py")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "STREAMLIT_SERVER_HEADLESS": "true",
    }
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", START, str(script), str(port)],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
                break
        except OSError:
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(20)
    assert "Traceback" not in log.read_text("utf-8")


class Editor:
    """What a person does in the editor."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".ed")
        self.map = page.get_by_role("application")
        expect(self.map).to_be_visible()

    def tool(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the square is on the screen. [m] -> [px]"""
        found = self.root.evaluate(
            """async (root, [x, y]) => {
              const frame = () => new Promise(requestAnimationFrame);
              await frame(); await frame();  // the map takes its new size
              const map = root.sbdMap, [ox, oy] = root.sbdEditor.data.origin;
              const at = map.latLngToContainerPoint([y - oy, x - ox]);
              const box = map.getContainer().getBoundingClientRect();
              return [box.left + at.x, box.top + at.y];
            }""",
            [X + x, Y + y],
        )
        return float(found[0]), float(found[1])

    def click(self, x: float, y: float, **more: Any) -> None:
        self.page.mouse.click(*self.at(x, y), **more)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def hears(self, words: str) -> None:
        expect(self.page.get_by_role("status").filter(has_text=words)).to_be_visible()

    def step(self, number: int) -> list[dict[str, Any]]:
        """Wait until a step is kept; return what it holds."""
        code = self.page.get_by_test_id("stCode")
        expect(code).to_contain_text(re.compile(rf"^steps {number}(?!\d)"))
        return [json.loads(row) for row in code.inner_text().split("\n")[1:] if row]


@pytest.fixture
def editor(open_page: Opener, address: str) -> Editor:
    return Editor(open_page(address, LAPTOP))


def shape(step: dict[str, Any]) -> shapely.Geometry:
    return shapely.from_wkt(step["geometry"])


def test_draw_with_the_mouse(editor: Editor) -> None:
    editor.tool("Lamp").click()
    expect(editor.tool("Lamp")).to_have_attribute("aria-pressed", "true")
    editor.page.get_by_label("Height [m]").fill("5,5")
    editor.page.get_by_label("Lumen [lm]").fill("4000")
    editor.click(22.1, 20.1)  # beside a corner of the house
    (lamp,) = editor.step(1)
    assert lamp["attributes"] == {"height_m": 5.5, "lumen": 4000}
    assert shape(lamp).coords[0] == (X + 22, Y + 20)

    editor.tool("Stay area").click()
    for corner in ((30, 35), (45, 35), (45, 45)):
        editor.click(*corner)
    editor.page.mouse.dblclick(*editor.at(30, 45))
    (zone,) = editor.step(2)
    assert zone["id"] == "stay_zone-s1"
    assert shape(zone).area == pytest.approx(150, rel=0.02)


def test_change_with_the_mouse(editor: Editor) -> None:
    editor.click(40, 25)
    editor.hears("Chosen: lamp post")
    editor.tool("Move").click()
    editor.page.get_by_label("East [m]").fill("2.5")
    editor.tool("Move it").click()
    (moved,) = editor.step(1)
    assert shape(moved).coords[0] == (X + 42.5, Y + 25)
    editor.tool("Delete").click()
    (gone,) = editor.step(2)
    assert gone["targets"][0]["id"] == "post"
    editor.tool("Undo").click()
    editor.step(1)
    editor.tool("Redo").click()
    editor.step(2)
    editor.tool("Required façade").click()
    editor.click(15, 15)
    (facade,) = editor.step(3)
    assert facade["changes"][0]["values"] == {"fire_access": "required"}


def test_a_corner_is_dragged_onto_another(editor: Editor) -> None:
    editor.click(55, 15)
    editor.hears("Chosen: planted area area")
    mouse = editor.page.mouse
    mouse.move(*editor.at(50, 20))
    mouse.down()
    mouse.move(*editor.at(46, 24), steps=4)
    mouse.move(*editor.at(40.1, 25.1), steps=4)  # onto the lamp
    mouse.up()
    (reshaped,) = editor.step(1)
    assert (X + 40, Y + 25) in shape(reshaped).exterior.coords
    assert (X + 60, Y + 10) in shape(reshaped).exterior.coords


def test_draw_with_the_keyboard_alone(editor: Editor) -> None:
    page = editor.page
    editor.tool("Select").focus()
    editor.press("ArrowRight", "ArrowRight")
    expect(editor.tool("Route")).to_be_focused()
    editor.press("Enter")
    editor.hears("Route")
    page.get_by_label("Main or not").select_option("yes")
    editor.map.focus()
    editor.press("Enter")
    editor.hears("Point 1 placed")
    editor.press("1")  # a digit begins a length
    expect(page.get_by_label("Length [m]")).to_be_focused()
    page.keyboard.type("2.5")
    editor.press("Tab")
    page.keyboard.type("90")
    editor.press("Enter")
    editor.hears("Point 2 placed, 12.50 m, direction 90.0°")
    expect(editor.map).to_be_focused()
    editor.press("Shift+ArrowDown", "Alt+ArrowDown", "Enter", "f")
    (route,) = editor.step(1)
    assert route["attributes"] == {"main": "yes"}
    line = shape(route)
    (x1, y1), (x2, y2), (x3, y3) = line.coords
    assert (x2 - x1, y2 - y1) == pytest.approx((12.5, 0), abs=1e-6)
    assert (x3 - x2, y3 - y2) == pytest.approx((0, -10.1), abs=1e-6)


def test_change_with_the_keyboard_alone(editor: Editor) -> None:
    page = editor.page
    editor.map.focus()
    editor.press("n")
    editor.hears("Chosen: ")
    editor.press("Escape")
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('sbd-select',"
        "{detail: {ids: ['seat'], from: 'table'}}))"
    )
    editor.hears("Chosen: bench seat")
    editor.tool("Move").press("Enter")
    editor.map.focus()
    editor.press("ArrowUp", "ArrowUp", "Shift+ArrowRight", "Enter")
    (moved,) = editor.step(1)
    expected = LineString([(X + 31, Y + 30.2), (X + 33, Y + 30.2)])
    assert shape(moved).equals_exact(expected, 1e-6)
    editor.press("r")
    editor.step(2)
    editor.press("Control+z")
    editor.step(1)
    editor.press("Control+y")
    editor.step(2)
    editor.press("Delete")
    (gone,) = editor.step(3)
    assert gone["op"] == "erase"


def test_a_crossing_area_is_said_and_not_sent(editor: Editor) -> None:
    editor.page.get_by_label("Other").select_option("building")
    for corner in ((30, 35), (40, 45), (40, 35), (30, 45)):
        editor.click(*corner)
    editor.tool("Finish").click()
    expect(editor.page.get_by_role("alert")).to_contain_text("edges of the area cross")
    editor.step(0)


def test_many_edits_while_the_page_is_busy_are_all_kept(editor: Editor) -> None:
    editor.tool("Bollard").click()
    for n in range(8):
        editor.click(30 + 3 * n, 5)
    (last,) = editor.step(8)
    assert last["id"] == "bollard-s8"


def test_what_is_chosen_on_the_map_is_told_to_the_page(editor: Editor) -> None:
    editor.page.evaluate(
        "document.addEventListener('sbd-select', e => { window.heard = e.detail; })"
    )
    editor.click(40, 25)
    editor.hears("Chosen: lamp post")
    heard = editor.page.evaluate("window.heard")
    assert (heard["ids"], heard["from"]) == (["post"], "map")


def test_nobody_is_shut_out(editor: Editor) -> None:
    for tool in ("Tree", "Stay area", "Move", "Turn", "Select"):
        editor.tool(tool).click()
        if tool == "Select":
            editor.page.get_by_text("Keys", exact=True).click()
        found = Axe().run(editor.page, context="[data-testid=stBidiComponentIsolated]")
        assert found.violations_count == 0, (tool, found.generate_report())

"""Kill -9 while a planner draws: every step the screen called saved is kept.

``SBD_KILLS`` says how often the server is killed; thirty times for the full proof.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sbd.plans.plan_file import PlanFile
from sbd.plans.read import read_plan
from tests.browser.conftest import LAPTOP, Server, Watch, settle, start_server
from tests.ui.tiny import plan_bytes, tiny_features

pytestmark = pytest.mark.browser

KILLS = int(os.environ.get("SBD_KILLS", "1"))
#: The longest that the last lamps are on their way when the kill comes. [ms]
LATEST_MS = 1000
ARROWS = ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
#: Note the number of every step that the screen calls saved, frame by frame.
NOTE = """() => {
  const seen = window.stepsSeen = new Set(), places = '.saved,.ed-saved';
  const hosts = [...document.querySelectorAll('*')].filter(e => e.shadowRoot);
  const look = () => {
    for (const root of [document, ...hosts.map(e => e.shadowRoot)])
      for (const place of root.querySelectorAll(places)) {
        const found = place.textContent.match(/^Saved, step (\\d+)$/);
        if (found) seen.add(Number(found[1]));
      }
    requestAnimationFrame(look);
  };
  look();
}"""


@dataclass
class Draughtsman:
    """Draws lamps by keys, and notes what the screen called saved."""

    context: BrowserContext
    chance: random.Random = field(default_factory=lambda: random.Random(20260131))
    seen: set[int] = field(default_factory=set)
    page: Page = field(init=False)

    def opens(self, url: str) -> None:
        self.page = self.context.new_page()
        self.page.goto(url)
        board = self.page.get_by_role("application")
        expect(board).to_be_visible(timeout=90_000)
        settle(self.page)

    def begins(self) -> None:
        self.page.evaluate(NOTE)
        self.page.locator(".ed [data-tool=lamp]").click()
        self.page.get_by_role("application").focus()

    def draws(self, *, waits: bool) -> None:
        """Draw a lamp a few metres on, and wait until it is called saved."""
        before = len(self.noted())
        for key in (*self.chance.choices(ARROWS, k=3), "Enter"):
            self.page.keyboard.press(key)
        if waits:
            self.page.wait_for_function("n => window.stepsSeen.size > n", arg=before)

    def noted(self) -> set[int]:
        return set(self.page.evaluate("[...window.stepsSeen]"))

    def leaves(self) -> str:
        """Close the page, which would send what waits; return its address."""
        self.seen |= self.noted()
        address = self.page.url
        self.page.close()
        return address

    def lamps(self) -> int:
        """Count the lamps that the map shows."""
        count = "ed => [...ed.sbdEditor.features.values()].filter(f => f.k === 'lamp')"
        return int(self.page.locator(".ed").evaluate(f"{count}.length"))


@pytest.fixture
def draughtsman(chromium: Browser) -> Iterator[Draughtsman]:
    size = {"width": LAPTOP[0], "height": LAPTOP[1]}
    context = chromium.new_context(
        viewport=size, locale="en-GB", reduced_motion="reduce"
    )
    context.set_default_timeout(60_000)
    watch = Watch()
    watch.on(context)
    yield Draughtsman(context)
    context.close()
    # The page misses a killed server and says so; nothing else may it ask.
    assert not watch.leaks


def kept(server: Server) -> set[int]:
    """Return the numbers of the steps in the one plan file, which reads back whole."""
    (path,) = server.data.glob("*/*.sbd.gpkg")
    numbers = {entry.number for entry in PlanFile(path).steps()}
    assert len(read_plan([path]).of("lamp")) == 1 + len(numbers)
    return numbers


def test_every_step_called_saved_is_kept(
    tmp_path: Path, draughtsman: Draughtsman
) -> None:
    chance = draughtsman.chance
    plan = tmp_path / "crashplein.geojson"
    plan.write_bytes(plan_bytes(tiny_features("Crashplein")))
    server = start_server(tmp_path / "server", plan)
    try:
        draughtsman.opens(f"{server.url}/?lang=en")
        for _ in range(KILLS):
            draughtsman.begins()
            for _ in range(chance.randint(1, 3)):
                draughtsman.draws(waits=True)
            for _ in range(chance.randint(1, 3)):
                draughtsman.draws(waits=False)
            draughtsman.page.wait_for_timeout(chance.uniform(0, LATEST_MS))
            server.process.kill()
            server.process.wait(20)
            address = draughtsman.leaves()
            steps = kept(server)
            assert draughtsman.seen <= steps
            server = start_server(tmp_path / "server", port=server.port)
            draughtsman.opens(address)
            words = f"Saved, step {max(steps)}"
            expect(draughtsman.page.locator(".ed-saved")).to_have_text(words)
            assert draughtsman.lamps() == 1 + len(steps)
    finally:
        server.stop()
    assert "Traceback" not in server.log.read_text("utf-8")

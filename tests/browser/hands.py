"""A planner's hands on page *Plan*: with the mouse, and with the keyboard alone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NothingCame

from tests.browser.conftest import settle

Metres = tuple[float, float]

#: What has the focus, looked up through shadow roots, by its accessible name.
_FOCUSED = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement)
    at = at.shadowRoot.activeElement;
  if (!at) return ['', ''];
  const by = at.getAttribute('aria-labelledby');
  const root = at.getRootNode();
  const named = by && [...by.split(' ')].map(i => root.getElementById(i)?.textContent);
  const label = at.labels && at.labels.length ? at.labels[0].textContent : '';
  const name = at.getAttribute('aria-label') || (named && named.join(' ')) || label ||
    at.innerText || '';
  return [at.getAttribute('role') || at.tagName.toLowerCase(), name.trim()];
}"""
#: From plan metres to the pixel of the page where they are shown.
_PIXEL = """(el, [x, y]) => {
  const ed = el.sbdEditor, [ox, oy] = ed.data.origin;
  const p = ed.map.latLngToContainerPoint([y - oy, x - ox]);
  const box = ed.map.getContainer().getBoundingClientRect();
  return [box.x + p.x, box.y + p.y];
}"""
_CURSOR = "el => el.sbdEditor.cursor.map((v, n) => v + el.sbdEditor.data.origin[n])"


@dataclass
class Hands:
    """What both ways of working have in common, with a note of steps and seconds."""

    page: Page
    notes: list[tuple[str, float]] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    @property
    def editor(self) -> Locator:
        return self.page.locator(".ed")

    def done(self, what: str) -> None:
        self.notes.append((what, round(time.monotonic() - self.started, 1)))

    def saved(self, number: int) -> None:
        """Wait until the page says that a step is on the disk."""
        words = f"Saved, step {number}"
        expect(self.page.locator(".saved")).to_have_text(words)

    def table_taken(self) -> None:
        """Wait until the page has taken what the table sent, a kind too."""
        expect(self.page.locator(".ft-saved")).not_to_have_text("Saving…")
        settle(self.page)

    def map_ready(self) -> None:
        expect(self.page.locator(".ed-map canvas").first).to_be_attached()
        settle(self.page)

    def told(self) -> str:
        return "; ".join(f"{what} {seconds} s" for what, seconds in self.notes)


class Mouse(Hands):
    """Works with the mouse; types only where there is a field to type in."""

    def bring(self, path: Path) -> None:
        with self.page.expect_file_chooser() as chooser:
            zone = self.page.get_by_test_id("stFileUploaderDropzone").first
            zone.locator("button").click()
        chooser.value.set_files(path)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=re.compile(f"^{name}")).first.click()

    def choose(self, label: str, option: str) -> None:
        settle(self.page)
        field = self.page.get_by_role("combobox", name=label).first
        field.click()
        if not self.page.get_by_role("option").first.is_visible():
            field.click()
        self.page.get_by_role("option", name=option, exact=True).click()
        settle(self.page)

    def part(self, name: str) -> None:
        self.page.locator(".st-key-top").get_by_text(name, exact=True).click()
        settle(self.page)

    def radio(self, name: str) -> None:
        self.page.get_by_text(name).first.click()
        settle(self.page)

    def draw(self, tool: str, points: list[Metres], **fields: str) -> None:
        """Choose a tool, fill its fields in and click corner by corner."""
        self.editor.get_by_role("button", name=tool, exact=True).click()
        for label, value in fields.items():
            self._field(label.replace("_", " "), value)
        self.click_corners(points)

    def click_corners(self, points: list[Metres]) -> None:
        for point in points:
            self.page.mouse.click(*self.editor.evaluate(_PIXEL, list(point)))
        if len(points) > 1:
            self.editor.get_by_role("button", name="Finish", exact=True).click()

    def without_snapping(self) -> None:
        """Let corners fall exactly where the mouse points."""
        self.editor.get_by_role("button", name="Snap", exact=True).click()

    def none_of_these(self) -> None:
        """Declare everything undrawn at once."""
        self.page.get_by_role("button", name=re.compile("^None of th")).click()
        settle(self.page)

    def fill_all(self, kind: str, values: dict[str, str]) -> None:
        """Give all elements of a kind the same values."""
        table = self.page.locator(".ft")
        table.get_by_label("Elements to fill in").select_option(kind)
        self.table_taken()
        table.get_by_role("button", name=re.compile("^Select all")).click()
        for label, value in values.items():
            table.get_by_label(f"{label}, for all selected").fill(value)
        table.get_by_role("button", name="Apply").click()
        settle(self.page)

    def _field(self, label: str, value: str) -> None:
        found = self.editor.get_by_label(label, exact=False).first
        if found.evaluate("e => e.tagName") == "SELECT":
            found.select_option(label=value)
        else:
            found.fill(value)


class Keys(Hands):
    """Works with the keyboard alone: every press goes to what has the focus."""

    def focused(self) -> tuple[str, str]:
        role, name = self.page.evaluate(_FOCUSED)
        return str(role), str(name)

    def to(
        self, wanted: Callable[[str, str], bool], key: str = "Tab", most: int = 250
    ) -> None:
        """Press Tab until something that is wanted has the focus."""
        for _ in range(most):
            if wanted(*self.focused()):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"not reached; the focus is on {self.focused()}")

    def named(self, name: str, role: str = "") -> None:
        self.to(lambda r, n: n.startswith(name) and (not role or r == role))

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def bring(self, path: Path) -> None:
        for patience_ms in (8_000, 30_000):  # a run of the page can take the focus
            settle(self.page)
            self.to(lambda r, n: r == "button" and "pload" in n)
            with suppress(NothingCame):
                with self.page.expect_file_chooser(timeout=patience_ms) as chooser:
                    self.keys("Space")
                chooser.value.set_files(path)
                return
        raise AssertionError("no file chooser opened")

    def press(self, name: str) -> None:
        self.named(name, "button")
        self.keys("Enter")

    def choose(self, label: str, option: str) -> None:
        self.to(lambda r, n: label in n and r in ("combobox", "input"))
        self.page.keyboard.type(option)
        self.keys("Enter")
        settle(self.page)

    def part(self, name: str) -> None:
        parts = self.page.locator(".st-key-top [role=radio]").all_inner_texts()
        self.to(lambda _, n: n in parts)
        for _ in parts:
            if self.focused()[1] == name:
                break
            self.keys("ArrowRight")
        self.keys("Space")
        settle(self.page)

    def radio(self, name: str) -> None:
        """Choose the radio button of a name that Tab comes to."""
        self.named(name)
        self.keys("Space")
        settle(self.page)

    def draw(self, tool: str, points: list[Metres], **fields: str) -> None:
        """Choose a tool, fill its fields in and move the crosshair to each corner."""
        self.named("Select", "button")  # the first of the toolbar: arrows from there
        for _ in range(40):
            if self.focused()[1] == tool:
                break
            self.keys("ArrowRight")
        self.keys("Enter")
        for label, value in fields.items():
            self.to(lambda _, n, wanted=label: wanted.replace("_", " ") in n)
            self.page.keyboard.type(value)
        self.to(lambda r, _: r == "application")
        for point in points:
            self._go(point)
            self.keys("Enter")
        if len(points) > 1:
            self.keys("f")

    def none_of_these(self) -> None:
        """Declare everything undrawn at once."""
        self.press("Skip the table")
        self.named("None of th", "button")
        self.keys("Enter")
        settle(self.page)

    def fill_all(self, kind: str, values: dict[str, str]) -> None:
        """Give all elements of a kind the same values."""
        self.page.keyboard.press("Control+Home")
        self.to(lambda _, n: n.startswith("Elements to fill in"))
        for _ in range(60):
            if self.page.locator(".ft select").first.input_value() == kind:
                break
            self.keys("ArrowDown")
            self.table_taken()
        self.named("Select all", "button")
        self.keys("Enter")
        settle(self.page)
        for label, value in values.items():
            self.named(f"{label}, for all selected")
            self.page.keyboard.type(value)
        self.keys("Enter")
        settle(self.page)
        self.to(lambda _, n: n == "Skip the table", "Shift+Tab")
        self.keys("Enter")

    def _go(self, to: Metres) -> None:
        at: Any = self.editor.evaluate(_CURSOR)
        for gap, ahead, back in (
            (to[0] - at[0], "ArrowRight", "ArrowLeft"),
            (to[1] - at[1], "ArrowUp", "ArrowDown"),
        ):
            key, away = (ahead, gap) if gap > 0 else (back, -gap)
            tens, ones = divmod(round(away), 10)
            self.keys(*[f"Shift+{key}"] * tens, *[key] * ones)

"""Time the page *Plan* with a large plan, in a browser and inside one process.

Run ``python benchmarks/editing.py [N]``; N elements (default 5,000), laid out by
``tests/plans/large.py``. Medians of seven runs after one that is not counted. In the
browser a time goes from the key or the press of the mouse to the frame in which the
result stands on the screen. The last line is one JSON object.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, ElementHandle, Page, sync_playwright  # noqa: E402

from tests.browser.conftest import Server, settle, start_server  # noqa: E402
from tests.plans.large import large_plan  # noqa: E402

RUNS = 7
SIZE = {"width": 1920, "height": 1080}
CLOCK = """() => ['pointerdown', 'keydown'].forEach(type =>
  document.addEventListener(type, () => { window.began = performance.now(); }, true))"""
#: Milliseconds from the last press to the frame in which something is true.
TOOK = """(root, [table, what, before]) => new Promise(done => {
  const ed = root.sbdEditor, t = table?.sbdTable;
  const marked = id => t.cells.get(id)?.line.classList.contains('chosen');
  const only = id => ed.selected.size === 1 && ed.selected.has(id);
  const test = {
    row: () => only(before) && t.chosen.size === 1 && marked(before),
    map: () => only(before) && t.chosen.has(before),
    drawn: () => ed.ui.saved.textContent !== before &&
      /^Saved, step \\d+$/.test(ed.ui.saved.textContent),
    filled: () => t.ui.saved.textContent !== before &&
      /^Saved, step \\d+$/.test(t.ui.saved.textContent),
  }[what];
  const look = () => test() ? done(performance.now() - window.began)
    : requestAnimationFrame(look);
  look();
})"""
SHOW = """(root, id) => {
  const ed = root.sbdEditor, f = ed.features.get(id);
  ed.map.setView([f.centre[1], f.centre[0]], 4, {animate: false});
  const p = ed.map.latLngToContainerPoint([f.centre[1], f.centre[0]]);
  const box = ed.map.getContainer().getBoundingClientRect();
  return [box.x + p.x, box.y + p.y];
}"""


def median(run: Callable[[int], float]) -> float:
    """Median of the counted runs, in seconds."""
    return round(statistics.median([run(n) for n in range(RUNS + 1)][1:]), 3)


def timed(run: Callable[[int], object]) -> float:
    def seconds(n: int) -> float:
        start = time.perf_counter()
        run(n)
        return time.perf_counter() - start

    return median(seconds)


class Screen:
    """The page on its part *Fill in*, with the lamps in the table."""

    def __init__(self, page: Page) -> None:
        self.page, self.editor = page, page.locator(".ed")
        page.locator(".ft select").first.select_option("lamp")
        page.get_by_role("rowheader", name="lamp-").first.wait_for()
        settle(page)
        page.evaluate(CLOCK)
        count = "root => [...root.sbdEditor.features.values()]"
        pick = f"{count}.filter(f => f.k === 'lamp').map(f => f.i)"
        self.lamps: list[str] = self.editor.evaluate(pick)

    @property
    def table(self) -> ElementHandle:
        return self.page.locator(".ft").element_handle()

    def took(self, what: str, before: str) -> float:
        return float(self.editor.evaluate(TOOK, [self.table, what, before])) / 1000

    def said(self, place: str) -> str:
        return self.page.locator(place).inner_text()

    def lamp(self, n: int) -> str:
        return self.lamps[(n * 53 + 7) % len(self.lamps)]

    def select_on_map(self, n: int) -> float:
        self.page.mouse.click(*self.editor.evaluate(SHOW, self.lamp(n)))
        return self.took("row", self.lamp(n))

    def select_in_table(self, n: int) -> float:
        rows = self.page.locator(".ft tbody tr")
        name = rows.nth(n % rows.count()).get_by_role("rowheader").inner_text()
        self.page.locator(".ft").get_by_role("button", name="Select none").click()
        rows.nth(n % rows.count()).get_by_role("checkbox").click()
        return self.took("map", name)

    def fill_all_lamps(self, n: int) -> float:
        table = self.page.locator(".ft")
        table.get_by_role("button", name="Select all").click()
        before = self.said(".ft-saved")
        field = table.get_by_label("Height [m], for all selected")
        field.fill(f"{5 + n / 10:.1f}")
        field.press("Enter")
        took = self.took("filled", before)
        settle(self.page)
        return took

    def draw_a_lamp(self, n: int) -> float:
        if not n:
            self.editor.locator("[data-tool=lamp]").click()
        board = self.page.get_by_role("application")
        board.focus()
        self.page.keyboard.press("ArrowRight")
        return self.pressed("Enter")

    def undo(self, n: int) -> float:
        if not n:
            self.page.get_by_role("application").focus()
        return self.pressed("Control+z")

    def pressed(self, key: str) -> float:
        before = self.said(".ed-saved")
        self.page.keyboard.press(key)
        took = self.took("drawn", before)
        settle(self.page)
        return took


def ready(browser: Browser, server: Server) -> Callable[[int], float]:
    def seconds(_: int) -> float:
        context = browser.new_context(viewport=SIZE, locale="en-GB")
        page = context.new_page()
        start = time.perf_counter()
        opened(page, server)
        took = time.perf_counter() - start
        context.close()
        return took

    return seconds


def opened(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?lang=en&part=fill")
    page.get_by_role("application").wait_for(timeout=120_000)
    page.locator(".ft tbody tr").first.wait_for()
    settle(page)


def in_browser(folder: Path, plan: Path, chromium: str) -> dict[str, float]:
    server = start_server(folder / "server", plan)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox"]
            )
            found = {"page_ready_s": median(ready(browser, server))}
            page = browser.new_page(viewport=SIZE, locale="en-GB")
            page.set_default_timeout(120_000)
            opened(page, server)
            screen = Screen(page)
            found |= {
                "select_map_to_table_s": median(screen.select_on_map),
                "select_table_to_map_s": median(screen.select_in_table),
                "fill_all_lamps_to_saved_s": median(screen.fill_all_lamps),
                "draw_lamp_to_saved_s": median(screen.draw_a_lamp),
                "undo_to_saved_s": median(screen.undo),
            }
            browser.close()
            return found
    finally:
        server.stop()


def inside(folder: Path, path: Path) -> dict[str, float]:
    """Seconds of the steps within one process."""
    from shapely.geometry import Point

    from sbd.plans.compose import compose, prepare
    from sbd.plans.open_files import open_files
    from sbd.plans.options import Options
    from sbd.plans.plan_file import PlanFile
    from sbd.plans.steps import Draw, Step, fill, wkt
    from sbd.views.editor_data import editor_data

    options = Options()
    prepared = prepare(open_files([path]), options, name=path.stem)
    plan = compose(prepared, options, [])
    lamps = list(plan.of("lamp").index)
    west, south, _, _ = plan.judged.bounds
    steps: list[Step] = [fill(plan, lamps, {"height_m": 5.0})]
    for n in range(99):
        place = wkt(Point(west + 20 + n % 10, south + 20 + n // 10))
        steps.append(Draw(id=f"lamp-s{n + 1}", kind="lamp", geometry=place))
    file = PlanFile.create(folder / "plan.sbd.gpkg", {path.name: path.read_bytes()})
    file.append(steps[:1], compose(prepared, options, steps[:1]), after=())

    def write(n: int) -> None:
        done = steps[: n + 2]
        file.append(done[-1:], plans[n], after=range(1, n + 2))

    plans = [compose(prepared, options, steps[: n + 2]) for n in range(RUNS + 1)]
    return {
        "open_files_s": timed(lambda _: open_files([path])),
        "prepare_s": timed(lambda _: prepare(open_files([path]), options)),
        "compose_100_steps_s": timed(lambda _: compose(prepared, options, steps)),
        "write_step_s": timed(write),
        "map_data_s": timed(lambda _: editor_data(plan, "en")),
    }


def main() -> None:
    import os
    import shutil

    n = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    chromium = os.environ.get("SBD_CHROMIUM") or shutil.which("chromium") or ""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        plan = folder / "wijk.geojson"
        plan.write_bytes(large_plan(n))
        figures = {
            "elements": n,
            "runs": RUNS,
            **inside(folder, plan),
            **in_browser(folder, plan, chromium),
        }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

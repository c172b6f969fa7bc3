"""The app in a process of its own, and a browser in which no request may leave."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from sbd.assessment import assess
from sbd.checklists.read import read_checklist
from sbd.indicators.fields import FIELDS, make_field
from sbd.plans.read import read_plan
from tests.conftest import ROOT
from tests.ui.tiny import plan_bytes

LOCAL = {"127.0.0.1", "localhost"}
#: While a deep link loads, Streamlit looks for its base path: two local 404s.
DEEP_LINK = re.compile(r"/(findings|review|report)/_stcore/(health|host-config)$")
START = "import sys; from sbd.cli import main; sys.argv[0] = 'sbd'; main()"
FRAME = "iframe[title='streamlit_folium.st_folium']"
expect.set_options(timeout=30_000)
#: A proxy that is not there: what is not on this machine cannot be reached. Cheaper
#: than to hold every request of every page back for a look at it.
DEAD = "--proxy-server=http://127.0.0.1:9"
WALL = (1920, 1080)
LAPTOP = (1280, 720)
#: No run of the page's script and nothing that fades, for fifteen frames on end; one
#: run may follow another at once. Turning wheels never end and do not count.
CALM = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const still = document.getAnimations().every(
    a => a.playState !== 'running' || a.effect?.getComputedTiming().iterations > 99);
  const calm = still && app?.dataset.testScriptState === 'notRunning';
  window.calmFrames = calm ? (window.calmFrames || 0) + 1 : 0;
  return window.calmFrames > 15;
}"""


def settle(page: Page) -> None:
    """Wait until the page has been drawn to its end."""
    page.evaluate("window.calmFrames = 0")
    page.wait_for_function(CALM)


@dataclass
class Server:
    """The running app."""

    port: int
    data: Path
    audit: Path
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def start_server(folder: Path, *plans: Path, port: int | None = None) -> Server:
    """Start `sbd app` with its data in a folder, and wait until it answers."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = port or int(probe.getsockname()[1])
    audit, log = folder / "audit.log", folder / "server.log"
    path = os.pathsep.join([str(Path(__file__).parent / "audit"), str(ROOT)])
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "SBD_AUDIT_LOG": str(audit),
        "STREAMLIT_SERVER_HEADLESS": "true",
    }
    command = [sys.executable, "-c", START, "app", *map(str, plans)]
    command += ["--port", str(free), "--data", str(folder / "data")]
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env=environment
        )
    server = Server(free, folder / "data", audit, log, process)
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=1):
                return server
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    process.kill()
    process.wait(10)
    raise RuntimeError("the app did not start: " + log.read_text("utf-8"))


@pytest.fixture(scope="session")
def tiny_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "testplein.geojson"
    path.write_bytes(plan_bytes())
    return path


@pytest.fixture(scope="package", autouse=True)
def compiled() -> None:
    """Compile what the first assessment on a machine compiles: no test waits for it."""
    plan = read_plan([ROOT / "data" / "geo" / "vlierplein-a.gpkg"])
    assess(plan, read_checklist("brussels"), date="2026-01-31")
    for name in FIELDS:
        make_field(name, plan, {})


@pytest.fixture(scope="package")
def server(
    tmp_path_factory: pytest.TempPathFactory, tiny_plan: Path
) -> Iterator[Server]:
    """Return the app, opened on the tiny plan."""
    running = start_server(tmp_path_factory.mktemp("server"), tiny_plan)
    yield running
    running.stop()
    log = running.log.read_text("utf-8")
    assert "Traceback" not in log, log
    assert "Uncaught" not in log, log


#: Without a graphics card its stand-in costs more than drawing plainly.
PLAIN = ["--disable-gpu", "--disable-software-rasterizer"]
OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage", *PLAIN, DEAD]
#: Language of the browser unless a test asks for another.
USUAL = "en-GB"


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def chromium_path() -> str:
    """Return the browser's place; without one skip here, fail in CI."""
    path = os.environ.get("SBD_CHROMIUM") or shutil.which("chromium")
    if not path:
        reason = "no Chromium: install Debian's or name one in SBD_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="package")
def chromium(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    """Return a browser in which every context is new and empty."""
    browser = playwright.chromium.launch(executable_path=chromium_path, args=OPTIONS)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def visited(
    playwright: Playwright,
    chromium_path: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[BrowserContext]:
    """Return a browser that keeps compiled scripts, as that of somebody who comes back.

    A page opens in half the time. Streamlit keeps nothing else: every page is a
    session of its own, and cookies go after every test.
    """
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path_factory.mktemp("profile")),
        executable_path=chromium_path,
        args=OPTIONS,
        accept_downloads=True,
        locale=USUAL,
        reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)
    yield context
    context.close()


@dataclass
class Watch:
    """What a page did that it must not."""

    leaks: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def on(self, context: BrowserContext) -> None:
        context.on("page", self.follow)

    def follow(self, page: Page) -> None:
        page.on("websocket", lambda w: self._local(w.url))
        page.on("request", lambda r: self._local(r.url))
        page.on("response", lambda r: self._status(r.url, r.status))
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on(
            "console",
            lambda m: self.errors.append(m.text) if m.type == "error" else None,
        )

    def _local(self, url: str) -> None:
        parts = urlsplit(url)
        web = parts.scheme in ("http", "https", "ws", "wss")
        if web and parts.hostname not in LOCAL:
            self.leaks.append(url)

    def _status(self, url: str, status: int) -> None:
        if status >= 400 and not DEEP_LINK.search(urlsplit(url).path):
            self.failed.append(f"{status} {url}")

    def check(self) -> None:
        errors = [e for e in self.errors if "Failed to load resource" not in e]
        assert not self.leaks, f"requests off this machine: {sorted(set(self.leaks))}"
        assert not self.failed, f"failed requests: {sorted(set(self.failed))}"
        assert not errors, f"errors in the console: {sorted(set(errors))}"


Opener = Callable[..., Page]


@pytest.fixture
def open_page(
    visited: BrowserContext, request: pytest.FixtureRequest
) -> Iterator[Opener]:
    """Return a function that opens an address in a session of its own.

    Any request off this machine, failed request or error fails the test. Without
    motion, as people may ask for, frames are drawn only when something changes.
    """
    watch, contexts = Watch(), []
    watch.on(visited)

    def opener(url: str, size: tuple[int, int] = WALL, locale: str = USUAL) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        # A second page would put the first behind it, where nothing is drawn.
        if locale == USUAL and len(visited.pages) == 1:
            page = visited.new_page()
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            page.goto(url)
            return page
        chromium: Browser = request.getfixturevalue("chromium")
        context = chromium.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            accept_downloads=True,
            locale=locale,
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        watch.on(context)
        page = context.new_page()
        page.goto(url)
        return page

    yield opener
    for context in contexts:
        context.close()
    for page in visited.pages[1:]:  # the first is the browser's own
        page.close()
    visited.clear_cookies()
    visited.remove_listener("page", watch.follow)
    watch.check()

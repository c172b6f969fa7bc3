"""A meeting in three languages: one shared screen, three phones, one result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sbd.document import Assessment
from sbd.reviews.database import Database
from sbd.reviews.decisions import decided
from sbd.reviews.logbook import events
from sbd.reviews.records import Session
from sbd.reviews.sessions import sessions_of
from sbd.reviews.store import ProjectStore
from tests.browser.axe import check
from tests.browser.conftest import Opener, Server, settle, start_server

PHONE = {"width": 390, "height": 844}
#: Language, discipline and level of three people.
PEOPLE = (("nl", "police", 3), ("fr", "residents", 0), ("en", "fire", 4))


@pytest.fixture
def room(tmp_path_factory: pytest.TempPathFactory, tiny_plan: Path) -> Iterator[Server]:
    """Return an app with data of its own."""
    running = start_server(tmp_path_factory.mktemp("room"), tiny_plan)
    yield running
    running.stop()
    log = running.log.read_text("utf-8")
    assert "Traceback" not in log, log


@pytest.fixture
def phones(chromium: Browser) -> Iterator[list[Page]]:
    contexts = [
        chromium.new_context(viewport=PHONE, locale=lang)  # type: ignore[arg-type]
        for lang, _, _ in PEOPLE
    ]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def kept(server: Server) -> tuple[Database, list[Session]]:
    db, store = Database(server.data), ProjectStore(server.data)
    return db, [s for v in store.projects() for s in sessions_of(db, v)]


def thrice(page: Page, name: str) -> None:
    """Press a button three times, 10 ms apart, as impatient people do."""
    button = page.get_by_role("button", name=name, exact=True)
    button.click(click_count=3, delay=5)


def take_part(phone: Page, url: str, discipline: str, level: int) -> None:
    phone.goto(url)
    phone.locator("select[name=discipline]").select_option(discipline)
    phone.locator("form button").last.click()
    phone.locator(f"input[name=answer][value='{level}']").check()
    phone.locator("form:has(input[name=answer]) button").last.click()
    expect(phone.get_by_role("status")).to_be_visible()


def test_from_opening_to_the_result(
    room: Server, open_page: Opener, phones: list[Page]
) -> None:
    screen = open_page(room.url)
    db, about = opened(room, screen)
    rated(room, screen, about, phones)
    revealed(screen, open_page)
    criterion = about.items[0].criterion
    settled(screen)
    check(screen)
    decision = decided(db, about.id)[criterion]
    assert (decision.answer, decision.reason) == (2.5, "a compromise")
    with db.reading() as connection:
        told = [e.event for e in events(connection, about.project, session=about.id)]
    assert [told.count(e) for e in ("revealed", "settled", "answered")] == [1, 1, 3]

    address = screen.url
    screen.goto("about:blank")
    room.stop()
    room.process = start_server(room.data.parent, port=room.port).process
    screen.goto(address)
    expect(screen.get_by_text("Settled: 2.5")).to_be_visible()
    assert_exported(screen, criterion)


def opened(room: Server, screen: Page) -> tuple[Database, Session]:
    """Open one session, however often the button is pressed."""
    screen.get_by_role("link", name="Review").click()
    expect(screen.get_by_role("button", name="Open the session")).to_be_visible()
    check(screen)
    thrice(screen, "Open the session")
    expect(screen.get_by_text("Scan, or type this")).to_be_visible()
    check(screen)
    db, (about,) = kept(room)
    return db, about


def rated(room: Server, screen: Page, about: Session, phones: list[Page]) -> None:
    thrice(screen, "Start rating")
    expect(screen.get_by_text("Levels stay hidden")).to_be_visible()
    url = f"{room.url}/join/{about.token}"
    for phone, (_, discipline, level) in zip(phones, PEOPLE, strict=True):
        take_part(phone, url, discipline, level)
    expect(screen.locator(".cnt")).to_contain_text("3of 3 answered")
    check(screen)


def revealed(screen: Page, open_page: Opener) -> None:
    """Reveal in one window; the other follows by itself."""
    second = open_page(screen.url)
    expect(second.locator(".cnt")).to_contain_text("3of 3 answered")
    thrice(screen, "Reveal")
    for window in (screen, second):
        expect(window.get_by_text("Disagreement: talk first")).to_be_visible()
        row = window.get_by_role("row", name="Residents")
        expect(row.get_by_role("cell").first).to_contain_text("1 person")
    check(screen)
    second.close()


def settled(screen: Page) -> None:
    screen.get_by_role("button", name="2.5", exact=True).or_(
        screen.get_by_role("radio", name="2.5", exact=True)
    ).first.click()
    screen.get_by_label("Reason").fill("a compromise")
    screen.get_by_label("Who disagrees").fill("<b>residents</b>")
    thrice(screen, "Settle")
    expect(screen.get_by_text("Settled: 2.5")).to_be_visible()


def assert_exported(screen: Page, criterion: str) -> None:
    """Find the decision in a public file, and no discipline of one person."""
    screen.get_by_role("link", name="Report").click()
    for name in ("PDF", "JSON"):
        screen.locator(".st-key-formats label", has_text=name).click()
        settle(screen)
    with screen.expect_download() as got:
        screen.get_by_role("button", name="Download · 1").click()
    written = Path(got.value.path()).read_text("utf-8")
    result = Assessment.model_validate(json.loads(written)).criterion(criterion)
    assert (result.state, result.level) == ("judged", 2.5)
    assert result.people is not None
    people = {n: (d.median, d.n) for n, d in result.people.disciplines.items()}
    assert people == {"merged": (3, 3)}

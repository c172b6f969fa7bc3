"""A phone in a meeting: from the code to the end, usable by everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from sbd.plans.read import read_plan
from sbd.reviews.database import Database
from sbd.reviews.decisions import reveal
from sbd.reviews.records import Session
from sbd.reviews.sessions import close_session, open_session
from sbd.reviews.store import ProjectStore
from sbd.server.keys import Keys
from sbd.views.ballot_plan import ballot_svg, plan_places
from tests.browser.axe import check
from tests.browser.conftest import Server
from tests.conftest import ROOT
from tests.reviews.test_sessions import opening

PHONE = ViewportSize(width=390, height=844)


@pytest.fixture
def meeting(server: Server) -> Iterator[tuple[Database, Session]]:
    """Open a meeting with the drawing of the demo square, in the running app."""
    plan = read_plan([ROOT / "data" / "geo" / "vlierplein-a.gpkg"])
    places = plan_places(plan)
    drawing = ballot_svg(plan, places, edition="public")
    db = Database(ProjectStore(server.data).folder)
    about = opening(
        title="Place du Sureau · Projet A",
        places=places,
        pictures={("public", "ballot"): drawing},
    )
    yield db, open_session(db, "fedcba9876543210", "A", about)
    db.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """Return a phone that runs no script of the page and asks one thing per page."""
    context = chromium.new_context(viewport=PHONE, locale="fr-BE")
    page = context.new_page()
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda r: asked.append(f"{r.method} {r.resource_type}"))
    page.on("console", lambda m: refused.append(m.text) if "polic" in m.text else None)
    yield page
    context.close()
    assert set(asked) <= {"GET document", "POST document", "GET image"}, asked
    assert refused == []


def test_from_the_code_to_the_reveal(
    server: Server, meeting: tuple[Database, Session], phone: Page
) -> None:
    db, about = meeting
    phone.goto(f"{server.url}/join")
    check(phone, plain=True)
    phone.get_by_label("Code").fill("ZZZZZZ")
    phone.get_by_role("button").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    check(phone, plain=True)
    phone.get_by_label("Code").fill(about.code.lower())
    phone.get_by_role("button").click()
    check(phone, plain=True)
    phone.get_by_label("Pour quelle discipline").select_option("residents")
    phone.get_by_role("button", name="Participer").click()
    expect(phone.get_by_text("Critère 1 sur 2")).to_be_visible()
    check(phone, plain=True)
    phone.get_by_role("radio", name="bon La").check()
    phone.get_by_role("textbox").fill("</textarea><script>alert(1)</script>")
    phone.get_by_role("combobox").select_option("C")
    phone.get_by_role("button", name="Envoyer").click()
    expect(phone.get_by_role("status")).to_contain_text("Critère 1 enregistré")
    check(phone, plain=True)
    phone.get_by_role("link", name="NL").click()
    phone.get_by_role("radio", name="Ik weet het niet").check()
    phone.get_by_role("button", name="Versturen").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "U hebt alles beantwoord"
    )
    check(phone, plain=True)
    reveal(db, about.id, ["S-04"])
    phone.locator("li a").first.click()
    expect(phone.get_by_text("3 goed")).to_be_visible()
    expect(phone.get_by_text("</textarea><script>")).to_be_visible()
    check(phone, plain=True)


def as_police(phone: Page, address: str, keys: Keys, about: Session) -> None:
    """Join for a discipline that needs a code, first without it."""
    phone.goto(address)
    phone.get_by_label("For which discipline").select_option("police")
    phone.get_by_label("Your name").fill("Ann")
    phone.get_by_role("button", name="Take part").click()
    expect(phone.get_by_role("alert")).to_contain_text("not the code")
    check(phone, plain=True)
    code = keys.restricted_code(about.id)
    phone.get_by_label("Code of your discipline").fill(f"{code[:3]} {code[3:]}")
    phone.get_by_role("button", name="Take part").click()


def test_refusals_and_the_ways_out(
    server: Server, meeting: tuple[Database, Session], phone: Page
) -> None:
    db, about = meeting
    base = f"{server.url}/join/{about.token}"
    as_police(phone, f"{base}?lang=en", Keys.of_folder(server.data), about)
    expect(phone.get_by_text("Criterion 1 of 3")).to_be_visible()
    phone.evaluate(
        "document.querySelectorAll('input').forEach(i => i.required = false)"
    )
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("alert")).to_contain_text("Choose a level")
    check(phone, plain=True)
    phone.get_by_role("link", name="All criteria").click()
    phone.get_by_text("Something measured looks wrong").click()
    check(phone, plain=True)
    phone.get_by_label("What was measured").select_option("A-02")
    phone.get_by_role("button", name="Put it on the table").click()
    expect(phone.get_by_role("status")).to_contain_text("is on the table")
    expect(phone.get_by_text("at least 1.50").first).to_be_visible()
    check(phone, plain=True)
    phone.get_by_role("link", name="Leave and erase me").click()
    check(phone, plain=True)
    phone.get_by_role("button", name="Erase me").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You left the meeting")
    check(phone, plain=True)
    close_session(db, about.id)
    phone.goto(base)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("close")
    check(phone, plain=True)

"""A planner uses the app: brings a plan, reads, judges, returns, takes it along."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from sbd.reviews.alone import answers
from sbd.reviews.database import Database
from sbd.reviews.variants import all_variants
from tests.browser.conftest import FRAME, LAPTOP, WALL, Opener, Server, settle
from tests.ui.tiny import feature, lambert_bytes, plan_bytes, point, tiny_features

pytestmark = pytest.mark.browser


def bring(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/geo+json", "buffer": content}
    place = page.locator("input[type=file]")
    expect(place).to_have_count(1)  # two for a moment after a refusal
    place.set_input_files(files=[file])


def rows(page: Page) -> Locator:
    return page.locator(".st-key-critbox label.row")


def choose(page: Page, criterion: str) -> None:
    rows(page).filter(has_text=criterion).click()
    heading = page.locator(".st-key-det h2")
    expect(heading).to_have_text(re.compile(f"^{criterion}"))


def findings(server: Server, open_page: Opener, query: str = "") -> Page:
    page = open_page(f"{server.url}/findings?lang=en{query}")
    expect(page.locator(".verdict")).to_be_visible()
    expect(rows(page).first).to_be_visible()
    return page


def map_ready(page: Page) -> None:
    frame = page.frame_locator(FRAME)
    expect(frame.locator(".leaflet-overlay-pane path").first).to_be_attached()


def board_ready(page: Page) -> None:
    """Wait for the map of page *Plan*, which is drawn in the page itself."""
    expect(page.locator(".ed-map canvas").first).to_be_attached()


def test_opens_on_the_plan_given(server: Server, open_page: Opener) -> None:
    page = open_page(server.url)
    expect(page.get_by_role("heading", name="Testplein", exact=True)).to_be_visible()
    expect(page.locator("h2.files")).to_have_text("testplein.geojson")
    board_ready(page)


def test_upload_then_scores(server: Server, open_page: Opener) -> None:
    page = open_page(server.url)
    other = plan_bytes(tiny_features("Nieuwplein"))
    bring(page, "nieuwplein.geojson", other)
    expect(page.get_by_role("heading", name="Nieuwplein", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("Assess this plan")).click()
    expect(page.locator(".bal .bt")).to_have_count(3)
    expect(page.locator(".verdict")).to_have_text(re.compile("conclude|balance|Even"))
    expect(rows(page)).to_have_count(60)
    assert list(server.data.glob("*/source/nieuwplein.geojson"))


def test_a_chosen_criterion_shows_its_places(server: Server, open_page: Opener) -> None:
    page = findings(server, open_page)
    choose(page, "L-03")
    expect(page).to_have_url(re.compile("c=L-03"))
    frame = page.frame_locator(FRAME)
    shown = frame.locator("path.leaflet-interactive")
    expect(shown.first).to_be_attached()
    expect(page.locator(".det .ruler")).to_be_visible()
    expect(page.get_by_text("Where: L-03")).to_be_visible()


def test_arrow_keys_move_and_choose_and_keep_the_focus(
    server: Server, open_page: Opener
) -> None:
    page = findings(server, open_page)
    names = rows(page).locator("b").all_inner_texts()
    first, second = (n.strip() for n in names[:2])
    choose(page, first)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".st-key-det h2")).to_have_text(re.compile(f"^{second}"))
    page.keyboard.press("ArrowUp")
    expect(page.locator(".st-key-det h2")).to_have_text(re.compile(f"^{first}"))


def test_a_pin_on_the_map_chooses_its_criterion_every_time(
    server: Server, open_page: Opener
) -> None:
    page = findings(server, open_page, "&where=all&c=S-11")
    pin = page.frame_locator(FRAME).locator(".leaflet-marker-icon", has_text="L-03")
    pin.click()
    heading = page.locator(".st-key-det h2")
    expect(heading).to_have_text(re.compile("^L-03"))
    expect(page.get_by_text(re.compile(r"^Here \d"))).to_be_visible()
    page.get_by_text(re.compile("^All 60")).click()
    choose(page, "A-09")
    pin.click()
    expect(heading).to_have_text(re.compile("^L-03"))


def test_a_place_on_the_map_shows_its_criteria(
    server: Server, open_page: Opener
) -> None:
    page = findings(server, open_page, "&c=S-11")
    map_ready(page)
    page.wait_for_timeout(1000)  # the map fits itself to its frame twice
    box = page.locator(FRAME).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_text(re.compile(r"^Here \d"))).to_be_visible()
    expect(rows(page)).not_to_have_count(60)


def test_judged_feeds_the_score_and_survives_a_refresh(
    server: Server, open_page: Opener
) -> None:
    page = findings(server, open_page)
    choose(page, "L-15")
    facts = page.locator(".facts")
    before = facts.inner_text()
    page.get_by_role("button", name="Judge").click()
    settle(page)
    page.get_by_text("3 · good").click()
    page.get_by_label("Comment").fill("Seen on a walk by night.")
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("Kept: your answer on L-15.")).to_be_visible()
    expect(rows(page).filter(has_text="L-15").locator(".chip")).to_have_text(
        re.compile("^3")
    )
    assert facts.inner_text() != before
    db = Database(server.data)
    kept = [r.comment for v in all_variants(db) for r in answers(db, v.id)]
    assert "Seen on a walk by night." in kept
    page.reload()
    expect(page.locator(".st-key-det h2")).to_have_text(re.compile("^L-15"))
    expect(rows(page).filter(has_text="L-15").locator(".chip")).to_have_text(
        re.compile("^3")
    )


def test_language_changes_the_whole_screen_and_stays(
    server: Server, open_page: Opener
) -> None:
    page = findings(server, open_page, "&c=L-03")
    page.locator(".st-key-lang").get_by_text("FR", exact=True).click()
    expect(page.get_by_text(re.compile(r"^Où\s:\sL-03"))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page).to_have_url(re.compile("lang=fr"))
    page.reload()
    expect(page.get_by_text(re.compile(r"^Où\s:\sL-03"))).to_be_visible()
    page.get_by_role("link", name="Plan").click()
    expect(page.get_by_role("heading", name="Importez votre plan")).to_be_visible()
    expect(page).to_have_url(re.compile("lang=fr.*plan=[0-9a-f]{16}"))


def test_the_browsers_language_comes_first(server: Server, open_page: Opener) -> None:
    page = open_page(server.url, locale="nl-BE")
    expect(page.get_by_role("heading", name="Breng uw plan in")).to_be_visible()


def test_back_returns_to_the_criterion_before(
    server: Server, open_page: Opener
) -> None:
    page = findings(server, open_page)
    choose(page, "L-03")
    choose(page, "A-09")
    page.go_back()
    expect(page.locator(".st-key-det h2")).to_have_text(re.compile("^L-03"))


def test_a_question_is_answered_on_the_page(server: Server, open_page: Opener) -> None:
    page = open_page(server.url)
    bring(page, "vraag.geojson", lambert_bytes())
    expect(page.get_by_text("Which coordinates does this drawing use?")).to_be_visible()
    # The button of the run before may still be there: ask for the one of each state.
    name = re.compile("Assess this plan")
    closed = page.get_by_role("button", name=name, disabled=True)
    expect(closed).to_be_visible()
    page.get_by_text("Lambert 72").click()
    expect(page.get_by_text("It would be 60.0")).to_be_visible()
    page.get_by_role("button", name="Use this").click()
    expect(page.get_by_role("heading", name="Vraagplein", exact=True)).to_be_visible()
    expect(closed).to_have_count(0)
    expect(page.get_by_role("button", name=name, disabled=False)).to_be_visible()


def test_a_bad_file_is_refused_in_a_sentence_and_the_plan_stays(
    server: Server, open_page: Opener
) -> None:
    page = open_page(server.url)
    expect(page.get_by_role("heading", name="Testplein", exact=True)).to_be_visible()
    bring(page, "kapot.geojson", b'{"type": "FeatureColl')
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_be_visible()
    expect(alert).not_to_contain_text("Traceback")
    expect(page.get_by_role("heading", name="Testplein", exact=True)).to_be_visible()
    bring(page, "heel.geojson", plan_bytes(tiny_features("Heelplein")))
    expect(page.get_by_role("heading", name="Heelplein", exact=True)).to_be_visible()
    expect(alert).to_be_hidden()


def test_a_name_of_a_file_is_not_markdown(server: Server, open_page: Opener) -> None:
    page = open_page(server.url)
    expect(page.get_by_role("heading", name="Testplein", exact=True)).to_be_visible()
    bring(page, "![x](y) :red[c].geojson", b"{")
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_contain_text("__x_(y) _red_c_.geojson")
    expect(alert.locator("img")).to_have_count(0)


def test_a_site_that_comes_later_joins_the_plan(
    server: Server, open_page: Opener
) -> None:
    things = tiny_features("Laterplein")
    page = open_page(server.url)
    expect(page.get_by_role("heading", name="Testplein", exact=True)).to_be_visible()
    bring(page, "zonder.geojson", plan_bytes(things[1:]))
    expect(page.get_by_text("has no site boundary")).to_be_visible()
    switch = page.get_by_role("switch", name="Add files to the plan on screen")
    expect(switch).to_be_checked()
    bring(page, "site.geojson", plan_bytes(things[:1]))
    expect(page.get_by_role("heading", name="Laterplein", exact=True)).to_be_visible()
    expect(page.locator("h2.files")).to_contain_text("zonder.geojson")
    expect(switch).not_to_be_checked()


@pytest.mark.parametrize("lang", ["en", "nl", "fr"])
def test_fits_the_screen_without_scrolling(
    server: Server, open_page: Opener, lang: str
) -> None:
    page = open_page(f"{server.url}/?lang={lang}")
    main = page.get_by_test_id("stMain")
    over = "m => [m.scrollHeight - m.clientHeight, m.scrollWidth - m.clientWidth]"
    panels = {
        ".st-key-recognised table": board_ready,
        ".st-key-critbox label.row": map_ready,
    }
    for panel, drawn in panels.items():
        expect(page.locator(panel).first).to_be_visible()
        drawn(page)
        for width, height in (LAPTOP, WALL):
            page.set_viewport_size({"width": width, "height": height})
            settle(page)
            assert main.evaluate(over) == [0, 0], (panel, width)
        page.locator("[data-testid=stTopNavLink]").nth(1).click()


def test_the_maps_frame_may_be_zoomed(server: Server, open_page: Opener) -> None:
    page = findings(server, open_page)
    map_ready(page)
    tags = page.frame_locator(FRAME).locator("meta[name=viewport]")
    contents = tags.evaluate_all("tags => tags.map(t => t.content)")
    assert contents
    assert all("maximum-scale" not in c and "user-scalable" not in c for c in contents)


def test_hostile_attributes_are_only_text(server: Server, open_page: Opener) -> None:
    attack = '<img src=x onerror="top.hurt=1;window.hurt=1"></script><b id=hurt>'
    things = tiny_features(attack)
    things.append(feature("bench", point(25, 25), id=attack, length_m=2.0))
    things.append(feature("stop", point(5, 5), id="s", name=attack))
    page = open_page(server.url)
    bring(page, "<b>x.geojson", plan_bytes(things))
    expect(page.locator(".site h1")).to_have_text(attack)
    board_ready(page)
    page.get_by_role("button", name=re.compile("Assess this plan")).click()
    expect(page.locator(".verdict")).to_be_visible()
    for criterion in ("L-01", "A-09"):
        choose(page, criterion)
        map_ready(page)
    for frame in page.frames:
        assert frame.evaluate("typeof window.hurt") == "undefined"
        assert frame.locator("#hurt").count() == 0


def test_two_sessions_do_not_undo_each_other(server: Server, open_page: Opener) -> None:
    one = findings(server, open_page, "&c=L-06")
    two = findings(server, open_page, "&c=L-09")
    pages = (one, two)
    for page in pages:
        heard = page.locator(".st-key-det h2")
        expect(heard).to_be_visible()
        page.get_by_role("button", name="Judge").click()
        settle(page)
    for page in pages:
        page.get_by_text("2 · acceptable").click()
    for page in pages:
        page.get_by_role("button", name="Keep this answer").click()
    for page in pages:
        expect(page.get_by_text("Kept: your answer on")).to_be_visible()
        page.reload()
        for criterion in ("L-06", "L-09"):
            row = rows(page).filter(has=page.locator("b", has_text=criterion))
            expect(row.locator(".chip")).to_have_text(re.compile("^2"))


def test_a_measured_criterion_is_settled_only_with_a_reason(
    server: Server, open_page: Opener
) -> None:
    page = findings(server, open_page, "&c=L-04")
    page.get_by_role("button", name="Judge").click()
    settle(page)
    page.get_by_text("Settle", exact=True).click()
    settle(page)
    expect(page.get_by_text("2.5", exact=True)).to_be_visible()
    page.get_by_text("3 · good").click()
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("Give the reason for this decision")).to_be_visible()
    page.get_by_label("Reason for deciding").fill("Planters come in the next phase.")
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("Kept: your answer on L-04.")).to_be_visible()
    detail = page.locator(".st-key-det")
    expect(detail).to_contain_text("Planters come in the next phase.")
    row = rows(page).filter(has=page.locator("b", has_text="L-04"))
    expect(row.locator(".chip")).to_have_text(re.compile("^3"))


def test_quick_choices_are_never_lost(server: Server, open_page: Opener) -> None:
    page = findings(server, open_page)
    for criterion in ("L-01", "L-02", "L-03", "A-09"):
        rows(page).filter(has_text=criterion).click(no_wait_after=True)
    expect(page.locator(".st-key-det h2")).to_have_text(re.compile("^A-09"))
    expect(page).to_have_url(re.compile("c=A-09"))


def test_a_declared_kind_is_kept_over_a_refresh(
    server: Server, open_page: Opener
) -> None:
    page = open_page(f"{server.url}/?lang=en")
    group = page.get_by_role("radiogroup", name="Public toilets")
    group.get_by_text("There are none").click()
    expect(page.locator("table.q")).to_contain_text("public toilets")
    page.reload()
    chosen = page.get_by_role("radiogroup", name="Public toilets")
    expect(chosen.get_by_role("radio", name="There are none")).to_be_checked()

"""A planner is faster than the page: nothing is lost, doubled or out of order."""

from __future__ import annotations

import pytest
import shapely
from playwright.sync_api import expect

from sbd.plans.plan_file import PlanFile
from tests.browser.conftest import Opener, Server, settle
from tests.browser.states import own_plan

pytestmark = pytest.mark.browser


def test_lamps_drawn_faster_than_the_page_runs_are_kept_in_their_order(
    server: Server, open_page: Opener
) -> None:
    page = own_plan(server, open_page, "en", "Snelplein")
    settle(page)
    page.locator(".ed [data-tool=lamp]").click()
    page.get_by_role("application").focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
    saved = page.locator(".ed-saved")
    expect(saved).to_have_text("Saved, step 12", timeout=90_000)
    plan = page.url.split("plan=")[1].split("&")[0]
    (path,) = (server.data / plan).glob("*.sbd.gpkg")
    drawn = [entry.step for entry in PlanFile(path).steps()]
    # Each was named and snapped on the plan with all before it.
    assert [step.id for step in drawn] == [f"lamp-s{n}" for n in range(1, 13)]
    easts = [shapely.from_wkt(step.geometry).x for step in drawn]
    assert easts == sorted(easts)

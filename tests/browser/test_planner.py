"""From a planner's own file to a scored assessment: by mouse, and by keys alone.

Each test prints its steps with the seconds since it began; a first-time user is to
need five minutes at the most.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sbd.assessment.readiness import met, readiness
from sbd.checklists.read import read_checklist
from sbd.plans.plan import Plan
from sbd.plans.read import read_plan
from tests.browser.conftest import Opener, Server, settle, start_server
from tests.browser.hands import Hands, Keys, Mouse

pytestmark = pytest.mark.browser
#: The box round Marsbruchplatz, UTM 32N. [m]
SQUARE = [
    (399_736.0, 5_705_639.0),
    (399_766.0, 5_705_639.0),
    (399_766.0, 5_705_689.0),
    (399_736.0, 5_705_689.0),
]


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Server]:
    """Return the app with a data folder of its own."""
    running = start_server(tmp_path)
    yield running
    running.stop()
    log = running.log.read_text("utf-8")
    assert "Traceback" not in log, log


def kept(server: Server) -> Plan:
    """Read what is on the disk, as the command line would, without options."""
    file = next(server.data.glob("*/[!v]*.sbd.gpkg"))
    return read_plan([file])


def assessed(hands: Hands) -> None:
    """Press the button and wait for the scores."""
    hands.press("Assess this plan")
    expect(hands.page.locator(".bal .bt")).to_have_count(3)
    hands.done("scored")


def answered(hands: Mouse | Keys, drawing: Path) -> None:
    """Bring the drawing, say its coordinates, draw the site, answer the questions."""
    page = hands.page
    hands.bring(drawing)
    expect(page.get_by_text("Which coordinates does this drawing use?")).to_be_visible()
    settle(page)
    hands.done("file brought")
    hands.radio("UTM zone 32N")
    hands.press("Use this")
    hands.map_ready()
    hands.saved(1)
    hands.done("coordinates answered")
    hands.draw("Site", SQUARE)
    hands.saved(2)
    hands.done("site drawn")
    hands.choose("Type of space", "square")
    hands.choose("Design phase", "preliminary design")
    hands.choose("Risk of vehicle attack", "none: protection is not asked for")
    hands.saved(5)
    hands.done("questions answered")


#: The way by mouse takes as long as by keys, and its steps have tests of their own.
LONG = pytest.mark.skipif(
    not os.environ.get("SBD_LONG"), reason="by keys in every run; by mouse: SBD_LONG=1"
)


@pytest.mark.parametrize("by", [pytest.param(Mouse, marks=LONG), Keys])
def test_a_dxf_becomes_a_scored_assessment(
    alone: Server,
    open_page: Opener,
    shared_data: Path,
    by: type[Mouse] | type[Keys],
    record_property: Callable[[str, object], None],
) -> None:
    drawing = "dortmund-marsbruchplatz/derived/marsbruchplatz-25832.dxf"
    page = open_page(f"{alone.url}/?lang=en")
    settle(page)
    hands = by(page)
    answered(hands, shared_data / drawing)
    hands.part("Fill in")
    hands.none_of_these()
    hands.saved(6)
    hands.done("undrawn kinds declared")
    hands.fill_all("lamp", {"Height [m]": "5", "Lumen [lm]": "4000"})
    hands.saved(7)
    hands.done("all lamps filled in")
    shown = int(page.locator(".ready b").first.inner_text())
    plan = kept(alone)
    assert shown == met(readiness(plan, read_checklist("brussels"))) >= 20
    assert set(plan.of("lamp")["lumen"]) == {4000.0}
    assessed(hands)
    record_property("steps", hands.told())


def test_a_drawing_in_local_metres_becomes_a_scored_assessment(
    alone: Server,
    open_page: Opener,
    shared_data: Path,
    record_property: Callable[[str, object], None],
) -> None:
    page = open_page(f"{alone.url}/?lang=en")
    hands = Mouse(page)
    hands.bring(shared_data / "cad-dxf" / "SiB2023_entrance_jupedsim.dxf")
    expect(page.get_by_text("Which coordinates does this drawing use?")).to_be_visible()
    hands.radio("No place yet")
    for label, value in {"Longitude": "4.3517", "Latitude": "50.8466"}.items():
        field = page.get_by_role("spinbutton", name=label, exact=True)
        field.fill(value)
        field.press("Enter")
        settle(page)
    hands.press("Use this")
    hands.map_ready()
    hands.done("placed")
    middle = kept(alone).extent.centroid
    x, y = middle.x, middle.y
    # The whole drawing is on the screen: a pixel of it is metres.
    corners = [(x - 60, y - 60), (x + 60, y - 60), (x + 60, y + 60), (x - 60, y + 60)]
    hands.without_snapping()
    hands.draw("Site", corners)
    expect(page.locator(".saved")).to_have_text(re.compile("Saved, step [2-9]"))
    hands.done("site drawn")
    plan = kept(alone)
    assert plan.judged.area == pytest.approx(14_400, rel=0.1)
    lon, lat = plan.to_lonlat(plan.judged.centroid).coords[0]
    assert (lon, lat) == pytest.approx((4.3517, 50.8466), abs=0.01)
    assessed(hands)
    record_property("steps", hands.told())


def test_lamps_and_buildings_are_drawn_into_official_surfaces(
    alone: Server,
    open_page: Opener,
    shared_data: Path,
    record_property: Callable[[str, object], None],
) -> None:
    source = shared_data / "be-schaerbeek-place-colignon" / "place-colignon-31370.gpkg"
    page = open_page(f"{alone.url}/?lang=en")
    hands = Mouse(page)
    hands.bring(source)
    hands.map_ready()
    expect(page.locator("h2.files")).to_have_text("place-colignon-31370.gpkg")
    hands.done("file brought")
    middle = read_plan([source]).judged.centroid
    x, y = middle.x, middle.y
    hands.draw("Lamp", [(x, y)], Height="5", Lumen="4000")
    hands.saved(1)
    hands.draw("Lamp", [(x + 12, y)], Height="5", Lumen="4000")
    hands.saved(2)
    hands.done("two lamps drawn")
    hands.without_snapping()
    page.locator(".ed").get_by_label("Other").select_option(label="Building")
    corners = [(x - 25, y + 5), (x - 10, y + 5), (x - 10, y + 15), (x - 25, y + 15)]
    hands.click_corners(corners)
    hands.saved(3)
    hands.done("building drawn")
    plan = kept(alone)
    assert list(plan.of("lamp")["height_m"]) == [5.0, 5.0]
    assert list(plan.of("lamp")["lumen"]) == [4000.0, 4000.0]
    assert plan.of("building").area.sum() == pytest.approx(150, rel=0.05)
    assert source.stat().st_size == 307_200
    assessed(hands)
    record_property("steps", hands.told())

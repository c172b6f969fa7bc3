"""A number of a demo design is said alike in headline, reason, ruler and list."""

from __future__ import annotations

import re

import pytest

from sbd.assessment import assess
from sbd.checklists.read import read_checklist
from sbd.document import Assessment, CriterionResult
from sbd.locale import LANGS
from sbd.plans.read import read_plan
from sbd.views.criteria import summary
from sbd.views.places import place_words, places_of
from sbd.views.reasons import reason_text
from sbd.views.report.parts import parts_of, value_of
from sbd.views.words import deciding_part
from tests.conftest import ROOT

#: Criteria whose reason gives the value itself.
SAID_TWICE = (
    *("S-02", "S-05", "S-08", "S-09", "S-10", "S-12", "S-14"),
    *("A-02", "A-09", "A-11", "A-13", "L-16"),
)
PLACEHOLDER = re.compile(r"[{}…]|\bNone\b|  |\bnan\b")


@pytest.fixture(scope="module", params=["a", "existing"])
def found(request: pytest.FixtureRequest) -> Assessment:
    plan = read_plan([ROOT / "data" / "geo" / f"vlierplein-{request.param}.gpkg"])
    return assess(plan, read_checklist("brussels"), date="2026-11-22")


def measured(found: Assessment) -> list[CriterionResult]:
    return [c for c in found.criteria if c.state == "measured"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_headline_stands_in_its_reason_as_it_is(found: Assessment, lang: str) -> None:
    for result in measured(found):
        headline = value_of(result, lang)
        if result.id not in SAID_TWICE or not headline or "≥" in headline:
            continue
        if headline.startswith("0\u202f"):  # said in words: no light at all
            continue
        number = re.escape(headline.split("\u202f")[0])
        said = reason_text(result, lang)
        assert re.search(rf"(?<![\d.,]){number}(?![\d.,]\d)", said), (headline, said)


@pytest.mark.parametrize("lang", LANGS)
def test_a_headline_is_that_of_its_list_and_of_its_ruler(
    found: Assessment, lang: str
) -> None:
    for result in measured(found):
        headline, part = value_of(result, lang), deciding_part(result)
        shown = parts_of(result, lang)[result.parts.index(part)] if part else None
        if headline and shown is not None:
            assert headline in summary(result, lang)
            assert headline == shown.value


@pytest.mark.parametrize("lang", LANGS)
def test_a_marker_of_a_demo_stands_in_the_box_of_its_level(
    found: Assessment, lang: str
) -> None:
    for result in measured(found):
        for part in parts_of(result, lang):
            if part.at is not None:
                inside = part.at - int(part.level.key)
                assert 0.1 < inside < 0.9, (result.id, part)


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_and_labels_are_whole(found: Assessment, lang: str) -> None:
    for result in measured(found):
        words = [reason_text(result, lang), summary(result, lang)]
        words += [place_words(place, lang) for place in places_of(result)]
        for said in words:
            assert not PLACEHOLDER.search(said), said
            assert not re.search(r"(?<![\d.,\u202f])0\u202f?\s?m²", said), said


def test_what_turns_in_the_site_adds_up_and_doors_beside_it_count_for_bays(
    found: Assessment,
) -> None:
    """A-04 counts doors in the site, A-13 those up to 10 m from its walkable ground."""
    turning = found.criterion("A-04").reason
    assert turning is not None
    parts = [int(turning.args[name]) for name in ("entrances", "ends", "benches")]
    assert sum(parts) == turning.args["spots"]
    bays = found.criterion("A-13").reason
    if bays is not None and bays.code == "bay_found":
        assert bays.args["entrances"] >= turning.args["entrances"]
        assert bays.args["within_m"] == 10


def test_a_crossing_tells_the_part_that_decides(
    found: Assessment,
) -> None:
    """S-14 shows the crossing over 30 km/h where that one holds the level down."""
    result = found.criterion("S-14")
    part = deciding_part(result)
    assert part is not None
    assert result.reason is not None
    over = part.indicator == "longest_crossing_over_30"
    assert (result.reason.code == "crossings_over_found") == over
    assert result.reason.args["longest_m"] == pytest.approx(part.value)

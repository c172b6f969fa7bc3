"""The plan on a phone: small, lettered, and without what only some may see."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
import shapely

from sbd.assessment.editions import SENSITIVE_KINDS
from sbd.plans.plan import Plan
from sbd.plans.read import read_plan
from sbd.reviews.records import Edition
from sbd.views.ballot_plan import KINDS, LETTERS, ballot_svg, plan_places
from sbd.views.palette import LOCK
from tests.conftest import ROOT


@pytest.fixture(scope="module", params=["a", "b", "existing"])
def plan(request: pytest.FixtureRequest) -> Plan:
    return read_plan([ROOT / "data" / "geo" / f"vlierplein-{request.param}.gpkg"])


def test_places_are_few_lettered_from_north_to_south_and_inside_the_site(
    plan: Plan,
) -> None:
    places = plan_places(plan)
    assert 6 <= len(places) <= len(LETTERS)
    assert "".join(p.letter for p in places) == LETTERS[: len(places)]
    assert plan.site is not None
    west, south, east, north = plan.to_lonlat(plan.site).bounds
    for place in places:
        assert west <= place.lon <= east
        assert south <= place.lat <= north
    assert places[0].lat > places[-1].lat


def test_no_place_gives_away_what_is_sensitive(plan: Plan) -> None:
    hidden = {*SENSITIVE_KINDS, "bollard", "barrier", "camera", "crowd_zone"}
    assert not hidden & {p.kind for p in plan_places(plan)}
    assert not hidden & set(KINDS)


def test_the_drawing_is_small_and_shows_every_letter(plan: Plan) -> None:
    places = plan_places(plan)
    editions: tuple[Edition, ...] = ("public", "restricted")
    for edition in editions:
        drawn = ballot_svg(plan, places, edition=edition)
        assert len(drawn) < 6000
        assert re.findall(r">([A-Z])</text>", drawn) == [p.letter for p in places]
        assert "style" not in drawn
        assert "href" not in drawn


def test_the_public_drawing_is_the_same_without_what_is_sensitive(plan: Plan) -> None:
    hidden = (*SENSITIVE_KINDS, "bollard", "barrier", "camera")
    layers = {k: v for k, v in plan.layers.items() if k not in hidden}
    without = replace(plan, layers=layers)
    places = plan_places(plan)
    public = ballot_svg(plan, places, edition="public")
    assert public == ballot_svg(without, places, edition="public")
    assert LOCK not in public
    if plan.has("risk_spot"):
        assert LOCK in ballot_svg(plan, places, edition="restricted")


def test_a_plan_with_nothing_in_it_has_no_places(plan: Plan) -> None:
    empty = replace(plan, layers={})
    assert plan_places(empty) == ()
    assert ballot_svg(empty, (), edition="public").endswith("</svg>")


def test_a_plan_with_very_much_in_it_stays_small(plan: Plan) -> None:
    assert plan.site is not None
    west, south, east, north = plan.site.bounds
    layer = plan.of("building").iloc[:1]
    frames = [
        layer.set_geometry(
            [shapely.Point(west + (east - west) * x, south + (north - south) * y)]
        )
        for x in (0.2, 0.5, 0.8)
        for y in (0.2, 0.5, 0.8)
    ]
    round_ones = [f.set_geometry(f.geometry.buffer(6, 64)) for f in frames]
    buildings = pd.concat([plan.of("building"), *round_ones])
    buildings.index = [f"b{n}" for n in range(len(buildings))]
    crowded = replace(plan, layers={"building": buildings})
    assert len(ballot_svg(crowded, (), edition="public")) < 6000

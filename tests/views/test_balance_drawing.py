"""The bars of the three scores: exact places on one axis, figures and words beside."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

from sbd.views.balance_drawing import balance_drawing
from sbd.views.report import report
from tests.views.sample import sample, sample_checklist

FRONT = report(sample(), sample_checklist(), "en").front
SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def test_ticks_and_line_stand_at_their_scores() -> None:
    root = drawn(balance_drawing(FRONT))
    boxes = root.findall(f"{SVG}rect")
    tracks = [b for b in boxes if b.get("fill") == "#E8E5DC"]
    left, width = float(tracks[0].get("x", "")), float(tracks[0].get("width", ""))
    ticks = [b for b in boxes if b.get("width") == "7"]
    found = [(float(t.get("x", "")) + 3.5 - left) / width * 100 for t in ticks]
    assert [round(f, 1) for f in found] == [74.0, 41.0, 55.0]
    at = float(re.findall(r"M([\d.]+) 0V", balance_drawing(FRONT))[0])
    assert round((at - left) / width * 100, 1) == 50.0


def test_stripes_reach_from_the_lowest_to_the_highest_possible_score() -> None:
    root = drawn(balance_drawing(FRONT))
    striped = [b for b in root.iter(f"{SVG}rect") if "url(" in b.get("fill", "")]
    shares = [round(float(b.get("width", "")) / 5.1, 1) for b in striped]
    assert shares == [15.0, 17.0, 15.0]
    assert [b.get("fill") for b in striped] == ["url(#sure)", "url(#low)", "url(#sure)"]


def test_figures_and_words_stand_beside_every_bar() -> None:
    words = [t.text for t in drawn(balance_drawing(FRONT)).iter(f"{SVG}text")]
    assert words[:4] == ["Safety", "74", "acceptable", "66–81"]
    assert words[4:8] == ["Accessibility", "41", "weak", "35–52"]


def test_a_score_not_known_is_hatched_and_has_no_tick() -> None:
    unknown = replace(FRONT.scores[0], score=None, shown="?", low=0.0, high=100.0)
    svg = balance_drawing(
        replace(FRONT, scores=(unknown, *FRONT.scores[1:]), line=None)
    )
    boxes = list(drawn(svg).iter(f"{SVG}rect"))
    assert [b.get("width") for b in boxes if b.get("fill") == "url(#unknown)"] == [
        "510.0"
    ]
    assert sum(b.get("width") == "7" for b in boxes) == 2
    assert "stroke-dasharray" not in svg

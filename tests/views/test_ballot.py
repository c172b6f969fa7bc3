"""The ballot as a pure function: what each level means, in words."""

from __future__ import annotations

import re
from html import unescape

import pytest

from sbd.checklists.read import read_checklist
from sbd.locale import LANGS
from sbd.reviews.records import Place
from sbd.views.ballot import Question, Reply, Told, ballot_page, place_words
from sbd.views.ballot_shell import Frame
from sbd.views.words import find_criterion

CHECKLIST = read_checklist("brussels")


def frame(lang: str = "en") -> Frame:
    return Frame(lang, "/join/t/ballot", {"n": "1"}, "token", "Square")


def page(criterion: str, lang: str = "en", **more: object) -> str:
    found = find_criterion(CHECKLIST, criterion)
    assert found is not None
    fields = {
        "criterion": found,
        "number": 3,
        "count": 12,
        "state": "open",
        "reply": Reply(),
        "discipline": "police",
        **more,
    }
    asked = Question(**fields)  # type: ignore[arg-type]
    return ballot_page(frame(lang), "/join/t", asked, Told())


def anchors(html: str) -> list[str]:
    return [unescape(a) for a in re.findall(r"<small>(.*?)</small>", html)]


def test_judged_levels_say_what_is_seen_at_each() -> None:
    html = page("S-04")
    assert "Criterion 3 of 12" in html
    assert anchors(html)[4] == "Protection goes unnoticed and is useful every day"


def test_measured_levels_say_from_which_value_on() -> None:
    assert anchors(page("A-09", "fr"))[0] == "en dessous du seuil du niveau 1"
    assert "100 m" in anchors(page("A-09", "fr"))[2].replace("\u202f", " ")
    assert "at most" in anchors(page("A-09"))[2]
    two = anchors(page("A-02"))[2]
    assert "at least 1.50" in two
    assert "; " in two  # two parts, the lower one counts


@pytest.mark.parametrize("lang", LANGS)
def test_every_criterion_of_the_checklist_can_be_asked(lang: str) -> None:
    for criterion in CHECKLIST.criteria:
        html = page(criterion.id, lang)
        assert "indicator." not in html
        assert "ballot." not in html
        assert html.count('type="radio"') == 7
        if criterion.measured_by:
            assert len(anchors(html)) >= 2


def test_an_answer_given_is_chosen_again() -> None:
    html = page("S-04", reply=Reply("not_applicable", "a <b>\n", "A"))
    assert re.findall(r'value="(\w+)" required checked', html) == ["not_applicable"]
    assert "a &lt;b&gt;" in html
    assert "Send the change" in html


def test_a_place_is_named_by_letter_kind_and_sector() -> None:
    place = Place("C", "bench", "nw", 4.35, 50.85)
    assert place_words(place, "nl") == "C: bank, in het noordwesten"
    html = page("S-04", places=(place,), picture="<svg onload='x'>\"&</svg>")
    assert "<svg" not in html
    assert "&amp;</svg" not in html
    assert 'alt="Plan with lettered places' in html

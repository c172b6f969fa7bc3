"""The HTML file: whole, closed, repeatable, readable without a script."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from sbd.document import ActionRecord, Coded, PlanRecord
from sbd.errors import DocumentError
from sbd.exports.html import html_page, write_html
from sbd.exports.material import Material
from sbd.plans.plan import Plan
from sbd.views.offline import check_closed
from tests.views.sample import NASTY, sample, sample_checklist, sample_results
from tests.views.sample_plan import sample_plan

PLAN = sample_plan()
CHECKLIST = sample_checklist()


class Reader(HTMLParser):
    """What a browser would find: elements, their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._silent += tag in ("style", "script", "title")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("style", "script", "title")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"[ \n]+", " ", " ".join(self.words))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def page_of(lang: str = "en", plan: Plan | None = PLAN, **changes: Any) -> str:
    return html_page(sample(plan, **changes), plan, CHECKLIST, lang)


def test_file_is_written_and_the_same_every_time(tmp_path: Path) -> None:
    one, two = tmp_path / "a.html", tmp_path / "b.html"
    for path in (one, two):
        write_html(sample(PLAN), path, plan=PLAN, checklist=CHECKLIST, lang="nl+fr")
    assert one.read_bytes() == two.read_bytes()


def test_page_says_everything_without_a_script() -> None:
    text = Reader(page_of()).text
    for words in (
        "Vlierplein · Place du Sureau",
        "Out of balance: accessibility lags behind",
        "Not ready: 1 requirement not met",
        "A-03 Gaps passable with a wheelchair",
        "up to +2.6",
        "Restricted edition",
        "2025-11-22",
        "It looks at the design of public space before works start.",
        "Advisory. It supports the discussion",
        "sample, version 1.0.0, digest 111",
        "sbd 0.1.0",
        "Bollards without a diameter: 0.20 m.",
        "raised (decided by police, not known); design vehicle: lorry of 7 tonnes",
        "Elements that shared an id with another and got a new one: 2.",
        "public toilets",
    ):
        assert words in text, words


def test_every_criterion_has_a_section_that_the_lists_lead_to() -> None:
    page = Reader(page_of())
    sections = {a["id"] for a in page.all("section")}
    links = {(a["href"] or "").removeprefix("#") for a in page.all("a")}
    assert sections == {f"en-{c.id}" for c in sample(PLAN).criteria}
    assert links == sections


def test_requirement_not_met_leads_the_criteria() -> None:
    links = [a["href"] for a in Reader(page_of()).all("a")]
    assert links[0] == "#en-A-03"


def test_two_languages_follow_each_other() -> None:
    page = Reader(page_of("nl+fr"))
    parts = [a["lang"] for a in page.all("div") if "lang" in a]
    assert parts == ["nl", "fr"]
    assert page.all("html") == [{"lang": "nl"}]
    assert page.text.index("Uit evenwicht") < page.text.index("Déséquilibre")
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))


def test_unknown_language_is_refused_with_a_sentence() -> None:
    with pytest.raises(DocumentError, match=r"choose nl, fr, en or nl\+fr"):
        Material(sample(), PLAN, CHECKLIST, "de")


def test_map_is_in_the_file_and_cannot_reach_out() -> None:
    page = Reader(page_of())
    [frame] = page.all("iframe")
    assert frame["sandbox"] == "allow-scripts"
    assert frame["title"] == "Map of the findings"
    inner = frame["srcdoc"] or ""
    check_closed(inner)
    assert "L.map(" in inner
    for criterion in ("A-03", "L-02", "A-09"):
        assert f'"id": "{criterion}"' in inner


def test_only_the_maps_own_scripts_may_run() -> None:
    page = Reader(page_of())
    [policy] = [a["content"] or "" for a in page.all("meta") if "http-equiv" in a]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    scripts = policy.split("script-src")[1].split(";")[0]
    assert "unsafe-inline" not in scripts
    inner = page.all("iframe")[0]["srcdoc"] or ""
    assert len(set(re.findall(r"'sha256-[^']+'", scripts))) == inner.count("<script>")
    assert not page.all("script")


def test_without_a_plan_there_is_no_map_and_no_script() -> None:
    page = html_page(sample(PLAN), None, CHECKLIST, "en")
    assert "<iframe" not in page
    assert "script-src 'none'" in page


def test_hostile_text_stays_text() -> None:
    plan = sample_plan(name=NASTY)
    nasty = Coded(code="unmapped", args={"file": NASTY, "layer": NASTY, "n": 1})
    results = [r.model_copy(update={"source": (NASTY,)}) for r in sample_results(plan)]
    record = sample(plan).plan.model_dump() | {"name": NASTY, "notes": (nasty,)}
    page = html_page(
        sample(plan, record=PlanRecord(**record), criteria=tuple(results)),
        plan,
        CHECKLIST,
        "fr",
    )
    outer = Reader(page)
    assert not outer.all("script")
    inner = outer.all("iframe")[0]["srcdoc"] or ""
    for found in (outer, Reader(inner)):
        assert not [a for _, attrs in found.elements for a in attrs if a[:2] == "on"]
        assert not [a for a in found.all("img") if a.get("src") == "x"]
    assert NASTY in unescape(page)


def test_public_edition_names_what_is_withheld_and_not_the_risk() -> None:
    hidden = [
        r.model_copy(update={"state": "withheld", "level": None, "people": None})
        if r.sensitive
        else r
        for r in sample_results(PLAN)
    ]
    record = sample(PLAN).plan.model_copy(update={"risk": None})
    page = html_page(
        sample(PLAN, edition="public", criteria=tuple(hidden), record=record),
        PLAN,
        CHECKLIST,
        "en",
    )
    text = Reader(page).text
    assert "Public edition" in text
    assert "Withheld in this edition" in text
    assert "The scores leave out the sensitive criteria." in text
    assert "design vehicle" not in text
    assert "risk_spot" not in page


def test_edition_stands_on_every_printed_page() -> None:
    page = page_of()
    assert '<footer class="running">Restricted edition' in page
    assert "@media print{.running{position:fixed" in page


def test_actions_and_who_does_what_are_in_the_file() -> None:
    action = ActionRecord(
        uid="a",
        criterion="A-03",
        text=f"Widen {NASTY}",
        owner="municipality",
        phase="reaction",
        due="2020-01-01",
    )
    page = page_of("nl", actions=(action,))
    words = Reader(page).text
    assert "Gemeente (stedenbouw en werken)" in words
    assert "te laat" in words
    assert "onerror=alert(1)" in words  # as text
    assert not [i for i in Reader(page).all("img") if i.get("src") == "x"]
    assert "Wie doet wat" not in Reader(page_of("nl")).text

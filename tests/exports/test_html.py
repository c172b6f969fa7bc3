"""The HTML file: whole, closed, repeatable, readable without a script."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import asdict
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from sbd.document import ActionRecord, Coded, PlanRecord, RemarkRecord
from sbd.errors import DocumentError
from sbd.exports.html import html_page, write_html
from sbd.exports.material import Material
from sbd.locale import LANGS
from sbd.reviews.model import Rating
from sbd.views.offline import check_closed
from tests.views.sample import NASTY, sample, sample_checklist, sample_results
from tests.views.sample_plan import sample_plan
from tests.views.test_report import public, told

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


def page_of(lang: str = "en", **changes: Any) -> str:
    return html_page(Material(sample(PLAN, **changes), PLAN, CHECKLIST, lang))


def all_strings(value: Any) -> Iterable[str]:
    """Return every text in a report, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in ("key", "outcome", "severity", "spoken"):
                yield from all_strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from all_strings(item)


def squeezed(words: str) -> str:
    return " ".join(words.split())


def test_file_is_written_and_the_same_every_time(tmp_path: Path) -> None:
    one, two = tmp_path / "a.html", tmp_path / "b.html"
    for path in (one, two):
        write_html(Material(sample(PLAN), PLAN, CHECKLIST, "nl+fr"), path)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("edition", ["restricted", "public"])
@pytest.mark.parametrize("lang", LANGS)
def test_page_says_all_that_the_report_says(lang: str, edition: str) -> None:
    found = told() if edition == "restricted" else public(told())
    material = Material(found, PLAN, CHECKLIST, lang, compared=(found,))
    report = asdict(material.report(lang))
    del report["cover"]["sign_off"]  # one signs on paper
    page = Reader(html_page(material))
    # Attributes hold what is drawn: rulers, pictures.
    shown = " ".join(
        [*page.words, *(str(v) for _, a in page.elements for v in a.values())]
    )
    there = squeezed(shown)
    for part in (
        "cover", "legal", "dimensions", "tensions", "chain", "actors", "actions",
        "remarks", "comparison", "method", "checks",
    ):  # fmt: skip
        for words in all_strings(report[part]):
            assert squeezed(words) in there, (part, words)
    skipped = {"bar", "unit", "shown", "spoken", "cuts", "basis"}
    for one in report["criteria"]:
        kept = {k: v for k, v in one.items() if k not in skipped | {"parts"}}
        for words in all_strings(kept):
            assert squeezed(words) in there, (one["id"], words)
    front = report["front"]
    for name in ("verdict", "uncertain", "coverage", "public_scores", "readiness",
                 "steps", "gates", "rated"):  # fmt: skip
        for words in all_strings(front[name]):
            assert squeezed(words) in there, words


def test_page_says_everything_without_a_script() -> None:
    text = Reader(page_of()).text
    for words in (
        "Vlierplein · Place du Sureau",
        "Out of balance: accessibility lags behind",
        "Not ready: 1 requirement not met",
        "A-03 Gaps passable with a wheelchair",
        "Restricted edition",
        "22 November 2025",
        "It looks at the design of public space before works start.",
        "Advisory. It supports the discussion",
        "Bollards without a diameter: 0.20 m.",
        "raised (decided by police, not known)",
        "Elements that shared an id with another and got a new one: 2.",
        "public toilets",
    ):
        assert words in text, words


def test_every_link_leads_somewhere_and_every_criterion_has_a_section() -> None:
    page = Reader(page_of())
    sections = {a["id"] for a in page.all("section")}
    assert sections == {f"en-{c.id}" for c in sample(PLAN).criteria}
    links = {(a["href"] or "").removeprefix("#") for a in page.all("a")}
    assert links <= {a["id"] for _, a in page.elements if "id" in a}
    assert sections <= links


def test_requirement_not_met_leads_the_lists() -> None:
    found = sample(PLAN)
    [row, *_] = [
        a["href"] for a in Reader(page_of().split('id="en-accessibility"')[1]).all("a")
    ]
    assert found.criterion("A-03").bar == "accessibility"
    assert row == "#en-A-03"


def test_two_languages_follow_each_other_and_can_be_chosen() -> None:
    page = Reader(page_of("nl+fr"))
    assert [a["lang"] for a in page.all("article")] == ["nl", "fr"]
    assert page.all("html") == [{"lang": "nl"}]
    chosen = [(a["lang"], a["href"]) for a in page.all("a") if "hreflang" in a]
    assert chosen == [("nl", "#nl-title"), ("fr", "#fr-title")]
    assert page.text.index("Uit evenwicht") < page.text.index("Déséquilibre")
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert not [a for a in Reader(page_of("nl")).all("a") if "hreflang" in a]


def test_rows_that_become_cards_on_a_phone_stay_a_table_and_name_their_columns() -> (
    None
):
    page = Reader(page_of())
    cards = [a for a in page.all("table") if a["class"] == "q cards"]
    assert cards
    assert {a["role"] for a in cards} == {"table"}
    named = [a["data-head"] for a in page.all("td") if a.get("role") == "cell"]
    assert all(named)
    assert {"Side 1", "Side 2"} <= set(named)
    roles = [a["role"] for a in page.all("th") if "role" in a]
    assert set(roles) == {"columnheader", "rowheader"}


def test_people_stand_under_the_chips_of_levels_and_no_column_is_for_nobody() -> None:
    page = page_of()
    votes = re.findall(r'<table class="q votes">.*?</table>', page, re.DOTALL)
    assert votes
    for one in votes:
        heads = re.findall(r"<th scope=\"col\".*?</th>", one)
        counts = [re.findall(r"<td.*?</td>", row) for row in one.split("<tr>")[2:]]
        for n, head in enumerate(heads[1:]):
            if "chip" not in head:
                assert any(re.sub("<.*?>", "", cells[n]) for cells in counts), head
        assert sum("chip" in head for head in heads) in (0, 5)


def test_keyboards_and_screen_readers_find_their_way() -> None:
    page = Reader(page_of())
    first = page.all("a")[0]
    assert (first["class"], first["href"]) == ("skip", "#en-verdict")
    assert len(page.all("main")) == len(page.all("h1")) == 1
    assert len(page.all("caption")) == len(page.all("table")) > 5
    assert {a["scope"] for a in page.all("th")} == {"col", "row"}
    assert all(a.get("alt") for a in page.all("img"))
    # What scrolls can be reached by keyboard, and has a name.
    wide = [a for a in page.all("div") if a.get("class") == "wide"]
    assert all(a["tabindex"] == "0" and a["aria-label"] for a in wide)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    steps = [b - a for a, b in itertools.pairwise(levels)]
    assert levels[0] == 1
    assert max(steps) == 1


def test_unknown_language_is_refused_with_a_sentence() -> None:
    with pytest.raises(DocumentError, match=r"choose nl, fr, en, or two of them"):
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


def test_paper_gets_a_drawing_for_the_map() -> None:
    page = Reader(page_of())
    pictures = [unquote(a["src"] or "") for a in page.all("img")]
    assert all(p.startswith("data:image/svg+xml,<svg ") for p in pictures)
    for picture in pictures:
        ElementTree.fromstring(picture.split(",", 1)[1])
    assert "iframe.map{display:none}" in page_of().split("@media print")[1]


def test_the_tick_of_drawings_is_named_beside_the_levels() -> None:
    (line,) = re.findall(r'<ul class="lg".*?</ul>', page_of(), re.DOTALL)
    assert "<svg" in line
    assert "counts or meets" in line


def test_only_the_maps_own_scripts_may_run() -> None:
    page = Reader(page_of())
    [policy] = [a["content"] or "" for a in page.all("meta") if "http-equiv" in a]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    scripts = policy.split("script-src")[1].split(";")[0]
    assert "unsafe-inline" not in scripts
    inner = page.all("iframe")[0]["srcdoc"] or ""
    assert len(set(re.findall(r"'sha256-[^']+'", scripts))) == inner.count("<script>")
    assert not page.all("script")


def test_hostile_text_stays_text() -> None:
    plan = sample_plan(name=NASTY)
    nasty = Coded(code="unmapped", args={"file": NASTY, "layer": NASTY, "n": 1})
    results = [r.model_copy(update={"source": (NASTY,)}) for r in sample_results(plan)]
    record = sample(plan).plan.model_dump() | {"name": NASTY, "notes": (nasty,)}
    remark = RemarkRecord(text=f"{NASTY} \u202e שלום 🌳\nsecond line")
    found = sample(
        plan,
        record=PlanRecord(**record),
        criteria=tuple(results),
        remarks=(remark,),
    )
    page = html_page(Material(found, plan, CHECKLIST, "fr"))
    outer = Reader(page)
    assert not outer.all("script")
    inner = outer.all("iframe")[0]["srcdoc"] or ""
    for read in (outer, Reader(inner)):
        assert not [a for _, attrs in read.elements for a in attrs if a[:2] == "on"]
        assert not [a for a in read.all("img") if a.get("src") == "x"]
    assert NASTY in unescape(page)
    assert "שלום 🌳\nsecond line" in "".join(outer.words)
    assert {a["dir"] for a in outer.all("span") if a.get("class") == "free"} == {"auto"}


def test_that_nothing_was_agreed_is_said_once() -> None:
    assert Reader(page_of()).text.count("No action has been agreed yet.") == 1


def test_public_edition_names_what_is_withheld_and_not_the_risk() -> None:
    found = public(told())
    page = html_page(Material(found, PLAN, CHECKLIST, "en"))
    text = Reader(page).text
    assert "Public edition" in text
    assert "This edition leaves out the sensitive criteria" in text
    assert "design vehicle" not in text
    assert "risk_spot" not in page
    # What protects is not on the map either: gaps could be measured on it.
    inner = Reader(page).all("iframe")[0]["srcdoc"] or ""
    with_it = Reader(page_of()).all("iframe")[0]["srcdoc"] or ""
    assert PLAN.has("bollard")
    assert len(inner) < len(with_it)


def test_edition_stands_on_every_printed_page() -> None:
    page = page_of("nl+fr", edition="public")
    for lang, edition in (("nl", "Openbare versie"), ("fr", "Version publique")):
        assert f'article[lang="{lang}"]{{page:{lang}}}' in page
        rule = page.split(f"@page {lang}{{")[1].split("}")[0]
        assert f'content:"{edition} · ' in rule


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


def test_a_thousand_criteria_and_long_comments() -> None:
    base = {r.id: r for r in sample_results(PLAN)}
    many = tuple(
        base["S-02"].model_copy(update={"id": f"X-{n:03}"}) for n in range(1000)
    )
    long = tuple(
        Rating.model_construct(
            rater=f"R{n}",
            discipline="police",
            criterion="X-000",
            answer=3,
            comment=f"{n:05}" * 1000,
        )
        for n in range(50)
    )
    page = Reader(page_of("nl", criteria=(*base.values(), *many), ratings=long))
    assert len(page.all("section")) == len(base) + 1000
    assert all(f"{n:05}" * 1000 in page.words for n in range(50))

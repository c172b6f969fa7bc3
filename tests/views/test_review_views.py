"""What the shared screen of a session shows."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from sbd.checklists.read import read_checklist
from sbd.locale import LANGS
from sbd.reviews.model import Answer
from sbd.reviews.records import Given
from sbd.scoring.agenda import standing
from sbd.views.chain_table import chain_counts, chain_table
from sbd.views.discipline_picture import (
    GROUPS,
    discipline_picture,
    group_levels,
    silent_groups,
)
from sbd.views.live_counts import joined_table, live_counts
from sbd.views.settle_words import conclusion
from sbd.views.spread_table import spread_table
from sbd.views.stages import stages

#: Picture 08 of the design: seven disciplines on S-04.
PICTURE: dict[str, list[Answer]] = {
    "police": [3, 3, 4],
    "planning": [0, 1, 1, 2],
    "mobility": [3, 3, 4],
    "accessibility": [0, 0],
    "prevention": [0, 1],
    "fire": [4],
    "residents": [0, 0, 1, "unknown"],
}
JOINED = {d: len(said) for d, said in PICTURE.items()}
CHECKLIST = read_checklist("brussels")


def tree(html: str) -> ElementTree.Element:
    """Read HTML as XML, which it must be too: every element closed, no stray mark."""
    closed = html.replace("<br>", "<br/>").replace("<col>", "<col/>")
    closed = re.sub(r"(<col [^>]*)>", r"\1/>", closed)
    return ElementTree.fromstring(f"<div>{closed}</div>")


class _Words(HTMLParser):
    """What is read out: everything but what is hidden from screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._hidden: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "col"):
            hidden = ("aria-hidden", "true") in attrs
            self._hidden.append(hidden or any(self._hidden[-1:]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("br", "col"):
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._hidden[-1:]):
            self.said.append(data)


def read_out(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    return " ".join(" ".join(reader.said).split())


def reveal(answers: dict[str, list[Answer]], lang: str = "en") -> ElementTree.Element:
    return tree(spread_table(answers, standing(answers).opinion, lang))


def framed(row: ElementTree.Element) -> list[int]:
    cells = row.findall("td")
    return [n for n, c in enumerate(cells) if "med" in c.get("class", "").split()]


def medians(answers: dict[str, list[Answer]]) -> dict[str, list[int]]:
    rows = reveal(answers).findall(".//tbody/tr")
    return {"".join(r.find("th").itertext()): framed(r) for r in rows}  # type: ignore[union-attr]


def test_the_medians_are_framed_where_the_picture_has_them() -> None:
    assert medians(PICTURE) == {
        "Police": [3],
        "Planning": [1],
        "Mobility": [3],
        "Accessibility": [0],
        "Prevention": [0, 1],
        "Fire service": [4],
        "Residents": [0],
    }


def test_every_person_is_a_dot_and_a_number_that_is_read_out() -> None:
    found = reveal(PICTURE)
    assert len(found.findall(".//tbody//i")) == sum(JOINED.values())
    residents = found.findall(".//tbody/tr")[-1]
    said = ["".join(cell.itertext()) for cell in residents.findall("td")]
    assert said == ["2 people, median", "1 person", "", "", "", "1 person"]


def foot(answers: dict[str, list[Answer]]) -> list[tuple[str, int]]:
    cells = reveal(answers).findall(".//tfoot//td")
    return [("".join(c.itertext()), int(c.get("colspan", "1"))) for c in cells]


def test_one_voice_each_stands_below_its_level() -> None:
    assert [c for c in foot(PICTURE) if c[0]] == [("median 1", 1)]
    assert foot(PICTURE).index(("median 1", 1)) == 1


def test_a_median_between_levels_lies_over_both() -> None:
    assert ("median 2.5", 2) in foot({"police": [2], "fire": [3]})
    quarter: dict[str, list[Answer]] = {"police": [0, 1], "fire": [1]}
    assert standing(quarter).opinion.level == 0.75
    assert ("median 0.5", 2) in foot(quarter)  # as the findings show it


def test_a_majority_that_says_not_applicable_is_shown_as_such() -> None:
    said: dict[str, list[Answer]] = {
        "police": ["not_applicable"],
        "fire": ["not_applicable"],
        "green": [3],
    }
    assert medians(said) == {"Police": [6], "Fire service": [6], "Green space": [3]}
    assert foot(said)[-1] == ("not applicable", 1)


def test_nobody_gave_a_level() -> None:
    assert foot({"police": ["unknown"]}) == [("no level given", 6)]


def test_many_persons_are_a_number() -> None:
    crowd = reveal({"residents": [2] * 13})
    assert crowd.findall(".//tbody//i") == []
    assert "13" in read_out(
        spread_table({"residents": [2] * 13}, standing({}).opinion, "en")
    )
    assert "<i" not in live_counts({"residents": 13}, {"residents": 4}, "en")


def test_who_says_what_as_in_the_picture() -> None:
    assert read_out(conclusion(standing(PICTURE), "en")) == (
        "Disagreement: talk first Fire service, police and mobility say good or better"
        " . Accessibility and residents say insufficient . RAND/UCLA 1.6 (> 1)"
    )


def test_few_persons_have_a_range_and_no_index() -> None:
    few = conclusion(standing({"police": [1], "fire": [4]}), "en")
    assert "RAND" not in few
    assert "Levels given: 1 to 4" in few


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ({"police": [2, 3], "fire": [3]}, "Agreement"),
        ({"police": [1], "fire": [2, 3]}, "Views differ"),
        ({"police": ["unknown"]}, "Nobody gave a level"),
    ],
)
def test_the_heading_says_how_far_apart_they_are(
    said: dict[str, list[Answer]], heading: str
) -> None:
    html = conclusion(standing(said), "en")
    assert read_out(html).startswith(heading)
    assert "hot" not in html


def test_an_index_never_seems_to_lie_on_the_other_side_of_one() -> None:
    for levels in ([0, 0, 1, 2, 2], [1, 1, 2, 3, 3], [0, 1, 2, 3, 4], [0, 0, 0, 4, 4]):
        found = standing({"residents": levels})
        shown = re.search(r"RAND/UCLA (\S+) \((.)", read_out(conclusion(found, "en")))
        assert shown is not None
        assert (
            (float(shown[1]) > 1) == (shown[2] == ">") == ((found.opinion.di or 0) > 1)
        )


def test_who_joined_and_who_is_expected() -> None:
    html = joined_table(JOINED, [*JOINED, "maintenance"], "en")
    assert read_out(html).startswith("19 people joined, 7 of 8 disciplines")
    rows = tree(html).findall(".//tbody/tr")
    assert len(rows) == 8
    assert "expected, nobody yet" in "".join(rows[-1].itertext())
    assert len(tree(html).findall('.//i[@class="f"]')) == 19


def test_who_answered_without_what() -> None:
    done = {**JOINED, "planning": 3, "prevention": 1, "residents": 1}
    html = live_counts(JOINED, done, "en")
    assert read_out(html).startswith("14 of 19 answered Levels stay hidden")
    assert len(tree(html).findall('.//i[@class="f"]')) == 14
    assert len(tree(html).findall(".//i")) == 19
    assert "3 of 4" in read_out(html)
    assert "chip" not in html


def test_one_who_answered_and_left_still_counts() -> None:
    assert "2 of 2 answered" in read_out(live_counts({"fire": 1}, {"fire": 2}, "en"))


def test_the_step_is_told() -> None:
    items = tree(stages(2, "en")).findall(".//li")
    assert [i.get("aria-current") for i in items] == [None, None, "step", None]
    assert read_out(stages(2, "en")) == (
        "Join the review , done Everyone rates alone , done Reveal Settle"
    )


def test_the_gaps_of_the_chain_are_hatched_and_named() -> None:
    every = chain_counts(CHECKLIST, [c.id for c in CHECKLIST.criteria])
    assert set(every) <= {
        (phase, about)
        for c in CHECKLIST.criteria
        for phase in c.chain_phase
        for about in c.phenomenon
    }
    html = chain_table(Counter({("prevention", "inclusion"): 12}), "en")
    assert len(tree(html).findall('.//td[@class="none"]')) == 11
    assert read_out(html).endswith(
        "Nothing answered yet: prevention (victims, nuisance, living together)"
        " · reaction (all four) · follow-up (all four)"
    )
    full = {
        (phase, about): 1
        for phase in ("prevention", "reaction", "follow_up")
        for about in ("victimisation", "nuisance", "living_together", "inclusion")
    }
    assert "Nothing answered" not in chain_table(Counter(full), "en")


def test_a_group_has_one_voice_per_discipline() -> None:
    given = [
        *(Given("S-04", "police", 4) for _ in range(5)),
        Given("S-04", "fire", 0),
        Given("S-04", "prevention", 1),
        Given("S-04", "residents", 3),
    ]
    assert group_levels(given, "security") == {"S-04": 1}
    html = discipline_picture(given, "security", CHECKLIST, "en")
    assert "1.0 weak" in read_out(html)
    assert CHECKLIST.criterion("S-04").title.en in read_out(html)
    assert discipline_picture(given, "design", CHECKLIST, "en") == ""
    assert silent_groups(given, "en").count("<p") == len(GROUPS) - 2


def test_a_mean_is_not_rounded_into_the_next_word() -> None:
    """Sixty criteria of which one lacks a level: 2.98 is acceptable, not 3.0."""
    found = [c.id for c in CHECKLIST.criteria if c.bar == "safety"][:16]
    given = [Given(c, "residents", 3) for c in found[1:]]
    given.append(Given(found[0], "residents", 2))
    assert "2.9 acceptable" in read_out(
        discipline_picture(given, "people", CHECKLIST, "en")
    )


@pytest.mark.parametrize("lang", LANGS)
def test_every_view_is_well_formed_and_has_words(lang: str) -> None:
    given = [Given("S-04", d, a) for d, said in PICTURE.items() for a in said]  # type: ignore[arg-type]
    found = standing(PICTURE)
    views = [
        *(stages(n, lang) for n in range(4)),
        joined_table(JOINED, ["police", "legal"], lang),
        live_counts(JOINED, {"police": 1}, lang),
        spread_table(PICTURE, found.opinion, lang),
        conclusion(found, lang),
        chain_table(Counter({("reaction", "nuisance"): 2}), lang),
        *(discipline_picture(given, g, CHECKLIST, lang) for g in GROUPS),
        silent_groups(given, lang),
    ]
    for html in views:
        assert "review." not in html
        assert "standing." not in html
        for table in tree(html).iter("table"):
            assert all(th.get("scope") for th in table.iter("th"))

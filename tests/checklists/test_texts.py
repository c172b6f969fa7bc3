"""Every text of the shipped checklist, in three languages."""

from __future__ import annotations

import re

import pytest

from sbd.checklists.model import Criterion
from tests.checklists.shipped import CHECKLIST

LANGUAGES = ("en", "nl", "fr")
LEVEL_WORDS = {
    "en": "insufficient weak acceptable good excellent",
    "nl": "onvoldoende zwak aanvaardbaar goed uitstekend",
    "fr": "insuffisant faible acceptable bon excellent",
}


def each(*texts: tuple[str, object]) -> list[tuple[str, str, str]]:
    """Return (where, language, text) of every translated text of the checklist."""
    return [
        (where, lang, getattr(text, lang))
        for where, text in texts
        for lang in LANGUAGES
        if getattr(text, lang) is not None
    ]


def texts_of(criterion: Criterion) -> list[tuple[str, str, str]]:
    own = [(criterion.id, t) for t in (criterion.title, criterion.question)]
    own.append((criterion.id, criterion.guidance))
    anchors = criterion.anchors.levels() if criterion.anchors else {}
    return each(*own, *((f"{criterion.id} level {n}", t) for n, t in anchors.items()))


ALL_TEXTS = [
    *(t for c in CHECKLIST.criteria for t in texts_of(c)),
    *each(*((t.id, t.pull) for t in CHECKLIST.tensions)),
    *each(*((t.id, t.way_out) for t in CHECKLIST.tensions)),
    *each(("title", CHECKLIST.title), ("scope", CHECKLIST.scope)),
]


@pytest.mark.parametrize("criterion", CHECKLIST.criteria, ids=lambda c: c.id)
def test_title_question_and_guidance_in_all_languages(criterion):
    for lang in LANGUAGES:
        assert getattr(criterion.title, lang)
        assert len(getattr(criterion.guidance, lang)) > 80
        question = getattr(criterion.question, lang)
        assert question is not None
        assert question.endswith(" ?" if lang == "fr" else "?")


@pytest.mark.parametrize("criterion", CHECKLIST.criteria, ids=lambda c: c.id)
def test_judged_anchors_run_from_lowest_to_highest_in_all_languages(criterion):
    if criterion.measured:
        return
    levels = criterion.anchors.levels()
    assert {0, 2, 4} <= set(levels)
    assert set(levels) == ({0, 2, 3, 4} if criterion.id == "G-05" else {0, 1, 2, 3, 4})
    for text in levels.values():
        assert text.nl
        assert text.fr


def test_level_4_that_cannot_be_measured_is_described():
    settled = {c.id for c in CHECKLIST.criteria if c.measured and c.anchors}
    most = {
        c.id
        for c in CHECKLIST.criteria
        if c.measured and all(p.max_level < 4 for p in c.measured_by)
    }
    assert settled == most == {"S-13"}


def test_texts_are_clean_lines_without_placeholders():
    bad = re.compile(r"TODO|TBD|FIXME|lorem|xxx|\?\?|\.\.\.|['\"!]|\s\s|\n", re.I)
    assert [t for t in ALL_TEXTS if bad.search(t[2]) or t[2] != t[2].strip()] == []


def test_anchors_say_what_is_seen_instead_of_the_level():
    anchors = [t for t in ALL_TEXTS if " level " in t[0]]
    assert len(anchors) == 3 * (22 * 5 + 4 + 1)
    for where, lang, text in anchors:
        said = set(re.findall(r"\w+", text.lower()))
        assert not said & set(LEVEL_WORDS[lang].split()), where
        assert not text.endswith("."), where
        assert len(text) <= 110, where


def test_french_has_a_space_before_high_punctuation():
    for where, lang, text in ALL_TEXTS:
        if lang == "fr":
            assert not re.search(r"[^\s\d][;:?]", text), where
        else:
            assert not re.search(r"\s[;:?]", text), where


def test_titles_are_unique_in_every_language():
    for lang in LANGUAGES:
        titles = [getattr(c.title, lang) for c in CHECKLIST.criteria]
        assert len(set(titles)) == 60


def test_no_text_promises_safety():
    for where, _, text in ALL_TEXTS:
        assert not re.search(r"\b(is|stays) safe\b|guarantee", text.lower()), where

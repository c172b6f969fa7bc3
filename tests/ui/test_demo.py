"""The demo square speaks the language of the screen."""

from __future__ import annotations

import pytest

from sbd.assessment import join, public_edition
from sbd.checklists.read import read_checklist
from sbd.locale import LANGS
from sbd.plans.read import read_plan
from sbd.reviews.model import Rating
from sbd.reviews.read import read_ratings
from sbd.ui import cache, demo, state
from tests.assessment.school import all_unknown

OTHERS = [lang for lang in LANGS if lang != "en"]
#: Comments and reasons of decisions in each file, counted by hand.
SAID = {"existing": 23, "a": 23, "b": 26}


def answers(variant: str, lang: str) -> tuple[Rating, ...]:
    path = demo.demo_ratings(variant, lang)
    assert path is not None
    return read_ratings(path)


@pytest.mark.parametrize("variant", demo.VARIANTS)
@pytest.mark.parametrize("lang", OTHERS)
def test_answers_are_the_same_in_every_language_and_comments_are_not(
    variant: str, lang: str
) -> None:
    english, other = answers(variant, "en"), answers(variant, lang)
    silent = {"comment": None, "reason": None}
    assert [r.model_copy(update=silent) for r in english] == [
        r.model_copy(update=silent) for r in other
    ]
    told = [
        (a, b)
        for one, same in zip(english, other, strict=True)
        for a, b in ((one.comment, same.comment), (one.reason, same.reason))
        if a or b
    ]
    assert len(told) == SAID[variant]
    assert all(a and b and a != b for a, b in told)


def test_a_language_without_a_file_has_the_english_comments() -> None:
    assert demo.demo_ratings("a", "de") == demo.demo_ratings("a")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("nl", "Vlakke tegels, maar glad bij regen."),
        ("fr", "Dalles planes, mais glissantes par temps de pluie."),
        ("en", "Even slabs, slippery when wet."),
    ],
)
def test_the_demo_is_commented_in_the_language_of_the_screen(
    monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    monkeypatch.setattr(state, "lang", lambda: lang)
    assert said in [r.comment for r in cache.demo_answers("a")]


def test_a_design_of_the_demo_is_called_as_on_the_screen() -> None:
    assert demo.demo_name("a", "nl") == "Ontwerp A"
    assert demo.demo_name("a", "nl+fr") == "Ontwerp A / Projet A"


def test_who_decided_on_the_risk_of_the_demo_is_said_in_the_language() -> None:
    path = demo.demo_plan("a")
    assert path is not None
    plan = read_plan([path])
    whole = join(plan, read_checklist("brussels"), all_unknown(), date="2026-01-31")
    assert whole.plan.risk is not None
    assert whole.plan.risk.decided_by == "municipal safety coordinator"
    found = demo.called(whole, "a", "fr").plan
    assert found.risk is not None
    assert found.risk.decided_by == "le coordinateur communal de la sécurité"
    assert found.variant == "Projet A"
    public = demo.called(public_edition(whole), "a", "fr").plan
    assert public.risk is None

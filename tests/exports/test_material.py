"""What every export is made from: languages there are, alone or two together."""

from __future__ import annotations

import pytest

from sbd.errors import DocumentError
from sbd.exports.material import Material
from sbd.locale import translated
from tests.views.sample import sample, sample_checklist
from tests.views.sample_plan import sample_plan

PLAN = sample_plan()


def material(lang: str) -> Material:
    return Material(sample(PLAN), PLAN, sample_checklist(), lang)


@pytest.mark.parametrize(
    ("lang", "langs"),
    [("nl", ("nl",)), ("fr+en", ("fr", "en")), ("nl+en", ("nl", "en"))],
)
def test_any_language_or_two_together(lang: str, langs: tuple[str, ...]) -> None:
    assert material(lang).langs == langs


@pytest.mark.parametrize("lang", ["de", "nl+de", "", "nl,fr"])
def test_a_language_that_does_not_exist_is_refused(lang: str) -> None:
    with pytest.raises(DocumentError) as told:
        material(lang)
    assert str(told.value) == (
        f"The language '{lang}' does not exist: choose nl, fr, en, or two of them "
        "joined by +, such as fr+en."
    )
    dutch = translated("nl", told.value.parts)
    assert dutch.endswith(
        "kies nl, fr, en, of twee ervan met een + ertussen, zoals fr+en."
    )
    assert "deux d’entre elles" in translated("fr", told.value.parts)

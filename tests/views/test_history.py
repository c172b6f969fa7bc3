"""The history in words: every step once, undone ones marked, dropped ones left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shapely.geometry import box

from sbd.locale import LANGS
from sbd.plans.plan import Plan, Unfit, make_plan
from sbd.plans.plan_file import Entry
from sbd.plans.steps import (
    Change,
    Choose,
    Draw,
    Erase,
    Fill,
    NewSource,
    Reshape,
    Step,
    Target,
)
from sbd.views.history import history_list, last_step, step_words, unfit_list

LAMP = Target(id="L<1>", kind="lamp", x=0.0, y=0.0)
STEPS: tuple[Step, ...] = (
    Draw(id="bench-s1", kind="bench", geometry="POINT (0 0)"),
    Reshape(target=LAMP, geometry="POINT (1 1)"),
    Erase(targets=(LAMP, LAMP)),
    Fill(changes=(Change(target=LAMP, values={"height_m": 5.0, "lumen": 4000.0}),)),
    Choose(values={"risk": "none", "at": [4.35, 50.85]}),
    NewSource(version=2, files=("v2.dxf",)),
)


def entries(*states: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(n, n, step, "2026-11-25T10:00:00Z", state)  # type: ignore[arg-type]
        for n, (step, state) in enumerate(zip(STEPS, states, strict=False), 1)
    )


@pytest.mark.parametrize("lang", LANGS)
def test_every_step_has_words_in_every_language(lang: str) -> None:
    for step in STEPS:
        words = step_words(step, lang)
        assert "history." not in words
        assert "{" not in words


def test_steps_name_kinds_numbers_and_attributes() -> None:
    words = [step_words(s, "en") for s in STEPS]
    assert words[0] == "drawn: bench"
    assert words[2] == "taken out: 2 lamps"
    assert "1 lamp (height" in words[3]
    assert words[4] == "answered: protection against vehicles, place"
    assert words[5] == "newer version of the file: v2.dxf"


def test_the_newest_comes_first_and_dropped_ones_are_left_out() -> None:
    shown = history_list(entries("done", "dropped", "undone"), "en")
    assert shown.index("taken out") < shown.index("drawn")
    assert "moved" not in shown
    assert shown.count("(undone)") == 1


def test_steps_made_at_once_are_one_line() -> None:
    both = tuple(replace(e, batch=1) for e in entries("done", "done"))
    assert history_list(both, "en").count("<li") == 1


def test_ids_of_files_are_escaped() -> None:
    assert "L&lt;1&gt;" in history_list(entries("done", "done"), "en")


def test_only_steps_in_force_are_saved_ones() -> None:
    assert last_step(entries("done", "done", "undone"), "en") == "Saved, step 2"
    assert last_step((), "en") == ""
    assert "Nothing was supplied" in history_list((), "en")


@pytest.mark.parametrize("lang", LANGS)
def test_what_does_not_fit_is_listed(lang: str) -> None:
    plan: Plan = make_plan({}, site=box(0, 0, 9, 9))
    assert unfit_list(plan, lang) == ""
    lost = tuple(Unfit(1, op, "L<1>", "lamp") for op in ("fill", "erase", "reshape"))
    shown = unfit_list(replace(plan, unfit=lost), lang)
    assert shown.count("<li>") == 3
    assert "L&lt;1&gt;" in shown
    assert "history." not in shown

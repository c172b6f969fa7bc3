"""The table of actions and the matrix of actors."""

from __future__ import annotations

import re
from html import unescape

import pytest

from sbd.document import ActionRecord
from sbd.views.action_list import action_items, action_list, attention_first
from sbd.views.actor_matrix import actor_matrix
from tests.views.sample import NASTY, sample_checklist

TODAY = "2026-01-31"


def action(n: int, **changes: object) -> ActionRecord:
    said = {
        "uid": f"{n:032x}",
        "criterion": "A-03",
        "text": f"task {n}",
        "owner": "municipality",
        "phase": "prevention",
        "due": None,
        "state": "open",
        **changes,
    }
    return ActionRecord.model_validate(said)


LATE = action(1, due="2026-01-30")
NOBODYS = action(2, owner=None, phase="reaction")
DONE = action(3, due="2025-12-01", state="done", owner="police_zone")
DROPPED = action(4, owner=None, state="dropped", phase="follow_up")
SOON = action(5, due="2026-02-01")
ALL = (DONE, DROPPED, SOON, NOBODYS, LATE)


def table(actions: tuple[ActionRecord, ...], lang: str = "en") -> str:
    return action_list(actions, sample_checklist(), lang, today=TODAY)


def row_of(html: str, words: str) -> str:
    return next(r for r in re.findall(r"<tr.*?</tr>", html) if words in r)


def test_what_stands_out_comes_first_and_what_is_over_last() -> None:
    assert attention_first(ALL, TODAY) == (LATE, NOBODYS, SOON, DONE, DROPPED)


def test_late_and_nobodys_are_said_in_words() -> None:
    html = table(ALL)
    assert "overdue" in row_of(html, "task 1")
    assert "nobody yet" in row_of(html, "task 2")
    for n in (3, 4, 5):
        assert "overdue" not in row_of(html, f"task {n}")
    assert "3 of 5 still to do · 1 overdue · 1 without an owner" in html


def test_the_list_of_one_criterion_says_the_same() -> None:
    html = action_items(ALL, "en", today=TODAY)
    items = re.findall(r"<li.*?</li>", html)
    assert len(items) == 5
    assert "overdue" in items[0]
    assert "30/01/2026" in items[0]
    assert "nobody yet" in items[1]
    assert 'class="over"' in items[4]


def test_the_day_is_an_input() -> None:
    html = action_list(ALL, sample_checklist(), "en", today="2026-02-02")
    assert "overdue" in row_of(html, "task 5")


@pytest.mark.parametrize(
    ("lang", "owner", "phase"),
    [
        ("en", "Municipality (planning and works)", "prevention"),
        ("nl", "Gemeente (stedenbouw en werken)", "preventie"),
        ("fr", "Commune (urbanisme et travaux)", "prévention"),
    ],
)
def test_names_in_the_language(lang: str, owner: str, phase: str) -> None:
    html = unescape(table((LATE,), lang))
    assert owner in html
    assert phase in html.lower()
    assert "30/01/2026" in html


def test_the_matrix_counts_and_hatches() -> None:
    html = actor_matrix(ALL, "en")
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", html)
    assert [re.sub("<.*?>", "", r.split("</th>")[0]) for r in rows] == [
        "Police zone",
        "Municipality (planning and works)",
        "nobody yet",
    ]
    assert "to do 0 · done 1" in rows[0]
    assert "to do 2 · done 0" in rows[1]
    assert [r.count('class="none"') for r in rows] == [2, 2, 2]
    assert "task 4" not in html  # dropped


def test_nothing_agreed_is_said() -> None:
    for html in (table(()), actor_matrix((DROPPED,), "en")):
        assert "No action has been agreed yet." in html


def test_what_people_wrote_stays_text() -> None:
    nasty = (action(1, text=NASTY, owner=NASTY),)
    items = action_items(nasty, "en", today=TODAY)
    for html in (table(nasty), actor_matrix(nasty, "en"), items):
        assert "<img" not in html
        assert "</script" not in html
        assert "onerror=alert(1)" in unescape(html)

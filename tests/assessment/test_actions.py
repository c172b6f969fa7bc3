"""Actions in the document: all in the restricted edition, some in the public one."""

from __future__ import annotations

from sbd.assessment import assess, public_edition, rescore
from sbd.assessment.records import action_record
from sbd.document import ActionRecord
from sbd.reviews.actions import Action, Task
from tests.assessment.school import DATE, checklist, plan


def action(criterion: str, text: str) -> ActionRecord:
    task = Task(criterion, text, "prevention", "police_zone", "2026-03-01")
    return action_record(Action(7, "f" * 16, "a" * 16, task, "2026-01-31T10:00:00Z"))


ACTIONS = (action("A-10", "Banken"), action("S-02", "Rij"), action("Z-99", "Oud"))


def test_actions_change_no_score() -> None:
    with_them = assess(plan(), checklist(), (), ACTIONS, date=DATE)
    without = assess(plan(), checklist(), date=DATE)
    assert with_them.actions == ACTIONS
    assert with_them.model_copy(update={"actions": ()}) == without
    assert rescore(with_them) == with_them


def test_the_public_edition_keeps_those_on_criteria_it_may_show() -> None:
    whole = assess(plan(), checklist(), (), ACTIONS, date=DATE)
    # Of a criterion that the checklist no longer has nobody knows if it is sensitive.
    assert [a.text for a in public_edition(whole).actions] == ["Banken"]


def test_a_record_holds_no_id_of_the_store() -> None:
    written = ACTIONS[0].model_dump_json()
    assert "f" * 16 not in written
    assert "a" * 16 not in written
    assert len(ACTIONS[0].uid) == 32

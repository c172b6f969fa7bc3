"""What is to be done, by whom, in which link of the chain; what the chain lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from sbd.checklists.lists import read_lists
from sbd.checklists.model import Checklist, Phase, Phenomenon
from sbd.document import ActionRecord, Assessment
from sbd.locale import text
from sbd.reviews.actions import PENDING, PHASES
from sbd.views.action_list import (
    attention,
    attention_first,
    due_text,
    numbers,
    owner_name,
)
from sbd.views.chain_table import chain_counts
from sbd.views.report.levels import holds_back
from sbd.views.report.model import ActionLine, Grid, GridRow
from sbd.views.words import title_of


def action_lines(
    assessment: Assessment, checklist: Checklist, lang: str, *, criterion: str = ""
) -> tuple[ActionLine, ...]:
    """Return the actions, those that need attention first.

    Parameters
    ----------
    assessment : Assessment
        Late is what is late on its day.
    checklist : Checklist
        For titles.
    lang : {"nl", "fr", "en"}
        Language.
    criterion : str
        Only those of one criterion, if given.
    """
    shown = [a for a in assessment.actions if criterion in ("", a.criterion)]
    today = assessment.date
    return tuple(
        ActionLine(
            criterion=action.criterion,
            title=title_of(checklist, action.criterion, lang),
            what=action.text,
            who=owner_name(action.owner, lang),
            phase=text(lang, f"phase.{action.phase}"),
            due=due_text(action.due),
            state=text(lang, f"actions.state_{action.state}"),
            attention=tuple(
                text(lang, f"actions.{why}") for why in attention(action, today)
            ),
            over=action.state not in PENDING,
        )
        for action in attention_first(shown, today)
    )


def action_numbers(assessment: Assessment, lang: str) -> str:
    """Return how many actions there are and how many stand out; empty without any."""
    if not assessment.actions:
        return ""
    return numbers(assessment.actions, lang, assessment.date)


def chain(assessment: Assessment, checklist: Checklist, lang: str) -> Grid:
    """Return how many criteria are answered per link of the chain and phenomenon."""
    answered = {c.id for c in assessment.criteria if c.level is not None}
    counts = chain_counts(checklist, answered)
    phenomena = get_args(Phenomenon)
    notes = ["report.chain_note"]
    if holds_back(assessment):
        notes.append("report.chain_withheld")
    rows = tuple(
        GridRow(
            name=text(lang, f"phase.{phase}"),
            cells=tuple(
                (str(counts[phase, p]),) if counts[phase, p] else () for p in phenomena
            ),
        )
        for phase in get_args(Phase)
    )
    return Grid(
        corner=text(lang, "review.phase"),
        heads=tuple(text(lang, f"phenomenon.{p}") for p in phenomena),
        rows=rows,
        note=" ".join(text(lang, key) for key in notes),
    )


def actors(assessment: Assessment, lang: str) -> Grid:
    """Return who does what per link of the chain, without what was dropped."""
    kept = [a for a in assessment.actions if a.state != "dropped"]
    rows = tuple(
        GridRow(
            name=owner_name(owner, lang),
            cells=tuple(
                tuple(
                    f"{a.criterion} · {a.text}"
                    for a in kept
                    if a.owner == owner and a.phase == phase
                )
                for phase in PHASES
            ),
        )
        for owner in _owners(kept)
    )
    return Grid(
        corner=text(lang, "actions.owner"),
        heads=tuple(text(lang, f"phase.{p}") for p in PHASES),
        rows=rows,
    )


def _owners(actions: Sequence[ActionRecord]) -> list[str | None]:
    """Return who owns anything, in the order of the list, nobody last."""
    present = {a.owner for a in actions}
    listed = [o for o in read_lists().actors if o in present]
    others = sorted(o for o in present if o is not None and o not in listed)
    return [*listed, *others, *([None] if None in present else [])]

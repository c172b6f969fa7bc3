"""What five criteria find in a scenario, beside what was scored."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sbd.checklists.model import Checklist
from sbd.document import Assessment, CriterionResult
from sbd.locale import text
from sbd.views.chips import result_chip
from sbd.views.criteria import summary
from sbd.views.words import deciding_part, holds_detail_back, part_value, title_of


def scenario_table(
    scored: Assessment,
    found: Sequence[CriterionResult],
    scenario: str,
    checklist: Checklist,
    lang: str,
) -> str:
    """Return a table: each criterion as scored and in a scenario.

    Parameters
    ----------
    scored : Assessment
        As scored.
    found : sequence of CriterionResult
        In the scenario.
    scenario : {"day", "night", "event"}
        Its name.
    checklist : Checklist
        For the titles.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    str
        HTML. Withheld criteria are left out.
    """
    pairs = [(scored.criterion(result.id), result) for result in found]
    rows = "".join(
        _row(before, after, checklist, lang)
        for before, after in pairs
        if before.state != "withheld"
    )
    heads = ("scenario.criterion", "scenario.scored", f"scenario.{scenario}")
    head = "".join(f'<th scope="col">{escape(text(lang, h))}</th>' for h in heads)
    caption = escape(text(lang, "scenario.about"))
    return (
        f'<table class="q"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(
    before: CriterionResult, after: CriterionResult, checklist: Checklist, lang: str
) -> str:
    title = escape(title_of(checklist, before.id, lang))
    cells = "".join(f"<td>{_cell(result, lang)}</td>" for result in (before, after))
    return f'<tr><th scope="row"><b>{before.id}</b> {title}</th>{cells}</tr>'


def _cell(result: CriterionResult, lang: str) -> str:
    """Show a level and the value that decides it, else why there is none."""
    part = deciding_part(result)
    measured = result.state == "measured" and not holds_detail_back(result)
    if measured and part is not None:
        words = part_value(part, lang)
    else:
        words = summary(result, lang)
    return f"{result_chip(result, lang)} <span>{escape(words)}</span>"

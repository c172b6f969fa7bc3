"""A report in one language as plain data, from which every readable format draws."""

from __future__ import annotations

from collections.abc import Sequence

from sbd.checklists.model import Checklist
from sbd.document import Assessment
from sbd.locale import text
from sbd.views.report.actions import action_lines, action_numbers, actors, chain
from sbd.views.report.compared import comparison
from sbd.views.report.criteria import criterion_pages, dimension_pages
from sbd.views.report.front import cover, footer, front, running_head
from sbd.views.report.labels import labels
from sbd.views.report.legal import legal_requirements
from sbd.views.report.method import method
from sbd.views.report.model import CheckLine, Report
from sbd.views.report.people import remarks
from sbd.views.report.tensions import tension_lines

__all__ = ["CheckLine", "Report", "report"]


def report(
    assessment: Assessment,
    checklist: Checklist,
    lang: str,
    compared: Sequence[Assessment] = (),
    checks: Sequence[CheckLine] = (),
) -> Report:
    """Return everything a report says.

    Parameters
    ----------
    assessment : Assessment
        In the edition to be written: a public one says nothing of what is withheld.
    checklist : Checklist
        The checklist used: titles, questions, guidance, tensions, parameters.
    lang : {"nl", "fr", "en"}
        Language.
    compared : sequence of Assessment
        Other designs of the same site, in the same edition.
    checks : sequence of CheckLine
        What was checked before the report goes out, for the annex.

    Returns
    -------
    Report
        Words and numbers, without layout; nothing in it is escaped.
    """
    return Report(
        lang=lang,
        edition=assessment.edition,
        edition_word=text(lang, f"edition.{assessment.edition}"),
        running=running_head(assessment, lang),
        footer=footer(assessment, checklist, lang),
        date=assessment.date,
        cover=cover(assessment, checklist, lang),
        front=front(assessment, checklist, lang),
        legal=legal_requirements(assessment, checklist, lang),
        dimensions=dimension_pages(assessment, checklist, lang),
        criteria=criterion_pages(assessment, checklist, lang),
        tensions=tension_lines(assessment, checklist, lang),
        chain=chain(assessment, checklist, lang),
        actors=actors(assessment, lang),
        actions=action_lines(assessment, checklist, lang),
        actions_numbers=action_numbers(assessment, lang),
        remarks=remarks(assessment, None, lang),
        comparison=comparison(assessment, checklist, lang, compared),
        method=method(assessment, checklist, lang),
        checks=tuple(checks),
        labels=labels(lang),
    )

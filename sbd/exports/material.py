"""What every export is made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sbd.assessment.report_checks import Check, report_checks
from sbd.checklists.model import Checklist
from sbd.document import Assessment
from sbd.errors import DocumentError
from sbd.locale import LANGS
from sbd.plans.plan import Plan
from sbd.views.before_sharing import check_lines
from sbd.views.report import Report, report


@dataclass(frozen=True)
class Material:
    """An assessment with what it was made of.

    Parameters
    ----------
    assessment : Assessment
        In the edition to be written.
    plan : Plan
        The plan assessed.
    checklist : Checklist
        The checklist used.
    lang : str
        A language of `sbd.locale.LANGS`, or two joined by ``+``.
    compared : tuple of Assessment
        Other variants of the same site, in the same edition.
    checks : tuple of Check, optional
        What should be looked at before sharing, for the annex; else it is looked for.
    template : Path, optional
        A Word document with fields, for reports as Word documents; else the shipped.

    Raises
    ------
    DocumentError
        If a language does not exist.
    """

    assessment: Assessment
    plan: Plan
    checklist: Checklist
    lang: str = "en"
    compared: tuple[Assessment, ...] = ()
    checks: tuple[Check, ...] | None = None
    template: Path | None = None

    def __post_init__(self) -> None:
        if not set(self.langs) <= set(LANGS):
            raise DocumentError(
                "The language '{lang}' does not exist: choose {known}, or two of them "
                "joined by +, such as fr+en.",
                lang=self.lang,
                known=", ".join(LANGS),
            )

    def report(self, lang: str) -> Report:
        """Return everything a report says in a language."""
        found = self.checks
        if found is None:
            found = report_checks(self.assessment, self.plan, self.checklist)
        lines = check_lines(found, self.checklist, lang)
        return report(self.assessment, self.checklist, lang, self.compared, lines)

    @property
    def langs(self) -> tuple[str, ...]:
        """The languages, in their order."""
        return tuple(self.lang.split("+"))

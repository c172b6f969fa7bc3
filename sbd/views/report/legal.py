"""Legal requirements: met, not met, not yet known."""

from __future__ import annotations

from sbd.checklists.model import Checklist
from sbd.document import Assessment, CriterionResult
from sbd.locale import text
from sbd.views.reasons import reason_text
from sbd.views.report.criteria import sources_of
from sbd.views.report.levels import level_of
from sbd.views.report.model import Legal
from sbd.views.report.parts import value_of
from sbd.views.words import holds_detail_back, title_of

#: From this level on a legal criterion without a gate counts as met: the certainty of a
#: criterion is that of the bound of level 2 (checklist model).
MET_FROM = 2.0
_ORDER = ("not_met", "unknown", "met", "not_applicable", "withheld")
_WORDS = {
    "met": "ui.gate_ok",
    "not_met": "ui.gate_failed",
    "unknown": "ui.gate_unknown",
    "not_applicable": "state.not_applicable",
    "withheld": "state.withheld",
}


def legal_requirements(
    assessment: Assessment, checklist: Checklist, lang: str
) -> tuple[Legal, ...]:
    """Return the criteria that a binding text asks for, those not met first."""
    found = [_legal(c, checklist, lang) for c in assessment.criteria if _binding(c)]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.outcome), one.id)))


def _binding(result: CriterionResult) -> bool:
    return result.status == "statutory"


def outcome(result: CriterionResult) -> str:
    """Return ``met``, ``not_met``, ``unknown``, ``not_applicable`` or ``withheld``.

    A gate decides where there is one; else the level does.
    """
    if result.state in ("not_applicable", "withheld"):
        return result.state
    met = result.gate.passed if result.gate is not None else _by_level(result)
    return {True: "met", False: "not_met", None: "unknown"}[met]


def _by_level(result: CriterionResult) -> bool | None:
    level = result.printed_level
    return None if level is None else level >= MET_FROM


def _legal(result: CriterionResult, checklist: Checklist, lang: str) -> Legal:
    found = outcome(result)
    open_to_read = found != "withheld"
    told = result.gate.reason if result.gate is not None else None
    return Legal(
        id=result.id,
        title=title_of(checklist, result.id, lang),
        outcome=found,
        word=text(lang, _WORDS[found]),
        level=level_of(result, lang),
        value=_value(result, lang),
        reason=reason_text(result, lang, told) if open_to_read else "",
        sources=_texts(result, checklist, lang) if open_to_read else (),
    )


def _value(result: CriterionResult, lang: str) -> str:
    if result.state == "withheld" or holds_detail_back(result):
        return text(lang, "state.withheld")
    return value_of(result, lang)


def _texts(result: CriterionResult, checklist: Checklist, lang: str) -> tuple[str, ...]:
    """Return the sources with how sure they are, without values of our own.

    Beside a law, a proposed bound would be read as law.
    """
    proposed = text(lang, "certainty.proposal")
    return tuple(
        f"{one.title} ({' · '.join(filter(None, (one.certainty, one.note)))})"
        for one in sources_of(result, checklist, lang)
        if one.certainty != proposed
    )

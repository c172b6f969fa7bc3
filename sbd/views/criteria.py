"""The rows of the criteria list: requirements not met first, then by gain."""

from __future__ import annotations

from typing import Literal

from sbd.checklists.model import Checklist
from sbd.document import Assessment, CriterionResult, PartResult
from sbd.locale import text
from sbd.views.chips import chip_parts
from sbd.views.reasons import reason_text
from sbd.views.words import (
    deciding_part,
    gain_text,
    holds_detail_back,
    labelled,
    part_value,
    required_text,
    threshold_text,
    title_of,
)

Which = Literal["all", "below", "unknown"]
#: The level that counts as the minimum: acceptable.
MINIMUM_LEVEL = 2.0


def criteria_rows(
    assessment: Assessment,
    checklist: Checklist | None,
    lang: str,
    which: Which = "all",
) -> list[dict[str, str]]:
    """Return the rows of the list component, in the order they are shown.

    Parameters
    ----------
    assessment : Assessment
        What was found.
    checklist : Checklist, optional
        Gives the titles.
    lang : {"nl", "fr", "en"}
        Language.
    which : {"all", "below", "unknown"}
        All criteria, those below the minimum (requirements not met among them), or
        those not yet known.

    Returns
    -------
    list of dict
        Plain text, not escaped: ``id, title, sub, chip, cls, word, gain, gate,
        lock`` as the component reads them. Measured and judged criteria come
        first, then the unknown by what they could bring at most, then those that
        are not applicable or withheld.
    """
    return [_row(r, checklist, lang) for r in ordered(assessment) if _shown(r, which)]


def criteria_counts(assessment: Assessment) -> dict[Which, int]:
    """Return how many rows each choice of `criteria_rows` gives."""
    choices: tuple[Which, ...] = ("below", "all", "unknown")
    return {w: sum(_shown(c, w) for c in assessment.criteria) for w in choices}


def ordered(assessment: Assessment) -> list[CriterionResult]:
    """Return the results: requirements not met first, then by gain, unknown apart."""
    return sorted(assessment.criteria, key=_place)


def _place(result: CriterionResult) -> tuple[int, bool, float, str]:
    failed = result.gate is not None and result.gate.passed is False
    if failed:
        group = 0
    elif result.level is not None:
        group = 1
    elif result.state == "unknown":
        group = 2
    else:
        group = 3 if result.state == "not_applicable" else 4
    gain = result.gain_up_to if group == 2 else result.gain
    # Governance is a bar of its own: its gains do not compare with the others'.
    return group, result.bar == "governance", -(gain or 0.0), result.id


def _shown(result: CriterionResult, which: Which) -> bool:
    if which == "unknown":
        return result.state == "unknown"
    if which == "below":
        failed = result.gate is not None and result.gate.passed is False
        level = result.printed_level
        return failed or (level is not None and level < MINIMUM_LEVEL)
    return True


def _row(
    result: CriterionResult, checklist: Checklist | None, lang: str
) -> dict[str, str]:
    mark = chip_parts(result.printed_level, result.state, lang)
    failed = result.gate is not None and result.gate.passed is False
    return {
        "id": result.id,
        "code": result.id,
        "title": title_of(checklist, result.id, lang),
        "sub": summary(result, lang, checklist),
        "chip": mark.mark,
        "cls": mark.css,
        "word": mark.word,
        "gain": _gain(result, lang),
        "gate": text(lang, "ui.not_met") if failed else "",
        "lock": text(lang, "ui.restricted_short") if result.sensitive else "",
    }


def summary(
    result: CriterionResult, lang: str, checklist: Checklist | None = None
) -> str:
    """Return one line below a title: value and threshold, or why there is none.

    The checklist knows what an unmet requirement asks, where that is more.
    """
    if result.state in ("not_applicable", "withheld"):
        return text(lang, f"state.{result.state}")
    if result.state == "unknown":
        word = text(lang, "state.unknown")
        return f"{word} · {reason_text(result, lang)}" if result.reason else word
    if result.state == "judged":
        return text(lang, "state.judged")
    part = deciding_part(result)
    if part is None or holds_detail_back(result):
        return text(lang, "state.withheld" if part else "state.measured")
    shown = part_value(part, lang)
    if len(result.parts) > 1 or part.unit == "1":
        # Which of the values this is, or what a bare number counts: no title tells.
        name = text(lang, f"indicator.{part.indicator}")
        shown = labelled(name, shown, lang)
    return f"{shown} · {_asked(result, part, checklist, lang)}"


def _asked(
    result: CriterionResult, part: PartResult, checklist: Checklist | None, lang: str
) -> str:
    """Say what a requirement or the next level asks of a part."""
    required = required_text(result, part, checklist, lang)
    if required:
        return labelled(text(lang, "report.required"), required, lang)
    threshold = threshold_text(part, lang)
    if not threshold:
        return text(lang, "ui.best_reached")
    return text(lang, "ui.threshold_of", value=threshold)


def _gain(result: CriterionResult, lang: str) -> str:
    if result.state == "unknown":
        gain = gain_text(result.gain_up_to, lang)
        return text(lang, "ui.up_to", gain=gain) if gain else ""
    return gain_text(result.gain, lang)

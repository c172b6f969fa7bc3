"""What the next level asks of a criterion."""

from __future__ import annotations

from sbd.checklists.model import Checklist
from sbd.document import CriterionResult, PartResult
from sbd.locale import THIN, text
from sbd.views.report.labels import continued
from sbd.views.words import (
    NOISE,
    cut_text,
    find_criterion,
    holds_detail_back,
    in_words,
    is_settled,
    labelled,
    level_text,
    required_text,
    threshold_text,
    with_unit,
)


def next_level(
    result: CriterionResult, checklist: Checklist, lang: str
) -> tuple[str, ...]:
    """Return what the next level asks; nothing at the top or where it is withheld.

    Parameters
    ----------
    result : CriterionResult
        What was found.
    checklist : Checklist
        Holds what each level of a judged criterion means.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    tuple of str
        For a measured criterion the threshold of every part that holds the level
        down, after the value a requirement asks where it is not met; two values for
        one part would leave open which is enough. For a judged one what the next
        level looks like.
    """
    level = result.printed_level
    if level is None or level >= 4 or holds_detail_back(result):
        return ()
    required = _required(result, checklist, lang)
    asked = _thresholds(result, checklist, lang)
    if not required and not asked:
        asked = _anchor(result, checklist, level, lang)
    return (*required, *asked)


def _required(
    result: CriterionResult, checklist: Checklist, lang: str
) -> tuple[str, ...]:
    """Return the value that a requirement asks, where the design is short of it."""
    known = find_criterion(checklist, result.id)
    gate = known.gate if known else None
    failed = result.gate is not None and result.gate.passed is False
    if gate is None or gate.fails_below is None or not failed:
        return ()
    unit = next(p.unit for p in result.parts if p.indicator == gate.indicator)
    least = with_unit(cut_text(gate.fails_below, unit, lang), unit, lang)
    return (labelled(text(lang, "report.required"), f"≥{THIN}{least}", lang),)


def _thresholds(
    result: CriterionResult, checklist: Checklist, lang: str
) -> tuple[str, ...]:
    """Return the thresholds of the next level; where a requirement asks more, none."""
    known = [p for p in result.parts if p.level is not None or is_settled(p)]
    if not known or result.state != "measured":
        return ()
    least = min(_whole(p) for p in known)
    return tuple(
        labelled(text(lang, f"indicator.{p.indicator}"), asked, lang)
        for p in known
        if _whole(p) == least and not required_text(result, p, checklist, lang)
        for asked in [threshold_text(p, lang)]
        if asked
    )


def _whole(part: PartResult) -> int:
    return int((part.low if part.level is None else part.level) + NOISE)


def _anchor(
    result: CriterionResult, checklist: Checklist, level: float, lang: str
) -> tuple[str, ...]:
    criterion = find_criterion(checklist, result.id)
    if criterion is None or criterion.anchors is None:
        return ()
    above = {n: t for n, t in criterion.anchors.levels().items() if n > level + NOISE}
    if not above:
        return ()
    n = min(above)
    word = f"{level_text(n, lang)} {text(lang, f'level.{n}')}"
    return (labelled(word, continued(in_words(above[n], lang), lang), lang),)

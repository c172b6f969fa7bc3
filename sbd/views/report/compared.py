"""A design beside others of the same site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sbd.checklists.model import DIMENSIONS, Checklist
from sbd.document import Assessment, CriterionResult
from sbd.views.balance import verdict_sentence
from sbd.views.report.levels import level_at, level_of, score_of
from sbd.views.report.model import (
    ComparedCriterion,
    ComparedScore,
    Comparison,
    Level,
)
from sbd.views.words import in_words


def comparison(
    assessment: Assessment,
    checklist: Checklist,
    lang: str,
    compared: Sequence[Assessment],
) -> Comparison | None:
    """Return the scores of all designs and the criteria that differ.

    Parameters
    ----------
    assessment : Assessment
        Of the report; the first column.
    checklist : Checklist
        For titles.
    lang : {"nl", "fr", "en"}
        Language.
    compared : sequence of Assessment
        Of the other designs; without any there is no comparison.
    """
    if not compared:
        return None
    designs = (assessment, *compared)
    return Comparison(
        names=_names(designs),
        scores=_scores(designs, lang),
        criteria=tuple(_criteria(designs, checklist, lang)),
        verdicts=tuple(verdict_sentence(a, lang) for a in designs),
    )


def _names(designs: Sequence[Assessment]) -> tuple[str, ...]:
    """Name the designs by their variant; with the site where variants are alike."""
    short = [a.plan.variant or a.plan.name for a in designs]
    times = Counter(short)
    return tuple(
        f"{a.plan.name} {a.plan.variant}".strip() if times[name] > 1 else name
        for a, name in zip(designs, short, strict=True)
    )


def _scores(designs: Sequence[Assessment], lang: str) -> tuple[ComparedScore, ...]:
    found = [
        [score_of(d, a.dimensions[d], lang, a.balance.line) for a in designs]
        for d in DIMENSIONS
    ]
    found.append([score_of("overall", a.overall, lang) for a in designs])
    found.append([score_of("governance", a.governance, lang) for a in designs])
    return tuple(
        ComparedScore(row[0].name, tuple(f"{s.shown} ({s.between})" for s in row))
        for row in found
    )


def _criteria(
    designs: Sequence[Assessment], checklist: Checklist, lang: str
) -> list[ComparedCriterion]:
    known = [{c.id: c for c in a.criteria} for a in designs]
    found = []
    for criterion in checklist.criteria:
        levels = tuple(_level(of.get(criterion.id), lang) for of in known)
        if len(set(levels)) > 1:
            title = in_words(criterion.title, lang)
            found.append(ComparedCriterion(criterion.id, title, levels))
    return found


def _level(result: CriterionResult | None, lang: str) -> Level:
    return level_at(None, "unknown", lang) if result is None else level_of(result, lang)

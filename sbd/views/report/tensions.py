"""Tensions: of a criterion, and of the design as a whole."""

from __future__ import annotations

from sbd.checklists.model import Checklist, Tension
from sbd.document import Assessment, TensionResult
from sbd.views.criteria import summary
from sbd.views.report.labels import continued
from sbd.views.report.levels import level_of
from sbd.views.report.model import Row, Side, TensionLine, TensionNote
from sbd.views.tensions import sharp_words
from sbd.views.words import clauses, in_words, title_of


def tension_notes(
    assessment: Assessment, checklist: Checklist, criterion_id: str, lang: str
) -> tuple[TensionNote, ...]:
    """Return the tensions of a criterion whose other side has a level."""
    found = []
    for result, tension in _registered(assessment, checklist):
        others = _others(tension, result, criterion_id)
        if not others:
            continue
        named = clauses((f"{c} {title_of(checklist, c, lang)}" for c in others), lang)
        found.append(
            TensionNote(
                id=result.id,
                against=named,
                pull=in_words(tension.pull, lang),
                sharp=sharp_words(assessment, result, tension, lang),
                way_out=continued(in_words(tension.way_out, lang), lang),
            )
        )
    return tuple(found)


def tension_lines(
    assessment: Assessment, checklist: Checklist, lang: str
) -> tuple[TensionLine, ...]:
    """Return the tensions of the design, sharp ones first."""
    found = [
        TensionLine(
            id=result.id,
            pull=in_words(tension.pull, lang),
            sharp=sharp_words(assessment, result, tension, lang),
            is_sharp=result.sharp,
            sides=tuple(
                Side(_side(assessment, checklist, side, result, lang))
                for side in tension.sides
            ),
            way_out=continued(in_words(tension.way_out, lang), lang),
        )
        for result, tension in _registered(assessment, checklist)
    ]
    return tuple(sorted(found, key=lambda line: (not line.is_sharp, line.id)))


def _registered(
    assessment: Assessment, checklist: Checklist
) -> list[tuple[TensionResult, Tension]]:
    register = {t.id: t for t in checklist.tensions}
    return [(r, register[r.id]) for r in assessment.tensions if r.id in register]


def _others(
    tension: Tension, result: TensionResult, criterion_id: str
) -> tuple[str, ...]:
    """Return the criteria with a level on the side where this one is not."""
    one, two = tension.sides
    if criterion_id in one:
        return tuple(c for c in two if c in result.levels)
    if criterion_id in two:
        return tuple(c for c in one if c in result.levels)
    return ()


def _side(
    assessment: Assessment,
    checklist: Checklist,
    side: tuple[str, ...],
    result: TensionResult,
    lang: str,
) -> tuple[Row, ...]:
    shown = [assessment.criterion(c) for c in side if c in result.levels]
    return tuple(
        Row(
            id=found.id,
            title=title_of(checklist, found.id, lang),
            level=level_of(found, lang),
            summary=summary(found, lang, checklist),
            gain="",
            not_met=found.gate is not None and found.gate.passed is False,
            restricted=found.sensitive,
        )
        for found in shown
    )

"""Tensions: two sides of a design that pull against each other."""

from __future__ import annotations

from html import escape

from sbd.checklists.model import Checklist, Tension
from sbd.document import Assessment, TensionResult
from sbd.locale import text
from sbd.scoring.tensions import pull
from sbd.views.symbols import symbol_mark
from sbd.views.words import clauses, in_words, labelled, level_text, title_of


def tension_notes(
    assessment: Assessment, checklist: Checklist | None, criterion_id: str, lang: str
) -> str:
    """Return a note for each tension of a criterion whose two sides have a level.

    Parameters
    ----------
    assessment : Assessment
        What was found.
    checklist : Checklist, optional
        Holds the register of tensions; without it there are no notes.
    criterion_id : str
        Criterion in whose detail the notes stand.
    lang : {"nl", "fr", "en"}
        Language.
    """
    return "".join(
        _note(result, tension, others, said, checklist, lang)
        for result in assessment.tensions
        for tension in _registered(checklist, result.id)
        for others in [_other_side(tension, result, criterion_id)]
        for said in [sharp_words(assessment, result, tension, lang)]
        if others
    )


def sharp_words(
    assessment: Assessment, result: TensionResult, tension: Tension, lang: str
) -> str:
    """Say how far the sides of a sharp tension stand apart; empty for another.

    Whether it is sharp is decided on exact levels. What is told is how far the levels
    are apart that are shown: of exact ones, 2.8 stands beside a 2 and a 0.
    """
    if not result.sharp:
        return ""
    shown = {
        c.id: c.printed_level
        for c in assessment.criteria
        if c.id in result.levels and c.printed_level is not None
    }
    found = pull(tension.sides, shown)
    apart = found.difference if found is not None else result.difference
    return text(lang, "ui.sharp", difference=level_text(apart, lang))


def _registered(checklist: Checklist | None, tension_id: str) -> list[Tension]:
    tensions = checklist.tensions if checklist else ()
    return [t for t in tensions if t.id == tension_id]


def _other_side(
    tension: Tension, result: TensionResult, criterion_id: str
) -> tuple[str, ...]:
    """Return the criteria with a level on the side where this one is not."""
    one, two = tension.sides
    if criterion_id in one:
        return tuple(c for c in two if c in result.levels)
    if criterion_id in two:
        return tuple(c for c in one if c in result.levels)
    return ()


def _note(
    result: TensionResult,
    tension: Tension,
    others: tuple[str, ...],
    sharp_said: str,
    checklist: Checklist | None,
    lang: str,
) -> str:
    named = clauses((f"{c} {title_of(checklist, c, lang)}" for c in others), lang)
    sharp = f" · {sharp_said}" if sharp_said else ""
    way_out = in_words(tension.way_out, lang)
    way = labelled(text(lang, "ui.way_out"), way_out, lang)
    return (
        f'<div class="pull"><b>{symbol_mark("pulls")} {escape(result.id)} · '
        f"{escape(text(lang, 'ui.pulls'))}</b> {escape(named)}{escape(sharp)}"
        f"<small>{escape(way)}</small></div>"
    )

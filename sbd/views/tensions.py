"""Tensions: two sides of a design that pull against each other."""

from __future__ import annotations

from html import escape

from sbd.checklists.model import Checklist, Tension
from sbd.document import Assessment, TensionResult
from sbd.locale import number, text
from sbd.views.symbols import symbol_mark
from sbd.views.words import clauses, in_words, labelled, title_of


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
        _note(result, tension, others, checklist, lang)
        for result in assessment.tensions
        for tension in _registered(checklist, result.id)
        for others in [_other_side(tension, result, criterion_id)]
        if others
    )


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
    checklist: Checklist | None,
    lang: str,
) -> str:
    named = clauses((f"{c} {title_of(checklist, c, lang)}" for c in others), lang)
    sharp = ""
    if result.sharp:
        apart = number(lang, result.difference, 0 if result.difference % 1 == 0 else 1)
        sharp = f" · {text(lang, 'ui.sharp', difference=apart)}"
    way_out = in_words(tension.way_out, lang)
    way = labelled(text(lang, "ui.way_out"), way_out, lang)
    return (
        f'<div class="pull"><b>{symbol_mark("pulls")} {escape(result.id)} · '
        f"{escape(text(lang, 'ui.pulls'))}</b> {escape(named)}{escape(sharp)}"
        f"<small>{escape(way)}</small></div>"
    )

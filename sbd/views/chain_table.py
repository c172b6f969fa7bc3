"""The chain: what is answered per link of the chain and phenomenon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from html import escape
from typing import get_args

from sbd.checklists.model import Checklist, Phase, Phenomenon
from sbd.locale import text
from sbd.views.words import labelled

Cells = Counter[tuple[str, str]]


def chain_counts(checklist: Checklist, answered: Collection[str]) -> Cells:
    """Count the criteria answered per chain phase and phenomenon. [criteria]

    Parameters
    ----------
    checklist : Checklist
        Says to which links and phenomena a criterion belongs; perhaps to several.
    answered : collection of str
        Criteria that have a level, measured or judged.
    """
    return Counter(
        (phase, phenomenon)
        for criterion in checklist.criteria
        if criterion.id in answered
        for phase in criterion.chain_phase
        for phenomenon in criterion.phenomenon
    )


def chain_table(counts: Cells, lang: str) -> str:
    """Return the counts as an HTML table, hatched where nothing is answered.

    What is hatched is named below the table.

    What is hatched is named below the table.

    Parameters
    ----------
    counts : Counter
        From `chain_counts`.
    lang : {"nl", "fr", "en"}
        Language.
    """
    heads = "".join(
        f'<th scope="col">{escape(text(lang, f"review.phenomenon.{p}"))}</th>'
        for p in get_args(Phenomenon)
    )
    rows = "".join(_row(phase, counts, lang) for phase in get_args(Phase))
    caption = escape(text(lang, "review.chain"))
    corner = (
        f'<th scope="col"><span class="vh">{_words(lang, "review.phase")}</span></th>'
    )
    return (
        f'<table class="chain"><caption>{caption}</caption>'
        f"<thead><tr>{corner}{heads}</tr></thead><tbody>{rows}</tbody></table>"
        f"{_gaps(counts, lang)}"
    )


def _gaps(counts: Cells, lang: str) -> str:
    """Return the links and phenomena without an answer as a sentence, or nothing."""
    by_phase = {
        phase: [p for p in get_args(Phenomenon) if not counts[phase, p]]
        for phase in get_args(Phase)
    }
    named = " · ".join(
        f"{text(lang, f'phase.{phase}')} ({_phenomena(gaps, lang)})"
        for phase, gaps in by_phase.items()
        if gaps
    )
    if not named:
        return ""
    words = labelled(text(lang, "standing.unanswered"), named, lang)
    return f'<p class="note">{escape(words)}</p>'


def _phenomena(phenomena: Sequence[str], lang: str) -> str:
    if len(phenomena) == len(get_args(Phenomenon)):
        return text(lang, "standing.all_phenomena")
    names = (text(lang, f"review.phenomenon.{p}") for p in phenomena)
    return ", ".join(name[:1].lower() + name[1:] for name in names)


def _row(phase: str, counts: Cells, lang: str) -> str:
    cells = "".join(_cell(counts[phase, p], lang) for p in get_args(Phenomenon))
    name = escape(text(lang, f"phase.{phase}"))
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _cell(n: int, lang: str) -> str:
    if n:
        return f"<td>{n}</td>"
    return (
        f'<td class="none"><span class="vh">{_words(lang, "review.none")}</span></td>'
    )


def _words(lang: str, key: str) -> str:
    return escape(text(lang, key))

"""The verdict as a sentence, and the three bars with the line all must reach."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from sbd.checklists.model import DIMENSIONS, Dimension
from sbd.document import Assessment, DimensionScore, Interval
from sbd.locale import listed, number, text
from sbd.views.gates import readiness
from sbd.views.symbols import symbol_mark
from sbd.views.words import (
    NOISE,
    clauses,
    labelled,
    reaches,
    score_word,
    sentence,
    whole_score,
)

#: Reasons of a verdict that neither its sentence nor the readiness says.
_TOLD = ("verdict_too_little_known", "gate_overridden")
#: Widest range that is neither drawn nor written. [points]
SEEN = 0.05
#: Where a bar's label still fits at its right. [0-100]
_LABEL_RIGHT = 62.0
#: Where the caption of the line leans to the left, to stay inside. [0-100]
_CAPTION_LEFT = 62.0


def verdict(assessment: Assessment, lang: str) -> str:
    """Return the verdict: the sentence, the facts below it and the readiness.

    Parameters
    ----------
    assessment : Assessment
        What was found.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    str
        HTML; the sentence is in the signal colour only when a dimension lags or
        falls short.
    """
    code = assessment.verdict.code
    low = " low" if code in ("unbalanced", "insufficient") else ""
    return (
        f'<div class="verdict{low}" role="heading" aria-level="2">'
        f"{escape(verdict_sentence(assessment, lang))}</div>"
        f"{_uncertainty(assessment, lang)}"
        f"{facts(assessment, lang)}"
        f"{readiness(assessment, lang)}"
    )


def verdict_sentence(assessment: Assessment, lang: str) -> str:
    """Return the verdict as one plain sentence, not escaped.

    It names every dimension below the line, the lowest first: all of them lag.
    """
    # Inside a sentence a dimension is an ordinary noun.
    low = [text(lang, f"dimension.{d}").lower() for d in below_line(assessment)]
    code, named = assessment.verdict.code, listed(lang, low)
    return text(lang, f"verdict.{code}", n=len(low), dimensions=named)


def below_line(assessment: Assessment) -> list[Dimension]:
    """Return the dimensions whose score is below the line, the lowest first."""
    line = assessment.balance.line
    if line is None:
        return []
    scores = ((assessment.dimensions[d].score, d) for d in DIMENSIONS)
    found = [(s, d) for s, d in scores if s is not None and not reaches(s, line)]
    return [d for _, d in sorted(found, key=lambda one: one[0])]


def facts(assessment: Assessment, lang: str) -> str:
    """Return overall, governance and coverage in one line."""
    overall = _fact(text(lang, "ui.overall"), assessment.overall, lang)
    governance = _fact(text(lang, "dimension.governance"), assessment.governance, lang)
    withheld = any(c.state == "withheld" for c in assessment.criteria)
    key = "report.coverage_shown" if withheld else "ui.coverage"
    answered = text(lang, key, share=int(100 * coverage(assessment) + 1e-9))
    said = escape(text(lang, "ui.public_scores"))
    held = f"<span>{said}</span>" if withheld else ""
    return (
        f'<div class="facts">{overall}{governance}'
        f"<span>{escape(answered)}</span>{held}</div>"
    )


def coverage(assessment: Assessment) -> float:
    """Return the mean share of the three dimensions' weight that is answered. [1]"""
    shares = [assessment.dimensions[d].coverage for d in DIMENSIONS]
    return sum(shares) / len(shares)


def balance_bars(assessment: Assessment, lang: str, size: str = "") -> str:
    """Return three bars on one axis of 0 to 100 and the line all three must reach.

    Solid is sure, striped is not yet known, the tick is the estimate.

    Parameters
    ----------
    assessment : Assessment
        What was found.
    lang : {"nl", "fr", "en"}
        Language.
    size : {"", "sm"}
        ``sm`` for cards.

    Returns
    -------
    str
        HTML.
    """
    line = assessment.balance.line
    rows = "".join(
        _row(row, dimension, assessment.dimensions[dimension], line, lang)
        for row, dimension in enumerate(DIMENSIONS, 1)
    )
    found = (assessment.dimensions[d].score for d in DIMENSIONS)
    scores = [score for score in found if score is not None]
    css = f"bal {size}".strip()
    label = escape(text(lang, "ui.balance"))
    return (
        f'<div class="{css}" role="group" aria-label="{label}">'
        f"{rows}{_line(line, scores, lang)}</div>"
    )


def _fact(name: str, interval: Interval, lang: str) -> str:
    score = "?" if interval.score is None else str(whole_score(interval.score))
    return f"<span>{escape(name)} <b>{score}</b> ({range_words(interval, lang)})</span>"


def is_known(interval: Interval) -> bool:
    """Tell whether nothing unknown could move a score by as much as is drawn."""
    return interval.score is not None and interval.high - interval.low < SEEN


def range_words(interval: Interval, lang: str) -> str:
    """Write the bounds of a score; where there is nothing between them, say so.

    Rounded outwards, an exact 62.1 would be between 62 and 63.
    """
    if is_known(interval):
        return text(lang, "report.all_known")
    return text(lang, "ui.range", low=int(interval.low + NOISE), high=_top(interval))


def _top(interval: Interval) -> int:
    return math.ceil(interval.high - NOISE)


def _uncertainty(assessment: Assessment, lang: str) -> str:
    """Return why the verdict may still change, where it may."""
    found = assessment.verdict
    words = [sentence(r, lang) for r in found.reasons if r.code in _TOLD]
    if not found.certain and found.code != "too_little_known":
        words.append(text(lang, "verdict.uncertain"))
    if not words:
        return ""
    return f'<div class="unsure">{escape(clauses(words, lang))}</div>'


def _row(
    row: int, dimension: Dimension, score: DimensionScore, line: float | None, lang: str
) -> str:
    name = escape(text(lang, f"dimension.{dimension}"))
    head = (
        f'<div class="bn" style="grid-row:{row}">'
        f'<span class="dim">{symbol_mark(dimension)}</span><b>{name}</b></div>'
    )
    if score.score is None:
        return head + _unknown_bar(row, dimension, lang)
    below = line is not None and not reaches(score.score, line)
    return (
        head
        + _bar(row, dimension, score, score.score, line if below else None, lang)
        + _figures(row, score, score.score, line, lang)
    )


def _unknown_bar(row: int, dimension: Dimension, lang: str) -> str:
    word = text(lang, "state.unknown")
    name = text(lang, f"dimension.{dimension}")
    say = labelled(name, text(lang, "ui.no_data"), lang)
    return (
        f'<div class="bt unk" style="grid-row:{row}" role="img" '
        f'aria-label="{escape(say)}"></div>'
        f'<div class="bs" style="grid-row:{row}" aria-hidden="true"><b>?</b>'
        f"<span><u>{escape(word)}</u>0–100</span></div>"
    )


def _bar(
    row: int,
    dimension: Dimension,
    score: DimensionScore,
    at: float,
    fallen: float | None,
    lang: str,
) -> str:
    low = " low" if fallen is not None else ""
    label = _below(at, score.high, lang) if fallen is not None else ""
    return (
        f'<div class="bt{low}" style="grid-row:{row}" role="img" '
        f'aria-label="{escape(_spoken(dimension, score, at, fallen, lang))}">'
        f'<i class="sure" style="width:{score.low:.1f}%"></i>'
        f'<i class="maybe" style="left:{score.low:.1f}%;'
        f'width:{max(score.high - score.low, 0):.1f}%"></i>'
        f'<i class="tick" style="left:{at:.1f}%"></i>{label}</div>'
    )


def _spoken(
    dimension: Dimension,
    score: DimensionScore,
    at: float,
    fallen: float | None,
    lang: str,
) -> str:
    """Say a bar in words, for those who do not see it."""
    words = [
        text(lang, f"dimension.{dimension}") + f" {whole_score(at, fallen)}",
        text(lang, f"level.{score_word(at)}"),
    ]
    if not is_known(score):
        bounds = {"low": int(score.low + NOISE), "high": _top(score)}
        words.insert(1, text(lang, "ui.between", **bounds))
    if fallen is not None:
        words.append(text(lang, "ui.below_line"))
    return ", ".join(words)


def _below(at: float, high: float, lang: str) -> str:
    """Return the label of a bar below the line, where it hides least."""
    if high <= _LABEL_RIGHT:
        place = f"left:{high:.1f}%"
    elif at <= _LABEL_RIGHT:
        place = f"left:{at:.1f}%"
    else:
        place = f"right:{100 - at:.1f}%;margin-right:.6rem"
    words = escape(text(lang, "ui.below_line"))
    return f'<em style="{place}">{symbol_mark("left")}<span>{words}</span></em>'


def _figures(
    row: int, score: DimensionScore, at: float, line: float | None, lang: str
) -> str:
    low = "" if line is None or reaches(at, line) else " low"
    return (
        f'<div class="bs{low}" style="grid-row:{row}" aria-hidden="true">'
        f"<b>{whole_score(at, line)}</b>"
        f"<span><u>{escape(text(lang, f'level.{score_word(at)}'))}</u>"
        f"{range_words(score, lang)}</span></div>"
    )


def _line(line: float | None, scores: Sequence[float], lang: str) -> str:
    ends = '<span class="z">0</span><span class="h">100</span>'
    if line is None:
        return f'<div class="bx">{ends}</div>'
    words = escape(text(lang, "ui.balance_line", line=_line_text(line, scores, lang)))
    lean = " r" if line > _CAPTION_LEFT else ""
    return (
        f'<div class="bl" aria-hidden="true"><i style="left:{line:.1f}%"></i></div>'
        f'<div class="bx">{ends}<span class="ln{lean}" style="left:{line:.1f}%">'
        f"{words}</span></div>"
    )


def _line_text(line: float, scores: Sequence[float], lang: str) -> str:
    """Write the line whole, or finer where a score below it would look equal."""
    shown = math.floor(line + 0.5)
    equal = any(reaches(s, line) != (whole_score(s, line) >= shown) for s in scores)
    return number(lang, line, 1) if equal else str(shown)

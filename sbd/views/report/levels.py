"""Levels, scores and written dates of a report."""

from __future__ import annotations

import math

from sbd.document import Assessment, CriterionResult, Interval
from sbd.locale import date_text, text
from sbd.views.balance import is_known, range_words
from sbd.views.chips import chip_parts
from sbd.views.report.model import Level, Score
from sbd.views.words import NOISE, level_word, reaches, score_word, whole_score


def level_of(result: CriterionResult, lang: str) -> Level:
    """Return the level a criterion is printed with."""
    return level_at(result.printed_level, result.state, lang)


def level_at(level: float | None, state: str, lang: str) -> Level:
    """Return a level, or the state that leaves a criterion without one."""
    mark = chip_parts(level, state, lang).mark
    if level is not None:
        key = str(int(level + NOISE))
    else:
        key = state if state in ("not_applicable", "withheld") else "unknown"
    return Level(key, mark, level_word(level, state, lang))


def score_of(
    key: str,
    interval: Interval,
    lang: str,
    line: float | None = None,
    *,
    withheld: bool = False,
) -> Score:
    """Return a score with its words; word and side are decided before rounding.

    Parameters
    ----------
    key : str
        ``safety``, ``accessibility``, ``liveability``, ``governance``, ``overall``.
    interval : Interval
        The score and its bounds. [0-100]
    lang : {"nl", "fr", "en"}
        Language.
    line : float, optional
        The balance line, where the score is one of the three. [0-100]
    withheld : bool
        Whether criteria are left out, so that the weight is that of those shown.
    """
    name = text(lang, "ui.overall" if key == "overall" else f"dimension.{key}")
    low, high = int(interval.low + NOISE), math.ceil(interval.high - NOISE)
    between = range_words(interval, lang)
    found = interval.score
    if found is None:
        word, shown, below = text(lang, "state.unknown"), "?", False
    else:
        word = text(lang, f"level.{score_word(found)}")
        shown = str(whole_score(found, line))
        below = line is not None and not reaches(found, line)
    spoken = [f"{name} {shown}", word]
    if not is_known(interval):
        spoken.append(text(lang, "ui.between", low=low, high=high))
    if below:
        spoken.append(text(lang, "ui.below_line"))
    return Score(
        key=key,
        name=name,
        score=found,
        low=interval.low,
        high=interval.high,
        shown=shown,
        word=word,
        between=between,
        below_line=below,
        coverage=_coverage(interval, lang, withheld),
        spoken=", ".join(spoken),
    )


def _coverage(interval: Interval, lang: str, withheld: bool) -> str:
    share = getattr(interval, "coverage", None)
    return "" if share is None else share_answered(share, lang, withheld=withheld)


def share_answered(share: float, lang: str, *, withheld: bool = False) -> str:
    """Say how much of the weight is answered, from a share. [1]

    Where criteria are withheld, the weight is that of the criteria shown.
    """
    key = "report.coverage_shown" if withheld else "ui.coverage"
    return text(lang, key, share=int(100 * share + NOISE))


def holds_back(assessment: Assessment) -> bool:
    """Tell whether an assessment leaves out what some criteria come to."""
    return any(c.state == "withheld" for c in assessment.criteria)


def long_date(day: str, lang: str) -> str:
    """Write a date in words, such as ``22 novembre 2026``."""
    return date_text(lang, day)


def site_name(assessment: Assessment) -> str:
    """Return the site's name and its variant."""
    plan = assessment.plan
    return " · ".join(word for word in (plan.name, plan.variant) if word)

"""The checks before an assessment is shared, in words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sbd.assessment.report_checks import Check
from sbd.checklists.model import Checklist
from sbd.locale import plural, text
from sbd.views.check_list import MARKS
from sbd.views.report.model import CheckLine
from sbd.views.words import NOISE, kind_name, level_text, title_of

#: Criteria named in a line; further ones are counted. Source: our choice.
NAMED = 6


def check_sentence(check: Check, checklist: Checklist, lang: str) -> str:
    """Return a check as one sentence, not escaped."""
    said = dict(_said(check, checklist, lang))
    key = f"before.say.{check.code}"
    if "n" in check.args:
        return plural(lang, key, check.args["n"], **said)
    return text(lang, key, **said)


def check_lines(
    checks: Iterable[Check], checklist: Checklist, lang: str
) -> tuple[CheckLine, ...]:
    """Return checks for the annex of a report."""
    return tuple(
        CheckLine(
            check.severity,
            text(lang, f"checks.severity.{check.severity}"),
            check_sentence(check, checklist, lang),
        )
        for check in checks
    )


def check_counts(checks: Sequence[Check], lang: str) -> list[str]:
    """Say how many errors, warnings and infos there are; of none nothing is said."""
    counts = Counter(str(c.severity) for c in checks)
    return [plural(lang, f"checks.n.{s}", counts[s]) for s in MARKS if counts[s]]


def _said(check: Check, checklist: Checklist, lang: str) -> Iterable[tuple[str, Any]]:
    words: dict[str, Callable[[Any], Any]] = {
        "criterion": lambda c: f"{c} {title_of(checklist, c, lang)}",
        "criteria": lambda found: _named(found, lang),
        "kind": lambda kind: kind_name(kind, lang, check.args["n"]),
        "discipline": lambda d: text(lang, f"discipline.{d}").lower(),
        "other": lambda d: text(lang, f"discipline.{d}").lower(),
        "dimension": lambda d: text(lang, f"dimension.{d}").lower(),
        "level": lambda level: level_text(level, lang),
        "levels": lambda levels: level_text(levels, lang),
        "low": lambda score: int(score + NOISE),
        "high": lambda score: math.ceil(score - NOISE),
    }
    for name, value in check.args.items():
        if name != "n":
            yield name, words[name](value) if name in words else value


def _named(criteria: Sequence[str], lang: str) -> list[str]:
    more = len(criteria) - NAMED
    if more <= 1:
        return list(criteria)
    return [*criteria[:NAMED], text(lang, "before.more", n=more)]

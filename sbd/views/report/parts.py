"""Measured parts: values, cut-offs and where a value stands on its ruler."""

from __future__ import annotations

from sbd.document import CriterionResult, PartResult
from sbd.locale import text
from sbd.views.report.levels import level_at
from sbd.views.report.model import Part
from sbd.views.words import (
    NOISE,
    cuts_text,
    deciding_part,
    holds_detail_back,
    is_settled,
    labelled,
    part_value,
    unit_text,
)

#: Where the middle of the last of five boxes is, for the highest level.
_LAST_BOX = 4.5


def value_of(result: CriterionResult, lang: str) -> str:
    """Return the value that decides, with its unit; empty where none was measured."""
    part = deciding_part(result)
    if part is None or result.state != "measured" or holds_detail_back(result):
        return ""
    value = part_value(part, lang)
    return "" if value in ("?", "–") else value


def parts_of(result: CriterionResult, lang: str) -> tuple[Part, ...]:
    """Return the measured parts of a criterion as words."""
    held = text(lang, "state.withheld") if holds_detail_back(result) else ""
    return tuple(_part(p, held or part_value(p, lang), lang) for p in result.parts)


def _part(part: PartResult, value: str, lang: str) -> Part:
    cuts = cuts_text(part, lang)
    exact = part.low if part.level is None and is_settled(part) else part.level
    level = None if exact is None else float(min(int(exact + NOISE), 4))
    shown = "?" if level is None else str(int(level))
    told = value not in ("–", text(lang, "state.withheld"))
    spoken = text(
        lang, "ui.ruler_label", level=shown, value=value, cuts=" / ".join(cuts)
    )
    name = text(lang, f"indicator.{part.indicator}")
    return Part(
        name=name,
        value=value,
        level=level_at(level, "measured" if level is not None else "unknown", lang),
        cuts=cuts,
        unit=unit_text(part.unit, lang),
        at=_place(exact) if told else None,
        better=text(lang, f"report.better.{part.better}"),
        spoken=labelled(name, spoken, lang),
    )


def _place(level: float | None) -> float | None:
    if level is None:
        return None
    return _LAST_BOX if level + NOISE >= 4 else max(level, 0.0)

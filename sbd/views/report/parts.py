"""Measured parts: values, cut-offs and where a value stands on its ruler."""

from __future__ import annotations

from sbd.document import CriterionResult, PartResult
from sbd.locale import text
from sbd.views.report.levels import level_at
from sbd.views.report.model import Part
from sbd.views.ruler import (
    NO_CUT,
    caption_note,
    edge_words,
    levels_given,
    marker_place,
    spoken_ruler,
    whole_level,
)
from sbd.views.words import (
    deciding_part,
    holds_detail_back,
    labelled,
    part_value,
    part_words,
    unit_text,
)


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
    return tuple(_part(p, held or part_words(p, lang), lang) for p in result.parts)


def _part(part: PartResult, value: str, lang: str) -> Part:
    whole = whole_level(part)
    level = None if whole is None else float(whole)
    name = text(lang, f"indicator.{part.indicator}")
    # A ruler without its marker would still tell, by its level, between which bounds
    # the value lies.
    told = value != text(lang, "state.withheld")
    return Part(
        name=name,
        value=value,
        level=level_at(level, "measured" if level is not None else "unknown", lang),
        cuts=edge_words(part, lang) if told else (NO_CUT,) * 4,
        unit=unit_text(part.unit, lang),
        at=marker_place(part) if told else None,
        given=levels_given(part) if told else (),
        better=caption_note(part, lang) if told else "",
        spoken=labelled(name, spoken_ruler(part, value, lang) if told else value, lang),
    )

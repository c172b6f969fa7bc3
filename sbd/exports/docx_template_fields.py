"""The fields that a report template can name, and their values for one report.

The fields are those of `sbd.views.report.model.Report`, by the same names, so that a
template says what every other format says; a level also has its colours, and a
criterion its drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from html import escape
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from markupsafe import Markup

from sbd.exports.docx_drawings import Drawn
from sbd.exports.docx_package import clean
from sbd.exports.docx_template_language import Rows, Schema
from sbd.views.palette import INK, LEVELS, PAPER
from sbd.views.report.model import CriterionPage, DimensionPage, Front, Level, Report

#: Steps that the lists of one template may take in all; a report needs some thousands.
MOST_STEPS = 3_000_000
_DRAWING: Mapping[str, Schema] = {"picture": None, "alt": None}
_LEGEND: Schema = ({"symbol": None, "name": None},)
_LEVEL: Mapping[str, Schema] = {"fill": None, "chip": None}
_READINESS: Schema = ({"met": None, "words": None},)
#: What records have in a template beside their own.
_MORE: Mapping[Any, Mapping[str, Schema]] = {
    Level: _LEVEL,
    CriterionPage: {"drawing": _DRAWING},
    DimensionPage: {"gains": None},
    Front: {"readiness": _READINESS},
}


def field_schema(labels: Mapping[str, str]) -> dict[str, Any]:
    """Return all fields there are, by name.

    Parameters
    ----------
    labels : mapping
        The fixed words of a report by their keys.
    """
    found = _schema(Report)
    named = dict.fromkeys(labels)
    drawn = {"drawing": {**_DRAWING, "legend": _LEGEND}, "balance": _DRAWING}
    return {**found, **drawn, "labels": named}


def _schema(hint: Any) -> Any:
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        found = {f.name: _schema(hints[f.name]) for f in fields(hint)}
        return {**found, **_MORE.get(hint, {})}
    if isinstance(hint, UnionType):
        return next((s for s in map(_schema, get_args(hint)) if s is not None), None)
    if get_origin(hint) is tuple:
        return (_schema(get_args(hint)[0]),)
    return None


def field_values(report: Report, drawn: Drawn) -> dict[str, Any]:
    """Return the values of all fields for one report.

    Parameters
    ----------
    report : Report
        In one language.
    drawn : Drawn
        Its drawings.

    Returns
    -------
    dict
        Plain texts, numbers, lists and dicts; nothing in them leads further.
    """
    budget = [MOST_STEPS]
    found = _values(report, budget)
    legend = Rows(drawn.overview["legend"], budget)
    found["drawing"] = {**drawn.overview, "legend": legend}
    found["balance"] = drawn.balance
    for one in found["criteria"]:
        one["drawing"] = drawn.criteria.get(one["id"])
    for page, told in zip(found["dimensions"], report.dimensions, strict=True):
        page["gains"] = any(row.gain for row in told.rows)
    found["front"]["readiness"] = Rows(
        [{"met": met, "words": clean(words)} for met, words in report.front.readiness],
        budget,
    )
    return dict(found)


def _values(value: Any, budget: list[int]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return Rows([_values(v, budget) for v in value], budget)
    if isinstance(value, dict):
        return {key: _values(v, budget) for key, v in value.items()}
    if not is_dataclass(value):
        return value
    found = {f.name: _values(getattr(value, f.name), budget) for f in fields(value)}
    return found | _colours(value) if isinstance(value, Level) else found


def _colours(level: Level) -> dict[str, object]:
    """Return the ground of a level's cell, and its mark and word to stand on it."""
    fill, ink = LEVELS[int(level.key)] if level.key.isdigit() else (PAPER, INK)
    words = escape(clean(f"{level.mark} {level.word}"))
    # A run of its own, between the two halves of the one it stands in.
    chip = Markup(
        f'</w:t></w:r><w:r><w:rPr><w:b/><w:color w:val="{ink.removeprefix("#")}"/>'
        f'</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'
        '<w:r><w:t xml:space="preserve">'
    )
    return {"fill": fill.removeprefix("#"), "chip": chip}

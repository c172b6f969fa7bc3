"""The criteria, one per row: state, level, gain, requirement, source, weights."""

from __future__ import annotations

from collections.abc import Iterator

from sbd.checklists.model import DIMENSIONS, Checklist
from sbd.document import Assessment, CriterionResult, PartResult
from sbd.locale import phrase, text
from sbd.views.figures import value_digits
from sbd.views.gates import gate_word
from sbd.views.reasons import reason_text
from sbd.views.tables.model import (
    SCORE_DIGITS,
    Field,
    Figure,
    Table,
    build,
    coded_fields,
    figure,
    level,
    named,
    shown_level,
)
from sbd.views.words import deciding_part, level_word, title_of, unit_text

#: The codes of a requirement's state.
GATE_CODES = {True: "met", False: "not_met", None: "unknown"}
#: States in which there are no levels to be between.
_WITHOUT = ("withheld", "not_applicable")
_Result = CriterionResult


def criteria_table(
    assessment: Assessment, checklist: Checklist, langs: tuple[str, ...]
) -> Table:
    """Return one row per criterion, in the order of the checklist.

    Parameters
    ----------
    assessment : Assessment
        The results; withheld criteria keep id, title and what the checklist says.
    checklist : Checklist
        For titles.
    langs : tuple of str
        One language or two.
    """
    fields = [
        Field[_Result](
            "criterion", "criterion", lambda r, _: r.id, heading="actions.criterion"
        ),
        Field[_Result](
            "title",
            "words",
            lambda r, lang: title_of(checklist, r.id, lang),
            heading="actions.title",
        ),
        *_found(),
        *_gains(),
        *_requirement(),
        *_basis(),
        *_decided(),
        *_weights(assessment),
    ]
    return build("criteria", fields, assessment.criteria, langs)


def _found() -> Iterator[Field[_Result]]:
    yield from coded_fields("bar", lambda r: r.bar, "dimension")
    yield from coded_fields("state", lambda r: r.state, "state")
    yield Field(
        "level_shown",
        "level",
        lambda r, _: shown_level(r.printed_level),
        unit="level",
        heading="ui.level",
    )
    yield Field(
        "level_words", "words", lambda r, g: level_word(r.printed_level, r.state, g)
    )
    yield Field(
        "value", "number", lambda r, _: _value(deciding_part(r)), heading="ui.value"
    )
    yield from coded_fields("unit", lambda r: _unit(deciding_part(r)), _unit_words)
    yield Field("level", "number", lambda r, _: level(r.level), "level", detail=True)
    yield Field("low", "number", lambda r, _: level(_bound(r, r.low)), "level")
    yield Field("high", "number", lambda r, _: level(_bound(r, r.high)), "level")
    yield Field(
        "measured_level",
        "number",
        lambda r, _: level(r.measured_level),
        unit="level",
        detail=True,
    )


def _gains() -> Iterator[Field[_Result]]:
    yield Field(
        "gain", "number", lambda r, _: figure(r.gain, SCORE_DIGITS), unit="points"
    )
    yield Field(
        "gain_up_to",
        "number",
        lambda r, _: figure(r.gain_up_to, SCORE_DIGITS),
        unit="points",
    )


def _requirement() -> Iterator[Field[_Result]]:
    yield from coded_fields(
        "gate",
        gate_code,
        lambda r, g: gate_word(r.gate.passed, g) if r.gate else None,
        "ui.gate",
    )
    yield Field(
        "gate_basis",
        "code",
        lambda r, _: r.gate.basis if r.gate else None,
        detail=True,
    )
    yield Field(
        "gate_basis_words",
        "words",
        lambda r, g: text(g, f"ui.gate_{r.gate.basis}") if r.gate else None,
        detail=True,
    )


def _basis() -> Iterator[Field[_Result]]:
    yield from coded_fields(
        "reason",
        _reason_code,
        lambda r, g: reason_text(r, g) or None,
        "ui.reason",
    )
    yield from coded_fields("status", lambda r: r.status, "status", "ui.status")
    yield from coded_fields("certainty", lambda r: r.certainty, "certainty")
    yield Field(
        "source",
        "words",
        lambda r, g: "; ".join(phrase(g, title) for title in r.source),
        heading="ui.source",
    )
    yield Field(
        "completeness",
        "code",
        lambda r, _: r.completeness,
        heading="ui.completeness",
        detail=True,
    )
    yield Field(
        "completeness_words",
        "words",
        lambda r, g: named("completeness", r.completeness, g),
        detail=True,
        heading="ui.completeness",
    )
    yield Field("assumed", "code", lambda r, _: " ".join(r.assumed), detail=True)
    yield Field("defaults", "code", lambda r, _: " ".join(r.defaults), detail=True)
    yield Field("sensitive", "bool", lambda r, _: r.sensitive, detail=True)
    yield Field("place", "code", lambda r, _: _place(r), detail=True)
    yield Field("places", "count", lambda r, _: _places(r))


def _decided() -> Iterator[Field[_Result]]:
    yield Field(
        "override",
        "level",
        lambda r, _: shown_level(r.override.level) if r.override else None,
        unit="level",
        detail=True,
        heading="ui.override",
    )
    yield Field(
        "override_by",
        "text",
        lambda r, _: r.override.by if r.override else None,
        detail=True,
    )
    yield Field(
        "override_reason",
        "text",
        lambda r, _: r.override.reason if r.override else None,
        detail=True,
    )


def _weights(assessment: Assessment) -> Iterator[Field[_Result]]:
    weights = assessment.checklist.weights
    for place, dimension in enumerate(DIMENSIONS):
        yield Field(
            f"weight_{dimension}",
            "count",
            # The place of this turn, not of the last one.
            lambda r, _, at=place: weights[r.id][at] if r.id in weights else None,  # type: ignore[misc]
            detail=True,
        )


def gate_code(result: CriterionResult) -> str | None:
    """Return ``met``, ``not_met`` or ``unknown``; None where nothing is required."""
    return GATE_CODES[result.gate.passed] if result.gate else None


def _value(part: PartResult | None) -> Figure | None:
    if part is None or part.value is None:
        return None
    return figure(part.value, value_digits(part.value, part.unit, part.cuts))


def _unit(part: PartResult | None) -> str | None:
    return part.unit if part else None


def _unit_words(result: CriterionResult, lang: str) -> str | None:
    part = deciding_part(result)
    return unit_text(part.unit, lang) if part else None


def _bound(result: CriterionResult, bound: float) -> float | None:
    return None if result.state in _WITHOUT else bound


def _reason_code(result: CriterionResult) -> str | None:
    return result.reason.code if result.reason else None


def _place(result: CriterionResult) -> str | None:
    """Return ``whole_site`` or ``places``; None where nothing was looked for."""
    return "places" if result.where else result.place


def _places(result: CriterionResult) -> int | None:
    if result.where is None:
        return None
    roles = [f["properties"].get("role") for f in result.where["features"]]
    return roles.count("finding")

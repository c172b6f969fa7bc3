"""What the results rest on: tensions, parameters, assumptions, notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sbd.checklists.model import Checklist, Parameter
from sbd.document import Assessment, TensionResult
from sbd.locale import phrase, text
from sbd.views.tables.model import (
    Field,
    Figure,
    Table,
    build,
    criterion_fields,
    figure,
    level,
    named,
)
from sbd.views.words import (
    find_criterion,
    in_words,
    kind_name,
    labelled,
    sentence,
)

#: Most decimals a number of the method is shown with.
_MOST_DIGITS = 6


@dataclass(frozen=True)
class _Side:
    """A criterion on one side of a tension."""

    tension: TensionResult
    side: int
    criterion: str


def tensions_table(
    assessment: Assessment, checklist: Checklist, langs: tuple[str, ...]
) -> Table:
    """Return one row per criterion with a level on a side of a tension.

    Parameters
    ----------
    assessment : Assessment
        The results.
    checklist : Checklist
        For the register of tensions.
    langs : tuple of str
        One language or two.
    """
    register = {t.id: t for t in checklist.tensions}
    fields: list[Field[_Side]] = [
        Field("tension", "code", lambda s, _: s.tension.id),
        Field(
            "pull",
            "words",
            lambda s, g: (
                in_words(register[s.tension.id].pull, g)
                if s.tension.id in register
                else None
            ),
        ),
        Field("sharp", "bool", lambda s, _: s.tension.sharp),
        Field("difference", "number", lambda s, _: level(s.tension.difference)),
        Field("side", "count", lambda s, _: s.side),
        *criterion_fields(checklist, lambda s: s.criterion),
        Field(
            "tension_level",
            "level",
            lambda s, _: level(s.tension.levels[s.criterion]),
            unit="level",
            heading="ui.level",
        ),
        Field(
            "way_out",
            "words",
            lambda s, g: (
                in_words(register[s.tension.id].way_out, g)
                if s.tension.id in register
                else None
            ),
            heading="ui.way_out",
        ),
    ]
    return build("tensions", fields, _sides(assessment, checklist), langs)


def _sides(assessment: Assessment, checklist: Checklist) -> Iterator[_Side]:
    listed = {t.id: t.sides for t in checklist.tensions}
    for tension in assessment.tensions:
        sides = assessment.checklist.tensions.get(tension.id) or listed.get(tension.id)
        for place, side in enumerate(sides or (tuple(tension.levels), ()), 1):
            for criterion in side:
                if criterion in tension.levels:
                    yield _Side(tension, place, criterion)


@dataclass(frozen=True)
class _Number:
    """A number of the method in force, with what the checklist says of it."""

    key: str
    value: float
    known: Parameter | None


def parameters_table(
    assessment: Assessment, checklist: Checklist, langs: tuple[str, ...]
) -> Table:
    """Return one row per number of the method that was in force, as the file has them.

    Parameters
    ----------
    assessment : Assessment
        The results.
    checklist : Checklist
        For names, units, sources and ranges.
    langs : tuple of str
        One language or two.
    """
    used = assessment.checklist.parameters
    rows = [
        _Number(key, used[key], checklist.parameters.get(key))
        for key in checklist.in_order(used)
    ]
    fields: list[Field[_Number]] = [
        Field("parameter", "code", lambda n, _: n.key, detail=True),
        Field(
            "parameter_name",
            "words",
            lambda n, g: checklist.parameter_name(n.key, g),
            heading="report.parameter",
        ),
        Field("value", "number", lambda n, _: _exact(n.value), heading="ui.value"),
        Field("parameter_unit", "code", lambda n, _: _unit(n)),
        Field(
            "parameter_source",
            "words",
            lambda n, g: phrase(g, n.known.source) if n.known else None,
        ),
        Field("certainty", "code", lambda n, _: _certainty(n), detail=True),
        Field(
            "parameter_certainty_words",
            "words",
            lambda n, g: named("certainty", _certainty(n), g),
            heading="ui.how_sure",
        ),
        Field("smallest", "number", lambda n, _: _end(n, 0)),
        Field("largest", "number", lambda n, _: _end(n, 1)),
    ]
    return build("parameters", fields, rows, langs)


def _unit(number: _Number) -> str | None:
    return number.known.unit if number.known else None


def _certainty(number: _Number) -> str | None:
    return number.known.certainty if number.known else None


def _end(number: _Number, place: int) -> Figure | None:
    if number.known is None or number.known.range is None:
        return None
    return _exact(number.known.range[place])


def _exact(value: float) -> Figure | None:
    """Return a number with the decimals it was written with."""
    digits = next(
        (d for d in range(_MOST_DIGITS) if abs(round(value, d) - value) < 1e-9),
        _MOST_DIGITS,
    )
    return figure(value, digits)


@dataclass(frozen=True)
class _Note:
    """Something the results rest on: code, words per language, what it is about."""

    type: str
    code: str
    words: dict[str, str]
    criteria: str = ""
    element_id: str = ""
    kind: str = ""
    attribute: str = ""
    value: str | float | None = None


def notes_table(
    assessment: Assessment, checklist: Checklist, langs: tuple[str, ...]
) -> Table:
    """Return assumptions, method defaults, notes on the reading and supplied values.

    Parameters
    ----------
    assessment : Assessment
        The results, in the edition whose notes may be shown.
    checklist : Checklist
        For questions of unknown criteria.
    langs : tuple of str
        One language or two.
    """
    rows = [
        *_assumptions(assessment, langs),
        *_defaults(assessment, langs),
        *_readings(assessment, langs),
        *_left_out(assessment, langs),
        *_open_questions(assessment, checklist, langs),
        *_supplied(assessment, langs),
    ]
    fields: list[Field[_Note]] = [
        Field("note_type", "code", lambda n, _: n.type, detail=True),
        Field("note_type_words", "words", lambda n, g: named("tables.note", n.type, g)),
        Field("note", "code", lambda n, _: n.code, detail=True),
        Field("note_words", "words", lambda n, g: n.words.get(g)),
        Field("criteria", "code", lambda n, _: n.criteria, heading="ui.criteria"),
        Field("element_id", "text", lambda n, _: n.element_id),
        Field("kind", "code", lambda n, _: n.kind, detail=True),
        Field("attribute", "code", lambda n, _: n.attribute, detail=True),
        Field("note_value", "text", lambda n, _: _written(n), heading="ui.value"),
    ]
    return build("notes", fields, rows, langs)


def _written(note: _Note) -> Figure | str | None:
    return _exact(note.value) if isinstance(note.value, float) else note.value


def _assumptions(assessment: Assessment, langs: Iterable[str]) -> Iterator[_Note]:
    for name in assessment.plan.assumed:
        words = {g: text(g, f"assumption.{name}") for g in langs}
        used = " ".join(c.id for c in assessment.criteria if name in c.assumed)
        yield _Note("assumption", name, words, used)


def _defaults(assessment: Assessment, langs: Iterable[str]) -> Iterator[_Note]:
    used: dict[str, list[str]] = {}
    for result in assessment.criteria:
        for code in result.defaults:
            used.setdefault(code, []).append(result.id)
    for code, ids in sorted(used.items()):
        words = {g: text(g, f"default.{code}") for g in langs}
        yield _Note("default", code, words, " ".join(ids))


def _readings(assessment: Assessment, langs: Iterable[str]) -> Iterator[_Note]:
    for note in assessment.plan.notes:
        yield _Note("reading", note.code, {g: sentence(note, g, "note") for g in langs})


def _left_out(assessment: Assessment, langs: Iterable[str]) -> Iterator[_Note]:
    for result in assessment.criteria:
        count = (result.where or {}).get("left_out", 0)
        if count:
            words = {g: text(g, "tables.left_out", n=count) for g in langs}
            yield _Note("left_out", "places_left_out", words, result.id)


def _open_questions(
    assessment: Assessment, checklist: Checklist, langs: Iterable[str]
) -> Iterator[_Note]:
    for result in assessment.criteria:
        criterion = find_criterion(checklist, result.id)
        if result.state == "unknown" and criterion is not None:
            words = {g: in_words(criterion.question, g) for g in langs}
            yield _Note("open_question", "question", words, result.id)


def _supplied(assessment: Assessment, langs: Iterable[str]) -> Iterator[_Note]:
    for value in assessment.plan.supplied:
        words = {
            g: labelled(
                kind_name(value.kind, g),
                named("attribute", value.attribute, g) or value.attribute,
                g,
            )
            for g in langs
        }
        yield _Note(
            "supplied",
            value.by,
            words,
            element_id=value.element_id,
            kind=value.kind,
            attribute=value.attribute,
            value=value.value,
        )

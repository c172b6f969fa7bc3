"""What a result rests on: method, scope, limits, inputs, numbers, licences."""

from __future__ import annotations

from collections.abc import Iterable

from sbd.checklists.model import Checklist
from sbd.document import Assessment
from sbd.locale import (
    THIN,
    clock_text,
    day_of_year_text,
    knows,
    number,
    phrase,
    text,
)
from sbd.views.report.labels import in_order
from sbd.views.report.levels import long_date
from sbd.views.report.model import Fact, Method, Parameter
from sbd.views.report.notes import note_sentences
from sbd.views.words import (
    clauses,
    in_words,
    kind_name,
    labelled,
)

#: Units of which people read no number, and how such a value is written.
_WRITTEN = {"day of the year": day_of_year_text, "h": clock_text}
#: Limits of the method that every report names, in order.
LIMITS = ("plan", "unknown", "scores", "people", "verdict")
#: Sources of data that ask to be named, by the vocabulary that recognises them.
ATTRIBUTIONS = {"osm": "report.attribution.osm", "urbis": "report.attribution.urbis"}


def method(assessment: Assessment, checklist: Checklist, lang: str) -> Method:
    """Return what the result rests on."""
    plan = assessment.plan
    limits = [text(lang, f"report.limit.{name}") for name in LIMITS]
    if any(c.state == "withheld" for c in assessment.criteria):
        limits.append(text(lang, "ui.public_scores"))
    return Method(
        scope=in_words(checklist.scope, lang),
        advisory=text(lang, "ui.advisory_note"),
        limits=tuple(limits),
        facts=tuple(_facts(assessment, checklist, lang)),
        assumptions=tuple(text(lang, f"assumption.{name}") for name in plan.assumed),
        defaults=_defaults(assessment, lang),
        supplied=_supplied(assessment, lang),
        notes=note_sentences(plan.notes, lang),
        attributions=attributions(assessment, lang),
        parameters=tuple(_parameters(assessment, checklist, lang)),
    )


def _facts(assessment: Assessment, checklist: Checklist, lang: str) -> Iterable[Fact]:
    plan, used = assessment.plan, assessment.checklist
    version = text(lang, "ui.version", version=used.version)
    name = in_words(checklist.title, lang)
    yield Fact(text(lang, "ui.checklist"), f"{name}, {version}")
    yield Fact(
        text(lang, "report.provider"), f"{checklist.provider}, {checklist.licence}"
    )
    yield Fact(text(lang, "report.checklist_digest"), used.sha256)
    yield Fact(text(lang, "ui.source_digest"), plan.sha256)
    yield Fact(text(lang, "ui.edition"), text(lang, f"edition.{assessment.edition}"))
    yield Fact(text(lang, "ui.date"), long_date(assessment.date, lang))
    yield Fact(text(lang, "ui.program"), assessment.program)
    yield Fact(text(lang, "ui.coordinates"), plan.crs)
    none = text(lang, "ui.none")
    counted = (
        labelled(kind_name(kind, lang, n), number(lang, n), lang)
        for kind, n in plan.elements.items()
        if n
    )
    elements = ", ".join(sorted(counted, key=in_order))
    yield Fact(text(lang, "ui.elements"), elements or none)
    declared = sorted((kind_name(k, lang, 2) for k in plan.declared), key=in_order)
    yield Fact(text(lang, "ui.declared_kinds"), ", ".join(declared) or none)
    yield from _risk(assessment, lang)
    if assessment.reliability.alpha is not None:
        alpha = number(lang, assessment.reliability.alpha, 2)
        words = text(lang, "ui.reliability", alpha=alpha)
        yield Fact(text(lang, "ui.people"), words)


def _risk(assessment: Assessment, lang: str) -> Iterable[Fact]:
    risk = assessment.plan.risk
    if risk is None:
        return
    words = text(lang, f"risk.{risk.vehicle}")
    if risk.decided_by:
        when = long_date(risk.date, lang) if risk.date else text(lang, "ui.not_known")
        words += f" ({text(lang, 'ui.risk_decided', by=risk.decided_by, date=when)})"
    if risk.design_vehicle:
        vehicle = text(lang, f"vehicle.{risk.design_vehicle}")
        meant = labelled(text(lang, "ui.design_vehicle"), vehicle, lang)
        words = clauses((words, meant), lang)
    yield Fact(text(lang, "ui.risk"), words)


def _defaults(assessment: Assessment, lang: str) -> tuple[str, ...]:
    """Return the defaults used, each once, with the criteria that rest on it."""
    by_code: dict[str, list[str]] = {}
    for result in assessment.criteria:
        for code in result.defaults:
            by_code.setdefault(code, []).append(result.id)
    return tuple(
        f"{text(lang, f'default.{code}')} ({', '.join(ids)})"
        for code, ids in sorted(by_code.items())
    )


def _supplied(assessment: Assessment, lang: str) -> tuple[str, ...]:
    """Return what was supplied or assumed, counted per kind and attribute."""
    counts: dict[tuple[str, str, str], int] = {}
    for one in assessment.plan.supplied:
        if one.by != "source":
            key = (one.kind, one.attribute, one.by)
            counts[key] = counts.get(key, 0) + 1
    return tuple(
        text(
            lang,
            f"report.given.{by}",
            kind=kind_name(kind, lang, n),
            attribute=text(lang, f"attribute.{attribute}"),
            n=n,
        )
        for (kind, attribute, by), n in sorted(counts.items())
    )


def attributions(assessment: Assessment, lang: str) -> tuple[str, ...]:
    """Return how the sources of the data ask to be named, as far as they are known."""
    used: set[str] = set()
    for note in assessment.plan.notes:
        used |= {str(note.args.get("vocabulary")), str(note.args.get("format"))}
        if note.code == "urbis_surfaces":
            used.add("urbis")
    named = [text(lang, key) for name, key in ATTRIBUTIONS.items() if name in used]
    return tuple(named) or (text(lang, "report.attribution.none"),)


def _parameters(
    assessment: Assessment, checklist: Checklist, lang: str
) -> Iterable[Parameter]:
    """Return the numbers in force, in the order and words of the checklist."""
    used = assessment.checklist.parameters
    for key in checklist.in_order(used):
        known = checklist.parameters.get(key)
        unit = known.unit if known else "1"
        yield Parameter(
            id=key,
            name=checklist.parameter_name(key, lang),
            value=_with_unit(used[key], unit, lang),
            certainty=text(lang, f"certainty.{known.certainty}") if known else "",
            source=phrase(lang, known.source) if known else "",
        )


def _with_unit(value: float, unit: str, lang: str) -> str:
    if unit in _WRITTEN:
        return _WRITTEN[unit](lang, value)
    digits = next((d for d in range(4) if abs(round(value, d) - value) < 1e-9), 4)
    written = number(lang, value, digits)
    if unit == "1":
        return written
    keys = (f"unit.{unit}", f"report.unit.{unit}")
    word = next((text(lang, key) for key in keys if knows(lang, key)), unit)
    if word == "°":
        return written + word
    return f"{written} {word}" if " " in word else f"{written}{THIN}{word}"

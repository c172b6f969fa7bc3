"""Everything behind one criterion's level, in the order a reader asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from sbd.checklists.model import Checklist
from sbd.document import Assessment, CriterionResult, PartResult, People
from sbd.locale import phrase, plural, text
from sbd.views.chips import result_chip
from sbd.views.gates import gate_word
from sbd.views.reasons import reason_text
from sbd.views.report.people import disagreement_words, spread_words
from sbd.views.ruler import caption_note, threshold_ruler
from sbd.views.tensions import tension_notes
from sbd.views.words import (
    clauses,
    deciding_part,
    find_criterion,
    holds_detail_back,
    in_words,
    labelled,
    level_text,
    part_value,
    part_words,
    sentence,
    tag,
    title_of,
    unit_text,
    value_text,
)

_Row = tuple[str, str]


def detail(
    assessment: Assessment, checklist: Checklist | None, criterion_id: str, lang: str
) -> str:
    """Return one criterion's detail as HTML.

    Title, value with unit and chip, a ruler per part, why, source with status and
    certainty, assumptions and defaults used, completeness, what people said, and
    the tensions it stands in. An unknown criterion gives its reason and no value; a
    withheld one says only that it is withheld.

    Parameters
    ----------
    assessment : Assessment
        What was found.
    checklist : Checklist, optional
        Gives title, guidance and tensions.
    criterion_id : str
        Id of the criterion.
    lang : {"nl", "fr", "en"}
        Language.

    Raises
    ------
    KeyError
        If the assessment has no such criterion.
    """
    result = assessment.criterion(criterion_id)
    title = f"{criterion_id} · {title_of(checklist, criterion_id, lang)}"
    if result.state == "withheld":
        body = _withheld(lang)
    else:
        body = (
            _head(result, lang)
            + _definitions(_rows(result, checklist, lang))
            + tension_notes(assessment, checklist, criterion_id, lang)
        )
    return f'<div class="det"><h2>{escape(title)}</h2>{body}</div>'


def _withheld(lang: str) -> str:
    words = escape(text(lang, "state.withheld"))
    return (
        f'<div class="vl"><span class="chip held" aria-hidden="true">×</span>'
        f'<span class="cw">{words}</span></div>'
        f"<p>{escape(text(lang, 'ui.withheld_note'))}</p>"
    )


def _head(result: CriterionResult, lang: str) -> str:
    part = deciding_part(result)
    value = _value(part, lang) if part and result.state == "measured" else ""
    chip = result_chip(result, lang, word=True)
    rulers = ""
    if result.state != "not_applicable":
        rulers = "".join(_ruler(result, part, lang) for part in result.parts)
    return f'<div class="vl">{value}{chip}</div>{rulers}'


def _value(part: PartResult, lang: str) -> str:
    if part.value is None:
        value = part_value(part, lang)
        return "" if value in ("?", "–") else f'<span class="big">{value}</span>'
    value = escape(value_text(part.value, part.unit, lang, part.cuts))
    return (
        f'<span class="big">{value}<small> {unit_text(part.unit, lang)}</small></span>'
    )


def _ruler(result: CriterionResult, part: PartResult, lang: str) -> str:
    held = text(lang, "state.withheld") if holds_detail_back(result) else ""
    drawn = "" if held else threshold_ruler(part, lang)
    if len(result.parts) == 1:
        return drawn
    name = text(lang, f"indicator.{part.indicator}")
    caption = labelled(name, held or part_words(part, lang), lang)
    if held:
        return f'<div class="cap">{escape(caption)}</div>'
    caption += f" ({caption_note(part, lang)})"
    return f'<div class="cap">{escape(caption)}</div>{drawn}'


def _definitions(rows: Iterable[_Row]) -> str:
    items = "".join(f"<dt>{escape(name)}</dt><dd>{body}</dd>" for name, body in rows)
    return f"<dl>{items}</dl>" if items else ""


def _rows(
    result: CriterionResult, checklist: Checklist | None, lang: str
) -> Iterable[_Row]:
    yield from _why(result, checklist, lang)
    yield from _interval(result, lang)
    yield from _decided(result, lang)
    yield from _source(result, lang)
    yield from _rests_on(result, lang)
    if result.people is not None:
        yield text(lang, "ui.people"), _people(result.people, lang)


def _why(
    result: CriterionResult, checklist: Checklist | None, lang: str
) -> Iterable[_Row]:
    if result.reason is not None:
        yield text(lang, "ui.reason"), escape(reason_text(result, lang))
    criterion = find_criterion(checklist, result.id)
    if criterion is not None and (result.state in ("unknown", "judged")):
        question = in_words(criterion.question, lang)
        yield text(lang, "ui.question"), escape(question)
    if criterion is not None and result.state == "unknown":
        guidance = in_words(criterion.guidance, lang)
        yield text(lang, "ui.settles"), escape(guidance)
    if result.gate is not None:
        words = gate_word(result.gate.passed, lang)
        basis = text(lang, f"ui.gate_{result.gate.basis}")
        why = f" · {sentence(result.gate.reason, lang)}" if result.gate.reason else ""
        yield text(lang, "ui.gates"), escape(f"{words} ({basis}){why}")


def _interval(result: CriterionResult, lang: str) -> Iterable[_Row]:
    if result.state == "not_applicable":
        return
    low, high = int(result.low + 1e-9), int(result.high + 1e-9)
    level = result.printed_level
    if (low, high) == (level, level) or low == high:
        return
    yield (
        text(lang, "ui.interval"),
        escape(text(lang, "ui.between", low=low, high=high)),
    )


def _decided(result: CriterionResult, lang: str) -> Iterable[_Row]:
    if result.override is None:
        return
    words = text(
        lang,
        "ui.override_by",
        level=level_text(result.override.level, lang),
        by=result.override.by,
        reason=result.override.reason,
    )
    if result.measured_level is not None:
        measured = level_text(int(result.measured_level + 1e-9), lang)
        words += f" ({text(lang, 'ui.measured_level', level=measured)})"
    yield text(lang, "ui.override"), escape(words)


def _source(result: CriterionResult, lang: str) -> Iterable[_Row]:
    sources = clauses((phrase(lang, title) for title in result.source), lang)
    tags = tag(text(lang, f"status.{result.status}"))
    if result.certainty != "sourced":
        tags += " " + tag(text(lang, f"certainty.{result.certainty}"))
    if result.sensitive:
        tags += " " + tag(text(lang, "ui.restricted_short"), "lock")
    yield text(lang, "ui.source"), f"{escape(sources)}<br>{tags}"


def _rests_on(result: CriterionResult, lang: str) -> Iterable[_Row]:
    if result.assumed:
        words = [text(lang, f"assumption.{name}") for name in result.assumed]
        yield text(lang, "ui.assumptions"), _list(words)
    if result.defaults:
        words = [text(lang, f"default.{code}") for code in result.defaults]
        yield text(lang, "ui.defaults"), _list(words)
    if result.completeness is not None and result.state == "measured":
        words = [text(lang, f"completeness.{result.completeness}")]
        bound = _bound(result)
        if bound:
            words.append(text(lang, f"bound.{bound}"))
        yield text(lang, "ui.completeness"), _list(words)


def _bound(result: CriterionResult) -> str:
    """Say on which side an as-mapped level is bounded, from its interval."""
    if result.level is None or result.completeness != "as_mapped":
        return ""
    below, above = result.low < result.level - 1e-9, result.high > result.level + 1e-9
    return {(False, True): "lower", (True, False): "upper", (True, True): "open"}.get(
        (below, above), ""
    )


def _people(people: People, lang: str) -> str:
    words = []
    for discipline, answer in sorted(people.disciplines.items()):
        name = text(lang, f"discipline.{discipline}")
        level = "?" if answer.median is None else level_text(answer.median, lang)
        persons = plural(lang, "ui.persons", answer.n)
        said = text(lang, "ui.reviewed_by", level=level, n=persons)
        words.append(labelled(name, said, lang))
    if people.spread is not None:
        words.append(spread_words(people.spread, lang)[0])
    words += disagreement_words(people, lang)
    if people.contested:
        words.append(text(lang, "ui.contested"))
    return _list(words)


def _list(words: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(w)}</li>" for w in words)
    return f"<ul>{items}</ul>"

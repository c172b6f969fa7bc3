"""What people answered, said and agreed on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sbd.checklists.model import Checklist
from sbd.document import (
    ActionRecord,
    Assessment,
    DisciplineResult,
    People,
    RemarkRecord,
)
from sbd.locale import text
from sbd.reviews.model import Rating
from sbd.views.action_list import attention, owner_name
from sbd.views.tables.model import (
    DEGREE_DIGITS,
    RATIO_DIGITS,
    Field,
    Figure,
    Table,
    build,
    coded_fields,
    criterion_fields,
    figure,
    named,
    quartile,
    shown_level,
)
from sbd.views.words import level_word

#: The row of a criterion that stands for everybody together.
EVERYBODY = "all"


@dataclass(frozen=True)
class _Voice:
    """A discipline on a criterion; everybody together where there is no answer."""

    criterion: str
    people: People
    discipline: str
    answer: DisciplineResult | None


def disciplines_table(
    assessment: Assessment, checklist: Checklist, langs: tuple[str, ...]
) -> Table:
    """Return what each discipline answered on each criterion.

    Parameters
    ----------
    assessment : Assessment
        The results; in the public edition small disciplines are merged.
    checklist : Checklist
        For titles.
    langs : tuple of str
        One language or two.

    Returns
    -------
    Table
        For each criterion first a row for everybody (discipline ``all``) with the
        spread over persons, then a row per discipline with its median.
    """
    fields: list[Field[_Voice]] = [
        *criterion_fields(checklist, lambda v: v.criterion),
        *coded_fields(
            "discipline", lambda v: v.discipline, _discipline, "ui.discipline"
        ),
        Field(
            "median",
            "level",
            lambda v, _: shown_level(v.answer.median) if v.answer else None,
            unit="level",
            heading="review.median",
        ),
        Field("persons", "count", lambda v, _: _persons(v)),
        *_spread(),
    ]
    return build("disciplines", fields, _voices(assessment), langs)


def _voices(assessment: Assessment) -> Iterator[_Voice]:
    for result in assessment.criteria:
        if result.people is None or not result.people.disciplines:
            continue
        yield _Voice(result.id, result.people, EVERYBODY, None)
        for name, answer in sorted(result.people.disciplines.items()):
            yield _Voice(result.id, result.people, name, answer)


def _discipline(voice: _Voice, lang: str) -> str | None:
    family = "tables.people" if voice.discipline == EVERYBODY else "discipline"
    return named(family, voice.discipline, lang)


def _persons(voice: _Voice) -> int:
    if voice.answer is not None:
        return voice.answer.n
    return sum(d.n for d in voice.people.disciplines.values())


def _spread() -> Iterator[Field[_Voice]]:
    for place, name in enumerate(("lowest", "quarter_1", "quarter_3", "highest")):
        yield Field(
            name,
            "level",
            # The place of this turn, not of the last one.
            lambda v, _, at=place: _quartile(v, at),  # type: ignore[misc]
            unit="level",
        )
    yield Field(
        "disagreement",
        "number",
        lambda v, _: None if v.answer else figure(v.people.di, RATIO_DIGITS),
    )
    yield Field(
        "contested", "bool", lambda v, _: None if v.answer else v.people.contested
    )


def _quartile(voice: _Voice, place: int) -> Figure | None:
    if voice.answer is not None or voice.people.spread is None:
        return None
    return quartile(voice.people.spread[place])


def answers_table(
    assessment: Assessment, checklist: Checklist, langs: tuple[str, ...]
) -> Table:
    """Return one row per answer, with who gave it: for the restricted edition.

    Parameters
    ----------
    assessment : Assessment
        The results.
    checklist : Checklist
        For titles.
    langs : tuple of str
        One language or two.
    """
    fields: list[Field[Rating]] = [
        *criterion_fields(checklist, lambda r: r.criterion),
        *coded_fields(
            "discipline", lambda r: r.discipline, "discipline", "ui.discipline"
        ),
        Field("rater", "text", lambda r, _: r.rater),
        Field("answer", "level", lambda r, _: shown_level(r.level), unit="level"),
        Field("answer_state", "code", lambda r, _: _answer_state(r), detail=True),
        Field("answer_words", "words", _answer_words),
        Field("comment", "text", lambda r, _: r.comment, heading="ui.comment"),
        Field("settled", "bool", lambda r, _: r.settled, heading="review.settled"),
        Field(
            "settled_reason",
            "text",
            lambda r, _: r.reason,
            heading="review.settle_reason",
        ),
        Field("lon", "number", lambda r, _: figure(r.lon, DEGREE_DIGITS), "deg"),
        Field("lat", "number", lambda r, _: figure(r.lat, DEGREE_DIGITS), "deg"),
    ]
    return build("answers", fields, assessment.ratings, langs)


def _answer_state(rating: Rating) -> str:
    return rating.answer if isinstance(rating.answer, str) else "judged"


def _answer_words(rating: Rating, lang: str) -> str:
    if rating.answer == "unknown":
        return text(lang, "ui.dontknow")
    return level_word(rating.level, _answer_state(rating), lang)


def remarks_table(
    assessment: Assessment, checklist: Checklist, langs: tuple[str, ...]
) -> Table:
    """Return one row per remark: for the restricted edition.

    Parameters
    ----------
    assessment : Assessment
        The results.
    checklist : Checklist
        For titles.
    langs : tuple of str
        One language or two.
    """
    fields: list[Field[RemarkRecord]] = [
        *criterion_fields(checklist, lambda r: r.criterion),
        *coded_fields(
            "discipline", lambda r: r.discipline, "discipline", "ui.discipline"
        ),
        Field("remark", "text", lambda r, _: r.text),
        Field("lon", "number", lambda r, _: figure(r.lon, DEGREE_DIGITS), "deg"),
        Field("lat", "number", lambda r, _: figure(r.lat, DEGREE_DIGITS), "deg"),
    ]
    return build("remarks", fields, assessment.remarks, langs)


def actions_table(
    assessment: Assessment, checklist: Checklist, langs: tuple[str, ...]
) -> Table:
    """Return one row per action; late is what is late on the assessment's day.

    Parameters
    ----------
    assessment : Assessment
        The results.
    checklist : Checklist
        For titles.
    langs : tuple of str
        One language or two.
    """
    today = assessment.date
    fields: list[Field[ActionRecord]] = [
        *criterion_fields(checklist, lambda a: a.criterion),
        Field("action", "text", lambda a, _: a.text, heading="actions.what"),
        *coded_fields(
            "owner",
            lambda a: a.owner,
            lambda a, g: owner_name(a.owner, g),
            "actions.owner",
        ),
        *_progress(today),
        Field("uid", "code", lambda a, _: a.uid, detail=True),
    ]
    return build("actions", fields, assessment.actions, langs)


def _progress(today: str) -> Iterator[Field[ActionRecord]]:
    yield from coded_fields("phase", lambda a: a.phase, "phase", "actions.phase")
    yield Field("due", "date", lambda a, _: _day(a.due), heading="actions.due")
    yield from coded_fields(
        "action_state",
        lambda a: a.state,
        lambda a, g: text(g, f"actions.state_{a.state}"),
        "actions.state",
    )
    yield Field(
        "attention",
        "code",
        lambda a, _: " ".join(attention(a, today)),
        heading="actions.attention",
        detail=True,
    )
    yield Field(
        "attention_words",
        "words",
        lambda a, g: ", ".join(text(g, f"actions.{m}") for m in attention(a, today)),
        heading="actions.attention",
    )


def _day(due: str | None) -> date | str | None:
    """Return a date; what is none, as 30 February, stays as it was written."""
    if due is None:
        return None
    try:
        return date.fromisoformat(due)
    except ValueError:
        return due

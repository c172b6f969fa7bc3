"""What people said on a criterion: medians, spread, comments, dissent, remarks."""

from __future__ import annotations

from collections.abc import Iterable

from sbd.assessment.report_checks import FAR_APART
from sbd.document import Assessment, CriterionResult, People
from sbd.locale import number, plural, text
from sbd.reviews.model import Answer, Rating
from sbd.scoring.agenda import levels_apart
from sbd.views.report.model import Comment, Voice
from sbd.views.words import labelled, level_text

_ANSWERS: tuple[Answer, ...] = (0, 1, 2, 3, 4, "unknown", "not_applicable")


def voices(
    assessment: Assessment, result: CriterionResult, lang: str
) -> tuple[Voice, ...]:
    """Return what the disciplines answered, by their names.

    The counts per level are given where the edition holds the ratings.
    """
    if result.people is None:
        return ()
    given = [
        r for r in assessment.ratings if r.criterion == result.id and not r.settled
    ]
    found = [
        Voice(
            discipline=text(lang, f"discipline.{discipline}"),
            median="–" if answer.median is None else level_text(answer.median, lang),
            persons=plural(lang, "ui.persons", answer.n),
            counts=_counts(discipline, given),
        )
        for discipline, answer in result.people.disciplines.items()
    ]
    merged = text(lang, "discipline.merged")
    return tuple(sorted(found, key=lambda v: (v.discipline == merged, v.discipline)))


def _counts(discipline: str, given: Iterable[Rating]) -> tuple[int, ...]:
    said = [r.answer for r in given if r.discipline == discipline]
    return tuple(said.count(answer) for answer in _ANSWERS) if said else ()


def people_words(people: People | None, lang: str) -> tuple[str, ...]:
    """Return range, disagreement and contest in words, where there are any."""
    if people is None:
        return ()
    words: list[str] = []
    if people.spread is not None:
        words += spread_words(people.spread, lang)
    words += disagreement_words(people, lang)
    if people.contested:
        words.append(text(lang, "ui.contested"))
    return tuple(words)


def disagreement_words(people: People, lang: str) -> tuple[str, ...]:
    """Return how far disciplines and persons are apart.

    Disciplines that should talk are named: persons may lie close together on the
    whole, while two disciplines do not agree.
    """
    words: list[str] = []
    medians = {d: a.median for d, a in people.disciplines.items()}
    given = sorted((m, d) for d, m in medians.items() if m is not None)
    apart = levels_apart(medians.values())
    if apart is not None and apart > FAR_APART:
        one, other = (text(lang, f"discipline.{given[i][1]}").lower() for i in (0, -1))
        levels = level_text(apart, lang)
        words.append(
            text(lang, "report.apart", discipline=one, other=other, levels=levels)
        )
    if people.di is not None:
        words.append(text(lang, "ui.disagreement_index", di=number(lang, people.di, 2)))
    return tuple(words)


def spread_words(
    spread: tuple[float, float, float, float], lang: str
) -> tuple[str, ...]:
    """Return between which levels the answers and their middle half lie.

    Parameters
    ----------
    spread : tuple of float
        Least, first and third quarter, most. [level]
    lang : str
        Language.

    Returns
    -------
    tuple of str
        One where all answers are equal or half of them are.
    """
    low, first, third, high = (level_text(v, lang) for v in spread)
    if low == high:
        return (text(lang, "ui.spread_one", level=low),)
    whole = text(lang, "ui.spread_range", low=low, high=high)
    if first == third:
        return (whole,)
    return whole, text(lang, "report.middle_half", low=first, high=third)


def comments(
    assessment: Assessment, criterion_id: str, lang: str
) -> tuple[Comment, ...]:
    """Return what people wrote beside their answers and as remarks; restricted only."""
    said = [
        Comment(text(lang, f"discipline.{r.discipline}"), r.comment)
        for r in assessment.ratings
        if r.criterion == criterion_id and r.comment and not r.settled
    ]
    return (*said, *remarks(assessment, criterion_id, lang))


def dissent(
    assessment: Assessment, criterion_id: str, lang: str
) -> tuple[Comment, ...]:
    """Return who disagreed with a settled decision, and why; restricted only."""
    return tuple(
        Comment(text(lang, f"discipline.{r.discipline}"), r.comment)
        for r in assessment.ratings
        if r.criterion == criterion_id and r.comment and r.settled
    )


def remarks(
    assessment: Assessment, criterion_id: str | None, lang: str
) -> tuple[Comment, ...]:
    """Return remarks about a criterion, or about the whole and its places (None)."""
    if assessment.edition == "public":
        return ()
    return tuple(
        Comment(
            text(lang, f"discipline.{r.discipline}") if r.discipline else "", r.text
        )
        for r in assessment.remarks
        if r.criterion == criterion_id
    )


def settled_words(result: CriterionResult, lang: str) -> str:
    """Return the decision of the meeting, with the level that was measured."""
    if result.override is None:
        return ""
    words = text(
        lang,
        "ui.override_by",
        level=level_text(result.override.level, lang),
        by=result.override.by,
        reason=result.override.reason,
    )
    if result.measured_level is None:
        return words
    measured = level_text(int(result.measured_level + 1e-9), lang)
    said = text(lang, "ui.measured_level", level=measured)
    return f"{words} ({said})"


def named(comment: Comment, lang: str) -> str:
    """Return a comment after the name of its discipline, as one string."""
    if not comment.discipline:
        return comment.words
    return labelled(comment.discipline, comment.words, lang)

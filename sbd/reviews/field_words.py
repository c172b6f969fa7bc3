"""The words of the form for a field walk, by which its answers are known again.

An export of the answers may carry the names of questions and choices, or what the form
says in one of its languages. That is why each question says its criterion's id.
"""

from __future__ import annotations

from sbd.locale import text


def question_label(criterion: str, question: str) -> str:
    """Return what the form asks of a criterion."""
    return f"{criterion}. {question}"


def note_label(criterion: str, lang: str) -> str:
    """Return what is said where a remark on a criterion is typed."""
    return text(lang, "field_form.note", criterion=criterion)


def point_label(criterion: str, lang: str) -> str:
    """Return what is said where the place of a remark is pointed at."""
    return text(lang, "field_form.point", criterion=criterion)


def discipline_label(lang: str) -> str:
    """Return what is said where the discipline is chosen."""
    return text(lang, "ballot.discipline")


def rater_label(lang: str) -> str:
    """Return what is said where a name may be typed."""
    return text(lang, "ballot.name")


def answer_label(answer: int | str, lang: str, anchor: str | None = None) -> str:
    """Return what a choice says: a level with what is seen then, or a word.

    Parameters
    ----------
    answer : int or str
        0 to 4, ``unknown`` or ``not_applicable``.
    lang : str
        Language.
    anchor : str, optional
        What is seen at that level.

    Returns
    -------
    str
        Such as ``3 good – People are present by day and in the evening``.
    """
    if isinstance(answer, str):
        return text(lang, f"ballot.{answer}")
    words = f"{answer} {text(lang, f'level.{answer}')}"
    return f"{words} – {anchor}" if anchor else words

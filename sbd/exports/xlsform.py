"""The judged criteria as an XLSForm: a field walk with KoboToolbox or ODK."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from sbd.checklists.lists import read_lists
from sbd.checklists.model import Checklist, Criterion
from sbd.errors import ChecklistError
from sbd.locale import LANGS, language_name, text
from sbd.reviews.field_columns import NOTE, POINT, question_name
from sbd.reviews.field_words import (
    answer_label,
    discipline_label,
    note_label,
    point_label,
    question_label,
    rater_label,
)
from sbd.reviews.model import LONGEST_COMMENT, LONGEST_RATER
from sbd.workbooks import workbook_bytes

#: How the languages are called in forms: by their own name, with their code.
LANGUAGES = {lang: f"{language_name(lang)} ({lang})" for lang in LANGS}
_SAID = ("label", "hint", "constraint_message", "required_message")
_PLAIN = ("required", "constraint", "default", "appearance")

Words = Callable[[str], str]
Row = dict[str, Any]


def xlsform(checklist: Checklist, lang: str | None = None) -> bytes:
    """Return the form for a field walk as a workbook.

    Parameters
    ----------
    checklist : Checklist
        Its judged criteria are asked, in its languages; what is measured from the
        plan is not.
    lang : str, optional
        Language in which the form opens; the checklist's first unless given.

    Returns
    -------
    bytes
        An XLSForm with the sheets survey, choices and settings.

    Raises
    ------
    ChecklistError
        If nothing is judged, or the checklist is not written in that language.
    """
    judged = [c for c in checklist.criteria if not c.measured]
    chosen = lang or checklist.languages[0]
    if not judged:
        raise ChecklistError(
            "The checklist {checklist} has no criteria that people judge: there is "
            "nothing to ask on a field walk.",
            checklist=checklist.id,
        )
    if chosen not in checklist.languages:
        raise ChecklistError(
            "The checklist {checklist} is written in {known}, not in {lang}.",
            checklist=checklist.id,
            known=", ".join(checklist.languages),
            lang=chosen,
        )
    langs = tuple(checklist.languages)
    book = Workbook()
    del book["Sheet"]
    survey = [*_about(checklist), *(r for c in judged for r in _asked(c))]
    choices = [*_disciplines(), *(r for c in judged for r in _answers(c))]
    said = [f"{s}::{LANGUAGES[x]}" for s in _SAID for x in langs]
    _fill(book, "survey", ["type", "name", *said, *_PLAIN], _told(survey, langs))
    labels = [f"label::{LANGUAGES[x]}" for x in langs]
    _fill(book, "choices", ["list_name", "name", *labels], _told(choices, langs))
    settings = _settings(checklist, chosen)
    _fill(book, "settings", list(settings), [settings])
    return workbook_bytes(book)


def _settings(checklist: Checklist, lang: str) -> Row:
    return {
        "form_title": checklist.title.in_language(lang),
        "form_id": f"sbd_{checklist.id}",
        "version": checklist.version,
        "default_language": LANGUAGES[lang],
        "style": "pages",
        "instance_name": "concat(${discipline}, ' ', ${date})",
    }


def _about(checklist: Checklist) -> Iterator[Row]:
    """Ask who answers and when; first say what is asked and what not to write."""
    yield _group("about", lambda lang: text(lang, "field_form.about"))
    yield {
        "type": "note",
        "name": "intro",
        "label": lambda lang: text(
            lang,
            "field_form.intro",
            checklist=checklist.title.in_language(lang),
            version=checklist.version,
        ),
    }
    yield {
        "type": "select_one disciplines",
        "name": "discipline",
        "label": discipline_label,
        "required": "yes",
        "required_message": lambda lang: text(lang, "field_form.discipline_needed"),
        "appearance": "minimal",
    }
    yield {
        "type": "text",
        "name": "rater",
        "label": rater_label,
        "hint": lambda lang: text(lang, "field_form.rater_hint"),
        **_at_most(LONGEST_RATER),
    }
    yield {
        "type": "date",
        "name": "date",
        "label": lambda lang: text(lang, "field_form.date"),
        "default": "today()",
    }
    yield {"type": "end_group"}


def _asked(criterion: Criterion) -> Iterator[Row]:
    """Ask one criterion, on a screen of its own."""
    name = question_name(criterion.id)
    yield _group(
        f"group_{name}",
        lambda lang: f"{criterion.id} · {criterion.title.in_language(lang)}",
    )
    yield {
        "type": f"select_one levels_{name}",
        "name": name,
        "label": lambda lang: question_label(
            criterion.id, criterion.question.in_language(lang)
        ),
        "hint": criterion.guidance.in_language,
    }
    yield {
        "type": "text",
        "name": name + NOTE,
        "label": lambda lang: note_label(criterion.id, lang),
        "hint": lambda lang: text(lang, "field_form.note_hint"),
        "appearance": "multiline",
        **_at_most(LONGEST_COMMENT),
    }
    yield {
        "type": "geopoint",
        "name": name + POINT,
        "label": lambda lang: point_label(criterion.id, lang),
        "hint": lambda lang: text(lang, "field_form.point_hint"),
        "appearance": "placement-map",
    }
    yield {"type": "end_group"}


def _group(name: str, label: Words) -> Row:
    # A field list shows the questions of a group together, on one screen.
    return {
        "type": "begin_group",
        "name": name,
        "label": label,
        "appearance": "field-list",
    }


def _at_most(longest: int) -> Row:
    return {
        "constraint": f"string-length(.) <= {longest}",
        "constraint_message": lambda lang: text(lang, "field_form.too_long", n=longest),
    }


def _disciplines() -> Iterator[Row]:
    for identifier, title in read_lists().disciplines.items():
        yield {
            "list_name": "disciplines",
            "name": identifier,
            "label": title.in_language,
        }


def _answers(criterion: Criterion) -> Iterator[Row]:
    anchors = criterion.anchors.levels() if criterion.anchors else {}
    for answer in (0, 1, 2, 3, 4, "unknown", "not_applicable"):
        anchor = anchors.get(answer) if isinstance(answer, int) else None
        yield {
            "list_name": f"levels_{question_name(criterion.id)}",
            "name": str(answer),
            "label": lambda lang, a=answer, t=anchor: answer_label(
                a, lang, t.in_language(lang) if t else None
            ),
        }


def _told(rows: list[Row], langs: tuple[str, ...]) -> list[Row]:
    """Write out what a row says in each language."""
    return [
        {
            **{k: v for k, v in row.items() if not callable(v)},
            **{
                f"{key}::{LANGUAGES[lang]}": _plain(said(lang))
                for key, said in row.items()
                if callable(said)
                for lang in langs
            },
        }
        for row in rows
    ]


def _plain(said: str) -> str:
    """Keep a text from being read as a reference to another question."""
    return said.replace("${", "$ {")


def _fill(book: Workbook, name: str, columns: list[str], rows: list[Row]) -> None:
    sheet = book.create_sheet(name)
    for number, column in enumerate(columns, start=1):
        head = sheet.cell(1, number, column)
        head.font = Font(name="Calibri", bold=True)
        head.fill = PatternFill("solid", fgColor="E8EEF2")
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 48 if "::" in column else 20
    for at, row in enumerate(rows, start=2):
        for number, column in enumerate(columns, start=1):
            if column in row:
                cell = sheet.cell(at, number)
                cell.value = row[column]
                cell.data_type = "s"  # a text that starts with = is no formula
    sheet.freeze_panes = "C2" if name == "survey" else "A2"

"""Write a checklist as a workbook that a planner edits in Excel or LibreOffice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sbd.checklists.excel_layout import (
    ABOUT,
    NESTED,
    OWNER,
    PARAMETER,
    SHEETS,
    WORDS_SHEET,
    Column,
    allowed_words,
)
from sbd.checklists.mistakes import Path
from sbd.checklists.model import Checklist
from sbd.errors import ChecklistError
from sbd.workbooks import workbook_bytes

#: Longest text that a cell can hold. [characters]
LONGEST = 32_767
#: Rows that the drop-downs reach, so that new rows have them too.
_REACH = 2_000
_FACE = "Calibri"
#: Height of a line and of the highest row there can be. [pt]
_LINE, _HIGHEST = 15.0, 400.0
_TOP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(vertical="top", horizontal="center")
_RULE = Border(bottom=Side("hair", color="9AA8B0"))
_HEAD = PatternFill("solid", fgColor="1F3A4D")
_NEEDED = PatternFill("solid", fgColor="2F6B8A")


def checklist_workbook(checklist: Checklist) -> bytes:
    """Return a checklist as a workbook; the same one gives the same bytes.

    Parameters
    ----------
    checklist : Checklist
        Any checklist.

    Returns
    -------
    bytes
        A file .xlsx, which `sbd.checklists.excel_read` reads back.

    Raises
    ------
    ChecklistError
        If a text is longer than a cell can hold.
    """
    data = checklist.model_dump(mode="json")
    book = Workbook()
    del book["Sheet"]
    words = _words_used()
    _about(book.create_sheet("about"), data)
    for name, columns in SHEETS.items():
        sheet = book.create_sheet(name)
        _head(sheet, columns)
        rows = _rows(name, data)
        for at, (given, entry) in enumerate(rows, start=2):
            for place, column in enumerate(columns, start=1):
                value = given.get(column.name, _reach(entry, column.path))
                _put(sheet.cell(at, place), value, column)
            _fit(sheet, at, columns)
        _drop_downs(sheet, columns, words)
    _lists(book.create_sheet(WORDS_SHEET), words)
    return workbook_bytes(book)


def _rows(sheet: str, data: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Return the rows of a sheet: what is no part of the entry, and the entry."""
    if sheet in ("criteria", "tensions"):
        yield from (({}, entry) for entry in data[sheet])
    elif sheet == "parameters":
        yield from (({PARAMETER: n}, entry) for n, entry in data[sheet].items())
    elif sheet == "anchors":
        for criterion in data["criteria"]:
            for key, entry in (criterion["anchors"] or {}).items():
                if entry is not None:
                    level = int(key.removeprefix("level_"))
                    yield {OWNER: criterion["id"], "level": level}, entry
    else:
        for criterion in data["criteria"]:
            for entry in criterion[NESTED[sheet]]:
                yield {OWNER: criterion["id"]}, entry


def _about(sheet: Worksheet, data: dict[str, Any]) -> None:
    shown = (
        Column("key", (), "What is said; leave this column as it is.", width=16),
        Column("value", (), "What you may change.", width=90, needed=True),
        Column("meaning", (), "Not read.", width=60),
    )
    _head(sheet, shown)
    for at, column in enumerate(ABOUT, start=2):
        for place, text in ((1, column.name), (3, column.about)):
            _put(sheet.cell(at, place), text, shown[0])
        _put(sheet.cell(at, 2), _reach(data, column.path), column)
        sheet.cell(at, 1).font = Font(name=_FACE, bold=True)
        sheet.cell(at, 3).font = Font(name=_FACE, color="5A6B75")
        _fit(sheet, at, shown)


def _head(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(1, place, column.name)
        cell.font = Font(name=_FACE, bold=True, color="FFFFFF")
        cell.fill = _NEEDED if column.needed else _HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.comment = _comment(column)
        width = max(column.width, len(column.name) + 3)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.row_dimensions[1].height = 24
    first = columns[0].name in ("id", "key", OWNER)
    sheet.freeze_panes = "B2" if first else "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth = 1 + len(columns) // 12
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _comment(column: Column) -> Comment:
    said = column.about
    if column.words:
        words = allowed_words()[column.words]
        said += f" Words: {', '.join(words)}."
    note = Comment(said, "sbd")
    note.width, note.height = 320, 60 + 18 * (len(said) // 40)
    return note


def _put(cell: Cell | Any, value: Any, column: Column) -> None:
    cell.alignment = _MIDDLE if column.kind == "integer" else _TOP
    cell.border = _RULE
    if value is None:
        return
    if column.kind == "list":
        value = ", ".join(map(str, value))
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str):
        if len(value) > LONGEST:
            msg = f"{column.name} holds a text of more than {LONGEST} characters."
            raise ChecklistError(msg)
        cell.value = value
        cell.data_type = "s"  # a text that starts with = is no formula
        cell.quotePrefix = value.startswith("=")
        if column.kind == "text" and len(value) < 40:
            cell.number_format = "@"  # so that 0.1.0 or 2026-10-01 stays as typed
    else:
        cell.value = value


def _fit(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
    """Make a row as high as its longest text, which not all programs do by themselves.

    A character of our languages is a little narrower than the digit that widths are
    counted in; words that move to the next line take that back.
    """
    lines = 1
    for place, column in enumerate(columns, start=1):
        said = str(sheet.cell(row, place).value or "").split("\n")
        width = max(column.width, len(column.name) + 3)
        lines = max(lines, sum(1 + len(part) // width for part in said))
    sheet.row_dimensions[row].height = min(lines * _LINE, _HIGHEST)


def _reach(entry: Any, path: Path) -> Any:
    for step in path:
        if entry is None:
            return None
        entry = entry[step]
    return entry


def _words_used() -> dict[str, tuple[str, ...]]:
    used = {c.words for columns in SHEETS.values() for c in columns if c.words}
    return {name: words for name, words in allowed_words().items() if name in used}


def _drop_downs(
    sheet: Worksheet, columns: Iterable[Column], words: dict[str, tuple[str, ...]]
) -> None:
    """Offer the words of a column; one that takes several is told, not refused."""
    order = list(words)
    for place, column in enumerate(columns, start=1):
        if column.words is None:
            continue
        letter = get_column_letter(order.index(column.words) + 1)
        last = len(words[column.words]) + 1
        rule = DataValidation(
            type="list",
            formula1=f"={WORDS_SHEET}!${letter}$2:${letter}${last}",
            allow_blank=True,
            showErrorMessage=column.kind != "list",
            errorTitle=column.name,
            error="Choose a word of the list; the sheet lists shows them all.",
        )
        at = get_column_letter(place)
        rule.add(f"{at}2:{at}{_REACH}")
        sheet.add_data_validation(rule)


def _lists(sheet: Worksheet, words: dict[str, tuple[str, ...]]) -> None:
    for place, (name, allowed) in enumerate(words.items(), start=1):
        _head_of_list(sheet.cell(1, place), name)
        width = max(len(w) for w in (name, *allowed)) + 3
        sheet.column_dimensions[get_column_letter(place)].width = width
        for at, word in enumerate(allowed, start=2):
            cell = sheet.cell(at, place)
            # A drop-down offers levels as the numbers that its cells hold.
            cell.value = int(word) if word.isdigit() and name == "level" else word
    sheet.freeze_panes = "A2"


def _head_of_list(cell: Cell | Any, name: str) -> None:
    cell.value = name
    cell.font = Font(name=_FACE, bold=True, color="FFFFFF")
    cell.fill = _HEAD

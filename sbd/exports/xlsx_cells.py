"""Cells of a workbook: numbers with their decimals, texts that are never formulas."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink

from sbd.exports.actions_csv import is_formula
from sbd.locale import text
from sbd.views.palette import BRAND, EDGE, INK, PAPER
from sbd.views.tables import Column, Figure, Table
from sbd.views.tables.model import Cell, Kind

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Most characters of a cell, as Excel counts them: in halves of 32 bits.
LONGEST_TEXT = 32_767
#: How a date is written; a spreadsheet shows it in its own manner.
_DATE = "yyyy-mm-dd"
_FACE, _SIZE = "Calibri", 10
_CENTRED, _NUMBERS = ("level", "bool"), ("number", "count", "share", "date")


def colour(token: str) -> str:
    """Return a colour of the palette as workbooks name it."""
    return token.removeprefix("#")


class Cells:
    """Fills the sheets of one workbook; styles that cells share are made once.

    Parameters
    ----------
    langs : sequence of str
        One language or two, of what the cells say by themselves.
    """

    def __init__(self, langs: Sequence[str]) -> None:
        self._cut_off = text(langs[0], "tables.cut_off")
        yes, no = (_both(langs, key) for key in ("word.yes", "word.no"))
        # Excel has words of its own for true and false, LibreOffice takes these.
        self._bool = f'"{yes}";"{yes}";"{no}"'
        self._styles: dict[tuple[Kind, str, bool], Any] = {}
        self._head = {
            "font": Font(_FACE, _SIZE, bold=True, color=colour(PAPER)),
            "fill": PatternFill("solid", fgColor=colour(BRAND)),
        }
        line = Side("hair", color=colour(EDGE))
        self._below = Border(bottom=line)
        self._font = Font(_FACE, _SIZE, color=colour(INK))
        self._linked = Font(_FACE, _SIZE, color=colour(BRAND), underline="single")
        self._wrapped = Alignment("left", "top", wrap_text=True, indent=1)
        self._top = Alignment(vertical="top")
        self._code = Alignment("left", "top", indent=1)
        self._middle = Alignment(vertical="top", horizontal="center")

    def fill(self, sheet: Worksheet, table: Table) -> None:
        """Write the headings into the first row, and the rows below it."""
        for place, column in enumerate(table.columns, 1):
            cell = sheet.cell(1, place)
            self._write_text(cell, heading(column))
            for name, style in self._head.items():
                setattr(cell, name, style)
            cell.alignment = self._above(column.kind)
        for number, row in enumerate(table.rows, 2):
            for place, (column, value) in enumerate(
                zip(table.columns, row, strict=True), 1
            ):
                self._write(sheet.cell(number, place), column, value)

    def _write(self, cell: Any, column: Column, value: Cell) -> None:
        shown = "General"
        if isinstance(value, Figure):
            whole = value.value.is_integer() and abs(value.value) < 1e15
            cell.value = int(value.value) if whole else value.value
            shown = number_format(value.digits, column)
        elif isinstance(value, str):
            self._write_text(cell, value)
        elif value is not None:
            cell.value = value
            shown = _DATE if isinstance(value, date) else shown
            shown = self._bool if isinstance(value, bool) else shown
        quoted = isinstance(value, str) and is_formula(value)
        self._dress(cell, column.kind, shown, quoted)

    def _dress(self, cell: Any, kind: Kind, shown: str, quoted: bool) -> None:
        """Give a cell its style, worked out once for all cells that have the same."""
        key = (kind, shown, quoted)
        if key not in self._styles:
            cell.font, cell.border = self._font, self._below
            cell.alignment = self._alignment(kind)
            cell.number_format, cell.quotePrefix = shown, quoted
            self._styles[key] = cell._style
        cell._style = copy(self._styles[key])

    def _above(self, kind: Kind) -> Alignment:
        """Return how a heading stands above what it heads."""
        alignment = copy(self._alignment(kind))
        alignment.wrapText = True
        if kind in _NUMBERS:
            alignment.horizontal = "right"
        return alignment

    def _alignment(self, kind: Kind) -> Alignment:
        if kind in _CENTRED:
            return self._middle
        if kind in ("text", "words"):
            return self._wrapped
        return self._code if kind in ("code", "criterion") else self._top

    def link(self, cell: Any, target: str) -> None:
        """Lead from a cell to another of the workbook."""
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
        cell.font = self._linked

    def _write_text(self, cell: Any, words: str) -> None:
        """Write a text as a text, whatever it begins with."""
        cell.value = fitting(words, self._cut_off)
        cell.data_type = "s"  # not a formula, not an error such as #N/A


def _both(langs: Sequence[str], key: str) -> str:
    return " / ".join(dict.fromkeys(text(lang, key) for lang in langs))


def heading(column: Column) -> str:
    """Return the heading of a column with its unit."""
    return f"{column.heading} [{column.unit}]" if column.unit else column.heading


def number_format(digits: int, column: Column) -> str:
    """Return the format of a number: digits in groups, so many decimals."""
    if column.kind == "share":
        return "0.0%"
    return "#,##0" + ("." + "0" * digits if digits else "")


def fitting(words: str, cut_off: str) -> str:
    """Return a text that fits a cell; one that was shortened says so."""
    if length(words) <= LONGEST_TEXT:
        return words
    room = LONGEST_TEXT - length(cut_off)
    kept = words.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + cut_off


def length(words: str) -> int:
    """Return the length of a text as Excel counts it: most emoji count twice."""
    return len(words) + sum(ord(c) > 0xFFFF for c in words)

"""How a sheet looks: frozen headings, filter, widths, heights, print setup."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from sbd.exports.xlsx_cells import heading, length
from sbd.views.tables import Column, Figure, Table
from sbd.views.tables.model import Cell

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Narrowest and widest columns, by what stands in them. [characters]
_WIDTHS = {
    "criterion": (10, 12),
    "code": (10, 28),
    "words": (12, 44),
    "text": (12, 50),
    "number": (12, 14),
    "level": (13, 13),
    "share": (11, 12),
    "count": (10, 12),
    "date": (12, 12),
    "bool": (10, 12),
}
#: Height of a line, and of the highest row: what is longer is read in the cell. [pt]
_LINE_PT, _HIGHEST_PT = 13.5, 240.0
#: Letters of a text in the width of a digit, on average.
_LETTERS = 1.2
#: Room for the button of the filter. [characters]
_BUTTON = 3
#: Longest text at the top or foot of a printed page. [characters]
_LONGEST_TOP = 80
#: Margins of a printed page. [inch]
_SIDE_MARGIN, _OTHER_MARGIN, _RUNNING_MARGIN = 0.4, 0.7, 0.3
#: Codes of paper, and the width from which A4 would be too small. [characters]
_A4, _A3, _WIDE = 9, 8, 220


def lay_out(sheet: Worksheet, table: Table, running: tuple[str, str]) -> None:
    """Freeze and filter the headings, and set widths, heights and printing.

    Parameters
    ----------
    sheet : Worksheet
        Filled with the table.
    table : Table
        What it is filled with. Columns that most readers can do without are folded
        away and not printed; a click on the plus above them shows them.
    running : tuple of str
        What stands at the top and at the foot of each printed page.
    """
    widths = [
        _width(c, [r[n] for r in table.rows]) for n, c in enumerate(table.columns)
    ]
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True), 1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = width
        if column.detail:
            dimension.outlineLevel = 1
            dimension.hidden = True
    _set_heights(sheet, table, widths)
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    first = table.columns[0].kind == "criterion"
    sheet.freeze_panes = "B2" if first else "A2"
    sheet.sheet_view.zoomScale = 100
    shown = [w for c, w in zip(table.columns, widths, strict=True) if not c.detail]
    sheet.page_setup.paperSize = _A4 if sum(shown) <= _WIDE else _A3
    _set_printing(sheet, running)


def _width(column: Column, cells: list[Cell]) -> float:
    """Return a width that shows headings and most values without waste."""
    least, most = _WIDTHS[column.kind]
    head = max(_longest_word(line) for line in heading(column).split("\n"))
    longest = max((_shown_length(c) for c in cells), default=0)
    return max(least, min(most, longest + 2), min(head + _BUTTON, 24))


def _longest_word(line: str) -> int:
    return max((length(word) for word in line.split()), default=0)


def _shown_length(cell: Cell) -> int:
    if cell is None:
        return 0
    if isinstance(cell, Figure):
        return len(f"{cell.value:,.{cell.digits}f}")
    return max(length(line) for line in str(cell).split("\n"))


def _set_heights(sheet: Worksheet, table: Table, widths: list[float]) -> None:
    """Set the heights of rows: not every program finds them out by itself."""
    shown = [
        n
        for n, c in enumerate(table.columns)
        if c.kind in ("words", "text") and not c.detail
    ]
    heads = [
        _head_lines(heading(c), widths[n])
        for n, c in enumerate(table.columns)
        if not c.detail
    ]
    sheet.row_dimensions[1].height = _LINE_PT * max(heads, default=1) + 2
    for number, row in enumerate(table.rows, 2):
        lines = max((_lines(row[n], widths[n]) for n in shown), default=1)
        sheet.row_dimensions[number].height = min(_HIGHEST_PT, _LINE_PT * lines + 2)


def _head_lines(words: str, width: float) -> int:
    room = max(4, int(width) - _BUTTON + 1)
    return sum(len(textwrap.wrap(line, room)) for line in words.split("\n"))


def _lines(cell: Cell, width: float) -> int:
    """Return how many lines a text takes, with some room for whole words."""
    if not isinstance(cell, str):
        return 1
    room = max(1.0, width * _LETTERS - 1)
    return sum(max(1, math.ceil(length(line) / room)) for line in cell.split("\n"))


def _set_printing(sheet: Worksheet, running: tuple[str, str]) -> None:
    top, foot = (words[:_LONGEST_TOP].replace("&", "&&") for words in running)
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = _SIDE_MARGIN
    sheet.page_margins.top = sheet.page_margins.bottom = _OTHER_MARGIN
    sheet.page_margins.header = sheet.page_margins.footer = _RUNNING_MARGIN
    header: Any = sheet.oddHeader
    footer: Any = sheet.oddFooter
    header.left.text, header.right.text = top, "&A"
    footer.left.text, footer.right.text = foot, "&P / &N"

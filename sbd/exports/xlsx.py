"""The tables as an Excel workbook: one sheet each, real numbers, filters, colours.

In two languages there is one sheet per table too: words stand in a column for each
language and numbers once, so that nobody adds them up twice or changes one of two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook

from sbd.exports.material import Material
from sbd.exports.xlsx_cells import Cells, colour
from sbd.exports.xlsx_colours import add_colours
from sbd.exports.xlsx_layout import lay_out
from sbd.locale import date_text, text
from sbd.views.palette import LOCK
from sbd.views.tables import Table, assessment_tables
from sbd.workbooks import workbook_bytes

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Most characters of a sheet's name, and those it cannot have. Source: Excel.
_LONGEST_NAME = 31
_ILLEGAL = re.compile(r"[\[\]:*?/\\]")


def write_xlsx(material: Material, path: Path) -> None:
    """Write the workbook; the same input gives the same bytes.

    Parameters
    ----------
    material : Material
        The assessment in its edition, the checklist, the languages.
    path : Path
        Target; replaced.
    """
    path.write_bytes(workbook_bytes(workbook(material)))


def workbook(material: Material) -> Workbook:
    """Return the workbook: a sheet per table that has rows, the summary first."""
    tables = [t for t in _tables(material) if t.rows or t.name == "summary"]
    book = Workbook()
    book.remove(book.worksheets[0])
    _describe(book, material)
    names = sheet_names(tables)
    targets = _targets(tables, names["criteria"])
    cells = Cells(material.langs)
    for table in tables:
        sheet = book.create_sheet(names[table.name])
        cells.fill(sheet, table)
        add_colours(sheet, table)
        lay_out(sheet, table, _running_words(material))
        _link(cells, sheet, table, targets)
        if material.assessment.edition == "restricted":
            sheet.sheet_properties.tabColor = colour(LOCK)
    _link_contents(cells, book[names["summary"]], tables[0], names)
    return book


def sheet_names(tables: Iterable[Table]) -> dict[str, str]:
    """Return a name for the sheet of each table: legal, and each once."""
    names: dict[str, str] = {}
    for table in tables:
        legal = _ILLEGAL.sub(" ", table.title).strip("' ")[:_LONGEST_NAME].rstrip("' ·")
        taken = {n.casefold() for n in names.values()}
        names[table.name] = table.name if legal.casefold() in taken else legal
    return names


def _tables(material: Material) -> Sequence[Table]:
    return assessment_tables(
        material.assessment, material.checklist, material.langs, material.compared
    )


def _describe(book: Workbook, material: Material) -> None:
    plan = material.assessment.plan
    book.properties.creator = "sbd"
    book.properties.title = " ".join(f"{plan.name} {plan.variant}".split())[:200]
    book.properties.language = material.langs[0]


def _running_words(material: Material) -> tuple[str, str]:
    """Return what stands at the top and at the foot of each printed page."""
    plan, lang = material.assessment.plan, material.langs[0]
    edition = text(lang, f"edition.{material.assessment.edition}")
    top = " ".join(f"{plan.name} {plan.variant}".split())
    return top, f"{edition} · {date_text(lang, material.assessment.date)}"


def _targets(tables: Iterable[Table], name: str) -> dict[str, str]:
    """Return where each criterion stands on the sheet of criteria."""
    table = next(t for t in tables if t.name == "criteria")
    at = table.at("criterion")
    return {str(row[at]): _address(name, n) for n, row in enumerate(table.rows, 2)}


def _link(
    cells: Cells, sheet: Worksheet, table: Table, targets: dict[str, str]
) -> None:
    """Lead from each id of a criterion to its row on the sheet of criteria."""
    if table.name == "criteria":
        return
    for place, column in enumerate(table.columns, 1):
        if column.kind != "criterion":
            continue
        for number, row in enumerate(table.rows, 2):
            target = targets.get(str(row[place - 1]))
            if target:
                cells.link(sheet.cell(number, place), target)


def _link_contents(
    cells: Cells, sheet: Worksheet, summary: Table, names: dict[str, str]
) -> None:
    """Lead from the contents to the sheets there are."""
    section, item = summary.at("section"), summary.at("item")
    shown = [p for p, c in enumerate(summary.columns, 1) if c.key.startswith("item_w")]
    for number, row in enumerate(summary.rows, 2):
        if row[section] == "contents" and row[item] in names:
            for place in shown:
                name = names[str(row[item])]
                cells.link(sheet.cell(number, place), _address(name, 1))


def _address(sheet: str, row: int) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!A{row}"

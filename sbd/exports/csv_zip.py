"""The tables as CSV files in one zip, for spreadsheets and for programs.

Semicolons between cells and decimal commas, as spreadsheets expect them in Belgium;
every language has the same. Source: RFC 4180, with another separator.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sbd.exports.actions_csv import harmless
from sbd.exports.material import Material
from sbd.locale import date_text, text
from sbd.views.tables import Figure, Table, assessment_tables
from sbd.views.tables.model import Cell

#: What stands between cells, and before decimals.
SEPARATOR, DECIMAL_MARK = ";", ","
#: Says to Excel that what follows is UTF-8.
_BOM = "\ufeff"
#: Date of every file, the earliest that a zip file can carry.
_STAMP = (1980, 1, 1, 0, 0, 0)


def write_csv_zip(material: Material, path: Path) -> None:
    """Write one CSV file per table and a README; the same input gives the same bytes.

    Parameters
    ----------
    material : Material
        The assessment in its edition, the checklist, the languages.
    path : Path
        Target; replaced.
    """
    tables = assessment_tables(
        material.assessment, material.checklist, material.langs, material.compared
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        _add(file, "README.txt", _read_me(material, tables))
        for table in tables:
            _add(file, f"{table.name}.csv", table_csv(table))


def table_csv(table: Table) -> str:
    """Return a table as CSV, its first line the keys of the columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerow(column.key for column in table.columns)
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def _written(cell: Cell) -> str:
    """Write a cell: numbers with all their decimals, dates as YYYY-MM-DD."""
    if cell is None:
        return ""
    if isinstance(cell, Figure):
        value = cell.value
        whole = value.is_integer() and abs(value) < 1e15
        written = str(int(value)) if whole else repr(value)
        return written.replace(".", DECIMAL_MARK)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(cell) if isinstance(cell, str) else str(cell)


def _add(file: zipfile.ZipFile, name: str, words: str) -> None:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(entry, f"{_BOM}{words}".encode())


def _read_me(material: Material, tables: Iterable[Table]) -> str:
    """Say in each language what is in the files and how they are written."""
    shown = list(tables)
    parts = [_about(material, shown, lang) for lang in material.langs]
    return "\r\n\r\n".join("\r\n".join(lines) for lines in parts) + "\r\n"


def _about(material: Material, tables: list[Table], lang: str) -> list[str]:
    assessment = material.assessment
    plan = assessment.plan
    name = " ".join(f"{plan.name} {plan.variant}".split())
    return [
        name,
        f"{text(lang, f'edition.{assessment.edition}')} · "
        f"{date_text(lang, assessment.date)}",
        text(lang, "ui.advisory_note"),
        "",
        text(lang, "tables.csv_how"),
        text(lang, "tables.csv_columns"),
        text(lang, "tables.csv_empty"),
        text(lang, "tables.csv_guard"),
        "",
        *(
            f"{table.name}.csv: {text(lang, f'tables.content.{table.name}')}"
            for table in tables
        ),
    ]

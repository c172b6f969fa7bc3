"""Excel workbooks: read within bounds, written with the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sbd.errors import WorkbookError

if TYPE_CHECKING:
    from openpyxl import Workbook

#: Bounds against files made to exhaust memory. [bytes], packed and unpacked
MAX_BYTES, MAX_UNPACKED = 5_000_000, 40_000_000
#: Parts that a workbook may have, and rows and columns that are read of a sheet.
MAX_PARTS, MAX_ROWS, MAX_COLUMNS = 1_000, 5_000, 1_000
#: Cells that are gone through in a sheet, empty ones up to a row's last included.
_MOST_CELLS = 3_000_000
#: Rows after which no more content is looked for.
_LAST_ROW = 100_000
#: How files begin that are older than .xlsx, or hidden behind a password.
_OLD = b"\xd0\xcf\x11\xe0"
#: Other formats of spreadsheets, by their suffix.
_OTHERS = (".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".numbers")
#: Date of every part, the earliest that a zip file can carry.
_STAMP = (1980, 1, 1, 0, 0, 0)
_STAMP_TEXT = b"1980-01-01T00:00:00Z"


@dataclass(frozen=True)
class Formula:
    """A cell that holds a formula, which is never evaluated."""

    text: str


@dataclass(frozen=True)
class Sheet:
    """The content of a sheet.

    Parameters
    ----------
    name : str
        As on its tab.
    rows : tuple of tuple
        Values from A1 on: texts, numbers, true or false, dates, `Formula`, or None;
        without what is empty at the end.
    """

    name: str
    rows: tuple[tuple[Any, ...], ...]


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, such as ``D7``, of its row and column from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def read_workbook(path: Path) -> tuple[Sheet, ...]:
    """Read the sheets of a workbook.

    Parameters
    ----------
    path : Path
        A file .xlsx of at most `MAX_BYTES`.

    Returns
    -------
    tuple of Sheet
        In the order of their tabs.

    Raises
    ------
    WorkbookError
        If it is another format, damaged, or larger than the bounds.
    """
    content = _content(path)
    _check_parts(content, path.name)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        return tuple(_sheet(sheet, path.name) for sheet in book.worksheets)
    except WorkbookError:
        raise
    except Exception as error:  # the library raises whatever a damaged part leads to
        raise WorkbookError(
            "{file} is damaged or no Excel workbook: open it in Excel or LibreOffice "
            "and save it as .xlsx.",
            file=path.name,
        ) from error


def workbook_bytes(book: Workbook) -> bytes:
    """Return a workbook as a file that carries no date of its own."""
    written = io.BytesIO()
    book.save(written)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(written) as parts,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for part in parts.infolist():
            data = parts.read(part)
            if part.filename == "docProps/core.xml":
                data = _undated(data)
            stamped = zipfile.ZipInfo(part.filename, _STAMP)
            stamped.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(stamped, data)
    return out.getvalue()


def _undated(core: bytes) -> bytes:
    """Put the same day in place of the moments of making and saving."""
    for name in (b"created", b"modified"):
        head, tag, rest = core.partition(b"<dcterms:" + name)
        if tag:
            mark, closing, end = rest.partition(b"</dcterms:")
            opening = mark.partition(b">")[0] + b">"
            core = head + tag + opening + _STAMP_TEXT + closing + end
    return core


def _content(path: Path) -> bytes:
    suffix = path.suffix.lower()
    if suffix in _OTHERS:
        raise WorkbookError(
            "{file} is a {suffix} file: open it and save it as an Excel workbook "
            "(.xlsx).",
            file=path.name,
            suffix=suffix,
        )
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise WorkbookError(
            "{file} cannot be opened: check its name and that you may read it.",
            file=path.name,
        ) from error
    if len(content) > MAX_BYTES:
        raise WorkbookError("{file} is larger than 5 MB: split it.", file=path.name)
    if content.startswith(_OLD):
        raise WorkbookError(
            "{file} has a password or an old format: open it and save it as .xlsx "
            "without a password.",
            file=path.name,
        )
    return content


def _check_parts(content: bytes, name: str) -> None:
    """Refuse what unpacks to far more than a workbook needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            found = parts.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise WorkbookError(
            "{file} is damaged or no Excel workbook: open it in Excel or LibreOffice "
            "and save it as .xlsx.",
            file=name,
        ) from error
    if len(found) > MAX_PARTS or sum(p.file_size for p in found) > MAX_UNPACKED:
        raise WorkbookError(
            "{file} unpacks to far more than such a workbook holds: copy its cells to "
            "a new workbook.",
            file=name,
        )


def _sheet(sheet: Any, file: str) -> Sheet:
    sheet.reset_dimensions()  # what the file says of its size is not relied on
    rows: list[tuple[Any, ...]] = []
    gone_through = 0
    found = islice(sheet.iter_rows(), _LAST_ROW)
    for number, row in enumerate(found, start=1):
        gone_through += len(row)
        few = gone_through <= _MOST_CELLS
        values = _trimmed([_value(cell) for cell in row]) if few else ()
        if few and number <= MAX_ROWS and len(values) <= MAX_COLUMNS:
            rows.append(values)
        elif values or not few:
            raise WorkbookError(
                "{file}: the sheet {sheet} has more than {rows} rows or {columns} "
                "columns: split it.",
                file=file,
                sheet=sheet.title,
                rows=MAX_ROWS,
                columns=MAX_COLUMNS,
            )
    while rows and not rows[-1]:
        rows.pop()
    return Sheet(sheet.title, tuple(rows))


def _value(cell: Any) -> Any:
    if getattr(cell, "data_type", None) == "f":
        return Formula(str(cell.value))
    value = cell.value
    return None if isinstance(value, str) and not value.strip() else value


def _trimmed(values: list[Any]) -> tuple[Any, ...]:
    while values and values[-1] is None:
        values.pop()
    return tuple(values)

"""Read a checklist from a workbook; all mistakes are named by sheet and cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any

from sbd.checklists.excel_cells import plain_value, unusable
from sbd.checklists.excel_layout import (
    ABOUT,
    NESTED,
    OWNER,
    PARAMETER,
    SHEETS,
    Column,
    allowed_words,
)
from sbd.checklists.mistakes import Mistake, Path, listed, shown
from sbd.checklists.model import Checklist
from sbd.checklists.read import check_plain
from sbd.checklists.yaml_source import Plain
from sbd.errors import ChecklistError, WorkbookError
from sbd.workbooks import Sheet, cell_name, read_workbook

Entry = dict[str, Any]
#: Stands for the id of a criterion that has none.
_NAMELESS = ""


def read_checklist_workbook(path: FilePath) -> Checklist:
    """Read a checklist that was edited as a workbook.

    Parameters
    ----------
    path : Path
        A file .xlsx laid out as `sbd.checklists.excel_write` does. Sheets of other
        names are not read.

    Returns
    -------
    Checklist
        The checklist.

    Raises
    ------
    ChecklistError
        If it cannot be read or has mistakes: one message lists all of them, each with
        its sheet and cell.
    """
    try:
        sheets = read_workbook(path)
    except WorkbookError as error:
        raise ChecklistError.of_parts(error.parts) from error
    reader = _Reader({s.name.strip().casefold(): s for s in sheets})
    data = reader.checklist()
    checklist, found = check_plain(data)
    said = reader.told(found)
    if said or checklist is None:
        raise ChecklistError(listed(path.name, said))
    return checklist


@dataclass(frozen=True)
class _Cell:
    """Where something stands: sheet, row and column from 1, name of the column."""

    sheet: str
    row: int
    column: int
    name: str = ""

    def __str__(self) -> str:
        name = f" {self.name}" if self.name else ""
        return f"{self.sheet}!{cell_name(self.row, self.column)}:{name}"


@dataclass
class _Reader:
    """Turns sheets into plain data, keeping where each piece stands."""

    sheets: dict[str, Sheet]
    cells: dict[Path, _Cell] = field(default_factory=dict)
    mistakes: list[tuple[_Cell, str]] = field(default_factory=list)
    #: Pieces that are not there because a column or a cell could not be used.
    silent: set[Path] = field(default_factory=set)

    def checklist(self) -> dict[str, Plain]:
        """Return the plain data of a checklist, as far as it can be read."""
        data: dict[str, Any] = self._about()
        data["criteria"] = self._entries("criteria", ("criteria",))
        owners: dict[str, int] = {}
        for n, criterion in enumerate(data["criteria"]):
            owners.setdefault(str(criterion.get("id", _NAMELESS)), n)
        for sheet, key in NESTED.items():
            self._nested(sheet, key, data["criteria"], owners)
        self._anchors(data["criteria"], owners)
        data["tensions"] = self._entries("tensions", ("tensions",))
        data["parameters"] = self._parameters()
        return data

    def told(self, found: Sequence[Mistake]) -> list[str]:
        """Return what is said of each mistake, in the order of sheets and cells."""
        order = ["about", *SHEETS]
        placed = [*self.mistakes]
        for mistake in found:
            if not self._is_silent(mistake.path):
                placed.append((self._cell_of(mistake.path), mistake.sentence))
        placed.sort(key=lambda p: (order.index(p[0].sheet), p[0].row, p[0].column))
        return list(dict.fromkeys(f"{cell} {sentence}" for cell, sentence in placed))

    def _is_silent(self, path: Path) -> bool:
        return any(s[: len(path)] == path for s in self.silent) if path else False

    def _cell_of(self, path: Path) -> _Cell:
        while path and path not in self.cells:
            path = path[:-1]
        return self.cells.get(path, _Cell("about", 1, 1, "the checklist"))

    def _about(self) -> Entry:
        """Read the sheet of keys and values."""
        sheet = self.sheets.get("about")
        if sheet is None:
            self._no_sheet("about")
            self.silent |= {c.path for c in ABOUT}
            return {}
        rows: dict[str, tuple[int, Any]] = {}
        for number, row in enumerate(sheet.rows, start=1):
            key = str(row[0]).strip().casefold() if row and row[0] is not None else ""
            if key:
                rows.setdefault(key, (number, row[1] if len(row) > 1 else None))
        data: Entry = {}
        for column in ABOUT:
            if column.name not in rows:
                if column.needed:
                    self._wrong(_Cell("about", 1, 1), _lacking("key", column))
                    self.silent.add(column.path)
                continue
            number, value = rows[column.name]
            cell = _Cell("about", number, 2, column.name)
            self._store(data, (), column, value, cell)
        known = {c.name for c in ABOUT}
        for key, (number, _) in rows.items():
            if key not in known and key != "key":
                cell = _Cell("about", number, 1, shown(key))
                self._wrong(cell, "is not one of the keys of a checklist; remove it")
        return data

    def _entries(self, sheet: str, at: Path) -> list[Entry]:
        found: list[Entry] = []
        for number, row, columns in self._rows(sheet):
            entry: Entry = {}
            self._fill(entry, (*at, len(found)), sheet, number, row, columns)
            found.append(entry)
        return found

    def _nested(
        self, sheet: str, key: str, criteria: list[Entry], owners: dict[str, int]
    ) -> None:
        for number, row, columns in self._rows(sheet):
            owner = self._owner(sheet, number, row, columns, owners)
            if owner is None:
                continue
            entries = criteria[owner].setdefault(key, [])
            at = ("criteria", owner, key, len(entries))
            entry: Entry = {}
            self._fill(entry, at, sheet, number, row, columns)
            entries.append(entry)

    def _anchors(self, criteria: list[Entry], owners: dict[str, int]) -> None:
        for number, row, columns in self._rows("anchors"):
            owner = self._owner("anchors", number, row, columns, owners)
            if owner is None:
                continue
            place, level = self._named("anchors", "level", number, row, columns)
            if level not in (0, 1, 2, 3, 4):
                self._wrong(place, "must be 0, 1, 2, 3 or 4")
                continue
            anchors = criteria[owner].setdefault("anchors", {})
            key = f"level_{level}"
            if key in anchors:
                self._wrong(place, f"gives level {level} a second time; keep one")
                continue
            anchors[key] = {}
            at = ("criteria", owner, "anchors", key)
            self._fill(anchors[key], at, "anchors", number, row, columns)

    def _parameters(self) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        for number, row, columns in self._rows("parameters"):
            place, key = self._named("parameters", PARAMETER, number, row, columns)
            if key is None or key in found:
                said = "is missing" if key is None else "stands here a second time"
                self._wrong(place, f"{said}; give each parameter its own id")
                continue
            entry: Entry = {}
            at = ("parameters", str(key))
            self._fill(entry, at, "parameters", number, row, columns)
            found[str(key)] = entry
        return found

    def _rows(self, sheet: str) -> list[tuple[int, Sequence[Any], dict[str, int]]]:
        """Return the rows that hold something, with the columns' places from 0."""
        content = self.sheets.get(sheet)
        if content is None:
            self._no_sheet(sheet)
            return []
        rows = content.rows or ((),)
        columns = self._header(sheet, rows)
        return [
            (number, row, columns)
            for number, row in enumerate(rows[1:], start=2)
            if any(value is not None for value in row)
        ]

    def _header(self, sheet: str, rows: Sequence[Sequence[Any]]) -> dict[str, int]:
        known = {c.name.casefold(): c for c in SHEETS[sheet]}
        found: dict[str, int] = {}
        for place in range(max(map(len, rows))):
            value = rows[0][place] if place < len(rows[0]) else None
            name = "" if value is None else str(value).strip()
            column = known.get(name.casefold())
            cell = _Cell(sheet, 1, place + 1, shown(name))
            if column is None and name:
                near = get_close_matches(name, list(known), 1)
                advice = f"did you mean {near[0]}?" if near else "remove it"
                self._wrong(cell, f"is not a column of this sheet; {advice}")
            elif column is None:
                self._unnamed(sheet, place, rows)
            elif column.name in found:
                self._wrong(cell, "is a column that stands twice; keep one of them")
            else:
                found[column.name] = place
        if sheet == "parameters" and PARAMETER not in found and "name" in found:
            # Workbooks had the key under this heading before parameters had names.
            found[PARAMETER] = found.pop("name")
        for column in SHEETS[sheet]:
            if column.needed and column.name not in found:
                self._wrong(_Cell(sheet, 1, 1), _lacking("column", column))
        return found

    def _unnamed(self, sheet: str, place: int, rows: Sequence[Sequence[Any]]) -> None:
        """Refuse what stands in a column without a name: nobody would read it."""
        for number, row in enumerate(rows[1:], start=2):
            if place < len(row) and row[place] is not None:
                cell = _Cell(sheet, number, place + 1)
                self._wrong(cell, "stands in a column without a name in row 1")
                return

    def _owner(
        self,
        sheet: str,
        number: int,
        row: Sequence[Any],
        columns: dict[str, int],
        owners: dict[str, int],
    ) -> int | None:
        """Return the position of the criterion that a row belongs to."""
        if OWNER not in columns or set(owners) <= {_NAMELESS}:
            return None  # it is told already that the column or the ids are missing
        place, said = self._named(sheet, OWNER, number, row, columns)
        if said is None:
            what = "is empty; write the id of the criterion in every row"
            self._wrong(place, f"{what} (merged cells keep it in the first only)")
        elif str(said) not in owners:
            what = f"names {shown(str(said))}, which is not in the sheet criteria"
            self._wrong(place, what)
        return owners.get(str(said))

    def _named(
        self,
        sheet: str,
        name: str,
        number: int,
        row: Sequence[Any],
        columns: dict[str, int],
    ) -> tuple[_Cell, Plain]:
        """Return the cell and value of a column that is no part of the entry."""
        place = columns.get(name, 0)
        cell = _Cell(sheet, number, place + 1, name)
        value = row[place] if name in columns and place < len(row) else None
        column = next(c for c in SHEETS[sheet] if c.name == name)
        refused = None if value is None else unusable(value)
        if refused is not None:
            self._wrong(cell, refused)
        if value is None or refused is not None:
            return cell, None
        return cell, plain_value(value, column, ())

    def _fill(
        self,
        entry: Entry,
        at: Path,
        sheet: str,
        number: int,
        row: Sequence[Any],
        columns: dict[str, int],
    ) -> None:
        """Fill an entry from a row, keeping where each piece stands."""
        self.cells[at] = _Cell(sheet, number, 1, "the row")
        for column in SHEETS[sheet]:
            if not column.path:
                continue
            if column.name not in columns:
                self.silent |= {(*at, *column.path)} if column.needed else set()
                continue
            place = columns[column.name]
            value = row[place] if place < len(row) else None
            cell = _Cell(sheet, number, place + 1, column.name)
            self._store(entry, at, column, value, cell)
        _complete(entry, sheet)

    def _store(
        self, entry: Entry, at: Path, column: Column, value: Any, cell: _Cell
    ) -> None:
        path = (*at, *column.path)
        for end in range(len(at) + 1, len(path) + 1):
            self.cells.setdefault(path[:end], cell)
        refused = None if value is None else unusable(value)
        if refused is not None:
            self._wrong(cell, refused)
            self.silent.add(path)
        elif value is not None:
            words = allowed_words()[column.words] if column.words else ()
            inside: dict[Any, Any] = entry
            for step in column.path[:-1]:
                inside = inside.setdefault(step, {})
            inside[column.path[-1]] = plain_value(value, column, words)

    def _no_sheet(self, name: str) -> None:
        what = "is a sheet that is missing; add it with its first row"
        self._wrong(_Cell(name, 1, 1), what)

    def _wrong(self, cell: _Cell, sentence: str) -> None:
        self.mistakes.append((cell, sentence))


def _complete(entry: Entry, sheet: str) -> None:
    """Put cuts, ranges and sides into lists, and what is empty as the model has it."""
    for key, size in (("cuts", 4), ("range", 2), ("sides", 2)):
        if key in entry:
            empty: Plain = [] if key == "sides" else None
            entry[key] = [entry[key].get(n, empty) for n in range(size)]
    if sheet == "parts":
        entry.setdefault("cuts", [None] * 4)
        entry.setdefault("range", [None, None])
    if sheet == "criteria":
        entry.setdefault("weights", {})


def _lacking(what: str, column: Column) -> str:
    return f"the {what} {column.name} is missing; add it"

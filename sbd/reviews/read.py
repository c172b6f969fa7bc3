"""Read ratings from a YAML, CSV or Excel file, checking everything at the door."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from sbd.errors import RatingsError, WorkbookError
from sbd.reviews.field_answers import are_field_answers, field_ratings
from sbd.reviews.model import Rating
from sbd.workbooks import MAX_COLUMNS, MAX_ROWS, Formula, read_workbook

#: A ratings file larger than this is not one. [bytes]
MAX_BYTES = 5_000_000
#: Columns that a table must have.
_NEEDED = ("criterion", "rater", "discipline", "answer")
_YES_NO = {
    "yes": True,
    "true": True,
    "1": True,
    "no": False,
    "false": False,
    "0": False,
}
_UNREADABLE = (
    OSError,
    UnicodeDecodeError,
    RecursionError,
    yaml.YAMLError,
    csv.Error,
)
_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{1,15})?")


class _Loader(yaml.SafeLoader):
    """Safe loading without aliases, which could blow a small file up."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            msg = "aliases (*name) are not used in ratings files"
            raise yaml.YAMLError(msg)
        return super().compose_node(parent, index)


def read_ratings(path: Path) -> tuple[Rating, ...]:
    """Read a ratings file.

    Parameters
    ----------
    path : Path
        YAML with a list ``ratings`` (or only that list); or a table, CSV with commas
        or semicolons or an Excel workbook, with the fields of `Rating` as its columns
        or as KoboToolbox and ODK export the answers of a field walk.

    Returns
    -------
    tuple of Rating
        In the order of the file.

    Raises
    ------
    RatingsError
        If the file cannot be read or has mistakes; all are in the message.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RatingsError(
                "{file} is larger than a ratings file can be (5 MB).", file=path.name
            )
        if path.suffix.lower() == ".csv":
            return _from_table(_csv_rows(path), path.name)
        if path.suffix.lower().startswith(".xl"):
            return _from_workbook(path)
        content = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # safe loader
    except _UNREADABLE as error:
        raise RatingsError(
            "{file} cannot be read as a ratings file: {reason}.",
            file=path.name,
            reason=_first_line(error),
        ) from error
    rows = content.get("ratings") if isinstance(content, dict) else content
    if not isinstance(rows, list):
        raise RatingsError("{file} has no list called 'ratings'.", file=path.name)
    return parse_ratings(rows, where=path.name)


def parse_ratings(rows: Sequence[Any], *, where: str) -> tuple[Rating, ...]:
    """Check rows of a ratings file.

    Parameters
    ----------
    rows : sequence
        Mappings with the fields of `Rating`.
    where : str
        Name of the file, for the message.

    Returns
    -------
    tuple of Rating
        In the order of the rows.

    Raises
    ------
    RatingsError
        With all mistakes, each with its path in the file.
    """
    return _checked([(f"ratings[{n}]", r) for n, r in enumerate(rows)], where)


def _csv_rows(path: Path) -> list[list[str]]:
    # Spreadsheets mark UTF-8 at the start, and write semicolons where the comma is
    # the decimal sign.
    text = _decoded(path.read_bytes())
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))


def _decoded(content: bytes) -> str:
    """Return a text that is in UTF-8, or as spreadsheets save it on Windows."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _from_workbook(path: Path) -> tuple[Rating, ...]:
    """Read the first sheet that holds ratings; the others may hold anything."""
    try:
        sheets = [s.rows for s in read_workbook(path) if s.rows]
    except WorkbookError as error:
        raise RatingsError.of_parts(error.parts) from error
    ours = (s for s in sheets if are_field_answers(s) or set(s[0]) >= set(_NEEDED))
    return _from_table(next(ours, sheets[0] if sheets else []), path.name)


def _from_table(records: Sequence[Sequence[Any]], name: str) -> tuple[Rating, ...]:
    if len(records) > MAX_ROWS or any(len(r) > MAX_COLUMNS for r in records):
        raise RatingsError(
            "{file} has more than {rows} rows or {columns} columns: split it.",
            file=name,
            rows=MAX_ROWS,
            columns=MAX_COLUMNS,
        )
    columns = [_as_text(c).strip() for c in records[0]] if records else []
    if not set(columns) >= set(_NEEDED) and are_field_answers(records):
        return field_ratings(records, name)
    unknown = [c for c in columns if c not in Rating.model_fields]
    lacking = [c for c in _NEEDED if c not in columns]
    if unknown or lacking or len(set(columns)) < len(columns):
        raise RatingsError(
            "{file}: its first row must name the columns {columns}; at least the first "
            "{needed} are needed, each once. Or export the answers of the form for a "
            "field walk.",
            file=name,
            columns=", ".join(Rating.model_fields),
            needed=len(_NEEDED),
        )
    rows = [
        (f"row {n}", _from_cells(dict(zip_longest(columns, map(_as_text, cells)))))
        for n, cells in enumerate(records[1:], start=2)
    ]
    return _checked([r for r in rows if r[1]], name)


def _as_text(value: Any) -> str:
    """Return a cell as a CSV file would have it; a formula stays one."""
    if value is None:
        return ""
    return value.text if isinstance(value, Formula) else str(value)


def _from_cells(cells: Mapping[str | None, Any]) -> dict[str, Any]:
    """Return a row as YAML would have it; blank cells are left out."""
    row: dict[str, Any] = {}
    for name, cell in cells.items():
        if name is None:
            row["cells beyond the last column"] = cell
        elif cell is not None and cell.strip():
            row[name] = _from_cell(name, cell.strip())
    return row


def _from_cell(name: str, cell: str) -> Any:
    if name == "settled":
        return _YES_NO.get(cell.lower(), cell)
    if name in ("answer", "lon", "lat"):
        number = cell.replace(",", ".")
        if _NUMBER.fullmatch(number):
            value = float(number)
            whole = name == "answer" and value.is_integer()
            return int(value) if whole else value
    return cell


def _checked(rows: Sequence[tuple[str, Any]], where: str) -> tuple[Rating, ...]:
    """Check rows, each with its place in the file."""
    ratings, mistakes = [], []
    for place, row in rows:
        try:
            ratings.append(Rating.model_validate(row))
        except ValidationError as error:
            mistakes += [_mistake(place, e) for e in error.errors()]
    mistakes += _conflicts(ratings)
    if mistakes:
        raise RatingsError(
            "{file}: {mistakes}", file=where, mistakes="; ".join(mistakes)
        )
    return tuple(ratings)


def check_criteria(
    ratings: Iterable[Rating], judged: Iterable[str], measured: Iterable[str]
) -> None:
    """Check ratings against the criteria of a checklist.

    Parameters
    ----------
    ratings : iterable of Rating
        What people answered.
    judged, measured : iterable of str
        Ids of the judged and of the measured criteria.

    Raises
    ------
    RatingsError
        If a criterion does not exist, or a settled decision on a measured
        criterion has no level or no reason.
    """
    judged, measured = set(judged), set(measured)
    mistakes = []
    for rating in ratings:
        if rating.criterion not in judged | measured:
            mistakes.append(f"the checklist has no criterion {rating.criterion}")
        elif (
            rating.settled
            and rating.criterion in measured
            and (rating.level is None or not rating.reason)
        ):
            mistakes.append(
                f"a settled decision on {rating.criterion}, which is measured, "
                "needs a level and a reason"
            )
    if mistakes:
        raise RatingsError(
            "Ratings: {mistakes}", mistakes="; ".join(dict.fromkeys(mistakes))
        )


def _conflicts(ratings: Iterable[Rating]) -> list[str]:
    open_ones = Counter(
        (r.criterion, r.rater, r.discipline) for r in ratings if not r.settled
    )
    settled = Counter(r.criterion for r in ratings if r.settled)
    twice = [
        f"{rater} ({discipline}) answers {criterion} twice"
        for (criterion, rater, discipline), n in open_ones.items()
        if n > 1
    ]
    return twice + [f"{c} is settled twice" for c, n in settled.items() if n > 1]


def _mistake(place: str, error: Any) -> str:
    field = ".".join(str(part) for part in error["loc"][:1])
    dot = f".{field}" if field else ""
    return f"{place}{dot}: {error['msg'].removeprefix('Value error, ')}"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__

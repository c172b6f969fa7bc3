"""Read a checklist: one that is shipped, or a planner's own file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from sbd.checklists.consistency import inconsistencies, unlisted_words
from sbd.checklists.lists import read_lists
from sbd.checklists.mistakes import Mistake, message_of
from sbd.checklists.model import Checklist
from sbd.checklists.wording import mistakes_of
from sbd.checklists.yaml_source import MAX_BYTES, Plain, Source, parse_source
from sbd.errors import ChecklistError

SCHEMA_NAME = "checklist.schema.json"
_SUFFIX = ".yaml"
_NOT_CHECKLISTS = ("lists",)


def checklist_names() -> tuple[str, ...]:
    """Return the names of the checklists that are shipped with `sbd`."""
    names = [
        entry.name.removesuffix(_SUFFIX)
        for entry in files("sbd.checklists").iterdir()
        if entry.name.endswith(_SUFFIX)
    ]
    return tuple(sorted(n for n in names if n not in _NOT_CHECKLISTS))


def read_checklist(name_or_path: str | Path) -> Checklist:
    """Read a checklist and check it whole.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a shipped checklist, or the path of a YAML file or of a workbook.

    Returns
    -------
    Checklist
        Frozen; it can be shared.

    Raises
    ------
    ChecklistError
        If there is no such checklist, or it has mistakes: one message lists all
        of them, each with its line and its path in the file, or with its cell.
    """
    if isinstance(name_or_path, str) and name_or_path in checklist_names():
        return _shipped(name_or_path)
    path = Path(name_or_path)
    if path.suffix.lower() == ".xlsx" and path.is_file():
        from sbd.checklists.excel_read import read_checklist_workbook

        return read_checklist_workbook(path)
    return parse_checklist(_bytes_of(path), path.name)


def parse_checklist(content: bytes, name: str) -> Checklist:
    """Check the content of a checklist file.

    Parameters
    ----------
    content : bytes
        The file, in UTF-8.
    name : str
        What messages call it.

    Returns
    -------
    Checklist
        The checklist.

    Raises
    ------
    ChecklistError
        As `read_checklist`.
    """
    source = parse_source(_text_of(content, name))
    found = list(source.mistakes)
    if not isinstance(source.data, dict):
        what = "must hold a checklist: keys with values, such as id and criteria"
        found = found or [Mistake((), what)]
        raise ChecklistError(message_of(name, found))
    checklist, wrong = check_plain(source.data)
    found += _outside(wrong, found)
    if found or checklist is None:
        raise ChecklistError(message_of(name, _with_lines(found, source)))
    return checklist


def check_plain(data: dict[str, Plain]) -> tuple[Checklist | None, list[Mistake]]:
    """Check a checklist as plain data, from whatever file it comes.

    Parameters
    ----------
    data : dict
        Keys and values as in YAML.

    Returns
    -------
    Checklist or None
        None where the models refuse it.
    list of Mistake
        All mistakes, without line numbers.
    """
    checklist, found = None, []
    try:
        checklist = Checklist.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        found += mistakes_of(error)
    lists = read_lists().model_dump()
    return checklist, found + inconsistencies(data) + unlisted_words(data, lists)


def export_checklist(name: str, out: Path) -> None:
    """Copy a shipped checklist, comments kept, so that a planner can edit the copy.

    The JSON Schema goes beside it, where no file of that name exists, so that
    editors complete and check while typing.

    Parameters
    ----------
    name : str
        Name of a shipped checklist.
    out : Path
        The file to write; it must not exist yet.

    Raises
    ------
    ChecklistError
        If there is no such checklist, or the file exists or cannot be written.
    """
    if name not in checklist_names():
        raise ChecklistError(_no_such(name))
    write_checklist(out, _package_file(name + _SUFFIX))


def write_checklist(out: Path, content: bytes) -> None:
    """Write a checklist file and, where there is none yet, the schema beside it.

    Parameters
    ----------
    out : Path
        The file to write; it must not exist yet.
    content : bytes
        The checklist, as YAML.

    Raises
    ------
    ChecklistError
        As `write_new`.
    """
    write_new(out, content)
    schema = out.with_name(SCHEMA_NAME)
    if not schema.exists():
        write_new(schema, _package_file(SCHEMA_NAME))


def write_new(out: Path, content: bytes) -> None:
    """Write a file that does not exist yet.

    Raises
    ------
    ChecklistError
        If it exists or cannot be written.
    """
    try:
        with out.open("xb") as copy:
            copy.write(content)
    except FileExistsError as error:
        msg = f"{out.name} exists already; choose another name."
        raise ChecklistError(msg) from error
    except OSError as error:
        msg = f"{out} cannot be written; choose a folder that exists and is yours."
        raise ChecklistError(msg) from error


def sha256_of(checklist: Checklist) -> str:
    """Return a digest of what a checklist says, whatever its layout and comments.

    Parameters
    ----------
    checklist : Checklist
        Any checklist.

    Returns
    -------
    str
        SHA-256 of its canonical JSON, 64 hexadecimal digits.
    """
    content = checklist.model_dump(mode="json")
    text = json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _shipped(name: str) -> Checklist:
    return parse_checklist(_package_file(name + _SUFFIX), name)


def _package_file(name: str) -> bytes:
    return files("sbd.checklists").joinpath(name).read_bytes()


def _no_such(name: str) -> str:
    known = ", ".join(checklist_names())
    return f"There is no checklist or file called {name}; shipped is: {known}."


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_file():  # not a folder, nor a pipe that would be waited for
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
    except OSError as error:
        msg = f"{path.name[:80]} cannot be read; check its name and that you may."
        raise ChecklistError(msg) from error
    raise ChecklistError(_no_such(str(path)))


def _text_of(content: bytes, name: str) -> str:
    if len(content) > MAX_BYTES:
        msg = f"{name} is larger than {MAX_BYTES // 1_000_000} MB; split it."
        raise ChecklistError(msg)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{name} is not in UTF-8; save it as UTF-8 text and try again."
        raise ChecklistError(msg) from error


def _outside(mistakes: list[Mistake], known: list[Mistake]) -> list[Mistake]:
    """Leave out what only follows from a piece that was refused already."""
    refused = {m.path for m in known}
    return [m for m in mistakes if m.path not in refused]


def _with_lines(mistakes: list[Mistake], source: Source) -> list[Mistake]:
    return [m if m.line else replace(m, line=source.line_of(m.path)) for m in mistakes]

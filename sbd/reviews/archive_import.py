"""Take a project over from a file, as a whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from sbd.errors import StoreError
from sbd.reviews.archive import Row, entries_of, number_columns, numbered
from sbd.reviews.archive_check import read_archive
from sbd.reviews.database import Database
from sbd.reviews.logbook import note
from sbd.reviews.sessions import free_code
from sbd.reviews.store import ProjectStore, replace_file
from sbd.reviews.tables import (
    metadata,
    participants,
    projects,
    sessions,
    variants,
)

#: What the log tells of the import itself; no part of what is compared.
IMPORTED = "project_imported"


@dataclass(frozen=True)
class Imported:
    """What became of a project's file.

    ``was_there`` tells that the same project lay in the data folder already;
    ``renamed`` that it got ids of its own beside another of the same ids.
    """

    project: str
    name: str
    was_there: bool = False
    renamed: bool = False


def import_project(db: Database, store: ProjectStore, path: Path) -> Imported:
    """Take a project over from a file.

    Everything is checked first. Where ids of the file are taken by something else,
    the project, its variants and its sessions get new ones, and new codes.

    Parameters
    ----------
    db : Database
        Where the rows go, in one transaction.
    store : ProjectStore
        Where the folders of the variants go.
    path : Path
        The ``.sbd`` file.

    Returns
    -------
    Imported
        What became of it.

    Raises
    ------
    ReviewError
        If anything in the file is not what it should be.
    StoreError
        If it cannot be kept; nothing is changed then.
    """
    entries, rows = read_archive(path)
    about = rows["projects"][0]
    if _is_there(db, store, about["id"], entries):
        return Imported(about["id"], about["name"], was_there=True)
    taken = _is_taken(db, store, rows, entries)
    new = _new_ids(rows) if taken else {}
    rows = {name: [_renamed(r, new) for r in lines] for name, lines in rows.items()}
    entries = {_moved(name, new): content for name, content in entries.items()}
    with _Folders(store, rows["variants"], entries) as folders, db.writing() as made:
        _insert(made, rows, entries)
        project = rows["projects"][0]["id"]
        note(made, project, IMPORTED, renamed=taken)
        # Before the commit: a crash leaves plans that nothing refers to, and the file
        # can be taken over again.
        folders.place()
    return Imported(project, about["name"], renamed=taken)


def _is_there(
    db: Database, store: ProjectStore, project: str, entries: Mapping[str, bytes]
) -> bool:
    with db.reading() as connection:
        query = select(func.count()).where(projects.c.id == project)
        if not connection.execute(query).scalar_one():
            return False
    return _compared(entries_of(db, store, project)) == _compared(entries)


def _compared(entries: Mapping[str, bytes]) -> dict[str, object]:
    found: dict[str, object] = dict(entries)
    lines = [json.loads(line) for line in entries["tables/log.jsonl"].splitlines()]
    told = [{**r, "id": None} for r in lines if r["event"] != IMPORTED]
    return {**found, "tables/log.jsonl": told}


def _is_taken(
    db: Database,
    store: ProjectStore,
    rows: Mapping[str, list[Row]],
    entries: Mapping[str, bytes],
) -> bool:
    """Whether something else has an id of the file."""
    unique: tuple[tuple[Table, str], ...] = (
        (projects, "id"),
        (variants, "id"),
        (sessions, "id"),
        (sessions, "token"),
        (participants, "voice"),
    )
    with db.reading() as connection:
        for table, column in unique:
            mine = [r[column] for r in rows[table.name]]
            known = connection.execute(select(table.c[column])).scalars()
            if set(known) & {m for m in mine if m is not None}:
                return True
    return any(not _same_files(store, v["id"], entries) for v in rows["variants"])


def _same_files(
    store: ProjectStore, variant: str, entries: Mapping[str, bytes]
) -> bool:
    """Whether a variant's folder is not there, or holds what the file tells."""
    folder = store.folder / variant
    if not folder.is_dir():
        return True
    start = f"variants/{variant}/"
    told = {n.removeprefix(start): c for n, c in entries.items() if n.startswith(start)}
    return all(
        (folder / n).is_file() and (folder / n).read_bytes() == content
        for n, content in told.items()
    )


def _new_ids(rows: Mapping[str, list[Row]]) -> dict[str, str]:
    ids = [r["id"] for t in ("projects", "variants", "sessions") for r in rows[t]]
    voices = [r["voice"] for r in rows["participants"]]
    new = {old: secrets.token_hex(8) for old in (*ids, *voices)}
    tokens = [r["token"] for r in rows["sessions"] if r["token"]]
    return new | {old: secrets.token_urlsafe(16) for old in tokens}


def _renamed(row: Row, new: Mapping[str, str]) -> Row:
    """Give a row the new ids, those that the log tells of too."""
    if not new:
        return row
    named = {"id", "project", "variant", "session", "voice", "token"} & set(row)
    found = {**row, **{n: new.get(row[n], row[n]) for n in named}}
    if "args" in row:
        args = json.loads(row["args"])
        told = {n: new.get(v, v) if isinstance(v, str) else v for n, v in args.items()}
        found["args"] = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return found


def _moved(name: str, new: Mapping[str, str]) -> str:
    parts = name.split("/")
    if parts[0] == "variants":
        parts[1] = new.get(parts[1], parts[1])
    return "/".join(parts)


def _insert(
    connection: Connection,
    rows: Mapping[str, list[Row]],
    entries: Mapping[str, bytes],
) -> None:
    numbers: dict[str, dict[int, int]] = {}
    for table in metadata.sorted_tables:
        numbers[table.name] = {}
        for row in rows[table.name]:
            values = _values(connection, table, row, numbers)
            if table.name == "plans":
                values["content"] = entries[f"judged/{row['sha256']}"]
            done = connection.execute(insert(table).values(**values))
            if numbered(table) and done.inserted_primary_key is not None:
                numbers[table.name][row["id"]] = done.inserted_primary_key[0]


def _values(
    connection: Connection,
    table: Table,
    row: Row,
    numbers: Mapping[str, Mapping[int, int]],
) -> Row:
    values: dict[str, Any] = dict(row)
    for column, target in number_columns(table):
        if column == "id" and target == table.name:
            del values["id"]
        elif row[column] is not None:
            values[column] = numbers[target][row[column]]
    if table is sessions and row["code"] and row["closed"] is None:
        taken = select(func.count()).where(
            sessions.c.code == row["code"], sessions.c.closed.is_(None)
        )
        if connection.execute(taken).scalar_one():
            values["code"] = free_code(connection)
    return values


class _Folders:
    """The variants' folders: written aside, then put into place, or taken away."""

    def __init__(
        self, store: ProjectStore, found: list[Row], entries: Mapping[str, bytes]
    ) -> None:
        self._store = store
        self._variants = [r["id"] for r in found]
        self._entries = entries
        self._placed: list[Path] = []

    def __enter__(self) -> _Folders:
        self._aside = Path(tempfile.mkdtemp(dir=self._store.folder, prefix=".import-"))
        try:
            self._write()
        except OSError as error:
            shutil.rmtree(self._aside, ignore_errors=True)
            if isinstance(error, StoreError):
                raise
            raise StoreError(
                "{file} could not be written ({reason}): nothing was changed.",
                file=Path(error.filename or self._aside).name,
                reason=error.strerror or type(error).__name__,
            ) from error
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            for path in self._placed:
                shutil.rmtree(path, ignore_errors=True)
        shutil.rmtree(self._aside, ignore_errors=True)

    def _write(self) -> None:
        for name, content in self._entries.items():
            folder, _, rest = name.partition("/")
            if folder == "variants":
                path = self._aside / rest
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                replace_file(path, content)

    def place(self) -> None:
        """Put the folders into place; one that is there already is the same."""
        for variant in self._variants:
            aside, target = self._aside / variant, self._store.folder / variant
            if aside.is_dir() and not target.exists():
                aside.rename(target)
                self._placed.append(target)
        _flush(self._store.folder)


def _flush(folder: Path) -> None:
    """Bring a folder's names to the disk, where the system lets."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

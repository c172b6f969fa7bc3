"""A project in one file (``.sbd``): every row about it, and its plans' files.

A zip with a manifest that names each entry with its size and digest, the rows of each
table as JSON lines, the plans as they were judged, and the folders of the variants.
The same project always gives the same bytes. Numbers of rows are counted anew from 1,
so that a project is the same wherever it lies.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Integer, Table, select

from sbd.errors import ReviewError
from sbd.reviews.database import Database
from sbd.reviews.store import ProjectStore, replace_file
from sbd.reviews.tables import metadata, plans, projects, sessions, variants

FORMAT = "sbd-project"
VERSION = 1
MANIFEST = "manifest.json"
#: Earliest date that a zip can hold: nothing depends on when it was written.
_DATE = (1980, 1, 1, 0, 0, 0)
#: By which column rows belong to a project, the first that a table has.
_SCOPES = ("project", "variant", "session", "plan")

Row = dict[str, Any]


def export_project(db: Database, store: ProjectStore, project: str, path: Path) -> None:
    """Write a project into one file.

    Keys of participants are left out: whoever took part joins again.

    Parameters
    ----------
    db : Database
        Read in one transaction.
    store : ProjectStore
        With the folders of the variants.
    project : str
        Id of the project.
    path : Path
        Written as a whole or not at all.

    Raises
    ------
    ReviewError
        If there is no such project.
    StoreError
        If the file cannot be written.
    """
    replace_file(path, zipped(entries_of(db, store, project)))


def find_project(db: Database, asked: str | None) -> str:
    """Return the id of a project by id or name, or of the only one.

    Raises
    ------
    ReviewError
        If there is none, or several.
    """
    known = all_projects(db)
    found = [i for i, name in known if asked in (None, i, name)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise ReviewError("There is no such project: see `sbd project list`.")
    raise ReviewError(
        "There are several projects: name one with --project ({projects}).",
        projects=", ".join(found),
    )


def all_projects(db: Database) -> tuple[tuple[str, str], ...]:
    """Return id and name of all projects, the oldest first."""
    table = projects
    query = select(table.c.id, table.c.name).order_by(table.c.made, table.c.id)
    with db.reading() as connection:
        return tuple((r.id, r.name) for r in connection.execute(query))


def entries_of(db: Database, store: ProjectStore, project: str) -> dict[str, bytes]:
    """Return what a project's file holds beside the manifest, by name."""
    with db.reading() as connection:
        rows = _rows(connection, project)
    entries: dict[str, bytes] = {}
    for plan in rows["plans"]:
        content = plan.pop("content")
        entries[f"judged/{hashlib.sha256(content).hexdigest()}"] = content
    for name, lines in rows.items():
        entries[f"tables/{name}.jsonl"] = b"".join(map(_line, lines))
    for variant in rows["variants"]:
        entries |= _folder(store, variant["id"])
    return entries


def zipped(entries: Mapping[str, bytes]) -> bytes:
    """Return entries with their manifest as a zip."""
    about = {
        "format": FORMAT,
        "version": VERSION,
        "entries": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(entries.items())
        },
    }
    manifest = json.dumps(about, ensure_ascii=False, indent=1).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in [(MANIFEST, manifest), *sorted(entries.items())]:
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3  # the same bytes on every system
            file.writestr(info, content)
    return stream.getvalue()


def _rows(connection: Connection, project: str) -> dict[str, list[Row]]:
    """Return a project's rows by table, numbered anew in each."""
    found: dict[str, list[Row]] = {}
    numbers: dict[str, dict[int, int]] = {}
    for table in metadata.sorted_tables:
        query = select(table).where(_within(table, project))
        ordered = query.order_by(*table.primary_key.columns)
        rows = [dict(r._mapping) for r in connection.execute(ordered)]
        if numbered(table):
            numbers[table.name] = {r["id"]: n for n, r in enumerate(rows, start=1)}
        for row in rows:
            for column, target in number_columns(table):
                if row[column] is not None:
                    row[column] = numbers[target][row[column]]
            if "key_sha256" in row:
                row["key_sha256"] = None
        found[table.name] = rows
    if not found["projects"]:
        raise ReviewError("There is no such project: see `sbd project list`.")
    return found


def numbered(table: Table) -> bool:
    """Whether the rows of a table are numbered."""
    return "id" in table.c and isinstance(table.c["id"].type, Integer)


def number_columns(table: Table) -> tuple[tuple[str, str], ...]:
    """Return the columns with numbers of rows, and the tables they are of."""
    own = (("id", table.name),) if numbered(table) else ()
    others = tuple(
        (c.name, key.column.table.name)
        for c in table.c
        for key in c.foreign_keys
        if numbered(key.column.table)
    )
    return own + others


def _within(table: Table, project: str) -> Any:
    if table is projects:
        return table.c.id == project
    scope = next(s for s in _SCOPES if s in table.c)
    if scope == "project":
        return table.c.project == project
    here = select(variants.c.id).where(variants.c.project == project)
    if scope == "variant":
        return table.c.variant.in_(here)
    if scope == "session":
        of = select(sessions.c.id).where(sessions.c.variant.in_(here))
        return table.c.session.in_(of)
    return table.c.plan.in_(select(plans.c.id).where(plans.c.variant.in_(here)))


def _line(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _folder(store: ProjectStore, variant: str) -> dict[str, bytes]:
    folder = store.folder / variant
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    return {
        f"variants/{variant}/{p.relative_to(folder).as_posix()}": _content(p)
        for p in paths
        if not any(part.startswith(".") for part in p.relative_to(folder).parts)
        and not p.name.endswith(("-wal", "-shm", "-journal"))
    }


def _content(path: Path) -> bytes:
    """Return a file's bytes; of a plan file those of one state, whoever writes."""
    if not path.name.endswith(".sbd.gpkg") or path.parent.name.startswith("source"):
        return path.read_bytes()
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return connection.serialize()
    finally:
        connection.close()

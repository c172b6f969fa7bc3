"""Take a plan file apart: sources, history and attachments. Runs in the child process.

What is in the file is copied out row by row; the file itself, which anybody may have
made, is never used further.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sbd.errors import PlanError
from sbd.plans.formats.exchange import RESULT
from sbd.plans.formats.reading import MAX_BYTES, Reading, shown

#: More steps than this are no planner's history. [1]
MAX_STEPS = 100_000
_TABLES = ("sbd_step", "sbd_source", "sbd_attachment")


def unpack(path: Path, reading: Reading) -> None:
    """Write what a plan file holds beside its layers into the private folder.

    Parameters
    ----------
    path : Path
        What the user gave.
    reading : Reading
        Its folder gets the result, with names of files that hold the sources and
        attachments; ``contents`` is null where the file is no plan file.

    Raises
    ------
    PlanError
        If it is one, and was spoilt.
    """
    staged = reading.stage(path, reading.folder() / "plan.gpkg")
    try:
        with closing(sqlite3.connect(staged)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            found = _contents(connection, reading.scratch)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise PlanError(
            "{file} is a plan file of sbd that was damaged or changed: open the file "
            "the plan was made from.",
            file=shown(path.name),
        ) from error
    text = json.dumps({"contents": found})
    (reading.scratch / RESULT).write_text(text, encoding="ascii")


def _contents(connection: sqlite3.Connection, folder: Path) -> dict[str, Any] | None:
    rows = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
    tables = {name for kind, name in rows if kind == "table"}
    if not tables.issuperset(_TABLES):
        return None
    steps = connection.execute(
        "SELECT number, batch, step, made, state FROM sbd_step ORDER BY number LIMIT ?",
        (MAX_STEPS,),
    ).fetchall()
    sources = connection.execute(
        "SELECT version, name, content FROM sbd_source ORDER BY version, name"
    )
    attachments = connection.execute(
        "SELECT role, name, about, content FROM sbd_attachment ORDER BY role"
    )
    room = [MAX_BYTES]
    return {
        "steps": [[int(n), int(b), str(s), str(m), str(t)] for n, b, s, m, t in steps],
        "sources": [
            [int(version), str(name), _kept(content, folder, room)]
            for version, name, content in sources
        ],
        "attachments": [
            [str(role), str(name), str(about), _kept(content, folder, room)]
            for role, name, about, content in attachments
        ],
    }


def _kept(content: Any, folder: Path, room: list[int]) -> str:
    """Write a blob to a file of our own name; refuse more than a plan may hold."""
    if not isinstance(content, bytes) or len(content) > room[0]:
        raise sqlite3.DataError
    room[0] -= len(content)
    name = f"blob{room[0]}"
    (folder / name).write_bytes(content)
    return name

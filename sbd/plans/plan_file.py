"""The plan file ``NAME.sbd.gpkg``: a plan in our own form, its source and its history.

One GeoPackage, which QGIS opens as it is: a layer per kind, and beside the layers

- ``sbd_supplied``: every value that the source did not hold, with its origin;
- ``sbd_plan``: what a plan says beside its layers (`sbd.plans.plan_state`);
- ``sbd_step``: everything supplied, step by step, undone steps too;
- ``sbd_source``: a copy of each version of the source files;
- ``sbd_attachment``: the picture under the plan and the heights of the ground.

A step and the layers it changes are written in one transaction that is on the disk
before the call returns, so that a crash leaves the plan before the step or after it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
from pydantic import ValidationError

from sbd.errors import StoreError
from sbd.plans.gpkg_tables import add_table, digest, drop_layer, run, start, write_layer
from sbd.plans.kinds import KINDS
from sbd.plans.layer import make_layer
from sbd.plans.plan import Plan
from sbd.plans.plan_state import state_of
from sbd.plans.steps import Step, parse_step

SUFFIX = ".sbd.gpkg"
#: How long one writer waits for another. [s]
_WAIT_S = 10.0
_TABLES = """
CREATE TABLE sbd_plan (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE sbd_step (number INTEGER PRIMARY KEY AUTOINCREMENT,
  batch INTEGER NOT NULL, step TEXT NOT NULL,
  made TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ','now')),
  state TEXT NOT NULL DEFAULT 'done');
CREATE TABLE sbd_source (version INTEGER NOT NULL, name TEXT NOT NULL,
  sha256 TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (version, name));
CREATE TABLE sbd_attachment (role TEXT PRIMARY KEY, name TEXT NOT NULL,
  about TEXT NOT NULL, content BLOB NOT NULL);
"""
_SUPPLIED = ("element_id", "kind", "attribute", "value", "origin", "assumption")


class OvertakenError(Exception):
    """Somebody else changed the plan since it was read: read it again and retry."""


@dataclass(frozen=True)
class Entry:
    """One step of the history.

    Steps made at once have the same ``batch`` and are undone together. ``state`` is
    ``done``, ``undone`` (redo brings it back) or ``dropped`` (undone, and something
    else was done since); ``made`` is a time in UTC.
    """

    number: int
    batch: int
    step: Step
    made: str
    state: Literal["done", "undone", "dropped"]


@dataclass(frozen=True)
class Attachment:
    """A picture or heights that belong to the plan."""

    role: str
    name: str
    about: Mapping[str, Any]
    content: bytes


class PlanFile:
    """A plan file; every method opens it anew, so that it can be shared.

    Parameters
    ----------
    path : Path
        Where it lies; `create` makes it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(cls, path: Path, sources: Mapping[str, bytes]) -> PlanFile:
        """Make a plan file with a copy of its source and no steps; keep one there is.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        if path.exists():
            return cls(path)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        made = cls(Path(name))
        try:
            with made._changing() as connection:
                start(connection)
                run(connection, _TABLES)
                about = "Values that the source did not hold, with their origin"
                add_table(connection, "sbd_supplied", _SUPPLIED, about)
                _keep_source(connection, 1, sources)
            _put_in_place(made.path, path)
        finally:
            made.path.unlink(missing_ok=True)
        return cls(path)

    def history(self) -> tuple[Entry, ...]:
        """Return all steps ever made, in their order."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT number, batch, step, made, state FROM sbd_step ORDER BY number"
            ).fetchall()
        return tuple(self._entry(*row) for row in rows)

    def steps(self) -> tuple[Entry, ...]:
        """Return the steps in force, in their order."""
        return tuple(e for e in self.history() if e.state == "done")

    def append(
        self,
        steps: Sequence[Step],
        plan: Plan | None,
        assumed: tuple[str, ...] = (),
        *,
        after: Sequence[int],
    ) -> int:
        """Keep steps together with the plan they lead to.

        Parameters
        ----------
        steps : sequence of Step
            New ones; steps that were undone can no longer be redone then.
        plan : Plan, optional
            With the steps and without assumptions; None while it cannot be read yet.
        assumed : tuple of str
            Assumptions switched on.
        after : sequence of int
            Numbers of the steps in force that the plan was made with.

        Returns
        -------
        int
            Number of the last step; everything is on the disk by then.

        Raises
        ------
        OvertakenError
            If other steps are in force by now.
        StoreError
            If it cannot be written; nothing was changed then.
        """
        with self._changing() as connection:
            _check_in_force(connection, after)
            connection.execute(
                "UPDATE sbd_step SET state = 'dropped' WHERE state = 'undone'"
            )
            batch = _last(connection) + 1
            connection.executemany(
                "INSERT INTO sbd_step (batch, step) VALUES (?, ?)",
                [(batch, s.model_dump_json()) for s in steps],
            )
            _write_plan(connection, plan, assumed)
            return _last(connection)

    def mark(
        self,
        numbers: Sequence[int],
        state: Literal["done", "undone"],
        plan: Plan | None,
        assumed: tuple[str, ...] = (),
        *,
        after: Sequence[int],
    ) -> None:
        """Undo or redo steps together with the plan they lead to; as `append`."""
        with self._changing() as connection:
            _check_in_force(connection, after)
            connection.executemany(
                "UPDATE sbd_step SET state = ? WHERE number = ?",
                [(state, n) for n in numbers],
            )
            _write_plan(connection, plan, assumed)

    def write(self, plan: Plan, assumed: tuple[str, ...] = ()) -> None:
        """Write the plan's layers and state again, where nothing new was supplied."""
        with self._changing() as connection:
            _write_plan(connection, plan, assumed)

    @property
    def holds_plan(self) -> bool:
        """Whether the plan itself has been written, not only its source."""
        with self._reading() as connection:
            row = connection.execute("SELECT count(*) FROM sbd_plan").fetchone()
        return bool(row[0])

    def add_source(self, sources: Mapping[str, bytes]) -> int:
        """Keep a newer version of the source files; return its number."""
        with self._changing() as connection:
            row = connection.execute("SELECT max(version) FROM sbd_source").fetchone()
            version = int(row[0]) + 1
            _keep_source(connection, version, sources)
        return version

    def take_over(
        self,
        sources: Mapping[int, Mapping[str, bytes]],
        history: Sequence[Entry],
        attachments: Sequence[Attachment],
    ) -> None:
        """Fill a new plan file with what another one held."""
        with self._changing() as connection:
            for version, files in sources.items():
                if version > 1:
                    _keep_source(connection, version, files)
            connection.executemany(
                "INSERT INTO sbd_step (number, batch, step, made, state) "
                "VALUES (?, ?, ?, ?, ?)",
                [
                    (e.number, e.batch, e.step.model_dump_json(), e.made, e.state)
                    for e in history
                ],
            )
        for attachment in attachments:
            self.attach(attachment)

    def sources(self, version: int) -> dict[str, bytes]:
        """Return a version of the source files by name."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT name, content FROM sbd_source WHERE version = ? ORDER BY name",
                (version,),
            ).fetchall()
        return {name: bytes(content) for name, content in rows}

    def attach(self, attachment: Attachment) -> None:
        """Keep an attachment; one of the same role is replaced."""
        with self._changing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO sbd_attachment VALUES (?, ?, ?, ?)",
                (
                    attachment.role,
                    attachment.name,
                    json.dumps(dict(attachment.about)),
                    attachment.content,
                ),
            )

    def detach(self, role: str) -> None:
        """Take an attachment away."""
        with self._changing() as connection:
            connection.execute("DELETE FROM sbd_attachment WHERE role = ?", (role,))

    def attachment(self, role: str) -> Attachment | None:
        """Return an attachment, if there is one of the role."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT name, about, content FROM sbd_attachment WHERE role = ?",
                (role,),
            ).fetchone()
        if row is None:
            return None
        return Attachment(role, row[0], json.loads(row[1]), bytes(row[2]))

    def content(self) -> bytes:
        """Return the whole file as it is at one moment, for a download."""
        with self._reading() as connection:
            return connection.serialize()

    @contextlib.contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that is on the disk when the block ends, or never was."""
        with self._told(), contextlib.closing(self._open()) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._told(), contextlib.closing(self._open()) as connection:
            yield connection

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=_WAIT_S, isolation_level=None)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(
                "{file} could not be read or written ({reason}): nothing was changed; "
                "see that there is room on the disk and that no other program holds "
                "the file.",
                file=self.path.name,
                reason=str(error),
            ) from error

    def _entry(self, number: int, batch: int, text: str, *told: Any) -> Entry:
        try:
            return Entry(number, batch, parse_step(text), *told)
        except ValidationError as error:
            raise StoreError(
                "Step {number} of {file} was written by a newer version or changed by "
                "another program: open the plan with the program that wrote it.",
                number=number,
                file=self.path.name,
            ) from error


def _put_in_place(made: Path, path: Path) -> None:
    """Give a finished file its name at once, unless another one has it by now."""
    try:
        os.link(made, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links: nobody else can be at work there
        if not path.exists():
            made.replace(path)


def _check_in_force(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    rows = connection.execute(
        "SELECT number FROM sbd_step WHERE state = 'done' ORDER BY number"
    ).fetchall()
    if [int(n) for (n,) in rows] != list(numbers):
        raise OvertakenError


def _last(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT max(number) FROM sbd_step").fetchone()
    return int(row[0] or 0)


def _keep_source(
    connection: sqlite3.Connection, version: int, sources: Mapping[str, bytes]
) -> None:
    connection.executemany(
        "INSERT INTO sbd_source VALUES (?, ?, ?, ?)",
        [
            (version, name, hashlib.sha256(content).hexdigest(), content)
            for name, content in sorted(sources.items())
        ],
    )


def _write_plan(
    connection: sqlite3.Connection, plan: Plan | None, assumed: tuple[str, ...]
) -> None:
    """Write the layers that differ from those in the file, and the plan's state."""
    if plan is None:
        return
    kept = dict(connection.execute("SELECT key, value FROM sbd_plan").fetchall())
    area = gpd.GeoDataFrame(geometry=[plan.extent], index=["extent"], crs=plan.crs)
    layers = {**plan.layers, "extent": make_layer("extent", area)}
    for kind in KINDS:
        key = f"layer {kind}"
        frame = layers.get(kind)
        if frame is None or frame.empty:
            if kept.pop(key, None) is not None:
                drop_layer(connection, kind)
                connection.execute("DELETE FROM sbd_plan WHERE key = ?", (key,))
            continue
        found = digest(frame)
        if kept.get(key) != found:
            write_layer(connection, kind, frame)
            _put(connection, key, found)
    state = state_of(plan, assumed)
    _put(connection, "state", state.model_dump_json())
    connection.execute("DELETE FROM sbd_supplied")
    connection.executemany(
        f"INSERT INTO sbd_supplied ({', '.join(_SUPPLIED)}) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (s.element_id, s.kind, s.attribute, str(s.value), s.by, s.name)
            for s in plan.supplied
        ],
    )


def _put(connection: sqlite3.Connection, key: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO sbd_plan VALUES (?, ?)", (key, value))

"""The database of the data folder: one SQLite file that keeps what it has confirmed.

A write is on the disk before the call returns (``synchronous=FULL``). Writers of this
process queue at a lock of their own, since SQLite's waiting is by chance and lets the
unlucky starve; those of other processes meet in ``BEGIN IMMEDIATE``.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from sbd.errors import StoreError

NAME = "sbd.sqlite"
#: How long a writer waits for others. [s]
WAIT_S = 10.0
#: Two at once would open it twice, each with a queue of its own.
_opening = threading.Lock()
_MIGRATIONS = Path(__file__).with_name("migrations")


class Database:
    """The database of a data folder, made and brought up to date when it is opened.

    Parameters
    ----------
    folder : Path
        The data folder, which is there.
    wait_s : float
        How long a writer waits for others. [s]

    Raises
    ------
    StoreError
        If it cannot be opened, is no database of ours, or is of a newer program.
    """

    def __init__(self, folder: Path, *, wait_s: float = WAIT_S) -> None:
        self.path = folder / NAME
        self._wait_s = wait_s
        self._writing = threading.Lock()
        with self._told():
            _make(self.path)
        self._engine = _engine(self.path, wait_s)
        with self._told(), self._turn(), self._engine.begin() as connection:
            _upgrade(connection)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database."""
        with self._told(), self._engine.connect() as connection:
            # What begins as a reader never waits for a writer (WAL).
            connection.execution_options(sbd_reads=True)
            with connection.begin():
                yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept as a whole or not at all.

        Raises
        ------
        StoreError
            If they cannot be kept; nothing is changed then.
        """
        with self._told(), self._turn(), self._engine.begin() as connection:
            yield connection

    def check(self) -> str:
        """Return SQLite's own verdict on the file, ``ok`` if it is sound."""
        with self.reading() as connection:
            said = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
        return str(said)

    def forget(self) -> None:
        """Leave nothing that was erased in the write-ahead log, if nobody reads."""
        with self._told(), self._turn(), self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            if raw is not None:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._writing.acquire(timeout=self._wait_s):
            raise _held()
        try:
            yield
        finally:
            self._writing.release()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Say what SQLite says in words that help."""
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            if isinstance(error, StoreError):
                raise
            raise _trouble(error, self.path) from error


def database(folder: Path) -> Database:
    """Return this process's one database of a data folder."""
    with _opening:
        return _database(folder)


@cache
def _database(folder: Path) -> Database:
    return Database(folder)


def now() -> str:
    """Return the time as the database writes it, in UTC."""
    return datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _make(path: Path) -> None:
    """Make the file for its owner only; SQLite gives its log the same mode."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _engine(path: Path, wait_s: float) -> Engine:
    # As many connections as a server has threads; nobody waits for one.
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=64,
        connect_args={"timeout": wait_s, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connected(raw: sqlite3.Connection, _: object) -> None:
        raw.isolation_level = None  # we say BEGIN ourselves
        raw.execute(f"PRAGMA busy_timeout={int(wait_s * 1000)}")
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA secure_delete=ON")  # what is erased is gone from the file

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        reads = connection.get_execution_options().get("sbd_reads", False)
        # A reader that turned writer would fail where two do so at once.
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    steps = ScriptDirectory.from_config(config)
    found = MigrationContext.configure(connection).get_current_revision()
    if found == steps.get_current_head():
        return
    if found is not None and found not in {s.revision for s in steps.walk_revisions()}:
        raise StoreError(
            "The data folder was written by a newer sbd: install that version, or "
            "name another folder with --data."
        )
    command.upgrade(config, "head")


def _trouble(error: Exception, path: Path) -> StoreError:
    """Turn what SQLite says into what to do about it."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    said = f"{getattr(cause, 'sqlite_errorname', '')} {cause}".lower()
    if "full" in said:
        return StoreError(
            "The disk is full: nothing was changed. Make room and try again."
        )
    if "ioerr" in said:
        return StoreError(
            "The disk did not take what was written: nothing was changed. See that it "
            "has room and is sound, and try again."
        )
    if "readonly" in said:
        return StoreError(
            "The data folder cannot be written: nothing was changed. Ask for the right "
            "to write in it, or name another with --data."
        )
    if "locked" in said or "busy" in said:
        return _held()
    return StoreError(
        "{file} in the data folder cannot be used ({reason}): name another folder with "
        "--data, or put a copy of this one back.",
        file=path.name,
        reason=str(cause),
    )


def _held() -> StoreError:
    return StoreError(
        "Another program holds the data folder: nothing was changed. Wait a moment "
        "and try again."
    )

"""The database keeps what it confirmed, and says plainly what it cannot do."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from sbd.errors import StoreError
from sbd.reviews.alone import answers, rate
from sbd.reviews.database import NAME, Database
from sbd.reviews.logbook import events, note
from sbd.reviews.model import Rating
from sbd.reviews.tables import metadata

VARIANT = "0123456789abcdef"
SHAPES = sorted((Path(__file__).parent / "shapes").glob("*.sql"))
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes and signals")


def rating(rater: str, level: int = 2, comment: str | None = None) -> Rating:
    return Rating(
        criterion="S-04",
        rater=rater,
        discipline="police",
        answer=level,  # type: ignore[arg-type]
        comment=comment,
    )


def test_the_steps_make_what_the_code_expects(tmp_path: Path) -> None:
    with Database(tmp_path).reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def rows(path: Path) -> dict[str, int]:
    raw = sqlite3.connect(path)
    names = [
        r[0] for r in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")
    ]
    found = {n: raw.execute(f"SELECT count(*) FROM {n}").fetchone()[0] for n in names}
    raw.close()
    return {n: c for n, c in found.items() if not n.startswith("sqlite_")}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda p: p.stem)
def test_every_earlier_shape_opens_and_keeps_every_row(
    tmp_path: Path, shape: Path
) -> None:
    raw = sqlite3.connect(tmp_path / NAME)
    raw.executescript(shape.read_text("utf-8"))
    raw.close()
    before = rows(tmp_path / NAME)
    assert all(before.values())
    db = Database(tmp_path)
    assert db.check() == "ok"
    db.close()
    after = rows(tmp_path / NAME)
    assert {n: after[n] for n in before} == before


def test_a_newer_shape_is_refused_and_untouched(tmp_path: Path) -> None:
    Database(tmp_path).close()
    raw = sqlite3.connect(tmp_path / NAME)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    before = (tmp_path / NAME).read_bytes()
    with pytest.raises(StoreError, match="newer sbd: install"):
        Database(tmp_path)
    assert (tmp_path / NAME).read_bytes() == before


@pytest.mark.parametrize("cut", [None, 5000])
def test_a_file_that_is_no_database_is_refused_and_untouched(
    tmp_path: Path, cut: int | None
) -> None:
    path = tmp_path / NAME
    if cut is None:
        path.write_bytes(b"no database at all " * 500)
    else:
        Database(tmp_path).close()
        path.write_bytes(path.read_bytes()[:cut])
    before = path.read_bytes()
    with pytest.raises(StoreError, match="cannot be used"):
        Database(tmp_path)
    assert path.read_bytes() == before


def test_an_empty_file_is_a_new_database(tmp_path: Path) -> None:
    (tmp_path / NAME).touch()
    assert Database(tmp_path).check() == "ok"


@POSIX
def test_the_file_and_its_log_are_their_owners_only(tmp_path: Path) -> None:
    db = Database(tmp_path)
    rate(db, VARIANT, "plein", rating("a"))
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in tmp_path.iterdir()}
    assert modes == {NAME: 0o600, f"{NAME}-wal": 0o600, f"{NAME}-shm": 0o600}


def test_a_folder_held_by_another_program_is_said(tmp_path: Path) -> None:
    db = Database(tmp_path, wait_s=0.05)
    other = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="Another program holds"):
        rate(db, VARIANT, "plein", rating("a"))
    assert answers(db, VARIANT) == ()  # reading never waits
    other.execute("ROLLBACK")
    rate(db, VARIANT, "plein", rating("a"))
    assert len(answers(db, VARIANT)) == 1


def child(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Run a text in a process of its own, with the database as ``db``."""
    start = f"""
        import os, resource, signal, sys
        from pathlib import Path
        from sbd.errors import StoreError
        from sbd.reviews.alone import answers, rate
        from sbd.reviews.database import Database
        from tests.reviews.test_database import VARIANT, rating
        folder = Path({str(folder)!r})
        """
    code = textwrap.dedent(start) + textwrap.dedent(text)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )


def _fill(db: Database) -> None:
    """Write more than SQLite is told that there is room for."""
    with db.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
        for _ in range(100):
            note(connection, "p", "filled", text="x" * 3000)


def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    db = Database(tmp_path)
    rate(db, VARIANT, "plein", rating("a"))
    with pytest.raises(StoreError, match="The disk is full"):
        _fill(db)
    with db.reading() as connection:
        assert {e.event for e in events(connection, "p")} == set()
    assert [r.rater for r in answers(db, VARIANT)] == ["a"]
    assert db.check() == "ok"


@POSIX
def test_a_file_that_may_not_grow_is_said_and_nothing_is_half_written(
    tmp_path: Path,
) -> None:
    # The system refuses the write (EFBIG), in the middle of the transaction.
    rate(Database(tmp_path), VARIANT, "plein", rating("a"))
    done = child(
        tmp_path,
        """
        db = Database(folder)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        largest = max(p.stat().st_size for p in folder.iterdir())
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 9000, largest + 9000))
        many = [rating(f"r{n}", comment="x" * 3000) for n in range(200)]
        try:
            rate(db, VARIANT, "plein", *many)
        except StoreError as error:
            print(error)
        print(len(answers(db, VARIANT)))
        """,
    )
    assert done.returncode == 0, done.stderr
    assert "The disk did not take what was written: nothing" in done.stdout
    assert done.stdout.splitlines()[-1] == "1"
    db = Database(tmp_path)
    assert db.check() == "ok"
    assert [r.rater for r in answers(db, VARIANT)] == ["a"]


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="takes another user's rights"
)
def test_a_folder_of_somebody_else_is_said(tmp_path: Path) -> None:
    # The child gives up the rights of root, so that the modes count for it.
    rate(Database(tmp_path), VARIANT, "plein", rating("a"))
    for path in (*tmp_path.parents[:3], tmp_path):
        path.chmod(0o755)
    for path in tmp_path.iterdir():
        path.chmod(0o644)
    done = child(
        tmp_path,
        """
        os.setgid(65534); os.setuid(65534)
        try:
            rate(Database(folder), VARIANT, "plein", rating("b"))
        except StoreError as error:
            print(error)
        """,
    )
    assert done.returncode == 0, done.stderr
    assert "The data folder cannot be written: nothing was changed" in done.stdout
    assert [r.rater for r in answers(Database(tmp_path), VARIANT)] == ["a"]


@POSIX
def test_what_was_confirmed_survives_kill_9(tmp_path: Path) -> None:
    confirmed = 0
    for turn in range(3):
        code = (
            "from pathlib import Path\n"
            "from sbd.reviews.alone import rate\n"
            "from sbd.reviews.database import Database\n"
            "from tests.reviews.test_database import VARIANT, rating\n"
            f"db = Database(Path({str(tmp_path)!r}))\n"
            "for n in range(100000):\n"
            f"    rate(db, VARIANT, 'plein', rating(f'{turn}-{{n}}'))\n"
            "    print(n, flush=True)\n"
        )
        command = [sys.executable, "-c", code]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(20 + 7 * turn):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
            told = 20 + 7 * turn + len(process.stdout.read().split("\n")) - 1
        confirmed += told
        db = Database(tmp_path)
        assert db.check() == "ok"
        # One more may have been written when it could not be told any more.
        kept = len(answers(db, VARIANT))
        assert confirmed <= kept <= confirmed + turn + 1
        db.close()


def _give(folder: Path, name: str) -> None:
    db = Database(folder)
    for n in range(100):
        rate(db, VARIANT, "plein", rating(f"{name}-{n}", n % 5))


def test_four_processes_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    people = [context.Process(target=_give, args=(tmp_path, f"p{n}")) for n in range(4)]
    for process in people:
        process.start()
    for process in people:
        process.join()
    assert [p.exitcode for p in people] == [0] * 4
    db = Database(tmp_path)
    assert len({r.rater for r in answers(db, VARIANT)}) == 400
    assert db.check() == "ok"

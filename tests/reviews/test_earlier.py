"""Answers that an earlier version kept in a file beside the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from sbd.errors import RatingsError
from sbd.reviews.alone import answers, rate
from sbd.reviews.database import Database
from sbd.reviews.earlier import IMPORTED, NAME, adopt_file
from sbd.reviews.model import Rating

VARIANT = "0123456789abcdef"
EARLIER = """ratings:
- {criterion: S-04, rater: screen, discipline: police, answer: 2, comment: nog donker}
- {criterion: L-15, rater: screen, discipline: legal, answer: 1.5, settled: true}
"""


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / VARIANT
    path.mkdir()
    (path / NAME).write_text(EARLIER, "utf-8")
    return path


def given(db: Database) -> list[tuple[str, object, str | None]]:
    return [(r.criterion, r.answer, r.comment) for r in answers(db, VARIANT)]


def test_they_are_taken_over_and_the_file_is_set_aside(
    db: Database, folder: Path
) -> None:
    adopt_file(db, folder, VARIANT, "plein")
    assert given(db) == [("S-04", 2, "nog donker"), ("L-15", 1.5, None)]
    assert [p.name for p in folder.iterdir()] == [IMPORTED]
    assert (folder / IMPORTED).read_text("utf-8") == EARLIER


def test_a_crash_before_the_file_was_set_aside_doubles_nothing(
    db: Database, folder: Path
) -> None:
    adopt_file(db, folder, VARIANT, "plein")
    newer = Rating(criterion="S-04", rater="screen", discipline="police", answer=4)
    rate(db, VARIANT, "plein", newer)
    (folder / IMPORTED).rename(folder / NAME)  # as if it had never been renamed
    adopt_file(db, folder, VARIANT, "plein")
    assert given(db) == [("S-04", 4, None), ("L-15", 1.5, None)]
    with db.reading() as connection:
        rows = connection.exec_driver_sql("SELECT count(*) FROM ratings").scalar_one()
    assert rows == 2
    assert not (folder / NAME).exists()


def test_they_are_taken_over_into_a_variant_judged_already(
    db: Database, folder: Path
) -> None:
    other = Rating(criterion="M-01", rater="screen", discipline="police", answer=1)
    rate(db, VARIANT, "plein", other)
    adopt_file(db, folder, VARIANT, "plein")
    assert {c for c, _, _ in given(db)} == {"M-01", "S-04", "L-15"}


def test_a_file_with_mistakes_is_told_and_left_alone(
    db: Database, folder: Path
) -> None:
    text = "ratings: [{criterion: 3}]"
    (folder / NAME).write_text(text, "utf-8")
    with pytest.raises(RatingsError, match=r"mend the file.*ratings\[0\]\.criterion"):
        adopt_file(db, folder, VARIANT, "plein")
    assert (folder / NAME).read_text("utf-8") == text
    assert given(db) == []


def test_without_a_file_nothing_is_made(db: Database, tmp_path: Path) -> None:
    adopt_file(db, tmp_path / "none", VARIANT, "plein")
    with db.reading() as connection:
        rows = connection.exec_driver_sql("SELECT count(*) FROM projects").scalar_one()
    assert rows == 0

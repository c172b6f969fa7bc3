"""`sbd project`: list, export and import."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sbd.cli import commands
from sbd.errors import ReviewError
from sbd.reviews.alone import rate
from sbd.reviews.database import Database
from sbd.reviews.model import Rating
from sbd.reviews.store import ProjectStore


def said(*words: object) -> str:
    found = CliRunner().invoke(
        commands, ["project", *map(str, words)], catch_exceptions=False
    )
    assert found.exit_code == 0, found.output
    return found.output


def judged(folder: Path, name: str, content: bytes) -> str:
    store = ProjectStore(folder)
    variant = store.add({f"{name}.geojson": content})
    given = Rating(criterion="S-04", rater="screen", discipline="police", answer=2)
    rate(Database(folder), variant, name, given)
    return variant


def test_a_project_goes_from_one_folder_to_another(tmp_path: Path) -> None:
    one, two, file = tmp_path / "one", tmp_path / "two", tmp_path / "plein.sbd"
    judged(one, "plein", b"{}")
    assert "names" in said("export", file, "--data", one)
    assert "was taken over" in said("import", file, "--data", two)
    assert "already" in said("import", file, "--data", two)
    assert said("list", "--data", two) == said("list", "--data", one)


def test_where_there_are_several_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "park.sbd"
    with pytest.raises(ReviewError, match="no such project"):
        said("export", file, "--data", tmp_path / "data")
    judged(tmp_path / "data", "plein", b"{}")
    judged(tmp_path / "data", "park", b"{ }")
    with pytest.raises(ReviewError, match="several"):
        said("export", file, "--data", tmp_path / "data")
    said("export", file, "--project", "park", "--data", tmp_path / "data")
    said("import", file, "--data", tmp_path / "other")
    assert said("list", "--data", tmp_path / "other").endswith("  park\n")


def test_answers_of_an_earlier_version_are_taken_along(tmp_path: Path) -> None:
    variant = ProjectStore(tmp_path).add({"plein.geojson": b"{}"})
    earlier = "- {criterion: S-04, rater: screen, discipline: police, answer: 2}\n"
    (tmp_path / variant / "ratings.yaml").write_text(earlier, "utf-8")
    assert said("list", "--data", tmp_path).endswith("  plein\n")

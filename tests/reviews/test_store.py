from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from sbd.errors import StoreError
from sbd.reviews.store import ProjectStore, replace_file

FILES = {"plan.gpkg": b"content"}


def test_the_same_files_are_the_same_project(tmp_path: Path) -> None:
    store = ProjectStore(tmp_path / "data")
    first = store.add(FILES)
    assert store.add(FILES) == first
    assert store.add({"plan.gpkg": b"other"}) != first
    assert store.files(first)[0].read_bytes() == b"content"
    assert first in store.projects()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_folder_is_its_owners_only(tmp_path: Path) -> None:
    ProjectStore(tmp_path / "data")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_names_cannot_leave_the_folder(tmp_path: Path) -> None:
    store = ProjectStore(tmp_path / "data")
    project = store.add({"../../evil.gpkg": b"x", "..\\..\\worse.gpkg": b"y"})
    names = {p.name for p in store.files(project)}
    assert names == {"evil.gpkg", "worse.gpkg"}
    for bad in ("../source", "x", "0" * 15, "0" * 16 + "/.."):
        with pytest.raises(StoreError, match="open its file again"):
            store.files(bad)


def test_settings_come_back(tmp_path: Path) -> None:
    store = ProjectStore(tmp_path)
    project = store.add(FILES)
    assert store.settings(project) == {}
    store.save_settings(project, {"declare": ["bench"], "crs": "EPSG:31370"})
    assert store.settings(project) == {"declare": ["bench"], "crs": "EPSG:31370"}


def test_a_write_under_way_is_not_a_file_of_the_plan(tmp_path: Path) -> None:
    store = ProjectStore(tmp_path)
    project = store.add(FILES)
    (tmp_path / project / "source" / ".plan.gpkg.half").write_bytes(b"con")
    assert [p.name for p in store.files(project)] == ["plan.gpkg"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "file"
    replace_file(target, b"old")
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(StoreError, match="nothing was changed"):
        replace_file(folder, b"new")  # a folder cannot be replaced by a file
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []

"""A project in one file: out, in, and out again; and files that are refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from sbd.errors import ReviewError
from sbd.reviews.alone import answers, rate
from sbd.reviews.archive import (
    MANIFEST,
    all_projects,
    entries_of,
    export_project,
    zipped,
)
from sbd.reviews.archive_check import read_archive
from sbd.reviews.archive_import import import_project
from sbd.reviews.ballots import Ballot, answer, join, participant
from sbd.reviews.database import Database
from sbd.reviews.decisions import reveal, settle
from sbd.reviews.model import Rating
from sbd.reviews.people import erase
from sbd.reviews.records import Decision, Place
from sbd.reviews.sessions import open_session, session, session_by_code, sessions_of
from sbd.reviews.store import ProjectStore
from tests.reviews.test_sessions import opening


class Folder:
    """A data folder."""

    def __init__(self, path: Path) -> None:
        self.store = ProjectStore(path)
        self.db = Database(path)

    @property
    def project(self) -> str:
        return all_projects(self.db)[0][0]

    def export(self, path: Path) -> Path:
        export_project(self.db, self.store, self.project, path)
        return path

    def entries(self, project: str | None = None) -> dict[str, bytes]:
        return entries_of(self.db, self.store, project or self.project)


@pytest.fixture
def full(tmp_path: Path) -> Folder:
    """A folder with a plan judged alone and in a meeting that is still open."""
    found = Folder(tmp_path / "one")
    variant = found.store.add({"plein é.geojson": b"{}"})
    found.store.add_version(variant, 2, {"plein.geojson": b"{ }"})
    found.store.save_settings(variant, {"discipline": "police"})
    alone = Rating(criterion="L-15", rater="screen", discipline="police", answer=1)
    rate(found.db, variant, "plein", alone)
    place = Place("A", "lamp", "ne", 4.35, 50.84)
    meeting = open_session(found.db, variant, "plein", opening(places=(place,)))
    officer, _ = join(found.db, meeting, "police", "Ann", "nl")
    resident, _ = join(found.db, meeting, "residents", None, "fr")
    for level in (1, 3):
        ballot = Ballot("S-04", level, "goed")  # type: ignore[arg-type]
        answer(found.db, officer, ballot)
    answer(found.db, resident, Ballot("S-04", 0))
    erase(found.db, meeting.id, resident.pseudonym)
    reveal(found.db, meeting.id, ["S-04"])
    settle(found.db, meeting.id, Decision("S-04", 2.5, "why"), measured=False)
    return found


@pytest.fixture
def packed(full: Folder, tmp_path: Path) -> Path:
    return full.export(tmp_path / "plein.sbd")


def without_import(entries: dict[str, bytes]) -> dict[str, bytes]:
    lines = entries["tables/log.jsonl"].splitlines(keepends=True)
    kept = [line for line in lines if b"project_imported" not in line]
    assert len(lines) - len(kept) <= 1
    return {**entries, "tables/log.jsonl": b"".join(kept)}


def test_a_file_of_the_first_version_opens_for_ever(tmp_path: Path) -> None:
    """The file was written by 0.1.0 and never changes."""
    folder = Folder(tmp_path)
    first = Path(__file__).parents[1] / "data" / "archives" / "plein-1.sbd"
    import_project(folder.db, folder.store, first)
    (variant,) = folder.store.projects()
    (about,) = sessions_of(folder.db, variant)
    assert [i.state for i in about.items if i.criterion == "S-04"] == ["settled"]
    found = {r.criterion: r for r in answers(folder.db, variant)}
    assert (found["L-15"].answer, found["S-04"].answer) == (1, 2.5)


def test_out_and_in_and_out_again_is_the_same(
    full: Folder, packed: Path, tmp_path: Path
) -> None:
    other = Folder(tmp_path / "two")
    told = import_project(other.db, other.store, packed)
    assert (told.was_there, told.renamed) == (False, False)
    entries = without_import(other.entries())
    assert zipped(entries) == packed.read_bytes()
    variant = other.store.projects()[0]
    assert answers(other.db, variant) == answers(full.db, variant)
    assert other.store.settings(variant) == {"discipline": "police"}
    assert other.db.check() == "ok"


def test_the_same_project_gives_the_same_bytes(
    full: Folder, packed: Path, tmp_path: Path
) -> None:
    assert full.export(tmp_path / "again.sbd").read_bytes() == packed.read_bytes()


def test_a_project_that_is_there_is_left_as_it_is(
    full: Folder, packed: Path, tmp_path: Path
) -> None:
    before = full.entries()
    assert import_project(full.db, full.store, packed).was_there
    assert full.entries() == before
    other = Folder(tmp_path / "two")
    import_project(other.db, other.store, packed)
    assert import_project(other.db, other.store, packed).was_there


def test_what_has_the_same_ids_but_is_not_the_same_comes_beside_it(
    full: Folder, packed: Path
) -> None:
    (variant,) = full.store.projects()
    meeting = sessions_of(full.db, variant)[0]
    settle(full.db, meeting.id, Decision("L-15", 4), measured=False)
    told = import_project(full.db, full.store, packed)
    assert told.renamed
    assert len(all_projects(full.db)) == 2
    (new,) = set(full.store.projects()) - {variant}
    copy = sessions_of(full.db, new)[0]
    assert (copy.id, copy.token, copy.code) != (meeting.id, meeting.token, meeting.code)
    assert session_by_code(full.db, meeting.code) == session(full.db, meeting.id)
    counting = [(r.criterion, r.answer) for r in answers(full.db, new)]
    assert counting == [("L-15", 1), ("S-04", 3), ("S-04", 0), ("S-04", 2.5)]
    log = full.entries(told.project)["tables/log.jsonl"].decode()
    assert variant not in log
    assert meeting.id not in log


def test_nobody_enters_by_a_file(full: Folder, tmp_path: Path) -> None:
    (variant,) = full.store.projects()
    meeting = sessions_of(full.db, variant)[0]
    _, key = join(full.db, meeting, "legal", None, "nl")
    other = Folder(tmp_path / "two")
    import_project(other.db, other.store, full.export(tmp_path / "a.sbd"))
    assert participant(other.db, sessions_of(other.db, variant)[0], key) is None


def refused(packed: Path, tmp_path: Path, words: str) -> None:
    other = Folder(tmp_path / "two")
    before = other.db.path.read_bytes()
    with pytest.raises(ReviewError, match=words):
        import_project(other.db, other.store, packed)
    assert all_projects(other.db) == ()
    assert other.store.projects() == ()
    assert other.db.path.read_bytes() == before


def change(packed: Path, name: str, old: bytes, new: bytes) -> None:
    """Change an entry, with a manifest that fits."""
    entries, _ = read_archive(packed)
    assert old in entries[name]
    entries[name] = entries[name].replace(old, new)
    packed.write_bytes(zipped(entries))


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("ratings", b'"answer": "1"', b'"answer": "9"', "answer is not what it can be"),
        ("ratings", b'"lon": null', b'"lon": NaN', "cannot be read"),
        ("ratings", b'"lat": null, ', b"", "not the columns"),
        ("ratings", b'"id": 1', b'"id": 7', "another number"),
        ("sessions", b'"assessment": 1', b'"assessment": 9', "refers to nothing"),
        ("participants", b'"key_sha256": null', b'"key_sha256": "x"', "key_sha256"),
        ("session_pictures", b"<svg/>", b"<svg onload='x()'/>", "svg is not"),
        ("session_pictures", b"<svg/>", b"<svg><script/></svg>", "svg is not"),
        (
            "session_pictures",
            b"<svg/>",
            b"<svg><style>@import 'x'</style></svg>",
            "svg is not",
        ),
        ("session_pictures", b"<svg/>", b"<svg><use href='//x'/></svg>", "svg is not"),
        ("log", b'"project": "', b'"project": "0', "project is not"),
    ],
)
def test_rows_that_cannot_be_are_refused(
    packed: Path, tmp_path: Path, table: str, old: bytes, new: bytes, words: str
) -> None:
    change(packed, f"tables/{table}.jsonl", old, new)
    refused(packed, tmp_path, words)


def test_a_changed_or_missing_part_is_refused(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as file:
        entries = {n: file.read(n) for n in file.namelist()}
    entries["tables/ratings.jsonl"] += b"{}\n"
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)
    refused(packed, tmp_path, "missing or was changed")


@pytest.mark.parametrize(
    "name",
    ["../evil", "/evil", "variants/0123456789abcdef/../../x", "variants/x/y", "a\\b"],
)
def test_names_that_lead_elsewhere_are_refused(
    packed: Path, tmp_path: Path, name: str
) -> None:
    with zipfile.ZipFile(packed, "a") as file:
        file.writestr(name, b"x")
    refused(packed, tmp_path, "belongs to no project")


def test_a_link_is_refused(packed: Path, tmp_path: Path) -> None:
    info = zipfile.ZipInfo("variants/0123456789abcdef/link")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(packed, "a") as file:
        file.writestr(info, b"/etc/passwd")
    refused(packed, tmp_path, "belongs to no project")


def test_a_file_that_swells_is_refused(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("judged/" + "0" * 64, bytes(60_000_000))
    refused(packed, tmp_path, "unpacks to more")


def test_a_newer_file_is_refused_with_what_to_do(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as file:
        entries = {n: file.read(n) for n in file.namelist()}
    about = json.loads(entries[MANIFEST])
    entries[MANIFEST] = json.dumps({**about, "version": 2}).encode()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)
    refused(packed, tmp_path, "newer sbd: install")


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04half"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plein.sbd"
    path.write_bytes(content)
    refused(path, tmp_path, "cannot be taken over")

"""Answers of a field walk, as KoboToolbox and ODK Central export them."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from sbd.errors import RatingsError
from sbd.locale import LANGS, translated
from sbd.reviews.field_answers import field_ratings
from sbd.reviews.field_columns import find_columns
from sbd.reviews.field_words import answer_label, note_label, point_label
from sbd.reviews.model import Rating
from sbd.reviews.read import read_ratings

META = ["start", "end", "_id", "_uuid", "_submission_time", "__version__", "_index"]
META_CELLS = ["2026-05-04", "2026-05-04", 7, "u-1", "2026-05-04", "vX", 1]


def table(path: Path, *rows: list[object], mark: str = ",") -> Path:
    """Write rows as a CSV file or a workbook, as the suffix says."""
    if path.suffix == ".csv":
        out = io.StringIO()
        csv.writer(out, delimiter=mark).writerows(rows)
        path.write_text("\ufeff" + out.getvalue(), "utf-8")
        return path
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def told(path: Path) -> RatingsError:
    with pytest.raises(RatingsError) as error:
        read_ratings(path)
    return error.value


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
@pytest.mark.parametrize("mark", [",", ";"])
def test_an_export_of_kobotoolbox(tmp_path: Path, name: str, mark: str) -> None:
    header = [
        *META[:2],
        *("about/discipline", "about/rater", "about/date"),
        *("group_s_04/s_04", "group_s_04/s_04_note", "group_s_04/s_04_point"),
        *("_group_s_04/s_04_point_latitude", "_group_s_04/s_04_point_longitude"),
        *("_group_s_04/s_04_point_altitude", "_group_s_04/s_04_point_precision"),
        *("group_g_05/g_05", "_geolocation", *META[2:]),
    ]
    tail = ["[50.8466, 4.3517]", *META_CELLS[2:]]
    where = [50.8466, 4.3517, 20, 5]
    visit = ["", "", "police", "", "2026-05-04"]
    path = table(
        tmp_path / name,
        header,
        [*visit, 3, "Dark\nhere", "50.8466 4.3517 20 5", *where, "unknown", *tail],
        ["", "", "fire", "Ann", "2026-05-04", "", "", "", "", "", "", "", 0, *tail],
        ["", "", "legal", "", "2026-05-04", *[""] * 7, "not_applicable", *tail],
        ["", "", "green", "", "2026-05-04", *[""] * 8, *tail],
        [""] * len(header),
        mark=mark,
    )
    assert read_ratings(path) == (
        Rating(
            criterion="S-04",
            rater="R1",
            discipline="police",
            answer=3,
            comment="Dark\nhere",
            lat=50.8466,
            lon=4.3517,
        ),
        Rating(criterion="G-05", rater="R1", discipline="police", answer="unknown"),
        Rating(criterion="G-05", rater="Ann", discipline="fire", answer=0),
        Rating(
            criterion="G-05", rater="R2", discipline="legal", answer="not_applicable"
        ),
    )


def test_an_export_of_odk_central(tmp_path: Path) -> None:
    point = "group_s_04-s_04_point"
    header = ["SubmissionDate", "about-intro", "about-discipline", "about-rater"]
    header += ["group_s_04-s_04", "group_s_04-s_04_note", f"{point}-Latitude"]
    header += [f"{point}-Longitude", f"{point}-Altitude", f"{point}-Accuracy"]
    header += ["meta-instanceID", "KEY", "FormVersion"]
    cells = "2026-05-04T10:00:00Z,,residents,,4,,50.85,4.36,0,4.9,uuid:1,uuid:1,0.1.0"
    path = table(tmp_path / "central.csv", header, cells.split(","))
    (found,) = read_ratings(path)
    assert (found.criterion, found.answer) == ("S-04", 4)
    assert (found.lat, found.lon) == (50.85, 4.36)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("group", ["", "S-04 · A title/"])
def test_what_the_form_says_is_known_in_each_language(lang: str, group: str) -> None:
    discipline = {"en": "Fire service", "nl": "Brandweer", "fr": "Pompiers"}[lang]
    who = {
        "en": ("For which discipline do you answer?", "Your name (optional)"),
        "nl": ("Voor welke discipline antwoordt u?", "Uw naam (niet verplicht)"),
        "fr": ("Pour quelle discipline répondez-vous ?", "Votre nom (facultatif)"),
    }[lang]
    # Forms are converted with plain apostrophes and spaces.
    header = [*who, f"{group}S-04. Est-ce que l'on: voit / sent?"]
    header += [group + note_label("S-04", lang), group + point_label("S-04", lang)]
    point = group + point_label("S-04", lang)
    header += [f"_{point}_latitude", f"_{point}_longitude", f"_{point}_precision"]
    don_t_know = answer_label("unknown", lang).replace("’", "'")
    rows = [
        header,
        [discipline, "", answer_label(2, lang, "as it is"), "a", "50,1 4,2", "", ""],
        [discipline.upper(), "Bo", don_t_know, "", "", "50,1", "4,2", "3"],
        [discipline, "R1", answer_label("not_applicable", lang), "", "50.1,4.2"],
    ]
    found = field_ratings(rows, "x.csv")
    assert [r.answer for r in found] == [2, "unknown", "not_applicable"]
    assert [r.rater for r in found] == ["R2", "Bo", "R1"]
    assert {r.discipline for r in found} == {"fire"}
    assert {(r.lat, r.lon) for r in found} == {(50.1, 4.2)}
    assert found[0].comment == "a"


def test_a_question_of_two_versions_is_one() -> None:
    rows = [
        ["discipline", "old/s_04", "new/s_04", "s_04_001", "s_04_note.1"],
        ["fire", "", 2.0, "", ""],
        ["fire", "3", "", "3", "same"],
        ["fire", "3", "4", "", ""],
    ]
    assert [r.answer for r in field_ratings(rows[:3], "x")] == [2, 3]
    with pytest.raises(RatingsError, match="C4: says something else than B4"):
        field_ratings(rows, "x")


def test_a_remark_without_a_level_is_kept_as_not_known() -> None:
    rows = [["discipline", "s_04", "s_04_note"], ["fire", None, "No light"]]
    (found,) = field_ratings(rows, "x")
    assert (found.answer, found.comment) == ("unknown", "No light")


def test_all_mistakes_are_told_at_once_with_their_cells(tmp_path: Path) -> None:
    path = table(
        tmp_path / "bad.xlsx",
        ["about/discipline", "rater", "s_04", "s_04_note", "s_04_point", "a_10"],
        ["army", "", 3, "", "", ""],
        ["", "", 3, "", "", ""],
        ["fire", "", 5, "x" * 5001, "91 4", "2.5"],
        ["fire", "n" * 81, "=1+1", "", "somewhere", ""],
        ["fire", "Ann", 3, "", "", ""],
        ["fire", "Ann", 2, "", "", ""],
    )
    error = told(path)
    words = str(error)
    for cell in ("A2", "A3", "C4", "D4", "E4", "F4", "B5", "C5", "E5", "C7"):
        assert f"bad.xlsx, {cell}: " in words, cell
    assert "first in C6" in words
    for lang in ("nl", "fr"):
        for (template, _), sentence in zip(
            error.parts, [translated(lang, [p]) for p in error.parts], strict=True
        ):
            assert sentence != translated("en", [(template, _)])


def test_more_mistakes_than_anybody_reads_are_counted() -> None:
    rows = [["discipline", "s_04"], *[["fire", "x"]] * 80]
    with pytest.raises(RatingsError, match="30 further mistakes"):
        field_ratings(rows, "x")


def test_the_discipline_is_needed(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["s_04", "rater"], ["3", "Ann"])
    assert "no column for the discipline" in str(told(path))


def test_the_plain_layout_is_read_from_a_workbook_too(tmp_path: Path) -> None:
    path = table(
        tmp_path / "plain.xlsx",
        ["criterion", "rater", "discipline", "answer", "comment", "lon"],
        ["S-04", "R1", "police", 3, None, 4.35],
        ["S-16", "R1", "police", "unknown", "=A1", ""],
    )
    assert [(r.answer, r.lon, r.comment) for r in read_ratings(path)] == [
        (3, 4.35, None),
        ("unknown", None, "=A1"),
    ]
    other = table(tmp_path / "other.xlsx", ["a", "b"], [1, 2])
    assert "its first row must name" in str(told(other))


def test_other_formats_and_damaged_files_are_refused_by_name(tmp_path: Path) -> None:
    for name in ("a.xls", "a.xlsm"):
        (tmp_path / name).write_bytes(b"x")
        assert "save it as an Excel workbook (.xlsx)" in str(told(tmp_path / name))
    cases = {
        b"\xd0\xcf\x11\xe0" + b"0" * 600: "has a password or an old format",
        b"no workbook": "is damaged or no Excel workbook",
        b"0" * 5_000_001: "larger than",
    }
    for content, words in cases.items():
        path = tmp_path / "b.xlsx"
        path.write_bytes(content)
        assert words in str(told(path))
    assert "cannot be read" in str(told(tmp_path / "none.xlsx"))


def test_a_workbook_made_to_exhaust_memory_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b"a" * 41_000_000)
    assert "unpacks to far more" in str(told(bomb))
    far = Workbook()
    far.active.append(["discipline", "s_04"])
    far.active.cell(6000, 1, "fire")
    far.save(tmp_path / "far.xlsx")
    assert "more than 5000 rows" in str(told(tmp_path / "far.xlsx"))
    rows = [["discipline", "s_04"], *[["fire", "x"]] * 5_000]
    assert "more than 5000 rows" in str(told(table(tmp_path / "far.csv", *rows)))
    wide = table(tmp_path / "wide.csv", ["discipline", "s_04", *["x"] * 1000])
    assert "or 1000 columns" in str(told(wide))


def test_files_that_excel_saved_again_on_windows(tmp_path: Path) -> None:
    text = "discipline;s_04;s_04_note\r\nfire;3;éclairé\r\n"
    for coding, mark in (("cp1252", ";"), ("utf-8-sig", ","), ("utf-16", "\t")):
        path = tmp_path / f"{coding}.csv"
        path.write_bytes(text.replace(";", mark).encode(coding))
        (found,) = read_ratings(path)
        assert (found.answer, found.comment) == (3, "éclairé")


@given(st.lists(st.text(max_size=12), max_size=6))
def test_headers_of_all_sorts_are_read_or_passed_over(header: list[str]) -> None:
    columns = find_columns(header)
    assert all(len(c) == 4 for c in columns.criteria)


@given(st.lists(st.text(max_size=30), min_size=5, max_size=5))
def test_cells_of_all_sorts_are_read_or_refused(cells: list[str]) -> None:
    header = ["discipline", "rater", "s_04", "s_04_note", "s_04_point"]
    try:
        found = field_ratings([header, ["fire", *cells[1:]]], "x")
    except RatingsError:
        return
    assert len(found) <= 1

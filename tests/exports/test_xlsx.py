"""The workbook, read back by openpyxl and compared with the assessment."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sbd.assessment import public_edition
from sbd.document import ActionRecord, Assessment, RemarkRecord
from sbd.exports.material import Material
from sbd.exports.xlsx import write_xlsx
from sbd.locale import text
from sbd.reviews.model import Rating
from sbd.views.tables import assessment_tables
from tests.views.sample import sample, sample_checklist
from tests.views.sample_plan import sample_plan

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "#N/A", "＝1+1")
RTL = 'مرحبا 👩🏽‍🦽 O\'Brien / "Zuid"'


def whole() -> Assessment:
    ratings = tuple(
        Rating(
            criterion="L-13", rater="R1", discipline="police", answer=2, comment=comment
        )
        for comment in (*EVIL, RTL, "a\x00b\x0bc")
    )
    actions = (
        ActionRecord(
            uid="u",
            criterion="A-03",
            text="x" * 40_000,
            phase="prevention",
            due="2026-02-28",
        ),
    )
    remarks = (RemarkRecord(text="=HYPERLINK(1)", lon=4.35, lat=50.85),)
    found = sample(ratings=ratings, actions=actions, remarks=remarks)
    return weighted(found)


def weighted(found: Assessment) -> Assessment:
    """Give every criterion the weights that scoring it again asks for."""
    weights = {c.id: (1, 1, 1) for c in found.criteria}
    record = found.checklist.model_copy(update={"weights": weights})
    return found.model_copy(update={"checklist": record})


def write(path: Path, found: Assessment, lang: str) -> Any:
    material = Material(found, sample_plan(), sample_checklist(), lang, (found,))
    write_xlsx(material, path)
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("lang", ["en", "nl", "fr", "nl+fr"])
@pytest.mark.parametrize("edition", ["public", "restricted"])
def test_every_number_comes_back_as_it_was(
    tmp_path: Path, lang: str, edition: str
) -> None:
    found = whole() if edition == "restricted" else public_edition(whole())
    book = write(tmp_path / "a.xlsx", found, lang)
    tables = assessment_tables(
        found, sample_checklist(), tuple(lang.split("+")), (found,)
    )
    sheets = iter(book.worksheets)
    for table in (t for t in tables if t.rows):
        sheet = next(sheets)
        assert sheet.max_row == len(table.rows) + 1
        for column, (head, *cells) in zip(
            table.columns, sheet.iter_cols(), strict=True
        ):
            assert head.value.startswith(column.heading)
            for cell in cells:
                assert cell.data_type != "f"
                if column.kind in ("number", "level", "count", "share"):
                    assert cell.value is None or cell.data_type == "n"
    criteria = book.worksheets[1]
    levels = [c.value for c in columns(criteria, tables[1].at("level"))]
    assert levels == [c.level for c in found.criteria]
    gains = [c.value for c in columns(criteria, tables[1].at("gain"))]
    assert gains == [c.gain for c in found.criteria]
    parts = [p for c in found.criteria for p in c.parts]
    values = [c.value for c in columns(book.worksheets[2], tables[2].at("value"))]
    assert values == [p.value for p in parts]


def columns(sheet: Any, place: int) -> list[Any]:
    """Return the cells of a column below its heading."""
    return list(next(sheet.iter_cols(place + 1, place + 1, 2)))


def test_no_text_is_a_formula_and_all_texts_are_whole(tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx", whole(), "en")
    cells = list(book["Answers"]["I"][1:])
    assert [c.value for c in cells] == [*EVIL, RTL, "abc"]
    assert {c.data_type for c in cells} == {"s"}
    assert [c.quotePrefix for c in cells] == [e != "#N/A" for e in EVIL] + [False] * 2
    cut = book["Actions"]["C2"].value
    assert len(cut) == 32_767
    assert cut.endswith(text("en", "tables.cut_off"))
    due = next(c for c in book["Actions"][2] if c.is_date)
    assert due.value.date() == date(2026, 2, 28)


def test_what_is_not_known_is_empty_and_said(tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx", whole(), "en")
    heads = {c.value: c.column - 1 for c in book["Criteria"][1]}
    row = next(r for r in book["Criteria"].values if r[0] == "A-05")
    assert row[heads["Level [0–4]"]] is None
    assert row[heads["State"]] == "unknown"
    assert row[heads["State (code)"]] == "unknown"


@pytest.mark.parametrize("lang", ["en", "nl", "fr", "nl+fr"])
def test_sheets_can_be_used(tmp_path: Path, lang: str) -> None:
    book = write(tmp_path / "a.xlsx", whole(), lang)
    names = book.sheetnames
    assert len({n.casefold() for n in names}) == len(names)
    assert all(len(n) <= 31 and not set(n) & set("[]:*?/\\") for n in names)
    for sheet in book.worksheets:
        assert sheet.freeze_panes in ("A2", "B2")
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"
        assert not any(d.width > 60 for d in sheet.column_dimensions.values())
    links = [c.hyperlink for row in book.worksheets[0] for c in row if c.hyperlink]
    assert links
    for link in links:
        name, _, cell = link.location.rpartition("!")
        assert book[name.strip("'")][cell].value is not None
        assert link.target is None


def test_a_link_leads_to_the_row_of_its_criterion(tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx", whole(), "en")
    for sheet in book.worksheets:
        for cell in (c for row in sheet for c in row if c.hyperlink):
            if str(cell.value)[1:2] == "-":
                place = cell.hyperlink.location.rpartition("!")[2]
                assert book["Criteria"][place].value == cell.value


def test_levels_have_the_colours_of_the_palette(tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx", whole(), "en")
    rules = [
        rule.dxf.fill.bgColor.rgb
        for area in book["Criteria"].conditional_formatting
        for rule in area.rules
        if rule.dxf.fill
    ]
    for ground in ("A63603", "F0944D", "EFE3B8", "9CC3DF", "1F5A96"):
        assert f"00{ground}" in rules


def test_same_input_same_bytes_and_no_clock(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write(tmp_path / name, whole(), "fr")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.properties.creator == "sbd"
    assert book.properties.modified.year == 1980
    with zipfile.ZipFile(tmp_path / "a.xlsx") as members:
        assert {m.date_time[0] for m in members.infolist()} == {1980}


def test_the_public_workbook_has_no_sheet_of_people(tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx", public_edition(whole()), "en")
    assert not {"Answers", "Remarks"} & set(book.sheetnames)

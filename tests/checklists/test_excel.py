"""Checklists as workbooks: written, edited as people do, read back."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

from sbd.checklists.excel_layout import SHEETS
from sbd.checklists.excel_read import read_checklist_workbook
from sbd.checklists.excel_write import checklist_workbook
from sbd.checklists.model import Checklist
from sbd.checklists.read import parse_checklist, read_checklist
from sbd.checklists.yaml_write import checklist_yaml
from sbd.errors import ChecklistError

BRUSSELS = read_checklist("brussels")
MINIMAL = read_checklist(Path(__file__).parent.parent / "data/checklists/minimal.yaml")
Edit = Callable[[Workbook], None]


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return checklist_workbook(BRUSSELS)


def edited(tmp_path: Path, edit: Edit, content: bytes | None = None) -> Path:
    book = load_workbook(io.BytesIO(content or checklist_workbook(MINIMAL)))
    edit(book)
    path = tmp_path / "mine.xlsx"
    book.save(path)
    return path


def column(sheet: Worksheet, name: str) -> int:
    return [cell.value for cell in sheet[1]].index(name) + 1


def put(book: Workbook, sheet: str, row: int, name: str, value: object) -> str:
    """Write into a column by its name; return the name of the cell."""
    cell = book[sheet].cell(row, column(book[sheet], name))
    cell.value = value
    return f"{sheet}!{cell.coordinate}"


def mistakes(path: Path) -> list[str]:
    with pytest.raises(ChecklistError) as told:
        read_checklist_workbook(path)
    return str(told.value).splitlines()[1:]


def test_the_shipped_checklist_comes_back_equal(
    workbook: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "brussels.xlsx"
    path.write_bytes(workbook)
    found = read_checklist_workbook(path)
    assert found == BRUSSELS
    assert read_checklist(path) == BRUSSELS
    assert parse_checklist(checklist_yaml(found, path.name), "x.yaml") == BRUSSELS


def test_the_same_checklist_gives_the_same_bytes(workbook: bytes) -> None:
    assert checklist_workbook(BRUSSELS) == workbook


def test_the_workbook_helps_who_edits_it(workbook: bytes) -> None:
    book = load_workbook(io.BytesIO(workbook))
    assert book.sheetnames == ["about", *SHEETS, "lists"]
    for name in SHEETS:
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        assert all(cell.comment and cell.comment.text for cell in sheet[1])
        told = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
        assert len(told) == sum(c.words is not None for c in SHEETS[name])
    criteria = book["criteria"]
    at = column(criteria, "bar")
    (rule,) = [
        v
        for v in criteria.data_validations.dataValidation
        if criteria.cell(2, at).coordinate in v.sqref
    ]
    first, last = rule.formula1.removeprefix("=lists!").replace("$", "").split(":")
    words = [c[0].value for c in book["lists"][f"{first}:{last}"]]
    assert words == ["safety", "accessibility", "liveability", "governance"]
    assert criteria.max_row == 1 + len(BRUSSELS.criteria)
    cuts = [c.value for c in book["parts"][2]][3:7]
    assert cuts == list(BRUSSELS.criteria[0].measured_by[0].cuts)


def test_a_workbook_as_people_leave_it(tmp_path: Path) -> None:
    """Numbers as text, decimal commas, capitals, blanks, own rows and sheets."""

    def edit(book: Workbook) -> None:
        put(book, "parts", 2, "cut_4", " 29,5 ")
        put(book, "parts", 2, "range_low", "0")
        put(book, "criteria", 2, "bar", " Safety ")
        put(book, "criteria", 2, "title.en", "  Trailing blanks  ")
        put(book, "criteria", 2, "applies_to", "Square; pedestrian zone\nstreet,")
        put(book, "criteria", 2, "sensitive", "WAAR")
        put(book, "criteria", 2, "weights.safety", 2.0)
        put(book, "about", 4, "value", datetime.date(2026, 5, 4))
        book["criteria"].insert_rows(2, 3)
        book["criteria"].cell(400, 1).value = "  "
        book["criteria"].delete_cols(column(book["criteria"], "question.nl"))
        book["tensions"].append([])
        book.create_sheet("My notes")["A1"] = "=NOW()"
        del book["lists"]

    found = read_checklist_workbook(edited(tmp_path, edit))
    first, part = found.criteria[0], found.criteria[0].measured_by[0]
    assert part.cuts[3] == 29.5
    assert part.range[0] == 0
    assert first.bar == "safety"
    assert first.title.en == "Trailing blanks"
    assert first.applies_to == ("square", "pedestrian_zone", "street")
    assert first.sensitive
    assert first.weights.safety == 2
    assert first.question.nl is None
    assert found.date == datetime.date(2026, 5, 4)


def test_all_mistakes_are_told_at_once_by_sheet_and_cell(
    workbook: bytes, tmp_path: Path
) -> None:
    cells = {}

    def edit(book: Workbook) -> None:
        for sheet, row, name, value, words in (
            ("about", 3, "value", "two", "three numbers"),
            ("criteria", 2, "id", "S1", "such as S-01"),
            ("criteria", 3, "weights.safety", 4, "at most 3"),
            ("criteria", 4, "bar", "veiligheid", "must be 'safety'"),
            ("criteria", 5, "title.nl", None, "is missing"),
            ("criteria", 6, "guidance.en", "=1+1", "holds a formula"),
            ("criteria", 7, "tensions", "T03, T99", "T99, which is not defined"),
            ("criteria", 8, "user_groups", "elderly", "is not one of the user_groups"),
            ("criteria", 9, "sensitive", "perhaps", "true or false"),
            ("criteria", 10, "status", "#REF!", "error of the spreadsheet"),
            ("parts", 3, "cut_2", "a lot", "must be a number"),
            ("parts", 4, "criterion", None, "write the id of the criterion"),
            ("parts", 5, "max_level", 2.5, "whole number"),
            ("caps", 2, "max_level", 9, "at most 4"),
            ("anchors", 2, "level", 7, "must be 0, 1, 2, 3 or 4"),
            ("anchors", 4, "level", 1, "a second time"),
            ("anchors", 5, "criterion", "S-99", "S-99, which is not in the sheet"),
            ("sources", 60, "certainty", "sure", "must be 'sourced'"),
            ("tensions", 2, "side_2", None, "at least 1 entry"),
            ("parameters", 2, "value", datetime.date(2026, 5, 3), "be a number"),
            ("parameters", 4, "id", "window_m", "a second time"),
        ):
            cells[put(book, sheet, row, name, value)] = (name, words)

    told = mistakes(edited(tmp_path, edit, workbook))
    for cell, (name, words) in cells.items():
        column_name = "version" if name == "value" and "about" in cell else name
        found = [t for t in told if t.startswith(f"- {cell}: {column_name} ")]
        assert any(words in t for t in found), (cell, found)
    order = [["about", *SHEETS].index(t[2:].split("!")[0]) for t in told]
    assert order == sorted(order)


def test_lost_columns_and_sheets_are_named_once(
    workbook: bytes, tmp_path: Path
) -> None:
    def edit(book: Workbook) -> None:
        criteria = book["criteria"]
        criteria.delete_cols(column(criteria, "title.fr"))
        criteria.cell(1, column(criteria, "bar")).value = "baar"
        criteria.cell(1, 40).value = "Mine"
        criteria.cell(3, 41).value = "stray"
        del book["caps"]

    assert mistakes(edited(tmp_path, edit, workbook)) == [
        "- criteria!A1: the column bar is missing; add it",
        "- criteria!A1: the column title.fr is missing; add it",
        "- criteria!B1: baar is not a column of this sheet; did you mean bar?",
        "- criteria!AN1: Mine is not a column of this sheet; remove it",
        "- criteria!AO3: stands in a column without a name in row 1",
        "- caps!A1: is a sheet that is missing; add it with its first row",
    ]


def test_names_of_parameters_go_to_excel_and_back(
    workbook: bytes, tmp_path: Path
) -> None:
    first = [c.value for c in load_workbook(io.BytesIO(workbook))["parameters"][2]]
    assert first[:2] == ["setting_m", "Width of the immediate surroundings"]

    def edit(book: Workbook) -> None:
        put(book, "parameters", 2, "name", "Width around the site")

    found = read_checklist_workbook(edited(tmp_path, edit, workbook))
    assert found.parameters["setting_m"].name == "Width around the site"


def test_a_workbook_from_before_parameters_had_names_still_opens(
    workbook: bytes, tmp_path: Path
) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["parameters"]
        sheet.delete_cols(column(sheet, "name"))
        sheet.cell(1, column(sheet, "id")).value = "name"

    found = read_checklist_workbook(edited(tmp_path, edit, workbook))
    assert list(found.parameters) == list(BRUSSELS.parameters)
    assert found.parameters["setting_m"].value == 30
    assert found.parameter_name("setting_m", "fr") == "setting_m"


def test_two_parameters_of_one_name_are_told_by_cell(
    workbook: bytes, tmp_path: Path
) -> None:
    def edit(book: Workbook) -> None:
        put(book, "parameters", 3, "name", "width of the immediate surroundings ")

    assert mistakes(edited(tmp_path, edit, workbook)) == [
        "- parameters!B3: name is 'width of the immediate surroundings', as that "
        "of setting_m; names are unique"
    ]


def test_merged_cells_are_told(workbook: bytes, tmp_path: Path) -> None:
    told = mistakes(
        edited(tmp_path, lambda book: book["anchors"].merge_cells("A2:A4"), workbook)
    )
    where = [t.split(": ")[0] for t in told if "merged cells" in t]
    assert where == ["- anchors!A3", "- anchors!A4"]


def test_another_workbook_is_no_checklist(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    Workbook().save(path)
    assert any("about!A1" in t for t in mistakes(path))
    path.with_suffix(".xls").write_bytes(b"x")
    with pytest.raises(ChecklistError, match="save it as an Excel workbook"):
        read_checklist_workbook(path.with_suffix(".xls"))


VALUES = st.one_of(
    st.none(),
    st.text(max_size=20).filter(lambda text: not ILLEGAL_CHARACTERS_RE.search(text)),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(datetime.date(1900, 3, 1)),
    st.sampled_from(["=1", "#N/A", "S-16", "T01", "3,5", "safety", "S-16, A-09", "5"]),
)


EDITS = st.tuples(
    st.sampled_from(list(SHEETS)), st.integers(1, 4), st.integers(1, 12), VALUES
)


@settings(max_examples=10, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=3))
def test_whatever_is_typed_is_read_or_refused_by_cell(
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[str, int, int, object]],
) -> None:
    book = load_workbook(io.BytesIO(checklist_workbook(MINIMAL)))
    for sheet, row, place, value in edits:
        book[sheet].cell(row, place).value = value
    path = tmp_path_factory.getbasetemp() / "typed.xlsx"
    book.save(path)
    try:
        found = read_checklist_workbook(path)
    except ChecklistError as error:
        said = str(error).splitlines()[1:]
    else:
        said = []
        again = parse_checklist(checklist_yaml(found, "x"), "x.yaml")
        assert again == found
    assert all(re.match(r"- \w+!\w+: ", line) for line in said), said


def test_a_text_too_long_for_a_cell_is_told() -> None:
    long = MINIMAL.model_copy(update={"provider": "x" * 40_000})
    with pytest.raises(ChecklistError, match="provider holds a text of more than"):
        checklist_workbook(long)


ODD = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cc", "Cs", "Cn")),
        st.sampled_from("\n\t =+-@'\"#&*!|>%:,[]{}0123456789eE.~‏é🌳مרא"),
    ),
    min_size=1,
    max_size=120,
).filter(lambda text: text.strip() != "" and not text.strip().startswith("#"))


def with_texts(first: str, second: str, third: str) -> Checklist:
    data = MINIMAL.model_dump(mode="json")
    data["provider"] = first
    data["scope"] = {"en": second}
    data["criteria"][0]["title"] = {"en": third, "nl": first, "fr": second}
    data["criteria"][0]["source"] = [
        {"title": third, "certainty": "memory", "note": first}
    ]
    return Checklist.model_validate(data)


@settings(max_examples=100, deadline=None)
@given(ODD, ODD, ODD)
def test_odd_texts_come_back_from_yaml(first: str, second: str, third: str) -> None:
    wanted = with_texts(first, second, third)
    assert parse_checklist(checklist_yaml(wanted, "x"), "x.yaml") == wanted


@settings(max_examples=15, deadline=None)
@given(ODD, ODD, ODD)
def test_odd_texts_come_back_from_a_workbook(
    tmp_path_factory: pytest.TempPathFactory, first: str, second: str, third: str
) -> None:
    wanted = with_texts(first, second, third)
    path = tmp_path_factory.getbasetemp() / "odd.xlsx"
    path.write_bytes(checklist_workbook(wanted))
    assert read_checklist_workbook(path) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "Null",
        "1e5",
        "2026-10-01",
        "=SUM(A1)",
        "a: b # c",
        "two\n\nlines\n  indented",
        "- item",
        "'quoted' \"twice\"",
        "مرحبا بالعالم",
        "long " * 60 + "end",
        "🌳" * 80,
    ],
)
def test_texts_that_yaml_could_take_for_something_else(text: str) -> None:
    wanted = with_texts(text, text, text)
    assert parse_checklist(checklist_yaml(wanted, "x\n: y"), "x.yaml") == wanted

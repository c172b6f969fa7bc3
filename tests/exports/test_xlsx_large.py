"""A large assessment as a workbook: every row, every letter, sheets that open."""

from __future__ import annotations

import openpyxl
import pytest

from sbd.document import Assessment
from sbd.exports.material import Material
from sbd.exports.xlsx import write_xlsx
from sbd.exports.xlsx_cells import LONGEST_TEXT, fitting
from sbd.reviews.model import Rating
from tests.views.sample import sample, sample_checklist
from tests.views.sample_plan import sample_plan

NAME = 'Place de l\'Été / "Zomer" & <plein> [1]: الساحة 🌳'
IDS = [f"{letter}-{n:02d}" for letter in "HIJKLMNOPQR" for n in range(1, 100)][:1000]
#: Written from the right, outside the first plane, put together from several signs.
ODD = 'الساحة مظلمة ليلا 👩🏽‍🦽 שלום "O\'Brien" \\ a/b; c,d <b>&amp;\n\tZuid '
#: Fifty comments of 5,000 characters, each with an end of its own.
COMMENTS = [(ODD * 100)[: 5000 - 8] + f" end {n:03d}" for n in range(50)]


def large() -> Material:
    """A thousand criteria, fifty long comments, and names of a kind to go wrong."""
    known = sample_checklist()
    one = known.criterion("L-13")
    checklist = known.model_copy(
        update={
            "criteria": tuple(one.model_copy(update={"id": i}) for i in IDS),
            "tensions": (),
        }
    )
    return Material(_assessment(), sample_plan(), checklist, "en")


def _assessment() -> Assessment:
    plan = sample_plan()
    result = sample(plan).criterion("L-13")
    ratings = tuple(
        Rating.model_construct(
            rater=f"R{n}",
            discipline="police",
            criterion=IDS[n],
            answer=3,
            comment=comment,
        )
        for n, comment in enumerate(COMMENTS)
    )
    found = sample(
        plan,
        criteria=tuple(result.model_copy(update={"id": i, "gain": 0.0}) for i in IDS),
        tensions=(),
        ratings=ratings,
    )
    weights = dict.fromkeys(IDS, (1.0, 1.0, 1.0))
    record = found.checklist.model_copy(update={"weights": weights})
    named = found.plan.model_copy(update={"name": NAME})
    return found.model_copy(update={"checklist": record, "plan": named})


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("large") / 'l\'été "1".xlsx'
    write_xlsx(large(), path)
    return openpyxl.load_workbook(path, read_only=True)


def column(book: openpyxl.Workbook, sheet: str, head: str) -> list[object]:
    heads, *rows = book[sheet].values
    return [row[heads.index(head)] for row in rows]


def test_every_criterion_has_a_row(book: openpyxl.Workbook) -> None:
    assert column(book, "Criteria", "Criterion") == IDS


def test_every_comment_comes_back_letter_by_letter(book: openpyxl.Workbook) -> None:
    assert {len(c) for c in COMMENTS} == {5000}
    assert column(book, "Answers", "Comment") == COMMENTS


def test_sheets_have_names_that_excel_takes(book: openpyxl.Workbook) -> None:
    names = book.sheetnames
    assert len({n.casefold() for n in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name


def test_no_cell_is_longer_than_excel_takes_or_cut(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.values:
            for words in (w for w in row if isinstance(w, str)):
                assert len(words.encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_a_text_that_is_one_too_long_says_so_and_halves_no_sign() -> None:
    whole = "a" * (LONGEST_TEXT - 2) + "🌳"
    assert fitting(whole, " [cut]") == whole
    for before in (0, 1):
        cut = fitting("a" * before + "🌳" * LONGEST_TEXT, " [cut]")
        assert cut.endswith("🌳 [cut]")
        assert LONGEST_TEXT - 2 < len(cut.encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_the_name_of_the_site_is_kept(book: openpyxl.Workbook) -> None:
    assert book.properties.title.startswith(NAME)
    said = [w for row in book["Summary"].values for w in row if isinstance(w, str)]
    assert any(NAME in words for words in said)

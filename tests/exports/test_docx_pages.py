"""The pages of the Word report: what keeps them legible, read with python-docx."""

from __future__ import annotations

import itertools
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from sbd.assessment import public_edition
from sbd.exports.docx import check_template
from sbd.locale import text
from tests.exports.test_docx import LANGS, ROOT, WHOLE, blocks, written

#: As if law asked for two of the criteria: one has a requirement that is not met.
LAW = tuple(
    c.model_copy(update={"status": "statutory"} if c.id in ("A-03", "S-02") else {})
    for c in WHOLE.criteria
)
RESTRICTED = WHOLE.model_copy(update={"criteria": LAW})
EDITIONS = {"restricted": RESTRICTED, "public": public_edition(RESTRICTED)}
CASES = [(lang, edition) for lang in LANGS for edition in EDITIONS]
Reports = dict[tuple[str, str], Document]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    folder = tmp_path_factory.mktemp("pages")
    return {
        (lang, edition): docx.Document(str(written(folder, EDITIONS[edition], lang)))
        for lang, edition in CASES
    }


def heads(table: Table) -> list[str]:
    """Return the head row of a table, where it has one."""
    return words(table.rows[0]) if repeats(table.rows[0]) else []


def words(row: _Row) -> list[str]:
    return [c.text for c in row.cells]


def repeats(row: _Row) -> bool:
    return bool(row._tr.xpath("./w:trPr/w:tblHeader"))


def under(report: Document, heading: str) -> Table:
    """Return the first table under a heading of the first level."""
    seen = False
    for block in blocks(report):
        if isinstance(block, Table):
            if seen:
                return block
        elif style_of(block) == "Heading 1":
            seen = block.text == heading
    raise AssertionError(heading)


def style_of(paragraph: Paragraph) -> str:
    return (paragraph.style.name if paragraph.style else "") or ""


def kept(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph stays on the page of the next one."""
    form, style = paragraph.paragraph_format, paragraph.style
    assert style is not None
    given = form.keep_with_next, style.paragraph_format.keep_with_next
    return next((g for g in given if g is not None), False)


@pytest.mark.parametrize(("lang", "edition"), CASES)
def test_no_column_is_empty_or_without_a_head(
    reports: Reports, lang: str, edition: str
) -> None:
    # To be filled in by hand, tables with hatched cells, and counts per level.
    keys = ("report.signature", "review.phase", "actions.owner")
    open_to = {text(lang, key) for key in keys}
    if edition == "restricted":
        open_to.add(text(lang, "standing.median"))
    for table in reports[lang, edition].tables:
        named = heads(table)
        if not named or open_to & set(named):
            continue
        assert all(h.strip() for h in named), named
        for name, column in zip(
            named, zip(*map(words, table.rows[1:]), strict=True), strict=True
        ):
            assert any(w.strip() for w in column), (named, name)


@pytest.mark.parametrize("lang", LANGS)
def test_governance_has_no_column_of_gains_and_the_dimensions_have(
    reports: Reports, lang: str
) -> None:
    report, gain = reports[lang, "restricted"], text(lang, "report.gain")
    for key in ("safety", "accessibility", "liveability", "governance"):
        table = under(report, text(lang, f"dimension.{key}"))
        brings = any((c.gain or 0) > 0 for c in LAW if c.id[0] == key[0].upper())
        assert brings == (key in ("safety", "accessibility", "liveability"))
        assert (gain in heads(table)) == brings
        assert {len(r._tr.tc_lst) for r in table.rows} == {2 + brings}
        widths = [c.width.cm for c in table.rows[1].cells if c.width]
        assert sum(widths) == pytest.approx(17.4, abs=0.1)
    order = [p.text for p in report.paragraphs if style_of(p) != "toc 1"]
    at = order.index(text(lang, "dimension.governance"))
    following = order[at : order.index(text(lang, "report.all_criteria"))]
    assert text(lang, "ui.by_gain") not in following
    assert text(lang, "ui.criteria") in following


@pytest.mark.parametrize(("lang", "edition"), CASES)
def test_legal_requirements_give_most_room_to_reasons_and_sources(
    reports: Reports, lang: str, edition: str
) -> None:
    table = under(reports[lang, edition], text(lang, "report.legal"))
    widths = [c.width.cm for c in table.rows[1].cells if c.width]
    assert len(widths) == 4
    assert sum(widths) == pytest.approx(17.4, abs=0.1)
    assert widths[3] == max(widths) > 7
    assert heads(table)[0] == text(lang, "report.outcome")
    for row in table.rows[1:]:
        lines = [p.text for p in row.cells[3].paragraphs]
        if edition == "restricted":
            assert lines[1].startswith("Belgian access practice (")


@pytest.mark.parametrize(("lang", "edition"), CASES)
def test_no_row_is_divided_over_two_pages(
    reports: Reports, lang: str, edition: str
) -> None:
    # Who does what: a cell holds all that one does, and may be longer than a page.
    who = text(lang, "actions.owner")
    for table in reports[lang, edition].tables:
        long = heads(table)[:1] == [who]
        for row in table.rows:
            kept_whole = bool(row._tr.xpath("./w:trPr/w:cantSplit"))
            assert kept_whole == (not long or repeats(row)), words(row)


def test_small_tables_stay_whole_and_with_what_says_what_they_mean(
    reports: Reports,
) -> None:
    report = reports["en", "restricted"]
    small = {text("en", key) for key in ("standing.median", "report.step")}
    small.add(f"4 {text('en', 'level.4')}")
    found: set[str] = set()
    for block in blocks(report):
        if not isinstance(block, Table):
            continue
        named = small & set(heads(block))
        if named:
            found |= named
            assert all(kept(r.cells[0].paragraphs[0]) for r in block.rows), named
            last = block._tbl.getnext()
            assert last.tag == qn("w:p")
            assert not kept(Paragraph(last, report))
    assert found == small


@pytest.mark.parametrize(("lang", "edition"), CASES)
def test_headings_stay_with_what_they_head(
    reports: Reports, lang: str, edition: str
) -> None:
    listed = list(blocks(reports[lang, edition]))
    for block, following in zip(listed, [*listed[1:], None], strict=True):
        if isinstance(block, Paragraph) and style_of(block).startswith("Heading"):
            assert kept(block)
            assert following is not None, f"nothing under {block.text}"


def test_every_sign_of_the_legend_stands_with_its_name(reports: Reports) -> None:
    report = reports["fr", "public"]
    [legend] = [p for p in report.paragraphs if len(p._p.xpath(".//w:drawing")) > 2]
    signs = legend._p.xpath(".//w:drawing//wp:docPr/@descr")
    lines = [line.split("\t") for line in legend.text.split("\n")]
    # Three signs a line, each with its name; the last line has what is left.
    assert {len(line) for line in lines[:-1]} == {3}
    assert [name.strip() for line in lines for name in line] == signs


def test_there_is_room_to_sign_by_hand(reports: Reports) -> None:
    sign = text("nl", "report.signature")
    [table] = [t for t in reports["nl", "public"].tables if sign in heads(t)]
    for row in table.rows[1:]:
        assert row.height is not None
        assert row.height.cm >= 1.1


@pytest.mark.parametrize(("lang", "edition"), CASES)
def test_sentences_are_not_joined_by_signs_of_their_own(
    reports: Reports, lang: str, edition: str
) -> None:
    for table in reports[lang, edition].tables:
        for row in table.rows:
            for cell in words(row):
                assert ".;" not in cell
                assert "). " not in cell or cell[cell.index("). ") + 3].isupper()


@pytest.mark.parametrize(("lang", "edition"), CASES)
def test_contents_name_the_headings_of_the_first_level(
    reports: Reports, lang: str, edition: str
) -> None:
    report = reports[lang, edition]
    said = [p.text for p in report.paragraphs if style_of(p) == "toc 1"]
    assert said == [p.text for p in report.paragraphs if style_of(p) == "Heading 1"]
    body = report.element.body
    codes = [c.text.split()[0] for c in body.iter(qn("w:instrText"))]
    marks = [c.get(qn("w:fldCharType")) for c in body.iter(qn("w:fldChar"))]
    assert (codes, marks) == (["TOC"], ["begin", "separate", "end"])


def test_the_shipped_template_can_be_handed_in_as_ones_own() -> None:
    check_template(ROOT / "sbd" / "exports" / "report.docx")


def test_what_is_said_above_a_table_stays_with_it(reports: Reports) -> None:
    listed = list(blocks(reports["nl", "restricted"]))
    for block, following in itertools.pairwise(listed):
        if isinstance(block, Paragraph) and isinstance(following, Table):
            style = style_of(block)
            if style.startswith("Note"):
                assert kept(block), block.text


def test_actions_of_a_criterion_do_not_name_it_again(reports: Reports) -> None:
    what, who = text("fr", "actions.what"), text("fr", "actions.owner")
    firsts = [heads(t)[0] for t in reports["fr", "restricted"].tables if heads(t)]
    assert firsts.count(what) == len({a.criterion for a in WHOLE.actions}) == 1
    [whole] = [
        t
        for t in reports["fr", "restricted"].tables
        if {what, who} <= set(heads(t)) and heads(t)[0] != what
    ]
    assert whole.rows[1].cells[0].text.startswith("A-03 ")


def test_tables_with_columns_of_the_report_fill_the_page(reports: Reports) -> None:
    corners = {text("en", "actions.owner"), text("en", "review.phase")}
    found = set()
    for table in reports["en", "restricted"].tables:
        if heads(table) and heads(table)[0] in corners:
            found.add(heads(table)[0])
            widths = [c.width.cm for c in table.rows[1].cells if c.width]
            assert sum(widths) == pytest.approx(17.4, abs=0.1)
            assert widths[0] < 5
            assert max(widths[1:]) - min(widths[1:]) < 0.01
    assert found == corners


def test_a_requirement_that_brings_nothing_does_not_hide_what_the_others_bring(
    tmp_path: Path,
) -> None:
    law = tuple(
        c.model_copy(update={"gain": 0.0}) if c.id == "A-03" else c for c in LAW
    )
    others = [c.gain or 0 for c in law if c.id[0] == "A"]
    if max(others) < 0.1:
        law = tuple(
            c.model_copy(update={"gain": 1.2}) if c.id == "A-09" else c for c in law
        )
    changed = RESTRICTED.model_copy(update={"criteria": law})
    report = docx.Document(str(written(tmp_path, changed)))
    table = under(report, text("en", "dimension.accessibility"))
    gains = [row.cells[-1].text for row in table.rows[1:]]
    assert table.rows[1].cells[1].text.startswith("A-03")
    assert gains[0] == ""
    assert any(gains)
    assert text("en", "report.gain") in heads(table)

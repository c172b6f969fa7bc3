"""The Word report, read back with python-docx: words, numbers, languages, structure."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from sbd.assessment import public_edition
from sbd.document import ActionRecord, Assessment, CriterionResult, RemarkRecord
from sbd.exports import export_material
from sbd.exports.material import Material
from sbd.locale import text
from sbd.reviews.model import Rating
from tests.views.sample import sample, sample_checklist, sample_results
from tests.views.sample_plan import sample_plan

PLAN = sample_plan()
CHECKLIST = sample_checklist()
ROOT = Path(__file__).resolve().parent.parent.parent
LANGS = ("en", "nl", "fr")
#: What a comma of the language is, and its words for the levels 0 to 4.
COMMA = {"en": ".", "nl": ",", "fr": ","}
LEVELS = {
    "en": "insufficient weak acceptable good excellent",
    "nl": "onvoldoende zwak aanvaardbaar goed uitstekend",
    "fr": "insuffisant faible acceptable bon excellent",
}
ARABIC = "الساحة مظلمة ليلا 🌙"
NASTY = '{{ 7 * 7 }} {% for %} <w:p/> & "q" \'/\\ مرحبا 🌳 \x00\x0b\ufffe a\nb'


def said() -> Assessment:
    """The sample, with people, remarks and something agreed."""
    ratings = tuple(
        Rating(
            rater=f"R{n}",
            discipline=discipline,
            criterion="S-02",
            answer=answer,
            comment=f"Because {n} {NASTY}",
        )
        for n, (discipline, answer) in enumerate(
            [("police", 3), ("police", 4), ("fire", 2), ("fire", 3), ("fire", 2)]
        )
    )
    action = ActionRecord(
        uid="a",
        criterion="A-03",
        text="Widen the gaps",
        owner="municipality",
        phase="reaction",
        due="2025-01-01",
    )
    weights = {
        c.id: (c.weights.safety, c.weights.accessibility, c.weights.liveability)
        for c in CHECKLIST.criteria
    }
    return sample(
        PLAN,
        checklist=sample().checklist.model_copy(update={"weights": weights}),
        ratings=ratings,
        actions=(action,),
        participants={"police": 2, "fire": 3},
        remarks=(
            RemarkRecord(text="Windy corner", discipline="police"),
            RemarkRecord(text=ARABIC, discipline="fire"),
        ),
    )


WHOLE = said()
EDITIONS = {"restricted": WHOLE, "public": public_edition(WHOLE)}


def written(
    folder: Path,
    assessment: Assessment = WHOLE,
    lang: str = "en",
    template: Path | None = None,
    compared: tuple[Assessment, ...] = (),
) -> Path:
    path = folder / "report.docx"
    material = Material(assessment, PLAN, CHECKLIST, lang, compared, template=template)
    export_material(material, path)
    return path


@pytest.fixture(scope="module")
def reports(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[tuple[str, str], Document]:
    return {
        (lang, name): docx.Document(
            str(written(tmp_path_factory.mktemp(lang + name), assessment, lang))
        )
        for lang in LANGS
        for name, assessment in EDITIONS.items()
    }


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("both"), lang="nl+fr", compared=(WHOLE,))


CASES = [(lang, edition) for lang in LANGS for edition in EDITIONS]


def blocks(report: Document) -> Iterator[Paragraph | Table]:
    yield from report.iter_inner_content()


def words_of(report: Document) -> str:
    found = []
    for block in blocks(report):
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            found += [c.text for row in block.rows for c in row.cells]
    return "\n".join(found)


def table_after(report: Document, heading: str) -> list[list[str]]:
    seen = False
    for block in blocks(report):
        if isinstance(block, Paragraph):
            headed = block.style is not None and "Heading" in (block.style.name or "")
            seen = seen or (headed and block.text == heading)
        elif seen:
            return [[c.text for c in row.cells] for row in block.rows]
    raise AssertionError(heading)


@pytest.mark.parametrize(("lang", "edition"), CASES)
def test_scores_are_those_of_the_assessment(
    reports: dict[tuple[str, str], Document], lang: str, edition: str
) -> None:
    assessment, report = EDITIONS[edition], reports[lang, edition]
    verdict = next(
        p.text for p in report.paragraphs if p.style and p.style.name == "Heading 1"
    )
    rows = table_after(report, verdict)[1:]
    assert [r[0].split("\n")[0] for r in rows] == [
        text(lang, f"dimension.{d}") for d in ("safety", "accessibility", "liveability")
    ]
    for row, score in zip(rows, assessment.dimensions.values(), strict=True):
        assert row[1] == ("?" if score.score is None else str(whole(score.score)))
        assert row[3] == f"{int(score.low)}–{-int(-score.high // 1)}"
        assert str(int(100 * score.coverage + 1e-9)) in row[0].split("\n")[1]


def whole(score: float) -> int:
    """Rounded, but never over the bound of a word (method, section 5)."""
    near = round(score)
    return near - 1 if any(score < b <= near for b in (25, 50, 75, 90)) else near


@pytest.mark.parametrize(("lang", "edition"), CASES)
def test_every_criterion_stands_with_its_level(
    reports: dict[tuple[str, str], Document], lang: str, edition: str
) -> None:
    report = reports[lang, edition]
    for result in EDITIONS[edition].criteria:
        title = next(c.title for c in CHECKLIST.criteria if c.id == result.id)
        rows = table_after(report, f"{result.id} {title.in_language(lang)}")
        assert rows[0][0] == chip(result, lang)
        for part in result.parts:
            number = f"{part.value:g}" if part.value else "?"
            assert rows[0][1].startswith(number.replace(".", COMMA[lang]))


def chip(result: CriterionResult, lang: str) -> str:
    marks = {"withheld": "×", "not_applicable": "–"}
    if result.state in marks:
        return f"{marks[result.state]} {text(lang, f'state.{result.state}')}"
    if result.level is None:
        return f"? {text(lang, 'state.unknown')}"
    names = LEVELS[lang].split()
    step = 2 if result.state == "judged" else 1
    shown = int(result.level * step) / step
    if shown.is_integer():
        return f"{int(shown)} {names[int(shown)]}"
    written = f"{shown}".replace(".", COMMA[lang])
    return f"{written} {names[int(shown)]} – {names[int(shown) + 1]}"


@pytest.mark.parametrize("lang", LANGS)
def test_cut_offs_and_people_are_numbers_of_the_assessment(
    reports: dict[tuple[str, str], Document], lang: str
) -> None:
    report = reports[lang, "restricted"]
    tables = [[[c.text for c in r.cells] for r in t.rows] for t in report.tables]
    cuts = [t[1][3:] for t in tables if len(t[0]) == 7]
    comma = COMMA[lang]
    assert [c.replace(comma, ".") for c in cuts[0]] == ["0.90", "1.00", "1.20", "–"]
    assert cuts[1:] == [["10", "25", "40", "60"], ["150", "100", "50", "30"]]
    [people] = [t for t in tables if len(t[0]) == 10]
    found = {row[0]: row[2:] for row in people[1:]}
    half = [f"3{comma}5", f"2{comma}5"]
    assert found == {
        text(lang, "discipline.police"): [half[0], *["", "", "", "1", "1", "", ""]],
        text(lang, "discipline.fire"): [half[1], *["", "", "2", "1", "", "", ""]],
    }


def test_public_edition_says_nothing_of_people_and_risk(
    reports: dict[tuple[str, str], Document],
) -> None:
    for lang in LANGS:
        found = words_of(reports[lang, "public"])
        for secret in ("Because", "Windy", text(lang, "ui.risk"), "7 ton"):
            assert secret not in found
        assert text(lang, "edition.public") in found
        assert text(lang, "state.withheld") in found


def test_text_from_people_stays_text(
    reports: dict[tuple[str, str], Document],
) -> None:
    found = words_of(reports["en", "restricted"])
    assert '{{ 7 * 7 }} {% for %} <w:p/> & "q" \'/\\ مرحبا 🌳  a\nb' in found
    assert "49" not in found.split("Because", 1)[1][:40]


def test_what_is_written_from_the_right_is_marked_so(
    reports: dict[tuple[str, str], Document],
) -> None:
    runs = [r for p in reports["fr", "restricted"].paragraphs for r in p.runs if r.text]
    marked = [r.text for r in runs if r._r.xpath("./w:rPr/w:rtl")]
    assert marked == [ARABIC]


@pytest.mark.parametrize("lang", LANGS)
def test_every_run_has_the_language_it_is_read_in(
    reports: dict[tuple[str, str], Document], lang: str
) -> None:
    wanted = {"en": "en-GB", "nl": "nl-BE", "fr": "fr-BE"}[lang]
    report = reports[lang, "public"]
    section = report.sections[0]
    for root in (
        report.element.body,
        section.header._element,
        section.footer._element,
    ):
        runs = list(root.iter(qn("w:r")))
        tags = [r.find(f"{qn('w:rPr')}/{qn('w:lang')}") for r in runs]
        assert runs
        assert {None if t is None else t.get(qn("w:val")) for t in tags} == {wanted}
    [default] = report.styles.element.iter(qn("w:lang"))
    assert default.get(qn("w:val")) == wanted


def test_two_languages_follow_each_other_with_their_own_page_heads(both: Path) -> None:
    report = docx.Document(str(both))
    tags = [t.get(qn("w:val")) for t in report.element.body.iter(qn("w:lang"))]
    assert set(tags) == {"nl-BE", "fr-BE"}
    assert tags == sorted(tags, reverse=True)
    assert "Beperkte verspreiding" in report.sections[0].header.paragraphs[0].text
    assert "Diffusion restreinte" in report.sections[-1].header.paragraphs[0].text
    assert len(report.sections) == 2
    ids = [e.get("id") for e in report.element.body.iter(qn("wp:docPr"))]
    assert len(ids) == len(set(ids)) > 2


def test_headings_tables_and_pictures_are_what_they_say(both: Path) -> None:
    report = docx.Document(str(both))
    levels = [p.style.name for p in report.paragraphs if p.style]
    assert levels.count("Title") == 2
    assert levels.count("Heading 1") == 2 * 11
    assert levels.count("Heading 2") >= 2 * len(WHOLE.criteria)
    for table in report.tables:
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        first = table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
        assert (look.get(qn("w:firstRow")) == "1") == (first is not None)
        assert sum(len(r._tr.xpath("./w:trPr/w:tblHeader")) for r in table.rows) < 2
    described = [e.get("descr") for e in report.element.body.iter(qn("wp:docPr"))]
    assert all(described)
    assert any("A-03" in d for d in described)
    fills = {
        s.get(qn("w:fill"))
        for s in report.element.body.iter(qn("w:shd"))
        if s.getparent().tag == qn("w:tcPr")
    }
    assert {"A63603", "F0944D", "EFE3B8", "9CC3DF", "1F5A96"} <= fills


def test_every_page_has_edition_advice_and_number(both: Path) -> None:
    for section, lang in zip(
        docx.Document(str(both)).sections, ("nl", "fr"), strict=True
    ):
        foot = "".join(p.text for p in section.footer.paragraphs)
        assert text(lang, "ui.advisory_note") in foot
        codes = [c.text for c in section.footer._element.iter(qn("w:instrText"))]
        assert [c.strip() for c in codes] == ["PAGE", "NUMPAGES"]
        assert text(lang, "edition.restricted") in section.header.paragraphs[0].text


def test_other_designs_have_a_column_each(both: Path) -> None:
    report = docx.Document(str(both))
    rows = table_after(report, text("nl", "report.comparison"))
    assert len(rows[0]) == 3
    scores = {row[0]: row[1:] for row in rows[1:]}
    assert [s.split()[0] for s in scores[text("nl", "dimension.safety")]] == ["74"] * 2


def test_same_input_same_bytes_and_nothing_of_the_clock(
    tmp_path: Path, both: Path
) -> None:
    again = written(tmp_path, lang="nl+fr", compared=(WHOLE,))
    assert again.read_bytes() == both.read_bytes()
    with zipfile.ZipFile(both) as archive:
        assert {i.date_time[0] for i in archive.infolist()} == {1980}
    core = docx.Document(str(both)).core_properties
    assert str(core.created)[:10] == str(core.modified)[:10] == WHOLE.date
    assert core.title == f"{text('nl', 'ui.report')} · {PLAN.name} · A"
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")


def test_a_thousand_criteria_and_long_comments(tmp_path: Path) -> None:
    base = {r.id: r for r in sample_results(PLAN)}
    many = tuple(
        base["S-02"].model_copy(update={"id": f"X-{n:03}"}) for n in range(1000)
    )
    long = tuple(
        Rating.model_construct(
            rater=f"R{n}",
            discipline="police",
            criterion="X-000",
            answer=3,
            comment=f"{n:05}" * 1000,
        )
        for n in range(50)
    )
    assessment = sample(PLAN, criteria=(*base.values(), *many), ratings=long)
    report = docx.Document(str(written(tmp_path, assessment)))
    heads = [p.text for p in report.paragraphs if p.style and "2" in p.style.name]
    assert sum(h.startswith("X-") for h in heads) == 1000
    assert sum(len(p.text) > 5000 for p in report.paragraphs) == 50


def test_the_shipped_template_is_what_its_maker_makes(tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    maker = ROOT / "data" / "report" / "make.py"
    subprocess.run([sys.executable, maker, made], check=True)
    shipped = (ROOT / "sbd" / "exports" / "report.docx").read_bytes()
    assert entries(made.read_bytes()) == entries(shipped)


def entries(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}

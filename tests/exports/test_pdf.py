"""The PDF, read back by other programs: tagged, whole, discreet, sturdy."""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path

import pytest
import typst
from fontpkg_source_sans_3 import ROOT

from sbd.assessment.report_checks import Check
from sbd.document import ActionRecord, Assessment, RemarkRecord
from sbd.exports.material import Material
from sbd.exports.pdf import STANDARDS, write_pdf
from sbd.exports.pdf_letters import SHAPED, shown
from sbd.locale import text
from sbd.views.report import report
from tests.exports.pdf_reader import (
    info_of,
    need_poppler,
    outline_of,
    tags_of,
    text_of,
)
from tests.views.sample import sample, sample_checklist
from tests.views.sample_plan import sample_plan
from tests.views.test_report import SECRET, public, told

PLAN = sample_plan()
CHECKLIST = sample_checklist()
Made = Callable[..., Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return a function that gives the file of a language and edition, made once."""
    need_poppler()
    folder = tmp_path_factory.mktemp("pdf")

    def give(lang: str, edition: str = "restricted") -> Path:
        path = folder / f"{lang}-{edition}.pdf"
        if not path.exists():
            write_pdf(Material(found(edition), PLAN, CHECKLIST, lang), path)
        return path

    return give


def found(edition: str) -> Assessment:
    return told() if edition == "restricted" else public(told())


def plain(words: str) -> str:
    return re.sub(r"[\s\u200b]+", " ", words)


def squeezed(words: str) -> str:
    """Leave out all space: lines end elsewhere on a page than in a sentence."""
    return re.sub(r"[\s\u200b]+", "", words)


EVERY = list(product(("nl", "fr", "en"), ("restricted", "public")))


@pytest.mark.parametrize(("lang", "edition"), EVERY)
def test_numbers_of_the_assessment_are_in_the_text(
    made: Made, lang: str, edition: str
) -> None:
    words = squeezed(text_of(made(lang, edition)))
    said = report(found(edition), CHECKLIST, lang)
    scores = [*said.front.scores, said.front.overall, said.front.governance]
    wanted = [w for s in scores for w in (s.name, s.shown, s.between)]
    wanted += [s.gain for s in said.front.steps]
    wanted += [c for one in said.criteria for p in one.parts for c in p.cuts]
    wanted += [one.value for one in said.criteria]
    wanted += [p.value for p in said.method.parameters]
    wanted += [said.edition_word, said.front.verdict]
    wanted += [fact.words for fact in said.method.facts]
    wanted += [f"{one.id} · {one.title}" for one in said.criteria]
    assert [w for w in wanted if squeezed(w) not in words] == []


@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
def test_the_contents_name_the_summary(made: Made, lang: str) -> None:
    said = report(told(), CHECKLIST, lang)
    entry = f"{said.labels['summary']}{said.labels['colon']} {said.front.verdict}"
    assert squeezed(entry) in squeezed(text_of(made(lang)))


@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
def test_comments_are_in_the_restricted_edition_only(made: Made, lang: str) -> None:
    assert text_of(made(lang)).count(SECRET) == 3
    assert SECRET not in text_of(made(lang, "public"))
    assert SECRET.encode() not in made(lang, "public").read_bytes()


@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
def test_file_claims_both_standards_and_dates_from_the_assessment(
    made: Made, lang: str
) -> None:
    path = made(lang)
    info = info_of(path)
    assert info["Tagged"] == "yes"
    assert info["Title"].startswith(text(lang, "ui.report"))
    assert "Vlierplein" in info["Title"]
    assert info["CreationDate"].startswith("Sat Nov 22 00:00:00 2025")
    assert info["Page size"].endswith("(A4)")
    assert "Keywords" not in info
    assert "Author" not in info
    whole = path.read_bytes()
    assert b"<pdfaid:part>2</pdfaid:part>" in whole
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in whole
    assert b"<pdfuaid:part>1</pdfuaid:part>" in whole


def test_tags_carry_headings_tables_and_alternative_texts(made: Made) -> None:
    tags = tags_of(made("fr"))
    kinds = Counter(tag.kind for tag in tags)
    assert kinds["H1"] >= 10
    assert kinds["H2"] >= len(CHECKLIST.criteria)
    assert kinds["Table"] >= 5
    assert kinds["TH"] > kinds["Table"]
    figures = [tag for tag in tags if tag.kind == "Figure"]
    assert figures
    assert all(tag.alt for tag in figures)
    said = report(told(), CHECKLIST, "fr")
    alts = {tag.alt for tag in figures}
    assert {s.spoken for s in said.front.scores} <= alts
    assert {p.spoken for c in said.criteria for p in c.parts} <= alts
    tree = outline_of(made("fr"))
    assert tree.startswith("Document")
    assert "/Scope /Column" in tree


@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
def test_language_of_the_document_is_set(made: Made, lang: str) -> None:
    whole = made(lang).read_bytes()
    catalog = whole[whole.index(b"/Type/Catalog") :]
    assert b"/Lang(%s)" % lang.encode() in catalog[:500]


def test_two_languages_are_marked_each_with_its_own(made: Made) -> None:
    path = made("nl+fr")
    langs = Counter(tag.lang for tag in tags_of(path) if tag.lang)
    assert langs["fr"] > 100
    words = text_of(path)
    assert words.index("Uit evenwicht") < words.index("Déséquilibre")
    assert words.index("Inhoud") < words.index("Sommaire")
    # The contents of one language do not list the other's parts.
    contents = words[words.index("Inhoud") : words.index("Totaal 55")]
    assert "Exigences" not in contents


def test_contents_of_each_language_say_where_the_other_begins(made: Made) -> None:
    path = made("nl+fr")
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True
    )
    pages = done.stdout.decode().split("\f")
    covers = {
        name: n for n, page in enumerate(pages, 1) for name in COVERS if name in page
    }
    for name, language in (("Inhoud", "Français"), ("Sommaire", "Nederlands")):
        (line,) = re.findall(rf"^{language} .*", pages[covers[name] - 1], re.MULTILINE)
        assert line.split()[-1] == str(covers[COVERS[name]])
    assert text_of(made("nl")).count("Nederlands") == 0


#: Headings of the contents, and those of the other language.
COVERS = {"Inhoud": "Sommaire", "Sommaire": "Inhoud"}
LONG = "verantwoordelijkheidsverdelingsvoorstellen"


def test_a_long_word_is_divided_as_its_language_does_and_a_name_of_a_file_anywhere(
    tmp_path: Path,
) -> None:
    need_poppler()
    name = "Plan_" + "ab12" * 20 + ".gpkg"
    words = " ".join("a" * n + f" {LONG} {name}" for n in range(1, 29))
    remark = RemarkRecord(text=words, criterion=None)
    path = tmp_path / "long.pdf"
    write_pdf(Material(told(remarks=(remark,)), PLAN, CHECKLIST, "nl"), path)
    done = subprocess.run(
        ["pdftotext", str(path), "-"], capture_output=True, check=True
    )
    lines = done.stdout.decode().replace("\u200b", "").replace("\xad", "-").splitlines()
    ends = [line.split()[-1] for line in lines if line.strip()]
    parts = {
        e.removesuffix("-") for e in ends if e.endswith("-") and LONG.startswith(e[:-1])
    }
    assert parts
    assert parts <= {
        "ver", "verant", "verantwoor", "verantwoorde", "verantwoordelijk",
        "verantwoordelijkheids", "verantwoordelijkheidsver",
        "verantwoordelijkheidsverde", "verantwoordelijkheidsverdelings",
        "verantwoordelijkheidsverdelingsvoor",
        "verantwoordelijkheidsverdelingsvoorstel",
    }  # fmt: skip
    pieces = [e for e in ends if len(e) > 5 and e in name]
    assert pieces


def test_every_page_says_edition_advice_and_number(made: Made) -> None:
    path = made("en")
    pages = int(info_of(path)["Pages"])
    for n in (1, 2, pages):
        page = subprocess.run(
            ["pdftotext", "-f", str(n), "-l", str(n), str(path), "-"],
            capture_output=True,
            check=True,
        ).stdout.decode()
        words = plain(page)
        assert "Restricted edition" in words
        assert plain(text("en", "ui.advisory_note")) in words
        assert "Sample, version 1.0.0 · 22 November 2025" in words
        assert f"{n} / {pages}" in words


def test_all_letters_come_with_the_file(made: Made) -> None:
    done = subprocess.run(
        ["pdffonts", str(made("fr"))], capture_output=True, check=True
    )
    rows = done.stdout.decode().splitlines()[2:]
    assert rows
    for row in rows:
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row  # embedded, subset, uni


def test_same_input_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    write_pdf(Material(told(), PLAN, CHECKLIST, "fr"), again)
    assert again.read_bytes() == made("fr").read_bytes()


NASTY = (
    'He said "no" / #let x = 1 $a_1*b$ *bold* _it_ @ref <label> `code` \\ // no [x](y)'
)
HEBREW, ARABIC = "שלום עולם", "مرحبا بالعالم"


def hard() -> Assessment:
    """Fifty remarks of 5,000 characters with everything that could break a page."""
    endless = (
        f"{NASTY} {HEBREW} {ARABIC} 👍🏽 👩\u200d👩\u200d👧 中文 \u202eevil "
        + "x" * 300
    )
    words = (endless + " lorem ipsum" * 500)[:5000]
    actions = tuple(
        ActionRecord(uid=str(n), criterion="A-03", text=words[:500], phase="reaction")
        for n in range(5)
    )
    remarks = tuple(
        RemarkRecord(text=words, criterion="A-03" if n % 2 else None) for n in range(50)
    )
    record = sample(PLAN).plan.model_copy(
        update={"name": f"Place “Q” / O'Neil #1 {HEBREW}", "variant": "a/b <b>#x</b>"}
    )
    return told(record=record, remarks=remarks, actions=actions)


def test_whatever_people_type_stays_text(tmp_path: Path) -> None:
    need_poppler()
    path = tmp_path / "hard.pdf"
    write_pdf(Material(hard(), PLAN, CHECKLIST, "en"), path)
    words = text_of(path)
    assert words.count("#let x = 1 $a_1*b$ *bold* _it_ @ref <label> `code`") >= 50
    assert words.count("[emoji]") >= 50
    assert words.count(text("en", "report.no_letters")) >= 50
    assert "\u202e" not in path.read_text("latin-1")
    assert "a/b <b>#x</b>" in words
    assert "Place “Q” / O'Neil #1" in info_of(path)["Title"]


def test_nothing_reaches_beyond_the_margins(tmp_path: Path) -> None:
    need_poppler()
    path = tmp_path / "hard.pdf"
    write_pdf(Material(hard(), PLAN, CHECKLIST, "nl"), path)
    done = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True
    )
    rights = re.findall(rb'xMax="([\d.]+)" yMax="([\d.]+)">', done.stdout)
    assert len(rights) > 1000
    assert max(float(x) for x, _ in rights) <= 595.3 - 51 + 1
    assert max(float(y) for _, y in rights) <= 842 - 15


def test_thousand_criteria(tmp_path: Path) -> None:
    need_poppler()
    base = CHECKLIST.criterion("L-13")
    result = sample(PLAN).criterion("L-13")
    ids = [f"{letter}-{n:02d}" for letter in "HIJKLMNOPQR" for n in range(1, 100)][
        :1000
    ]
    checklist = CHECKLIST.model_copy(
        update={
            "criteria": tuple(base.model_copy(update={"id": i}) for i in ids),
            "tensions": (),
        }
    )
    criteria = tuple(result.model_copy(update={"id": i, "gain": 0.0}) for i in ids)
    many = sample(PLAN, criteria=criteria, tensions=())
    path = tmp_path / "many.pdf"
    write_pdf(Material(many, PLAN, checklist, "en"), path)
    words = text_of(path)
    assert [i for i in ids if f"{i} · Beauty" not in words] == []


def test_checks_stand_in_the_annex(tmp_path: Path) -> None:
    need_poppler()
    path = tmp_path / "checks.pdf"
    checks = (Check("error", "opinion_missing", {"criterion": "G-01"}, "G-01"),)
    write_pdf(Material(sample(PLAN), PLAN, CHECKLIST, "en", checks=checks), path)
    heading, sentence = text("en", "report.checks"), "G-01 Shared diagnosis"
    annex = text_of(path).rpartition(heading)[2]
    assert "error" in annex
    assert sentence in annex


def test_whatever_letters_come_there_is_a_shape_for_what_is_shown() -> None:
    ends = [r.split("-") for r in SHAPED.split()]
    letters = [chr(n) for e in ends for n in range(int(e[0], 16), int(e[-1], 16) + 1)]
    odd = [chr(n) for n in range(0x300, 0x370)] * 5 + ["\u200d", "\ufe0f", "\u0591"]
    pick = random.Random(1)
    mixed = [shown("".join(pick.choices(letters + odd, k=8)), "en") for _ in range(500)]
    source = (
        '#set document(title: "x", date: datetime(year: 2025, month: 1, day: 1))\n'
        '#set text(font: "Source Sans 3", lang: "en")\n= Letters\n'
        '#for letters in json("letters.json") [#letters#linebreak()]\n'
    )
    files = {"main": source, "letters.json": json.dumps([*letters, *mixed])}
    typst.compile(
        {name: content.encode() for name, content in files.items()},
        font_paths=[ROOT / "files"],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARDS,
    )


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("plain", "plain"),
        ("Ĳsselmeer œuvre 0,90\u202fm ≥ –", "Ĳsselmeer œuvre 0,90\u202fm ≥ –"),
        (f"{HEBREW} {ARABIC}", f"{HEBREW} {ARABIC}"),
        ("👍🏽 👩\u200d👧 ok", "[emoji] ok"),
        ("qu\u0301 e\u0301 \u05d0\u05b7", "qú é \u05d0"),
        ("❤\ufe0f", "[emoji]"),
        ("中文 ไทย.", "[text in a script that this file cannot show]."),
        ("a\x00b\tc\r\nd", "a b c\nd"),
        ("x\u202ey\u202c\ue000", "xy[text in a script that this file cannot show]"),
        ("half \ud83d", "half [text in a script that this file cannot show]"),
    ],
)
def test_letters_without_a_shape_have_a_word(given: str, wanted: str) -> None:
    assert shown(given, "en") == wanted


def test_date_of_the_file_is_the_assessments(made: Made) -> None:
    assert date.fromisoformat(told().date) == date(2025, 11, 22)
    assert b"<xmp:CreateDate>2025-11-22T00:00:00Z" in made("nl").read_bytes()

"""Templates of one's own: fields, mistakes, and what a template may never do."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from sbd.cli import commands
from sbd.errors import DocumentError
from sbd.exports.docx_template_fields import field_schema
from sbd.exports.docx_template_file import read_template
from sbd.exports.docx_template_fill import opened
from sbd.exports.docx_template_language import Language
from sbd.views.report.labels import labels
from tests.exports.test_docx import ROOT, written

SCHEMA = field_schema(labels("en"))


def template(path: Path, *paragraphs: str, head: str = "") -> Path:
    made = docx.Document()
    for words in paragraphs:
        made.add_paragraph(words)
    made.sections[0].header.paragraphs[0].text = head
    made.save(str(path))
    return path


def refusal(folder: Path, *paragraphs: str, head: str = "") -> str:
    """What is said of a template before any report is looked at."""
    made = template(folder / "own.docx", *paragraphs, head=head).read_bytes()
    with pytest.raises(DocumentError) as told:
        opened(made, Language("own.docx", SCHEMA))
    return str(told.value)


def test_a_template_of_ones_own_is_filled(tmp_path: Path) -> None:
    own = template(
        tmp_path / "own.docx",
        "Commune · {{ cover.title }}",
        "{%p for one in criteria %}",
        "{{ loop.index }} {{ one.id }} {{ one.level.mark|default('') }}",
        "{%p endfor %}",
        "{% if comparison %}never{% else %}{{ front.scores|length }} bars{% endif %}",
        "{{ criteria[0].id ~ '/' ~ (criteria|last).id }}",
        "{{ drawing.picture }}",
        head="{{ running }}",
    )
    report = docx.Document(str(written(tmp_path, template=own)))
    lines = [p.text for p in report.paragraphs]
    assert lines[0] == "Commune · Vlierplein · Place du Sureau"
    assert lines[1].startswith("1 A-03 0")
    assert len([x for x in lines if re.match(r"\d+ [A-Z]-\d\d", x)]) == 8
    assert "3 bars" in lines
    assert lines[-2].startswith("A-03/")
    assert len(report.inline_shapes) == 1
    assert report.sections[0].header.paragraphs[0].text.startswith("Vlierplein")


def test_all_fields_that_do_not_exist_are_named_in_one_sentence(
    tmp_path: Path,
) -> None:
    said = refusal(
        tmp_path,
        "{{ cover.titel }} {{ gemeente }} {{ cover.title }}",
        "{%p if comparison %}",
        "{{ comparison.winner }}",
        "{%p endif %}",
        "{%p for one in criteria %}",
        "{{ one.naam }} {{ one.level.colour }}",
        "{%p for part in one.parts %}",
        "{{ part.cutoffs }}",
        "{%p endfor %}",
        "{%p endfor %}",
        head="{{ logo }}",
    )
    named = "cover.titel, gemeente, comparison.winner, one.naam, one.level.colour, "
    assert f"does not have: {named}part.cutoffs, logo." in said


ESCAPES = [
    "{{ ''.__class__ }}",
    "{{ cover.__class__.__mro__ }}",
    "{{ labels['__init__'] }}",
    "{{ __builtins__ }}",
    "{{ drawing.picture._png }}",
    "{{ criteria[0]['__dict__'] }}",
    "{{ cover[cover.title] }}",
    "{{ criteria[0:3] }}",
]
BEYOND = [
    "{{ cover.title.format(1) }}",
    "{{ cover.title|attr('upper') }}",
    "{{ cover.title|safe }}",
    "{{ cover.title|map('upper') }}",
    "{{ cover.title|default(cover.title.upper()) }}",
    "{{ 'a' * 10000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{% set a = 1 %}",
    "{% import 'os' as o %}",
    "{% include 'secret' %}",
    "{% macro m() %}x{% endmacro %}",
    "{% for a, b in criteria %}x{% endfor %}",
    "{% for a in criteria recursive %}x{% endfor %}",
]


@pytest.mark.parametrize("words", ESCAPES)
def test_nothing_behind_a_field_is_reached(tmp_path: Path, words: str) -> None:
    assert "which a template may not reach" in refusal(tmp_path, words)


@pytest.mark.parametrize("words", BEYOND)
def test_calls_and_calculations_are_refused(tmp_path: Path, words: str) -> None:
    assert "which templates cannot" in refusal(tmp_path, words)


@pytest.mark.parametrize("name", ["range", "lipsum", "cycler", "self", "dict"])
def test_there_is_nothing_but_fields(tmp_path: Path, name: str) -> None:
    assert f"does not have: {name}." in refusal(tmp_path, f"{{{{ {name} }}}}")


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("Dear {{ cover.title", "Dear {{ cover.title"),
        ("{% if cover.title %}", "{% if cover.title %}"),
        ("{{ cover. }}", "{{ cover. }}"),
        ("{% frobnicate %}", "{% frobnicate %}"),
        ("{{ cover.title|shout }}", ""),
    ],
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, words: str, near: str
) -> None:
    said = refusal(tmp_path, "before", words)
    assert "own.docx" in said
    assert near in said


def test_only_lists_are_repeated_over(tmp_path: Path) -> None:
    said = refusal(tmp_path, "{% for x in cover.title %}{{ x }}{% endfor %}")
    assert (
        said == "The template own.docx repeats over cover.title, which is not a list."
    )


def test_a_repetition_begins_and_ends_in_the_same_place(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("{% if comparison %}a")
    made.add_table(1, 1).cell(0, 0).text = "{% endif %}b"
    made.save(str(tmp_path / "own.docx"))
    with pytest.raises(DocumentError, match="begin and end it in the same"):
        written(tmp_path, template=tmp_path / "own.docx")


def test_repetitions_within_repetitions_come_to_an_end(tmp_path: Path) -> None:
    deep = "".join(f"{{% for a{n} in criteria %}}" for n in range(9))
    own = template(tmp_path / "own.docx", deep + "{% endfor %}" * 9)
    with pytest.raises(DocumentError, match="repeats more than a report needs"):
        written(tmp_path, template=own)


# -- the file ---------------------------------------------------------------------


def rebuilt(
    folder: Path, change: Callable[[dict[str, bytes]], None], name: str = "own.docx"
) -> Path:
    plain = template(folder / "plain.docx", "{{ cover.title }}").read_bytes()
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    change(parts)
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path


def related(kind: str, target: str) -> Callable[[dict[str, bytes]], None]:
    rels = "word/_rels/document.xml.rels"
    more = (
        f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/relationships/{kind}" Target="{target}" '
        f'TargetMode="External"/></Relationships>'
    ).encode()

    def change(parts: dict[str, bytes]) -> None:
        parts[rels] = parts[rels].replace(b"</Relationships>", more)

    return change


def swapped(part: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    return change


def added(part: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({part: content})


MAIN = b"wordprocessingml.document.main+xml"
BODY = "word/document.xml"
FIELD = b"<w:p><w:r><w:instrText>%s</w:instrText></w:r></w:p><w:sectPr"
HOSTILE = {
    "macros": (
        swapped(
            "[Content_Types].xml",
            b"vnd.openxmlformats-officedocument." + MAIN,
            b"vnd.ms-word.document.macroEnabled.main+xml",
        ),
        "holds macros",
    ),
    "hidden macros": (added("word/vbaProject.bin", b"x"), "holds macros"),
    "another kind": (swapped("[Content_Types].xml", MAIN, b"x+xml"), "cannot be read"),
    "linked picture": (related("image", "http://example.org/a.png"), "(image)"),
    "linked template": (
        related("attachedTemplate", "file:///c:/x.dotm"),
        "(attachedTemplate)",
    ),
    "linked object": (related("oleObject", "http://example.org/x"), "(oleObject)"),
    "odd link": (related("hyperlink", "file:///etc/passwd"), "(hyperlink)"),
    "fetched picture": (
        swapped(BODY, b"<w:sectPr", FIELD % b'INCLUDEPICTURE "http://x/y.png"'),
        "(INCLUDEPICTURE)",
    ),
    "field in pieces": (
        swapped(
            BODY,
            b"<w:sectPr",
            b"<w:p><w:r><w:instrText>INCLUDE</w:instrText>"
            b"<w:instrText>TEXT x</w:instrText></w:r></w:p><w:sectPr",
        ),
        "(INCLUDETEXT)",
    ),
    "embedded": (added("word/embeddings/oleObject1.bin", b"x"), "oleObject1.bin"),
    "entities": (
        swapped(BODY, b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document'),
        "cannot be read",
    ),
    "way out": (added("../outside.xml", b"<a/>"), "cannot be read"),
    "twice": (added("WORD/document.xml", b"<a/>"), "cannot be read"),
    "huge part": (added("word/big.xml", b" " * 11_000_000), "too large"),
    "bomb": (added("word/media/a.png", bytes(201_000_000)), "too large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    change, wanted = HOSTILE[name]
    with pytest.raises(DocumentError) as told:
        read_template(rebuilt(tmp_path, change))
    said = str(told.value)
    assert wanted in said
    assert said.startswith("The template own.docx ")


def test_what_is_no_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    for content in (b"", b"PK\x03\x04 and no more", b"%PDF-1.7"):
        path.write_bytes(content)
        with pytest.raises(DocumentError, match="cannot be read"):
            read_template(path)
    with pytest.raises(DocumentError, match="cannot be read"):
        read_template(tmp_path / "nowhere.docx")
    with path.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(DocumentError, match="too large"):
        read_template(path)


def test_links_that_a_reader_may_follow_stay(tmp_path: Path) -> None:
    for target in ("https://example.org/link?x=1", "mailto:a@example.org"):
        path = rebuilt(tmp_path, related("hyperlink", target))
        assert read_template(path)[1] == "own.docx"


def test_a_refused_template_leaves_an_earlier_report(tmp_path: Path) -> None:
    path = written(tmp_path)
    before = path.read_bytes()
    own = template(tmp_path / "own.docx", "{{ nothing }}")
    with pytest.raises(DocumentError, match="nothing"):
        written(tmp_path, template=own)
    assert path.read_bytes() == before


def test_the_command_line_refuses_a_template_before_any_work(tmp_path: Path) -> None:
    own = template(tmp_path / "own.docx", "{{ nothing }}")
    asked = ["assess", "nowhere.gpkg", "--template", str(own), "-o", "report.docx"]
    with pytest.raises(DocumentError, match="nothing"):
        commands.main(asked, standalone_mode=False)


#: Records that stand in several places are described once.
SHARED: dict[str, dict[str, object]] = {
    "level": SCHEMA["criteria"][0]["level"],
    "score": SCHEMA["front"]["overall"],
    "row": SCHEMA["dimensions"][0]["rows"][0],
    "action": SCHEMA["actions"][0],
    "fact": SCHEMA["cover"]["facts"][0],
    "comment": SCHEMA["remarks"][0],
}


def test_every_field_is_in_the_documentation() -> None:
    page = (ROOT / "docs" / "report_template.md").read_text("utf-8")
    found = re.findall(r"^\| `([a-z_.\[\]]+)` \|", page, re.MULTILINE)
    wanted = paths(SCHEMA)
    for name, record in SHARED.items():
        wanted += paths(record, name, whole=True)
    assert sorted(found) == sorted(wanted)
    for name in labels("en"):
        assert f"`{name}`" in page


def paths(schema: object, before: str = "", *, whole: bool = False) -> list[str]:
    """Fields as the page writes them: ``criteria[].level``, ``level.mark``."""
    if isinstance(schema, tuple):
        return paths(schema[0], f"{before}[]")
    shared = not whole and any(schema == one for one in SHARED.values())
    if not isinstance(schema, dict) or shared or before == "labels":
        return [before]
    return [
        path
        for name, inner in schema.items()
        for path in paths(inner, f"{before}.{name}".lstrip("."))
    ]

"""A template filled with reports: one per language, one after the other."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from sbd.errors import DocumentError
from sbd.exports.docx_pictures import Picture
from sbd.exports.docx_template_language import Language, TooMuchError

#: What a document that is put together oddly makes its readers raise.
_ODD = (
    *(PythonDocxError, ValueError, TypeError),
    *(AttributeError, LookupError, SyntaxError),
)
#: Languages as Word names them.
WORD_LANGS = {"nl": "nl-BE", "fr": "fr-BE", "en": "en-GB"}
_EDGES = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
#: Elements of a run's properties that stand after its language; the order is fixed.
_AFTER_LANG = tuple(qn(f"w:{n}") for n in ("eastAsianLayout", "specVanish", "oMath"))
_BEFORE_GROUND = tuple(
    qn(f"w:{n}")
    for n in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders")
)
_AFTER_RTL = (
    *(qn(f"w:{n}") for n in ("cs", "em", "lang")),
    *_AFTER_LANG,
)


def opened(template: bytes, language: Language) -> DocxTemplate:
    """Return a template, opened, once all that it says was checked.

    Parameters
    ----------
    template : bytes
        A checked ``.docx``.
    language : Language
        Checks what the template says.

    Raises
    ------
    DocumentError
        If the template says what it cannot, or names fields that do not exist.
    """
    document = DocxTemplate(io.BytesIO(template))
    try:
        document.render_init()
        sources = [document.get_xml()]
        sources += [document.get_part_xml(part) for part in _edges(document).values()]
    except _ODD as error:  # parts that do not belong together
        raise DocumentError(
            "The template {file} cannot be read: save it as a Word document (.docx) "
            "and try again.",
            file=language.file,
        ) from error
    for source in sources:
        _check_closed(source, language.file)
        language.check(document.patch_xml(source))
    language.refuse_missing()
    return document


def fill(
    document: DocxTemplate,
    language: Language,
    values: Mapping[str, Mapping[str, Any]],
) -> None:
    """Fill an opened template once per language.

    Parameters
    ----------
    document : DocxTemplate
        From `opened`.
    language : Language
        What it was checked with.
    values : mapping of str to mapping
        The fields of the report in each language, in order.

    Raises
    ------
    DocumentError
        If what comes out is no document, or more than any report is.
    """
    filling = _Filling(document, language)
    try:
        bodies = [filling.body(lang, fields) for lang, fields in values.items()]
    except DocumentError:
        raise
    except TooMuchError as error:
        raise DocumentError(
            "The template {file} repeats more than a report needs: take repetitions "
            "within repetitions out of it.",
            file=language.file,
        ) from error
    except (TemplateError, *_ODD) as error:
        raise DocumentError(
            "The template {file} cannot be filled: {reason}.",
            file=language.file,
            reason=str(error).rstrip("."),
        ) from error
    document.map_tree(_joined(bodies))
    _set_language(document, next(iter(values)))
    document.is_rendered = True


def _check_closed(source: str, file: str) -> None:
    """Refuse a paragraph that opens a field and does not close it."""
    for paragraph in etree.fromstring(source).iter(qn("w:p")):
        words = "".join(t.text or "" for t in paragraph.iter(qn("w:t")))
        for left, right in (("{{", "}}"), ("{%", "%}"), ("{#", "#}")):
            if words.count(left) != words.count(right):
                raise DocumentError(
                    "The template {file} has a mistake near “{near}”: {reason}",
                    file=file,
                    near=words.strip()[:60],
                    reason=f"{left} and {right} come in pairs, within one paragraph.",
                )


def _edges(document: DocxTemplate) -> dict[str, Part]:
    """Return headers and footers by the names that sections call them."""
    rels = document.docx.part.rels
    return {k: r.target_part for k, r in rels.items() if r.reltype in _EDGES}


class _Filling:
    """Fills the same template once per language, within one document."""

    def __init__(self, document: DocxTemplate, language: Language) -> None:
        self.document, self.language = document, language
        self.environment = language.environment()
        self.edges = _edges(document)
        self.sources = {k: document.get_part_xml(p) for k, p in self.edges.items()}
        self.source = document.patch_xml(document.get_xml())
        self.times = 0

    def body(self, lang: str, fields: Mapping[str, Any]) -> Any:
        """Return the body in one language, which names its own headers and footers."""
        tree = self._written(self.source, self.document.docx.part, fields)
        body = self.document.fix_tables(tree)
        self.document.fix_docpr_ids(body)
        _order_cells(body)
        _fit_columns(body)
        renamed = {key: self._edge(key, lang, fields) for key in self.edges}
        for reference in _references(body):
            key = reference.get(qn("r:id"))
            reference.set(qn("r:id"), renamed.get(key, key))
        _tag(body, lang)
        self.times += 1
        return body

    def _edge(self, key: str, lang: str, fields: Mapping[str, Any]) -> str:
        """Write a header or footer; a second language gets a part of its own."""
        part = self.edges[key]
        source = self.document.patch_xml(self.sources[key])
        root = etree.fromstring(self._written(source, part, fields))
        _tag(root, lang)
        written = etree.tostring(root, encoding="utf-8", standalone=True)
        name = part.partname
        if self.times:
            name = PackURI(f"{name[: -len('.xml')]}-{lang}.xml")
        made = XmlPart.load(name, part.content_type, written, part.package)
        for rel in part.rels.values():
            made.load_rel(rel.reltype, rel._target, rel.rId, rel.is_external)
        main = self.document.docx.part
        if self.times:
            return str(main.relate_to(made, main.rels[key].reltype))
        main.rels[key]._target = made
        return key

    def _written(self, source: str, part: Any, fields: Mapping[str, Any]) -> str:
        for picture in _pictures(fields):
            picture.put_into(part)
        written = str(
            self.document.render_xml_part(source, part, fields, self.environment)
        )
        try:
            etree.fromstring(written)
        except etree.XMLSyntaxError as error:
            raise DocumentError(
                "The template {file} begins a repetition or a choice in one cell, row "
                "or paragraph and ends it in another: begin and end it in the same.",
                file=self.language.file,
            ) from error
        return written


def _pictures(fields: Mapping[str, Any]) -> Iterator[Picture]:
    whole = fields["drawing"]
    yield whole["picture"]
    yield fields["balance"]["picture"]
    yield from (row["symbol"] for row in whole["legend"])
    ours = (criterion["drawing"] for criterion in fields["criteria"])
    yield from (drawing["picture"] for drawing in ours if drawing is not None)


def _references(body: Any) -> Iterable[Any]:
    for name in ("w:headerReference", "w:footerReference"):
        yield from body.iter(qn(name))


def _joined(bodies: Sequence[Any]) -> Any:
    """Put bodies one after the other: each is a section with its own page heads."""
    first = bodies[0]
    for other in bodies[1:]:
        last = first.find(qn("w:sectPr"))
        if last is not None:
            first.remove(last)
            ending = OxmlElement("w:p")
            ending.get_or_add_pPr().append(last)
            first.append(ending)
        for child in list(other):
            first.append(child)
    return first


def _order_cells(body: Any) -> None:
    """Put the ground of cells where the format wants it: after width and borders."""
    for properties in body.iter(qn("w:tcPr")):
        ground = properties.find(qn("w:shd"))
        before = [e for e in properties if e.tag in _BEFORE_GROUND]
        if ground is not None and before:
            before[-1].addnext(ground)


def _fit_columns(body: Any) -> None:
    """Let tables whose columns were added or left out fill the width they had."""
    for table in body.iter(qn("w:tbl")):
        grid = table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
        rows = [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]
        if any(len(row) != len(grid) for row in rows) or not rows:
            continue
        whole = sum(int(column.get(qn("w:w"), 0)) for column in grid)
        for row in rows:
            given = [cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}") for cell in row]
            if any(g is None or g.get(qn("w:type")) != "dxa" for g in given):
                break
            widths = [int(g.get(qn("w:w"))) for g in given]
            if not sum(widths) or abs(sum(widths) - whole) < whole / 100:
                break
            for column, one, width in zip(grid, given, widths, strict=True):
                fitted = str(width * whole // sum(widths))
                column.set(qn("w:w"), fitted)
                one.set(qn("w:w"), fitted)


def _tag(root: Any, lang: str) -> None:
    """Give every run the language that it is read out and checked in."""
    for run in root.iter(qn("w:r")):
        properties = run.find(qn("w:rPr"))
        if properties is None:
            properties = OxmlElement("w:rPr")
            run.insert(0, properties)
        if _from_right(run):
            _put(properties, "w:rtl", _AFTER_RTL)
        made = _put(properties, "w:lang", _AFTER_LANG)
        made.set(qn("w:val"), WORD_LANGS.get(lang, lang))


def _from_right(run: Any) -> bool:
    """Tell whether the first letter of a run is of a script written from the right."""
    words = "".join(t.text or "" for t in run.findall(qn("w:t")))
    found = (unicodedata.bidirectional(c) for c in words if not c.isascii())
    strong = next((b for b in found if b in ("R", "AL", "L")), "L")
    return strong != "L" and not any(c.isascii() and c.isalpha() for c in words)


def _put(properties: Any, name: str, later: Sequence[str]) -> Any:
    """Put an element into a run's properties, at its place, and return it."""
    known = properties.find(qn(name))
    if known is not None:
        return known
    made = OxmlElement(name)
    before = next((e for e in properties if e.tag in later), None)
    if before is None:
        properties.append(made)
    else:
        before.addprevious(made)
    return made


def _set_language(document: DocxTemplate, lang: str) -> None:
    """Set the language of what a person adds to the document."""
    word = WORD_LANGS.get(lang, lang)
    for one in document.docx.styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), word)
    for one in document.docx.settings.element.iter(qn("w:themeFontLang")):
        one.set(qn("w:val"), word)

"""The report as a Word document, made from a template that can be replaced.

The template holds the look and the fields; what is said comes from the same records as
the PDF (`sbd.views.report`). A template from outside is checked first
(`sbd.exports.docx_template_file`, `sbd.exports.docx_template_language`).
"""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from sbd.exports.docx_drawings import drawings
from sbd.exports.docx_package import clean, packed
from sbd.exports.docx_template_fields import field_schema, field_values
from sbd.exports.docx_template_file import read_template
from sbd.exports.docx_template_fill import fill, opened
from sbd.exports.docx_template_language import Language
from sbd.exports.material import Material
from sbd.locale import text
from sbd.views.report.labels import labels
from sbd.views.report.levels import site_name


def write_docx(material: Material, path: Path) -> None:
    """Write the report; the same input gives the same bytes.

    Parameters
    ----------
    material : Material
        The assessment in the edition to be written, and the template, if another than
        the shipped one is to be used. Of two languages, each has the whole report.
    path : Path
        The file.

    Raises
    ------
    DocumentError
        If the template cannot be used; the sentence says why.
    """
    document, language = _opened(material.template)
    fill(document, language, {lang: _fields(material, lang) for lang in material.langs})
    _describe(document.docx.core_properties, material)
    saved = io.BytesIO()
    document.docx.save(saved)
    path.write_bytes(packed(saved.getvalue(), material.assessment.date))


def check_template(path: Path) -> None:
    """Check a template without writing a report.

    Raises
    ------
    DocumentError
        If it cannot be used; the sentence says why.
    """
    _opened(path)


def _opened(template: Path | None) -> tuple[DocxTemplate, Language]:
    content, file = read_template(template)
    language = Language(file, field_schema(labels("en")))
    return opened(content, language), language


def _fields(material: Material, lang: str) -> dict[str, Any]:
    said = material.report(lang)
    return field_values(said, drawings(material, said.front, lang))


def _describe(core: Any, material: Material) -> None:
    """Say what the document is, and of nobody that they wrote it."""
    lang = material.langs[0]
    day = datetime.combine(
        date.fromisoformat(material.assessment.date), datetime.min.time()
    )
    title = f"{text(lang, 'ui.report')} · {site_name(material.assessment)}"
    core.title = clean(title)[:255]
    core.subject = text(lang, f"edition.{material.assessment.edition}")
    core.language = "+".join(material.langs)
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.category = core.content_status = core.identifier = core.version = ""
    core.created = core.modified = day
    core.revision = 1

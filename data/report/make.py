"""Make the template of Word reports that is shipped: sbd/exports/report.docx.

Run it after changing it: ``python data/report/make.py [FILE]``. A test keeps what is
shipped equal to what this makes. Styles carry the look, paragraphs the fields
(docs/report_template.md), so that a municipality can start from the file in Word.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from docx import Document

from sbd.exports.docx_package import packed

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from parts.annex import chain, comparison, method, tensions  # noqa: E402
from parts.criterion import criteria  # noqa: E402
from parts.edges import head_and_foot  # noqa: E402
from parts.front import cover, dimensions, front, legal  # noqa: E402
from parts.looks import drop_what_is_not_used, paragraph_styles, table_style  # noqa: E402
from parts.page import Page  # noqa: E402

TARGET = HERE.parent.parent / "sbd" / "exports" / "report.docx"


def template() -> bytes:
    """Return the template's file; the same bytes every time."""
    doc = Document()
    table_style(doc)
    paragraph_styles(doc)
    drop_what_is_not_used(doc)
    head_and_foot(doc)
    page = Page(doc)
    for part in (cover, front, legal, dimensions, criteria, tensions, chain):
        part(page)
    comparison(page)
    method(page)
    core = doc.core_properties
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.title = "{{ cover.title }}"
    saved = io.BytesIO()
    doc.save(saved)
    return packed(saved.getvalue(), "2026-01-01")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.write_bytes(template())

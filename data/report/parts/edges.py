"""Head and foot of every page."""

from __future__ import annotations

from docx.document import Document as Doc
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from .page import WIDTH_CM, field_begin, field_end


def field(paragraph: Paragraph, code: str) -> None:
    """A field that Word keeps: the number of the page, or of pages."""
    field_begin(paragraph, code)
    paragraph.add_run("1")
    field_end(paragraph)


def head_and_foot(doc: Doc) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin"):
        setattr(section, side, Cm(1.8))
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.1)
    section.header_distance, section.footer_distance = Cm(1.1), Cm(0.9)
    head = section.header.paragraphs[0]
    head.text = "{{ running }}\t{{ edition_word }}"
    foot = section.footer.paragraphs[0]
    foot.text = "{{ method.advisory }}"
    last = section.footer.add_paragraph("{{ footer }}\t{{ labels.page }} ", "Footer")
    field(last, "PAGE")
    last.add_run(" / ")
    field(last, "NUMPAGES")
    for name in ("Header", "Footer"):
        stops = doc.styles[name].paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Cm(WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)

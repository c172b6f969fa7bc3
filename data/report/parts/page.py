"""Paragraphs, tables and tags, written one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Doc
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from sbd.views.palette import HATCH, PAPER

#: Width of the text: A4 with margins of 1.8 cm.
WIDTH_CM = 17.4
#: Words of a cell, or its paragraphs with their looks.
Cell = str | tuple[tuple[str, str], ...]
Cells = Sequence[Cell]

ENDFOR = ("{%p endfor %}", "Cell")

#: What stands beside the level of a criterion.
LEVEL_WORDS = (
    "{{ criterion.value }}{% if criterion.value and criterion.interval %} · {% endif %}"
    "{{ criterion.interval }}"
)


class Page:
    """Writes paragraphs and tables of the template, one after the other."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc

    def say(self, *words: str, look: str = "Normal") -> None:
        for one in words:
            self.doc.add_paragraph(one, look)

    def tag(self, *tags: str) -> None:
        """A paragraph that is gone once the report is written."""
        for one in tags:
            self.doc.add_paragraph(f"{{%p {one} %}}", "Normal")

    def listed(self, items: str, head: str = "") -> None:
        """A list with a heading, both left out where there is nothing."""
        self.tag(f"if {items}")
        if head:
            self.say(head, look="Heading 3")
        self.tag(f"for one in {items}")
        self.say("{{ one }}", look="List Bullet")
        self.tag("endfor", "endif")

    def gap(self) -> None:
        self.say("", look="Gap")

    def table(
        self,
        widths: Sequence[float],
        heads: Cells,
        loop: str,
        cells: Cells,
        look: str = "Cell",
    ) -> Table:
        """A table with a repeated head row and one row per item of a list.

        Columns that are only there on a condition stand between two tags.
        """
        made = self.made(4 if heads else 3, widths, heads=bool(heads))
        if heads:
            fill_row(made, 0, heads, "Cell head")
            repeated(made)
        first = 1 if heads else 0
        made.cell(first, 0).text = f"{{%tr for {loop} %}}"
        fill_row(made, first + 1, cells, look)
        made.cell(first + 2, 0).text = "{%tr endfor %}"
        return made

    def facts(
        self, widths: Sequence[float], rows: Sequence[tuple[str, str, Cell]]
    ) -> None:
        """A criterion's level and value, and what is said of it where there is any."""
        made = self.made(3 * len(rows) + 1, widths, heads=False)
        put(made.cell(0, 0), chip("criterion.level"), "Level")
        put(made.cell(0, 1), LEVEL_WORDS, "Score")
        for n, (when, name, words) in enumerate(rows):
            made.cell(3 * n + 1, 0).text = f"{{%tr if {when} %}}"
            put(made.cell(3 * n + 2, 0), name, "Cell head")
            put(made.cell(3 * n + 2, 1), words, "Cell")
            made.cell(3 * n + 3, 0).text = "{%tr endif %}"

    def made(self, rows: int, widths: Sequence[float], *, heads: bool = True) -> Table:
        made = self.doc.add_table(rows, len(widths))
        made.style = self.doc.styles["Report table"]
        made.autofit = False
        look = made._tbl.tblPr.find(qn("w:tblLook"))
        look.attrib.clear()
        look.set(qn("w:val"), "0420" if heads else "0400")
        look.set(qn("w:firstRow"), "1" if heads else "0")
        look.set(qn("w:noHBand"), "1")
        look.set(qn("w:noVBand"), "1")
        for row in made.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Cm(width)
        return made

    def grid(self, name: str, first: float, *, divided: bool = False) -> None:
        """A table with as many columns as the report has; empty cells are hatched.

        Rows that may be longer than a page are divided over pages.
        """
        words: list[Cell] = [
            "{%tc for cell in row.cells %}",
            "{%tc if cell %}",
            each("cell", "{{ item }}"),
        ]
        words += ["{%tc else %}", "", "{%tc endif %}", "{%tc endfor %}"]
        # Three or four columns remain of the cells between tags.
        rest = (WIDTH_CM - first) / 4
        made = self.made(4, (first, *([rest] * len(words))))
        for column in made.columns:
            column.width = Cm(WIDTH_CM / len(made.columns))
        put(made.cell(0, 0), f"{{{{ {name}.corner }}}}", "Cell head")
        across(made, 0, f"head in {name}.heads", "{{ head }}", "Cell head")
        made.cell(1, 0).text = f"{{%tr for row in {name}.rows %}}"
        put(made.cell(2, 0), "{{ row.name }}", "Row head")
        for column, one in enumerate(words, 1):
            put(made.cell(2, column), one, "Cell")
        made.cell(2, 5)._tc.get_or_add_tcPr().append(hatch())
        made.cell(3, 0).text = "{%tr endfor %}"
        repeated(made)
        if divided:
            properties = made.rows[2]._tr.get_or_add_trPr()
            properties.remove(properties.find(qn("w:cantSplit")))
        heads = made.rows[0]._tr
        for surplus in list(heads.tc_lst)[4:]:
            heads.remove(surplus)


def field_begin(paragraph: Paragraph, code: str) -> None:
    """Begin a field of Word; what it shows until it is brought up to date follows."""
    _mark(paragraph, "begin")
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {code} "
    paragraph.add_run()._r.append(told)
    _mark(paragraph, "separate")


def field_end(paragraph: Paragraph) -> None:
    """End a field of Word."""
    _mark(paragraph, "end")


def _mark(paragraph: Paragraph, kind: str) -> None:
    one = OxmlElement("w:fldChar")
    one.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(one)


def hatch() -> BaseOxmlElement:
    """Return the ground of a cell with nothing in it."""
    return parse_xml(
        f'<w:shd {nsdecls("w")} w:val="thinDiagStripe" w:color="{HATCH[1:]}" '
        f'w:fill="{PAPER[1:]}"/>'
    )


def across(made: Table, row: int, loop: str, words: str, look: str) -> None:
    cells = (f"{{%tc for {loop} %}}", words, "{%tc endfor %}")
    for column, one in enumerate(cells, 1):
        put(made.cell(row, column), one, look)


def repeated(made: Table) -> None:
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def without_tags(made: Table, tags: int) -> None:
    """Leave out of a table's width what the cells of its tags take in the template."""
    for column in list(made.columns)[-tags:]:
        column.width = Cm(0)


def fill_row(made: Table, row: int, cells: Cells, look: str = "Cell") -> None:
    for column, one in enumerate(cells):
        put(made.cell(row, column), one, look)


def chip(level: str) -> str:
    """Return a level on its colour, for a cell of its own."""
    return f"{{% cellbg {level}.fill %}}{{{{ {level}.chip }}}}"


def each(items: str, words: str, look: str = "Cell") -> tuple[tuple[str, str], ...]:
    """Return a cell with a paragraph per item of a list."""
    return ((f"{{%p for item in {items} %}}", look), (words, look), ENDFOR)


def put(cell: _Cell, words: Cell, look: str) -> None:
    """Fill a cell: with words, or with paragraphs that have looks of their own."""
    paragraphs = ((words, look),) if isinstance(words, str) else words
    for number, (one, style) in enumerate(paragraphs):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.style = style
        paragraph.add_run(one)

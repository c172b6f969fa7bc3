"""Makes the template of Word reports that is shipped: sbd/exports/report.docx.

Run it after changing it: ``python data/report_template.py``. A test keeps the shipped
file equal to what this makes. The styles carry the look and the paragraphs carry the
fields (docs/report_template.md), so that a municipality can start from it in Word.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from sbd.exports.docx_package import packed
from sbd.views.palette import HATCH, INK, INK_2, LOCK, PANEL, PAPER, RULE, SIGNAL

TARGET = Path(__file__).parent.parent / "sbd" / "exports" / "report.docx"
FACE = "Calibri"
#: Width of the text: A4 with margins of 1.8 cm.
WIDTH_CM = 17.4
#: What stands beside the level of a criterion.
LEVEL_WORDS = (
    "{{ criterion.value }}{% if criterion.value and criterion.interval %} · {% endif %}"
    "{{ criterion.interval }}"
)
Cells = Sequence[str | tuple[str, str]]


def colour(token: str) -> RGBColor:
    return RGBColor.from_string(token.removeprefix("#"))


def face(
    style: ParagraphStyle, size: float, bold: bool = False, ink: str = INK
) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FACE)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = colour(ink)


def style(doc: Doc, name: str, based: str = "Normal") -> ParagraphStyle:
    known = [s.name for s in doc.styles]
    made = (
        doc.styles[name]
        if name in known
        else doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    if name != "Normal":
        made.base_style = doc.styles[based]
    made.quick_style = True
    return made


def room(one: ParagraphStyle, before: float, after: float, line: float = 1.1) -> None:
    form = one.paragraph_format
    form.space_before, form.space_after, form.line_spacing = (
        Pt(before),
        Pt(after),
        line,
    )


def paragraph_styles(doc: Doc) -> None:
    looks = {
        "Normal": (10.5, False, INK, 0, 5),
        "Title": (30, True, INK, 90, 4),
        "Subtitle": (15, False, INK_2, 0, 18),
        "Heading 1": (20, True, INK, 0, 8),
        "Heading 2": (14, True, INK, 16, 5),
        "Heading 3": (11.5, True, INK, 9, 3),
        "Caption": (9, False, INK_2, 2, 8),
        "Cell": (9.5, False, INK, 1.5, 1.5),
        "Cell head": (9, True, INK_2, 1.5, 1.5),
        "Score": (13, True, INK, 0, 0),
        "Level": (9.5, False, INK, 1.5, 1.5),
        "Picture": (9.5, False, INK, 4, 2),
        "Note": (9.5, False, INK_2, 0, 4),
        "Gap": (4, False, INK, 0, 0),
        "Edition": (11, True, LOCK, 0, 0),
        "Below": (10.5, True, SIGNAL, 0, 4),
        "Tension": (10, False, INK, 3, 6),
        "Header": (9, False, INK_2, 0, 0),
        "Footer": (8.5, False, INK_2, 0, 0),
        "List Bullet": (10.5, False, INK, 0, 2),
    }
    for name, (size, bold, ink, before, after) in looks.items():
        one = style(doc, name)
        face(one, size, bold, ink)
        room(one, before, after)
    for name in (
        *("Heading 1", "Heading 2", "Heading 3"),
        *("Cell head", "Level", "Score", "Gap", "Picture"),
    ):
        doc.styles[name].paragraph_format.keep_with_next = True
    side = style(doc, "Side", "List Bullet")
    for one in (side, doc.styles["Below"]):
        one.paragraph_format.keep_with_next = True
    doc.styles["Heading 1"].paragraph_format.page_break_before = True
    doc.styles["Title"].element.pPr.remove_all("w:pBdr")
    bar(doc.styles["Tension"])


def bar(one: ParagraphStyle) -> None:
    """A bar of ink at the left, on the colour of notes."""
    properties = one.element.get_or_add_pPr()
    borders = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="36" w:space="8" '
        f'w:color="{INK[1:]}"/></w:pBdr>'
    )
    ground = parse_xml(
        f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{PANEL[1:]}"/>'
    )
    later = properties.find(qn("w:spacing"))
    later.addprevious(borders)
    later.addprevious(ground)
    one.paragraph_format.left_indent = Cm(0.4)


def table_style(doc: Doc) -> None:
    doc.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" '
            'w:styleId="ReportTable"><w:name w:val="Report table"/>'
            '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
            "<w:tblPr><w:tblBorders>"
            f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{RULE[1:]}"/>'
            f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE[1:]}"/>'
            "</w:tblBorders><w:tblCellMar>"
            '<w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
            '</w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr>'
            "<w:tcBorders>"
            f'<w:bottom w:val="single" w:sz="12" w:space="0" w:color="{INK[1:]}"/>'
            "</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
        )
    )


def drop_what_is_not_used(doc: Doc) -> None:
    kept = {"ReportTable", "TableNormal"}
    for one in list(doc.styles.element.findall(qn("w:style"))):
        if one.get(qn("w:type")) == "table" and one.get(qn("w:styleId")) not in kept:
            doc.styles.element.remove(one)
    for rels in (doc.part.rels, doc.part.package.rels):
        for key, one in list(rels.items()):
            kind = one.reltype.rsplit("/", 1)[-1]
            if kind in ("customXml", "stylesWithEffects", "thumbnail"):
                del rels[key]


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
        self, widths: Sequence[float], heads: Cells, loop: str, cells: Cells
    ) -> None:
        """A table with a repeated head row and one row per item of a list."""
        made = self.made(4 if heads else 3, widths, heads=bool(heads))
        if heads:
            fill_row(made, 0, heads, "Cell head")
            repeated(made)
        first = 1 if heads else 0
        made.cell(first, 0).text = f"{{%tr for {loop} %}}"
        fill_row(made, first + 1, cells)
        made.cell(first + 2, 0).text = "{%tr endfor %}"

    def facts(
        self, widths: Sequence[float], rows: Sequence[tuple[str, str, str]]
    ) -> None:
        """A criterion's level and value, and what is said of it where there is any."""
        made = self.made(3 * len(rows) + 1, widths, heads=False)
        put(made.cell(0, 0), ("criterion.level", ""), "Level")
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

    def grid(self, name: str, first: float) -> None:
        """A table with as many columns as the report has; empty cells are hatched."""
        words = [
            "{%tc for cell in row.cells %}",
            "{%tc if cell %}",
            "{{ cell|join('; ') }}",
        ]
        words += ["{%tc else %}", "", "{%tc endif %}", "{%tc endfor %}"]
        rest = (WIDTH_CM - first) / len(words)
        made = self.made(4, (first, *([rest] * len(words))))
        put(made.cell(0, 0), f"{{{{ {name}.corner }}}}", "Cell head")
        across(made, 0, f"head in {name}.heads", "{{ head }}", "Cell head")
        made.cell(1, 0).text = f"{{%tr for row in {name}.rows %}}"
        put(made.cell(2, 0), "{{ row.name }}", "Cell head")
        for column, one in enumerate(words, 1):
            put(made.cell(2, column), one, "Cell")
        made.cell(2, 5)._tc.get_or_add_tcPr().append(hatch())
        made.cell(3, 0).text = "{%tr endfor %}"
        repeated(made)
        heads = made.rows[0]._tr
        for surplus in list(heads.tc_lst)[4:]:
            heads.remove(surplus)


def hatch() -> BaseOxmlElement:
    """Return the ground of a cell with nothing in it."""
    return parse_xml(
        f'<w:shd {nsdecls("w")} w:val="thinDiagStripe" w:color="{HATCH[1:]}" '
        f'w:fill="{PAPER[1:]}"/>'
    )


def across(
    made: Table, row: int, loop: str, words: str | tuple[str, str], look: str
) -> None:
    cells = (f"{{%tc for {loop} %}}", words, "{%tc endfor %}")
    for column, one in enumerate(cells, 1):
        put(made.cell(row, column), one, look)


def repeated(made: Table) -> None:
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def fill_row(made: Table, row: int, cells: Cells, look: str = "Cell") -> None:
    for column, one in enumerate(cells):
        put(made.cell(row, column), one, look)


def put(cell: _Cell, words: str | tuple[str, str], look: str) -> None:
    """Fill a cell: with words, or with a level on its colour and words after it."""
    first = cell.paragraphs[0]
    first.style = look
    if isinstance(words, str):
        first.add_run(words)
        return
    level, after = words
    first.add_run(f"{{% cellbg {level}.fill %}}")
    first.add_run(f"{{{{ {level}.chip }}}}")
    if after:
        cell.add_paragraph(after, look)


def field(paragraph: Paragraph, code: str) -> None:
    """A field that Word keeps: the number of the page, or of pages."""
    for kind, words in (
        ("begin", ""),
        ("", code),
        ("separate", ""),
        ("text", "1"),
        ("end", ""),
    ):
        run = paragraph.add_run()
        if kind == "text":
            run.text = words
            continue
        one = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            one.set(qn("w:fldCharType"), kind)
        else:
            one.set(qn("xml:space"), "preserve")
            one.text = f" {words} "
        run._r.append(one)


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


def cover(page: Page) -> None:
    page.say("{{ edition_word }}", look="Edition")
    page.say("{{ cover.title }}", look="Title")
    page.say("{{ cover.subtitle }}", look="Subtitle")
    page.table(
        (5, 12.4), (), "fact in cover.facts", ("{{ fact.name }}", "{{ fact.words }}")
    )
    page.say("{{ labels.took_part }}", look="Heading 3")
    page.say("{{ cover.took_part_total }}")
    page.tag("if cover.took_part")
    page.table(
        (5, 12.4),
        ("{{ labels.discipline }}", "{{ labels.persons }}"),
        "fact in cover.took_part",
        ("{{ fact.name }}", "{{ fact.words }}"),
    )
    page.tag("endif")
    page.say("{{ labels.status }}", look="Heading 3")
    page.say("{{ cover.status }}")
    page.say("{{ labels.sign_off }}", look="Heading 3")
    page.table(
        (4, 5, 3.4, 5),
        tuple(f"{{{{ labels.{n} }}}}" for n in ("role", "name", "date", "signature")),
        "one in cover.sign_off",
        ("{{ one.role }}", "", "", ""),
    )


def scores(page: Page) -> None:
    page.say("{{ front.verdict }}", look="Heading 1")
    page.tag("if front.uncertain")
    page.say("{{ front.uncertain }}")
    page.tag("endif", "for one in front.readiness")
    page.say("{{ one.words }}", look="Tension")
    page.tag("endfor")
    page.say("{{ balance.picture }}", look="Picture")
    page.say("{{ front.line_words }}", look="Caption")
    page.table(
        (4, 2, 3.2, 2.6, 5.6),
        (
            "{{ labels.balance }}",
            "{{ labels.score }}",
            "{{ labels.level }}",
            "{{ labels.interval }}",
            "",
        ),
        "one in front.scores",
        (
            "{{ one.name }}",
            "{{ one.shown }}",
            "{{ one.word }}",
            "{{ one.between }}",
            "{% if one.below_line %}{{ labels.below_line }} · {% endif %}"
            "{{ one.coverage }}",
        ),
    )
    page.gap()
    page.say(
        "{{ front.overall.name }} {{ front.overall.shown }}, {{ front.overall.word }} "
        "({{ front.overall.between }}) · {{ front.governance.name }} "
        "{{ front.governance.shown }}, {{ front.governance.word }} "
        "({{ front.governance.between }}) · {{ front.coverage }}"
    )
    page.tag("if front.public_scores")
    page.say("{{ front.public_scores }}", look="Note")
    page.tag("endif")


def front(page: Page) -> None:
    scores(page)
    page.say("{{ drawing.picture }}", look="Picture")
    page.say(
        "{% for one in drawing.legend %}{{ one.symbol }}\u00a0{{ one.name }}"
        "{% if not loop.last %}  {% endif %}{% endfor %}",
        look="Caption",
    )
    page.tag("if front.steps")
    page.say("{{ labels.steps }}", look="Heading 2")
    page.table(
        (3, 5, 7.6, 1.8),
        (
            "{{ labels.level }}",
            "{{ labels.criterion }}",
            "{{ labels.step }}",
            "{{ labels.gain }}",
        ),
        "one in front.steps",
        (
            ("one.level", ""),
            "{{ one.id }} {{ one.title }}",
            "{{ one.words }}",
            "{{ one.gain }}",
        ),
    )
    page.tag("endif", "if front.gates")
    page.say("{{ labels.gates }}", look="Heading 2")
    page.table(
        (3, 5, 3.4, 6),
        (
            "{{ labels.level }}",
            "{{ labels.criterion }}",
            "{{ labels.outcome }}",
            "{{ labels.reason }}",
        ),
        "one in front.gates",
        (
            ("one.level", ""),
            "{{ one.id }} {{ one.title }}",
            "{{ one.word }} ({{ one.basis }})",
            "{{ one.reason }}",
        ),
    )
    page.tag("endif")
    page.say("{{ labels.rated }}", look="Heading 2")
    page.say("{{ front.rated }}")


def legal(page: Page) -> None:
    page.say("{{ labels.legal }}", look="Heading 1")
    page.tag("if legal")
    page.say("{{ labels.legal_about }}")
    page.table(
        (3.6, 2.6, 2.7, 4, 4.5),
        tuple(
            f"{{{{ labels.{n} }}}}"
            for n in ("criterion", "outcome", "level", "reason", "source")
        ),
        "one in legal",
        (
            "{{ one.id }} {{ one.title }}",
            "{{ one.word }}{% if one.value %} ({{ one.value }}){% endif %}",
            ("one.level", ""),
            "{{ one.reason }}",
            "{{ one.sources|join('; ') }}",
        ),
    )
    page.tag("else")
    page.say("{{ labels.legal_none }}")
    page.tag("endif")


def dimensions(page: Page) -> None:
    page.tag("for bar in dimensions")
    page.say("{{ bar.name }}", look="Heading 1")
    page.say(
        "{{ bar.score.shown }} {{ bar.score.word }} ({{ bar.score.between }})"
        "{% if bar.score.coverage %} · {{ bar.score.coverage }}{% endif %}",
    )
    page.tag("if bar.score.below_line")
    page.say("{{ labels.below_line }}", look="Below")
    page.tag("endif")
    page.say(
        "{% for one in bar.counts %}{{ one.name }} {{ one.words }}"
        "{% if not loop.last %} · {% endif %}{% endfor %}",
        look="Note",
    )
    page.table(
        (3, 6, 6.6, 1.8),
        tuple(f"{{{{ labels.{n} }}}}" for n in ("level", "criterion", "value", "gain")),
        "row in bar.rows",
        (
            ("row.level", ""),
            "{{ row.id }} {{ row.title }}{% if row.not_met %} · {{ labels.not_met }}"
            "{% endif %}{% if row.restricted %} · {{ labels.restricted }}{% endif %}",
            "{{ row.summary }}",
            "{{ row.gain }}",
        ),
    )
    page.tag("endfor")


def criterion_facts(page: Page) -> None:
    sources = (
        "{% for one in criterion.sources %}{{ one.title }} ({{ one.certainty }}"
        "{% if one.note %}, {{ one.note }}{% endif %})"
        "{% if not loop.last %}; {% endif %}{% endfor %}"
    )
    rests = (
        "{% for one in criterion.rests_on %}{{ one.name }} – {{ one.words }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}"
    )
    named = [
        ("criterion.question", "question", "{{ criterion.question }}"),
        ("criterion.reason", "reason", "{{ criterion.reason }}"),
        ("criterion.gate", "gates", "{{ criterion.gate }}"),
        ("criterion.next_level", "next_level", "{{ criterion.next_level|join('; ') }}"),
        ("criterion.settled", "settled", "{{ criterion.settled }}"),
        ("criterion.guidance", "guidance", "{{ criterion.guidance }}"),
        (
            "criterion.tags",
            "status",
            "{{ criterion.tags|join(' · ') }}{% if criterion.restricted %} · "
            "{{ labels.restricted }}{% endif %}",
        ),
        ("criterion.sources", "source", sources),
        ("criterion.rests_on", "basis", rests),
    ]
    page.facts(
        (4.2, 13.2),
        [(when, f"{{{{ labels.{key} }}}}", words) for when, key, words in named],
    )


def criterion_parts(page: Page) -> None:
    page.tag("if criterion.parts")
    page.gap()
    page.table(
        (3.5, 2.1, 2.6, 2.3, 2.3, 2.3, 2.3),
        (
            "{{ labels.name }}",
            "{{ labels.value }}",
            "{{ labels.level }}",
            *(f"{n} {{{{ labels.level_{n} }}}}" for n in range(1, 5)),
        ),
        "part in criterion.parts",
        (
            "{{ part.name }}{% if part.unit %} ({{ part.unit }}){% endif %}. "
            "{{ part.better }}",
            "{{ part.value }}",
            ("part.level", ""),
            *(f"{{{{ part.cuts[{n}] }}}}" for n in range(4)),
        ),
    )
    page.tag("endif")


def criterion_people(page: Page) -> None:
    page.tag("if criterion.voices")
    page.say("{{ labels.people }}", look="Heading 3")
    marks = ["0", "1", "2", "3", "4", "?", "–"]
    page.table(
        (4.8, 2.8, 2.1, *([1.1] * 7)),
        (
            "{{ labels.discipline }}",
            "{{ labels.persons }}",
            "{{ labels.median }}",
            *marks,
        ),
        "voice in criterion.voices",
        (
            "{{ voice.discipline }}",
            "{{ voice.persons }}",
            "{{ voice.median }}",
            *(
                f"{{% if voice.counts and voice.counts[{n}] %}}"
                f"{{{{ voice.counts[{n}] }}}}{{% endif %}}"
                for n in range(7)
            ),
        ),
    )
    page.tag("endif", "if criterion.people")
    page.say("{{ criterion.people|join(' · ') }}", look="Note")
    page.tag("endif")
    for name in ("comments", "dissent"):
        comments(page, f"criterion.{name}", name)


def comments(page: Page, items: str, label: str, look: str = "Heading 3") -> None:
    page.tag(f"if {items}")
    page.say(f"{{{{ labels.{label} }}}}", look=look)
    page.tag(f"for one in {items}")
    page.say(
        "{% if one.discipline %}{{ one.discipline }} · {% endif %}", look="List Bullet"
    )
    # A run of its own: what is written from the right is marked so by the run.
    page.doc.paragraphs[-1].add_run("{{ one.words }}")
    page.tag("endfor", "endif")


def criteria(page: Page) -> None:
    page.say("{{ labels.all_criteria }}", look="Heading 1")
    page.tag("for criterion in criteria")
    page.say("{{ criterion.id }} {{ criterion.title }}", look="Heading 2")
    criterion_facts(page)
    page.tag("if criterion.level.key == 'withheld'")
    page.say("{{ labels.withheld_note }}", look="Note")
    page.tag("endif")
    criterion_parts(page)
    page.tag("if criterion.drawing")
    page.gap()
    page.say("{{ criterion.drawing.picture }}", look="Picture")
    page.say("{{ criterion.drawing.alt }}", look="Caption")
    page.tag("endif")
    criterion_people(page)
    page.tag("for one in criterion.tensions")
    page.say(
        "{{ one.id }} · {{ one.pull }} ({{ one.against }}){% if one.sharp %} · "
        "{{ one.sharp }}{% endif %} · {{ labels.way_out }} – {{ one.way_out }}",
        look="Tension",
    )
    page.tag("endfor")
    actions_table(page, "criterion.actions", "Heading 3", of_criterion=True)
    page.tag("endfor")


def actions_table(page: Page, items: str, look: str, *, of_criterion: bool) -> None:
    page.tag(f"if {items}")
    page.say("{{ labels.actions }}", look=look)
    if not of_criterion:
        page.say("{{ actions_numbers }}", look="Note")
    page.table(
        (3.6, 5, 3, 2, 1.9, 1.9),
        tuple(
            f"{{{{ labels.{n} }}}}"
            for n in ("criterion", "what", "owner", "phase", "due", "state")
        ),
        f"one in {items}",
        (
            "{{ one.criterion }} {{ one.title }}",
            "{{ one.what }}{% if one.attention %} ({{ one.attention|join(', ') }})"
            "{% endif %}",
            "{{ one.who }}",
            "{{ one.phase }}",
            "{{ one.due }}",
            "{{ one.state }}",
        ),
    )
    if not of_criterion:
        page.tag("else")
        page.say("{{ labels.actions }}", "{{ labels.no_actions }}", look=look)
        page.doc.paragraphs[-1].style = "Normal"
    page.tag("endif")


def tensions(page: Page) -> None:
    page.say("{{ labels.tensions }}", look="Heading 1")
    page.tag("for one in tensions")
    page.say("{{ one.id }} {{ one.pull }}", look="Heading 3")
    page.tag("if one.sharp")
    page.say("{{ one.sharp }}", look="Below")
    page.tag("endif", "for side in one.sides")
    page.say(
        "{{ labels.side }} {{ loop.index }}{% for row in side.rows %} · {{ row.id }} "
        "{{ row.title }} – {{ row.level.mark }} {{ row.level.word }}{% endfor %}",
        look="Side",
    )
    page.tag("endfor")
    page.say("{{ labels.way_out }} · {{ one.way_out }}", look="Tension")
    page.tag("else")
    page.say("{{ labels.no_tensions }}")
    page.tag("endfor")


def chain(page: Page) -> None:
    page.say("{{ labels.chain }}", look="Heading 1")
    page.grid("chain", 3.4)
    page.say("{{ chain.note }}", look="Caption")
    page.tag("if actors.rows")
    page.say("{{ labels.actor_matrix }}", look="Heading 2")
    page.say("{{ labels.actor_matrix_about }}", look="Note")
    page.grid("actors", 3.9)
    page.tag("endif")
    actions_table(page, "actions", "Heading 2", of_criterion=False)
    comments(page, "remarks", "remarks", "Heading 2")


def comparison(page: Page) -> None:
    page.tag("if comparison")
    page.say("{{ labels.comparison }}", look="Heading 1")
    verdict = ("{{ labels.verdict }}", "one in comparison.verdicts")
    designs(page, "scores", "{{ row.name }}", "one in row.shown", verdict)
    page.tag("if comparison.criteria")
    page.say("{{ labels.criteria_differ }}", look="Heading 2")
    designs(page, "criteria", "{{ row.id }} {{ row.title }}", "one in row.levels", None)
    page.tag("endif", "endif")


def designs(
    page: Page, rows: str, name: str, loop: str, more: tuple[str, str] | None
) -> None:
    """A table with a column per design; scores have the verdicts below them."""
    width = (WIDTH_CM - 5) / 3
    made = page.made(5 if more else 4, (5, width, width, width))
    fill_row(made, 0, ["{{ labels.design }}"], "Cell head")
    across(made, 0, "name in comparison.names", "{{ name }}", "Cell head")
    repeated(made)
    made.cell(1, 0).text = f"{{%tr for row in comparison.{rows} %}}"
    fill_row(made, 2, [name], "Cell head")
    across(made, 2, loop, "{{ one }}" if more else ("one", ""), "Cell")
    made.cell(3, 0).text = "{%tr endfor %}"
    if more:
        fill_row(made, 4, [more[0]], "Cell head")
        across(made, 4, more[1], "{{ one }}", "Cell")


def method(page: Page) -> None:
    page.say("{{ labels.method }}", look="Heading 1")
    page.say("{{ labels.scope }}", look="Heading 2")
    page.say("{{ method.scope }}", "{{ method.advisory }}")
    page.listed("method.limits", "{{ labels.limits }}")
    page.say("{{ labels.basis }}", look="Heading 2")
    page.table(
        (5, 12.4), (), "fact in method.facts", ("{{ fact.name }}", "{{ fact.words }}")
    )
    for name in ("assumptions", "defaults", "supplied", "notes", "attributions"):
        page.listed(f"method.{name}", f"{{{{ labels.{name} }}}}")
    page.tag("if method.parameters")
    page.say("{{ labels.parameters }}", look="Heading 2")
    page.table(
        (5.4, 2.6, 3.4, 6),
        tuple(
            f"{{{{ labels.{n} }}}}"
            for n in ("parameter", "value", "certainty", "source")
        ),
        "one in method.parameters",
        (
            "{{ one.name }}",
            "{{ one.value }}",
            "{{ one.certainty }}",
            "{{ one.source }}",
        ),
    )
    page.tag("endif")
    page.say("{{ labels.checks }}", look="Heading 2")
    page.tag("for one in checks")
    page.say("{{ one.word }} · {{ one.words }}", look="List Bullet")
    page.tag("else")
    page.say("{{ labels.checks_none }}")
    page.tag("endfor")


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
    TARGET.write_bytes(template())
    sys.exit(0)

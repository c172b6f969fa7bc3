"""The styles of the template: what a municipality changes first."""

from __future__ import annotations

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from sbd.views.palette import INK, INK_2, LOCK, PANEL, RULE, SIGNAL

from .page import WIDTH_CM

FACE = "Calibri"


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
        else doc.styles.add_style(
            name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc")
        )
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
        "Title": (30, True, INK, 50, 4),
        "Subtitle": (15, False, INK_2, 0, 18),
        "Heading 1": (20, True, INK, 0, 8),
        "Heading 2": (14, True, INK, 16, 5),
        "Heading 3": (11.5, True, INK, 9, 3),
        "toc 1": (10, False, INK, 0, 1),
        "Caption": (9, False, INK_2, 2, 8),
        "Cell": (9.5, False, INK, 1.5, 1.5),
        "Cell kept": (9.5, False, INK, 1.5, 1.5),
        "Cell tight": (9, False, INK, 0.5, 0.5),
        "Cell note": (9, False, INK_2, 0, 1.5),
        "Cell head": (9, True, INK_2, 1.5, 1.5),
        "Row head": (9, True, INK_2, 1.5, 1.5),
        "Legend": (8.5, False, INK_2, 0, 6),
        "Score": (13, True, INK, 0, 0),
        "Level": (9.5, False, INK, 1.5, 1.5),
        "Picture": (9.5, False, INK, 4, 2),
        "Note": (9.5, False, INK_2, 0, 4),
        "Note kept": (9.5, False, INK_2, 0, 4),
        "Gap": (4, False, INK, 0, 0),
        "End": (4, False, INK, 0, 0),
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
    forms(doc)
    doc.styles["Title"].element.pPr.remove_all("w:pBdr")
    bar(doc.styles["Tension"])


def forms(doc: Doc) -> None:
    """Say what stays with what follows, what stays whole, and where tabs stand."""
    for name in (
        *("Heading 1", "Heading 2", "Heading 3"),
        *("Cell head", "Cell kept", "Note kept", "Level", "Score", "Gap", "Picture"),
    ):
        doc.styles[name].paragraph_format.keep_with_next = True
    side = style(doc, "Side", "List Bullet")
    for one in (side, doc.styles["Below"]):
        one.paragraph_format.keep_with_next = True
    doc.styles["Cell tight"].paragraph_format.line_spacing = 1.0
    doc.styles["Heading 1"].paragraph_format.page_break_before = True
    doc.styles["toc 1"].paragraph_format.tab_stops.add_tab_stop(
        Cm(WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )
    legend = doc.styles["Legend"].paragraph_format
    legend.line_spacing = 1.0
    for place in (WIDTH_CM / 3, 2 * WIDTH_CM / 3):
        legend.tab_stops.add_tab_stop(Cm(place))
    for name in ("Tension", "Caption", "Note", "Side", "List Bullet"):
        doc.styles[name].paragraph_format.keep_together = True


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

"""A session on paper: one A4 page per discipline, to be filled in with a pen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pyproj import Transformer

from sbd.checklists.model import Criterion
from sbd.locale import text
from sbd.plans.plan import Plan
from sbd.reviews.records import Edition, Place
from sbd.views.plan_svg import plan_svg, site_window
from sbd.views.symbols import symbol_mark
from sbd.views.words import in_words, kind_name

#: Answers, in the order of the boxes.
ANSWERS = ("0", "1", "2", "3", "4", "?", "–")
#: Height that the plan and the rows share, and between which bounds each lies. [mm]
_ROOM = 245.5
_PLAN_MM = (46.0, 100.0)
_ROW_MM = (8.4, 20.0)
#: Side of a box to cross, and the white above and below it. [mm]
_BOX_MM, _WHITE_MM = 4.8, 0.9
#: Breadth of the column with the questions. [mm]
_ASKED_MM = 92.0
#: Sizes that print is set in; smaller than the last nobody reads. [pt]
_SIZES = tuple(n / 4 for n in range(40, 23, -1))
_POINT_MM = 25.4 / 72
#: Breadth of a letter, wide faces included, and height of a line. [of its size]
_LETTER, _LINE = 0.51, 1.08
_PICTURE_PX = 900

PAPER_CSS = """
@page{size:A4 portrait;margin:0}
*{box-sizing:border-box}
html,body{margin:0;background:#fff;color:var(--ink)}
body{font:9pt/1.2 "Source Sans 3","Source Sans Pro","Source Sans",Arial,
 "Liberation Sans",sans-serif}
.sheet{width:210mm;height:296.5mm;padding:9mm 10mm 7mm;overflow:hidden;display:flex;
 flex-direction:column;gap:2.5mm;break-after:page;break-inside:avoid}
.sheet:last-child{break-after:auto}
.sheet header{display:flex;justify-content:space-between;gap:6mm;align-items:flex-end;
 border-bottom:.6mm solid var(--ink);padding-bottom:1.5mm;height:14mm;flex:none}
.sheet h1{font-size:17pt;line-height:1;margin:0}
.sheet header p{margin:0;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.sheet header .no{font-size:10pt;white-space:nowrap;text-align:right;flex:none}
.no i{display:inline-block;width:16mm;border-bottom:.3mm solid var(--ink)}
.top{display:flex;gap:5mm;flex:none}
.top .plan{flex:none;height:100%;max-width:119mm;
 background:#fff center/contain no-repeat;
 border:.3mm solid var(--edge);print-color-adjust:exact;
 -webkit-print-color-adjust:exact}
.top .how{flex:1 1 0;min-width:0;overflow:hidden;line-height:1.25}
.how p{margin:0 0 1.2mm}
.how ol{columns:26mm;column-gap:3mm;list-style:none;margin:0;padding:0;font-size:8pt}
.how .key{margin-bottom:1.2mm}
.how li b{display:inline-block;min-width:1.3em}
.form{border-collapse:collapse;width:100%;table-layout:fixed}
.form th,.form td{border-bottom:.2mm solid var(--edge);padding:0;text-align:center}
.form thead th{border-bottom:.5mm solid var(--ink);height:6mm;vertical-align:bottom;
 font-size:9pt;padding-bottom:.6mm}
.form .a{width:92mm}.form .b{width:6.3mm}.form .l{width:12mm}
.form th.asked{text-align:left;font-weight:400;padding-right:2mm}
.form th.asked div{overflow:hidden;line-height:1.08}
.form td{line-height:0}
.form .why{border-left:.2mm solid var(--rule)}
.form thead .why,.form thead .a{text-align:left;padding-left:1mm}
.form .why+.why{padding-left:1mm}
.box{display:inline-flex;width:var(--box);height:var(--box);color:var(--ink2);
 border:.35mm solid var(--ink);align-items:center;justify-content:center;
 font-size:min(7.5pt,calc(var(--box) * .6));line-height:1;vertical-align:middle}
.sheet footer{margin-top:auto;color:var(--ink2);font-size:7.5pt;flex:none;
 display:flex;justify-content:space-between;gap:4mm}
.sheet footer span:last-child{white-space:nowrap}
.sheet .tag{font-size:8pt;white-space:nowrap;padding:.2mm 1.2mm;
 print-color-adjust:exact;
 -webkit-print-color-adjust:exact}
@media screen{body{background:var(--track)}
 .sheet{background:#fff;margin:5mm auto;border:1px solid var(--edge)}}
"""


@dataclass(frozen=True)
class PaperSheet:
    """What the page of one discipline holds.

    Parameters
    ----------
    title, about : str
        Of the meeting: the site and, in a few words, variant and date.
    discipline : str
        Who fills it in.
    criteria : sequence of Criterion
        What is asked, in order.
    places : sequence of Place
        Lettered places of the plan.
    edition : {"public", "restricted"}
        Of plan and criteria.
    """

    title: str
    about: str
    discipline: str
    criteria: Sequence[Criterion]
    places: Sequence[Place] = ()
    edition: Edition = "public"


def paper_picture(plan: Plan, places: Sequence[Place], lang: str) -> str:
    """Return the plan as an SVG with its places lettered.

    Parameters
    ----------
    plan : Plan
        In the edition that may be seen.
    places : sequence of Place
        In degrees.
    lang : {"nl", "fr", "en"}
        Language of the alternative text.
    """
    drawn = plan_svg(
        plan, width=_PICTURE_PX, title=text(lang, "ui.plan_map", name=plan.name)
    )
    west, _, east, north = site_window(plan)
    scale = _PICTURE_PX / (east - west)
    to_plan = Transformer.from_crs(4326, plan.crs, always_xy=True)
    marks = []
    for place in places:
        x, y = to_plan.transform(place.lon, place.lat)
        marks.append(_letter((x - west) * scale, (north - y) * scale, place.letter))
    return drawn.removesuffix("</svg>") + "".join(marks) + "</svg>"


def paper_sheet(sheet: PaperSheet, lang: str) -> str:
    """Return the page of one discipline as HTML.

    Parameters
    ----------
    sheet : PaperSheet
        What it holds.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    str
        A ``<section>``, exactly as large as an A4 page; the plan is the background
        of ``.plan.<edition>``, so that a file holds each drawing once.
    """
    plan_mm, row_mm = _heights(len(sheet.criteria))
    box = min(_BOX_MM, row_mm - _WHITE_MM)
    setting = _setting(sheet.criteria, lang, row_mm)
    rows = "".join(_row(c, lang, row_mm, setting) for c in sheet.criteria)
    answers = "".join(f'<th scope="col" class="b">{a}</th>' for a in ANSWERS)
    return (
        f'<section class="sheet" lang="{lang}" style="--box:{box:.2f}mm">'
        f"{_header(sheet, lang)}{_top(sheet, plan_mm, lang)}"
        f'<table class="form"><thead><tr><th scope="col" class="a">'
        f"{escape(text(lang, 'paper.question'))}</th>{answers}"
        f'<th scope="col" class="why l">{escape(text(lang, "paper.where"))}</th>'
        f'<th scope="col" class="why">{escape(text(lang, "paper.why"))}</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>{_footer(sheet, lang)}</section>\n"
    )


def _letter(x: float, y: float, letter: str) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="17" fill="#fff" stroke="#101820" '
        f'stroke-width="3"/><text x="{x:.1f}" y="{y + 8:.1f}" font-size="23" '
        f'font-weight="700" text-anchor="middle" fill="#101820">{escape(letter)}</text>'
    )


def _heights(criteria: int) -> tuple[float, float]:
    """Return the heights of the plan and of a row, which share the page. [mm]"""
    lowest, highest = _PLAN_MM
    enough, most = _ROW_MM
    plan = min(max(_ROOM - criteria * enough, lowest), highest)
    return plan, min((_ROOM - plan) / max(criteria, 1), most)


def _setting(
    criteria: Sequence[Criterion], lang: str, row_mm: float
) -> tuple[float, bool]:
    """Return the largest size whose lines fit the rows, and if questions do. [pt]"""
    for ask in (True, False):
        for size in _SIZES:
            if all(_height(c, lang, size, ask) <= row_mm - 0.3 for c in criteria):
                return size, ask
    return _SIZES[-1], False


def _height(criterion: Criterion, lang: str, size: float, ask: bool) -> float:
    """Return how high a row's words are. [mm]"""
    words = f"{criterion.id} {in_words(criterion.title, lang)}"
    words += f". {in_words(criterion.question, lang)}" if ask else ""
    letters = (_ASKED_MM - 2) / (_LETTER * size * _POINT_MM)
    return math.ceil(len(words) / letters) * _LINE * size * _POINT_MM


def _row(
    criterion: Criterion, lang: str, row_mm: float, setting: tuple[float, bool]
) -> str:
    size, ask = setting
    words = f"<b>{criterion.id} {escape(in_words(criterion.title, lang))}</b>"
    if ask:
        words += f". {escape(in_words(criterion.question, lang))}"
    if criterion.sensitive:
        words = f"{symbol_mark('lock')} {words}"
    box = "".join(f'<td><span class="box">{a}</span></td>' for a in ANSWERS)
    return (
        f'<tr style="height:{row_mm:.2f}mm"><th scope="row" class="asked" '
        f'style="font-size:{size:g}pt">'
        f'<div style="max-height:{row_mm - 0.3:.2f}mm">{words}</div></th>'
        f'{box}<td class="why"></td><td class="why"></td></tr>'
    )


def _header(sheet: PaperSheet, lang: str) -> str:
    who = escape(text(lang, f"discipline.{sheet.discipline}"))
    number = escape(text(lang, "paper.number"))
    return (
        f"<header><div><h1>{who}</h1><p><b>{escape(sheet.title)}</b> "
        f'{escape(sheet.about)}</p></div><p class="no">{number} <i></i></p></header>'
    )


def _top(sheet: PaperSheet, plan_mm: float, lang: str) -> str:
    key = "".join(
        f"<li><b>{a}</b> {escape(_answer_word(a, lang))}</li>" for a in ANSWERS
    )
    letters = "".join(
        f"<li><b>{escape(p.letter)}</b> {escape(kind_name(p.kind, lang))}</li>"
        for p in sheet.places
    )
    named = escape(text(lang, "ui.plan_map", name=sheet.title))
    return (
        f'<div class="top" style="height:{plan_mm:.1f}mm">'
        f'<div class="plan {sheet.edition}" role="img" aria-label="{named}"></div>'
        f'<div class="how"><p>{escape(text(lang, "paper.how"))}</p>'
        f'<ol class="key">{key}</ol><ol>{letters}</ol></div></div>'
    )


def _answer_word(answer: str, lang: str) -> str:
    if answer == "?":
        return text(lang, "ui.dontknow")
    if answer == "–":
        return text(lang, "state.not_applicable")
    return text(lang, f"level.{answer}")


def _footer(sheet: PaperSheet, lang: str) -> str:
    edition = escape(text(lang, f"edition.{sheet.edition}"))
    lock = f'<span class="tag lock">{symbol_mark("lock")} {edition}</span>'
    said = lock if sheet.edition == "restricted" else f"<span>{edition}</span>"
    return f"<footer><span>{escape(text(lang, 'paper.blind'))}</span>{said}</footer>"

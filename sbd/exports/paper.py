"""One file to print: a page per discipline, for a session without screens."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from html import escape

from sbd.checklists.lists import read_lists
from sbd.checklists.model import Checklist
from sbd.locale import text
from sbd.reviews.records import Place, Session
from sbd.views.offline import check_closed
from sbd.views.paper import PAPER_CSS, PaperSheet, paper_sheet
from sbd.views.stylesheet import stylesheet

_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)


def paper_page(
    sheets: Sequence[PaperSheet], pictures: Mapping[str, str], lang: str
) -> str:
    """Return the file; the same input gives the same bytes.

    Parameters
    ----------
    sheets : sequence of PaperSheet
        One per discipline.
    pictures : mapping of str to str
        The plan (SVG) by edition; only those that a sheet shows are in the file.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    str
        HTML that calls nothing outside itself.

    Raises
    ------
    ValueError
        If the file would call anything outside itself: a fault of the program.
    """
    shown = sorted({s.edition for s in sheets} & set(pictures))
    plans = "".join(f".plan.{e}{{{_background(pictures[e])}}}" for e in shown)
    title = escape(
        text(lang, "paper.file_title", name=sheets[0].title if sheets else "")
    )
    body = "".join(paper_sheet(s, lang) for s in sheets)
    page = (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{stylesheet()}{PAPER_CSS}{plans}</style>\n"
        f"</head>\n<body>\n{body}</body>\n</html>\n"
    )
    check_closed(page)
    return page


def session_sheets(
    about: Session, checklist: Checklist, places: Sequence[Place]
) -> tuple[PaperSheet, ...]:
    """Return the sheets of a session, one per discipline expected.

    Sensitive criteria stand only on those of disciplines that were granted the
    restricted edition.
    """
    known = {c.id: c for c in checklist.criteria}
    order = list(read_lists().disciplines)
    expected = [s.discipline for s in about.seats if s.expected]
    return tuple(
        PaperSheet(
            title=about.title,
            about=about.opened[:10],
            discipline=discipline,
            criteria=[
                known[i.criterion]
                for i in about.items_for(discipline)
                if i.criterion in known
            ],
            places=places,
            edition="restricted" if about.may_see_restricted(discipline) else "public",
        )
        for discipline in sorted(expected, key=order.index)
    )


def _background(svg: str) -> str:
    coded = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    size = _VIEW_BOX.search(svg)
    ratio = f"aspect-ratio:{size[1]}/{size[2]};" if size else "flex:1 1 0;"
    return f'{ratio}background-image:url("data:image/svg+xml;base64,{coded}")'

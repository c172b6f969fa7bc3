"""The drawings of a report as pictures that a template can place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sbd.exports.docx_package import clean
from sbd.exports.docx_pictures import Picture, pictures
from sbd.exports.material import Material
from sbd.views.balance_drawing import balance_drawing
from sbd.views.report.model import Front
from sbd.views.report_drawing import Drawing, criterion_drawing, overview_drawing

#: Widths on paper: of the plan with all findings, of the bars, of the places of one
#: criterion, and of a symbol in the legend. [cm]
OVERVIEW_CM, BALANCE_CM, CRITERION_CM, SYMBOL_CM = 12.6, 17.0, 13.0, 0.36


class Drawn(NamedTuple):
    """The drawings of a report, as fields of a template."""

    overview: dict[str, Any]
    balance: dict[str, Any]
    criteria: dict[str, dict[str, Any]]


def drawings(material: Material, front: Front, lang: str) -> Drawn:
    """Return the drawings of a report.

    Parameters
    ----------
    material : Material
        In the edition to be written.
    front : Front
        The page for who decides: its scores are drawn as bars.
    lang : {"nl", "fr", "en"}
        Language of what is written on them.

    Returns
    -------
    Drawn
        The plan with all findings, the bars, and the places of criteria by their ids.
    """
    given = (material.assessment, material.plan, material.checklist)
    whole = overview_drawing(*given, lang)
    ids = [result.id for result in material.assessment.criteria]
    found = {one: criterion_drawing(*given, one, lang) for one in ids}
    ours = {one: drawing for one, drawing in found.items() if drawing is not None}
    made = iter(pictures(list(_wanted(whole, front, ours))))
    overview = _placed(next(made), whole.alt, OVERVIEW_CM)
    overview["legend"] = [
        {"symbol": Picture(next(made), row.name, SYMBOL_CM), "name": row.name}
        for row in whole.legend
    ]
    spoken = "; ".join(s.spoken for s in front.scores)
    bars = _placed(next(made), f"{spoken}. {front.line_words}", BALANCE_CM)
    places = {
        one: _placed(next(made), drawing.alt, CRITERION_CM)
        for one, drawing in ours.items()
    }
    return Drawn(overview, bars, places)


def _placed(png: bytes, alt: str, width: float) -> dict[str, Any]:
    words = clean(alt)
    return {"picture": Picture(png, words, width), "alt": words}


def _wanted(
    whole: Drawing, front: Front, ours: Mapping[str, Drawing]
) -> Iterator[tuple[str, float]]:
    """Yield what is to be drawn and how wide, in the order it is taken."""
    yield whole.svg, OVERVIEW_CM
    yield from ((row.symbol, SYMBOL_CM) for row in whole.legend)
    yield balance_drawing(front), BALANCE_CM
    yield from ((drawing.svg, CRITERION_CM) for drawing in ours.values())

"""The drawings of a report as pictures that a template can place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sbd.exports.docx_pictures import Picture, pictures
from sbd.exports.docx_template_fields import clean
from sbd.exports.material import Material
from sbd.views.report_drawing import Drawing, criterion_drawing, overview_drawing

#: Widths on paper: of the plan with all findings, of that of one criterion, and of a
#: symbol in the legend. [cm]
OVERVIEW_CM, CRITERION_CM, SYMBOL_CM = 16.4, 13.0, 0.42


def drawings(material: Material, lang: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the drawing of all findings, and those of criteria by their ids.

    Parameters
    ----------
    material : Material
        In the edition to be written.
    lang : {"nl", "fr", "en"}
        Language of what is written on them.

    Returns
    -------
    tuple of dict and dict
        Fields as a template names them.
    """
    given = (material.assessment, material.plan, material.checklist)
    whole = overview_drawing(*given, lang)
    ids = [result.id for result in material.assessment.criteria]
    found = {one: criterion_drawing(*given, one, lang) for one in ids}
    ours = {one: drawing for one, drawing in found.items() if drawing is not None}
    made = iter(pictures(list(_wanted(whole, ours))))
    overview = {
        "picture": Picture(next(made), clean(whole.alt), OVERVIEW_CM),
        "alt": clean(whole.alt),
        "legend": [
            {"symbol": Picture(next(made), row.name, SYMBOL_CM), "name": row.name}
            for row in whole.legend
        ],
    }
    return overview, {
        one: {
            "picture": Picture(next(made), clean(drawing.alt), CRITERION_CM),
            "alt": clean(drawing.alt),
        }
        for one, drawing in ours.items()
    }


def _wanted(whole: Drawing, ours: Mapping[str, Drawing]) -> Iterator[tuple[str, float]]:
    """Yield what is to be drawn and how wide, in the order it is taken."""
    yield whole.svg, OVERVIEW_CM
    yield from ((row.symbol, SYMBOL_CM) for row in whole.legend)
    yield from ((drawing.svg, CRITERION_CM) for drawing in ours.values())

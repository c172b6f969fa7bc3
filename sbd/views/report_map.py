"""The map of a report: the plan, all findings, and each criterion's own places."""

from __future__ import annotations

from html import escape

import folium

from sbd.checklists.model import Checklist
from sbd.document import Assessment
from sbd.locale import text
from sbd.plans.plan import Plan
from sbd.views.criteria import ordered
from sbd.views.map import base_map, findings_group, fix_ids
from sbd.views.map_frame import LocalMap
from sbd.views.words import title_of


def report_map(
    assessment: Assessment, plan: Plan, checklist: Checklist | None, lang: str
) -> LocalMap:
    """Return the plan with a switchable layer per criterion that has a place.

    Parameters
    ----------
    assessment : Assessment
        What was found; a withheld criterion has no layer.
    plan : Plan
        The plan assessed.
    checklist : Checklist, optional
        Gives the titles.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    LocalMap
        At first all findings are shown, one pin per criterion.
    """
    drawn = base_map(plan, lang)
    pins = findings_group(assessment, plan, lang, None)
    # Leaflet writes the names of layers as HTML.
    pins.layer_name = escape(text(lang, "ui.show_all"))
    drawn.add_child(pins)
    for result in ordered(assessment):
        if result.where is None or result.state == "withheld":
            continue
        layer = findings_group(assessment, plan, lang, result.id)
        title = f"{result.id} {title_of(checklist, result.id, lang)}"
        layer.layer_name = escape(title)
        layer.show = False
        drawn.add_child(layer, name=result.id)
    drawn.add_child(folium.LayerControl(collapsed=True))
    return fix_ids(drawn, "m")

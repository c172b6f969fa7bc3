"""The map editor alone on a page, on a small square; its steps stay in the session."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from pyproj import CRS
from shapely.geometry import LineString, Point, box

from sbd.errors import SbdError
from sbd.plans.identify import layers_of
from sbd.plans.plan import Plan
from sbd.plans.recognise import Found
from sbd.plans.steps import Step
from sbd.plans.supply import supply
from sbd.ui.components import editor
from sbd.ui.gestures import steps_of
from sbd.views.editor_data import Around, editor_data

X, Y = 148_900.0, 170_600.0
SITE = box(X, Y, X + 80, Y + 50)
ELEMENTS = {
    "house": Found("building", box(X + 10, Y + 10, X + 22, Y + 20), {}, "a", "house"),
    "post": Found("lamp", Point(X + 40, Y + 25), {"height_m": 4.0}, "a", "post"),
    "seat": Found(
        "bench", LineString([(X + 30, Y + 30), (X + 32, Y + 30)]), {}, "a", "seat"
    ),
    "area": Found("green", box(X + 50, Y + 10, X + 60, Y + 20), {}, "a", "area"),
}


def plan_of(steps: list[Step]) -> Plan:
    done = supply(ELEMENTS, steps)
    crs = CRS.from_epsg(31370)
    layers = layers_of(dict(done.elements), crs)
    site = done.elements["site"].geometry if "site" in done.elements else SITE
    plan = Plan("Plein", crs, layers, SITE.buffer(20), site=site)
    return replace(plan, supplied=done.supplied)


def page() -> None:
    kept: list[tuple[Step, ...]] = st.session_state.setdefault("kept", [])
    undone: list[tuple[Step, ...]] = st.session_state.setdefault("undone", [])
    plan = plan_of([step for group in kept for step in group])
    around = Around(
        saved=(len(kept), f"Saved, step {len(kept)}") if kept else None,
        problem=st.session_state.get("problem"),
        can_undo=bool(kept),
        can_redo=bool(undone),
    )
    with st.container(height=640, border=False):
        event = editor.show(editor_data(plan, "en", around), key="editor")
    last = [step.model_dump_json() for step in kept[-1]] if kept else []
    st.code("\n".join([f"steps {len(kept)}", *last]), language=None)
    if event is None:
        return
    try:
        if event["op"] == "undo":
            undone.append(kept.pop())
        elif event["op"] == "redo":
            kept.append(undone.pop())
        else:
            kept.append(steps_of(event, plan))
    except SbdError as error:
        st.session_state["problem"] = (str(event["n"]), str(error))
    st.rerun()


page()

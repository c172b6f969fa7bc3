"""The drawing board: the plan in the map editor; what is done on it is kept at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import shapely
import streamlit as st
from pyproj import Transformer
from shapely.ops import transform

from sbd.errors import SbdError
from sbd.plans.plan import Plan
from sbd.ui import state
from sbd.ui.components import editor
from sbd.ui.gestures import steps_of
from sbd.ui.project import Project
from sbd.ui.words import why
from sbd.views.editor_data import Around, Focus, Picture, editor_data
from sbd.views.history import last_step
from sbd.views.picture import picture_payload


def show(project: Project, plan: Plan) -> None:
    """Show the map; what is done on it is in the plan file before the page says so.

    Parameters
    ----------
    project : Project
        On screen.
    plan : Plan
        Its plan.
    """
    data = editor_data(plan, state.lang(), _around(project, plan))
    with st.container(key="board", height="stretch"):
        event = editor.show(data, key=state.map_of(project.id), height="stretch")
    if event is None:
        return
    try:
        _act(project, plan, event)
        state.trouble(None)
    except SbdError as error:
        state.trouble(error)
    st.rerun()


def _act(project: Project, plan: Plan, event: Mapping[str, Any]) -> None:
    if event["op"] == "undo":
        project.undo()
    elif event["op"] == "redo":
        project.redo()
    else:
        project.supply(*steps_of(event, plan))


def _around(project: Project, plan: Plan) -> Around:
    states = {entry.state for entry in project.entries}
    trouble, lang = state.troubled(), state.lang()
    return Around(
        saved=(project.last, last_step(project.entries, lang))
        if project.last
        else None,
        problem=(trouble[0], why(trouble[1])) if trouble else None,
        can_undo="done" in states,
        can_redo="undone" in states,
        picture=_picture(project, plan),
        focus=_focus(plan),
    )


def _picture(project: Project, plan: Plan) -> Picture | None:
    """Return the picture that belongs under the plan, if it is to be shown."""
    kept = project.attachment("picture")
    found = kept and picture_payload(kept.content, kept.about, plan.crs)
    return Picture(**found) if found else None


def _focus(plan: Plan) -> Focus | None:
    """Return what was asked to be shown, in the plan's coordinates."""
    asked = state.focus()
    if asked is None:
        return None
    to_plan = Transformer.from_crs(4326, plan.crs, always_xy=True)
    bounds = place = None
    if asked.get("bounds"):
        (south, west), (north, east) = asked["bounds"]
        bounds = to_plan.transform_bounds(west, south, east, north)
    if asked.get("geometry"):
        degrees = shapely.from_geojson(json.dumps(asked["geometry"]))
        place = transform(to_plan.transform, degrees)
    return Focus(str(asked["stamp"]), tuple(asked.get("ids") or ()), bounds, place)

"""The map editor: draw, name, move and change elements of a plan on the map.

A component without a frame: Leaflet's core, and beside this file its own scripts and
styles. What is done on the map comes back as events, each with a number; the editor
keeps an event until the page says that it was taken, so that none is lost when
several are made while the page is busy. After a restart, what waits is sent again only
if the plan is as it was, so that none is done twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any, Literal

import streamlit as st

from sbd.ui import state
from sbd.ui.components import plan_map
from sbd.views.map_frame import north_arrow

#: The scripts, in the order in which they are joined to one module.
SCRIPTS = (
    "geometry.js",
    "features.js",
    "drawn.js",
    "map.js",
    "speech.js",
    "select.js",
    "snap.js",
    "draw.js",
    "change.js",
    "reshape.js",
    "keyboard.js",
    "pointer.js",
    "fields.js",
    "toolbar.js",
    "main.js",
)
#: Address of Leaflet's files, relative to the app's own.
LEAFLET = "component/" + plan_map.BASE.removeprefix("../")


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


_component = st.components.v2.component(
    "sbd_editor",
    html='<div class="ed"></div>',
    css=_text("editor.css"),
    js="\n".join(_text(name) for name in SCRIPTS),
)


def show(
    data: Mapping[str, Any], *, key: str, height: int | Literal["stretch"] = "stretch"
) -> dict[str, Any] | None:
    """Show the editor and return the oldest event that was not returned yet.

    The event is to be acted upon before anything else is drawn (Streamlit may end a
    run at any later call), and the page run again: the next call returns the next.

    Parameters
    ----------
    data : mapping
        By `sbd.views.editor_data.editor_data`.
    key : str
        Key of the component.
    height : int or "stretch"
        Height of the whole editor [px], or that of what it stands in.

    Returns
    -------
    dict or None
        With ``op`` and what belongs to it, as `sbd.ui.gestures.steps_of` reads it;
        ``undo`` and ``redo`` are the project's to do.
    """
    token, taken = state.editing(key)
    own = {
        "leaflet": LEAFLET,
        "arrow": north_arrow(),
        "token": token,
        "taken": taken,
    }
    result = _component(
        data={**data, **own}, key=key, height=height, on_event_change=lambda: None
    )
    event = oldest(result.event, token, taken)
    if event is not None:
        state.edited(key, int(event["n"]))
    return event


def oldest(sent: Any, token: str, taken: int) -> dict[str, Any] | None:
    """Return the oldest event sent in this session that was not taken yet.

    Parameters
    ----------
    sent : any
        ``{"token": ..., "events": [{"n": 1, "op": ...}, ...]}`` as the browser has it.
    token : str
        Of the session; events of another one were taken or lost with it.
    taken : int
        Number of the last event taken. [1]
    """
    if not isinstance(sent, Mapping) or sent.get("token") != token:
        return None
    events = [e for e in sent.get("events") or () if isinstance(e, Mapping)]
    fresh = [e for e in events if isinstance(e.get("n"), int) and e["n"] > taken]
    return dict(min(fresh, key=lambda e: int(e["n"]))) if fresh else None

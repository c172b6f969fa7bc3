"""The table of elements: fill in, in bulk, from a spreadsheet, one cell at a time.

A component without a frame. What is filled in comes back as events, each with a
number, kept by the browser until the page says that it was taken, as the map editor
does. Chosen rows are told to the map, and chosen things of the map to the table, by
the document's event ``sbd-select``, without asking the server.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

import streamlit as st

from sbd.ui import state
from sbd.ui.components.editor import oldest

#: The scripts, in the order in which they are joined to one module.
SCRIPTS = ("values.js", "send.js", "rows.js", "paste.js", "table.js", "main.js")


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


_component = st.components.v2.component(
    "sbd_element_table",
    html='<div class="ft"></div>',
    css=_text("table.css"),
    js="\n".join(_text(name) for name in SCRIPTS),
)


def show(data: Mapping[str, Any], *, key: str) -> list[dict[str, Any]]:
    """Show the table and return the events that were not returned yet, oldest first.

    They are to be acted upon before anything else is drawn, and the page run again.

    Parameters
    ----------
    data : mapping
        By `sbd.views.element_rows.element_table`, with ``saved`` (number of the last
        step on the disk and the words that say so) and ``problem`` (a stamp and the
        words of what could not be kept), each perhaps None.
    key : str
        Key of the component.

    Returns
    -------
    list of dict
        With ``op`` and what belongs to it, as `sbd.ui.fills` reads it.
    """
    token, taken = state.editing(key)
    result = _component(
        data={**data, "token": token, "taken": taken},
        key=key,
        on_event_change=lambda: None,
    )
    events: list[dict[str, Any]] = []
    while (event := oldest(result.event, token, taken)) is not None:
        events.append(event)
        taken = int(event["n"])
    if events:
        state.edited(key, taken)
    return events

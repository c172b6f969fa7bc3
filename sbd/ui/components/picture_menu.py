"""Choose a picture to lay over the map: eyes, light, shade, walking distance."""

from __future__ import annotations

from html import escape

import streamlit as st

from sbd.indicators.fields import FIELDS
from sbd.ui import cache, state
from sbd.ui.project import Project
from sbd.ui.words import names, say
from sbd.views.field_picture import FieldPicture

_NONE = "none"


def show(project: Project) -> FieldPicture | None:
    """Show a button that opens the choice; return the picture chosen, if any.

    Parameters
    ----------
    project : Project
        Its plan has a site.
    """
    options = (_NONE, *FIELDS)
    with st.popover(say("field.choose_short"), icon=":material/layers:"):
        chosen = st.radio(
            say("field.choose"),
            options,
            format_func=names("field.name", options),
            key=state.PICTURE,
        )
        if chosen in (None, _NONE):
            return None
        with st.spinner(say("ui.measuring")):
            found = cache.picture(project.address(), str(chosen), state.lang())
        if found is None:
            st.html(f'<p class="note">{escape(say("field.nothing"))}</p>')
        return found

"""The frame of all pages: look, navigation, language."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.delta_generator_singletons import (
    context_dg_stack,
    get_default_dg_stack_value,
)

from sbd.errors import SbdError
from sbd.ui import bringing, state
from sbd.ui.components import head, page_language
from sbd.ui.look import STREAMLIT_CSS
from sbd.ui.words import complain, say
from sbd.views.stylesheet import stylesheet

ICON = Path(__file__).with_name("icon.png")


def main() -> None:
    """Draw the frame and the page asked for."""
    # A run that waited for a fragment's would draw the whole page inside that fragment:
    # the browser then finds no place for what is sent and shows nothing at all.
    context_dg_stack.set(get_default_dg_stack_value())
    st.set_page_config("sbd", page_icon=str(ICON), layout="wide")
    state.begin()
    st.html(f"<style>{stylesheet()}{STREAMLIT_CSS}</style>")
    page_language.show(state.lang())
    pages = [
        st.Page("ui/pages/plan.py", title=say("ui.plan"), default=True),
        st.Page("ui/pages/findings.py", title=say("ui.findings")),
        st.Page("ui/pages/review.py", title=say("ui.review")),
        st.Page("ui/pages/report.py", title=say("ui.report")),
    ]
    chosen = st.navigation(pages, position="top")
    head.language()
    try:
        _begin()
        chosen.run()
    except SbdError as error:
        complain(error)
    state.finish()


def _begin() -> None:
    """Open a first plan; where another page is asked for meanwhile, that one does."""
    try:
        if state.opening() and (first := bringing.opening()):
            state.choose_project(first.id)
    except SbdError:
        state.opened()
        raise
    state.opened()

"""Tell the browser the language of the page; Streamlit's own page says English."""

from __future__ import annotations

import streamlit as st

from sbd.ui import state

_JS = """
export default function({data}) { document.documentElement.lang = data.lang; }
"""

_component = st.components.v2.component("sbd_page_language", js=_JS)


def show(lang: str) -> None:
    """Set the language of the page.

    Parameters
    ----------
    lang : {"nl", "fr", "en"}
        Language of the screen.
    """
    _component(data={"lang": lang}, key=state.PAGE_LANGUAGE, height=1)

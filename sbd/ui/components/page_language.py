"""Tell the browser the language of the page; Streamlit's own words are English."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from sbd.ui import state
from sbd.ui.words import say

#: Streamlit's own words, and ours; what ends in a blank is followed by a name.
WORDS = {
    "Skip to main content": "frame.skip",
    "App pages": "frame.pages",
    "Upload": "frame.upload",
    "file upload": "frame.upload",
    "Open": "frame.open_list",
    "Choose an option": "app.choose",
    "No results": "frame.no_results",
    "Selected values": "frame.selected",
    "Clear value": "frame.clear",
    "Clear all": "frame.clear_all",
    "Choose date": "frame.choose_date",
    "Press Enter to apply": "frame.enter",
    "Press Enter to submit form": "frame.enter",
    "Press Ctrl+Enter to apply": "frame.ctrl_enter",
    "Press Ctrl+Enter to submit form": "frame.ctrl_enter",
    "Press ⌘+Enter to apply": "frame.cmd_enter",
    "Press ⌘+Enter to submit form": "frame.cmd_enter",
    "Remove ": "frame.remove",
    "Cancel upload of ": "frame.remove",
    "Help for ": "frame.help",
}
_JS = Path(__file__).with_suffix(".js").read_text("utf-8")
_component = st.components.v2.component("sbd_page_language", js=_JS)


def show(lang: str) -> None:
    """Set the language of the page.

    Parameters
    ----------
    lang : {"nl", "fr", "en"}
        Language of the screen.
    """
    words = {english: say(key, name="{name}") for english, key in WORDS.items()}
    _component(data={"lang": lang, "words": words}, key=state.PAGE_LANGUAGE, height=1)

"""What a browser session remembers of the page *Report*; see `sbd.ui.state`."""

from __future__ import annotations

import streamlit as st

EDITION = "report_edition"
LANGS = "report_langs"
OTHERS = "report_others"
TEMPLATE = "report_template"
DOWNLOAD = "report_download"
_FORMAT = "report_format_"


def format_key(suffix: str) -> str:
    """Return the key of a format's box."""
    return _FORMAT + suffix


def chosen_formats(suffixes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the formats whose box is ticked."""
    return tuple(s for s in suffixes if st.session_state.get(format_key(s)))


def check_key(number: int) -> str:
    """Return the key of the button that leads from a check to its criterion."""
    return f"report_check_{number}"

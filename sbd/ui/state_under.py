"""What a browser session remembers of pictures and heights below a plan.

See `sbd.ui.state`.
"""

from __future__ import annotations

import streamlit as st

from sbd.errors import SbdError

_TAKEN = "sbd_under_"
_ERROR = "sbd_under_error_"


def widget_key(widget: str, about: str) -> str:
    """Return the key of a widget about the picture, the heights or a project."""
    return f"under_{widget}_{about}"


def upload_key(role: str, project: str) -> str:
    """Return the key of a project's upload of either; a new one after each."""
    return f"under_{role}_{project}_{st.session_state.get(_TAKEN + role, 0)}"


def taken(role: str) -> None:
    """Empty the upload of a picture or heights: what was in it has been kept."""
    st.session_state[_TAKEN + role] = st.session_state.get(_TAKEN + role, 0) + 1


def refuse(role: str, mark: str, error: SbdError | None) -> None:
    """Keep why files cannot lie under the plan, for as long as they are these."""
    st.session_state[_ERROR + role] = error and (mark, error.parts)


def refused(role: str, mark: str) -> SbdError | None:
    """Return why these files cannot lie under the plan, if they were refused."""
    kept = st.session_state.get(_ERROR + role)
    return SbdError.of_parts(kept[1]) if kept and kept[0] == mark else None

"""What a browser session remembers of the page *Review*; see `sbd.ui.state`."""

from __future__ import annotations

import secrets

import streamlit as st

#: What the page shows: the stage, comments on the map, disciplines, what is to be
#: done, or the session.
VIEWS = ("screen", "comments", "by_discipline", "actions", "manage")
VIEW = "review_view"
RESTRICTED = "review_restricted"
AGENDA = "review_agenda"

_OPENING = "sbd_review_opening"
_SURE = "sbd_review_sure"
_SPOT = "sbd_review_spot"


def restricted() -> bool:
    """Tell whether the shared screen shows the restricted edition; public at first."""
    return bool(st.session_state.get(RESTRICTED, False))


def key(name: str, *about: object) -> str:
    """Return the key of a widget of the page."""
    return "_".join(("review", name, *map(str, about)))


def opening() -> str:
    """Return the id that the session about to be opened will have."""
    return str(st.session_state.setdefault(_OPENING, secrets.token_hex(8)))


def new_opening() -> None:
    """Let the next session be another one."""
    st.session_state[_OPENING] = secrets.token_hex(8)


def ask(what: str | None) -> None:
    """Remember what waits for a second press, or nothing."""
    st.session_state[_SURE] = what


def asked(what: str) -> bool:
    """Tell whether something waits for a second press."""
    return bool(st.session_state.get(_SURE) == what)


def point_at(lon: float, lat: float) -> None:
    """Remember the place chosen on the map. [deg]"""
    st.session_state[_SPOT] = (lon, lat)


def spot() -> tuple[float, float] | None:
    """Return the place chosen on the map, if any. [deg]"""
    found: tuple[float, float] | None = st.session_state.get(_SPOT)
    return found


def forget_spot() -> None:
    """Forget the place chosen on the map."""
    st.session_state.pop(_SPOT, None)

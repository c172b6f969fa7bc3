"""Stage *join*: how to join, and who has."""

from __future__ import annotations

from html import escape

import segno
import streamlit as st

from sbd.reviews.ballots import counts
from sbd.reviews.sessions import show_stage
from sbd.server import share_address
from sbd.ui import state
from sbd.ui.components.review_desk import TICK_S, Desk, watch
from sbd.ui.state_review import key
from sbd.ui.words import say
from sbd.views.live_counts import joined_table
from sbd.views.settle_words import DISCIPLINES

#: How the app is opened to the room.
COMMAND = "sbd app --share"


def show(desk: Desk) -> None:
    """Show the stage."""
    left, right = st.columns([0.42, 0.58], gap="large", vertical_alignment="center")
    base = address()
    join = f"{base}/join/{desk.about.token}"
    with left:
        uri = segno.make(join, error="m").svg_data_uri(scale=8, dark="#101820")
        words = escape(say("review.qr", address=f"{base}/join"))
        st.html(f'<div class="qr"><img alt="{words}" src="{uri}"></div>')
    with right:
        shown = base.split("://", 1)[-1]
        st.html(
            f'<div class="jn"><h2>{escape(say("review.scan"))}</h2>'
            f'<p class="ad">{escape(shown)}/join</p>'
            f"<small>{escape(say('ui.code'))}</small>"
            f'<div class="cd">{code(desk.about.code)}</div></div>'
        )
        _warning(base)
        _joined(desk)
        if desk.about.is_open and st.button(
            say("review.start"),
            type="primary",
            icon=":material/play_arrow:",
            key=key("start"),
        ):
            show_stage(desk.db, desk.about.id, "rate")
            st.rerun()


def address() -> str:
    """Return the address that others open, without a path."""
    url = st.context.url or ""
    own = "/".join(url.split("/")[:3])
    return share_address() or own or "http://127.0.0.1:8501"


def code(written: str) -> str:
    """Return a code as it is read aloud: two groups of three."""
    return f"{written[:3]}-{written[3:]}"


def _warning(base: str) -> None:
    if share_address() is None:
        words = say("review.share_how", command=COMMAND)
        st.html(f'<div class="pull">{escape(words)}</div>')
    elif base.startswith("http:"):
        st.html(f'<div class="pull">{escape(say("review.plain_http"))}</div>')


@st.fragment(run_every=TICK_S)
def _joined(desk: Desk) -> None:
    watch(desk)
    joined = counts(desk.db, desk.about.id).joined
    expected = [s.discipline for s in desk.about.seats if s.expected]
    ordered = {d: joined[d] for d in DISCIPLINES if d in joined}
    st.html(
        joined_table(ordered, sorted(expected, key=DISCIPLINES.index), state.lang())
    )

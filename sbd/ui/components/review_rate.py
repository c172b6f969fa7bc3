"""Stage *rate*: everyone rates alone; the screen counts and hides the levels."""

from __future__ import annotations

import base64
from html import escape

import streamlit as st

from sbd.reviews.ballots import counts
from sbd.reviews.decisions import reveal
from sbd.reviews.records import Counts, Item
from sbd.reviews.sessions import picture, show_criterion, show_stage
from sbd.ui import state
from sbd.ui.components.review_desk import TICK_S, Desk, watch
from sbd.ui.state_review import ask, asked, key
from sbd.ui.words import count, say
from sbd.views.live_counts import live_counts
from sbd.views.settle_words import DISCIPLINES


def show(desk: Desk, item: Item) -> None:
    """Show the plan, who has answered, and the buttons that reveal."""
    left, right = st.columns([0.52, 0.48], gap="medium")
    with left:
        _plan(desk)
    with right:
        _counts(desk, item)


def _plan(desk: Desk) -> None:
    svg = picture(desk.db, desk.about.id, desk.edition, "stage")
    if not svg:
        return
    words = escape(say("review.plan_shown", name=desk.plan.name))
    data = base64.b64encode(svg.encode()).decode()
    source = f"data:image/svg+xml;base64,{data}"
    st.html(f'<div class="stage"><img alt="{words}" src="{source}"></div>')


@st.fragment(run_every=TICK_S)
def _counts(desk: Desk, item: Item) -> None:
    watch(desk)
    now = counts(desk.db, desk.about.id)
    asked_of = {
        d: now.joined[d]
        for d in DISCIPLINES
        if d in now.joined and (not item.sensitive or desk.about.may_see_restricted(d))
    }
    answered = dict(now.answered.get(item.criterion, {}))
    st.html(live_counts(asked_of, answered, state.lang()))
    total, done = sum(asked_of.values()), sum(answered.values())
    if desk.shows(item):
        _one(desk, item.criterion, total, done)
    _all(desk, now)


def _one(desk: Desk, criterion: str, total: int, done: int) -> None:
    if not done:
        label = say("review.nobody_answered")
        st.button(label, disabled=True, width="stretch", key=key("wait", criterion))
        return
    left = total - done
    if left > 0 and asked(criterion):
        sure, no = st.columns(2)
        label = count("review.reveal_sure", left)
        if sure.button(
            label, type="primary", width="stretch", key=key("sure", criterion)
        ):
            _reveal(desk, [criterion], criterion)
        if no.button(say("review.cancel"), width="stretch", key=key("no", criterion)):
            ask(None)
            st.rerun(scope="fragment")
        return
    if st.button(
        say("ui.reveal"),
        type="primary",
        icon=":material/visibility:",
        width="stretch",
        key=key("reveal", criterion),
    ):
        if left > 0:
            ask(criterion)
            st.rerun()
        _reveal(desk, [criterion], criterion)


def _all(desk: Desk, now: Counts) -> None:
    open_ones = [
        i.criterion
        for i in desk.about.items
        if i.state == "open" and desk.shows(i) and now.answered.get(i.criterion)
    ]
    label = say("review.reveal_all")
    if len(open_ones) > 1 and st.button(label, width="stretch", key=key("all")):
        _reveal(desk, open_ones, None)


def _reveal(desk: Desk, criteria: list[str], current: str | None) -> None:
    ask(None)
    reveal(desk.db, desk.about.id, criteria)
    if current is not None:
        show_criterion(desk.db, desk.about.id, current)
    show_stage(desk.db, desk.about.id, "discuss")
    st.rerun()

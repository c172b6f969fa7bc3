"""Stage *discuss*: who said what by discipline, and what the meeting settles."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from sbd.errors import ReviewError
from sbd.locale import number
from sbd.reviews.decisions import rate_again, settle
from sbd.reviews.records import Decision, Item
from sbd.reviews.sessions import show_stage
from sbd.ui import cache, state
from sbd.ui.components import actions
from sbd.ui.components.review_desk import Desk, look_out
from sbd.ui.state_review import key
from sbd.ui.words import complain, say
from sbd.views.settle_words import conclusion
from sbd.views.spread_table import spread_table
from sbd.views.words import level_word

_LEVELS = tuple(n / 2 for n in range(9))


def show(desk: Desk, item: Item) -> None:
    """Show the answers and the form that settles."""
    lang, criterion = state.lang(), item.criterion
    found = desk.standings[criterion]
    st.html(spread_table(desk.said(criterion), found.opinion, lang))
    left, right = st.columns([0.44, 0.56], gap="medium")
    with left:
        st.html(conclusion(found, lang))
        _kept(desk.decisions.get(criterion))
        if desk.about.is_open and st.button(
            say("review.rate_again"), key=key("again", criterion)
        ):
            rate_again(desk.db, desk.about.id, criterion)
            show_stage(desk.db, desk.about.id, "rate")
            st.rerun()
    with right:
        if desk.about.is_open:
            _form(desk, criterion)
    actions.show(desk.project, criterion, desk.about.id, restricted=desk.restricted)
    look_out(desk)


def _kept(decision: Decision | None) -> None:
    if decision is None:
        return
    words = say("review.settled_is", level=_label(decision.answer))
    told = " · ".join(x for x in (decision.reason, decision.dissent) if x)
    st.html(f'<div class="pull"><b>{escape(words)}</b> {escape(told)}</div>')


def _form(desk: Desk, criterion: str) -> None:
    measured = cache.checklist().criterion(criterion).measured
    kept = desk.decisions.get(criterion) or Decision(criterion, "unknown")
    options: list[Any] = [*_LEVELS, *(() if measured else ("not_applicable",))]
    words = {o: _label(o, short=True) for o in options}
    fields = {n: key(n, criterion) for n in ("level", "reason", "dissent")}
    chosen = kept.answer if isinstance(kept.answer, str) else float(kept.answer)
    first: dict[str, Any] = {"level": chosen if chosen in options else None}
    first |= {"reason": kept.reason or "", "dissent": kept.dissent or ""}
    state.seed({fields[n]: first[n] for n in fields})
    with st.form(key("settle", criterion), border=False):
        answer = st.pills(
            say("review.settle_level"),
            options,
            format_func=words.__getitem__,
            key=fields["level"],
        )
        one, two = st.columns(2)
        reason = one.text_input(say("review.settle_reason"), key=fields["reason"])
        dissent = two.text_input(say("review.dissent"), key=fields["dissent"])
        sent = st.form_submit_button(say("ui.settle"), width="stretch")
    if not sent:
        return
    if answer is None:
        complain(say("review.level_needed"))
        return
    try:
        decision = Decision(criterion, answer, reason, dissent)
        settle(desk.db, desk.about.id, decision, measured=measured)
    except ReviewError as error:
        complain(error)
        return
    st.rerun()


def _label(answer: Any, *, short: bool = False) -> str:
    lang = state.lang()
    if isinstance(answer, str):
        return say(f"state.{answer}")
    if answer != int(answer):
        written = number(lang, answer, 1)
        return written if short else f"{written} {level_word(answer, 'judged', lang)}"
    return f"{int(answer)} {say(f'level.{int(answer)}')}"

"""The session itself: who takes part, what lies on the table, what each may see."""

from __future__ import annotations

from html import escape
from typing import get_args

import streamlit as st

from sbd.reviews.model import Discipline
from sbd.reviews.people import erase, people
from sbd.reviews.records import Participant, Seat, Session
from sbd.reviews.sessions import (
    close_session,
    grant,
    put_on_table,
    show_stage,
    take_off_table,
)
from sbd.server.keys import Keys
from sbd.ui import cache, state
from sbd.ui.components import paper_answers
from sbd.ui.components.review_desk import Desk, look_out
from sbd.ui.state_review import ask, asked, key
from sbd.ui.words import names, plain, say
from sbd.views.settle_words import discipline_name
from sbd.views.words import in_words


def show(desk: Desk) -> None:
    """Show what the facilitator may change about the session."""
    left, right = st.columns(2, gap="large")
    with left:
        _moves(desk)
        if desk.about.is_open:
            _seats(desk)
            _table(desk)
    with right:
        st.html(f'<h2 class="h2">{escape(say("review.people"))}</h2>')
        for person in people(desk.db, desk.about.id):
            _person(desk, person)
    paper_answers.show(desk.project, desk.about)
    look_out(desk)


def _moves(desk: Desk) -> None:
    with st.container(horizontal=True):
        if st.button(say("review.to_list"), key=key("list")):
            state.choose_session(None)
            st.rerun()
        if not desk.about.is_open:
            return
        if desk.about.stage != "join" and st.button(
            say("review.to_join"), key=key("back")
        ):
            show_stage(desk.db, desk.about.id, "join")
            st.rerun()
        if asked("close"):
            if st.button(say("review.close_sure"), key=key("closing"), type="primary"):
                ask(None)
                close_session(desk.db, desk.about.id)
                st.rerun()
        elif st.button(say("review.close"), key=key("close")):
            ask("close")
            st.rerun()


def _seats(desk: Desk) -> None:
    options = get_args(Discipline)
    about, name = desk.about, names("review.short", options)
    with st.form(key("seats"), border=False):
        expected = st.multiselect(
            say("review.expected"),
            options,
            [s.discipline for s in about.seats if s.expected],
            format_func=name,
            placeholder=say("app.choose"),
        )
        granted = st.multiselect(
            say("review.granted"),
            options,
            [s.discipline for s in about.seats if s.restricted],
            format_func=name,
            placeholder=say("app.choose"),
        )
        sent = st.form_submit_button(say("review.keep"))
    _code(about)
    if sent:
        known = {s.discipline for s in about.seats}
        for d in options:
            if d in known or d in expected or d in granted:
                seat = Seat(d, d in expected, restricted=d in granted)
                grant(desk.db, about.id, seat)
        st.rerun()


def _code(about: Session) -> None:
    """Show what people of a granted discipline are asked for on joining."""
    if not any(s.restricted for s in about.seats):
        return
    pin = Keys.of_folder(cache.data_folder()).restricted_code(about.id)
    words = escape(say("review.pin"))
    st.html(f'<p class="note">{words} <b class="code">{pin[:3]} {pin[3:]}</b></p>')


def _table(desk: Desk) -> None:
    checklist, lang = cache.checklist(), state.lang()
    here = [i.criterion for i in desk.about.items]
    labels = {c.id: f"{c.id} {in_words(c.title, lang)}" for c in checklist.criteria}
    with st.form(key("table"), border=False):
        chosen = st.multiselect(
            say("review.criteria"),
            list(labels),
            here,
            format_func=labels.__getitem__,
            placeholder=say("app.choose"),
        )
        sent = st.form_submit_button(say("review.keep"))
    if not sent:
        return
    for criterion in here:
        if criterion not in chosen:
            take_off_table(desk.db, desk.about.id, criterion)
    for criterion in chosen:
        sensitive = checklist.criterion(criterion).sensitive
        put_on_table(desk.db, desk.about.id, criterion, sensitive=sensitive)
    st.rerun()


def _person(desk: Desk, person: Participant) -> None:
    who = person.pseudonym
    words, button = st.columns([0.6, 0.4], vertical_alignment="center")
    name = f" <bdi>{escape(person.name)}</bdi>" if person.name else ""
    role = escape(discipline_name(person.discipline, state.lang()))
    words.html(f"<b>{who}</b>{name} · {role}")
    if asked(who):
        label = plain(say("review.erase_sure", who=who))
        if button.button(label, key=key("erasing", who), type="primary"):
            ask(None)
            erase(desk.db, desk.about.id, who)
            st.rerun()
    elif button.button(say("review.erase"), key=key("erase", who)):
        ask(who)
        st.rerun()

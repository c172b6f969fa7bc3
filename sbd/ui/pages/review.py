"""Page *Review*: a team rates one design together, on one shared screen."""

from __future__ import annotations

from html import escape

import streamlit as st

from sbd.checklists.read import sha256_of
from sbd.errors import ReviewError
from sbd.plans.plan import Plan
from sbd.reviews.records import Item, Stage
from sbd.reviews.sessions import session, show_criterion, show_stage
from sbd.reviews.variants import PlanAsJudged
from sbd.ui import cache, state
from sbd.ui import state_review as review
from sbd.ui.components import (
    actions,
    head,
    review_agenda,
    review_discuss,
    review_join,
    review_manage,
    review_map,
    review_opening,
    review_rate,
)
from sbd.ui.components.review_desk import Desk, look_out
from sbd.ui.project import Project, current
from sbd.ui.words import say
from sbd.views.agenda import AgendaItem, agenda_rows
from sbd.views.chain_table import chain_counts, chain_table
from sbd.views.discipline_picture import GROUPS, discipline_picture, silent_groups
from sbd.views.stages import stages
from sbd.views.words import NOISE, in_words


def page() -> None:
    """Draw the page."""
    project = current()
    plan = project.plan() if project else None
    if project is None or not isinstance(plan, Plan) or plan.site is None:
        head.no_plan(plan)
        return
    desk = _desk(project, plan)
    if desk is None:
        head.site(plan, project)
        review_opening.show(project, plan)
        return
    view = _bar(desk)
    head.site(plan, project, public=not desk.restricted)
    if view == "comments":
        with st.container(key="fit"):
            review_map.show(desk)
    elif view == "by_discipline":
        _groups(desk)
    elif view == "actions":
        actions.board(project, restricted=desk.restricted)
        look_out(desk)
    elif view == "manage":
        review_manage.show(desk)
    elif desk.about.stage == "join":
        review_join.show(desk)
    else:
        _stage(desk)


def _desk(project: Project, plan: Plan) -> Desk | None:
    """Return the session in the address, if it is one on this plan."""
    chosen = state.session()
    if chosen is None:
        return None
    try:
        about = session(cache.database(), chosen)
    except ReviewError:
        about = None
    if about is None or about.variant != project.id:
        state.choose_session(None)
        return None
    return Desk.at(cache.database(), chosen, project, plan, review.restricted())


def _bar(desk: Desk) -> str:
    steps, views, edition = st.columns([0.43, 0.42, 0.15], vertical_alignment="center")
    steps.html(stages(_step(desk), state.lang()))
    state.seed({review.VIEW: review.VIEWS[0]})
    names = {v: say(f"review.{v}") for v in review.VIEWS}
    with views:
        view = st.segmented_control(
            say("review.shown"),
            review.VIEWS,
            required=True,
            format_func=names.__getitem__,
            label_visibility="collapsed",
            key=review.VIEW,
        )
    with edition:
        st.toggle(say("review.restricted"), key=review.RESTRICTED)
    if _changed(desk):
        st.html(f'<div class="pull">{escape(say("review.changed"))}</div>')
    return str(view or review.VIEWS[0])


def _step(desk: Desk) -> int:
    if desk.about.stage == "join":
        return 0
    item = desk.item
    states = {"open": 1, "revealed": 2, "settled": 3}
    return states[item.state] if item else 1


def _changed(desk: Desk) -> bool:
    """Tell whether plan or checklist differ from those the session was opened with."""
    file = desk.project.file()
    now = PlanAsJudged(desk.project.file_name, file.content(), {}).sha256
    checklist = sha256_of(cache.checklist())
    return (now, checklist) != (desk.about.plan_sha256, desk.about.checklist_sha256)


def _stage(desk: Desk) -> None:
    with st.container(key="fit"):
        left, right = st.columns([0.29, 0.71], gap="large")
        # The stage first: what was revealed is on the screen before the chain is.
        with right, st.container(height=400, border=False, key="det"):
            _criterion(desk, desk.item)
        with left:
            _agenda(desk)
            st.html(_chain(desk))


def _criterion(desk: Desk, item: Item | None) -> None:
    if item is None:
        look_out(desk)
        return
    lang, criterion = state.lang(), cache.checklist().criterion(item.criterion)
    title = escape(f"{criterion.id} · {in_words(criterion.title, lang)}")
    question = escape(in_words(criterion.question, lang))
    st.html(f'<div class="crit"><h2>{title}</h2><p>{question}</p></div>')
    if criterion.measured and desk.shows(item):
        st.html(f'<p class="note">{escape(_measured(desk, criterion.id))}</p>')
    if not desk.shows(item):
        st.html(f'<div class="pull">{escape(say("review.locked"))}</div>')
        look_out(desk)
    elif item.state == "open":
        review_rate.show(desk, item)
    else:
        review_discuss.show(desk, item)


def _measured(desk: Desk, criterion: str) -> str:
    """Say what level was measured where somebody contests it; no value, no place."""
    found = desk.project.assessment().criterion(criterion)
    level = found.level if found.measured_level is None else found.measured_level
    if found.state != "measured" or level is None:
        return say("review.measured_none")
    whole = int(level + NOISE)  # as everywhere: the level that is reached
    return say("review.measured_is", level=f"{whole} {say(f'level.{whole}')}")


def _agenda(desk: Desk) -> None:
    st.html(f'<h2 class="h2">{escape(say("ui.agenda"))}</h2>')
    found = desk.standings
    items = [
        AgendaItem(
            i.criterion,
            i.state,
            found[i.criterion].apart if i.criterion in found else None,
            hot=i.criterion in found and found[i.criterion].tone == "disagree",
            locked=not desk.shows(i),
        )
        for i in desk.agenda
    ]
    current = desk.item.criterion if desk.item else None
    rows = agenda_rows(items, current, cache.checklist(), state.lang())
    with st.container(height=400, border=False, key="panel"):
        picked = review_agenda.show(rows, current, say("ui.agenda"), key=review.AGENDA)
    if state.fresh("agenda", picked) and picked:
        chosen = desk.about.item(picked.split("|")[0])
        if chosen is not None:
            show_criterion(desk.db, desk.about.id, chosen.criterion)
            stage: Stage = "rate" if chosen.state == "open" else "discuss"
            show_stage(desk.db, desk.about.id, stage)
            st.rerun()


def _chain(desk: Desk) -> str:
    answered = {
        c.id
        for c in desk.project.assessment().criteria
        if c.state in ("measured", "judged") and (desk.restricted or not c.sensitive)
    }
    return chain_table(chain_counts(cache.checklist(), answered), state.lang())


def _groups(desk: Desk) -> None:
    checklist, lang = cache.checklist(), state.lang()
    drawn = [discipline_picture(desk.given, g, checklist, lang) for g in GROUPS]
    if not any(drawn):
        st.html(f"<p>{escape(say('review.no_revealed'))}</p>")
    for picture in filter(None, drawn):
        st.html(picture)
    if any(drawn):
        st.html(silent_groups(desk.given, lang))
    look_out(desk)


page()

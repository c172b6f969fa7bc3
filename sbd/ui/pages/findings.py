"""Page *Findings*: the verdict, the balance, and where the design falls short."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from sbd.document import Assessment
from sbd.plans.plan import Plan
from sbd.ui import cache, places, state
from sbd.ui.components import (
    actions,
    choice_list,
    head,
    judge,
    picture_menu,
    plan_map,
    scenario_menu,
)
from sbd.ui.project import Project, current
from sbd.ui.words import say
from sbd.views.balance import balance_bars, verdict
from sbd.views.criteria import criteria_counts, criteria_rows
from sbd.views.detail import detail
from sbd.views.field_overlay import add_picture
from sbd.views.legend import legend
from sbd.views.map import base_map, findings_group
from sbd.views.words import in_words


def page() -> None:
    """Draw the page."""
    project = current()
    plan = project.plan() if project else None
    if project is None or not isinstance(plan, Plan) or plan.site is None:
        head.no_plan(plan)
        return
    head.site(plan, project)
    with st.spinner(say("ui.measuring")):
        assessment = project.assessment()
    lang = state.lang()
    said, bars = st.columns([0.36, 0.64], gap="large", vertical_alignment="center")
    with said:
        st.html(verdict(assessment, lang))
    with bars:
        st.html(balance_bars(assessment, lang))
    with st.container(key="fit"):
        left, middle, right = st.columns([0.33, 0.4, 0.27], gap="medium")
        with left:
            chosen = _list(assessment)
        with middle:
            _map(project, plan, assessment, chosen)
        with right:
            _detail(project, assessment, chosen)
    st.html(
        f'<div class="foot">{legend(lang, of_map=True)}'
        f"<span>{escape(say('ui.advisory_note'))}</span></div>"
    )


def _list(assessment: Assessment) -> str | None:
    here = state.place()
    counts: dict[str, int] = dict(criteria_counts(assessment).items())
    if here:
        counts["here"] = len(here)
    names = {"below": "ui.below_min", "all": "ui.all", "unknown": "app.unknown"}
    names["here"] = "app.here"
    state.seed({state.FILTER: "all"})
    which = st.segmented_control(
        say("ui.criteria"),
        list(counts),
        required=True,
        format_func={w: f"{say(names[w])} {n}" for w, n in counts.items()}.__getitem__,
        label_visibility="collapsed",
        key=state.FILTER,
    )
    rows = _rows(assessment, str(which or "all"), here)
    chosen = state.criterion()
    if chosen not in {c.id for c in assessment.criteria}:
        chosen = rows[0]["id"] if rows else None
    with st.container(height=400, border=True, key="critbox"):
        words = {
            "legend": say("app.list"),
            "gain": say("ui.gain"),
            "none": say("app.no_criteria"),
        }
        picked = choice_list.show(rows, chosen, words, key=state.LIST)
    if state.fresh("list", picked) and picked:
        chosen = picked.split("|")[0]
        state.choose_criterion(chosen)
    return chosen


def _rows(
    assessment: Assessment, which: str, here: tuple[str, ...]
) -> list[dict[str, str]]:
    lang, checklist = state.lang(), cache.checklist()
    if which == "here":
        rows = criteria_rows(assessment, checklist, lang, "all")
        return [r for r in rows if r["id"] in here]
    shown: Any = which
    return criteria_rows(assessment, checklist, lang, shown)


def _map(
    project: Project, plan: Plan, assessment: Assessment, chosen: str | None
) -> None:
    state.seed({state.WHERE_PICK: "all" if state.all_findings() else "one"})
    words = {
        "one": say("app.where_of", criterion=chosen),
        "all": say("ui.show_all"),
    }
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        which = st.segmented_control(
            say("ui.where"),
            ("one", "all"),
            required=True,
            format_func=words.__getitem__,
            label_visibility="collapsed",
            key=state.WHERE_PICK,
        )
        shown = picture_menu.show(project)
        scenario_menu.show(project, assessment)
    state.choose_where(str(which or "one"))
    lang = state.lang()
    group = findings_group(assessment, plan, lang, None if which == "all" else chosen)
    if shown is not None:
        add_picture(group, shown)
    drawn = base_map(plan, lang, assets_url=plan_map.BASE)
    pick = plan_map.show(drawn, group, key=state.map_of(project.id))
    if pick is None:
        return
    here = places.criteria_at(assessment, pick.lon, pick.lat)
    if pick.criterion:
        state.choose_criterion(pick.criterion)
    state.show_place(here)
    st.rerun()


def _detail(project: Project, assessment: Assessment, chosen: str | None) -> None:
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(say("ui.judge"), icon=":material/edit:", disabled=chosen is None):
            state.judge(not state.judging())
        actions.button(chosen)
        st.page_link(
            "ui/pages/report.py", label=say("ui.report"), icon=":material/download:"
        )
    with st.container(height=400, border=False, key="det"):
        if message := state.said():
            st.success(message)
        if chosen is None:
            return
        if state.judging():
            criterion = cache.checklist().criterion(chosen)
            judge.show(project, criterion, assessment.criterion(chosen))
        elif actions.is_open(chosen):
            actions.show(project, chosen, restricted=True)
        else:
            st.html(_explained(assessment, chosen))


def _explained(assessment: Assessment, chosen: str) -> str:
    """Return the detail as a region that scrolls with the keys."""
    lang, checklist = state.lang(), cache.checklist()
    title = in_words(checklist.criterion(chosen).title, lang)
    return (
        f'<div tabindex="0" role="region" aria-label="{chosen} · {escape(title)}">'
        f"{detail(assessment, checklist, chosen, lang)}</div>"
    )


page()

"""Page *Plan*: bring a plan, supply what it does not say, see what was recognised."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from sbd.errors import SbdError
from sbd.plans.plan import Plan
from sbd.ui import cache, state
from sbd.ui.components import (
    board,
    bring,
    filling,
    head,
    layers,
    plan_checks,
    questions,
    underlay,
    upkeep,
)
from sbd.ui.project import Project, current
from sbd.ui.words import complain, count, names, say
from sbd.views.history import unfit_list
from sbd.views.recognised import count_words, recognised_count, recognised_table

Panel = Callable[[Project, Plan], Project]
#: What stands at the left, by part of the page.
PANELS: dict[str, Panel] = {
    "layers": layers.show,
    "fill": filling.show,
    "under": underlay.show,
    "check": plan_checks.show,
}
#: Width of the three columns, by part of the page; others as ``file``. Before a plan
#: can be read there is nothing to show beside the questions.
WIDTHS = {
    "file": (0.29, 0.45, 0.26),
    "fill": (0.44, 0.36, 0.20),
    "question": (0.29, 0.50, 0.21),
}


def page() -> None:
    """Draw the page."""
    project = current()
    with st.container(key="fitp"):
        # Filled last: what is supplied below changes what can be undone.
        top = st.container(key="top", horizontal=True, vertical_alignment="center")
        with top:
            part = _part(project)
        readable = project is None or isinstance(project.plan(), Plan)
        widths = WIDTHS.get(part, WIDTHS["file"]) if readable else WIDTHS["question"]
        left, middle, right = st.columns(widths, gap="medium")
        with left:
            project = _left(project, part, asking=not readable)
        if project is not None and not readable:
            with middle:
                project = _questions(project)
        found = project.plan() if project else None
        plan = found if isinstance(found, Plan) else None
        head.site(plan, project)
        if project is None:
            middle.html(f'<p class="note">{escape(say("ui.no_plan"))}</p>')
            return
        with top:
            upkeep.show(project, drawn=readable)
        if plan is not None and readable:
            with middle:
                board.show(project, plan)
            with right:
                _summary(project, plan)
    if plan is not None and not readable:
        st.rerun()


def _part(project: Project | None) -> str:
    """Show the parts of the page and return the one that is open."""
    if project is None:
        return state.PARTS[0]
    state.seed({state.PART_PICK: state.part()})
    picked = st.segmented_control(
        say("plan.parts"),
        state.PARTS,
        required=True,
        format_func=names("plan.part", state.PARTS),
        label_visibility="collapsed",
        key=state.PART_PICK,
    )
    part = str(picked or state.PARTS[0])
    if part != state.part():
        state.choose_part(part)
    return part


def _left(project: Project | None, part: str, *, asking: bool) -> Project | None:
    """Show the part that is open; return the project with what was supplied."""
    if part == "file" or project is None or asking:
        bring.show(project)
        if refusal := state.refused():
            complain(refusal)
        return project if project is None or asking else _questions(project)
    with st.container(key="panel", height=400, border=False):
        plan = project.plan()
        if isinstance(plan, Plan):
            project = PANELS[part](project, plan)
    _assess(project, 0)
    return project


def _questions(project: Project) -> Project:
    st.html(f'<h2 class="h2">{escape(say("ui.questions"))}</h2>')
    found = project.plan()
    with st.container(key="questions", height=400, border=False):
        refusal = found if isinstance(found, SbdError) else None
        project, asked = questions.reading(project, refusal)
        found = project.plan()
        if isinstance(found, Plan):
            project, facts = questions.facts(project, found, asked + 1)
            project, kinds = questions.declared(project, found, asked + 2)
            project = questions.assumptions(project, found)
            left = facts + kinds
        else:
            left = max(asked, 1)
    _assess(project, left)
    return project


def _assess(project: Project, left: int) -> None:
    found = project.plan()
    words = say("ui.assess")
    if left:
        words += " · " + count("app.questions_left", left)
    ready = isinstance(found, Plan) and found.site is not None
    if st.button(words, type="primary", width="stretch", disabled=not ready):
        project.set(assessed=True)
        st.switch_page("ui/pages/findings.py")
    if isinstance(found, Plan) and found.site is None:
        complain(say("app.no_site"))
    elif isinstance(found, SbdError) and not bring.is_question(found):
        complain(found)


def _summary(project: Project, plan: Plan) -> None:
    """Show what was recognised, and what stays unknown as things are."""
    lang = state.lang()
    st.html(
        f'<h2 class="h2">{escape(say("ui.recognised"))}</h2>'
        f"<p>{escape(count_words(recognised_count(plan), lang))}</p>"
    )
    label = escape(say("ui.recognised"))
    with st.container(key="recognised", height=400, border=False):
        st.html(
            f'<div tabindex="0" role="region" aria-label="{label}">'
            f"{unfit_list(plan, lang)}{recognised_table(plan, lang)}"
            f"{_unknown(project, plan)}</div>"
        )


def _unknown(project: Project, plan: Plan) -> str:
    """Say which criteria stay unknown as things are, once the plan was assessed."""
    if plan.site is None or not project.settings.get("assessed"):
        return ""
    ids = [c.id for c in project.assessment().criteria if c.state == "unknown"]
    measured = {c.id for c in cache.checklist().criteria if c.measured}
    ids = [i for i in ids if i in measured]
    if not ids:
        return ""
    words = count("app.criteria_unknown", len(ids))
    return f'<div class="pull"><b>{escape(words)}</b> {escape(", ".join(ids))}</div>'


page()

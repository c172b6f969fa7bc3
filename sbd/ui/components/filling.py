"""Panel: fill in what is missing; how far the plan is, the table, what is complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from sbd.assessment.readiness import Ready, completed, helped
from sbd.errors import SbdError
from sbd.plans.plan import Plan
from sbd.ui import cache, gaps, state
from sbd.ui.components import element_table, questions
from sbd.ui.fills import fill_of, kind_shown
from sbd.ui.project import Project
from sbd.ui.words import count, say, thing, why
from sbd.views.element_rows import FRAME, kinds_to_fill
from sbd.views.element_rows import element_table as rows_of
from sbd.views.history import last_step
from sbd.views.ready_list import lacking_list, ready_count

#: Where what could not be kept is remembered.
_WHERE = "fill"


def show(project: Project, plan: Plan) -> Project:
    """Show the count, the table of one kind, what is complete, and the assumptions.

    Parameters
    ----------
    project : Project
        On screen.
    plan : Plan
        Its plan.

    Returns
    -------
    Project
        With what was filled in, declared or assumed.
    """
    ready = cache.ready(project.address())
    st.html(
        f'<h2 class="h2">{escape(say("fill.title"))}</h2>'
        f"{ready_count(ready, state.lang())}"
    )
    if any(not one.met for one in ready):
        with st.popover(say("fill.open_title")):
            st.html(lacking_list(ready, cache.checklist(), state.lang()))
    _table(project, plan, ready)
    before = project.last
    project = _absent(project, plan, ready)
    project = _complete(project)
    project = questions.assumptions(project, plan)
    if project.last != before:
        st.rerun()  # so that the count above is of the plan as it is now
    return project


def _table(project: Project, plan: Plan, ready: Sequence[Ready]) -> None:
    """Show the elements of the kind chosen; what is filled in is kept at once."""
    kinds = kinds_to_fill(plan, ready)
    if not kinds:
        st.html(f'<p class="note">{escape(say("fill.no_kinds"))}</p>')
        return
    asked = state.kept(state.question("fill_kind", project.id))
    kind = asked if asked in kinds else next(iter(kinds))
    lang = state.lang()
    lacking = cache.lacking(project.address(), kind)
    data = {
        **rows_of(plan, kind, ready, lacking, lang),
        **_around(project),
        "kinds": [[k, _kind_words(k, n)] for k, n in kinds.items()],
    }
    table = state.question("fill_table", project.id)
    events = element_table.show(data, key=table)
    if events:
        _act(project, plan, events)
        st.rerun()


def _kind_words(kind: str, missing: int) -> str:
    if not missing:
        return thing(kind)
    return count("fill.kind_missing", missing, kind=thing(kind))


def _around(project: Project) -> dict[str, Any]:
    trouble = state.troubled(_WHERE)
    saved = last_step(project.entries, state.lang())
    return {
        "saved": [project.last, saved] if project.last else None,
        "problem": [trouble[0], why(trouble[1])] if trouble else None,
    }


def _act(project: Project, plan: Plan, events: Sequence[Mapping[str, Any]]) -> None:
    """Keep all that was filled in since the last run; tell what cannot be kept."""
    steps, trouble = [], None
    for event in events:
        try:
            if kind := kind_shown(event, plan):
                state.noted(state.question("fill_kind", project.id), kind)
            elif step := fill_of(event, plan):
                steps.append(step)
        except SbdError as error:
            trouble = error
    try:
        project.supply(*steps)
    except SbdError as error:
        trouble = error
    state.trouble(trouble, _WHERE)


def _absent(project: Project, plan: Plan, ready: Sequence[Ready]) -> Project:
    """Ask of all kinds that are not drawn whether there are none, as one list."""
    declared = list(project.settings.get("declare", []))
    undrawn = list(project.settings.get("undrawn", []))
    asked = gaps.kinds_to_declare(plan, project.settings)
    settles = {k: helped(ready, k) for k in asked}
    listed = [k for k in asked if settles[k] or k in declared]
    if not listed:
        return project
    with st.container(border=True, gap=None):
        st.html(
            f'<h3 class="h2">{escape(say("fill.none_title"))}</h3>'
            f'<p class="note">{escape(say("fill.none_help"))}</p>'
        )
        open_ = [k for k in listed if k not in declared and k not in undrawn]
        if st.button(
            count("fill.none_all", len(open_)),
            disabled=not open_,
            key=state.question("none_all", project.id),
        ):
            return project.choose(declare=sorted({*declared, *open_}))
        _criteria("fill.completes", completed(ready, open_))
        for kind in listed:
            words = say("fill.none_undrawn" if kind in undrawn else "fill.none_kind")
            label = say("ui.labelled", name=thing(kind), value=words)
            picked = _tick(project, f"none_{kind}", label, kind in declared)
            _criteria("fill.settles", settles[kind])
            if picked != (kind in declared):
                rest = [k for k in undrawn if k != kind]
                project = project.set(
                    declare=_toggled(declared, kind, on=picked), undrawn=sorted(rest)
                )
                declared = list(project.settings.get("declare", []))
    return project


def _complete(project: Project) -> Project:
    """Ask for which of the kinds drawn the plan is complete."""
    declared = list(project.settings.get("declare", []))
    firm = cache.exact(project.address())
    present = [k for k in firm if k not in FRAME and (firm[k] or k in declared)]
    if not present:
        return project
    with st.container(border=True, gap=None):
        st.html(
            f'<h3 class="h2">{escape(say("fill.full_title"))}</h3>'
            f'<p class="note">{escape(say("fill.full_help"))}</p>'
        )
        for kind in sorted(present, key=thing):
            stored = kind in declared
            picked = _tick(project, f"full_{kind}", thing(kind), stored)
            _criteria("fill.firms", firm[kind])
            if picked != stored:
                declared = _toggled(declared, kind, on=picked)
                project = project.choose(declare=declared)
    return project


def _tick(project: Project, name: str, label: str, stored: bool) -> bool:
    """Show a box that is ticked or not in the data folder."""
    key = state.question(name, project.id)
    with st.container(key=state.question(f"kindrow_{name}", project.id)):
        picked = st.checkbox(label, stored, key=state.following(key, stored))
    if picked != stored:
        state.chose(key, picked)
    return picked


def _criteria(words: str, ids: Sequence[str]) -> None:
    if ids:
        st.html(f'<div class="note">{escape(say(words, criteria=list(ids)))}</div>')


def _toggled(kinds: Sequence[str], kind: str, *, on: bool) -> list[str]:
    return sorted({*kinds, kind} if on else {k for k in kinds if k != kind})

"""Panel: what a drawing office would look at again, each with a way to its place.

Nothing is mended here and nothing is set aside: what is drawn wrongly is drawn anew,
what is meant so stays in the list.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from sbd.plans.checks import Finding, check_plan
from sbd.plans.plan import Plan
from sbd.ui import state
from sbd.ui.components import choice_list
from sbd.ui.project import Project
from sbd.ui.words import say
from sbd.views.check_list import check_names, check_place, check_rows
from sbd.views.symbols import symbol_mark

#: Rows of one check shown among those of all others. Source: our choice.
MOST = 8
_EVERY = ""
_STAMP = "check:"


def show(project: Project, plan: Plan) -> Project:
    """Show the findings and put the one chosen on the map.

    Parameters
    ----------
    project : Project
        On screen.
    plan : Plan
        Its plan.

    Returns
    -------
    Project
        The same: checks change nothing.
    """
    findings = check_plan(plan)
    st.html(
        f'<h2 class="h2">{escape(say("checks.title"))}</h2>'
        f'<p class="note">{escape(say("checks.intro"))}</p>'
    )
    if not findings:
        tick = f'<span class="v">{symbol_mark("check")}</span>'
        st.html(
            f'<div class="gate">{tick}<div>{escape(say("checks.none"))}</div></div>'
        )
        return project
    which = _which(findings)
    listed = [f for f in findings if which in (_EVERY, f.code)]
    most = MOST if which == _EVERY else None
    rows = check_rows(plan, listed, state.lang(), most=most)
    words = {"legend": say("checks.legend"), "none": say("checks.none")}
    if len(rows) < len(listed):
        st.html(f'<p class="note">{escape(say("checks.shortened", n=MOST))}</p>')
    picked = choice_list.show(rows, _chosen(), words, key=state.CHECKS)
    if picked is not None and state.fresh(state.CHECKS, picked):
        key = picked.rpartition("|")[0]
        for found in findings:
            if found.key == key:
                state.focus_on(check_place(plan, found, _STAMP + picked))
                st.rerun()  # so that the list is drawn with the row chosen
    return project


def _which(findings: tuple[Finding, ...]) -> str:
    """Ask of which check the findings are to be listed."""
    names = check_names(findings, state.lang())
    options = [_EVERY, *names]
    state.offer(state.CHECK_PICK, options)
    picked = st.selectbox(
        say("checks.show"),
        options,
        format_func={_EVERY: say("checks.every"), **names}.__getitem__,
        key=state.CHECK_PICK,
    )
    return str(picked)


def _chosen() -> str | None:
    """Return the key of the finding that the map was last asked to show."""
    stamp = str((state.focus() or {}).get("stamp", ""))
    if not stamp.startswith(_STAMP):
        return None
    return stamp.removeprefix(_STAMP).rpartition("|")[0]

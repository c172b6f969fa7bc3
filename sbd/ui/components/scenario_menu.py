"""Look at a scenario beside the score: by day, at night, with a crowd."""

from __future__ import annotations

from html import escape

import streamlit as st

from sbd.assessment.scenarios import DENSITY, SCENARIOS
from sbd.document import Assessment
from sbd.locale import number
from sbd.ui import cache, state
from sbd.ui.project import Project
from sbd.ui.words import names, say
from sbd.views.scenario import scenario_table

_SCORED = "scored"


def show(project: Project, assessment: Assessment) -> None:
    """Show a button that opens the choice of a scenario and what it changes.

    Parameters
    ----------
    project : Project
        Its plan has a site.
    assessment : Assessment
        As scored; a scenario never changes it.
    """
    options = (_SCORED, *SCENARIOS)
    with st.popover(say("scenario.title"), icon=":material/schedule:"):
        chosen = st.radio(
            say("scenario.title"),
            options,
            horizontal=True,
            format_func=names("scenario", options),
            label_visibility="collapsed",
            key=state.SCENARIO,
        )
        scenario = next((s for s in SCENARIOS if s == chosen), None)
        if scenario is None:
            st.html(f'<p class="note">{escape(say("scenario.about"))}</p>')
            return
        checklist, lang = cache.checklist(), state.lang()
        density = number(lang, checklist.parameters[DENSITY].value, 0)
        about = say(f"scenario.{scenario}.about", density=density)
        with st.spinner(say("ui.measuring")):
            found = cache.scenario(project.address(), scenario)
        table = scenario_table(assessment, found, scenario, checklist, lang)
        st.html(f'<p class="note">{escape(about)}</p>{table}')

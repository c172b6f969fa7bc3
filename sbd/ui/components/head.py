"""The top bar: where you are, which edition, and the language of the screen."""

from __future__ import annotations

from html import escape

import streamlit as st

from sbd.errors import SbdError
from sbd.locale import LANGS
from sbd.plans.plan import Plan
from sbd.ui import state
from sbd.ui.project import Project
from sbd.ui.words import say, why
from sbd.views.symbols import symbol_mark


def language() -> None:
    """Show the language switch and take over its value."""
    state.seed({state.LANG_PICK: state.lang()})
    with st.container(key="lang"):
        picked = st.segmented_control(
            say("ui.language"),
            LANGS,
            format_func=str.upper,
            required=True,
            label_visibility="collapsed",
            key=state.LANG_PICK,
        )
    if picked and picked != state.lang():
        state.choose_lang(picked)
        st.query_params[state.LANG] = picked
        st.rerun()


def site(
    plan: Plan | None, project: Project | None = None, *, public: bool = False
) -> None:
    """Show the site's name as the page's heading, its variant, phase and edition.

    Parameters
    ----------
    plan : Plan, optional
        The plan on screen, if any.
    project : Project, optional
        Its project: a variant of the demo is shown by its name, a plan that cannot
        be read yet by its file.
    public : bool
        Whether the screen shows the public edition.
    """
    if plan is None:
        name = project.files()[0].name if project else say("app.no_site_name")
        st.html(f'<div class="site"><h1>{escape(name)}</h1></div>')
        return
    demo = project.demo if project else None
    variant = say(f"app.demo.{demo}") if demo else plan.variant.strip()
    phase = say(f"design_phase.{plan.design_phase}") if plan.design_phase else ""
    about = " · ".join(x for x in (variant, phase) if x)
    edition = f"{symbol_mark('lock')}{escape(say('edition.restricted'))}"
    tag = f'<span class="tag lock">{edition}</span>'
    if public:
        tag = f'<span class="tag">{escape(say("edition.public"))}</span>'
    st.html(
        f'<div class="site"><h1>{escape(plan.name)}</h1><span>{escape(about)}</span>'
        f"{tag}</div>"
    )


def no_plan(plan: Plan | SbdError | None) -> None:
    """Say why there is nothing to show yet, and lead to the page *Plan*.

    Parameters
    ----------
    plan : Plan or SbdError, optional
        One without a site, why it cannot be read, or None where none was brought.
    """
    site(plan if isinstance(plan, Plan) else None)
    sentence = say("ui.no_plan")
    if isinstance(plan, SbdError):
        sentence = why(plan)
    elif plan is not None:
        sentence = say("app.no_site")
    st.html(f'<p class="verdict">{escape(sentence)}</p>')
    st.page_link("ui/pages/plan.py", label=say("ui.plan"), icon=":material/arrow_back:")

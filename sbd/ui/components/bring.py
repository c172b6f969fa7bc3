"""Bring plan files, or open the demo square."""

from __future__ import annotations

from html import escape

import streamlit as st

from sbd.errors import QuestionError, SbdError, StoreError
from sbd.plans.plan import Plan
from sbd.ui import demo, state
from sbd.ui.bringing import bring, bring_demo
from sbd.ui.project import Project
from sbd.ui.words import names, say


def show(current: Project | None) -> None:
    """Show the upload and the demo's variants; what is brought is kept at once.

    Parameters
    ----------
    current : Project, optional
        What is on screen.
    """
    st.html(f'<h2 class="h2">{escape(say("ui.upload"))}</h2>')
    files = st.file_uploader(
        say("ui.upload"),
        accept_multiple_files=True,
        label_visibility="collapsed",
        key=state.upload_key(),
    )
    st.html(f'<div class="note">{escape(say("ui.upload_help"))}</div>')
    joined = _joined(current)
    if files:
        state.uploaded()
        _open({**joined, **{f.name: f.getvalue() for f in files}})
    _demo(current)


def _joined(current: Project | None) -> dict[str, bytes]:
    """Offer to add files to an uploaded plan; return the files it has, if so."""
    if current is None or current.demo:
        return {}
    plan = current.plan()
    incomplete = isinstance(plan, Plan) and plan.site is None
    key = state.join_key()
    state.seed({key: incomplete})
    if not st.toggle(say("app.join"), key=key):
        return {}
    return {p.name: p.read_bytes() for p in current.files()}


def _open(files: dict[str, bytes]) -> None:
    """Keep the files; open them if they can be read or ask a question."""
    try:
        project = bring(files)
        with st.spinner(say("ui.reading", n=len(files))):
            found = project.plan()
    except (SbdError, OSError) as error:
        found = error if isinstance(error, SbdError) else _not_kept(error)
    if isinstance(found, SbdError) and not is_question(found):
        state.refuse(found)
    else:
        state.refuse(None)
        state.choose_project(project.id)
    st.rerun()


def _not_kept(error: OSError) -> StoreError:
    return StoreError(
        "The files could not be kept in the data folder ({reason}): see that there is "
        "room on the disk and that you may write there.",
        reason=error.strerror or type(error).__name__,
    )


def is_question(refusal: SbdError) -> bool:
    """Tell whether a refusal can be answered on this page."""
    return isinstance(refusal, QuestionError)


def _demo(current: Project | None) -> None:
    offered = [v for v in demo.VARIANTS if demo.demo_plan(v)]
    if not offered:
        return
    shown = current.demo if current else None
    picked = st.segmented_control(
        say("ui.demo"),
        offered,
        default=shown,
        format_func=names("app.demo", offered),
        key=state.following(state.DEMO, shown),
    )
    if picked and picked != shown:
        project = bring_demo(picked)
        if project is not None:
            state.choose_project(project.id)
            state.refuse(None)
            st.rerun()

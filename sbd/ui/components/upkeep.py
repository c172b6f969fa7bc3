"""What was supplied: its history, undo and redo, the plan file, newer sources."""

from __future__ import annotations

from html import escape

import streamlit as st

from sbd.errors import SbdError
from sbd.ui import state
from sbd.ui.project import Project
from sbd.ui.words import say
from sbd.views.history import history_list, last_step

MEDIA = "application/geopackage+sqlite3"


def show(project: Project, *, drawn: bool) -> None:
    """Show the files, the last step, and what can be done with the plan file.

    Parameters
    ----------
    project : Project
        On screen.
    drawn : bool
        Whether the map is shown, which has undo and redo itself.
    """
    lang = state.lang()
    files = [p.name for p in project.files()]
    more = f" <span>+ {escape(', '.join(files[1:]))}</span>" if files[1:] else ""
    st.html(f'<h2 class="h2 files">{escape(files[0])}{more}</h2>')
    if said := last_step(project.entries, lang):
        st.html(f'<p class="note saved">{escape(said)}</p>')
    if not drawn:
        _undo(project)
    with st.popover(say("history.title"), icon=":material/history:"):
        st.html(history_list(project.entries, lang))
    with st.popover(say("history.keep"), icon=":material/download:"):
        _keep(project)
        _newer(project)


def _undo(project: Project) -> None:
    states = {e.state for e in project.entries}
    undo = st.button(
        say("history.undo"), icon=":material/undo:", disabled="done" not in states
    )
    redo = st.button(
        say("history.redo"), icon=":material/redo:", disabled="undone" not in states
    )
    if undo or redo:
        _ = project.undo() if undo else project.redo()
        st.rerun()


def _keep(project: Project) -> None:
    """Offer the plan file; it is made when it is asked for."""
    st.html(f'<p class="note">{escape(say("history.keep_help"))}</p>')
    st.download_button(
        say("history.keep"),
        lambda: project.written().content(),
        file_name=project.file_name,
        mime=MEDIA,
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
        key=state.download("plan_file"),
    )


def _newer(project: Project) -> None:
    """Take in a newer version of the source under what was supplied."""
    if project.demo:
        return
    st.html(f"<b>{escape(say('history.newer'))}</b>")
    st.html(f'<p class="note">{escape(say("history.newer_help"))}</p>')
    files = st.file_uploader(
        say("history.newer"),
        accept_multiple_files=True,
        label_visibility="collapsed",
        key=state.newer_key(),
    )
    if not files:
        return
    state.uploaded()
    try:
        project.bring_newer({f.name: f.getvalue() for f in files})
        state.refuse(None)
    except SbdError as error:
        state.refuse(error)
    st.rerun()

"""Keep the kinds chosen for layers for next time, and offer those kept earlier."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from sbd.errors import SbdError
from sbd.plans.raw import RawLayer, RawPlan
from sbd.plans.vocabulary_shelf import (
    FOLDER,
    Likeness,
    Shelf,
    as_yaml,
    merged,
    shelf_name,
)
from sbd.reviews.store import replace_file
from sbd.ui import cache, state
from sbd.ui.project import Project
from sbd.ui.words import complain, say

MEDIA = "application/yaml"


def offer(layers: tuple[RawLayer, ...], matches: str) -> list[dict[str, Any]] | None:
    """Offer the choices kept for files that look like this one.

    Parameters
    ----------
    layers : tuple of RawLayer
        What the files hold.
    matches : str
        The matches in force, as JSON.

    Returns
    -------
    list of dict, or None
        The matches to be in force, if an offer was taken.
    """
    shelf = _shelf()
    found = _alike(layers, str(shelf.folder), shelf.stamp(), matches)
    for one in found[:1]:
        n, m = len(one.known), len(one.matches)
        words = say("layers.alike", name=one.name, n=n, m=m)
        with st.container(key="grpoffer", border=True):
            st.html(f"<b>{escape(words)}</b>")
            if st.button(say("layers.use"), type="primary"):
                return merged(one.matches, json.loads(matches))
    return None


def keep(project: Project, matches: Sequence[Mapping[str, Any]]) -> None:
    """Offer to keep the matches in force, in the data folder or as a file."""
    shelf = _shelf()
    with st.expander(say("layers.keep_title")):
        st.html(f'<p class="note">{escape(say("layers.keep_help"))}</p>')
        key = f"grp_name_{project.id}"
        state.seed({key: shelf_name(Path(project.files()[0].name).stem)})
        typed = st.text_input(say("layers.keep_name"), max_chars=60, key=key)
        name = shelf_name(str(typed))
        taken = name in shelf.names()
        if taken:
            words = say("layers.keep_taken", name=name)
            st.html(f'<p class="note">{escape(words)}</p>')
        with st.container(horizontal=True):
            words = say("layers.keep_over" if taken else "layers.keep")
            if st.button(words, icon=":material/save:", key=state.LAYERS_KEEP):
                _save(shelf, str(typed), matches)
            st.download_button(
                say("layers.download"),
                lambda: as_yaml(name or "layers", matches),
                file_name=f"{name or 'layers'}.yaml",
                mime=MEDIA,
                on_click="ignore",
                icon=":material/download:",
                key=state.download("vocabulary"),
            )


def _shelf() -> Shelf:
    return Shelf(cache.data_folder() / FOLDER, replace_file)


def _save(shelf: Shelf, name: str, matches: Sequence[Mapping[str, Any]]) -> None:
    try:
        words = say("layers.kept", name=shelf.save(name, matches))
    except SbdError as error:
        complain(error)
    else:
        st.html(f'<p class="note" role="status">{escape(words)}</p>')


@lru_cache(maxsize=4)
def _alike(
    layers: tuple[RawLayer, ...],
    folder: str,
    stamp: object,  # noqa: ARG001  the folder's state is known by it
    matches: str,
) -> tuple[Likeness, ...]:
    shelf = Shelf(Path(folder), replace_file)
    return shelf.alike(RawPlan(layers, (), ""), json.loads(matches))

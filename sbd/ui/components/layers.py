"""Panel: what stands in the files, group by group, with the kind of each to choose.

A group is a layer, block, colour or value (`sbd.plans.groups`). Choosing what it is
makes a match, which is a step of the plan's history and can be undone.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import Any

import numpy as np
import shapely
import streamlit as st

from sbd.errors import SbdError
from sbd.plans.groups import Group, Grouped, groups
from sbd.plans.matches import LEFT_OUT, Conditions
from sbd.plans.plan import Plan
from sbd.plans.raw import RawLayer, RawPlan
from sbd.plans.vocabulary import parse_matches
from sbd.ui import cache, state
from sbd.ui.components import layers_shelf
from sbd.ui.project import Project
from sbd.ui.words import complain, count, say, why
from sbd.views.groups import group_row, place, title
from sbd.views.kind_search import kind_labels
from sbd.views.thumbnails import Thumbnails

#: Rows of one page. Source: our choice; each has widgets of its own.
ROWS = 12
#: A group is what the vocabularies alone say.
AS_READ = ""
_OPEN, _ALL = "open", "all"
_STAMP = "layers:"


def show(project: Project, plan: Plan) -> Project:
    """Show the groups of the plan's files and keep the kinds chosen for them.

    Parameters
    ----------
    project : Project
        On screen.
    plan : Plan
        Its plan.

    Returns
    -------
    Project
        As it is; a choice is kept and the page drawn anew with it.
    """
    st.html(
        f'<h2 class="h2">{escape(say("layers.title"))}</h2>'
        f'<p class="note">{escape(say("layers.intro"))}</p>'
    )
    if refusal := state.said():
        complain(refusal)
    raw = _placed(project)
    if isinstance(raw, SbdError):
        complain(raw)
        return project
    matches = _matches(project)
    layers, written = tuple(raw.layers), json.dumps(matches)
    taken = layers_shelf.offer(layers, written)
    if taken is not None:
        _kept(project, taken)
        st.rerun()
    vocabulary = str(project.settings.get("vocabulary", "auto"))
    grouped = _grouped(layers, vocabulary, written)
    site = None if plan.site is None else shapely.to_wkb(plan.site)
    shown = _shown(project, grouped)
    _marked(project, shown)
    for number, group in enumerate(shown):
        with st.container(
            key=f"grprow_{number}", horizontal=True, vertical_alignment="center"
        ):
            _row(project, plan, group, _thumbnails(layers, site))
    if grouped.more_features:
        words = count("layers.rest", grouped.more_features)
        st.html(f'<p class="note">{escape(words)}</p>')
    if matches:
        layers_shelf.keep(project, matches)
    return project


def _matches(project: Project) -> list[dict[str, Any]]:
    """Return the matches in force, as plain data."""
    return [dict(m) for m in project.settings.get("matches", ())]


def _placed(project: Project) -> RawPlan | SbdError:
    """Return what the files hold, where the plan has it."""
    raw, ready = project.raw(), cache.prepared(project.address())
    if isinstance(raw, SbdError):
        return raw
    if isinstance(ready, SbdError):
        return ready
    return replace(raw, layers=ready.reference.layers[: len(raw.layers)])


@lru_cache(maxsize=4)
def _grouped(layers: tuple[RawLayer, ...], vocabulary: str, matches: str) -> Grouped:
    # Layers are known by what they are; every reading of the files makes new ones.
    return groups(RawPlan(layers, (), ""), vocabulary, json.loads(matches))


@lru_cache(maxsize=4)
def _thumbnails(layers: tuple[RawLayer, ...], site: bytes | None) -> Thumbnails:
    everything = np.concatenate([layer.frame.geometry.to_numpy() for layer in layers])
    there = ~(shapely.is_missing(everything) | shapely.is_empty(everything))
    outline = None if site is None else shapely.from_wkb(site)
    return Thumbnails.of(everything[there], outline)


def _shown(project: Project, grouped: Grouped) -> Sequence[Group]:
    """Ask which groups are to be shown and return those of one page.

    What was chosen stays among the unrecognised, so that no row leaves the hand that
    has just changed it.
    """
    left = sum(1 for g in grouped.groups if g.unread)
    words = {
        _OPEN: say("layers.show_open", n=left),
        _ALL: say("layers.show_all", n=len(grouped.groups)),
    }
    which = st.segmented_control(
        say("layers.shown"),
        list(words),
        default=_OPEN,
        required=True,
        format_func=words.__getitem__,
        label_visibility="collapsed",
        key=state.LAYERS_SHOWN,
    )
    listed = [
        g for g in grouped.groups if which == _ALL or g.unknown or g.chosen is not None
    ]
    if not listed:
        st.html(f'<p class="note">{escape(say("layers.none_open"))}</p>')
    pages = -(-len(listed) // ROWS)
    page = 1
    if pages > 1:
        page = st.pagination(pages, key=_key("page", project.id, (which, pages)))
    return listed[(page - 1) * ROWS : page * ROWS]


def _marked(project: Project, shown: Sequence[Group]) -> None:
    """Offer to choose one kind for all rows that are marked."""
    keys = {_key("mark", project.id, g.conditions): g for g in shown}
    marked = state.ticked(list(keys))
    if not keys:
        return
    with st.container(key="grpbar", horizontal=True, vertical_alignment="bottom"):
        words = say("layers.unmark_all" if marked else "layers.mark_all")
        if st.button(words, key=state.LAYERS_MARKED):
            state.put_next(dict.fromkeys(keys, not marked))
            st.rerun()
        if not marked:
            return
        kind = st.selectbox(
            say("layers.what_marked"),
            [AS_READ, LEFT_OUT, *kind_labels(state.lang())],
            index=None,
            format_func=_named(say("layers.as_recognised")),
            placeholder=say("layers.choose"),
            filter_mode="contains",
            key=_key("all", project.id, sorted(keys)),
        )
        words = count("layers.give", len(marked))
        if st.button(words, type="primary", disabled=kind is None) and kind is not None:
            chosen = {keys[key].conditions: kind for key in marked}
            if _kept(project, _changed(project, chosen)):
                state.put_next(dict.fromkeys(keys, False))
            st.rerun()


def _row(project: Project, plan: Plan, group: Group, pictures: Thumbnails) -> None:
    """Show one group, keep the kind chosen for it, lead to it on the map."""
    lang = state.lang()
    name = _spoken(title(group.conditions, lang))
    st.checkbox(
        say("layers.mark", name=name),
        key=_key("mark", project.id, group.conditions),
        label_visibility="collapsed",
    )
    picture = pictures.uri(group.geometry)
    st.html(group_row(group, picture, lang, files=len(project.files()) > 1))
    key = _key("kind", project.id, group.conditions)
    stored = AS_READ if group.chosen is None else group.chosen
    known = group.unknown < group.count
    options = [AS_READ, LEFT_OUT, *kind_labels(lang)]
    picked = st.selectbox(
        say("layers.what", name=name),
        options,
        index=options.index(stored),
        format_func=_named(say("layers.as_recognised" if known else "layers.choose")),
        label_visibility="collapsed",
        filter_mode="contains",
        key=state.following(key, stored),
    )
    if st.button(say("layers.on_map"), key=_key("map", project.id, group.conditions)):
        stamp = _STAMP + secrets.token_hex(4)
        state.focus_on({**place(group, plan), "ids": [], "stamp": stamp})
        st.rerun()
    if picked != stored:
        state.chose(key, picked)
        _kept(project, _changed(project, {group.conditions: picked}))
        st.rerun()


def _spoken(name: str) -> str:
    """Return a name for a label that is only heard, without marks of Markdown."""
    return " ".join(re.sub(r"[\\`*\[\]<>#!~$:|{}]", " ", name).split())


def _key(widget: str, project: str, about: object) -> str:
    """Return the key of a widget about a group of a project's files."""
    digest = hashlib.sha256(repr(about).encode("utf-8", "replace"))
    return f"grp_{widget}_{project}_{digest.hexdigest()[:16]}"


def _named(as_read: str) -> Callable[[str], str]:
    """Return a function that names the kinds on offer."""
    first = {AS_READ: as_read, LEFT_OUT: say("layers.leave_out")}
    return {**first, **kind_labels(state.lang())}.__getitem__


def _changed(
    project: Project, chosen: Mapping[Conditions, str]
) -> list[dict[str, Any]]:
    """Return the matches in force with other kinds for some groups."""
    matches = _matches(project)
    kept = [
        data
        for data, match in zip(matches, parse_matches(matches).matches, strict=True)
        if match.conditions not in chosen
    ]
    new = [
        {**dict(conditions), "kind": kind}
        for conditions, kind in chosen.items()
        if kind != AS_READ
    ]
    return [*kept, *new]


def _kept(project: Project, matches: Sequence[Mapping[str, Any]]) -> bool:
    """Keep matches in place of those in force, and tell whether that could be.

    Choices with which the files are no plan any more, such as two different sites,
    are taken back and told.
    """
    try:
        changed = project.choose(matches=list(matches))
        found = changed.plan()
        if isinstance(found, SbdError):
            changed.undo()
            raise found
    except SbdError as error:
        state.say(why(error))
        return False
    return True

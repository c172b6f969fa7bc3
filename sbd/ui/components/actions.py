"""Actions: agreed from a criterion, and all of a plan with who does what."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from sbd.assessment.editions import public_actions
from sbd.assessment.records import action_record
from sbd.checklists.lists import read_lists
from sbd.checklists.model import Criterion
from sbd.document import ActionRecord
from sbd.errors import SbdError
from sbd.exports.actions_csv import actions_csv
from sbd.exports.calendar import actions_calendar
from sbd.reviews.actions import (
    LONGEST_TEXT,
    PENDING,
    PHASES,
    STATES,
    Action,
    Task,
    actions_of,
    add_action,
    change_action,
)
from sbd.ui import cache, state
from sbd.ui.project import Project
from sbd.ui.words import complain, names, plain, say
from sbd.views.action_list import (
    action_items,
    action_list,
    attention,
    numbers,
    owner_name,
)
from sbd.views.actor_matrix import actor_matrix

#: Where it is noted for which criterion the panel is open.
_OPEN = "actions"
#: What the board may show: all, or those of one kind.
_KINDS = ("all", "pending", "overdue", "unowned")


def button(criterion_id: str | None) -> None:
    """Show the button that opens or closes the panel of a criterion."""
    pressed = st.button(
        say("actions.add"), icon=":material/add_task:", disabled=criterion_id is None
    )
    if pressed:
        state.noted(_OPEN, None if is_open(criterion_id) else criterion_id)
        state.judge(False)


def is_open(criterion_id: str | None) -> bool:
    """Tell whether the panel of a criterion is open and nobody judges there."""
    asked = criterion_id is not None and state.kept(_OPEN) == criterion_id
    return asked and not state.judging()


def show(
    project: Project,
    criterion_id: str,
    session_id: str | None = None,
    *,
    restricted: bool = False,
) -> None:
    """Show the actions on a criterion, with a form to add or to change one.

    Parameters
    ----------
    project : Project
        The plan.
    criterion_id : str
        The criterion.
    session_id : str, optional
        The meeting in which something is agreed.
    restricted : bool
        Whether sensitive content may be shown; without it a sensitive criterion's
        actions are not.
    """
    if message := state.said():
        st.success(message)
    criterion = cache.checklist().criterion(criterion_id)
    title = say("actions.of", criterion=criterion_id)
    st.html(f'<div class="det"><h2>{escape(title)}</h2></div>')
    if criterion.sensitive and not restricted:
        words = say("actions.withheld", criterion=criterion_id)
        st.html(f'<p class="note">{escape(words)}</p>')
        return
    mine = [a for a in _all(project) if a.task.criterion == criterion_id]
    if mine:
        records = [action_record(a) for a in mine]
        st.html(action_items(records, state.lang(), today=_today()))
    chosen = _choose(mine, say("actions.new"))
    _form(project, criterion, chosen, (session_id, len(mine)))


def board(project: Project, *, restricted: bool = False) -> None:
    """Show all actions on a plan, who does what per phase, and the downloads.

    Parameters
    ----------
    project : Project
        The plan.
    restricted : bool
        Whether those on sensitive criteria are among them, on screen and in files.
    """
    if message := state.said():
        st.success(message)
    kept = _all(project)
    records = [action_record(a) for a in kept]
    if not restricted:
        records = list(public_actions(records, cache.checklist().criteria))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<h2 class="h2">{escape(say("actions.heading"))}</h2>')
        _downloads(project, records, restricted=restricted)
    if not restricted:
        st.html(f'<p class="note">{escape(say("actions.public_only"))}</p>')
    listed, matrix = st.columns([0.52, 0.48], gap="large")
    with listed:
        shown = _filtered(records)
        st.html(_table(shown) if shown or not records else _none_here())
        uids = {r.uid for r in shown}
        _change(project, [a for a in kept if a.uid in uids])
    with matrix:
        st.html(f'<h3 class="h2">{escape(say("actions.matrix"))}</h3>')
        st.html(actor_matrix(records, state.lang()))


def _all(project: Project) -> tuple[Action, ...]:
    return actions_of(cache.database(), project.id)


def _today() -> str:
    return datetime.datetime.now().astimezone().date().isoformat()


def _table(records: Sequence[ActionRecord]) -> str:
    lang = state.lang()
    table = action_list(records, cache.checklist(), lang, today=_today())
    label = escape(numbers(records, lang, _today()))
    return f'<div tabindex="0" role="region" aria-label="{label}">{table}</div>'


def _none_here() -> str:
    return f'<p class="note">{escape(say("actions.none_here"))}</p>'


def _filtered(records: Sequence[ActionRecord]) -> list[ActionRecord]:
    found = {
        "all": list(records),
        "pending": [r for r in records if r.state in PENDING],
        "overdue": [r for r in records if "overdue" in attention(r, _today())],
        "unowned": [r for r in records if "unowned" in attention(r, _today())],
    }
    words = {k: f"{say(f'actions.show_{k}')} {len(found[k])}" for k in _KINDS}
    which = st.segmented_control(
        say("actions.filter"),
        _KINDS,
        default="all",
        required=True,
        format_func=words.__getitem__,
        label_visibility="collapsed",
        key="actions_shown",
    )
    return found[str(which or "all")]


def _change(project: Project, kept: Sequence[Action]) -> None:
    """Let one of the actions shown be chosen and changed."""
    if not kept:
        return
    chosen = _choose(kept, None)
    if chosen is not None:
        criterion = chosen.task.criterion
        known = {c.id: c for c in cache.checklist().criteria}
        _form(project, known.get(criterion), chosen, (chosen.session, len(kept)))


def _choose(kept: Sequence[Action], new: str | None) -> Action | None:
    """Return the action to change; None for a new one, or for none."""
    if not kept:
        return None
    by_number = {a.number: a for a in kept}
    words = {n: _short(a.task) for n, a in by_number.items()}
    options: list[int] = [0, *by_number] if new else list(by_number)
    picked = st.selectbox(
        say("actions.which" if new else "actions.which_change"),
        options,
        index=0 if new else None,
        format_func={0: new or "", **words}.__getitem__,
        placeholder="",
    )
    return None if not picked else by_number[int(picked)]


def _short(task: Task) -> str:
    text = " ".join(task.text.split())
    return f"{task.criterion} · {text if len(text) <= 60 else text[:59] + '…'}"


def _form(
    project: Project,
    criterion: Criterion | None,
    chosen: Action | None,
    agreed: tuple[str | None, int],
) -> None:
    """Show the form; after an action was added an empty one with a name of its own."""
    session_id, count = agreed
    cid = chosen.task.criterion if chosen else criterion.id if criterion else ""
    phase = criterion.chain_phase[0] if criterion else PHASES[0]
    before = chosen.task if chosen else Task(cid, "", phase)
    number = chosen.number if chosen else 0
    with st.form(f"action_{cid}_{number}_{count}", border=False):
        task = _fields(before, new=chosen is None)
        word = "actions.add" if chosen is None else "actions.keep"
        sent = st.form_submit_button(say(word), type="primary")
    if not sent:
        return
    db = cache.database()
    try:
        if chosen is None:
            add_action(db, project.id, project.name, task, session=session_id)
        else:
            change_action(db, chosen.number, before, task)
    except SbdError as error:
        complain(error)
        return
    state.say(say("actions.kept", criterion=cid, what=plain(_short(task))))
    st.rerun()


def _fields(before: Task, *, new: bool) -> Task:
    text = st.text_area(
        say("actions.what_ask"), before.text, height=68, max_chars=LONGEST_TEXT
    )
    left, right = st.columns([0.6, 0.4])
    with left:
        owner = _owner(before.owner)
    with right:
        due = st.date_input(
            say("actions.due"),
            None if before.due is None else datetime.date.fromisoformat(before.due),
            format="DD/MM/YYYY",
        )
    phase: Any = st.radio(
        say("actions.phase"),
        PHASES,
        index=PHASES.index(before.phase),
        format_func=names("phase", PHASES),
        horizontal=True,
    )
    found: Any = before.state
    if not new:
        found = st.radio(
            say("actions.state"),
            STATES,
            index=STATES.index(before.state),
            format_func={s: say(f"actions.state_{s}") for s in STATES}.__getitem__,
            horizontal=True,
        )
    day = due.isoformat() if isinstance(due, datetime.date) else None
    return replace(
        before, text=text or "", owner=owner, due=day, phase=phase, state=found
    )


def _owner(known: str | None) -> str | None:
    lang = state.lang()
    words: dict[str | None, str] = {
        o: owner_name(o, lang) for o in (None, *read_lists().actors)
    }
    listed = sorted((o for o in words if o), key=lambda o: words[o].casefold())
    options: list[str | None] = [None, *listed]
    return st.selectbox(
        say("actions.owner"),
        options,
        index=options.index(known) if known in options else 0,
        format_func=words.__getitem__,
    )


def _downloads(
    project: Project, records: Sequence[ActionRecord], *, restricted: bool
) -> None:
    lang, today, checklist = state.lang(), _today(), cache.checklist()
    edition = "restricted" if restricted else "public"
    stem = f"{project.name}-actions-{edition}-{today}"
    dated = any(r.due for r in records)
    table = actions_csv(records, checklist, lang, today=today)
    events = actions_calendar(records, checklist, lang, name=project.name, today=today)
    for suffix, media, content, ready in (
        ("csv", "text/csv", table, bool(records)),
        ("ics", "text/calendar", events, dated),
    ):
        st.download_button(
            say(f"actions.{suffix}"),
            content,
            file_name=f"{stem}.{suffix}",
            mime=media,
            on_click="ignore",
            icon=":material/download:",
            disabled=not ready,
            help=say("actions.no_dates") if suffix == "ics" and not dated else None,
            key=state.download(f"actions_{suffix}"),
        )

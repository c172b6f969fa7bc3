"""What must be known before measuring: numbered questions, answered one by one.

Every answer is kept in the data folder at once and read back from there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from sbd.errors import SbdError
from sbd.plans.crs import without_place
from sbd.plans.kinds import DESIGN_PHASES, DESIGN_VEHICLES, RISKS, SPACE_TYPES
from sbd.plans.plan import Plan
from sbd.plans.raw import RawLayer
from sbd.ui import cache, gaps, state
from sbd.ui.components import located, placing
from sbd.ui.project import Project
from sbd.ui.words import names, plain, say, thing, why
from sbd.views.sketch import sketch


def reading(project: Project, refusal: SbdError | None) -> tuple[Project, int]:
    """Ask what the reader needs to know: coordinates, unit, or which site.

    Parameters
    ----------
    project : Project
        Whose files were refused.
    refusal : SbdError, optional
        The reader's question; None where it was answered and may be changed.

    Returns
    -------
    tuple of Project and int
        With the answers kept; how many questions were asked.
    """
    asked = _asked(project, str(refusal or ""))
    if not asked:
        return project, 0
    with st.container(border=True):
        if refusal is not None:
            words = _without_options(why(refusal))
            st.html(f'<div class="note">{escape(words)}</div>')
        if "site" in asked:
            project = _site(project, asked.index("site") + 1)
        raw = project.raw()
        layers = () if isinstance(raw, SbdError) else without_place(raw.layers)
        if layers:
            project, local = _position(project, layers, asked)
            if local:
                project = _place(project, open_=refusal is not None)
    return project, len(asked)


def _asked(project: Project, sentence: str) -> list[str]:
    """Return what the reader's question asks, and what was answered before."""
    found = [
        n
        for n in ("site", "crs", "unit")
        if re.search(rf"--{n}\b", sentence) or project.settings.get(n)
    ]
    # The unit of a local drawing is asked together with its place.
    local = project.settings.get("crs") == "local" and "unit" in found
    both = "crs" in found and project.settings.get("crs") is None
    return [n for n in found if n != "unit" or not (local or both)]


def _position(
    project: Project, layers: Sequence[RawLayer], asked: Sequence[str]
) -> tuple[Project, bool]:
    """Ask for coordinates and unit; tell whether the drawing has to be placed."""
    drawn = sketch(layers)
    picked = None
    if "crs" in asked:
        number = asked.index("crs") + 1
        project, picked = located.which_system(project, layers, drawn, number)
    if "unit" in asked and picked != "local":
        number = asked.index("unit") + 1
        project = located.which_unit(project, layers, drawn, number)
    return project, picked == "local"


def _place(project: Project, *, open_: bool) -> Project:
    """Ask where a local drawing lies; folded away once that is known."""
    if open_ or project.settings.get("crs") != "local":
        return placing.show(project, None)
    with st.expander(say("place.change")):
        return placing.show(project, None)


def facts(project: Project, plan: Plan, number: int) -> tuple[Project, bool]:
    """Ask for the type of space, the phase, the risk and the design vehicle.

    Parameters
    ----------
    project : Project
        The plan asked about.
    plan : Plan
        As read; what its file says is shown as answered.
    number : int
        Number of the question.

    Returns
    -------
    tuple of Project and bool
        With the answers kept; whether an answer is still missing.
    """
    told = {
        "space_type": plan.space_type,
        "design_phase": plan.design_phase,
        "risk": plan.risk.vehicle if plan.risk.vehicle != "unknown" else None,
        "design_vehicle": plan.risk.design_vehicle,
    }
    lists = (
        ("space_type", SPACE_TYPES, "ui.space_type", "space"),
        ("design_phase", DESIGN_PHASES, "ui.design_phase", "design_phase"),
        ("risk", RISKS, "ui.risk", "risk"),
        ("design_vehicle", DESIGN_VEHICLES, "app.design_vehicle", "vehicle"),
    )
    with st.container(border=True):
        _title(number, say("app.q_facts"))
        columns = st.columns(2)
        for place, (name, options, label, prefix) in enumerate(lists):
            if name == "design_vehicle" and told["risk"] in (None, "none"):
                continue
            with columns[place] if place < 2 else st.container():
                project = _pick(project, name, options, told[name], label, prefix)
    needed = ["space_type", "design_phase", "risk"]
    if told["risk"] not in (None, "none"):
        needed.append("design_vehicle")
    return project, any(told[n] is None for n in needed)


def declared(project: Project, plan: Plan, number: int) -> tuple[Project, bool]:
    """Ask for each kind that a criterion needs and the plan lacks: none, or undrawn.

    Parameters and return value are those of `facts`.
    """
    kinds = gaps.kinds_to_declare(plan, project.settings)
    if not kinds:
        return project, False
    open_ = False
    with st.container(border=True):
        _title(number, say("ui.q_decl"))
        for kind in kinds:
            row = state.question(f"row_{kind}", project.id)
            with st.container(horizontal=True, vertical_alignment="center", key=row):
                st.html(f'<span class="ask">{escape(thing(kind))}</span>')
                project, answered = _declare(project, kind)
            open_ = open_ or not answered
    return project, open_


def assumptions(project: Project, plan: Plan) -> Project:
    """Offer the assumptions as switches, each with the criteria it would unlock."""
    offered = cache.unlocked(project.address())
    if not offered:
        return project
    with st.container(border=True):
        st.html(f"<b>{escape(say('ui.assume_title'))}</b>")
        for name, criteria in offered.items():
            project = _assume(project, plan, name, criteria)
    return project


def _title(number: int, words: str) -> None:
    st.html(f"<b>{number} · {escape(words)}</b>")


def _site(project: Project, number: int) -> Project:
    """Ask which file holds the site."""
    stored = project.settings.get("site")
    key = state.question("site", project.id)
    files = tuple(p.name for p in project.files())
    picked = st.radio(
        f"**{number} · {say('app.q_site')}**",
        files,
        index=files.index(stored) if stored in files else None,
        format_func={f: plain(f) for f in files}.__getitem__,
        key=state.following(key, stored),
    )
    return project if picked == stored else _keep(project, key, "site", picked)


def _without_options(sentence: str) -> str:
    """Leave out of a reader's question the options of the command line."""
    return re.split(r"\s*: (?=[^:]*--)", sentence)[0].rstrip(".") + "."


def _pick(
    project: Project,
    name: str,
    options: Sequence[str],
    told: str | None,
    label: str,
    prefix: str,
) -> Project:
    key = state.question(name, project.id)
    picked = st.selectbox(
        say(label),
        options,
        index=None if told is None else options.index(told),
        format_func=names(prefix, options),
        placeholder=say("app.choose"),
        key=state.following(key, told),
    )
    return project if picked == told else _keep(project, key, name, picked)


def _declare(project: Project, kind: str) -> tuple[Project, bool]:
    none = list(project.settings.get("declare", []))
    undrawn = list(project.settings.get("undrawn", []))
    stored = "none" if kind in none else "undrawn" if kind in undrawn else None
    key = state.question(f"declare_{kind}", project.id)
    picked = st.segmented_control(
        thing(kind),
        ("none", "undrawn"),
        default=stored,
        format_func=names("app.declare", ("none", "undrawn")),
        label_visibility="collapsed",
        key=state.following(key, stored),
    )
    if picked != stored:
        state.chose(key, picked)
        none = [k for k in none if k != kind] + [kind] * (picked == "none")
        undrawn = [k for k in undrawn if k != kind] + [kind] * (picked == "undrawn")
        project = project.set(declare=sorted(none), undrawn=sorted(undrawn))
    return project, picked is not None


def _assume(
    project: Project, plan: Plan, name: str, criteria: Sequence[str]
) -> Project:
    stored = name in plan.assumed
    key = state.question(f"assume_{name}", project.id)
    shown = state.following(key, stored)
    picked = st.toggle(say(f"assumption.{name}"), stored, key=shown)
    if criteria:
        words = say("ui.unlocks", criteria=list(criteria))
        st.html(f'<div class="note">{escape(words)}</div>')
    if picked == stored:
        return project
    state.chose(key, picked)
    kept = [n for n in plan.assumed if n != name] + [name] * picked
    return project.set(assume=sorted(kept))


def _keep(project: Project, key: str, name: str, value: Any) -> Project:
    state.chose(key, value)
    return project.set(**{name: value})

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
from sbd.plans.kinds import DESIGN_PHASES, DESIGN_VEHICLES, RISKS, SPACE_TYPES
from sbd.plans.plan import Plan
from sbd.ui import cache, gaps, state
from sbd.ui.project import Project
from sbd.ui.words import names, plain, say, thing, why

#: Likely coordinates of a drawing in Brussels, with the names planners know.
SYSTEMS = {
    "EPSG:31370": "Lambert 72 · EPSG:31370",
    "EPSG:3812": "Lambert 2008 · EPSG:3812",
    "EPSG:4326": "WGS 84 · EPSG:4326",
    "EPSG:32631": "UTM 31N · EPSG:32631",
}
#: Longitude and latitude first offered for a local drawing. [deg]
BRUSSELS = (4.3517, 50.8466)
UNITS = ("m", "cm", "mm", "dm", "in", "ft")


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
    sentence = str(refusal or "")
    asked = [
        n
        for n in ("site", "unit", "crs")
        if f"--{n} " in sentence or project.settings.get(n)
    ]
    if not asked:
        return project, 0
    with st.container(border=True):
        if refusal is not None:
            words = _without_options(why(refusal))
            st.html(f'<div class="note">{escape(words)}</div>')
        for number, name in enumerate(asked, 1):
            project = _choice(project, name, number)
        if project.settings.get("crs") == "local":
            project = _origin(project)
    return project, len(asked)


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


def _option_name(code: str) -> str:
    return say("app.local") if code == "local" else SYSTEMS.get(code, plain(code))


def _choice(project: Project, name: str, number: int) -> Project:
    """Ask one of the reader's questions."""
    options: dict[str, tuple[str, ...]] = {
        "site": tuple(p.name for p in project.files()),
        "unit": UNITS,
        "crs": (*SYSTEMS, "local"),
    }
    question = "ui.q_crs" if name == "crs" else f"app.q_{name}"
    stored = project.settings.get(name)
    key = state.question(name, project.id)
    state.follow(key, stored)
    picked = st.radio(
        f"**{number} · {say(question)}**",
        options[name],
        index=None,
        format_func={o: _option_name(o) for o in options[name]}.__getitem__,
        key=key,
    )
    return project if picked == stored else _keep(project, key, name, picked)


def _origin(project: Project) -> Project:
    """Ask where the middle of a local drawing lies. [deg]"""
    stored = project.settings.get("at") or BRUSSELS
    st.html(f'<div class="note">{escape(say("app.q_at"))}</div>')
    fields = []
    for column, (name, limit), value in zip(
        st.columns(2), (("lon", 180.0), ("lat", 90.0)), stored, strict=True
    ):
        key = state.question(name, project.id)
        state.follow(key, float(value))
        fields.append(
            column.number_input(
                say(f"app.{name}"), -limit, limit, format="%.6f", key=key
            )
        )
    return project if fields == list(stored) else project.set(at=fields)


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
    state.follow(key, told)
    picked = st.selectbox(
        say(label),
        options,
        index=None,
        format_func=names(prefix, options),
        placeholder=say("app.choose"),
        key=key,
    )
    return project if picked == told else _keep(project, key, name, picked)


def _declare(project: Project, kind: str) -> tuple[Project, bool]:
    none = list(project.settings.get("declare", []))
    undrawn = list(project.settings.get("undrawn", []))
    stored = "none" if kind in none else "undrawn" if kind in undrawn else None
    key = state.question(f"declare_{kind}", project.id)
    state.follow(key, stored)
    picked = st.segmented_control(
        thing(kind),
        ("none", "undrawn"),
        format_func=names("app.declare", ("none", "undrawn")),
        label_visibility="collapsed",
        key=key,
    )
    if picked != stored:
        state.noted(key, picked)
        none = [k for k in none if k != kind] + [kind] * (picked == "none")
        undrawn = [k for k in undrawn if k != kind] + [kind] * (picked == "undrawn")
        project = project.set(declare=sorted(none), undrawn=sorted(undrawn))
    return project, picked is not None


def _assume(
    project: Project, plan: Plan, name: str, criteria: Sequence[str]
) -> Project:
    stored = name in plan.assumed
    key = state.question(f"assume_{name}", project.id)
    state.follow(key, stored)
    picked = st.toggle(say(f"assumption.{name}"), key=key)
    if criteria:
        words = say("ui.unlocks", criteria=list(criteria))
        st.html(f'<div class="note">{escape(words)}</div>')
    if picked == stored:
        return project
    state.noted(key, picked)
    kept = [n for n in plan.assumed if n != name] + [name] * picked
    return project.set(assume=sorted(kept))


def _keep(project: Project, key: str, name: str, value: Any) -> Project:
    state.noted(key, value)
    return project.set(**{name: value})

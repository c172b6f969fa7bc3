"""What must be known before measuring: numbered questions, answered one by one.

Every answer is kept in the data folder at once and read back from there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import streamlit as st

from sbd.errors import SbdError
from sbd.plans.kinds import DESIGN_PHASES, DESIGN_VEHICLES, RISKS, SPACE_TYPES
from sbd.plans.plan import Plan
from sbd.ui import cache, gaps, state
from sbd.ui.project import Project
from sbd.ui.words import say, thing

#: Likely coordinates of a drawing in Brussels, with the names planners know.
SYSTEMS = {
    "EPSG:31370": "Lambert 72 · EPSG:31370",
    "EPSG:3812": "Lambert 2008 · EPSG:3812",
    "EPSG:4326": "WGS 84 · EPSG:4326",
    "EPSG:32631": "UTM 31N · EPSG:32631",
}
UNITS = ("m", "cm", "mm", "dm", "in", "ft")


def reading(project: Project, refusal: SbdError | None) -> Project:
    """Ask what the reader needs to know: coordinates or unit.

    Parameters
    ----------
    project : Project
        Whose files were refused.
    refusal : SbdError, optional
        The reader's question; None where it was answered and may be changed.

    Returns
    -------
    Project
        With the answers kept.
    """
    sentence = str(refusal or "")
    if "--unit" in sentence or project.settings.get("unit"):
        project = _choice(project, "unit", "app.q_unit", UNITS, sentence)
    if "--unit" not in sentence or project.settings.get("crs"):
        project = _choice(
            project, "crs", "ui.q_crs", tuple(SYSTEMS), sentence, _system_name
        )
    return project


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
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(f'<span class="ask">{escape(thing(kind))}</span>')
                project, answered = _declare(project, kind)
            open_ = open_ or not answered
    return project, open_


def assumptions(project: Project, plan: Plan) -> Project:
    """Offer the assumptions as switches, each with the criteria it would unlock."""
    offered = gaps.unlocked_by(plan, cache.checklist())
    if not offered:
        return project
    with st.container(border=True):
        st.html(f"<b>{escape(say('ui.assume_title'))}</b>")
        for name, criteria in offered.items():
            project = _assume(project, plan, name, criteria)
    return project


def _title(number: int, words: str) -> None:
    st.html(f"<b>{number} · {escape(words)}</b>")


def _system_name(code: str) -> str:
    return SYSTEMS.get(code, code)


def _choice(
    project: Project,
    name: str,
    question: str,
    options: Sequence[str],
    sentence: str,
    words: Callable[[Any], str] = str,
) -> Project:
    stored = project.settings.get(name)
    key = f"q_{name}_{project.id}"
    state.follow(key, stored)
    with st.container(border=True):
        _title(1, say(question))
        st.html(f'<div class="note">{escape(sentence)}</div>')
        picked = st.radio(
            say(question),
            options,
            index=None,
            format_func=words,
            label_visibility="collapsed",
            key=key,
        )
    return project if picked == stored else _keep(project, name, picked)


def _pick(
    project: Project,
    name: str,
    options: Sequence[str],
    told: str | None,
    label: str,
    prefix: str,
) -> Project:
    key = f"q_{name}_{project.id}"
    state.follow(key, told)
    picked = st.selectbox(
        say(label),
        options,
        index=None,
        format_func=lambda o: say(f"{prefix}.{o}"),
        placeholder=say("app.choose"),
        key=key,
    )
    return project if picked == told else _keep(project, name, picked)


def _declare(project: Project, kind: str) -> tuple[Project, bool]:
    none = list(project.settings.get("declare", []))
    undrawn = list(project.settings.get("undrawn", []))
    stored = "none" if kind in none else "undrawn" if kind in undrawn else None
    key = f"q_declare_{kind}_{project.id}"
    state.follow(key, stored)
    picked = st.segmented_control(
        thing(kind),
        ("none", "undrawn"),
        format_func=lambda o: say(
            "ui.there_are_none" if o == "none" else "ui.not_drawn"
        ),
        label_visibility="collapsed",
        key=key,
    )
    if picked != stored:
        none = [k for k in none if k != kind] + [kind] * (picked == "none")
        undrawn = [k for k in undrawn if k != kind] + [kind] * (picked == "undrawn")
        project = project.set(declare=sorted(none), undrawn=sorted(undrawn))
    return project, picked is not None


def _assume(
    project: Project, plan: Plan, name: str, criteria: Sequence[str]
) -> Project:
    stored = name in plan.assumed
    key = f"q_assume_{name}_{project.id}"
    state.follow(key, stored)
    picked = st.toggle(say(f"assumption.{name}"), key=key)
    if criteria:
        words = say("ui.unlocks", criteria=list(criteria))
        st.html(f'<div class="note">{escape(words)}</div>')
    if picked == stored:
        return project
    names = [n for n in plan.assumed if n != name] + [name] * picked
    return project.set(assume=sorted(names))


def _keep(project: Project, name: str, value: Any) -> Project:
    return project.set(**{name: value})

"""The questions which coordinates and which unit a drawing has, with their preview.

An answer is kept with a button, after its preview was seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from sbd.errors import PlanError, SbdError
from sbd.plans.ask import answers, bounds_of, width_of
from sbd.plans.raw import RawLayer
from sbd.plans.systems import MARGIN_DEG, System, lonlat, system, within
from sbd.plans.values import METRES
from sbd.ui import state
from sbd.ui.project import Project
from sbd.ui.words import complain, plain, say
from sbd.views.placing import (
    degrees_words,
    length_words,
    size_verdict,
    size_words,
    where_words,
)
from sbd.views.sketch import Mark, Sketch, as_image, extent, picture

UNITS = ("m", "cm", "mm", "dm", "in", "ft")
#: Systems offered at most, before any that is typed. [1]
_MOST = 6
DEGREES = "EPSG:4326"
#: A drawing larger than this is not in degrees: it would be wider than a city. [deg]
_MOST_DEGREES = 0.5


@dataclass(frozen=True)
class Choice:
    """A coordinate system as an answer, with the unit that goes with it."""

    system: System
    unit: str | None = None

    @property
    def id(self) -> str:
        """Id of the answer among the others."""
        return f"{self.system.code} {self.unit or ''}".strip()

    @property
    def label(self) -> str:
        """Return its name as planners say it, and its code."""
        name = "WGS 84" if self.system.code == DEGREES else self.system.name
        words = f"{name} · {self.system.code}"
        if self.unit:
            unit = say(f"place.units.{self.unit}")
            words += " · " + say("place.drawn_in", unit=unit)
        return words


def own_unit(layers: Sequence[RawLayer]) -> str | None:
    """Return the unit that the first drawing states, if any does."""
    return next((layer.unit for layer in layers if layer.unit), None)


def which_system(
    project: Project, layers: Sequence[RawLayer], drawn: Sketch, number: int
) -> tuple[Project, str | None]:
    """Ask which coordinates the drawing uses.

    Parameters
    ----------
    project : Project
        Whose files do not say it.
    layers : sequence of RawLayer
        Those that do not.
    drawn : Sketch
        Of them.
    number : int
        Number of the question.

    Returns
    -------
    tuple of Project and str or None
        With the answer kept; what is picked: an id, ``other`` or ``local``.
    """
    stored = project.settings.get("crs")
    offered = {c.id: c for c in _offered(layers, project)}
    current = _id_of(project, offered)
    options = [*offered, "other", "local"]
    told = [_told(c, layers) for c in offered.values()]
    told += [say("place.other_about"), say("place.local_about")]
    key = state.question("crs", project.id)
    names = {c.id: plain(c.label) for c in offered.values()}
    names |= {"other": say("place.other"), "local": say("place.local")}
    picked = st.radio(
        f"**{number} · {say('ui.q_crs')}**",
        options,
        index=options.index(current) if current in options else None,
        format_func=names.__getitem__,
        captions=[plain(words) for words in told],
        key=state.following(key, current),
    )
    chosen = typed(project, "epsg") if picked == "other" else offered.get(picked or "")
    if chosen is not None and (picked != current or chosen.system.code != stored):
        project = _preview(project, chosen, layers, drawn)
    return project, picked


def which_unit(
    project: Project, layers: Sequence[RawLayer], drawn: Sketch, number: int
) -> Project:
    """Ask for the unit of the drawing; parameters as of `which_system`."""
    stored = project.settings.get("unit")
    picked = unit_radio(
        state.question("unit", project.id),
        layers,
        stored,
        f"**{number} · {say('app.q_unit')}**",
    )
    if picked is None or picked == stored:
        return project
    factor = METRES[picked]
    words = size_words(*extent(drawn, factor), state.lang())
    show_picture(drawn, factor, words)
    return use(project, "unit", {"unit": picked})


def unit_radio(
    key: str, layers: Sequence[RawLayer], stored: str | None, label: str
) -> str | None:
    """Show the units, each with the size it would give the drawing.

    Parameters
    ----------
    key : str
        Key of the widget.
    layers : sequence of RawLayer
        Of the drawing.
    stored : str, optional
        The unit in use.
    label : str
        The question.

    Returns
    -------
    str or None
        The unit picked.
    """
    lang, width = state.lang(), width_of(layers)
    sizes = [
        f"{say('place.wide', wide=length_words(width * METRES[u], lang))} · "
        f"{size_verdict(width * METRES[u], lang)}"
        for u in UNITS
    ]
    names = {u: f"{u} · {say(f'place.units.{u}')}" for u in UNITS}
    picked: str | None = st.radio(
        label,
        UNITS,
        index=UNITS.index(stored) if stored in UNITS else None,
        format_func=names.__getitem__,
        captions=[plain(s) for s in sizes],
        key=state.following(key, stored),
    )
    return picked


def show_picture(
    drawn: Sketch,
    factor: float,
    words: str,
    *,
    bearing: float | None = None,
    marks: Sequence[Mark] = (),
) -> None:
    """Show the drawing beside a bus and a person, with the words said under it."""
    svg = picture(drawn, factor, state.lang(), bearing=bearing, marks=marks)
    more = ""
    if drawn.shown < drawn.total:
        more = " " + say("place.shown", shown=drawn.shown, total=drawn.total)
    st.html(
        f"{as_image(svg, words)}"
        f'<p class="note" role="status">{escape(words + more)}</p>'
    )


def use(project: Project, name: str, answer: Mapping[str, object]) -> Project:
    """Offer to keep an answer, and begin anew with it once it is kept.

    Parameters
    ----------
    project : Project
        The plan.
    name : str
        What is asked, for the key of the button.
    answer : mapping
        Options of the reader.

    Returns
    -------
    Project
        With the answer, if it was kept.
    """
    key = state.question(f"use_{name}", project.id)
    if st.button(say("place.use"), type="primary", key=key):
        try:
            project = project.choose(**answer)
        except SbdError as error:
            complain(error)
        else:
            st.rerun()
    return project


def _offered(layers: Sequence[RawLayer], project: Project) -> list[Choice]:
    """Return the systems that fit the numbers, and the one in use."""
    west, south, east, north = bounds_of(layers)
    found = [Choice(a.system, a.unit) for a in answers(layers)[:_MOST]]
    near = max(east - west, north - south) <= _MOST_DEGREES
    if near and max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90:
        found.append(Choice(system(DEGREES)))
    stored = project.settings.get("crs")
    if stored in (None, "local") or any(c.system.code == stored for c in found):
        return found
    try:
        return [*found, Choice(system(str(stored)))]
    except PlanError:
        return found


def _id_of(project: Project, offered: dict[str, Choice]) -> str | None:
    """Return the id of the answer in use."""
    stored = project.settings.get("crs")
    if stored == "local":
        return "local"
    same = [i for i, c in offered.items() if c.system.code == stored]
    return same[0] if same else None


def typed(project: Project, name: str) -> Choice | None:
    """Ask for an EPSG code and say what it names.

    Parameters
    ----------
    project : Project
        The plan.
    name : str
        For the key of the field.

    Returns
    -------
    Choice or None
        None while no system is named.
    """
    code = st.text_input(
        say("place.epsg"), key=state.question(name, project.id), max_chars=12
    )
    if not code.strip():
        return None
    try:
        found = system(code)
    except PlanError:
        complain(say("place.no_system"))
        return None
    words = say("place.system_is", code=found.code, name=found.name)
    st.html(
        f'<p class="note" role="status">{escape(words)} '
        f'<span lang="en">{escape(found.region)}.</span></p>'
    )
    return Choice(found)


def _factor(choice: Choice, layers: Sequence[RawLayer]) -> float:
    if choice.system.degrees:
        return 1.0
    return METRES[choice.unit or own_unit(layers) or "m"]


def _middle(choice: Choice, layers: Sequence[RawLayer]) -> tuple[float, float] | None:
    """Return where the drawing's middle would lie, if in the system's area. [deg]"""
    factor = _factor(choice, layers)
    west, south, east, north = (v * factor for v in bounds_of(layers))
    place = lonlat(choice.system.code, (west + east) / 2, (south + north) / 2)
    if place is None or not within(choice.system.area, *place, margin=MARGIN_DEG):
        return None
    return place


def _told(choice: Choice, layers: Sequence[RawLayer]) -> str:
    """Say in a line where a system would put the drawing."""
    place = _middle(choice, layers)
    if place is None:
        return say("place.drawing_outside")
    return where_words(*place, state.lang())


def _preview(
    project: Project, choice: Choice, layers: Sequence[RawLayer], drawn: Sketch
) -> Project:
    lang = state.lang()
    place = _middle(choice, layers)
    if place is None:
        complain(say("place.drawing_outside"))
        return project
    where = f"{where_words(*place, lang)} {degrees_words(*place, lang)}"
    if choice.system.degrees:
        st.html(f'<p class="note" role="status">{escape(where)}</p>')
    else:
        factor = _factor(choice, layers)
        size = size_words(*extent(drawn, factor), lang)
        show_picture(drawn, factor, f"{where} {size}")
    answer: dict[str, object] = {
        "crs": choice.system.code,
        **dict.fromkeys(("at", "origin", "bearing")),
    }
    if choice.unit:
        answer["unit"] = choice.unit
    return use(project, "crs", answer)

"""Panel: a picture under the plan, and heights of its ground, kept with the plan."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from sbd.errors import SbdError
from sbd.indicators.terrain import BASE_M, covered_share
from sbd.plans.picture import picture_about, picture_from
from sbd.plans.plan import Note, Plan
from sbd.plans.plan_file import Attachment
from sbd.plans.rasters import open_picture, open_terrain, with_terrain
from sbd.plans.systems import NEAR, usual
from sbd.plans.terrain import terrain_about, terrain_bytes, terrain_from
from sbd.ui import state, state_under
from sbd.ui.project import Project
from sbd.ui.words import complain, say
from sbd.views.picture import opacity, shown

PICTURE, TERRAIN = "picture", "terrain"
#: Step of the opacity. [%]
_STEP = 5

Content = tuple[bytes, Mapping[str, Any]]
Reader = Callable[[Sequence[Path], str | None], Content]


def show(project: Project, plan: Plan) -> Project:
    """Show the picture and the heights that the plan has, and take in others.

    Parameters
    ----------
    project : Project
        On screen.
    plan : Plan
        Its plan.

    Returns
    -------
    Project
        With what was kept or taken away.
    """
    project = _section(project, PICTURE, _picture, _picture_reader(plan))
    return _section(
        project, TERRAIN, lambda p, kept: _terrain(p, kept, plan), _terrain_reader(plan)
    )


def _picture_reader(plan: Plan) -> Reader:
    def read(paths: Sequence[Path], crs: str | None) -> Content:
        picture = open_picture(paths, plan, crs=crs)
        return picture.content, picture_about(picture)

    return read


def _terrain_reader(plan: Plan) -> Reader:
    def read(paths: Sequence[Path], crs: str | None) -> Content:
        terrain = open_terrain(paths, plan, crs=crs)
        return terrain_bytes(terrain), terrain_about(terrain)

    return read


def _section(
    project: Project,
    role: str,
    about: Callable[[Project, Attachment], Project],
    read: Reader,
) -> Project:
    """Show what is kept in a role with a way to remove it, and an upload below."""
    st.html(
        f'<h2 class="h2">{escape(say(f"picture.{role}"))}</h2>'
        f'<p class="note">{escape(say(f"picture.{role}_help"))}</p>'
    )
    kept = project.attachment(role)
    if kept is not None:
        with st.container(border=True):
            try:
                project = about(project, kept)
            except SbdError as error:
                complain(error)
            key = state_under.widget_key("remove", role)
            if st.button(
                say(f"picture.{role}_remove"), icon=":material/delete:", key=key
            ):
                project.detach(role)
                st.rerun()
    return _upload(project, role, read)


def _upload(project: Project, role: str, read: Reader) -> Project:
    """Take files in once; those refused stay, for one more file or another system."""
    files = st.file_uploader(
        say(f"picture.{role}_file"),
        accept_multiple_files=True,
        key=state_under.upload_key(role, project.id),
    )
    crs = _system(role)
    if not files:
        return project
    mark = f"{[f.file_id for f in files]} {crs} {project.id} {project.last}"
    if state.fresh(f"under_{role}", mark):
        try:
            with st.spinner(say("picture.reading")):
                content, about = _opened(
                    {f.name: f.getvalue() for f in files}, crs, read
                )
                project = project.attach(role, str(about["name"]), content, about)
        except SbdError as error:
            state_under.refuse(role, mark, error)
        else:
            state_under.refuse(role, mark, None)
            state_under.taken(role)
            st.rerun()
    if refusal := state_under.refused(role, mark):
        complain(refusal)
    return project


def _system(role: str) -> str | None:
    """Ask for the coordinate system of a file that does not state its own."""
    names = {"": say("picture.crs_plan")}
    names |= {f"EPSG:{n}": f"{usual(n).name} · EPSG:{n}" for n in NEAR}
    chosen = st.selectbox(
        say("picture.crs"),
        list(names),
        format_func=names.__getitem__,
        key=state_under.widget_key("crs", role),
    )
    return chosen or None


def _opened(files: Mapping[str, bytes], crs: str | None, read: Reader) -> Content:
    """Let files be read under their own names, from a folder that is gone after."""
    with tempfile.TemporaryDirectory(prefix="sbd-") as folder:
        paths = []
        for name, content in files.items():
            path = Path(folder) / _file_name(name)
            path.write_bytes(content)
            paths.append(path)
        return read(paths, crs)


def _file_name(name: str) -> str:
    """Return a name as it can stand in a folder of ours; its suffix is kept."""
    plain = Path("".join(c for c in name if c.isprintable())).name
    path = Path(plain.strip(". ") or "file")
    return path.stem[:50] + path.suffix[:12]


def _picture(project: Project, kept: Attachment) -> Project:
    """Say what the picture is, and let it be switched off or made paler."""
    picture = picture_from(kept.content, kept.about)
    width, height = picture.size
    facts = say(
        "picture.picture_facts",
        name=picture.name,
        width=width,
        height=height,
        resolution=round(picture.resolution_m, 2),
        size=max(1, len(kept.content) // 1_000),
    )
    _told(facts, picture.notes)
    before = {"shown": shown(kept.about), "opacity": opacity(kept.about)}
    switch = state_under.widget_key("shown", project.id)
    slider = state_under.widget_key("opacity", project.id)
    rounded = round(100 * before["opacity"] / _STEP) * _STEP
    is_shown = st.toggle(
        say("picture.shown"),
        bool(before["shown"]),
        key=state.following(switch, before["shown"]),
    )
    share = st.slider(
        say("picture.opacity"),
        0,
        100,
        rounded,
        _STEP,
        key=state.following(slider, rounded),
    )
    now = {"shown": is_shown, "opacity": before["opacity"]}
    if abs(share / 100 - before["opacity"]) > _STEP / 200:
        now["opacity"] = share / 100
    if now == before:
        return project
    state.chose(switch, is_shown)
    state.chose(slider, share)
    return project.attach(PICTURE, kept.name, kept.content, {**kept.about, **now})


def _terrain(project: Project, kept: Attachment, plan: Plan) -> Project:
    """Say what the heights are and how much of the main routes they tell."""
    terrain = terrain_from(kept.content, kept.about)
    rows, columns = terrain.heights.shape
    facts = say(
        "picture.terrain_facts",
        name=terrain.name,
        columns=columns,
        rows=rows,
        resolution=round(terrain.resolution_m, 2),
    )
    share = covered_share(with_terrain(plan, terrain))
    if share is None:
        covers = say("picture.terrain_no_routes")
    else:
        covers = say("picture.terrain_covers", share=round(100 * share))
    coarse = terrain.resolution_m > BASE_M
    _told(
        facts,
        terrain.notes,
        covers,
        *([say("picture.terrain_coarse")] if coarse else []),
    )
    return project


def _told(facts: str, notes: Sequence[Note], *more: str) -> None:
    """Show what something is, what follows from it, and what was done reading it."""
    told = [*more, *(say(f"note.{n.code}", **n.args) for n in notes)]
    rest = "".join(f'<div class="note">{escape(words)}</div>' for words in told)
    st.html(f"<b>{escape(facts)}</b>{rest}")

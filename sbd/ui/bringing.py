"""Bring a plan: files, a plan file with its history, or the demo square."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sbd.errors import StoreError
from sbd.plans.adopt import Contents, unpack
from sbd.ui import cache, demo
from sbd.ui.project import Project


def bring(files: Mapping[str, bytes], **settings: Any) -> Project:
    """Keep files in the store at once, and return their project.

    Parameters
    ----------
    files : mapping of str to bytes
        Contents by name.
    **settings
        Settings for a project that has none yet.
    """
    contents = _plan_file(files)
    if contents is not None and 1 in contents.sources:
        return _adopt(contents)
    project = Project.load(cache.store().add(files))
    return project.set(**{**settings, **project.kept})


def _plan_file(files: Mapping[str, bytes]) -> Contents | None:
    """Return what a plan file of ours holds, where that is what was brought."""
    name = next(iter(files))
    if len(files) != 1 or not name.lower().endswith(".gpkg"):
        return None
    with tempfile.TemporaryDirectory(prefix="sbd-") as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(files[name])
        return unpack(path)


def _adopt(contents: Contents) -> Project:
    """Keep a plan file with its history; one of the same source is left as it is."""
    store = cache.store()
    history = contents.history
    added = store.add(contents.sources[1])
    if store.plan_file(added).exists():
        if cache.history(store.plan_file(added)) == history:
            return Project.load(added)
        added = store.add(contents.sources[1], apart=repr(history).encode())
    for version, files in contents.sources.items():
        if version > 1:
            store.add_version(added, version, files)
    project = Project.load(added)
    if not project.entries:
        file = project.file()
        file.take_over(contents.sources, history, contents.attachments)
        project = Project.load(added)
        project.write()
    return Project.load(added)


def bring_demo(variant: str) -> Project | None:
    """Keep a demo plan in the store and return its project, if it is installed."""
    path = demo.demo_plan(variant)
    if path is None:
        return None
    return bring({path.name: path.read_bytes()}, demo=variant, assessed=True)


def opening() -> Project | None:
    """Return the project to open first: the plans of the command line, or the demo.

    Raises
    ------
    SbdError
        If a file cannot be read.
    """
    paths = [Path(p) for p in json.loads(os.environ.get("SBD_PLANS", "[]"))]
    if not paths:
        return bring_demo(demo.FIRST)
    try:
        return bring({p.name: p.read_bytes() for p in with_siblings(paths)})
    except OSError as error:
        raise StoreError(
            "{file} cannot be read: {reason}.",
            file=str(error.filename),
            reason=error.strerror or type(error).__name__,
        ) from error


def with_siblings(paths: list[Path]) -> list[Path]:
    """Add to each shapefile the files of the same name that belong to it."""
    found = dict.fromkeys(paths)
    for path in paths:
        if path.suffix.lower() == ".shp":
            endings = (".dbf", ".shx", ".prj", ".cpg")
            near = path.parent.glob(f"{path.stem}.*")
            found.update(dict.fromkeys(p for p in near if p.suffix.lower() in endings))
    return list(found)

"""The plan on screen: its files in the store, its settings and its answers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sbd.document import Assessment
from sbd.errors import SbdError, StoreError
from sbd.plans.plan import Plan
from sbd.reviews.model import Rating
from sbd.ui import cache, demo, state

#: Settings, of which those in `sbd.ui.cache.OPTIONS` go to the reader.
Settings = dict[str, Any]


@dataclass(frozen=True)
class Project:
    """A plan in the store with everything said about it."""

    id: str
    settings: Settings

    def files(self) -> tuple[Path, ...]:
        """Return its plan files."""
        return cache.store().files(self.id)

    @property
    def demo(self) -> str | None:
        """Variant of the demo square, if it is one."""
        variant = self.settings.get("demo")
        return variant if variant in demo.VARIANTS else None

    def plan(self) -> Plan | SbdError:
        """Return the plan, or why it cannot be read."""
        return cache.plan(self.id, self.settings)

    def ratings(self) -> tuple[Rating, ...]:
        """Return the answers: those shipped with the demo, then those given here."""
        given = cache.store().ratings(self.id)
        taken = {_person(r) for r in given}
        decided = {r.criterion for r in given if r.settled}
        shipped = cache.demo_answers(self.demo) if self.demo else ()
        kept = (
            r
            for r in shipped
            if _person(r) not in taken and not (r.settled and r.criterion in decided)
        )
        return (*kept, *given)

    def assessment(self) -> Assessment:
        """Return the assessment with all answers, in the restricted edition."""
        return cache.assessment(self.id, self.settings, self.ratings())

    def set(self, **changes: Any) -> Project:
        """Keep changed settings at once and return the project with them."""
        settings = {**self.settings, **_settings(self.id), **changes}
        settings = {n: v for n, v in settings.items() if v not in (None, "", [], ())}
        if settings != self.settings:
            cache.store().save_settings(self.id, settings)
        return Project(self.id, settings)


def current() -> Project | None:
    """Return the project on screen, or None; one that is gone is forgotten.

    Raises
    ------
    StoreError
        If the data folder cannot be used.
    """
    chosen = state.project()
    if chosen is None:
        return None
    try:
        cache.store().files(chosen)
    except StoreError as error:
        state.choose_project(None)
        state.refuse(error)
        return None
    return Project(chosen, _settings(chosen))


def bring(files: Mapping[str, bytes], **settings: Any) -> Project:
    """Keep files in the store at once, and return their project.

    Parameters
    ----------
    files : mapping of str to bytes
        Contents by name.
    **settings
        Settings for a project that has none yet.
    """
    added = cache.store().add(files)
    return Project(added, {}).set(**{**settings, **_settings(added)})


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


def _settings(project: str) -> Settings:
    try:
        return cache.store().settings(project)
    except (yaml.YAMLError, UnicodeDecodeError):
        return {}  # changed by hand beyond reading: the questions are asked again


def _person(rating: Rating) -> tuple[str, str, str, bool]:
    return (rating.criterion, rating.rater, rating.discipline, rating.settled)

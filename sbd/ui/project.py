"""The plan on screen: its files in the store, its settings and its answers."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml

from sbd.assessment.records import action_record, remark_record
from sbd.document import ActionRecord, Assessment
from sbd.errors import QuestionError, SbdError, StoreError
from sbd.plans.placement import Affine, carrying
from sbd.plans.plan import Plan
from sbd.plans.plan_file import Attachment, Entry, OvertakenError, PlanFile
from sbd.plans.raw import RawPlan
from sbd.plans.steps import Choose, NewSource, Step, choices, source_version
from sbd.reviews.actions import actions_of
from sbd.reviews.alone import answers, rate
from sbd.reviews.comments import own_remarks
from sbd.reviews.database import Database
from sbd.reviews.earlier import adopt_file
from sbd.reviews.model import Rating
from sbd.reviews.sessions import sessions_of
from sbd.reviews.variants import PlanAsJudged
from sbd.ui import cache, demo, state

#: Settings, of which those in `sbd.ui.cache.OPTIONS` go to the reader.
Settings = dict[str, Any]


#: Options that say where a drawing lies; what was supplied moves along with it.
PLACING = frozenset({"crs", "at", "origin", "bearing", "unit"})
#: How often a change is tried again when others change the plan at the same time.
_TRIES = 8


@dataclass(frozen=True)
class Project:
    """A plan in the store with everything said about it and supplied to it.

    Parameters
    ----------
    id : str
        In the store.
    kept : mapping
        Settings that are no part of the plan: what was asked and answered "not drawn".
    entries : tuple of Entry
        The history of its plan file.
    """

    id: str
    kept: Mapping[str, Any]
    entries: tuple[Entry, ...] = ()

    @classmethod
    def load(cls, project: str) -> Project:
        """Return a project as it is in the data folder now."""
        path = cache.store().plan_file(project)
        return cls(project, _settings(project), cache.history(path))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What was supplied and is in force."""
        return tuple(e.step for e in self.entries if e.state == "done")

    @cached_property
    def settings(self) -> Settings:
        """Settings with the options chosen; blank ones left out."""
        return self._settings_after(self.steps)

    def _settings_after(self, steps: Sequence[Step]) -> Settings:
        found = {**self.kept, **choices(steps), "source": source_version(steps)}
        return {n: v for n, v in found.items() if v not in (None, "", [], ())}

    def address(self, steps: Sequence[Step] | None = None) -> cache.Address:
        """Return what the plan is made of, now or with other steps."""
        chosen = self.steps if steps is None else tuple(steps)
        terrain = self.attachment("terrain")
        return cache.Address(self.id, self._settings_after(chosen), chosen, terrain)

    def files(self) -> tuple[Path, ...]:
        """Return its plan files."""
        return cache.store().files(self.id, source_version(self.steps))

    def file(self) -> PlanFile:
        """Return its plan file, made with a copy of the source if there is none."""
        path = cache.store().plan_file(self.id)
        if path.exists():
            return PlanFile(path)
        sources = {p.name: p.read_bytes() for p in cache.store().files(self.id)}
        return PlanFile.create(path, sources)

    @property
    def file_name(self) -> str:
        """Name of its plan file."""
        return cache.store().plan_file(self.id).name

    @property
    def name(self) -> str:
        """What the plan is called."""
        return self.file_name.removesuffix(".sbd.gpkg")

    def written(self) -> PlanFile:
        """Return its plan file with the plan in it, where nothing was supplied too."""
        file = self.file()
        if not self.entries and not file.holds_plan:
            self.write()  # once: whoever compares the file must find it the same
        return file

    def write(self) -> None:
        """Write the plan as it is into its plan file, if it can be read."""
        plan, assumed = self._plan_for(self.steps, refuse=lambda _: False)
        if plan is not None:
            self.file().write(plan, assumed)

    @property
    def demo(self) -> str | None:
        """Variant of the demo square, if it is one."""
        variant = self.settings.get("demo")
        return variant if variant in demo.VARIANTS else None

    @property
    def last(self) -> int:
        """Number of the last step in force, 0 while there is none."""
        return max((e.number for e in self.entries if e.state == "done"), default=0)

    def plan(self) -> Plan | SbdError:
        """Return the plan, or why it cannot be read."""
        return cache.plan(self.address())

    def raw(self) -> RawPlan | SbdError:
        """Return what the files hold before anything is recognised."""
        return cache.raw(self.address())

    def ratings(self) -> tuple[Rating, ...]:
        """Return the answers: those shipped with the demo, then those given here."""
        given = answers(self._database(), self.id)
        taken = {_person(r) for r in given}
        decided = {r.criterion for r in given if r.settled}
        shipped = cache.demo_answers(self.demo) if self.demo else ()
        kept = (
            r
            for r in shipped
            if _person(r) not in taken and not (r.settled and r.criterion in decided)
        )
        return (*kept, *given)

    def rate(self, rating: Rating) -> None:
        """Keep an answer given alone; it is on the disk when this returns.

        Raises
        ------
        SbdError
            If it cannot be kept.
        """
        rate(self._database(), self.id, self.name, rating)

    def _database(self) -> Database:
        """Return the database, with what an earlier version kept of this plan."""
        db, folder = cache.database(), cache.store().plan_file(self.id).parent
        adopt_file(db, folder, self.id, self.name)
        return db

    def assessment(self) -> Assessment:
        """Return the assessment with all answers, in the restricted edition."""
        found = cache.assessment(self.address(), self.ratings(), self.actions())
        said = tuple(map(remark_record, own_remarks(cache.database(), self.id)))
        return found.model_copy(update={"remarks": said}) if said else found

    def judged_on(self) -> frozenset[str]:
        """Return what meetings had before them: the plan's digest, if it changed.

        A meeting keeps the digest of the plan file, an assessment that of the plan;
        files that are the same since then are told by the assessment's.
        """
        plan = self.plan()
        meetings = sessions_of(cache.database(), self.id)
        if isinstance(plan, SbdError) or not meetings:
            return frozenset()
        now = PlanAsJudged(self.file_name, self.file().content(), {}).sha256
        kept = (m.plan_sha256 for m in meetings if m.plan_sha256)
        return frozenset(plan.sha256 if sha == now else sha for sha in kept)

    def actions(self) -> tuple[ActionRecord, ...]:
        """Return what is to be done, on sensitive criteria too."""
        kept = actions_of(cache.database(), self.id)
        return tuple(action_record(a) for a in kept)

    def set(self, **changes: Any) -> Project:
        """Keep changed settings at once and return the project with them.

        Options of the reader are steps in the plan's history, all others are not.
        """
        options = {n: v for n, v in changes.items() if n in cache.OPTIONS}
        others = {n: v for n, v in changes.items() if n not in cache.OPTIONS}
        project = self
        if others:
            kept = {**_settings(self.id), **others}
            kept = {n: v for n, v in kept.items() if v not in (None, "", [], ())}
            if kept != dict(self.kept):
                cache.store().save_settings(self.id, kept)
            project = Project(self.id, kept, self.entries)
        return project.choose(**options) if options else project

    def choose(self, **options: Any) -> Project:
        """Supply answers to what the reader asks; those that change nothing are none.

        Raises
        ------
        SbdError
            If they cannot be kept.
        """
        new = {n: v for n, v in options.items() if _differs(v, self.settings.get(n))}
        if not new:
            return self
        carry = self._carry(new) if PLACING & set(new) else None
        return self.supply(Choose(values=new, carry=carry))

    def supply(self, *steps: Step) -> Project:
        """Keep steps at once, together with the plan they lead to.

        Raises
        ------
        SbdError
            If the plan cannot take them, or they cannot be written; nothing is
            changed then.
        """
        if not steps:
            return self
        answers = all(isinstance(s, Choose | NewSource) for s in steps)

        def refuse(error: SbdError) -> bool:
            # An answer may lead to the next question.
            return not (answers and isinstance(error, QuestionError))

        def change(now: Project) -> None:
            plan = now._plan_for((*now.steps, *steps), refuse=refuse)
            now.file().append(steps, *plan, after=now._in_force)

        return self._change(change)

    def undo(self) -> Project:
        """Take back what was supplied last; nothing where there is nothing."""

        def change(now: Project) -> None:
            batch = max((e.batch for e in now.entries if e.state == "done"), default=0)
            now._mark([e for e in now.entries if e.batch == batch], "undone")

        return self._change(change)

    def redo(self) -> Project:
        """Bring back what was taken back last."""

        def change(now: Project) -> None:
            undone = [e for e in now.entries if e.state == "undone"]
            batch = min((e.batch for e in undone), default=0)
            now._mark([e for e in undone if e.batch == batch], "done")

        return self._change(change)

    def bring_newer(self, files: Mapping[str, bytes]) -> Project:
        """Bring a newer version of the source files in under what was supplied.

        Raises
        ------
        SbdError
            If they cannot be read as a plan; nothing is changed then.
        """
        version = self.file().add_source(files)
        cache.store().add_version(self.id, version, files)
        step = NewSource(version=version, files=tuple(sorted(files)))
        found = cache.raw(self.address((*self.steps, step)))
        if isinstance(found, SbdError):
            raise found
        return self.supply(step)

    def attach(
        self, role: str, name: str, content: bytes, about: Mapping[str, Any]
    ) -> Project:
        """Keep a picture or heights with the plan."""
        self.file().attach(Attachment(role, name, about, content))
        return self._rewritten()

    def detach(self, role: str) -> Project:
        """Take a picture or heights away."""
        self.file().detach(role)
        return self._rewritten()

    def _rewritten(self) -> Project:
        """Write the plan with or without what was attached, and return it."""
        project = Project.load(self.id)
        project.write()
        return Project.load(self.id)

    def attachment(self, role: str) -> Attachment | None:
        """Return the picture or the heights that belong to the plan, if any."""
        return cache.attachment(cache.store().plan_file(self.id), role)

    @property
    def _in_force(self) -> list[int]:
        return [e.number for e in self.entries if e.state == "done"]

    def _plan_for(
        self, steps: Sequence[Step], *, refuse: Callable[[SbdError], bool]
    ) -> tuple[Plan | None, tuple[str, ...]]:
        """Return the plan that steps lead to, and the assumptions switched on."""
        address = self.address(steps)
        plan = cache.supplied(address)
        if isinstance(plan, SbdError):
            if refuse(plan):
                raise plan
            return None, ()
        full = cache.plan(address)
        if isinstance(full, SbdError):
            raise full
        return plan, full.assumed

    def _mark(self, entries: Sequence[Entry], state: Literal["done", "undone"]) -> None:
        if not entries:
            return
        numbers = {e.number for e in entries}
        steps = [
            e.step
            for e in self.entries
            if (e.number in numbers and state == "done")
            or (e.number not in numbers and e.state == "done")
        ]
        plan = self._plan_for(steps, refuse=lambda _: False)
        self.file().mark(sorted(numbers), state, *plan, after=self._in_force)

    def _change(self, change: Callable[[Project], None]) -> Project:
        """Change the plan as it is now; again where somebody else was faster."""
        for _ in range(_TRIES):
            with contextlib.suppress(OvertakenError):
                change(Project.load(self.id))
                return Project.load(self.id)
        raise StoreError(
            "Others change this plan at the same time: wait a moment and try again."
        )

    def _carry(self, new: Mapping[str, Any]) -> Affine | None:
        """Return how a new placing moves what was supplied, if anything was."""
        before = cache.prepared(self.address())
        after = cache.prepared(self.address((*self.steps, Choose(values=dict(new)))))
        if isinstance(before, SbdError) or isinstance(after, SbdError):
            return None
        old, moved_to = before.reference.frame, after.reference.frame
        if old == moved_to:
            return None
        west, south, east, north = before.reference.layers[0].frame.total_bounds
        return carrying(old, moved_to, ((west + east) / 2, (south + north) / 2))


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
    return Project.load(chosen)


def _differs(new: Any, old: Any) -> bool:
    blank: tuple[Any, ...] = (None, "", [], ())
    if new in blank and old in blank:
        return False
    same = list(new) == list(old) if isinstance(new, tuple) and old else new == old
    return not same


def _settings(project: str) -> Settings:
    try:
        return cache.store().settings(project)
    except (yaml.YAMLError, UnicodeDecodeError):
        return {}  # changed by hand beyond reading: the questions are asked again


def _person(rating: Rating) -> tuple[str, str, str, bool]:
    return (rating.criterion, rating.rater, rating.discipline, rating.settled)

"""What is kept between runs; with `cache_report` the only place with ``st.cache_*``.

Everything is known by plain text: the data folder, the project's id, the version of
its files, its options as JSON and a digest of what was supplied. Plans and assessments
are never changed in place, so that all sessions may share them.
"""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TypeVar

import streamlit as st

from sbd.assessment import join, measure
from sbd.assessment.readiness import Ready, firmer, incomplete, readiness
from sbd.assessment.scenarios import Scenario, assess_scenario
from sbd.checklists.model import Checklist
from sbd.checklists.read import read_checklist
from sbd.document import ActionRecord, Assessment, CriterionResult
from sbd.errors import SbdError
from sbd.indicators.fields import make_field
from sbd.indicators.measurement import Measurement
from sbd.plans.assume import assume
from sbd.plans.compose import Prepared, assumed_names, compose, prepare
from sbd.plans.options import CHOICES
from sbd.plans.photometric import plan_name
from sbd.plans.plan import Note, Plan
from sbd.plans.plan_file import Attachment, Entry, PlanFile
from sbd.plans.rasters import with_terrain
from sbd.plans.raw import RawPlan
from sbd.plans.read import open_plan
from sbd.plans.terrain import terrain_from
from sbd.reviews import database as reviews
from sbd.reviews.database import Database
from sbd.reviews.model import Rating
from sbd.reviews.read import read_ratings
from sbd.reviews.store import ProjectStore
from sbd.reviews.store import data_folder as data_folder
from sbd.ui import state
from sbd.ui.address import OPTIONS as OPTIONS
from sbd.ui.address import Address as Address
from sbd.ui.demo import demo_ratings
from sbd.ui.gaps import unlocked_by
from sbd.ui.reading import reading_options
from sbd.views.field_picture import FieldPicture, field_picture

#: Options that change nothing in how files are recognised and placed.
_LATE = frozenset({*CHOICES, "declare", "assume"})
#: Plans kept in memory, over all sessions.
KEPT = 12

Found = TypeVar("Found")


def store() -> ProjectStore:
    """Return the store of the data folder.

    Raises
    ------
    StoreError
        If the folder cannot be used.
    """
    return _store(str(data_folder()))


@st.cache_resource(show_spinner=False)
def _store(folder: str) -> ProjectStore:
    return ProjectStore(Path(folder))


def database() -> Database:
    """Return the database of the data folder.

    Raises
    ------
    StoreError
        If it cannot be used.
    """
    return reviews.database(store().folder)


@st.cache_resource(show_spinner=False)
def checklist() -> Checklist:
    """Return the checklist of the app."""
    return read_checklist("brussels")


def history(path: Path) -> tuple[Entry, ...]:
    """Return the history of a plan file; none while there is no such file."""
    stamp = _stamp(path)
    return () if stamp is None else _history(str(path), stamp)


def attachment(path: Path, role: str) -> Attachment | None:
    """Return what is attached to a plan file in a role, if anything."""
    stamp = _stamp(path)
    return None if stamp is None else _attachment(str(path), stamp, role)


def raw(address: Address) -> RawPlan | SbdError:
    """Return what the files hold before anything is recognised, or the refusal."""
    found = _raw(address.files, str(address.settings.get("site") or ""))
    return found if isinstance(found, SbdError) else found[0]


def prepared(address: Address) -> Prepared | SbdError:
    """Return what the files hold, recognised and placed, or the refusal."""
    return _prepared(address.files, address.options(without=_LATE))


def supplied(address: Address) -> Plan | SbdError:
    """Return the plan with what was supplied, without assumptions."""
    options = address.options(without=frozenset({"assume"}))
    return _supplied(address.files, options, address.digest, address)


def plan(address: Address) -> Plan | SbdError:
    """Return the plan, or say why it cannot be read.

    The refusal is returned, not raised, so that it is kept like a plan: a file is
    read once, not at every run.
    """
    return _plan(address.key, address)


def assessment(
    address: Address,
    ratings: tuple[Rating, ...],
    actions: tuple[ActionRecord, ...] = (),
) -> Assessment:
    """Assess a project: measured once per setting, joined with answers each time.

    Raises
    ------
    SbdError
        If the plan cannot be read or has no site, or an answer does not fit.
    """
    answers = json.dumps([r.model_dump(mode="json") for r in ratings])
    agreed = json.dumps([a.model_dump(mode="json") for a in actions])
    today = datetime.datetime.now().astimezone().date().isoformat()
    return _assessment(address.key, (answers, agreed), today, address)


def scenario(address: Address, name: Scenario) -> tuple[CriterionResult, ...]:
    """Return what a scenario changes in the assessment of a readable plan."""
    found: tuple[CriterionResult, ...] = _scenario(address.key, name, address)
    return found


def picture(address: Address, name: str, lang: str) -> FieldPicture | None:
    """Return a picture of a readable plan, None where it says too little."""
    return _picture(address.key, name, lang, address)


def unlocked(address: Address) -> dict[str, tuple[str, ...]]:
    """Return the criteria that each assumption would unlock on a readable plan."""
    found: dict[str, tuple[str, ...]] = _unlocked(address.key, address)
    return found


def ready(address: Address) -> tuple[Ready, ...]:
    """Return what each measured criterion lacks in a readable plan."""
    found: tuple[Ready, ...] = _ready(address.key, address)
    return found


def lacking(address: Address, kind: str) -> dict[str, frozenset[str]]:
    """Return the elements of a kind that lack what a criterion needs, by attribute."""
    found: dict[str, frozenset[str]] = _lacking(address.key, kind, address)
    return found


def exact(address: Address) -> dict[str, tuple[str, ...]]:
    """Return the criteria that a complete kind makes exact, by kind present."""
    found: dict[str, tuple[str, ...]] = _exact(address.key, address)
    return found


def demo_answers(variant: str) -> tuple[Rating, ...]:
    """Return the answers shipped with a demo variant, in the language of the screen."""
    found: tuple[Rating, ...] = _demo_answers(variant, state.lang())
    return found


@st.cache_data(show_spinner=False)
def _demo_answers(variant: str, lang: str) -> tuple[Rating, ...]:
    path = demo_ratings(variant, lang)
    return () if path is None else read_ratings(path)


def _stamp(path: Path) -> tuple[int, bytes] | None:
    """Return by what a changed plan file is known, None where there is none.

    SQLite counts a file's transactions in its header; the clock of a file system is
    too coarse to tell two of them apart. Source: SQLite file format, section 1.3.7.
    """
    try:
        with path.open("rb") as file:
            return path.stat().st_ino, file.read(28)[24:]
    except FileNotFoundError:
        return None


def _value(found: Found | SbdError) -> Found:
    if isinstance(found, SbdError):
        raise found
    return found


@st.cache_resource(show_spinner=False, max_entries=2 * KEPT)
def _history(
    path: str,
    stamp: tuple[int, bytes],  # noqa: ARG001  the file's state is known by it
) -> tuple[Entry, ...]:
    return PlanFile(Path(path)).history()


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _attachment(
    path: str,
    stamp: tuple[int, bytes],  # noqa: ARG001  the file's state is known by it
    role: str,
) -> Attachment | None:
    return PlanFile(Path(path)).attachment(role)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _raw(
    files: tuple[str, str, int], site: str
) -> tuple[RawPlan, RawPlan | None] | SbdError:
    folder, project, version = files
    try:
        paths = list(_store(folder).files(project, version))
        chosen = next((p for p in paths if p.name == site), None)
        return open_plan(paths, chosen)
    except SbdError as error:
        return error


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _prepared(files: tuple[str, str, int], options: str) -> Prepared | SbdError:
    folder, project, version = files
    try:
        paths = _store(folder).files(project, version)
        given = reading_options(options, paths)
        held, site = _value(_raw(files, given.site.name if given.site else ""))
        name = plan_name(paths)
        return prepare(held, given, given=site, name=name)
    except SbdError as error:
        return error


@st.cache_resource(show_spinner=False, max_entries=2 * KEPT)
def _supplied(
    files: tuple[str, str, int],
    options: str,
    digest: str,  # noqa: ARG001  the steps are known by it
    _address: Address,
) -> Plan | SbdError:
    try:
        given = reading_options(options, _store(files[0]).files(*files[1:]))
        made = compose(_value(prepared(_address)), given, _address.steps)
        return made if _address.terrain is None else _raised(made, _address.terrain)
    except SbdError as error:
        return error


def _raised(plan: Plan, kept: Attachment) -> Plan:
    """Give a plan its heights; spoilt ones are told, and must not cost the plan."""
    try:
        return with_terrain(plan, terrain_from(kept.content, kept.about))
    except SbdError:
        return plan.with_notes(Note("terrain_unreadable", {"name": kept.name}))


@st.cache_resource(show_spinner=False, max_entries=2 * KEPT)
def _plan(key: tuple[str, str, int, str, str], _address: Address) -> Plan | SbdError:
    try:
        bare, ready = _value(supplied(_address)), _value(prepared(_address))
        given = reading_options(key[3], _store(key[0]).files(*key[1:3]))
        return assume(bare, assumed_names(ready, given))
    except SbdError as error:
        return error


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _measurements(
    key: tuple[str, str, int, str, str],  # noqa: ARG001  the address is known by it
    _address: Address,
) -> dict[str, Measurement]:
    return measure(_value(plan(_address)), checklist())


@st.cache_resource(show_spinner=False, max_entries=2 * KEPT)
def _assessment(
    key: tuple[str, str, int, str, str],
    given: tuple[str, str],
    date: str,
    _address: Address,
) -> Assessment:
    found, made = _measurements(key, _address), _value(plan(_address))
    ratings = tuple(Rating.model_validate(r) for r in json.loads(given[0]))
    agreed = tuple(ActionRecord.model_validate(a) for a in json.loads(given[1]))
    return join(made, checklist(), found, ratings, agreed, date=date)


@st.cache_resource(show_spinner=False, max_entries=3 * KEPT)
def _scenario(
    key: tuple[str, str, int, str, str],  # noqa: ARG001  the address is known by it
    name: Scenario,
    _address: Address,
) -> tuple[CriterionResult, ...]:
    return assess_scenario(_value(plan(_address)), checklist(), name)


@st.cache_resource(show_spinner=False, max_entries=4 * KEPT)
def _picture(
    key: tuple[str, str, int, str, str],  # noqa: ARG001  the address is known by it
    name: str,
    lang: str,
    _address: Address,
) -> FieldPicture | None:
    found = _value(plan(_address))
    parameters = {n: p.value for n, p in checklist().parameters.items()}
    field = make_field(name, found, parameters)
    return None if field is None else field_picture(field, found.crs, lang)


@st.cache_data(show_spinner=False, max_entries=2 * KEPT)
def _unlocked(
    key: tuple[str, str, int, str, str],  # noqa: ARG001  the address is known by it
    _address: Address,
) -> dict[str, tuple[str, ...]]:
    return unlocked_by(_value(plan(_address)), checklist())


@st.cache_data(show_spinner=False, max_entries=2 * KEPT)
def _ready(
    key: tuple[str, str, int, str, str],  # noqa: ARG001  the address is known by it
    _address: Address,
) -> tuple[Ready, ...]:
    return readiness(_value(plan(_address)), checklist())


@st.cache_data(show_spinner=False, max_entries=2 * KEPT)
def _lacking(
    key: tuple[str, str, int, str, str],  # noqa: ARG001  the address is known by it
    kind: str,
    _address: Address,
) -> dict[str, frozenset[str]]:
    return incomplete(_value(plan(_address)), checklist(), kind)


@st.cache_data(show_spinner=False, max_entries=2 * KEPT)
def _exact(
    key: tuple[str, str, int, str, str],  # noqa: ARG001  the address is known by it
    _address: Address,
) -> dict[str, tuple[str, ...]]:
    found = _value(plan(_address))
    present = [kind for kind in found.layers if found.has(kind)]
    return {kind: firmer(found, checklist(), kind) for kind in present}

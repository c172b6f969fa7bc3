"""What is kept between runs; the only place with ``st.cache_*``.

Everything is keyed by plain text: the data folder, the project's id (a digest of its
files) and its settings as JSON. Plans and assessments are never changed in place, so
that all sessions may share them.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from platformdirs import user_data_path

from sbd.assessment import join, measure
from sbd.checklists.model import Checklist
from sbd.checklists.read import read_checklist
from sbd.document import Assessment
from sbd.errors import SbdError
from sbd.indicators.measurement import Measurement
from sbd.plans.plan import Plan
from sbd.plans.read import read_plan
from sbd.reviews.model import Rating
from sbd.reviews.read import read_ratings
from sbd.reviews.store import ProjectStore
from sbd.ui.demo import demo_ratings
from sbd.ui.gaps import unlocked_by

#: Settings that are options of `read_plan`.
OPTIONS = (
    "site",
    "crs",
    "at",
    "unit",
    "space_type",
    "design_phase",
    "risk",
    "design_vehicle",
    "declare",
    "assume",
)
#: Plans kept in memory, over all sessions.
KEPT = 12


def data_folder() -> Path:
    """Return the data folder: the one asked for, else the platform's."""
    asked = os.environ.get("SBD_DATA")
    return Path(asked) if asked else user_data_path("sbd", appauthor=False)


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


@st.cache_resource(show_spinner=False)
def checklist() -> Checklist:
    """Return the checklist of the app."""
    return read_checklist("brussels")


def plan(project: str, settings: Mapping[str, Any]) -> Plan | SbdError:
    """Read a project's plan, or say why it cannot be read.

    Parameters
    ----------
    project : str
        Id in the store.
    settings : mapping
        Its settings; those in `OPTIONS` go to the reader.

    Returns
    -------
    Plan or SbdError
        The refusal is returned, not raised, so that it is kept like a plan: a file
        is read once, not at every run.
    """
    found: Plan | SbdError = _plan(str(data_folder()), project, _options(settings))
    return found


def assessment(
    project: str, settings: Mapping[str, Any], ratings: tuple[Rating, ...]
) -> Assessment:
    """Assess a project: measured once per setting, joined with answers each time.

    Raises
    ------
    SbdError
        If the plan cannot be read or has no site, or an answer does not fit.
    """
    answers = json.dumps([r.model_dump(mode="json") for r in ratings])
    today = datetime.datetime.now().astimezone().date().isoformat()
    folder = str(data_folder())
    return _assessment(folder, project, _options(settings), answers, today)


def unlocked(project: str, settings: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the criteria that each assumption would unlock on a readable plan."""
    folder, options = str(data_folder()), _options(settings)
    found: dict[str, tuple[str, ...]] = _unlocked(folder, project, options)
    return found


@st.cache_data(show_spinner=False)
def demo_answers(variant: str) -> tuple[Rating, ...]:
    """Return the answers shipped with a demo variant."""
    path = demo_ratings(variant)
    return () if path is None else read_ratings(path)


def _options(settings: Mapping[str, Any]) -> str:
    given = {n: settings[n] for n in OPTIONS if settings.get(n)}
    return json.dumps(given, sort_keys=True)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _plan(folder: str, project: str, options: str) -> Plan | SbdError:
    try:
        paths = list(_store(folder).files(project))
        given = json.loads(options)
        if "site" in given:
            given["site"] = next((p for p in paths if p.name == given["site"]), None)
        if "at" in given:
            given["at"] = tuple(given["at"])
        return read_plan(paths, **given)
    except SbdError as error:
        return error


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _measurements(folder: str, project: str, options: str) -> dict[str, Measurement]:
    return measure(_ready(folder, project, options), checklist())


@st.cache_resource(show_spinner=False, max_entries=2 * KEPT)
def _assessment(
    folder: str, project: str, options: str, answers: str, date: str
) -> Assessment:
    found = _measurements(folder, project, options)
    ratings = tuple(Rating.model_validate(r) for r in json.loads(answers))
    ready = _ready(folder, project, options)
    return join(ready, checklist(), found, ratings, date=date)


@st.cache_data(show_spinner=False, max_entries=2 * KEPT)
def _unlocked(folder: str, project: str, options: str) -> dict[str, tuple[str, ...]]:
    return unlocked_by(_ready(folder, project, options), checklist())


def _ready(folder: str, project: str, options: str) -> Plan:
    found = _plan(folder, project, options)
    if isinstance(found, SbdError):
        raise found
    return found

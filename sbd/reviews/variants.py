"""Projects and their variants: what reviews are about."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from sbd.errors import ReviewError
from sbd.reviews.database import Database, now
from sbd.reviews.logbook import note
from sbd.reviews.tables import assessments, plans, projects, variants


@dataclass(frozen=True)
class Variant:
    """One plan of a project; ``id`` is also that of its folder of files."""

    id: str
    project: str
    name: str


@dataclass(frozen=True)
class PlanAsJudged:
    """A plan file with its reading options, as it is when it is judged.

    Parameters
    ----------
    name : str
        Of the plan file.
    content : bytes
        Of the plan file.
    settings : mapping
        Options of the reader.
    """

    name: str
    content: bytes
    settings: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        """Digest of the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class AssessmentInputs:
    """What enters a set of scores beside the answers.

    Parameters
    ----------
    plan : PlanAsJudged
        The plan.
    checklist, checklist_version, checklist_sha256 : str
        The checklist.
    date : str
        YYYY-MM-DD.
    """

    plan: PlanAsJudged
    checklist: str
    checklist_version: str
    checklist_sha256: str
    date: str


def variant_of(connection: Connection, variant: str) -> Variant:
    """Return a variant.

    Raises
    ------
    ReviewError
        If there is none of that id.
    """
    query = select(variants).where(variants.c.id == variant)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise ReviewError("There is no such plan in the data folder.")
    return Variant(row.id, row.project, row.name)


def ensure_variant(connection: Connection, variant: str, name: str) -> Variant:
    """Return a variant, made with a project of its own where there is none yet."""
    query = select(variants).where(variants.c.id == variant)
    row = connection.execute(query).one_or_none()
    if row is not None:
        return Variant(row.id, row.project, row.name)
    project = secrets.token_hex(8)
    connection.execute(insert(projects).values(id=project, name=name, made=now()))
    connection.execute(
        insert(variants).values(id=variant, project=project, name=name, made=now())
    )
    note(connection, project, "variant_added", variant=variant, name=name)
    return Variant(variant, project, name)


def all_variants(db: Database) -> tuple[Variant, ...]:
    """Return the variants of all projects, the oldest project first."""
    query = (
        select(variants)
        .join(projects, projects.c.id == variants.c.project)
        .order_by(projects.c.made, projects.c.id, variants.c.made, variants.c.id)
    )
    with db.reading() as connection:
        rows: Sequence[Any] = connection.execute(query).all()
    return tuple(Variant(r.id, r.project, r.name) for r in rows)


def rename_project(db: Database, project: str, name: str) -> None:
    """Give a project another name."""
    with db.writing() as connection:
        change = update(projects).where(projects.c.id == project).values(name=name)
        connection.execute(change)
        note(connection, project, "renamed", name=name)


def keep_assessment(
    connection: Connection, variant: str, inputs: AssessmentInputs
) -> int:
    """Keep what is judged as it is now; the same plan is kept once.

    Returns
    -------
    int
        Number of the assessment.
    """
    plan = inputs.plan
    settings = json.dumps(dict(plan.settings), sort_keys=True, ensure_ascii=False)
    same = select(plans.c.id).where(
        plans.c.variant == variant,
        plans.c.sha256 == plan.sha256,
        plans.c.settings == settings,
    )
    number = connection.execute(same).scalar_one_or_none()
    if number is None:
        number = connection.execute(
            insert(plans)
            .values(
                variant=variant,
                sha256=plan.sha256,
                name=plan.name,
                settings=settings,
                content=plan.content,
                made=now(),
            )
            .returning(plans.c.id)
        ).scalar_one()
    made = connection.execute(
        insert(assessments)
        .values(
            plan=number,
            checklist=inputs.checklist,
            checklist_version=inputs.checklist_version,
            checklist_sha256=inputs.checklist_sha256,
            date=inputs.date,
            made=now(),
        )
        .returning(assessments.c.id)
    )
    return int(made.scalar_one())

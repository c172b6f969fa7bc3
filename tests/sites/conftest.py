"""Real sites, each read and assessed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from sbd.assessment import assess
from sbd.checklists.read import read_checklist
from sbd.document import Assessment, CriterionResult
from sbd.plans.plan import Plan
from sbd.plans.read import read_plan


@dataclass(frozen=True, eq=False)
class Assessed:
    """A real site with everything assumed, and what was found on it."""

    folder: Path
    plan: Plan
    assessment: Assessment

    def criterion(self, name: str) -> CriterionResult:
        return next(c for c in self.assessment.criteria if c.id == name)


@pytest.fixture(scope="session")
def assessed(shared_data: Path) -> Callable[..., Assessed]:
    @cache
    def of(name: str, risk: str | None = None) -> Assessed:
        folder = shared_data / name
        plan = read_plan(
            sorted(folder.glob("*.osm*")),
            site=folder / "site_boundary.geojson",
            assume=["all"],
            risk=risk,
        )
        found = assess(plan, read_checklist("brussels"), date="2026-01-31")
        return Assessed(folder, plan, found)

    return of

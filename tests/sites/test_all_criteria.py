"""All 37 measured criteria, on the two rich sites and over everything we have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sbd.assessment import assess
from sbd.checklists.read import read_checklist
from sbd.document import CriterionResult
from sbd.plans.read import read_plan
from tests.conftest import ROOT
from tests.sites.conftest import Assessed
from tests.sites.test_real_sites import BERLIN, HELSINKI, SITES

CHECKLIST = read_checklist("brussels")
MEASURED = tuple(c.id for c in CHECKLIST.criteria if c.measured)
DEMO = ("existing", "a", "b")
#: What no assumption stands in for: the reason's code, and which kind and attribute.
LACKING = {
    HELSINKI: {
        "S-05": ("openings_assumed",),
        "S-13": ("attribute_missing", "building", "rise"),
        "S-15": ("kind_missing", "aed"),
        "A-01": ("ways_may_be_missing",),
        # The bollards are mapped as lines, which hides the gaps between them.
        "A-02": ("bollards_drawn_as_line",),
        "A-03": ("bollards_drawn_as_line",),
        "A-05": ("attribute_missing", "square", "slope_pct"),
        "A-06": ("attribute_missing", "crossing", "kerb_m"),
        "A-07": ("no_pair_along_routes",),
        "A-12": ("attribute_missing", "wall", "height_m"),
        "A-13": ("attribute_missing", "parking", "disabled"),
        "A-16": ("attribute_missing", "toilet", "free"),
        "L-01": ("attribute_missing", "wall", "height_m"),
        "L-07": ("kind_missing", "play", "youth"),
        "L-08": ("kind_missing", "fountain"),
    },
    BERLIN: {
        "S-01": ("attribute_missing", "bollard", "fixing"),
        "S-02": ("attribute_missing", "kerb", "height_m"),
        "S-03": ("attribute_missing", "kerb", "height_m"),
        "S-13": ("attribute_missing", "building", "rise"),
        "S-15": ("kind_missing", "aed"),
        "S-17": ("condition_unknown_camera",),
        "A-01": ("kind_missing", "step"),
        "A-03": ("no_row_crossed",),
        "A-05": ("attribute_missing", "square", "slope_pct"),
        "A-06": ("attribute_missing", "entrance", "public"),
        "A-07": ("kind_missing", "tactile"),
        "A-13": ("attribute_missing", "parking", "disabled"),
        # The only toilet of the extent is not free.
        "A-16": ("service_beyond", "toilet"),
        "L-04": ("attribute_missing", "square", "surface"),
        "L-08": ("kind_missing", "fountain"),
    },
}
#: Criteria whose level is the same wherever it is measured; docs/trials.md says why.
ALIKE = {"S-05": 4, "S-07": 4, "S-10": 0}


def told(criterion: CriterionResult) -> tuple[str, ...]:
    """Return the reason's code with the kinds and the attribute it names."""
    assert criterion.reason is not None
    args = criterion.reason.args
    named = [args.get("kind"), args.get("attribute"), *(args.get("kinds") or ())]
    return (criterion.reason.code, *(str(n) for n in named if n is not None))


@pytest.mark.parametrize("name", [HELSINKI, BERLIN])
def test_with_all_assumed_and_the_risk_decided_22_of_37_are_settled(
    assessed: Callable[..., Assessed], name: str
) -> None:
    """The risk is a decision of people: no assumption makes it (method, section 2)."""
    site = assessed(name, "normal")
    criteria = [site.criterion(c) for c in MEASURED]
    settled = [c.id for c in criteria if c.state in ("measured", "not_applicable")]
    assert len(MEASURED) == 37
    assert len(settled) >= 22
    lacking = {c.id: told(c) for c in criteria if c.state == "unknown"}
    assert lacking == LACKING[name]


@pytest.mark.parametrize("variant", DEMO)
def test_on_the_demo_every_criterion_is_measured_or_not_applicable(
    variant: str,
) -> None:
    states = {c.id: c.state for c in demo(variant)}
    assert {states[c] for c in MEASURED} <= {"measured", "not_applicable"}


def test_no_criterion_is_stuck(assessed: Callable[..., Assessed]) -> None:
    everywhere = [assessed(name).assessment.criteria for name in SITES]
    everywhere += [demo(variant) for variant in DEMO]
    levels: dict[str, set[float]] = {}
    for criterion in (c for criteria in everywhere for c in criteria):
        if criterion.state == "measured" and criterion.level is not None:
            levels.setdefault(criterion.id, set()).add(criterion.level)
    assert set(levels) >= set(MEASURED)
    stuck = {c: found.pop() for c, found in levels.items() if found in ({0.0}, {4.0})}
    assert {c: level for c, level in stuck.items() if c in MEASURED} == ALIKE


def test_the_trials_say_why_some_are_alike() -> None:
    trials = (ROOT / "docs" / "trials.md").read_text(encoding="utf-8")
    titles = " ".join(t for t in trials.splitlines() if t.startswith("## "))
    assert all(criterion in titles for criterion in ALIKE)


def demo(variant: str) -> tuple[CriterionResult, ...]:
    plan = read_plan([ROOT / "data" / "geo" / f"vlierplein-{variant}.gpkg"])
    return assess(plan, CHECKLIST, date="2026-01-31").criteria

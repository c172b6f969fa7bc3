"""Assess a plan against a checklist: measure, join, score. Calls and hands on."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version

from sbd.assessment.criteria import criterion_result
from sbd.assessment.editions import public_edition
from sbd.assessment.records import checklist_record, participants, plan_record
from sbd.assessment.scores import rescore
from sbd.checklists.model import Checklist
from sbd.document import (
    ActionRecord,
    Assessment,
    Balance,
    DimensionScore,
    Edition,
    Interval,
    Reliability,
    Verdict,
)
from sbd.errors import ChecklistError
from sbd.indicators.measurement import Measurement
from sbd.indicators.registry import indicators
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan
from sbd.reviews.model import Rating, levels_by_criterion
from sbd.reviews.read import check_criteria
from sbd.scoring.people import alpha

__all__ = ["assess", "check_indicators", "join", "measure", "public_edition", "rescore"]


def measure(plan: Plan, checklist: Checklist) -> dict[str, Measurement]:
    """Measure every indicator a checklist names on a plan.

    Parameters
    ----------
    plan : Plan
        With a site.
    checklist : Checklist
        Its parameters go to the indicators that know them.

    Returns
    -------
    dict of str to Measurement
        By indicator name.

    Raises
    ------
    ChecklistError
        If the checklist names an indicator that does not exist.
    """
    table = indicators()
    names = check_indicators(checklist)
    parameters = {n: p.value for n, p in checklist.parameters.items()}
    with _uncollected():
        return {name: table[name].measure(plan, parameters) for name in sorted(names)}


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Put off the search for cyclic garbage, of which measuring makes next to none.

    It would look through every object of the program, and take a tenth of the time.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def check_indicators(checklist: Checklist) -> set[str]:
    """Return the names a checklist is measured by.

    Raises
    ------
    ChecklistError
        If an indicator does not exist or has another unit than the checklist says,
        or if a criterion is about a kind that does not exist.
    """
    table = indicators()
    parts = [p for c in checklist.criteria for p in c.measured_by]
    lacking = sorted({p.indicator for p in parts} - set(table))
    if lacking:
        raise ChecklistError(
            "The checklist is measured by {names}, which sbd lacks.",
            names=", ".join(lacking),
        )
    foreign = {k for c in checklist.criteria for k in c.about} - set(KINDS)
    if foreign:
        raise ChecklistError(
            "The checklist is about {names}, which are no kinds of elements.",
            names=", ".join(sorted(foreign)),
        )
    for part in parts:
        unit = table[part.indicator].unit
        if part.unit != unit:
            raise ChecklistError(
                "{indicator} is measured in {unit}, not in {other}.",
                indicator=part.indicator,
                unit=unit,
                other=part.unit,
            )
    return {p.indicator for p in parts}


def assess(
    plan: Plan,
    checklist: Checklist,
    ratings: Sequence[Rating] = (),
    actions: Sequence[ActionRecord] = (),
    *,
    date: str,
    edition: Edition = "restricted",
) -> Assessment:
    """Assess a plan.

    Parameters
    ----------
    plan : Plan
        With a site.
    checklist : Checklist
        The criteria.
    ratings : sequence of Rating
        What people answered.
    actions : sequence of ActionRecord
        What is to be done; it changes no score.
    date : str
        Date of the assessment, YYYY-MM-DD: an input, never the clock.
    edition : {"public", "restricted"}
        Who may read it.

    Returns
    -------
    Assessment
        The whole document.

    Raises
    ------
    SbdError
        If plan, checklist and ratings do not fit each other.
    """
    found = measure(plan, checklist)
    whole = join(plan, checklist, found, ratings, actions, date=date)
    return public_edition(whole) if edition == "public" else whole


def join(
    plan: Plan,
    checklist: Checklist,
    measurements: Mapping[str, Measurement],
    ratings: Sequence[Rating] = (),
    actions: Sequence[ActionRecord] = (),
    *,
    date: str,
) -> Assessment:
    """Join measurements made before with answers; returns the restricted edition.

    Parameters and errors are those of `assess`.
    """
    measured = [c.id for c in checklist.criteria if c.measured]
    judged = [c.id for c in checklist.criteria if not c.measured]
    check_criteria(ratings, judged, measured)
    criteria = tuple(
        criterion_result(
            c, plan, measurements, [r for r in ratings if r.criterion == c.id]
        )
        for c in checklist.criteria
    )
    nothing = DimensionScore(score=None, low=0.0, high=100.0, coverage=0.0)
    draft = Assessment(
        program=f"sbd {_version()}",
        date=date,
        edition="restricted",
        plan=plan_record(plan),
        checklist=checklist_record(checklist, plan.risk.vehicle),
        dimensions={},
        governance=nothing,
        overall=Interval(score=None, low=0.0, high=100.0),
        balance=Balance(evenness=None, min_over_mean=None, weakest=None, line=None),
        verdict=Verdict(code="too_little_known", ready=None, certain=False),
        gates=(),
        tensions=(),
        reliability=Reliability(alpha=alpha(levels_by_criterion(ratings))),
        criteria=criteria,
        participants=participants(ratings),
        ratings=tuple(ratings),
        actions=tuple(actions),
    )
    return rescore(draft)


def _version() -> str:
    try:
        return version("sbd")
    except PackageNotFoundError:  # pragma: no cover - run from a source tree
        return "0"

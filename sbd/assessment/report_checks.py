"""What to look at before an assessment leaves the room: contradictions and gaps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from sbd.checklists.model import DIMENSIONS, Checklist
from sbd.document import Assessment, CriterionResult
from sbd.plans.plan import Plan
from sbd.reviews.model import Rating

Severity = Literal["error", "warning", "info"]

#: Levels from which an answer should say why. Source: our choice.
HIGH_LEVEL = 3
#: Disciplines further apart than this should talk. [level] Source: our choice.
FAR_APART = 2
#: Risk spots that cover more of the site protect nothing in particular. [1]
#: Source: our choice.
RISK_SHARE = 0.2
_ORDER: tuple[Severity, ...] = ("error", "warning", "info")
#: What only the answers tell, which the public edition merges or holds back.
_FROM_ANSWERS = frozenset({"high_without_reason", "disciplines_apart"})


@dataclass(frozen=True)
class Check:
    """One thing to look at.

    Parameters
    ----------
    severity : {"error", "warning", "info"}
        How serious it is.
    code : str
        What it is; the views have its sentence.
    args : mapping
        Values for the sentence.
    criterion : str, optional
        Where to go.
    """

    severity: Severity
    code: str
    args: dict[str, Any]
    criterion: str | None = None


@dataclass(frozen=True)
class _About:
    """What is checked."""

    assessment: Assessment
    plan: Plan
    checklist: Checklist
    judged_on: frozenset[str]

    def results(self, *states: str) -> Iterator[CriterionResult]:
        """Yield the results in one of some states."""
        return (c for c in self.assessment.criteria if c.state in states)

    def answers(self, criterion: str) -> list[Rating]:
        """Return what people answered; nothing in the public edition."""
        return [r for r in self.assessment.ratings if r.criterion == criterion]


def report_checks(
    assessment: Assessment,
    plan: Plan,
    checklist: Checklist,
    *,
    judged_on: Collection[str] = (),
) -> tuple[Check, ...]:
    """Return what should be looked at before an assessment is shared.

    Parameters
    ----------
    assessment : Assessment
        In the edition to be shared: of what it withholds nothing is said.
    plan : Plan
        The plan as it is now.
    checklist : Checklist
        The checklist used.
    judged_on : collection of str
        SHA-256 of the plans that meetings had before them.

    Returns
    -------
    tuple of Check
        Errors, then warnings, then infos.
    """
    about = _About(assessment, plan, checklist, frozenset(judged_on))
    return _in_order(check for rule in _RULES for check in rule(about))


def checks_to_share(
    whole: Assessment,
    shared: Assessment,
    plan: Plan,
    checklist: Checklist,
    *,
    judged_on: Collection[str] = (),
) -> tuple[Check, ...]:
    """Return what somebody who knows everything should look at before sharing.

    Parameters
    ----------
    whole : Assessment
        In the restricted edition.
    shared : Assessment
        The edition to be shared: nothing is said of what it withholds, but of the
        rest also what only the answers tell.
    plan, checklist, judged_on
        As for `report_checks`.

    Returns
    -------
    tuple of Check
        Errors, then warnings, then infos.
    """
    every = report_checks(whole, plan, checklist, judged_on=judged_on)
    if shared.edition == "restricted":
        return every
    told = report_checks(shared, plan, checklist, judged_on=judged_on)
    withheld = {c.id for c in shared.criteria if c.state == "withheld"}
    known = {(c.code, c.criterion) for c in told}
    more = (
        c
        for c in every
        if c.code in _FROM_ANSWERS
        and c.criterion not in withheld
        and (c.code, c.criterion) not in known
    )
    return _in_order((*told, *more))


def _in_order(checks: Iterable[Check]) -> tuple[Check, ...]:
    return tuple(sorted(checks, key=lambda c: _ORDER.index(c.severity)))


def _mandatory(about: _About) -> Iterator[Check]:
    """Find what a binding text asks for and nobody has answered or measured yet."""
    for result in about.results("unknown"):
        if result.status != "statutory":
            continue
        measured = about.checklist.criterion(result.id).measured
        code = "requirement_unknown" if measured else "opinion_missing"
        severity: Severity = "warning" if measured else "error"
        yield Check(severity, code, {"criterion": result.id}, result.id)


def _changed(about: _About) -> Iterator[Check]:
    """Find a plan that changed after it was measured, or after people judged it."""
    measured = about.assessment.plan.sha256
    if about.plan.sha256 != measured:
        yield Check("warning", "measured_before_change", {})
    elif about.judged_on - {measured}:
        yield Check("warning", "judged_before_change", {})


def _unfounded(about: _About) -> Iterator[Check]:
    """Find high levels for which nobody gave a reason or showed a place."""
    for result in about.results("judged"):
        if result.level is None or result.level < HIGH_LEVEL:
            continue
        given = about.answers(result.id)
        remarks = (r.criterion for r in about.assessment.remarks)
        said = any(r.comment or r.reason or r.lon is not None for r in given)
        if given and not said and result.id not in remarks:
            args = {"criterion": result.id, "level": result.level}
            yield Check("warning", "high_without_reason", args, result.id)


def _apart(about: _About) -> Iterator[Check]:
    """Find disciplines more than two levels apart; of several the farthest two."""
    for result in about.results("judged", "measured"):
        named = result.people.disciplines.items() if result.people else ()
        medians = [(d.median, name) for name, d in named if d.median is not None]
        pairs = combinations(sorted(medians), 2)
        far = max(pairs, key=lambda p: abs(p[0][0] - p[1][0]), default=None)
        if far is not None and abs(far[0][0] - far[1][0]) > FAR_APART:
            args = {
                "criterion": result.id,
                "discipline": far[0][1],
                "other": far[1][1],
                "levels": abs(far[0][0] - far[1][0]),
            }
            yield Check("warning", "disciplines_apart", args, result.id)


def _present(about: _About) -> Iterator[Check]:
    """Find what people call not applicable although the plan has what it is about."""
    for result in about.results("not_applicable"):
        reason = result.reason.code if result.reason else ""
        if reason not in ("people_say_not_applicable", "settled_by_people"):
            continue
        kinds = about.checklist.criterion(result.id).about
        for kind in kinds:
            if about.plan.has(kind):
                count = len(about.plan.of(kind))
                args = {"criterion": result.id, "kind": kind, "n": count}
                yield Check("warning", "present_all_the_same", args, result.id)
                break


def _alone(about: _About) -> Iterator[Check]:
    """Find levels that rest on one person, all in one line."""
    single = [
        result.id
        for result in about.results("judged")
        if result.people and sum(d.n for d in result.people.disciplines.values()) == 1
    ]
    if single:
        args = {"n": len(single), "criteria": single}
        yield Check("warning", "single_rater", args, single[0])


def _wide(about: _About) -> Iterator[Check]:
    """Find risk spots that cover much of the site; the public edition has none."""
    if about.assessment.edition == "public" or about.plan.site is None:
        return
    spots = about.plan.of("risk_spot").geometry
    share = float(spots.intersection(about.plan.site).area.sum()) / about.plan.site.area
    if share > RISK_SHARE:
        yield Check("warning", "risk_spots_wide", {"share": int(100 * share)})


def _open(about: _About) -> Iterator[Check]:
    """Say what is unknown, and what that leaves open of each score."""
    unknown = [c.id for c in about.results("unknown")]
    weights = about.assessment.checklist.weights
    for n, dimension in enumerate(DIMENSIONS):
        score = about.assessment.dimensions[dimension]
        lacking = [c for c in unknown if c in weights and weights[c][n] > 0]
        if lacking:
            args = {
                "dimension": dimension,
                "criteria": lacking,
                "n": len(lacking),
                "low": score.low,
                "high": score.high,
            }
            yield Check("info", "still_open", args, lacking[0])


def _withheld(about: _About) -> Iterator[Check]:
    """Say what the public edition leaves out."""
    hidden = [c.id for c in about.assessment.criteria if c.sensitive]
    if hidden:
        yield Check("info", "public_leaves_out", {"criteria": hidden})


_RULES: tuple[Callable[[_About], Iterator[Check]], ...] = (
    _mandatory,
    _changed,
    _unfounded,
    _apart,
    _present,
    _alone,
    _wide,
    _open,
    _withheld,
)

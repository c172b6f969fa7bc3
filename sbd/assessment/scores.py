"""Everything derived from the criteria: scores, gates, gains, tensions, verdict.

Works on the document alone, so that a reopened file can be scored again without its
plan and a changed answer needs no new measurement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sbd.checklists.model import DIMENSIONS
from sbd.document import (
    Assessment,
    Balance,
    Coded,
    CriterionResult,
    DimensionScore,
    GateResult,
    Interval,
    TensionResult,
    Verdict,
)
from sbd.scoring import balance as scoring
from sbd.scoring.dimensions import Entry, Score, dimension
from sbd.scoring.gates import FIRST_LEVEL, passes, ready
from sbd.scoring.levels import TOP_LEVEL, Scale
from sbd.scoring.tensions import pull
from sbd.units import tolerance_for

Weights = Mapping[str, tuple[int, int, int]]
Entries = Mapping[str, Mapping[str, Entry]]
_LEFT_OUT = ("not_applicable", "withheld")
#: How far a level can lie above its whole one. [level]
_ALMOST_ONE = 1 - 1e-9


def rescore(assessment: Assessment) -> Assessment:
    """Derive all scores again from the criteria, weights and cuts of a document.

    Parameters
    ----------
    assessment : Assessment
        With its criteria's states, levels and intervals; everything else derived in
        it is replaced.

    Returns
    -------
    Assessment
        Equal to the input where that was scored by the same rules.
    """
    weights = assessment.checklist.weights
    entries = _entries(assessment.criteria, weights)
    criteria = tuple(
        c.model_copy(update=_gains(c, entries)) for c in assessment.criteria
    )
    tolerance_m = assessment.plan.tolerance_m
    gates = tuple(g for c in criteria if (g := gate(c, tolerance_m)) is not None)
    results = {g.criterion: g for g in gates}
    criteria = tuple(c.model_copy(update={"gate": results.get(c.id)}) for c in criteria)
    scores = dimensions(criteria, weights)
    return assessment.model_copy(
        update={
            "criteria": criteria,
            "gates": gates,
            "dimensions": {n: _dimension_score(s) for n, s in scores.items()},
            "governance": _dimension_score(governance(criteria, weights)),
            "overall": _interval(scoring.overall(scores)),
            "balance": _balance(scores),
            "verdict": _verdict(scores, gates, criteria),
            "tensions": _tensions(criteria, assessment.checklist.tensions),
        }
    )


def dimensions(
    criteria: Sequence[CriterionResult], weights: Weights
) -> dict[str, Score]:
    """Score the three dimensions; governance criteria never feed them."""
    return {
        name: dimension(
            _entry(c, weights[c.id][n]) for c in _applicable(criteria, bar=False)
        )
        for n, name in enumerate(DIMENSIONS)
    }


def governance(criteria: Sequence[CriterionResult], weights: Weights) -> Score:
    """Score the governance bar; a weight is the sum of the criterion's three."""
    return dimension(
        _entry(c, sum(weights[c.id])) for c in _applicable(criteria, bar=True)
    )


def gate(result: CriterionResult, tolerance_m: float) -> GateResult | None:
    """Decide a criterion's requirement; None where it has none or does not apply."""
    basis = result.gate_basis
    if basis is None or result.state in _LEFT_OUT:
        return None
    passed: bool | None
    needed = _level_needed(result)
    if result.override is not None:
        passed = passes(result.low, result.high, needed=needed)
    elif result.gate_open:
        passed = None
    elif result.gate_indicator is None:
        passed = passes(result.low, result.high)
    else:
        passed = _value_passes(result, tolerance_m)
    reason = None
    if result.override is not None:
        reason = Coded(code="override", args=result.override.model_dump())
    elif passed is None:
        reason = Coded(code="gate_open" if result.gate_open else "gate_unknown")
    return GateResult(criterion=result.id, passed=passed, basis=basis, reason=reason)


def _level_needed(result: CriterionResult) -> float:
    for part in result.parts:
        if part.indicator == result.gate_indicator and result.gate_below is not None:
            scale = Scale(part.cuts, part.better, part.range, part.max_level)
            return scale.level(result.gate_below)
    return FIRST_LEVEL


def _value_passes(result: CriterionResult, tolerance_m: float) -> bool | None:
    part = next((p for p in result.parts if p.indicator == result.gate_indicator), None)
    if part is None or result.gate_below is None:
        return None
    bound = result.gate_below - tolerance_for(part.unit, tolerance_m)
    worst = part.value if part.value is not None else part.worst
    best = part.value if part.value is not None else part.best
    if worst is not None and best is not None:
        return passes(worst, best, needed=bound)
    if part.level is None:
        return None
    # Of a withheld value the whole level is kept: the value lies below the next one.
    needed = _level_needed(result)
    return passes(part.level, part.level + _ALMOST_ONE, needed=needed)


def _applicable(
    criteria: Sequence[CriterionResult], *, bar: bool
) -> list[CriterionResult]:
    return [
        c
        for c in criteria
        if c.state not in _LEFT_OUT and (c.bar == "governance") == bar
    ]


def _entry(result: CriterionResult, weight: float) -> Entry:
    return Entry(weight, result.level, result.low, result.high)


def _entries(criteria: Sequence[CriterionResult], weights: Weights) -> Entries:
    """Return what each dimension is scored from, by criterion."""
    judged = _applicable(criteria, bar=False)
    return {
        name: {c.id: _entry(c, weights[c.id][n]) for c in judged}
        for n, name in enumerate(DIMENSIONS)
    }


def _gains(result: CriterionResult, entries: Entries) -> dict[str, Any]:
    """Gain of one more level: from the level, or from `low` while it is unknown."""
    nothing = {"gain": None, "gain_up_to": None}
    if result.state in _LEFT_OUT:
        return nothing
    known = result.level is not None
    start = result.level if result.level is not None else result.low
    gain = 0.0  # governance never feeds the overall score
    if result.bar != "governance":
        now = _with_level(result.id, start, entries)
        gain = _difference(
            now, _with_level(result.id, min(start + 1, TOP_LEVEL), entries)
        )
    return {**nothing, "gain" if known else "gain_up_to": gain}


def _with_level(name: str, level: float, entries: Entries) -> dict[str, Score]:
    """Score the dimensions as if a criterion were at a level."""
    found = {}
    for of, every in entries.items():
        changed = Entry(every[name].weight, level, level, level)
        found[of] = dimension({**every, name: changed}.values())
    return found


def _difference(now: Mapping[str, Score], then: Mapping[str, Score]) -> float:
    before, after = (scoring.overall(s).score for s in (now, then))
    if before is not None and after is not None:
        return after - before
    # While a dimension has no score there is no overall: its own dimension's gain.
    return max(
        (a.score or 0.0) - (b.score or 0.0)
        for b, a in zip(now.values(), then.values(), strict=True)
    )


def _dimension_score(score: Score) -> DimensionScore:
    return DimensionScore(
        score=score.score, low=score.low, high=score.high, coverage=score.coverage
    )


def _interval(score: Score) -> Interval:
    return Interval(score=score.score, low=score.low, high=score.high)


def _balance(scores: Mapping[str, Score]) -> Balance:
    even = scoring.balance(scores)
    if even is None:
        return Balance(evenness=None, min_over_mean=None, weakest=None, line=None)
    return Balance.model_validate(vars(even))


def _verdict(
    scores: Mapping[str, Score],
    gates: Sequence[GateResult],
    criteria: Sequence[CriterionResult],
) -> Verdict:
    code, named = scoring.verdict(scores)
    reasons = []
    if named is not None:
        args = {"dimension": named, "coverage": scores[named].coverage}
        reasons.append(Coded(code=f"verdict_{code}", args=args))
    failed = [g.criterion for g in gates if g.passed is False]
    if failed:
        reasons.append(Coded(code="gates_failed", args={"criteria": failed}))
    reasons += [
        Coded(code="gate_overridden", args={"criterion": c.id, **o.model_dump()})
        for c in criteria
        if c.gate is not None and (o := c.override) is not None
    ]
    return Verdict(
        code=code,
        ready=ready(g.passed for g in gates),
        certain=scoring.certain(scores),
        reasons=tuple(reasons),
    )


def _tensions(
    criteria: Sequence[CriterionResult],
    sides: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]],
) -> tuple[TensionResult, ...]:
    levels = {
        c.id: c.level
        for c in criteria
        if c.level is not None and c.state not in _LEFT_OUT
    }
    return tuple(
        TensionResult(
            id=name,
            sharp=found.sharp,
            difference=found.difference,
            levels=dict(found.levels),
        )
        for name, two in sides.items()
        if (found := pull(two, levels)) is not None
    )

"""One criterion's result: its measurements and answers joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sbd.assessment.conditions import applies
from sbd.assessment.places import feature_collection
from sbd.checklists.model import Criterion, Part
from sbd.document import (
    Coded,
    CriterionResult,
    DisciplineResult,
    Override,
    PartResult,
    People,
)
from sbd.indicators.measurement import Measurement
from sbd.plans.plan import Plan
from sbd.reviews.model import Rating
from sbd.scoring.levels import TOP_LEVEL, Scale
from sbd.scoring.people import Opinion, opinion
from sbd.units import tolerance_for

Measurements = Mapping[str, Measurement]


def criterion_result(
    criterion: Criterion,
    plan: Plan,
    measurements: Measurements,
    ratings: Sequence[Rating],
) -> CriterionResult:
    """Join what was measured and what people answered on one criterion.

    Parameters
    ----------
    criterion : Criterion
        From the checklist.
    plan : Plan
        The plan measured.
    measurements : mapping of str to Measurement
        By indicator name; those of the criterion's parts are present.
    ratings : sequence of Rating
        The answers on this criterion.

    Returns
    -------
    CriterionResult
        Without gains and gate, which need the other criteria.
    """
    settled = next((r for r in ratings if r.settled), None)
    views = opinion(_by_discipline(ratings))
    holds, reason = applies(criterion, plan)
    fields: dict[str, Any]
    if holds is False:
        fields = {"state": "not_applicable", "reason": reason}
    elif holds is None:
        fields = {"state": "unknown", "reason": reason}
    elif criterion.measured:
        fields = _measured(criterion, plan, measurements)
    else:
        fields = _judged(views, settled)
    if holds is not False and criterion.measured and settled is not None:
        fields = _settled(fields, settled)
    if ratings:
        fields["people"] = _people(views, ratings, fields)
    if fields["state"] != "not_applicable" and fields.get("where") is None:
        fields["place"] = "whole_site"
    return CriterionResult(**_identity(criterion), **fields)


def _identity(criterion: Criterion) -> dict[str, Any]:
    gate = criterion.gate
    return {
        "id": criterion.id,
        "bar": criterion.bar,
        "status": criterion.status,
        "certainty": criterion.certainty,
        "sensitive": criterion.sensitive,
        "source": tuple(s.title for s in criterion.source),
        "when": criterion.when,
        "gate_basis": gate.basis if gate else None,
        "gate_below": gate.fails_below if gate else None,
        "gate_indicator": gate.indicator if gate else None,
    }


def _measured(
    criterion: Criterion, plan: Plan, measurements: Measurements
) -> dict[str, Any]:
    found = [(p, measurements[p.indicator]) for p in criterion.measured_by]
    whole = [m for _, m in found]
    lead = _leading(found, plan.tolerance_m)
    fields: dict[str, Any] = {
        "reason": Coded(code=lead.reason.code, args=_plain(lead.reason.args)),
        "completeness": _completeness(whole),
        "assumed": _joined(m.assumed for m in whole),
        "defaults": _joined(m.defaults for m in whole),
        "gate_open": any(m.gate_open for m in whole),
        "where": feature_collection(plan, [(p.indicator, m) for p, m in found]),
    }
    if all(m.state == "not_applicable" for m in whole):
        return {**fields, "state": "not_applicable", "where": None}
    spans = [_span(p, m, plan.tolerance_m) for p, m in found]
    fields["parts"] = tuple(s.result for s in spans)
    low, high = min(s.result.low for s in spans), min(s.result.high for s in spans)
    worst, best = min(s.worst for s in spans), min(s.best for s in spans)
    if int(worst) != int(best) and None in [s.level for s in spans]:
        return {**fields, "state": "unknown", "low": low, "high": high}
    known = [s.worst if s.level is None else s.level for s in spans]
    level = _capped(criterion, whole, min(known))
    return {
        **fields,
        "state": "measured",
        "level": level,
        "low": min(low, level),
        "high": max(high, level),
    }


def _leading(
    found: Sequence[tuple[Part, Measurement]], tolerance_m: float
) -> Measurement:
    """Return the measurement whose reason is told.

    What is missing comes first, then the part that decides the level, because its
    value is the one that is shown beside the reason.
    """
    for state in ("unknown", "measured", "not_applicable"):
        of_state = [(p, m) for p, m in found if m.state == state]
        if of_state:
            return min(
                of_state, key=lambda one: _level_of(one[0], one[1], tolerance_m)
            )[1]
    raise AssertionError  # pragma: no cover - a measured criterion has a part


def _level_of(part: Part, found: Measurement, tolerance_m: float) -> float:
    """Return the level of a part's value, the highest where it has none."""
    if found.value is None:
        return float(TOP_LEVEL)
    return _scale(part, tolerance_m).level(found.value)


def _scale(part: Part, tolerance_m: float) -> Scale:
    tolerance = tolerance_for(part.unit, tolerance_m)
    return Scale(part.cuts, part.better, part.range, part.max_level, tolerance)


@dataclass(frozen=True)
class _Span:
    """A part's result, and its levels at worst and best from missing attributes."""

    result: PartResult
    level: float | None
    worst: float
    best: float


def _span(part: Part, found: Measurement, tolerance_m: float) -> _Span:
    scale = _scale(part, tolerance_m)
    worst, best = scale.bottom, float(TOP_LEVEL)
    if found.worst is not None:
        worst = scale.level(found.worst)
    if found.best is not None:
        best = scale.level(found.best)
    level = scale.level(found.value) if found.value is not None else None
    if found.state == "not_applicable":  # a part without meaning does not decide
        level = worst = best = float(TOP_LEVEL)
    can_rise = found.bound in ("lower", "open")
    can_fall = found.bound in ("upper", "open")
    result = PartResult(
        indicator=part.indicator,
        value=found.value,
        worst=found.worst,
        best=found.best,
        unit=part.unit,
        level=level,
        low=scale.bottom if can_fall else worst,
        high=float(TOP_LEVEL) if can_rise else best,
        cuts=part.cuts,
        better=part.better,
        range=part.range,
        max_level=part.max_level,
    )
    return _Span(result, level, worst, best)


def _capped(criterion: Criterion, whole: Sequence[Measurement], level: float) -> float:
    flags = {flag for m in whole for flag in m.flags}
    return min([level, *(c.max_level for c in criterion.caps if c.when in flags)])


def _judged(views: Opinion, settled: Rating | None) -> dict[str, Any]:
    if settled is not None and settled.answer != "unknown":
        return _answered(settled.level, Coded(code="settled_by_people"))
    if views.not_applicable:
        return _answered(None, Coded(code="people_say_not_applicable"))
    if views.level is None:
        return {"state": "unknown", "reason": Coded(code="not_judged_yet")}
    return _answered(views.level, Coded(code="judged_by_people"))


def _answered(level: float | None, reason: Coded) -> dict[str, Any]:
    if level is None:
        return {"state": "not_applicable", "reason": reason}
    return {
        "state": "judged",
        "level": level,
        "low": level,
        "high": level,
        "reason": reason,
    }


def _settled(fields: dict[str, Any], settled: Rating) -> dict[str, Any]:
    """Apply a settled decision to a measured criterion; both values stay."""
    level = settled.level
    if level is None or fields["state"] == "not_applicable":
        return fields
    decision = Override(level=level, reason=settled.reason or "", by=settled.discipline)
    state: Literal["measured", "judged"] = (
        "measured" if fields["state"] == "measured" else "judged"
    )
    return {
        **fields,
        "state": state,
        "measured_level": fields.get("level"),
        "level": level,
        "low": level,
        "high": level,
        "override": decision,
    }


def _people(
    views: Opinion, ratings: Sequence[Rating], fields: Mapping[str, Any]
) -> People:
    own = fields.get("measured_level", fields.get("level"))
    measured = fields["state"] == "measured"
    return People(
        disciplines={
            name: DisciplineResult(median=level, n=n)
            for name, (level, n) in sorted(views.medians.items())
        },
        spread=views.spread,
        di=views.di,
        contested=measured
        and own is not None
        and any(r.level is not None and int(r.level) != int(own) for r in ratings),
    )


def _by_discipline(ratings: Sequence[Rating]) -> dict[str, list[float | str]]:
    answers: dict[str, list[float | str]] = {}
    for rating in ratings:
        if not rating.settled:
            given = rating.answer if rating.level is None else rating.level
            answers.setdefault(rating.discipline, []).append(given)
    return answers


def _completeness(whole: Sequence[Measurement]) -> str | None:
    """Say how complete what was measured is; nothing where nothing was."""
    used = [m for m in whole if m.worst is not None or m.state == "not_applicable"]
    if not used:
        return None
    return (
        "as_mapped" if any(m.completeness == "as_mapped" for m in used) else "declared"
    )


def _joined(groups: Any) -> tuple[str, ...]:
    return tuple(sorted({name for group in groups for name in group}))


def _plain(args: Mapping[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in args.items()}

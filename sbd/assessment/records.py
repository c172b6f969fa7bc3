"""What the document keeps of the plan, of the checklist and of actions."""

from __future__ import annotations

from collections.abc import Iterable

from sbd.checklists.model import Checklist
from sbd.checklists.read import sha256_of
from sbd.document import (
    ActionRecord,
    ChecklistRecord,
    Coded,
    PlanRecord,
    RemarkRecord,
    RiskRecord,
    SuppliedValue,
)
from sbd.plans.plan import Plan
from sbd.reviews.actions import Action
from sbd.reviews.model import Rating
from sbd.reviews.records import Comment

#: Criteria whose weights double where protection was asked for. Source: method, 2.
DOUBLED_AT_RAISED_RISK = ("S-01", "S-02", "S-03")


def plan_record(plan: Plan) -> PlanRecord:
    """Describe a plan as the document does."""
    return PlanRecord(
        name=plan.name,
        variant=plan.variant,
        space_type=plan.space_type,
        design_phase=plan.design_phase,
        risk=RiskRecord.model_validate(vars(plan.risk)),
        crs=plan.crs.to_string(),
        sha256=plan.sha256,
        tolerance_m=plan.tolerance_m,
        elements={k: len(plan.layers[k]) for k in sorted(plan.layers)},
        declared=tuple(sorted(plan.declared)),
        assumed=tuple(sorted(plan.assumed)),
        supplied=tuple(
            SuppliedValue(
                element_id=s.element_id,
                kind=s.kind,
                attribute=s.attribute,
                value=s.value,
                by=s.by,
            )
            for s in plan.supplied
        ),
        notes=tuple(
            Coded(
                code=n.code,
                args={
                    k: list(v) if isinstance(v, tuple) else v for k, v in n.args.items()
                },
            )
            for n in plan.notes
        ),
    )


def checklist_record(checklist: Checklist, vehicle_risk: str) -> ChecklistRecord:
    """Describe a checklist with the weights in force at the plan's risk."""
    return ChecklistRecord(
        id=checklist.id,
        version=checklist.version,
        sha256=sha256_of(checklist),
        weights={
            c.id: _weights(c.id, c.weights.as_tuple(), vehicle_risk)
            for c in checklist.criteria
        },
        parameters={n: p.value for n, p in sorted(checklist.parameters.items())},
        tensions={t.id: t.sides for t in checklist.tensions},
    )


def _weights(
    criterion: str, weights: tuple[int, int, int], vehicle_risk: str
) -> tuple[int, int, int]:
    if vehicle_risk == "raised" and criterion in DOUBLED_AT_RAISED_RISK:
        safety, accessibility, liveability = weights
        return (2 * safety, 2 * accessibility, 2 * liveability)
    return weights


def action_record(action: Action) -> ActionRecord:
    """Describe an action as the document does, without its number."""
    return ActionRecord(uid=action.uid, **vars(action.task))


def remark_record(comment: Comment) -> RemarkRecord:
    """Describe a remark as the document does, without its number."""
    return RemarkRecord(
        text=comment.text,
        criterion=comment.criterion,
        discipline=comment.discipline,
        lon=comment.lon,
        lat=comment.lat,
    )


def participants(ratings: Iterable[Rating]) -> dict[str, int]:
    """Count the people who answered, by discipline; settled decisions are nobody's."""
    people = {(r.discipline, r.rater) for r in ratings if not r.settled}
    named = sorted(discipline for discipline, _ in people)
    return {discipline: named.count(discipline) for discipline in named}

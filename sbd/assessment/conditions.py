"""Whether a criterion applies to a plan: true, false, or unknown."""

from __future__ import annotations

from sbd.checklists.model import Condition, Criterion
from sbd.document import Coded
from sbd.plans.plan import Plan


def applies(criterion: Criterion, plan: Plan) -> tuple[bool | None, Coded | None]:
    """Decide whether a criterion applies.

    Parameters
    ----------
    criterion : Criterion
        With its ``applies_to`` and ``when``.
    plan : Plan
        An unset space type counts as one the criterion applies to (method, section 3).

    Returns
    -------
    tuple
        True, False or None (unknown), and the reason for the latter two.
    """
    if plan.space_type and plan.space_type not in criterion.applies_to:
        return False, Coded(code="other_space_type", args={"type": plan.space_type})
    if criterion.when is None:
        return True, None
    holds = _holds(criterion.when, plan)
    if holds:
        return True, None
    word = "condition_false" if holds is False else "condition_unknown"
    return holds, Coded(code=f"{word}_{criterion.when}")


def _holds(condition: Condition, plan: Plan) -> bool | None:
    if condition == "camera":
        return True if plan.has("camera") else _no_or_unknown(plan, "camera")
    if plan.risk.vehicle == "unknown":
        return None
    # Approach speed is traffic safety too: it stays where no protection is asked.
    return condition == "vehicle_risk_or_traffic" or plan.risk.vehicle != "none"


def _no_or_unknown(plan: Plan, kind: str) -> bool | None:
    return False if kind in plan.declared else None

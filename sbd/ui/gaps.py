"""What a plan leaves open, and which criteria an answer would unlock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sbd.checklists.model import Checklist, Criterion
from sbd.indicators.needs import lacks
from sbd.indicators.registry import indicators
from sbd.plans.assume import assume, assumptions
from sbd.plans.plan import Plan
from sbd.views.recognised import undeclared_kinds


def kinds_to_declare(plan: Plan, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the kinds to ask about: needed, not drawn, not declared by the file.

    Parameters
    ----------
    plan : Plan
        As read with the settings.
    settings : mapping
        Answers given so far: ``declare`` and ``undrawn`` hold kinds.

    Returns
    -------
    tuple of str
        Sorted; a kind answered before stays in the list, so that the answer can be
        changed.
    """
    answered = {*settings.get("declare", ()), *settings.get("undrawn", ())}
    asked = undeclared_kinds(plan) | {k for k in answered if not plan.has(k)}
    return tuple(sorted(asked))


def unlocked_by(plan: Plan, checklist: Checklist) -> dict[str, tuple[str, ...]]:
    """Return, per assumption that would add something, the criteria it would unlock.

    Parameters
    ----------
    plan : Plan
        As read.
    checklist : Checklist
        Its criteria.

    Returns
    -------
    dict of str to tuple of str
        By name of the assumption, criterion ids. Assumptions that are switched on
        are listed with the criteria they touch.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, assumption in assumptions().items():
        open_ = [i for i in assumption.touches if i not in assumption.never_decides]
        criteria = [c for c in checklist.criteria if c.id in open_ and _measured(c)]
        if name in plan.assumed:
            found[name] = tuple(c.id for c in criteria)
            continue
        after = assume(plan, [name])
        new = after.supplied[len(plan.supplied) :]
        if new:
            drawn = any(s.attribute == "geometry" for s in new)
            found[name] = tuple(
                c.id
                for c in criteria
                if drawn or _lacking(after, c) < _lacking(plan, c)
            )
    return found


def _measured(criterion: Criterion) -> bool:
    """Tell whether this version measures a criterion."""
    table = indicators()
    parts = [table[p.indicator] for p in criterion.measured_by if p.indicator in table]
    return bool(parts) and all(part.function is not None for part in parts)


def _lacking(plan: Plan, criterion: Criterion) -> int:
    """Count what a plan lacks for a criterion."""
    table = indicators()
    found = (lacks(plan, table[p.indicator]) for p in criterion.measured_by)
    return sum(max(lack.count, 1) for several in found for lack in several)

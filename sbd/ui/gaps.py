"""What a plan leaves open, and which criteria an answer would unlock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sbd.checklists.model import Checklist
from sbd.indicators.needs import lacks
from sbd.indicators.registry import indicators
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
    """Return, per assumption that would add something, the criteria it would touch.

    Parameters
    ----------
    plan : Plan
        As read.
    checklist : Checklist
        Its criteria.

    Returns
    -------
    dict of str to tuple of str
        By name of the assumption, criterion ids. Assumptions already switched on
        are listed with what they touch.
    """
    return {}


def asked_while_reading(settings: Mapping[str, Any]) -> bool:
    """Tell whether coordinates or unit were asked for, and can be changed."""
    return any(settings.get(name) for name in ("crs", "at", "unit"))

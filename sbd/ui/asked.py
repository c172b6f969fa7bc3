"""What a browser asks to change, held against the plan: its elements and values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from shapely.geometry.base import BaseGeometry

from sbd.errors import PlanError
from sbd.plans.attributes import typed
from sbd.plans.kinds import Attribute
from sbd.plans.plan import Plan
from sbd.plans.steps import Value
from sbd.plans.value_ranges import possible

#: Elements changed at once. [1]
MAX_IDS = 20_000

Id = Annotated[str, Field(min_length=1, max_length=300)]
Ids = Annotated[tuple[Id, ...], Field(min_length=1, max_length=MAX_IDS)]


def elements(plan: Plan, ids: Sequence[str]) -> list[tuple[str, BaseGeometry]]:
    """Return elements by their ids, each once, all of the plan's own making.

    Raises
    ------
    PlanError
        If there is no such element, or if it is none of the files' or the planner's.
    """
    found = []
    for name in dict.fromkeys(ids):
        try:
            kind = plan.kind_of(name)
        except KeyError:
            raise PlanError(
                "The plan has no element {id} any more: choose another.", id=name
            ) from None
        if kind == "route" and plan.route_source == "centrelines":
            raise PlanError(
                "{id} was taken from the centre lines of paths: draw a route of your "
                "own instead.",
                id=name,
            )
        if plan.assumptions_behind(kind, "geometry", [name]):
            raise PlanError(
                "{id} comes from an assumption: switch that off, or draw it yourself.",
                id=name,
            )
        found.append((name, plan.of(kind).geometry[name]))
    return found


def value_of(attribute: Attribute, asked: Value | None) -> Value | None:
    """Return a value as its attribute stores it; None is unknown.

    Raises
    ------
    ValueError
        If the attribute has no such value.
    """
    if asked is None or (isinstance(asked, str) and not asked.strip()):
        return None
    value = typed(attribute, asked)
    if value is None or (
        isinstance(value, float) and not possible(attribute.name, value)
    ):
        raise ValueError(attribute.name)
    return value

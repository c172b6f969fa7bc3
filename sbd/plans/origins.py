"""Where the values of a plan come from: the source, the planner, or an assumption."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sbd.plans.plan import Plan


@dataclass(frozen=True)
class Origins:
    """Values of one attribute of one kind, counted by their origin. [1]

    ``replaced`` are values of the source that the planner corrected. For attribute
    ``geometry`` the numbers count elements: ``supplied`` those drawn, moved or erased.
    """

    kind: str
    attribute: str
    source: int
    supplied: int
    assumed: int
    replaced: int


def origins(plan: Plan) -> tuple[Origins, ...]:
    """Count values by origin, for every attribute that the source alone did not give.

    Parameters
    ----------
    plan : Plan
        With what was supplied and assumed.

    Returns
    -------
    tuple of Origins
        Sorted by kind and attribute.
    """
    counted: Counter[tuple[str, str, str]] = Counter()
    for entry in plan.supplied:
        unknown = entry.by == "supplied" and entry.value == "unknown"
        if not unknown:
            counted[entry.kind, entry.attribute, entry.by] += 1
    found = []
    for kind, attribute in sorted({(k, a) for k, a, _ in counted}):
        by = {b: counted[kind, attribute, b] for b in ("source", "supplied", "assumed")}
        layer = plan.of(kind)
        known = len(layer) if attribute == "geometry" else layer[attribute].count()
        rest = max(int(known) - by["supplied"] - by["assumed"], 0)
        found.append(
            Origins(kind, attribute, rest, by["supplied"], by["assumed"], by["source"])
        )
    return tuple(found)

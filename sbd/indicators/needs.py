"""What a plan lacks for each indicator, before anything is measured."""

from __future__ import annotations

from dataclasses import dataclass

from sbd.indicators.registry import Indicator
from sbd.plans.plan import Plan


@dataclass(frozen=True)
class Lack:
    """One thing a plan lacks for an indicator.

    Parameters
    ----------
    kinds : tuple of str
        Kinds of which none is present or declared; or the one kind whose elements
        lack an attribute.
    attribute : str, optional
        The attribute missing; None where the kind itself is.
    count, of : int
        On how many of how many elements the attribute is missing.
    """

    kinds: tuple[str, ...]
    attribute: str | None = None
    count: int = 0
    of: int = 0


def lacks(plan: Plan, entry: Indicator) -> tuple[Lack, ...]:
    """List what a plan lacks for an indicator.

    Parameters
    ----------
    plan : Plan
        With or without a site.
    entry : Indicator
        From the registry.

    Returns
    -------
    tuple of Lack
        Empty where everything needed is present or declared. A kind declared and
        absent is complete: there are none.
    """
    found: list[Lack] = []
    for need in entry.needs:
        if not any(plan.known(kind) for kind in need.kinds):
            found.append(Lack(need.kinds))
            continue
        for kind in need.kinds:
            layer = plan.of(kind)
            for attribute in need.attributes:
                if attribute in layer and (count := int(layer[attribute].isna().sum())):
                    found.append(Lack((kind,), attribute, count, len(layer)))
    return tuple(found)


def kinds_needed(entries: list[Indicator]) -> tuple[str, ...]:
    """Return the kinds that any of the indicators needs, sorted."""
    return tuple(sorted({k for e in entries for n in e.needs for k in n.kinds}))

"""What each measured criterion still needs of a plan, and what would give it.

A criterion has what it needs when every kind and attribute that the method asks for
is present or declared, whether or not its indicators are measured yet, and when it
does not apply to the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from sbd.assessment.conditions import applies
from sbd.checklists.model import Checklist, Condition, Criterion
from sbd.indicators.needs import Lack, lacks, no_matter, settling, without_value
from sbd.indicators.registry import Indicator, indicators
from sbd.plans.assume import assumptions
from sbd.plans.kinds import KINDS
from sbd.plans.layer import make_layer
from sbd.plans.plan import Plan

#: What must be known before a condition can be true or false.
_DECIDED_BY: dict[Condition, Lack] = {
    "camera": Lack(("camera",)),
    "vehicle_risk": Lack(("site",), "risk", 1, 1),
    "vehicle_risk_or_traffic": Lack(("site",), "risk", 1, 1),
}


@dataclass(frozen=True)
class Ready:
    """Whether a plan has what a measured criterion needs.

    Parameters
    ----------
    id : str
        The criterion.
    met : bool
        Whether nothing is lacking.
    lacks : tuple of Lack
        What is lacking, each once.
    not_applicable : bool
        Whether the criterion has nothing to measure in this plan: then it is met.
    settled_by : tuple of frozenset of str
        Kinds that, declared none together, leave nothing lacking.
    """

    id: str
    met: bool
    lacks: tuple[Lack, ...] = ()
    not_applicable: bool = False
    settled_by: tuple[frozenset[str], ...] = ()


def readiness(plan: Plan, checklist: Checklist) -> tuple[Ready, ...]:
    """Say of each measured criterion what the plan lacks for it.

    Parameters
    ----------
    plan : Plan
        With or without a site; without one, every criterion lacks it.
    checklist : Checklist
        Its judged criteria are left out.

    Returns
    -------
    tuple of Ready
        In the order of the checklist. What an assumption drew or filled in does not
        count for the criteria it may never decide (method, section 4).
    """
    return tuple(_ready(plan, c) for c in checklist.criteria if c.measured)


def met(ready: Iterable[Ready]) -> int:
    """Count the criteria that have what they need. [1]"""
    return sum(one.met for one in ready)


def unlocks(
    plan: Plan, checklist: Checklist, kind: str, attribute: str | None = None
) -> tuple[str, ...]:
    """Name the criteria that something would bring closer to having what they need.

    Parameters
    ----------
    plan, checklist
        As in `readiness`.
    kind : str
        A kind of element.
    attribute : str, optional
        The attribute that would be filled in; without one, the kind would be
        declared.

    Returns
    -------
    tuple of str
        Ids of criteria.
    """
    return helped(readiness(plan, checklist), kind, attribute)


def helped(
    ready: Sequence[Ready], kind: str, attribute: str | None = None
) -> tuple[str, ...]:
    """Name the criteria of a readiness that something helps; see `unlocks`."""
    return tuple(
        one.id
        for one in ready
        if any(_gives(lack, kind, attribute) for lack in one.lacks)
    )


def completed(
    ready: Sequence[Ready], kinds: Iterable[str], attribute: str | None = None
) -> tuple[str, ...]:
    """Name the criteria that something would give all they need.

    Parameters
    ----------
    ready : sequence of Ready
        As `readiness` returns it.
    kinds : iterable of str
        Kinds that would be declared together, or the one whose attribute is filled.
    attribute : str, optional
        The attribute that would be filled in.

    Returns
    -------
    tuple of str
        Ids of criteria that would have what they need.
    """
    given = frozenset(kinds)
    return tuple(one.id for one in ready if _completes(one, given, attribute))


def firmer(plan: Plan, checklist: Checklist, kind: str) -> tuple[str, ...]:
    """Name the criteria that count a kind: declared complete, their values are exact.

    Parameters
    ----------
    plan, checklist
        As in `readiness`.
    kind : str
        A kind present in the plan.

    Returns
    -------
    tuple of str
        Ids of criteria that apply to the plan; none where it is declared already.
    """
    if kind in plan.declared:
        return ()
    return tuple(
        c.id
        for c in checklist.criteria
        if applies(c, plan)[0] is not False
        and any(kind in n.kinds for e in _indicators(c) for n in e.needs)
    )


def incomplete(
    plan: Plan, checklist: Checklist, kind: str
) -> dict[str, frozenset[str]]:
    """Return the elements that lack what some criterion needs of them.

    Parameters
    ----------
    plan, checklist
        As in `readiness`.
    kind : str
        A kind.

    Returns
    -------
    dict of str to frozenset of str
        Element ids by attribute; only attributes that are lacking somewhere.
    """
    found: dict[str, frozenset[str]] = {}
    for one in readiness(plan, checklist):
        for lack in one.lacks:
            if lack.kinds != (kind,) or lack.attribute is None:
                continue
            criterion = checklist.criterion(one.id)
            seen = _without(plan, _may_not_decide(plan, criterion))
            for name in (lack.attribute, *lack.others):
                found[name] = found.get(name, frozenset()).union(
                    i
                    for entry in _indicators(criterion)
                    for need in entry.needs
                    if kind in need.kinds and need.none != "optional"
                    for i in without_value(seen, need, kind, name)
                )
    return found


def _gives(lack: Lack, kind: str, attribute: str | None) -> bool:
    """Tell whether filling in or declaring helps against a lack."""
    if kind not in lack.kinds:
        return False
    if attribute is None:
        return lack.attribute is None and not lack.draw
    return attribute in (lack.attribute, *lack.others)


def _completes(one: Ready, kinds: frozenset[str], attribute: str | None) -> bool:
    if one.met:
        return False
    if attribute is None and any(kinds.issuperset(some) for some in one.settled_by):
        return True
    return all(
        kinds.issuperset(lack.kinds) and _gives(lack, lack.kinds[0], attribute)
        for lack in one.lacks
    )


def _ready(plan: Plan, criterion: Criterion) -> Ready:
    holds, _ = applies(criterion, plan)
    if holds is False:
        return Ready(criterion.id, met=True, not_applicable=True)
    entries = _indicators(criterion)
    seen = _without(plan, _may_not_decide(plan, criterion))
    if all(no_matter(seen, entry) for entry in entries):
        return Ready(criterion.id, met=True, not_applicable=True)
    found: list[Lack] = []
    if plan.site is None:
        found.append(Lack(("site",), draw=True))
    if holds is None and criterion.when is not None:
        found.append(_DECIDED_BY[criterion.when])
    found += [lack for entry in entries for lack in lacks(seen, entry)]
    ways = _ways(seen, entries) if found and plan.site is not None else ()
    return Ready(criterion.id, met=not found, lacks=_each_once(found), settled_by=ways)


def _ways(plan: Plan, entries: Sequence[Indicator]) -> tuple[frozenset[str], ...]:
    """Return the sets of kinds that, declared none, leave the indicators nothing."""
    open_ = [e for e in entries if lacks(plan, e)]
    found = {way for entry in open_ for way in settling(plan, entry)}
    ways = [w for w in found if all(w in settling(plan, e) for e in open_)]
    return tuple(sorted(ways, key=sorted))


def _each_once(found: Iterable[Lack]) -> tuple[Lack, ...]:
    """Keep of what is lacking twice the one that looks farther from the site."""
    kept: dict[tuple[tuple[str, ...], str | None], Lack] = {}
    for lack in found:
        key = lack.kinds, lack.attribute
        if key not in kept or kept[key].of < lack.of:
            kept[key] = lack
    return tuple(kept.values())


def _indicators(criterion: Criterion) -> list[Indicator]:
    table = indicators()
    return [table[p.indicator] for p in criterion.measured_by]


def _may_not_decide(plan: Plan, criterion: Criterion) -> frozenset[str]:
    known = assumptions()
    return frozenset(
        name for name in plan.assumed if criterion.id in known[name].never_decides
    )


@lru_cache(maxsize=16)
def _without(plan: Plan, names: frozenset[str]) -> Plan:
    """Return a plan without what some assumptions drew or filled in."""
    ours = [s for s in plan.supplied if s.by == "assumed" and s.name in names]
    if not ours:
        return plan
    ids: dict[tuple[str, str], list[str]] = {}
    for entry in ours:
        ids.setdefault((entry.kind, entry.attribute), []).append(entry.element_id)
    layers = dict(plan.layers)
    for (kind, name), some in ids.items():
        layer = layers[kind].copy()
        attribute = KINDS[kind].attribute(name)
        if attribute is None:
            layers[kind] = make_layer(kind, layer[~layer.index.isin(some)])
            continue
        held = layer.index.intersection(some)
        layer.loc[held, name] = np.nan if attribute.type == "number" else None
        layers[kind] = layer
    return replace(plan, layers=layers)

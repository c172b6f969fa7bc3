"""What a plan lacks for each indicator, before anything is measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import pandas as pd
import shapely

from sbd.indicators.registry import Indicator, Need
from sbd.plans.plan import Plan


@dataclass(frozen=True)
class Lack:
    """One thing a plan lacks for an indicator.

    Parameters
    ----------
    kinds : tuple of str
        Kinds of which none is present and that are not declared; or the one kind
        whose elements lack an attribute.
    attribute : str, optional
        The attribute missing; None where the kind itself is.
    count, of : int
        On how many of how many elements that count the attribute is missing.
    others : tuple of str
        Attributes of which one would do as well.
    draw : bool
        Whether one of the kinds has to be drawn: that there are none is no answer.
    """

    kinds: tuple[str, ...]
    attribute: str | None = None
    count: int = 0
    of: int = 0
    others: tuple[str, ...] = ()
    draw: bool = False


def lacks(plan: Plan, entry: Indicator) -> tuple[Lack, ...]:
    """List what a plan lacks for an indicator.

    Parameters
    ----------
    plan : Plan
        With or without a site; without one, all elements count.
    entry : Indicator
        From the registry.

    Returns
    -------
    tuple of Lack
        Empty where everything needed is present or declared, and where what is
        declared none leaves nothing else to ask (method, section 8).
    """
    asked = [n for n in entry.needs if n.none != "optional"]
    if no_matter(plan, entry):
        return ()
    if any(n.none == "settles" and _declared_none(plan, n) for n in asked):
        asked = [n for n in asked if n.none == "unknown"]
    found = [lack for need in asked for lack in _lacking(plan, need)]
    return tuple(dict.fromkeys(found))


def no_matter(plan: Plan, entry: Indicator) -> bool:
    """Tell whether what is declared none leaves the indicator nothing to measure."""
    return any(
        n.none == "not_applicable" and _declared_none(plan, n) for n in entry.needs
    )


def settling(plan: Plan, entry: Indicator) -> tuple[frozenset[str], ...]:
    """Return the sets of kinds that, declared none, leave nothing else to ask."""
    found = []
    for need in entry.needs:
        settles = need.none == "settles" and not _undrawn(plan, entry)
        if (settles or need.none == "not_applicable") and not plan.has(*need.kinds):
            found.append(frozenset(need.kinds) - plan.declared)
    return tuple(dict.fromkeys(found))


def _undrawn(plan: Plan, entry: Indicator) -> bool:
    """Tell whether an indicator lacks something that must be drawn."""
    asked = [n for n in entry.needs if n.none == "unknown"]
    return any(_lacking(plan, need) for need in asked)


def counted(plan: Plan, need: Need, kind: str) -> gpd.GeoDataFrame:
    """Return the elements of a kind that count for a need."""
    layer = plan.of(kind)
    if layer.empty or plan.site is None:
        return layer
    if need.within_m is not None:
        layer = _within(plan, kind, need.within_m)
    return layer if need.among is None else layer[need.among(plan, kind, layer)]


def without_value(plan: Plan, need: Need, kind: str, attribute: str) -> list[str]:
    """Return the ids of the elements that lack an attribute a need asks for."""
    layer = counted(plan, need, kind)
    if attribute not in layer or attribute not in need.attributes:
        return []
    return [str(i) for i in layer.index[_blank(layer, need, attribute)]]


def kinds_needed(entries: list[Indicator]) -> tuple[str, ...]:
    """Return the kinds that any of the indicators needs, sorted."""
    return tuple(sorted({k for e in entries for n in e.needs for k in n.kinds}))


def _declared_none(plan: Plan, need: Need) -> bool:
    return plan.declared.issuperset(need.kinds) and not plan.has(*need.kinds)


@lru_cache(maxsize=512)
def _lacking(plan: Plan, need: Need) -> tuple[Lack, ...]:
    """Say what is lacking for one need; many indicators ask the same."""
    return tuple(_found(plan, need))


def _found(plan: Plan, need: Need) -> Iterator[Lack]:
    if need.kinds == ("site",):
        yield from _decisions(plan, need)
        return
    if need.none == "unknown":
        drawn = any(len(counted(plan, need, k)) for k in need.kinds if plan.has(k))
        if not drawn and not _stood_in(plan, need):
            yield Lack(need.kinds, draw=True)
    elif need.none != "any" and not plan.has(*need.kinds):
        silent = tuple(k for k in need.kinds if k not in plan.declared)
        if silent:
            yield Lack(silent)
    for kind in need.kinds:
        if need.attributes and plan.has(kind):
            yield from _unsaid(plan, need, kind)


def _stood_in(plan: Plan, need: Need) -> bool:
    """Tell whether something that was not drawn stands in for what a need asks."""
    return need.instead is not None and plan.site is not None and need.instead(plan)


def _unsaid(plan: Plan, need: Need, kind: str) -> Iterator[Lack]:
    layer = counted(plan, need, kind)
    names = tuple(a for a in need.attributes if a in layer)
    for name in names[:1] if need.either else names:
        if count := int(_blank(layer, need, name).sum()):
            others = tuple(n for n in names if n != name) if need.either else ()
            yield Lack((kind,), name, count, len(layer), others)


def _blank(layer: gpd.GeoDataFrame, need: Need, attribute: str) -> pd.Series[bool]:
    """Tell which elements lack an attribute, and all that would do as well."""
    asked = [a for a in need.attributes if a in layer] if need.either else [attribute]
    found: pd.Series[bool] = layer[asked].isna().all(axis=1)
    return found


def _decisions(plan: Plan, need: Need) -> Iterator[Lack]:
    """Say what was not decided about the site as a whole."""
    told = {
        "risk": plan.risk.vehicle != "unknown",
        "design_vehicle": plan.risk.design_vehicle is not None,
    }
    for name in need.attributes:
        if not told[name]:
            yield Lack(("site",), name, 1, 1)


@lru_cache(maxsize=128)
def _within(plan: Plan, kind: str, metres: float) -> gpd.GeoDataFrame:
    """Return the elements of a kind so near to the site. [m]"""
    layer = plan.of(kind)
    shapes = layer.geometry.to_numpy()
    return layer[shapely.dwithin(shapes, plan.judged, metres)]

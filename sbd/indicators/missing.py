"""What a plan does not say: reasons, and how the value bounds the true one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from math import isclose

import geopandas as gpd
import numpy as np

from sbd.indicators.measurement import Bound, Measurement, Reason
from sbd.plans.plan import Plan


def missing_kinds(plan: Plan, *kinds: str) -> tuple[str, ...]:
    """Return the kinds that are neither present in the plan nor declared."""
    return tuple(kind for kind in kinds if not plan.known(kind))


def own_elements(plan: Plan, kind: str) -> gpd.GeoDataFrame:
    """Return the elements of a kind that the plan itself holds.

    Those an assumption drew are left out, for measures that would then measure the
    assumption (method, section 4).
    """
    layer = plan.of(kind)
    drawn = [bool(plan.assumptions_behind(kind, "geometry", [i])) for i in layer.index]
    return layer[~np.array(drawn, dtype=bool)] if any(drawn) else layer


def kind_missing(*kinds: str) -> Reason:
    """Say which kinds a plan lacks: nobody knows whether there are none."""
    return Reason("kind_missing", {"kinds": kinds})


def declared_none(*kinds: str) -> Reason:
    """Say that the plan is complete for these kinds and has none."""
    return Reason("declared_none", {"kinds": kinds})


def attribute_missing(kind: str, attribute: str, frame: gpd.GeoDataFrame) -> Reason:
    """Say on how many elements of a frame an attribute is missing."""
    count = int(frame[attribute].isna().sum())
    return Reason(
        "attribute_missing",
        {"kind": kind, "attribute": attribute, "count": count, "of": len(frame)},
    )


def between(
    found: Measurement, reason: Reason, *, worst: float, best: float
) -> Measurement:
    """Turn a measurement into an unknown one where what is missing matters.

    Parameters
    ----------
    found : Measurement
        Measured with everything missing at its worst.
    reason : Reason
        What is missing.
    worst, best : float
        The value with everything missing at its worst and at its best.

    Returns
    -------
    Measurement
        `found` itself where both are equal.
    """
    if isclose(worst, best, rel_tol=1e-9, abs_tol=1e-9):
        return found
    return replace(
        found, state="unknown", value=None, reason=reason, worst=worst, best=best
    )


def bound_by(
    plan: Plan, *, helping: Collection[str] = (), hurting: Collection[str] = ()
) -> Bound:
    """Tell how a value bounds the true one where kinds are not declared complete.

    Parameters
    ----------
    plan : Plan
        The plan.
    helping, hurting : collection of str
        Kinds of which more can only help, or only hurt, the design.

    Returns
    -------
    {"exact", "lower", "upper", "open"}
        Source: method, section 2.
    """
    more_helps = not plan.declared.issuperset(helping)
    more_hurts = not plan.declared.issuperset(hurting)
    if more_helps and more_hurts:
        return "open"
    if more_helps:
        return "lower"
    return "upper" if more_hurts else "exact"

"""Checks a drawing office would make: what to look at again, never mended here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from sbd.plans.checks.boundary import site_edge, site_shape
from sbd.plans.checks.doors import doors
from sbd.plans.checks.duplicates import duplicates
from sbd.plans.checks.finding import CODES, SEVERITIES, Finding, Severity, in_order
from sbd.plans.checks.ground import gaps, overlaps
from sbd.plans.checks.routes import exits, route_ends, route_lines
from sbd.plans.checks.standing import (
    crossings,
    inside_buildings,
    on_carriageways,
    outside_extent,
)
from sbd.plans.checks.values import contradictions, implausible_values
from sbd.plans.plan import SETTING_M, Plan

__all__ = ["CODES", "SEVERITIES", "Finding", "Severity", "check_plan"]

CHECKS: tuple[Callable[[Plan], Iterator[Finding]], ...] = (
    overlaps,
    gaps,
    inside_buildings,
    on_carriageways,
    crossings,
    outside_extent,
    doors,
    duplicates,
    site_edge,
    site_shape,
    route_lines,
    route_ends,
    exits,
    implausible_values,
    contradictions,
)


#: Checks whose slips act on the site only from its setting, site and 30 m.
#: Source: method, section 1 (Setting).
LOCAL = frozenset(
    {
        "inside_building",
        "overlap",
        "same_kind_overlap",
        "on_carriageway",
        "crossing_without_carriageway",
        "door_without_building",
        "door_facing_wall",
    }
)


@lru_cache(maxsize=8)
def check_plan(plan: Plan) -> tuple[Finding, ...]:
    """Look a plan over as a drawing office would before sending it out.

    Parameters
    ----------
    plan : Plan
        Never changed. Without a site, what needs one is left out; with one, slips of
        drawing beyond its setting are infos.

    Returns
    -------
    tuple of Finding
        The gravest first; the same for the same elements in any order.
    """
    return in_order(_weighed(plan, f) for check in CHECKS for f in check(plan))


def _weighed(plan: Plan, found: Finding) -> Finding:
    """Tell slips beyond the setting as infos: there the plan only gives context."""
    if plan.site is None or found.code not in LOCAL:
        return found
    if found.where.distance(plan.site) <= SETTING_M:
        return found
    return replace(found, severity="info")

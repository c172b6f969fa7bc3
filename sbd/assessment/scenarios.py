"""Scenarios: the same design by day, at night and with a crowd, beside the score.

A scenario changes the plan, never the score: it answers what five criteria would find
then. Source: issue "the spatial engine"; domain, C1 (day and night), C4 (crowds).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal, get_args

import geopandas as gpd

from sbd.assessment.criteria import criterion_result
from sbd.checklists.model import Checklist, Criterion
from sbd.document import CriterionResult
from sbd.indicators.ground import site_ground
from sbd.indicators.measurement import Measurement, Reason, not_applicable, unknown
from sbd.indicators.registry import indicators
from sbd.plans.plan import Plan

Scenario = Literal["day", "night", "event"]
SCENARIOS: tuple[Scenario, ...] = get_args(Scenario)
#: Criteria that a scenario changes.
CRITERIA = ("S-05", "S-08", "S-09", "S-10", "S-12")
#: Those of them that light decides, and those that openings decide.
_LIGHT, _EYES = ("S-09", "S-10"), ("S-05",)
#: Kinds that may be opened, and how a plan says so.
_OPENABLE = ("bollard", "barrier", "planter")
_OPEN = ("removable", "retractable")
#: Parameter of the checklist: how many people stand on a square metre. [p/m2]
DENSITY = "crowd_density_pm2"

Parameters = Mapping[str, float]


def in_scenario(plan: Plan, scenario: Scenario, parameters: Parameters) -> Plan:
    """Return the plan as it is in a scenario.

    Parameters
    ----------
    plan : Plan
        With a site; it is not changed.
    scenario : {"day", "night", "event"}
        ``day``: doors and windows in use by day. ``night``: those in use at night,
        and lamps. ``event``: crowd zones full, removable and retractable bollards and
        the like closed.
    parameters : mapping
        Of the checklist; `DENSITY` is taken. [p/m2]

    Returns
    -------
    Plan
        A new plan.
    """
    change: dict[Scenario, Callable[[Plan], Plan]] = {
        "day": _by_day,
        "night": _at_night,
        "event": lambda p: _full(_closed(p), parameters[DENSITY]),
    }
    return change[scenario](plan)


def assess_scenario(
    plan: Plan, checklist: Checklist, scenario: Scenario
) -> tuple[CriterionResult, ...]:
    """Assess in a scenario the criteria that it changes, without answers of people.

    Parameters
    ----------
    plan : Plan
        With a site.
    checklist : Checklist
        Those of `CRITERIA` that it has are assessed.
    scenario : {"day", "night", "event"}
        See `in_scenario`.

    Returns
    -------
    tuple of CriterionResult
        In the order of the checklist; no gains and no gates.
    """
    parameters = {n: p.value for n, p in checklist.parameters.items()}
    changed = in_scenario(plan, scenario, parameters)
    found = []
    for criterion in checklist.criteria:
        if criterion.id in CRITERIA:
            measured = _measure(changed, criterion, scenario, parameters)
            found.append(criterion_result(criterion, changed, measured, ()))
    return tuple(found)


def _measure(
    plan: Plan, criterion: Criterion, scenario: Scenario, parameters: Parameters
) -> dict[str, Measurement]:
    """Measure the parts of a criterion; none where the scenario leaves no question."""
    table = indicators()
    found = {}
    for part in criterion.measured_by:
        if scenario == "day" and criterion.id in _LIGHT:
            found[part.indicator] = not_applicable(part.unit, Reason("light_by_day"))
        elif scenario == "night" and criterion.id in _EYES and not _night_told(plan):
            found[part.indicator] = unknown(part.unit, Reason("night_use_missing"))
        else:
            found[part.indicator] = table[part.indicator].measure(plan, parameters)
    return found


def _with(plan: Plan, kind: str, layer: gpd.GeoDataFrame) -> Plan:
    return replace(plan, layers={**plan.layers, kind: layer})


def _by_day(plan: Plan) -> Plan:
    """Leave the night unsaid, so that only the day is judged."""
    if not plan.has("opening"):
        return plan
    return _with(plan, "opening", plan.of("opening").assign(active_night=None))


def _at_night(plan: Plan) -> Plan:
    """Keep the doors and windows in use at night, or of which nobody knows."""
    if not plan.has("opening"):
        return plan
    layer = plan.of("opening")
    awake = layer[layer["active_night"] != "no"]
    return _with(plan, "opening", awake.assign(active_day=awake["active_night"]))


def _night_told(plan: Plan) -> bool:
    """Whether anything says what is in use at night, or that nothing can be."""
    openings = plan.of("opening")
    return len(openings) == 0 or bool(openings["active_night"].notna().any())


def _closed(plan: Plan) -> Plan:
    """Close what can be taken away or lowered."""
    for kind in _OPENABLE:
        if plan.has(kind):
            layer = plan.of(kind)
            fixing = layer["fixing"].where(~layer["fixing"].isin(_OPEN), "fixed")
            plan = _with(plan, kind, layer.assign(fixing=fixing))
    return plan


def _full(plan: Plan, density_pm2: float) -> Plan:
    """Fill the crowd zones with people, by the walkable ground in them."""
    if not plan.has("crowd_zone"):
        return plan
    zones = plan.of("crowd_zone")
    ground = zones.intersection(site_ground(plan).walkable).area
    return _with(plan, "crowd_zone", zones.assign(people=ground * density_pm2))

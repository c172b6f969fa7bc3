"""What indicators of light have in common: what they need, and how they answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import shapely

from sbd.indicators import light_shadows
from sbd.indicators.illuminance import Lighting
from sbd.indicators.luminaires import ONE_CONE
from sbd.indicators.measurement import Measurement, Place, Reason, measured
from sbd.indicators.missing import between, bound_by, kind_missing, missing_kinds
from sbd.plans.plan import Plan
from sbd.units import Unit

#: Kinds that stand in the light.
HIDING = ("building", "tree", *light_shadows.LOW)


def no_lamps(plan: Plan) -> bool:
    """Tell whether a plan is complete for lamps and has none."""
    return "lamp" in plan.declared and not plan.has("lamp")


def lighting_lacks(plan: Plan) -> Reason | None:
    """Say which kinds are neither present nor declared; without lamps it is dark."""
    if no_lamps(plan):
        return None
    absent = missing_kinds(plan, "lamp", "building", "tree")
    return kind_missing(*absent) if absent else None


def answered(  # noqa: PLR0913 - what each indicator of light says of its value
    light: Lighting,
    unit: Unit,
    reason: Reason,
    *,
    worst: float,
    best: float,
    unclear: tuple[float, float],
    where: tuple[Place, ...],
    defaults: tuple[str, ...] = (),
    assumed: tuple[str, ...] = (),
    unsaid: Reason | None = None,
    ground: Collection[str] = (),
    either: bool = False,
    nuisance: bool = False,
) -> Measurement:
    """Return a measurement, or an unknown one where what is missing matters.

    Parameters
    ----------
    light : Lighting
        What was measured.
    unit, reason, where
        Of the measurement.
    worst, best : float
        The value with sizes of crowns, walls and shrubs at their worst and best.
    unclear : tuple of float
        The same where lamps lack their height or light flow.
    defaults : tuple of str
        Codes of defaults beside those of the lamps.
    assumed : tuple of str
        Assumptions beside those of lamps and crowns.
    unsaid : Reason, optional
        What else may leave `worst` and `best` apart.
    ground : collection of str
        Kinds that decide where it was measured; more of them can do either.
    either : bool
        Whether more lamps can also make it worse.
    nuisance : bool
        Whether light is what is not wanted, so that lamps hurt.
    """
    plan, lamps = light.plan, light.lamps
    hurting, helping = (["lamp"], HIDING) if nuisance else (HIDING, ["lamp"])
    both = [*ground, *(["lamp", *HIDING] if either else [])]
    dark = no_lamps(plan)
    if ONE_CONE in lamps.defaults:
        reason = Reason(reason.code, {**reason.args, "estimated": 1})
    found = measured(
        worst,
        unit,
        reason,
        where=where,
        bound=bound_by(
            plan,
            helping=both if dark else [*helping, *both],
            hurting=both if dark else [*hurting, *both],
        ),
        completeness=plan.completeness("lamp", *(() if dark else HIDING), *ground),
        assumed=tuple(
            sorted({*assumed, *lamps.assumed, *light_shadows.assumed(plan, lamps)})
        ),
        defaults=(*defaults, *lamps.defaults),
    )
    missing = lamps.lacking()
    if missing is not None:
        return between(found, missing, worst=unclear[0], best=unclear[1])
    missing = unsaid or light_shadows.lacking(plan, lamps)
    if missing is not None:
        return between(found, missing, worst=worst, best=best)
    return found


def lamp_places(light: Lighting) -> Iterator[Place]:
    """Show the lamps that light the site, and those whose light is not known."""
    lamps = light.lamps
    for element_id, spot in zip(lamps.ids, lamps.places, strict=True):
        yield Place(shapely.Point(spot), "context", None, "lamp", element_id)
    for element_id, spot in lamps.unclear.geometry.items():
        label = "lamp_light_missing"
        yield Place(spot, "context", None, label, str(element_id))

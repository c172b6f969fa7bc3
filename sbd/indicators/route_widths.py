"""Clear widths of the main routes, and how many people pass for each metre of them."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from sbd.indicators.among import FURNITURE, ROUTE, WALKABLE
from sbd.indicators.clear_ground import clear_ground
from sbd.indicators.freespace import EXACT_M
from sbd.indicators.ground import SOLID, WALKED, site_ground
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    Role,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import bound_by, kind_missing
from sbd.indicators.registry import indicator, need
from sbd.indicators.route_stretches import FOOTWAY_M, Widths, clear_widths
from sbd.indicators.routes import main_routes
from sbd.plans.plan import Plan


@indicator("m", ROUTE, WALKABLE, FURNITURE)
def route_width(
    plan: Plan,
    *,
    route_width_reach_m: float = 3.0,
    row_spacing_m: float = 3.0,
    narrowing_point_width_m: float = 1.00,
    narrowing_point_length_m: float = 1.20,
) -> Measurement:
    """Measure the clear width of the narrowest main route.

    Of each main route the widest passable width from end to end on walkable ground
    beside it; terraces and furniture are obstacles. A gap in a row of posts across
    the route is a passage, not a width: from `narrowing_point_width_m` on it is left
    to A-03. Source: method, section 8, A-02.

    Parameters
    ----------
    plan : Plan
        With a site.
    route_width_reach_m : float
        How far beside the route one may walk; no width is more than twice that. [m]
    row_spacing_m : float
        Elements no farther apart than this are one row. [m]
    narrowing_point_width_m, narrowing_point_length_m : float
        Least width of a gap, and greatest depth of a row, that count as a narrowing
        at a point. [m] Source: Flemish minimum (Inter).

    Returns
    -------
    Measurement
        Least clear width over the main routes. [m]
        Unknown where no route runs in the site, and on ways drawn without a width:
        then 0 at worst, the least width of the rest at best.
    """
    lacking = _lacking(plan)
    if lacking is not None:
        return unknown("m", lacking)
    found = clear_widths(
        plan,
        route_width_reach_m,
        row_spacing_m,
        (narrowing_point_width_m, narrowing_point_length_m),
    )
    silent = _silent(plan)
    settled = not silent and found.worst == found.best
    return Measurement(
        "measured" if settled else "unknown",
        "m",
        kind_missing(*silent) if silent else _width_reason(found),
        value=found.best if settled else None,
        worst=0.0 if silent else found.worst,
        best=found.best,
        where=tuple(_places(found)),
        bound=bound_by(
            plan,
            helping=(*WALKED, "route"),
            hurting=(*SOLID, "terrace", "route"),
        ),
        completeness=plan.completeness(*WALKED, *SOLID),
        assumed=_assumed(plan),
        defaults=found.defaults,
    )


@indicator(
    "p/m/min",
    ROUTE,
    WALKABLE,
    FURNITURE,
    need("route", attributes=("peak_flow_pmin",), within_m=0, none="optional"),
)
def flow_per_metre(
    plan: Plan,
    *,
    route_width_reach_m: float = 3.0,
    row_spacing_m: float = 3.0,
    narrowing_point_width_m: float = 1.00,
    narrowing_point_length_m: float = 1.20,
) -> Measurement:
    """Measure how many people pass in a minute for each metre of clear width.

    The peak flow of a main route over its clear width, on the busiest route. Source:
    method, section 8, A-02; Fruin, levels of service of walkways.

    Parameters
    ----------
    plan, route_width_reach_m, row_spacing_m, narrowing_point_width_m,
    narrowing_point_length_m
        As in `route_width`.

    Returns
    -------
    Measurement
        Highest flow for each metre. [p/m/min]
        Not applicable where no main route says its peak flow; those that do not are
        left out.
    """
    routes = main_routes(plan)
    flows = plan.of("route")["peak_flow_pmin"].reindex(routes.lines.index).dropna()
    if flows.empty:
        return not_applicable("p/m/min", Reason("no_peak_flow"))
    lacking = _lacking(plan)
    if lacking is not None:
        return unknown("p/m/min", lacking)
    found = clear_widths(
        plan,
        route_width_reach_m,
        row_spacing_m,
        (narrowing_point_width_m, narrowing_point_length_m),
    )
    silent = _silent(plan)
    rates = [_rate(flow, found.of(str(i))) for i, flow in flows.items()]
    settled = not silent and found.worst == found.best
    best = max(rates)
    return Measurement(
        "measured" if settled else "unknown",
        "p/m/min",
        kind_missing(*silent) if silent else _flow_reason(found, best),
        value=best if settled else None,
        worst=best if settled else inf,
        best=best,
        where=tuple(
            Place(shape, "route", _rate(flow, found.of(str(i))), "flow", str(i))
            for (i, flow), shape in zip(
                flows.items(), routes.lines.loc[flows.index], strict=True
            )
        ),
        bound=bound_by(
            plan,
            helping=(*WALKED, "route"),
            hurting=(*SOLID, "terrace", "route"),
        ),
        completeness=plan.completeness(*WALKED, *SOLID),
        assumed=_assumed(plan),
        defaults=found.defaults,
    )


def _rate(flow: float, width: float) -> float:
    """Return the flow for each metre; infinite where nobody passes. [p/m/min]"""
    return float(flow / width) if width > 0 else inf


def _lacking(plan: Plan) -> Reason | None:
    """Say what must be drawn for a width to be looked for at all."""
    routes = main_routes(plan)
    if not routes.known:
        return kind_missing("route")
    if routes.empty:
        return Reason("no_route_in_site")
    if site_ground(plan).walkable.is_empty and clear_ground(plan).ways.is_empty:
        return Reason("walkable_ground_missing")
    return None


def _silent(plan: Plan) -> tuple[str, ...]:
    """Return the kinds of furniture of which nobody knows whether there is any."""
    if plan.has(*FURNITURE.kinds):
        return ()
    return tuple(kind for kind in FURNITURE.kinds if kind not in plan.declared)


def _width_reason(found: Widths) -> Reason:
    if found.worst != found.best:
        return _unknown_reason(found)
    narrow = sum(len(s.pinches) for s in found.known if s.width < FOOTWAY_M)
    return Reason("route_widths_found", {"least_m": found.best, "pinches": narrow})


def _flow_reason(found: Widths, most: float) -> Reason:
    if found.worst != found.best:
        return _unknown_reason(found)
    return Reason("flows_found", {"most": most})


def _unknown_reason(found: Widths) -> Reason:
    widthless = any(s.sort == "widthless" for s in found.stretches)
    if widthless:
        return Reason("width_missing", {"kind": "footway"})
    return Reason("bollards_drawn_as_line", {"rows": 1, "of": 1})


def _assumed(plan: Plan) -> tuple[str, ...]:
    """Name the assumptions behind the sizes of what stands on the ground."""
    posts = plan.near("bollard", plan.judged).index
    return plan.assumptions_behind("bollard", "diameter_m", posts)


def _places(found: Widths) -> Iterator[Place]:
    """Show each pinch with its width, the stretches, and the rows left to A-03."""
    for stretch in found.stretches:
        i = stretch.element_id
        if stretch.sort == "off":
            yield Place(stretch.line, "finding", 0.0, "route_off_ground", i)
        elif stretch.sort == "widthless":
            yield Place(stretch.line, "context", None, "width_missing", i)
        else:
            known = stretch.width if stretch.exact else None
            yield Place(stretch.line, "route", known, "main_route", i)
        for pinch in stretch.pinches:
            role: Role = "finding" if pinch.length < FOOTWAY_M - EXACT_M else "good"
            yield Place(pinch, role, pinch.length, "pinch", i)
    for line in found.rows:
        yield Place(line, "context", line.length, "gap")

"""Slopes: how much of the main routes is gentle enough for everyone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among
from sbd.indicators.ground import areas, lines
from sbd.indicators.measurement import Measurement, Place, Reason, Role, unknown
from sbd.indicators.missing import bound_by, kind_missing
from sbd.indicators.registry import indicator, need
from sbd.indicators.routes import MainRoutes, main_routes
from sbd.indicators.terrain import part_of, slopes_along
from sbd.plans.plan import Plan
from sbd.plans.terrain import Terrain

#: Code of the default: slopes that no attribute gives are taken from the heights.
FROM_TERRAIN = "slopes_from_terrain"
#: Ground whose slope the plan can tell. Source: method, section 3.
_SURFACES = ("square", "footway")
#: A line element describes the route that runs this close beside it. [m]
_BESIDE_M = 0.5
#: Shorter remains of clipping are noise of the coordinates. [m]
_NOISE_M = 0.001
#: Slopes are stated, not drawn, so they are compared as they stand. [%]
_ROUNDING_PCT = 1e-9


@dataclass(frozen=True, eq=False)
class _Stretch:
    """A part of the routes on one surface, perhaps on one ramp. Slopes in %."""

    line: BaseGeometry
    kind: str | None = None
    element_id: str | None = None
    slope: float = np.nan
    crossfall: float = np.nan
    from_terrain: bool = False

    def gentle(self, slope_max: float, crossfall_max: float) -> bool | None:
        """Tell whether both slopes are small enough; None where one is missing."""
        within = (
            self.slope <= slope_max + _ROUNDING_PCT,
            self.crossfall <= crossfall_max + _ROUNDING_PCT,
        )
        known = (not np.isnan(self.slope), not np.isnan(self.crossfall))
        if any(k and not w for k, w in zip(known, within, strict=True)):
            return False
        return True if all(known) else None

    def told(self, slope_max: float, gentle: bool | None) -> tuple[float | None, str]:
        """Return the slope to show and its label: of the two, the one too steep."""
        if gentle is None:
            return _known(self.slope), "slope_missing"
        if not gentle and not self.slope > slope_max + _ROUNDING_PCT:
            return _known(self.crossfall), "crossfall"
        return _known(self.slope), "slope"


def _known(slope: float) -> float | None:
    return None if np.isnan(slope) else float(slope)


@indicator(
    "%",
    among.ROUTE,
    need(
        "footway",
        "square",
        attributes=("slope_pct", "crossfall_pct"),
        within_m=0,
        among=among.under_routes,
    ),
    need(
        "ramp",
        attributes=("slope_pct",),
        within_m=0,
        among=among.under_routes,
        none="any",
    ),
)
def gentle_route_share(
    plan: Plan, *, slope_max_pct: float = 5.0, crossfall_max_pct: float = 2.0
) -> Measurement:
    """Measure the share of main-route length on gentle ground.

    The slope and cross-fall of the footway or square a route runs on; where a ramp
    lies on it, the steeper of the two. Where the plan has heights, they give what the
    attributes do not, over 2 m; under a ramp they say nothing of it.
    Source: method, section 8, A-05.

    Parameters
    ----------
    plan : Plan
        With a site.
    slope_max_pct : float
        Steepest slope along the ground that is gentle. [%]
        Source: Autonomia access advice (domain E2, A-05).
    crossfall_max_pct : float
        Steepest slope across it. [%] Source: as above.

    Returns
    -------
    Measurement
        Length with both slopes small enough over the length of all main routes in
        the site. [%] Unknown where there is no route, or where ground without
        slopes could change the share.
    """
    routes = main_routes(plan)
    absent: tuple[str, ...] = () if routes.known else ("route",)
    grounded = any(plan.known(kind) for kind in (*_SURFACES, "ramp"))
    if not grounded and plan.terrain is None:
        absent += ("footway", "square")
    if absent:
        return unknown("%", kind_missing(*absent))
    if routes.empty:
        return unknown("%", Reason("no_route_in_site"))
    limits = slope_max_pct, crossfall_max_pct
    surfaces = _on_surfaces(plan, routes.network)
    ramps = _on_ramps(plan, surfaces, slope_max_pct)
    stretches = list(_on_terrain(plan, ramps, limits))
    gentle = [s.gentle(*limits) for s in stretches]
    where = tuple(_places(stretches, gentle, slope_max_pct))
    return _share(plan, routes, stretches, gentle, where)


def _share(
    plan: Plan,
    routes: MainRoutes,
    stretches: Sequence[_Stretch],
    gentle: Sequence[bool | None],
    where: tuple[Place, ...],
) -> Measurement:
    """Add up lengths, with the best and the worst that missing slopes allow."""
    length = {
        answer: sum(
            stretch.line.length
            for stretch, found in zip(stretches, gentle, strict=True)
            if found is answer
        )
        for answer in (True, False, None)
    }
    total = sum(length.values())
    worst = 100 * length[True] / total
    best = 100 * (length[True] + length[None]) / total
    settled = length[None] <= _NOISE_M
    found = {"gentle_m": length[True], "route_m": total}
    heights = (FROM_TERRAIN,) if any(s.from_terrain for s in stretches) else ()
    return Measurement(
        "measured" if settled else "unknown",
        "%",
        Reason("slopes_found", found) if settled else _missing(stretches, gentle),
        value=worst if settled else None,
        worst=worst,
        best=worst if settled else best,
        where=where,
        bound=bound_by(plan, helping=["route"], hurting=["route", "ramp"]),
        completeness=plan.completeness("route", "ramp", *_SURFACES),
        assumed=_assumed(plan, stretches),
        defaults=(*routes.defaults, *heights),
    )


def _missing(stretches: Sequence[_Stretch], gentle: Sequence[bool | None]) -> Reason:
    """Say which slopes are missing, or how much runs on ground without any. [m]"""
    unsaid = [s for s, g in zip(stretches, gentle, strict=True) if g is None]
    told = [s for s in unsaid if s.kind]
    if not told:
        args = {
            "length_m": sum(s.line.length for s in unsaid),
            "of_m": sum(s.line.length for s in stretches),
        }
        return Reason("route_off_surfaces", args)
    longest = max(told, key=lambda s: s.line.length)
    attribute = "slope_pct" if np.isnan(longest.slope) else "crossfall_pct"
    same = [s for s in stretches if s.kind == longest.kind]
    return Reason(
        "attribute_missing",
        {
            "kind": str(longest.kind),
            "attribute": attribute,
            "count": len({s.element_id for s in told if s.kind == longest.kind}),
            "of": len({s.element_id for s in same}),
        },
    )


def _on_surfaces(plan: Plan, network: BaseGeometry) -> list[_Stretch]:
    """Cut the routes by the footways and squares they run on."""
    found, rest = [], network
    for kind, element_id, shape in _surfaces(plan):
        part, rest = rest.intersection(shape), rest.difference(shape)
        if part.length > _NOISE_M:
            row = plan.of(kind).loc[element_id]
            slopes = abs(row["slope_pct"]), abs(row["crossfall_pct"])
            found.append(_Stretch(part, kind, element_id, *slopes))
    if rest.length > _NOISE_M:
        found.append(_Stretch(rest))
    return found


def _surfaces(plan: Plan) -> Iterable[tuple[str, str, BaseGeometry]]:
    """Yield squares and footways, areas before lines, as the ground is ordered."""
    for only in (areas, _bands):
        for kind in _SURFACES:
            layer = only(plan.near(kind, plan.judged)).sort_index()
            for element_id, shape in layer.geometry.items():
                yield kind, str(element_id), shape


def _bands(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make lines as wide as the routes they describe."""
    drawn = lines(layer)
    return drawn.set_geometry(drawn.buffer(_BESIDE_M, cap_style="flat"))


def _on_ramps(
    plan: Plan, stretches: Iterable[_Stretch], slope_max: float
) -> Iterable[_Stretch]:
    """Cut stretches by ramps; on a ramp the steeper of the two slopes counts."""
    ramps = list(_ramps(plan.near("ramp", plan.judged)))
    for stretch in stretches:
        rest = stretch.line
        for ramp_id, shape, slope in ramps:
            part, rest = rest.intersection(shape), rest.difference(shape)
            if part.length > _NOISE_M:
                steeper = float(np.fmax(slope, stretch.slope))
                if np.isnan(slope) and not stretch.slope > slope_max:
                    steeper = np.nan
                yield replace(
                    stretch, line=part, kind="ramp", element_id=ramp_id, slope=steeper
                )
        if rest.length > _NOISE_M:
            yield replace(stretch, line=rest)


def _ramps(
    layer: gpd.GeoDataFrame,
) -> Iterable[tuple[str, BaseGeometry, float]]:
    """Yield ramps as areas, with their slope. [%]"""
    for shapes in (areas(layer), _bands(layer)):
        ordered = shapes.sort_index()
        for ramp_id, row in zip(ordered.index, ordered.itertuples(), strict=True):
            yield str(ramp_id), row.geometry, abs(row.slope_pct)


def _on_terrain(
    plan: Plan, stretches: Iterable[_Stretch], limits: tuple[float, float]
) -> Iterable[_Stretch]:
    """Give stretches the slopes that they lack from the heights, if there are any.

    Heights show the ground beside and under a ramp, not the ramp.
    """
    for stretch in stretches:
        lacks = np.isnan(stretch.slope) or np.isnan(stretch.crossfall)
        if plan.terrain is None or not lacks or stretch.kind == "ramp":
            yield stretch
            continue
        for line in shapely.get_parts(stretch.line):
            yield from _along(plan, plan.terrain, line, stretch, limits)


def _along(
    plan: Plan,
    terrain: Terrain,
    line: LineString,
    stretch: _Stretch,
    limits: tuple[float, float],
) -> Iterable[_Stretch]:
    """Cut a line of a stretch where its ground turns from gentle to steep or unknown.

    A part gets the steepest slopes of its pieces of 2 m, so that each answers as they
    do.
    """
    pieces = slopes_along(terrain, line, plan.crs)
    slopes, falls = (
        found if np.isnan(given) else np.full_like(found, given)
        for found, given in (
            (pieces.slope, stretch.slope),
            (pieces.crossfall, stretch.crossfall),
        )
    )
    told = np.column_stack([slopes, falls])
    answers = [
        (
            replace(stretch, slope=s, crossfall=f).gentle(*limits),
            np.isnan(s),
            np.isnan(f),
        )
        for s, f in told
    ]
    first = 0
    for last in range(1, len(told) + 1):
        if last < len(told) and answers[last] == answers[first]:
            continue
        steepest = told[first:last].max(axis=0)
        gained = np.isnan((stretch.slope, stretch.crossfall)) & ~np.isnan(steepest)
        yield replace(
            stretch,
            line=part_of(line, pieces.ends[first], pieces.ends[last]),
            slope=float(steepest[0]),
            crossfall=float(steepest[1]),
            from_terrain=bool(gained.any()),
        )
        first = last


def _assumed(plan: Plan, stretches: Sequence[_Stretch]) -> tuple[str, ...]:
    """Name the assumptions behind the slopes and the ground."""
    names = {
        name
        for stretch in stretches
        if stretch.kind and stretch.element_id
        for attribute in ("geometry", "slope_pct", "crossfall_pct")
        for name in plan.assumptions_behind(
            stretch.kind, attribute, [stretch.element_id]
        )
    }
    return tuple(sorted(names))


def _places(
    stretches: Sequence[_Stretch], gentle: Sequence[bool | None], slope_max: float
) -> Iterable[Place]:
    """Show steep, gentle and unsaid stretches, each with the slope that decides."""
    roles: dict[bool | None, Role] = {True: "good", False: "finding", None: "context"}
    for stretch, answer in zip(stretches, gentle, strict=True):
        value, label = stretch.told(slope_max, answer)
        yield Place(
            shapely.line_merge(stretch.line)
            if stretch.line.geom_type == "MultiLineString"
            else stretch.line,
            roles[answer],
            value=value,
            label=label,
            element_id=stretch.element_id,
            other=True,
        )

"""Main routes: the lines along which people are expected to walk through the site.

Every indicator that judges routes takes them from here, so that two indicators
never disagree about which routes there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import MultiLineString
from shapely.geometry.base import BaseGeometry

from sbd.indicators.derived_routes import derived_routes
from sbd.indicators.ground import lines
from sbd.plans.plan import Plan

#: Code of the default: no route says it is main, so all of them count.
ALL_MAIN = "all_routes_main"
#: Code of the default: routes are the shortest ways through the site.
DERIVED = "routes_derived"
#: Code of the default: routes are the path centrelines of the source.
CENTRELINES = "routes_from_centrelines"
#: Shorter remains of clipping are noise of the coordinates, not routes. [m]
_SHORTEST_M = 0.01


@dataclass(frozen=True, eq=False)
class MainRoutes:
    """The main routes of a plan inside its site.

    Parameters
    ----------
    lines : GeoSeries
        One LineString or MultiLineString per route element that runs inside the
        site, clipped to it and merged, indexed by element id in sorted order. [m]
    defaults : tuple of str
        Codes of the defaults behind this choice, to be named in the result.
    known : bool
        Whether anything is known of routes: present, derived or declared. Known
        and no `lines` means that no route runs inside the site.
    """

    lines: gpd.GeoSeries
    defaults: tuple[str, ...]
    known: bool

    @property
    def empty(self) -> bool:
        """Whether no main route runs inside the site."""
        return len(self.lines) == 0

    @cached_property
    def network(self) -> BaseGeometry:
        """All routes as one geometry in which every stretch counts once. [m]"""
        if self.empty:
            return MultiLineString()
        return shapely.line_merge(shapely.union_all(self.lines.to_numpy()))


@lru_cache(maxsize=8)
def main_routes(plan: Plan) -> MainRoutes:
    """Return the main routes inside the site.

    Routes are judged in the site, so they are clipped to it; one that only touches
    the border in a point is none. Main are the routes with ``main`` yes; where no
    route inside the site says so, all of them. Where a plan gives no routes, and does
    not say that there are none, they are the shortest ways between its ways out, doors
    and stops; where these are not known either, the centrelines of its paths.
    Source: method, sections 2 and 8.

    Parameters
    ----------
    plan : Plan
        With a site.

    Returns
    -------
    MainRoutes
        The same object for the same plan.
    """
    if plan.route_source != "given" and "route" not in plan.declared:
        found = _derived(plan)
        if len(found):
            return MainRoutes(found, (DERIVED,), known=True)
    layer = lines(plan.near("route", plan.judged)).sort_index()
    clipped = layer.geometry.intersection(plan.judged).map(_only_lines)
    inside = clipped.length > _SHORTEST_M
    layer, clipped = layer[inside], clipped[inside]
    main = layer["main"] == "yes"
    chosen = clipped[main] if main.any() else clipped
    defaults = () if main.any() or layer.empty else (ALL_MAIN,)
    if plan.route_source == "centrelines" and len(layer):
        defaults = (CENTRELINES, *defaults)
    return MainRoutes(chosen, defaults, plan.known("route"))


def has_derived(plan: Plan) -> bool:
    """Tell whether derived routes stand in for those that a plan does not give."""
    return DERIVED in main_routes(plan).defaults


def _derived(plan: Plan) -> gpd.GeoSeries:
    """Return the derived routes inside the site, by an id of their own. [m]"""
    shapes = np.array([*derived_routes(plan), None], dtype=object)[:-1]
    inside = [_only_lines(s) for s in shapely.intersection(shapes, plan.judged)]
    kept = [shape for shape in inside if shape.length > _SHORTEST_M]
    names = [f"derived-{n}" for n in range(1, len(kept) + 1)]
    return gpd.GeoSeries(kept, index=names, crs=plan.crs)


def _only_lines(geometry: BaseGeometry) -> BaseGeometry:
    """Keep the lines of a geometry, joined end to end."""
    parts = [
        g for g in shapely.get_parts(geometry) if g.geom_type.startswith("LineString")
    ]
    return shapely.line_merge(MultiLineString(parts))

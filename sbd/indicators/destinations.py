"""Where people go in a site: doors, ways out, stops, toilets and reserved bays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from sbd.indicators.exits import exits
from sbd.indicators.missing import own_elements
from sbd.plans.plan import Plan

#: Code of the default: no entrance says that it is the main one, so all count.
ALL_ENTRANCES = "all_entrances_main"


@dataclass(frozen=True, eq=False)
class Destination:
    """One place that people go to.

    Parameters
    ----------
    kind : str
        ``entrance``, ``exit``, ``stop``, ``toilet`` or ``parking``.
    shape : geometry
        As drawn. [m]
    element_id : str, optional
        None for a way out that the ground tells.
    width_m : float
        Clear width of a way out; 0 for others. [m]
    """

    kind: str
    shape: BaseGeometry
    element_id: str | None = None
    width_m: float = 0.0


def main_entrances(
    plan: Plan, area: BaseGeometry, within_m: float = 0.0
) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    """Return the main entrances at an area, and the default behind the choice.

    Main are those with ``main`` yes; where none there says so, all of them. Those that
    an assumption drew are left out: they lie nowhere in particular (method, 4).

    Parameters
    ----------
    plan : Plan
        The plan.
    area : Polygon or MultiPolygon
        Site or walkable ground. [m]
    within_m : float
        How far from it they may lie. [m]

    Returns
    -------
    GeoDataFrame, tuple of str
        Sorted by id.
    """
    layer = own_elements(plan, "entrance").sort_index()
    layer = layer[layer.dwithin(area, within_m + plan.tolerance_m)]
    main = layer[layer["main"] == "yes"]
    if len(main) or layer.empty:
        return main, ()
    return layer, (ALL_ENTRANCES,)


def destinations(
    plan: Plan, walkable: BaseGeometry, entrance_reach_m: float
) -> tuple[tuple[Destination, ...], tuple[str, ...]]:
    """Return the destinations of a site, and the defaults behind the choice.

    Parameters
    ----------
    plan : Plan
        With a site.
    walkable : Polygon or MultiPolygon
        Walkable ground of the site: doors count up to `entrance_reach_m` from it. [m]
    entrance_reach_m : float
        How far from the walkable ground a door belongs to the site. [m]

    Returns
    -------
    tuple of Destination, tuple of str
        The start first: the stop nearest to the site's middle, else the widest exit.
    """
    doors, named = main_entrances(plan, walkable, entrance_reach_m)
    outs = exits(plan)
    found = [
        *(Destination("entrance", s, str(i)) for i, s in doors.geometry.items()),
        *(
            Destination("exit", e.shape, e.element_id, e.clear_m or 0.0)
            for e in outs.exits
        ),
        *_services(plan),
    ]
    middle = plan.judged.centroid
    found.sort(
        key=lambda d: (
            {"stop": 0, "exit": 1}.get(d.kind, 2),
            -d.width_m,
            d.shape.distance(middle),
        )
    )
    return tuple(found), (*named, *(outs.defaults if outs.exits else ()))


def _services(plan: Plan) -> Iterator[Destination]:
    """Yield stops, toilets and reserved bays of the setting."""
    for kind in ("stop", "toilet", "parking"):
        layer = plan.near(kind, plan.setting).sort_index()
        if kind == "parking":
            layer = layer[layer["disabled"] == "yes"]
        for element_id, shape in layer.geometry.items():
            yield Destination(kind, shape, str(element_id))

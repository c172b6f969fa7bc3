"""What a drawing shows of a plan: the whole, or the ground round some places."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.plans.plan import Plan
from sbd.views.places import Place
from sbd.views.plan_svg import Window, site_window

#: Size of the drawing of all findings, and of those of one. [px]
OVERVIEW, CRITERION = (1000, 690), (1000, 480)
#: Never closer than this across, so that one sees where one is. [m]
_LEAST_M = 60.0
#: Ground shown round the places of a criterion. [1]
_AROUND = 0.35
#: Ground shown beyond the outermost place at least. [m]
_EDGE_M = 6.0
#: A drawing of more than this share of the whole shows the whole. [1]
_NEARLY_ALL = 0.7


def whole_window(plan: Plan) -> Window:
    """Return the site and its margin, in the proportions of the whole. [m]"""
    return fitted(site_window(plan), OVERVIEW)


def surroundings(plan: Plan) -> Window:
    """Return the whole, and as much around it as a drawing of a place may show. [m]"""
    west, south, east, north = fitted(whole_window(plan), CRITERION)
    _, low, _, high = whole_window(plan)
    return west, min(south, low), east, max(north, high)


def fitted(window: Window, size: tuple[int, int]) -> Window:
    """Widen a window round its middle to the proportions of a drawing. [m]"""
    west, south, east, north = window
    wide, high = max(east - west, _LEAST_M), north - south
    wide = max(wide, high * size[0] / size[1])
    high = wide * size[1] / size[0]
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def round_places(
    places: list[tuple[Place, BaseGeometry]], whole: Window
) -> tuple[Window, bool]:
    """Return the window round places [m], and whether it is nearer than the whole.

    What does well beyond the whole is left out where there are places within it.
    """
    wide = fitted(whole, CRITERION)
    shown = shapely.box(*wide)
    within = [g.intersects(shown) for _, g in places]
    found = [
        shapely.clip_by_rect(_with_distance(place, geometry), *wide)
        if inside
        else geometry
        for (place, geometry), inside in zip(places, within, strict=True)
        if inside or place.short or not any(within)
    ]
    bounds = shapely.total_bounds(np.array(found, dtype=object))
    west, south, east, north = (float(v) for v in bounds)
    for around in (_AROUND * max(east - west, north - south) + _EDGE_M, _EDGE_M):
        near = fitted(
            (west - around, south - around, east + around, north + around), CRITERION
        )
        if (near[2] - near[0]) < _NEARLY_ALL * (wide[2] - wide[0]):
            return near, True
        if shown.covers(shapely.box(west, south, east, north)):
            return wide, False
        if not any(within):
            break
    return near, False


def _with_distance(place: Place, geometry: BaseGeometry) -> BaseGeometry:
    """Add to a place the ground as far as the distance that it bears. [m]

    A line bears its own length or width.
    """
    if place.unit != "m" or place.value is None or not math.isfinite(place.value):
        return geometry
    if int(shapely.get_dimensions(geometry)) == 1:
        return geometry
    west, south, east, north = geometry.bounds
    far = place.value
    return shapely.box(west - far, south - far, east + far, north + far)

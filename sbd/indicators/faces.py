"""Light on faces after dark: whether one recognises who walks towards one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from sbd.indicators import among
from sbd.indicators.illuminance import Lighting, lighting
from sbd.indicators.light_answers import answered, lighting_lacks
from sbd.indicators.measurement import Measurement, Place, Reason, unknown
from sbd.indicators.missing import kind_missing
from sbd.indicators.photometry import semicylindrical
from sbd.indicators.registry import indicator
from sbd.indicators.routes import MainRoutes, main_routes
from sbd.plans.plan import Plan

Floats = NDArray[np.float64]
#: Routes are judged at the middle of pieces no longer than this. [m]
#: Source: method, section 8 (S-06, 1 m steps).
STEP_M = 1.0
#: The direction of a route at a point is taken over this length either way. [m]
_TANGENT_M = 0.05
#: So many dark stretches are shown at most, the longest.
_STRETCHES = 10


@dataclass(frozen=True, eq=False)
class _Walk:
    """Points along the routes: where, the way the route runs, and on which line."""

    lines: list[BaseGeometry]
    line: NDArray[np.int64]
    along: Floats
    step: Floats
    at: Floats
    way: Floats


@indicator("lx", *among.LAMPS, among.ROUTE, *among.SHADOWS)
def face_light(
    plan: Plan,
    *,
    percentile: float = 5.0,
    face_height_m: float = 1.5,
    light_reach_m: float = 50.0,
    maintenance_factor: float = 0.8,
    lamp_cutoff_deg: float = 70.0,
) -> Measurement:
    """Measure the light on faces where the main routes are darkest.

    At points 1 m apart along the main routes in the site, the semi-cylindrical
    illuminance on a face that looks along the route, in the less favourable of the
    two walking directions; of these the low percentile.

    Parameters
    ----------
    plan : Plan
        With a site.
    percentile : float
        The percentile that stands for the minimum. [%] Source: method, section 4.
    face_height_m : float
        Height of a face. [m] Source: CIE 115.
    light_reach_m, maintenance_factor, lamp_cutoff_deg : float
        As in `sbd.indicators.illumination.lit_mean`.

    Returns
    -------
    Measurement
        [lx] 0 where lamps are declared none. Unknown as `lit_mean` is, and without a
        route.

    References
    ----------
    Method, section 8, S-10; domain, C3. An estimate, not a lighting design.
    """
    routes = main_routes(plan)
    refused = _refused(plan, routes)
    if refused is not None:
        return refused
    light = lighting(
        plan,
        light_reach_m=light_reach_m,
        maintenance_factor=maintenance_factor,
        lamp_cutoff_deg=lamp_cutoff_deg,
    )
    walk = _walk(routes.network)
    worst = _on_faces(light, walk, face_height_m, best=False)
    best = worst if light.certain else _on_faces(light, walk, face_height_m, best=True)
    value = float(np.percentile(worst, percentile))
    length = routes.network.length
    args = {"faces_lx": value, "route_m": length, "percentile": percentile}
    args["rest_pct"] = 100 - percentile
    return answered(
        light,
        "lx",
        Reason("faces_found", args),
        worst=value,
        best=float(np.percentile(best, percentile)),
        unclear=(value, np.inf),
        where=tuple(_places(routes.network, walk, worst, value)),
        defaults=routes.defaults,
    )


def _refused(plan: Plan, routes: MainRoutes) -> Measurement | None:
    """Answer where light on faces cannot be measured at all."""
    reason = lighting_lacks(plan)
    if routes.empty:
        reason = Reason("no_route_in_site") if routes.known else kind_missing("route")
    return None if reason is None else unknown("lx", reason)


def _walk(network: BaseGeometry) -> _Walk:
    """Cut routes into equal pieces of at most a step and take their middles."""
    lines = [line for line in shapely.get_parts(network) if line.length > 0]
    counts = [max(1, ceil(line.length / STEP_M - 1e-9)) for line in lines]
    lengths = [line.length for line in lines]
    step = np.array(lengths) / np.array(counts)
    line = np.repeat(np.arange(len(lines)), counts)
    along = np.concatenate([(np.arange(n) + 0.5) for n in counts]) * step[line]
    shapes = np.array([*lines, None], dtype=object)[:-1][line]
    at, before, after = (
        shapely.get_coordinates(shapely.line_interpolate_point(shapes, along + shift))
        for shift in (0.0, -np.minimum(_TANGENT_M, along), _TANGENT_M)
    )
    way = after - before
    length = np.hypot(way[:, 0], way[:, 1])[:, None]
    way = np.divide(way, length, out=np.zeros_like(way), where=length > 0)
    return _Walk(lines, line, along, step[line], at, way)


def _on_faces(
    light: Lighting, walk: _Walk, face_height_m: float, *, best: bool
) -> Floats:
    """Return the light on faces in the less favourable walking direction. [lx]"""
    rays = light.rays(walk.at, face_height_m, best=best)
    cosine = rays.cosine(walk.way)
    there, back = (
        rays.total(
            semicylindrical(rays.candela, rays.height, rays.away, sign * cosine),
            len(walk.at),
        )
        for sign in (1, -1)
    )
    return np.minimum(there, back)


def _places(
    network: BaseGeometry, walk: _Walk, faces: Floats, value: float
) -> Iterator[Place]:
    """Show the routes and the stretches no better lit than the value."""
    dark = faces <= value + 1e-12
    turns = np.append(dark[1:] != dark[:-1], True)
    ends = np.flatnonzero(turns | _line_ends(walk)).tolist()
    stretches = []
    first = 0
    for last in ends:
        if dark[first : last + 1].all():
            start = walk.along[first] - walk.step[first] / 2
            end = walk.along[last] + walk.step[last] / 2
            piece = substring(walk.lines[walk.line[first]], start, end)
            stretches.append((piece, float(faces[first : last + 1].min())))
        first = last + 1
    stretches.sort(key=lambda found: (-found[0].length, found[0].wkb))
    for piece, lowest in stretches[:_STRETCHES]:
        yield Place(piece, "finding", lowest, "dark_stretch")
    yield Place(network, "route", label="main_route")


def _line_ends(walk: _Walk) -> NDArray[np.bool_]:
    """Tell at which points a line of the routes ends."""
    return np.append(np.diff(walk.line) != 0, True)

"""The plan as one SVG drawing: the map's picture for cards, paper and readers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from html import escape

import numpy as np
import shapely
from pyproj import CRS, Proj, Transformer
from shapely.geometry.base import BaseGeometry

from sbd.locale import number
from sbd.plans.plan import Plan
from sbd.views.drawing import Geometries, Shapes, shapes
from sbd.views.palette import GROUND, INK

Window = tuple[float, float, float, float]

#: A name with a digit of its own must stand in quotes, or none of them counts.
FACES = "'Source Sans 3','Source Sans Pro',Arial,sans-serif"
#: Width at which strokes have the breadth given in the catalogue of styles. [px]
_NATURAL_WIDTH = 1100.0
#: Ground shown around the site. [1]
_MARGIN = 0.12
#: Lengths a scale bar may have. [m]
_BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def plan_svg(
    plan: Plan, *, width: int = 900, window: Window | None = None, title: str = ""
) -> str:
    """Return the plan as one SVG string, with scale bar and north arrow.

    Parameters
    ----------
    plan : Plan
        The plan.
    width : int
        Width of the drawing. [px]
    window : tuple of float, optional
        West, south, east, north of what is shown, in the plan's CRS; the site and a
        margin if left out. [m]
    title : str
        Alternative text; the plan's name if left out.

    Returns
    -------
    str
        ``<svg ...>``; text from files is escaped.
    """
    shown = window or site_window(plan)
    west, south, east, north = shown
    scale = width / (east - west)
    height = (north - south) * scale
    area = shapely.box(*shown)
    name = escape(title or plan.name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" '
        f'width="{width}" height="{height:.0f}" role="img" aria-label="{name}" '
        f'font-family="{FACES}">'
        f'<title>{name}</title><rect width="100%" height="100%" fill="{GROUND}"/>'
        f"{elements_svg(shapes(plan, area), shown, scale)}"
        f"{scale_bar(width, height, scale)}"
        f"{north_arrow(plan, area, width)}</svg>"
    )


def elements_svg(
    layers: Iterable[Shapes], window: Window, scale: float, *, simplify_m: float = 0.0
) -> str:
    """Return what is drawn of a plan as groups of paths.

    Parameters
    ----------
    layers : iterable of Shapes
        In drawing order; what lies outside the window is left out.
    window : tuple of float
        West, south, east, north, in the plan's CRS. [m]
    scale : float
        Size of a metre. [px/m]
    simplify_m : float
        How far outlines may be straightened. [m]
    """
    return "".join(
        _paths(replace(layer, geometries=seen), window, scale)
        for layer in layers
        if len(seen := _seen(layer.geometries, window, simplify_m))
    )


def _seen(shapes: Geometries, window: Window, simplify_m: float) -> Geometries:
    west, south, east, north = shapely.bounds(shapes).T
    inside = (east >= window[0]) & (west <= window[2])
    inside &= (north >= window[1]) & (south <= window[3])
    found = shapes[inside]
    return np.asarray(shapely.simplify(found, simplify_m)) if simplify_m else found


def site_window(plan: Plan) -> Window:
    """Return what is shown of a plan: its site and a margin. [m]"""
    shown = plan.extent if plan.site is None else plan.site
    west, south, east, north = shown.bounds
    margin = _MARGIN * max(east - west, north - south)
    return west - margin, south - margin, east + margin, north + margin


def _paths(layer: Shapes, window: Window, scale: float) -> str:
    style = layer.style
    thin = scale * (window[2] - window[0]) / _NATURAL_WIDTH
    broad = style.line_width if layer.lines and layer.kind != "site" else style.width
    fill = "none" if layer.lines or style.fill is None else style.fill
    paint = f'fill="{fill}"'
    if fill != "none" and style.opacity < 1:
        paint += f' fill-opacity="{style.opacity:g}"'
    if style.stroke:
        paint += f' stroke="{style.stroke}" stroke-width="{broad * thin:.2f}"'
    if style.dash:
        dashes = " ".join(f"{float(d) * thin:.1f}" for d in style.dash.split())
        paint += f' stroke-dasharray="{dashes}"'
    drawn = _outlines(layer.geometries, window, scale)
    paths = "".join(f'<path d="{path}"/>' for path in drawn)
    return f'<g {paint} fill-rule="evenodd">{paths}</g>'


def outline(geometry: BaseGeometry, window: Window, scale: float) -> str:
    """Return lines and areas as the path of an SVG. [m] to [px]"""
    return _outlines(np.array([geometry], dtype=object), window, scale)[0]


def path_of(geometry: BaseGeometry) -> str:
    """Return lines and areas that lie on a drawing already as a path. [px]"""
    up = shapely.transform(geometry, lambda xy: xy * (1.0, -1.0))
    return outline(up, (0.0, 0.0, 0.0, 0.0), 1.0)


def _outlines(geometries: Geometries, window: Window, scale: float) -> list[str]:
    """Return a path per geometry; all corners are looked at in one go."""
    parts, owners = shapely.get_parts(geometries, return_index=True)
    areas = shapely.get_dimensions(parts) == 2
    rings, of = shapely.get_rings(parts[areas], return_index=True)
    lines = np.concatenate([rings, parts[~areas]])
    owners = np.concatenate([owners[areas][of], owners[~areas]])
    xy, line = shapely.get_coordinates(lines, return_index=True)
    x, y = (xy[:, 0] - window[0]) * scale, (window[3] - xy[:, 1]) * scale
    corners = [f"{a:.1f} {b:.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    ends = np.searchsorted(line, np.arange(len(lines) + 1)).tolist()
    written = [""] * len(geometries)
    for n, owner in enumerate(owners.tolist()):
        path = "L".join(corners[ends[n] : ends[n + 1]])
        written[owner] += f"M{path}{'Z' if n < len(rings) else ''}"
    return written


def scale_bar(width: float, height: float, scale: float) -> str:
    """Return a scale bar of a round length for a corner of the drawing. [px], [px/m]"""
    length = max((b for b in _BARS if b * scale <= width / 4), default=_BARS[0])
    k, bar = width / 900, length * scale
    x, y = 18 * k, height - 20 * k
    words = f"{number('en', length)} m"
    return (
        f'<g stroke="{INK}" stroke-width="{2 * k:.1f}" fill="#fff">'
        f'<rect x="{x - 9 * k:.1f}" y="{y - 26 * k:.1f}" stroke="none" '
        f'width="{bar + 78 * k:.1f}" height="{36 * k:.1f}" fill-opacity=".85"/>'
        f'<path d="M{x:.1f} {y - 6 * k:.1f}v{6 * k:.1f}h{bar:.1f}v{-6 * k:.1f}" '
        f'fill="none"/></g><text x="{x + bar + 8 * k:.1f}" y="{y + k:.1f}" '
        f'font-size="{17 * k:.0f}" font-weight="600" fill="{INK}">{words}</text>'
    )


def north_arrow(plan: Plan, area: BaseGeometry, width: float) -> str:
    """Return an arrow to true north, which is seldom quite the top of the drawing."""
    k = width / 900
    x, y = width - 30 * k, 34 * k
    turn = -_convergence(plan, area)
    return (
        f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn:.1f}) scale({k:.3f})" '
        f'fill="{INK}" stroke="#fff" stroke-width="4" stroke-linejoin="round" '
        'paint-order="stroke"><path d="M0 -24L9 12L0 5L-9 12Z"/>'
        '<text y="30" font-size="16" '
        'text-anchor="middle" font-weight="700">N</text></g>'
    )


def _convergence(plan: Plan, area: BaseGeometry) -> float:
    """Return the angle between the drawing's up and true north. [deg]"""
    to_degrees, projection = _projection(plan.crs)
    lon, lat = to_degrees.transform(area.centroid.x, area.centroid.y)
    turn = projection.get_factors(lon, lat).meridian_convergence
    return float(turn) if math.isfinite(np.float64(turn)) else 0.0


@lru_cache(maxsize=8)
def _projection(crs: CRS) -> tuple[Transformer, Proj]:
    """Return the way to degrees, and the projection: both take long to make."""
    return Transformer.from_crs(crs, 4326, always_xy=True), Proj(crs)

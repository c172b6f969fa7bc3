"""The plan on a phone: a small drawing with lettered places, without a script.

The places are things everybody sees in the street; what only the restricted edition
holds is never among them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from sbd.plans.plan import Plan
from sbd.reviews.records import Edition, Place, Sector
from sbd.views.kind_styles import STYLES
from sbd.views.palette import GROUND, INK, LOCK

#: Kinds that give places their names, those that help most to find one's way first.
KINDS = (
    "crossing",
    "stop",
    "play",
    "terrace",
    "fountain",
    "water",
    "kiosk",
    "toilet",
    "cycle_stand",
    "youth",
    "canopy",
    "green",
    "bench",
    "drop_off",
    "parking",
    "ramp",
    "step",
    "entrance",
    "tree",
    "square",
    "footway",
)
LETTERS = "ABCDEFGHJKLM"
#: Least distance between two places, as a share of the site's diagonal. [1]
APART = 0.11
#: Inside this share of the site's half size a place lies in the middle. [1]
_MIDDLE = 0.3
_SECTORS: tuple[Sector, ...] = ("e", "ne", "n", "nw", "w", "sw", "s", "se")
_WIDTH = 360
_MARGIN = 0.07
#: Drawn flat, in this order; below them the ground.
_DRAWN = ("carriageway", "crossing", "green", "water", "play", "terrace", "building")
#: Drawn for the restricted edition only.
_RESTRICTED = ("bollard", "barrier", "camera", "sensitive_zone", "risk_spot")
#: Largest drawing, and the coarsest it may become to keep to that. [characters, m]
LARGEST = 6000
_COARSEST_M = 8.0

Window = tuple[float, float, float]  # west, north [m], pixels per metre


def plan_places(plan: Plan) -> tuple[Place, ...]:
    """Return the places of a plan that participants can name.

    Parameters
    ----------
    plan : Plan
        Of any edition; only kinds that everybody may see give places.

    Returns
    -------
    tuple of Place
        At most twelve inside the site, apart from each other, lettered from north to
        south; empty where the plan holds nothing to name them by.
    """
    site = _site(plan)
    west, south, east, north = site.bounds
    apart = APART * math.hypot(east - west, north - south)
    chosen: list[tuple[str, Point]] = []
    for kind, point in _candidates(plan, site):
        if len(chosen) == len(LETTERS):
            break
        if all(point.distance(other) >= apart for _, other in chosen):
            chosen.append((kind, point))
    ordered = sorted(chosen, key=lambda c: (-round(c[1].y / apart), c[1].x))
    places = []
    for letter, (kind, point) in zip(LETTERS, ordered, strict=False):
        degrees = shapely.get_coordinates(plan.to_lonlat(point))[0]
        lon, lat = (round(float(v), 7) for v in degrees)
        places.append(Place(letter, kind, _sector(site, point), lon, lat))
    return tuple(places)


def ballot_svg(plan: Plan, places: Sequence[Place], *, edition: Edition) -> str:
    """Return the small drawing of a plan with its lettered places.

    Parameters
    ----------
    plan : Plan
        The plan.
    places : sequence of Place
        As of `plan_places`.
    edition : str
        The restricted one also shows what protects, and what is protected.

    Returns
    -------
    str
        ``<svg ...>`` of a few kilobytes, without words of the plan's files.
    """
    site = _site(plan)
    west, south, east, north = site.bounds
    margin = _MARGIN * max(east - west, north - south)
    shown = (west - margin, south - margin, east + margin, north + margin)
    scale = _WIDTH / (shown[2] - shown[0])
    window = (shown[0], shown[3], scale)
    box = shapely.box(*shown)
    kinds = (*_DRAWN, "tree", *(_RESTRICTED if edition == "restricted" else ()))
    height = round((shown[3] - shown[1]) * scale)
    letters = _letters(plan, places, window)
    tolerance = 0.6 / scale
    drawn = _layers(plan, kinds, box, window, tolerance)
    while len(drawn) + len(letters) > LARGEST - 500 and tolerance < _COARSEST_M:
        tolerance *= 1.6
        drawn = _layers(plan, kinds, box, window, tolerance)
    edge = _path(site.boundary, window, tolerance)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}">'
        f'<rect width="{_WIDTH}" height="{height}" fill="{GROUND}"/>{drawn}'
        f'<path d="{edge}" fill="none" stroke="{INK}" stroke-width="1.5" '
        f'stroke-dasharray="5 3"/>{letters}</svg>'
    )


def _site(plan: Plan) -> BaseGeometry:
    return plan.extent if plan.site is None else plan.site


def _candidates(plan: Plan, site: BaseGeometry) -> Iterator[tuple[str, Point]]:
    """Give the things inside a site that may name a place, the best first."""
    for kind in KINDS:
        layer = plan.near(kind, site) if plan.has(kind) else None
        if layer is None:
            continue
        parts = shapely.intersection(np.asarray(layer.geometry.values), site)
        for part in parts:
            if not part.is_empty:
                yield kind, part.representative_point()


def _sector(site: BaseGeometry, point: Point) -> Sector:
    """Return where in its site a point lies, seen from the middle."""
    west, south, east, north = site.bounds
    x = (point.x - (west + east) / 2) / max(east - west, 1e-9) * 2
    y = (point.y - (south + north) / 2) / max(north - south, 1e-9) * 2
    if max(abs(x), abs(y)) < _MIDDLE:
        return "centre"
    return _SECTORS[round(math.atan2(y, x) / (math.pi / 4)) % 8]


def _layers(
    plan: Plan,
    kinds: Sequence[str],
    box: BaseGeometry,
    window: Window,
    tolerance: float,
) -> str:
    return "".join(_layer(plan, k, box, window, tolerance) for k in kinds)


def _layer(
    plan: Plan, kind: str, box: BaseGeometry, window: Window, tolerance: float
) -> str:
    if not plan.has(kind):
        return ""
    found = np.asarray(plan.near(kind, box).geometry.values)
    if not len(found):
        return ""
    secret = kind in ("risk_spot", "sensitive_zone")
    style = STYLES.get(kind)
    colour = LOCK if secret or style is None else (style.fill or style.stroke or INK)
    dots = found[shapely.get_dimensions(found) == 0]
    rest = shapely.union_all(shapely.intersection(found, box))
    flat = _path(_areas_and_lines(rest), window, tolerance)
    radius = 5.0 if secret else 2.0 if kind in _RESTRICTED else 4.0
    marks = "".join(_dot(p, window) for p in shapely.get_coordinates(dots))
    lines = kind in ("barrier",) or secret
    paint = (
        f'fill="none" stroke="{colour}" stroke-width="2"'
        if lines
        else f'fill="{colour}"'
    )
    shapes = f'<path d="{flat}" {paint}/>' if flat else ""
    if marks:
        shapes += (
            f'<path d="{marks}" stroke="{colour}" stroke-width="{2 * radius:g}" '
            'stroke-linecap="round"/>'
        )
    return shapes


def _areas_and_lines(geometry: BaseGeometry) -> BaseGeometry:
    parts = [p for p in shapely.get_parts(geometry) if shapely.get_dimensions(p) > 0]
    return shapely.GeometryCollection(parts)


def _dot(xy: Sequence[float], window: Window) -> str:
    x, y = _pixel(xy, window)
    return f"M{x} {y}h0"


def _path(geometry: BaseGeometry, window: Window, tolerance: float) -> str:
    """Write areas and lines in whole pixels, each point from the one before."""
    written = []
    for part in shapely.get_parts(geometry):
        plain = part.simplify(tolerance)
        area = plain.geom_type == "Polygon"
        for ring in shapely.get_rings(plain) if area else [plain]:
            points = [_pixel(p, window) for p in shapely.get_coordinates(ring)]
            steps = [
                (b[0] - a[0], b[1] - a[1])
                for a, b in itertools.pairwise(points)
                if a != b
            ]
            if len(steps) > (2 if area else 0):
                moves = "".join(f"{x}{'' if y < 0 else ' '}{y} " for x, y in steps)
                start = f"M{points[0][0]} {points[0][1]}l"
                written.append(f"{start}{moves.strip()}{'z' if area else ''}")
    return "".join(written)


def _pixel(xy: Sequence[float], window: Window) -> tuple[int, int]:
    west, north, scale = window
    return round((xy[0] - west) * scale), round((north - xy[1]) * scale)


def _letters(plan: Plan, places: Sequence[Place], window: Window) -> str:
    if not places:
        return ""
    to_metres = Transformer.from_crs(4326, plan.crs, always_xy=True)
    marks = []
    for place in places:
        x, y = _pixel(to_metres.transform(place.lon, place.lat), window)
        marks.append(
            f'<circle cx="{x}" cy="{y}" r="11"/>'
            f'<text x="{x}" y="{y + 5}" fill="{INK}" stroke="none">'
            f"{place.letter}</text>"
        )
    return (
        f'<g fill="#fff" stroke="{INK}" stroke-width="2" font-family="sans-serif" '
        f'font-size="14" font-weight="700" text-anchor="middle">{"".join(marks)}</g>'
    )

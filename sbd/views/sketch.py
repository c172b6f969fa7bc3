"""A small picture of a drawing nobody has placed yet, beside a bus and a person."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import numpy as np
import numpy.typing as npt
import shapely

from sbd.locale import number, text
from sbd.plans.ask import bounds_of
from sbd.plans.landmarks import vertices
from sbd.plans.placement import turned
from sbd.plans.raw import RawLayer
from sbd.views.palette import BRAND, GROUND, INK, INK_2, PICK

Array = npt.NDArray[np.float64]

#: Things drawn at most: the first ones of the file. [1]
MOST = 2_000
#: Size of a city bus and height of a person. [m]
#: Source: EU directive 96/53/EC, annex I, 1.1 has 12 m for a rigid vehicle and 4 m
#: for the height allowed; low-floor buses are some 3 m; a person of 1.7 m.
BUS_M = (12.0, 3.0)
PERSON_M = 1.7
#: Size of the picture's part for the drawing. [px]
_WIDE, _HIGH = 420.0, 230.0
_EDGE = 12.0
#: Below this height a bus has no windows. [px]
_SPECK = 5.0
#: Path data has the drawing's larger side this long. [1]
PATH_UNITS = 2_000.0


@dataclass(frozen=True, eq=False)
class Sketch:
    """The outlines of a drawing, ready for pictures in any unit and direction.

    Parameters
    ----------
    west, north : float
        Corner of the box round the drawing, in its unit: zero of the path.
    size : float
        Larger side of that box, in the drawing's unit; 2,000 in the path.
    hull : array of shape (n, 2)
        Corners of the drawing's hull, in its unit.
    path, dots : str
        SVG path data of lines and of points, y down.
    shown, total : int
        Things drawn, and things there are.
    """

    west: float
    north: float
    size: float
    hull: Array
    path: str
    dots: str
    shown: int
    total: int


def sketch(layers: Sequence[RawLayer]) -> Sketch:
    """Return the outlines of a drawing: its first 2,000 things, simplified.

    Parameters
    ----------
    layers : sequence of RawLayer
        As the file has them, in its own unit.

    Returns
    -------
    Sketch
        What is too small to be seen is a dot.
    """
    return _sketch(tuple(layers))


@lru_cache(maxsize=2)  # the page asks for it at every turn
def _sketch(layers: tuple[RawLayer, ...]) -> Sketch:
    west, south, east, north = bounds_of(layers)
    size = max(east - west, north - south) or 1.0
    everything = np.concatenate([layer.frame.geometry.to_numpy() for layer in layers])
    first = everything[:MOST]
    lines = shapely.simplify(first, size / _WIDE / 2)
    hull = shapely.convex_hull(shapely.multipoints(vertices(layers)))
    corners = shapely.transform(lines, lambda xy: _in_path(xy, west, north, size))
    dimensions = shapely.get_dimensions(corners)
    path, dots = (
        "".join(_written(g) for g in corners[chosen])
        for chosen in (dimensions > 0, dimensions == 0)
    )
    return Sketch(
        west,
        north,
        size,
        shapely.get_coordinates(hull),
        path,
        dots,
        len(first),
        len(everything),
    )


def _in_path(
    xy: Array,
    west: float,
    north: float,
    size: float,
) -> Array:
    return np.column_stack([xy[:, 0] - west, north - xy[:, 1]]) / size * PATH_UNITS


def _written(geometry: shapely.Geometry) -> str:
    """Return the path data of one thing."""
    written = []
    for part in shapely.get_parts(geometry):
        area = part.geom_type == "Polygon"
        for ring in shapely.get_rings(part) if area else [part]:
            xy = np.round(shapely.get_coordinates(ring)).astype(int).tolist()
            steps = "L".join(f"{x} {y}" for x, y in xy)
            written.append(f"M{steps}" if len(xy) > 1 else f"M{steps}h.1")
    return "".join(written)


@dataclass(frozen=True)
class Mark:
    """A point to show in a picture, in the drawing's unit, with a short label."""

    x: float
    y: float
    label: str = ""


def extent(drawn: Sketch, factor: float, bearing: float = 0.0) -> tuple[float, float]:
    """Return how wide and high a drawing is on the ground.

    Parameters
    ----------
    drawn : Sketch
        The drawing.
    factor : float
        Metres in its unit. [m]
    bearing : float
        Where its top points. [deg]

    Returns
    -------
    tuple of float
        West to east, and south to north. [m]
    """
    xy = turned(drawn.hull * factor, bearing, (0.0, 0.0))
    wide, high = np.ptp(xy, axis=0).tolist()
    return wide, high


def picture(
    drawn: Sketch,
    factor: float,
    lang: str,
    *,
    bearing: float | None = None,
    marks: Sequence[Mark] = (),
) -> str:
    """Return a drawing at the scale of a bus and a person, as one SVG string.

    Parameters
    ----------
    drawn : Sketch
        The drawing.
    factor : float
        Metres in its unit. [m]
    lang : str
        Language of its few words.
    bearing : float, optional
        Where its top points, clockwise from north; the picture then has north up and
        says so. [deg]
    marks : sequence of Mark
        Points to show.

    Returns
    -------
    str
        ``<svg ...>`` of 420 px width; drawing, bus and person have one scale.
    """
    turn = bearing or 0.0
    xy = turned(drawn.hull * factor, turn, (0.0, 0.0))
    wide, high = np.ptp(xy, axis=0).tolist()
    least = BUS_M[0] + 3.0  # a bus, a gap and a person
    scale = min(
        (_WIDE - 2 * _EDGE) / max(wide, least), (_HIGH - 2 * _EDGE) / max(high, 0.01)
    )
    middle = (xy.min(axis=0) + xy.max(axis=0)) / 2
    tall = max(high * scale, 36.0) + 2 * _EDGE

    def at(x: float, y: float) -> tuple[float, float]:
        there = turned(np.array([[x * factor, y * factor]]), turn, (0.0, 0.0))[0]
        right, up = ((there - middle) * scale).tolist()
        return _WIDE / 2 + right, tall / 2 - up

    left, top = at(drawn.west, drawn.north)
    grow = drawn.size * factor * scale / PATH_UNITS
    shown = "".join(_marked(*at(m.x, m.y), m.label) for m in marks)
    strip, below = _strip(scale, tall, lang)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE:g}" '
        f'height="{tall + below:.0f}" viewBox="0 0 {_WIDE:g} {tall + below:.0f}" '
        'font-family="Source Sans 3, Source Sans Pro, Arial, sans-serif">'
        f'<rect width="100%" height="{tall:.1f}" fill="{GROUND}"/>'
        f'<g transform="translate({left:.2f} {top:.2f}) rotate({turn:.4f}) '
        f'scale({grow:.7g})" fill="none" stroke="{INK_2}" stroke-linecap="round" '
        f'stroke-linejoin="round">{_stroke(drawn.path, 1.2)}{_stroke(drawn.dots, 4)}'
        f"</g>{shown}"
        f"{'' if bearing is None else _north()}{strip}</svg>"
    )


def _stroke(path: str, width: float) -> str:
    return (
        f'<path d="{path}" stroke-width="{width:g}" '
        'vector-effect="non-scaling-stroke"/>'
    )


def as_image(svg: str, alt: str) -> str:
    """Return an SVG as an HTML image with a text in its place."""
    data = base64.b64encode(svg.encode()).decode()
    return (
        f'<img class="sketch" alt="{escape(alt)}" style="width:100%;max-width:30rem" '
        f'src="data:image/svg+xml;base64,{data}">'
    )


def _marked(x: float, y: float, label: str) -> str:
    """Return a point with a white edge and its label beside it."""
    left = x > _WIDE - 40
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{PICK}" stroke="#fff" '
        f'stroke-width="2"/><text x="{x - 10 if left else x + 10:.1f}" '
        f'y="{max(y + 5, 14):.1f}" text-anchor="{"end" if left else "start"}" '
        f'font-size="15" font-weight="700" fill="{INK}" stroke="#fff" '
        f'stroke-width="3" paint-order="stroke">{escape(label)}</text>'
    )


def _strip(scale: float, top: float, lang: str) -> tuple[str, float]:
    """Return bus, person and scale bar below the drawing, and their height. [px]"""
    length, height = (side * scale for side in BUS_M)
    room = max(height, 14.0) + 8
    floor = top + room
    seen = length >= 1.5
    bus = _bus(_EDGE, floor, length, height) if seen else ""
    person = _person(_EDGE + length + 1.5 * scale, floor, PERSON_M * scale)
    words = text(lang, "place.beside" if seen else "place.beside_unseen")
    bar = _bar(scale)
    end = _WIDE - _EDGE
    return (
        f'<path d="M0 {floor:.1f}H{_WIDE:g}" stroke="{INK}"/>{bus}{person}'
        f'<text x="{_EDGE:g}" y="{floor + 18:.1f}" font-size="14" fill="{INK}">'
        f"{escape(words)}</text>"
        f'<path d="M{end - bar * scale:.1f} {floor + 6:.1f}v8H{end:g}v-8" fill="none" '
        f'stroke="{INK}" stroke-width="2"/><text x="{end:g}" y="{floor + 30:.1f}" '
        f'font-size="14" font-weight="600" text-anchor="end" fill="{INK}">'
        f"{escape(_length(lang, bar))}</text>",
        room + 36,
    )


def _bus(x: float, floor: float, length: float, height: float) -> str:
    """Return a bus seen from its side; a bar where it would be a speck."""
    if height < _SPECK:
        return (
            f'<rect x="{x:.2f}" y="{floor - _SPECK:.2f}" width="{length:.2f}" '
            f'height="{_SPECK:g}" fill="{BRAND}"/>'
        )
    wheel = height * 0.16
    body = (
        f'<rect x="{x:.2f}" y="{floor - height:.2f}" width="{length:.2f}" '
        f'height="{height - wheel:.2f}" rx="{height * 0.12:.2f}" fill="{BRAND}"/>'
    )
    panes = "".join(
        f'<rect x="{x + length * (0.04 + 0.16 * n):.2f}" '
        f'y="{floor - height * 0.86:.2f}" width="{length * 0.13:.2f}" '
        f'height="{height * 0.36:.2f}" fill="#fff"/>'
        for n in range(6)
    )
    wheels = "".join(
        f'<circle cx="{x + length * share:.2f}" cy="{floor - wheel:.2f}" '
        f'r="{wheel:.2f}" fill="{INK}"/>'
        for share in (0.22, 0.72)
    )
    return body + panes + wheels


def _person(x: float, floor: float, height: float) -> str:
    """Return a person standing."""
    head = height * 0.11
    return (
        f'<circle cx="{x:.2f}" cy="{floor - height + head:.2f}" r="{head:.2f}" '
        f'fill="{INK}"/><path d="M{x:.2f} {floor - height * 0.74:.2f}'
        f'V{floor:.2f}" stroke="{INK}" stroke-width="{height * 0.2:.2f}" '
        'stroke-linecap="butt"/>'
    )


def _bar(scale: float) -> float:
    """Return the length of the scale bar, at most a third of the picture. [m]"""
    most = _WIDE / 3 / scale
    power = 10.0 ** math.floor(math.log10(most))
    return max(n * power for n in (1, 2, 5) if n * power <= most)


def _length(lang: str, metres: float) -> str:
    """Write a round length in the unit that suits it."""
    for factor, unit in ((1_000.0, "km"), (1.0, "m"), (0.01, "cm")):
        if metres >= factor:
            return f"{number(lang, metres / factor)}\u202f{unit}"
    return f"{number(lang, metres * 1000, 1)}\u202fmm"


def _north() -> str:
    return (
        f'<g transform="translate({_WIDE - 22:g} 26)" fill="{INK}" stroke="#fff" '
        'stroke-width="3" paint-order="stroke"><path d="M0 -20L8 8L0 3L-8 8Z"/>'
        '<text y="22" font-size="14" text-anchor="middle" font-weight="700">N</text>'
        "</g>"
    )

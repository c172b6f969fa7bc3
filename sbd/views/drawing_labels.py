"""Labels and digits of a drawing's places: each beside what it names, none across.

The place that decides is labelled first, and a row of points that say the same once. A
label that stands away from its place has a short line to it, and no such line crosses
another or passes a label. Every line and area without a label bears the digit of its
level, for those who see no colour.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.views import drawing_marks as marks
from sbd.views.label_room import LabelRoom, Point, Rectangle, overlap, within
from sbd.views.label_rows import Row, in_words, rows_of
from sbd.views.level_digits import badge
from sbd.views.places import (
    LABELS,
    Place,
    label_point,
    named_too,
    place_words,
    to_label,
)

#: How far above a place stands the label that would hide it, and over which height
#: it would not. [px]
_ABOVE_PX, _TALL_PX = 38.0, 100.0
#: Kept free of labels round a short line or a small area. [px]
_BY_PX = 10.0
#: The same words are not said again of a place so near. [px]
_REPEAT_PX = 250.0
#: A label farther than this from its place has a line to it. [px]
_BESIDE_PX = 27.0
#: A line from a label to its place is no longer than this. [px]
_FAR_PX = 250.0
#: Most of a place that its own label may hide. [1]
_HIDDEN = 0.3
#: Radius of the dot of a point. [px]
_DOT_PX = 13.0
#: Room of a digit on a line or an area; a shorter one has it beside. [px]
_BADGE_PX, _SHORT_PX = 26.0, 40.0
#: A line has a digit for so much of its length. [px]
_EVERY_PX = 300.0
#: Most digits of lines and areas.
_BADGES = 60
#: Where along a stretch a digit may stand, and round what is short. [1]
_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
_ROUND = ((0, -1), (1, 0), (-1, 0), (0, 1))

#: A place, and where it is on the drawing [px].
Marked = tuple[Place, BaseGeometry]


class Labelled(NamedTuple):
    """Digits and labels as SVG, and the words of the worst place."""

    svg: str
    worst: str


def labelled(places: list[Marked], room: LabelRoom, lang: str) -> Labelled:
    """Label the places of a criterion.

    Parameters
    ----------
    places : list of (Place, geometry)
        On the drawing. [px]
    room : LabelRoom
        The drawing; what stands on it already is reserved.
    lang : {"nl", "fr", "en"}
        Language of the words.
    """
    frame = (0.0, 0.0, room.width, room.height)
    seen = [(p, shapely.clip_by_rect(g, *frame)) for p, g in places if p.loud]
    loud = [(p, g) for p, g in seen if not g.is_empty]
    of = {id(p): g for p, g in loud}
    said = _Said(loud)
    dots, others = _kept_free(loud)
    drawn, lines, worst, has_label = [], [], "", []
    for place in _queue([p for p, _ in loud]):
        words = in_words(place_words(place, lang), place, said.row(place))
        point = _point(of[id(place)])
        if not words or said.again(place, words, point):
            continue
        about = _about(words, (place, of[id(place)]), loud, dots)
        found = _put(about, room, [*dots, *others], must=not worst)
        worst = worst or words
        if found is None:
            continue
        said.add(place, words, point)
        at, line = found
        lines.append(line)
        has_label.append(point)
        drawn.append(marks.label(place.mark, words, at))
        if len(drawn) == LABELS:
            break
    on_marks = _badges(loud, has_label, room, dots)
    return Labelled("".join([*on_marks, *lines, *drawn]), worst)


def _queue(loud: list[Place]) -> list[Place]:
    """Return places as they are labelled: what decides, then a tick of each sort."""
    first = to_label(loud)
    return first + [p for p in named_too(loud) if p not in first]


class _About(NamedTuple):
    """What a label says, of which place, and what it might be taken to mean."""

    words: str
    shape: BaseGeometry
    point: Point
    others: list[Rectangle]
    shapes: NDArray[np.object_]
    line: bool

    def beside(self, box: Rectangle) -> bool:
        """Tell whether a label is so near to its place that it needs no line."""
        away = float(shapely.distance(self.shape, shapely.box(*box)))
        if away >= _BESIDE_PX:
            return False
        if any(overlap(box, other, away - _DOT_PX + 2) for other in self.others):
            return False
        nearer = away and shapely.dwithin(self.shapes, shapely.box(*box), 0.99 * away)
        return not np.any(nearer)

    def near(self, box: Rectangle) -> bool:
        """Tell whether a line to a label may be drawn, and is not too long."""
        return self.line and bool(
            shapely.box(*box).distance(shapely.Point(self.point)) <= _FAR_PX
        )


class _Said:
    """What labels of a drawing say so far."""

    def __init__(self, loud: list[Marked]) -> None:
        spots = ((p, _point(g)) for p, g in loud if _is_point(g))
        self._rows = rows_of(spots, 2 * _DOT_PX)
        self._named: set[Hashable] = set()
        self._words: list[tuple[str, Point]] = []

    def row(self, place: Place) -> Row | None:
        """Return the row of points that a place is one of."""
        return self._rows.get(id(place))

    def add(self, place: Place, words: str, at: Point) -> None:
        """Take note of a label. [px]"""
        self._words.append((words, at))
        if (row := self.row(place)) is not None:
            self._named.add(row.name)

    def again(self, place: Place, words: str, at: Point) -> bool:
        """Tell whether a label would say what is said: of its row, or near by. [px]"""
        row = self.row(place)
        if row is not None and row.places > 1:
            return row.name in self._named
        return any(w == words and math.dist(p, at) < _REPEAT_PX for w, p in self._words)


def _about(
    words: str, marked: Marked, loud: list[Marked], dots: list[Rectangle]
) -> _About:
    place, shape = marked
    point = _point(shape)
    others = [d for d in dots if not within(point, d)]
    shapes = [
        g
        for p, g in loud
        if (p.label, p.mark) != (place.label, place.mark) and not _is_point(g)
    ]
    line = place.mark != "good"
    return _About(words, shape, point, others, np.array(shapes, dtype=object), line)


def _put(
    about: _About, room: LabelRoom, keep: list[Rectangle], *, must: bool
) -> tuple[Point, str] | None:
    """Return where a label stands, and the line to it; None where there is no room."""
    width, height = marks.label_width(about.words), marks.LABEL_PX
    shape, point = about.shape, about.point
    whole = _size(shape)

    def fits(box: Rectangle, clear: list[Rectangle]) -> bool:
        if any(overlap(box, other) for other in clear):
            return False
        if _size(shapely.clip_by_rect(shape, *box)) > _HIDDEN * whole:
            return False
        return about.beside(box) or (about.near(box) and room.open_to(point, box))

    start = (point[0], point[1] - _above(shape, point, width))
    at = room.place(*start, width, height, lambda box: fits(box, keep))
    if at is None and must:
        at = room.place(*start, width, height, lambda box: fits(box, []))
        at = at or room.place(*start, width, height)
    if at is None:
        return None
    half = (width / 2, height / 2)
    box = (at[0] - half[0], at[1] - half[1], at[0] + half[0], at[1] + half[1])
    if about.beside(box):
        return at, ""
    room.draw_line(point, at)
    return at, marks.leader(point, at)


def _is_point(shape: BaseGeometry) -> bool:
    return int(shapely.get_dimensions(shape)) == 0


def _size(shape: BaseGeometry) -> float:
    """Return area, length or number of points, by which a share can be told."""
    dimension = int(shapely.get_dimensions(shape))
    if shape.is_empty or dimension == 0:
        return float(shapely.get_num_coordinates(shape))
    return float(shape.area if dimension == 2 else shape.length)


def _kept_free(loud: list[Marked]) -> tuple[list[Rectangle], list[Rectangle]]:
    """Return the dots, and the lines and areas that a label would hide. [px]"""
    dots, others = [], []
    for place, geometry in loud:
        if _is_point(geometry):
            dots += [_box(at) for at in shapely.get_coordinates(geometry).tolist()]
            continue
        west, north, east, south = geometry.bounds
        small = max(east - west, south - north) < _TALL_PX
        if small and not _edges(place, geometry, loud):
            others.append(
                (west - _BY_PX, north - _BY_PX, east + _BY_PX, south + _BY_PX)
            )
    return dots, others


def _above(geometry: BaseGeometry, point: Point, wide: float) -> float:
    """Return how far above a point a label stands, so as not to hide its place. [px]"""
    west, north, east, south = geometry.bounds
    if east - west > wide or south - north > _TALL_PX:
        return 0.0
    return float(point[1] - north + _ABOVE_PX)


def _point(geometry: BaseGeometry) -> Point:
    x, y = label_point(geometry)
    return float(x), float(y)


def _badges(
    loud: list[Marked], has_label: list[Point], room: LabelRoom, keep: list[Rectangle]
) -> Iterator[str]:
    """Give lines and areas without a label their digit, the worst first."""
    taken, left = [*keep], _BADGES
    for _, geometry in loud:
        if _short(geometry):
            taken.append(geometry.bounds)
    for place, geometry in reversed(loud):
        if _is_point(geometry) or _edges(place, geometry, loud):
            continue
        for part in shapely.get_parts(geometry):
            if any(shapely.distance(part, shapely.Point(at)) < 1 for at in has_label):
                continue
            for spots in _spots(part):
                at = next((s for s in spots if _open(s, room, taken)), None)
                if at is not None and left:
                    left -= 1
                    taken.append(_box(at))
                    yield badge(place.mark, at)


def _edges(place: Place, shape: BaseGeometry, loud: list[Marked]) -> bool:
    """Tell whether a small area only adds to a larger one with the same mark.

    Its digit would stand beside it, and be taken for that of another place.
    """
    if int(shapely.get_dimensions(shape)) == 1 or not _short(shape):
        return False
    return any(
        other.mark == place.mark and not _short(g) and g.distance(shape) < 1
        for other, g in loud
    )


def _open(spot: Point, room: LabelRoom, taken: list[Rectangle]) -> bool:
    box = _box(spot)
    return room.free(*spot, _BADGE_PX, _BADGE_PX) and not any(
        overlap(box, other) for other in taken
    )


def _box(at: Point) -> Rectangle:
    half = _BADGE_PX / 2
    return at[0] - half, at[1] - half, at[0] + half, at[1] + half


def _short(shape: BaseGeometry) -> bool:
    """Tell whether a line or an area would be hidden by its own digit."""
    west, north, east, south = shape.bounds
    return bool(max(east - west, south - north) < _SHORT_PX)


def _spots(part: BaseGeometry) -> Iterator[list[Point]]:
    """Yield, for each digit a line or an area has, where it may stand. [px]"""
    west, north, east, south = part.bounds
    if _short(part):
        middle = (west + east) / 2, (north + south) / 2
        gap = 0.7 * _BADGE_PX
        away = (east - west) / 2 + gap, (south - north) / 2 + gap
        yield [(middle[0] + x * away[0], middle[1] + y * away[1]) for x, y in _ROUND]
    elif int(shapely.get_dimensions(part)) == 1:
        count = max(1, round(part.length / _EVERY_PX))
        for n in range(count):
            shares = (np.array(_ALONG) + n) / count
            yield _xy(shapely.line_interpolate_point([part], shares, normalized=True))
    else:
        inner = part.buffer(-_BADGE_PX / 2)
        yield _xy(shapely.get_parts(_inner_points(part if inner.is_empty else inner)))


def _inner_points(area: BaseGeometry) -> BaseGeometry:
    """Return points well inside an area, and more along its longer axis."""
    parts = sorted(shapely.get_parts(area), key=lambda p: -p.area)
    inside = [p.representative_point() for p in parts[:3]]
    west, north, east, south = parts[0].bounds
    middle = shapely.LineString([(west, north), (east, south)])
    along = shapely.line_interpolate_point([middle], np.array(_ALONG), normalized=True)
    inside += [p for p in along if parts[0].contains(p)]
    return shapely.MultiPoint(inside)


def _xy(points: Iterable[BaseGeometry]) -> list[Point]:
    return [(x, y) for x, y in shapely.get_coordinates(list(points)).tolist()]

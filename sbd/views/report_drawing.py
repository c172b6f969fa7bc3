"""The plan as a report shows it: with all findings, or with the places of one.

Vector drawings with scale bar and north arrow, north of the grid up, that Typst and
browsers draw alike: no style sheet, no reference to anything outside.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import NamedTuple

import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from sbd.assessment.editions import public_plan
from sbd.checklists.model import Checklist
from sbd.document import Assessment, CriterionResult
from sbd.locale import plural, text
from sbd.plans.plan import Plan
from sbd.views import drawing_marks as marks
from sbd.views.drawing import Shapes, shapes
from sbd.views.findings import LABELS, Place, label_point, place_words, places_of
from sbd.views.kind_styles import STYLES
from sbd.views.label_room import LabelRoom
from sbd.views.palette import GROUND
from sbd.views.pins import PINS, spots_of, worth_a_pin
from sbd.views.plan_svg import (
    FACES,
    Window,
    elements_svg,
    north_arrow,
    scale_bar,
    site_window,
)
from sbd.views.swatch import swatch_svg
from sbd.views.words import kind_name, title_of

#: Size of the drawing of all findings, and of those of one. [px]
OVERVIEW, CRITERION = (1000, 690), (1000, 480)
#: Never closer than this across, so that one sees where one is. [m]
_LEAST_M = 60.0
#: Ground shown round the places of a criterion. [1]
_AROUND = 0.35
#: A drawing of more than this share of the whole shows the whole. [1]
_NEARLY_ALL = 0.7
#: Straightening that nobody sees: 0.1 mm on a page 174 mm wide. [1]
_UNSEEN = 0.1 / 174
#: Longer side of the small map of the whole. [px]
_KEY_PX = 120.0
#: How far above a place stands the label that would hide it, and over which height
#: it would not. [px]
_ABOVE_PX, _TALL_PX = 38.0, 100.0
#: Half of the dot that marks a point. [px]
_DOT_PX = 13.0
#: The same words are not said again of a place so near. [px]
_REPEAT_PX, _FAR = 150.0, (math.inf, math.inf)
#: Room that scale bar and north arrow take. [px]
_BAR, _NORTH = (350.0, 52.0), (70.0, 84.0)


class LegendRow(NamedTuple):
    """A kind as it is drawn: its symbol as SVG, and its name."""

    symbol: str
    name: str


@dataclass(frozen=True)
class Drawing:
    """A drawing of a plan.

    Parameters
    ----------
    svg : str
        The drawing.
    alt : str
        What it shows, for those who do not see it.
    legend : tuple of LegendRow
        The kinds on it, in the order they are drawn.
    """

    svg: str
    alt: str
    legend: tuple[LegendRow, ...]


@dataclass(frozen=True)
class _Sheet:
    """What is shown of a plan, and how large."""

    plan: Plan
    layers: tuple[Shapes, ...]
    window: Window
    size: tuple[int, int]
    prefix: str

    @property
    def scale(self) -> float:
        """Size of a metre. [px/m]"""
        return self.size[0] / (self.window[2] - self.window[0])

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the plan lies. [m] to [px]"""
        return (x - self.window[0]) * self.scale, (self.window[3] - y) * self.scale

    def room(self, *, key: bool) -> LabelRoom:
        """Return the room for labels beside bar, arrow and small map."""
        width, height = self.size
        room = LabelRoom(width, height)
        room.reserve(0, height - _BAR[1], *_BAR)
        room.reserve(width - _NORTH[0], 0, *_NORTH)
        if key:
            room.reserve(0, 0, _KEY_PX + 16, _KEY_PX + 16)
        return room

    def svg(self, over: str, alt: str) -> str:
        """Return the plan with something drawn over it."""
        width, height = self.size
        area = shapely.box(*self.window)
        thin = (self.window[2] - self.window[0]) * _UNSEEN
        drawn = elements_svg(self.layers, self.window, self.scale, simplify_m=thin)
        said = escape(alt)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" aria-label="{said}" '
            f'font-family="{FACES}"><title>{said}</title>'
            f'<rect width="{width}" height="{height}" fill="{GROUND}"/>{drawn}'
            f"{marks.hatches(self.prefix)}{over}"
            f"{scale_bar(width, height, self.scale)}"
            f"{north_arrow(self.plan, area, width)}</svg>"
        )

    def legend(self, lang: str) -> tuple[LegendRow, ...]:
        """Return the kinds that are on the drawing."""
        area = shapely.box(*self.window)
        shapely.prepare(area)
        seen = (
            s.kind for s in self.layers if shapely.intersects(area, s.geometries).any()
        )
        named = dict.fromkeys(k for k in seen if k in STYLES)
        return tuple(LegendRow(swatch_svg(k), kind_name(k, lang, 2)) for k in named)


def overview_drawing(
    assessment: Assessment, plan: Plan, checklist: Checklist, lang: str
) -> Drawing:
    """Return the plan with a pin for each finding worth one, at most ten.

    Parameters
    ----------
    assessment : Assessment
        In the edition to be written: a public one hides what protects.
    plan : Plan
        The plan assessed.
    checklist : Checklist
        For titles.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    Drawing
        The site with its surroundings.
    """
    sheet = _sheet(assessment, plan, _whole(plan), OVERVIEW, "o")
    room, pins, named = sheet.room(key=False), [], []
    for result in worth_a_pin(assessment):
        at = _pin_place(result, sheet, room)
        if at is None:
            continue
        level = int(result.printed_level or 0)
        pins.append(marks.label(str(level), level, result.id, at))
        named.append(f"{result.id} {title_of(checklist, result.id, lang)} ({level})")
        if len(pins) == PINS:
            break
    alt = text(lang, "drawing.overview", name=plan.name)
    if named:
        count = plural(lang, "drawing.findings", len(named))
        alt = f"{alt} {text(lang, 'drawing.listed', count=count, named=named)}"
    return Drawing(sheet.svg("".join(pins), alt), alt, sheet.legend(lang))


def criterion_drawing(
    assessment: Assessment,
    plan: Plan,
    checklist: Checklist,
    criterion_id: str,
    lang: str,
) -> Drawing | None:
    """Return the places of one criterion, as near as they allow.

    Parameters are those of `overview_drawing`, and the criterion's id.

    Returns
    -------
    Drawing or None
        None where the criterion has no place of its own, or is withheld.
    """
    result = assessment.criterion(criterion_id)
    if result.state == "withheld" or not result.where:
        return None
    places = _in_metres(places_of(result), plan.crs)
    if not any(place.loud for place, _ in places):
        return None
    whole = _whole(plan)
    window, near = _round_places([g for p, g in places if p.loud], whole)
    sheet = _sheet(assessment, plan, window, CRITERION, criterion_id)
    over = _strokes(places, sheet)
    if near and plan.site is not None:
        over += marks.key_map(plan.site, window, whole, _KEY_PX)
    labels, worst = _labels(places, sheet, sheet.room(key=near), lang)
    alt = _alt(plan, result, places, worst, checklist, lang)
    return Drawing(sheet.svg(over + labels, alt), alt, sheet.legend(lang))


def _sheet(
    assessment: Assessment,
    plan: Plan,
    window: Window,
    size: tuple[int, int],
    prefix: str,
) -> _Sheet:
    shown, layers = _drawn(plan, public=assessment.edition == "public")
    west, south, east, north = _surroundings(plan)
    if window[0] < west or window[1] < south or window[2] > east or window[3] > north:
        layers = tuple(shapes(shown, shapely.box(*window)))
    return _Sheet(shown, layers, window, size, prefix)


@lru_cache(maxsize=8)
def _drawn(plan: Plan, *, public: bool) -> tuple[Plan, tuple[Shapes, ...]]:
    """Return a plan as it may be shown, and what is drawn of it, once for all."""
    shown = public_plan(plan) if public else plan
    return shown, tuple(shapes(shown, shapely.box(*_surroundings(plan))))


def _surroundings(plan: Plan) -> Window:
    """Return the whole, and as much around it as a drawing of a place may show. [m]"""
    west, south, east, north = _fitted(_whole(plan), CRITERION)
    return west, min(south, _whole(plan)[1]), east, max(north, _whole(plan)[3])


def _whole(plan: Plan) -> Window:
    return _fitted(site_window(plan), OVERVIEW)


def _fitted(window: Window, size: tuple[int, int]) -> Window:
    """Widen a window round its middle to the proportions of a drawing. [m]"""
    west, south, east, north = window
    wide, high = max(east - west, _LEAST_M), north - south
    wide = max(wide, high * size[0] / size[1])
    high = wide * size[1] / size[0]
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _round_places(geometries: list[BaseGeometry], whole: Window) -> tuple[Window, bool]:
    """Return the window round places [m], and whether it is nearer than the whole."""
    bounds = shapely.total_bounds(np.array(geometries, dtype=object))
    west, south, east, north = (float(v) for v in bounds)
    margin = _AROUND * max(east - west, north - south) + 0.1 * _LEAST_M
    near = _fitted(
        (west - margin, south - margin, east + margin, north + margin), CRITERION
    )
    wide = _fitted(whole, CRITERION)
    if (near[2] - near[0]) < _NEARLY_ALL * (wide[2] - wide[0]):
        return near, True
    inside = west >= wide[0] and east <= wide[2] and south >= wide[1]
    return (wide, False) if inside and north <= wide[3] else (near, False)


@lru_cache(maxsize=8)
def _from_degrees(crs: CRS) -> Transformer:
    return Transformer.from_crs(4326, crs, always_xy=True)


def _in_metres(places: Iterable[Place], crs: CRS) -> list[tuple[Place, BaseGeometry]]:
    to_plan = _from_degrees(crs)

    def moved(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(to_plan.transform(xy[:, 0], xy[:, 1]))

    return [(p, shapely.transform(p.geometry, moved)) for p in places]


def _pin_place(
    result: CriterionResult, sheet: _Sheet, room: LabelRoom
) -> tuple[float, float] | None:
    """Return where a criterion's pin stands: at the first of its places with room."""
    to_plan = _from_degrees(sheet.plan.crs)
    width, height = sheet.size
    size = (marks.label_width(result.id), marks.LABEL_PX)
    spots = spots_of(result)[:40]
    inside = []
    for x, y in zip(*to_plan.transform(spots[:, 0], spots[:, 1]), strict=True):
        at = sheet.at(float(x), float(y))
        if 0 <= at[0] <= width and 0 <= at[1] <= height:
            inside.append(at)
    free = (at for at in inside if room.free(*at, *size))
    chosen = next(free, inside[0] if inside else None)
    return room.place(*chosen, *size) if chosen else None


def _strokes(places: list[tuple[Place, BaseGeometry]], sheet: _Sheet) -> str:
    """Draw places; casings below all inner lines."""
    found: list[tuple[int, str]] = []
    for place, geometry in places:
        about = (sheet.window, sheet.scale)
        if place.loud:
            found += marks.loud(geometry, place.level, sheet.prefix, *about)
        else:
            found += marks.quiet(geometry, place.role, *about)
    return "".join(drawn for _, drawn in sorted(found, key=lambda f: f[0]))


def _labels(
    places: list[tuple[Place, BaseGeometry]], sheet: _Sheet, room: LabelRoom, lang: str
) -> tuple[str, str]:
    """Label the worst places where there is room; return the worst's words too."""
    named = [(p, g) for p, g in reversed(places) if p.role == "finding"]
    named = named or [(p, g) for p, g in places if p.role == "good"][:1]
    _keep_seen([g for _, g in named], sheet, room)
    drawn, lines, worst = [], [], ""
    said: dict[str, tuple[float, float]] = {}
    for place, geometry in named:
        words = place_words(place, lang)
        x, y = (float(v) for v in label_point(geometry))
        point = sheet.at(x, y)
        if not words or math.dist(said.get(words, _FAR), point) < _REPEAT_PX:
            continue
        worst, said[words] = worst or words, point
        size = (marks.label_width(words), marks.LABEL_PX)
        above = _above(geometry, point, size[0], sheet)
        at = room.place(point[0], point[1] - above, *size)
        if at is None:
            continue
        if math.dist(at, point) > above + marks.LABEL_PX:
            lines.append(marks.leader(point, at))
        mark = "?" if place.level is None else str(place.level)
        drawn.append(marks.label(mark, place.level, words, at))
        if len(drawn) == LABELS:
            break
    return "".join(lines + drawn), worst


def _keep_seen(named: list[BaseGeometry], sheet: _Sheet, room: LabelRoom) -> None:
    """Keep labels off the worst of the places that one would hide."""
    for geometry in named[:LABELS]:
        west, south, east, north = geometry.bounds
        x, y = sheet.at(west, north)
        across, high = (east - west) * sheet.scale, (north - south) * sheet.scale
        if max(across, high) < _TALL_PX:
            room.reserve(
                x - _DOT_PX, y - _DOT_PX, across + 2 * _DOT_PX, high + 2 * _DOT_PX
            )


def _above(
    geometry: BaseGeometry, point: tuple[float, float], wide: float, sheet: _Sheet
) -> float:
    """Return how far above a point a label stands, so as not to hide its place. [px]"""
    west, south, east, north = geometry.bounds
    across, high = (east - west) * sheet.scale, (north - south) * sheet.scale
    if across > wide or high > _TALL_PX:
        return 0.0
    return point[1] - sheet.at(west, north)[1] + _ABOVE_PX


def _alt(
    plan: Plan,
    result: CriterionResult,
    places: list[tuple[Place, BaseGeometry]],
    worst: str,
    checklist: Checklist,
    lang: str,
) -> str:
    title = f"{result.id} {title_of(checklist, result.id, lang)}"
    found = sum(p.role == "finding" for p, _ in places)
    said = text(lang, "drawing.criterion", name=plan.name, title=title)
    if found:
        said += f" {plural(lang, 'drawing.places', found)}"
    return f"{said} {text(lang, 'drawing.worst', words=worst)}" if worst else said

"""The plan as a report shows it: with all findings, or with the places of one.

Vector drawings with scale bar and north arrow, north of the grid up, that Typst and
browsers draw alike: no style sheet, no reference to anything outside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import NamedTuple

import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from sbd.assessment.editions import public_plan
from sbd.checklists.model import Checklist
from sbd.document import Assessment, CriterionResult
from sbd.locale import plural, text
from sbd.plans.plan import Plan
from sbd.views import drawing_marks as marks
from sbd.views.drawing import Shapes, posts_to_scale, shapes
from sbd.views.drawing_dots import dots
from sbd.views.drawing_frame import (
    CRITERION,
    OVERVIEW,
    round_places,
    surroundings,
    whole_window,
)
from sbd.views.drawing_labels import Marked, labelled
from sbd.views.drawing_legend import marks_legend
from sbd.views.kind_styles import STYLES
from sbd.views.label_room import LabelRoom, Point
from sbd.views.level_digits import Mark
from sbd.views.palette import GROUND
from sbd.views.pins import PINS, spots_of, worth_a_pin
from sbd.views.places import Place, places_of
from sbd.views.plan_svg import (
    FACES,
    Window,
    elements_svg,
    north_arrow,
    scale_bar,
)
from sbd.views.swatch import swatch_svg
from sbd.views.words import kind_name, title_of

#: Dimension of an area.
_AREA = 2
#: Straightening that nobody sees: 0.1 mm on a page 174 mm wide. [1]
_UNSEEN = 0.1 / 174
#: Longer side of the small map of the whole. [px]
_KEY_PX = 120.0
#: An area smaller than this is drawn as a dot. [px]
_TINY_PX = 8.0
#: A metre of this size shows how thick posts are, which are no thinner than that in
#: radius, to be seen. [px]
_NEAR_PX, _POST_PX = 12.0, 1.7
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
    ground: str
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

    def pixels(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry of the plan as it lies on the drawing. [m] to [px]"""
        k, (west, _, _, north) = self.scale, self.window
        return affine_transform(geometry, [k, 0, 0, -k, -west * k, north * k])

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
        said = escape(alt)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" aria-label="{said}" '
            f'font-family="{FACES}"><title>{said}</title>'
            f'<rect width="{width}" height="{height}" fill="{GROUND}"/>{self.ground}'
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
        return tuple(
            LegendRow(
                swatch_svg(k, area=_only_areas(self.plan, k)), kind_name(k, lang, 2)
            )
            for k in named
        )


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
        The site with its surroundings; its legend names the marks of all drawings.
    """
    sheet = _sheet(assessment, plan, whole_window(plan), OVERVIEW, "o")
    room, pins, named = sheet.room(key=False), [], []
    for result in worth_a_pin(assessment):
        at = _pin_place(result, sheet, room)
        if at is None:
            continue
        level = int(result.printed_level or 0)
        pins.append(marks.label(level, result.id, at))
        named.append(f"{result.id} {title_of(checklist, result.id, lang)} ({level})")
        if len(pins) == PINS:
            break
    alt = text(lang, "drawing.overview", name=plan.name)
    if named:
        count = plural(lang, "drawing.findings", len(named))
        alt = f"{alt} {text(lang, 'drawing.listed', count=count, named=named)}"
    on_drawings = marks_legend(assessment, site=plan.site is not None, lang=lang)
    legend = (*(LegendRow(*row) for row in on_drawings), *sheet.legend(lang))
    return Drawing(sheet.svg("".join(pins), alt), alt, legend)


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
    whole = whole_window(plan)
    window, near = round_places([(p, g) for p, g in places if p.loud], whole)
    sheet = _sheet(assessment, plan, window, CRITERION, criterion_id)
    marked = [(p, _to_mark(p, sheet.pixels(g))) for p, g in places]
    over = _strokes(marked, sheet)
    if near and plan.site is not None:
        over += marks.key_map(plan.site, window, whole, _KEY_PX)
    labels = labelled(marked, sheet.room(key=near), lang)
    alt = _alt(plan, result, places, labels.worst, checklist, lang)
    return Drawing(sheet.svg(over + labels.svg, alt), alt, sheet.legend(lang))


def _sheet(
    assessment: Assessment,
    plan: Plan,
    window: Window,
    size: tuple[int, int],
    prefix: str,
) -> _Sheet:
    public = assessment.edition == "public"
    layers = _layers(plan, window, public=public)
    ground = _ground(plan, window, size[0], public=public)
    return _Sheet(_drawn(plan, public=public)[0], layers, ground, window, size, prefix)


def _layers(plan: Plan, window: Window, *, public: bool) -> tuple[Shapes, ...]:
    """Return what is drawn of a plan, as far as a window asks."""
    shown, layers = _drawn(plan, public=public)
    west, south, east, north = surroundings(plan)
    if window[0] < west or window[1] < south or window[2] > east or window[3] > north:
        return tuple(shapes(shown, shapely.box(*window)))
    return layers


@lru_cache(maxsize=64)
def _ground(plan: Plan, window: Window, width: int, *, public: bool) -> str:
    """Draw a plan in a window, once for all criteria that look at the same."""
    across = window[2] - window[0]
    layers = _layers(plan, window, public=public)
    scale, straight = width / across, across * _UNSEEN
    if scale >= _NEAR_PX:
        straight /= 3  # else posts would have corners
        posts = posts_to_scale(
            _drawn(plan, public=public)[0], shapely.box(*window), _POST_PX / scale
        )
        thin = replace(STYLES["bollard"], stroke=None, width=0)
        layers = tuple(
            replace(layer, geometries=posts, style=thin)
            if layer.kind == "bollard" and not layer.lines
            else layer
            for layer in layers
        )
    return elements_svg(layers, window, scale, simplify_m=straight)


@lru_cache(maxsize=256)
def _only_areas(plan: Plan, kind: str) -> bool:
    """Tell whether a kind is drawn as fields only; crowns of trees are symbols."""
    shapes = plan.of(kind).geometry.values
    return kind != "tree" and bool((shapely.get_dimensions(shapes) == _AREA).all())


@lru_cache(maxsize=8)
def _drawn(plan: Plan, *, public: bool) -> tuple[Plan, tuple[Shapes, ...]]:
    """Return a plan as it may be shown, and what is drawn of it, once for all."""
    shown = public_plan(plan) if public else plan
    return shown, tuple(shapes(shown, shapely.box(*surroundings(plan))))


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


def _strokes(places: list[Marked], sheet: _Sheet) -> str:
    """Draw places; casings below all inner lines, dots over them, the worst on top."""
    found: list[tuple[int, str]] = []
    spots: dict[Mark, list[Point]] = {}
    for place, geometry in places:
        if not place.loud:
            found += marks.quiet(geometry, place.role)
        elif int(shapely.get_dimensions(geometry)) == 0:
            points = map(tuple, shapely.get_coordinates(geometry).tolist())
            spots.setdefault(place.mark, [])[:0] = points
        else:
            found += marks.loud(geometry, place.mark, sheet.prefix)
    drawn = [drawn for _, drawn in sorted(found, key=lambda f: f[0])]
    # Those that say no level of their own lie below all that do, the worst on top.
    order: list[Mark] = ["good", None, 4, 3, 2, 1, 0]
    rising = [mark for mark in order if mark in spots]
    for n, mark in enumerate(rising):
        worse = [spot for other in rising[n + 1 :] for spot in spots[other]]
        drawn.append(dots(mark, spots[mark], worse))
    return "".join(drawn)


def _to_mark(place: Place, geometry: BaseGeometry) -> BaseGeometry:
    """Return what is marked: the middle of an area too small to be seen. [px]"""
    west, south, east, north = geometry.bounds
    tiny = max(east - west, north - south) < _TINY_PX
    area = int(shapely.get_dimensions(geometry)) == _AREA
    return geometry.centroid if place.loud and tiny and area else geometry


def _alt(
    plan: Plan,
    result: CriterionResult,
    places: list[tuple[Place, BaseGeometry]],
    worst: str,
    checklist: Checklist,
    lang: str,
) -> str:
    title = f"{result.id} {title_of(checklist, result.id, lang)}"
    found = sum(p.short for p, _ in places)
    said = text(lang, "drawing.criterion", name=plan.name, title=title)
    if found:
        said += f" {plural(lang, 'drawing.places', found)}"
    return f"{said} {text(lang, 'drawing.worst', words=worst)}" if worst else said

"""Findings as map features: each place drawn by its shape, coloured by its level."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from sbd.document import Assessment, CriterionResult
from sbd.locale import text
from sbd.views.chips import pin
from sbd.views.drawing_marks import QUIET
from sbd.views.label_rows import in_words, rows_of
from sbd.views.level_digits import Point, colours_of, edge_of, mark_of, sign_html
from sbd.views.palette import INK, PAPER
from sbd.views.places import (
    LABELS,
    Place,
    label_point,
    place_words,
    places_of,
    to_label,
)

Feature = dict[str, Any]

#: Size of a map as it is usually shown, and of a label's parts. [px]
_USUAL = np.array([760.0, 560.0])
_LETTER_PX, _LABEL_PX = 10.5, 36.0
#: Radius of the dot of a point; what is smaller than the next is as good as one. [px]
_DOT_PX, _TINY_PX = 13.0, 8.0
#: Most digits of places without a label, and the least distance between two. [px]
_DIGITS, _DIGIT_PX = 120, 14.0
#: A place smaller than this has its label above it. [px]
_SMALL_PX = 46.0


@dataclass(frozen=True)
class View:
    """What the map shows when it opens, to keep labels inside and apart.

    Parameters
    ----------
    west, south, east, north : float
        Its edges. [deg]
    site : str, optional
        The site as GeoJSON text, hatched where a criterion is unknown. [deg]
    """

    west: float
    south: float
    east: float
    north: float
    site: str | None = None

    @property
    def pixel(self) -> NDArray[np.float64]:
        """Size of a pixel on a map of usual size. [deg]"""
        size = np.array([self.east - self.west, self.north - self.south])
        return np.asarray(size / _USUAL)

    def kept_inside(
        self, at: NDArray[np.float64], half: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Move a label's middle so that all of it is in view. [deg]"""
        low = np.array([self.west, self.south]) + half
        high = np.array([self.east, self.north]) - half
        return np.asarray(np.clip(at, low, np.maximum(low, high)))


def criterion_features(
    assessment: Assessment, criterion_id: str, view: View, lang: str
) -> list[Feature]:
    """Return the places of one criterion, ready to be drawn.

    Parameters
    ----------
    assessment : Assessment
        What was found.
    criterion_id : str
        The criterion chosen.
    view : View
        What the map shows when it opens.
    lang : {"nl", "fr", "en"}
        Language of the labels.

    Returns
    -------
    list of dict
        GeoJSON features with ``id``, ``style`` and perhaps ``html`` and ``tip``.
        Empty where there is no single place, and for withheld criteria.
    """
    result = assessment.criterion(criterion_id)
    if result.state == "withheld":
        return []
    places = places_of(result)
    if result.state == "unknown":
        site = view.site
        features = [] if site is None else _unknown_site(criterion_id, site, lang)
        return [*features, *_drawn(result, [p for p in places if p.loud], view, lang)]
    return _drawn(result, places, view, lang)


def _drawn(
    result: CriterionResult, places: list[Place], view: View, lang: str
) -> list[Feature]:
    """Draw places; casings below all inner lines, labels on top."""
    layers: list[tuple[int, Feature]] = []
    for place in places:
        layers += list(_strokes(result, place, lang))
    layers.sort(key=lambda pair: pair[0])
    return [feature for _, feature in layers] + _labels(result, places, view, lang)


def _labels(
    result: CriterionResult, places: list[Place], view: View, lang: str
) -> list[Feature]:
    """Label the worst places, as far as their labels do not cover each other."""
    placed: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
    features, bare = [], [p for p in reversed(places) if p.loud]
    rows = rows_of(_dots(places, view), 2 * _DOT_PX)
    named: set[Hashable] = set()
    for place in to_label(places):
        row = rows.get(id(place))
        words = in_words(place_words(place, lang), place, row)
        size = np.array([_LETTER_PX * len(words) + 44, _LABEL_PX]) * view.pixel
        at = view.kept_inside(label_point(place.geometry), size / 2)
        covers = any((np.abs(at - o) < (size + s) / 2).all() for o, s in placed)
        if not words or covers or (row is not None and row.name in named):
            continue
        named.update(() if row is None else (row.name,))
        placed.append((at, size))
        bare.remove(place)
        features.append(_label(result, place, words, at, view))
        if len(features) == LABELS:
            break
    return _digits(result, bare, view) + features


def _dots(places: list[Place], view: View) -> Iterator[tuple[Place, Point]]:
    """Yield the places that are points or no larger, and where they are. [px]"""
    for place in places:
        west, south, east, north = place.geometry.bounds
        tiny = ((east - west, north - south) < _TINY_PX * view.pixel).all()
        if place.loud and tiny:
            x, y = label_point(place.geometry) / view.pixel
            yield place, (float(x), float(y))


def _digits(result: CriterionResult, bare: list[Place], view: View) -> list[Feature]:
    """Put the digit of its level on each place without a label, the worst first."""
    features: list[Feature] = []
    taken = np.empty((0, 2))
    for place in bare:
        at = label_point(place.geometry)
        if len(features) == _DIGITS:
            break
        if (np.abs(taken - at) < _DIGIT_PX * view.pixel).all(axis=1).any():
            continue
        taken = np.vstack([taken, at])
        fill, ink = colours_of(place.mark)
        style = f"background:{fill};color:{ink}"
        if place.mark == "good":
            style += f";box-shadow:0 0 0 2px {edge_of(place.mark)}"
        html = f'<b class="digit" style="{style}">{sign_html(mark_of(place.mark))}</b>'
        properties = {"id": result.id, "html": html, "quiet": True}
        features.append(map_feature(point_geometry(at), properties))
    return features


def _strokes(
    result: CriterionResult, place: Place, lang: str
) -> Iterator[tuple[int, Feature]]:
    tip = _tip(result, place, lang)

    def drawn(order: int, **style: object) -> tuple[int, Feature]:
        properties = {"id": result.id, "role": place.role, "style": style, "tip": tip}
        return order, map_feature(place.written, properties)

    colour, edge = colours_of(place.mark)[0], edge_of(place.mark)
    dimension = int(shapely.get_dimensions(place.geometry))
    if not place.loud:
        yield from _quiet(drawn, place.role, dimension)
    elif dimension == 2:
        hatch = f"url(#h{'u' if place.mark is None else place.mark})"
        yield drawn(0, color=PAPER, weight=7, fill=False)
        yield drawn(1, color=edge, weight=3, fillColor=hatch, fillOpacity=1, fill=True)
    elif dimension == 1:
        yield drawn(0, color=PAPER, weight=15, fill=False)
        yield drawn(1, color=edge, weight=11, fill=False)
        yield drawn(2, color=colour, weight=7, fill=False)
    else:
        yield drawn(
            3,
            radius=13,
            color=edge,
            weight=3,
            fill=True,
            fillColor=colour,
            fillOpacity=0.95,
        )


def _quiet(drawn: Any, role: str, dimension: int) -> Iterator[tuple[int, Feature]]:
    """Draw a route looked at, or what a value was taken from."""
    colour, dashes = QUIET[role]
    if dimension == 0:
        yield drawn(
            -1,
            radius=6,
            color=colour,
            weight=2,
            fill=True,
            fillColor=PAPER,
            fillOpacity=1,
        )
    elif dimension == 1:
        yield drawn(-2, color=PAPER, weight=6, fill=False)
        yield drawn(-1, color=colour, weight=3, fill=False, dashArray=dashes)
    else:
        yield drawn(-2, color=colour, weight=2, fill=False, dashArray=dashes)


def _tip(result: CriterionResult, place: Place, lang: str) -> str:
    words = place_words(place, lang)
    return escape(f"{result.id} · {words}" if words else result.id)


def _label(
    result: CriterionResult,
    place: Place,
    words: str,
    at: NDArray[np.float64],
    view: View,
) -> Feature:
    west, south, east, north = place.geometry.bounds
    small = ((east - west, north - south) < _SMALL_PX * view.pixel).all()
    properties = {
        "id": result.id,
        "html": pin(
            mark_of(place.mark),
            colours_of(place.mark),
            words,
            css="big up" if small else "big",
        ),
        "quiet": True,
    }
    return map_feature(point_geometry(at), properties)


def _unknown_site(criterion_id: str, site: str, lang: str) -> list[Feature]:
    written = json.loads(site)
    word = text(lang, "state.unknown")
    edge = {
        "color": INK,
        "weight": 3,
        "dashArray": "10 7",
        "fill": True,
        "fillColor": "url(#hu)",
        "fillOpacity": 0.75,
    }
    tip = escape(f"{criterion_id} · {word}")
    at = label_point(shapely.from_geojson(site))
    label = {
        "id": criterion_id,
        "html": pin(mark_of(None), colours_of(None), word, css="big"),
        "quiet": True,
    }
    area = {"id": criterion_id, "role": "unknown", "style": edge, "tip": tip}
    return [map_feature(written, area), map_feature(point_geometry(at), label)]


def point_geometry(at: NDArray[np.float64]) -> dict[str, Any]:
    """Return a point as GeoJSON, to a centimetre."""
    return {"type": "Point", "coordinates": [round(float(v), 7) for v in at]}


def map_feature(geometry: dict[str, Any], properties: dict[str, Any]) -> Feature:
    """Return a GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}

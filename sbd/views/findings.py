"""Findings as map features: each place drawn by its shape, coloured by its level."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.document import Assessment, CriterionResult, PartResult
from sbd.locale import knows, text
from sbd.scoring.levels import Scale
from sbd.views.chips import pin
from sbd.views.palette import BRAND, INK, INK_2, LEVELS, PAPER
from sbd.views.words import NOISE, deciding_part, value_text, with_unit

Feature = dict[str, Any]

#: Most labels of one criterion, the worst places first.
LABELS = 6
#: Where along a line its label stands. [1]
_LABEL_AT = (0.5, 0.72)
_UNKNOWN = (PAPER, INK)
#: Level whose colour a place takes that meets what is asked.
_GOOD = 3
#: Level whose colour a place takes at most that falls short of it.
_SHORT = 2
#: Indicators whose places bear another measure in the same unit: the slope of a stretch
#: beside the share of gentle ones, the share of one area beside that of all.
_OTHER_MEASURE = frozenset({"gentle_route_share", "motor_space_share"})
#: Size of a map as it is usually shown, and of a label's parts. [px]
_USUAL = np.array([760.0, 560.0])
_LETTER_PX, _LABEL_PX = 10.5, 36.0
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


class Place:
    """One feature of a criterion's *where*, with its level."""

    def __init__(self, feature: dict[str, Any], result: CriterionResult) -> None:
        properties = feature.get("properties") or {}
        self.geometry: BaseGeometry = shapely.from_geojson(
            json.dumps(feature["geometry"])
        )
        self.written = feature["geometry"]
        self.role = str(properties.get("role", "finding"))
        self.label = properties.get("label")
        self.value: float | None = properties.get("value")
        self.unit = str(properties.get("unit") or "")
        self.part = _part_of(result, properties.get("part"))
        self.own = _is_own(self)
        self.level = _level_here(self, result)

    @property
    def loud(self) -> bool:
        """Whether the place falls short or meets, rather than giving context."""
        return self.role in ("finding", "good")


def places_of(result: CriterionResult) -> list[Place]:
    """Return the places of a criterion, quiet ones first, the worst last."""
    features = (result.where or {}).get("features", [])
    places = [Place(f, result) for f in features if f.get("geometry")]
    places = _once([p for p in places if not p.geometry.is_empty])
    order = {"context": 0, "route": 1, "good": 2}
    worst_last = label_order(places)[::-1]
    return sorted(worst_last, key=lambda p: order.get(p.role, 3))


def _once(places: list[Place]) -> list[Place]:
    """Keep of places that two parts both name the one of the lower level.

    A place of one part may meet what is asked there and fall short for the other.
    """
    kept: dict[tuple[object, ...], Place] = {}
    for place in places:
        key = (place.geometry.wkb, place.label, place.value)
        if key not in kept or _rank(place) < _rank(kept[key]):
            kept[key] = place
    return list(kept.values())


def _rank(place: Place) -> tuple[float, bool]:
    return 9.0 if place.level is None else float(place.level), not place.loud


def label_order(places: list[Place]) -> list[Place]:
    """Return places as they are labelled: what decides first, then as they were given.

    Of places of one level the worst value comes first; of another measure, as the
    height of a kerb under a share of crossings, more is worse.
    """

    def key(place: Place) -> tuple[float, bool, float]:
        (level, _), value, part = _rank(place), place.value, place.part
        if value is None:
            return level, True, 0.0
        falling = place.own and part is not None and part.better == "higher"
        return level, False, value if falling else -value

    return sorted(places, key=key)


def _part_of(result: CriterionResult, name: object) -> PartResult | None:
    parts = {p.indicator: p for p in result.parts}
    return parts.get(str(name)) or deciding_part(result)


def _is_own(place: Place) -> bool:
    """Tell whether a place's value is of the measure that its criterion asks for."""
    part = place.part
    if place.value is None or part is None or place.unit != part.unit:
        return False
    return part.indicator not in _OTHER_MEASURE


def _level_here(place: Place, result: CriterionResult) -> int | None:
    """Return the level of one place: of its own value, else of the criterion."""
    part = place.part
    if place.own and place.value is not None and part is not None:
        scale = Scale(part.cuts, part.better, part.range, part.max_level)
        return int(scale.level(place.value) + NOISE)
    level = result.printed_level
    if level is None:
        return None
    # A place that meets is not drawn in the colour of the whole that falls short, nor
    # one that falls short in that of the whole that does well.
    if place.role == "good":
        return max(int(level), _GOOD)
    return min(int(level), _SHORT) if place.role == "finding" else int(level)


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
    named = [p for p in reversed(places) if p.role == "finding"]
    named = named or [p for p in places if p.role == "good"][:1]
    placed: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
    features = []
    for place in named:
        words = place_words(place, lang)
        size = np.array([_LETTER_PX * len(words) + 44, _LABEL_PX]) * view.pixel
        at = view.kept_inside(label_point(place.geometry), size / 2)
        covers = any((np.abs(at - o) < (size + s) / 2).all() for o, s in placed)
        if not words or covers:
            continue
        placed.append((at, size))
        features.append(_label(result, place, words, at, view))
        if len(features) == LABELS:
            break
    return features


def _strokes(
    result: CriterionResult, place: Place, lang: str
) -> Iterator[tuple[int, Feature]]:
    tip = _tip(result, place, lang)

    def drawn(order: int, **style: object) -> tuple[int, Feature]:
        properties = {"id": result.id, "role": place.role, "style": style, "tip": tip}
        return order, map_feature(place.written, properties)

    colour = PAPER if place.level is None else LEVELS[place.level][0]
    dimension = int(shapely.get_dimensions(place.geometry))
    if not place.loud:
        yield from _quiet(drawn, place.role, dimension)
    elif dimension == 2:
        hatch = "url(#hu)" if place.level is None else f"url(#h{place.level})"
        yield drawn(0, color=PAPER, weight=7, fill=False)
        yield drawn(1, color=INK, weight=3, fillColor=hatch, fillOpacity=1, fill=True)
    elif dimension == 1:
        yield drawn(0, color=PAPER, weight=15, fill=False)
        yield drawn(1, color=INK, weight=11, fill=False)
        yield drawn(2, color=colour, weight=7, fill=False)
    else:
        yield drawn(
            3,
            radius=13,
            color=INK,
            weight=3,
            fill=True,
            fillColor=colour,
            fillOpacity=0.95,
        )


def _quiet(drawn: Any, role: str, dimension: int) -> Iterator[tuple[int, Feature]]:
    """Draw a route looked at, or what a value was taken from."""
    colour = BRAND if role == "route" else INK_2
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
        yield drawn(-1, color=colour, weight=3, fill=False, dashArray="2 6")
    else:
        yield drawn(-2, color=colour, weight=2, fill=False, dashArray="2 6")


def _tip(result: CriterionResult, place: Place, lang: str) -> str:
    words = place_words(place, lang)
    return escape(f"{result.id} · {words}" if words else result.id)


def place_words(place: Place, lang: str) -> str:
    """Say a place in words: its value, else the word of its label."""
    words = []
    if place.value is not None and not math.isinf(place.value):
        value = value_text(place.value, place.unit, lang, _bounds(place.value, place))
        words.append(with_unit(value, place.unit, lang) if place.unit else value)
    if place.label:
        words.append(_label_word(str(place.label), lang))
    return " · ".join(words)


def _bounds(value: float, place: Place) -> tuple[float | None, ...]:
    """Return what rounding must not cross: cut-offs, or of other measures the whole."""
    part = place.part
    if part is None or part.unit != place.unit:
        return ()
    return tuple(part.cuts) if place.own else (math.floor(value),)


def _label_word(label: str, lang: str) -> str:
    """Return the word of a label: its own, or the name of the kind it is."""
    keys = (f"label.{label}", f"kind.{label}")
    return next((text(lang, key) for key in keys if knows(lang, key)), label)


def _label(
    result: CriterionResult,
    place: Place,
    words: str,
    at: NDArray[np.float64],
    view: View,
) -> Feature:
    mark = "?" if place.level is None else str(place.level)
    colours = _UNKNOWN if place.level is None else LEVELS[place.level]
    west, south, east, north = place.geometry.bounds
    small = ((east - west, north - south) < _SMALL_PX * view.pixel).all()
    properties = {
        "id": result.id,
        "html": pin(mark, colours, words, css="big up" if small else "big"),
        "quiet": True,
    }
    return map_feature(point_geometry(at), properties)


def label_point(geometry: BaseGeometry) -> NDArray[np.float64]:
    """Return where a geometry's label stands. [deg]"""
    if int(shapely.get_dimensions(geometry)) == 1:
        longest = max(shapely.get_parts(geometry), key=lambda part: part.length)
        share = _LABEL_AT[int(shapely.get_num_coordinates(longest) <= 2)]
        found = longest.interpolate(share, normalized=True)
    else:
        found = geometry.representative_point()
    return np.array([found.x, found.y])


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
        "html": pin("?", _UNKNOWN, word, css="big"),
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

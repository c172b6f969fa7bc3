"""Findings as map features: each place drawn by its shape, coloured by its level."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from html import escape
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.document import Assessment, CriterionResult, PartResult
from sbd.locale import knows, text
from sbd.scoring.levels import Scale
from sbd.views.map_frame import pin
from sbd.views.palette import BRAND, INK, INK_2, LEVELS, PAPER
from sbd.views.words import NOISE, deciding_part, value_text, with_unit

Feature = dict[str, Any]

#: Most pins shown at once; the other findings by choosing them.
PINS = 10
#: Most labels of one criterion, the worst places first.
LABELS = 6
#: Most places looked at to find room for a pin.
_CANDIDATES = 200
#: Where along a line its label stands. [1]
_LABEL_AT = (0.5, 0.72)
_UNKNOWN = (PAPER, INK)


def criterion_features(
    assessment: Assessment, criterion_id: str, site: str | None, lang: str
) -> list[Feature]:
    """Return the places of one criterion, ready to be drawn.

    Parameters
    ----------
    assessment : Assessment
        What was found.
    criterion_id : str
        The criterion chosen.
    site : str, optional
        The site as GeoJSON text, hatched where the criterion is unknown. [deg]
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
    places = _places(result)
    if result.state == "unknown":
        features = [] if site is None else _unknown_site(criterion_id, site, lang)
        return [*features, *_drawn(result, [p for p in places if p.loud], lang)]
    return _drawn(result, places, lang)


def all_pins(assessment: Assessment, lang: str) -> list[Feature]:
    """Return one pin per criterion, at most ten, those with most to gain."""
    placed: list[NDArray[np.float64]] = []
    features = []
    for result in _worth_a_pin(assessment):
        spot = _room(_spots(result), placed)
        if spot is None:
            continue
        placed.append(spot)
        features.append(_pin_feature(result, spot, lang))
        if len(features) == PINS:
            break
    return features


class _Place:
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
        self.level = _level_here(self, result)

    @property
    def loud(self) -> bool:
        """Whether the place falls short or meets, rather than giving context."""
        return self.role in ("finding", "good")


def _places(result: CriterionResult) -> list[_Place]:
    """Return the places of a criterion, quiet ones first, the worst last."""
    features = (result.where or {}).get("features", [])
    places = [_Place(f, result) for f in features if f.get("geometry")]
    places = [p for p in places if not p.geometry.is_empty]
    order = {"context": 0, "route": 1, "good": 2}
    return sorted(places, key=lambda p: (order.get(p.role, 3), -_rank(p)))


def _rank(place: _Place) -> float:
    return 9.0 if place.level is None else float(place.level)


def _part_of(result: CriterionResult, name: object) -> PartResult | None:
    parts = {p.indicator: p for p in result.parts}
    return parts.get(str(name)) or deciding_part(result)


def _level_here(place: _Place, result: CriterionResult) -> int | None:
    """Return the level of one place: of its own value, else of the criterion."""
    part = place.part
    own = place.value is not None and part is not None and place.unit == part.unit
    if own and place.value is not None and part is not None:
        scale = Scale(part.cuts, part.better, part.range, part.max_level)
        return int(scale.level(place.value) + NOISE)
    level = result.printed_level
    return None if level is None else int(level)


def _drawn(result: CriterionResult, places: list[_Place], lang: str) -> list[Feature]:
    """Draw places; casings below all inner lines, labels on top."""
    layers: list[tuple[int, Feature]] = []
    for place in places:
        layers += list(_strokes(result, place, lang))
    layers.sort(key=lambda pair: pair[0])
    labelled = [p for p in reversed(places) if p.role == "finding"][:LABELS]
    labelled = labelled or [p for p in places if p.role == "good"][:1]
    labels = [f for p in labelled if (f := _label(result, p, lang)) is not None]
    return [feature for _, feature in layers] + labels


def _strokes(
    result: CriterionResult, place: _Place, lang: str
) -> Iterator[tuple[int, Feature]]:
    tip = _tip(result, place, lang)

    def drawn(order: int, **style: object) -> tuple[int, Feature]:
        properties = {"id": result.id, "role": place.role, "style": style, "tip": tip}
        return order, _feature(place.written, properties)

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


def _tip(result: CriterionResult, place: _Place, lang: str) -> str:
    words = _words(place, lang)
    return escape(f"{result.id} · {words}" if words else result.id)


def _words(place: _Place, lang: str) -> str:
    """Say a place in words: its value, else the word of its label."""
    words = []
    if place.value is not None and not math.isinf(place.value):
        cuts = place.part.cuts if place.part and place.part.unit == place.unit else ()
        value = value_text(place.value, place.unit, lang, cuts)
        words.append(with_unit(value, place.unit, lang) if place.unit else value)
    if place.label:
        words.append(_label_word(str(place.label), lang))
    return " · ".join(words)


def _label_word(label: str, lang: str) -> str:
    """Return the word of a label: its own, or the name of the kind it is."""
    keys = (f"label.{label}", f"kind.{label}")
    return next((text(lang, key) for key in keys if knows(lang, key)), label)


def _label(result: CriterionResult, place: _Place, lang: str) -> Feature | None:
    words = _words(place, lang)
    if not words:
        return None
    at = _label_point(place.geometry)
    mark = "?" if place.level is None else str(place.level)
    colours = _UNKNOWN if place.level is None else LEVELS[place.level]
    properties = {
        "id": result.id,
        "html": pin(mark, colours, words, big=True),
        "quiet": True,
    }
    return _feature(_point(at), properties)


def _label_point(geometry: BaseGeometry) -> NDArray[np.float64]:
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
    at = _label_point(shapely.from_geojson(site))
    label = {
        "id": criterion_id,
        "html": pin("?", _UNKNOWN, word, big=True),
        "quiet": True,
    }
    area = {"id": criterion_id, "role": "unknown", "style": edge, "tip": tip}
    return [_feature(written, area), _feature(_point(at), label)]


def _worth_a_pin(assessment: Assessment) -> list[CriterionResult]:
    """Return the criteria that fall short somewhere: requirements first, by gain."""
    found = [
        c
        for c in assessment.criteria
        if c.level is not None and c.level + NOISE < 4 and c.where
    ]
    return sorted(
        found,
        key=lambda c: (
            not (c.gate is not None and c.gate.passed is False),
            -(c.gain or 0.0),
            c.id,
        ),
    )


def _spots(result: CriterionResult) -> NDArray[np.float64]:
    """Return where a criterion's pin may stand, the worst place first. [deg]"""
    places = list(reversed(_places(result)))
    loud = [p for p in places if p.role == "finding"] or places
    spots: list[NDArray[np.float64]] = []
    for place in loud:
        for part in shapely.get_parts(place.geometry):
            spots.append(_label_point(part))
            if int(shapely.get_dimensions(part)) == 1:
                along = shapely.line_interpolate_point(
                    part, np.linspace(0.1, 0.9, 9), normalized=True
                )
                spots += list(shapely.get_coordinates(along))
        if len(spots) >= _CANDIDATES:
            break
    return np.array(spots[:_CANDIDATES]).reshape(-1, 2)


def _room(
    spots: NDArray[np.float64], placed: list[NDArray[np.float64]]
) -> NDArray[np.float64] | None:
    """Choose the spot farthest from pins that stand already; the first if none do."""
    if not len(spots):
        return None
    if not placed:
        return np.asarray(spots[0])
    squeeze = np.array([math.cos(math.radians(spots[0][1])), 0.4])  # pins are wide
    away = (spots[:, None, :] - np.array(placed)[None, :, :]) * squeeze
    nearest = np.hypot(away[..., 0], away[..., 1] * 2.5).min(axis=1)
    return np.asarray(spots[int(nearest.argmax())])


def _pin_feature(
    result: CriterionResult, spot: NDArray[np.float64], lang: str
) -> Feature:
    level = int(result.printed_level or 0)
    word = text(lang, f"level.{level}")
    properties = {
        "id": result.id,
        "role": "pin",
        "html": pin(str(level), LEVELS[level], result.id),
        "alt": f"{result.id}: {level}, {word}",
    }
    return _feature(_point(spot), properties)


def _point(at: NDArray[np.float64]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(float(v), 7) for v in at]}


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> Feature:
    return {"type": "Feature", "properties": properties, "geometry": geometry}

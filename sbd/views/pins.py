"""All findings at once: one pin per criterion, those with most to gain."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from sbd.document import Assessment, CriterionResult
from sbd.locale import text
from sbd.views.chips import pin
from sbd.views.findings import (
    Feature,
    View,
    map_feature,
    point_geometry,
)
from sbd.views.palette import LEVELS
from sbd.views.places import label_point, places_of
from sbd.views.words import NOISE, labelled

#: Most pins shown at once; the other findings by choosing them.
PINS = 10
#: Most places looked at to find room for a pin.
_CANDIDATES = 200
#: Room a pin takes. [px]
_PIN_PX = np.array([78.0, 30.0])


def all_pins(assessment: Assessment, view: View, lang: str) -> list[Feature]:
    """Return one pin per criterion, at most ten, those with most to gain."""
    placed: list[NDArray[np.float64]] = []
    features = []
    for result in worth_a_pin(assessment):
        spot = _room(spots_of(result), placed)
        if spot is None:
            continue
        spot = _apart(spot, placed, _PIN_PX * view.pixel)
        placed.append(spot)
        features.append(_pin_feature(result, spot, lang))
        if len(features) == PINS:
            break
    return features


def worth_a_pin(assessment: Assessment) -> list[CriterionResult]:
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


def spots_of(result: CriterionResult) -> NDArray[np.float64]:
    """Return where a criterion's pin may stand, the worst place first. [deg]"""
    places = list(reversed(places_of(result)))
    loud = [p for p in places if p.role == "finding"] or places
    spots: list[NDArray[np.float64]] = []
    for place in loud:
        for part in shapely.get_parts(place.geometry):
            spots.append(label_point(part))
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


def _apart(
    spot: NDArray[np.float64],
    placed: list[NDArray[np.float64]],
    size: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Move a pin up or down until it covers no other."""
    for step in (0, 1, -1, 2, -2, 3, -3, 4, -4):
        moved = spot + np.array([0.0, step * size[1]])
        if not any((np.abs(moved - other) < 0.98 * size).all() for other in placed):
            return np.asarray(moved)
    return spot


def _pin_feature(
    result: CriterionResult, spot: NDArray[np.float64], lang: str
) -> Feature:
    level = int(result.printed_level or 0)
    word = text(lang, f"level.{level}")
    properties = {
        "id": result.id,
        "role": "pin",
        "html": pin(str(level), LEVELS[level], result.id),
        "alt": labelled(result.id, f"{level}, {word}", lang),
    }
    return map_feature(point_geometry(spot), properties)

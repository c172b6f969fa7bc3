"""The places of a criterion: each with its level, its words and its rank."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.assessment.public_notes import kind_in
from sbd.document import CriterionResult, PartResult
from sbd.locale import knows, number, text
from sbd.scoring.levels import Scale
from sbd.views.figures import value_digits
from sbd.views.level_digits import Mark
from sbd.views.words import NOISE, deciding_part, kind_name, with_unit

#: Most labels of one criterion, the worst places first.
LABELS = 6
#: Where along a line its label stands. [1]
_LABEL_AT = (0.5, 0.72)
#: Level whose colour a place takes that meets what is asked.
_GOOD = 3
#: Level whose colour a place takes at most that falls short of it.
_SHORT = 2


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
        self.element = str(properties.get("element_id") or "")
        self.value: float | None = properties.get("value")
        self.unit = str(properties.get("unit") or "")
        self.other = bool(properties.get("other"))
        self.share = bool(properties.get("share"))
        self.part = _part_of(result, properties.get("part"))
        self.own = _is_own(self)
        self.level = _level_here(self, result)

    @property
    def mark(self) -> Mark:
        """What it bears on a map: its level, or a tick where it says none of its own.

        A seat that counts, where there are too few, is no seat of level 3.
        """
        tick = self.role == "good" and not (self.own or self.share)
        return "good" if tick else self.level

    @property
    def short(self) -> bool:
        """Whether the place falls short of what is asked, not only of the best."""
        return self.role == "finding" and (self.level is None or self.level < _GOOD)

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
    if place.value is None or part is None or place.other or place.share:
        return False
    return place.unit == part.unit


def _level_here(place: Place, result: CriterionResult) -> int | None:
    """Return the level of one place: of its own value, else of the criterion."""
    part = place.part
    if place.own and place.value is not None and part is not None:
        scale = Scale(part.cuts, part.better, part.range, part.max_level)
        return int(scale.level(place.value) + NOISE)
    level = result.printed_level
    if level is None or place.share:
        return None if level is None else int(level)
    # Where a part asks something of the higher levels only, as that all be flush for
    # level 4, who falls short of it still has all that is below.
    least = next((n for n, cut in enumerate(part.cuts) if cut), 0) if part else 0
    if place.role == "finding" and least:
        return least
    # A place that meets is not drawn in the colour of the whole that falls short, nor
    # one that falls short in that of the whole that does well.
    if place.role == "good":
        return max(int(level), _GOOD)
    return min(int(level), _SHORT) if place.role == "finding" else int(level)


def to_label(places: list[Place]) -> list[Place]:
    """Return the places to be labelled, what decides first.

    Those that fall short of what is asked; where none does, those that fall short of
    the best; where all is as good as can be, one of them.
    """
    # Of places that are as bad, the largest area is what one asks about.
    loud = sorted((p for p in places if p.loud), key=lambda p: -p.geometry.area)
    order = label_order(loud)
    short = [p for p in order if p.short]
    return short or [p for p in order if p.role == "finding"] or order[:1]


def named_too(places: list[Place]) -> list[Place]:
    """Return one place of each sort that counts or meets, to name their ticks.

    Where there is a value to tell, the place that decides tells it.
    """
    ticks = (p for p in places if p.mark == "good" and p.value is None and p.label)
    return list({p.label: p for p in ticks}.values())


def place_words(place: Place, lang: str) -> str:
    """Say a place in words: its value, else the word of its label."""
    label = _label_of(place, lang)
    value = place.value
    if value is None or math.isinf(value):
        return label
    written = number(lang, value, _digits(value, place))
    if place.unit == "1" and label and float(value).is_integer():
        # A count before a name reads as one of its kind: it stands behind, if any.
        return f"{label} ({written})" if value else label
    if place.unit:
        written = with_unit(written, place.unit, lang)
    return " · ".join(word for word in (written, label) if word)


def _digits(value: float, place: Place) -> int:
    """Return the decimals of a place's value.

    Of its criterion's measure, rounding crosses no cut-off. Another measure in per
    cent, such as a share that adds up with others to the whole or a slope near what
    is allowed, is never rounded to a whole number.
    """
    part = place.part
    if part is None or part.unit != place.unit:
        return value_digits(value, place.unit)
    if place.own:
        return value_digits(value, place.unit, part.cuts)
    digits = value_digits(value, place.unit, (math.floor(value),))
    return digits if math.isclose(value, round(value)) else max(digits, 1)


def _label_of(place: Place, lang: str) -> str:
    """Return the word of a place's label; of an obstacle, which kind stands there."""
    if not place.label:
        return ""
    kind = kind_in(place.element) if place.label == "obstacle" else None
    if kind is not None:
        return text(lang, "label.obstacle_of", kind=kind_name(kind, lang, 1))
    return _label_word(str(place.label), lang)


def _label_word(label: str, lang: str) -> str:
    """Return the word of a label: its own, or the name of the kind it is."""
    keys = (f"label.{label}", f"kind.{label}")
    return next((text(lang, key) for key in keys if knows(lang, key)), label)


def label_point(geometry: BaseGeometry) -> NDArray[np.float64]:
    """Return where a geometry's label stands. [deg]"""
    if int(shapely.get_dimensions(geometry)) == 1:
        longest = max(shapely.get_parts(geometry), key=lambda part: part.length)
        share = _LABEL_AT[int(shapely.get_num_coordinates(longest) <= 2)]
        found = longest.interpolate(share, normalized=True)
    else:
        found = geometry.representative_point()
    return np.array([found.x, found.y])

"""What was measured, part by part, and where it shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from sbd.checklists.model import Checklist
from sbd.document import Assessment, CriterionResult, PartResult
from sbd.views.figures import cut_digits, value_digits
from sbd.views.tables.model import (
    DEGREE_DIGITS,
    Field,
    Figure,
    Table,
    build,
    coded_fields,
    criterion_fields,
    figure,
    level,
    named,
)
from sbd.views.words import unit_text

#: Decimals of a length and of an area. [m], [m2]
_LENGTH_DIGITS, _AREA_DIGITS = 2, 1


@dataclass(frozen=True)
class _Part:
    """A part of a criterion."""

    result: CriterionResult
    part: PartResult


def measurements_table(
    assessment: Assessment, checklist: Checklist, langs: tuple[str, ...]
) -> Table:
    """Return one row per measured part of a criterion.

    Parameters
    ----------
    assessment : Assessment
        The results.
    checklist : Checklist
        For titles.
    langs : tuple of str
        One language or two.

    Returns
    -------
    Table
        Its ``state`` says why a value is empty: ``unknown``, ``not_applicable``,
        ``withheld``, or ``no_value`` where a level is known and no value is: there is
        nothing to measure, or nothing within reach.
    """
    rows = [_Part(r, p) for r in assessment.criteria for p in r.parts]
    fields: list[Field[_Part]] = [
        *criterion_fields(checklist, lambda r: r.result.id),
        *coded_fields("indicator", lambda r: r.part.indicator, "indicator"),
        *_values(),
        *_cuts(),
        *coded_fields("better", lambda r: r.part.better, "tables.better"),
        Field("max_level", "count", lambda r, _: r.part.max_level, detail=True),
    ]
    return build("measurements", fields, rows, langs)


def _values() -> Iterator[Field[_Part]]:
    yield from coded_fields("state", _state, _state_words)
    yield Field(
        "value", "number", lambda r, _: _number(r.part.value, r), heading="ui.value"
    )
    yield from coded_fields(
        "unit", lambda r: r.part.unit, lambda r, g: unit_text(r.part.unit, g)
    )
    yield Field("worst", "number", lambda r, _: _number(r.part.worst, r))
    yield Field("best", "number", lambda r, _: _number(r.part.best, r))
    yield Field("part_level", "level", lambda r, _: level(r.part.level), "level")
    yield Field("low", "number", lambda r, _: level(_known(r, r.part.low)), "level")
    yield Field("high", "number", lambda r, _: level(_known(r, r.part.high)), "level")


def _cuts() -> Iterator[Field[_Part]]:
    for place in range(4):
        yield Field(
            f"cut_{place + 1}",
            "number",
            # The place of this turn, not of the last one.
            lambda r, _, at=place: _cut(r.part, at),  # type: ignore[misc]
        )


def _cut(part: PartResult, place: int) -> Figure | None:
    cut = part.cuts[place]
    known = [c for c in part.cuts if c is not None]
    return None if cut is None else figure(cut, cut_digits(known, part.unit))


def _number(value: float | None, row: _Part) -> Figure | None:
    if value is None:
        return None
    return figure(value, value_digits(value, row.part.unit, row.part.cuts))


def _known(row: _Part, bound: float) -> float | None:
    return None if row.result.state in ("withheld", "not_applicable") else bound


def _state(row: _Part) -> str:
    result, part = row.result, row.part
    if result.state in ("withheld", "not_applicable"):
        return result.state
    if part.value is not None or part.worst is not None or part.best is not None:
        return "measured"
    if part.level is None:
        return "unknown"
    hidden = result.reason is not None and result.reason.code == "detail_withheld"
    return "withheld" if hidden else "no_value"


def _state_words(row: _Part, lang: str) -> str | None:
    code = _state(row)
    family = "tables.state" if code == "no_value" else "state"
    return named(family, code, lang)


@dataclass(frozen=True)
class _Place:
    """A feature of a criterion's *where*. [deg]"""

    criterion: str
    properties: dict[str, Any]
    geometry: BaseGeometry


def places_table(
    assessment: Assessment, checklist: Checklist, langs: tuple[str, ...]
) -> Table:
    """Return one row per place: what it shows, its value, where and how large it is.

    Parameters
    ----------
    assessment : Assessment
        The results.
    checklist : Checklist
        For titles.
    langs : tuple of str
        One language or two.
    """
    rows = [
        _Place(
            result.id,
            feature.get("properties") or {},
            shapely.from_geojson(json.dumps(feature["geometry"])),
        )
        for result in assessment.criteria
        for feature in (result.where or {}).get("features", ())
    ]
    fields: list[Field[_Place]] = [
        *criterion_fields(checklist, lambda p: p.criterion),
        *_shown(),
        *_located(),
    ]
    return build("places", fields, rows, langs)


def _shown() -> Iterator[Field[_Place]]:
    yield from coded_fields("role", lambda p: _of(p, "role"), "tables.role")
    yield from coded_fields("indicator", lambda p: _of(p, "part"), "indicator")
    yield Field("value", "number", lambda p, _: _value(p), heading="ui.value")
    yield from coded_fields(
        "unit", lambda p: _of(p, "unit") if _value(p) else None, _unit_words
    )
    yield from coded_fields("label", lambda p: _of(p, "label"), "label")
    yield Field("element_id", "text", lambda p, _: _of(p, "element_id"))


def _located() -> Iterator[Field[_Place]]:
    yield from coded_fields("shape", lambda p: _shape(p.geometry), "tables.shape")
    yield Field("lon", "number", lambda p, _: _degree(p.geometry, 0), "deg")
    yield Field("lat", "number", lambda p, _: _degree(p.geometry, 1), "deg")
    yield Field("length", "number", lambda p, _: _length(p.geometry), "m")
    yield Field("area", "number", lambda p, _: _area(p.geometry), "m2")


def _of(place: _Place, name: str) -> str | None:
    value = place.properties.get(name)
    return None if value is None else str(value)


def _value(place: _Place) -> Figure | None:
    value = place.properties.get("value")
    if not isinstance(value, (int, float)):
        return None
    shown = figure(value, 0)
    unit = str(place.properties.get("unit") or "")
    return shown and figure(value, value_digits(value, unit))


def _unit_words(place: _Place, lang: str) -> str | None:
    unit = _of(place, "unit")
    return unit_text(unit, lang) if unit and _value(place) else None


def _shape(geometry: BaseGeometry) -> str | None:
    """Return ``point``, ``line`` or ``area``."""
    if geometry.is_empty:
        return None
    return ("point", "line", "area")[shapely.get_dimensions(geometry)]


def _degree(geometry: BaseGeometry, axis: int) -> Figure | None:
    """Return a coordinate of a point that lies on the place. [deg]"""
    if geometry.is_empty:
        return None
    point = geometry.representative_point()
    if isinstance(geometry, shapely.LineString):
        point = geometry.interpolate(0.5, normalized=True)
    return figure((point.x, point.y)[axis], DEGREE_DIGITS)


def _length(geometry: BaseGeometry) -> Figure | None:
    """Return the length of a line on the ground. [m]"""
    if _shape(geometry) != "line":
        return None
    return figure(_globe().geometry_length(geometry), _LENGTH_DIGITS)


def _area(geometry: BaseGeometry) -> Figure | None:
    """Return the size of an area on the ground. [m2]"""
    if _shape(geometry) != "area":
        return None
    # The sign says only which way round it is drawn.
    size, _ = _globe().geometry_area_perimeter(shapely.orient_polygons(geometry))
    return figure(abs(size), _AREA_DIGITS)


@cache
def _globe() -> Geod:
    return Geod(ellps="GRS80")

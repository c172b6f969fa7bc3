"""A tiny plan, the shipped checklist, and measurements given by hand."""

from __future__ import annotations

from typing import Any

from shapely.geometry import Point, box

from sbd.assessment import join
from sbd.checklists.model import Checklist
from sbd.checklists.read import read_checklist
from sbd.document import Assessment
from sbd.indicators.measurement import Measurement, Place, Reason, measured, unknown
from sbd.indicators.registry import indicators
from sbd.plans.plan import Plan, Risk, make_plan
from sbd.reviews.model import Rating

SITE = box(0, 0, 100, 100)
DATE = "2026-01-31"
RATERS = ("R1", "R2", "R3", "R4", "R5")


def checklist() -> Checklist:
    return read_checklist("brussels")


def plan(**settings: Any) -> Plan:
    elements = settings.pop("elements", {"bench": [Point(5, 5)]})
    settings.setdefault("risk", Risk("none"))
    settings.setdefault("declare", ["camera"])
    return make_plan(elements, site=SITE, space_type="square", **settings)


def value(name: str, number: float, **more: Any) -> Measurement:
    place = Place(Point(50, 50), element_id="bench-1")
    entry = indicators()[name]
    return measured(number, entry.unit, Reason("found"), where=(place,), **more)


def all_unknown() -> dict[str, Measurement]:
    return {
        name: unknown(entry.unit, Reason("not_measured_yet"))
        for name, entry in indicators().items()
    }


def results(
    *found: tuple[str, Measurement],
    ratings: tuple[Rating, ...] = (),
    on: Plan | None = None,
) -> Assessment:
    measurements = {**all_unknown(), **dict(found)}
    return join(on or plan(), checklist(), measurements, ratings, date=DATE)


def rating(criterion: str, answer: object, **more: Any) -> Rating:
    fields = {"rater": "R1", "discipline": "police", **more}
    return Rating.model_validate({"criterion": criterion, "answer": answer, **fields})

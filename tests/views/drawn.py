"""Places drawn on a site of 100 m by 100 m, and what is read from a drawing."""

from __future__ import annotations

import re

from shapely.geometry import Point

from sbd.document import Assessment
from sbd.indicators.measurement import Place, Reason, measured
from sbd.indicators.registry import indicators
from sbd.plans.plan import Plan
from tests.assessment.school import plan, results

LABEL = re.compile(
    r'<g font-size="19"[^>]*><rect x="([-\d.]+)" y="([-\d.]+)" '
    r'width="([\d.]+)" height="([\d.]+)"'
)


def assessed(*places: tuple[float, float, float]) -> tuple[Plan, Assessment]:
    """Return a site of 100 m by 100 m with places of A-09 and a gap of A-03."""
    on = plan()
    found = [
        Place(Point(x, y), "finding", v, "seat", unit="m", element_id=f"bench-{n}")
        for n, (x, y, v) in enumerate(places)
    ]
    unit = indicators()["seat_spacing"].unit
    spacing = measured(70.0, unit, Reason("found"), where=tuple(found))
    return on, results(("seat_spacing", spacing), on=on)


def rectangles(svg: str) -> list[tuple[float, ...]]:
    return [tuple(map(float, found)) for found in LABEL.findall(svg)]


def in_grey(svg: str) -> str:
    """Return a drawing as one who tells no colour from another sees it."""
    return re.sub(r"#[0-9A-Fa-f]{3,8}", "#777", svg)
